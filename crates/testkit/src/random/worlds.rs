//! Worlds.

use super::values::{key, value};
use super::{times, Random};
use crate::time::column_text;
use crate::World;
use serde_json::{json, Map, Value};

/// People's ids. The last ones are named by events and property rows alone.
const IDS: [&str; 14] = ["a", "b", "B", "c", "u 1", "é", "it's", "q\"q", "007", "12", "true", "😀", "only-events", "only-history"];

/// Names of events.
const EVENTS: [&str; 8] = ["purchase", "page_viewed", "it's \"odd\"; --", "/* x */", "Ünï", "new\nline", "two words", "*"];

/// Draws a world.
pub(super) fn world(random: &mut Random) -> World {
    times::clock(random);
    let mut world = World { now: column_text(random.now), tz: random.tz.name().to_owned(), ..World::default() };
    random.user_values.clear();
    random.event_values.clear();
    random.column_values.clear();
    random.event_names = vec![random.pick(&EVENTS).to_owned(), random.pick(&EVENTS).to_owned(), "purchase".to_owned()];
    if random.once_in(60) {
        random.reach("world", "empty");
        return world;
    }
    match random.number(0..=9) {
        0 => {
            random.reach("world", "imported before");
            world.imported_at = Some(column_text(random.now - 86_412_347));
        }
        1 => {
            random.reach("world", "imported after");
            world.imported_at = Some(column_text(random.now + 86_412_347));
        }
        _ => {}
    }
    let people = random.count(3..=IDS.len() - 2);
    for id in &IDS[..people] {
        world.users.push(user(random, id));
    }
    if random.once_in(3) {
        random.reach("world", "the same row twice");
        let id = IDS[random.count(0..=people - 1)];
        world.users.push(user(random, id));
    }
    for _ in 0..random.count(people..=people * 6) {
        let event = event(random, people);
        world.events.push(event);
    }
    if random.once_in(3) && !world.events.is_empty() {
        random.reach("world", "the same event twice");
        let mut twice = random.pick(&world.events);
        twice["properties"] = json!({"v": "arrived later"});
        world.events.push(twice);
    }
    for _ in 0..random.count(0..=people * 3) {
        let row = property_row(random, people);
        world.history.push(row);
    }
    if random.once_in(2) {
        if let Some(last) = world.history.last().cloned() {
            if last.get("updated_at").is_some() {
                random.reach("history", "at the same instant");
                let again = Value::Object(Map::from_iter([
                    ("user_id".to_owned(), last["user_id"].clone()),
                    ("property_name".to_owned(), last["property_name"].clone()),
                    ("property_value".to_owned(), value(random, 2)),
                    ("updated_at".to_owned(), last["updated_at"].clone()),
                ]));
                world.history.push(again);
            }
        }
    }
    world
}

fn user(random: &mut Random, id: &str) -> Value {
    let mut row = Map::from_iter([("user_id".to_owned(), json!(id))]);
    random.column_values.push(("user_id".to_owned(), json!(id)));
    for column in ["email", "name", "account_type"] {
        let text = match column {
            "email" => random.pick(&["a@x.test", "A@X.TEST", "é@x.test", "12", "b@y.test"]),
            "name" => random.pick(&["ann", "Ann", "Émile", "ΣΑΣ", "2026-06-01", "true", "O'Neil", ""]),
            _ => random.pick(&["free", "pro", "12", "Pro"]),
        };
        match random.number(0..=4) {
            0 => {}
            1 => {
                row.insert(column.to_owned(), Value::Null);
            }
            _ => {
                random.column_values.push((column.to_owned(), json!(text)));
                row.insert(column.to_owned(), json!(text));
            }
        }
    }
    if !random.once_in(3) {
        let time = times::stored(random);
        random.column_values.push(("created_at".to_owned(), time.clone()));
        row.insert("created_at".to_owned(), time);
    }
    for _ in 0..random.count(1..=6) {
        let (key, value) = (key(random), value(random, 3));
        random.user_values.push((key.to_owned(), value.clone()));
        row.insert(key.to_owned(), value);
    }
    Value::Object(row)
}

fn event(random: &mut Random, people: usize) -> Value {
    let user = if random.once_in(12) {
        random.reach("world", "only an event names");
        "only-events"
    } else {
        IDS[random.count(0..=people - 1)]
    };
    let names = random.event_names.clone();
    let mut properties = Map::new();
    for _ in 0..random.count(0..=4) {
        let (key, value) = (key(random), value(random, 3));
        random.event_values.push((key.to_owned(), value.clone()));
        properties.insert(key.to_owned(), value);
    }
    let mut row = Map::from_iter([
        ("user_id".to_owned(), json!(user)),
        ("event_name".to_owned(), json!(random.pick(&names))),
        ("timestamp".to_owned(), times::stored(random)),
    ]);
    if !properties.is_empty() || random.once_in(2) {
        row.insert("properties".to_owned(), Value::Object(properties));
    }
    if random.once_in(2) {
        row.insert("event_id".to_owned(), json!(format!("e{}", random.number(0..=1_000_000))));
    }
    Value::Object(row)
}

fn property_row(random: &mut Random, people: usize) -> Value {
    let user = if random.once_in(12) { "only-history" } else { IDS[random.count(0..=people - 1)] };
    let key = key(random);
    let removed = random.once_in(5);
    let value = if removed { Value::Null } else { value(random, 3) };
    random.user_values.push((key.to_owned(), value.clone()));
    let mut row = Map::from_iter([
        ("user_id".to_owned(), json!(user)),
        ("property_name".to_owned(), json!(key)),
        ("property_value".to_owned(), value),
    ]);
    let what = match random.number(0..=7) {
        0 | 1 => "undated",
        2 => "later than now",
        3 => "at now",
        _ => "dated",
    };
    let time = match what {
        "later than now" => Some(json!(column_text(random.now + random.number(1..=2)))),
        "at now" => Some(json!(column_text(random.now))),
        "dated" => Some(times::stored(random)),
        _ => None,
    };
    random.reach("history", what);
    if removed {
        random.reach("history", "removed");
    }
    if let Some(time) = time {
        row.insert("updated_at".to_owned(), time);
    }
    Value::Object(row)
}

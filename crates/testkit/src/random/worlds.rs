//! Worlds.

use super::membership::{begins, lists_and_consent, segments};
use super::tables::{keys_of_event, keys_of_user, tables};
use super::values::{amount, key, sku, value};
use super::{times, Random, There};
use crate::evaluate::everyone;
use crate::time::{column_text, local, read_stored};
use crate::World;
use serde_json::{json, Map, Value};

/// People's ids. The last ones are named by events and property rows alone.
const IDS: [&str; 14] = ["a", "b", "B", "c", "u 1", "é", "it's", "q\"q", "007", "12", "true", "😀", "only-events", "only-history"];

/// Names of events.
const EVENTS: [&str; 8] = ["purchase", "page_viewed", "it's \"odd\"; --", "/* x */", "Ünï", "new\nline", "two words", "*"];

/// Draws a world.
pub(super) fn world(random: &mut Random) {
    times::clock(random);
    let mut world = World { now: column_text(random.now), tz: random.tz.name().to_owned(), ..World::default() };
    random.there = There::default();
    random.there.event_names = vec![random.pick(&EVENTS).to_owned(), random.pick(&EVENTS).to_owned(), "purchase".to_owned()];
    if random.once_in(60) {
        random.reach("world", "empty");
        random.world = world;
        return;
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
    let people = random.count(5..=IDS.len() - 2);
    let people = &IDS[..people];
    for id in people {
        world.users.push(user(random, id, people));
    }
    if random.once_in(3) {
        random.reach("world", "the same row twice");
        let id = random.pick(people);
        world.users.push(user(random, id, people));
    }
    for _ in 0..random.count(people.len() * 3..=people.len() * 7) {
        let event = event(random, people, &world.events);
        world.events.push(event);
    }
    if random.once_in(3) && !world.events.is_empty() {
        random.reach("world", "the same event twice");
        let mut twice = random.pick(&world.events);
        twice["properties"] = json!({"v": "arrived later"});
        world.events.push(twice);
    }
    for _ in 0..random.count(people.len()..=people.len() * 4) {
        let row = property_row(random, people, &world.history);
        world.history.push(row);
    }
    if random.once_in(2) {
        if let Some(last) = world.history.last().cloned() {
            if last.get("updated_at").is_some() {
                random.reach("history", "at the same instant");
                let mut again = last;
                again["property_value"] = value(random, 2);
                world.history.push(again);
            }
        }
    }
    let times = world.events.iter().filter_map(|event| read_stored(&event["timestamp"]).ok().flatten());
    random.there.moments = times.map(|written| written.instant(random.tz)).collect();
    let days: Vec<String> =
        random.there.moments.iter().filter_map(|t| local(random.tz, *t).ok()).map(|wall| wall.format("%Y-%m-%d").to_string()).collect();
    tables(random, people, &days, &mut world);
    lists_and_consent(random, people, &mut world);
    random.world = world;
    random.there.people = everyone(&random.world).map_or(0, |ids| ids.len());
    segments(random);
}

fn user(random: &mut Random, id: &str, people: &[&str]) -> Value {
    let mut row = Map::from_iter([("user_id".to_owned(), json!(id))]);
    random.there.column_values.push(("user_id".to_owned(), json!(id)));
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
                random.there.column_values.push((column.to_owned(), json!(text)));
                row.insert(column.to_owned(), json!(text));
            }
        }
    }
    if !random.once_in(3) {
        let time = times::stored(random);
        random.there.column_values.push(("created_at".to_owned(), time.clone()));
        row.insert("created_at".to_owned(), time);
    }
    for _ in 0..random.count(1..=6) {
        let (key, value) = (key(random), value(random, 3));
        random.there.user_values.push((key.to_owned(), value.clone()));
        row.insert(key.to_owned(), value);
    }
    if random.once_in(2) {
        let score = amount(random);
        random.there.user_values.push(("score".to_owned(), score.clone()));
        row.insert("score".to_owned(), score);
    }
    if random.once_in(2) {
        let birthday = times::birthday(random);
        random.there.user_values.push(("birthday".to_owned(), birthday.clone()));
        row.insert("birthday".to_owned(), birthday);
    }
    keys_of_user(random, people, &mut row);
    Value::Object(row)
}

/// An event; `earlier` are those imported before it.
fn event(random: &mut Random, people: &[&str], earlier: &[Value]) -> Value {
    let mut user = if random.once_in(12) {
        random.reach("world", "only an event names");
        json!("only-events")
    } else if random.once_in(3) {
        // Some do much more than others.
        json!(random.pick(&people[..3]))
    } else {
        json!(random.pick(people))
    };
    let mut timestamp = times::stored(random);
    if !earlier.is_empty() && random.once_in(3) {
        // Near another of the same person: at the same instant, or at a distance that a rule may ask for.
        let other = random.pick(earlier);
        let at = read_stored(&other["timestamp"]).ok().flatten().map_or(random.now, |written| written.instant(random.tz));
        let apart = random.pick(&[0, 0, 1000, 60_000, 3_600_000, 86_400_000, 7 * 86_400_000, 90 * 86_400_000]);
        let at = at + random.pick(&[-1, 1]) * apart + if apart > 0 { random.number(-1..=1) } else { 0 };
        random.reach("tie", if apart > 0 { "events a distance apart" } else { "events of a person" });
        user = other["user_id"].clone();
        timestamp = json!(column_text(at));
    }
    let names = random.there.event_names.clone();
    let mut properties = Map::new();
    for _ in 0..random.count(0..=3) {
        let (key, value) = (key(random), value(random, 3));
        random.there.event_values.push((key.to_owned(), value.clone()));
        properties.insert(key.to_owned(), value);
    }
    for (key, one_in) in [("amount", 2), ("sku", 2)] {
        if random.once_in(one_in) {
            let value = if key == "amount" { amount(random) } else { sku(random) };
            random.there.event_values.push((key.to_owned(), value.clone()));
            properties.insert(key.to_owned(), value);
        }
    }
    keys_of_event(random, people, &mut properties);
    let mut row = Map::from_iter([
        ("user_id".to_owned(), user),
        ("event_name".to_owned(), json!(random.pick(&names))),
        ("timestamp".to_owned(), timestamp),
    ]);
    if !properties.is_empty() || random.once_in(2) {
        row.insert("properties".to_owned(), Value::Object(properties));
    }
    if random.once_in(2) {
        row.insert("event_id".to_owned(), json!(format!("e{}", random.number(0..=1_000_000))));
    }
    Value::Object(row)
}

/// A row of a user property's history; `earlier` are those imported before it.
fn property_row(random: &mut Random, people: &[&str], earlier: &[Value]) -> Value {
    let user = if random.once_in(12) { "only-history" } else { random.pick(people) };
    let (mut user, mut key) = (
        json!(user),
        json!(if random.once_in(8) {
            "household_id"
        } else if random.once_in(3) {
            "plan"
        } else {
            key(random)
        }),
    );
    let mut value = match key.as_str() {
        Some("household_id") => random.pick(&[json!("h1"), json!("h2"), json!(7)]),
        // Few values of a property that many have, so that it changes from one to another and back.
        Some("plan") => random.pick(&[json!("free"), json!("pro"), json!("pro"), json!(5), json!(5.0), json!("5")]),
        _ => value(random, 3),
    };
    if !earlier.is_empty() && random.once_in(5) {
        random.reach("history", "the same value again");
        let other = random.pick(earlier);
        (user, key, value) = (other["user_id"].clone(), other["property_name"].clone(), other["property_value"].clone());
    }
    if random.once_in(5) {
        random.reach("history", "removed");
        value = Value::Null;
    }
    random.there.user_values.push((key.as_str().unwrap_or_default().to_owned(), value.clone()));
    random.there.past_values.push((key.as_str().unwrap_or_default().to_owned(), value.clone()));
    let mut row = Map::from_iter([("user_id".to_owned(), user), ("property_name".to_owned(), key), ("property_value".to_owned(), value)]);
    let (what, time) = begins(random);
    random.reach("history", what);
    if let Some(time) = time {
        row.insert("updated_at".to_owned(), time);
    }
    Value::Object(row)
}

//! Conditions, by the row that they are asked of.

use super::operands::put_test;
use super::reach::{OF_USERS, OPS};
use super::values::KEYS;
use super::{events, history, membership, related, sequences, times, Random, Row};
use crate::text::number;
use crate::time::read_stored;
use chrono::{Datelike, Timelike};
use serde_json::{json, Map, Value};

/// Where a condition stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// What it is asked of.
    pub(super) row: Row,
    /// What its kind is reached as.
    pub(super) family: &'static str,
    /// How many groups may still be inside one another.
    pub(super) depth: u32,
    /// How many relations may still be walked one after another.
    pub(super) walks: u32,
    /// How many have been.
    pub(super) walked: u32,
}

impl Place {
    /// Of a user.
    pub(super) fn user(depth: u32, walks: u32) -> Place {
        Place { row: Row::User, family: "kind", depth, walks, walked: 0 }
    }

    /// Of an event of a user of this place.
    pub(super) fn event(&self, depth: u32) -> Place {
        Place { row: Row::Event, family: "kind of event", depth, ..self.clone() }
    }
}

/// Draws a rule.
pub(super) fn rule(random: &mut Random) -> Value {
    let walks = random.pick(&[1, 1, 2, 3, 4]);
    if random.once_in(25) {
        random.reach("group", "deep");
        let mut rule = condition(random, &Place::user(0, 1));
        for _ in 0..random.count(10..=35) {
            rule = match random.number(0..=3) {
                0 => json!({"kind": "not", "of": rule}),
                1 => json!({"kind": "all", "of": [rule]}),
                2 => json!({"kind": "any", "of": [rule]}),
                _ => json!({"kind": "at_least", "n": 1, "of": [rule]}),
            };
        }
        return rule;
    }
    let depth = random.pick(&[0, 0, 0, 1, 1, 2, 2, 3]);
    condition(random, &Place::user(depth, walks))
}

/// Draws a condition on a user property with an operator.
pub(super) fn probe(random: &mut Random, op: &str) -> Value {
    let (key, values) = key(random, false, op);
    let mut condition = Map::from_iter([("kind".to_owned(), json!("property")), ("property".to_owned(), json!(key))]);
    put_test(random, &mut condition, "user property", op, &values);
    Value::Object(condition)
}

/// Draws a condition of a place.
pub(super) fn condition(random: &mut Random, place: &Place) -> Value {
    if place.depth > 0 && !random.once_in(5) {
        let inner = Place { depth: place.depth - 1, ..place.clone() };
        return group(random, place.family, &mut |random| condition(random, &inner));
    }
    loop {
        let kind = match &place.row {
            Row::User if random.once_in(3) => random.pick(&["field", "property", "property", "event", "event", "related"]),
            Row::User if random.once_in(4) => "related",
            Row::User => random.pick_in_turn(place.family, &OF_USERS),
            Row::Event => random.pick(&["field", "field", "property", "property", "time", "time", "related", "related"]),
            Row::Table(_) => random.pick(&["field", "field", "related"]),
        };
        let drawn = if place.row == Row::User && place.walked == 0 {
            random.telling(|random| of_kind(random, place, kind))
        } else {
            of_kind(random, place, kind)
        };
        if let Some(drawn) = drawn {
            random.reach(place.family, kind);
            return drawn;
        }
    }
}

/// A condition of a kind that is no group; `None` where there is nothing that it could be asked of.
fn of_kind(random: &mut Random, place: &Place, kind: &str) -> Option<Value> {
    match kind {
        "field" => Some(field(random, &place.row)),
        "property" => Some(property(random, &place.row)),
        "time" => Some(time(random)),
        "related" => related::related(random, place),
        "event" => Some(events::event(random, place)),
        "sequence" => Some(sequences::sequence(random, place)),
        "regular" => Some(events::regular(random, place)),
        "rank" => Some(events::rank(random, place)),
        "changed" => Some(history::changed(random)),
        "ever" => Some(history::ever(random)),
        "segment" => membership::segment(random),
        "list" => membership::list(random),
        _ => Some(membership::consent(random)),
    }
}

fn group(random: &mut Random, family: &str, part: &mut dyn FnMut(&mut Random) -> Value) -> Value {
    let kind = random.pick(&["all", "any", "not", "at_least"]);
    random.reach(family, kind);
    if kind == "not" {
        return json!({"kind": "not", "of": part(random)});
    }
    // An empty group decides whatever it is in: seldom.
    let fewest = if random.once_in(4) { 0 } else { 2 };
    let most = if kind == "all" { 2 } else { 3 };
    let mut of: Vec<Value> = (0..random.count(fewest..=most)).map(|_| part(random)).collect();
    if kind == "at_least" {
        if of.is_empty() {
            of.push(part(random));
        }
        if random.once_in(2) {
            random.reach("group", "the same twice");
            of.push(of[0].clone());
        }
        let n = random.count(1..=of.len()).min(random.count(1..=of.len()));
        return json!({"kind": kind, "n": n, "of": of});
    }
    if of.is_empty() {
        random.reach("group", &format!("empty {kind}"));
    }
    json!({"kind": kind, "of": of})
}

fn field(random: &mut Random, row: &Row) -> Value {
    let of = match row {
        Row::User => "user column",
        Row::Event => "event column",
        Row::Table(_) => "table column",
    };
    let op = likely_op(random, of);
    let (column, values) = match row {
        Row::User => {
            let column = random.pick_of("field", &["user_id", "email", "name", "created_at", "account_type"]);
            let known = random.there.column_values.iter().filter(|(name, _)| name == column);
            (column.to_owned(), known.map(|(_, value)| value.clone()).collect::<Vec<_>>())
        }
        Row::Event => {
            let column = random.pick_of("field", &["event_name", "timestamp"]);
            let names = random.there.event_names.iter().filter(|_| column == "event_name");
            (column.to_owned(), names.map(|name| json!(name)).collect())
        }
        Row::Table(table) => {
            let columns: Vec<_> = random.there.columns.iter().filter(|(of, _, _)| of == table).cloned().collect();
            let (_, column, kind) = random.pick(&columns);
            random.reach("tested column", &kind);
            let known = random.there.table_values.iter().filter(|(of, name, _)| of == table && *name == column);
            let known = known.map(|(_, _, value)| value.clone()).collect();
            (column, known)
        }
    };
    let mut condition = Map::from_iter([("kind".to_owned(), json!("field")), ("field".to_owned(), json!(column))]);
    put_test(random, &mut condition, of, op, &values);
    Value::Object(condition)
}

/// An operator: any, or one that most values can be asked with.
fn likely_op(random: &mut Random, family: &str) -> &'static str {
    if random.once_in(3) {
        random.pick(&["is", "in", "is_not", "is_set", "contains", "gte", "during", "during"])
    } else {
        random.pick_in_turn(family, &OPS)
    }
}

fn property(random: &mut Random, row: &Row) -> Value {
    let of = match row {
        Row::Event => "event property",
        _ if random.once_in(3) => "past property",
        _ => "user property",
    };
    let op = likely_op(random, of);
    let (key, values) = key(random, *row == Row::Event, op);
    let mut condition = Map::from_iter([("kind".to_owned(), json!("property")), ("property".to_owned(), json!(key))]);
    if of == "past property" {
        let (time, form) = times::time_and_form(random);
        random.reach("as_of", form);
        condition.insert("as_of".to_owned(), time);
    }
    put_test(random, &mut condition, of, op, &values);
    Value::Object(condition)
}

/// The name of a property, likely one of which somebody has a value that the operator can read, and values that are there.
pub(super) fn key(random: &mut Random, of_event: bool, op: &str) -> (String, Vec<Value>) {
    let mut known = if of_event { random.there.event_values.clone() } else { random.there.user_values.clone() };
    if op == "anniversary" && !of_event && random.once_in(2) {
        known.retain(|(name, _)| name == "birthday");
    }
    if !random.once_in(4) {
        let readable = |value: &Value| {
            let mut there = Vec::new();
            scalars(value, &mut there);
            there.iter().any(|scalar| match op {
                "before" | "after" | "during" | "not_during" | "anniversary" => matches!(read_stored(scalar), Ok(Some(_))),
                "gt" | "gte" | "lt" | "lte" | "between" => matches!(number(scalar), Ok(Some(_))),
                _ => true,
            })
        };
        if known.iter().any(|(_, value)| readable(value)) {
            known.retain(|(_, value)| readable(value));
        }
    }
    if known.is_empty() || random.once_in(15) {
        let key = random.pick(&["never seen", "a.x", "v.b.c", ".", "a..b", "a."]);
        random.reach("key", "never seen");
        return (key.to_owned(), Vec::new());
    }
    let (mut key, _) = random.pick(&known);
    let mut values: Vec<Value> = known.iter().filter(|(name, _)| *name == key).map(|(_, value)| value.clone()).collect();
    let inner = values.iter().filter_map(Value::as_object).flat_map(|object| object.keys().cloned()).collect::<Vec<_>>();
    if !inner.is_empty() && random.once_in(2) {
        let step = random.pick(&inner);
        key = format!("{key}.{step}");
        values = values.iter().filter_map(|value| value.get(&step)).cloned().collect();
    }
    if key.contains('.') {
        random.reach("key", "dotted");
    }
    if KEYS[7..].iter().any(|odd| key.starts_with(odd)) {
        random.reach("key", "odd");
    }
    (key, values)
}

/// The scalars in a value.
pub(super) fn scalars(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| scalars(item, found)),
        Value::Object(object) => object.values().for_each(|item| scalars(item, found)),
        scalar => found.push(scalar.clone()),
    }
}

fn time(random: &mut Random) -> Value {
    let part = random.pick_of("time part", &super::reach::PARTS);
    let values: Vec<Value> = (0..3)
        .map(|_| {
            let wall = times::some_wall(random);
            match part {
                "hour" => json!(wall.hour()),
                "weekday" => json!(wall.weekday().number_from_monday()),
                "day" => json!(wall.day()),
                "month" => json!(wall.month()),
                _ => json!(wall.format("%Y-%m-%d").to_string()),
            }
        })
        .collect();
    let mut condition = Map::from_iter([("kind".to_owned(), json!("time")), ("part".to_owned(), json!(part))]);
    let plain: &[&str] = match part {
        "date" => &["is", "in", "before", "after", "during", "starts_with", "anniversary"],
        _ => &["is", "in", "gt", "gte", "lt", "lte", "between", "is_not"],
    };
    let op = if random.once_in(4) { random.pick(plain) } else { random.pick_in_turn("time part", &OPS) };
    put_test(random, &mut condition, "time part", op, &values);
    Value::Object(condition)
}

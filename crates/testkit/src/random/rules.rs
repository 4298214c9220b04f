//! Rules.

use super::reach::OPS;
use super::values::{scalar, KEYS};
use super::{times, Random};
use crate::text::{number, text_form};
use crate::time::read_stored;
use serde_json::{json, Map, Value};

/// Draws a rule.
pub(super) fn rule(random: &mut Random) -> Value {
    if random.once_in(25) {
        random.reach("group", "deep");
        let mut rule = condition(random, 0);
        for _ in 0..random.count(10..=40) {
            rule = match random.number(0..=3) {
                0 => json!({"kind": "not", "of": rule}),
                1 => json!({"kind": "all", "of": [rule]}),
                2 => json!({"kind": "any", "of": [rule]}),
                _ => json!({"kind": "at_least", "n": 1, "of": [rule]}),
            };
        }
        return rule;
    }
    let depth = random.pick(&[0, 0, 1, 1, 2, 3]);
    condition(random, depth)
}

/// Draws a condition on a user property with an operator.
pub(super) fn probe(random: &mut Random, op: &str) -> Value {
    let (key, values) = key(random, false, op);
    let mut condition = Map::from_iter([("kind".to_owned(), json!("property")), ("property".to_owned(), json!(key))]);
    put_test(random, &mut condition, op, &values);
    Value::Object(condition)
}

fn condition(random: &mut Random, depth: u32) -> Value {
    if depth > 0 && !random.once_in(5) {
        return group(random, "kind", &mut |random| condition(random, depth - 1));
    }
    match random.number(0..=4) {
        0 => {
            random.reach("kind", "field");
            field(random, &["user_id", "email", "name", "created_at", "account_type"])
        }
        1 | 2 => {
            random.reach("kind", "property");
            property(random, false)
        }
        _ => {
            random.reach("kind", "event");
            event(random)
        }
    }
}

fn group(random: &mut Random, family: &str, part: &mut dyn FnMut(&mut Random) -> Value) -> Value {
    let kind = random.pick(&["all", "any", "not", "at_least"]);
    random.reach(family, kind);
    if kind == "not" {
        return json!({"kind": "not", "of": part(random)});
    }
    let mut of: Vec<Value> = (0..random.count(0..=4)).map(|_| part(random)).collect();
    if kind == "at_least" {
        if of.is_empty() {
            of.push(part(random));
        }
        if random.once_in(2) {
            random.reach("group", "the same twice");
            of.push(of[0].clone());
        }
        let n = random.count(1..=of.len());
        return json!({"kind": kind, "n": n, "of": of});
    }
    if of.is_empty() {
        random.reach("group", &format!("empty {kind}"));
    }
    json!({"kind": kind, "of": of})
}

fn field(random: &mut Random, columns: &[&str]) -> Value {
    let column = random.pick(columns);
    random.reach("field", column);
    let values: Vec<Value> = if column == "event_name" {
        random.event_names.iter().map(|name| json!(name)).collect()
    } else {
        random.column_values.iter().filter(|(name, _)| name.as_str() == column).map(|(_, value)| value.clone()).collect()
    };
    let mut condition = Map::from_iter([("kind".to_owned(), json!("field")), ("field".to_owned(), json!(column))]);
    let op = random.pick(&OPS);
    put_test(random, &mut condition, op, &values);
    Value::Object(condition)
}

fn property(random: &mut Random, of_event: bool) -> Value {
    let op = random.pick(&OPS);
    let (key, values) = key(random, of_event, op);
    let mut condition = Map::from_iter([("kind".to_owned(), json!("property")), ("property".to_owned(), json!(key))]);
    put_test(random, &mut condition, op, &values);
    Value::Object(condition)
}

/// The name of a property, likely one of which somebody has a value that the operator can read, and values that are there.
fn key(random: &mut Random, of_event: bool, op: &str) -> (String, Vec<Value>) {
    let mut known = if of_event { random.event_values.clone() } else { random.user_values.clone() };
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

fn event(random: &mut Random) -> Value {
    let mut condition = Map::from_iter([("kind".to_owned(), json!("event"))]);
    let names = random.event_names.clone();
    // The name `*` cannot be asked for by itself.
    let names: Vec<String> = names.into_iter().filter(|name| name != "*").collect();
    let (event, what) = match random.number(0..=7) {
        0 | 1 => (json!("*"), "every"),
        2 => (json!([random.pick(&names), "purchase"]), "list"),
        3 => (json!("no such event"), "never seen"),
        _ => (json!(random.pick(&names)), "one"),
    };
    random.reach("event", what);
    condition.insert("event".to_owned(), event);
    if random.once_in(2) {
        condition.insert("window".to_owned(), times::window(random, "event window"));
    }
    if random.once_in(2) {
        random.reach("event", "where");
        condition.insert("where".to_owned(), of_event(random, 2));
    }
    if random.once_in(8) {
        condition.insert("measure".to_owned(), json!({"fn": "count"}));
    }
    if random.once_in(3) {
        random.reach("event", "without test");
    } else {
        put_count_test(random, &mut condition);
    }
    Value::Object(condition)
}

fn of_event(random: &mut Random, depth: u32) -> Value {
    if depth > 0 && random.once_in(3) {
        return group(random, "kind of event", &mut |random| of_event(random, depth - 1));
    }
    if random.once_in(3) {
        random.reach("kind of event", "field");
        field(random, &["event_name", "timestamp"])
    } else {
        random.reach("kind of event", "property");
        property(random, true)
    }
}

fn put_count_test(random: &mut Random, condition: &mut Map<String, Value>) {
    let op = random.pick(&["is", "in", "gt", "gte", "lt", "lte", "between", "is_not", "not_in", "gte", "lt", "is_set", "contains"]);
    random.reach("count", op);
    let n = random.pick(&[json!(0), json!(1), json!(1), json!(2), json!(3), json!(0.5), json!(-1)]);
    let value = match op {
        "in" | "not_in" => json!([n, 2, 100]),
        "between" => {
            let low = n.as_f64().unwrap_or_default();
            json!([low, low + 1.0])
        }
        "contains" => json!("1"),
        _ => n,
    };
    condition.insert("op".to_owned(), json!(op));
    if op != "is_set" {
        condition.insert("value".to_owned(), value);
    }
}

/// Puts a TEST into a condition, likely one that some of these values pass.
fn put_test(random: &mut Random, condition: &mut Map<String, Value>, op: &str, values: &[Value]) {
    random.reach("op", op);
    condition.insert("op".to_owned(), json!(op));
    let value = match op {
        "is" | "is_not" => near_scalar(random, values),
        "in" | "not_in" => (0..random.count(1..=4)).map(|_| near_scalar(random, values)).collect(),
        "contains" | "not_contains" | "starts_with" | "ends_with" => json!(near_part(random, values, op)),
        "matches" | "not_matches" => json!(random.pick(&[
            "^a",
            "(?i)pro",
            "\\d+",
            "[A-Z]",
            "^$",
            ".",
            "é",
            "o$",
            "^(a|b)",
            "^\\s*12\\s*$",
            "(?m)^b",
            "\\p{Lu}",
            "e{2}",
            "'",
            "(?s)a.*b",
            "true|false",
        ])),
        "gt" | "gte" | "lt" | "lte" => near_number(random, values),
        "between" => loop {
            let (low, high) = (near_number(random, values), near_number(random, values));
            if low.as_f64() <= high.as_f64() {
                break json!([low, high]);
            }
        },
        "before" | "after" => times::time(random),
        "during" | "not_during" => times::window(random, "during"),
        "anniversary" => times::anniversary_window(random),
        _ => return,
    };
    condition.insert("value".to_owned(), value);
}

fn scalars(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| scalars(item, found)),
        Value::Object(object) => object.values().for_each(|item| scalars(item, found)),
        scalar => found.push(scalar.clone()),
    }
}

fn some_scalar(random: &mut Random, values: &[Value]) -> Value {
    let mut there = Vec::new();
    values.iter().for_each(|value| scalars(value, &mut there));
    if !there.is_empty() && !random.once_in(4) {
        return random.pick(&there);
    }
    loop {
        let drawn = scalar(random);
        if matches!(drawn, Value::String(_) | Value::Number(_) | Value::Bool(_)) {
            return drawn;
        }
    }
}

/// A scalar that is there, as it is or as the text, the number or the boolean that it looks like.
fn near_scalar(random: &mut Random, values: &[Value]) -> Value {
    let one = some_scalar(random, values);
    let text = text_form(&one).unwrap_or_default();
    match random.number(0..=3) {
        0 => json!(text),
        1 => match number(&one).ok().flatten() {
            Some(number) if number.is_finite() => json!(number),
            _ => one,
        },
        2 if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") => json!(text.eq_ignore_ascii_case("true")),
        _ => one,
    }
}

fn near_number(random: &mut Random, values: &[Value]) -> Value {
    let one = some_scalar(random, values);
    match number(&one).ok().flatten().filter(|number| number.is_finite()) {
        Some(number) => json!(number),
        None => json!(random.pick(&[0.0, 12.0, 0.1, -1.0, 5.5, 1e21])),
    }
}

/// A part of a text that is there, in any case.
fn near_part(random: &mut Random, values: &[Value], op: &str) -> String {
    let one = some_scalar(random, values);
    let chars: Vec<char> = text_form(&one).unwrap_or_default().chars().collect();
    let (mut from, mut to) = (random.count(0..=chars.len()), random.count(0..=chars.len()));
    if from > to {
        (from, to) = (to, from);
    }
    let part: String = match op {
        "starts_with" => chars[..to].iter().collect(),
        "ends_with" => chars[from..].iter().collect(),
        _ => chars[from..to].iter().collect(),
    };
    match random.number(0..=3) {
        0 => part.to_uppercase(),
        1 => part.to_lowercase(),
        _ => part,
    }
}

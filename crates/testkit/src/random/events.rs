//! What users did: measures, the first and the last, regularity, rank.

use super::conditions::{condition, key, Place};
use super::operands::{put_count_test, put_test};
use super::reach::{NUMBERS, OPS, PICKED, TIMES};
use super::{times, Random};
use crate::time::column_text;
use serde_json::{json, Map, Value};

/// A condition on a user's events.
pub(super) fn event(random: &mut Random, place: &Place) -> Value {
    let mut condition = Map::from_iter([("kind".to_owned(), json!("event"))]);
    let plain = random.once_in(3);
    if plain {
        // A measure over many events, or the first of many.
        random.reach("event", "every");
        condition.insert("event".to_owned(), json!("*"));
    } else if put_events(random, &mut condition, place) {
        random.reach("event", "where");
    }
    if !plain && random.once_in(2) || random.once_in(6) {
        condition.insert("window".to_owned(), times::window(random, "event window"));
    }
    match random.number(0..=9) {
        0 | 1 => {
            let pick = random.pick(&["first", "last"]);
            random.reach("event", &format!("pick {pick}"));
            condition.insert("pick".to_owned(), json!(pick));
            let depth = random.pick(&[0, 0, 1]);
            let having = filter(random, &place.event(depth));
            condition.insert("having".to_owned(), having);
        }
        2 => random.reach("event", "without test"),
        3 => put_count_test(random, &mut condition),
        _ => put_measure_and_test(random, &mut condition),
    }
    Value::Object(condition)
}

/// Puts `event` and likely `where` into a condition or a step; says whether there is a `where`.
pub(super) fn put_events(random: &mut Random, condition: &mut Map<String, Value>, place: &Place) -> bool {
    // The name `*` cannot be asked for by itself.
    let names: Vec<String> = random.there.event_names.iter().filter(|name| *name != "*").cloned().collect();
    let (event, what) = match random.number(0..=8) {
        0 | 1 => (json!("*"), "every"),
        2 => (json!([random.pick(&names), "purchase"]), "list"),
        3 if random.once_in(3) => (json!("no such event"), "never seen"),
        _ => (json!(random.pick(&names)), "one"),
    };
    random.reach("event", what);
    condition.insert("event".to_owned(), event);
    let filtered = random.once_in(4);
    if filtered {
        let depth = random.pick(&[0, 0, 1, 2]);
        let filter = filter(random, &place.event(depth));
        condition.insert("where".to_owned(), filter);
    }
    filtered
}

/// A condition on events.
fn filter(random: &mut Random, place: &Place) -> Value {
    condition(random, place)
}

/// Puts a measure other than the plain count into a condition, and a test of it.
fn put_measure_and_test(random: &mut Random, condition: &mut Map<String, Value>) {
    let name = match random.number(0..=9) {
        0..=3 => random.pick(&NUMBERS),
        4..=6 => random.pick(&TIMES),
        _ => random.pick(&PICKED),
    };
    random.reach("measure", name);
    let (property, mut values) = measured(random, name);
    condition.insert("measure".to_owned(), measure(name, property.as_deref()));
    let (of, plain): (_, &[&str]) = if TIMES.contains(&name) {
        values = (0..4).map(|_| json!(column_text(times::moment(random)))).collect();
        ("time measure", &["before", "after", "during", "not_during", "anniversary", "is"])
    } else if PICKED.contains(&name) {
        ("value measure", &["is", "in", "is_not", "contains", "is_set"])
    } else {
        if property.is_none() || name == "distinct" {
            values = vec![json!(0), json!(1), json!(1), json!(2), json!(3)];
        }
        if matches!(name, "sum" | "avg") {
            values.extend(combined(random, name, &values));
        }
        ("number measure", &["is", "gt", "gte", "lt", "lte", "between", "is_not"])
    };
    let op = if random.once_in(5) { random.pick(plain) } else { random.pick_in_turn(of, &OPS) };
    put_test(random, condition, of, op, &values);
}

/// Sums or averages of two or three of these values.
fn combined(random: &mut Random, name: &str, values: &[Value]) -> Vec<Value> {
    let numbers: Vec<f64> = values.iter().filter_map(Value::as_f64).filter(|number| number.abs() < 1e12).collect();
    if numbers.is_empty() {
        return Vec::new();
    }
    let some = |random: &mut Random| {
        let of: Vec<f64> = (0..random.count(2..=3)).map(|_| random.pick(&numbers)).collect();
        let whole = of.iter().map(|number| (number * 10_000.0).round()).sum::<f64>();
        let whole = if name == "avg" { (whole / of.len() as f64).round() } else { whole };
        json!(whole / 10_000.0)
    };
    (0..values.len()).map(|_| some(random)).collect()
}

/// What a measure is taken over, and values of it.
fn measured(random: &mut Random, name: &str) -> (Option<String>, Vec<Value>) {
    if matches!(name, "count" | "active_days" | "first" | "last") {
        return (None, Vec::new());
    }
    let numeric = matches!(name, "sum" | "avg" | "min" | "max");
    if !random.once_in(3) {
        let key = if numeric { "amount" } else { "sku" };
        let known = random.there.event_values.iter().filter(|(known, _)| known == key);
        return (Some(key.to_owned()), known.map(|(_, value)| value.clone()).collect());
    }
    let (key, values) = key(random, true, if numeric { "gt" } else { "is" });
    (Some(key), values)
}

fn measure(name: &str, property: Option<&str>) -> Value {
    match property {
        Some(property) => json!({"fn": name, "property": property}),
        None => json!({"fn": name}),
    }
}

/// A condition on what a user did period after period.
pub(super) fn regular(random: &mut Random, place: &Place) -> Value {
    let mut condition = Map::from_iter([("kind".to_owned(), json!("regular"))]);
    if put_events(random, &mut condition, place) {
        random.reach("regular", "where");
    }
    let (mut period, unit) = times::duration_in_turn(random, "regular");
    if random.once_in(2) {
        // Long enough for something to happen in it.
        let n = match unit {
            "second" => 2_592_000,
            "minute" => 43_200,
            "hour" => 1440,
            "day" => 45,
            "week" => 8,
            _ => 1,
        };
        period["n"] = json!(n);
    }
    random.reach("regular", unit);
    let periods = if random.once_in(8) {
        random.reach("regular", "many periods");
        random.number(100..=400)
    } else {
        random.number(1..=12)
    };
    let at_least = match random.number(0..=5) {
        0 => {
            random.reach("regular", "every period");
            periods
        }
        1 => random.number(1..=periods),
        _ => random.number(1..=2).min(periods),
    };
    condition.insert("period".to_owned(), period);
    condition.insert("periods".to_owned(), json!(periods));
    condition.insert("at_least".to_owned(), json!(at_least));
    if random.once_in(3) {
        random.reach("regular", "times");
        condition.insert("times".to_owned(), json!(random.pick(&[1, 2, 2, 3])));
    }
    Value::Object(condition)
}

/// A condition on where a user stands among all.
pub(super) fn rank(random: &mut Random, place: &Place) -> Value {
    let mut by = Map::new();
    if random.once_in(5) {
        random.reach("rank", "property");
        let (key, _) = if !random.once_in(3) { ("score".to_owned(), Vec::new()) } else { key(random, false, "gt") };
        by.insert("property".to_owned(), json!(key));
    } else {
        // Everybody is asked: no walks on the way.
        if put_events(random, &mut by, &Place { walks: place.walks.min(1), ..place.clone() }) {
            random.reach("rank", "where");
        }
        if random.once_in(2) {
            by.insert("window".to_owned(), times::window(random, "rank window"));
        }
        let name = if random.once_in(3) { random.pick_in_turn("rank picked", &PICKED) } else { random.pick_in_turn("rank", &NUMBERS) };
        random.reach("rank measure", name);
        if name != "count" || random.once_in(2) {
            let property = match measured(random, name).0 {
                Some(_) if PICKED.contains(&name) && !random.once_in(3) => Some("amount".to_owned()),
                property => property,
            };
            by.insert("measure".to_owned(), measure(name, property.as_deref()));
        }
    }
    let end = random.pick(&["top", "bottom"]);
    let cut = if random.once_in(2) {
        random.reach("rank", &format!("{end} n"));
        json!({"n": random.pick(&[1, 1, 2, 3, 5, 1000])})
    } else {
        random.reach("rank", &format!("{end} percent"));
        json!({"percent": random.pick(&[json!(10), json!(25), json!(33.3), json!(50), json!(0.1), json!(12.5), json!(100), json!(66.66666666666667)])})
    };
    json!({"kind": "rank", "by": by, end: cut})
}

//! The largest rules that the language allows run in both engines, and mean what they say.

use crate::worlds::loaded;
use muster_testkit::World;
use serde_json::{json, Value};

fn world() -> World {
    World::from_json(&json!({
        "now": "2026-06-01T00:00:00Z", "tz": "Europe/Berlin",
        "users": [{"user_id": "a", "n": 1, "account_type": "x"}, {"user_id": "b", "n": [2, "3"]}, {"user_id": "c"}],
        "events": [
            {"user_id": "a", "event_name": "e", "timestamp": "2026-05-01T00:00:00Z", "properties": {"n": 1, "p": {"q": "x"}}},
            {"user_id": "b", "event_name": "e", "timestamp": "2026-05-01T00:00:00Z", "properties": {"n": ["7", 8]}},
        ],
    }))
    .unwrap()
}

fn property() -> Value {
    json!({"kind": "property", "property": "n", "op": "gte", "value": 2})
}

fn event(filter: &Value) -> Value {
    json!({"kind": "event", "event": "e", "where": filter})
}

fn group(kind: &str, of: Vec<Value>) -> Value {
    json!({"kind": kind, "of": of})
}

fn not(of: &Value) -> Value {
    json!({"kind": "not", "of": of})
}

/// The rule `times` times inside another.
fn nested(times: usize, rule: Value, outer: impl Fn(&Value) -> Value) -> Value {
    (0..times).fold(rule, |inner, _| outer(&inner))
}

#[test]
fn as_deep_and_as_wide_as_is_allowed() {
    let many = |rule: Value, count: usize| vec![rule; count];
    let texts: Vec<String> = (0..9_999).map(|i| format!("it's {i}")).chain(["3".to_owned()]).collect();
    let numbers: Vec<u32> = (2..10_002).collect();
    let names: Vec<String> = (0..9_999).map(|i| format!("e{i}")).chain(["e".to_owned()]).collect();
    let deep = nested(30, property(), |inner| group("all", vec![property(), group("any", vec![inner.clone()])]));
    let cases: Vec<(&str, Value, &[&str])> = vec![
        ("999 side by side", group("all", many(property(), 999)), &["b"]),
        ("999 any", group("any", many(property(), 999)), &["b"]),
        ("999 of which 998", json!({"kind": "at_least", "n": 998, "of": many(property(), 999)}), &["b"]),
        ("100 side by side", group("all", many(property(), 100)), &["b"]),
        ("63 deep", nested(62, property(), |inner| group("all", vec![inner.clone()])), &["b"]),
        ("62 times not", nested(62, property(), not), &["b"]),
        ("61 times not", nested(61, property(), not), &["a", "c"]),
        ("61 deep and two wide", deep, &["b"]),
        ("100 events", group("all", many(event(&property()), 100)), &["b"]),
        ("998 keys side by side", event(&group("all", many(property(), 998))), &["b"]),
        ("998 keys any", event(&group("any", many(property(), 998))), &["b"]),
        ("61 times not a key", event(&nested(61, property(), not)), &["a"]),
        (
            "a deep filter",
            event(&nested(30, property(), |inner| group("all", vec![property(), group("any", vec![inner.clone(), not(&property())])]))),
            &["b"],
        ),
        ("texts", json!({"kind": "property", "property": "n", "op": "in", "value": texts}), &["b"]),
        ("numbers", json!({"kind": "property", "property": "n", "op": "in", "value": numbers}), &["b"]),
        ("names", json!({"kind": "event", "event": names}), &["a", "b"]),
        (
            "400 periods",
            json!({"kind": "regular", "event": "e", "period": {"n": 1, "unit": "week"}, "periods": 400, "at_least": 1}),
            &["a", "b"],
        ),
    ];
    let world = world();
    for engine in loaded() {
        for (name, rule, want) in &cases {
            // DuckDB bounds how many sub-queries one may mention, and plans the longer the more there are.
            if engine.1.name() == "DuckDB" && name.starts_with("99") {
                continue;
            }
            let answer = engine.answer(&world, std::slice::from_ref(rule)).remove(0);
            let mut got = answer.unwrap_or_else(|why| panic!("{name}: {}", why.chars().take(500).collect::<String>())).unwrap();
            got.sort();
            assert_eq!(got, *want, "{name}");
        }
    }
}

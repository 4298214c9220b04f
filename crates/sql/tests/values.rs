//! Every op against every kind of value: as an event's key, as a user property, as a text column, with its negation, in the
//! bundled SQLite and in the system's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, dead_code, unreachable_pub)]

mod workspace;

use muster_rules::time::Zone;
use muster_testkit::World;
use serde_json::{json, Value};
use workspace::{needs_program, statement, Workspace};

const NOW: &str = "2026-06-15T12:00:00Z";

/// One test a line, and which of the values pass it, as JSON.
const CASES: &[(&str, &str, &[&str])] = &[
    (r#""op":"is","value":"5""#, "text", &["5", r#""5""#, "[5]", r#"[[["5"]]]"#, r#"[1,{"a":0},"5"]"#]),
    (
        r#""op":"is","value":5"#,
        "number",
        &["5", r#""5""#, "[5]", r#"" 5 ""#, r#""+5.0""#, r#""5e0""#, r#""5.""#, r#"[[["5"]]]"#, r#"[1,{"a":0},"5"]"#],
    ),
    (r#""op":"is","value":"5.0""#, "spelling counts for texts", &[]),
    (r#""op":"is","value":true"#, "boolean", &["true", r#""true""#, r#""TRUE""#, "[true]"]),
    (r#""op":"is","value":"true""#, "text of a boolean", &["true", r#""true""#, "[true]"]),
    (r#""op":"is","value":false"#, "boolean", &["false", r#""False""#]),
    (r#""op":"is","value":"null""#, "null is absent", &[r#""null""#]),
    (r#""op":"is","value":"""#, "empty", &[r#""""#]),
    (r#""op":"is","value":"[]""#, "a list has no text form", &[r#""[]""#]),
    (r#""op":"is","value":"[5]""#, "a list has no text form", &[]),
    (r#""op":"is","value":"{\"a\":5}""#, "nor has an object", &[]),
    (r#""op":"is","value":"1e+21""#, "large", &["1e+21"]),
    (r#""op":"is","value":1e21"#, "large", &["1e+21", r#""1e21""#, r#""1000000000000000000000""#]),
    (r#""op":"is","value":0.30000000000000004"#, "all digits", &["0.30000000000000004", "[0.30000000000000004]"]),
    (r#""op":"is","value":"0.30000000000000004""#, "all digits", &["0.30000000000000004", "[0.30000000000000004]"]),
    (r#""op":"is","value":0.3"#, "its neighbour", &["0.3"]),
    (r#""op":"is","value":1234567890123456789"#, "rounded", &["1234567890123456800", r#""1234567890123456789""#]),
    (r#""op":"is","value":"1234567890123456800""#, "rounded", &["1234567890123456800"]),
    (r#""op":"is","value":0"#, "zero", &["0", r#""-0""#]),
    (r#""op":"is","value":"say \"hi\" \\ it's""#, "quotes", &[r#""say \"hi\" \\ it's""#]),
    (r#""op":"is","value":"a\nb\r\t\u0001""#, "control characters", &[r#""a\nb\r\t\u0001""#]),
    (
        r#""op":"in","value":["x","pro",5,true]"#,
        "mixed",
        &[
            "5",
            r#""5""#,
            "[5]",
            r#"" 5 ""#,
            r#""+5.0""#,
            r#""5e0""#,
            r#""5.""#,
            r#"[[["5"]]]"#,
            r#"[1,{"a":0},"5"]"#,
            "true",
            r#""true""#,
            r#""TRUE""#,
            "[true]",
            r#""pro""#,
            r#"["x","2026-05-31T22:00:00Z"]"#,
            r#"["Pro","pro"]"#,
        ],
    ),
    (r#""op":"contains","value":"PRO""#, "any case", &[r#""pro""#, r#""Pro""#, r#"["Pro","pro"]"#, r#""a-PrO-b""#]),
    (r#""op":"contains","value":"tru""#, "text form of booleans", &["true", r#""true""#, r#""TRUE""#, "[true]"]),
    (r#""op":"contains","value":"e+2""#, "text form of numbers", &["1e+21"]),
    (r#""op":"contains","value":"%""#, "no wildcard", &[r#""100%_x""#]),
    (r#""op":"contains","value":"\"a\":""#, "nothing of objects", &[]),
    (r#""op":"contains","value":"É""#, "beyond ASCII", &[r#""éclair""#]),
    (r#""op":"starts_with","value":"éC""#, "beyond ASCII", &[r#""éclair""#]),
    (
        r#""op":"starts_with","value":"5""#,
        "start",
        &["5", r#""5""#, "[5]", r#""5e0""#, r#""5.""#, r#""5px""#, r#"[[["5"]]]"#, r#"[1,{"a":0},"5"]"#],
    ),
    (r#""op":"starts_with","value":"[""#, "start", &[r#""[]""#]),
    (r#""op":"ends_with","value":"_X""#, "end", &[r#""100%_x""#]),
    (r#""op":"ends_with","value":"longer than any of the values are""#, "end", &[]),
    (r#""op":"matches","value":"^p.o$""#, "anchored", &[r#""pro""#, r#"["Pro","pro"]"#]),
    (r#""op":"matches","value":"^(true|1e.21)$""#, "text forms", &["true", r#""true""#, "[true]", "1e+21"]),
    (r#""op":"gt","value":1e20"#, "large", &["1e+21", r#""1e21""#, r#""1000000000000000000000""#]),
    (r#""op":"between","value":[0.3,0.3]"#, "one", &["0.3"]),
    (
        r#""op":"gt","value":0.3"#,
        "next",
        &[
            "0.30000000000000004",
            "[0.30000000000000004]",
            "5",
            r#""5""#,
            "[5]",
            r#"" 5 ""#,
            r#""+5.0""#,
            r#""5e0""#,
            r#""5.""#,
            r#"[[["5"]]]"#,
            r#"[1,{"a":0},"5"]"#,
            "1e+21",
            r#""1e21""#,
            r#""1000000000000000000000""#,
            "1234567890123456800",
            r#""1234567890123456789""#,
            "1780272000",
            "1780272000000",
            "1780272000000999",
            r#""1780272000""#,
            "1709164800000",
            "17802720000",
        ],
    ),
    (r#""op":"lt","value":0"#, "below", &["-7.5", r#""-.5""#]),
    (
        r#""op":"during","value":{"from":"2026-06-01","to":"2026-06-01"}"#,
        "a local day",
        &[
            "1780272000",
            "1780272000000",
            "1780272000000999",
            r#""1780272000""#,
            r#""2026-06-01""#,
            r#""2026-06-01T23:59:59.999""#,
            r#"["x","2026-05-31T22:00:00Z"]"#,
            r#""Mon, 01 Jun 2026 02:00:00 +0200""#,
        ],
    ),
    (
        r#""op":"before","value":"2026-03-29T03:00""#,
        "the gap's wall moves forward, past its end",
        &[
            r#""1999-06-15""#,
            r#""2025-10-26T02:30""#,
            r#""2026-03-29T01:59""#,
            "1709164800000",
            r#""2000-02-29""#,
            r#""1890-06-14T23:30:00Z""#,
            r#""2025-06-14T22:30:00Z""#,
        ],
    ),
    (
        r#""op":"during","value":{"from":"2025-10-26T00:30:00Z","to":"2025-10-26T01:30:00Z"}"#,
        "the overlap's wall is the earlier",
        &[r#""2025-10-26T02:30""#],
    ),
    (
        r#""op":"anniversary","value":{"calendar":{"unit":"day"}}"#,
        "today",
        &[r#""2025-06-14T22:30:00Z""#, r#""1890-06-14T23:30:00Z""#, r#""1999-06-15""#],
    ),
    (
        r#""op":"anniversary","value":{"calendar":{"unit":"day","offset":-107}}"#,
        "28 February of a common year",
        &["1709164800000", r#""2000-02-29""#],
    ),
    (r#""op":"is_set""#, "anything but null", &ALL_SET),
];

const ALL_SET: [&str; 56] = [
    "5",
    r#""5""#,
    "[5]",
    r#"" 5 ""#,
    r#""+5.0""#,
    r#""5e0""#,
    r#""5.""#,
    r#""5px""#,
    r#"[[["5"]]]"#,
    r#"[1,{"a":0},"5"]"#,
    "true",
    r#""true""#,
    r#""TRUE""#,
    "[true]",
    "false",
    r#""False""#,
    r#""null""#,
    r#""""#,
    "[]",
    "{}",
    r#"{"a":5}"#,
    r#"[{"a":"pro","b.c":5}]"#,
    "[null]",
    r#""[]""#,
    r#""pro""#,
    r#""Pro""#,
    r#"["Pro","pro"]"#,
    r#""a-PrO-b""#,
    r#""100%_x""#,
    r#""éclair""#,
    "1e+21",
    r#""1e21""#,
    r#""1000000000000000000000""#,
    "0.30000000000000004",
    "[0.30000000000000004]",
    "0.3",
    "1234567890123456800",
    r#""1234567890123456789""#,
    "0",
    r#""-0""#,
    "-7.5",
    r#""-.5""#,
    r#""say \"hi\" \\ it's""#,
    r#""a\nb\r\t\u0001""#,
    "1780272000",
    "1780272000000",
    "1780272000000999",
    r#""1780272000""#,
    r#""2026-06-01""#,
    r#""2026-06-01T23:59:59.999""#,
    r#"["x","2026-05-31T22:00:00Z"]"#,
    r#""Mon, 01 Jun 2026 02:00:00 +0200""#,
    r#""2026-03-29T01:59""#,
    r#""2026-03-29T02:30""#,
    "1709164800000",
    "17802720000",
];
const MORE: [&str; 6] = [
    r#""2000-02-29""#,
    r#""2025-10-26T02:30""#,
    r#""2025-06-14T22:30:00Z""#,
    r#""1999-06-15""#,
    r#""1890-06-14T23:30:00Z""#,
    r#""2027-06-15""#,
];

fn values() -> Vec<Value> {
    ALL_SET.iter().chain(&MORE).map(|text| serde_json::from_str(text).unwrap()).collect()
}

/// The value is each user's id, its `v` and its only event's key.
fn world(values: &[Value]) -> World {
    let (mut users, mut events) = (Vec::new(), Vec::new());
    for value in values {
        let mut user = json!({"user_id": value.to_string(), "v": value, "deep": {"k": {"v": value}}});
        if let Value::String(text) = value {
            user["name"] = json!(text);
        }
        users.push(user);
        events.push(json!({"user_id": value.to_string(), "event_name": "e", "timestamp": "2026-01-01T00:00:00Z", "properties": {"v": value, "deep": {"a\"b": {"v": value}}}}));
    }
    for (id, property) in [("nothing", json!({})), ("null", json!({"v": null, "deep": {"a\"b": {"v": null}}}))] {
        users.push(json!({"user_id": id, "deep": {"k": {"v": null}}}));
        events.push(json!({"user_id": id, "event_name": "e", "timestamp": "2026-01-01T00:00:00Z", "properties": property}));
    }
    World::from_json(&json!({"now": NOW, "tz": "Europe/Berlin", "users": users, "events": events})).unwrap()
}

#[test]
fn every_op_against_every_value() {
    assert!(Zone::parse("Europe/Berlin").is_some());
    let values = values();
    let world = world(&values);
    let workspace = Workspace::of(&world);
    let everyone: Vec<String> = values.iter().map(Value::to_string).chain(["nothing".to_owned(), "null".to_owned()]).collect();
    let mut asked: Vec<(String, String, Vec<String>)> = Vec::new();
    for (test, about, passing) in CASES {
        let passing: Vec<String> = passing.iter().map(|text| serde_json::from_str::<Value>(text).unwrap().to_string()).collect();
        let set = test.contains("is_set");
        let passes = |id: &String| passing.contains(id) || set && id != "nothing" && id != "null";
        let sorted = |ids: Vec<&String>| {
            let mut ids: Vec<String> = ids.into_iter().cloned().collect();
            ids.sort();
            ids
        };
        let want = sorted(everyone.iter().filter(|id| passes(id)).collect());
        let but = sorted(everyone.iter().filter(|id| !passes(id)).collect());
        let texts = sorted(everyone.iter().filter(|id| id.starts_with('"') && passes(id)).collect());
        let sources = [
            (format!(r#"{{"kind":"property","property":"v",{test}}}"#), &want),
            (format!(r#"{{"kind":"property","property":"deep.k.v",{test}}}"#), &want),
            (format!(r#"{{"kind":"field","field":"name",{test}}}"#), &texts),
            (format!(r#"{{"kind":"event","event":"e","where":{{"kind":"property","property":"v",{test}}}}}"#), &want),
            (format!(r#"{{"kind":"event","event":"e","where":{{"kind":"property","property":"deep.a\"b.v",{test}}}}}"#), &want),
            (format!(r#"{{"kind":"event","event":"e","where":{{"kind":"not","of":{{"kind":"property","property":"v",{test}}}}}}}"#), &but),
            (format!(r#"{{"kind":"event","event":"e","where":{{"kind":"property","property":"v",{test}}},"op":"is","value":0}}"#), &but),
        ];
        for (rule, want) in sources {
            let rule: Value = serde_json::from_str(&rule).unwrap();
            let sql = statement(&world, &rule).unwrap_or_else(|why| panic!("{rule}: {why}"));
            asked.push((format!("{about}: {rule}"), sql, want.clone()));
        }
    }
    let mut wrong = Vec::new();
    let mut compare = |engine: &str, title: &str, got: &Vec<String>, want: &Vec<String>| {
        let missing: Vec<_> = want.iter().filter(|id| !got.contains(id)).collect();
        let extra: Vec<_> = got.iter().filter(|id| !want.contains(id)).collect();
        if !missing.is_empty() || !extra.is_empty() || got.len() != want.len() {
            wrong.push(format!("{title} ({engine}): missing {missing:?}, extra {extra:?}"));
        }
    };
    for (title, sql, want) in &asked {
        compare("bundled", title, &workspace.bundled(sql).unwrap_or_else(|why| panic!("{why}\n{sql}")), want);
    }
    let alone: Vec<_> = asked.iter().filter(|(_, sql, _)| !needs_program(sql)).collect();
    if let Some(answers) = workspace.stock(&alone.iter().map(|(_, sql, _)| sql.clone()).collect::<Vec<_>>()) {
        for ((title, _, want), got) in alone.iter().zip(&answers.unwrap()) {
            compare("stock", title, got, want);
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), asked.len(), wrong.join("\n"));
}

#[test]
fn keys_with_any_characters() {
    let keys = [
        "a b",
        "a\"b",
        "\"",
        "\\",
        "a\\\"b",
        "a\nb",
        "\u{1}",
        "it's",
        "é😀",
        "[0]",
        "$",
        "$.x",
        "#",
        "a.b",
        "a..b",
        ".",
        "0",
        "A",
        "_",
        "a\\u0022b",
        "\\u0022",
    ];
    let properties: serde_json::Map<String, Value> =
        keys.iter().map(|key| ((*key).to_owned(), json!(format!("at {key} \\u0022 \\\"")))).collect();
    let users: Vec<Value> = vec![json!({"user_id": "a"}), json!({"user_id": "b", "h": {"in": properties.clone()}})];
    let events = json!([
        {"user_id": "a", "event_name": "e", "timestamp": "2026-01-01T00:00:00Z", "properties": properties},
        {"user_id": "b", "event_name": "e", "timestamp": "2026-01-01T00:00:00Z", "properties": {"nested": properties, "n.l": null, "n": {"l": 1}}},
    ]);
    let world = World::from_json(&json!({"now": NOW, "tz": "UTC", "users": users, "events": events})).unwrap();
    let workspace = Workspace::of(&world);
    let mut asked = Vec::new();
    for key in keys {
        let value = format!("at {key} \\u0022 \\\"");
        let event = |name: &str| json!({"kind": "event", "event": "e", "where": {"kind": "property", "property": name, "op": "is", "value": value}});
        asked.push((event(key), vec!["a"]));
        if !key.contains('.') {
            asked.push((event(&format!("nested.{key}")), vec!["b"]));
            asked.push((json!({"kind": "property", "property": format!("h.in.{key}"), "op": "is", "value": value}), vec!["b"]));
        }
    }
    let set = |name: &str| json!({"kind": "event", "event": "e", "where": {"kind": "property", "property": name, "op": "is_set"}});
    asked.push((set("n.l"), vec![]));
    asked.push((set("n"), vec!["b"]));
    for (rule, want) in asked {
        let sql = statement(&world, &rule).unwrap();
        assert_eq!(workspace.bundled(&sql).unwrap_or_else(|why| panic!("{why}\n{sql}")), want, "{rule}");
        if let Some(answers) = workspace.stock(&[sql]) {
            assert_eq!(answers.unwrap()[0], want, "{rule} (stock)");
        }
    }
}

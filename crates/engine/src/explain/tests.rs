//! The world of the evaluator's tests, one line for each question: what decided it. That the truth is the evaluator's is tested there.
#![allow(clippy::unwrap_used)]
use super::*;
use crate::evaluate::tests::{plan, world};
use crate::memory::Memory;
use serde_json::{json, Value};

/// An instant of the first day, by its milliseconds.
fn at(millis: i64) -> String {
    muster_rules::time::format_instant(millis)
}

fn why(person: &str, rule: &Value) -> Explanation {
    let memory = Memory::of(&world());
    explain(&plan(&rule.to_string()), &memory, memory.ordinal(person), &Cache::new(1 << 20), &Cancel::new()).unwrap()
}

/// Whether it holds, and the evidence.
fn check(cases: &[(&str, Value, bool, Value)]) {
    for (person, rule, holds, want) in cases {
        let why = why(person, rule).rule;
        assert_eq!((why.holds, &serde_json::to_value(&why.evidence).unwrap()), (*holds, want), "{rule} of {person}");
    }
}

fn event(number: u64, time: i64, name: &str, properties: Value) -> Value {
    json!({"number": number, "time": at(time), "name": name, "properties": properties})
}

#[test]
fn values_are_shown_with_since_when() {
    let level = |rest: Value| {
        let mut rule = json!({"kind": "property", "property": "level", "op": "is", "value": 1});
        rule.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        rule
    };
    let now = at(3_600_000);
    check(&[
        ("ann", json!({"kind": "field", "field": "created_at", "op": "is_set"}), true, json!({"of": "field", "value": at(1000)})),
        ("eve", json!({"kind": "field", "field": "name", "op": "is_not_set"}), true, json!({"of": "field", "value": null})),
        ("ann", level(json!({})), true, json!({"of": "property", "at": now, "held": {"value": 1, "from": at(300_000), "to": null}})),
        (
            "ann",
            level(json!({"as_of": at(250_000)})),
            false,
            json!({"of": "property", "at": at(250_000), "held": {"value": 2, "from": at(200_000), "to": at(300_000)}}),
        ),
        ("bob", level(json!({})), false, json!({"of": "property", "at": now, "held": null})),
        // Said again inside another object, and by the property of the very name: one stretch.
        (
            "dee",
            level(json!({"property": "level.deep", "as_of": at(260_000)})),
            true,
            json!({"of": "property", "at": at(260_000), "held": {"value": 1, "from": at(100_000), "to": at(300_000)}}),
        ),
        (
            "bob",
            json!({"kind": "changed", "property": "level"}),
            true,
            json!({"of": "changed", "change": {"at": at(400_000), "old": 2, "new": null}, "changes": [{"at": at(400_000), "old": 2, "new": null}]}),
        ),
        (
            "ann",
            json!({"kind": "changed", "property": "level", "from": 1, "to": 2, "window": {"from": at(250_000)}}),
            false,
            json!({"of": "changed", "change": null, "changes": [
                {"at": at(100_000), "old": null, "new": 1}, {"at": at(200_000), "old": 1, "new": 2}, {"at": at(300_000), "old": 2, "new": 1}]}),
        ),
        (
            "cem",
            json!({"kind": "ever", "property": "level", "op": "gt", "value": 1}),
            true,
            json!({"of": "ever", "held": {"value": 2, "from": at(500_000), "to": at(9_000_000)}, "history": [{"value": 2, "from": at(500_000), "to": at(9_000_000)}]}),
        ),
        (
            "ann",
            json!({"kind": "consent", "purpose": "mail", "state": "denied"}),
            false,
            json!({"of": "consent", "purpose": "mail", "state": "granted", "since": at(1)}),
        ),
        (
            "eve",
            json!({"kind": "consent", "purpose": "mail", "state": "unknown"}),
            true,
            json!({"of": "consent", "purpose": "mail", "state": "unknown", "since": null}),
        ),
        ("eve", json!({"kind": "list", "list": "vip"}), true, json!({"of": "list", "list": "vip"})),
    ]);
}

#[test]
fn events_are_shown_with_the_measure() {
    let quits = [event(11, 3_580_000, "quit", json!({})), event(10, 3_590_000, "quit", json!({}))];
    let first = event(1, 3_100_000, "buy", json!({"sum": "0.2", "item": "p2", "tags": "x"}));
    check(&[
        (
            "dee",
            json!({"kind": "event", "event": "quit", "op": "gt", "value": 2}),
            false,
            json!({"of": "measure", "measure": "count", "value": 2, "count": 2, "events": quits}),
        ),
        (
            "dee",
            json!({"kind": "event", "event": "quit", "measure": {"fn": "last"}, "op": "is_set"}),
            true,
            json!({"of": "measure", "measure": "last", "value": at(3_590_000), "count": 2, "events": quits}),
        ),
        (
            "eve",
            json!({"kind": "event", "event": "*", "measure": {"fn": "sum", "property": "sum"}, "op": "is", "value": 0}),
            true,
            json!({"of": "measure", "measure": "sum", "value": 0, "count": 0, "events": []}),
        ),
        (
            "eve",
            json!({"kind": "event", "event": "*", "measure": {"fn": "max", "property": "sum"}, "op": "is", "value": 0}),
            false,
            json!({"of": "measure", "measure": "max", "value": null, "count": 0, "events": []}),
        ),
        (
            "ann",
            json!({"kind": "event", "event": "buy", "pick": "last", "having": {"kind": "property", "property": "sum", "op": "is", "value": 0.2}}),
            true,
            json!({"of": "pick", "event": first, "count": 2}),
        ),
        (
            "cem",
            json!({"kind": "regular", "event": "*", "period": {"n": 1, "unit": "minute"}, "periods": 2, "at_least": 2}),
            false,
            json!({"of": "regular", "reached": 1, "at_least": 2, "periods": [
                {"from": at(3_540_001), "to": at(3_600_001), "count": 1, "enough": true},
                {"from": at(3_480_001), "to": at(3_540_001), "count": 0, "enough": false}]}),
        ),
        (
            "ann",
            json!({"kind": "rank", "by": {"event": "*"}, "top": {"n": 2}}),
            true,
            json!({"of": "rank", "value": 4.0, "place": 1, "cut_off": 3.0, "ranked": 4, "wanted": 2}),
        ),
        (
            "dee",
            json!({"kind": "rank", "by": {"event": "*"}, "top": {"n": 1}}),
            false,
            json!({"of": "rank", "value": 3.0, "place": 2, "cut_off": 4.0, "ranked": 4, "wanted": 1}),
        ),
        (
            "eve",
            json!({"kind": "rank", "by": {"event": "*"}, "top": {"n": 1}}),
            false,
            json!({"of": "rank", "value": null, "place": null, "cut_off": 4.0, "ranked": 4, "wanted": 1}),
        ),
    ]);
}

#[test]
fn no_more_events_are_shown_than_can_be_read() {
    let events: Vec<Value> = (0..50).map(|i| json!(["a", "x", 1000 - i, {}])).collect();
    let memory = Memory::of(&json!({"users": [{"user_id": "a"}], "events": events}));
    let plan = plan(r#"{"kind":"event","event":"x"}"#);
    let why = explain(&plan, &memory, 1, &Cache::new(1 << 20), &Cancel::new()).unwrap();
    let Evidence::Measure { count, events, .. } = why.rule.evidence else { unreachable!() };
    let times: Vec<i64> = events.iter().map(|event| event.time.0).collect();
    assert_eq!((count, times), (50, (951..=970).collect()));
}

#[test]
fn a_sequence_shows_its_chain_or_where_it_broke() {
    let view = |number, time, item: &str| event(number, time, "view", json!({"item": item}));
    let served = |step: usize, event: Value| json!({"step": step, "event": event});
    let steps = |steps: Value, same: &[&str]| json!({"kind": "sequence", "steps": steps, "same": same});
    let (v1, b1) = (view(2, 2_900_000, "p1"), event(0, 3_000_000, "buy", json!({"sum": 0.1, "item": "p1", "tags": ["x", "y"]})));
    let v3 = view(3, 3_050_000, "p3");
    check(&[
        (
            "ann",
            steps(json!([{"event": "view"}, {"event": "buy"}]), &["item"]),
            true,
            json!({"of": "sequence", "chain": [served(0, v1.clone()), served(1, b1.clone())], "same": {"item": "p1"}, "broke_at": null, "found": null}),
        ),
        (
            "ann",
            json!({"kind": "sequence", "steps": [{"event": "view"}, {"event": "buy"}, {"event": "quit"}]}),
            false,
            json!({"of": "sequence", "chain": [served(0, v3.clone()), served(1, event(1, 3_100_000, "buy", json!({"sum": "0.2", "item": "p2", "tags": "x"})))],
                "same": {}, "broke_at": 2, "found": null}),
        ),
        (
            "ann",
            json!({"kind": "sequence", "steps": [{"event": "buy", "where": {"kind": "property", "property": "item", "op": "is", "value": "p1"}},
                {"event": "view", "absent": true}, {"event": "buy"}]}),
            false,
            json!({"of": "sequence", "chain": [served(0, b1)], "same": {}, "broke_at": 1, "found": v3}),
        ),
        (
            "eve",
            json!({"kind": "sequence", "steps": [{"event": "view"}, {"event": "buy"}]}),
            false,
            json!({"of": "sequence", "chain": [], "same": {}, "broke_at": 0, "found": null}),
        ),
        // At the same instant one of two views is left over.
        (
            "bob",
            json!({"kind": "sequence", "steps": [{"event": "buy"}, {"event": "view", "absent": true}]}),
            false,
            json!({"of": "sequence", "chain": [served(0, event(4, 3_000_000, "buy", json!({"sum": -1, "item": ["p1", "p2"]})))], "same": {},
                "broke_at": 1, "found": event(5, 3_000_000, "view", json!({"item": "p2", "sum": true}))}),
        ),
    ]);
}

#[test]
fn related_rows_are_shown_with_what_was_read_of_them() {
    let row = |row: u32, values: Value, passes: bool| json!({"row": row, "values": values, "passes": passes});
    check(&[
        (
            "ann",
            json!({"kind": "related", "relation": "owned", "where": {"kind": "field", "field": "hot", "op": "is", "value": true}}),
            true,
            json!({"of": "related", "related": 2, "passing": 1, "rows": [
                row(0, json!({"id": "p1", "hot": "true"}), true), row(1, json!({"id": "p2", "hot": "false"}), false)]}),
        ),
        ("eve", json!({"kind": "related", "relation": "home"}), false, json!({"of": "related", "related": 0, "passing": 0, "rows": []})),
    ]);
}

#[test]
fn groups_show_their_parts_and_segments_are_explained_once() {
    let segment = json!({"kind": "segment", "segment": "others"});
    let why = why("cem", &json!({"kind": "any", "of": [segment, {"kind": "not", "of": segment}]}));
    assert!(why.rule.holds);
    let truths: Vec<(&str, bool)> = why.rule.parts.iter().map(|part| (part.path.as_str(), part.holds)).collect();
    assert_eq!(truths, [("where.of[0]", true), ("where.of[1]", false)]);
    assert_eq!(why.rule.parts[1].parts[0].evidence, Evidence::Segment { segment: "others".to_owned() });
    let segments: Vec<(&str, bool)> = why.segments.iter().map(|segment| (segment.name.as_str(), segment.rule.holds)).collect();
    assert_eq!(segments, [("buyers", false), ("others", true)]);
    assert_eq!(why.segments[1].rule.path, "segment(others).where");
}

#[test]
fn of_nobody_nothing_holds() {
    let memory = Memory::of(&world());
    let plan = plan(r#"{"kind":"any","of":[{"kind":"all","of":[]},{"kind":"event","event":"x","op":"lt","value":1}]}"#);
    let why = explain(&plan, &memory, 99, &Cache::new(1 << 20), &Cancel::new()).unwrap();
    assert!(!why.rule.holds);
    assert!(why.rule.parts.iter().all(|part| !part.holds));
}

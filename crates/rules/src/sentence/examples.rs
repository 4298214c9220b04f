//! What rules read like, one line a rule. It is 30 June 2026, 14:00 in Berlin.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::distinct::{twins::place, Place};
use super::{clause, sentence, Words};
use crate::condition::Condition;
use crate::parse::parse_condition;
use serde_json::{json, Value};

mod kinds;

fn berlin() -> Place {
    place("Europe/Berlin", "2026-06-30T12:00:00Z")
}

fn rule(json: &Value, place: &Place) -> Condition {
    parse_condition(json, "where", &place.catalog).unwrap_or_else(|why| panic!("{why}: {json}"))
}

/// Every rule's sentence is the one beside it.
fn check(cases: &[(&str, &str)]) {
    let place = berlin();
    let words = Words::new(place.now, place.zone);
    for (json, want) in cases {
        let json: Value = serde_json::from_str(json).unwrap_or_else(|why| panic!("{why}: {json}"));
        assert_eq!(&sentence(&rule(&json, &place), &words), want, "{json}");
    }
}

#[test]
fn negatives_say_how_many_they_include() {
    let place = berlin();
    let mut words = Words::new(place.now, place.zone);
    let json = json!({"kind": "all", "of": [
        {"kind": "property", "property": "plan", "op": "is_not", "value": "free"},
        {"kind": "event", "event": "visit", "op": "lt", "value": 3},
        {"kind": "property", "property": "city", "op": "not_contains", "value": "x"},
        {"kind": "property", "property": "lang", "op": "is_not", "value": "de"}]});
    let rule = rule(&json, &place);
    words.absent = [("where.of[0]", 412), ("where.of[1]", 12_345), ("where.of[2]", 0)].map(|(path, n)| (path.to_owned(), n)).into();
    assert_eq!(
        sentence(&rule, &words),
        "People whose plan is not “free” (including 412 with no plan), who did visit fewer than 3 times (including 12,345 not at all), \
         whose city does not contain “x”, and whose lang is not “de” (including those with no lang)"
    );
    let Condition::All(parts) = &rule else { panic!("no group") };
    assert_eq!(clause(&parts[0], &words, "where.of[0]"), "plan is not “free” (including 412 with no plan)");
    assert_eq!(clause(&parts[0], &words, "elsewhere"), "plan is not “free” (including those with no plan)");
}

#[test]
fn clauses_have_no_subject() {
    let place = berlin();
    let words = Words::new(place.now, place.zone);
    for (json, want) in [
        (r#"{"kind":"all","of":[]}"#, "everyone"),
        (r#"{"kind":"any","of":[]}"#, "nobody"),
        (r#"{"kind":"property","property":"plan","op":"is","value":"pro"}"#, "plan is “pro”"),
        (r#"{"kind":"event","event":"visit"}"#, "did visit"),
        (r#"{"kind":"segment","segment":"a"}"#, "is in the segment “a”"),
        (r#"{"kind":"list","list":"b"}"#, "is on the list “b”"),
        (r#"{"kind":"consent","purpose":"email","state":"granted"}"#, "has email consent granted"),
        (r#"{"kind":"rank","by":{"property":"ltv"},"top":{"n":1000}}"#, "is among the top 1,000 by ltv"),
        (r#"{"kind":"related","relation":"policies","op":"gte","value":2}"#, "has at least 2 policies"),
        (
            r#"{"kind":"not","of":{"kind":"any","of":[{"kind":"event","event":"x"},{"kind":"event","event":"y"}]}}"#,
            "none of (did x or did y)",
        ),
        (r#"{"kind":"not","of":{"kind":"event","event":"x"}}"#, "not (did x)"),
    ] {
        let json: Value = serde_json::from_str(json).unwrap();
        assert_eq!(clause(&rule(&json, &place), &words, "where"), want, "{json}");
    }
}

#[test]
fn what_is_long_is_said_whole_and_counted_in_clauses() {
    let place = berlin();
    let words = Words::new(place.now, place.zone);
    let names: Vec<String> = (0..10_000).map(|i| format!("v{i}")).collect();
    let long = rule(&json!({"kind": "property", "property": "plan", "op": "in", "value": names}), &place);
    assert_eq!(clause(&long, &words, "where"), "plan is “v0”, “v1”, “v2”, “v3”, “v4”, “v5”, “v6”, “v7” or 9,992 more");
    assert!(sentence(&long, &words).ends_with("“v9998” or “v9999”"));

    let many: Vec<Value> = (0..40).map(|i| json!({"kind": "event", "event": format!("e{i}")})).collect();
    let group = rule(&json!({"kind": "any", "of": many}), &place);
    assert_eq!(clause(&group, &words, "where"), "any of 40 conditions");
    assert!(sentence(&group, &words).ends_with("who did e38 or who did e39"));
}

/// Every condition of a plan has its clause: together they stay in proportion to the rule.
#[test]
fn the_clauses_of_a_deep_rule_stay_short() {
    let place = berlin();
    let words = Words::new(place.now, place.zone);
    let mut deep = json!({"kind": "event", "event": "x"});
    for depth in 0..60 {
        let more: Vec<Value> =
            (0..15).map(|i| json!({"kind": "property", "property": format!("p{depth}_{i}"), "op": "is", "value": "x"})).collect();
        deep = json!({"kind": if depth % 2 == 0 { "all" } else { "any" }, "of": more.into_iter().chain([deep]).collect::<Vec<_>>()});
    }
    let rule = rule(&deep, &place);
    fn lengths(rule: &Condition, words: &Words) -> usize {
        let inside = match rule {
            Condition::All(of) | Condition::Any(of) => of.iter().map(|part| lengths(part, words)).sum(),
            _ => 0,
        };
        inside + clause(rule, words, "where").len()
    }
    let whole = sentence(&rule, &words).len();
    assert!(whole > 20_000, "{whole}");
    assert!(lengths(&rule, &words) < 2 * whole);
}

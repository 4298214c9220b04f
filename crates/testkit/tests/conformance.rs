//! The reference against the conformance cases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_testkit::conformance::{cases, Want};
use muster_testkit::evaluate;
use muster_testkit::evaluate::{everyone, KINDS};
use serde_json::{json, Value};
use std::collections::BTreeSet;

#[test]
fn the_reference_selects_whom_the_cases_want() {
    let mut ran = 0;
    let mut wrong = Vec::new();
    for case in cases().unwrap() {
        let Want::Members(want) = &case.want else { continue };
        ran += 1;
        match evaluate(&case.world, &case.rule) {
            Ok(got) if got == *want => {}
            got => wrong.push(format!("{}\n  {}\n  got  {got:?}\n  want {want:?}", case.title(), case.rule)),
        }
    }
    assert!(wrong.is_empty(), "{} of {ran}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(ran >= 280, "only {ran} ran");
}

#[test]
fn a_negation_selects_everyone_else() {
    for case in cases().unwrap() {
        let Want::Members(members) = &case.want else { continue };
        let mut all = evaluate(&case.world, &json!({"kind": "not", "of": case.rule})).unwrap();
        all.extend_from_slice(members);
        all.sort();
        assert_eq!(all, everyone(&case.world).unwrap(), "{}", case.title());
    }
}

#[test]
fn every_kind_is_asked_and_no_title_is_there_twice() {
    let mut titles = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    for case in cases().unwrap() {
        assert!(titles.insert(case.title()), "{} is there twice", case.title());
        if matches!(case.want, Want::Members(_)) {
            collect_kinds(&case.rule, &mut kinds);
        }
    }
    assert_eq!(kinds, KINDS.iter().map(|kind| (*kind).to_owned()).collect());
}

fn collect_kinds(rule: &Value, kinds: &mut BTreeSet<String>) {
    match rule {
        Value::Array(items) => items.iter().for_each(|item| collect_kinds(item, kinds)),
        Value::Object(keys) => {
            kinds.extend(keys.get("kind").and_then(Value::as_str).map(str::to_owned));
            keys.values().for_each(|value| collect_kinds(value, kinds));
        }
        _ => {}
    }
}

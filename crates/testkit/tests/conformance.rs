//! The reference against the conformance cases, and the list of those still to come.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_testkit::conformance::{cases, pending, Want};
use muster_testkit::evaluate;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn the_reference_selects_whom_the_cases_want() {
    let mut ran = 0;
    let mut wrong = Vec::new();
    for case in cases().unwrap() {
        let Want::Members(want) = &case.want else { continue };
        if case.is_pending() {
            continue;
        }
        ran += 1;
        match evaluate(&case.world, &case.rule) {
            Ok(got) if got == *want => {}
            got => wrong.push(format!("{}\n  {}\n  got  {got:?}\n  want {want:?}", case.title(), case.rule)),
        }
    }
    assert!(wrong.is_empty(), "{} of {ran}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(ran >= 110, "only {ran} ran");
}

#[test]
fn what_is_pending_is_listed_by_name() {
    let mut is = BTreeMap::new();
    let mut titles = BTreeSet::new();
    for case in cases().unwrap() {
        assert!(titles.insert(case.title()), "{} is there twice", case.title());
        if case.is_pending() {
            println!("pending: {} ({})", case.title(), case.needs());
            is.insert(case.title(), case.needs());
            assert!(evaluate(&case.world, &case.rule).is_err(), "{} is pending, and the reference runs it", case.title());
        }
    }
    if pending().unwrap() != is {
        panic!("pending.json should be:\n{}", serde_json::to_string_pretty(&is).unwrap());
    }
}

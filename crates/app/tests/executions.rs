//! One meaning: the engine and the SQL select whom the reference selects.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use muster_app::Execution;
use muster_rules::parse::parse_condition;
use muster_rules::resolve::resolve;
use muster_rules::time::Zone;
use muster_testkit::conformance::{cases, Want};
use muster_testkit::differ::{compare, compare_random};
use muster_testkit::random::{everything_there_is, Random};
use serde_json::json;
use support::Loader;

#[test]
fn every_conformance_case_of_the_kinds_there_are_selects_its_members() {
    let loader = Loader::default();
    let mut ran = 0;
    for case in cases().unwrap().iter().filter(|case| !case.is_pending()) {
        ran += 1;
        match &case.want {
            Want::Members(want) => {
                for execution in [Execution::Engine, Execution::Sql] {
                    let got = loader.members(&case.world, &case.rule, execution).unwrap_or_else(|why| panic!("{}: {why}", case.title()));
                    assert_eq!(&got, want, "{} ({execution:?})", case.title());
                }
                // Regular expressions, and case folding beyond ASCII, need the program; the cases have none of the latter.
                if !case.rule.to_string().contains("matches") {
                    assert_eq!(&loader.stock_sqlite(&case.world, &case.rule).unwrap(), want, "{} (stock sqlite3)", case.title());
                }
            }
            Want::Error(expected) => {
                let now = case.world.now_millis().unwrap();
                let zone = Zone::parse(&case.world.tz).unwrap();
                let refused = parse_condition(&case.rule, "where").and_then(|rule| resolve(&rule, now, zone)).expect_err(&case.title());
                assert!(refused.to_string().contains(expected.as_str()), "{}: {refused}", case.title());
            }
        }
    }
    assert!(ran > 90, "only {ran} cases ran");
}

/// Worlds and rules in each; a longer run (`make test-long`) takes more.
fn size() -> (u64, usize) {
    match std::env::var("MUSTER_LONG_TESTS") {
        Ok(_) => (250, 40),
        Err(_) => (50, 40),
    }
}

#[test]
fn random_rules_over_random_worlds_select_the_same_in_every_execution() {
    let loader = Loader::default();
    let engine = |world: &_, rule: &_| loader.members(world, rule, Execution::Engine);
    let sql = |world: &_, rule: &_| loader.members(world, rule, Execution::Sql);
    let (worlds, rules) = size();
    match compare_random(0..worlds, rules, 300, &[("engine", &engine), ("sql", &sql)]) {
        Ok(compared) => assert_eq!(compared, worlds as usize * rules),
        Err(mismatch) => panic!("{mismatch}"),
    }
}

#[test]
fn a_rule_and_its_negation_are_everyone_once() {
    let loader = Loader::default();
    for seed in 1000..1010 {
        let mut random = Random::new(seed);
        let world = random.world();
        let everyone = loader.members(&world, &json!({ "kind": "all", "of": [] }), Execution::Engine).unwrap();
        for _ in 0..20 {
            let rule = random.rule();
            let negation = json!({ "kind": "not", "of": rule });
            for execution in [Execution::Engine, Execution::Sql] {
                let mut both = loader.members(&world, &rule, execution).unwrap();
                both.extend(loader.members(&world, &negation, execution).unwrap());
                both.sort();
                assert_eq!(both, everyone, "{rule} ({execution:?})");
            }
        }
    }
}

#[test]
fn the_random_rules_reach_everything_there_is() {
    let mut reached = std::collections::BTreeSet::new();
    for seed in 0..size().0 {
        let mut random = Random::new(seed);
        random.world();
        for _ in 0..size().1 {
            random.rule();
        }
        reached.extend(random.reached().iter().cloned());
    }
    let missing: Vec<_> = everything_there_is().into_iter().filter(|what| !reached.contains(what)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn a_case_that_differed_once_never_does_again() {
    let loader = Loader::default();
    let engine = |world: &_, rule: &_| loader.members(world, rule, Execution::Engine);
    let sql = |world: &_, rule: &_| loader.members(world, rule, Execution::Sql);
    for case in cases().unwrap().iter().filter(|case| case.file == "regressions.json" && !case.is_pending()) {
        compare(&case.world, &case.rule, &[("engine", &engine), ("sql", &sql)]).unwrap_or_else(|mismatch| panic!("{mismatch}"));
    }
}

//! One meaning: every execution selects whom the reference selects.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use muster_app::Execution;
use muster_testkit::conformance::{cases, Case, Want};
use muster_testkit::differ::{compare_random_worlds, compare_world};
use muster_testkit::random::{clock_changes, everything_there_is, Random};
use muster_testkit::World;
use serde_json::{json, Value};
use std::collections::BTreeSet;
use support::{spoiled, Executions};

/// Random worlds and rules in each; a longer run (`make test-long`) takes more.
fn size() -> (u64, usize) {
    match std::env::var("MUSTER_LONG_TESTS") {
        Ok(_) => (250, 40),
        Err(_) => (50, 40),
    }
}

/// Cases with the same world, one after the other.
fn by_world(cases: &[Case]) -> Vec<(&World, Vec<&Case>)> {
    let mut worlds: Vec<(&World, Vec<&Case>)> = Vec::new();
    for case in cases {
        match worlds.last_mut() {
            Some((world, of)) if **world == case.world => of.push(case),
            _ => worlds.push((&case.world, vec![case])),
        }
    }
    worlds
}

#[test]
fn every_conformance_case_selects_its_members_in_every_execution() {
    let executions = Executions::default();
    let cases = cases().unwrap();
    let mut wrong = Vec::new();
    for (world, cases) in by_world(&cases) {
        let rules: Vec<Value> = cases.iter().map(|case| case.rule.clone()).collect();
        executions.batches(|batches| {
            for (name, ask) in batches {
                for (case, got) in cases.iter().zip(ask(world, &rules)) {
                    let right = match (&case.want, got.clone()) {
                        (Want::Members(want), Ok(Some(mut got))) => {
                            got.sort();
                            got == *want
                        }
                        // What a dialect cannot say, and what needs the program, is asked about in the test of that table.
                        (_, Ok(None)) => true,
                        (Want::Error(says), Err(why)) => why.contains(says.as_str()),
                        _ => false,
                    };
                    if !right {
                        wrong.push(format!("{} ({name}): {got:?} instead of {:?}", case.title(), case.want));
                    }
                }
            }
        });
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn an_explanation_holds_of_exactly_those_whom_the_rule_selects() {
    let executions = Executions::default();
    let everyone = json!({ "kind": "all", "of": [] });
    for case in cases().unwrap() {
        let Want::Members(want) = &case.want else { continue };
        let now = case.world.now_millis().unwrap();
        let ids = executions.members(&case.world, &everyone, Execution::Engine).unwrap();
        let explained = executions.with(&case.world, |loaded| {
            let rule = loaded.workspace.read_rule(&case.rule.to_string()).map_err(|why| why.to_string())?;
            let explain = |id: &String| loaded.workspace.explain(&rule.condition, id, now).map_err(|why| why.to_string());
            ids.iter().map(|id| Ok((id.clone(), explain(id)?.rule.holds))).collect::<Result<Vec<_>, String>>()
        });
        let explained: Vec<String> = explained.unwrap().into_iter().filter(|(_, holds)| *holds).map(|(id, _)| id).collect();
        assert_eq!(&explained, want, "{}: {}", case.title(), case.rule);
    }
}

#[test]
fn random_rules_over_random_worlds_select_the_same_in_every_execution() {
    let executions = Executions::default();
    let (worlds, rules) = size();
    match executions.batches(|batches| compare_random_worlds(0..worlds, rules, 300, batches)) {
        Ok(compared) => {
            assert_eq!(compared.rules, worlds as usize * rules);
            // Nothing is left out inside the program, and elsewhere only a part.
            for (name, unable) in &compared.unable {
                assert!(!["engine", "sql"].contains(&name.as_str()), "{name} is unable");
                assert!(*unable * 3 < compared.rules, "{name} is unable to say {unable} of {}", compared.rules);
            }
        }
        Err(mismatch) => panic!("{mismatch}"),
    }
    let table: BTreeSet<(String, String)> =
        muster_sql::what_it_cannot().iter().map(|(dialect, what)| ((*dialect).to_owned(), (*what).to_owned())).collect();
    let beyond: Vec<_> = executions.unable().difference(&table).cloned().collect();
    assert!(beyond.is_empty(), "not in the table of what a dialect cannot say: {beyond:?}");
}

#[test]
fn at_a_change_of_the_clock_every_edge_is_where_it_is_in_every_execution() {
    let executions = Executions::default();
    for (world, rules) in clock_changes() {
        executions.batches(|batches| compare_world(&world, &rules, batches)).unwrap_or_else(|mismatch| panic!("{mismatch}"));
    }
}

#[test]
fn a_rule_and_its_negation_are_everyone_once() {
    let executions = Executions::default();
    for seed in 1000..1020 {
        let mut random = Random::new(seed);
        let world = random.world();
        let everyone = executions.members(&world, &json!({ "kind": "all", "of": [] }), Execution::Engine).unwrap();
        for _ in 0..25 {
            let rule = random.rule();
            let negation = json!({ "kind": "not", "of": rule });
            for execution in [Execution::Engine, Execution::Sql] {
                let mut both = executions.members(&world, &rule, execution).unwrap();
                both.extend(executions.members(&world, &negation, execution).unwrap());
                both.sort();
                assert_eq!(both, everyone, "{rule} ({execution:?})");
            }
        }
    }
}

#[test]
fn a_rule_with_any_part_that_is_unknown_is_refused() {
    let executions = Executions::default();
    for seed in 2000..2010 {
        let mut random = Random::new(seed);
        let world = random.world();
        for _ in 0..20 {
            let rule = random.rule();
            for spoiled in spoiled(&rule) {
                let got = executions.members(&world, &spoiled, Execution::Engine);
                assert!(got.is_err(), "{spoiled} selects {got:?}");
            }
        }
    }
}

#[test]
fn the_random_rules_reach_everything_there_is() {
    let mut reached = BTreeSet::new();
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

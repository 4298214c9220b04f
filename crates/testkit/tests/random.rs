//! What the random worlds and rules reach.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_testkit::evaluate::everyone;
use muster_testkit::random::{everything_there_is, Random};
use muster_testkit::{evaluate, World};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// So many worlds, and rules in each, are what every execution is held against.
const WORLDS: u64 = 300;
const RULES: usize = 12;

#[test]
fn everything_is_reached_and_nothing_is_an_error() {
    let mut reached = BTreeSet::new();
    for seed in 0..WORLDS {
        let mut random = Random::new(seed);
        let world = random.world();
        let all = everyone(&world).unwrap_or_else(|why| panic!("seed {seed}: {why}\n{}", world.to_json()));
        assert_eq!(World::from_json(&world.to_json()).unwrap().at(&world.now).users, world.users);
        for _ in 0..RULES {
            let rule = random.rule();
            let members = evaluate(&world, &rule).unwrap_or_else(|why| panic!("seed {seed}: {why}\n{rule}"));
            let others = evaluate(&world, &json!({"kind": "not", "of": rule})).unwrap();
            assert_eq!(members.len() + others.len(), all.len(), "seed {seed}: a negation is the complement: {rule}");
        }
        reached.extend(random.reached().iter().cloned());
    }
    let all: BTreeSet<String> = everything_there_is().into_iter().collect();
    let missing: Vec<_> = all.difference(&reached).collect();
    assert!(missing.is_empty(), "not reached: {missing:#?}");
    let unlisted: Vec<_> = reached.difference(&all).collect();
    assert!(unlisted.is_empty(), "reached, but not listed: {unlisted:#?}");
}

#[test]
fn every_op_tells_people_apart() {
    let ops: BTreeSet<String> = everything_there_is().into_iter().filter_map(|what| what.strip_prefix("op: ").map(str::to_owned)).collect();
    let mut apart: BTreeMap<&str, usize> = ops.iter().map(|op| (op.as_str(), 0)).collect();
    for seed in 0..WORLDS / 4 {
        let mut random = Random::new(seed);
        let world = random.world();
        let all = everyone(&world).unwrap().len();
        for (op, times) in &mut apart {
            let members = evaluate(&world, &random.probe(op)).unwrap().len();
            if 0 < members && members < all {
                *times += 1;
            }
        }
    }
    let weak: Vec<_> = apart.iter().filter(|(_, times)| **times < 5).collect();
    assert!(weak.is_empty(), "these tell people apart too seldom: {weak:?} of {apart:?}");
}

#[test]
fn the_same_seed_gives_the_same() {
    let draw = || {
        let mut random = Random::new(7);
        (random.world(), random.rule())
    };
    assert_eq!(draw(), draw());
}

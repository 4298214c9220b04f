//! What the random worlds and rules reach.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_rules::parse::parse_condition;
use muster_rules::resolve::resolve;
use muster_rules::time::Zone;
use muster_testkit::evaluate::everyone;
use muster_testkit::random::{clock_changes, everything_there_is, needs, Needs, Random};
use muster_testkit::{evaluate, World};
use serde_json::{json, Value};
use std::collections::{BTreeMap, BTreeSet};

/// So many worlds, and rules in each, are what every execution is held against.
const WORLDS: u64 = 50;
const RULES: usize = 40;

/// What the program itself says to a rule: the refusal, if it is one.
fn refusal(world: &World, rule: &Value) -> Option<String> {
    let catalog = world.catalog().unwrap();
    let condition = parse_condition(rule, "where", &catalog);
    let plan = condition.and_then(|condition| resolve(&condition, &catalog, world.now_millis().unwrap(), Zone::parse(&world.tz).unwrap()));
    plan.err().map(|why| why.to_string())
}

#[test]
fn everything_is_reached_and_nothing_is_an_error() {
    let mut reached = BTreeSet::new();
    let mut telling = 0;
    for seed in 0..WORLDS {
        let mut random = Random::new(seed);
        let world = random.world();
        let all = everyone(&world).unwrap_or_else(|why| panic!("seed {seed}: {why}\n{}", world.to_json()));
        assert_eq!(World::from_json(&world.to_json()).unwrap().at(&world.now), world.at(&world.now));
        for table in world.rows.keys() {
            assert_eq!(world.table_rows(table).unwrap().len(), world.rows[table].len(), "seed {seed}: {table}");
        }
        for _ in 0..RULES {
            let rule = random.rule();
            assert_eq!(refusal(&world, &rule), None, "seed {seed}: {rule}");
            let members = evaluate(&world, &rule).unwrap_or_else(|why| panic!("seed {seed}: {why}\n{rule}"));
            let others = evaluate(&world, &json!({"kind": "not", "of": rule})).unwrap();
            assert_eq!(members.len() + others.len(), all.len(), "seed {seed}: a negation is the complement: {rule}");
            telling += usize::from(!members.is_empty() && !others.is_empty());
        }
        reached.extend(random.reached().iter().cloned());
    }
    let all: BTreeSet<String> = everything_there_is().into_iter().collect();
    let missing: Vec<_> = all.difference(&reached).collect();
    assert!(missing.is_empty(), "not reached: {missing:#?}");
    let unlisted: Vec<_> = reached.difference(&all).collect();
    assert!(unlisted.is_empty(), "reached, but not listed: {unlisted:#?}");
    // Rules that select some people and not others are worth the most.
    let rules = usize::try_from(WORLDS).unwrap() * RULES;
    assert!(telling * 2 > rules, "only {telling} of {rules} rules tell people apart");
}

#[test]
fn every_op_tells_people_apart() {
    let ops: BTreeSet<String> = everything_there_is().into_iter().filter_map(|what| what.strip_prefix("op: ").map(str::to_owned)).collect();
    let mut apart: BTreeMap<&str, usize> = ops.iter().map(|op| (op.as_str(), 0)).collect();
    for seed in 0..75 {
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

#[test]
fn what_only_the_program_has_can_be_left_out() {
    let mut plain = 0;
    for seed in 0..20 {
        let mut random = Random::ascii(seed);
        let world = random.world();
        assert!(world.to_json().to_string().is_ascii(), "seed {seed}");
        assert_eq!(World::from_json(&world.to_json()).unwrap().at(&world.now), world.at(&world.now));
        for _ in 0..20 {
            let rule = random.rule_without_program_only(&world);
            assert_eq!(needs(&world, &rule), Needs::default());
            assert!(!rule.to_string().contains("matches") && rule.to_string().is_ascii());
            assert_eq!(refusal(&world, &rule), None, "seed {seed}: {rule}");
            evaluate(&world, &rule).unwrap_or_else(|why| panic!("seed {seed}: {why}\n{rule}"));
            let looked = ["contains", "starts_with", "ends_with"].iter().any(|op| rule.to_string().contains(op));
            plain += usize::from(looked);
        }
    }
    assert!(plain > 20, "texts are looked for too seldom: {plain}");
}

#[test]
fn what_a_rule_needs_is_found_in_its_segments_too() {
    let world = |name: &str, segment: Value| {
        World::from_json(&json!({"now": "2026-06-30T12:00:00Z", "users": [{"user_id": "a", "name": name}], "segments": {"s": segment}}))
            .unwrap()
    };
    let name = |op: &str, value: &str| json!({"kind": "field", "field": "name", "op": op, "value": value});
    let segment = json!({"kind": "segment", "segment": "s"});
    let (expressions, folding) = (Needs { expressions: true, folding: false }, Needs { expressions: false, folding: true });
    for (of, asked, rule, want) in [
        ("a", name("is", "é"), &segment, Needs::default()),
        ("a", name("not_matches", "a"), &segment, expressions),
        ("a", name("matches", "a"), &name("contains", "a"), Needs::default()),
        ("a", name("contains", "é"), &segment, folding),
        ("é", name("ends_with", "e"), &segment, folding),
        ("e", name("not_contains", "E"), &segment, Needs::default()),
    ] {
        assert_eq!(needs(&world(of, asked.clone()), rule), want, "{of} {asked} {rule}");
    }
}

#[test]
fn both_days_of_a_clock_change_are_asked_at_every_edge() {
    let worlds = clock_changes();
    assert_eq!(worlds.len(), 16);
    let mut rules_in_all = 0;
    for (world, rules) in &worlds {
        let all = everyone(world).unwrap().len();
        assert_eq!((all, world.users.len()), (world.events.len(), all));
        for rule in rules {
            assert_eq!(refusal(world, rule), None, "{rule}");
            evaluate(world, rule).unwrap();
        }
        rules_in_all += rules.len();
    }
    assert!((400..2000).contains(&rules_in_all), "{rules_in_all}");
}

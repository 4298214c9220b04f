//! That a wrong execution is found, and that what is found is small.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_testkit::differ::{compare, compare_random, compare_random_worlds, compare_world, Answer, Batch, Compared};
use muster_testkit::evaluate::everyone;
use muster_testkit::{evaluate, World};
use serde_json::{json, Value};

/// Right but for one thing: takes a bound to be inside where it is outside, `gt` for `gte`.
fn off_by_one(world: &World, rule: &Value) -> Result<Vec<String>, String> {
    let text = rule.to_string().replace(r#""op":"gt""#, r#""op":"gte""#);
    evaluate(world, &serde_json::from_str(&text).unwrap())
}

#[test]
fn what_is_right_passes() {
    assert_eq!(compare_random(0..40, 5, 0, &[("itself", &evaluate)]).unwrap(), 200);
}

#[test]
fn what_is_wrong_is_found_and_made_small() {
    let found = compare_random(0..300, 12, 2000, &[("right", &evaluate), ("wrong", &off_by_one)]).unwrap_err();
    assert_eq!(found.got.len(), 1);
    assert_eq!(found.got[0].0, "wrong");
    let rows = found.world.users.len() + found.world.events.len() + found.world.history.len();
    assert!(rows <= 2, "{found}");
    assert!(found.rule.to_string().matches("kind").count() <= 2, "{found}");
    // What is printed can be read again, and is the same mismatch.
    let pasted = found.to_json();
    let case = &pasted["cases"][0];
    let world = World::from_json(&pasted).unwrap();
    let world = case["now"].as_str().map_or_else(|| world.clone(), |now| world.at(now));
    assert_eq!(json!(evaluate(&world, &case["rule"]).unwrap()), case["members"]);
    assert!(compare(&world, &case["rule"], &[("wrong", &off_by_one)]).is_err());
}

#[test]
fn a_failure_is_a_mismatch_and_so_is_someone_twice() {
    let fails = |_: &World, _: &Value| Err::<Vec<String>, _>("out of order".to_owned());
    let twice = |world: &World, _: &Value| everyone(world).map(|ids| [ids.clone(), ids].concat());
    let world = World::from_json(&json!({"now": "2026-06-30T12:00:00Z", "users": [{"user_id": "a"}]})).unwrap();
    let rule = json!({"kind": "all", "of": []});
    let found = compare(&world, &rule, &[("fails", &fails), ("twice", &twice), ("right", &evaluate)]).unwrap_err();
    assert_eq!(found.got.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["fails", "twice"]);
    assert!(found.to_string().contains("fails fails: out of order"), "{found}");
}

#[test]
fn rules_about_one_world_are_answered_at_once() {
    let world = World::from_json(&json!({"now": "2026-06-30T12:00:00Z", "users": [{"user_id": "a"}, {"user_id": "b"}]})).unwrap();
    let id = |id: &str| json!({"kind": "field", "field": "user_id", "op": "is", "value": id});
    let rules = [id("a"), id("b"), id("c")];
    let right = |world: &World, rules: &[Value]| rules.iter().map(|rule| evaluate(world, rule).map(Some)).collect::<Vec<Answer>>();
    let unable = |world: &World, rules: &[Value]| {
        let mut answers = right(world, rules);
        answers[1] = Ok(None);
        answers
    };
    let silent = |world: &World, rules: &[Value]| right(world, &rules[..2]);
    let compared = compare_world(&world, &rules, &[("right", &right), ("unable", &unable)]).unwrap();
    assert_eq!(compared, Compared { rules: 3, unable: [("unable".to_owned(), 1)].into() });
    let found = compare_world(&world, &rules, &[("right", &right), ("silent", &silent)]).unwrap_err();
    assert_eq!((&found.rule, found.got), (&rules[2], vec![("silent".to_owned(), Err("no answer".to_owned()))]));
    assert_eq!(compare_random_worlds(0..3, 4, 0, &[("right", &right)]).unwrap(), Compared { rules: 12, unable: [].into() });
}

/// Replaces what a rule or a segment says, wherever it says it.
fn reworded(world: &World, rule: &Value, from: &str, to: &str) -> (World, Value) {
    let reword = |value: &Value| serde_json::from_str(&value.to_string().replace(from, to)).unwrap();
    let mut world = world.clone();
    world.segments.values_mut().for_each(|segment| *segment = reword(segment));
    (world, reword(rule))
}

#[test]
fn what_is_wrong_in_any_part_of_the_language_is_made_small() {
    // Each misreads one thing.
    for (from, to) in [
        (r#""absent":true"#, r#""absent":false"#),
        (r#""every":true"#, r#""every":false"#),
        (r#""state":"granted""#, r#""state":"denied""#),
        (r#""top":"#, r#""bottom":"#),
        (r#""last":"#, r#""older_than":"#),
        (r#""fn":"max""#, r#""fn":"min""#),
        (r#""pick":"first""#, r#""pick":"last""#),
        (r#""part":"hour""#, r#""part":"day""#),
    ] {
        let misread = |world: &World, rules: &[Value]| -> Vec<Answer> {
            let answer = |rule: &Value| {
                let (world, rule) = reworded(world, rule, from, to);
                evaluate(&world, &rule).map(Some)
            };
            rules.iter().map(answer).collect()
        };
        let wrong: Batch<'_> = ("wrong", &misread);
        let Err(found) = compare_random_worlds(0..50, 40, 1500, &[wrong]) else { panic!("{from} is not missed") };
        let pasted = found.to_json();
        let rows = ["users", "events", "history", "consent"].iter().map(|key| pasted[key].as_array().map_or(0, Vec::len)).sum::<usize>();
        let rows = rows + found.world.rows.values().map(Vec::len).sum::<usize>();
        assert!(rows <= 5 && found.world.segments.len() <= 1, "{from}: {found}");
        assert!(found.rule.to_string().matches("kind").count() <= 3, "{from}: {found}");
        let small = World::from_json(&pasted).unwrap().at(&found.world.now);
        assert_eq!(small.catalog().unwrap(), found.world.catalog().unwrap());
        assert!(compare_world(&small, std::slice::from_ref(&found.rule), &[wrong]).is_err());
    }
}

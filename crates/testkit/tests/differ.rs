//! That a wrong execution is found, and that what is found is small.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_testkit::differ::{compare, compare_random};
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

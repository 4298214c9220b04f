//! Chains where much happens at one moment: the statement selects whom the reference selects, in both of its forms.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, dead_code, unreachable_pub)]

mod workspace;

use muster_testkit::{evaluate, World};
use serde_json::{json, Value};
use workspace::{statement, Workspace};

const NAMES: [&str; 3] = ["a", "b", "c"];

/// The same numbers for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// Few names, few moments, few values: many events of each person fall together.
fn world(dice: &mut Dice) -> World {
    let mut events = Vec::new();
    for user in 0..12 {
        for _ in 0..2 + dice.below(8) {
            let mut properties = json!({"p": dice.below(2)});
            match dice.below(4) {
                0 => properties["n"] = json!(1),
                1 => properties["n"] = json!([1, 2]),
                _ => {}
            }
            events.push(json!({
                "user_id": format!("u{user}"),
                "event_name": NAMES[dice.below(3) as usize],
                "timestamp": format!("2026-06-01T00:00:0{}Z", dice.below(4)),
                "properties": properties,
            }));
        }
    }
    World::from_json(&json!({"now": "2026-06-02T00:00:00Z", "tz": "UTC", "users": [{"user_id": "nobody"}], "events": events})).unwrap()
}

fn rule(dice: &mut Dice) -> Value {
    let mut steps: Vec<Value> = Vec::new();
    let count = 1 + dice.below(5);
    let mut absent = true;
    for at in 0..count {
        let mut step = match dice.below(5) {
            0 => json!({"event": "*"}),
            1 => json!({"event": ["a", "b"]}),
            2 => json!({"event": "b"}),
            3 => json!({"event": "c"}),
            _ => json!({"event": "a"}),
        };
        if dice.one_in(4) {
            step["where"] = json!({"kind": "property", "property": "p", "op": "is", "value": dice.below(2)});
        }
        absent = !absent && at > 0 && dice.one_in(2);
        if absent {
            step["absent"] = json!(true);
        }
        if at > 0 && dice.one_in(3) {
            step["within"] = json!({"n": 1 + dice.below(2), "unit": "second"});
        }
        steps.push(step);
    }
    let mut rule = json!({"kind": "sequence", "steps": steps});
    if dice.one_in(3) {
        rule["within"] = json!({"n": 1 + dice.below(3), "unit": "second"});
    }
    match dice.below(5) {
        0 => rule["same"] = json!(["p"]),
        1 => rule["same"] = json!(["p", "n"]),
        _ => {}
    }
    if dice.one_in(4) {
        rule["window"] = json!({"from": "2026-06-01T00:00:01Z", "to": "2026-06-01T00:00:03Z"});
    }
    rule
}

#[test]
fn events_that_fall_together() {
    let seeds = std::env::var("SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(4);
    let (mut selecting, mut empty) = (0, 0);
    for seed in 0..seeds {
        let mut dice = Dice(seed * 7919 + 1);
        let world = world(&mut dice);
        let workspace = Workspace::of(&world);
        let mut stock = Vec::new();
        for at in 0..40 {
            let rule = rule(&mut dice);
            let mut want = evaluate(&world, &rule).unwrap();
            want.sort();
            if want.is_empty() {
                empty += 1;
            } else {
                selecting += 1;
            }
            let sql = statement(&world, &rule).unwrap();
            assert!(sql.contains("AS twin"), "not as sub-queries by name");
            assert_eq!(workspace.bundled(&sql).unwrap_or_else(|why| panic!("{why}\n{sql}")), want, "{rule}\n{world:?}\n{sql}");
            // Many of the same: none of them has a name of its own.
            if at % 8 == 0 {
                let many: Vec<&Value> = std::iter::repeat_n(&rule, 100).collect();
                let flat = statement(&world, &json!({"kind": "all", "of": many})).unwrap();
                assert!(!flat.contains("AS twin"), "not as columns");
                assert_eq!(workspace.bundled(&flat).unwrap_or_else(|why| panic!("{why}\n{flat}")), want, "flat: {rule}\n{world:?}\n{flat}");
            }
            stock.push((sql, want));
        }
        let statements: Vec<String> = stock.iter().map(|(sql, _)| sql.clone()).collect();
        if let Some(answers) = workspace.stock(&statements) {
            for ((sql, want), got) in stock.iter().zip(answers.unwrap()) {
                assert_eq!(got, *want, "stock: {sql}");
            }
        }
    }
    assert!(selecting > 50 && empty > 10, "{selecting} select, {empty} do not");
}

//! Every conformance case, and random rules in random worlds: the statement selects whom the reference selects, in the bundled
//! SQLite and in the system's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, dead_code, unreachable_pub)]

mod workspace;

use muster_testkit::conformance::{cases, Want};
use muster_testkit::differ::compare_random;
use muster_testkit::World;
use serde_json::Value;
use std::cell::RefCell;
use workspace::{needs_program, statement, Workspace};

/// Keeps the last world's file.
struct Kept(RefCell<Option<(World, Workspace)>>);

impl Kept {
    fn with<T>(&self, world: &World, ask: impl FnOnce(&Workspace) -> T) -> T {
        let mut kept = self.0.borrow_mut();
        if kept.as_ref().is_none_or(|(last, _)| last != world) {
            *kept = Some((world.clone(), Workspace::of(world)));
        }
        ask(&kept.as_ref().unwrap().1)
    }

    fn bundled(&self, world: &World, rule: &Value) -> Result<Vec<String>, String> {
        let sql = statement(world, rule)?;
        self.with(world, |workspace| workspace.bundled(&sql))
    }

    /// The system's SQLite, or the bundled one where there is none or the statement needs the program.
    fn stock(&self, world: &World, rule: &Value) -> Result<Vec<String>, String> {
        let sql = statement(world, rule)?;
        self.with(world, |workspace| {
            if needs_program(&sql) {
                return workspace.bundled(&sql);
            }
            match workspace.stock(std::slice::from_ref(&sql)) {
                Some(answers) => Ok(answers?.remove(0)),
                None => workspace.bundled(&sql),
            }
        })
    }
}

#[test]
fn conformance_cases() {
    let kept = Kept(RefCell::new(None));
    let (mut asked, mut wrong) = (0, Vec::new());
    for case in cases().unwrap() {
        let Want::Members(want) = &case.want else { continue };
        asked += 1;
        for (name, got) in [("bundled", kept.bundled(&case.world, &case.rule)), ("stock", kept.stock(&case.world, &case.rule))] {
            if got.as_ref() != Ok(want) {
                wrong.push(format!("{} ({name}): want {want:?}, got {got:?}", case.title()));
            }
        }
    }
    assert!(asked > 50, "{asked} cases only");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn random_rules_in_random_worlds() {
    let kept = Kept(RefCell::new(None));
    let bundled = |world: &World, rule: &Value| kept.bundled(world, rule);
    let stock = |world: &World, rule: &Value| kept.stock(world, rule);
    let seeds = std::env::var("SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(8);
    if let Err(mismatch) = compare_random(0..seeds, 20, 300, &[("bundled", &bundled), ("stock", &stock)]) {
        panic!("{mismatch}");
    }
}

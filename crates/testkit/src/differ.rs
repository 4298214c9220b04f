//! Holds executions against the reference, and makes what differs small.

use crate::conformance::{cases, Case, Want};
use crate::random::Random;
use crate::shrink::shrink;
use crate::{evaluate, World};
use serde_json::{json, Value};
use std::fmt;
use std::ops::Range;

/// Something that selects people: the world, the rule, the ids of those selected in any order. It may keep the last world that it loaded.
pub type Execution<'e> = (&'e str, &'e dyn Fn(&World, &Value) -> Result<Vec<String>, String>);

/// An execution that does not select whom the reference selects.
#[derive(Debug, Clone)]
pub struct Mismatch {
    /// The world.
    pub world: World,
    /// The rule.
    pub rule: Value,
    /// Whom the reference selects.
    pub want: Vec<String>,
    /// Each execution that differs, and what came of it.
    pub got: Vec<(String, Result<Vec<String>, String>)>,
}

impl Mismatch {
    /// The world with its one case, as it can be pasted into the `worlds` of `tests/conformance/regressions.json`.
    pub fn to_json(&self) -> Value {
        let mut world = self.world.to_json();
        let mut case = json!({"name": "what this is about", "rule": self.rule, "members": self.want});
        if self.world.import_clock() != self.world.now {
            case["now"] = json!(self.world.now);
        }
        world["cases"] = json!([case]);
        world
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "the reference selects {:?}", self.want)?;
        for (name, got) in &self.got {
            match got {
                Ok(ids) => writeln!(out, "{name} selects {ids:?}")?,
                Err(why) => writeln!(out, "{name} fails: {why}")?,
            }
        }
        write!(out, "{:#}", self.to_json())
    }
}

impl std::error::Error for Mismatch {}

/// Whether every execution selects whom the reference selects, each person once.
pub fn compare(world: &World, rule: &Value, executions: &[Execution<'_>]) -> Result<(), Box<Mismatch>> {
    let mismatch = |want, got| Box::new(Mismatch { world: world.clone(), rule: rule.clone(), want, got });
    let want = match evaluate(world, rule) {
        Ok(want) => want,
        Err(why) => return Err(mismatch(Vec::new(), vec![("reference".to_owned(), Err(why))])),
    };
    let mut wrong = Vec::new();
    for (name, execute) in executions {
        let got = execute(world, rule).map(|mut ids| {
            ids.sort();
            ids
        });
        if got.as_ref() != Ok(&want) {
            wrong.push(((*name).to_owned(), got));
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(mismatch(want, wrong))
    }
}

/// Holds executions against the conformance cases that are not pending: the people they name, or a refusal that says what they want. Returns how
/// many cases were run, or what is wrong with each that is.
pub fn compare_cases(executions: &[Execution<'_>]) -> Result<usize, String> {
    let cases: Vec<Case> = cases()?.into_iter().filter(|case| !case.is_pending()).collect();
    let mut wrong = Vec::new();
    for case in &cases {
        for (name, execute) in executions {
            let got = execute(&case.world, &case.rule).map(|mut ids| {
                ids.sort();
                ids
            });
            let right = match (&case.want, &got) {
                (Want::Members(want), Ok(got)) => want == got,
                (Want::Error(says), Err(why)) => why.contains(says),
                _ => false,
            };
            if !right {
                wrong.push(format!("{}: {name} gives {got:?} instead of {:?} for {}", case.title(), case.want, case.rule));
            }
        }
    }
    if wrong.is_empty() {
        Ok(cases.len())
    } else {
        Err(wrong.join("\n"))
    }
}

/// Holds executions against the reference over random worlds, so many rules in each. Returns how many rules were compared. The first mismatch is
/// made small, in at most `attempts` further comparisons, and returned.
pub fn compare_random(seeds: Range<u64>, rules: usize, attempts: usize, executions: &[Execution<'_>]) -> Result<usize, Box<Mismatch>> {
    let mut compared = 0;
    for seed in seeds {
        let mut random = Random::new(seed);
        let world = random.world();
        for _ in 0..rules {
            let rule = random.rule();
            compare(&world, &rule, executions).map_err(|mismatch| shrink(mismatch, attempts, executions))?;
            compared += 1;
        }
    }
    Ok(compared)
}

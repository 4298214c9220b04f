//! Holds executions against the reference, and makes what differs small.

use crate::conformance::{cases, Want};
use crate::random::Random;
use crate::shrink::shrink;
use crate::{evaluate, World};
use serde_json::{json, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// Something that selects people: the world, the rule, the ids of those selected in any order. It may keep the last world that it loaded.
pub type Execution<'e> = (&'e str, &'e dyn Fn(&World, &Value) -> Result<Vec<String>, String>);

/// What one rule of several comes to: the ids of those selected in any order; `None` where the execution is known to be unable to say it; or why
/// it failed.
pub type Answer = Result<Option<Vec<String>>, String>;

/// An execution that answers several rules about one world at once, in their order.
pub type Batch<'e> = (&'e str, &'e dyn Fn(&World, &[Value]) -> Vec<Answer>);

/// What was compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// How many rules.
    pub rules: usize,
    /// How many of them each execution was unable to say; those without any are not in it.
    pub unable: BTreeMap<String, usize>,
}

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
    batched(executions, |batches| compare_world(world, std::slice::from_ref(rule), batches).map(|_| ()))
}

/// Whether every execution selects whom the reference selects, for several rules about one world. Stops at the first rule for which one does not.
pub fn compare_world(world: &World, rules: &[Value], executions: &[Batch<'_>]) -> Result<Compared, Box<Mismatch>> {
    let mismatch = |rule: &Value, want, got| Box::new(Mismatch { world: world.clone(), rule: rule.clone(), want, got });
    let mut compared = Compared::default();
    let mut answers: Vec<(&str, std::vec::IntoIter<Answer>)> =
        executions.iter().map(|(name, answer)| (*name, answer(world, rules).into_iter())).collect();
    for rule in rules {
        let want = evaluate(world, rule).map_err(|why| mismatch(rule, Vec::new(), vec![("reference".to_owned(), Err(why))]))?;
        let mut wrong = Vec::new();
        for (name, answers) in &mut answers {
            let got = match answers.next() {
                Some(Ok(None)) => {
                    *compared.unable.entry((*name).to_owned()).or_default() += 1;
                    continue;
                }
                Some(Ok(Some(mut ids))) => {
                    ids.sort();
                    Ok(ids)
                }
                Some(Err(why)) => Err(why),
                None => Err("no answer".to_owned()),
            };
            if got.as_ref() != Ok(&want) {
                wrong.push(((*name).to_owned(), got));
            }
        }
        if !wrong.is_empty() {
            return Err(mismatch(rule, want, wrong));
        }
        compared.rules += 1;
    }
    Ok(compared)
}

/// Executions that answer one rule, as such that answer several.
fn batched<T>(executions: &[Execution<'_>], ask: impl FnOnce(&[Batch<'_>]) -> T) -> T {
    let each: Vec<_> = executions
        .iter()
        .map(|(name, execute)| {
            (*name, move |world: &World, rules: &[Value]| rules.iter().map(|rule| execute(world, rule).map(Some)).collect())
        })
        .collect();
    let batches: Vec<Batch<'_>> = each.iter().map(|(name, answer)| (*name, answer as &dyn Fn(&World, &[Value]) -> Vec<Answer>)).collect();
    ask(&batches)
}

/// Holds executions against the conformance cases: the people they name, or a refusal that says what they want. Returns how
/// many cases were run, or what is wrong with each that is.
pub fn compare_cases(executions: &[Execution<'_>]) -> Result<usize, String> {
    let cases = cases()?;
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
    batched(executions, |batches| compare_random_worlds(seeds, rules, attempts, batches).map(|compared| compared.rules))
}

/// As [`compare_random`], with executions that are asked all rules about a world at once.
pub fn compare_random_worlds(
    seeds: Range<u64>,
    rules: usize,
    attempts: usize,
    executions: &[Batch<'_>],
) -> Result<Compared, Box<Mismatch>> {
    let mut all = Compared::default();
    for seed in seeds {
        let mut random = Random::new(seed);
        let world = random.world();
        let rules: Vec<Value> = (0..rules).map(|_| random.rule()).collect();
        let compared = compare_world(&world, &rules, executions).map_err(|mismatch| shrink(mismatch, attempts, executions))?;
        all.rules += compared.rules;
        for (name, unable) in compared.unable {
            *all.unable.entry(name).or_default() += unable;
        }
    }
    Ok(all)
}

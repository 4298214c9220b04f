//! The reference: a rule, asked of every person.

mod acts;
mod cells;
mod condition;
mod consent;
mod event;
mod exact;
mod history;
mod measure;
mod person;
mod rank;
mod regular;
mod related;
mod sequence;
mod test;

use crate::time::{read_stored, zone};
use crate::window::Clock;
use crate::World;
use cells::Cells;
use condition::{holds, Asked};
use person::Person;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of the language.
pub const KINDS: [&str; 17] = [
    "all", "any", "not", "at_least", "field", "property", "event", "sequence", "regular", "changed", "ever", "rank", "related", "time",
    "segment", "list", "consent",
];

/// What is asked in: the clock and everything there is.
struct Scene<'w> {
    clock: Clock,
    world: &'w World,
    people: Vec<Person>,
    /// The rows of custom tables, by the table's name.
    tables: BTreeMap<String, Vec<Cells>>,
    /// Who is among the best, by the text of the condition: the same for everyone who is asked.
    best: RefCell<BTreeMap<String, BTreeSet<String>>>,
    /// The saved segments that are being asked, outermost first.
    inside: RefCell<Vec<String>>,
}

/// The people whom a rule selects, sorted by their id's bytes. An error where the rule means nothing; it does not look for errors in parts that
/// it never asks.
pub fn evaluate(world: &World, rule: &Value) -> Result<Vec<String>, String> {
    let scene = scene(world)?;
    let mut members = Vec::new();
    for person in &scene.people {
        if holds(&scene, Asked::Person(person), rule)? {
            members.push(person.id.clone());
        }
    }
    members.sort();
    Ok(members)
}

/// Everyone in a world, sorted by their id's bytes: also those whom only an event, a property, a consent or a table's row names.
pub fn everyone(world: &World) -> Result<Vec<String>, String> {
    let mut ids: Vec<String> = scene(world)?.people.into_iter().map(|person| person.id).collect();
    ids.sort();
    Ok(ids)
}

fn scene(world: &World) -> Result<Scene<'_>, String> {
    let tz = zone(&world.tz)?;
    let at = |text: &str| -> Result<i64, String> {
        let written = read_stored(&Value::String(text.to_owned()))?.ok_or(format!("{text}: no time"))?;
        Ok(written.instant(tz))
    };
    let clock = Clock { now: at(&world.now)?, tz };
    Ok(Scene {
        clock,
        world,
        people: person::people(world, tz, at(world.import_clock())?)?,
        tables: cells::tables(world, tz)?,
        best: RefCell::default(),
        inside: RefCell::default(),
    })
}

/// A key of a condition that must be there.
fn needed<'v>(condition: &'v Value, key: &str) -> Result<&'v Value, String> {
    condition.get(key).ok_or_else(|| format!("no {key} in {condition}"))
}

/// A key of a condition that must be there and a text.
fn needed_text<'v>(condition: &'v Value, key: &str) -> Result<&'v str, String> {
    needed(condition, key)?.as_str().ok_or_else(|| format!("{key} is no text in {condition}"))
}

/// A key of a condition that must be there and a count.
fn needed_count(condition: &Value, key: &str) -> Result<u64, String> {
    needed(condition, key)?.as_u64().ok_or_else(|| format!("{key} is no count in {condition}"))
}

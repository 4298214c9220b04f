//! The reference: a rule, asked of every person.

mod condition;
mod event;
mod person;
mod test;

use crate::time::{read_stored, zone};
use crate::window::Clock;
use crate::World;
use person::Person;
use serde_json::Value;

/// The kinds that the reference knows.
pub const KINDS: [&str; 7] = ["all", "any", "not", "at_least", "field", "property", "event"];

/// What is asked in: the clock and everyone.
struct Scene {
    clock: Clock,
    people: Vec<Person>,
}

/// The people whom a rule selects, sorted by their id's bytes. An error where the rule has something that the reference does not know, or means
/// nothing; it does not look for errors in parts that it never asks.
pub fn evaluate(world: &World, rule: &Value) -> Result<Vec<String>, String> {
    let scene = scene(world)?;
    let mut members = Vec::new();
    for person in &scene.people {
        if condition::of_person(&scene, person, rule)? {
            members.push(person.id.clone());
        }
    }
    members.sort();
    Ok(members)
}

/// Everyone in a world, sorted by their id's bytes: also those whom only an event or a property row names.
pub fn everyone(world: &World) -> Result<Vec<String>, String> {
    let mut ids: Vec<String> = scene(world)?.people.into_iter().map(|person| person.id).collect();
    ids.sort();
    Ok(ids)
}

fn scene(world: &World) -> Result<Scene, String> {
    let tz = zone(&world.tz)?;
    let at = |text: &str| -> Result<i64, String> {
        let written = read_stored(&Value::String(text.to_owned()))?.ok_or(format!("{text}: no time"))?;
        Ok(written.instant(tz))
    };
    let clock = Clock { now: at(&world.now)?, tz };
    let people = person::people(world, tz, at(world.import_clock())?)?;
    Ok(Scene { clock, people })
}

/// A key of a condition that must be there.
fn needed<'v>(condition: &'v Value, key: &str) -> Result<&'v Value, String> {
    condition.get(key).ok_or_else(|| format!("no {key} in {condition}"))
}

/// A key of a condition that must be there and a text.
fn needed_text<'v>(condition: &'v Value, key: &str) -> Result<&'v str, String> {
    needed(condition, key)?.as_str().ok_or_else(|| format!("{key} is no text in {condition}"))
}

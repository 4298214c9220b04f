//! Conditions by kind, of a person and of an event.

use super::event::{self, Happening};
use super::person::Person;
use super::test::passes;
use super::{needed, needed_text, Scene};
use serde_json::Value;

/// Whether a condition holds of a person.
pub(super) fn of_person(scene: &Scene, person: &Person, condition: &Value) -> Result<bool, String> {
    match needed_text(condition, "kind")? {
        "field" => passes(scene.clock, &person.column(needed_text(condition, "field")?)?, condition),
        "property" => {
            let value = person.property(needed_text(condition, "property")?, scene.clock.now);
            refuse_keys(condition, &["as_of"])?;
            passes(scene.clock, &value, condition)
        }
        "event" => event::of_person(scene, person, condition),
        _ => of_group(condition, &|part| of_person(scene, person, part)),
    }
}

/// Whether a condition holds of an event.
pub(super) fn of_event(scene: &Scene, event: &Happening, condition: &Value) -> Result<bool, String> {
    match needed_text(condition, "kind")? {
        "field" => passes(scene.clock, &event.column(needed_text(condition, "field")?)?, condition),
        "property" => {
            refuse_keys(condition, &["as_of"])?;
            passes(scene.clock, &event.property(needed_text(condition, "property")?), condition)
        }
        _ => of_group(condition, &|part| of_event(scene, event, part)),
    }
}

/// Whether a group holds, whatever its parts are asked of.
fn of_group(condition: &Value, holds: &dyn Fn(&Value) -> Result<bool, String>) -> Result<bool, String> {
    let of = needed(condition, "of")?;
    if condition["kind"] == "not" {
        return Ok(!holds(of)?);
    }
    let parts = of.as_array().ok_or("of is no list")?;
    let mut held = 0;
    for part in parts {
        if holds(part)? {
            held += 1;
        }
    }
    match condition["kind"].as_str() {
        Some("all") => Ok(held == parts.len()),
        Some("any") => Ok(held > 0),
        Some("at_least") => {
            let n = needed(condition, "n")?.as_u64().ok_or("n is no count")?;
            Ok(held as u64 >= n)
        }
        _ => Err(format!("the reference does not know {condition}")),
    }
}

/// An error where a condition has a key that the reference does not know yet.
pub(super) fn refuse_keys(condition: &Value, keys: &[&str]) -> Result<(), String> {
    match keys.iter().find(|key| condition.get(key).is_some()) {
        Some(key) => Err(format!("the reference does not know {key}")),
        None => Ok(()),
    }
}

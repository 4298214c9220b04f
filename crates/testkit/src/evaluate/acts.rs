//! The kind `event`.

use super::condition::{holds, Asked};
use super::event::Happening;
use super::person::Person;
use super::test::passes;
use super::{measure, needed, Scene};
use crate::window::lies_in;
use serde_json::{json, Value};

/// Whether a measure over a person's matching events passes, or the picked one of them does.
pub(super) fn holds_of(scene: &Scene<'_>, person: &Person, condition: &Value) -> Result<bool, String> {
    if let Some(pick) = condition.get("pick") {
        let events = matching(scene, person, condition)?;
        let picked = match pick.as_str() {
            Some("first") => events.first(),
            Some("last") => events.last(),
            _ => return Err(format!("no pick {pick}")),
        };
        let having = needed(condition, "having")?;
        return picked.map_or(Ok(false), |event| holds(scene, Asked::Event(event), having));
    }
    let value = measured(scene, person, condition)?;
    if condition.get("op").is_some() {
        passes(scene.clock, &value, condition)
    } else {
        passes(scene.clock, &value, &json!({"op": "gte", "value": 1}))
    }
}

/// The measure of a condition with `event`, `where`, `window` and `measure`; `null` where it has no value.
pub(super) fn measured(scene: &Scene<'_>, person: &Person, condition: &Value) -> Result<Value, String> {
    let count = json!({"fn": "count"});
    let events = matching(scene, person, condition)?;
    measure::of(scene.clock.tz, &events, condition.get("measure").unwrap_or(&count))
}

/// A person's events that a condition with `event`, `where` and `window` means, in the order of time, and of import at equal times.
pub(super) fn matching<'p>(scene: &Scene<'_>, person: &'p Person, condition: &Value) -> Result<Vec<&'p Happening>, String> {
    let mut matching = Vec::new();
    for event in &person.events {
        if matches(scene, event, condition)? {
            matching.push(event);
        }
    }
    // A stable sort: those of equal times stay in the order of their import.
    matching.sort_by_key(|event| event.at);
    Ok(matching)
}

fn matches(scene: &Scene<'_>, event: &Happening, condition: &Value) -> Result<bool, String> {
    let named = match needed(condition, "event")? {
        Value::String(name) if name == "*" => true,
        Value::String(name) => *name == event.name,
        Value::Array(names) => names.contains(&json!(event.name)),
        other => return Err(format!("no event name: {other}")),
    };
    if !named || event.at > scene.clock.now {
        return Ok(false);
    }
    if let Some(window) = condition.get("window") {
        if !lies_in(scene.clock, window, event.at)? {
            return Ok(false);
        }
    }
    condition.get("where").map_or(Ok(true), |filter| holds(scene, Asked::Event(event), filter))
}

//! Events, and the kind `event`.

use super::condition::{of_event, refuse_keys};
use super::person::Person;
use super::test::passes;
use super::{needed, Scene};
use crate::time::{column_text, read_stored};
use crate::window::lies_in;
use chrono_tz::Tz;
use serde_json::{json, Value};

/// Something that a person did.
pub(super) struct Happening {
    id: Option<String>,
    name: String,
    at: i64,
    properties: Value,
}

/// Reads a row of an events file.
pub(super) fn read(row: &Value, tz: Tz) -> Result<Happening, String> {
    let written = read_stored(&row["timestamp"])?.ok_or_else(|| format!("no timestamp in {row}"))?;
    Ok(Happening {
        id: row["event_id"].as_str().map(str::to_owned),
        name: row["event_name"].as_str().ok_or_else(|| format!("no event_name in {row}"))?.to_owned(),
        at: written.instant(tz),
        properties: row["properties"].clone(),
    })
}

impl Happening {
    /// Whether another of the same person's is the same, arrived twice.
    pub(super) fn is_same_by_id(&self, other: &Happening) -> bool {
        self.id.is_some() && self.id == other.id && self.name == other.name && self.at == other.at
    }

    /// A column's value.
    pub(super) fn column(&self, name: &str) -> Result<Value, String> {
        match name {
            "event_name" => Ok(json!(self.name)),
            "timestamp" => Ok(json!(column_text(self.at))),
            _ => Err(format!("events have no field {name}")),
        }
    }

    /// A key's value; `null` where there is none. A literal key wins, else every dotted part is a step inwards.
    pub(super) fn property(&self, name: &str) -> Value {
        if let Some(literal) = self.properties.get(name) {
            return literal.clone();
        }
        let mut value = self.properties.clone();
        for part in name.split('.') {
            value = value.get(part).cloned().unwrap_or_default();
        }
        value
    }
}

/// Whether the number of a person's matching events passes.
pub(super) fn of_person(scene: &Scene, person: &Person, condition: &Value) -> Result<bool, String> {
    refuse_keys(condition, &["pick", "having"])?;
    if condition.get("measure").is_some_and(|measure| *measure != json!({"fn": "count"})) {
        return Err(format!("the reference does not know {}", condition["measure"]));
    }
    let mut count = 0;
    for event in &person.events {
        if matches(scene, event, condition)? {
            count += 1;
        }
    }
    if condition.get("op").is_some() {
        passes(scene.clock, &json!(count), condition)
    } else {
        Ok(count >= 1)
    }
}

/// Whether an event is one of those that a condition with `event`, `where` and `window` means.
fn matches(scene: &Scene, event: &Happening, condition: &Value) -> Result<bool, String> {
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
    condition.get("where").map_or(Ok(true), |filter| of_event(scene, event, filter))
}

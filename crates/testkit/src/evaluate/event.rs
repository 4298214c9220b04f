//! Events.

use crate::time::{column_text, local, read_stored};
use chrono::{Datelike, Timelike};
use chrono_tz::Tz;
use serde_json::{json, Value};

/// Something that a person did.
pub(super) struct Happening {
    id: Option<String>,
    /// What it is.
    pub(super) name: String,
    /// When.
    pub(super) at: i64,
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

    /// A part of its local time.
    pub(super) fn part(&self, part: &str, tz: Tz) -> Result<Value, String> {
        let wall = local(tz, self.at)?;
        Ok(match part {
            "hour" => json!(wall.hour()),
            "weekday" => json!(wall.weekday().number_from_monday()),
            "day" => json!(wall.day()),
            "month" => json!(wall.month()),
            "date" => json!(wall.format("%Y-%m-%d").to_string()),
            _ => return Err(format!("a time has no {part}")),
        })
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

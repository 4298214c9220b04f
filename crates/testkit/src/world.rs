//! A small workspace in the shape of the conformance files.

use muster_rules::data::{ConsentRow, EventRow, PropertyRow, Row, UserRow};
use muster_rules::time::StoredTime;
use muster_rules::value::canonical;
use serde_json::{json, Map, Value};

/// The columns of a users file that are no user properties.
pub const IDENTITY: [&str; 5] = ["user_id", "email", "name", "created_at", "account_type"];

/// A workspace: rows as files have them, the clock and the zone. Rows are JSON objects, in the order of their import: users, events, history, consent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct World {
    /// The instant of the evaluation, as RFC 3339.
    pub now: String,
    /// The clock of the imports, where it is another than `now`.
    pub imported_at: Option<String>,
    /// The workspace's zone, by its IANA name.
    pub tz: String,
    /// Rows of a users file; keys beyond [`IDENTITY`] are user properties.
    pub users: Vec<Value>,
    /// Rows of an events file.
    pub events: Vec<Value>,
    /// Rows of a properties file.
    pub history: Vec<Value>,
    /// Whatever else the file has: lists, segments, tables, rows, consent.
    pub more: Map<String, Value>,
}

impl World {
    /// Reads a world of a conformance file; `cases` are left out.
    pub fn from_json(json: &Value) -> Result<World, String> {
        let mut world = World { tz: "UTC".to_owned(), ..World::default() };
        for (key, value) in json.as_object().ok_or("a world is an object")? {
            let text = || value.as_str().map(str::to_owned).ok_or(format!("{key}: not a text"));
            let rows = || value.as_array().cloned().ok_or(format!("{key}: not a list"));
            match key.as_str() {
                "now" => world.now = text()?,
                "imported_at" => world.imported_at = Some(text()?),
                "tz" => world.tz = text()?,
                "users" => world.users = rows()?,
                "events" => world.events = rows()?,
                "history" => world.history = rows()?,
                "cases" => {}
                _ => {
                    world.more.insert(key.clone(), value.clone());
                }
            }
        }
        if world.now.is_empty() {
            return Err("a world without now".to_owned());
        }
        Ok(world)
    }

    /// The world as a conformance file writes it, without cases. `now` is the clock of the imports there.
    pub fn to_json(&self) -> Value {
        let mut json = self.more.clone();
        json.insert("now".to_owned(), json!(self.import_clock()));
        json.insert("tz".to_owned(), json!(self.tz));
        for (key, rows) in [("users", &self.users), ("events", &self.events), ("history", &self.history)] {
            if !rows.is_empty() {
                json.insert(key.to_owned(), json!(rows));
            }
        }
        Value::Object(json)
    }

    /// The same world, looked at from another instant.
    pub fn at(&self, now: &str) -> World {
        World { now: now.to_owned(), imported_at: Some(self.import_clock().to_owned()), ..self.clone() }
    }

    /// When its rows were imported: what undated values begin at.
    pub fn import_clock(&self) -> &str {
        self.imported_at.as_deref().unwrap_or(&self.now)
    }

    /// The instant of the evaluation, in milliseconds since 1970.
    pub fn now_millis(&self) -> Result<i64, String> {
        millis(&self.now)
    }

    /// The clock of the imports, in milliseconds since 1970.
    pub fn import_clock_millis(&self) -> Result<i64, String> {
        millis(self.import_clock())
    }

    /// Its rows as readers of files hand them to the store, in the order of import.
    pub fn rows(&self) -> Result<Vec<Row>, String> {
        let mut rows = Vec::new();
        for row in &self.users {
            rows.push(Row::User(user_row(row)?));
        }
        for row in &self.events {
            let properties = row.get("properties").filter(|p| !p.is_null()).map_or_else(|| "{}".to_owned(), canonical);
            rows.push(Row::Event(EventRow {
                event_id: optional(row, "event_id"),
                user_id: required(row, "user_id")?,
                event_name: required(row, "event_name")?,
                timestamp: stored_time(row, "timestamp")?.ok_or("an event without timestamp")?,
                properties,
            }));
        }
        for row in &self.history {
            rows.push(Row::Property(PropertyRow {
                user_id: required(row, "user_id")?,
                property_name: required(row, "property_name")?,
                property_value: row.get("property_value").filter(|v| !v.is_null()).map(canonical),
                updated_at: stored_time(row, "updated_at")?,
            }));
        }
        for row in self.more.get("consent").and_then(Value::as_array).into_iter().flatten() {
            rows.push(Row::Consent(ConsentRow {
                user_id: required(row, "user_id")?,
                purpose: required(row, "purpose")?,
                granted: required(row, "state")? == "granted",
                updated_at: stored_time(row, "updated_at")?,
            }));
        }
        Ok(rows)
    }

    /// Its rows as NDJSON files: what `--as` would name them, and the text. In the order of import; empty ones are left out.
    pub fn files(&self) -> Vec<(&'static str, String)> {
        let lines = |rows: &[Value]| rows.iter().map(|row| format!("{row}\n")).collect::<String>();
        let mut files = vec![("users", lines(&self.users)), ("events", lines(&self.events)), ("properties", lines(&self.history))];
        if let Some(consent) = self.more.get("consent").and_then(Value::as_array) {
            files.push(("consent", lines(consent)));
        }
        files.retain(|(_, text)| !text.is_empty());
        files
    }
}

fn user_row(row: &Value) -> Result<UserRow, String> {
    let properties = row
        .as_object()
        .ok_or("a row that is no object")?
        .iter()
        .filter(|(key, value)| !IDENTITY.contains(&key.as_str()) && !value.is_null())
        .map(|(key, value)| (key.clone(), canonical(value)))
        .collect();
    Ok(UserRow {
        user_id: required(row, "user_id")?,
        email: optional(row, "email"),
        name: optional(row, "name"),
        created_at: stored_time(row, "created_at")?,
        account_type: optional(row, "account_type"),
        properties,
    })
}

fn optional(row: &Value, key: &str) -> Option<String> {
    row.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn required(row: &Value, key: &str) -> Result<String, String> {
    optional(row, key).ok_or_else(|| format!("{key}: missing in {row}"))
}

fn stored_time(row: &Value, key: &str) -> Result<Option<StoredTime>, String> {
    let read = match row.get(key) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => muster_rules::time::read_time(text),
        Some(Value::Number(number)) => number.as_f64().and_then(muster_rules::time::read_time_number),
        Some(_) => None,
    };
    read.map(Some).ok_or_else(|| format!("{key}: no time in {row}"))
}

fn millis(text: &str) -> Result<i64, String> {
    let parsed = chrono::DateTime::parse_from_rfc3339(text).map_err(|why| format!("{text}: {why}"))?;
    Ok(parsed.timestamp_millis())
}

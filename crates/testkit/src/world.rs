//! A small workspace in the shape of the conformance files.

mod cells;

use muster_rules::data::{ConsentRow, EventRow, ListRow, PropertyRow, Row, TableRow, UserRow};
use muster_rules::schema::{Catalog, Schema};
use muster_rules::time::{StoredTime, Zone};
use muster_rules::value::canonical;
use serde_json::{json, Map, Value};
use std::collections::BTreeMap;

/// The columns of a users file that are no user properties.
pub const IDENTITY: [&str; 5] = ["user_id", "email", "name", "created_at", "account_type"];

/// A workspace: rows as files have them, the clock and the zone. Rows are JSON objects, in the order of their import: users, events, history,
/// consent, rows of custom tables, lists.
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
    /// Rows of a consent file.
    pub consent: Vec<Value>,
    /// Custom tables and relations, as `TABLES.json` declares them; `null` where there are none.
    pub tables: Value,
    /// Rows of custom tables' files, by the table's name.
    pub rows: BTreeMap<String, Vec<Value>>,
    /// Static lists: the ids on each, by its name.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Saved segments: the rule of each, by its name.
    pub segments: BTreeMap<String, Value>,
}

impl World {
    /// Reads a world of a conformance file; `cases` are left out.
    pub fn from_json(json: &Value) -> Result<World, String> {
        let mut world = World { tz: "UTC".to_owned(), ..World::default() };
        for (key, value) in json.as_object().ok_or("a world is an object")? {
            let text = || value.as_str().map(str::to_owned).ok_or(format!("{key}: not a text"));
            let object = || value.as_object().cloned().ok_or(format!("{key}: not an object"));
            let list = |value: &Value| value.as_array().cloned().ok_or(format!("{key}: not a list"));
            match key.as_str() {
                "now" => world.now = text()?,
                "imported_at" => world.imported_at = Some(text()?),
                "tz" => world.tz = text()?,
                "users" => world.users = list(value)?,
                "events" => world.events = list(value)?,
                "history" => world.history = list(value)?,
                "consent" => world.consent = list(value)?,
                "tables" => world.tables = value.clone(),
                "rows" => {
                    for (table, rows) in object()? {
                        world.rows.insert(table, list(&rows)?);
                    }
                }
                "lists" => {
                    for (name, ids) in object()? {
                        let id = |id: &Value| id.as_str().map(str::to_owned).ok_or(format!("{name}: an id is a text"));
                        let ids = list(&ids)?.iter().map(id).collect::<Result<_, _>>()?;
                        world.lists.insert(name, ids);
                    }
                }
                "segments" => world.segments = object()?.into_iter().collect(),
                "cases" => {}
                _ => return Err(format!("a world has no {key}")),
            }
        }
        if world.now.is_empty() {
            return Err("a world without now".to_owned());
        }
        Ok(world)
    }

    /// The world as a conformance file writes it, without cases. `now` is the clock of the imports there.
    pub fn to_json(&self) -> Value {
        let mut json = Map::from_iter([("now".to_owned(), json!(self.import_clock())), ("tz".to_owned(), json!(self.tz))]);
        let mut add = |key: &str, there: bool, value: Value| {
            if there {
                json.insert(key.to_owned(), value);
            }
        };
        add("users", !self.users.is_empty(), json!(self.users));
        add("events", !self.events.is_empty(), json!(self.events));
        add("history", !self.history.is_empty(), json!(self.history));
        add("consent", !self.consent.is_empty(), json!(self.consent));
        add("tables", !self.tables.is_null(), self.tables.clone());
        add("rows", !self.rows.is_empty(), json!(self.rows));
        add("lists", !self.lists.is_empty(), json!(self.lists));
        add("segments", !self.segments.is_empty(), json!(self.segments));
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

    /// Its rows as readers of files hand them to the store, in the order of import: users, events, history, consent; then, as users of whom
    /// nothing more is said, whomever rows of custom tables name.
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
        for row in &self.consent {
            rows.push(Row::Consent(ConsentRow {
                user_id: required(row, "user_id")?,
                purpose: required(row, "purpose")?,
                granted: required(row, "state")? == "granted",
                updated_at: stored_time(row, "updated_at")?,
            }));
        }
        let zone = Zone::parse(&self.tz).ok_or_else(|| format!("no zone {}", self.tz))?;
        let schema = self.schema()?;
        for table in &schema.tables {
            for row in self.table_rows(&table.name)? {
                let named = cells::people_named(&schema, table, &row, zone);
                rows.extend(named.into_iter().map(|user_id| Row::User(UserRow { user_id, ..UserRow::default() })));
            }
        }
        Ok(rows)
    }

    /// What its rules may refer to by name.
    pub fn catalog(&self) -> Result<Catalog, String> {
        Ok(Catalog { schema: self.schema()?, lists: self.lists.keys().cloned().collect(), segments: self.segments.clone() })
    }

    /// Its custom tables and relations.
    pub fn schema(&self) -> Result<Schema, String> {
        if self.tables.is_null() {
            return Ok(Schema::default());
        }
        muster_rules::tables::define(&self.tables.to_string(), &Schema::default()).map_err(|why| why.to_string())
    }

    /// The rows of a custom table as readers of files hand them to the store; those that are rejected are left out: with a
    /// value of a wrong type or for no column, without the key, or without any value.
    pub fn table_rows(&self, table: &str) -> Result<Vec<TableRow>, String> {
        let schema = self.schema()?;
        let table = schema.table(table).ok_or(format!("no table {table}"))?;
        Ok(self.rows.get(&table.name).into_iter().flatten().filter_map(|row| cells::row(table, row)).collect())
    }

    /// The rows of a list as readers of files hand them to the store.
    pub fn list_rows(&self, list: &str) -> Vec<ListRow> {
        self.lists.get(list).into_iter().flatten().cloned().map(ListRow::UserId).collect()
    }

    /// Its rows as NDJSON files: what `--as` would name them (`users`, `events`, `properties`, `consent`, `table:NAME`, `list:NAME`), and the text. In
    /// the order of import; of the first four empty ones are left out.
    pub fn files(&self) -> Vec<(String, String)> {
        let lines = |rows: &[Value]| rows.iter().map(|row| format!("{row}\n")).collect::<String>();
        let plain = [("users", &self.users), ("events", &self.events), ("properties", &self.history), ("consent", &self.consent)];
        let plain = plain.into_iter().filter(|(_, rows)| !rows.is_empty()).map(|(name, rows)| (name.to_owned(), lines(rows)));
        let tables = self.rows.iter().map(|(table, rows)| (format!("table:{table}"), lines(rows)));
        let members = |ids: &[String]| ids.iter().map(|id| json!({ "user_id": id })).collect::<Vec<_>>();
        let lists = self.lists.iter().map(|(list, ids)| (format!("list:{list}"), lines(&members(ids))));
        plain.chain(tables).chain(lists).collect()
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
    match row.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => read_time_value(value).map(Some).ok_or_else(|| format!("{key}: no time in {row}")),
    }
}

fn read_time_value(value: &Value) -> Option<StoredTime> {
    match value {
        Value::String(text) => muster_rules::time::read_time(text),
        Value::Number(number) => number.as_f64().and_then(muster_rules::time::read_time_number),
        _ => None,
    }
}

fn millis(text: &str) -> Result<i64, String> {
    let parsed = chrono::DateTime::parse_from_rfc3339(text).map_err(|why| format!("{text}: {why}"))?;
    Ok(parsed.timestamp_millis())
}

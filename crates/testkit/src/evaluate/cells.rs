//! Rows of custom tables.

use crate::time::{column_text, read_stored};
use crate::World;
use chrono_tz::Tz;
use serde_json::{json, Map, Value};
use std::collections::BTreeMap;

/// A row of a custom table.
pub(super) struct Cells {
    /// The table's name.
    pub(super) table: String,
    /// Every declared column; `null` where there is no value, times as columns of times write them.
    values: Map<String, Value>,
}

impl Cells {
    /// A column's value; `null` where there is none.
    pub(super) fn column(&self, name: &str) -> Result<Value, String> {
        self.values.get(name).cloned().ok_or_else(|| format!("{} has no column {name}", self.table))
    }
}

/// The rows of every declared table, by its name. The same key again replaces the row.
pub(super) fn tables(world: &World, tz: Tz) -> Result<BTreeMap<String, Vec<Cells>>, String> {
    let mut tables = BTreeMap::new();
    for declared in world.tables["tables"].as_array().into_iter().flatten() {
        let name = declared["name"].as_str().ok_or("a table without name")?;
        let mut rows: Vec<Cells> = Vec::new();
        for row in world.rows.get(name).into_iter().flatten() {
            let Some(values) = read(&declared["columns"], row, tz)? else { continue };
            let Some(key) = declared["key"].as_str() else {
                rows.push(Cells { table: name.to_owned(), values });
                continue;
            };
            // Without its key a row is rejected.
            if values[key].is_null() {
                continue;
            }
            match rows.iter_mut().find(|known| known.values[key] == values[key]) {
                Some(known) => known.values = values,
                None => rows.push(Cells { table: name.to_owned(), values }),
            }
        }
        tables.insert(name.to_owned(), rows);
    }
    match world.rows.keys().find(|table| !tables.contains_key(*table)) {
        Some(table) => Err(format!("no table {table}")),
        None => Ok(tables),
    }
}

/// A row's values; `None` where one does not fit its column.
fn read(columns: &Value, row: &Value, tz: Tz) -> Result<Option<Map<String, Value>>, String> {
    let mut values = Map::new();
    for (name, kind) in columns.as_object().ok_or("a table without columns")? {
        let value = match (kind.as_str(), &row[name]) {
            (_, Value::Null) => Value::Null,
            (Some("text"), text @ Value::String(_)) => text.clone(),
            // A key is the same however it is written: 1 and 1.0.
            (Some("number"), Value::Number(number)) => json!(number.as_f64()),
            (Some("bool"), bool @ Value::Bool(_)) => bool.clone(),
            (Some("time"), time) => match read_stored(time)? {
                Some(written) => json!(column_text(written.instant(tz))),
                None => return Ok(None),
            },
            (Some("text" | "number" | "bool"), _) => return Ok(None),
            _ => return Err(format!("{name}: no type {kind}")),
        };
        values.insert(name.clone(), value);
    }
    Ok(Some(values))
}

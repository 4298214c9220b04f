//! Rows of custom tables.

use crate::text::text_form;
use crate::time::{column_text, read_stored};
use crate::World;
use chrono_tz::Tz;
use serde_json::{json, Map, Value};
use std::collections::{BTreeMap, BTreeSet};

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
    let mut tables: BTreeMap<String, Vec<Cells>> = BTreeMap::new();
    for (declared, values) in accepted(world, tz)? {
        let name = declared["name"].as_str().ok_or("a table without name")?;
        let rows = tables.entry(name.to_owned()).or_default();
        let key = declared["key"].as_str();
        match key.and_then(|key| rows.iter_mut().find(|known| known.values[key] == values[key])) {
            Some(known) => known.values = values,
            None => rows.push(Cells { table: name.to_owned(), values }),
        }
    }
    for declared in world.tables["tables"].as_array().into_iter().flatten() {
        tables.entry(declared["name"].as_str().ok_or("a table without name")?.to_owned()).or_default();
    }
    match world.rows.keys().find(|table| !tables.contains_key(*table)) {
        Some(table) => Err(format!("no table {table}")),
        None => Ok(tables),
    }
}

/// The ids of people that rows name, also those of rows that are replaced: in columns called `user_id`, and in those that a relation ties to it.
pub(super) fn people_named(world: &World, tz: Tz) -> Result<BTreeSet<String>, String> {
    let mut named = BTreeSet::new();
    for (declared, values) in accepted(world, tz)? {
        for (column, value) in &values {
            if column == "user_id" || is_tied_to_people(world, &declared["name"], column) {
                named.extend(text_form(value));
            }
        }
    }
    // Ids stand on a line of their own.
    named.retain(|id| !id.is_empty() && !id.contains(char::is_control));
    Ok(named)
}

fn is_tied_to_people(world: &World, table: &Value, column: &str) -> bool {
    let is_person = |end: &Value| end["table"] == "users" && end["column"] == "user_id";
    world.tables["relations"].as_array().into_iter().flatten().any(|relation| {
        let (from, to) = (&relation["from"], &relation["to"]);
        match relation.get("via") {
            Some(via) => via["table"] == *table && (is_person(from) && via["from"] == column || is_person(to) && via["to"] == column),
            None => {
                let is_this = |end: &Value| end["table"] == *table && end["column"] == column;
                is_person(from) && is_this(to) || is_person(to) && is_this(from)
            }
        }
    })
}

/// A row that is not rejected: its table's declaration, and its values.
type Accepted<'w> = (&'w Value, Map<String, Value>);

/// The rows that are not rejected, each with its table's declaration, in the order of import within a table.
fn accepted(world: &World, tz: Tz) -> Result<Vec<Accepted<'_>>, String> {
    let mut rows = Vec::new();
    for declared in world.tables["tables"].as_array().into_iter().flatten() {
        let name = declared["name"].as_str().ok_or("a table without name")?;
        for row in world.rows.get(name).into_iter().flatten() {
            let Some(values) = read(&declared["columns"], row, tz)? else { continue };
            // Without its key a row is rejected, and so is one without anything.
            let empty = match declared["key"].as_str() {
                Some(key) => values[key].is_null(),
                None => values.values().all(Value::is_null),
            };
            if !empty {
                rows.push((declared, values));
            }
        }
    }
    Ok(rows)
}

/// A row's values; `None` where one does not fit its column, or has none.
fn read(columns: &Value, row: &Value, tz: Tz) -> Result<Option<Map<String, Value>>, String> {
    let mut values = Map::new();
    if row.as_object().into_iter().flatten().any(|(key, value)| columns.get(key).is_none() && !value.is_null()) {
        return Ok(None);
    }
    for (name, kind) in columns.as_object().ok_or("a table without columns")? {
        let value = match (kind.as_str(), &row[name]) {
            (_, Value::Null) => Value::Null,
            (Some("text"), Value::String(text)) if text.contains('\0') => return Ok(None),
            // Whole numbers with every digit, though a double would lose some.
            (Some("text"), Value::Number(number)) if !number.is_f64() => json!(number.to_string()),
            (Some("text"), value) => match text_form(value) {
                Some(text) => json!(text),
                None => return Ok(None),
            },
            // A key is the same however it is written: 1 and 1.0, 0 and -0.
            (Some("number"), Value::Number(number)) => json!(number.as_f64().map(|number| number + 0.0)),
            (Some("bool"), bool @ Value::Bool(_)) => bool.clone(),
            (Some("time"), time) => match read_stored(time)? {
                Some(written) => json!(column_text(written.instant(tz))),
                None => return Ok(None),
            },
            (Some("number" | "bool"), _) => return Ok(None),
            _ => return Err(format!("{name}: no type {kind}")),
        };
        values.insert(name.clone(), value);
    }
    Ok(Some(values))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn rows_that_do_not_fit_are_rejected_and_the_same_key_replaces() {
        let tables = json!({"tables": [{"name": "t", "key": "k", "columns": {"k": "text", "n": "number", "b": "bool", "at": "time"}}]});
        for (rows, want) in [
            (json!([{"k": "a", "n": 1.0, "b": true, "at": "2026-06-30"}]), vec!["a 1 true 2026-06-30T00:00:00.000Z"]),
            (json!([{"k": "a", "n": 1}, {"k": "a", "b": false}]), vec!["a - false -"]),
            (json!([{"k": "a"}, {"k": "a", "n": "1"}]), vec!["a - - -"]),
            (json!([{"k": 1}, {"k": "1", "n": 2}, {"k": true}]), vec!["1 2 - -", "true - - -"]),
            (json!([{"n": 1}, {"k": null}, {"k": ["a"]}, {"k": "a\u{0}"}]), vec![]),
            (json!([{"k": "a", "b": "true"}, {"k": "b", "b": 1}, {"k": "c", "at": "soon"}, {"k": "d", "at": true}]), vec![]),
            (json!([{"k": "a", "more": 1}, {"k": "b", "more": null}]), vec!["b - - -"]),
            (json!([{"k": "", "at": 1_782_777_600}]), vec![" - - 2026-06-30T00:00:00.000Z"]),
        ] {
            let rows = rows.as_array().cloned().unwrap();
            let world = World { tz: "UTC".to_owned(), tables: tables.clone(), rows: [("t".to_owned(), rows)].into(), ..World::default() };
            let read = super::tables(&world, chrono_tz::UTC).unwrap();
            let shown = read["t"]
                .iter()
                .map(|row| ["k", "n", "b", "at"].map(|name| text_form(&row.column(name).unwrap()).unwrap_or("-".to_owned())).join(" "));
            assert_eq!(shown.collect::<Vec<_>>(), want, "{:?}", world.rows);
            // What is handed to the program is as many rows.
            assert!(world.table_rows("t").unwrap().len() >= want.len());
        }
    }
}

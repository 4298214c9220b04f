//! Rows of custom tables: which of those waiting are new, which replace one, and their writing.
//!
//! Until all are there a row waits as its *content*: the values of its table's columns in order, as one JSON list. Two rows of a table
//! are the same when their content is.

use super::duplicates::{Event, Seen};
use super::Tally;
use crate::error::StoreError;
use crate::tables::{columns_of_people, form_column, schema, value_column, Stored};
use muster_engine::cancel::Cancel;
use muster_rules::data::{CellValue, TableRow};
use muster_rules::schema::ColumnType;
use muster_rules::time::{format_instant, Zone};
use muster_rules::value::{canonical_text, number_text};
use roaring::RoaringBitmap;
use rusqlite::types::Value;
use rusqlite::{params_from_iter, CachedStatement, Connection, OptionalExtension};

pub(super) const STAGING: &str = "
CREATE TEMP TABLE incoming_rows (seq INTEGER PRIMARY KEY, table_no INTEGER, key TEXT, content TEXT);
";

/// Rows between two looks at the cancel flag.
const STRIDE: u32 = 4096;

/// The table that rows of a table's file go to.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) stored: Stored,
    /// The places of the columns that hold ids of people.
    pub(super) people: Vec<usize>,
}

impl Target {
    pub(super) fn find(conn: &Connection, name: &str) -> Result<Target, StoreError> {
        let missing = || StoreError::NotFound { what: format!("table named `{name}`") };
        let stored = Stored::find(conn, name)?.ok_or_else(missing)?;
        let people = columns_of_people(&stored.table, &schema(conn)?.relations);
        Ok(Target { stored, people })
    }

    /// The row's values in the order of the table's columns, times read in `zone`.
    pub(super) fn values(&self, row: &TableRow, zone: Zone) -> Result<Vec<Value>, StoreError> {
        let columns = &self.stored.table.columns;
        let mut values = vec![Value::Null; columns.len()];
        for (name, cell) in &row.cells {
            let place = columns.iter().position(|column| column.name == *name);
            let place = place.and_then(|at| Some((columns.get(at)?.kind, values.get_mut(at)?)));
            let no_place = || StoreError::NotFound { what: format!("column `{name}` of that type in `{}`", self.stored.table.name) };
            let (kind, value) = place.ok_or_else(no_place)?;
            *value = match (kind, cell) {
                (ColumnType::Text, CellValue::Text(text)) => Value::Text(text.clone()),
                // Adding zero makes one zero of the two.
                (ColumnType::Number, CellValue::Number(number)) => Value::Real(number + 0.0),
                (ColumnType::Bool, CellValue::Bool(bool)) => Value::Integer(i64::from(*bool)),
                (ColumnType::Time, CellValue::Time(time)) => Value::Integer(time.instant(zone)),
                _ => return Err(no_place()),
            };
        }
        Ok(values)
    }

    /// The text form of the value at a place; `None` where it is absent.
    pub(super) fn form(&self, values: &[Value], at: usize) -> Option<String> {
        form(self.stored.table.columns.get(at)?.kind, values.get(at)?)
    }

    /// Whether a row lacks the key that its table tells rows apart by.
    pub(super) fn lacks_key(&self, row: &TableRow) -> bool {
        self.stored.table.key.as_ref().is_some_and(|key| !row.cells.iter().any(|(name, _)| name == key))
    }
}

/// The text form of a value; `None` where it is absent.
pub(crate) fn form(kind: ColumnType, value: &Value) -> Option<String> {
    match (kind, value) {
        (_, Value::Text(text)) => Some(text.clone()),
        (_, Value::Real(number)) => Some(number_text(*number)),
        (ColumnType::Bool, Value::Integer(bool)) => Some(if *bool == 0 { "false" } else { "true" }.to_owned()),
        (ColumnType::Time, Value::Integer(time)) => Some(format_instant(*time)),
        _ => None,
    }
}

/// A row's values as one text.
pub(super) fn content(values: &[Value]) -> String {
    let values = values.iter().map(|value| match value {
        Value::Text(text) => canonical_text(text),
        Value::Real(number) => number_text(*number),
        Value::Integer(number) => number.to_string(),
        Value::Null | Value::Blob(_) => "null".to_owned(),
    });
    format!("[{}]", values.collect::<Vec<_>>().join(","))
}

/// The values of a content.
fn values_of(stored: &Stored, content: &str) -> Result<Vec<Value>, StoreError> {
    let list: Vec<serde_json::Value> =
        serde_json::from_str(content).map_err(|why| StoreError::Corrupt { detail: format!("a waiting row cannot be read: {why}") })?;
    let value = |(kind, json): (ColumnType, &serde_json::Value)| match kind {
        ColumnType::Text => json.as_str().map(|text| Value::Text(text.to_owned())),
        ColumnType::Number => json.as_f64().map(Value::Real),
        ColumnType::Bool | ColumnType::Time => json.as_i64().map(Value::Integer),
    };
    let kinds = stored.table.columns.iter().map(|column| column.kind);
    Ok(kinds.zip(&list).map(|pair| value(pair).unwrap_or(Value::Null)).collect())
}

/// Brings the waiting rows in, one table after the other.
pub(super) fn merge(conn: &Connection, seen: &mut Seen, tally: &mut Tally, cancel: &Cancel) -> Result<(), StoreError> {
    let numbers = conn
        .prepare("SELECT DISTINCT table_no FROM temp.incoming_rows")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<Vec<u32>, _>>()?;
    let tables: Vec<Stored> = Stored::all(conn)?.into_iter().filter(|stored| numbers.contains(&stored.no)).collect();
    for stored in tables.iter().filter(|stored| stored.key().is_none()) {
        hold(conn, stored, seen)?;
    }
    let duplicates = seen.duplicates()?;
    for stored in &tables {
        let leave_out = if stored.key().is_some() { overwritten(conn, stored)? } else { RoaringBitmap::new() };
        let mut writer = Writer::new(conn, stored)?;
        let mut waiting = conn.prepare("SELECT seq, key, content FROM temp.incoming_rows WHERE table_no = ?1 ORDER BY seq")?;
        let mut rows = waiting.query([stored.no])?;
        while let Some(row) = rows.next()? {
            let seq: u32 = row.get(0)?;
            if seq.is_multiple_of(STRIDE) && cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            if leave_out.contains(seq) || duplicates.contains(seq) {
                continue;
            }
            let values = values_of(stored, &row.get::<_, String>(2)?)?;
            match row.get::<_, Option<String>>(1)? {
                Some(key) => writer.put(&key, &values, seq, tally)?,
                None => {
                    writer.add(&values)?;
                    tally.added.insert(seq);
                }
            }
        }
    }
    Ok(())
}

/// Shows `seen` every row of a table without key.
fn hold(conn: &Connection, stored: &Stored, seen: &mut Seen) -> Result<(), StoreError> {
    let columns = value_columns(stored);
    let mut find = conn.prepare(&format!("SELECT {} FROM {}", columns.join(", "), stored.storage()))?;
    let mut rows = find.query([])?;
    while let Some(row) = rows.next()? {
        let values = (0..columns.len()).map(|at| row.get(at)).collect::<Result<Vec<Value>, _>>()?;
        seen.held(&Event::of_row(stored.no, &content(&values)))?;
    }
    Ok(())
}

fn value_columns(stored: &Stored) -> Vec<String> {
    (0..stored.table.columns.len()).map(value_column).collect()
}

/// The waiting rows of a table with a key that never were, as a later one has their key. Of rows that say the same the first stands.
fn overwritten(conn: &Connection, stored: &Stored) -> Result<RoaringBitmap, StoreError> {
    let mut overwritten = RoaringBitmap::new();
    let mut waiting = conn.prepare("SELECT seq, key, content FROM temp.incoming_rows WHERE table_no = ?1 ORDER BY key, seq")?;
    let mut rows = waiting.query([stored.no])?;
    let mut last: Option<(u32, String, String)> = None;
    while let Some(row) = rows.next()? {
        let (seq, key, content): (u32, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        match &mut last {
            Some((_, before, said)) if *before == key && *said == content => {
                overwritten.insert(seq);
            }
            Some((earlier, before, said)) if *before == key => {
                overwritten.insert(*earlier);
                (*earlier, *said) = (seq, content);
            }
            _ => last = Some((seq, key, content)),
        }
    }
    Ok(overwritten)
}

/// The statements that read and write one table.
struct Writer<'c> {
    stored: &'c Stored,
    find: Option<CachedStatement<'c>>,
    add: CachedStatement<'c>,
    replace: CachedStatement<'c>,
}

impl<'c> Writer<'c> {
    fn new(conn: &'c Connection, stored: &'c Stored) -> Result<Self, StoreError> {
        let storage = stored.storage();
        let mut names = value_columns(stored);
        let find = match stored.key().and_then(|at| Some(form_column(at, stored.table.columns.get(at)?.kind))) {
            Some(key) => Some(conn.prepare_cached(&format!("SELECT row_no, {} FROM {storage} WHERE {key} = ?1", names.join(", ")))?),
            None => None,
        };
        names.extend(stored.places().filter(|(_, value, form)| value != form).map(|(_, _, form)| form));
        let marks: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
        let sets: Vec<String> = names.iter().zip(&marks).map(|(name, mark)| format!("{name} = {mark}")).collect();
        let add = conn.prepare_cached(&format!("INSERT INTO {storage} ({}) VALUES ({})", names.join(", "), marks.join(", ")))?;
        let replace = conn.prepare_cached(&format!("UPDATE {storage} SET {} WHERE row_no = ?{}", sets.join(", "), names.len() + 1))?;
        Ok(Writer { stored, find, add, replace })
    }

    /// The values, then the text forms of those that are no texts.
    fn written(&self, values: &[Value]) -> Vec<Value> {
        let forms = self.stored.table.columns.iter().zip(values).filter(|(column, _)| column.kind != ColumnType::Text);
        let forms = forms.map(|(column, value)| form(column.kind, value).map_or(Value::Null, Value::Text));
        values.iter().cloned().chain(forms).collect()
    }

    fn add(&mut self, values: &[Value]) -> Result<(), StoreError> {
        let written = self.written(values);
        let row_no = self.add.insert(params_from_iter(written))?;
        u32::try_from(row_no).map_err(|_| StoreError::TooManyRows)?;
        Ok(())
    }

    /// Adds a row, or puts it in the place of the one that has its key.
    fn put(&mut self, key: &str, values: &[Value], seq: u32, tally: &mut Tally) -> Result<(), StoreError> {
        let width = self.stored.table.columns.len();
        let held = match &mut self.find {
            Some(find) => find
                .query_row([key], |row| {
                    let held = (1..=width).map(|at| row.get(at)).collect::<Result<Vec<Value>, _>>()?;
                    Ok((row.get::<_, i64>(0)?, held))
                })
                .optional()?,
            None => None,
        };
        match held {
            None => {
                self.add(values)?;
                tally.added.insert(seq);
            }
            Some((_, held)) if held == values => {}
            Some((row_no, _)) => {
                let values = self.written(values).into_iter().chain([Value::Integer(row_no)]);
                self.replace.execute(params_from_iter(values))?;
                tally.updated.insert(seq);
            }
        }
        Ok(())
    }
}

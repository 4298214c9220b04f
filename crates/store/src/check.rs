//! Whether a workspace is whole, and what to do where it is not.

mod tables;

use crate::error::StoreError;
use crate::import::history_problem;
use crate::json::{each_text, Reading};
use crate::reader::{text, Reader};
use muster_engine::cancel::Cancel;
use muster_rules::time::StoredTime;
use rusqlite::types::ValueRef;

/// Of one kind of problem, this many are told one by one.
const TOLD: usize = 20;

/// Something wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What and where.
    pub what: String,
    /// What to do.
    pub advice: &'static str,
}

const DAMAGED: &str = "keep a copy of the file, go back to a backup, and import again what is missing";
const DERIVED: &str = "import the source files again into a new workspace";

impl crate::Store {
    /// Looks through the whole file: SQLite's own structure, then everything that this program relies on. Empty: all is well.
    pub fn check(&self, cancel: &Cancel) -> Result<Vec<Problem>, StoreError> {
        self.read(cancel, |reader| {
            let mut problems = structure(reader)?;
            // Of a damaged file nothing else can be said.
            if problems.is_empty() {
                references(reader, &mut problems)?;
                views(reader, &mut problems)?;
                tables::tables(reader, &mut problems)?;
                histories(reader, &mut problems)?;
                readings(reader, &mut problems)?;
            }
            Ok(problems)
        })
    }
}

fn structure(reader: &Reader<'_>) -> Result<Vec<Problem>, StoreError> {
    let mut problems = Vec::new();
    let mut integrity = reader.conn.prepare("PRAGMA integrity_check(20)")?;
    let mut rows = integrity.query([])?;
    while let Some(row) = rows.next()? {
        let what: String = row.get(0)?;
        if what != "ok" {
            problems.push(Problem { what, advice: DAMAGED });
        }
    }
    let mut keys = reader.conn.prepare("PRAGMA foreign_key_check")?;
    let mut rows = keys.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        if problems.len() < TOLD {
            problems.push(Problem { what: format!("a row of {table} names something that {parent} does not have"), advice: DAMAGED });
        }
    }
    Ok(problems)
}

/// What foreign keys would say where there are none, and the numbers that other rooms rely on.
fn references(reader: &Reader<'_>, problems: &mut Vec<Problem>) -> Result<(), StoreError> {
    let cases = [
        ("events name a user that is not there", "muster_events WHERE user_no NOT IN (SELECT user_no FROM muster_users)"),
        ("events have a name that is not there", "muster_events WHERE name_no NOT IN (SELECT name_no FROM muster_event_names)"),
        ("property values name a user that is not there", "muster_property_values WHERE user_no NOT IN (SELECT user_no FROM muster_users)"),
        (
            "property values have a name that is not there",
            "muster_property_values WHERE property_no NOT IN (SELECT property_no FROM muster_property_names)",
        ),
        ("consents name a user that is not there", "muster_consent WHERE user_no NOT IN (SELECT user_no FROM muster_users)"),
        ("consents have a purpose that is not there", "muster_consent WHERE purpose_no NOT IN (SELECT purpose_no FROM muster_purposes)"),
        ("members of lists are no users", "muster_list_members WHERE user_no NOT IN (SELECT user_no FROM muster_users)"),
        ("members belong to lists that are not there", "muster_list_members WHERE list_no NOT IN (SELECT list_no FROM muster_lists)"),
        ("ids kept aside belong to lists that are not there", "muster_list_unknown WHERE list_no NOT IN (SELECT list_no FROM muster_lists)"),
        (
            "ids kept aside for lists name somebody",
            "muster_list_unknown WHERE key = 'user_id' AND value IN (SELECT user_id FROM muster_users)",
        ),
        ("columns belong to tables that are not there", "muster_table_columns WHERE table_no NOT IN (SELECT table_no FROM muster_tables)"),
        (
            "tables have a key that is none of their columns",
            "muster_tables t WHERE key_column NOT IN (SELECT c.name FROM muster_table_columns c WHERE c.table_no = t.table_no)",
        ),
        ("users have a number outside 1 to 4294967295", "muster_users WHERE user_no NOT BETWEEN 1 AND 4294967295"),
        ("events hold properties that are no JSON object", "muster_events WHERE properties IS NOT NULL AND NOT (json_valid(properties) AND substr(properties, 1, 1) = '{')"),
        ("property values are no JSON", "muster_property_values WHERE value IS NOT NULL AND (NOT json_valid(value) OR value = 'null')"),
        (
            "segments lack the last of their versions",
            "muster_segments s WHERE NOT EXISTS (SELECT 1 FROM muster_segment_versions v WHERE v.segment_id = s.segment_id AND v.version = s.version)",
        ),
    ];
    for (what, rest) in cases {
        let count: i64 = reader.conn.query_row(&format!("SELECT count(*) FROM {rest}"), [], |row| row.get(0))?;
        if count > 0 {
            problems.push(Problem { what: format!("{count} {what}"), advice: DAMAGED });
        }
    }
    Ok(())
}

/// That the views other programs rely on can be read, with their columns.
fn views(reader: &Reader<'_>, problems: &mut Vec<Problem>) -> Result<(), StoreError> {
    for (view, columns) in [
        ("users", "user_id, email, name, created_at, account_type, user_no, created_ms"),
        ("events", "event_id, user_id, event_name, timestamp, properties, event_no, user_no, name_no, time_ms"),
        ("user_properties", "user_id, property_name, property_value, updated_at"),
        ("user_property_history", "user_id, property_name, property_value, valid_from, valid_to, user_no, property_no, from_ms, to_ms"),
        ("segments", "name, definition, created_at, updated_at"),
        ("muster_list_people", "list_name, user_no, user_id"),
        ("muster_consent_records", "purpose, user_no, from_ms, to_ms, granted, user_id"),
    ] {
        let read = reader.conn.prepare(&format!("SELECT {columns} FROM {view} LIMIT 1")).and_then(|mut view| view.exists([]));
        match read.map_err(StoreError::from) {
            Ok(_) => {}
            Err(StoreError::Sql(error)) => {
                problems.push(Problem { what: format!("the view {view} cannot be read: {error}"), advice: DAMAGED });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// That every history's intervals are what its rows say.
fn histories(reader: &Reader<'_>, problems: &mut Vec<Problem>) -> Result<(), StoreError> {
    let mut find = reader.conn.prepare(
        "SELECT property_no, user_no, begins, dated, value, from_ms, to_ms FROM muster_property_values ORDER BY property_no, user_no, begins",
    )?;
    let mut rows = find.query([])?;
    let mut key = (0i64, 0i64);
    let mut history = Vec::new();
    let mut told = 0;
    loop {
        let row = rows.next()?;
        let next = match row {
            Some(row) => Some((row.get(0)?, row.get(1)?)),
            None => None,
        };
        if next != Some(key) {
            if history_problem(&history) && told < TOLD {
                told += 1;
                let what = format!("the history of property number {} of user number {} has wrong intervals", key.0, key.1);
                problems.push(Problem { what, advice: DERIVED });
            }
            history.clear();
        }
        let (Some(row), Some(next)) = (row, next) else { return Ok(()) };
        key = next;
        history.push((row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?));
    }
}

/// That every text that reads as a number or a time is among the readings, with what it reads as.
fn readings(reader: &Reader<'_>, problems: &mut Vec<Problem>) -> Result<(), StoreError> {
    let mut find = reader.conn.prepare("SELECT number, instant, wall FROM muster_readings WHERE text = ?1")?;
    let mut missing = 0u64;
    let mut example = None;
    let mut look = |text: &str| -> Result<(), StoreError> {
        let reading = Reading::of(text);
        if reading.is_none() {
            return Ok(());
        }
        let mut rows = find.query([text])?;
        let noted = match rows.next()? {
            Some(row) => {
                let time = match (row.get(1)?, row.get(2)?) {
                    (Some(instant), _) => Some(StoredTime::Instant(instant)),
                    (None, Some(wall)) => Some(StoredTime::Wall(wall)),
                    (None, None) => None,
                };
                Reading { number: row.get(0)?, time }
            }
            None => Reading::default(),
        };
        if noted != reading {
            missing += 1;
            example.get_or_insert_with(|| text.to_owned());
        }
        Ok(())
    };
    let of_tables = tables::texts(reader)?;
    let of_tables = of_tables.iter().map(|sql| (sql.as_str(), false));
    let others = [
        ("SELECT user_id FROM muster_users", false),
        ("SELECT email FROM muster_users", false),
        ("SELECT name FROM muster_users", false),
        ("SELECT account_type FROM muster_users", false),
        ("SELECT event_name FROM muster_event_names", false),
        ("SELECT value FROM muster_property_values", true),
        ("SELECT properties FROM muster_events", true),
    ];
    for (sql, json) in others.into_iter().chain(of_tables) {
        let mut texts = reader.conn.prepare(sql)?;
        let mut rows = texts.query([])?;
        while let Some(row) = rows.next()? {
            if matches!(row.get_ref(0)?, ValueRef::Null) {
                continue;
            }
            let value = text(row, 0)?;
            if json {
                each_text(value, &mut look)?;
            } else {
                look(value)?;
            }
        }
    }
    if let Some(example) = example {
        let what = format!("{missing} texts lack what they read as a number or a time, `{example}` for one");
        problems.push(Problem { what, advice: DERIVED });
    }
    Ok(())
}

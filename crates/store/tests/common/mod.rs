//! Rows in one line, and a workspace to put them in.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_engine::cancel::Cancel;
use muster_rules::data::{CellValue, ConsentRow, EventRow, ListRow, PropertyRow, Row, TableRow, UserRow};
use muster_rules::tables::define;
use muster_rules::time::read_time;
use muster_store::{Counts, Import, ImportLog, Reader, Store, StoreError};
use std::path::PathBuf;
use tempfile::TempDir;

pub(crate) const NOW: i64 = 1_782_820_800_000; // 2026-06-30T12:00:00Z

pub(crate) struct Place {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
}

impl Place {
    pub(crate) fn new(zone: &str) -> Place {
        // In memory where there is such a place: hundreds of small files each wait for the disk otherwise.
        let folder = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).unwrap();
        let store = Store::create(&folder.path().join("w.muster"), zone, NOW).unwrap();
        Place { folder, store }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.store.path().to_owned()
    }

    pub(crate) fn import(&self, clock: i64, rows: &[Row]) -> Counts {
        import(&self.store, clock, rows, false)
    }

    /// Imports rows of a list's file.
    pub(crate) fn import_list(&self, list: &str, rows: &[Row]) -> Counts {
        import_with(&self.store, NOW, rows, false, |import| import.list(list))
    }

    /// Imports rows of a table's file, each as [`cells`] reads it.
    pub(crate) fn import_table(&self, table: &str, rows: &[&str]) -> Counts {
        let rows: Vec<Row> = rows.iter().map(|row| cells(row)).collect();
        import_with(&self.store, NOW, &rows, false, |import| import.table(table))
    }

    /// Declares tables.
    pub(crate) fn define(&self, tables: &str) {
        self.store.declare(|schema| Ok::<_, StoreError>(define(tables, schema).unwrap())).unwrap();
    }

    /// Every row of a statement, columns joined by `|`, rows by newlines.
    pub(crate) fn query(&self, sql: &str) -> String {
        query(&self.path(), sql)
    }

    pub(crate) fn read<T>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>) -> T {
        self.store.read(&Cancel::new(), work).unwrap()
    }

    pub(crate) fn check(&self) {
        assert_eq!(self.store.check(&Cancel::new()).unwrap(), []);
    }
}

pub(crate) fn log() -> ImportLog {
    ImportLog { name: "f.csv".to_owned(), kind: "events".to_owned(), at: NOW, read: 0, rejected: 0, sha256: None }
}

pub(crate) fn import(store: &Store, clock: i64, rows: &[Row], dry_run: bool) -> Counts {
    import_with(store, clock, rows, dry_run, |_| Ok(()))
}

pub(crate) fn import_with(
    store: &Store,
    clock: i64,
    rows: &[Row],
    dry_run: bool,
    prepare: impl FnOnce(&mut Import<'_>) -> Result<(), StoreError>,
) -> Counts {
    let mut import = store.begin_import(clock, None).unwrap();
    prepare(&mut import).unwrap();
    for row in rows {
        assert_eq!(import.push(row.clone()).unwrap(), None);
    }
    let counts = import.finish(&Cancel::new(), &mut |_| {}, dry_run, &log()).unwrap();
    assert_eq!(counts.added + counts.updated + counts.duplicates, rows.len() as u64);
    counts
}

pub(crate) fn query(path: &std::path::Path, sql: &str) -> String {
    let conn = rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut statement = conn.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let cell = |at| {
            let value: rusqlite::types::Value = row.get(at)?;
            Ok(match value {
                rusqlite::types::Value::Null => "-".to_owned(),
                rusqlite::types::Value::Integer(n) => n.to_string(),
                rusqlite::types::Value::Real(n) => n.to_string(),
                rusqlite::types::Value::Text(text) => text,
                rusqlite::types::Value::Blob(_) => panic!("a blob"),
            })
        };
        Ok((0..columns).map(cell).collect::<Result<Vec<_>, rusqlite::Error>>()?.join("|"))
    });
    rows.unwrap().collect::<Result<Vec<_>, _>>().unwrap().join("\n")
}

pub(crate) fn counts(added: u64, updated: u64, duplicates: u64) -> Counts {
    Counts { added, updated, duplicates, unknown: 0 }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// `user name time [id] [properties]`, with spaces in none of them; `-` for no id.
pub(crate) fn event(line: &str) -> Row {
    let parts: Vec<&str> = line.split(' ').collect();
    Row::Event(EventRow {
        user_id: parts[0].to_owned(),
        event_name: parts[1].to_owned(),
        timestamp: read_time(parts[2]).unwrap(),
        event_id: parts.get(3).filter(|id| **id != "-").map(|id| (*id).to_owned()),
        properties: parts.get(4).unwrap_or(&"{}").to_string(),
    })
}

/// `user property value [updated_at]`; `-` removes.
pub(crate) fn property(line: &str) -> Row {
    let parts: Vec<&str> = line.split(' ').collect();
    Row::Property(PropertyRow {
        user_id: parts[0].to_owned(),
        property_name: parts[1].to_owned(),
        property_value: Some(parts[2].to_owned()).filter(|value| value != "-"),
        updated_at: parts.get(3).map(|time| read_time(time).unwrap()),
    })
}

/// `user email name created_at account_type property=value…`; an empty part says nothing.
pub(crate) fn user(line: &str) -> Row {
    let mut parts = line.split(' ');
    let mut next = || parts.next().unwrap_or_default();
    Row::User(UserRow {
        user_id: next().to_owned(),
        email: some(next()),
        name: some(next()),
        created_at: read_time(next()),
        account_type: some(next()),
        properties: parts.filter_map(|part| part.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
    })
}

/// `user purpose granted|denied [updated_at]`.
pub(crate) fn consent(line: &str) -> Row {
    let parts: Vec<&str> = line.split(' ').collect();
    Row::Consent(ConsentRow {
        user_id: parts[0].to_owned(),
        purpose: parts[1].to_owned(),
        granted: parts[2] == "granted",
        updated_at: parts.get(3).map(|time| read_time(time).unwrap()),
    })
}

/// A row of a list's file.
pub(crate) fn member(id: &str) -> Row {
    Row::List(if id.contains('@') { ListRow::Email(id.to_owned()) } else { ListRow::UserId(id.to_owned()) })
}

/// `column=text column=#number column=!bool column=@time`, with spaces in none of them.
pub(crate) fn cells(line: &str) -> Row {
    let cell = |part: &str| {
        let (column, value) = part.split_once('=').unwrap();
        let value = match value.split_at_checked(1) {
            Some(("#", number)) => CellValue::Number(number.parse().unwrap()),
            Some(("!", bool)) => CellValue::Bool(bool == "true"),
            Some(("@", time)) => CellValue::Time(read_time(time).unwrap()),
            _ => CellValue::Text(value.to_owned()),
        };
        (column.to_owned(), value)
    };
    Row::Table(TableRow { cells: line.split_whitespace().map(cell).collect() })
}

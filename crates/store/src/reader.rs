//! Reading one consistent state of a workspace; what the engine asks of it is in `source`.

use crate::error::StoreError;
use crate::store::{meta, number, Store};
use muster_engine::source::Ordinal;
use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row};
use std::collections::HashMap;

/// A consistent state of a workspace, for as long as it is held.
#[derive(Debug)]
pub struct Reader<'s> {
    pub(crate) conn: &'s Connection,
    pub(crate) store: &'s Store,
    generation: u64,
}

impl<'s> Reader<'s> {
    pub(crate) fn begin(conn: &'s Connection, store: &'s Store) -> Result<Self, StoreError> {
        conn.execute_batch("BEGIN")?;
        // The first reading fixes the state that all further ones see.
        let generation = number(&meta(conn, "generation")?)?.unsigned_abs();
        Ok(Reader { conn, store, generation })
    }

    /// People in the workspace.
    pub fn people(&self) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM muster_users")
    }

    /// Events in the workspace, whenever they are.
    pub fn event_count(&self) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM muster_events")
    }

    fn count(&self, sql: &str) -> Result<u64, StoreError> {
        Ok(self.conn.query_row(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }

    /// Grows with every change of the data.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// A user's ordinal.
    pub fn ordinal(&self, user_id: &str) -> Result<Option<Ordinal>, StoreError> {
        Ok(self.cached("SELECT user_no FROM muster_users WHERE user_id = ?1")?.query_row([user_id], |row| row.get(0)).optional()?)
    }

    /// Runs a statement that only reads, and gives its one column of texts, in the statement's order.
    pub fn run_statement(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        let bad = |why: &str| StoreError::BadStatement { why: why.to_owned() };
        let mut statement = self.conn.prepare(sql)?;
        if !statement.readonly() {
            return Err(bad("it would change something"));
        }
        if statement.column_count() != 1 {
            return Err(bad("it has not exactly one column"));
        }
        let mut rows = statement.query([])?;
        let mut texts = Vec::new();
        while let Some(row) = rows.next()? {
            match row.get_ref(0)? {
                ValueRef::Text(text) => texts.push(String::from_utf8_lossy(text).into_owned()),
                _ => return Err(bad("its column holds something else than text")),
            }
        }
        Ok(texts)
    }

    pub(crate) fn cached(&self, sql: &str) -> Result<CachedStatement<'s>, StoreError> {
        Ok(self.conn.prepare_cached(sql)?)
    }

    /// The number of a user property's name.
    pub(crate) fn property_no(&self, property: &str) -> Result<Option<i64>, StoreError> {
        let mut statement = self.cached("SELECT property_no FROM muster_property_names WHERE property_name = ?1")?;
        Ok(statement.query_row([property], |row| row.get(0)).optional()?)
    }

    /// Every event name by its number.
    pub(crate) fn event_names(&self) -> Result<HashMap<i64, String>, StoreError> {
        let mut statement = self.cached("SELECT name_no, event_name FROM muster_event_names")?;
        let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(names)
    }
}

/// A text column of a row. Texts are written by this program as UTF-8; another program's bytes that are not are an error, not a guess.
pub(crate) fn text<'r>(row: &'r Row<'_>, at: usize) -> Result<&'r str, StoreError> {
    row.get_ref(at)?.as_str().map_err(|error| StoreError::Corrupt { detail: format!("a text in it is none: {error}") })
}

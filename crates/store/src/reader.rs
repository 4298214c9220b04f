//! Reading one consistent state of a workspace: what the engine asks for, and statements.

use crate::error::StoreError;
use crate::store::{meta, number, Store};
use muster_engine::source::{Event, FieldValue, Ordinal, Source, SourceError, VisitEvents, VisitFields, VisitProperties};
use muster_rules::plan::{EventNames, UserColumn};
use muster_rules::time::{Millis, Span};
use roaring::RoaringBitmap;
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

impl Source for Reader<'_> {
    fn everyone(&self) -> Result<RoaringBitmap, SourceError> {
        Ok(self.all_ordinals()?)
    }

    fn generation(&self) -> u64 {
        self.generation
    }

    fn field_values(&self, column: UserColumn, visit: VisitFields<'_>) -> Result<(), SourceError> {
        Ok(self.visit_fields(column, visit)?)
    }

    fn property_values(&self, property: &str, at: Millis, visit: VisitProperties<'_>) -> Result<(), SourceError> {
        Ok(self.visit_properties(property, at, visit)?)
    }

    fn events(&self, names: &EventNames, window: Span, properties: bool, visit: VisitEvents<'_>) -> Result<(), SourceError> {
        Ok(self.visit_events(names, window, properties, visit)?)
    }
}

impl Reader<'_> {
    fn all_ordinals(&self) -> Result<RoaringBitmap, StoreError> {
        let ends = self.conn.query_row("SELECT count(*), min(user_no), max(user_no) FROM muster_users", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Option<Ordinal>>(1)?, row.get::<_, Option<Ordinal>>(2)?))
        })?;
        let mut everyone = RoaringBitmap::new();
        let (count, Some(first), Some(last)) = ends else { return Ok(everyone) };
        if i64::from(last - first) + 1 == count {
            everyone.insert_range(first..=last);
            return Ok(everyone);
        }
        let mut statement = self.cached("SELECT user_no FROM muster_users ORDER BY user_no")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            everyone.insert(row.get(0)?);
        }
        Ok(everyone)
    }

    pub(crate) fn visit_fields(&self, column: UserColumn, visit: VisitFields<'_>) -> Result<(), StoreError> {
        let name = column.name();
        let mut statement = self.cached(&format!("SELECT user_no, {name} FROM muster_users WHERE {name} IS NOT NULL"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let value = match column {
                UserColumn::CreatedAt => FieldValue::Time(row.get(1)?),
                _ => FieldValue::Text(text(row, 1)?),
            };
            if visit((row.get(0)?, value)).is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn visit_properties(&self, property: &str, at: Millis, visit: VisitProperties<'_>) -> Result<(), StoreError> {
        let Some(property_no) = self.property_no(property)? else { return Ok(()) };
        let mut statement = self.cached(
            "SELECT user_no, value FROM muster_property_values WHERE property_no = ?1 AND value IS NOT NULL
             AND (from_ms IS NULL OR from_ms <= ?2) AND (to_ms IS NULL OR to_ms > ?2)",
        )?;
        let mut rows = statement.query((property_no, at))?;
        while let Some(row) = rows.next()? {
            if visit((row.get(0)?, text(row, 1)?)).is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn visit_events(
        &self,
        names: &EventNames,
        window: Span,
        properties: bool,
        visit: VisitEvents<'_>,
    ) -> Result<(), StoreError> {
        let mut wanted = self.event_names()?;
        let mut filter = String::new();
        if let EventNames::Named(list) = names {
            wanted.retain(|_, name| list.binary_search(name).is_ok());
            if wanted.is_empty() {
                return Ok(());
            }
            let numbers: Vec<String> = wanted.keys().map(i64::to_string).collect();
            filter = format!(" AND name_no IN ({})", numbers.join(","));
        }
        let content = if properties { "coalesce(properties, '{}')" } else { "''" };
        let sql = format!("SELECT user_no, name_no, time, {content} FROM muster_events WHERE time >= ?1 AND time < ?2{filter}");
        let mut statement = self.cached(&sql)?;
        let mut rows = statement.query((window.from.unwrap_or(Millis::MIN), window.to.unwrap_or(Millis::MAX)))?;
        while let Some(row) = rows.next()? {
            let name = wanted.get(&row.get(1)?).map_or("", String::as_str);
            let event = Event { user: row.get(0)?, name, time: row.get(2)?, properties: text(row, 3)? };
            if visit(event).is_break() {
                break;
            }
        }
        Ok(())
    }
}

//! Bringing rows in: all of them or none, in memory that does not grow with them.
//!
//! Rows wait in temporary tables on disk until all are there; then duplicates are told apart, histories worked out and the workspace
//! written, in the one transaction that the import holds from its beginning.

mod consent;
mod duplicates;
mod events;
mod history;
mod lists;
mod names;
mod readings;
mod rows;
mod state;
mod users;
mod values;

use crate::connection::BUSY;
use crate::error::StoreError;
use crate::pool::Lease;
use crate::store::{next_generation, Store};
use duplicates::Seen;
pub(crate) use lists::join_unknown;
use muster_engine::cancel::Cancel;
use muster_rules::data::Row;
use muster_rules::time::{Millis, Zone};
pub(crate) use readings::Readings;
use roaring::RoaringBitmap;
pub(crate) use rows::form as cell_form;
use rows::Target;
use rusqlite::Connection;
use state::State;
use std::sync::Arc;
use std::time::Duration;
pub(crate) use values::problem as history_problem;
use values::Before;

/// Rows between two looks at the cancel flag, and the size of a batch.
const BATCH: usize = 2048;

/// What an import did. Every row pushed and not refused is one of the three.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Users, events, rows of a history, of a list or of a table that are new.
    pub added: u64,
    /// Rows that changed something that was there.
    pub updated: u64,
    /// Rows that changed nothing.
    pub duplicates: u64,
    /// Different ids of a list's file that name nobody yet; their rows are among the others.
    pub unknown: u64,
}

/// A row that the workspace cannot hold; the others go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Written in UTC, its time has no four-digit year.
    #[error("its time lies outside the years 0000 to 9999")]
    TimeOutOfRange,
    /// Its texts are longer than 16 MB.
    #[error("longer than 16 MB")]
    TooLong,
    /// A row of a custom table without the key that its rows are told apart by.
    #[error("its key is missing")]
    NoKey,
}

/// What is noted about an import for the list of imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLog {
    /// The file's name, without folders.
    pub name: String,
    /// What its rows were: `users`, `events`, `properties`, `consent`, `list:NAME`, `table:NAME`.
    pub kind: String,
    /// When it ended.
    pub at: Millis,
    /// Rows read, also those rejected.
    pub read: u64,
    /// Rows rejected, by whoever read them or by [`Import::push`].
    pub rejected: u64,
    /// The file's SHA-256 in hexadecimal, where it was computed.
    pub sha256: Option<String>,
}

/// An import under way. It holds the writer; dropped without [`Import::finish`], the workspace is as it was before.
#[derive(Debug)]
pub struct Import<'s> {
    lease: Lease<'s>,
    state: State,
    waiting: Vec<Row>,
}

/// Which rows did what, by their place in the import.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Rows of a users file.
    of_users: RoaringBitmap,
    added: RoaringBitmap,
    updated: RoaringBitmap,
}

/// Reports how much of the work after the last row is done, from 0 to 1.
pub type Progress<'p> = &'p mut dyn FnMut(f32);

impl Store {
    /// Begins an import. Undated values begin at `clock`; times without zone are read in `zone`, else in the workspace's. Fails with
    /// [`StoreError::Busy`] while another import or another program writes.
    pub fn begin_import(&self, clock: Millis, zone: Option<Zone>) -> Result<Import<'_>, StoreError> {
        let lease = self.lease_writer(&Cancel::new())?;
        // Rows that can be imported again need not wait for the disk at every step; the end of the import does.
        lease.pragma_update(None, "synchronous", "NORMAL")?;
        lease.pragma_update(None, "cache_size", -65_536)?;
        let mut import = Import { lease, state: State::new(clock, zone.unwrap_or(self.zone())), waiting: Vec::with_capacity(BATCH) };
        import.lease.execute_batch("BEGIN IMMEDIATE")?;
        let conn: &Connection = &import.lease;
        for staging in [STAGING, lists::STAGING, rows::STAGING] {
            conn.execute_batch(staging)?;
        }
        let last = |sql| conn.query_row(sql, [], |row| row.get(0));
        import.state.before = Before {
            last_user: last("SELECT coalesce(max(user_no), 0) FROM muster_users")?,
            last_property: last("SELECT coalesce(max(property_no), 0) FROM muster_property_names")?,
        };
        let has_events = conn.query_row("SELECT EXISTS (SELECT 1 FROM muster_events)", [], |row| row.get(0))?;
        import.state.seen = Seen::new(has_events);
        Ok(import)
    }
}

const STAGING: &str = "
CREATE TEMP TABLE incoming_users (seq INTEGER PRIMARY KEY, user_no INTEGER, email TEXT, name TEXT, created_at INTEGER, account_type TEXT);
CREATE TEMP TABLE incoming_values (property_no INTEGER, user_no INTEGER, begins INTEGER, dated INTEGER, seq INTEGER, value TEXT);
CREATE TEMP TABLE incoming_consent (purpose_no INTEGER, user_no INTEGER, begins INTEGER, dated INTEGER, seq INTEGER, granted INTEGER);
CREATE TEMP TABLE incoming_events (seq INTEGER PRIMARY KEY, user_no INTEGER, name_no INTEGER, time INTEGER, event_id TEXT, properties TEXT);
CREATE TEMP TABLE incoming_duplicates (seq INTEGER PRIMARY KEY);
";

impl Import<'_> {
    /// Rows of lists' files that are pushed from here on go to this list, which is made where there is none of the name.
    pub fn list(&mut self, name: &str) -> Result<(), StoreError> {
        self.take_in()?;
        let (no, made) = lists::number(&self.lease, name, self.state.clock)?;
        self.state.list = Some(no);
        self.state.list_made |= made;
        Ok(())
    }

    /// Rows of tables' files that are pushed from here on go to this custom table. Fails with [`StoreError::NotFound`] where it was not
    /// declared.
    pub fn table(&mut self, name: &str) -> Result<(), StoreError> {
        self.take_in()?;
        self.state.table = Some(Arc::new(Target::find(&self.lease, name)?));
        self.state.seen_rows.get_or_insert_with(|| Seen::new(true));
        Ok(())
    }

    /// Takes a row. `Some`: the workspace cannot hold it, and it is left out of [`Counts`].
    pub fn push(&mut self, row: Row) -> Result<Option<Refused>, StoreError> {
        if let Some(refused) = self.state.refusal(&row) {
            return Ok(Some(refused));
        }
        self.waiting.push(row);
        if self.waiting.len() >= BATCH {
            self.take_in()?;
        }
        Ok(None)
    }

    /// Works out what the rows change and writes it, at once and lastingly. With `dry_run` everything is done and nothing kept.
    pub fn finish(mut self, cancel: &Cancel, progress: Progress<'_>, dry_run: bool, log: &ImportLog) -> Result<Counts, StoreError> {
        let flag = cancel.clone();
        self.lease.progress_handler(10_000, Some(move || flag.is_cancelled()))?;
        self.take_in()?;
        let (conn, state): (&Connection, &mut State) = (&self.lease, &mut self.state);
        state.readings.flush(conn)?;
        progress(0.02);
        if !state.tally.of_users.is_empty() {
            users::merge(conn, state.before.last_user, &mut state.tally, cancel)?;
        }
        if state.value_rows {
            values::merge(conn, state.clock, state.before, &mut state.tally, cancel)?;
        }
        if state.consent_rows {
            consent::merge(conn, state.clock, &mut state.tally, cancel)?;
        }
        if state.event_rows {
            events::merge(conn, &mut state.seen, &mut state.tally, cancel, progress)?;
        }
        if let Some(seen) = &mut state.seen_rows {
            rows::merge(conn, seen, &mut state.tally, cancel)?;
        }
        if !state.event_rows {
            progress(0.95);
        }
        let unknown = if state.list_rows { lists::merge(conn, &mut state.tally, cancel)? } else { 0 };
        lists::join_unknown(conn, state.users_added, state.emails_said)?;
        let counts = Counts { unknown, ..state.counts() };
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        if dry_run {
            return Ok(counts);
        }
        conn.execute(
            "INSERT INTO muster_imports (name, kind, at, read, added, updated, duplicates, rejected, sha256, unknown)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            (
                &log.name,
                &log.kind,
                log.at,
                log.read.cast_signed(),
                counts.added.cast_signed(),
                counts.updated.cast_signed(),
                counts.duplicates.cast_signed(),
                log.rejected.cast_signed(),
                &log.sha256,
                counts.unknown.cast_signed(),
            ),
        )?;
        if state.users_added || state.list_made || counts.added + counts.updated > 0 {
            next_generation(conn)?;
        }
        conn.execute_batch("COMMIT")?;
        // From here on it has happened; what follows makes it last through a power cut. No cancel may stop it, somebody's long reading
        // is not waited for, and what fails is done at the next checkpoint.
        self.lease.progress_handler(0, None::<fn() -> bool>)?;
        self.lease.busy_timeout(Duration::from_millis(200))?;
        let _ = self.lease.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        self.lease.busy_timeout(BUSY)?;
        progress(1.0);
        Ok(counts)
    }

    /// How many people the workspace would have after the rows pushed so far.
    pub fn people(&mut self) -> Result<u64, StoreError> {
        self.take_in()?;
        Ok(self.lease.query_row("SELECT count(*) FROM muster_users", [], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }

    fn take_in(&mut self) -> Result<(), StoreError> {
        let rows = std::mem::take(&mut self.waiting);
        self.state.take_in(&self.lease, &rows)?;
        self.waiting = rows;
        self.waiting.clear();
        Ok(())
    }
}

impl Drop for Import<'_> {
    fn drop(&mut self) {
        // Best effort, as the lease itself: what fails here is said by the next use of the connection. A raised flag would stop it.
        let _ = self.lease.progress_handler(0, None::<fn() -> bool>);
        if !self.lease.is_autocommit() {
            let _ = self.lease.execute_batch("ROLLBACK");
        }
        // Changing where temporary tables are drops them and gives their disk space back.
        let _ = self
            .lease
            .execute_batch("PRAGMA temp_store = MEMORY; PRAGMA temp_store = FILE; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384");
    }
}

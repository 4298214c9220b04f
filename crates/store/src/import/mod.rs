//! Bringing rows in: all of them or none, in memory that does not grow with them.
//!
//! Rows wait in temporary tables on disk until all are there; then duplicates are told apart, histories worked out and the workspace
//! written, in the one transaction that the import holds from its beginning.

mod consent;
mod duplicates;
mod events;
mod history;
mod names;
mod readings;
mod users;
mod values;

use crate::connection::BUSY;
use crate::error::StoreError;
use crate::pool::Lease;
use crate::store::{next_generation, Store};
use duplicates::Seen;
use muster_engine::cancel::Cancel;
use muster_rules::data::Row;
use muster_rules::time::{Millis, StoredTime, Zone};
use names::Names;
use readings::Readings;
use roaring::RoaringBitmap;
use rusqlite::Connection;
use std::time::Duration;
pub(crate) use values::problem as history_problem;
use values::Before;

/// Rows between two looks at the cancel flag, and the size of a batch.
const BATCH: usize = 2048;

/// The first and the last instant that RFC 3339 can write in UTC: the years 0 to 9999.
const EARLIEST: Millis = -62_167_219_200_000;
const LATEST: Millis = 253_402_300_799_999;

/// The longest row, in bytes of its texts.
const LONGEST: usize = 16 << 20;

/// What an import did. Every row pushed and not refused is one of the three.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Users, events, or rows of a history that are new.
    pub added: u64,
    /// Rows that changed something that was there.
    pub updated: u64,
    /// Rows that changed nothing.
    pub duplicates: u64,
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
}

/// What is noted about an import for the list of imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLog {
    /// The file's name, without folders.
    pub name: String,
    /// What its rows were: `users`, `events`, `properties`, `consent`.
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

/// Everything of an import but the connection.
#[derive(Debug)]
struct State {
    clock: Millis,
    zone: Zone,
    before: Before,
    users: Names,
    event_names: Names,
    property_names: Names,
    purposes: Names,
    readings: Readings,
    seen: Seen,
    rows: u32,
    users_added: bool,
    /// By kind: whether any came.
    event_rows: bool,
    value_rows: bool,
    consent_rows: bool,
    tally: Tally,
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
        conn.execute_batch(STAGING)?;
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
        let counts = state.counts();
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        if dry_run {
            return Ok(counts);
        }
        conn.execute(
            "INSERT INTO muster_imports (name, kind, at, read, added, updated, duplicates, rejected, sha256)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
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
            ),
        )?;
        if state.users_added || counts.added + counts.updated > 0 {
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

impl State {
    fn new(clock: Millis, zone: Zone) -> Self {
        State {
            clock,
            zone,
            before: Before::default(),
            users: Names::users(),
            event_names: Names::events(),
            property_names: Names::properties(),
            purposes: Names::purposes(),
            readings: Readings::default(),
            seen: Seen::new(false),
            rows: 0,
            users_added: false,
            event_rows: false,
            value_rows: false,
            consent_rows: false,
            tally: Tally::default(),
        }
    }

    fn refusal(&self, row: &Row) -> Option<Refused> {
        let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        let (time, bytes) = match row {
            Row::User(row) => (
                row.created_at,
                row.user_id.len()
                    + length(&row.email)
                    + length(&row.name)
                    + length(&row.account_type)
                    + row.properties.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>(),
            ),
            Row::Event(row) => {
                (Some(row.timestamp), row.user_id.len() + row.event_name.len() + row.properties.len() + length(&row.event_id))
            }
            Row::Property(row) => (row.updated_at, row.user_id.len() + row.property_name.len() + length(&row.property_value)),
            Row::Consent(row) => (row.updated_at, row.user_id.len() + row.purpose.len()),
        };
        if bytes > LONGEST {
            return Some(Refused::TooLong);
        }
        let outside = time.is_some_and(|time| !(EARLIEST..=LATEST).contains(&self.instant(time)));
        outside.then_some(Refused::TimeOutOfRange)
    }

    fn instant(&self, time: StoredTime) -> Millis {
        time.instant(self.zone)
    }

    /// When a row begins, and whether it says so itself.
    fn begins(&self, updated_at: Option<StoredTime>) -> (Millis, bool) {
        updated_at.map_or((self.clock, false), |time| (self.instant(time), true))
    }

    fn user(&mut self, conn: &Connection, user_id: &str) -> Result<u32, StoreError> {
        let user = self.users.number(conn, user_id)?;
        if user.added {
            self.users_added = true;
            self.readings.text(conn, user_id)?;
        }
        Ok(user.no)
    }

    fn take_in(&mut self, conn: &Connection, rows: &[Row]) -> Result<(), StoreError> {
        // Looked up once for the batch, not once a row.
        let mut add_user = conn.prepare_cached("INSERT INTO temp.incoming_users VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        let mut add_value = conn.prepare_cached("INSERT INTO temp.incoming_values VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        let mut add_consent = conn.prepare_cached("INSERT INTO temp.incoming_consent VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        let mut add_event = conn.prepare_cached("INSERT INTO temp.incoming_events VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        for row in rows {
            let seq = self.rows;
            self.rows = self.rows.checked_add(1).ok_or(StoreError::TooManyRows)?;
            match row {
                Row::Event(row) => {
                    self.event_rows = true;
                    let user_no = self.user(conn, &row.user_id)?;
                    let name = self.event_names.number(conn, &row.event_name)?;
                    if name.added {
                        self.readings.text(conn, &row.event_name)?;
                    }
                    let time = self.instant(row.timestamp);
                    let properties = (row.properties != "{}").then_some(row.properties.as_str());
                    if let Some(properties) = properties {
                        self.readings.json(conn, properties)?;
                    }
                    let event = duplicates::Event { user_no, name_no: name.no, time, event_id: row.event_id.as_deref(), properties };
                    self.seen.incoming(seq, &event)?;
                    add_event.execute((seq, user_no, name.no, time, event.event_id, properties))?;
                }
                Row::User(row) => {
                    self.tally.of_users.insert(seq);
                    let user_no = self.user(conn, &row.user_id)?;
                    for text in [&row.email, &row.name, &row.account_type].into_iter().flatten() {
                        self.readings.text(conn, text)?;
                    }
                    let created_at = row.created_at.map(|time| self.instant(time));
                    add_user.execute((seq, user_no, &row.email, &row.name, created_at, &row.account_type))?;
                    for (property, value) in &row.properties {
                        self.value_rows = true;
                        let property_no = self.property_names.number(conn, property)?.no;
                        self.readings.json(conn, value)?;
                        add_value.execute((property_no, user_no, self.clock, false, seq, value))?;
                    }
                }
                Row::Property(row) => {
                    self.value_rows = true;
                    let user_no = self.user(conn, &row.user_id)?;
                    let property_no = self.property_names.number(conn, &row.property_name)?.no;
                    if let Some(value) = &row.property_value {
                        self.readings.json(conn, value)?;
                    }
                    let (begins, dated) = self.begins(row.updated_at);
                    add_value.execute((property_no, user_no, begins, dated, seq, &row.property_value))?;
                }
                Row::Consent(row) => {
                    self.consent_rows = true;
                    let user_no = self.user(conn, &row.user_id)?;
                    let purpose_no = self.purposes.number(conn, &row.purpose)?.no;
                    let (begins, dated) = self.begins(row.updated_at);
                    add_consent.execute((purpose_no, user_no, begins, dated, seq, row.granted))?;
                }
            }
        }
        Ok(())
    }

    fn counts(&self) -> Counts {
        let added = self.tally.added.len();
        let updated = (&self.tally.updated - &self.tally.added).len();
        Counts { added, updated, duplicates: u64::from(self.rows) - added - updated }
    }
}

//! A workspace: one SQLite file, one writer, a few readers.

use crate::connection::{open, Role};
use crate::error::StoreError;
use crate::members::LatestEvents;
use crate::migrate::{apply, open_migrated, sync_folder, STEPS};
use crate::pool::{Lease, Pool};
use crate::reader::Reader;
use muster_engine::cancel::Cancel;
use muster_rules::time::{Millis, Zone};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

/// How many may read at once.
const READERS: usize = 4;

/// How long a short change waits for a long one (an import) before it says that the workspace is busy.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long closing waits for another program before it leaves the write-ahead log to that one.
const BUSY_AT_THE_END: Duration = Duration::from_millis(200);

/// An open workspace. May be shared between threads; a change waits for the one before it.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    zone: Zone,
    created_at: Millis,
    writer: Pool,
    readers: Pool,
    pub(crate) latest_events: Mutex<Option<LatestEvents>>,
}

impl Store {
    /// Makes a new workspace and opens it. `time_zone` is an IANA name. A file that is there is never touched, and no half file stays.
    pub fn create(path: &Path, time_zone: &str, now: Millis) -> Result<Store, StoreError> {
        let zone = Zone::parse(time_zone).ok_or_else(|| StoreError::NoSuchZone { name: time_zone.to_owned() })?;
        if path.symlink_metadata().is_ok() {
            return Err(StoreError::Exists { path: path.to_owned() });
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temp = tempfile::Builder::new().prefix(".muster-").suffix(".new").tempfile_in(folder);
        let temp = temp.map_err(|error| StoreError::file(folder, error))?;
        let mut conn = open(temp.path(), Role::Writer)?;
        apply(&mut conn, path, STEPS)?;
        for (key, value) in [("time_zone", zone.name()), ("created_at", &now.to_string()), ("generation", "1")] {
            conn.execute("INSERT INTO muster_meta (key, value) VALUES (?1, ?2)", (key, value))?;
        }
        finish(conn)?;
        temp.as_file().sync_all().map_err(|error| StoreError::file(path, error))?;
        temp.persist_noclobber(path).map_err(|error| match error.error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists { path: path.to_owned() },
            _ => StoreError::file(path, error.error),
        })?;
        sync_folder(folder)?;
        Store::open(path)
    }

    /// Opens a workspace. One of an older format is copied to `NAME.muster.before-vN` and brought up to date first.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        let conn = open_migrated(path, STEPS)?;
        let name = meta(&conn, "time_zone")?;
        let zone = Zone::parse(&name).ok_or(StoreError::NoSuchZone { name })?;
        let created_at = number(&meta(&conn, "created_at")?)?;
        let readers = (0..READERS).map(|_| open(path, Role::Reader)).collect::<Result<Vec<_>, _>>()?;
        Ok(Store {
            path: path.to_owned(),
            zone,
            created_at,
            writer: Pool::new(vec![conn]),
            readers: Pool::new(readers),
            latest_events: Mutex::default(),
        })
    }

    /// Puts everything into the one file and closes it, so that it can be copied or read by itself. Dropping does the same, but
    /// cannot say what went wrong.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.shut()
    }

    fn shut(&mut self) -> Result<(), StoreError> {
        for reader in self.readers.drain() {
            reader.close().map_err(|(_, error)| StoreError::from(error))?;
        }
        self.writer.drain().into_iter().try_for_each(finish)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The workspace's time zone.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// When the workspace was made.
    pub fn created_at(&self) -> Millis {
        self.created_at
    }

    /// Reads one consistent state of the workspace; what others write meanwhile is not seen. When `cancel` is raised, whatever SQLite
    /// is doing stops with [`StoreError::Cancelled`].
    pub fn read<T, E: From<StoreError>>(&self, cancel: &Cancel, work: impl FnOnce(&Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        let lease = self.readers.lease(cancel, None)?;
        let reader = Reader::begin(&lease, self)?;
        work(&reader)
    }

    /// The writer, for a change of any length.
    pub(crate) fn lease_writer(&self, cancel: &Cancel) -> Result<Lease<'_>, StoreError> {
        self.writer.lease(cancel, Some(PATIENCE))
    }

    /// One short change, whole or not at all.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut lease = self.lease_writer(&Cancel::new())?;
        let tx = lease.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // An error drops the transaction, which rolls back what SQLite has not already.
        let done = work(&tx)?;
        tx.commit()?;
        Ok(done)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Nobody is there to hear it; the write-ahead log beside the file holds whatever could not be put into it.
        let _ = self.shut();
    }
}

/// Moves what was written from the write-ahead log into the file and closes it. Somebody else's reading or writing keeps it in the
/// log, which is no fault: whoever closes last moves it.
fn finish(conn: Connection) -> Result<(), StoreError> {
    settle(&conn)?;
    conn.close().map_err(|(_, error)| error.into())
}

/// Empties the write-ahead log if this connection wrote anything; else that is not for it to do.
fn settle(conn: &Connection) -> Result<(), StoreError> {
    if conn.total_changes() == 0 {
        return Ok(());
    }
    conn.busy_timeout(BUSY_AT_THE_END)?;
    match conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
        Err(error) if matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)) => Ok(()),
        done => Ok(done?),
    }
}

/// A value of `muster_meta`.
pub(crate) fn meta(conn: &Connection, key: &str) -> Result<String, StoreError> {
    let value = conn.query_row("SELECT value FROM muster_meta WHERE key = ?1", [key], |row| row.get(0)).optional()?;
    value.ok_or_else(|| StoreError::Corrupt { detail: format!("muster_meta has no {key}") })
}

/// A number of `muster_meta`.
pub(crate) fn number(text: &str) -> Result<i64, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt { detail: format!("muster_meta has `{text}` where a number belongs") })
}

/// Says that the data changed: the new generation.
pub(crate) fn next_generation(conn: &Connection) -> Result<u64, StoreError> {
    let next = number(&meta(conn, "generation")?)? + 1;
    conn.execute("UPDATE muster_meta SET value = ?1 WHERE key = 'generation'", [next.to_string()])?;
    Ok(next.unsigned_abs())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::ImportLog;
    use muster_rules::data::{EventRow, Row};
    use muster_rules::time::StoredTime;
    use std::fs;

    fn log_bytes(path: &Path) -> u64 {
        fs::metadata(path.with_file_name("w.muster-wal")).map_or(0, |about| about.len())
    }

    #[test]
    fn closing_leaves_the_log_to_others_where_nothing_was_written() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("w.muster");
        Store::create(&path, "UTC", 0).unwrap().close().unwrap();
        let (ours, theirs) = (Store::open(&path).unwrap(), Store::open(&path).unwrap());
        theirs.create_segment("theirs", "{}", 0).unwrap();
        assert!(log_bytes(&path) > 0);
        settle(&ours.lease_writer(&Cancel::new()).unwrap()).unwrap();
        assert!(log_bytes(&path) > 0);
        settle(&theirs.lease_writer(&Cancel::new()).unwrap()).unwrap();
        assert_eq!(log_bytes(&path), 0);
    }

    #[test]
    fn closing_does_not_fail_or_wait_long_for_others() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("w.muster");
        Store::create(&path, "UTC", 0).unwrap().close().unwrap();
        for (name, begin) in [("reads", "BEGIN; SELECT count(*) FROM muster_meta"), ("writes", "BEGIN IMMEDIATE")] {
            let ours = Store::open(&path).unwrap();
            let other = open(&path, Role::Writer).unwrap();
            // Reading what is there before the change keeps the log from being moved; so does writing.
            let before = name == "reads";
            if before {
                other.execute_batch(begin).unwrap();
            }
            ours.create_segment(name, "{}", 0).unwrap();
            if !before {
                other.execute_batch(begin).unwrap();
            }
            let lease = ours.lease_writer(&Cancel::new()).unwrap();
            settle(&lease).unwrap();
            let waits: u128 = lease.query_row("PRAGMA busy_timeout", [], |row| row.get::<_, u32>(0)).unwrap().into();
            assert!(waits <= BUSY_AT_THE_END.as_millis(), "{name}");
            drop(lease);
            ours.close().unwrap();
            assert!(log_bytes(&path) > 0, "{name}");
            other.execute_batch("ROLLBACK").unwrap();
            drop(other);
            let found = Store::open(&path).unwrap().read(&Cancel::new(), |reader| reader.segments()).unwrap();
            assert!(found.iter().any(|(segment, _)| segment.name == name), "{name}");
        }
    }

    #[test]
    fn a_full_disk_is_said_and_nothing_is_kept() {
        let folder = tempfile::TempDir::new().unwrap();
        let store = Store::create(&folder.path().join("w.muster"), "UTC", 0).unwrap();
        // A size that the file may not grow beyond, as a full disk would not let it.
        let pages: u32 = store.lease_writer(&Cancel::new()).unwrap().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        store.lease_writer(&Cancel::new()).unwrap().query_row(&format!("PRAGMA max_page_count = {}", pages + 20), [], |_| Ok(())).unwrap();
        let mut import = store.begin_import(0, None).unwrap();
        let done = (0..10_000).try_for_each(|n| {
            let (user_id, timestamp) = (format!("u{n}"), StoredTime::Instant(n));
            let (event_name, properties) = ("open".to_owned(), "{}".to_owned());
            import.push(Row::Event(EventRow { event_id: None, user_id, event_name, timestamp, properties })).map(|_| ())
        });
        let log = ImportLog { name: String::new(), kind: String::new(), at: 0, read: 0, rejected: 0, sha256: None };
        let done = done.and_then(|()| import.finish(&Cancel::new(), &mut |_| {}, false, &log).map(|_| ()));
        assert!(matches!(done, Err(StoreError::Full)));
        assert_eq!(store.check(&Cancel::new()).unwrap(), []);
        store
            .read(&Cancel::new(), |reader| {
                assert_eq!((reader.people()?, reader.event_count()?, reader.generation()), (0, 0, 1));
                Ok::<(), StoreError>(())
            })
            .unwrap();
    }
}

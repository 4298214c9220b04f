//! The steps from an empty file to today's schema, each applied once, in order, in a transaction of its own.

use crate::connection::APPLICATION_ID;
use crate::error::StoreError;
use rusqlite::{backup::Backup, Connection, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A step of the schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    /// Its file's name.
    pub(crate) name: &'static str,
    /// What it does.
    pub(crate) sql: &'static str,
}

/// Every step there has ever been; only ever added to. A file's `user_version` is how many of them it has.
pub(crate) const STEPS: &[Step] = &[Step { name: "0001_workspace", sql: include_str!("../../../migrations/0001_workspace.sql") }];

/// The format that this program writes.
pub(crate) const NEWEST: u32 = STEPS.len() as u32;

/// Where applied steps are noted; there before the first of them.
const APPLIED: &str =
    "CREATE TABLE IF NOT EXISTS muster_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL) STRICT";

/// The file's format, as the database itself says it (its header on disk may lag behind the write-ahead log).
pub(crate) fn version(conn: &Connection) -> Result<u32, StoreError> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Applies the steps that a file does not have yet. `steps` is [`STEPS`] but in tests.
pub(crate) fn apply(conn: &mut Connection, path: &Path, steps: &[Step]) -> Result<(), StoreError> {
    let known = steps.len() as u32;
    let found = version(conn)?;
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    if found > 0 {
        check_applied(conn, &steps[..found as usize])?;
    }
    for (at, step) in steps.iter().enumerate().skip(found as usize) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have applied it while this one waited.
        if version(&tx)? as usize != at {
            return Err(StoreError::Busy);
        }
        tx.execute_batch(APPLIED)?;
        tx.execute_batch(step.sql)?;
        tx.execute("INSERT INTO muster_migrations VALUES (?1, ?2, ?3)", (at as u32 + 1, step.name, checksum(step.sql)))?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", at as u32 + 1)?;
        tx.commit()?;
    }
    Ok(())
}

/// Compares what was applied with what this program knows under the same numbers.
fn check_applied(conn: &Connection, steps: &[Step]) -> Result<(), StoreError> {
    let mut statement = conn.prepare("SELECT name, checksum FROM muster_migrations ORDER BY version")?;
    let applied = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<(String, String)>, _>>()?;
    let same = applied.len() == steps.len()
        && applied.iter().zip(steps).all(|((name, sum), step)| name == step.name && *sum == checksum(step.sql));
    if same {
        return Ok(());
    }
    Err(StoreError::Corrupt { detail: "its schema was made by other steps than this program's".to_owned() })
}

/// A step's text as a number (FNV-1a), to notice that one was edited after it had been applied. Line ends do not count.
pub(crate) fn checksum(sql: &str) -> String {
    let mut sum: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in sql.bytes().filter(|byte| *byte != b'\r') {
        sum = (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{sum:016x}")
}

/// Where the copy of a file is kept before it is brought to a newer format.
pub(crate) fn backup_path(path: &Path, to: u32) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".before-v{to}"));
    path.with_file_name(name)
}

/// Copies a workspace to `target`, whole or not at all.
pub(crate) fn back_up(conn: &Connection, target: &Path) -> Result<(), StoreError> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temp = tempfile::NamedTempFile::new_in(folder).map_err(|error| StoreError::file(folder, error))?;
    let mut copy = Connection::open(temp.path())?;
    {
        let backup = Backup::new(conn, &mut copy)?;
        backup.run_to_completion(4096, Duration::from_millis(5), None)?;
    }
    copy.close().map_err(|(_, error)| StoreError::from(error))?;
    temp.as_file().sync_all().map_err(|error| StoreError::file(target, error))?;
    temp.persist(target).map_err(|error| StoreError::file(target, error.error))?;
    sync_folder(folder)
}

/// Makes a rename in a folder last through a power cut, where the system can.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| StoreError::file(folder, error))?;
    }
    Ok(())
}

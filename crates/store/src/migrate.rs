//! The steps from an empty file to today's schema, each applied once, in order, in a transaction of its own.

use crate::connection::{check_header, open, Role, APPLICATION_ID};
use crate::error::StoreError;
use rusqlite::{backup::Backup, Connection, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A step of the schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    /// Its file's name.
    name: &'static str,
    /// What it does.
    sql: &'static str,
}

/// Every step there has ever been; only ever added to. A file's `user_version` is how many of them it has.
pub(crate) const STEPS: &[Step] = &[
    Step { name: "0001_workspace", sql: include_str!("../../../migrations/0001_workspace.sql") },
    Step { name: "0002_tables_and_lists", sql: include_str!("../../../migrations/0002_tables_and_lists.sql") },
];

/// Where applied steps are noted; there before the first of them.
const APPLIED: &str =
    "CREATE TABLE IF NOT EXISTS muster_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL) STRICT";

/// Opens a workspace for writing, brought up to date; one of an older format is copied first. `steps` is [`STEPS`] but in tests.
pub(crate) fn open_migrated(path: &Path, steps: &[Step]) -> Result<Connection, StoreError> {
    let newest = steps.len() as u32;
    check_header(path, newest)?;
    let mut conn = open(path, Role::Writer)?;
    if version(&conn)? < newest {
        back_up(&conn, &backup_path(path, newest))?;
    }
    apply(&mut conn, path, steps)?;
    Ok(conn)
}

/// The file's format, as the database itself says it (its header on disk may lag behind the write-ahead log).
fn version(conn: &Connection) -> Result<u32, StoreError> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Applies the steps that a file does not have yet.
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
fn checksum(sql: &str) -> String {
    let mut sum: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in sql.bytes().filter(|byte| *byte != b'\r') {
        sum = (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{sum:016x}")
}

/// Where the copy of a file is kept before it is brought to a newer format.
fn backup_path(path: &Path, to: u32) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".before-v{to}"));
    path.with_file_name(name)
}

/// Copies a workspace to `target`, whole or not at all.
fn back_up(conn: &Connection, target: &Path) -> Result<(), StoreError> {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::Store;
    use tempfile::TempDir;

    /// Steps are never edited once they were given out: what they were is written here.
    #[test]
    fn steps_are_what_they_were() {
        let steps: Vec<(&str, String)> = STEPS.iter().map(|step| (step.name, checksum(step.sql))).collect();
        insta::assert_debug_snapshot!(steps);
    }

    #[test]
    fn line_ends_do_not_change_a_step() {
        assert_eq!(checksum("a\r\nb"), checksum("a\nb"));
        assert_ne!(checksum("a\nb"), checksum("a\nc"));
    }

    fn workspace() -> (TempDir, PathBuf) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("w.muster");
        Store::create(&path, "UTC", 0).unwrap().close().unwrap();
        (folder, path)
    }

    fn with(sql: &'static str) -> Vec<Step> {
        let mut steps = STEPS.to_vec();
        steps.push(Step { name: "later", sql });
        steps
    }

    #[test]
    fn an_older_file_is_copied_and_brought_up_to_date() {
        let (_folder, path) = workspace();
        let old = STEPS.len() as u32;
        let conn = open_migrated(&path, &with("CREATE TABLE muster_later (x TEXT) STRICT")).unwrap();
        assert_eq!(version(&conn).unwrap(), old + 1);
        let applied: u32 = conn.query_row("SELECT count(*) FROM muster_migrations", [], |row| row.get(0)).unwrap();
        assert_eq!(applied, old + 1);
        drop(conn);
        let backup = backup_path(&path, old + 1);
        assert!(backup.ends_with(format!("w.muster.before-v{}", old + 1)));
        let store = Store::open(&backup).unwrap();
        assert_eq!(store.check(&muster_engine::cancel::Cancel::new()).unwrap(), []);
        // The program that made the file does not open the newer one.
        assert!(matches!(Store::open(&path), Err(StoreError::Newer { .. })));
    }

    #[test]
    fn a_file_of_the_first_format_is_brought_up_to_date() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("w.muster");
        std::fs::write(&path, []).unwrap();
        let mut conn = open(&path, Role::Writer).unwrap();
        apply(&mut conn, &path, &STEPS[..1]).unwrap();
        conn.execute_batch(
            "INSERT INTO muster_meta VALUES ('time_zone', 'UTC'), ('created_at', '0'), ('generation', '7');
             INSERT INTO muster_users (user_id) VALUES ('a');
             INSERT INTO muster_imports VALUES (1, 'f.csv', 'users', 5, 1, 1, 0, 0, 0, NULL);",
        )
        .unwrap();
        conn.close().unwrap();
        let store = Store::open(&path).unwrap();
        let cancel = muster_engine::cancel::Cancel::new();
        assert_eq!(store.check(&cancel).unwrap(), []);
        let found = store.read(&cancel, |reader| Ok::<_, StoreError>((reader.people()?, reader.imports()?, reader.schema()?)));
        let (people, imports, schema) = found.unwrap();
        assert_eq!((people, imports.len(), imports[0].1.unknown, schema), (1, 1, 0, muster_rules::schema::Schema::default()));
        assert!(backup_path(&path, STEPS.len() as u32).is_file());
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let (_folder, path) = workspace();
        assert!(open_migrated(&path, &with("CREATE TABLE muster_later (x TEXT) STRICT; SELECT nonsense;")).is_err());
        let store = Store::open(&path).unwrap();
        assert_eq!(store.check(&muster_engine::cancel::Cancel::new()).unwrap(), []);
        store.close().unwrap();
        open_migrated(&path, &with("CREATE TABLE muster_later (x TEXT) STRICT;")).unwrap();
    }

    #[test]
    fn a_file_made_by_other_steps_is_refused() {
        let (_folder, path) = workspace();
        let mut edited = STEPS.to_vec();
        edited[0].sql = "CREATE TABLE other (x TEXT) STRICT";
        assert!(matches!(open_migrated(&path, &edited), Err(StoreError::Corrupt { .. })));
    }

    #[test]
    fn a_file_that_is_up_to_date_is_not_copied() {
        let (folder, path) = workspace();
        drop(open_migrated(&path, STEPS).unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

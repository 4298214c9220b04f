//! The file: made, opened, refused, closed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_store::{Store, StoreError};
use std::path::PathBuf;
use tempfile::TempDir;

const NOW: i64 = 1_782_820_800_000;

fn place() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("w.muster");
    (folder, path)
}

fn names(folder: &TempDir) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_workspace_is_one_file_when_it_is_closed() {
    let (folder, path) = place();
    let store = Store::create(&path, "Europe/Berlin", NOW).unwrap();
    assert_eq!((store.zone().name(), store.created_at()), ("Europe/Berlin", NOW));
    store.create_segment("s", "{}", NOW).unwrap();
    store.close().unwrap();
    assert_eq!(names(&folder), ["w.muster"]);
    let store = Store::open(&path).unwrap();
    let segments = store.read(&Default::default(), |reader| reader.segments()).unwrap();
    assert_eq!(segments.len(), 1);
    drop(store);
    assert_eq!(names(&folder), ["w.muster"]);
}

#[test]
fn a_file_that_is_there_is_never_touched() {
    let (folder, path) = place();
    std::fs::write(&path, "mine").unwrap();
    assert!(matches!(Store::create(&path, "UTC", NOW), Err(StoreError::Exists { .. })));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(names(&folder), ["w.muster"]);
}

#[test]
fn nothing_stays_of_a_workspace_that_could_not_be_made() {
    let (folder, path) = place();
    assert!(matches!(Store::create(&path, "Mars/Olympus", NOW), Err(StoreError::NoSuchZone { .. })));
    assert!(names(&folder).is_empty());
    assert!(Store::create(&folder.path().join("no/such/folder.muster"), "UTC", NOW).is_err());
}

#[test]
fn what_is_no_workspace_is_refused() {
    let (_folder, path) = place();
    assert!(matches!(Store::open(&path), Err(StoreError::NoFile { .. })));
    for content in [&b""[..], b"short", &[0; 4096]] {
        std::fs::write(&path, content).unwrap();
        assert!(matches!(Store::open(&path), Err(StoreError::NotAWorkspace { .. })));
        assert_eq!(std::fs::read(&path).unwrap(), content);
    }
    std::fs::remove_file(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE t (x); PRAGMA user_version = 1").unwrap();
    drop(other);
    let Err(StoreError::NotAWorkspace { why, .. }) = Store::open(&path) else { panic!("opened") };
    assert_eq!(why, "another program's database");
}

#[test]
fn a_newer_file_is_refused_and_left_alone() {
    let (folder, path) = place();
    Store::create(&path, "UTC", NOW).unwrap().close().unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("PRAGMA user_version = 999").unwrap();
    drop(other);
    let before = std::fs::read(&path).unwrap();
    let error = Store::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 999, .. }), "{error}");
    assert!(error.to_string().contains("newer Muster"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(names(&folder), ["w.muster"]);
}

#[test]
fn a_damaged_file_is_said_to_be_damaged() {
    let (_folder, path) = place();
    Store::create(&path, "UTC", NOW).unwrap().close().unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    for byte in &mut bytes[100..8192] {
        *byte = 0xA5;
    }
    std::fs::write(&path, bytes).unwrap();
    let error = Store::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
}

#[test]
fn a_new_workspace_is_whole() {
    let (_folder, path) = place();
    let store = Store::create(&path, "UTC", NOW).unwrap();
    assert_eq!(store.check(&Default::default()).unwrap(), []);
    store
        .read(&Default::default(), |reader| {
            assert_eq!((reader.people()?, reader.event_count()?, reader.generation()), (0, 0, 1));
            Ok::<(), StoreError>(())
        })
        .unwrap();
}

#[test]
fn functions_are_there_and_readers_cannot_write() {
    let (_folder, path) = place();
    let store = Store::create(&path, "UTC", NOW).unwrap();
    store
        .read(&Default::default(), |reader| {
            for (sql, want) in [
                ("SELECT lower('ÄÖ')", "äö"),
                ("SELECT 'yes' WHERE 'abc123' REGEXP '\\d{3}$'", "yes"),
                ("SELECT lower(1.5)", "1.5"),
                ("SELECT user_id FROM users UNION ALL SELECT 'x' -- note", "x"),
            ] {
                assert_eq!(reader.run_statement(sql)?, [want], "{sql}");
            }
            for sql in ["DELETE FROM muster_users", "SELECT 1, 2", "SELECT 1", "SELECT 'a' REGEXP '('", "nonsense", "ATTACH 'x' AS y"] {
                assert!(reader.run_statement(sql).is_err(), "{sql}");
            }
            Ok::<(), StoreError>(())
        })
        .unwrap();
}

#[test]
fn segments_have_one_name_and_a_history() {
    let (_folder, path) = place();
    let store = Store::create(&path, "UTC", NOW).unwrap();
    let cancel = Default::default();
    let a = store.create_segment("a", r#"{"muster":1,"name":"a","where":1}"#, NOW).unwrap();
    assert!(matches!(store.create_segment("a", "{}", NOW), Err(StoreError::NameTaken { .. })));
    let b = store.create_segment("b", "{}", NOW).unwrap();
    assert_eq!(store.save_segment(a.id, r#"{"muster":1,"name":"a","where":1}"#, NOW + 1).unwrap(), 1);
    assert_eq!(store.save_segment(a.id, r#"{"muster":1,"name":"a","where":2}"#, NOW + 2).unwrap(), 2);
    assert!(matches!(store.rename_segment(b.id, "a", NOW + 3), Err(StoreError::NameTaken { .. })));
    store.rename_segment(a.id, "A", NOW + 4).unwrap();
    store.archive_segment(b.id, true, NOW + 5).unwrap();
    let draft = muster_store::Draft { draft: "{\"root\":1}".to_owned(), saved_at: NOW + 9, unfinished: 2 };
    store.save_draft(a.id, &draft).unwrap();
    assert!(matches!(store.save_draft(99, &draft), Err(StoreError::NotFound { .. })));
    store
        .read(&cancel, |reader| {
            let found = reader.segment_named("A")?;
            assert_eq!((found.id, found.version, found.created_at, found.updated_at), (a.id, 2, NOW, NOW + 4));
            assert_eq!(found.definition, r#"{"muster":1,"name":"A","where":2}"#);
            assert!(matches!(reader.segment_named("a"), Err(StoreError::NotFound { .. })));
            let versions: Vec<_> = reader.segment_history(a.id)?.into_iter().map(|v| (v.version, v.saved_at)).collect();
            assert_eq!(versions, [(1, NOW), (2, NOW + 2)]);
            let order: Vec<_> = reader.segments()?.into_iter().map(|(s, d)| (s.name, s.archived, d.map(|d| d.unfinished))).collect();
            assert_eq!(order, [("A".to_owned(), false, Some(2)), ("b".to_owned(), true, None)]);
            assert_eq!(reader.draft(a.id)?, Some(draft.clone()));
            Ok::<(), StoreError>(())
        })
        .unwrap();
    store.delete_segment(a.id).unwrap();
    let c = store.create_segment("A", "{}", NOW).unwrap();
    assert!(c.id > b.id, "a number is not given twice");
    store
        .read(&cancel, |reader| {
            assert_eq!(reader.segment_history(a.id)?.len(), 2);
            assert!(matches!(reader.draft(a.id), Err(StoreError::NotFound { .. })));
            assert_eq!(reader.draft(c.id)?, None);
            Ok::<(), StoreError>(())
        })
        .unwrap();
}

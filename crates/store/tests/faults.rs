//! What is left after a kill, and who may do what at the same time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{cells, event, log, member, Place, NOW};
use muster_engine::cancel::Cancel;
use muster_rules::data::Row;
use muster_store::{Import, Store, StoreError};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

const VICTIM: &str = "MUSTER_STORE_TEST_VICTIM";

fn rows() -> impl Iterator<Item = Row> {
    (0..20_000).map(|n| event(&format!(r#"u{n} open 2026-06-01T10:00:00Z - {{"text":"{n}","more":"{}"}}"#, "x".repeat(200))))
}

/// Rows of the kind that is asked for, and where they go.
fn rows_of(kind: &str) -> Vec<Row> {
    let numbers = 0..6_000;
    match kind {
        "list" => numbers.map(|n| member(&format!("u{n}"))).collect(),
        "table" => numbers.map(|n| cells(&format!("id=k{n} owner=u{n} price=#{n} text={}", "x".repeat(200)))).collect(),
        _ => rows().collect(),
    }
}

fn prepare(import: &mut Import<'_>) -> Result<(), StoreError> {
    import.list("vip")?;
    import.table("things")
}

const THINGS: &str = r#"{"tables": [{"name": "things", "key": "id", "columns": {"id": "text", "owner": "text", "price": "number", "text": "text"}}],
  "relations": [{"name": "things", "from": {"table": "users", "column": "user_id"}, "to": {"table": "things", "column": "owner"}}]}"#;

/// Not a test: what the tests below start as another process and kill. Says `here` at the place it was asked to stop at, and waits.
#[test]
#[ignore = "started by the tests that kill it"]
fn victim() {
    let Ok(order) = std::env::var(VICTIM) else { return };
    let (kind, order) = order.split_once(' ').unwrap();
    let (place, path) = order.split_once(' ').unwrap();
    let stop = |at: &str| {
        if at == place {
            println!("\nhere");
            std::thread::park();
        }
    };
    let store = Store::open(Path::new(path)).unwrap();
    let mut import = store.begin_import(NOW, None).unwrap();
    if kind != "events" {
        prepare(&mut import).unwrap();
    }
    for (n, row) in rows_of(kind).into_iter().enumerate() {
        import.push(row).unwrap();
        if n == if kind == "events" { 15_000 } else { 5_000 } {
            stop("pushing");
        }
    }
    let mut progress = |done: f32| {
        if done > 0.9 {
            stop("writing");
        }
    };
    import.finish(&Cancel::new(), &mut progress, false, &log()).unwrap();
    stop("done");
}

fn kill_at(kind: &str, place: &str, path: &Path) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "victim", "--ignored", "--nocapture", "--test-threads=1"])
        .env(VICTIM, format!("{kind} {place} {}", path.display()))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "here"), "{place} was never reached");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_kill_leaves_the_workspace_as_it_was_or_as_it_should_be() {
    for (place, events) in [("pushing", 1), ("writing", 1), ("done", 20_001)] {
        let made = Place::new("UTC");
        made.import(NOW, &[event("a open 2026-06-01")]);
        let Place { folder, store } = made;
        let path = store.path().to_owned();
        store.close().unwrap();
        kill_at("events", place, &path);
        let store = Store::open(&path).unwrap();
        let found = store.read(&Cancel::new(), |reader| Ok::<_, StoreError>((reader.event_count()?, reader.imports()?.len())));
        assert_eq!(found.unwrap(), (events, if place == "done" { 2 } else { 1 }), "{place}");
        assert_eq!(store.check(&Cancel::new()).unwrap(), [], "{place}");
        // And it can be done again.
        let counts = common::import(&store, NOW, &rows().collect::<Vec<_>>(), false);
        assert_eq!(counts.added, 20_001 - events, "{place}");
        drop(folder);
    }
}

#[test]
fn a_kill_leaves_lists_and_tables_as_they_were_or_as_they_should_be() {
    for (kind, place, added) in [
        ("list", "pushing", 0),
        ("list", "writing", 0),
        ("list", "done", 6_000),
        ("table", "pushing", 0),
        ("table", "writing", 0),
        ("table", "done", 6_000),
    ] {
        let made = Place::new("UTC");
        made.define(THINGS);
        made.import_list("vip", &[member("before")]);
        made.import_table("things", &["id=before owner=x price=#1"]);
        let Place { folder, store } = made;
        let path = store.path().to_owned();
        store.close().unwrap();
        kill_at(kind, place, &path);
        let store = Store::open(&path).unwrap();
        let (lists, tables) = store.read(&Cancel::new(), |reader| Ok::<_, StoreError>((reader.lists()?, reader.tables()?))).unwrap();
        let (on_list, in_table) = if kind == "list" { (added + 1, 1) } else { (1, added + 1) };
        assert_eq!((lists[0].unknown, tables[0].rows), (on_list, in_table), "{kind} {place}");
        assert_eq!(store.check(&Cancel::new()).unwrap(), [], "{kind} {place}");
        // And it can be done again.
        let counts = common::import_with(&store, NOW, &rows_of(kind), false, prepare);
        assert_eq!(counts.added, 6_000 - added, "{kind} {place}");
        drop(folder);
    }
}

#[test]
fn readers_see_one_state_while_another_is_written() {
    let place = Place::new("UTC");
    place.import(NOW, &[event("a open 2026-06-01")]);
    let cancel = Cancel::new();
    place.read(|first| {
        assert_eq!(first.event_count()?, 1);
        let mut import = place.store.begin_import(NOW, None).unwrap();
        for row in rows() {
            import.push(row)?;
        }
        place.store.read(&cancel, |second| {
            assert_eq!((second.event_count()?, second.people()?), (1, 1));
            Ok::<(), StoreError>(())
        })?;
        import.finish(&cancel, &mut |_| {}, false, &log())?;
        assert_eq!((first.event_count()?, first.generation()), (1, 2), "what began before does not see it");
        place.store.read(&cancel, |third| {
            assert_eq!((third.event_count()?, third.generation()), (20_001, 3));
            Ok::<(), StoreError>(())
        })
    });
}

#[test]
fn a_reading_that_nobody_waits_for_stops() {
    let place = Place::new("UTC");
    let cancel = Cancel::new();
    let flag = cancel.clone();
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'x' FROM n WHERE i < 0";
    std::thread::scope(|threads| {
        let reading = threads.spawn(|| place.store.read(&cancel, |reader| reader.run_statement(endless)));
        flag.cancel();
        assert!(matches!(reading.join().unwrap(), Err(StoreError::Cancelled)));
    });
    assert_eq!(place.read(|reader| reader.run_statement("SELECT 'free again'")), ["free again"]);
}

#[test]
fn a_reader_waits_for_its_turn_unless_it_is_cancelled() {
    let place = Place::new("UTC");
    let done = std::sync::Barrier::new(5);
    let started = std::sync::Barrier::new(5);
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                place.read(|_| {
                    started.wait();
                    done.wait();
                    Ok(())
                });
            });
        }
        started.wait();
        let cancel = Cancel::new();
        cancel.cancel();
        assert!(matches!(place.store.read(&cancel, |reader| reader.people()), Err(StoreError::Cancelled)));
        let fifth = threads.spawn(|| place.read(|reader| reader.people()));
        done.wait();
        assert_eq!(fifth.join().unwrap(), 0);
    });
}

#[test]
fn an_import_beside_another_writer_is_told_that_the_workspace_is_busy() {
    let place = Place::new("UTC");
    let other = rusqlite::Connection::open(place.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(place.store.begin_import(NOW, None).map(drop), Err(StoreError::Busy)));
    other.execute_batch("ROLLBACK").unwrap();
    place.store.begin_import(NOW, None).unwrap();
}

#[test]
fn a_change_during_an_import_is_told_that_the_workspace_is_busy() {
    let place = Place::new("UTC");
    let held = place.store.begin_import(NOW, None).unwrap();
    assert!(matches!(place.store.create_segment("s", "{}", NOW), Err(StoreError::Busy)));
    drop(held);
    place.store.create_segment("s", "{}", NOW).unwrap();
}

//! What other programs see: the schema, and its views in the sqlite3 of the system.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{consent, event, property, user, Place, NOW};
use std::path::Path;
use std::process::Command;

#[test]
fn the_schema_is_what_it_was() {
    let place = Place::new("UTC");
    let schema =
        place.query("SELECT type || ' ' || name || char(10) || coalesce(sql, '') || char(10) FROM sqlite_schema ORDER BY type, name");
    insta::assert_snapshot!(schema);
}

#[test]
fn the_file_says_what_it_is() {
    let place = Place::new("UTC");
    assert_eq!(place.query("PRAGMA application_id"), i32::from_be_bytes(*b"MUST").to_string());
    assert_eq!(place.query("PRAGMA user_version"), place.query("SELECT count(*) FROM muster_migrations"));
    assert_eq!(place.query("PRAGMA journal_mode"), "wal");
}

/// A statement's rows in the system's own SQLite: its shell, or Python's. `None` where there is neither.
fn stock(path: &Path, sql: &str) -> Option<String> {
    let shell = Command::new("sqlite3").arg("-readonly").arg(path).arg(sql).output();
    let output = shell.or_else(|_| {
        let script = "import sqlite3,sys\nfor r in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]): print('|'.join('' if c is None else str(c) for c in r))";
        Command::new("python3").args(["-c", script]).arg(path).arg(sql).output()
    });
    let output = output.ok()?;
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().trim_end().to_owned())
}

#[test]
fn a_stock_sqlite_reads_every_view_of_the_closed_file() {
    let place = Place::new("Europe/Berlin");
    place.import(
        NOW,
        &[
            user(r#"a a@x Änn 2026-01-01 free plan="pro""#),
            event(r#"a open 1969-12-31T23:59:59.999Z i {"x":[1,"é"]}"#),
            event("b open 2026-06-01"),
            property(r#"b plan "free" 2026-01-01"#),
            property("b plan - 2026-02-01"),
            consent("b email granted"),
        ],
    );
    place.store.create_segment("s", "{\"muster\":1}", NOW).unwrap();
    let Place { folder, store } = place;
    let path = store.path().to_owned();
    store.close().unwrap();
    let cases = [
        ("SELECT * FROM users", "a|a@x|Änn|2025-12-31T23:00:00.000Z|free|1|1767222000000\nb|||||2|"),
        (
            "SELECT * FROM events",
            "i|a|open|1969-12-31T23:59:59.999Z|{\"x\":[1,\"é\"]}|1|1|1|-1\n|b|open|2026-05-31T22:00:00.000Z|{}|2|2|1|1780264800000",
        ),
        ("SELECT user_id, property_name, property_value, updated_at FROM user_properties", "a|plan|\"pro\"|2026-06-30T12:00:00.000Z"),
        (
            "SELECT user_id, property_name, property_value, valid_from, valid_to FROM user_property_history ORDER BY 1",
            "a|plan|\"pro\"||\nb|plan|\"free\"|2025-12-31T23:00:00.000Z|2026-01-31T23:00:00.000Z",
        ),
        (
            "SELECT name, definition, created_at, updated_at FROM segments",
            "s|{\"muster\":1}|2026-06-30T12:00:00.000Z|2026-06-30T12:00:00.000Z",
        ),
        ("SELECT user_id FROM events WHERE properties ->> '$.x[0]' = 1", "a"),
        ("PRAGMA integrity_check", "ok"),
    ];
    for (sql, want) in cases {
        match stock(&path, sql) {
            Some(found) => assert_eq!(found, want, "{sql}"),
            None => eprintln!("neither sqlite3 nor python3 is here: {sql} was not asked"),
        }
    }
    drop(folder);
}

//! CSV files out.

use super::{given, read_path};
use muster_engine::cancel::Cancel;
use muster_io::{write_csv, CsvExport, CsvFile, ExportFailed, Exported, Kind, ReadOptions, RejectsFile, WriteError};
use muster_rules::data::Row;
use proptest::prelude::*;
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::path::Path;

fn names(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn written(header: &[&str], rows: &[&[Option<&str>]], safe: bool) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let mut file = CsvFile::create(&path, header, safe).unwrap();
    for row in rows {
        file.row(row.iter().copied()).unwrap();
    }
    let done = file.finish(Some(rows.len() as u64)).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(done, Exported { rows: rows.len() as u64, bytes: text.len() as u64 });
    assert_eq!(names(folder.path()), ["out.csv"]);
    text
}

#[test]
fn cells_are_quoted_where_needed() {
    for (cells, want) in [
        (&[Some("a"), Some("b")][..], "a,b\r\n"),
        (&[Some("a,b"), None], "\"a,b\",\r\n"),
        (&[Some("say \"hi\""), Some("")], "\"say \"\"hi\"\"\",\r\n"),
        (&[Some("a\nb"), Some("c\rd")], "\"a\nb\",\"c\rd\"\r\n"),
        (&[Some(" a "), Some("ä😀")], " a ,ä😀\r\n"),
        (&[Some("="), Some("+49151")], "=,+49151\r\n"),
        (&[None, None], ",\r\n"),
    ] {
        assert_eq!(written(&["x", "y"], &[cells], false), format!("x,y\r\n{want}"));
    }
    assert_eq!(written(&["x"], &[&[None], &[Some("")], &[Some("a")]], false), "x\r\n\"\"\r\n\"\"\r\na\r\n");
    assert_eq!(written(&["x,y"], &[], false), "\"x,y\"\r\n");
}

#[test]
fn spreadsheets_get_no_formulas() {
    for (cell, want) in [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+49151234567", "'+49151234567"),
        ("+5", "'+5"),
        ("+", "'+"),
        ("+4.2", "+4.2"),
        ("+1e3", "+1e3"),
        ("+1+1", "'+1+1"),
        ("-5", "-5"),
        ("-4.20", "-4.20"),
        ("-1e3", "-1e3"),
        ("-", "'-"),
        ("-2+3", "'-2+3"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("\r=1", "\"'\r=1\""),
        ("\n=1", "\"'\n=1\""),
        ("=\"a\",b", "\"'=\"\"a\"\",b\""),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠a", "'＠a"),
        ("'=1", "'=1"),
        ("a=1", "a=1"),
        ("2026-06-30", "2026-06-30"),
        ("a@b.de", "a@b.de"),
    ] {
        assert_eq!(written(&["x"], &[&[Some(cell)]], true), format!("x\r\n{want}\r\n"), "{cell:?}");
    }
    assert_eq!(written(&["=x"], &[], true), "'=x\r\n");
}

#[test]
fn what_is_not_finished_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    for before in [None, Some("what was there")] {
        if let Some(before) = before {
            std::fs::write(&path, before).unwrap();
        }
        let unchanged = || {
            assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), before);
            assert_eq!(names(folder.path()).len(), usize::from(before.is_some()));
        };
        let begin = || {
            let mut file = CsvFile::create(&path, &["x"], true).unwrap();
            file.row([Some("a")]).unwrap();
            file
        };
        drop(begin());
        unchanged();
        assert!(matches!(begin().finish(Some(2)), Err(WriteError::WrongCount { rows: 1, expected: 2, .. })));
        unchanged();
        assert!(matches!(begin().row([Some("a"), None]), Err(WriteError::WrongWidth { has: 2, wants: 1, .. })));
        unchanged();

        let header = ["x".to_owned()];
        let cancel = Cancel::new();
        let export = CsvExport { path: &path, header: &header, spreadsheet_safe: true, expected: None, cancel: cancel.clone() };
        let row = |i: usize| Ok::<_, Infallible>(vec![Some(i.to_string())]);
        let stopped = write_csv(&export, (0..9_999).map(row), &mut |rows| match rows {
            0..4_000 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        });
        assert!(matches!(stopped, Err(ExportFailed::Cancelled)));
        unchanged();
        let failing = (0..10).map(|i| if i < 5 { Ok(vec![None]) } else { Err("lost") });
        assert!(matches!(write_csv(&export, failing, &mut |_| ControlFlow::Continue(())), Err(ExportFailed::Rows("lost"))));
        unchanged();
        cancel.cancel();
        assert!(matches!(write_csv(&export, (0..1).map(row), &mut |_| ControlFlow::Continue(())), Err(ExportFailed::Cancelled)));
        unchanged();
    }
    let begun = CsvFile::create(&path, &["x"], true).unwrap();
    begun.finish(Some(0)).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "x\r\n");
}

#[test]
fn places_that_cannot_be_written_are_said() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(CsvFile::create(folder.path(), &["x"], true), Err(WriteError::Folder { .. })));
    let nowhere = folder.path().join("none").join("out.csv");
    assert!(matches!(CsvFile::create(&nowhere, &["x"], true), Err(WriteError::Io { .. })));
}

#[test]
fn a_database_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.muster");
    let before = b"SQLite format 3\0 and the rest";
    std::fs::write(&path, before).unwrap();
    let why = RejectsFile::create().unwrap().keep(&path).unwrap_err();
    assert!(matches!(why, WriteError::Database { .. }));
    let why = CsvFile::create(&path, &["x"], true).err().unwrap();
    let says = format!("{} is a database, perhaps a Muster workspace; choose another name", path.display());
    assert_eq!(why.to_string(), says);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(names(folder.path()), ["w.muster"]);
    // Text about databases is none.
    std::fs::write(&path, "SQLite format 3").unwrap();
    CsvFile::create(&path, &["x"], true).unwrap().finish(None).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "x\r\n");
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_never_replaced() {
    use std::os::unix::fs::{symlink, FileTypeExt};
    let folder = tempfile::tempdir().unwrap();
    let (socket, link) = (folder.path().join("socket"), folder.path().join("link"));
    let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    symlink(&socket, &link).unwrap();
    for path in [socket.as_path(), &link, Path::new("/dev/null")] {
        let why = RejectsFile::create().unwrap().keep(path).unwrap_err();
        assert!(matches!(why, WriteError::NotAFile { .. }), "{why}");
        let why = CsvFile::create(path, &["x"], true).err().unwrap();
        assert_eq!(why.to_string(), format!("{} is not a regular file; give the name of a file", path.display()));
    }
    assert!(std::fs::metadata(&socket).unwrap().file_type().is_socket());
    assert_eq!(names(folder.path()).len(), 2);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_permissions_stay() {
    use std::os::unix::fs::{symlink, PermissionsExt};
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real.csv"), folder.path().join("link.csv"));
    std::fs::write(&real, "old").unwrap();
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&real, &link).unwrap();
    CsvFile::create(&link, &["x"], true).unwrap().finish(None).unwrap();
    assert!(link.is_symlink());
    assert_eq!(std::fs::read_to_string(&real).unwrap(), "x\r\n");
    assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn progress_gets_the_rows_so_far() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let header = ["x".to_owned()];
    let export = CsvExport { path: &path, header: &header, spreadsheet_safe: false, expected: Some(3_000), cancel: Cancel::new() };
    let mut seen = Vec::new();
    let row = |i: usize| Ok::<_, Infallible>(vec![Some(i.to_string())]);
    write_csv(&export, (0..3_000).map(row), &mut |rows| {
        seen.push(rows);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(seen, [0, 1024, 2048, 3000]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(cells in proptest::collection::vec(("[^\\p{Cc}]{1,12}", "[^\0]{0,6}[ -~\\r\\n\",;'é😀]{0,12}"), 0..12)) {
        let given = given("");
        let mut file = CsvFile::create(&given.path, &["user_id", "email"], false).unwrap();
        for (id, email) in &cells {
            file.row([Some(id.as_str()), Some(email.as_str())]).unwrap();
        }
        file.finish(Some(cells.len() as u64)).unwrap();

        let (outcome, _) = read_path(&given.path, &ReadOptions { kind: Some(Kind::Users), ..ReadOptions::default() }).unwrap();
        prop_assert!(outcome.rejects.is_empty(), "{:?}", outcome.why());
        let ours: Vec<(String, String)> = outcome.rows.iter().map(|(_, row)| match row {
            Row::User(row) => (row.user_id.clone(), row.email.clone().unwrap_or_default()),
            _ => unreachable!(),
        }).collect();
        prop_assert_eq!(&ours, &cells);

        let mut theirs = csv::Reader::from_path(&given.path).unwrap();
        let theirs: Vec<(String, String)> = theirs.records().map(|row| {
            let row = row.unwrap();
            (row[0].to_owned(), row[1].to_owned())
        }).collect();
        prop_assert_eq!(&theirs, &cells);
    }
}

//! Sources, packing, progress, cancel, and rejects kept as a file.

use super::{given, gzip, named, read_path, refused, say};
use muster_engine::cancel::Cancel;
use muster_io::{read, sniff, FormatName, Kind, Progress, ReadError, ReadFailed, ReadOptions, RejectsFile};
use muster_rules::time::Zone;
use std::convert::Infallible;
use std::ops::ControlFlow;

const USERS: &str = "user_id,x\na,1\nb,2\n";

#[test]
fn packed_files_are_read_by_their_first_bytes() {
    let two = [gzip("user_id,x\na,1\nb"), gzip(",2\n")].concat();
    let padded = [gzip(USERS), vec![0; 1024]].concat();
    for bytes in [USERS.as_bytes().to_vec(), gzip(USERS), two, padded, gzip(format!("\u{feff}{USERS}"))] {
        let given = named("users.csv", bytes);
        let (outcome, summary) = read_path(&given.path, &ReadOptions::default()).unwrap();
        assert_eq!(outcome.said(), ["2: a - - - - [x=1]", "3: b - - - - [x=2]"]);
        assert_eq!(summary.kind, Some(Kind::Users));
    }
}

#[test]
fn a_damaged_gzip_says_what_happened() {
    let text: String = (0..50_000).map(|i| format!("user{i},{}\n", i * 7919 % 10_007)).collect();
    let packed = gzip(format!("user_id,x\n{text}"));
    let cut = packed[..packed.len() / 2].to_vec();
    let headless = packed[..5].to_vec();
    let mut flipped = packed.clone();
    let at = flipped.len() - 6;
    flipped[at] ^= 0x55;
    let trailing = [packed.clone(), b"some text that is no gzip at all".to_vec()].concat();
    let truncated = "FILE ends in the middle of its gzip data: it was not copied or written completely; get it again";
    let damaged = "the gzip data of FILE is damaged (";
    let followed = "something that is not gzip follows the packed data of FILE: get the file again";
    let garbage = [gzip(USERS), b"garbage\n".to_vec()].concat();
    for (bytes, want) in [(garbage, followed), (cut, truncated), (headless, truncated), (flipped, damaged), (trailing, followed)] {
        let why = refused(bytes, Some(Kind::Users));
        assert!(why.starts_with(want), "{why}");
    }
    assert!(refused(gzip(gzip(USERS)), None).ends_with("is packed with gzip twice: unpack it once"));
    assert!(refused(gzip(""), None).ends_with("is empty: there is nothing to import"));
}

#[test]
fn what_is_no_text_is_refused_with_what_to_do() {
    let utf16 = |big: bool| -> Vec<u8> {
        format!("\u{feff}{USERS}").encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    for (bytes, want) in [
        (utf16(false), "is UTF-16 text: save it again as UTF-8 (in Excel: “CSV UTF-8”)"),
        (utf16(true), "is UTF-16 text: save it again as UTF-8 (in Excel: “CSV UTF-8”)"),
        (gzip(utf16(false)), "is UTF-16 text: save it again as UTF-8 (in Excel: “CSV UTF-8”)"),
        (b"PK\x03\x04rest".to_vec(), "is a zip archive or an Excel workbook: unpack it, or save the sheet as CSV UTF-8"),
        (gzip("PK\x03\x04rest"), "is a zip archive or an Excel workbook: unpack it, or save the sheet as CSV UTF-8"),
        (b"PAR1".to_vec(), "is a Parquet file: write it as CSV or NDJSON"),
        (b"SQLite format 3\0".to_vec(), "is a SQLite database: open it as a workspace, or export its tables as CSV"),
    ] {
        assert_eq!(refused(bytes, None), format!("FILE {want}"));
    }
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(read_path(folder.path(), &ReadOptions::default()), Err(ReadError::Folder { .. })));
    assert!(matches!(read_path(&folder.path().join("none"), &ReadOptions::default()), Err(ReadError::Open { .. })));
}

fn many(rows: usize) -> String {
    let mut text = "user_id,x\n".to_owned();
    for i in 0..rows {
        text.push_str(&format!("user{i},{}\n", i * 7919 % 10_007));
    }
    text
}

#[test]
fn progress_ends_at_the_whole_file() {
    for packed in [false, true] {
        let bytes = if packed { gzip(many(20_000)) } else { many(20_000).into_bytes() };
        let size = bytes.len() as u64;
        let given = given(bytes);
        let mut seen: Vec<Progress> = Vec::new();
        let done = read::<Infallible>(&given.path, &ReadOptions::default(), &mut |_, _| Ok(()), &mut |_| {}, &mut |at| {
            seen.push(at);
            ControlFlow::Continue(())
        });
        assert_eq!(done.unwrap().read, 20_000);
        assert!(seen.len() > 10 && seen.windows(2).all(|two| two[0].bytes <= two[1].bytes && two[0].rows <= two[1].rows));
        assert_eq!(*seen.last().unwrap(), Progress { bytes: size, of_bytes: size, rows: 20_000, rejected: 0 });
        assert_eq!(seen.last().unwrap().share(), 1.0);
    }
}

#[test]
fn reading_stops_when_asked_by_either_way() {
    let given = given(many(20_000));
    let mut rows = 0;
    let stopped = read::<Infallible>(
        &given.path,
        &ReadOptions::default(),
        &mut |_, _| {
            rows += 1;
            Ok(())
        },
        &mut |_| {},
        &mut |at| if at.rows > 5_000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) },
    );
    assert!(matches!(stopped, Err(ReadFailed::Cancelled)));
    assert!((5_000..8_000).contains(&rows), "{rows}");

    let cancel = Cancel::new();
    let options = ReadOptions { cancel: cancel.clone(), ..ReadOptions::default() };
    let mut rows = 0;
    let stopped = read::<Infallible>(
        &given.path,
        &options,
        &mut |_, _| {
            rows += 1;
            if rows == 3_000 {
                cancel.cancel();
            }
            Ok(())
        },
        &mut |_| {},
        &mut |_| ControlFlow::Continue(()),
    );
    assert!(matches!(stopped, Err(ReadFailed::Cancelled)));
    assert!((3_000..5_000).contains(&rows), "{rows}");
}

#[test]
fn a_failing_sink_stops_reading() {
    let given = given(USERS);
    let mut seen = Vec::new();
    let failed = read(
        &given.path,
        &ReadOptions::default(),
        &mut |_, row| {
            seen.push(say(&row));
            Err("disk full")
        },
        &mut |_| {},
        &mut |_| ControlFlow::Continue(()),
    );
    assert!(matches!(failed, Err(ReadFailed::Sink("disk full"))));
    assert_eq!(seen, ["a - - - - [x=1]"]);
}

#[test]
fn rejected_rows_are_kept_on_request() {
    let given = given("user_id,x\na,\"1\n2\",3\n,\"4\"\nb,1\n");
    let (outcome, _) = read_path(&given.path, &ReadOptions::default()).unwrap();
    let mut file = RejectsFile::create().unwrap();
    outcome.rejects.iter().for_each(|reject| file.add(reject));
    assert_eq!(file.rows(), 2);
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("rejects.csv");
    file.keep(&kept).unwrap();
    let mut reader = csv::Reader::from_path(&kept).unwrap();
    assert_eq!(reader.headers().unwrap(), vec!["line", "why", "row"]);
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows, [["2", "has 3 columns instead of 2", "a,\"1\n2\",3"], ["4", "user_id is missing", ",\"4\""]]);
    file.add(&outcome.rejects[0]);
    file.keep(&kept).unwrap();
    assert_eq!(csv::Reader::from_path(&kept).unwrap().records().count(), 3);
    assert!(file.keep(&folder.path().join("none/rejects.csv")).is_err());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_once_and_only_where_nothing_is_guessed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let (kind, format) = (Some(Kind::Users), FormatName::parse("csv"));
    let options = |kind, format| ReadOptions { kind, format, ..ReadOptions::default() };
    let want = format!("{} is a pipe: say what it holds with --as and --format", path.display());
    for options in [options(None, None), options(kind, None), options(None, format)] {
        assert_eq!(read_path(&path, &options).unwrap_err().to_string(), want);
        assert_eq!(sniff(&path, &options, Zone::UTC).unwrap_err().to_string(), want);
    }
    assert_eq!(sniff(&path, &options(kind, format), Zone::UTC).unwrap_err().to_string(), want);
    for bytes in [USERS.as_bytes().to_vec(), gzip(USERS)] {
        let (feed, to) = (bytes, path.clone());
        let feeding = std::thread::spawn(move || std::fs::write(to, feed).unwrap());
        let (outcome, _) = read_path(&path, &options(kind, format)).unwrap();
        feeding.join().unwrap();
        let (from_file, _) = read_path(&given(USERS).path, &options(kind, format)).unwrap();
        assert_eq!(outcome.said(), from_file.said());
        assert!(!outcome.said().is_empty());
    }
}

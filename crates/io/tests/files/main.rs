//! Real files in, rows out, and back again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod csv_shape;
mod export;
mod hostile;
mod json_shape;
mod lists_and_tables;
mod mapping;
mod reading;
mod sniffing;

use flate2::write::GzEncoder;
use flate2::Compression;
use muster_io::{read, Kind, ReadError, ReadFailed, ReadOptions, ReadSummary, Reject};
use muster_rules::data::{CellValue, ListRow, Row};
use muster_rules::time::{format_instant, StoredTime};
use std::convert::Infallible;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with one file in it.
struct Given {
    _folder: TempDir,
    path: PathBuf,
}

fn given(bytes: impl AsRef<[u8]>) -> Given {
    named("data", bytes)
}

fn named(name: &str, bytes: impl AsRef<[u8]>) -> Given {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    Given { _folder: folder, path }
}

fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes.as_ref()).unwrap();
    packed.finish().unwrap()
}

/// What came of a file.
#[derive(Debug, Default)]
struct Outcome {
    rows: Vec<(u64, Row)>,
    rejects: Vec<Reject>,
}

fn read_path(path: &Path, options: &ReadOptions) -> Result<(Outcome, ReadSummary), ReadError> {
    let mut outcome = Outcome::default();
    let Outcome { rows, rejects } = &mut outcome;
    let read = read::<Infallible>(
        path,
        options,
        &mut |line, row| {
            rows.push((line, row));
            Ok(())
        },
        &mut |reject| rejects.push(reject),
        &mut |_| ControlFlow::Continue(()),
    );
    match read {
        Ok(summary) => {
            assert_eq!(summary.read, (outcome.rows.len() + outcome.rejects.len()) as u64);
            assert_eq!(summary.rejected, outcome.rejects.len() as u64);
            Ok((outcome, summary))
        }
        Err(ReadFailed::File(why)) => Err(why),
        Err(other) => panic!("{other}"),
    }
}

fn read_as(kind: Kind, bytes: impl AsRef<[u8]>) -> Outcome {
    let options = ReadOptions { kind: Some(kind), ..ReadOptions::default() };
    read_path(&given(bytes).path, &options).unwrap().0
}

fn refused(bytes: impl AsRef<[u8]>, kind: Option<Kind>) -> String {
    let given = given(bytes);
    let why = read_path(&given.path, &ReadOptions { kind, ..ReadOptions::default() }).unwrap_err();
    why.to_string().replace(&given.path.display().to_string(), "FILE")
}

impl Outcome {
    /// Rows in words, `line: …`.
    fn said(&self) -> Vec<String> {
        self.rows.iter().map(|(line, row)| format!("{line}: {}", say(row))).collect()
    }

    /// Rejects in words, `line: why`.
    fn why(&self) -> Vec<String> {
        self.rejects.iter().map(|reject| format!("{}: {}", reject.line, reject.reason)).collect()
    }
}

fn say(row: &Row) -> String {
    let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
    match row {
        Row::User(row) => {
            let properties: Vec<String> = row.properties.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let created = row.created_at.map(when).unwrap_or_else(|| "-".into());
            let fields = [or(&row.email), or(&row.name), created, or(&row.account_type)].join(" ");
            format!("{} {fields} [{}]", row.user_id, properties.join(" "))
        }
        Row::Event(row) => {
            format!("{} {} {} {} {}", or(&row.event_id), row.user_id, row.event_name, when(row.timestamp), row.properties)
        }
        Row::Property(row) => {
            let since = row.updated_at.map(when).unwrap_or_else(|| "-".into());
            format!("{} {} {} {since}", row.user_id, row.property_name, or(&row.property_value))
        }
        Row::Consent(row) => {
            let since = row.updated_at.map(when).unwrap_or_else(|| "-".into());
            format!("{} {} {} {since}", row.user_id, row.purpose, row.granted)
        }
        Row::List(ListRow::UserId(id)) => format!("id {id}"),
        Row::List(ListRow::Email(email)) => format!("email {email}"),
        Row::Table(row) => {
            let cells = row.cells.iter().map(|(name, value)| match value {
                CellValue::Text(text) => format!("{name}={text}"),
                CellValue::Number(number) => format!("{name}={number}"),
                CellValue::Bool(bool) => format!("{name}={bool}"),
                CellValue::Time(time) => format!("{name}={}", when(*time)),
            });
            cells.collect::<Vec<_>>().join(" ")
        }
    }
}

fn when(time: StoredTime) -> String {
    match time {
        StoredTime::Instant(at) => format_instant(at),
        StoredTime::Wall(at) => format_instant(at).trim_end_matches('Z').to_owned(),
    }
}

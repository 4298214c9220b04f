//! Rows of a file, one after the other, to whoever takes them.

use crate::error::ReadError;
use crate::format::{self, FormatName, Record, Records};
use crate::kind::Kind;
use crate::lines::MAX_RECORD;
use crate::map;
use crate::reject::Reject;
use crate::sniff::sniff_kind;
use crate::source::{check_rereadable, Consumed, Source};
use crate::table;
use muster_engine::cancel::Cancel;
use muster_rules::data::Row;
use muster_rules::schema::Table;
use std::ops::ControlFlow;
use std::path::Path;

/// Rows between two looks at progress and cancel.
const STRIDE: u64 = 1024;

/// How a file is to be read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// What its rows are; `None`: as its columns say.
    pub kind: Option<Kind>,
    /// The custom table whose rows they are; then `kind` does not matter.
    pub table: Option<Table>,
    /// Its format; `None`: as its beginning says.
    pub format: Option<FormatName>,
    /// Raised by whoever does not want it any more.
    pub cancel: Cancel,
}

/// How far reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file read so far, as they lie on disk.
    pub bytes: u64,
    /// The file's size on disk.
    pub of_bytes: u64,
    /// Rows read so far, the rejected ones too.
    pub rows: u64,
    /// Rows rejected so far.
    pub rejected: u64,
}

impl Progress {
    /// From 0 to 1.
    pub fn share(self) -> f32 {
        if self.of_bytes == 0 {
            return 1.0;
        }
        (self.bytes as f64 / self.of_bytes as f64).min(1.0) as f32
    }
}

/// How reading went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadSummary {
    /// What the rows were read as; `None`: as rows of the custom table.
    pub kind: Option<Kind>,
    /// Rows of the file: the handed on and the rejected ones.
    pub read: u64,
    /// Rows left out.
    pub rejected: u64,
}

/// Why reading stopped. Rows handed on before are to be taken back.
#[derive(Debug, thiserror::Error)]
pub enum ReadFailed<E> {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] ReadError),
    /// It was asked to stop.
    #[error("reading was stopped")]
    Cancelled,
    /// Whoever takes the rows failed.
    #[error("{0}")]
    Sink(E),
}

/// Reads a file from its beginning to its end in constant memory. `sink` takes each row with its line (from 1), `on_reject` each
/// row that is left out, both in the order of the file. A pipe is opened once, and only where both kind and format are given. `progress` is asked before the first row, then now and then, and at the
/// end; [`ControlFlow::Break`] stops like `options.cancel`.
pub fn read<E>(
    path: &Path,
    options: &ReadOptions,
    sink: &mut dyn FnMut(u64, Row) -> Result<(), E>,
    on_reject: &mut dyn FnMut(Reject),
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<ReadSummary, ReadFailed<E>> {
    if (options.kind.is_none() && options.table.is_none()) || options.format.is_none() {
        check_rereadable(path)?;
    }
    let rows = match (&options.table, options.kind) {
        (Some(table), _) => Rows::Of(table),
        (None, Some(kind)) => Rows::Are(kind),
        (None, None) => Rows::Are(sniff_kind(path, options.format)?),
    };
    let Opened { mut records, size, consumed, .. } = match (open(path, options.format, MAX_RECORD), rows) {
        // A table without rows is one all the same.
        (Err(ReadError::Empty { .. }), Rows::Of(_)) => return Ok(ReadSummary { kind: None, read: 0, rejected: 0 }),
        (opened, _) => opened?,
    };
    if let Some(header) = records.header() {
        match rows {
            Rows::Of(table) => table::fit(path, table, header)?,
            Rows::Are(kind) => fit(path, kind, header)?,
        }
    }
    let (mut read, mut rejected) = (0, 0);
    let mut look = |read, rejected| {
        let at = Progress { bytes: consumed.bytes(), of_bytes: size, rows: read, rejected };
        let stop = progress(at).is_break() || options.cancel.is_cancelled();
        if stop {
            Err(ReadFailed::Cancelled)
        } else {
            Ok(())
        }
    };
    look(0, 0)?;
    while let Some(Record { line, raw, fields }) = records.next()? {
        read += 1;
        let row = fields.and_then(|fields| match rows {
            Rows::Of(table) => table::row(table, &fields).map(Row::Table),
            Rows::Are(kind) => map::row(kind, &fields),
        });
        match row {
            Ok(row) => sink(line, row).map_err(ReadFailed::Sink)?,
            Err(reason) => {
                rejected += 1;
                on_reject(Reject::new(line, reason, raw));
            }
        }
        if read % STRIDE == 0 {
            look(read, rejected)?;
        }
    }
    look(read, rejected)?;
    let kind = match rows {
        Rows::Of(_) => None,
        Rows::Are(kind) => Some(kind),
    };
    Ok(ReadSummary { kind, read, rejected })
}

/// What the rows of a file are taken for.
#[derive(Clone, Copy)]
enum Rows<'t> {
    Are(Kind),
    Of(&'t Table),
}

/// A file whose records can be read.
pub(crate) struct Opened {
    pub(crate) records: Box<dyn Records>,
    pub(crate) gzip: bool,
    pub(crate) size: u64,
    pub(crate) consumed: Consumed,
}

/// Opens a file in the format that was asked for, or that its beginning says. `limit`: the most bytes of a record.
pub(crate) fn open(path: &Path, asked: Option<FormatName>, limit: usize) -> Result<Opened, ReadError> {
    let Source { mut lines, gzip, size, consumed } = Source::open(path, limit)?;
    let format = format::choose(asked, lines.head(64 << 10)?);
    Ok(Opened { records: format.open(lines)?, gzip, size, consumed })
}

/// Whether a file with this header can be read as that kind.
pub(crate) fn fit(path: &Path, kind: Kind, header: &[String]) -> Result<(), ReadError> {
    let mut missing: Vec<&str> = kind.needs().iter().copied().filter(|needed| !header.iter().any(|name| name == needed)).collect();
    if kind == Kind::List && !header.iter().any(|name| name == "user_id" || name == "email") {
        missing.push("user_id or email");
    }
    if !missing.is_empty() {
        let (missing, found) = (missing.join(", no "), listed(header));
        return Err(ReadError::MissingColumns { path: path.to_owned(), kind, missing, found });
    }
    match header.iter().find(|name| kind.role(name).is_none()) {
        Some(column) => Err(ReadError::UnknownColumn { path: path.to_owned(), kind, column: column.clone(), known: kind.columns() }),
        None => Ok(()),
    }
}

/// Names as a message lists them: the first twelve.
pub(crate) fn listed(names: &[String]) -> String {
    let first = names.iter().take(12).map(|name| crate::reject::shown(name)).collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => "none".to_owned(),
        n if n > 12 => format!("{first} and {} more", n - 12),
        _ => first,
    }
}

//! CSV files out (RFC 4180: comma, CRLF, quotes where needed and doubled inside), whole or not at all.

use crate::whole::{WholeFile, WriteError};
use muster_engine::cancel::Cancel;
use muster_rules::value::read_decimal;
use std::ops::ControlFlow;
use std::path::Path;

/// Rows between two looks at progress and cancel.
const STRIDE: u64 = 1024;

/// A CSV file in the making. Dropped before [`CsvFile::finish`], it leaves no trace, and what was at its place stays.
pub struct CsvFile {
    file: WholeFile,
    safe: bool,
    width: usize,
    rows: u64,
    bytes: u64,
    line: Vec<u8>,
}

/// A finished export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// Rows below the header.
    pub rows: u64,
    /// The file's size in bytes.
    pub bytes: u64,
}

impl CsvFile {
    /// Begins a file at `path` with its header.
    ///
    /// `spreadsheet_safe` is what OWASP advises: text that a spreadsheet would take for a formula gets a leading `'`, in headings
    /// too. That is text that begins with `=`, `+`, `-`, `@`, a tab, CR or LF, or the full-width `＝`, `＋`, `－`, `＠`. A text
    /// that is wholly a decimal number stays as it is (`-5`, `+4.2`, `-1e3`), but for `+` and digits alone: that is a phone
    /// number (`+49151…`), which a spreadsheet would turn into a number, so it is guarded too. For an upload to a platform
    /// write without it.
    pub fn create<S: AsRef<str>>(path: &Path, header: &[S], spreadsheet_safe: bool) -> Result<CsvFile, WriteError> {
        let file = WholeFile::create(path)?;
        let mut csv = CsvFile { file, safe: spreadsheet_safe, width: header.len(), rows: 0, bytes: 0, line: Vec::new() };
        csv.write_line(header.iter().map(|name| Some(name.as_ref())))?;
        Ok(csv)
    }

    /// Adds a row; `None` is an empty cell.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Option<&'a str>>) -> Result<(), WriteError> {
        self.write_line(cells)?;
        self.rows += 1;
        Ok(())
    }

    /// Rows so far, without the header.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Puts the file at its place, on disk for good. Where `expected` is another number than the rows that came, nothing is written.
    pub fn finish(self, expected: Option<u64>) -> Result<Exported, WriteError> {
        let CsvFile { file, rows, bytes, .. } = self;
        match expected {
            Some(expected) if expected != rows => Err(WriteError::WrongCount { path: file.path().to_owned(), rows, expected }),
            _ => file.finish().map(|()| Exported { rows, bytes }),
        }
    }

    fn write_line<'a>(&mut self, cells: impl IntoIterator<Item = Option<&'a str>>) -> Result<(), WriteError> {
        self.line.clear();
        let mut has = 0;
        for cell in cells {
            if has > 0 {
                self.line.push(b',');
            }
            has += 1;
            if let Some(text) = cell {
                write_cell(text, self.safe, &mut self.line);
            }
        }
        if has != self.width {
            return Err(WriteError::WrongWidth { path: self.file.path().to_owned(), has, wants: self.width });
        }
        // A lone empty cell would be a blank line, which readers leave out.
        if self.line.is_empty() {
            self.line.extend_from_slice(b"\"\"");
        }
        self.line.extend_from_slice(b"\r\n");
        self.bytes += self.line.len() as u64;
        self.file.write(&self.line)
    }
}

/// What [`write_csv`] writes and where.
#[derive(Debug, Clone)]
pub struct CsvExport<'a> {
    /// The file.
    pub path: &'a Path,
    /// Its headings, in order.
    pub header: &'a [String],
    /// Whether to guard text that a spreadsheet would take for a formula.
    pub spreadsheet_safe: bool,
    /// How many rows there must be in the end.
    pub expected: Option<u64>,
    /// Raised by whoever does not want it any more.
    pub cancel: Cancel,
}

/// Why an export was not written. Whatever was at its place before is still there, unchanged.
#[derive(Debug, thiserror::Error)]
pub enum ExportFailed<E> {
    /// The file cannot be written.
    #[error(transparent)]
    File(#[from] WriteError),
    /// It was asked to stop.
    #[error("the export was stopped; nothing was written")]
    Cancelled,
    /// Whoever gives the rows failed.
    #[error("{0}")]
    Rows(E),
}

/// Writes the rows that come, each with as many cells as the header. `progress` gets the rows so far now and then;
/// [`ControlFlow::Break`] stops like `export.cancel`.
pub fn write_csv<E>(
    export: &CsvExport<'_>,
    rows: impl IntoIterator<Item = Result<Vec<Option<String>>, E>>,
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Exported, ExportFailed<E>> {
    let mut file = CsvFile::create(export.path, export.header, export.spreadsheet_safe)?;
    let mut look = |rows| match progress(rows).is_break() || export.cancel.is_cancelled() {
        true => Err(ExportFailed::Cancelled),
        false => Ok(()),
    };
    look(0)?;
    for row in rows {
        let row = row.map_err(ExportFailed::Rows)?;
        file.row(row.iter().map(Option::as_deref))?;
        if file.rows() % STRIDE == 0 {
            look(file.rows())?;
        }
    }
    look(file.rows())?;
    Ok(file.finish(export.expected)?)
}

pub(crate) fn write_cell(text: &str, safe: bool, line: &mut Vec<u8>) {
    let guard = safe && is_formula(text);
    let needs_quotes = |byte: &u8| matches!(byte, b',' | b'"' | b'\r' | b'\n');
    if !text.as_bytes().iter().any(needs_quotes) {
        if guard {
            line.push(b'\'');
        }
        line.extend_from_slice(text.as_bytes());
        return;
    }
    line.push(b'"');
    if guard {
        line.push(b'\'');
    }
    for (i, part) in text.split('"').enumerate() {
        if i > 0 {
            line.extend_from_slice(b"\"\"");
        }
        line.extend_from_slice(part.as_bytes());
    }
    line.push(b'"');
}

/// Whether a spreadsheet could take a text for a formula, or a phone number for a number.
fn is_formula(text: &str) -> bool {
    match text.chars().next() {
        Some('=' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => true,
        Some('-') => read_decimal(text).is_none(),
        Some('+') => text[1..].bytes().all(|byte| byte.is_ascii_digit()) || read_decimal(text).is_none(),
        _ => false,
    }
}

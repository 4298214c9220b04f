//! CSV: a header, then one record a line, or over several lines inside quotes.
//!
//! The reading is stricter than most, so that a stray quote cannot swallow the rows behind it: after a closing quote only a
//! delimiter or the line's end may stand, and a quote must be closed within some lines. Where either fails, the line on which
//! the record begins is rejected and reading goes on with the next line. A quote in the middle of a cell that does not begin
//! with one is an ordinary character.

use crate::error::ReadError;
use crate::format::{Field, Format, Raw, Record, Records};
use crate::kind;
use crate::lines::{Found, Lines};
use crate::reject::{shown, RejectReason};
use memchr::memchr;
use std::borrow::Cow;
use std::collections::HashMap;

/// What can stand between cells, the likeliest first, with its name.
const DELIMITERS: [(u8, &str); 4] = [(b',', "comma"), (b';', "semicolon"), (b'\t', "tab"), (b'|', "pipe")];
/// The most lines of one record.
const MAX_LINES: u64 = 10_000;
/// The most columns of a file.
const MAX_COLUMNS: usize = 10_000;

/// The format.
pub(crate) struct Delimited;

impl Format for Delimited {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn recognises(&self, _head: &[u8]) -> bool {
        true
    }

    fn open(&self, lines: Lines) -> Result<Box<dyn Records>, ReadError> {
        let mut records =
            DelimitedRecords { scanner: Scanner { lines, delimiter: b',', cells: Vec::new(), ahead: Ahead::None }, names: Vec::new() };
        records.read_header()?;
        Ok(Box::new(records))
    }
}

struct DelimitedRecords {
    scanner: Scanner,
    names: Vec<String>,
}

impl DelimitedRecords {
    fn read_header(&mut self) -> Result<(), ReadError> {
        let path = self.scanner.lines.origin().path.clone();
        let refused = |what: String| ReadError::Header { path: path.clone(), what };
        let Some(first) = self.scanner.first_line()? else {
            return Err(ReadError::Empty { path });
        };
        self.scanner.delimiter = match declared_delimiter(&first) {
            Some(declared) => {
                self.scanner.lines.consume(first.len(), 0);
                let Found::Line { next, .. } = self.scanner.lines.line(0)? else { return Err(ReadError::Empty { path }) };
                self.scanner.lines.consume(next, 1);
                declared
            }
            None => guess_delimiter(&first),
        };
        let Some(extent) = self.scanner.advance(MAX_COLUMNS)? else {
            return Err(ReadError::Empty { path });
        };
        if extent.columns > MAX_COLUMNS {
            return Err(refused(format!("has {} columns; at most {MAX_COLUMNS} can be read", extent.columns)));
        }
        if let Some(reason) = extent.broken {
            return Err(refused(format!("(line {}) cannot be read: {reason}", extent.line)));
        }
        let raw = self.scanner.lines.upto(extent.end);
        if raw.contains(&0) {
            return Err(refused("has a NUL character: it is no text file, or a damaged one".to_owned()));
        }
        let text = std::str::from_utf8(raw).map_err(|_| refused("is not UTF-8: save the file again as UTF-8".to_owned()))?;
        self.names = self.scanner.cells.iter().map(|cell| cell.text(text).trim_matches(' ').to_owned()).collect();
        if let Some(at) = self.names.iter().position(String::is_empty) {
            return Err(refused(format!("has no name for column {}: every column needs one", at + 1)));
        }
        let mut seen = HashMap::new();
        for (at, name) in (1..).zip(&self.names) {
            if let Some(before) = seen.insert(name, at) {
                return Err(refused(format!("has “{}” twice, in columns {before} and {at}: rename one of them", shown(name))));
            }
        }
        Ok(())
    }
}

impl Records for DelimitedRecords {
    fn described(&self) -> String {
        let name = DELIMITERS.iter().find(|(byte, _)| *byte == self.scanner.delimiter).map(|(_, name)| (*name).to_owned());
        let name = name.unwrap_or_else(|| format!("“{}”", char::from(self.scanner.delimiter)));
        format!("CSV with a header, {name}")
    }

    fn header(&self) -> Option<&[String]> {
        Some(&self.names)
    }

    fn next(&mut self) -> Result<Option<Record<'_>>, ReadError> {
        let Some(extent) = self.scanner.advance(self.names.len())? else { return Ok(None) };
        let raw = self.scanner.lines.upto(extent.end);
        let fields = match extent.broken {
            Some(reason) => Err(reason),
            None => self.fields(raw, extent.columns),
        };
        Ok(Some(Record { line: extent.line, raw, fields }))
    }
}

impl DelimitedRecords {
    fn fields<'a>(&'a self, raw: &'a [u8], columns: usize) -> Result<Vec<Field<'a>>, RejectReason> {
        if memchr(0, raw).is_some() {
            return Err(RejectReason::Nul);
        }
        let text = std::str::from_utf8(raw).map_err(|_| RejectReason::NotUtf8)?;
        if columns != self.names.len() {
            return Err(RejectReason::Width { has: columns, wants: self.names.len() });
        }
        let field = |(name, cell): (&'a String, &Cell)| Field { name: Cow::Borrowed(name.as_str()), value: Raw::Cell(cell.text(text)) };
        Ok(self.names.iter().zip(&self.scanner.cells).map(field).collect())
    }
}

/// Excel's first line `sep=;`.
fn declared_delimiter(line: &[u8]) -> Option<u8> {
    match line.strip_prefix(b"sep=")? {
        [delimiter] if *delimiter != b'"' && delimiter.is_ascii() => Some(*delimiter),
        _ => None,
    }
}

/// The delimiter that gives the most known column names, then the most columns.
fn guess_delimiter(line: &[u8]) -> u8 {
    let score = |delimiter: u8| {
        let mut quoted = false;
        let names = line.split(|byte| {
            quoted ^= *byte == b'"';
            *byte == delimiter && !quoted
        });
        let (mut known, mut columns) = (0, 0);
        for name in names {
            columns += 1;
            let name = std::str::from_utf8(name).unwrap_or_default().trim_matches([' ', '"']);
            known += usize::from(kind::is_known(name));
        }
        (known, columns)
    };
    let mut best = (DELIMITERS[0].0, score(DELIMITERS[0].0));
    for (delimiter, _) in &DELIMITERS[1..] {
        let found = score(*delimiter);
        if found > best.1 {
            best = (*delimiter, found);
        }
    }
    best.0
}

/// Where a cell's text lies in its record.
struct Cell {
    from: usize,
    to: usize,
    /// Whether it has doubled quotes that mean one.
    doubled: bool,
}

impl Cell {
    fn text<'a>(&self, record: &'a str) -> Cow<'a, str> {
        // Cells begin and end beside ASCII characters, so the place is always there.
        let text = record.get(self.from..self.to).unwrap_or_default();
        if self.doubled {
            text.replace("\"\"", "\"").into()
        } else {
            text.into()
        }
    }
}

/// Finds where records and their cells begin and end.
struct Scanner {
    lines: Lines,
    delimiter: u8,
    /// The cells of the current record, as many as were asked for.
    cells: Vec<Cell>,
    ahead: Ahead,
}

/// What the current record leaves to do before the next can be read.
enum Ahead {
    None,
    Lines { bytes: usize, lines: u64 },
    TooLong,
}

/// The current record.
struct Extent {
    line: u64,
    /// Where its text ends.
    end: usize,
    /// How many cells it has.
    columns: usize,
    broken: Option<RejectReason>,
}

impl Scanner {
    /// The text of the first line that is not blank; it stays the next to be read.
    fn first_line(&mut self) -> Result<Option<Vec<u8>>, ReadError> {
        loop {
            match self.lines.line(0)? {
                Found::End => return Ok(None),
                Found::TooLong => return Ok(Some(Vec::new())),
                Found::Line { text: 0, next } => self.lines.consume(next, 1),
                Found::Line { text, .. } => return Ok(Some(self.lines.upto(text).to_vec())),
            }
        }
    }

    /// Goes to the next record and finds its first `keep` cells.
    fn advance(&mut self, keep: usize) -> Result<Option<Extent>, ReadError> {
        match std::mem::replace(&mut self.ahead, Ahead::None) {
            Ahead::None => {}
            Ahead::Lines { bytes, lines } => self.lines.consume(bytes, lines),
            Ahead::TooLong => self.lines.skip_line()?,
        }
        self.cells.clear();
        loop {
            let line = self.lines.number();
            match self.lines.line(0)? {
                Found::End => return Ok(None),
                Found::TooLong => {
                    self.ahead = Ahead::TooLong;
                    let limit = self.lines.limit();
                    return Ok(Some(Extent { line, end: limit, columns: 0, broken: Some(RejectReason::TooLong(limit)) }));
                }
                Found::Line { text: 0, next } => self.lines.consume(next, 1),
                Found::Line { text, next } => {
                    let mut place = Place { text, next, lines: 1 };
                    let cut = self.cut(&mut place, keep)?;
                    let (columns, broken) = match cut {
                        Ok(columns) => (columns, None),
                        // The record is given up, not the lines behind the one on which it begins.
                        Err(reason) => {
                            place = Place { text, next, lines: 1 };
                            (0, Some(reason))
                        }
                    };
                    self.ahead = Ahead::Lines { bytes: place.next, lines: place.lines };
                    return Ok(Some(Extent { line, end: place.text, columns, broken }));
                }
            }
        }
    }

    /// Cuts the record that begins with the line at `place` into cells; `place` becomes its last line. Gives the number of cells.
    fn cut(&mut self, place: &mut Place, keep: usize) -> Result<Result<usize, RejectReason>, ReadError> {
        let (mut columns, mut from) = (0, 0);
        loop {
            let text = self.lines.upto(place.text);
            let cell = if text.get(from) == Some(&b'"') {
                match self.quoted(from + 1, place)? {
                    Ok(cell) => cell,
                    Err(reason) => return Ok(Err(reason)),
                }
            } else {
                let to = memchr(self.delimiter, &text[from..]).map_or(text.len(), |found| from + found);
                Cell { from, to, doubled: false }
            };
            let quote = usize::from(cell.from > from);
            let behind = cell.to + quote;
            if columns < keep {
                self.cells.push(cell);
            }
            columns += 1;
            if behind == place.text {
                return Ok(Ok(columns));
            }
            if self.lines.upto(place.text).get(behind) != Some(&self.delimiter) {
                return Ok(Err(RejectReason::TextAfterQuote));
            }
            from = behind + 1;
        }
    }

    /// The cell whose text begins at `from`, behind its opening quote; takes in further lines up to the closing one.
    fn quoted(&mut self, from: usize, place: &mut Place) -> Result<Result<Cell, RejectReason>, ReadError> {
        let (mut at, mut doubled) = (from, false);
        loop {
            let text = self.lines.upto(place.text);
            while let Some(found) = memchr(b'"', text.get(at..).unwrap_or_default()) {
                let quote = at + found;
                if text.get(quote + 1) != Some(&b'"') {
                    return Ok(Ok(Cell { from, to: quote, doubled }));
                }
                doubled = true;
                at = quote + 2;
            }
            at = place.next;
            match self.lines.line(place.next)? {
                Found::Line { text, next } if place.lines < MAX_LINES => *place = Place { text, next, lines: place.lines + 1 },
                _ => return Ok(Err(RejectReason::UnclosedQuote)),
            }
        }
    }
}

/// The last line of a record so far: where its text ends, where the next line begins, how many lines the record has.
#[derive(Clone, Copy)]
struct Place {
    text: usize,
    next: usize,
    lines: u64,
}

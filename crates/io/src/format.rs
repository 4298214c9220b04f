//! The file formats that can be read, one row each, and the records that they give.

use crate::delimited::Delimited;
use crate::error::ReadError;
use crate::lines::Lines;
use crate::ndjson::Ndjson;
use crate::reject::RejectReason;
use std::borrow::Cow;

/// Every format, in the order in which a file is tried for them. The last takes whatever is text.
static FORMATS: [&dyn Format; 2] = [&Ndjson, &Delimited];

/// A file format.
pub(crate) trait Format: Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;

    /// Whether a file with this beginning is one.
    fn recognises(&self, head: &[u8]) -> bool;

    /// Begins to read one.
    fn open(&self, lines: Lines) -> Result<Box<dyn Records>, ReadError>;
}

/// The records of a file, one after the other.
pub(crate) trait Records {
    /// The format in words: "CSV with a header, comma".
    fn described(&self) -> String;

    /// The names that the file declares before its records, if it does.
    fn header(&self) -> Option<&[String]>;

    /// The next record; `None` at the end of the file. Blank lines are no records.
    fn next(&mut self) -> Result<Option<Record<'_>>, ReadError>;
}

/// One record as it stands in the file.
pub(crate) struct Record<'a> {
    /// The line on which it begins, from 1.
    pub(crate) line: u64,
    /// Its bytes, without the line end.
    pub(crate) raw: &'a [u8],
    /// Its parts in order, or why it has none.
    pub(crate) fields: Result<Vec<Field<'a>>, RejectReason>,
}

/// A named part of a record.
pub(crate) struct Field<'a> {
    /// The column or key.
    pub(crate) name: Cow<'a, str>,
    /// What stands there.
    pub(crate) value: Raw<'a>,
}

/// A value as the file has it.
pub(crate) enum Raw<'a> {
    /// A cell: text that may be typed, empty where nothing is said.
    Cell(Cow<'a, str>),
    /// JSON, whose syntax was checked.
    Json(&'a str),
}

/// A format by its name on the command line (`csv`, `ndjson`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FormatName(&'static str);

impl FormatName {
    /// The format of that name.
    pub fn parse(name: &str) -> Option<FormatName> {
        FormatName::all().find(|known| known.0 == name)
    }

    /// Every format.
    pub fn all() -> impl Iterator<Item = FormatName> {
        FORMATS.iter().map(|format| FormatName(format.name()))
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

/// The format of a file: the one that was asked for, else the first that recognises its beginning.
pub(crate) fn choose(asked: Option<FormatName>, head: &[u8]) -> &'static dyn Format {
    let asked = FORMATS.iter().find(|format| asked.is_some_and(|name| name.0 == format.name()));
    let found = asked.or_else(|| FORMATS.iter().find(|format| format.recognises(head)));
    *found.unwrap_or(&FORMATS[FORMATS.len() - 1])
}

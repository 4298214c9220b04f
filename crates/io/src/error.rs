//! Why a file cannot be read at all.

use crate::kind::Kind;
use std::io;
use std::path::PathBuf;

/// Why a file cannot be read: what, where, what to do. Nothing of such a file may be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file is not there, or may not be read.
    #[error("{path} cannot be opened: {why}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// Reading stopped half way.
    #[error("{path} cannot be read to its end: {why}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// A folder was given.
    #[error("{path} is a folder: choose the files in it")]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// A pipe or a device was given, which can be read only once, and it was not said what it holds.
    #[error("{path} is a pipe: say what it holds with --as and --format")]
    Pipe {
        /// The pipe.
        path: PathBuf,
    },
    /// Nothing is in it.
    #[error("{path} is empty: there is nothing to import")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The gzip stream ends in the middle.
    #[error("{path} ends in the middle of its gzip data: it was not copied or written completely; get it again")]
    GzipTruncated {
        /// The file.
        path: PathBuf,
    },
    /// The gzip stream's check does not agree, or it is no gzip from some point on.
    #[error("the gzip data of {path} is damaged ({why}): get the file again, or unpack it with gzip to see what is left of it")]
    GzipDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// Something other than gzip comes after the gzip stream's end.
    #[error("something that is not gzip follows the packed data of {path}: get the file again, or pack it anew without what follows")]
    GzipFollowed {
        /// The file.
        path: PathBuf,
    },
    /// Text in UTF-16.
    #[error("{path} is UTF-16 text: save it again as UTF-8 (in Excel: “CSV UTF-8”)")]
    Utf16 {
        /// The file.
        path: PathBuf,
    },
    /// Something that is no CSV or NDJSON.
    #[error("{path} is {what}: {instead}")]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: &'static str,
        /// What to do.
        instead: &'static str,
    },
    /// One JSON array, or one object over several lines.
    #[error("{path} is {what}: write each object on a line of its own (`jq -c {filter}` does that)")]
    JsonDocument {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: &'static str,
        /// The filter of jq that takes it apart.
        filter: &'static str,
    },
    /// The header cannot be used.
    #[error("the header of {path} {what}")]
    Header {
        /// The file.
        path: PathBuf,
        /// What is wrong with it and what to do.
        what: String,
    },
    /// A file of this kind needs more columns.
    #[error("{path} cannot be read as {kind}: it has no {missing}; its columns are {found}. Rename the columns, or choose another kind")]
    MissingColumns {
        /// The file.
        path: PathBuf,
        /// What it was to be.
        kind: Kind,
        /// The needed columns it lacks.
        missing: String,
        /// The columns it has.
        found: String,
    },
    /// A file of this kind has no place for a column.
    #[error("{path} cannot be read as {kind}: there is no place for its column “{column}”, only for {known}. Remove the column, or choose another kind")]
    UnknownColumn {
        /// The file.
        path: PathBuf,
        /// What it was to be.
        kind: Kind,
        /// The column.
        column: String,
        /// The columns that have a place.
        known: String,
    },
    /// A custom table has no such column.
    #[error("{path} cannot be read as rows of “{table}”: the table has no column “{column}”, only {known}. Add the column to the table (`muster-cli table FILE define TABLES.json`), or remove it from the file")]
    NoTableColumn {
        /// The file.
        path: PathBuf,
        /// The table.
        table: String,
        /// The file's column.
        column: String,
        /// The table's columns.
        known: String,
    },
    /// A custom table's file lacks the column that tells its rows apart.
    #[error("{path} cannot be read as rows of “{table}”: it has no {key}, which is the table's key; its columns are {found}. Rename the column that holds it")]
    NoTableKey {
        /// The file.
        path: PathBuf,
        /// The table.
        table: String,
        /// The key.
        key: String,
        /// The columns it has.
        found: String,
    },
    /// No row of its beginning can be read.
    #[error("no row of the beginning of {path} can be read; line {line}: {why}")]
    NoGoodRow {
        /// The file.
        path: PathBuf,
        /// The first bad line.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// The columns fit no kind.
    #[error("{path} has no user_id; its columns are {found}. Rename the column that holds the person's id to user_id")]
    NoKind {
        /// The file.
        path: PathBuf,
        /// The columns it has.
        found: String,
    },
}

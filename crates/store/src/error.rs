//! What can go wrong with a workspace, in words that say what, where and what to do.

use muster_engine::source::SourceError;
use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// Why something could not be done with a workspace.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file of that name is there already; nothing was touched.
    #[error("{}: there is a file of this name already; choose another name", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// There is no such file.
    #[error("{}: there is no such file; was it moved or renamed?", path.display())]
    NoFile {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{}: not a Muster workspace ({why}); choose a file that Muster made", path.display())]
    NotAWorkspace {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        why: String,
    },
    /// The file was made by a newer program.
    #[error("{}: made by a newer Muster (format {found}, this one knows up to {known}); update Muster to open it. Nothing was changed", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format this program knows.
        known: u32,
    },
    /// The time zone's name is not one of the IANA database.
    #[error("`{name}` is not a time zone; use an IANA name such as `Europe/Berlin`")]
    NoSuchZone {
        /// As given.
        name: String,
    },
    /// Another program or another long job holds the file.
    #[error("the workspace is in use by another program or a long job; wait for it to end and try again")]
    Busy,
    /// No room to write.
    #[error("no room left on the disk; free some and try again. The workspace is as it was before")]
    Full,
    /// The file's content is damaged.
    #[error("the workspace is damaged ({detail}); keep a copy of the file, then go back to a backup")]
    Corrupt {
        /// As SQLite says it.
        detail: String,
    },
    /// A segment of that name exists.
    #[error("a segment named `{name}` exists already; choose another name")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// Something asked for by name or number is not there.
    #[error("there is no {what}")]
    NotFound {
        /// E.g. "segment named `x`".
        what: String,
    },
    /// Somebody asked to stop; nothing was changed.
    #[error("cancelled")]
    Cancelled,
    /// A statement to run is not one that only reads one column of texts.
    #[error("the statement cannot be run: {why}")]
    BadStatement {
        /// Why.
        why: String,
    },
    /// More rows than one import may have.
    #[error("more than 4,294,967,295 rows in one import; split the file and import the parts one after another")]
    TooManyRows,
    /// A file could not be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// As the system says it.
        error: std::io::Error,
    },
    /// The workspace may only be read.
    #[error("the workspace cannot be written to (read-only file or folder); give write access to the file and its folder")]
    ReadOnly,
    /// Anything else that SQLite says.
    #[error("the workspace's database said: {0}")]
    Sql(rusqlite::Error),
}

impl StoreError {
    pub(crate) fn file(path: &Path, error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::Full,
            std::io::ErrorKind::NotFound => StoreError::NoFile { path: path.to_owned() },
            _ => StoreError::File { path: path.to_owned(), error },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Corrupt { detail: error.to_string() },
            Some(ErrorCode::OperationInterrupted) => StoreError::Cancelled,
            Some(ErrorCode::ReadOnly) => StoreError::ReadOnly,
            _ => StoreError::Sql(error),
        }
    }
}

impl From<StoreError> for SourceError {
    fn from(error: StoreError) -> Self {
        SourceError { busy: matches!(error, StoreError::Busy), message: error.to_string() }
    }
}

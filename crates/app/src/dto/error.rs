//! What went wrong, in the person's words.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What went wrong, in the person's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AppError {
    /// For the page to match on; everything else is for reading.
    pub code: ErrorCode,
    /// What happened and what was kept.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The place in a rule, where the error is about one (`where.of[1].value`).
    pub path: Option<String>,
    /// The cause as the lower layers said it, for "Details".
    pub detail: Option<String>,
}

/// Why a command failed, as far as the page acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The rule means nothing; `path` and `hint` say where and what would be accepted.
    Rule,
    /// A newer request took its place, or the person cancelled. Never shown as an error.
    Cancelled,
    /// No workspace is open.
    NoWorkspace,
    /// The segment, file handle or job is gone.
    NotFound,
    /// A segment of that name exists.
    NameTaken,
    /// The file is in use by another program, or another long job is running.
    Busy,
    /// A file could not be read, written or understood.
    File,
    /// The workspace was made by a newer Muster.
    NewerFile,
    /// Anything else; `detail` has the cause.
    Internal,
}

//! People out of the workspace.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Asks for an export; the place is chosen in a native dialog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ExportRequest {
    /// The builder's tree as JSON text. One with unfinished cards is refused.
    pub draft: String,
    /// The name offered in the dialog, without ending.
    pub file_name: String,
    /// Column keys, in order.
    pub columns: Vec<String>,
    /// Write a leading `'` before text that a spreadsheet would take for a formula.
    pub spreadsheet_safe: bool,
    /// Chosen by the page; `cancel_job` takes it.
    pub job: u32,
}

/// How an export went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ExportReport {
    /// The file's name.
    pub name: String,
    /// People written; equals the count.
    pub rows: u32,
    /// The file's size.
    pub bytes: f64,
    /// How long it took.
    pub seconds: f32,
}

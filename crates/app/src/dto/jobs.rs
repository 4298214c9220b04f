//! Long work.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Sent while a job runs, at most ten times a second.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct JobProgress {
    /// The job.
    pub job: u32,
    /// 0 to 1.
    pub share: f32,
    /// Rows so far.
    pub rows: u32,
    /// Rejected so far.
    pub rejected: u32,
    /// Rows each second.
    pub rows_per_second: f32,
    /// Seconds left, once that can be said.
    pub seconds_left: Option<f32>,
    /// True once reading is done and the rest is being written.
    pub finishing: bool,
}

//! The window at its start and the open workspace.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What the window shows at its start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct AppState {
    /// The open workspace, if one is.
    pub workspace: Option<WorkspaceInfo>,
    /// Workspaces opened before, the latest first, at most 10; files that are gone are left out.
    pub recent: Vec<RecentWorkspace>,
}

/// The open workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct WorkspaceInfo {
    /// The file's name without `.muster`.
    pub name: String,
    /// IANA name, e.g. `Europe/Berlin`.
    pub time_zone: String,
    /// People in it.
    pub people: u32,
    /// Events in it.
    pub events: u32,
    /// Saved segments that are not archived.
    pub segments: u32,
    /// Grows by one with every change of the data; results of an older generation are stale.
    pub generation: u32,
}

/// A workspace that was opened before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct RecentWorkspace {
    /// What `open_recent` takes.
    pub handle: u32,
    /// The file's name without `.muster`.
    pub name: String,
    /// When it was last opened.
    pub opened_at: String,
}

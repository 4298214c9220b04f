//! What the shell tells the page without being asked.

use muster_app::dto::{AppError, ImportFile};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

/// Files were dropped on the window.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[tauri_specta(event_name = "files_dropped")]
pub struct FilesDropped {
    /// Those that can be read.
    pub files: Vec<ImportFile>,
    /// Why there are none, if there are none.
    pub problem: Option<AppError>,
}

/// Files are held over the window.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[tauri_specta(event_name = "files_hover")]
pub struct FilesHover {
    /// How many.
    pub count: u32,
}

/// Files that were held over the window went away without being dropped.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[tauri_specta(event_name = "files_left")]
pub struct FilesLeft {}

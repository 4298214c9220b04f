use crate::dto::*;
use std::path::{Path, PathBuf};

/// Says what time it is, in milliseconds since 1970 UTC.
pub type Clock = Box<dyn Fn() -> i64 + Send + Sync>;

/// What an `App` needs to know of its surroundings.
pub struct AppConfig {
    /// Where the sample workspace and the list of recent files are kept.
    pub data_dir: PathBuf,
    /// The clock; logic below never reads the system's.
    pub clock: Clock,
    /// The IANA zone that new workspaces get, e.g. the system's.
    pub time_zone: String,
}

/// The app behind the window: at most one open workspace, and the jobs that run on it. Every method blocks; call them off the window's thread.
pub struct App {
    config: AppConfig,
}

type Result<T> = std::result::Result<T, AppError>;

fn pending<T>() -> Result<T> {
    Err(AppError { code: ErrorCode::Internal, message: String::new(), hint: None, path: None, detail: None })
}

#[allow(unused_variables)]
impl App {
    /// An app with nothing open.
    pub fn new(config: AppConfig) -> Self {
        App { config }
    }
    /// What the window shows at its start.
    pub fn state(&self) -> Result<AppState> {
        pending()
    }
    /// Opens the sample workspace, made on first use.
    pub fn open_sample(&self) -> Result<WorkspaceInfo> {
        pending()
    }
    /// Makes a workspace and opens it.
    pub fn new_workspace(&self, path: &Path) -> Result<WorkspaceInfo> {
        pending()
    }
    /// Opens a workspace.
    pub fn open_workspace(&self, path: &Path) -> Result<WorkspaceInfo> {
        pending()
    }
    /// Opens one of `AppState::recent`.
    pub fn open_recent(&self, handle: u32) -> Result<WorkspaceInfo> {
        pending()
    }
    /// Closes the workspace.
    pub fn close_workspace(&self) -> Result<()> {
        pending()
    }
    /// What the workspace really holds.
    pub fn catalog(&self) -> Result<Catalog> {
        pending()
    }
    /// Real values with counts, the most frequent first, that contain `search` (ignoring case); at most `limit`.
    pub fn values(&self, source: &ValueSource, search: &str, limit: u32) -> Result<Vec<ValueCount>> {
        pending()
    }
    /// The saved segments, the last edited first, archived ones too.
    pub fn segments(&self) -> Result<Vec<SegmentRow>> {
        pending()
    }
    /// How many people a saved segment has now.
    pub fn count_segment(&self, id: u32) -> Result<SegmentCount> {
        pending()
    }
    /// A new, empty segment; the name is made unique ("New segment 2").
    pub fn create_segment(&self, name: &str) -> Result<SegmentDoc> {
        pending()
    }
    /// Opens a segment's draft.
    pub fn open_segment(&self, id: u32) -> Result<SegmentDoc> {
        pending()
    }
    /// Saves a draft; the rule follows where nothing in it is unfinished.
    pub fn save_draft(&self, id: u32, draft: &str) -> Result<Saved> {
        pending()
    }
    /// Renames a segment.
    pub fn rename_segment(&self, id: u32, name: &str) -> Result<()> {
        pending()
    }
    /// Copies a segment under a name like "X copy".
    pub fn duplicate_segment(&self, id: u32) -> Result<SegmentDoc> {
        pending()
    }
    /// Puts a segment away, or back.
    pub fn archive_segment(&self, id: u32, archived: bool) -> Result<()> {
        pending()
    }
    /// Deletes a segment for good.
    pub fn delete_segment(&self, id: u32) -> Result<()> {
        pending()
    }
    /// Counts a draft: the whole, every group, every card. A newer ticket cancels an older request.
    pub fn count(&self, request: &CountRequest) -> Result<CountReport> {
        pending()
    }
    /// Stops the count that is running.
    pub fn cancel_count(&self) {}
    /// The draft's rule as one statement of a dialect (`sqlite`).
    pub fn sql(&self, draft: &str, dialect: &str) -> Result<SqlText> {
        pending()
    }
    /// A page of the people who match a draft.
    pub fn members(&self, request: &MembersRequest) -> Result<MembersPage> {
        pending()
    }
    /// Columns that can be shown or exported.
    pub fn columns(&self) -> Result<Vec<ColumnChoice>> {
        pending()
    }
    /// Takes files (chosen or dropped) and answers their handles.
    pub fn add_import_files(&self, paths: &[PathBuf]) -> Result<Vec<ImportFile>> {
        pending()
    }
    /// Looks into a file; `kind` overrides the guess.
    pub fn import_preview(&self, handle: u32, kind: Option<ImportKind>) -> Result<ImportPreview> {
        pending()
    }
    /// Imports a file, all or nothing, or counts what would happen.
    pub fn import_run(&self, request: &ImportRequest, progress: &(dyn Fn(JobProgress) + Sync)) -> Result<ImportReport> {
        pending()
    }
    /// Writes the rows that the last import of this file rejected, as CSV. Answers the file's name.
    pub fn save_rejects(&self, handle: u32, path: &Path) -> Result<String> {
        pending()
    }
    /// Imports so far, the latest first.
    pub fn imports(&self) -> Result<Vec<ImportRecord>> {
        pending()
    }
    /// Writes the people of a draft as CSV, whole or not at all.
    pub fn export(&self, request: &ExportRequest, path: &Path, progress: &(dyn Fn(JobProgress) + Sync)) -> Result<ExportReport> {
        pending()
    }
    /// Asks a running import or export to stop; what was there before stays.
    pub fn cancel_job(&self, job: u32) {}
}

use crate::dto::*;
use crate::error::Result;
use crate::importing::ImportOptions;
use crate::jobs::{Jobs, Listener};
use crate::recent;
use crate::workspace::Workspace;
use muster_io::RejectsFile;
use muster_rules::time::format_instant;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Says what time it is, in milliseconds since 1970 UTC.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

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
    open: Mutex<Option<Arc<Workspace>>>,
    files: Mutex<Files>,
    jobs: Jobs,
}

/// Files that were chosen or dropped. The page knows them by number alone.
#[derive(Default)]
struct Files {
    next: u32,
    paths: HashMap<u32, PathBuf>,
    /// Rows that the last import of a file rejected.
    rejects: HashMap<u32, RejectsFile>,
    /// Files of tables as they were shown: what is defined is what was seen, whatever becomes of the file.
    tables: HashMap<u32, String>,
}

/// The most of a file of tables that is read, in bytes.
const MOST_TABLES: u64 = 8 << 20;

/// The sample workspace's name.
const SAMPLE: &str = "Harborlight";
/// People in it, and its seed.
const SAMPLE_PEOPLE: u32 = 2000;
const SAMPLE_SEED: u64 = 1;

impl App {
    /// An app with nothing open.
    pub fn new(config: AppConfig) -> Self {
        App { config, open: Mutex::default(), files: Mutex::default(), jobs: Jobs::default() }
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn slot(&self) -> MutexGuard<'_, Option<Arc<Workspace>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn workspace(&self) -> Result<Arc<Workspace>> {
        let none = || AppError::new(ErrorCode::NoWorkspace, "No workspace is open.").hint("Open one, or start with the sample data.");
        self.slot().clone().ok_or_else(none)
    }

    fn now(&self) -> i64 {
        (self.config.clock)()
    }

    /// What the window shows at its start.
    pub fn state(&self) -> Result<AppState> {
        let open = self.slot().clone();
        let workspace = open.map(|workspace| workspace.info()).transpose()?;
        let named = |(handle, entry): (usize, recent::Entry)| RecentWorkspace {
            // At most ten are remembered.
            handle: handle as u32,
            name: entry.path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            opened_at: format_instant(entry.opened_at),
        };
        Ok(AppState { workspace, recent: recent::load(&self.config.data_dir).into_iter().enumerate().map(named).collect() })
    }

    /// Takes a workspace for the open one.
    fn take(&self, path: &Path, workspace: Workspace) -> Result<WorkspaceInfo> {
        let info = workspace.info()?;
        // A list of recent files that cannot be written is no reason not to open one.
        let _ = recent::remember(&self.config.data_dir, path, self.now());
        self.release()?;
        *self.slot() = Some(Arc::new(workspace));
        Ok(info)
    }

    fn release(&self) -> Result<()> {
        if self.jobs.any() {
            return Err(
                AppError::new(ErrorCode::Busy, "An import or export is running in the open workspace.").hint("Wait for it or cancel it.")
            );
        }
        let Some(workspace) = self.slot().take() else { return Ok(()) };
        workspace.cancel_count();
        match Arc::try_unwrap(workspace) {
            Ok(workspace) => workspace.close(),
            // Somebody still reads: the file is closed when they are done.
            Err(_) => Ok(()),
        }
    }

    /// Opens the sample workspace, made on first use.
    pub fn open_sample(&self) -> Result<WorkspaceInfo> {
        let path = self.config.data_dir.join(format!("{SAMPLE}.muster"));
        if !path.exists() {
            let failed = |why: std::io::Error| AppError::new(ErrorCode::File, "The sample workspace could not be made.").detail(why);
            std::fs::create_dir_all(&self.config.data_dir).map_err(failed)?;
            Workspace::create_sample(&path, &self.config.time_zone, Arc::clone(&self.config.clock), SAMPLE_PEOPLE, SAMPLE_SEED)?;
        }
        self.open_workspace(&path)
    }

    /// Makes a workspace and opens it.
    pub fn new_workspace(&self, path: &Path) -> Result<WorkspaceInfo> {
        let workspace = Workspace::create(path, &self.config.time_zone, Arc::clone(&self.config.clock))?;
        self.take(path, workspace)
    }

    /// Opens a workspace.
    pub fn open_workspace(&self, path: &Path) -> Result<WorkspaceInfo> {
        let workspace = Workspace::open(path, Arc::clone(&self.config.clock))?;
        self.take(path, workspace)
    }

    /// Opens one of `AppState::recent`.
    pub fn open_recent(&self, handle: u32) -> Result<WorkspaceInfo> {
        let entry = recent::load(&self.config.data_dir).into_iter().nth(handle as usize);
        self.open_workspace(&entry.ok_or_else(|| AppError::not_found("such file any more"))?.path)
    }

    /// Closes the workspace.
    pub fn close_workspace(&self) -> Result<()> {
        self.release()
    }

    /// What the workspace really holds.
    pub fn catalog(&self) -> Result<Catalog> {
        let workspace = self.workspace()?;
        workspace.catalog(workspace.now())
    }

    /// Real values with counts, the most frequent first, that contain `search` (ignoring case); at most `limit`.
    pub fn values(&self, source: &ValueSource, search: &str, limit: u32) -> Result<Vec<ValueCount>> {
        let workspace = self.workspace()?;
        workspace.values(source, search, limit, workspace.now())
    }

    /// The saved segments, the last edited first, archived ones too.
    pub fn segments(&self) -> Result<Vec<SegmentRow>> {
        self.workspace()?.segments()
    }

    /// How many people a saved segment has now.
    pub fn count_segment(&self, id: u32) -> Result<SegmentCount> {
        self.workspace()?.count_segment(id)
    }

    /// A new, empty segment; the name is made unique ("New segment 2").
    pub fn create_segment(&self, name: &str) -> Result<SegmentDoc> {
        self.workspace()?.create_segment(name)
    }

    /// Opens a segment's draft.
    pub fn open_segment(&self, id: u32) -> Result<SegmentDoc> {
        self.workspace()?.open_segment(id)
    }

    /// Saves a draft; the rule follows where nothing in it is unfinished.
    pub fn save_draft(&self, id: u32, draft: &str) -> Result<Saved> {
        self.workspace()?.save_draft(id, draft)
    }

    /// Renames a segment.
    pub fn rename_segment(&self, id: u32, name: &str) -> Result<()> {
        self.workspace()?.rename_segment(id, name)
    }

    /// Copies a segment under a name like "X copy".
    pub fn duplicate_segment(&self, id: u32) -> Result<SegmentDoc> {
        self.workspace()?.duplicate_segment(id)
    }

    /// Puts a segment away, or back.
    pub fn archive_segment(&self, id: u32, archived: bool) -> Result<()> {
        self.workspace()?.archive_segment(id, archived)
    }

    /// Deletes a segment for good.
    pub fn delete_segment(&self, id: u32) -> Result<()> {
        self.workspace()?.delete_segment(id)
    }

    /// Counts a draft: the whole, every group, every card. A newer ticket cancels an older request.
    pub fn count(&self, request: &CountRequest) -> Result<CountReport> {
        self.workspace()?.count(request)
    }

    /// Stops the count that is running.
    pub fn cancel_count(&self) {
        if let Ok(workspace) = self.workspace() {
            workspace.cancel_count();
        }
    }

    /// The draft's rule as one statement of a dialect (`sqlite`).
    pub fn sql(&self, draft: &str, dialect: &str) -> Result<SqlText> {
        self.workspace()?.draft_sql(draft, dialect)
    }

    /// A page of the people who match a draft.
    pub fn members(&self, request: &MembersRequest) -> Result<MembersPage> {
        self.workspace()?.members_page(request)
    }

    /// Columns that can be shown or exported.
    pub fn columns(&self) -> Result<Vec<ColumnChoice>> {
        let workspace = self.workspace()?;
        workspace.columns(workspace.now())
    }

    /// Takes files (chosen or dropped) and answers their handles.
    pub fn add_import_files(&self, paths: &[PathBuf]) -> Result<Vec<ImportFile>> {
        let mut files = self.files();
        let mut added = Vec::new();
        for path in paths {
            let file = named(path, files.next + 1)?;
            files.next = file.handle;
            files.paths.insert(file.handle, path.clone());
            added.push(file);
        }
        Ok(added)
    }

    fn import_path(&self, handle: u32) -> Result<PathBuf> {
        self.files().paths.get(&handle).cloned().ok_or_else(|| AppError::not_found("such file any more"))
    }

    /// Looks into a file; `kind` overrides the guess.
    pub fn import_preview(&self, handle: u32, kind: Option<&ImportKind>) -> Result<ImportPreview> {
        let path = self.import_path(handle)?;
        self.workspace()?.import_preview(&path, handle, kind).map_err(|why| without_folders(why, &path))
    }

    /// Looks into a file of tables (`TABLES.json`): what it declares, and what comes of that.
    pub fn tables_preview(&self, handle: u32) -> Result<TablesPreview> {
        let path = self.import_path(handle)?;
        let file = named(&path, handle)?;
        let failed = |why: &dyn std::fmt::Display| {
            AppError::new(ErrorCode::File, format!("{} could not be read.", file.name))
                .hint("A file of tables is JSON text in UTF-8: save it again as that.")
                .detail(why)
        };
        if file.bytes > MOST_TABLES as f64 {
            return Err(failed(&format!("it has more than {} MB", MOST_TABLES >> 20)));
        }
        let text = std::fs::read_to_string(&path).map_err(|why| failed(&why))?;
        let (tables, relations) = self.workspace()?.tables_preview(&text)?;
        self.files().tables.insert(handle, text);
        Ok(TablesPreview { file, tables, relations })
    }

    /// Defines what was shown of a file of tables, whole or not at all.
    pub fn define_tables(&self, handle: u32) -> Result<()> {
        let text = self.files().tables.get(&handle).cloned();
        let text = text.ok_or_else(|| AppError::not_found("such file of tables any more"))?;
        self.workspace()?.define_tables(&text).map(drop)
    }

    /// Imports a file, all or nothing, or counts what would happen.
    pub fn import_run(&self, request: &ImportRequest, progress: Listener<'_>) -> Result<ImportReport> {
        let path = self.import_path(request.handle)?;
        let workspace = self.workspace()?;
        let running = self.jobs.start(request.job);
        let failed = |why: std::io::Error| AppError::new(ErrorCode::File, "There is no room for the list of rejected rows.").detail(why);
        let mut rejects = RejectsFile::create().map_err(failed)?;
        let options = ImportOptions {
            kind: Some(request.kind.clone()),
            format: None,
            dry_run: request.dry_run,
            job: request.job,
            cancel: running.cancel.clone(),
        };
        let imported = workspace.import_file(&path, &options, &mut rejects, progress);
        let (report, _) = imported.map_err(|why| without_folders(why, &path))?;
        self.files().rejects.insert(request.handle, rejects);
        Ok(report)
    }

    /// Writes the rows that the last import of this file rejected, as CSV. Answers the file's name.
    pub fn save_rejects(&self, handle: u32, path: &Path) -> Result<String> {
        self.workspace()?.refuse_overwrite(path, &[&self.import_path(handle)?])?;
        let mut files = self.files();
        let rejects = files.rejects.get_mut(&handle).ok_or_else(|| AppError::not_found("list of rejected rows for this file"))?;
        rejects.keep(path).map_err(|why| AppError::new(ErrorCode::File, why.to_string()))?;
        Ok(path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default())
    }

    /// Imports so far, the latest first.
    pub fn imports(&self) -> Result<Vec<ImportRecord>> {
        self.workspace()?.imports()
    }

    /// Writes the people of a draft as CSV, whole or not at all.
    pub fn export(&self, request: &ExportRequest, path: &Path, progress: Listener<'_>) -> Result<ExportReport> {
        let workspace = self.workspace()?;
        let running = self.jobs.start(request.job);
        workspace.export_draft(request, path, &running.cancel, progress)
    }

    /// Asks a running import or export to stop; what was there before stays.
    pub fn cancel_job(&self, job: u32) {
        self.jobs.cancel(job);
    }

    /// Whether an import or export is running: closing the window then asks.
    pub fn is_busy(&self) -> bool {
        self.jobs.any()
    }
}

/// A file as the page knows it.
fn named(path: &Path, handle: u32) -> Result<ImportFile> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let found = std::fs::metadata(path).map_err(|why| {
        AppError::new(ErrorCode::File, format!("{name} could not be read."))
            .hint("Was it moved, or is it on a drive that is gone?")
            .detail(why)
    })?;
    if !found.is_file() {
        return Err(AppError::new(ErrorCode::File, format!("{name} is a folder.")).hint("Choose the files in it."));
    }
    Ok(ImportFile { handle, name, bytes: found.len() as f64 })
}

/// The page knows files by their names alone.
fn without_folders(why: AppError, path: &Path) -> AppError {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    AppError { message: why.message.replace(&path.display().to_string(), &name), ..why }
}

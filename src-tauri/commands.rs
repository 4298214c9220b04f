//! The commands. Each is one call of `App`; those that need a file ask for it here, so that no path ever comes from
//! or goes to the page.

use crate::dialogs::Ask;
use crate::shell::Shell;
use muster_app::dto::*;
use tauri::ipc::Channel;
use tauri::State;

type Answer<T> = Result<T, AppError>;

/// What the window shows at its start.
#[tauri::command]
#[specta::specta]
pub(crate) async fn state(shell: State<'_, Shell>) -> Answer<AppState> {
    shell.off_thread(|s| s.app.state()).await
}

/// Opens the sample workspace, made on first use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_sample(shell: State<'_, Shell>) -> Answer<WorkspaceInfo> {
    shell.off_thread(|s| s.app.open_sample()).await
}

/// Asks where, makes a workspace there and opens it. Nothing: the person changed their mind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn new_workspace(shell: State<'_, Shell>) -> Answer<Option<WorkspaceInfo>> {
    shell
        .off_thread(|s| match s.dialogs.save(&Ask::new_workspace()) {
            Some(path) => s.app.new_workspace(&path).map(Some),
            None => Ok(None),
        })
        .await
}

/// Asks for a workspace and opens it. Nothing: the person changed their mind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_workspace(shell: State<'_, Shell>) -> Answer<Option<WorkspaceInfo>> {
    shell
        .off_thread(|s| match s.dialogs.open(&Ask::open_workspace()) {
            Some(path) => s.app.open_workspace(&path).map(Some),
            None => Ok(None),
        })
        .await
}

/// Opens one of `AppState.recent`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_recent(shell: State<'_, Shell>, handle: u32) -> Answer<WorkspaceInfo> {
    shell.off_thread(move |s| s.app.open_recent(handle)).await
}

/// Closes the workspace.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_workspace(shell: State<'_, Shell>) -> Answer<()> {
    shell.off_thread(|s| s.app.close_workspace()).await
}

/// What the workspace really holds.
#[tauri::command]
#[specta::specta]
pub(crate) async fn catalog(shell: State<'_, Shell>) -> Answer<Catalog> {
    shell.off_thread(|s| s.app.catalog()).await
}

/// Real values with counts, the most frequent first, that contain `search`; at most `limit`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn values(shell: State<'_, Shell>, source: ValueSource, search: String, limit: u32) -> Answer<Vec<ValueCount>> {
    shell.off_thread(move |s| s.app.values(&source, &search, limit)).await
}

/// The saved segments, the last edited first, archived ones too.
#[tauri::command]
#[specta::specta]
pub(crate) async fn segments(shell: State<'_, Shell>) -> Answer<Vec<SegmentRow>> {
    shell.off_thread(|s| s.app.segments()).await
}

/// How many people a saved segment has now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn count_segment(shell: State<'_, Shell>, id: u32) -> Answer<SegmentCount> {
    shell.off_thread(move |s| s.app.count_segment(id)).await
}

/// A new, empty segment; the name is made unique.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_segment(shell: State<'_, Shell>, name: String) -> Answer<SegmentDoc> {
    shell.off_thread(move |s| s.app.create_segment(&name)).await
}

/// Opens a segment's draft.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_segment(shell: State<'_, Shell>, id: u32) -> Answer<SegmentDoc> {
    shell.off_thread(move |s| s.app.open_segment(id)).await
}

/// Saves a draft; the rule follows where nothing in it is unfinished.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_draft(shell: State<'_, Shell>, id: u32, draft: String) -> Answer<Saved> {
    shell.off_thread(move |s| s.app.save_draft(id, &draft)).await
}

/// Renames a segment.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_segment(shell: State<'_, Shell>, id: u32, name: String) -> Answer<()> {
    shell.off_thread(move |s| s.app.rename_segment(id, &name)).await
}

/// Copies a segment under a name like "X copy".
#[tauri::command]
#[specta::specta]
pub(crate) async fn duplicate_segment(shell: State<'_, Shell>, id: u32) -> Answer<SegmentDoc> {
    shell.off_thread(move |s| s.app.duplicate_segment(id)).await
}

/// Puts a segment away, or back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn archive_segment(shell: State<'_, Shell>, id: u32, archived: bool) -> Answer<()> {
    shell.off_thread(move |s| s.app.archive_segment(id, archived)).await
}

/// Deletes a segment for good.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_segment(shell: State<'_, Shell>, id: u32) -> Answer<()> {
    shell.off_thread(move |s| s.app.delete_segment(id)).await
}

/// Counts a draft: the whole, every group, every card. A newer ticket cancels an older request.
#[tauri::command]
#[specta::specta]
pub(crate) async fn count(shell: State<'_, Shell>, request: CountRequest) -> Answer<CountReport> {
    shell.off_thread(move |s| s.app.count(&request)).await
}

/// Stops the count that is running.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn cancel_count(shell: State<'_, Shell>) {
    shell.app.cancel_count();
}

/// The draft's rule as one statement of a dialect (`sqlite`).
#[tauri::command]
#[specta::specta]
pub(crate) async fn sql(shell: State<'_, Shell>, draft: String, dialect: String) -> Answer<SqlText> {
    shell.off_thread(move |s| s.app.sql(&draft, &dialect)).await
}

/// A page of the people who match a draft.
#[tauri::command]
#[specta::specta]
pub(crate) async fn members(shell: State<'_, Shell>, request: MembersRequest) -> Answer<MembersPage> {
    shell.off_thread(move |s| s.app.members(&request)).await
}

/// Columns that can be shown or exported.
#[tauri::command]
#[specta::specta]
pub(crate) async fn columns(shell: State<'_, Shell>) -> Answer<Vec<ColumnChoice>> {
    shell.off_thread(|s| s.app.columns()).await
}

/// Asks for files to import. An empty answer: the person changed their mind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_import_files(shell: State<'_, Shell>) -> Answer<Vec<ImportFile>> {
    shell
        .off_thread(|s| match s.dialogs.open_many(&Ask::import()) {
            paths if paths.is_empty() => Ok(Vec::new()),
            paths => s.app.add_import_files(&paths),
        })
        .await
}

/// Looks into a file; `kind` overrides the guess.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_preview(shell: State<'_, Shell>, handle: u32, kind: Option<ImportKind>) -> Answer<ImportPreview> {
    shell.off_thread(move |s| s.app.import_preview(handle, kind.as_ref())).await
}

/// Imports a file, all or nothing, or counts what would happen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_run(shell: State<'_, Shell>, request: ImportRequest, progress: Channel<JobProgress>) -> Answer<ImportReport> {
    let running = shell.jobs.begin(request.job);
    shell
        .off_thread(move |s| {
            let _running = running;
            s.app.import_run(&request, &telling(s, &progress))
        })
        .await
}

/// Asks where and writes the rows that the last import of this file rejected. Answers the new file's name; nothing: the
/// person changed their mind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_rejects(shell: State<'_, Shell>, handle: u32) -> Answer<Option<String>> {
    shell
        .off_thread(move |s| match s.dialogs.save(&Ask::rejects()) {
            Some(path) => s.app.save_rejects(handle, &path).map(Some),
            None => Ok(None),
        })
        .await
}

/// Asks for a file of tables. Nothing: the person changed their mind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_tables_file(shell: State<'_, Shell>) -> Answer<Option<ImportFile>> {
    shell
        .off_thread(|s| match s.dialogs.open(&Ask::tables()) {
            Some(path) => Ok(s.app.add_import_files(&[path])?.pop()),
            None => Ok(None),
        })
        .await
}

/// Looks into a file of tables: what it declares, and what comes of that.
#[tauri::command]
#[specta::specta]
pub(crate) async fn tables_preview(shell: State<'_, Shell>, handle: u32) -> Answer<TablesPreview> {
    shell.off_thread(move |s| s.app.tables_preview(handle)).await
}

/// Defines what was shown of a file of tables, whole or not at all.
#[tauri::command]
#[specta::specta]
pub(crate) async fn define_tables(shell: State<'_, Shell>, handle: u32) -> Answer<()> {
    shell.off_thread(move |s| s.app.define_tables(handle)).await
}

/// Imports so far, the latest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn imports(shell: State<'_, Shell>) -> Answer<Vec<ImportRecord>> {
    shell.off_thread(|s| s.app.imports()).await
}

/// Asks where and writes the people of a draft as CSV, whole or not at all. Nothing: the person changed their mind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_run(
    shell: State<'_, Shell>,
    request: ExportRequest,
    progress: Channel<JobProgress>,
) -> Answer<Option<ExportReport>> {
    shell
        .off_thread(move |s| {
            let Some(path) = s.dialogs.save(&Ask::export(&request.file_name)) else { return Ok(None) };
            let _running = s.jobs.begin(request.job);
            s.app.export(&request, &path, &telling(s, &progress)).map(Some)
        })
        .await
}

/// Asks a running import or export to stop; what was there before stays.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn cancel_job(shell: State<'_, Shell>, job: u32) {
    shell.cancel(job);
}

fn telling<'a>(shell: &'a Shell, channel: &'a Channel<JobProgress>) -> impl Fn(JobProgress) + Sync + 'a {
    move |progress| {
        // The cancel may have come before the app knew the job.
        if shell.jobs.is_cancelled(progress.job) {
            shell.app.cancel_job(progress.job);
        }
        // A page that went away no longer wants to know; the job itself goes on.
        drop(channel.send(progress));
    }
}

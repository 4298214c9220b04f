//! What the window itself does: files dropped on it, and closing it while something is being written.

use crate::dialogs::Question;
use crate::events::{FilesDropped, FilesHover, FilesLeft};
use crate::shell::Shell;
use std::path::PathBuf;
use std::time::Duration;
use tauri::{AppHandle, DragDropEvent, Manager, Window, WindowEvent};
use tauri_specta::Event;

/// The only window.
pub(crate) const LABEL: &str = "main";

/// Hears everything that happens to the window.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    match event {
        WindowEvent::DragDrop(drag) => on_drag(window.app_handle(), drag),
        WindowEvent::CloseRequested { api, .. } => {
            let shell = window.state::<Shell>();
            if !shell.jobs.running().is_empty() {
                api.prevent_close();
                ask_then_close(window.clone(), shell.inner().clone());
            }
        }
        _ => {}
    }
}

fn on_drag(app: &AppHandle, drag: &DragDropEvent) {
    match drag {
        DragDropEvent::Enter { paths, .. } => {
            let count = u32::try_from(paths.len()).unwrap_or(u32::MAX);
            tell(app, &FilesHover { count });
        }
        DragDropEvent::Drop { paths, .. } => take(app.clone(), paths.clone()),
        DragDropEvent::Leave => tell(app, &FilesLeft {}),
        _ => {}
    }
}

/// The paths stay here; the page gets handles.
fn take(app: AppHandle, paths: Vec<PathBuf>) {
    tauri::async_runtime::spawn_blocking(move || {
        let dropped = match app.state::<Shell>().app.add_import_files(&paths) {
            Ok(files) => FilesDropped { files, problem: None },
            Err(problem) => FilesDropped { files: Vec::new(), problem: Some(problem) },
        };
        tell(&app, &dropped);
    });
}

fn tell<E: Event + serde::Serialize + Clone>(app: &AppHandle, event: &E) {
    // Only a page that is gone cannot be told, and then nobody is there to show it to.
    drop(event.emit(app));
}

/// Stops what is running if the person says so, waits until it has put everything back, and closes.
fn ask_then_close(window: Window, shell: Shell) {
    std::thread::spawn(move || {
        let ended_meanwhile = || shell.jobs.running().is_empty();
        if shell.dialogs.confirm(&Question::close_while_running()) || ended_meanwhile() {
            while !ended_meanwhile() {
                for job in shell.jobs.running() {
                    shell.cancel(job);
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            drop(window.destroy());
        }
    });
}

//! What every command shares.

use crate::dialogs::Dialogs;
use crate::jobs::Jobs;
use muster_app::dto::{AppError, ErrorCode};
use muster_app::App;
use std::sync::Arc;

/// The app, the way to ask for a file, and the long jobs that are running.
#[derive(Clone)]
pub(crate) struct Shell {
    pub(crate) app: Arc<App>,
    pub(crate) dialogs: Arc<dyn Dialogs>,
    pub(crate) jobs: Jobs,
}

impl Shell {
    /// Asks a job to stop, also one whose work is about to begin.
    pub(crate) fn cancel(&self, job: u32) {
        self.jobs.cancel(job);
        self.app.cancel_job(job);
    }

    /// Runs `work` off the window's thread, so that the window never freezes.
    pub(crate) async fn off_thread<T, F>(&self, work: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: FnOnce(&Shell) -> Result<T, AppError> + Send + 'static,
    {
        let shell = self.clone();
        match tauri::async_runtime::spawn_blocking(move || work(&shell)).await {
            Ok(result) => result,
            Err(error) => Err(broke_off(&error.to_string())),
        }
    }
}

fn broke_off(detail: &str) -> AppError {
    AppError {
        code: ErrorCode::Internal,
        message: "Muster could not finish this. Nothing was changed.".into(),
        hint: Some("Try it again; if it happens again, restart Muster.".into()),
        path: None,
        detail: Some(detail.into()),
    }
}

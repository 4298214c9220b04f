//! Starting: what the app needs to know of this machine, then the window.

use crate::bindings::bindings;
use crate::dialogs::{Dialogs, Native};
use crate::jobs::Jobs;
use crate::shell::Shell;
use crate::window;
use anyhow::Context;
use muster_app::{App, AppConfig, Clock};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tauri::{AppHandle, Manager};

/// Opens the window and returns when it is closed.
pub fn run() -> ExitCode {
    match open() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("muster: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn open() -> anyhow::Result<()> {
    require_display()?;
    let page = bindings();
    let mut builder = tauri::Builder::default();
    // Tests start an app of their own beside one that may be open.
    if !cfg!(feature = "e2e") {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| show(app)));
    }
    builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .invoke_handler(page.invoke_handler())
        .on_window_event(window::on_event)
        .setup(move |app| {
            page.mount_events(app);
            let config = AppConfig {
                data_dir: data_dir(app.handle())?,
                clock: clock()?,
                time_zone: iana_time_zone::get_timezone().unwrap_or_else(|_| "UTC".into()),
            };
            app.manage(Shell { app: Arc::new(App::new(config)), dialogs: dialogs(app.handle()), jobs: Jobs::default() });
            Ok(())
        })
        .run(tauri::generate_context!())
        .context("the window could not be opened")
}

/// A second start brings the first one's window to the front.
fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(window::LABEL) {
        // A window manager may refuse any of these; the window is then where it was.
        drop(window.unminimize());
        drop(window.show());
        drop(window.set_focus());
    }
}

/// `MUSTER_DATA_DIR`, or the system's folder for this app's data.
fn data_dir(app: &AppHandle) -> anyhow::Result<PathBuf> {
    match std::env::var_os("MUSTER_DATA_DIR") {
        Some(folder) => Ok(folder.into()),
        None => app.path().app_data_dir().context("the system names no folder for Muster's data; set MUSTER_DATA_DIR to one"),
    }
}

fn system_now() -> i64 {
    // A clock before 1970 counts as 1970: nothing that is imported is older than that to the second.
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(not(feature = "e2e"))]
fn clock() -> anyhow::Result<Clock> {
    Ok(Arc::new(system_now))
}

/// The system's clock, or the instant that `MUSTER_NOW` names, standing still.
#[cfg(feature = "e2e")]
fn clock() -> anyhow::Result<Clock> {
    match std::env::var("MUSTER_NOW") {
        Ok(text) => {
            let now = chrono::DateTime::parse_from_rfc3339(&text)
                .with_context(|| format!("MUSTER_NOW is no RFC 3339 time: {text}"))?
                .timestamp_millis();
            Ok(Arc::new(move || now))
        }
        Err(_) => Ok(Arc::new(system_now)),
    }
}

#[cfg(not(feature = "e2e"))]
fn dialogs(app: &AppHandle) -> Arc<dyn Dialogs> {
    Arc::new(Native(app.clone()))
}

#[cfg(feature = "e2e")]
fn dialogs(app: &AppHandle) -> Arc<dyn Dialogs> {
    match crate::dialogs::Answers::from_environment() {
        Some(answers) => Arc::new(answers),
        None => Arc::new(Native(app.clone())),
    }
}

/// Without a display the toolkit ends in a panic; say what is missing instead.
#[cfg(target_os = "linux")]
fn require_display() -> anyhow::Result<()> {
    gtk::init().context(
        "there is no display to open a window on. Start Muster from a desktop session, or set DISPLAY or WAYLAND_DISPLAY; \
         on a server, `xvfb-run -a` gives it one. muster-cli needs no display",
    )
}

#[cfg(not(target_os = "linux"))]
fn require_display() -> anyhow::Result<()> {
    Ok(())
}

use super::{Ask, Dialogs, Question};
use std::path::PathBuf;
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath, MessageDialogButtons, MessageDialogKind};

/// The desktop's own dialogs.
pub(crate) struct Native(pub(crate) AppHandle);

impl Native {
    fn builder(&self, ask: &Ask) -> FileDialogBuilder<tauri::Wry> {
        let mut builder = self.0.dialog().file().set_title(ask.title).add_filter(ask.kind, ask.endings);
        if let Some(window) = self.0.get_webview_window(crate::window::LABEL) {
            builder = builder.set_parent(&window);
        }
        if let Some(name) = &ask.name {
            builder = builder.set_file_name(name);
        }
        builder
    }
}

impl Dialogs for Native {
    fn open(&self, ask: &Ask) -> Option<PathBuf> {
        self.builder(ask).blocking_pick_file().and_then(local)
    }

    fn open_many(&self, ask: &Ask) -> Vec<PathBuf> {
        // "All files" too: an export may have any name, and the import says what it found in it.
        let builder = self.builder(ask).add_filter("All files", &["*"]);
        let files = builder.blocking_pick_files().unwrap_or_default();
        files.into_iter().filter_map(local).collect()
    }

    fn save(&self, ask: &Ask) -> Option<PathBuf> {
        let chosen = self.builder(ask).blocking_save_file().and_then(local)?;
        let place = ask.with_ending(chosen.clone());
        // The desktop asked about the name that was typed, not about the one with the ending.
        let unasked = place != chosen && place.exists();
        (!unasked || self.confirm(&Question::replace(&place))).then_some(place)
    }

    fn confirm(&self, question: &Question) -> bool {
        let mut dialog = self
            .0
            .dialog()
            .message(&question.message)
            .title(&question.title)
            .kind(MessageDialogKind::Warning)
            .buttons(MessageDialogButtons::OkCancelCustom(question.yes.clone(), question.no.clone()));
        if let Some(window) = self.0.get_webview_window(crate::window::LABEL) {
            dialog = dialog.parent(&window);
        }
        dialog.blocking_show()
    }
}

fn local(path: FilePath) -> Option<PathBuf> {
    path.into_path().ok()
}

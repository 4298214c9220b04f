//! The list of commands and events, and the TypeScript that is generated from it.

use crate::commands::*;
use crate::events::{FilesDropped, FilesHover, FilesLeft};
use specta_typescript::Typescript;
use tauri_specta::{collect_commands, collect_events, Builder};

/// Everything the page can call and hear.
pub fn bindings() -> Builder<tauri::Wry> {
    Builder::new()
        // One TypeScript type for each Rust type: what is sent and what is received have the same shape here.
        .disable_serde_phases()
        .commands(collect_commands![
            state,
            open_sample,
            new_workspace,
            open_workspace,
            open_recent,
            close_workspace,
            catalog,
            values,
            segments,
            count_segment,
            create_segment,
            open_segment,
            save_draft,
            rename_segment,
            duplicate_segment,
            archive_segment,
            delete_segment,
            count,
            cancel_count,
            sql,
            members,
            columns,
            choose_import_files,
            import_preview,
            import_run,
            save_rejects,
            choose_tables_file,
            tables_preview,
            define_tables,
            imports,
            export_run,
            cancel_job,
        ])
        .events(collect_events![FilesDropped, FilesHover, FilesLeft])
}

/// Writes the TypeScript side to `path`.
///
/// # Errors
/// A type that TypeScript cannot hold exactly (64-bit integers), or a file that cannot be written.
pub fn render_bindings(path: &std::path::Path) -> anyhow::Result<()> {
    bindings().export(Typescript::default(), path)?;
    Ok(())
}

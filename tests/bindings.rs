//! The TypeScript that the page is compiled against is what the commands and their types really are.

use muster_desktop::{render_bindings, COMMANDS};
use std::path::Path;

const KEPT: &str = "ui/src/api/bindings.ts";

#[test]
fn bindings_are_up_to_date() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir()?;
    let fresh = folder.path().join("bindings.ts");
    render_bindings(&fresh)?;
    let fresh = std::fs::read_to_string(fresh)?;
    let kept = root.join(KEPT);
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(&kept, &fresh)?;
    }
    assert!(std::fs::read_to_string(&kept).unwrap_or_default() == fresh, "{KEPT} is stale: run `make bindings` and commit it");
    Ok(())
}

#[test]
fn every_command_is_in_the_list_of_names() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let fresh = folder.path().join("bindings.ts");
    render_bindings(&fresh)?;
    let text = std::fs::read_to_string(fresh)?;
    let mut called: Vec<&str> = text
        .split("__TAURI_INVOKE")
        .filter_map(|rest| rest.trim_start_matches("<void>").strip_prefix("(\""))
        .filter_map(|rest| rest.split('"').next())
        .collect();
    called.sort_unstable();
    let mut named = COMMANDS.to_vec();
    named.sort_unstable();
    assert_eq!(called, named);
    Ok(())
}

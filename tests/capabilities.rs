//! What the page may do is Muster's own commands and hearing events, and nothing that crept in.

use muster_desktop::COMMANDS;
use serde_json::Value;
use std::path::Path;

fn read(path: &str) -> anyhow::Result<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(serde_json::from_slice(&std::fs::read(root.join(path))?)?)
}

#[test]
fn the_page_may_call_our_commands_and_nothing_else() -> anyhow::Result<()> {
    let mut allowed = vec!["core:event:allow-listen".to_owned(), "core:event:allow-unlisten".to_owned()];
    allowed.extend(COMMANDS.iter().map(|c| format!("allow-{}", c.replace('_', "-"))));
    let capability = read("src-tauri/capabilities/main.json")?;
    assert_eq!(capability["permissions"], serde_json::json!(allowed));
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(capability.get("remote").is_none());
    Ok(())
}

#[test]
fn there_is_one_capability_file_and_the_app_uses_only_that() -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/capabilities");
    let names: Vec<_> = std::fs::read_dir(folder)?.map(|entry| entry.map(|e| e.file_name())).collect::<Result<_, _>>()?;
    assert_eq!(names, ["main.json"]);
    let security = &read("tauri.conf.json")?["app"]["security"];
    assert_eq!(security["capabilities"], serde_json::json!(["main"]));
    Ok(())
}

#[test]
fn the_content_policy_lets_nothing_in_from_outside() -> anyhow::Result<()> {
    let config = read("tauri.conf.json")?;
    let policy = config["app"]["security"]["csp"].as_str().unwrap_or_default();
    for part in [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src ipc: http://ipc.localhost",
        "object-src 'none'",
        "frame-src 'none'",
        "form-action 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.split("; ").any(|p| p == part), "{part} is not in {policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(config["app"]["security"]["freezePrototype"], true);
    assert_eq!(config["app"]["withGlobalTauri"], false);
    Ok(())
}

//! The code keeps to the tables of rooms, and the tables catch what they should.

use anyhow::{ensure, Context};
use muster_architecture::{crate_violations, imports_of, page_violations, Package};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_crates_keep_to_their_arrows() -> anyhow::Result<()> {
    let output =
        Command::new(env!("CARGO")).args(["metadata", "--no-deps", "--offline", "--format-version", "1"]).current_dir(root()).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let packages = Package::all(&serde_json::from_slice(&output.stdout)?);
    assert!(packages.len() >= 12, "only {} packages were read", packages.len());
    assert_eq!(crate_violations(&packages), Vec::<String>::new());
    Ok(())
}

#[test]
fn the_page_keeps_to_its_arrows() -> anyhow::Result<()> {
    let sources = root().join("ui/src");
    let mut folders = vec![sources.clone()];
    let mut found = Vec::new();
    let mut imports = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "ts" || e == "tsx") {
                let source = std::fs::read_to_string(&path)?;
                imports += imports_of(&source).len();
                found.extend(page_violations(path.strip_prefix(&sources)?, &source));
            }
        }
    }
    assert!(imports > 50, "only {imports} imports were read");
    assert_eq!(found, Vec::<String>::new());
    Ok(())
}

fn package(name: &str, used: &str, for_tests: bool) -> Package {
    Package { name: name.into(), uses: vec![(used.into(), for_tests)] }
}

#[test]
fn an_arrow_turned_round_is_caught() {
    for (name, used, for_tests, allowed) in [
        ("muster-sql", "muster-rules", false, true),
        ("muster-rules", "muster-sql", false, false),
        ("muster-io", "muster-store", false, false),
        ("muster-io", "muster-store", true, false),
        ("muster-store", "muster-testkit", true, true),
        ("muster-store", "muster-testkit", false, false),
        ("muster-store", "rusqlite", false, true),
        ("muster-app", "rusqlite", false, false),
        ("muster-sql", "rusqlite", true, true),
        ("muster-sql", "rusqlite", false, false),
        ("muster-cli", "tauri-plugin-dialog", false, false),
        ("muster-rules", "serde_json", false, true),
        ("muster-newcomer", "serde_json", false, false),
    ] {
        let found = crate_violations(&[package(name, used, for_tests)]);
        assert_eq!(found.is_empty(), allowed, "{name} -> {used}: {found:?}");
    }
}

#[test]
fn an_import_from_the_wrong_room_is_caught() {
    for (file, import, allowed) in [
        ("api/host.ts", "@tauri-apps/api/core", true),
        ("app/App.tsx", "@tauri-apps/api/core", false),
        ("features/start/Start.tsx", "../../api", true),
        ("features/start/Start.tsx", "../../app/App", false),
        ("features/start/Start.tsx", "../data", true),
        ("features/start/Start.tsx", "../data/index", true),
        ("features/start/Start.tsx", "../data/Import", false),
        ("features/start/deep/Part.tsx", "../Start", true),
        ("features/start/Start.test.tsx", "../../testing", true),
        ("features/start/Start.test.tsx", "../../app/App", true),
        ("rule-tree/edits.test.ts", "../app/App", false),
        ("features/start/Start.tsx", "../../testing", false),
        ("components/Icon.tsx", "../features/start", false),
        ("rule-tree/edits.ts", "react", false),
        ("rule-tree/edits.ts", "./find", true),
        ("rule-tree/edits.ts", "../api", false),
        ("rule-tree/tests/edits.test.ts", "fast-check", true),
        ("theme/theme.ts", "../../../elsewhere", false),
        ("newcomer/a.ts", "./b", false),
    ] {
        let source = format!("import {{ a }} from \"{import}\";\n");
        let found = page_violations(Path::new(file), &source);
        assert_eq!(found.is_empty(), allowed, "{file} -> {import}: {found:?}");
    }
}

#[test]
fn every_form_of_import_is_read() {
    let source = r#"
import a from "./a";
import type { B } from "./b";
import "./c.css";
import {
  d,
} from "./d";
export * from "./e";
const f = import("./f");
// import g from "./g";
"#;
    assert_eq!(imports_of(source), ["./a", "./b", "./c.css", "./d", "./e", "./f"]);
}

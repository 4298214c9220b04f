use std::path::{Component, Path, PathBuf};

/// Each room of the page (a folder of `ui/src`), what it may import of the others, and which libraries by name.
/// `*` allows all. A row for a feature stands for every feature; another feature may be imported by its index alone.
pub const PAGE: &[(&str, &[&str], &[&str])] = &[
    ("api", &[], &["@tauri-apps/", "react", "@tanstack/"]),
    ("i18n", &[], &["react"]),
    ("theme", &[], &["react", "@mantine/", "@fontsource", "get-nonce"]),
    ("rule-tree", &[], &[]),
    ("components", &["api", "i18n", "theme"], &["*"]),
    ("features", &["api", "rule-tree", "components", "i18n"], &["*"]),
    ("app", &["*"], &["*"]),
    ("testing", &["*"], &["*"]),
    ("main.tsx", &["*"], &["*"]),
];

/// The only room whose files may import the host.
const HOST: &str = "@tauri-apps/";

/// What a TypeScript file imports, as written.
pub fn imports_of(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in source.lines().map(str::trim_start) {
        if line.starts_with("//") || line.starts_with('*') {
            continue;
        }
        for mark in [" from \"", "import \"", "import(\""] {
            for rest in line.split(mark).skip(1) {
                if let Some((name, _)) = rest.split_once('"') {
                    found.push(name.to_owned());
                }
            }
        }
        if let Some(name) = line.strip_prefix("from \"").and_then(|r| r.split('"').next()) {
            found.push(name.to_owned());
        }
    }
    found
}

/// Every import of one file that the table does not allow, in words. `file` is relative to `ui/src`.
pub fn page_violations(file: &Path, source: &str) -> Vec<String> {
    let name = file.to_string_lossy().replace('\\', "/");
    let room = first(file);
    let Some((_, rooms, libraries)) = PAGE.iter().find(|row| row.0 == room) else {
        return vec![format!("{name}: {room} has no row in the table of rooms")];
    };
    // Tests may reach for what they test with; the rooms' own order holds for them too, save for what `within` says.
    let is_test = name.contains(".test.") || name.contains("/tests/");
    let mut found = Vec::new();
    for import in imports_of(source) {
        let verdict = if import.starts_with('.') {
            within(file, &room, rooms, &import, is_test)
        } else {
            let hosted = !import.starts_with(HOST) || room == "api";
            let known = libraries.iter().any(|l| *l == "*" || import.starts_with(l));
            (hosted && (known || is_test)).then_some(())
        };
        if verdict.is_none() {
            found.push(format!("{name} may not import {import}"));
        }
    }
    found
}

fn within(file: &Path, room: &str, rooms: &[&str], import: &str, is_test: bool) -> Option<()> {
    let target = resolve(file.parent()?, import)?;
    let other = first(&target);
    if other == room && (room != "features" || second(&target) == second(file)) {
        return Some(());
    }
    // A screen is also tested inside the window it is part of.
    if is_test && (other == "testing" || (room == "features" && other == "app")) {
        return Some(());
    }
    if other == "features" && room == "features" {
        // Another feature's index, and nothing below it.
        let below = target.components().count();
        let index = target.file_stem().is_some_and(|stem| stem == "index");
        return (below == 2 || (below == 3 && index)).then_some(());
    }
    let path = target.to_string_lossy().replace('\\', "/");
    let allowed = rooms.iter().any(|r| *r == "*" || *r == other || *r == path);
    allowed.then_some(())
}

/// The imported path, relative to `ui/src`; none if it leaves that.
fn resolve(folder: &Path, import: &str) -> Option<PathBuf> {
    let mut path = folder.to_path_buf();
    for part in Path::new(import).components() {
        match part {
            Component::ParentDir => path.pop().then_some(())?,
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    Some(path)
}

fn first(path: &Path) -> String {
    part(path, 0)
}

fn second(path: &Path) -> String {
    part(path, 1)
}

fn part(path: &Path, index: usize) -> String {
    let part = path.components().nth(index);
    part.map_or_else(String::new, |p| p.as_os_str().to_string_lossy().into_owned())
}

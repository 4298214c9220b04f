//! Workspaces that were opened before: a small JSON file in the app's own folder.

use muster_rules::time::Millis;
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Most that are remembered.
const MOST: usize = 10;

/// A workspace that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) path: PathBuf,
    pub(crate) opened_at: Millis,
}

/// The remembered workspaces that are still there, the latest first. A list that cannot be read is an empty one: it is a convenience.
pub(crate) fn load(data_dir: &Path) -> Vec<Entry> {
    let text = std::fs::read_to_string(file(data_dir)).unwrap_or_default();
    let mut entries: Vec<Entry> = serde_json::from_str(&text).unwrap_or_default();
    entries.retain(|entry| entry.path.is_file());
    entries
}

/// Remembers a workspace as the latest.
pub(crate) fn remember(data_dir: &Path, path: &Path, now: Millis) -> std::io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut entries = load(data_dir);
    entries.retain(|entry| entry.path != path);
    entries.insert(0, Entry { path, opened_at: now });
    entries.truncate(MOST);
    std::fs::create_dir_all(data_dir)?;
    let mut temp = tempfile::NamedTempFile::new_in(data_dir)?;
    temp.write_all(serde_json::to_string_pretty(&entries).unwrap_or_default().as_bytes())?;
    temp.persist(file(data_dir)).map(|_| ()).map_err(|error| error.error)
}

fn file(data_dir: &Path) -> PathBuf {
    data_dir.join("recent.json")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_latest_is_first_and_missing_files_are_left_out() {
        let dir = tempfile::tempdir().unwrap();
        let paths: Vec<PathBuf> = (0..12).map(|i| dir.path().join(format!("{i}.muster"))).collect();
        for (i, path) in paths.iter().enumerate() {
            std::fs::write(path, "").unwrap();
            remember(dir.path(), path, i as Millis).unwrap();
        }
        remember(dir.path(), &paths[5], 99).unwrap();
        std::fs::remove_file(&paths[11]).unwrap();
        let loaded = load(dir.path());
        let name = |entry: &Entry| entry.path.file_name().unwrap().to_str().unwrap().to_owned();
        assert_eq!(
            loaded.iter().map(name).collect::<Vec<_>>(),
            ["5.muster", "10.muster", "9.muster", "8.muster", "7.muster", "6.muster", "4.muster", "3.muster", "2.muster"]
        );
    }

    #[test]
    fn a_broken_list_is_an_empty_one() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(file(dir.path()), "{").unwrap();
        assert_eq!(load(dir.path()), []);
    }
}

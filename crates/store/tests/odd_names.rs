//! A name is a file's name, whatever SQLite could take it for. One test, as it changes the folder that the process is in.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_store::Store;
use std::path::Path;

#[test]
fn names_that_mean_something_to_sqlite_are_files() {
    let folder = tempfile::TempDir::new().unwrap();
    std::env::set_current_dir(folder.path()).unwrap();
    for name in [":memory:", "file:x?mode=memory", "file:y", "file::memory:?cache=shared", "plain.muster"] {
        let path = Path::new(name);
        let store = Store::create(path, "UTC", 0).unwrap();
        assert_eq!(store.path(), path);
        store.create_segment("s", "{}", 0).unwrap();
        store.close().unwrap();
        let store = Store::open(path).unwrap();
        assert_eq!(store.read(&Default::default(), |reader| reader.segments()).unwrap().len(), 1, "{name}");
        drop(store);
        let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, [name]);
        std::fs::remove_file(path).unwrap();
    }
}

//! Worlds of the testkit as real workspaces: real files, imported by the app's own functions.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code)]

use muster_app::{Execution, ImportOptions, RejectsFile, Workspace};
use muster_rules::parse::parse_condition;
use muster_testkit::World;
use serde_json::Value;
use std::cell::RefCell;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::Arc;

/// A world's workspace, and the clock it goes by.
pub struct Loaded {
    pub workspace: Workspace,
    pub folder: tempfile::TempDir,
    clock: Arc<AtomicI64>,
}

impl Loaded {
    /// Imports a world's rows.
    pub fn new(world: &World) -> Loaded {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(world.import_clock_millis().unwrap()));
        let ticking = Arc::clone(&clock);
        let workspace =
            Workspace::create(&folder.path().join("world.muster"), &world.tz, Arc::new(move || ticking.load(Ordering::SeqCst))).unwrap();
        for (kind, text) in world.files() {
            let path = folder.path().join(format!("{kind}.ndjson"));
            std::fs::write(&path, text).unwrap();
            let options = ImportOptions::parse(Some(kind), None, false).unwrap();
            let report = workspace.import_file(&path, &options, &mut RejectsFile::create().unwrap(), &|_| {}).unwrap();
            assert_eq!(report.rejected, 0, "{kind}: {:?}", report.rejects);
        }
        Loaded { workspace, folder, clock }
    }

    /// Who matches, by one of the executions.
    pub fn members(&self, rule: &Value, now: i64, execution: Execution) -> Result<Vec<String>, String> {
        self.clock.store(now, Ordering::SeqCst);
        let condition = parse_condition(rule, "where").map_err(|why| why.to_string())?;
        self.workspace.members_of(&condition, now, execution).map_err(|why| why.to_string())
    }
}

/// Executions over whatever world is asked for; the last one stays loaded.
#[derive(Default)]
pub struct Loader(RefCell<Option<(World, Loaded)>>);

impl Loader {
    /// Who matches in a world.
    pub fn members(&self, world: &World, rule: &Value, execution: Execution) -> Result<Vec<String>, String> {
        let mut slot = self.0.borrow_mut();
        let same = |kept: &World| kept.at(&world.now) == world.at(&world.now);
        if !slot.as_ref().is_some_and(|(kept, _)| same(kept)) {
            *slot = Some((world.clone(), Loaded::new(world)));
        }
        let Some((_, loaded)) = slot.as_ref() else { return Err("no world".to_owned()) };
        loaded.members(rule, world.now_millis()?, execution)
    }
}

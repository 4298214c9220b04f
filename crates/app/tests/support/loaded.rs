//! A world's workspace.

use muster_app::{Execution, ImportOptions, RejectsFile, Workspace};
use muster_rules::plan::Plan;
use muster_testkit::World;
use serde_json::{json, Value};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::Arc;

/// A world's workspace, and the clock it goes by.
pub(crate) struct Loaded {
    pub(crate) workspace: Workspace,
    folder: tempfile::TempDir,
    clock: Arc<AtomicI64>,
}

impl Loaded {
    /// Defines a world's tables, imports its rows and saves its segments.
    pub(crate) fn new(world: &World) -> Result<Loaded, String> {
        let folder = tempfile::tempdir().map_err(|why| why.to_string())?;
        let clock = Arc::new(AtomicI64::new(world.import_clock_millis()?));
        let ticking = Arc::clone(&clock);
        let clock_of = Arc::new(move || ticking.load(Ordering::SeqCst));
        let workspace = Workspace::create(&folder.path().join("world.muster"), &world.tz, clock_of).map_err(|why| why.to_string())?;
        if !world.tables.is_null() {
            workspace.define_tables(&world.tables.to_string()).map_err(|why| why.to_string())?;
        }
        for (number, (target, text)) in world.files().into_iter().enumerate() {
            let path = folder.path().join(format!("{number}.ndjson"));
            std::fs::write(&path, text).map_err(|why| why.to_string())?;
            let options = ImportOptions::parse(Some(&target), Some("ndjson"), false).map_err(|why| why.to_string())?;
            let mut rejects = RejectsFile::create().map_err(|why| why.to_string())?;
            let (report, _) = workspace.import_file(&path, &options, &mut rejects, &|_| {}).map_err(|why| why.to_string())?;
            // A table's rows may have values of a wrong type, which the reference leaves out as well.
            if report.rejected > 0 && !target.starts_with("table:") {
                return Err(format!("{target}: {:?}", report.rejects));
            }
        }
        let now = clock.load(Ordering::SeqCst);
        for (name, rule) in &world.segments {
            let file = json!({ "muster": 1, "name": name, "where": rule }).to_string();
            workspace.save_segment_file(&file, now).map_err(|why| why.to_string())?;
        }
        Ok(Loaded { workspace, folder, clock })
    }

    /// The workspace's file.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("world.muster")
    }

    /// Who matches, by one of the executions inside the program.
    pub(crate) fn members(&self, rule: &Value, now: i64, execution: Execution) -> Result<Vec<String>, String> {
        self.clock.store(now, Ordering::SeqCst);
        let rule = self.workspace.read_rule(&rule.to_string()).map_err(|why| why.to_string())?;
        self.workspace.members_of(&rule.condition, now, execution).map_err(|why| why.to_string())
    }

    /// The rule made definite.
    pub(crate) fn plan(&self, rule: &Value, now: i64) -> Result<Plan, String> {
        let rule = self.workspace.read_rule(&rule.to_string()).map_err(|why| why.to_string())?;
        self.workspace.plan(&rule.condition, now).map_err(|why| why.to_string())
    }

    /// The statement for SQLite.
    pub(crate) fn sql(&self, rule: &Value, now: i64) -> Result<String, String> {
        let rule = self.workspace.read_rule(&rule.to_string()).map_err(|why| why.to_string())?;
        self.workspace.sql_of(&rule.condition, now, "sqlite").map_err(|why| why.to_string())
    }
}

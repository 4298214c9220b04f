//! Worlds of the testkit as real workspaces: real files, imported by the app's own functions.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code)]

use muster_app::{Execution, ImportOptions, RejectsFile, Workspace};
use muster_rules::parse::parse_condition;
use muster_testkit::World;
use serde_json::Value;
use std::cell::RefCell;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::Arc;

/// A world's workspace, and the clock it goes by.
pub(crate) struct Loaded {
    pub(crate) workspace: Workspace,
    pub(crate) folder: tempfile::TempDir,
    clock: Arc<AtomicI64>,
}

impl Loaded {
    /// Imports a world's rows.
    pub(crate) fn new(world: &World) -> Loaded {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(world.import_clock_millis().unwrap()));
        let ticking = Arc::clone(&clock);
        let workspace =
            Workspace::create(&folder.path().join("world.muster"), &world.tz, Arc::new(move || ticking.load(Ordering::SeqCst))).unwrap();
        for (kind, text) in world.files() {
            let path = folder.path().join(format!("{kind}.ndjson"));
            std::fs::write(&path, text).unwrap();
            let options = ImportOptions::parse(Some(kind), None, false).unwrap();
            let (report, _) = workspace.import_file(&path, &options, &mut RejectsFile::create().unwrap(), &|_| {}).unwrap();
            assert_eq!(report.rejected, 0, "{kind}: {:?}", report.rejects);
        }
        Loaded { workspace, folder, clock }
    }

    /// Who matches, by one of the executions.
    pub(crate) fn members(&self, rule: &Value, now: i64, execution: Execution) -> Result<Vec<String>, String> {
        self.clock.store(now, Ordering::SeqCst);
        let condition = parse_condition(rule, "where").map_err(|why| why.to_string())?;
        self.workspace.members_of(&condition, now, execution).map_err(|why| why.to_string())
    }
}

impl Loaded {
    /// Whom the rendered statement selects in the system's own `sqlite3` shell.
    pub(crate) fn stock_sqlite(&self, rule: &Value, now: i64) -> Result<Vec<String>, String> {
        let condition = parse_condition(rule, "where").map_err(|why| why.to_string())?;
        let sql = self.workspace.sql_of(&condition, now, "sqlite").map_err(|why| why.to_string())?;
        let mut shell = Command::new("sqlite3");
        shell
            .arg("-readonly")
            .arg(self.folder.path().join("world.muster"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut shell = shell.spawn().map_err(|why| format!("sqlite3 cannot be started (Debian's package sqlite3): {why}"))?;
        shell.stdin.take().unwrap().write_all(sql.as_bytes()).unwrap();
        let done = shell.wait_with_output().unwrap();
        if !done.stderr.is_empty() || !done.status.success() {
            return Err(format!("{}\n{sql}", String::from_utf8_lossy(&done.stderr)));
        }
        let mut ids: Vec<String> = String::from_utf8(done.stdout).unwrap().lines().map(str::to_owned).collect();
        ids.sort();
        Ok(ids)
    }
}

/// Executions over whatever world is asked for; the last one stays loaded.
#[derive(Default)]
pub(crate) struct Loader(RefCell<Option<(World, Loaded)>>);

impl Loader {
    /// Who matches in a world.
    pub(crate) fn members(&self, world: &World, rule: &Value, execution: Execution) -> Result<Vec<String>, String> {
        self.with(world, |loaded| loaded.members(rule, world.now_millis()?, execution))
    }

    /// Who matches in a world, by the system's `sqlite3`.
    pub(crate) fn stock_sqlite(&self, world: &World, rule: &Value) -> Result<Vec<String>, String> {
        self.with(world, |loaded| loaded.stock_sqlite(rule, world.now_millis()?))
    }

    fn with<T>(&self, world: &World, ask: impl FnOnce(&Loaded) -> Result<T, String>) -> Result<T, String> {
        let mut slot = self.0.borrow_mut();
        let same = |kept: &World| kept.at(&world.now) == world.at(&world.now);
        if !slot.as_ref().is_some_and(|(kept, _)| same(kept)) {
            *slot = Some((world.clone(), Loaded::new(world)));
        }
        let Some((_, loaded)) = slot.as_ref() else { return Err("no world".to_owned()) };
        ask(loaded)
    }
}

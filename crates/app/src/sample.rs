//! The sample business.

use crate::app::Clock;
use crate::dto::{AppError, ErrorCode};
use crate::error::Result;
use crate::workspace::Workspace;
use muster_demo::Demo;
use muster_engine::cancel::Cancel;
use muster_rules::data::Row;
use muster_rules::document::write_document;
use muster_rules::time::Millis;
use muster_store::ImportLog;
use std::path::Path;

/// The sample ends at the last full hour, so that the same seed gives the same data for a while.
const HOUR: Millis = 3_600_000;

impl Workspace {
    /// Makes a workspace of Harborlight, the sample business, with its saved segments. The same number of people, seed and hour give the same data.
    /// It is made beside its place first, so that a half-made one is never there.
    pub fn create_sample(path: &Path, time_zone: &str, clock: Clock, people: u32, seed: u64) -> Result<()> {
        let failed = |why: std::io::Error| AppError::new(ErrorCode::File, format!("{} could not be made.", path.display())).detail(why);
        if path.symlink_metadata().is_ok() {
            let said = format!("{}: there is a file of this name already; choose another name", path.display());
            return Err(AppError::new(ErrorCode::File, said));
        }
        let name = path.file_name().ok_or_else(|| failed(std::io::ErrorKind::InvalidFilename.into()))?;
        let parent = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = tempfile::Builder::new().prefix(".muster-").tempdir_in(parent).map_err(failed)?;
        let part = folder.path().join(name);
        let workspace = Workspace::create(&part, time_zone, clock)?;
        workspace.fill_with_sample(people, seed)?;
        workspace.close()?;
        std::fs::rename(&part, path).map_err(failed)
    }

    fn fill_with_sample(&self, people: u32, seed: u64) -> Result<()> {
        let now = self.clock() - self.clock().rem_euclid(HOUR);
        let demo = Demo::new(people, seed, now);
        self.define_tables(demo.tables())?;
        let mut import = self.store().begin_import(now, None)?;
        let mut read = 0;
        // The generator makes nothing that a workspace cannot hold; its tests say so.
        for row in demo.rows() {
            read += 1;
            import.push(row)?;
        }
        for table in demo.tables_in_order() {
            import.table(table)?;
            for row in demo.table_rows(table) {
                read += 1;
                import.push(Row::Table(row))?;
            }
        }
        for (list, rows) in demo.lists() {
            import.list(&list)?;
            for row in rows {
                read += 1;
                import.push(Row::List(row))?;
            }
        }
        let log = ImportLog { name: "Sample data".to_owned(), kind: "users".to_owned(), at: now, read, rejected: 0, sha256: None };
        import.finish(&Cancel::new(), &mut |_| {}, false, &log)?;
        // The list shows the last made first.
        for (name, rule) in demo.segments().into_iter().rev() {
            self.store().create_segment(name, &write_document(name, &rule), now)?;
        }
        Ok(())
    }
}

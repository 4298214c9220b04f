//! The sample business.

use crate::error::Result;
use crate::workspace::Workspace;
use muster_demo::Demo;
use muster_engine::cancel::Cancel;
use muster_rules::document::write_document;
use muster_store::ImportLog;

impl Workspace {
    /// Fills an empty workspace with Harborlight, the sample business, and its saved segments. The same number of people, seed and clock
    /// give the same data.
    pub fn fill_with_sample(&self, people: u32, seed: u64) -> Result<()> {
        let now = self.clock();
        let demo = Demo::new(people, seed, now);
        let mut import = self.store().begin_import(now, None)?;
        let mut read = 0;
        for row in demo.rows() {
            read += 1;
            // The generator makes nothing that a workspace cannot hold; its tests say so.
            import.push(row)?;
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

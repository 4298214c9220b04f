//! The list of imports.

use crate::error::StoreError;
use crate::import::{Counts, ImportLog};
use crate::reader::Reader;

impl Reader<'_> {
    /// Every import that was finished, the latest first.
    pub fn imports(&self) -> Result<Vec<(ImportLog, Counts)>, StoreError> {
        let mut statement = self.cached(
            "SELECT name, kind, at, read, rejected, sha256, added, updated, duplicates, unknown FROM muster_imports ORDER BY import_no DESC",
        )?;
        let rows = statement.query_map([], |row| {
            let number = |at: usize| -> rusqlite::Result<u64> { Ok(row.get::<_, i64>(at)?.unsigned_abs()) };
            let log = ImportLog {
                name: row.get(0)?,
                kind: row.get(1)?,
                at: row.get(2)?,
                read: number(3)?,
                rejected: number(4)?,
                sha256: row.get(5)?,
            };
            Ok((log, Counts { added: number(6)?, updated: number(7)?, duplicates: number(8)?, unknown: number(9)? }))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

//! Who is on a list, and who consented.

use crate::error::StoreError;
use crate::reader::Reader;
use muster_engine::source::{Ordinal, VisitConsent};
use muster_rules::time::Millis;
use roaring::RoaringBitmap;

impl Reader<'_> {
    pub(super) fn members_of_list(&self, list: &str) -> Result<RoaringBitmap, StoreError> {
        let mut statement = self.cached(
            "SELECT m.user_no FROM muster_lists l JOIN muster_list_members m ON m.list_no = l.list_no WHERE l.name = ?1 ORDER BY m.user_no",
        )?;
        let mut rows = statement.query([list])?;
        let mut members = RoaringBitmap::new();
        while let Some(row) = rows.next()? {
            members.insert(row.get(0)?);
        }
        Ok(members)
    }

    pub(super) fn visit_consent(&self, purpose: &str, at: Millis, visit: VisitConsent<'_>) -> Result<(), StoreError> {
        // With max() SQLite takes the other columns from the row that has it; no two records of a user begin at once.
        let mut statement = self.cached(
            "SELECT c.user_no, c.granted, max(c.begins) FROM muster_purposes p JOIN muster_consent c ON c.purpose_no = p.purpose_no
             WHERE p.purpose = ?1 AND c.begins <= ?2 GROUP BY c.user_no",
        )?;
        let mut rows = statement.query((purpose, at))?;
        while let Some(row) = rows.next()? {
            if visit((row.get(0)?, row.get(1)?)).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// When a user's latest consent record at an instant begins.
    pub(super) fn latest_consent(&self, purpose: &str, at: Millis, user: Ordinal) -> Result<Option<Millis>, StoreError> {
        let mut statement = self.cached(
            "SELECT max(c.begins) FROM muster_purposes p JOIN muster_consent c ON c.purpose_no = p.purpose_no
             WHERE p.purpose = ?1 AND c.user_no = ?2 AND c.begins <= ?3",
        )?;
        Ok(statement.query_row((purpose, user, at), |row| row.get(0))?)
    }
}

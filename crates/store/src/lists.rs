//! Lists and consent as the catalog shows them.

use crate::error::StoreError;
use crate::reader::Reader;
use muster_rules::time::Millis;

/// A static list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListEntry {
    /// Its name.
    pub name: String,
    /// People on it.
    pub people: u64,
    /// Ids on it that name nobody yet.
    pub unknown: u64,
    /// When it was made.
    pub created_at: Millis,
}

/// What people consent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurposeEntry {
    /// Its name.
    pub purpose: String,
    /// People whose latest record gives the consent.
    pub granted: u64,
    /// People whose latest record denies it.
    pub denied: u64,
}

impl Reader<'_> {
    /// The static lists, by name.
    pub fn lists(&self) -> Result<Vec<ListEntry>, StoreError> {
        let mut statement = self.cached(
            "SELECT l.name, (SELECT count(*) FROM muster_list_members m WHERE m.list_no = l.list_no),
               (SELECT count(*) FROM muster_list_unknown x WHERE x.list_no = l.list_no), l.created_at
             FROM muster_lists l ORDER BY l.name",
        )?;
        let rows = statement.query_map([], |row| {
            let number = |at: usize| -> rusqlite::Result<u64> { Ok(row.get::<_, i64>(at)?.unsigned_abs()) };
            Ok(ListEntry { name: row.get(0)?, people: number(1)?, unknown: number(2)?, created_at: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What people consent to, by name, with how many do at an instant.
    pub fn purposes(&self, now: Millis) -> Result<Vec<PurposeEntry>, StoreError> {
        let mut statement = self.cached(
            "SELECT p.purpose, coalesce(sum(r.granted), 0), count(r.granted)
             FROM muster_purposes p LEFT JOIN muster_consent_records r
               ON r.purpose = p.purpose AND r.from_ms <= ?1 AND (r.to_ms IS NULL OR r.to_ms > ?1)
             GROUP BY p.purpose_no ORDER BY p.purpose",
        )?;
        let rows = statement.query_map([now], |row| {
            let (granted, all) = (row.get::<_, i64>(1)?.unsigned_abs(), row.get::<_, i64>(2)?.unsigned_abs());
            Ok(PurposeEntry { purpose: row.get(0)?, granted, denied: all.saturating_sub(granted) })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

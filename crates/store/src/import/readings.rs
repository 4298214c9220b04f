//! What texts read as, noted for statements that cannot read them themselves.

use crate::error::StoreError;
use crate::json::{each_text, Reading};
use muster_rules::time::StoredTime;
use rusqlite::Connection;
use std::collections::HashMap;

/// How many are kept in memory before they are written, in order, so that the tree is written once along.
const BATCH: usize = 1 << 16;

/// Texts that read as a number or a time and are not written yet.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    pending: HashMap<Box<str>, Reading>,
}

impl Readings {
    /// Notes a text.
    pub(crate) fn text(&mut self, conn: &Connection, text: &str) -> Result<(), StoreError> {
        let reading = Reading::of(text);
        if reading.is_none() || self.pending.contains_key(text) {
            return Ok(());
        }
        self.pending.insert(text.into(), reading);
        if self.pending.len() >= BATCH {
            self.flush(conn)?;
        }
        Ok(())
    }

    /// Notes every text in a JSON value.
    pub(super) fn json(&mut self, conn: &Connection, json: &str) -> Result<(), StoreError> {
        each_text(json, &mut |text| self.text(conn, text))
    }

    /// Writes what is pending.
    pub(crate) fn flush(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let mut pending: Vec<_> = self.pending.drain().collect();
        pending.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let mut insert =
            conn.prepare_cached("INSERT OR IGNORE INTO muster_readings (text, number, instant, wall) VALUES (?1, ?2, ?3, ?4)")?;
        for (text, reading) in pending {
            let (instant, wall) = match reading.time {
                Some(StoredTime::Instant(t)) => (Some(t), None),
                Some(StoredTime::Wall(t)) => (None, Some(t)),
                None => (None, None),
            };
            insert.execute((text, reading.number, instant, wall))?;
        }
        Ok(())
    }
}

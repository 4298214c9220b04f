//! User properties: what incoming rows make of their histories.

use super::history::{bring_in, holds_from, Held, Incoming, Outcome, Undated};
use super::Tally;
use crate::error::StoreError;
use muster_engine::cancel::Cancel;
use muster_rules::time::Millis;
use rusqlite::{CachedStatement, Connection, Row};

/// One property of one user.
type Key = (u32, u32);

/// A stored row: begins, dated, value, from, to.
pub(crate) type Stored = (Millis, bool, Option<String>, Option<Millis>, Option<Millis>);

/// What was there before this import: users and properties with greater numbers are its own, and have no history yet.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Before {
    pub(super) last_user: u32,
    pub(super) last_property: u32,
}

/// Brings the waiting values in, one user's property after the other.
pub(super) fn merge(conn: &Connection, clock: Millis, before: Before, tally: &mut Tally, cancel: &Cancel) -> Result<(), StoreError> {
    let mut waiting = conn.prepare(
        "SELECT property_no, user_no, begins, dated, seq, value FROM temp.incoming_values ORDER BY property_no, user_no, begins, seq",
    )?;
    let mut rows = waiting.query([])?;
    let mut histories = Histories::new(conn, clock, before)?;
    let mut key: Option<Key> = None;
    let mut group: Vec<Incoming<String>> = Vec::new();
    while let Some(row) = rows.next()? {
        let next: Key = (row.get(0)?, row.get(1)?);
        if key != Some(next) {
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            if let Some(key) = key {
                histories.bring_in(key, std::mem::take(&mut group), tally)?;
            }
            key = Some(next);
        }
        group.push(Incoming { seq: row.get(4)?, row: Held { begins: row.get(2)?, dated: row.get(3)?, value: row.get(5)? } });
    }
    key.map_or(Ok(()), |key| histories.bring_in(key, group, tally))
}

/// The stored histories, with the statements that read and write them.
struct Histories<'c> {
    find: CachedStatement<'c>,
    write: CachedStatement<'c>,
    clock: Millis,
    before: Before,
}

impl<'c> Histories<'c> {
    fn new(conn: &'c Connection, clock: Millis, before: Before) -> Result<Self, StoreError> {
        let find = "SELECT begins, dated, value, from_ms, to_ms FROM muster_property_values WHERE property_no = ?1 AND user_no = ?2 ORDER BY begins";
        let write = "INSERT OR REPLACE INTO muster_property_values (property_no, user_no, begins, dated, value, from_ms, to_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        Ok(Histories { find: conn.prepare_cached(find)?, write: conn.prepare_cached(write)?, clock, before })
    }

    fn stored(&mut self, (property_no, user_no): Key) -> Result<Vec<Stored>, StoreError> {
        if property_no > self.before.last_property || user_no > self.before.last_user {
            return Ok(Vec::new());
        }
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
        Ok(self.find.query_map((property_no, user_no), read)?.collect::<Result<_, _>>()?)
    }

    fn bring_in(&mut self, key: Key, incoming: Vec<Incoming<String>>, tally: &mut Tally) -> Result<(), StoreError> {
        let stored = self.stored(key)?;
        let mut history: Vec<Held<String>> =
            stored.iter().map(|(begins, dated, value, ..)| Held { begins: *begins, dated: *dated, value: value.clone() }).collect();
        bring_in(&mut history, incoming, self.clock, Undated::SinceEver, |seq, outcome| match outcome {
            // A property that a users file brings is a change of that user.
            Outcome::Added if !tally.of_users.contains(seq) => {
                tally.added.insert(seq);
            }
            Outcome::Added | Outcome::Updated => {
                tally.updated.insert(seq);
            }
            Outcome::Duplicate => {}
        });
        for (at, held) in history.iter().enumerate() {
            let from = holds_from(&history, at, Undated::SinceEver);
            let to = history.get(at + 1).map(|next| next.begins);
            let is_stored = stored.binary_search_by_key(&held.begins, |row| row.0).is_ok_and(|was| {
                let (_, dated, value, was_from, was_to) = &stored[was];
                (*dated, value, *was_from, *was_to) == (held.dated, &held.value, from, to)
            });
            if !is_stored {
                self.write.execute((key.0, key.1, held.begins, held.dated, &held.value, from, to))?;
            }
        }
        Ok(())
    }
}

/// Whether the intervals of a history (ascending) are not what its rows say.
pub(crate) fn problem(stored: &[Stored]) -> bool {
    let history: Vec<Held<()>> = stored.iter().map(|row| Held { begins: row.0, dated: row.1, value: None }).collect();
    stored.iter().enumerate().any(|(at, (.., from, to))| {
        *from != holds_from(&history, at, Undated::SinceEver) || *to != history.get(at + 1).map(|next| next.begins)
    })
}

//! User properties: what incoming rows make of their histories.

use super::history::{bring_in, holds_from, Held, Incoming, Outcome, Undated};
use super::Tally;
use crate::error::StoreError;
use muster_engine::cancel::Cancel;
use muster_rules::time::Millis;
use rusqlite::Connection;
use std::collections::HashMap;

/// One property of one user.
type Key = (u32, u32);

/// A stored row: begins, dated, value, from, to.
pub(crate) type Stored = (Millis, bool, Option<String>, Option<Millis>, Option<Millis>);

/// Brings the waiting values in, one user's property after the other.
pub(super) fn merge(conn: &Connection, clock: Millis, last_user_before: u32, tally: &mut Tally, cancel: &Cancel) -> Result<(), StoreError> {
    let mut waiting = conn.prepare(
        "SELECT property_no, user_no, begins, dated, seq, value FROM temp.incoming_values ORDER BY property_no, user_no, begins, seq",
    )?;
    let mut rows = waiting.query([])?;
    let mut key: Option<Key> = None;
    let mut group: Vec<Incoming<String>> = Vec::new();
    while let Some(row) = rows.next()? {
        let next: Key = (row.get(0)?, row.get(1)?);
        if key != Some(next) {
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            if let Some(key) = key {
                let known = key.1 <= last_user_before;
                apply(conn, key, std::mem::take(&mut group), clock, known, tally)?;
            }
            key = Some(next);
        }
        group.push(Incoming { seq: row.get(4)?, row: Held { begins: row.get(2)?, dated: row.get(3)?, value: row.get(5)? } });
    }
    if let Some(key) = key {
        apply(conn, key, group, clock, key.1 <= last_user_before, tally)?;
    }
    Ok(())
}

fn apply(
    conn: &Connection,
    (property_no, user_no): Key,
    incoming: Vec<Incoming<String>>,
    clock: Millis,
    known: bool,
    tally: &mut Tally,
) -> Result<(), StoreError> {
    // A user of this import has no history yet: nothing to look up.
    let stored = if known { stored(conn, property_no, user_no)? } else { Vec::new() };
    let mut history: Vec<Held<String>> =
        stored.iter().map(|(begins, dated, value, ..)| Held { begins: *begins, dated: *dated, value: value.clone() }).collect();
    bring_in(&mut history, incoming, clock, Undated::SinceEver, |seq, outcome| match outcome {
        // A property that a users file brings is a change of that user.
        Outcome::Added if !tally.of_users.contains(seq) => {
            tally.added.insert(seq);
        }
        Outcome::Added | Outcome::Updated => {
            tally.updated.insert(seq);
        }
        Outcome::Duplicate => {}
    });
    let before: HashMap<Millis, &Stored> = stored.iter().map(|row| (row.0, row)).collect();
    let mut write = conn.prepare_cached("INSERT OR REPLACE INTO muster_property_values (property_no, user_no, begins, dated, value, from_ms, to_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (at, held) in history.iter().enumerate() {
        let from = holds_from(&history, at, Undated::SinceEver);
        let to = history.get(at + 1).map(|next| next.begins);
        let same = before
            .get(&held.begins)
            .is_some_and(|(_, dated, value, was_from, was_to)| (*dated, value, *was_from, *was_to) == (held.dated, &held.value, from, to));
        if !same {
            write.execute((property_no, user_no, held.begins, held.dated, &held.value, from, to))?;
        }
    }
    Ok(())
}

fn stored(conn: &Connection, property_no: u32, user_no: u32) -> Result<Vec<Stored>, StoreError> {
    let mut find = conn.prepare_cached(
        "SELECT begins, dated, value, from_ms, to_ms FROM muster_property_values WHERE property_no = ?1 AND user_no = ?2 ORDER BY begins",
    )?;
    let rows = find.query_map((property_no, user_no), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether the intervals of a history (ascending) are not what its rows say.
pub(crate) fn problem(stored: &[Stored]) -> bool {
    let history: Vec<Held<()>> = stored.iter().map(|row| Held { begins: row.0, dated: row.1, value: None }).collect();
    stored.iter().enumerate().any(|(at, (.., from, to))| {
        *from != holds_from(&history, at, Undated::SinceEver) || *to != history.get(at + 1).map(|next| next.begins)
    })
}

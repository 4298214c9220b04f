//! Consent: what incoming rows make of its histories.

use super::history::{bring_in, Held, Incoming, Outcome, Undated};
use super::Tally;
use crate::error::StoreError;
use muster_engine::cancel::Cancel;
use muster_rules::time::Millis;
use rusqlite::Connection;

/// One purpose of one user.
type Key = (u32, u32);

/// Brings the waiting consents in.
pub(super) fn merge(conn: &Connection, clock: Millis, tally: &mut Tally, cancel: &Cancel) -> Result<(), StoreError> {
    let mut waiting = conn.prepare(
        "SELECT purpose_no, user_no, begins, dated, seq, granted FROM temp.incoming_consent ORDER BY purpose_no, user_no, begins, seq",
    )?;
    let mut rows = waiting.query([])?;
    let mut key: Option<Key> = None;
    let mut group: Vec<Incoming<bool>> = Vec::new();
    while let Some(row) = rows.next()? {
        let next: Key = (row.get(0)?, row.get(1)?);
        if key != Some(next) {
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            if let Some(key) = key {
                apply(conn, key, std::mem::take(&mut group), clock, tally)?;
            }
            key = Some(next);
        }
        group.push(Incoming { seq: row.get(4)?, row: Held { begins: row.get(2)?, dated: row.get(3)?, value: Some(row.get(5)?) } });
    }
    if let Some(key) = key {
        apply(conn, key, group, clock, tally)?;
    }
    Ok(())
}

fn apply(
    conn: &Connection,
    (purpose_no, user_no): Key,
    incoming: Vec<Incoming<bool>>,
    clock: Millis,
    tally: &mut Tally,
) -> Result<(), StoreError> {
    let mut find =
        conn.prepare_cached("SELECT begins, dated, granted FROM muster_consent WHERE purpose_no = ?1 AND user_no = ?2 ORDER BY begins")?;
    let rows =
        find.query_map((purpose_no, user_no), |row| Ok(Held { begins: row.get(0)?, dated: row.get(1)?, value: Some(row.get(2)?) }))?;
    let before = rows.collect::<Result<Vec<Held<bool>>, _>>()?;
    let mut history = before.clone();
    bring_in(&mut history, incoming, clock, Undated::FromClock, |seq, outcome| match outcome {
        Outcome::Added => {
            tally.added.insert(seq);
        }
        Outcome::Updated => {
            tally.updated.insert(seq);
        }
        Outcome::Duplicate => {}
    });
    let mut write = conn.prepare_cached(
        "INSERT OR REPLACE INTO muster_consent (purpose_no, user_no, begins, dated, granted) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for held in history.iter().filter(|held| !before.contains(held)) {
        write.execute((purpose_no, user_no, held.begins, held.dated, held.value))?;
    }
    Ok(())
}

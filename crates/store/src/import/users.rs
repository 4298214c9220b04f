//! Profiles: what the rows of a users file change.

use super::Tally;
use crate::error::StoreError;
use muster_engine::cancel::Cancel;
use rusqlite::types::Value;
use rusqlite::Connection;

/// `email`, `name`, `created_at`, `account_type`.
const FIELDS: usize = 4;

/// What the file says last about a field, and in which row.
type Said = Option<(u32, Value)>;

/// Brings the waiting profiles in: of several rows about one user, the last that says something about a field stands.
pub(super) fn merge(conn: &Connection, last_user_before: u32, tally: &mut Tally, cancel: &Cancel) -> Result<(), StoreError> {
    let mut waiting =
        conn.prepare("SELECT user_no, seq, email, name, created_at, account_type FROM temp.incoming_users ORDER BY user_no, seq")?;
    let mut rows = waiting.query([])?;
    let mut current: Option<(u32, [Said; FIELDS])> = None;
    while let Some(row) = rows.next()? {
        let (user_no, seq): (u32, u32) = (row.get(0)?, row.get(1)?);
        if current.as_ref().is_none_or(|(before, _)| *before != user_no) {
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            if let Some((user_no, said)) = current.take() {
                apply(conn, user_no, said, tally)?;
            }
            if user_no > last_user_before {
                tally.added.insert(seq);
            }
        }
        let (_, said) = current.get_or_insert((user_no, [const { None }; FIELDS]));
        for (at, field) in said.iter_mut().enumerate() {
            let value: Value = row.get(at + 2)?;
            // Of rows that say the same the first counts.
            if value != Value::Null && field.as_ref().is_none_or(|(_, said)| *said != value) {
                *field = Some((seq, value));
            }
        }
    }
    if let Some((user_no, said)) = current {
        apply(conn, user_no, said, tally)?;
    }
    Ok(())
}

fn apply(conn: &Connection, user_no: u32, said: [Said; FIELDS], tally: &mut Tally) -> Result<(), StoreError> {
    let mut find = conn.prepare_cached("SELECT email, name, created_at, account_type FROM muster_users WHERE user_no = ?1")?;
    let mut held: [Value; FIELDS] = find.query_row([user_no], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?;
    let mut changed = false;
    for (field, said) in held.iter_mut().zip(said) {
        if let Some((seq, value)) = said.filter(|(_, value)| value != field) {
            tally.updated.insert(seq);
            *field = value;
            changed = true;
        }
    }
    if changed {
        let [email, name, created_at, account_type] = held;
        conn.prepare_cached("UPDATE muster_users SET email = ?2, name = ?3, created_at = ?4, account_type = ?5 WHERE user_no = ?1")?
            .execute((user_no, email, name, created_at, account_type))?;
    }
    Ok(())
}

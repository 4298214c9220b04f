//! Lists: who is on them, and the ids that name nobody yet.
//!
//! A `user_id` is compared as it stands, an email ignoring the case of ASCII letters, as people write it. An email that several people
//! have puts all of them on the list. An id that names nobody is kept aside until somebody of that id or email appears; it counts as
//! added when it is kept for the first time.

use super::Tally;
use crate::error::StoreError;
use muster_engine::cancel::Cancel;
use muster_rules::data::ListRow;
use rusqlite::{Connection, OptionalExtension};

pub(super) const STAGING: &str = "
CREATE TEMP TABLE incoming_list (seq INTEGER PRIMARY KEY, list_no INTEGER, key TEXT, value TEXT);
CREATE TEMP TABLE incoming_emails (email TEXT COLLATE NOCASE, user_no INTEGER, PRIMARY KEY (email, user_no)) WITHOUT ROWID;
";

/// Rows between two looks at the cancel flag.
const STRIDE: u32 = 4096;

/// What a row says, as it is kept: which key, and the id.
pub(super) fn key(row: &ListRow) -> (&'static str, String) {
    match row {
        ListRow::UserId(id) => ("user_id", id.clone()),
        ListRow::Email(email) => ("email", email.to_ascii_lowercase()),
    }
}

/// The number of a list, and whether it was made for this.
pub(super) fn number(conn: &Connection, name: &str, now: i64) -> Result<(u32, bool), StoreError> {
    let found = conn.query_row("SELECT list_no FROM muster_lists WHERE name = ?1", [name], |row| row.get(0)).optional()?;
    if let Some(no) = found {
        return Ok((no, false));
    }
    conn.execute("INSERT INTO muster_lists (name, created_at) VALUES (?1, ?2)", (name, now))?;
    Ok((u32::try_from(conn.last_insert_rowid()).map_err(|_| StoreError::TooManyRows)?, true))
}

/// Puts the waiting rows onto their lists. Gives how many different ids of them name nobody.
pub(super) fn merge(conn: &Connection, tally: &mut Tally, cancel: &Cancel) -> Result<u64, StoreError> {
    match_emails(conn, "SELECT value FROM temp.incoming_list WHERE key = 'email'")?;
    let mut waiting = conn.prepare("SELECT seq, list_no, key, value FROM temp.incoming_list ORDER BY seq")?;
    let mut by_id = conn.prepare("SELECT user_no FROM muster_users WHERE user_id = ?1")?;
    let mut by_email = conn.prepare("SELECT user_no FROM temp.incoming_emails WHERE email = ?1")?;
    let mut join = conn.prepare("INSERT OR IGNORE INTO muster_list_members (list_no, user_no) VALUES (?1, ?2)")?;
    let mut keep = conn.prepare("INSERT OR IGNORE INTO muster_list_unknown (list_no, key, value) VALUES (?1, ?2, ?3)")?;
    let mut rows = waiting.query([])?;
    while let Some(row) = rows.next()? {
        let (seq, list_no, key, value): (u32, u32, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        if seq.is_multiple_of(STRIDE) && cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        let find = if key == "email" { &mut by_email } else { &mut by_id };
        let people = find.query_map([&value], |row| row.get(0))?.collect::<Result<Vec<u32>, _>>()?;
        let mut changed = 0;
        for user_no in &people {
            changed += join.execute((list_no, user_no))?;
        }
        if people.is_empty() {
            changed += keep.execute((list_no, &key, &value))?;
        }
        if changed > 0 {
            tally.added.insert(seq);
        }
    }
    let unknown: i64 = conn.query_row(
        "SELECT count(*) FROM muster_list_unknown
         WHERE (list_no, key, value) IN (SELECT list_no, key, value FROM temp.incoming_list)",
        [],
        |row| row.get(0),
    )?;
    Ok(unknown.unsigned_abs())
}

/// Puts those onto their lists whom an id kept aside names now: looks at ids where people came, at emails where the import said any.
pub(crate) fn join_unknown(conn: &Connection, people_came: bool, emails_said: bool) -> Result<(), StoreError> {
    if people_came {
        conn.execute_batch(
            "INSERT OR IGNORE INTO muster_list_members (list_no, user_no)
             SELECT x.list_no, u.user_no FROM muster_list_unknown x JOIN muster_users u ON u.user_id = x.value WHERE x.key = 'user_id';
             DELETE FROM muster_list_unknown WHERE key = 'user_id' AND value IN (SELECT user_id FROM muster_users);",
        )?;
    }
    let waits = "SELECT EXISTS (SELECT 1 FROM muster_list_unknown WHERE key = 'email')";
    if emails_said && conn.query_row(waits, [], |row| row.get(0))? {
        match_emails(conn, "SELECT value FROM muster_list_unknown WHERE key = 'email'")?;
        conn.execute_batch(
            "INSERT OR IGNORE INTO muster_list_members (list_no, user_no)
             SELECT x.list_no, e.user_no FROM muster_list_unknown x CROSS JOIN temp.incoming_emails e ON e.email = x.value WHERE x.key = 'email';
             DELETE FROM muster_list_unknown
             WHERE key = 'email' AND EXISTS (SELECT 1 FROM temp.incoming_emails e WHERE e.email = muster_list_unknown.value);",
        )?;
    }
    Ok(())
}

/// Notes who has one of the wanted emails: one look at everybody, as there is no index of emails.
fn match_emails(conn: &Connection, wanted: &str) -> Result<(), StoreError> {
    conn.execute("DELETE FROM temp.incoming_emails", [])?;
    conn.execute(
        &format!("INSERT INTO temp.incoming_emails SELECT email, user_no FROM muster_users WHERE email COLLATE NOCASE IN ({wanted})"),
        [],
    )?;
    Ok(())
}

//! Events: which of those waiting are new, and their writing.

use super::duplicates::{Event, Seen};
use super::{Progress, Tally};
use crate::error::StoreError;
use crate::reader::text;
use muster_engine::cancel::Cancel;
use roaring::RoaringBitmap;
use rusqlite::{Connection, Row};

/// Rows written by one statement.
const CHUNK: u32 = 50_000;

/// Brings the waiting events in.
pub(super) fn merge(
    conn: &Connection,
    seen: &mut Seen,
    tally: &mut Tally,
    cancel: &Cancel,
    progress: Progress<'_>,
) -> Result<(), StoreError> {
    compare(conn, seen)?;
    progress(0.3);
    let duplicates = seen.duplicates()?;
    progress(0.4);
    let last: u32 = conn.query_row("SELECT coalesce(max(seq), 0) FROM temp.incoming_events", [], |row| row.get(0))?;
    let mut first = 0u32;
    loop {
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        let end = first.saturating_add(CHUNK - 1).min(last);
        write(conn, first, end, &duplicates, tally)?;
        progress(0.4 + 0.6 * (end as f32 / last.max(1) as f32));
        if end == last {
            return Ok(());
        }
        first = end + 1;
    }
}

/// Shows `seen` every event of the workspace in the time of those waiting.
fn compare(conn: &Connection, seen: &mut Seen) -> Result<(), StoreError> {
    let Some((from, to)) = seen.span.filter(|_| seen.compares()) else { return Ok(()) };
    let mut find = conn.prepare("SELECT user_no, name_no, time, event_id, properties FROM muster_events WHERE time BETWEEN ?1 AND ?2")?;
    let mut rows = find.query((from, to))?;
    while let Some(row) = rows.next()? {
        seen.held(&Event {
            user_no: row.get(0)?,
            name_no: row.get(1)?,
            time: row.get(2)?,
            event_id: optional_text(row, 3)?,
            properties: optional_text(row, 4)?,
        })?;
    }
    Ok(())
}

fn optional_text<'r>(row: &'r Row<'_>, at: usize) -> Result<Option<&'r str>, StoreError> {
    match row.get_ref(at)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => text(row, at).map(Some),
    }
}

/// Writes the waiting events from `first` to `last` but the duplicates.
fn write(conn: &Connection, first: u32, last: u32, duplicates: &RoaringBitmap, tally: &mut Tally) -> Result<(), StoreError> {
    let mut except = "";
    if duplicates.range_cardinality(first..=last) > 0 {
        conn.execute("DELETE FROM temp.incoming_duplicates", [])?;
        let mut note = conn.prepare_cached("INSERT INTO temp.incoming_duplicates VALUES (?1)")?;
        for seq in duplicates.range(first..=last) {
            note.execute([seq])?;
        }
        except = "AND seq NOT IN (SELECT seq FROM temp.incoming_duplicates)";
    }
    let mut add = conn.prepare_cached(&format!(
        "INSERT INTO muster_events (user_no, name_no, time, event_id, properties)
         SELECT user_no, name_no, time, event_id, properties FROM temp.incoming_events WHERE seq BETWEEN ?1 AND ?2 {except} ORDER BY seq"
    ))?;
    add.execute((first, last))?;
    // An import may hold rows of other kinds between its events: those that were written are counted by what waited.
    let mut written = conn.prepare_cached(&format!("SELECT seq FROM temp.incoming_events WHERE seq BETWEEN ?1 AND ?2 {except}"))?;
    let mut rows = written.query((first, last))?;
    while let Some(row) = rows.next()? {
        tally.added.insert(row.get(0)?);
    }
    Ok(())
}

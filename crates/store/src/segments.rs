//! Saved segments, their versions, and the drafts of whoever edits them.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::store::Store;
use muster_rules::document::{read_value, rename_in};
use muster_rules::time::Millis;
use rusqlite::{Connection, OptionalExtension, Row};

/// A saved segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Never given to another, also after a deletion.
    pub id: u32,
    /// Its name, of which there is one.
    pub name: String,
    /// The rule language's JSON, as it was saved.
    pub definition: String,
    /// How many times its definition was saved as something else, from 1.
    pub version: u32,
    /// When it was made.
    pub created_at: Millis,
    /// When its definition, name or archived state last changed.
    pub updated_at: Millis,
    /// Put away.
    pub archived: bool,
}

/// One state that a segment's definition had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentVersion {
    /// From 1.
    pub version: u32,
    /// The segment's name at that time.
    pub name: String,
    /// The definition.
    pub definition: String,
    /// When it was saved.
    pub saved_at: Millis,
}

/// What a person's editor holds of a segment, finished or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The builder's tree as JSON text.
    pub draft: String,
    /// When it was saved.
    pub saved_at: Millis,
    /// Conditions in it that are not finished.
    pub unfinished: u32,
}

const COLUMNS: &str = "segment_id, name, definition, version, created_at, updated_at, archived";

fn segment(row: &Row<'_>) -> rusqlite::Result<Segment> {
    Ok(Segment {
        id: row.get(0)?,
        name: row.get(1)?,
        definition: row.get(2)?,
        version: row.get(3)?,
        created_at: row.get(4)?,
        updated_at: row.get(5)?,
        archived: row.get(6)?,
    })
}

impl Reader<'_> {
    /// Every segment with its draft, the latest edited first.
    pub fn segments(&self) -> Result<Vec<(Segment, Option<Draft>)>, StoreError> {
        let mut statement = self.cached(
            "SELECT s.segment_id, s.name, s.definition, s.version, s.created_at, s.updated_at, s.archived,
               d.draft, d.saved_at, d.unfinished
             FROM muster_segments s LEFT JOIN muster_drafts d ON d.segment_id = s.segment_id
             ORDER BY max(s.updated_at, coalesce(d.saved_at, s.updated_at)) DESC, s.segment_id DESC",
        )?;
        let rows = statement.query_map([], |row| {
            let draft = match row.get(7)? {
                Some(draft) => Some(Draft { draft, saved_at: row.get(8)?, unfinished: row.get(9)? }),
                None => None,
            };
            Ok((segment(row)?, draft))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A segment by its number.
    pub fn segment(&self, id: u32) -> Result<Segment, StoreError> {
        by_id(self.conn, id)
    }

    /// A segment by its name.
    pub fn segment_named(&self, name: &str) -> Result<Segment, StoreError> {
        let mut statement = self.cached(&format!("SELECT {COLUMNS} FROM muster_segments WHERE name = ?1"))?;
        let found = statement.query_row([name], segment).optional()?;
        found.ok_or_else(|| StoreError::NotFound { what: format!("segment named `{name}`") })
    }

    /// Every state of a segment's definition, the first first.
    pub fn segment_history(&self, id: u32) -> Result<Vec<SegmentVersion>, StoreError> {
        let mut statement =
            self.cached("SELECT version, name, definition, saved_at FROM muster_segment_versions WHERE segment_id = ?1 ORDER BY version")?;
        let rows = statement.query_map([id], |row| {
            Ok(SegmentVersion { version: row.get(0)?, name: row.get(1)?, definition: row.get(2)?, saved_at: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The draft of a segment, if one was saved.
    pub fn draft(&self, id: u32) -> Result<Option<Draft>, StoreError> {
        by_id(self.conn, id)?;
        let mut statement = self.cached("SELECT draft, saved_at, unfinished FROM muster_drafts WHERE segment_id = ?1")?;
        let draft =
            statement.query_row([id], |row| Ok(Draft { draft: row.get(0)?, saved_at: row.get(1)?, unfinished: row.get(2)? })).optional()?;
        Ok(draft)
    }
}

impl Store {
    /// Makes a segment, version 1. Its name must be free.
    pub fn create_segment(&self, name: &str, definition: &str, now: Millis) -> Result<Segment, StoreError> {
        self.write(|tx| {
            name_is_free(tx, name, None)?;
            tx.execute(
                "INSERT INTO muster_segments (name, definition, version, created_at, updated_at) VALUES (?1, ?2, 1, ?3, ?3)",
                (name, definition, now),
            )?;
            let id = tx.query_row("SELECT max(segment_id) FROM muster_segments", [], |row| row.get(0))?;
            add_version(tx, id, now)?;
            by_id(tx, id)
        })
    }

    /// Saves a segment's definition; the same text as before is no new version. Gives the version that it now has.
    pub fn save_segment(&self, id: u32, definition: &str, now: Millis) -> Result<u32, StoreError> {
        self.write(|tx| {
            let before = by_id(tx, id)?;
            if before.definition == definition {
                return Ok(before.version);
            }
            tx.execute(
                "UPDATE muster_segments SET definition = ?2, version = version + 1, updated_at = ?3 WHERE segment_id = ?1",
                (id, definition, now),
            )?;
            add_version(tx, id, now)?;
            Ok(before.version + 1)
        })
    }

    /// Gives a segment another name, also inside its definition where that has one, and in the rules and drafts of the segments that refer to it.
    /// Their versions stay: they mean the same.
    pub fn rename_segment(&self, id: u32, name: &str, now: Millis) -> Result<(), StoreError> {
        self.write(|tx| {
            let old = by_id(tx, id)?.name;
            if old == name {
                return Ok(());
            }
            name_is_free(tx, name, Some(id))?;
            tx.execute(
                "UPDATE muster_segments SET name = ?2, updated_at = ?3, definition =
                   CASE WHEN json_valid(definition) AND json_type(definition, '$.name') IS NOT NULL
                     THEN json_set(definition, '$.name', ?2) ELSE definition END
                 WHERE segment_id = ?1",
                (id, name, now),
            )?;
            refer_to(tx, "muster_segments", "definition", &old, name)?;
            refer_to(tx, "muster_drafts", "draft", &old, name)
        })
    }

    /// Puts a segment away, or takes it out again.
    pub fn archive_segment(&self, id: u32, archived: bool, now: Millis) -> Result<(), StoreError> {
        self.write(|tx| {
            if by_id(tx, id)?.archived != archived {
                tx.execute("UPDATE muster_segments SET archived = ?2, updated_at = ?3 WHERE segment_id = ?1", (id, archived, now))?;
            }
            Ok(())
        })
    }

    /// Deletes a segment and its draft. What its definition was stays among the versions.
    pub fn delete_segment(&self, id: u32) -> Result<(), StoreError> {
        self.write(|tx| {
            by_id(tx, id)?;
            tx.execute("DELETE FROM muster_segments WHERE segment_id = ?1", [id])?;
            Ok(())
        })
    }

    /// Keeps what the editor holds of a segment.
    pub fn save_draft(&self, id: u32, draft: &Draft) -> Result<(), StoreError> {
        self.write(|tx| {
            by_id(tx, id)?;
            tx.execute(
                "INSERT INTO muster_drafts (segment_id, draft, saved_at, unfinished) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (segment_id) DO UPDATE SET draft = excluded.draft, saved_at = excluded.saved_at, unfinished = excluded.unfinished",
                (id, &draft.draft, draft.saved_at, draft.unfinished),
            )?;
            Ok(())
        })
    }
}

fn by_id(conn: &Connection, id: u32) -> Result<Segment, StoreError> {
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM muster_segments WHERE segment_id = ?1"))?;
    let found = statement.query_row([id], segment).optional()?;
    found.ok_or_else(|| StoreError::NotFound { what: format!("segment number {id}") })
}

/// Lets the rules in a column refer to a segment by its new name. What is no JSON is left as it is.
fn refer_to(conn: &Connection, table: &str, column: &str, old: &str, new: &str) -> Result<(), StoreError> {
    let mut find = conn.prepare(&format!("SELECT segment_id, {column} FROM {table}"))?;
    let texts = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<(u32, String)>, _>>()?;
    for (id, text) in texts {
        let Ok(mut json) = read_value(&text) else { continue };
        if rename_in(&mut json, old, new) {
            conn.execute(&format!("UPDATE {table} SET {column} = ?2 WHERE segment_id = ?1"), (id, json.to_string()))?;
        }
    }
    Ok(())
}

fn name_is_free(conn: &Connection, name: &str, except: Option<u32>) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached("SELECT segment_id FROM muster_segments WHERE name = ?1")?;
    match statement.query_row([name], |row| row.get::<_, u32>(0)).optional()? {
        Some(id) if Some(id) != except => Err(StoreError::NameTaken { name: name.to_owned() }),
        _ => Ok(()),
    }
}

fn add_version(conn: &Connection, id: u32, now: Millis) -> Result<(), StoreError> {
    conn.execute(
        "INSERT INTO muster_segment_versions (segment_id, version, name, definition, saved_at)
         SELECT segment_id, version, name, definition, ?2 FROM muster_segments WHERE segment_id = ?1",
        (id, now),
    )?;
    Ok(())
}

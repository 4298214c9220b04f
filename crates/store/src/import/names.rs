//! Texts that are kept once and called by their number: user ids, event names, property names, purposes.

use crate::error::StoreError;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

/// A table of texts and their numbers, as an import sees it. Looks in memory first; what it holds there is bounded.
#[derive(Debug)]
pub(super) struct Names {
    find: &'static str,
    add: &'static str,
    recent: Recent,
}

/// What a text is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) no: u32,
    /// It was not there before this call.
    pub(super) added: bool,
}

impl Names {
    pub(super) fn users() -> Self {
        Names::new("SELECT user_no FROM muster_users WHERE user_id = ?1", "INSERT INTO muster_users (user_id) VALUES (?1)", 500_000)
    }

    pub(super) fn events() -> Self {
        Names::new(
            "SELECT name_no FROM muster_event_names WHERE event_name = ?1",
            "INSERT INTO muster_event_names (event_name) VALUES (?1)",
            10_000,
        )
    }

    pub(super) fn properties() -> Self {
        Names::new(
            "SELECT property_no FROM muster_property_names WHERE property_name = ?1",
            "INSERT INTO muster_property_names (property_name) VALUES (?1)",
            10_000,
        )
    }

    pub(super) fn purposes() -> Self {
        Names::new("SELECT purpose_no FROM muster_purposes WHERE purpose = ?1", "INSERT INTO muster_purposes (purpose) VALUES (?1)", 1_000)
    }

    fn new(find: &'static str, add: &'static str, capacity: usize) -> Self {
        Names { find, add, recent: Recent { young: HashMap::new(), old: HashMap::new(), capacity } }
    }

    /// The number of a text, a new one where it has none.
    pub(super) fn number(&mut self, conn: &Connection, text: &str) -> Result<Named, StoreError> {
        if let Some(no) = self.recent.get(text) {
            return Ok(Named { no, added: false });
        }
        let found = conn.prepare_cached(self.find)?.query_row([text], |row| row.get(0)).optional()?;
        let (no, added) = match found {
            Some(no) => (no, false),
            None => {
                let no = conn.prepare_cached(self.add)?.insert([text])?;
                (u32::try_from(no).map_err(|_| StoreError::TooManyRows)?, true)
            }
        };
        self.recent.put(text, no);
        Ok(Named { no, added })
    }
}

/// The texts used lately: two generations, of which the older is forgotten when the younger is full.
#[derive(Debug)]
struct Recent {
    young: HashMap<Box<str>, u32>,
    old: HashMap<Box<str>, u32>,
    capacity: usize,
}

impl Recent {
    fn get(&mut self, text: &str) -> Option<u32> {
        if let Some(no) = self.young.get(text) {
            return Some(*no);
        }
        let (text, no) = self.old.remove_entry(text)?;
        self.keep(text, no);
        Some(no)
    }

    fn put(&mut self, text: &str, no: u32) {
        self.keep(text.into(), no);
    }

    fn keep(&mut self, text: Box<str>, no: u32) {
        if self.young.len() >= self.capacity {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(text, no);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_text_keeps_its_number_when_it_is_forgotten() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE muster_users (user_no INTEGER PRIMARY KEY, user_id TEXT UNIQUE)").unwrap();
        let mut names = Names::users();
        names.recent.capacity = 2;
        for round in 0..3 {
            for no in 1..=7 {
                assert_eq!(names.number(&conn, &format!("u{no}")).unwrap(), Named { no, added: round == 0 });
            }
        }
        assert!(names.recent.young.len() + names.recent.old.len() <= 4);
    }
}

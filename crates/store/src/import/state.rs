//! Rows on their way in: names become numbers, times instants, and each row waits in a temporary table.

use super::duplicates::{self, Seen};
use super::lists;
use super::names::Names;
use super::readings::Readings;
use super::rows::{content, Target};
use super::values::Before;
use super::{Counts, Refused, Tally};
use crate::error::StoreError;
use crate::tables::can_be_user_id;
use muster_rules::data::{CellValue, Row};
use muster_rules::time::{Millis, StoredTime, Zone};
use rusqlite::Connection;
use std::sync::Arc;

/// The first and the last instant that RFC 3339 can write in UTC: the years 0 to 9999.
const EARLIEST: Millis = -62_167_219_200_000;
const LATEST: Millis = 253_402_300_799_999;

/// The longest row, in bytes of its texts.
const LONGEST: usize = 16 << 20;

/// Everything of an import but the connection.
#[derive(Debug)]
pub(super) struct State {
    pub(super) clock: Millis,
    pub(super) zone: Zone,
    pub(super) before: Before,
    pub(super) users: Names,
    pub(super) event_names: Names,
    pub(super) property_names: Names,
    pub(super) purposes: Names,
    pub(super) readings: Readings,
    pub(super) seen: Seen,
    pub(super) rows: u32,
    pub(super) users_added: bool,
    /// By kind: whether any came.
    pub(super) event_rows: bool,
    pub(super) value_rows: bool,
    pub(super) consent_rows: bool,
    pub(super) list_rows: bool,
    /// A row of a users file had an email.
    pub(super) emails_said: bool,
    /// Where rows of lists' and tables' files go.
    pub(super) list: Option<u32>,
    pub(super) list_made: bool,
    pub(super) table: Option<Arc<Target>>,
    pub(super) seen_rows: Option<Seen>,
    pub(super) tally: Tally,
}

impl State {
    pub(super) fn new(clock: Millis, zone: Zone) -> Self {
        State {
            clock,
            zone,
            before: Before::default(),
            users: Names::users(),
            event_names: Names::events(),
            property_names: Names::properties(),
            purposes: Names::purposes(),
            readings: Readings::default(),
            seen: Seen::new(false),
            rows: 0,
            users_added: false,
            event_rows: false,
            value_rows: false,
            consent_rows: false,
            list_rows: false,
            emails_said: false,
            list: None,
            list_made: false,
            table: None,
            seen_rows: None,
            tally: Tally::default(),
        }
    }

    pub(super) fn refusal(&self, row: &Row) -> Option<Refused> {
        let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        let (time, bytes) = match row {
            Row::List(row) => (None, lists::key(row).1.len()),
            Row::Table(row) => {
                if self.table.as_ref().is_some_and(|target| target.lacks_key(row)) {
                    return Some(Refused::NoKey);
                }
                let mut bytes = 0;
                for (_, cell) in &row.cells {
                    match cell {
                        CellValue::Text(text) => bytes += text.len(),
                        CellValue::Time(time) if !self.in_range(*time) => return Some(Refused::TimeOutOfRange),
                        _ => {}
                    }
                }
                (None, bytes)
            }
            Row::User(row) => (
                row.created_at,
                row.user_id.len()
                    + length(&row.email)
                    + length(&row.name)
                    + length(&row.account_type)
                    + row.properties.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>(),
            ),
            Row::Event(row) => {
                (Some(row.timestamp), row.user_id.len() + row.event_name.len() + row.properties.len() + length(&row.event_id))
            }
            Row::Property(row) => (row.updated_at, row.user_id.len() + row.property_name.len() + length(&row.property_value)),
            Row::Consent(row) => (row.updated_at, row.user_id.len() + row.purpose.len()),
        };
        if bytes > LONGEST {
            return Some(Refused::TooLong);
        }
        time.is_some_and(|time| !self.in_range(time)).then_some(Refused::TimeOutOfRange)
    }

    fn in_range(&self, time: StoredTime) -> bool {
        (EARLIEST..=LATEST).contains(&self.instant(time))
    }

    fn instant(&self, time: StoredTime) -> Millis {
        time.instant(self.zone)
    }

    /// When a row begins, and whether it says so itself.
    fn begins(&self, updated_at: Option<StoredTime>) -> (Millis, bool) {
        updated_at.map_or((self.clock, false), |time| (self.instant(time), true))
    }

    fn user(&mut self, conn: &Connection, user_id: &str) -> Result<u32, StoreError> {
        let user = self.users.number(conn, user_id)?;
        if user.added {
            self.users_added = true;
            self.readings.text(conn, user_id)?;
        }
        Ok(user.no)
    }

    pub(super) fn take_in(&mut self, conn: &Connection, rows: &[Row]) -> Result<(), StoreError> {
        // Looked up once for the batch, not once a row.
        let mut add_user = conn.prepare_cached("INSERT INTO temp.incoming_users VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        let mut add_value = conn.prepare_cached("INSERT INTO temp.incoming_values VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        let mut add_consent = conn.prepare_cached("INSERT INTO temp.incoming_consent VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        let mut add_event = conn.prepare_cached("INSERT INTO temp.incoming_events VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        let mut add_member = conn.prepare_cached("INSERT INTO temp.incoming_list VALUES (?1, ?2, ?3, ?4)")?;
        let mut add_row = conn.prepare_cached("INSERT INTO temp.incoming_rows VALUES (?1, ?2, ?3, ?4)")?;
        for row in rows {
            let seq = self.rows;
            self.rows = self.rows.checked_add(1).ok_or(StoreError::TooManyRows)?;
            match row {
                Row::Event(row) => {
                    self.event_rows = true;
                    let user_no = self.user(conn, &row.user_id)?;
                    let name = self.event_names.number(conn, &row.event_name)?;
                    if name.added {
                        self.readings.text(conn, &row.event_name)?;
                    }
                    let time = self.instant(row.timestamp);
                    let properties = (row.properties != "{}").then_some(row.properties.as_str());
                    if let Some(properties) = properties {
                        self.readings.json(conn, properties)?;
                    }
                    let event = duplicates::Event { user_no, name_no: name.no, time, event_id: row.event_id.as_deref(), properties };
                    self.seen.incoming(seq, &event)?;
                    add_event.execute((seq, user_no, name.no, time, event.event_id, properties))?;
                }
                Row::User(row) => {
                    self.tally.of_users.insert(seq);
                    let user_no = self.user(conn, &row.user_id)?;
                    self.emails_said |= row.email.is_some();
                    for text in [&row.email, &row.name, &row.account_type].into_iter().flatten() {
                        self.readings.text(conn, text)?;
                    }
                    let created_at = row.created_at.map(|time| self.instant(time));
                    add_user.execute((seq, user_no, &row.email, &row.name, created_at, &row.account_type))?;
                    for (property, value) in &row.properties {
                        self.value_rows = true;
                        let property_no = self.property_names.number(conn, property)?.no;
                        self.readings.json(conn, value)?;
                        add_value.execute((property_no, user_no, self.clock, false, seq, value))?;
                    }
                }
                Row::Property(row) => {
                    self.value_rows = true;
                    let user_no = self.user(conn, &row.user_id)?;
                    let property_no = self.property_names.number(conn, &row.property_name)?.no;
                    if let Some(value) = &row.property_value {
                        self.readings.json(conn, value)?;
                    }
                    let (begins, dated) = self.begins(row.updated_at);
                    add_value.execute((property_no, user_no, begins, dated, seq, &row.property_value))?;
                }
                Row::Consent(row) => {
                    self.consent_rows = true;
                    let user_no = self.user(conn, &row.user_id)?;
                    let purpose_no = self.purposes.number(conn, &row.purpose)?.no;
                    let (begins, dated) = self.begins(row.updated_at);
                    add_consent.execute((purpose_no, user_no, begins, dated, seq, row.granted))?;
                }
                Row::List(row) => {
                    self.list_rows = true;
                    let list_no = self.list.ok_or_else(|| StoreError::NotFound { what: "list that the row goes to".to_owned() })?;
                    let (key, value) = lists::key(row);
                    add_member.execute((seq, list_no, key, value))?;
                }
                Row::Table(row) => {
                    let target = self.table.clone();
                    let target = target.ok_or_else(|| StoreError::NotFound { what: "table that the row goes to".to_owned() })?;
                    let values = target.values(row, self.zone)?;
                    for place in &target.people {
                        if let Some(person) = target.form(&values, *place).filter(|text| can_be_user_id(text)) {
                            self.user(conn, &person)?;
                        }
                    }
                    for (_, cell) in &row.cells {
                        if let CellValue::Text(text) = cell {
                            self.readings.text(conn, text)?;
                        }
                    }
                    let content = content(&values);
                    let key = target.stored.key().and_then(|at| target.form(&values, at));
                    if let Some(seen) = self.seen_rows.as_mut().filter(|_| key.is_none()) {
                        seen.incoming(seq, &duplicates::Event::of_row(target.stored.no, &content))?;
                    }
                    add_row.execute((seq, target.stored.no, key, content))?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn counts(&self) -> Counts {
        let added = self.tally.added.len();
        let updated = (&self.tally.updated - &self.tally.added).len();
        Counts { added, updated, duplicates: u64::from(self.rows) - added - updated, unknown: 0 }
    }
}

//! People as rows: the columns that can be shown or exported, pages in any order, and all of them in the order of their ids.

use crate::error::StoreError;
use crate::json::readable;
use crate::reader::{text, Reader};
use muster_engine::source::{FieldValue, Ordinal};
use muster_rules::plan::UserColumn;
use muster_rules::text::fold;
use muster_rules::time::{format_instant, Millis};
use muster_rules::value::read_decimal;
use roaring::RoaringBitmap;
use rusqlite::OptionalExtension;
use std::cmp::Ordering;
use std::ops::ControlFlow;
use std::sync::{Arc, PoisonError};

/// Below this many, people are looked up one by one instead of walking through everyone.
const FEW: u64 = 10_000;

/// A column of a row of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// A profile field; key `email` and so on.
    Field(UserColumn),
    /// The time of the latest event up to now; key `last_seen`.
    LastSeen,
    /// A user property's value now; key `property:NAME`.
    Property(String),
}

impl Column {
    /// The column of a key.
    pub fn parse(key: &str) -> Option<Column> {
        if key == "last_seen" {
            return Some(Column::LastSeen);
        }
        match key.strip_prefix("property:") {
            Some(name) => Some(Column::Property(name.to_owned())),
            None => UserColumn::ALL.into_iter().find(|column| column.name() == key).map(Column::Field),
        }
    }

    /// Its key.
    pub fn key(&self) -> String {
        match self {
            Column::Field(column) => column.name().to_owned(),
            Column::LastSeen => "last_seen".to_owned(),
            Column::Property(name) => format!("property:{name}"),
        }
    }
}

/// An order of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// By what. People without a value come last in either direction; equal ones stay in the order of import.
    pub column: Column,
    /// Largest, latest or last first.
    pub descending: bool,
}

/// A person with some columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The person's id.
    pub user_id: String,
    /// The columns asked for, as they read (times as RFC 3339, lists and objects as JSON); `None`: no value.
    pub cells: Vec<Option<String>>,
}

/// When everybody was last seen, kept between questions: a page of people must not cost a walk through all events.
#[derive(Debug)]
pub(crate) struct LatestEvents {
    generation: u64,
    now: Millis,
    /// The latest event of all, where none is later than `now`.
    newest: Option<Millis>,
    by_user: Arc<Vec<Millis>>,
}

impl LatestEvents {
    fn holds(&self, generation: u64, now: Millis) -> bool {
        self.generation == generation && (self.now == now || self.newest.is_some_and(|newest| newest <= now))
    }
}

/// What a person is sorted by.
#[derive(Debug, PartialEq)]
enum Key {
    Bool(bool),
    Number(f64),
    Text(String, String),
}

impl Key {
    fn of_text(value: &str) -> Key {
        Key::Text(fold(value), value.to_owned())
    }

    fn of_json(json: &str) -> Key {
        match json {
            "true" => return Key::Bool(true),
            "false" => return Key::Bool(false),
            _ => {}
        }
        let value = readable(json);
        read_decimal(&value).map_or_else(|| Key::of_text(&value), Key::Number)
    }

    fn rank(&self) -> u8 {
        match self {
            Key::Bool(_) => 0,
            Key::Number(_) => 1,
            Key::Text(..) => 2,
        }
    }

    fn compare(&self, other: &Key) -> Ordering {
        match (self, other) {
            (Key::Bool(a), Key::Bool(b)) => a.cmp(b),
            (Key::Number(a), Key::Number(b)) => a.total_cmp(b),
            (Key::Text(a, x), Key::Text(b, y)) => a.cmp(b).then_with(|| x.cmp(y)),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

/// What is needed for every row, looked up once.
struct Cells<'r> {
    reader: &'r Reader<'r>,
    columns: Vec<Source>,
    now: Millis,
}

enum Source {
    Field(UserColumn),
    LastSeen(Arc<Vec<Millis>>),
    /// `None`: nobody ever had it.
    Property(Option<i64>),
}

impl Cells<'_> {
    fn member(&self, ordinal: Ordinal) -> Result<Option<Member>, StoreError> {
        let mut find = self.reader.cached("SELECT user_id, email, name, created_at, account_type FROM muster_users WHERE user_no = ?1")?;
        let mut rows = find.query([ordinal])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let mut cells = Vec::with_capacity(self.columns.len());
        for column in &self.columns {
            cells.push(match column {
                Source::Field(UserColumn::CreatedAt) => row.get::<_, Option<Millis>>(3)?.map(format_instant),
                Source::Field(column) => row.get(column.name())?,
                Source::LastSeen(by_user) => latest(by_user, ordinal).map(format_instant),
                Source::Property(None) => None,
                Source::Property(Some(property_no)) => self.property(*property_no, ordinal)?,
            });
        }
        Ok(Some(Member { user_id: text(row, 0)?.to_owned(), cells }))
    }

    fn property(&self, property_no: i64, ordinal: Ordinal) -> Result<Option<String>, StoreError> {
        let mut find = self.reader.cached(
            "SELECT value FROM muster_property_values WHERE property_no = ?1 AND user_no = ?2 AND value IS NOT NULL
             AND (from_ms IS NULL OR from_ms <= ?3) AND (to_ms IS NULL OR to_ms > ?3)",
        )?;
        let value: Option<String> = find.query_row((property_no, ordinal, self.now), |row| row.get(0)).optional()?;
        Ok(value.map(|json| readable(&json)))
    }
}

fn latest(by_user: &[Millis], ordinal: Ordinal) -> Option<Millis> {
    by_user.get(ordinal as usize).copied().filter(|time| *time != Millis::MIN)
}

impl Reader<'_> {
    /// A page of `people` with some columns, as they are at `now`. Without `sort` in the order of import.
    pub fn members(
        &self,
        people: &RoaringBitmap,
        columns: &[Column],
        sort: Option<&Sort>,
        offset: u32,
        limit: u32,
        now: Millis,
    ) -> Result<Vec<Member>, StoreError> {
        let page: Vec<Ordinal> = match sort {
            None => people.iter().skip(offset as usize).take(limit as usize).collect(),
            Some(sort) => self.sorted_page(people, sort, offset as usize, limit as usize, now)?,
        };
        let cells = self.cells(columns, now)?;
        let mut members = Vec::with_capacity(page.len());
        for ordinal in page {
            members.extend(cells.member(ordinal)?);
        }
        Ok(members)
    }

    /// Every one of `people` with some columns, as they are at `now`, in the bytewise order of `user_id`, one at a time.
    pub fn each_member<E: From<StoreError>>(
        &self,
        people: &RoaringBitmap,
        columns: &[Column],
        now: Millis,
        mut visit: impl FnMut(Member) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let cells = self.cells(columns, now)?;
        let mut error = Ok(());
        self.each_id(people, |ordinal, _| {
            let flow = cells.member(ordinal).map_err(E::from).and_then(|member| member.map_or(Ok(ControlFlow::Continue(())), &mut visit));
            flow.unwrap_or_else(|why| {
                error = Err(why);
                ControlFlow::Break(())
            })
        })?;
        error
    }

    /// The ids of `people`, in bytewise order.
    pub fn user_ids(&self, people: &RoaringBitmap) -> Result<Vec<String>, StoreError> {
        let mut ids = Vec::with_capacity(people.len() as usize);
        self.each_id(people, |_, id| {
            ids.push(id.to_owned());
            ControlFlow::Continue(())
        })?;
        Ok(ids)
    }

    /// Visits ordinals and ids in the bytewise order of the ids, which is SQLite's own.
    fn each_id(&self, people: &RoaringBitmap, mut visit: impl FnMut(Ordinal, &str) -> ControlFlow<()>) -> Result<(), StoreError> {
        if people.len() <= FEW {
            let mut find = self.cached("SELECT user_id FROM muster_users WHERE user_no = ?1")?;
            let mut ids: Vec<(String, Ordinal)> = Vec::with_capacity(people.len() as usize);
            for ordinal in people {
                ids.extend(find.query_row([ordinal], |row| row.get(0)).optional()?.map(|id| (id, ordinal)));
            }
            ids.sort_unstable();
            let _ = ids.iter().try_for_each(|(id, ordinal)| visit(*ordinal, id));
            return Ok(());
        }
        let mut all = self.cached("SELECT user_no, user_id FROM muster_users ORDER BY user_id")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let ordinal = row.get(0)?;
            if people.contains(ordinal) && visit(ordinal, text(row, 1)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn cells(&self, columns: &[Column], now: Millis) -> Result<Cells<'_>, StoreError> {
        let source = |column: &Column| -> Result<Source, StoreError> {
            Ok(match column {
                Column::Field(column) => Source::Field(*column),
                Column::LastSeen => Source::LastSeen(self.latest_events(now)?),
                Column::Property(name) => Source::Property(self.property_no(name)?),
            })
        };
        Ok(Cells { reader: self, columns: columns.iter().map(source).collect::<Result<_, _>>()?, now })
    }

    fn sorted_page(
        &self,
        people: &RoaringBitmap,
        sort: &Sort,
        offset: usize,
        limit: usize,
        now: Millis,
    ) -> Result<Vec<Ordinal>, StoreError> {
        let mut keyed: Vec<(Key, Ordinal)> = Vec::new();
        let mut keep = |ordinal: Ordinal, key: Key| {
            keyed.push((key, ordinal));
            ControlFlow::Continue(())
        };
        match &sort.column {
            Column::Field(column) => self.visit_fields(*column, &mut |(ordinal, value)| match value {
                _ if !people.contains(ordinal) => ControlFlow::Continue(()),
                FieldValue::Text(text) => keep(ordinal, Key::of_text(text)),
                FieldValue::Time(time) => keep(ordinal, Key::Number(time as f64)),
            })?,
            Column::Property(name) => self.visit_properties(name, now, &mut |(ordinal, json)| {
                if people.contains(ordinal) {
                    return keep(ordinal, Key::of_json(json));
                }
                ControlFlow::Continue(())
            })?,
            Column::LastSeen => {
                let by_user = self.latest_events(now)?;
                for ordinal in people {
                    if let Some(time) = latest(&by_user, ordinal) {
                        let _ = keep(ordinal, Key::Number(time as f64));
                    }
                }
            }
        }
        let compare = |(a, x): &(Key, Ordinal), (b, y): &(Key, Ordinal)| {
            let keys = if sort.descending { b.compare(a) } else { a.compare(b) };
            keys.then_with(|| x.cmp(y))
        };
        let with_value: RoaringBitmap = keyed.iter().map(|(_, ordinal)| *ordinal).collect();
        let end = offset.saturating_add(limit);
        if end < keyed.len() {
            // Only what the page can show has to be in order.
            keyed.select_nth_unstable_by(end, compare);
            keyed.truncate(end);
        }
        keyed.sort_unstable_by(compare);
        let without = people - with_value;
        Ok(keyed.iter().map(|(_, ordinal)| *ordinal).chain(&without).skip(offset).take(limit).collect())
    }

    /// Everybody's latest event up to `now`, by ordinal; `Millis::MIN` for none.
    fn latest_events(&self, now: Millis) -> Result<Arc<Vec<Millis>>, StoreError> {
        let mut kept = self.store.latest_events.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(latest) = kept.as_ref().filter(|latest| latest.holds(self.generation(), now)) {
            return Ok(Arc::clone(&latest.by_user));
        }
        let size: u32 = self.cached("SELECT coalesce(max(user_no), 0) + 1 FROM muster_users")?.query_row([], |row| row.get(0))?;
        let mut by_user = vec![Millis::MIN; size as usize];
        let mut newest = Millis::MIN;
        let mut find = self.cached("SELECT user_no, time FROM muster_events")?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            let (ordinal, time): (Ordinal, Millis) = (row.get(0)?, row.get(1)?);
            newest = newest.max(time);
            if let Some(latest) = by_user.get_mut(ordinal as usize).filter(|_| time <= now) {
                *latest = time.max(*latest);
            }
        }
        let by_user = Arc::new(by_user);
        *kept = Some(LatestEvents {
            generation: self.generation(),
            now,
            newest: (newest <= now).then_some(newest),
            by_user: Arc::clone(&by_user),
        });
        Ok(by_user)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn columns_have_keys() {
        for key in ["user_id", "email", "name", "created_at", "account_type", "last_seen", "property:plan", "property:last_seen"] {
            assert_eq!(Column::parse(key).unwrap().key(), key);
        }
        assert_eq!(Column::parse("plan"), None);
    }

    #[test]
    fn people_sort_as_they_read() {
        let sorted = ["false", "true", "2", "\"10\"", "\"Ä\"", "\"b\"", "\"B\"", "[\"a\"]"];
        let mut keys: Vec<_> = sorted.iter().rev().map(|json| (Key::of_json(json), *json)).collect();
        keys.sort_by(|(a, _), (b, _)| a.compare(b));
        let order: Vec<_> = keys.iter().map(|(_, json)| *json).collect();
        assert_eq!(order, ["false", "true", "2", "\"10\"", "[\"a\"]", "\"B\"", "\"b\"", "\"Ä\""]);
    }
}

//! What the workspace really holds: names, kinds and how many.

use crate::error::StoreError;
use crate::json::{each_member, unquote, Reading};
use crate::reader::{text, Reader};
use muster_rules::plan::UserColumn;
use muster_rules::time::Millis;
use std::collections::HashMap;

/// How deep keys of objects are listed: `a.b.c`.
const DEPTH: usize = 3;

/// Paths listed for one event or one property; a source that uses ids as keys has millions.
const MOST_PATHS: usize = 2_000;

/// What values mostly are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Texts that are mostly neither number nor time.
    Text,
    /// Numbers, or texts that are wholly a decimal number.
    Number,
    /// true and false.
    Bool,
    /// Texts that read as a time.
    Time,
    /// Lists.
    List,
    /// Objects.
    Object,
}

const KINDS: [Kind; 6] = [Kind::Text, Kind::Number, Kind::Bool, Kind::Time, Kind::List, Kind::Object];

impl Kind {
    /// The kind of a stored value.
    pub(crate) fn of_json(json: &str) -> Kind {
        match json.as_bytes().first() {
            Some(b'"') => unquote(json).map_or(Kind::Text, |text| Kind::of_text(&text)),
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::List,
            Some(b't' | b'f') => Kind::Bool,
            _ => Kind::Number,
        }
    }

    /// The kind of a text. Digits alone are a number, though ten of them could be a time.
    fn of_text(text: &str) -> Kind {
        match Reading::of(text) {
            Reading { number: Some(_), .. } => Kind::Number,
            Reading { time: Some(_), .. } => Kind::Time,
            _ => Kind::Text,
        }
    }
}

/// A profile column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldEntry {
    /// Which.
    pub column: UserColumn,
    /// Its kind.
    pub kind: Kind,
    /// How many people have a value.
    pub people: u64,
}

/// A user property, or a key inside one (dotted).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyEntry {
    /// Its name.
    pub name: String,
    /// What it mostly holds.
    pub kind: Kind,
    /// How many people have a current value.
    pub people: u64,
}

/// An event name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventEntry {
    /// As imported.
    pub name: String,
    /// How many times it happened up to now.
    pub count: u64,
    /// The latest one up to now.
    pub last_seen: Option<Millis>,
    /// Its properties, the most frequent first.
    pub properties: Vec<EventPropertyEntry>,
}

/// A property of an event, or a key inside one (dotted).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPropertyEntry {
    /// Its key.
    pub name: String,
    /// What it mostly holds.
    pub kind: Kind,
    /// How many of the events have it.
    pub events: u64,
}

/// How often each kind was seen.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    by_kind: [u64; KINDS.len()],
    /// The row that it was last seen in: a literal `a.b` beside `a` with `b` inside is one.
    last_row: u64,
}

impl Tally {
    fn count(&self) -> u64 {
        self.by_kind.iter().sum()
    }

    /// The kind seen most; of two, the simpler one.
    fn kind(&self) -> Kind {
        let mut best = 0;
        for at in 1..KINDS.len() {
            if self.by_kind[at] > self.by_kind[best] {
                best = at;
            }
        }
        KINDS[best]
    }
}

/// Tallies by dotted path.
#[derive(Debug, Default)]
struct Paths {
    tallies: HashMap<String, Tally>,
    path: String,
}

impl Paths {
    /// Counts the keys of an object under `self.path`, and those inside them.
    fn object(&mut self, json: &str, row: u64, depth: usize) {
        let base = self.path.len();
        each_member(json, &mut |key, value| {
            let Some(key) = unquote(key).filter(|_| value != "null") else { return };
            if base > 0 {
                self.path.push('.');
            }
            self.path.push_str(&key);
            self.value(value, row, depth);
            self.path.truncate(base);
        });
    }

    fn value(&mut self, json: &str, row: u64, depth: usize) {
        let kind = Kind::of_json(json);
        if let Some(tally) = self.tallies.get_mut(&self.path) {
            tally.see(kind, row);
        } else if self.tallies.len() < MOST_PATHS {
            let mut tally = Tally::default();
            tally.see(kind, row);
            self.tallies.insert(self.path.clone(), tally);
        }
        if kind == Kind::Object && depth < DEPTH {
            self.object(json, row, depth + 1);
        }
    }

    /// The most frequent first, then by name.
    fn sorted(self) -> Vec<(String, Tally)> {
        let mut all: Vec<_> = self.tallies.into_iter().collect();
        all.sort_by(|(a, x), (b, y)| y.count().cmp(&x.count()).then_with(|| a.cmp(b)));
        all
    }
}

impl Tally {
    /// `row` from 1.
    fn see(&mut self, kind: Kind, row: u64) {
        if self.last_row != row {
            self.last_row = row;
            self.by_kind[KINDS.iter().position(|k| *k == kind).unwrap_or_default()] += 1;
        }
    }
}

impl Reader<'_> {
    /// The profile columns, with how many people have a value.
    pub fn fields(&self) -> Result<Vec<FieldEntry>, StoreError> {
        let mut statement =
            self.cached("SELECT count(*), count(email), count(name), count(created_at), count(account_type) FROM muster_users")?;
        let counts: [i64; 5] = statement.query_row([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]))?;
        let entry = |(column, people): (UserColumn, i64)| {
            let kind = if column == UserColumn::CreatedAt { Kind::Time } else { Kind::Text };
            FieldEntry { column, kind, people: people.unsigned_abs() }
        };
        Ok(UserColumn::ALL.into_iter().zip(counts).map(entry).collect())
    }

    /// The user properties that anybody has at `now`, and the keys inside them, by how many have them.
    pub fn properties(&self, now: Millis) -> Result<Vec<PropertyEntry>, StoreError> {
        let mut names = self.cached("SELECT property_name FROM muster_property_names")?;
        let names = names.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        let mut entries = Vec::new();
        for name in names {
            let mut paths = Paths { path: name.clone(), ..Paths::default() };
            let mut row = 0;
            self.visit_properties(&name, now, &mut |(_, json)| {
                row += 1;
                paths.value(json, row, 1);
                std::ops::ControlFlow::Continue(())
            })?;
            entries.extend(paths.sorted().into_iter().map(|(name, tally)| PropertyEntry {
                name,
                kind: tally.kind(),
                people: tally.count(),
            }));
        }
        entries.sort_by(|a, b| b.people.cmp(&a.people).then_with(|| a.name.cmp(&b.name)));
        // A property of that very name and a key inside another one may read the same: the property is asked first.
        let mut seen = std::collections::HashSet::new();
        entries.retain(|entry| seen.insert(entry.name.clone()));
        Ok(entries)
    }

    /// The events that happened up to `now` with their properties, by how often. Reads every event once.
    pub fn events_catalog(&self, now: Millis) -> Result<Vec<EventEntry>, StoreError> {
        #[derive(Default)]
        struct Seen {
            count: u64,
            last: Option<Millis>,
            paths: Paths,
        }
        let mut by_name: HashMap<i64, Seen> = HashMap::new();
        let mut find = self.cached("SELECT name_no, time, properties FROM muster_events WHERE time <= ?1")?;
        let mut rows = find.query([now])?;
        while let Some(row) = rows.next()? {
            let seen = by_name.entry(row.get(0)?).or_default();
            seen.count += 1;
            seen.last = seen.last.max(Some(row.get(1)?));
            if !matches!(row.get_ref(2)?, rusqlite::types::ValueRef::Null) {
                seen.paths.object(text(row, 2)?, seen.count, 1);
            }
        }
        let mut names = self.event_names()?;
        let mut entries: Vec<EventEntry> = by_name
            .into_iter()
            .map(|(name_no, seen)| EventEntry {
                name: names.remove(&name_no).unwrap_or_default(),
                count: seen.count,
                last_seen: seen.last,
                properties: seen
                    .paths
                    .sorted()
                    .into_iter()
                    .map(|(name, tally)| EventPropertyEntry { name, kind: tally.kind(), events: tally.count() })
                    .collect(),
            })
            .collect();
        entries.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_values() {
        for (json, want) in [
            ("\"x\"", Kind::Text),
            ("\"\"", Kind::Text),
            ("5", Kind::Number),
            ("-0.5", Kind::Number),
            ("\"12\"", Kind::Number),
            ("1780272000", Kind::Number),
            ("\"1780272000\"", Kind::Number),
            ("\"2026-06-01\"", Kind::Time),
            ("\"2026-06-01T00:00:00Z\"", Kind::Time),
            ("true", Kind::Bool),
            ("false", Kind::Bool),
            ("[1]", Kind::List),
            ("{}", Kind::Object),
        ] {
            assert_eq!(Kind::of_json(json), want, "{json}");
        }
    }

    #[test]
    fn keys_are_dotted_to_depth_three_and_counted_once_a_row() {
        let mut paths = Paths::default();
        for (row, json) in [r#"{"a":{"b":{"c":{"d":1}}},"n":null}"#, r#"{"a":{"b":1},"a.b":"x"}"#, r#"{"a.b":"y"}"#].into_iter().enumerate()
        {
            paths.object(json, row as u64 + 1, 1);
        }
        let found: Vec<String> =
            paths.sorted().into_iter().map(|(name, tally)| format!("{name}:{:?}:{}", tally.kind(), tally.count())).collect();
        assert_eq!(found, ["a.b:Text:3", "a:Object:2", "a.b.c:Object:1"]);
    }
}

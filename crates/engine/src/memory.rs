//! A small workspace in memory, for the tests of this room.
#![allow(clippy::unwrap_used)]
use crate::cancel::Cancel;
use crate::source::*;
use muster_rules::plan::{EventNames, UserColumn};
use muster_rules::time::{Millis, Span};
use muster_rules::value::canonical;
use roaring::RoaringBitmap;
use serde_json::Value;
use std::cell::Cell as Counter;
use std::collections::BTreeMap;

/// Random numbers, the same ones for the same seed.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `n`, which is not 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 16) % n as u64) as usize
    }
}

struct Happened {
    user: Ordinal,
    name: String,
    time: Millis,
    properties: String,
}

struct Said {
    user: Ordinal,
    property: String,
    from: Option<Millis>,
    value: Value,
}

/// Rows as they were given, read anew for each question. People are 1, 2, 3 … in the order they were given.
#[derive(Default)]
pub(crate) struct Memory {
    ids: Vec<String>,
    columns: Vec<(Ordinal, UserColumn, Value)>,
    events: Vec<Happened>,
    said: Vec<Said>,
    lists: BTreeMap<String, RoaringBitmap>,
    consents: Vec<(Ordinal, String, bool, Millis)>,
    tables: BTreeMap<String, Vec<Value>>,
    /// How often it was read.
    pub(crate) reads: Counter<u32>,
    /// Raised at the first reading.
    pub(crate) stops: Option<Cancel>,
}

impl Memory {
    /// `users`: objects with `user_id`, columns (`created_at` in milliseconds) and properties held since ever; `events`: `[user_id, name, time, properties]`;
    /// `history`: `[user_id, property, from or null, value or null]`; `lists`: user ids by name; `consents`: `[user_id, purpose, given, from]`;
    /// `tables`: rows by name. Each in the order of import.
    pub(crate) fn of(world: &Value) -> Self {
        let mut memory = Memory::default();
        let rows = |key: &str| world[key].as_array().cloned().unwrap_or_default();
        for user in rows("users") {
            let ordinal = memory.user(&user["user_id"]);
            for (key, value) in user.as_object().unwrap() {
                match UserColumn::ALL.iter().find(|column| column.name() == key) {
                    Some(column) => memory.columns.push((ordinal, *column, value.clone())),
                    None => memory.said.push(Said { user: ordinal, property: key.clone(), from: None, value: value.clone() }),
                }
            }
        }
        for row in rows("events") {
            let user = memory.user(&row[0]);
            let properties = if row[3].is_null() { "{}".to_owned() } else { canonical(&row[3]) };
            memory.events.push(Happened { user, name: row[1].as_str().unwrap().to_owned(), time: row[2].as_i64().unwrap(), properties });
        }
        for row in rows("history") {
            let user = memory.user(&row[0]);
            memory.said.push(Said { user, property: row[1].as_str().unwrap().to_owned(), from: row[2].as_i64(), value: row[3].clone() });
        }
        for (name, ids) in world["lists"].as_object().into_iter().flatten() {
            let people = ids.as_array().unwrap().iter().map(|id| memory.user(id)).collect();
            memory.lists.insert(name.clone(), people);
        }
        for row in rows("consents") {
            let user = memory.user(&row[0]);
            memory.consents.push((user, row[1].as_str().unwrap().to_owned(), row[2].as_bool().unwrap(), row[3].as_i64().unwrap()));
        }
        for (name, rows) in world["tables"].as_object().into_iter().flatten() {
            memory.tables.insert(name.clone(), rows.as_array().unwrap().clone());
        }
        memory
    }

    fn user(&mut self, id: &Value) -> Ordinal {
        let id = id.as_str().unwrap();
        let place = self.ids.iter().position(|known| known == id).unwrap_or_else(|| {
            self.ids.push(id.to_owned());
            self.columns.push((self.ids.len() as Ordinal, UserColumn::UserId, id.into()));
            self.ids.len() - 1
        });
        place as Ordinal + 1
    }

    pub(crate) fn ids(&self, people: &RoaringBitmap) -> Vec<&str> {
        people.iter().map(|user| self.ids[user as usize - 1].as_str()).collect()
    }

    pub(crate) fn ordinal(&self, id: &str) -> Ordinal {
        self.ids.iter().position(|known| known == id).unwrap() as Ordinal + 1
    }

    fn read(&self) {
        self.reads.set(self.reads.get() + 1);
        if let Some(cancel) = &self.stops {
            cancel.cancel();
        }
    }

    /// A property's stretches of one user.
    fn stretches(&self, user: Ordinal, property: &str) -> Vec<(Option<Millis>, Option<Millis>, String)> {
        let mut begun: BTreeMap<Option<Millis>, &Value> = BTreeMap::new();
        for said in self.said.iter().filter(|said| said.user == user && said.property == property) {
            begun.insert(said.from, &said.value);
        }
        let edges: Vec<_> = begun.into_iter().collect();
        let to = |i: usize| edges.get(i + 1).and_then(|(from, _)| *from);
        let stretches = edges.iter().enumerate().filter(|(_, (_, value))| !value.is_null());
        stretches.map(|(i, (from, value))| (*from, to(i), canonical(value))).collect()
    }
}

impl Source for Memory {
    fn everyone(&self) -> Result<RoaringBitmap, SourceError> {
        Ok((1..=self.ids.len() as u32).collect())
    }

    fn generation(&self) -> u64 {
        7
    }

    fn field_values(&self, column: UserColumn, visit: VisitFields<'_>) -> Result<(), SourceError> {
        self.read();
        let mut seen = RoaringBitmap::new();
        for (user, _, value) in self.columns.iter().filter(|(_, known, value)| *known == column && !value.is_null()) {
            let value = match value.as_i64() {
                Some(time) => FieldValue::Time(time),
                None => FieldValue::Text(value.as_str().unwrap()),
            };
            if seen.insert(*user) && visit((*user, value)).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn property_values(&self, property: &str, at: Millis, visit: VisitProperties<'_>) -> Result<(), SourceError> {
        self.read();
        for user in 1..=self.ids.len() as Ordinal {
            for (from, to, json) in self.stretches(user, property) {
                if (Span { from, to }).contains(at) && visit((user, &json)).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn events(&self, names: &EventNames, window: Span, properties: bool, visit: VisitEvents<'_>) -> Result<(), SourceError> {
        self.read();
        for (number, event) in self.events.iter().enumerate() {
            let named = match names {
                EventNames::Every => true,
                EventNames::Named(names) => names.contains(&event.name),
            };
            let properties = if properties { event.properties.as_str() } else { "" };
            let seen = Event { number: number as u64, user: event.user, name: &event.name, time: event.time, properties };
            if named && window.contains(event.time) && visit(seen).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn property_history(&self, property: &str, visit: VisitHistory<'_>) -> Result<(), SourceError> {
        self.read();
        for user in 1..=self.ids.len() as Ordinal {
            for (from, to, value) in self.stretches(user, property) {
                if visit(Stood { user, from, to, value: &value }).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn list_members(&self, list: &str) -> Result<RoaringBitmap, SourceError> {
        self.read();
        Ok(self.lists.get(list).cloned().unwrap_or_default())
    }

    fn consent(&self, purpose: &str, at: Millis, visit: VisitConsent<'_>) -> Result<(), SourceError> {
        self.read();
        for user in 1..=self.ids.len() as Ordinal {
            let of_user = self.consents.iter().filter(|(known, about, _, from)| *known == user && about == purpose && *from <= at);
            // Of equal ones the last, which is the later imported.
            let latest = of_user.max_by_key(|(_, _, _, from)| *from);
            if latest.is_some_and(|(_, _, given, _)| visit((user, *given)).is_break()) {
                break;
            }
        }
        Ok(())
    }

    fn consent_since(&self, purpose: &str, at: Millis, user: Ordinal) -> Result<Option<Millis>, SourceError> {
        let of_user = self.consents.iter().filter(|(known, about, _, from)| *known == user && about == purpose && *from <= at);
        Ok(of_user.map(|(_, _, _, from)| *from).max())
    }

    fn table_rows(&self, table: &str, columns: &[AskedColumn<'_>], visit: VisitRows<'_>) -> Result<(), SourceError> {
        self.read();
        for (number, row) in self.tables.get(table).into_iter().flatten().enumerate() {
            let cell = |column: &AskedColumn<'_>| match &row[column.name] {
                Value::Null => Cell::Absent,
                Value::Bool(bool) => Cell::Bool(*bool),
                Value::String(text) => Cell::Text(text.as_str()),
                value if column.kind == muster_rules::schema::ColumnType::Time => Cell::Time(value.as_i64().unwrap()),
                value => Cell::Number(value.as_f64().unwrap()),
            };
            let cells: Vec<Cell<'_>> = columns.iter().map(cell).collect();
            if visit(number as RowNumber, &cells).is_break() {
                break;
            }
        }
        Ok(())
    }
}

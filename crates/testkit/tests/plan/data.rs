//! A world as typed rows, read with the program's own readers.

use muster_rules::data::{CellValue, Row};
use muster_rules::time::{Millis, Zone};
use muster_rules::value::canonical;
use muster_testkit::World;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

pub(crate) struct Data {
    pub(crate) people: BTreeMap<String, Person>,
    pub(crate) tables: BTreeMap<String, Vec<Cells>>,
    pub(crate) lists: BTreeMap<String, Vec<String>>,
}

#[derive(Default)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) email: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) account_type: Option<String>,
    pub(crate) created_at: Option<Millis>,
    /// By name and beginning, `None` being since ever.
    pub(crate) properties: BTreeMap<String, BTreeMap<Option<Millis>, Option<Value>>>,
    /// In the order of time, then of import.
    pub(crate) events: Vec<Event>,
    /// By purpose and beginning: whether it was given.
    pub(crate) consents: BTreeMap<String, BTreeMap<Millis, bool>>,
}

pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) at: Millis,
    pub(crate) properties: Value,
}

pub(crate) type Cells = BTreeMap<String, Cell>;

#[derive(Clone, PartialEq)]
pub(crate) enum Cell {
    Text(String),
    Number(f64),
    Bool(bool),
    Time(Millis),
}

pub(crate) fn data(world: &World, zone: Zone) -> Result<Data, String> {
    let mut tables = BTreeMap::new();
    for table in world.schema()?.tables {
        let mut rows: Vec<Cells> = Vec::new();
        for row in world.table_rows(&table.name)? {
            let cell = |cell| match cell {
                CellValue::Text(text) => Cell::Text(text),
                CellValue::Number(number) => Cell::Number(number),
                CellValue::Bool(bool) => Cell::Bool(bool),
                CellValue::Time(time) => Cell::Time(time.instant(zone)),
            };
            let cells: Cells = row.cells.into_iter().map(|(name, value)| (name, cell(value))).collect();
            match table.key.as_ref().and_then(|key| rows.iter_mut().find(|known| known[key] == cells[key])) {
                Some(known) => *known = cells,
                None => rows.push(cells),
            }
        }
        tables.insert(table.name, rows);
    }
    Ok(Data { people: people(world, zone)?, tables, lists: world.lists.clone() })
}

fn people(world: &World, zone: Zone) -> Result<BTreeMap<String, Person>, String> {
    let clock = world.import_clock_millis()?;
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    let mut undated = HashSet::new();
    let mut seen = HashSet::new();
    let json = |text: &str| serde_json::from_str::<Value>(text).map_err(|why| why.to_string());
    for row in world.rows()? {
        match row {
            Row::User(row) => {
                let person = people.entry(row.user_id.clone()).or_default();
                person.email = row.email.or(person.email.take());
                person.name = row.name.or(person.name.take());
                person.account_type = row.account_type.or(person.account_type.take());
                person.created_at = row.created_at.map(|time| time.instant(zone)).or(person.created_at);
                for (name, value) in row.properties {
                    person.properties.entry(name.clone()).or_default().insert(Some(clock), Some(json(&value)?));
                    undated.insert((row.user_id.clone(), name));
                }
            }
            Row::Event(row) => {
                let at = row.timestamp.instant(zone);
                let event = Event { name: row.event_name.clone(), at, properties: json(&row.properties)? };
                let person = people.entry(row.user_id.clone()).or_default();
                if row.event_id.is_none() || seen.insert((row.event_id, row.user_id, row.event_name, at)) {
                    person.events.push(event);
                }
            }
            Row::Property(row) => {
                let value = row.property_value.as_deref().map(json).transpose()?;
                let begins = row.updated_at.map_or(clock, |time| time.instant(zone));
                let key = (row.user_id.clone(), row.property_name.clone());
                if row.updated_at.is_none() {
                    undated.insert(key);
                } else if begins == clock {
                    undated.remove(&key);
                }
                people.entry(row.user_id).or_default().properties.entry(row.property_name).or_default().insert(Some(begins), value);
            }
            Row::Consent(row) => {
                let begins = row.updated_at.map_or(clock, |time| time.instant(zone));
                people.entry(row.user_id).or_default().consents.entry(row.purpose).or_default().insert(begins, row.granted);
            }
            Row::List(_) | Row::Table(_) => return Err("a row without its table".to_owned()),
        }
    }
    for (user, property) in undated {
        let values = people.entry(user).or_default().properties.entry(property).or_default();
        if values.keys().next() == Some(&Some(clock)) {
            let value = values.remove(&Some(clock)).flatten();
            values.insert(None, value);
        }
    }
    for (id, person) in &mut people {
        person.id.clone_from(id);
        person.events.sort_by_key(|event| event.at);
    }
    Ok(people)
}

impl Person {
    /// A property at an instant.
    pub(crate) fn property(&self, name: &str, at: Millis) -> Option<Value> {
        self.value_at(name, at).or_else(|| {
            let (head, rest) = name.split_once('.')?;
            muster_rules::value::inside(&self.value_at(head, at)?, rest).filter(|value| !value.is_null()).cloned()
        })
    }

    fn value_at(&self, property: &str, at: Millis) -> Option<Value> {
        self.properties.get(property)?.range(..=Some(at)).next_back()?.1.clone()
    }

    /// When a value of the property, or of the one that a dotted name leads into, began or ended.
    pub(crate) fn beginnings(&self, name: &str) -> Vec<Millis> {
        let head = name.split_once('.').map_or(name, |(head, _)| head);
        let of = |name: &str| self.properties.get(name).into_iter().flat_map(|values| values.keys().flatten().copied()).collect::<Vec<_>>();
        [of(name), of(head)].concat()
    }
}

/// The text forms of a value, each element of a list for itself.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null | Value::Object(_) => Vec::new(),
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        scalar => vec![canonical(scalar)],
    }
}

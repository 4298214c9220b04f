//! A person: columns, property values over time, events, consents.

use super::cells::people_named;
use super::event::{self, Happening};
use crate::time::{column_text, read_stored};
use crate::world::{World, IDENTITY};
use chrono_tz::Tz;
use serde_json::{Map, Value};

/// A person with everything known of them.
pub(super) struct Person {
    /// Their id.
    pub(super) id: String,
    /// The columns that have a value.
    columns: Map<String, Value>,
    /// Every property row of theirs, in the order of import.
    values: Vec<PropertyValue>,
    /// Their events, in the order of import.
    pub(super) events: Vec<Happening>,
    /// What they consented to, in the order of import.
    pub(super) consents: Vec<ConsentRecord>,
}

/// A consent, given or refused.
pub(super) struct ConsentRecord {
    /// What for.
    pub(super) purpose: String,
    /// `granted` or `denied`.
    pub(super) state: String,
    /// Since when.
    pub(super) begins: i64,
}

struct PropertyValue {
    property: String,
    /// `null` removes.
    value: Value,
    begins: i64,
    dated: bool,
}

/// Everyone, in the order in which they are first named.
pub(super) fn people(world: &World, tz: Tz, clock: i64) -> Result<Vec<Person>, String> {
    let mut people: Vec<Person> = Vec::new();
    for row in &world.users {
        let person = of_row(&mut people, row)?;
        for (key, value) in row.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            if key == "created_at" {
                let written = read_stored(value)?.ok_or_else(|| format!("no time: {value}"))?;
                person.columns.insert(key.clone(), column_text(written.instant(tz)).into());
            } else if IDENTITY.contains(&key.as_str()) {
                person.columns.insert(key.clone(), value.clone());
            } else {
                person.values.push(PropertyValue { property: key.clone(), value: value.clone(), begins: clock, dated: false });
            }
        }
    }
    for row in &world.events {
        let happening = event::read(row, tz)?;
        let person = of_row(&mut people, row)?;
        if !person.events.iter().any(|known| known.is_same_by_id(&happening)) {
            person.events.push(happening);
        }
    }
    for row in &world.history {
        let property = row["property_name"].as_str().ok_or("a row without property_name")?.to_owned();
        let (begins, dated) = begins(row, tz, clock)?;
        let value = PropertyValue { property, value: row["property_value"].clone(), begins, dated };
        of_row(&mut people, row)?.values.push(value);
    }
    for row in &world.consent {
        let text = |key: &str| row[key].as_str().map(str::to_owned).ok_or_else(|| format!("no {key} in {row}"));
        let record = ConsentRecord { purpose: text("purpose")?, state: text("state")?, begins: begins(row, tz, clock)?.0 };
        of_row(&mut people, row)?.consents.push(record);
    }
    for id in people_named(world, tz)? {
        of_id(&mut people, &id);
    }
    Ok(people)
}

/// Since when a row holds, and whether it says so itself: else since the import's clock.
fn begins(row: &Value, tz: Tz, clock: i64) -> Result<(i64, bool), String> {
    Ok(match read_stored(&row["updated_at"])? {
        Some(written) => (written.instant(tz), true),
        None => (clock, false),
    })
}

/// The person whom a row names; a new one where nobody knows them.
fn of_row<'p>(people: &'p mut Vec<Person>, row: &Value) -> Result<&'p mut Person, String> {
    let id = row["user_id"].as_str().ok_or_else(|| format!("no user_id in {row}"))?;
    Ok(of_id(people, id))
}

fn of_id<'p>(people: &'p mut Vec<Person>, id: &str) -> &'p mut Person {
    let at = match people.iter().position(|person| person.id == id) {
        Some(at) => at,
        None => {
            let columns = Map::from_iter([("user_id".to_owned(), Value::from(id))]);
            people.push(Person { id: id.to_owned(), columns, values: Vec::new(), events: Vec::new(), consents: Vec::new() });
            people.len() - 1
        }
    };
    &mut people[at]
}

impl Person {
    /// A column's value; `null` where there is none.
    pub(super) fn column(&self, name: &str) -> Result<Value, String> {
        if !IDENTITY.contains(&name) {
            return Err(format!("users have no field {name}"));
        }
        Ok(self.columns.get(name).cloned().unwrap_or_default())
    }

    /// A property's value as it stood at an instant; `null` where there is none. Of a dotted name the property of that very name where it has a
    /// value, else the one named by its first part, and then inside.
    pub(super) fn property(&self, name: &str, at: i64) -> Value {
        let literal = self.value_at(name, at);
        if !literal.is_null() {
            return literal;
        }
        let mut parts = name.split('.');
        let mut value = self.value_at(parts.next().unwrap_or_default(), at);
        for part in parts {
            value = value.get(part).cloned().unwrap_or_default();
        }
        value
    }

    /// When a row of the property, or of the one that a dotted name leads into, begins.
    pub(super) fn beginnings(&self, name: &str) -> Vec<i64> {
        let head = name.split('.').next();
        self.values.iter().filter(|row| row.property == name || Some(row.property.as_str()) == head).map(|row| row.begins).collect()
    }

    fn value_at(&self, property: &str, at: i64) -> Value {
        let rows: Vec<&PropertyValue> = self.values.iter().filter(|row| row.property == property).collect();
        let mut found = Value::Null;
        let mut since = i64::MIN;
        for (i, row) in rows.iter().enumerate() {
            // Of two that begin at the same instant the later imported stands, and the other never was.
            if rows[i + 1..].iter().any(|later| later.begins == row.begins) {
                continue;
            }
            // A value without a date holds since ever, unless something is known from before.
            let since_ever = !row.dated && rows.iter().all(|other| other.begins >= row.begins);
            if (row.begins <= at || since_ever) && row.begins >= since {
                found = row.value.clone();
                since = row.begins;
            }
        }
        found
    }
}

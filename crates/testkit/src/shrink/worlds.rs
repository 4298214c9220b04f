//! Worlds that are a little smaller, and can still be loaded.

use super::rules;
use crate::World;
use serde_json::{Map, Value};

/// Where rows stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Events,
    History,
    Users,
    Consent,
    /// Of a custom table.
    Rows(String),
}

/// Every place that a world has rows in.
pub(super) fn places(world: &World) -> Vec<Place> {
    let mut places = vec![Place::Events, Place::History, Place::Users, Place::Consent];
    places.extend(world.rows.keys().cloned().map(Place::Rows));
    places
}

/// The rows of a place.
pub(super) fn rows<'w>(world: &'w World, place: &Place) -> &'w [Value] {
    match place {
        Place::Events => &world.events,
        Place::History => &world.history,
        Place::Users => &world.users,
        Place::Consent => &world.consent,
        Place::Rows(table) => world.rows.get(table).map_or(&[], Vec::as_slice),
    }
}

fn rows_mut<'w>(world: &'w mut World, place: &Place) -> Option<&'w mut Vec<Value>> {
    match place {
        Place::Events => Some(&mut world.events),
        Place::History => Some(&mut world.history),
        Place::Users => Some(&mut world.users),
        Place::Consent => Some(&mut world.consent),
        Place::Rows(table) => world.rows.get_mut(table),
    }
}

/// The world without some rows of a place.
pub(super) fn without_rows(world: &World, place: &Place, from: usize, size: usize) -> World {
    let mut smaller = world.clone();
    if let Some(rows) = rows_mut(&mut smaller, place) {
        let to = (from + size).min(rows.len());
        rows.drain(from..to);
    }
    smaller
}

/// The world without one segment, list, member of a list, relation or table that nothing refers to, or with a smaller segment, or with less of what
/// else a world says.
pub(super) fn without_a_part(world: &World, rule: &Value) -> Vec<World> {
    let mut smaller = Vec::new();
    let mut less = |take: &dyn Fn(&mut World)| {
        let mut with = world.clone();
        take(&mut with);
        smaller.push(with);
    };
    let named = |key: &str, name: &str| names(rule, key, name) || world.segments.values().any(|segment| names(segment, key, name));
    for (name, segment) in &world.segments {
        if !named("segment", name) {
            less(&|world| drop(world.segments.remove(name)));
        }
        for segment in rules::smaller(segment, world) {
            less(&|world| drop(world.segments.insert(name.clone(), segment.clone())));
        }
    }
    for (name, ids) in &world.lists {
        if !named("list", name) {
            less(&|world| drop(world.lists.remove(name)));
        }
        // A list has a member: an empty file may be none.
        for i in (0..ids.len()).filter(|_| ids.len() > 1) {
            less(&|world| drop(world.lists.get_mut(name).map(|ids| ids.remove(i))));
        }
    }
    let declared = |key: &str| world.tables.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let without = |world: &mut World, key: &str, i: usize| drop(world.tables[key].as_array_mut().map(|all| all.remove(i)));
    let relations = declared("relations");
    for (i, relation) in relations.iter().enumerate() {
        let asked = ["name", "reverse"].into_iter().filter_map(|key| relation[key].as_str()).any(|name| named("relation", name));
        if !asked {
            less(&|world| without(world, "relations", i));
        }
    }
    for (i, table) in declared("tables").iter().enumerate() {
        let name = table["name"].as_str().unwrap_or_default();
        if !relations.iter().any(|relation| ["from", "to", "via"].into_iter().any(|end| relation[end]["table"] == name)) {
            less(&|world| {
                without(world, "tables", i);
                world.rows.remove(name);
            });
        }
    }
    if world.tables.is_object() && relations.is_empty() && declared("tables").is_empty() {
        less(&|world| world.tables = Value::Null);
    }
    for (name, _) in world.rows.iter().filter(|(_, rows)| rows.is_empty()) {
        less(&|world| drop(world.rows.remove(name)));
    }
    if world.imported_at.is_some() {
        less(&|world| world.imported_at = None);
    }
    if world.tz != "UTC" {
        less(&|world| "UTC".clone_into(&mut world.tz));
    }
    smaller
}

/// Whether a rule says this name under this key.
fn names(rule: &Value, key: &str, name: &str) -> bool {
    match rule {
        Value::Array(items) => items.iter().any(|item| names(item, key, name)),
        Value::Object(keys) => keys.get(key).and_then(Value::as_str) == Some(name) || keys.values().any(|inner| names(inner, key, name)),
        _ => false,
    }
}

/// The world with one key less in one row or in one event's properties.
pub(super) fn without_a_key(world: &World) -> Vec<World> {
    let mut smaller = Vec::new();
    for place in places(world) {
        for (i, row) in rows(world, &place).iter().enumerate() {
            let mut less = |remove: &dyn Fn(&mut Map<String, Value>)| {
                let mut with = world.clone();
                if let Some(object) = rows_mut(&mut with, &place).and_then(|rows| rows[i].as_object_mut()) {
                    remove(object);
                    smaller.push(with);
                }
            };
            for key in row.get("properties").and_then(Value::as_object).into_iter().flat_map(|object| object.keys()) {
                less(&|object| {
                    if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
                        properties.remove(key);
                    }
                });
            }
            let needed = needed(world, &place);
            for key in row.as_object().into_iter().flat_map(|object| object.keys()).filter(|key| !needed.contains(&key.as_str())) {
                less(&|object| {
                    object.remove(key);
                });
            }
        }
    }
    smaller
}

/// Keys that a row cannot be without, or would mean something else without.
fn needed<'w>(world: &'w World, place: &Place) -> Vec<&'w str> {
    match place {
        Place::Rows(name) => {
            let tables = world.tables.get("tables").and_then(Value::as_array);
            let table = tables.into_iter().flatten().find(|table| table["name"] == name.as_str());
            table.and_then(|table| table["key"].as_str()).into_iter().collect()
        }
        Place::Consent => vec!["user_id", "purpose", "state", "updated_at"],
        _ => vec!["user_id", "event_name", "timestamp", "properties", "property_name", "property_value", "updated_at"],
    }
}

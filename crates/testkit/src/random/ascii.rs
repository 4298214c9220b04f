//! Worlds and rules without any text beyond ASCII.

use super::There;
use crate::World;
use serde_json::Value;

/// The text with every other character spelled by its number: different texts stay different enough.
fn text(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("u{:x}", u32::from(c)) }).collect()
}

/// The value with every text and every key so.
pub(super) fn value(of: &Value) -> Value {
    match of {
        Value::String(one) => Value::String(text(one)),
        Value::Array(items) => items.iter().map(value).collect(),
        Value::Object(keys) => Value::Object(keys.iter().map(|(key, inner)| (text(key), value(inner))).collect()),
        other => other.clone(),
    }
}

/// The world so.
pub(super) fn world(of: &World) -> World {
    let rows = |rows: &[Value]| rows.iter().map(value).collect();
    World {
        users: rows(&of.users),
        events: rows(&of.events),
        history: rows(&of.history),
        consent: rows(&of.consent),
        tables: value(&of.tables),
        rows: of.rows.iter().map(|(table, inner)| (text(table), rows(inner))).collect(),
        lists: of.lists.iter().map(|(name, ids)| (text(name), ids.iter().map(|id| text(id)).collect())).collect(),
        segments: of.segments.iter().map(|(name, rule)| (text(name), value(rule))).collect(),
        ..of.clone()
    }
}

/// What is remembered of the world so.
pub(super) fn there(there: &mut There) {
    for values in [&mut there.user_values, &mut there.past_values, &mut there.event_values, &mut there.column_values] {
        for (name, one) in values {
            (*name, *one) = (text(name), value(one));
        }
    }
    for (_, _, one) in &mut there.table_values {
        *one = value(one);
    }
    for name in there.event_names.iter_mut().chain(&mut there.lists).chain(&mut there.segments) {
        *name = text(name);
    }
}

//! The kind `related`.

use super::condition::{holds, Asked};
use super::test::passes;
use super::{needed, needed_text, Scene};
use crate::text::text_forms;
use serde_json::{json, Value};
use std::collections::BTreeSet;

/// Whether enough related rows pass, or all of them.
pub(super) fn holds_of(scene: &Scene<'_>, asked: Asked<'_>, condition: &Value) -> Result<bool, String> {
    let related = related(scene, asked, needed_text(condition, "relation")?)?;
    let mut passing = 0;
    for row in &related {
        if condition.get("where").map_or(Ok(true), |filter| holds(scene, *row, filter))? {
            passing += 1;
        }
    }
    if condition.get("every") == Some(&Value::Bool(true)) {
        return Ok(!related.is_empty() && passing == related.len());
    }
    if condition.get("op").is_some() {
        passes(scene.clock, &json!(passing), condition)
    } else {
        Ok(passing >= 1)
    }
}

/// The rows at the other end of a relation, each once.
fn related<'s>(scene: &'s Scene<'_>, asked: Asked<'_>, name: &str) -> Result<Vec<Asked<'s>>, String> {
    let here = match asked {
        Asked::Person(_) => "users",
        Asked::Event(_) => "events",
        Asked::Cells(cells) => cells.table.as_str(),
    };
    for relation in scene.world.tables["relations"].as_array().into_iter().flatten() {
        let (from, to, via) = (&relation["from"], &relation["to"], relation.get("via"));
        if relation["name"] == name && from["table"] == here {
            return walk(scene, asked, from, via.map(|via| (via, "from", "to")), to);
        }
        if relation["reverse"] == name && to["table"] == here && from["table"] != "events" {
            return walk(scene, asked, to, via.map(|via| (via, "to", "from")), from);
        }
    }
    Err(format!("no relation {name} starts at {here}"))
}

/// The rows of the table of `to` whose key is one of the row's; with a link table, whose key a link row has beside one of the row's.
fn walk<'s>(
    scene: &'s Scene<'_>,
    asked: Asked<'_>,
    from: &Value,
    via: Option<(&Value, &str, &str)>,
    to: &Value,
) -> Result<Vec<Asked<'s>>, String> {
    let mut keys = keys_of(scene, asked, from)?;
    if let Some((link, near, far)) = via {
        let table = needed_text(link, "table")?;
        let column = |end: &str| Ok::<_, String>(json!({"table": table, "column": needed(link, end)?}));
        let mut beyond = BTreeSet::new();
        for row in rows(scene, table)? {
            if !keys_of(scene, row, &column(near)?)?.is_disjoint(&keys) {
                beyond.extend(keys_of(scene, row, &column(far)?)?);
            }
        }
        keys = beyond;
    }
    let mut found = Vec::new();
    for row in rows(scene, needed_text(to, "table")?)? {
        if !keys_of(scene, row, to)?.is_disjoint(&keys) {
            found.push(row);
        }
    }
    Ok(found)
}

/// Every row of a table.
fn rows<'s>(scene: &'s Scene<'_>, table: &str) -> Result<Vec<Asked<'s>>, String> {
    if table == "users" {
        return Ok(scene.people.iter().map(Asked::Person).collect());
    }
    let rows = scene.tables.get(table).ok_or_else(|| format!("no table {table}"))?;
    Ok(rows.iter().map(Asked::Cells).collect())
}

/// The keys of a row at an end of a relation, by their text forms.
fn keys_of(scene: &Scene<'_>, row: Asked<'_>, end: &Value) -> Result<BTreeSet<String>, String> {
    let value = match row {
        Asked::Person(person) if end.get("property").is_some() => person.property(needed_text(end, "property")?, scene.clock.now),
        Asked::Person(person) => person.column(needed_text(end, "column")?)?,
        Asked::Event(event) if end.get("property").is_some() => event.property(needed_text(end, "property")?),
        Asked::Event(event) => event.part(needed_text(end, "part")?, scene.clock.tz)?,
        Asked::Cells(cells) => cells.column(needed_text(end, "column")?)?,
    };
    Ok(text_forms(&value).into_iter().collect())
}

//! Conditions by kind, of a person, an event and a row of a custom table.

use super::cells::Cells;
use super::event::Happening;
use super::person::Person;
use super::test::passes;
use super::{acts, consent, history, needed, needed_count, needed_text, rank, regular, related, sequence, Scene};
use crate::window::time_instant;
use serde_json::Value;

/// The row that is asked.
#[derive(Clone, Copy)]
pub(super) enum Asked<'s> {
    Person(&'s Person),
    Event(&'s Happening),
    Cells(&'s Cells),
}

/// Whether a condition holds of a row.
pub(super) fn holds(scene: &Scene<'_>, asked: Asked<'_>, condition: &Value) -> Result<bool, String> {
    let kind = needed_text(condition, "kind")?;
    match (kind, asked) {
        ("all" | "any" | "not" | "at_least", _) => group(condition, kind, &|part| holds(scene, asked, part)),
        ("field", _) => {
            let field = needed_text(condition, "field")?;
            let value = match asked {
                Asked::Person(person) => person.column(field)?,
                Asked::Event(event) => event.column(field)?,
                Asked::Cells(cells) => cells.column(field)?,
            };
            passes(scene.clock, &value, condition)
        }
        ("property", Asked::Person(person)) => {
            let as_of = condition.get("as_of").map(|time| time_instant(scene.clock, time)).transpose()?;
            // What begins later than now does not exist, whatever is asked for.
            let at = as_of.map_or(scene.clock.now, |at| at.min(scene.clock.now));
            passes(scene.clock, &person.property(needed_text(condition, "property")?, at), condition)
        }
        ("property", Asked::Event(event)) => passes(scene.clock, &event.property(needed_text(condition, "property")?), condition),
        ("time", Asked::Event(event)) => passes(scene.clock, &event.part(needed_text(condition, "part")?, scene.clock.tz)?, condition),
        ("related", _) => related::holds_of(scene, asked, condition),
        ("event", Asked::Person(person)) => acts::holds_of(scene, person, condition),
        ("sequence", Asked::Person(person)) => sequence::holds_of(scene, person, condition),
        ("regular", Asked::Person(person)) => regular::holds_of(scene, person, condition),
        ("changed", Asked::Person(person)) => history::changed(scene, person, condition),
        ("ever", Asked::Person(person)) => history::ever(scene, person, condition),
        ("rank", Asked::Person(person)) => rank::holds_of(scene, person, condition),
        ("segment", Asked::Person(_)) => segment(scene, asked, needed_text(condition, "segment")?),
        ("list", Asked::Person(person)) => {
            let list = needed_text(condition, "list")?;
            let ids = scene.world.lists.get(list).ok_or_else(|| format!("no list {list}"))?;
            Ok(ids.contains(&person.id))
        }
        ("consent", Asked::Person(person)) => consent::holds_of(scene, person, condition),
        _ => Err(format!("{kind} is not asked of such a row: {condition}")),
    }
}

/// Whether a group holds, whatever its parts are asked of.
fn group(condition: &Value, kind: &str, holds: &dyn Fn(&Value) -> Result<bool, String>) -> Result<bool, String> {
    let of = needed(condition, "of")?;
    if kind == "not" {
        return Ok(!holds(of)?);
    }
    let parts = of.as_array().ok_or("of is no list")?;
    let mut held = 0;
    for part in parts {
        if holds(part)? {
            held += 1;
        }
    }
    match kind {
        "all" => Ok(held == parts.len()),
        "any" => Ok(held > 0),
        _ => Ok(held as u64 >= needed_count(condition, "n")?),
    }
}

/// Whether a person is in a saved segment: whether its rule holds of them.
fn segment(scene: &Scene<'_>, asked: Asked<'_>, name: &str) -> Result<bool, String> {
    let rule = scene.world.segments.get(name).ok_or_else(|| format!("no segment {name}"))?;
    if scene.inside.borrow().iter().any(|outer| outer == name) {
        return Err(format!("the segment {name} is inside itself"));
    }
    scene.inside.borrow_mut().push(name.to_owned());
    let is_in = holds(scene, asked, rule);
    scene.inside.borrow_mut().pop();
    is_in
}

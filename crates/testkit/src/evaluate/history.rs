//! The kinds `changed` and `ever`: what a property was.

use super::person::Person;
use super::test::passes;
use super::{needed_text, Scene};
use crate::window::{first_instant, lies_in, Clock};
use serde_json::{json, Value};

/// Whether the property took on a different value in the window.
pub(super) fn changed(scene: &Scene<'_>, person: &Person, condition: &Value) -> Result<bool, String> {
    let clock = scene.clock;
    let property = needed_text(condition, "property")?;
    for t in person.beginnings(property) {
        let (old, new) = (person.property(property, t - 1), person.property(property, t));
        if is_moment(clock, condition, t)?
            && !same_json(&old, &new)
            && equals(clock, condition.get("from"), &old)?
            && equals(clock, condition.get("to"), &new)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the property had, at some moment of the window, a value that passes.
pub(super) fn ever(scene: &Scene<'_>, person: &Person, condition: &Value) -> Result<bool, String> {
    let clock = scene.clock;
    let property = needed_text(condition, "property")?;
    // Between these moments nothing begins: what holds at none of them holds at none of the window.
    let mut moments = person.beginnings(property);
    moments.push(condition.get("window").map_or(Ok(i64::MIN / 2), |window| first_instant(clock, window))?);
    for t in moments {
        if is_moment(clock, condition, t)? && passes(clock, &person.property(property, t), condition)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether an instant is one of the window's, and not later than now.
fn is_moment(clock: Clock, condition: &Value, t: i64) -> Result<bool, String> {
    Ok(t <= clock.now && condition.get("window").map_or(Ok(true), |window| lies_in(clock, window, t))?)
}

/// Whether a value equals what is wanted, as `is` compares; anything does where nothing is wanted.
fn equals(clock: Clock, wanted: Option<&Value>, value: &Value) -> Result<bool, String> {
    wanted.map_or(Ok(true), |wanted| passes(clock, value, &json!({"op": "is", "value": wanted})))
}

/// Whether two values are the same JSON: 1 and 1.0 are.
fn same_json(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_json(a, b)),
        (Value::Object(a), Value::Object(b)) => a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same_json(a, b))),
        _ => a == b,
    }
}

//! The kind `regular`.

use super::acts::matching;
use super::person::Person;
use super::{needed, needed_count, Scene};
use crate::time::step;
use serde_json::{json, Value};

/// Whether a person did it often enough in enough of the latest periods.
pub(super) fn holds_of(scene: &Scene<'_>, person: &Person, condition: &Value) -> Result<bool, String> {
    let events = matching(scene, person, condition)?;
    let period = needed(condition, "period")?;
    let times = if condition.get("times").is_some() { needed_count(condition, "times")? } else { 1 };
    // now − i·period. Where the clock shows now's time twice, no step at all is still now itself.
    let back = |i: u64| -> Result<i64, String> {
        if i == 0 {
            return Ok(scene.clock.now);
        }
        let n = needed_count(period, "n")?.saturating_mul(i).min(i64::MAX as u64);
        step(scene.clock.tz, scene.clock.now, &json!({"n": n, "unit": needed(period, "unit")?}), -1)
    };
    let mut held = 0;
    for i in 0..needed_count(condition, "periods")? {
        let (after, until) = (back(i + 1)?, back(i)?);
        let count = events.iter().filter(|event| after < event.at && event.at <= until).count();
        if count as u64 >= times {
            held += 1;
        }
    }
    Ok(held >= needed_count(condition, "at_least")?)
}

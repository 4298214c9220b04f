//! The kind `rank`.

use super::person::Person;
use super::{acts, needed, needed_count, needed_text, Scene};
use crate::text::number;
use serde_json::Value;
use std::collections::BTreeSet;

/// Whether a person is among the best or worst of all.
pub(super) fn holds_of(scene: &Scene<'_>, person: &Person, condition: &Value) -> Result<bool, String> {
    let text = condition.to_string();
    if !scene.best.borrow().contains_key(&text) {
        let best = best(scene, condition)?;
        scene.best.borrow_mut().insert(text.clone(), best);
    }
    Ok(scene.best.borrow().get(&text).is_some_and(|best| best.contains(&person.id)))
}

/// The ids of those who are.
fn best(scene: &Scene<'_>, condition: &Value) -> Result<BTreeSet<String>, String> {
    let by = needed(condition, "by")?;
    let mut ranked: Vec<(f64, &str)> = Vec::new();
    for person in &scene.people {
        if let Some(value) = value(scene, person, by)? {
            ranked.push((value, &person.id));
        }
    }
    let (top, cut) = match (condition.get("top"), condition.get("bottom")) {
        (Some(cut), None) => (true, cut),
        (None, Some(cut)) => (false, cut),
        _ => return Err(format!("either top or bottom: {condition}")),
    };
    ranked.sort_by(|(a, _), (b, _)| if top { b.total_cmp(a) } else { a.total_cmp(b) });
    let n = match cut.get("percent") {
        Some(percent) => share(percent, ranked.len())?,
        None => usize::try_from(needed_count(cut, "n")?).unwrap_or(usize::MAX),
    };
    let Some((worst, _)) = ranked.get(n.min(ranked.len()).saturating_sub(1)).copied() else { return Ok(BTreeSet::new()) };
    let is_in = |value: f64| if top { value >= worst } else { value <= worst };
    Ok(ranked.into_iter().filter(|(value, _)| is_in(*value)).map(|(_, id)| id.to_owned()).collect())
}

/// What a person is ranked by.
fn value(scene: &Scene<'_>, person: &Person, by: &Value) -> Result<Option<f64>, String> {
    if by.get("property").is_some() {
        return number(&person.property(needed_text(by, "property")?, scene.clock.now));
    }
    let value = number(&acts::measured(scene, person, by)?)?;
    let of = by.get("measure").map_or(Ok("count"), |measure| needed_text(measure, "fn"))?;
    Ok(match of {
        "first" | "last" => return Err(format!("{of} is no number")),
        "count" | "sum" | "distinct" | "active_days" => value.filter(|value| *value != 0.0),
        _ => value,
    })
}

/// ceil(percent / 100 × number), in whole numbers, from the digits of the percentage.
fn share(percent: &Value, number: usize) -> Result<usize, String> {
    let percent = percent.as_f64().filter(|percent| *percent > 0.0 && *percent <= 100.0).ok_or_else(|| format!("no percent: {percent}"))?;
    // Never with an exponent.
    let text = percent.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let parts: Option<u128> = format!("{whole}{fraction}").parse().ok();
    let hundred = u32::try_from(fraction.len()).ok().and_then(|digits| 10_u128.checked_pow(digits)).and_then(|one| one.checked_mul(100));
    let (Some(parts), Some(hundred)) = (parts, hundred) else { return Ok(1) };
    Ok(usize::try_from((parts * number as u128).div_ceil(hundred)).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::share;
    use serde_json::json;

    #[test]
    fn shares_are_rounded_up_and_exact() {
        for (percent, number, want) in [
            (json!(10), 30, 3),
            (json!(10), 31, 4),
            (json!(100), 7, 7),
            (json!(0.1), 1000, 1),
            (json!(0.1), 1001, 2),
            (json!(1.1), 1000, 11),
            (json!(0.7), 1000, 7),
            (json!(1e-7), 5, 1),
            (json!(1e-300), 5, 1),
            (json!(50), 0, 0),
        ] {
            assert_eq!(share(&percent, number).unwrap(), want, "{percent} of {number}");
        }
    }
}

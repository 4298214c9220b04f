//! Measures over matching events.

use super::event::Happening;
use super::exact::add_whole;
use super::needed_text;
use crate::text::{number, text_forms};
use crate::time::{column_text, local};
use chrono_tz::Tz;
use serde_json::{json, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The measure of events that come in the order of time, and of import at equal times; `null` where it has no value.
pub(super) fn of(tz: Tz, events: &[&Happening], measure: &Value) -> Result<Value, String> {
    let values = || -> Result<Vec<Value>, String> {
        let property = needed_text(measure, "property")?;
        Ok(events.iter().map(|event| event.property(property)).filter(|value| !value.is_null()).collect())
    };
    let numbers = || -> Result<Vec<f64>, String> {
        let mut numbers = Vec::new();
        for value in values()? {
            numbers.extend(number(&value)?);
        }
        Ok(numbers)
    };
    Ok(match needed_text(measure, "fn")? {
        "count" => json!(events.len()),
        "active_days" => {
            let mut days = BTreeSet::new();
            for event in events {
                days.insert(local(tz, event.at)?.date());
            }
            json!(days.len())
        }
        "distinct" => json!(values()?.iter().flat_map(text_forms).collect::<BTreeSet<_>>().len()),
        "sum" => as_value(ten_thousandths(&numbers()?) / 10_000.0),
        "avg" => {
            let numbers = numbers()?;
            if numbers.is_empty() {
                Value::Null
            } else {
                as_value((ten_thousandths(&numbers) / numbers.len() as f64).round() / 10_000.0)
            }
        }
        "min" => numbers()?.into_iter().reduce(f64::min).map_or(Value::Null, as_value),
        "max" => numbers()?.into_iter().reduce(f64::max).map_or(Value::Null, as_value),
        "first" => events.first().map_or(Value::Null, |event| json!(column_text(event.at))),
        "last" => events.last().map_or(Value::Null, |event| json!(column_text(event.at))),
        "first_value" => values()?.into_iter().next().unwrap_or_default(),
        "last_value" => values()?.into_iter().last().unwrap_or_default(),
        "most_frequent" => {
            let mut seen: BTreeMap<String, usize> = BTreeMap::new();
            for text in values()?.iter().flat_map(text_forms) {
                *seen.entry(text).or_default() += 1;
            }
            let most = seen.values().copied().max();
            // They come in the order of their bytes.
            seen.into_iter().find(|(_, times)| Some(*times) == most).map_or(Value::Null, |(text, _)| json!(text))
        }
        other => return Err(format!("no measure {other}")),
    })
}

/// The numbers as whole ten-thousandths, halves away from zero, added exactly.
fn ten_thousandths(numbers: &[f64]) -> f64 {
    let whole: Vec<f64> = numbers.iter().map(|number| (number * 10_000.0).round()).collect();
    add_whole(&whole)
}

/// A number as a value. JSON has none beyond the greatest double: a text that reads as that stands for it.
fn as_value(number: f64) -> Value {
    match number {
        f64::INFINITY => json!("1e999"),
        f64::NEG_INFINITY => json!("-1e999"),
        number => json!(number),
    }
}

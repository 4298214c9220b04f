//! Measures over matching events.

use super::keys::{named, only_keys, text};
use crate::error::RuleError;
use crate::plan::Measure;
use serde_json::Value;

/// A measure's name, and how it is made: with or without a property.
#[derive(Clone, Copy)]
enum Made {
    Plain(fn() -> Measure),
    Of(fn(String) -> Measure),
}

const MEASURES: [(&str, Made); 12] = [
    ("count", Made::Plain(|| Measure::Count)),
    ("active_days", Made::Plain(|| Measure::ActiveDays)),
    ("distinct", Made::Of(Measure::Distinct)),
    ("sum", Made::Of(Measure::Sum)),
    ("avg", Made::Of(Measure::Avg)),
    ("min", Made::Of(Measure::Min)),
    ("max", Made::Of(Measure::Max)),
    ("first", Made::Plain(|| Measure::First)),
    ("last", Made::Plain(|| Measure::Last)),
    ("first_value", Made::Of(Measure::FirstValue)),
    ("last_value", Made::Of(Measure::LastValue)),
    ("most_frequent", Made::Of(Measure::MostFrequent)),
];

/// Reads a measure; left out: a count.
pub(super) fn measure(json: Option<&Value>, path: &str) -> Result<Measure, RuleError> {
    let Some(json) = json else { return Ok(Measure::Count) };
    let object = json.as_object().ok_or_else(|| RuleError::at(path, "a measure is an object with an “fn”").hint("{\"fn\": \"count\"}"))?;
    match named(object, path, "fn", &MEASURES)? {
        Made::Plain(make) => {
            only_keys(object, path, &["fn"])?;
            Ok(make())
        }
        Made::Of(make) => {
            only_keys(object, path, &["fn", "property"])?;
            Ok(make(text(object, path, "property", "the event property that is measured")?.to_owned()))
        }
    }
}

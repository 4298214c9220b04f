//! Conditions on a person's own columns and properties.

use super::{EvaluateError, Reading};
use crate::source::FieldValue;
use muster_rules::matcher::Matcher;
use muster_rules::plan::{Test, UserColumn};
use muster_rules::time::Millis;
use muster_rules::value::inside;
use roaring::RoaringBitmap;
use serde_json::Value;
use std::collections::HashMap;

/// Who passes, where `passed` are those with a value that passes and `seen` all that have a value.
fn complete(reading: &Reading<'_>, absent_passes: bool, passed: RoaringBitmap, seen: &RoaringBitmap) -> RoaringBitmap {
    if absent_passes {
        passed | (reading.everyone - seen)
    } else {
        passed
    }
}

pub(super) fn field(reading: &Reading<'_>, column: UserColumn, test: &Test) -> Result<RoaringBitmap, EvaluateError> {
    let matcher = Matcher::new(test, reading.zone);
    let (mut passed, mut seen) = (RoaringBitmap::new(), RoaringBitmap::new());
    reading.source.field_values(column, &mut |(user, value)| {
        seen.insert(user);
        let passes = match value {
            FieldValue::Text(text) => matcher.passes_text(Some(text)),
            FieldValue::Time(time) => matcher.passes_time(Some(time)),
        };
        if passes {
            passed.insert(user);
        }
        reading.flow()
    })?;
    Ok(complete(reading, matcher.passes_text(None), passed, &seen))
}

pub(super) fn property(reading: &Reading<'_>, name: &str, at: Millis, test: &Test) -> Result<RoaringBitmap, EvaluateError> {
    let matcher = Matcher::new(test, reading.zone);
    let (mut passed, mut seen) = (RoaringBitmap::new(), RoaringBitmap::new());
    // Few values are many people's: each is looked at once.
    let mut known: HashMap<String, bool> = HashMap::new();
    reading.source.property_values(name, at, &mut |(user, json)| {
        seen.insert(user);
        let passes = match known.get(json) {
            Some(passes) => *passes,
            None => {
                let passes = matcher.passes_json(parse(json).as_ref());
                remember(&mut known, json, passes);
                passes
            }
        };
        if passes {
            passed.insert(user);
        }
        reading.flow()
    })?;
    if let Some((head, path)) = name.split_once('.') {
        known.clear();
        let mut inner = RoaringBitmap::new();
        reading.source.property_values(head, at, &mut |(user, json)| {
            // The property of the very name wins where the person has it.
            if seen.contains(user) {
                return reading.flow();
            }
            inner.insert(user);
            let passes = match known.get(json) {
                Some(passes) => *passes,
                None => {
                    let value = parse(json);
                    let passes = matcher.passes_json(value.as_ref().and_then(|value| inside(value, path)));
                    remember(&mut known, json, passes);
                    passes
                }
            };
            if passes {
                passed.insert(user);
            }
            reading.flow()
        })?;
        seen |= inner;
    }
    Ok(complete(reading, matcher.passes_json(None), passed, &seen))
}

/// Most different values that are remembered; beyond it they are looked at again.
const REMEMBERED: usize = 4096;

fn remember(known: &mut HashMap<String, bool>, json: &str, passes: bool) {
    if known.len() < REMEMBERED {
        known.insert(json.to_owned(), passes);
    }
}

/// Stored JSON is canonical, so it always reads; text that does not would be absent, not a match.
fn parse(json: &str) -> Option<Value> {
    serde_json::from_str(json).ok()
}

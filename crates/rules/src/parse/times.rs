//! TIME, DURATION and WINDOW.

use super::keys::{named, only_keys, required};
use crate::error::RuleError;
use crate::time::{read_date, read_time};
use crate::window::{CalendarUnit, Duration, Time, Unit, Window};
use serde_json::Value;

const TIME_HINT: &str = "\"2026-06-30T12:00:00Z\", \"2026-06-30 12:00\", \"2026-06-30\" or {\"ago\": {\"n\": 30, \"unit\": \"day\"}}";
const WINDOWS: [&str; 7] = ["last", "next", "older_than", "ago", "from", "to", "calendar"];

/// Reads a TIME.
pub fn parse_time(json: &Value, path: &str) -> Result<Time, RuleError> {
    match json {
        Value::String(text) => {
            // Epoch numbers and RFC 2822 are spellings of stored times, not of a rule's.
            let spelled = text.get(4..5) == Some("-");
            if let Some(date) = read_date(text) {
                return Ok(Time::Date(date));
            }
            match read_time(text).filter(|_| spelled) {
                Some(time) => Ok(Time::At(time)),
                None => Err(RuleError::at(path, format!("“{text}” is no time")).hint(TIME_HINT)),
            }
        }
        Value::Object(object) => {
            only_keys(object, path, &["ago"])?;
            let ago = required(object, path, "ago", "a duration")?;
            Ok(Time::Ago(parse_duration(ago, &format!("{path}.ago"))?))
        }
        _ => Err(RuleError::at(path, "is no time").hint(TIME_HINT)),
    }
}

/// Reads a DURATION.
pub(super) fn parse_duration(json: &Value, path: &str) -> Result<Duration, RuleError> {
    let hint = "{\"n\": 30, \"unit\": \"day\"}";
    let object = json.as_object().ok_or_else(|| RuleError::at(path, "is no duration").hint(hint))?;
    only_keys(object, path, &["n", "unit"])?;
    let n = required(object, path, "n", "a whole number of at least 1")?;
    let n = n.as_u64().filter(|n| *n >= 1);
    let n = n.ok_or_else(|| RuleError::at(format!("{path}.n"), "“n” is a whole number of at least 1"))?;
    let unit = named(object, path, "unit", &Unit::ALL)?;
    Ok(Duration { n, unit })
}

/// Reads a WINDOW.
pub fn parse_window(json: &Value, path: &str) -> Result<Window, RuleError> {
    let object =
        json.as_object().ok_or_else(|| RuleError::at(path, "a window is an object").hint(format!("with one of {}", WINDOWS.join(", "))))?;
    only_keys(object, path, &WINDOWS)?;
    let inner = |key: &str| format!("{path}.{key}");
    if object.is_empty() {
        return Err(
            RuleError::at(path, "the window is empty").hint(format!("one of {}; leave the window out for all time", WINDOWS.join(", ")))
        );
    }
    let bounds = object.contains_key("from") || object.contains_key("to");
    let kinds = object.keys().filter(|key| !["from", "to"].contains(&key.as_str())).count() + usize::from(bounds);
    if kinds > 1 {
        let keys: Vec<&str> = object.keys().map(String::as_str).collect();
        return Err(RuleError::at(path, format!("a window is one of these, not several: {}", keys.join(", "))));
    }
    if bounds {
        let end = |key: &str| object.get(key).map(|time| parse_time(time, &inner(key))).transpose();
        return Ok(Window::Between { from: end("from")?, to: end("to")? });
    }
    if let Some(json) = object.get("last") {
        return Ok(Window::Last(parse_duration(json, &inner("last"))?));
    }
    if let Some(json) = object.get("next") {
        return Ok(Window::Next(parse_duration(json, &inner("next"))?));
    }
    if let Some(json) = object.get("older_than") {
        return Ok(Window::OlderThan(parse_duration(json, &inner("older_than"))?));
    }
    if let Some(json) = object.get("ago") {
        let at = inner("ago");
        let ends = json.as_object().ok_or_else(|| RuleError::at(&at, "“ago” is an object with “from” and “to”"))?;
        only_keys(ends, &at, &["from", "to"])?;
        let end = |key: &str| parse_duration(required(ends, &at, key, "a duration")?, &format!("{at}.{key}"));
        return Ok(Window::Ago { from: end("from")?, to: end("to")? });
    }
    let at = inner("calendar");
    let json = required(object, path, "calendar", "a calendar unit")?;
    let calendar = json.as_object().ok_or_else(|| RuleError::at(&at, "“calendar” is an object with “unit” and “offset”"))?;
    only_keys(calendar, &at, &["unit", "offset"])?;
    let unit = named(calendar, &at, "unit", &CalendarUnit::ALL)?;
    let offset = match calendar.get("offset") {
        None => 0,
        Some(offset) => offset.as_i64().ok_or_else(|| {
            RuleError::at(format!("{at}.offset"), "“offset” is a whole number").hint("0 is the current one, -1 the one before")
        })?,
    };
    Ok(Window::Calendar { unit, offset })
}

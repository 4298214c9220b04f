//! TEST: `op` and `value`, asked of one value.

use super::{needed, needed_text};
use crate::text::{has_part, number, pattern, text_form, Place};
use crate::time::read_stored;
use crate::window::{is_after, is_before, lies_in, recurs_in, Clock};
use serde_json::Value;

/// Whether a value passes the TEST that stands in a condition.
pub(super) fn passes(clock: Clock, value: &Value, test: &Value) -> Result<bool, String> {
    let op = needed_text(test, "op")?;
    let positive = match op {
        "is_not" => "is",
        "not_in" => "in",
        "not_contains" => "contains",
        "not_matches" => "matches",
        "not_during" => "during",
        "is_not_set" => "is_set",
        _ => return passes_positive(clock, value, op, test),
    };
    Ok(!passes_positive(clock, value, positive, test)?)
}

fn passes_positive(clock: Clock, value: &Value, op: &str, test: &Value) -> Result<bool, String> {
    if op == "is_set" {
        return Ok(!value.is_null());
    }
    let wanted = needed(test, "value")?;
    match value {
        Value::Null | Value::Object(_) => Ok(false),
        Value::Array(elements) => {
            for element in elements {
                if passes_positive(clock, element, op, test)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        scalar => scalar_passes(clock, scalar, op, wanted),
    }
}

fn scalar_passes(clock: Clock, scalar: &Value, op: &str, wanted: &Value) -> Result<bool, String> {
    let text = text_form(scalar).unwrap_or_default();
    let wanted_text = || wanted.as_str().ok_or_else(|| format!("{op} {wanted}: no text"));
    let compare = |holds: &dyn Fn(f64, f64) -> bool| -> Result<bool, String> {
        let wanted = wanted.as_f64().ok_or_else(|| format!("{op} {wanted}: no number"))?;
        Ok(number(scalar)?.is_some_and(|number| holds(number, wanted)))
    };
    let time = |holds: &dyn Fn(i64) -> Result<bool, String>| -> Result<bool, String> {
        match read_stored(scalar)? {
            Some(written) => holds(written.instant(clock.tz)),
            None => Ok(false),
        }
    };
    match op {
        "is" => equals(scalar, wanted),
        "in" => {
            for one in wanted.as_array().ok_or("in: no list")? {
                if equals(scalar, one)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        "contains" => has_part(&text, wanted_text()?, Place::Anywhere),
        "starts_with" => has_part(&text, wanted_text()?, Place::Start),
        "ends_with" => has_part(&text, wanted_text()?, Place::End),
        "matches" => Ok(pattern(wanted_text()?)?.is_match(&text)),
        "gt" => compare(&|a, b| a > b),
        "gte" => compare(&|a, b| a >= b),
        "lt" => compare(&|a, b| a < b),
        "lte" => compare(&|a, b| a <= b),
        "between" => match (wanted[0].as_f64(), wanted[1].as_f64()) {
            (Some(low), Some(high)) => Ok(number(scalar)?.is_some_and(|number| low <= number && number <= high)),
            _ => Err(format!("between {wanted}")),
        },
        "before" => time(&|t| is_before(clock, wanted, t)),
        "after" => time(&|t| is_after(clock, wanted, t)),
        "during" => time(&|t| lies_in(clock, wanted, t)),
        "anniversary" => time(&|t| recurs_in(clock, wanted, t)),
        _ => Err(format!("no op {op}")),
    }
}

/// Whether a scalar equals one of the rule's, which decides how.
fn equals(scalar: &Value, wanted: &Value) -> Result<bool, String> {
    match wanted {
        Value::String(wanted) => Ok(text_form(scalar).as_ref() == Some(wanted)),
        Value::Number(wanted) => Ok(number(scalar)?.is_some_and(|number| Some(number) == wanted.as_f64())),
        Value::Bool(wanted) => Ok(match scalar {
            Value::Bool(is) => is == wanted,
            Value::String(text) => text.to_ascii_lowercase() == wanted.to_string(),
            _ => false,
        }),
        _ => Err(format!("{wanted}: no scalar")),
    }
}

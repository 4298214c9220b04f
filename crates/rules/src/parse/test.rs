//! TEST: `op` and `value`.

use super::keys::required;
use super::{parse_time, parse_window, MAX_VALUES};
use crate::condition::{Op, Operand, OperandShape, TestSpec};
use crate::error::RuleError;
use crate::plan::Scalar;
use crate::window::Window;
use serde_json::{Map, Value};

/// Compiled expressions larger than this are refused (bytes).
pub(crate) const REGEX_SIZE_LIMIT: usize = 1 << 20;

/// Reads the test beside a condition's own keys.
pub(super) fn test(object: &Map<String, Value>, path: &str) -> Result<TestSpec, RuleError> {
    let names: Vec<&str> = Op::ALL.iter().map(|(name, _)| *name).collect();
    let at = format!("{path}.op");
    let name = required(object, path, "op", format!("one of {}", names.join(", ")))?;
    let name = name.as_str().ok_or_else(|| RuleError::at(&at, "“op” is a text").hint(format!("one of {}", names.join(", "))))?;
    let op = Op::ALL.iter().find(|(known, _)| *known == name).map(|(_, op)| *op);
    let op = op.ok_or_else(|| RuleError::unknown(&at, "op", name, &names))?;
    let at = format!("{path}.value");
    let value = match (object.get("value"), op.shape()) {
        (None, OperandShape::Nothing) => Operand::None,
        (Some(_), OperandShape::Nothing) => return Err(RuleError::at(at, format!("“{name}” takes no value")).hint("leave “value” out")),
        (None, shape) => return Err(RuleError::missing(path, "value", expected(shape))),
        (Some(value), _) => parse_test_value(op, value, &at)?,
    };
    Ok(TestSpec { op, value })
}

fn expected(shape: OperandShape) -> &'static str {
    match shape {
        OperandShape::Nothing => "no value",
        OperandShape::Scalar => "a text, a number, true or false",
        OperandShape::Scalars => "a list of texts, numbers, true or false, not empty",
        OperandShape::Text => "a text",
        OperandShape::Pattern => "a regular expression",
        OperandShape::Number => "a number",
        OperandShape::Range => "two numbers, the lower first: [1, 5]",
        OperandShape::Time => "a time: \"2026-06-30\", \"2026-06-30T12:00:00Z\" or {\"ago\": {\"n\": 30, \"unit\": \"day\"}}",
        OperandShape::Window => "a window: {\"last\": {\"n\": 30, \"unit\": \"day\"}}, {\"from\": …, \"to\": …} …",
        OperandShape::BoundedWindow => "a window that is last, next or calendar",
    }
}

/// Reads the value of an op that takes one.
pub fn parse_test_value(op: Op, value: &Value, path: &str) -> Result<Operand, RuleError> {
    let shape = op.shape();
    let wrong = || RuleError::at(path, format!("“{}” takes {}", op.name(), expected(shape)));
    match shape {
        OperandShape::Nothing => Ok(Operand::None),
        OperandShape::Scalar => Ok(Operand::Scalars(vec![scalar(value).ok_or_else(wrong)?])),
        OperandShape::Scalars => {
            let list = value.as_array().filter(|list| !list.is_empty()).ok_or_else(wrong)?;
            if list.len() > MAX_VALUES {
                return Err(RuleError::at(path, format!("more than {MAX_VALUES} values in a list")));
            }
            Ok(Operand::Scalars(list.iter().map(scalar).collect::<Option<_>>().ok_or_else(wrong)?))
        }
        OperandShape::Text => Ok(Operand::Text(value.as_str().ok_or_else(wrong)?.to_owned())),
        OperandShape::Pattern => {
            let pattern = value.as_str().ok_or_else(wrong)?;
            compile(pattern).map_err(|why| RuleError::at(path, format!("is no regular expression: {why}")))?;
            Ok(Operand::Text(pattern.to_owned()))
        }
        OperandShape::Number => Ok(Operand::Number(value.as_f64().ok_or_else(wrong)?)),
        OperandShape::Range => {
            let ends = value.as_array().and_then(|list| list.iter().map(Value::as_f64).collect::<Option<Vec<f64>>>());
            match ends.as_deref() {
                Some([low, high]) if low <= high => Ok(Operand::Range(*low, *high)),
                Some([_, _]) => Err(RuleError::at(path, "the lower end is above the higher one").hint("swap the two")),
                _ => Err(wrong()),
            }
        }
        OperandShape::Time => Ok(Operand::Time(parse_time(value, path)?)),
        OperandShape::Window => Ok(Operand::Window(parse_window(value, path)?)),
        OperandShape::BoundedWindow => match parse_window(value, path)? {
            window @ (Window::Last(_) | Window::Next(_) | Window::Calendar { .. }) => Ok(Operand::Window(window)),
            _ => Err(wrong()),
        },
    }
}

/// Compiles a regular expression within the limits.
pub(crate) fn compile(pattern: &str) -> Result<regex::Regex, String> {
    let built = regex::RegexBuilder::new(pattern).size_limit(REGEX_SIZE_LIMIT).build();
    built.map_err(|why| why.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned())
}

/// A text, number or boolean.
pub(super) fn scalar(value: &Value) -> Option<Scalar> {
    match value {
        Value::String(text) => Some(Scalar::Text(text.clone())),
        Value::Number(number) => number.as_f64().map(Scalar::Number),
        Value::Bool(bool) => Some(Scalar::Bool(*bool)),
        _ => None,
    }
}

//! Keys of an object: those that must be there, and those that may.

use crate::error::RuleError;
use serde_json::{Map, Value};

/// The value of a key that must be there.
pub(super) fn required<'v>(object: &'v Map<String, Value>, path: &str, key: &str, hint: impl Into<String>) -> Result<&'v Value, RuleError> {
    object.get(key).ok_or_else(|| RuleError::missing(path, key, hint))
}

/// Refuses any key but these: an unknown one is never ignored.
pub(super) fn only_keys(object: &Map<String, Value>, path: &str, accepted: &[&str]) -> Result<(), RuleError> {
    match object.keys().find(|key| !accepted.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => Err(RuleError::unknown(format!("{path}.{key}"), "key", key, accepted)),
    }
}

/// A text that must be there and not be empty.
pub(super) fn text<'v>(object: &'v Map<String, Value>, path: &str, key: &str, hint: &str) -> Result<&'v str, RuleError> {
    let value = required(object, path, key, hint)?;
    let value = value.as_str().filter(|text| !text.is_empty());
    value.ok_or_else(|| RuleError::at(format!("{path}.{key}"), format!("“{key}” is a text that is not empty")).hint(hint))
}

/// A whole number of at least 1 that must be there.
pub(super) fn whole(object: &Map<String, Value>, path: &str, key: &str, hint: &str) -> Result<u64, RuleError> {
    let value = required(object, path, key, hint)?;
    let value = value.as_u64().filter(|n| *n >= 1);
    value.ok_or_else(|| RuleError::at(format!("{path}.{key}"), format!("“{key}” is a whole number of at least 1")).hint(hint))
}

/// True or false; left out: false.
pub(super) fn flag(object: &Map<String, Value>, path: &str, key: &str) -> Result<bool, RuleError> {
    match object.get(key) {
        None => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(RuleError::at(format!("{path}.{key}"), format!("“{key}” is true or false"))),
    }
}

/// One of several words that must be there.
pub(super) fn named<T: Copy>(object: &Map<String, Value>, path: &str, key: &str, known: &[(&str, T)]) -> Result<T, RuleError> {
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    let word = required(object, path, key, format!("one of {}", names.join(", ")))?;
    let word = word
        .as_str()
        .ok_or_else(|| RuleError::at(format!("{path}.{key}"), format!("“{key}” is a text")).hint(format!("one of {}", names.join(", "))))?;
    let found = known.iter().find(|(name, _)| *name == word);
    found.map(|(_, value)| *value).ok_or_else(|| RuleError::unknown(format!("{path}.{key}"), key, word, &names))
}

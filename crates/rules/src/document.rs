//! A segment file: `{"muster": 1, "name": …, "where": CONDITION}`.

use crate::condition::Condition;
use crate::error::RuleError;
use crate::parse::parse_condition;
use serde_json::Value;

/// The format version this program writes and reads.
pub const VERSION: u64 = 1;
/// Deepest JSON that is read at all: a rule of the deepest nesting allowed has about two levels for each.
const MAX_JSON_DEPTH: usize = 400;

/// A segment file, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The segment's name, where the file gives one.
    pub name: Option<String>,
    /// The rule, checked.
    pub rule: Condition,
    /// The rule as it was written.
    pub json: Value,
}

/// Reads a segment file or a bare CONDITION.
pub fn parse_document(text: &str) -> Result<Document, RuleError> {
    let value = read_value(text)?;
    let Some(object) = value.as_object().filter(|object| !object.contains_key("kind")) else {
        return Ok(Document { name: None, rule: parse_condition(&value, "where")?, json: value });
    };
    let accepted = ["muster", "name", "where"];
    if let Some(key) = object.keys().find(|key| !accepted.contains(&key.as_str())) {
        return Err(RuleError::unknown(key, "key", key, &accepted));
    }
    match object.get("muster") {
        None => return Err(RuleError::at("muster", "the format version is missing").hint(format!("\"muster\": {VERSION}"))),
        Some(version) if version.as_u64() == Some(VERSION) => {}
        Some(version) => {
            return Err(
                RuleError::at("muster", format!("unknown format version {version}")).hint(format!("this program reads version {VERSION}"))
            )
        }
    }
    let name = match object.get("name") {
        None => None,
        Some(Value::String(name)) if !name.trim().is_empty() => Some(name.clone()),
        Some(_) => return Err(RuleError::at("name", "a segment's name is a text that is not empty")),
    };
    let json = object.get("where").ok_or_else(|| RuleError::at("where", "the rule is missing").hint("\"where\": CONDITION"))?;
    Ok(Document { name, rule: parse_condition(json, "where")?, json: json.clone() })
}

/// Reads a rule: a whole segment file or a bare CONDITION.
pub fn parse_rule(text: &str) -> Result<Condition, RuleError> {
    parse_document(text).map(|document| document.rule)
}

/// The text of a segment file.
pub fn write_document(name: &str, rule: &Value) -> String {
    serde_json::json!({ "muster": VERSION, "name": name, "where": rule }).to_string()
}

/// Reads JSON that may be nested as deep as a rule may, and no deeper.
pub fn read_value(text: &str) -> Result<Value, RuleError> {
    if depth(text) > MAX_JSON_DEPTH {
        return Err(
            RuleError::at("where", "nested too deep").hint(format!("at most {} conditions inside one another", crate::parse::MAX_NESTING))
        );
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    // The depth was looked at above; serde_json's own limit of 128 would refuse rules that are allowed.
    reader.disable_recursion_limit();
    let value = serde::Deserialize::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|why| RuleError::at("where", format!("is not JSON: {why}")))
}

/// How deep brackets nest in JSON text, outside of its strings.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

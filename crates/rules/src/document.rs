//! A segment file: `{"muster": 1, "name": …, "where": CONDITION}`.

use crate::condition::Condition;
use crate::error::RuleError;
use crate::parse::parse_condition;
use crate::schema::Catalog;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

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
pub fn parse_document(text: &str, catalog: &Catalog) -> Result<Document, RuleError> {
    let value = read_value(text)?;
    let Some(object) = value.as_object().filter(|object| !object.contains_key("kind")) else {
        return Ok(Document { name: None, rule: parse_condition(&value, "where", catalog)?, json: value });
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
    Ok(Document { name, rule: parse_condition(json, "where", catalog)?, json: json.clone() })
}

/// Reads a rule: a whole segment file or a bare CONDITION.
pub fn parse_rule(text: &str, catalog: &Catalog) -> Result<Condition, RuleError> {
    parse_document(text, catalog).map(|document| document.rule)
}

/// Gives the saved segment that rules anywhere in a JSON value refer to another name. Whether there was one.
pub fn rename_in(json: &mut Value, old: &str, new: &str) -> bool {
    let mut renamed = false;
    let mut open = vec![json];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(keys) => {
                if keys.get("kind").is_some_and(|kind| kind == "segment") && keys.get("segment").is_some_and(|name| name == old) {
                    keys.insert("segment".to_owned(), Value::String(new.to_owned()));
                    renamed = true;
                }
                open.extend(keys.values_mut());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    renamed
}

/// The text of a segment file.
pub fn write_document(name: &str, rule: &Value) -> String {
    serde_json::json!({ "muster": VERSION, "name": name, "where": rule }).to_string()
}

/// Reads JSON that may be nested as deep as a rule may, and no deeper.
pub fn read_value(text: &str) -> Result<Value, RuleError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if depth(text) > MAX_JSON_DEPTH {
        return Err(
            RuleError::at("where", "nested too deep").hint(format!("at most {} conditions inside one another", crate::parse::MAX_NESTING))
        );
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    // The depth was looked at above; serde_json's own limit of 128 would refuse rules that are allowed.
    reader.disable_recursion_limit();
    let value = Strict.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|why| match why.classify() {
        serde_json::error::Category::Data => RuleError::at("where", why.to_string()).hint("leave one of the two out"),
        _ => RuleError::at("where", format!("is not JSON: {why}")),
    })
}

/// Reads any JSON, but for objects in which a key stands twice: of two meanings neither is taken.
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Strict)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(serde::de::Error::custom(format!("the key “{key}” stands twice in one object")));
            }
            let value = entries.next_value_seed(Strict)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_that_stands_twice_is_refused() {
        let why = parse_rule(r#"{"kind":"all","of":[{"kind":"any","of":[]}],"of":[]}"#, &Catalog::default()).unwrap_err();
        assert!(why.to_string().contains("“of” stands twice"), "{why}");
        assert!(parse_rule("{\"kind\":\"all\"", &Catalog::default()).unwrap_err().to_string().contains("is not JSON"));
    }

    #[test]
    fn a_renamed_segment_is_renamed_where_rules_refer_to_it() {
        let mut rule = read_value(r#"{"kind":"all","of":[{"kind":"segment","segment":"a"},{"kind":"not","of":{"kind":"segment","segment":"b"}},{"kind":"list","list":"a"}]}"#).unwrap();
        assert!(rename_in(&mut rule, "a", "c"));
        assert_eq!(
            rule.to_string(),
            r#"{"kind":"all","of":[{"kind":"segment","segment":"c"},{"kind":"not","of":{"kind":"segment","segment":"b"}},{"kind":"list","list":"a"}]}"#
        );
        assert!(!rename_in(&mut rule, "a", "d"));
    }

    #[test]
    fn a_byte_order_mark_does_not_matter() {
        assert!(parse_rule("\u{feff}{\"kind\":\"all\",\"of\":[]}", &Catalog::default()).is_ok());
    }

    #[test]
    fn values_are_read_as_they_stand() {
        let text = r#"{"a":[null,true,-3,18446744073709551615,0.1,"é"],"b":{"c":{}}}"#;
        assert_eq!(read_value(text).unwrap(), serde_json::from_str::<Value>(text).unwrap());
    }
}

//! JSON that keeps the order of its keys: columns stand in a table as they were declared.

use super::check_name;
use crate::error::RuleError;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::fmt;

/// A value whose syntax was checked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Json<'a>(&'a RawValue);

/// An object at its place.
#[derive(Debug)]
pub(super) struct Object<'a> {
    path: String,
    members: Vec<(String, Json<'a>)>,
}

impl<'a> Json<'a> {
    /// Reads a document.
    pub(super) fn read(text: &'a str) -> Result<Json<'a>, RuleError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        serde_json::from_str(text).map(Json).map_err(|why| RuleError::at("TABLES.json", format!("is not JSON: {why}")))
    }

    /// An object that has no other keys than these.
    pub(super) fn object(self, path: &str, accepted: &[&str]) -> Result<Object<'a>, RuleError> {
        let hint = format!("its keys: {}", accepted.join(", "));
        let object = self.any_object(path, &hint)?;
        match object.members.iter().find(|(key, _)| !accepted.contains(&key.as_str())) {
            Some((key, _)) => Err(RuleError::unknown(object.at(key), "key", key, accepted)),
            None => Ok(object),
        }
    }

    /// An object of any keys; none of them may stand twice.
    pub(super) fn any_object(self, path: &str, hint: &str) -> Result<Object<'a>, RuleError> {
        let members = match serde_json::from_str::<Members<'a>>(self.0.get()) {
            Ok(Members(members)) => members,
            Err(_) => return Err(RuleError::at(path, "an object is needed here").hint(hint)),
        };
        let path = if path == "TABLES.json" { String::new() } else { path.to_owned() };
        let object = Object { path, members };
        let twice = (1..object.members.len()).find(|at| object.members[..*at].iter().any(|(key, _)| *key == object.members[*at].0));
        match twice.and_then(|at| object.members.get(at)) {
            Some((key, _)) => Err(RuleError::at(object.at(key), format!("the key “{key}” stands twice")).hint("leave one of the two out")),
            None => Ok(object),
        }
    }

    /// A text.
    pub(super) fn text(self, path: &str, hint: &str) -> Result<String, RuleError> {
        serde_json::from_str(self.0.get()).map_err(|_| RuleError::at(path, "a text is needed here").hint(hint))
    }
}

impl<'a> Object<'a> {
    /// Where a key stands.
    pub(super) fn at(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// Its keys and values, in the order in which they were written.
    pub(super) fn members(&self) -> &[(String, Json<'a>)] {
        &self.members
    }

    /// The value of a key.
    pub(super) fn optional(&self, key: &str) -> Option<Json<'a>> {
        self.members.iter().find(|(name, _)| name == key).map(|(_, value)| *value)
    }

    /// The value of a key that must be there.
    pub(super) fn required(&self, key: &str, hint: &str) -> Result<Json<'a>, RuleError> {
        self.optional(key).ok_or_else(|| RuleError::missing(&self.path, key, hint))
    }

    /// A name that must be there.
    pub(super) fn name(&self, key: &str, what: &str) -> Result<String, RuleError> {
        let name = self.required(key, what)?.text(&self.at(key), what)?;
        check_name(&name, &self.at(key), what)?;
        Ok(name)
    }

    /// The values of a list; none where the key is not there.
    pub(super) fn list(&self, key: &str) -> Result<Vec<Json<'a>>, RuleError> {
        let Some(value) = self.optional(key) else { return Ok(Vec::new()) };
        let items = serde_json::from_str::<Vec<&'a RawValue>>(value.0.get());
        let items = items.map_err(|_| RuleError::at(self.at(key), "a list is needed here").hint(format!("\"{key}\": […]")))?;
        Ok(items.into_iter().map(Json).collect())
    }
}

struct Members<'a>(Vec<(String, Json<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Ordered;

        impl<'de> Visitor<'de> for Ordered {
            type Value = Vec<(String, Json<'de>)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((key, value)) = entries.next_entry::<String, &'de RawValue>()? {
                    members.push((key, Json(value)));
                }
                Ok(members)
            }
        }

        reader.deserialize_map(Ordered).map(Members)
    }
}

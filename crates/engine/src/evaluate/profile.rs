//! Conditions on a person's own columns and properties.

use super::reading::Reading;
use super::EvaluateError;
use crate::source::{FieldValue, Ordinal};
use muster_rules::matcher::Matcher;
use muster_rules::plan::{Test, UserColumn};
use muster_rules::time::Millis;
use muster_rules::value::inside;
use roaring::RoaringBitmap;
use serde_json::Value;
use std::collections::HashMap;

/// Who passes, where `passed` are those with a value that passes and `seen` all that have one.
pub(super) fn complete(reading: &Reading<'_>, matcher: &Matcher, passed: RoaringBitmap, seen: &RoaringBitmap) -> RoaringBitmap {
    if matcher.passes_absent() {
        passed | (&**reading.everyone() - seen)
    } else {
        passed
    }
}

pub(super) fn field(reading: &Reading<'_>, column: UserColumn, test: &Test) -> Result<RoaringBitmap, EvaluateError> {
    let matcher = Matcher::new(test, reading.zone());
    let (mut passed, mut seen) = (RoaringBitmap::new(), RoaringBitmap::new());
    reading.fields(column, |user, value| {
        seen.insert(user);
        let passes = match value {
            FieldValue::Text(text) => matcher.passes_text(Some(text)),
            FieldValue::Time(time) => matcher.passes_time(Some(time)),
        };
        if passes {
            passed.insert(user);
        }
    })?;
    Ok(complete(reading, &matcher, passed, &seen))
}

pub(super) fn property(reading: &Reading<'_>, name: &str, at: Millis, test: &Test) -> Result<RoaringBitmap, EvaluateError> {
    let matcher = Matcher::new(test, reading.zone());
    let (mut passed, mut seen) = (RoaringBitmap::new(), RoaringBitmap::new());
    // Few values are many people's: each is looked at once.
    let mut known = Remembered::default();
    values(reading, name, at, |user, stored| {
        seen.insert(user);
        if known.of(stored, |value| matcher.passes_json(value)) {
            passed.insert(user);
        }
    })?;
    Ok(complete(reading, &matcher, passed, &seen))
}

/// A stored value of a user property, and the steps inside it that the name goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stored<'s> {
    pub(crate) json: &'s str,
    pub(crate) path: Option<&'s str>,
}

impl Stored<'_> {
    /// The value; `None` where nothing is at the end of the steps.
    pub(crate) fn value(self) -> Option<Value> {
        let value = parse(self.json)?;
        match self.path {
            None => Some(value),
            Some(path) => inside(&value, path).cloned(),
        }
    }
}

/// The values of a user property at an instant, each user's once: of a dotted name the property of that very name where the user has one, else
/// the head's, to be looked into.
pub(crate) fn values(
    reading: &Reading<'_>,
    name: &str,
    at: Millis,
    mut visit: impl FnMut(Ordinal, Stored<'_>),
) -> Result<(), EvaluateError> {
    let Some((head, path)) = name.split_once('.') else {
        return reading.properties(name, at, |user, json| visit(user, Stored { json, path: None }));
    };
    let mut seen = RoaringBitmap::new();
    reading.properties(name, at, |user, json| {
        seen.insert(user);
        visit(user, Stored { json, path: None });
    })?;
    reading.properties(head, at, |user, json| {
        if !seen.contains(user) {
            visit(user, Stored { json, path: Some(path) });
        }
    })
}

/// Most different values that are remembered; beyond it they are looked at again.
const REMEMBERED: usize = 4096;

/// What was found out about stored values, so that one that many have is looked at once.
#[derive(Default)]
pub(super) struct Remembered {
    whole: HashMap<String, bool>,
    inner: HashMap<String, bool>,
}

impl Remembered {
    pub(super) fn of(&mut self, stored: Stored<'_>, find: impl FnOnce(Option<&Value>) -> bool) -> bool {
        let known = if stored.path.is_some() { &mut self.inner } else { &mut self.whole };
        if let Some(passes) = known.get(stored.json) {
            return *passes;
        }
        let passes = find(stored.value().as_ref());
        if known.len() < REMEMBERED {
            known.insert(stored.json.to_owned(), passes);
        }
        passes
    }
}

/// Stored JSON is canonical, so it always reads; text that does not would be absent, not a match.
pub(crate) fn parse(json: &str) -> Option<Value> {
    serde_json::from_str(json).ok()
}

//! A resolved test made ready to be asked of many values.

use crate::parse::compile_pattern;
use crate::plan::{Bound, Positive, Recurrence, Scalar, Test};
use crate::text::fold;
use crate::time::{date_of_wall, format_instant, read_time, read_time_number, Millis, Span, StoredTime, Zone};
use crate::value::{number_text, read_decimal};
use chrono::Datelike;
use regex::Regex;
use serde_json::Value;

/// A test with its expression compiled and its texts folded.
#[derive(Debug, Clone)]
pub struct Matcher {
    zone: Zone,
    negated: bool,
    positive: Ready,
}

#[derive(Debug, Clone)]
enum Ready {
    IsSet,
    In(Vec<Scalar>),
    Contains(String),
    StartsWith(String),
    EndsWith(String),
    Matches(Regex),
    Number(Bound, Bound),
    Time(Span),
    Recurs(Vec<Recurrence>),
    /// An expression that did not compile: the parser refuses those, so nothing passes rather than everything.
    Nothing,
}

/// A single present value.
enum Atom<'v> {
    Text(&'v str),
    Number(f64),
    Bool(bool),
    Time(Millis),
}

impl Matcher {
    /// Prepares a test; walls are read in `zone`.
    pub fn new(test: &Test, zone: Zone) -> Self {
        let positive = match &test.positive {
            Positive::IsSet => Ready::IsSet,
            Positive::In(scalars) => Ready::In(scalars.clone()),
            Positive::Contains(text) => Ready::Contains(fold(text)),
            Positive::StartsWith(text) => Ready::StartsWith(fold(text)),
            Positive::EndsWith(text) => Ready::EndsWith(fold(text)),
            Positive::Matches(pattern) => compile_pattern(pattern).map_or(Ready::Nothing, Ready::Matches),
            Positive::Number { low, high } => Ready::Number(*low, *high),
            Positive::Time(span) => Ready::Time(*span),
            Positive::Recurs(days) => Ready::Recurs(days.clone()),
        };
        Matcher { zone, negated: test.negated, positive }
    }

    /// Whether a JSON value passes; `None` and `null` are absent.
    pub fn passes_json(&self, value: Option<&Value>) -> bool {
        value.is_some_and(|value| self.json(value)) != self.negated
    }

    /// Whether a text passes.
    pub fn passes_text(&self, text: Option<&str>) -> bool {
        text.is_some_and(|text| self.atom(Atom::Text(text))) != self.negated
    }

    /// Whether a value of a time column passes.
    pub fn passes_time(&self, time: Option<Millis>) -> bool {
        time.is_some_and(|time| self.atom(Atom::Time(time))) != self.negated
    }

    /// Whether a number passes.
    pub fn passes_number(&self, number: f64) -> bool {
        self.atom(Atom::Number(number)) != self.negated
    }

    /// Whether a value of a bool column passes.
    pub fn passes_bool(&self, bool: Option<bool>) -> bool {
        bool.is_some_and(|bool| self.atom(Atom::Bool(bool))) != self.negated
    }

    /// Whether an absent value passes: it does where the test is a negative one.
    pub fn passes_absent(&self) -> bool {
        self.negated
    }

    fn json(&self, value: &Value) -> bool {
        match value {
            Value::Null => false,
            _ if matches!(self.positive, Ready::IsSet) => true,
            Value::Bool(bool) => self.atom(Atom::Bool(*bool)),
            Value::Number(number) => number.as_f64().is_some_and(|number| self.atom(Atom::Number(number))),
            Value::String(text) => self.atom(Atom::Text(text)),
            Value::Array(items) => items.iter().any(|item| self.json(item)),
            Value::Object(_) => false,
        }
    }

    fn atom(&self, atom: Atom<'_>) -> bool {
        match &self.positive {
            Ready::IsSet => true,
            Ready::Nothing => false,
            Ready::In(scalars) => scalars.iter().any(|scalar| equals(&atom, scalar)),
            Ready::Contains(part) => atom.with_text(|text| fold(text).contains(part.as_str())),
            Ready::StartsWith(part) => atom.with_text(|text| fold(text).starts_with(part.as_str())),
            Ready::EndsWith(part) => atom.with_text(|text| fold(text).ends_with(part.as_str())),
            Ready::Matches(pattern) => atom.with_text(|text| pattern.is_match(text)),
            Ready::Number(low, high) => atom.number().is_some_and(|number| above(number, *low) && below(number, *high)),
            Ready::Time(span) => atom.time().is_some_and(|time| span.contains(time.instant(self.zone))),
            Ready::Recurs(days) => atom.time().is_some_and(|time| self.recurs(time, days)),
        }
    }

    fn recurs(&self, time: StoredTime, days: &[Recurrence]) -> bool {
        let date = match time {
            StoredTime::Instant(instant) => self.zone.date(instant),
            StoredTime::Wall(wall) => date_of_wall(wall),
        };
        let day = date.month() * 100 + date.day();
        days.iter().any(|range| (range.first..=range.last).contains(&day) && date.year() <= range.latest_year)
    }
}

impl Atom<'_> {
    fn with_text(&self, passes: impl Fn(&str) -> bool) -> bool {
        match self {
            Atom::Text(text) => passes(text),
            Atom::Number(number) => passes(&number_text(*number)),
            Atom::Bool(bool) => passes(if *bool { "true" } else { "false" }),
            Atom::Time(time) => passes(&format_instant(*time)),
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Atom::Text(text) => read_decimal(text),
            Atom::Number(number) => Some(*number),
            Atom::Bool(_) | Atom::Time(_) => None,
        }
    }

    fn time(&self) -> Option<StoredTime> {
        match self {
            Atom::Text(text) => read_time(text),
            Atom::Number(number) => read_time_number(*number),
            Atom::Bool(_) => None,
            Atom::Time(time) => Some(StoredTime::Instant(*time)),
        }
    }
}

fn equals(atom: &Atom<'_>, scalar: &Scalar) -> bool {
    match scalar {
        Scalar::Text(want) => atom.with_text(|text| text == want),
        Scalar::Number(want) => atom.number() == Some(*want),
        Scalar::Bool(want) => match atom {
            Atom::Bool(bool) => bool == want,
            Atom::Text(text) => text.eq_ignore_ascii_case(if *want { "true" } else { "false" }),
            Atom::Number(_) | Atom::Time(_) => false,
        },
    }
}

fn above(number: f64, low: Bound) -> bool {
    match low {
        Bound::Open => true,
        Bound::Included(low) => number >= low,
        Bound::Excluded(low) => number > low,
    }
}

fn below(number: f64, high: Bound) -> bool {
    match high {
        Bound::Open => true,
        Bound::Included(high) => number <= high,
        Bound::Excluded(high) => number < high,
    }
}

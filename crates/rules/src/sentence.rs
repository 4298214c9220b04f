//! A rule in plain English.
//!
//! [`clause`] says one condition ("plan is not “free”"), [`sentence`] the whole rule ("People whose plan is not “free” and who …").
//! A sentence is unambiguous: two rules that resolve to different plans never read the same. Texts stand in quotes, names that are no
//! single word too, and brackets show what belongs together wherever it could be read otherwise.

mod absences;
mod events;
mod groups;
mod names;
mod order;
mod parts;
mod related;
mod size;
mod times;
mod values;
mod windows;

#[cfg(test)]
mod distinct;
#[cfg(test)]
mod examples;

use crate::condition::Condition;
use crate::time::{Millis, Zone};
use std::collections::BTreeMap;

pub use absences::absences;

/// What a sentence needs besides the rule: the clock that its windows are spelled out by, and how many people its negatives include.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// The instant of the evaluation.
    pub now: Millis,
    /// The zone that times are shown in.
    pub zone: Zone,
    /// Where it is known, by the path of a condition (`where.of[0]`): how many people have no value for it, or no event ([`absences`] says
    /// which conditions ask for it).
    pub absent: BTreeMap<String, u64>,
}

impl Words {
    /// With no counts.
    pub fn new(now: Millis, zone: Zone) -> Words {
        Words { now, zone, absent: BTreeMap::new() }
    }
}

/// The whole rule as a sentence, without a full stop. However long the rule is, all of it is said.
pub fn sentence(rule: &Condition, words: &Words) -> String {
    Teller { words, brief: false }.sentence(rule)
}

/// One condition as a clause without its subject: for cards, comments and lists. `path` is its place in the rule, `where` for the
/// whole. Of groups and lists that are long it says how many they are, so that the clauses of all conditions of a rule together stay short.
pub fn clause(rule: &Condition, words: &Words, path: &str) -> String {
    Teller { words, brief: true }.said(rule, path, Voice::Card).text
}

/// Says conditions.
struct Teller<'w> {
    words: &'w Words,
    /// Long groups and lists are only counted.
    brief: bool,
}

/// What a condition is said of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// People: "whose plan is …", "who did …".
    Person,
    /// Rows of a custom table: "whose region is …".
    Row,
    /// An event, or a card whose subject is known: "plan is …", "did …".
    Card,
}

/// A condition in words.
struct Said {
    text: String,
    form: Form,
}

/// How a text stands beside others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As it is.
    Closed,
    /// Ends in a condition of its own, which what follows could be taken for a part of.
    Open,
    /// Several conditions: always in brackets.
    Group,
}

impl Said {
    fn closed(text: impl Into<String>) -> Said {
        Said { text: text.into(), form: Form::Closed }
    }

    fn open(text: impl Into<String>) -> Said {
        Said { text: text.into(), form: Form::Open }
    }

    fn group(text: impl Into<String>) -> Said {
        Said { text: text.into(), form: Form::Group }
    }

    /// Where nothing follows it.
    fn last(self) -> String {
        match self.form {
            Form::Closed | Form::Open => self.text,
            Form::Group => format!("({})", self.text),
        }
    }

    /// Where more follows it.
    fn followed(self) -> String {
        match self.form {
            Form::Closed => self.text,
            Form::Open | Form::Group => format!("({})", self.text),
        }
    }
}

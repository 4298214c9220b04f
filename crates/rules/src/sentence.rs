//! A rule in plain English.
//!
//! [`clause`] says one condition ("plan is not “free”"), [`sentence`] the whole rule ("People whose plan is not “free” and who …").
//! Groups inside a sentence stand in brackets, so that what belongs together can be seen.

mod words;

use crate::condition::{AskSpec, Condition, EventCondition, EventSelector};
use crate::time::{Millis, Zone};
use std::collections::BTreeMap;
use words::{count_words, list, quoted, test_words, window_words};

/// What a sentence needs besides the rule: the clock that its windows are spelled out by, and how many people its negatives include.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// The instant of the evaluation.
    pub now: Millis,
    /// The zone that times are shown in.
    pub zone: Zone,
    /// Where it is known: how many people have no value (or no event) for the condition at a path (`where.of[0]`).
    pub absent: BTreeMap<String, u64>,
}

impl Words {
    /// With no counts.
    pub fn new(now: Millis, zone: Zone) -> Words {
        Words { now, zone, absent: BTreeMap::new() }
    }
}

/// The whole rule as a sentence, without a full stop.
pub fn sentence(rule: &Condition, words: &Words) -> String {
    format!("People: {}", clause(rule, words, "where"))
}

/// One condition as a clause without its subject: for cards, comments and lists. `path` is its place in the rule.
pub fn clause(rule: &Condition, words: &Words, path: &str) -> String {
    let _ = (words, path);
    plain(rule)
}

fn plain(rule: &Condition) -> String {
    match rule {
        Condition::All(of) if of.is_empty() => "everyone".to_owned(),
        Condition::Any(of) if of.is_empty() => "nobody".to_owned(),
        Condition::All(of) => list(&of.iter().map(inner).collect::<Vec<_>>(), "and"),
        Condition::Any(of) => list(&of.iter().map(inner).collect::<Vec<_>>(), "or"),
        Condition::Not(of) => match &**of {
            Condition::Any(parts) if parts.len() > 1 => format!("none of: {}", list(&parts.iter().map(inner).collect::<Vec<_>>(), "or")),
            Condition::Any(parts) if parts.len() == 1 => format!("not: {}", inner(&parts[0])),
            other => format!("not: {}", inner(other)),
        },
        Condition::AtLeast { n, of } => format!("at least {n} of {}: {}", of.len(), list(&of.iter().map(inner).collect::<Vec<_>>(), "or")),
        Condition::Field { column, test } => format!("{} {}", column.name(), test_words(test)),
        Condition::Property { property, test, .. } => format!("{} {}", name(property), test_words(test)),
        Condition::Event(event) => event_clause(event),
        _ => "a condition".to_owned(),
    }
}

/// A property's name as it is, in quotes where it would not read as one word.
fn name(property: &str) -> String {
    if property.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-')) {
        property.to_owned()
    } else {
        quoted(property)
    }
}

fn inner(rule: &Condition) -> String {
    if is_group(rule) {
        format!("({})", plain(rule))
    } else {
        plain(rule)
    }
}

fn is_group(rule: &Condition) -> bool {
    match rule {
        Condition::All(of) | Condition::Any(of) => !of.is_empty(),
        Condition::Not(_) | Condition::AtLeast { .. } => true,
        _ => false,
    }
}

fn event_clause(event: &EventCondition) -> String {
    let names = match &event.events.event {
        EventSelector::Every => "any event".to_owned(),
        EventSelector::Named(names) => list(&names.iter().map(|n| name(n)).collect::<Vec<_>>(), "or"),
    };
    let AskSpec::Measure { test, .. } = &event.ask else { return "a condition".to_owned() };
    let (verb, times) = count_words(test);
    let mut said = format!("{verb} {names}");
    if let Some(times) = times {
        said.push(' ');
        said.push_str(&times);
    }
    if let Some(window) = &event.window {
        said.push(' ');
        said.push_str(&window_words(window));
    }
    if let Some(filter) = &event.events.filter {
        said.push_str(" where ");
        said.push_str(&inner(filter));
    }
    said
}


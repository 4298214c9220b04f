//! What an explanation shows. Everything serializes, instants as `2026-06-30T12:00:00.000Z`.

use muster_rules::plan::ConsentState;
use muster_rules::time::{format_instant, Millis};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// Most events, rows, values or changes that are shown of a condition.
pub const SHOWN: usize = 20;

/// An instant, milliseconds since 1970 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(pub Millis);

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format_instant(self.0))
    }
}

/// Why a person is in or out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The rule, condition by condition.
    pub rule: Explained,
    /// The saved segments that it refers to, each once, those that they refer to themselves before them.
    pub segments: Vec<ExplainedSegment>,
}

/// A saved segment, explained.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedSegment {
    /// Its name.
    pub name: String,
    /// Its rule; paths begin with `segment(NAME).where`.
    pub rule: Explained,
}

/// A condition, of one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    /// Where it stands in the rule.
    pub path: String,
    /// The condition as an English clause.
    pub sentence: String,
    /// Whether it holds of the person.
    pub holds: bool,
    /// What it was decided by.
    pub evidence: Evidence,
    /// The parts of a group.
    pub parts: Vec<Explained>,
}

/// What a condition was decided by.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Evidence {
    /// Its parts.
    Group,
    /// A column.
    Field {
        /// Its value in text form; `None`: there is none.
        value: Option<String>,
    },
    /// A user property.
    Property {
        /// The instant at which it was asked for.
        at: Instant,
        /// The value then; `None`: there was none.
        held: Option<Held>,
    },
    /// Matching events and a measure over them.
    Measure {
        /// What was measured: `count`, `sum` …
        measure: String,
        /// Its value: a number, a text, an instant as text, any JSON; `None`: there is none.
        value: Option<Value>,
        /// How many events match.
        count: u64,
        /// The earliest of them, at most [`SHOWN`], in the order of time.
        events: Vec<SeenEvent>,
    },
    /// The earliest or latest matching event.
    Pick {
        /// It; `None`: no event matches.
        event: Option<SeenEvent>,
        /// How many events match.
        count: u64,
    },
    /// A chain of events.
    Sequence {
        /// The events of the chain, or of the attempt that went furthest, by step.
        chain: Vec<ServedStep>,
        /// The values that all of them have in common, by property.
        same: BTreeMap<String, String>,
        /// The step that failed, from 0; `None`: the chain is whole.
        broke_at: Option<usize>,
        /// The event that an absent step found.
        found: Option<SeenEvent>,
    },
    /// Periods in which something was done.
    Regular {
        /// Latest first.
        periods: Vec<Period>,
        /// In how many of them often enough.
        reached: u32,
        /// In how many it has to be.
        at_least: u32,
    },
    /// Changes of a user property.
    Changed {
        /// The latest that does; `None`: none does.
        change: Option<SeenChange>,
        /// The latest of all, at most [`SHOWN`], in the order of time.
        changes: Vec<SeenChange>,
    },
    /// Values that a user property had.
    Ever {
        /// The first that does; `None`: none does.
        held: Option<Held>,
        /// The latest of all, at most [`SHOWN`], in the order of time.
        history: Vec<Held>,
    },
    /// A place among everyone.
    Rank {
        /// What the person is ranked by; `None`: the person is not ranked.
        value: Option<f64>,
        /// One more than how many are better.
        place: Option<u64>,
        /// The value that is just good enough; `None`: nobody is ranked.
        cut_off: Option<f64>,
        /// How many are ranked.
        ranked: u64,
        /// How many of them are asked for.
        wanted: u64,
    },
    /// Related rows.
    Related {
        /// How many there are.
        related: u64,
        /// How many of them pass.
        passing: u64,
        /// Some of them, at most [`SHOWN`].
        rows: Vec<RelatedRow>,
    },
    /// A saved segment.
    Segment {
        /// Its name; it is explained in [`Explanation::segments`].
        segment: String,
    },
    /// A static list.
    List {
        /// Its name.
        list: String,
    },
    /// The latest consent record.
    Consent {
        /// What for.
        purpose: String,
        /// What it says.
        state: ConsentState,
        /// Since when, where that is known.
        since: Option<Instant>,
    },
}

/// A value of a user property, and how long it stood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Held {
    /// The value.
    pub value: Value,
    /// Since when, inclusive; `None`: since ever.
    pub from: Option<Instant>,
    /// Until when, exclusive; `None`: still so.
    pub to: Option<Instant>,
}

/// A change of a user property.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeenChange {
    /// When.
    pub at: Instant,
    /// The value before; `None`: there was none.
    pub old: Option<Value>,
    /// The value since; `None`: it was removed.
    pub new: Option<Value>,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeenEvent {
    /// Its place in the order of import.
    pub number: u64,
    /// When.
    pub time: Instant,
    /// Its name.
    pub name: String,
    /// Its properties.
    pub properties: Value,
}

/// An event that serves a step of a sequence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServedStep {
    /// The step, from 0, absent ones counted.
    pub step: usize,
    /// The event.
    pub event: SeenEvent,
}

/// A period of `regular`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Period {
    /// Its first moment; `None`: it has none.
    pub from: Option<Instant>,
    /// The first moment after it; `None`: there is none.
    pub to: Option<Instant>,
    /// How many matching events lie in it.
    pub count: u64,
    /// Whether they are enough.
    pub enough: bool,
}

/// A related row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RelatedRow {
    /// Its place: a user's ordinal or a row's number.
    pub row: u32,
    /// What the relation and the conditions on the row read of it, and of a user its id, in text form; a JSON value as JSON text. What is absent is left out.
    pub values: BTreeMap<String, String>,
    /// Whether it passes.
    pub passes: bool,
}

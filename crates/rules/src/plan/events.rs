//! What is asked of events, one by one or in order.

use super::{Node, Test};
use crate::time::{Millis, Span};
use serde::Serialize;

/// Which events.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Events {
    /// By name.
    pub names: EventNames,
    /// By their content, asked of each event; `All([])` where there is none.
    pub filter: Box<Node>,
    /// By their time; always ends at now or before.
    pub window: Span,
}

/// Which events by name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub enum EventNames {
    /// Every event.
    Every,
    /// Any of these, sorted, each once.
    Named(Vec<String>),
}

/// Which events, and what of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventNode {
    /// The matching events.
    pub events: Events,
    /// What is asked of them.
    pub ask: Ask,
}

/// What is asked of a user's matching events.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Ask {
    /// A measure over them passes a test. A user without matching events has the measure's value for none.
    Measure {
        /// What is measured.
        measure: Measure,
        /// What it must pass.
        test: Test,
    },
    /// The earliest or latest of them, and it alone, satisfies a condition; of none: no. At equal times the later imported is the later.
    Pick {
        /// Which.
        pick: Pick,
        /// Asked of that event.
        having: Box<Node>,
    },
}

/// One of several events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pick {
    /// The earliest.
    First,
    /// The latest.
    Last,
}

/// What is measured over a user's matching events. Properties are named as in [`NodeKind::EventProperty`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// How many; 0 for none. A number.
    Count,
    /// Distinct local dates; 0 for none. A number.
    ActiveDays,
    /// Distinct text forms of the property, each element of a list for itself; 0 for none. A number.
    Distinct(String),
    /// Sum of the numeric values in whole ten-thousandths; 0 for none. A number. See [`crate::measure`].
    Sum(String),
    /// Average of the numeric values; no value for none. A number. See [`crate::measure`].
    Avg(String),
    /// Least numeric value; no value for none. A number.
    Min(String),
    /// Greatest numeric value; no value for none. A number.
    Max(String),
    /// Time of the earliest; no value for none. A time.
    First,
    /// Time of the latest; no value for none. A time.
    Last,
    /// The property in the earliest event that has it (not `null`); at equal times the later imported is the later. A JSON value.
    FirstValue(String),
    /// The property in the latest event that has it. A JSON value.
    LastValue(String),
    /// The text form seen most, each element of a list for itself; a tie goes to the one that comes first as text (by Unicode code points). A text.
    MostFrequent(String),
}

impl Measure {
    /// As the rule language names it.
    pub fn name(&self) -> &'static str {
        match self {
            Measure::Count => "count",
            Measure::ActiveDays => "active_days",
            Measure::Distinct(_) => "distinct",
            Measure::Sum(_) => "sum",
            Measure::Avg(_) => "avg",
            Measure::Min(_) => "min",
            Measure::Max(_) => "max",
            Measure::First => "first",
            Measure::Last => "last",
            Measure::FirstValue(_) => "first_value",
            Measure::LastValue(_) => "last_value",
            Measure::MostFrequent(_) => "most_frequent",
        }
    }

    /// The property it reads, where it reads one.
    pub fn property(&self) -> Option<&str> {
        match self {
            Measure::Count | Measure::ActiveDays | Measure::First | Measure::Last => None,
            Measure::Distinct(property)
            | Measure::Sum(property)
            | Measure::Avg(property)
            | Measure::Min(property)
            | Measure::Max(property)
            | Measure::FirstValue(property)
            | Measure::LastValue(property)
            | Measure::MostFrequent(property) => Some(property),
        }
    }

    /// Whether a user without matching events has the value 0 (others have none then).
    pub fn is_zero_of_none(&self) -> bool {
        matches!(self, Measure::Count | Measure::ActiveDays | Measure::Distinct(_) | Measure::Sum(_))
    }
}

/// A chain of events.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SequenceNode {
    /// In order; the first is never absent, and no two absent ones follow each other. The first's `events.window` is the sequence's window,
    /// the others' end at now.
    pub steps: Vec<Step>,
    /// Longest distance of every step from the first, in milliseconds, inclusive.
    pub within: Option<Millis>,
    /// Event properties that every event of the chain, and every absent one that counts, has in common with the first: present, equal by text form
    /// (a list or an object has none, and is as absent).
    pub same: Vec<String>,
}

/// A step of a sequence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The events that serve it.
    pub events: Events,
    /// Longest distance from the event matched before it, in milliseconds, inclusive. Never of the first.
    pub within: Option<Millis>,
    /// No such event may be there.
    pub absent: bool,
}

/// Something done in enough of the latest periods.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegularNode {
    /// The matching events of any time up to now.
    pub events: Events,
    /// The periods, latest first; they touch and do not overlap. One may be empty (a calendar step of no length).
    pub periods: Vec<Span>,
    /// In how many of them, from 1 to their number.
    pub at_least: u32,
    /// How often in each, at least 1.
    pub times: u32,
}

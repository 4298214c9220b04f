//! What is asked of people over time, among one another, and of the rows that belong to them.

use super::{Events, Measure, Node, Scalar, TableColumn, Test, UserColumn};
use crate::schema::{Row, Via};
use crate::time::{Millis, Span};
use serde::Serialize;

/// A change of a user property: a value begins in the window that differs from the one just before it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangedNode {
    /// As in [`NodeKind::Property`].
    pub property: String,
    /// What the old value must equal, as `is` compares; `None`: anything, absent too.
    pub from: Option<Scalar>,
    /// What the new value must equal, as `is` compares; `None`: anything, a removal too.
    pub to: Option<Scalar>,
    /// When it began; ends at now or before.
    pub window: Span,
}

/// A user property that had a value that passes at some moment of a span.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EverNode {
    /// As in [`NodeKind::Property`].
    pub property: String,
    /// What the value must pass; never negated.
    pub test: Test,
    /// The moments; ends at now or before.
    pub window: Span,
}

/// The best or worst of all users.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankNode {
    /// What is compared.
    pub by: RankBy,
    /// True: the greatest; false: the least.
    pub top: bool,
    /// How many; all whose value is at least as good as the last of them are in.
    pub cut: Cut,
}

/// What users are ranked by. Only those with a numeric value (a number, or text that is wholly a decimal number), and with a `count`, `sum`, `distinct` or
/// `active_days` that is not 0, are ranked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RankBy {
    /// A measure over matching events; never `first` or `last`, which are no numbers.
    Measure {
        /// The matching events.
        events: Events,
        /// What is measured.
        measure: Measure,
    },
    /// A user property as it stands at an instant. A list has no value.
    Property {
        /// As in [`NodeKind::Property`].
        property: String,
        /// The instant: now.
        at: Millis,
    },
}

/// How many are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// So many, at least 1.
    Number(u64),
    /// A share of those ranked, in millionths of a percent (100 % is 100,000,000), at least 1: rounded up to whole users.
    Share(u64),
}

impl Cut {
    /// How many of so many that are ranked: at most all of them.
    pub fn of(self, ranked: u64) -> u64 {
        match self {
            Cut::Number(n) => n.min(ranked),
            // Whole numbers, so that every execution rounds alike: at most 10^8 × 2^32.
            Cut::Share(share) => (share * ranked).div_ceil(100_000_000).min(ranked),
        }
    }
}

/// Related rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RelatedNode {
    /// The name of the walk, for messages.
    pub relation: String,
    /// The key of the row that is asked.
    pub from: Key,
    /// The link table, seen in the walk's direction.
    pub via: Option<Via>,
    /// The key of the related rows.
    pub to: Key,
    /// The related rows' table; never events.
    pub row: Row,
    /// Asked of each related row; `All([])` where there is none.
    pub filter: Box<Node>,
    /// How many must pass it.
    pub ask: RelatedAsk,
}

/// A key of a relation. Keys compare by text form, a list's by each element's; what is absent or an object has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// A column of a user; `created_at` as `contract.md` writes times.
    UserColumn(UserColumn),
    /// A user property as it stands at an instant: now.
    UserProperty {
        /// As in [`NodeKind::Property`].
        property: String,
        /// The instant.
        at: Millis,
    },
    /// An event property, as in [`NodeKind::EventProperty`].
    EventProperty(String),
    /// An event's local date, `YYYY-MM-DD`.
    EventDate,
    /// A column of a custom table.
    TableColumn(TableColumn),
}

/// What is asked of the related rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RelatedAsk {
    /// The number of distinct related rows that pass the filter passes a test.
    Count(Test),
    /// There is a related row, and all of them pass the filter.
    Every,
}

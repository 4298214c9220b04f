//! The resolved rule: windows, times and tests made definite for one `now` and one zone. What every execution walks.
//!
//! Everything a plan says is absolute (instants in milliseconds, folded texts), so that two executions cannot read it
//! differently, and so that equal nodes have equal [fingerprints](Node::fingerprint).

use crate::time::{Millis, Span, Zone};
use serde::Serialize;

/// A whole rule, resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The instant of the evaluation. Nothing later exists.
    pub now: Millis,
    /// The zone that walls are read in.
    pub zone: Zone,
    /// The rule.
    pub root: Node,
}

/// A condition asked of a user.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    /// Where it stands in the rule: `where.of[0]`.
    #[serde(skip)]
    pub path: String,
    /// The condition as an English clause, for comments and explanations.
    #[serde(skip)]
    pub sentence: String,
    /// What it asks.
    pub kind: NodeKind,
}

impl Node {
    /// The same text for nodes that ask the same, whatever their place: what results are cached under. Does not hold
    /// the zone, which stored walls are read in; a cache adds it.
    pub fn fingerprint(&self) -> String {
        // A plan is made of texts, numbers and lists alone: writing it cannot fail.
        serde_json::to_string(&self.kind).unwrap_or_default()
    }

    /// The node and every node under it, parents first.
    pub fn walk(&self) -> Vec<&Node> {
        let mut all = vec![self];
        let mut at = 0;
        while at < all.len() {
            let node: &Node = all[at];
            match &node.kind {
                NodeKind::All(of) | NodeKind::Any(of) | NodeKind::AtLeast { of, .. } => all.extend(of),
                NodeKind::Not(of) => all.push(of),
                NodeKind::Field { .. } | NodeKind::Property { .. } | NodeKind::Event(_) => {}
            }
            at += 1;
        }
        all
    }
}

/// What a condition asks of a user.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum NodeKind {
    /// Every part holds; empty: always.
    All(Vec<Node>),
    /// At least one part holds; empty: never.
    Any(Vec<Node>),
    /// The part does not hold.
    Not(Box<Node>),
    /// At least `n` parts hold.
    AtLeast {
        /// From 1 to the number of parts.
        n: u32,
        /// The parts; equal ones count each.
        of: Vec<Node>,
    },
    /// A profile column passes.
    Field {
        /// Which.
        column: UserColumn,
        /// What it must pass.
        test: Test,
    },
    /// A user property passes, as it stood at an instant.
    Property {
        /// Its name. With dots: the property of that very name where the user has a value for it at `at`, else the first
        /// part's property and every further part a step inwards.
        property: String,
        /// The instant, never later than now.
        at: Millis,
        /// What it must pass.
        test: Test,
    },
    /// A measure over matching events passes.
    Event(EventNode),
}

/// Columns of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UserColumn {
    /// `user_id`, text.
    UserId,
    /// `email`, text.
    Email,
    /// `name`, text.
    Name,
    /// `created_at`, a time.
    CreatedAt,
    /// `account_type`, text.
    AccountType,
}

impl UserColumn {
    /// All of them, in the order of `users`.
    pub const ALL: [UserColumn; 5] =
        [UserColumn::UserId, UserColumn::Email, UserColumn::Name, UserColumn::CreatedAt, UserColumn::AccountType];

    /// As the rule language and the table `users` name it.
    pub fn name(self) -> &'static str {
        match self {
            UserColumn::UserId => "user_id",
            UserColumn::Email => "email",
            UserColumn::Name => "name",
            UserColumn::CreatedAt => "created_at",
            UserColumn::AccountType => "account_type",
        }
    }
}

/// Columns of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EventColumn {
    /// `event_name`, text.
    EventName,
    /// `timestamp`, a time.
    Timestamp,
}

impl EventColumn {
    /// All of them.
    pub const ALL: [EventColumn; 2] = [EventColumn::EventName, EventColumn::Timestamp];

    /// As the rule language and the table `events` name it.
    pub fn name(self) -> &'static str {
        match self {
            EventColumn::EventName => "event_name",
            EventColumn::Timestamp => "timestamp",
        }
    }
}

/// Which events, and what over them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventNode {
    /// By name.
    pub events: EventNames,
    /// By their content; `All([])` where there is none.
    pub filter: EventFilter,
    /// By their time; always ends at now or before.
    pub window: Span,
    /// What is measured over those that match.
    pub measure: Measure,
    /// What the measure must pass. A user without matching events has the measure's value for none (0 for a count).
    pub test: Test,
}

/// Which events by name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub enum EventNames {
    /// Every event.
    Every,
    /// Any of these, sorted, each once.
    Named(Vec<String>),
}

/// A condition asked of an event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum EventFilter {
    /// Every part holds; empty: always.
    All(Vec<EventFilter>),
    /// At least one part holds; empty: never.
    Any(Vec<EventFilter>),
    /// The part does not hold.
    Not(Box<EventFilter>),
    /// At least `n` parts hold.
    AtLeast {
        /// From 1 to the number of parts.
        n: u32,
        /// The parts; equal ones count each.
        of: Vec<EventFilter>,
    },
    /// A column of the event passes.
    Field {
        /// Which.
        column: EventColumn,
        /// What it must pass.
        test: Test,
    },
    /// A key of the event's JSON passes.
    Property {
        /// A literal key of the object wins (also one with dots, also where it holds `null`: then the value is absent), else every
        /// dotted part is a step inwards.
        property: String,
        /// What it must pass.
        test: Test,
    },
}

impl EventFilter {
    /// Whether every event passes it.
    pub fn is_everything(&self) -> bool {
        matches!(self, EventFilter::All(of) if of.is_empty())
    }
}

/// What is measured over a user's matching events.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub enum Measure {
    /// How many; 0 for none.
    Count,
}

/// A test of one value. A list passes a positive test when any of its elements does (elements that are lists likewise); an absent
/// value passes none; the negative passes exactly when the positive does not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Test {
    /// True for `is_not`, `not_in`, `not_contains`, `not_matches`, `not_during`, `is_not_set`.
    pub negated: bool,
    /// The positive test.
    pub positive: Positive,
}

/// What a value must be, positively.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Positive {
    /// `is_set`: there is a value; also an empty text, list or object.
    IsSet,
    /// `is`, `in`: equals one of these.
    In(Vec<Scalar>),
    /// The text form contains this, ignoring case (both folded, see [`crate::text::fold`]). As written in the rule.
    Contains(String),
    /// As `Contains`, at the start.
    StartsWith(String),
    /// As `Contains`, at the end.
    EndsWith(String),
    /// The regular expression (checked) is found anywhere in the text form.
    Matches(String),
    /// The number lies within.
    Number {
        /// Where it begins.
        low: Bound,
        /// Where it ends.
        high: Bound,
    },
    /// The time lies in the span of instants (`before`, `after`, `during`). A stored wall is read in the plan's zone: see [`Zone::walls`].
    Time(Span),
    /// `anniversary`: the local date (in the plan's zone) recurs on one of these days.
    Recurs(Vec<Recurrence>),
}

/// One end of a range of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Bound {
    /// None.
    Open,
    /// This number is inside.
    Included(f64),
    /// This number is outside.
    Excluded(f64),
}

/// A scalar of a rule. It decides how a value is compared with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Scalar {
    /// Equals the text form exactly.
    Text(String),
    /// Equals numbers, and texts that are wholly a decimal number.
    Number(f64),
    /// Equals booleans, and the texts `true`/`false` in any case.
    Bool(bool),
}

/// Days of the year on which a date may recur: a date passes where its month and day lie in the range and its year is at most `latest_year`.
/// 29 February is resolved already: ranges say which stored days pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Recurrence {
    /// First day, as month × 100 + day.
    pub first: u32,
    /// Last day, as month × 100 + day; never before `first`.
    pub last: u32,
    /// The latest year that a stored date may have.
    pub latest_year: i32,
}

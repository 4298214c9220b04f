//! The resolved rule: windows, times and tests made definite for one `now` and one zone. What every execution walks.
//!
//! Everything a plan says is absolute (instants in milliseconds, folded texts), so that two executions cannot read it
//! differently, and so that equal nodes have equal [fingerprints](Node::fingerprint).

use crate::schema::{ColumnType, Row, Via};
use crate::time::{Millis, Span, Zone};
use serde::Serialize;

/// A whole rule, resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The instant of the evaluation. Nothing later exists.
    pub now: Millis,
    /// The zone that walls are read in.
    pub zone: Zone,
    /// The saved segments that the rule or one of them refers to, each once, those that it refers to itself before it.
    pub segments: Vec<Segment>,
    /// The rule, asked of users.
    pub root: Node,
}

impl Plan {
    /// A saved segment's resolved rule.
    pub fn segment(&self, name: &str) -> Option<&Segment> {
        self.segments.iter().find(|segment| segment.name == name)
    }

    /// Everything the plan asks anywhere: its own conditions, those of segments, and those inside `where`, `having` and related rows.
    pub fn everything(&self) -> Vec<&Node> {
        let roots = self.segments.iter().map(|segment| &segment.root).chain(std::iter::once(&self.root));
        roots.flat_map(Node::everything).collect()
    }
}

/// A saved segment that a rule refers to.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its name.
    pub name: String,
    /// Its rule, asked of users; paths begin with `segment(NAME).where`.
    pub root: Node,
}

/// A condition asked of one row: of a user, an event or a row of a custom table, by where it stands.
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
    /// the zone, which stored walls and local dates are read in; a cache adds it.
    pub fn fingerprint(&self) -> String {
        // A plan is made of texts, numbers and lists alone: writing it cannot fail.
        serde_json::to_string(&self.kind).unwrap_or_default()
    }

    /// Whether every row passes it.
    pub fn is_everything(&self) -> bool {
        matches!(&self.kind, NodeKind::All(of) if of.is_empty())
    }

    /// The parts of a group, asked of the same row; none of other kinds.
    pub fn parts(&self) -> &[Node] {
        match &self.kind {
            NodeKind::All(of) | NodeKind::Any(of) | NodeKind::AtLeast { of, .. } => of,
            NodeKind::Not(of) => std::slice::from_ref(of),
            _ => &[],
        }
    }

    /// The conditions inside it that are asked of other rows: an event's `where` and `having`, a step's `where`, a related row's `where`.
    pub fn inner(&self) -> Vec<&Node> {
        match &self.kind {
            NodeKind::Event(event) => {
                let having = match &event.ask {
                    Ask::Measure { .. } => None,
                    Ask::Pick { having, .. } => Some(&**having),
                };
                std::iter::once(&*event.events.filter).chain(having).collect()
            }
            NodeKind::Sequence(sequence) => sequence.steps.iter().map(|step| &*step.events.filter).collect(),
            NodeKind::Regular(regular) => vec![&*regular.events.filter],
            NodeKind::Rank(rank) => match &rank.by {
                RankBy::Measure { events, .. } => vec![&*events.filter],
                RankBy::Property { .. } => Vec::new(),
            },
            NodeKind::Related(related) => vec![&*related.filter],
            _ => Vec::new(),
        }
    }

    /// The node and its parts, and theirs: every condition asked of the same row, parents first.
    pub fn walk(&self) -> Vec<&Node> {
        self.collect(|node| node.parts().iter().collect())
    }

    /// The node and everything under it, whatever row it is asked of.
    pub fn everything(&self) -> Vec<&Node> {
        self.collect(|node| node.parts().iter().chain(node.inner()).collect())
    }

    fn collect<'n>(&'n self, under: impl Fn(&'n Node) -> Vec<&'n Node>) -> Vec<&'n Node> {
        let mut all = vec![self];
        let mut at = 0;
        while at < all.len() {
            let more = under(all[at]);
            all.extend(more);
            at += 1;
        }
        all
    }

    /// The test of the condition itself, where it has one.
    pub fn test(&self) -> Option<&Test> {
        match &self.kind {
            NodeKind::Field { test, .. }
            | NodeKind::Property { test, .. }
            | NodeKind::EventProperty { test, .. }
            | NodeKind::Time { test, .. } => Some(test),
            NodeKind::Event(event) => match &event.ask {
                Ask::Measure { test, .. } => Some(test),
                Ask::Pick { .. } => None,
            },
            NodeKind::Ever(ever) => Some(&ever.test),
            NodeKind::Related(related) => match &related.ask {
                RelatedAsk::Count(test) => Some(test),
                RelatedAsk::Every => None,
            },
            _ => None,
        }
    }
}

/// What a condition asks of a row.
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
    /// A column of the row passes.
    Field {
        /// Which, of what row.
        column: Column,
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
    /// A key of an event's JSON passes.
    EventProperty {
        /// A literal key of the object wins (also one with dots, also where it holds `null`: then the value is absent), else every
        /// dotted part is a step inwards.
        property: String,
        /// What it must pass.
        test: Test,
    },
    /// A part of an event's local time passes.
    Time {
        /// Which.
        part: TimePart,
        /// What it must pass: a number, or of [`TimePart::Date`] the text `YYYY-MM-DD`.
        test: Test,
    },
    /// A measure over a user's matching events passes, or one of them does.
    Event(EventNode),
    /// A user has a chain of events.
    Sequence(SequenceNode),
    /// A user did it in enough periods.
    Regular(RegularNode),
    /// A user property took on another value.
    Changed(ChangedNode),
    /// A user property had a value that passes, at some moment.
    Ever(EverNode),
    /// A user is among the best or worst of all users.
    Rank(RankNode),
    /// Enough related rows pass.
    Related(RelatedNode),
    /// A user is in a saved segment.
    Segment {
        /// Its name; its rule is in [`Plan::segments`].
        name: String,
        /// A digest of its resolved rule, so that a condition on an edited segment is another condition.
        fingerprint: String,
    },
    /// A user is on a static list.
    List {
        /// Its name.
        name: String,
    },
    /// A user's latest consent record at an instant says so.
    Consent {
        /// What for.
        purpose: String,
        /// What it must say.
        state: ConsentState,
        /// The instant: now.
        at: Millis,
    },
}

/// A column of a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Of a user.
    User(UserColumn),
    /// Of an event.
    Event(EventColumn),
    /// Of a row of a custom table.
    Table(TableColumn),
}

impl Column {
    /// As the rule language names it.
    pub fn name(&self) -> &str {
        match self {
            Column::User(column) => column.name(),
            Column::Event(column) => column.name(),
            Column::Table(column) => &column.column,
        }
    }
}

/// A column of a custom table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TableColumn {
    /// The table's name.
    pub table: String,
    /// The column's name.
    pub column: String,
    /// What its values are.
    pub kind: ColumnType,
}

/// A part of an event's local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TimePart {
    /// 0 to 23.
    Hour,
    /// 1, Monday, to 7.
    Weekday,
    /// Of the month, 1 to 31.
    Day,
    /// 1 to 12.
    Month,
    /// The local date as text, `YYYY-MM-DD`.
    Date,
}

impl TimePart {
    /// All of them.
    pub const ALL: [TimePart; 5] = [TimePart::Hour, TimePart::Weekday, TimePart::Day, TimePart::Month, TimePart::Date];

    /// As the rule language names it.
    pub fn name(self) -> &'static str {
        match self {
            TimePart::Hour => "hour",
            TimePart::Weekday => "weekday",
            TimePart::Day => "day",
            TimePart::Month => "month",
            TimePart::Date => "date",
        }
    }
}

/// What the latest consent record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// Given.
    Granted,
    /// Refused or withdrawn.
    Denied,
    /// There is no record.
    Unknown,
}

impl ConsentState {
    /// All of them.
    pub const ALL: [ConsentState; 3] = [ConsentState::Granted, ConsentState::Denied, ConsentState::Unknown];

    /// As the rule language names it.
    pub fn name(self) -> &'static str {
        match self {
            ConsentState::Granted => "granted",
            ConsentState::Denied => "denied",
            ConsentState::Unknown => "unknown",
        }
    }
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

//! The edited tree: a rule as it is written, checked for what needs no clock and no data.

mod op;

pub use op::{Op, OperandShape};

use crate::plan::{Column, ConsentState, Measure, Pick, Scalar, TimePart};
use crate::schema::{ColumnType, End, Via};
use crate::window::{Duration, Time, Window};

/// A condition of the rule language. Which kinds may stand where is settled by [`crate::parse`].
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Every one holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// At least `n` hold.
    AtLeast {
        /// From 1 to the number of parts.
        n: u32,
        /// The parts.
        of: Vec<Condition>,
    },
    /// A column of the row.
    Field {
        /// Which, of what row.
        column: Column,
        /// What it must pass.
        test: TestSpec,
    },
    /// A flexible attribute of a user or an event.
    Property {
        /// Its name, dotted where nested.
        property: String,
        /// When it must have passed; `None`: now. Never of an event.
        as_of: Option<Time>,
        /// What it must pass.
        test: TestSpec,
    },
    /// A part of an event's local time.
    Time {
        /// Which.
        part: TimePart,
        /// What it must pass.
        test: TestSpec,
    },
    /// What a user did.
    Event(EventCondition),
    /// What a user did in order.
    Sequence(SequenceCondition),
    /// What a user did again and again.
    Regular(RegularCondition),
    /// A user property took on another value.
    Changed {
        /// Its name.
        property: String,
        /// The old value; `None`: any.
        from: Option<Scalar>,
        /// The new value; `None`: any.
        to: Option<Scalar>,
        /// When; `None`: all time.
        window: Option<Window>,
    },
    /// A user property had a value that passes.
    Ever {
        /// Its name.
        property: String,
        /// What it must pass; never a negative op.
        test: TestSpec,
        /// When; `None`: all time.
        window: Option<Window>,
    },
    /// Among the best or worst of all users.
    Rank {
        /// What is compared.
        by: RankSpec,
        /// True: the greatest.
        top: bool,
        /// How many.
        cut: CutSpec,
    },
    /// Related rows.
    Related(RelatedCondition),
    /// In a saved segment.
    Segment {
        /// Its name.
        name: String,
    },
    /// On a static list.
    List {
        /// Its name.
        name: String,
    },
    /// The latest consent record.
    Consent {
        /// What for.
        purpose: String,
        /// What it says.
        state: ConsentState,
    },
}

impl Condition {
    /// The conditions right inside it, whatever row they are asked of, each with the rest of its path: `.of[0]`, `.where`, `.steps[1].where`.
    pub fn inside(&self) -> Vec<(String, &Condition)> {
        fn filter(path: String, events: &EventsSpec) -> Option<(String, &Condition)> {
            events.filter.as_deref().map(|condition| (path, condition))
        }
        match self {
            Condition::All(of) | Condition::Any(of) | Condition::AtLeast { of, .. } => {
                of.iter().enumerate().map(|(i, part)| (format!(".of[{i}]"), part)).collect()
            }
            Condition::Not(of) => vec![(".of".to_owned(), of)],
            Condition::Event(event) => {
                let having = match &event.ask {
                    AskSpec::Measure { .. } => None,
                    AskSpec::Pick { having, .. } => Some((".having".to_owned(), &**having)),
                };
                filter(".where".to_owned(), &event.events).into_iter().chain(having).collect()
            }
            Condition::Sequence(sequence) => {
                let steps = sequence.steps.iter().enumerate();
                steps.filter_map(|(i, step)| filter(format!(".steps[{i}].where"), &step.events)).collect()
            }
            Condition::Regular(regular) => filter(".where".to_owned(), &regular.events).into_iter().collect(),
            Condition::Rank { by: RankSpec::Measure { events, .. }, .. } => filter(".by.where".to_owned(), events).into_iter().collect(),
            Condition::Related(related) => related.filter.iter().map(|filter| (".where".to_owned(), &**filter)).collect(),
            Condition::Field { .. }
            | Condition::Property { .. }
            | Condition::Time { .. }
            | Condition::Changed { .. }
            | Condition::Ever { .. }
            | Condition::Rank { by: RankSpec::Property(_), .. }
            | Condition::Segment { .. }
            | Condition::List { .. }
            | Condition::Consent { .. } => Vec::new(),
        }
    }

    /// The saved segments that it refers to anywhere inside, each with the path of the condition.
    pub fn segments(&self, path: &str) -> Vec<(String, &str)> {
        let mut found = Vec::new();
        let mut open = vec![(path.to_owned(), self)];
        while let Some((path, condition)) = open.pop() {
            if let Condition::Segment { name } = condition {
                found.push((path, name.as_str()));
                continue;
            }
            open.extend(condition.inside().into_iter().rev().map(|(rest, inside)| (format!("{path}{rest}"), inside)));
        }
        found
    }
}

/// Which events: by name, content and time.
#[derive(Debug, Clone, PartialEq)]
pub struct EventsSpec {
    /// By name.
    pub event: EventSelector,
    /// Only those that satisfy it.
    pub filter: Option<Box<Condition>>,
}

/// What a user did, how often.
#[derive(Debug, Clone, PartialEq)]
pub struct EventCondition {
    /// Which events.
    pub events: EventsSpec,
    /// Only those in it; `None`: all time.
    pub window: Option<Window>,
    /// What is asked of them.
    pub ask: AskSpec,
}

/// What is asked of a user's matching events.
#[derive(Debug, Clone, PartialEq)]
pub enum AskSpec {
    /// A measure passes a test; the default is a count of `gte` 1.
    Measure {
        /// What is measured.
        measure: Measure,
        /// What it must pass.
        test: TestSpec,
    },
    /// The earliest or latest satisfies a condition.
    Pick {
        /// Which.
        pick: Pick,
        /// What it must satisfy.
        having: Box<Condition>,
    },
}

/// Events by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventSelector {
    /// `"*"`
    Every,
    /// One, or any of several.
    Named(Vec<String>),
}

/// What a user did in order.
#[derive(Debug, Clone, PartialEq)]
pub struct SequenceCondition {
    /// In order.
    pub steps: Vec<StepSpec>,
    /// Of the first step; `None`: all time.
    pub window: Option<Window>,
    /// Of every step from the first; a fixed unit.
    pub within: Option<Duration>,
    /// Properties that all have in common.
    pub same: Vec<String>,
}

/// A step of a sequence.
#[derive(Debug, Clone, PartialEq)]
pub struct StepSpec {
    /// Which events.
    pub events: EventsSpec,
    /// Distance from the event before; a fixed unit.
    pub within: Option<Duration>,
    /// No such event.
    pub absent: bool,
}

/// What a user did again and again.
#[derive(Debug, Clone, PartialEq)]
pub struct RegularCondition {
    /// Which events.
    pub events: EventsSpec,
    /// How long a period is.
    pub period: Duration,
    /// How many periods back.
    pub periods: u32,
    /// In how many of them.
    pub at_least: u32,
    /// How often in each.
    pub times: u32,
}

/// What users are ranked by.
#[derive(Debug, Clone, PartialEq)]
pub enum RankSpec {
    /// A measure over events.
    Measure {
        /// Which events.
        events: EventsSpec,
        /// Only those in it; `None`: all time.
        window: Option<Window>,
        /// What is measured.
        measure: Measure,
    },
    /// A user property.
    Property(String),
}

/// How many are among the best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CutSpec {
    /// So many.
    Number(u64),
    /// A percentage above 0, at most 100.
    Percent(f64),
}

/// Related rows.
#[derive(Debug, Clone, PartialEq)]
pub struct RelatedCondition {
    /// The name of the walk.
    pub relation: String,
    /// Where it leads, as the schema had it when the rule was read.
    pub walk: RelatedWalk,
    /// Only those rows that satisfy it.
    pub filter: Option<Box<Condition>>,
    /// How many; `None`: every one, and at least one.
    pub count: Option<TestSpec>,
}

/// A relation in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedWalk {
    /// Where it starts.
    pub from: End,
    /// The link table.
    pub via: Option<Via>,
    /// Where it ends.
    pub to: End,
    /// What the column of a table holds, at the start and at the end; `None` where that end is no column of a table.
    pub kinds: (Option<ColumnType>, Option<ColumnType>),
}

/// An op with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct TestSpec {
    /// The op.
    pub op: Op,
    /// Its value; its shape is the op's.
    pub value: Operand,
}

/// The value of a test.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// Of `is_set`, `is_not_set`.
    None,
    /// Of `is`, `in` and their negatives; one for `is`.
    Scalars(Vec<Scalar>),
    /// Of `contains`, `starts_with`, `ends_with`, `matches` and their negatives.
    Text(String),
    /// Of `gt`, `gte`, `lt`, `lte`.
    Number(f64),
    /// Of `between`.
    Range(f64, f64),
    /// Of `before`, `after`.
    Time(Time),
    /// Of `during`, `not_during`, `anniversary`.
    Window(Window),
}

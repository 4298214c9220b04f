//! The resolved rule: windows, times and tests made definite for one `now` and one zone. What every execution walks.
//!
//! Everything a plan says is absolute (instants in milliseconds, folded texts), so that two executions cannot read it
//! differently, and so that equal nodes have equal [fingerprints](Node::fingerprint).

mod columns;
mod events;
mod people;
mod test;

pub use columns::{Column, ConsentState, EventColumn, TableColumn, TimePart, UserColumn};
pub use events::{Ask, EventNames, EventNode, Events, Measure, Pick, RegularNode, SequenceNode, Step};
pub use people::{ChangedNode, Cut, EverNode, Key, RankBy, RankNode, RelatedAsk, RelatedNode};
pub use test::{Bound, Positive, Recurrence, Scalar, Test};

use crate::time::{Millis, Zone};
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

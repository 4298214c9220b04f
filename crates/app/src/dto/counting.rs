//! Counts of a draft, card by card, and its statement.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Asks for the counts of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CountRequest {
    /// The builder's tree as JSON text.
    pub draft: String,
    /// The segment that it is the draft of: a rule that leads back to it is refused.
    pub segment: Option<u32>,
    /// Grows with every request of the page. A request older than the newest is cancelled.
    pub ticket: u32,
}

/// How a card or group stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NodeState {
    /// Counted; `count` is exact.
    Exact,
    /// Something is missing (`missing` says which key); left out of the count.
    Incomplete,
    /// Switched off by the person; left out.
    Muted,
    /// It means nothing as it stands (`message` says why); left out.
    Failed,
    /// A group with nothing in it that counts; left out.
    Empty,
}

/// The count of one card or group of the draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct NodeReport {
    /// The draft's id of the card or group.
    pub id: String,
    /// How it stands.
    pub state: NodeState,
    /// People that match it on its own, of everyone.
    pub count: Option<u32>,
    /// In the top group, if it is an All group: people left after this and all before it.
    pub narrows_to: Option<u32>,
    /// For a negative condition: how many of its people have no value at all.
    pub without_value: Option<u32>,
    /// The key that is missing, for `Incomplete` (`value`, `window`, `event` …).
    pub missing: Option<String>,
    /// Why it is `Failed`, or what is missing, in words.
    pub message: Option<String>,
    /// What would be accepted.
    pub hint: Option<String>,
    /// The exact times of its window, if it has one.
    pub window: Option<WindowBounds>,
    /// The condition as an English clause ("plan is not free").
    pub sentence: Option<String>,
}

/// A window's exact bounds: the first instant in it, and the first instant after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WindowBounds {
    /// The earliest instant inside; none: since ever.
    pub from: Option<String>,
    /// The latest instant inside (never later than now, for events).
    pub to: Option<String>,
}

/// The answer to a `CountRequest`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CountReport {
    /// The request's ticket.
    pub ticket: u32,
    /// The instant it was evaluated at.
    pub now: String,
    /// People who match.
    pub people: u32,
    /// Everyone.
    pub everyone: u32,
    /// Milliseconds of the evaluation.
    pub millis: f32,
    /// One for every card and group of the draft.
    pub nodes: Vec<NodeReport>,
    /// Cards left out because they are unfinished or failed.
    pub unfinished: u32,
    /// Cards left out because they are muted.
    pub muted: u32,
    /// The whole rule in plain words.
    pub sentence: String,
    /// For a count of 0: the node that brings it to 0, if one does.
    pub emptied_by: Option<String>,
    /// For a count of 0: what the rule asks for that does not occur, with the nearest that does.
    pub unseen: Vec<Unseen>,
}

/// Something that a rule asks for and that does not occur in the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Unseen {
    /// The condition's place in the rule: `where.of[0]`.
    pub path: String,
    /// What does not occur.
    pub kind: UnseenKind,
    /// As the rule spells it.
    pub name: String,
    /// The nearest of its kind that does occur, if one is near.
    pub nearest: Option<String>,
    /// How many events (events, values of their properties), people or rows have the nearest; 0 where that is not counted.
    pub count: u32,
    /// When the nearest last happened, where it is an event or a value of one's property.
    pub last_seen: Option<String>,
}

/// What does not occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UnseenKind {
    /// An event.
    Event,
    /// A user property.
    Property,
    /// A property of the events that were chosen.
    EventProperty,
    /// A value.
    Value,
}

/// A statement to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SqlText {
    /// Runs unchanged in the engine's own shell.
    pub text: String,
}

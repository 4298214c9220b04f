//! What the engine reads: traits that the store fills.

use muster_rules::plan::{EventNames, UserColumn};
use muster_rules::time::{Millis, Span};
use roaring::RoaringBitmap;
use std::ops::ControlFlow;

/// A user's place inside the workspace: small, dense, never reused.
pub type Ordinal = u32;

/// A profile column's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldValue<'a> {
    /// Of a text column.
    Text(&'a str),
    /// Of a time column.
    Time(Millis),
}

/// An event as the engine sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event<'a> {
    /// Whose.
    pub user: Ordinal,
    /// Its name.
    pub name: &'a str,
    /// When.
    pub time: Millis,
    /// Its properties as canonical JSON text; empty where they were not asked for.
    pub properties: &'a str,
}

/// Why data could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct SourceError {
    /// What happened.
    pub message: String,
    /// The file is held by another program; trying again may help.
    pub busy: bool,
}

/// Called for each user that has a value of a profile column; `Break` ends the reading early, without error.
pub type VisitFields<'v> = &'v mut dyn FnMut((Ordinal, FieldValue<'_>)) -> ControlFlow<()>;

/// Called for each user that has a value of a property, with its JSON; `Break` ends the reading early, without error.
pub type VisitProperties<'v> = &'v mut dyn FnMut((Ordinal, &str)) -> ControlFlow<()>;

/// Called for each event; `Break` ends the reading early, without error.
pub type VisitEvents<'v> = &'v mut dyn FnMut(Event<'_>) -> ControlFlow<()>;

/// One consistent state of a workspace's data.
pub trait Source {
    /// Everyone.
    fn everyone(&self) -> Result<RoaringBitmap, SourceError>;

    /// Grows with every change of the data: results of another generation are not this one's.
    fn generation(&self) -> u64;

    /// The values of a profile column; users without one are left out.
    fn field_values(&self, column: UserColumn, visit: VisitFields<'_>) -> Result<(), SourceError>;

    /// A user property's values (canonical JSON, never `null`) as they stood at an instant; users without one are left out.
    fn property_values(&self, property: &str, at: Millis, visit: VisitProperties<'_>) -> Result<(), SourceError>;

    /// Events by name and time, in no particular order; `properties` asks for their JSON.
    fn events(&self, names: &EventNames, window: Span, properties: bool, visit: VisitEvents<'_>) -> Result<(), SourceError>;
}

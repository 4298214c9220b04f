//! What the engine reads: traits that the store fills.

use muster_rules::plan::{EventNames, UserColumn};
use muster_rules::schema::ColumnType;
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
    /// Its place in the order of import: of two events at the same time the one with the greater number is the later.
    pub number: u64,
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

/// A value of a user property over the time it stood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stood<'a> {
    /// Whose.
    pub user: Ordinal,
    /// Since when, inclusive; `None`: since ever.
    pub from: Option<Millis>,
    /// Until when, exclusive; `None`: still so.
    pub to: Option<Millis>,
    /// Canonical JSON, never `null`.
    pub value: &'a str,
}

/// A row's place inside its custom table: small, dense, never reused while it is there.
pub type RowNumber = u32;

/// A value of a custom table's column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// There is none.
    Absent,
    /// Of a text column.
    Text(&'a str),
    /// Of a number column.
    Number(f64),
    /// Of a bool column.
    Bool(bool),
    /// Of a time column.
    Time(Millis),
}

/// A column that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedColumn<'a> {
    /// Its name.
    pub name: &'a str,
    /// What its values are.
    pub kind: ColumnType,
}

/// Called for each stretch of a user property's history; `Break` ends the reading early, without error.
pub type VisitHistory<'v> = &'v mut dyn FnMut(Stood<'_>) -> ControlFlow<()>;

/// Called for each user with a consent record, with whether the latest one is given; `Break` ends the reading early, without error.
pub type VisitConsent<'v> = &'v mut dyn FnMut((Ordinal, bool)) -> ControlFlow<()>;

/// Called for each row of a custom table with the values asked for; `Break` ends the reading early, without error.
pub type VisitRows<'v> = &'v mut dyn FnMut(RowNumber, &[Cell<'_>]) -> ControlFlow<()>;

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

    /// Every stretch of a user property's history in which it had a value, users together, each user's in the order of time. Removals are
    /// gaps; stretches that begin later than now are there too. A stretch that begins where another ends follows it at once.
    fn property_history(&self, property: &str, visit: VisitHistory<'_>) -> Result<(), SourceError>;

    /// Who is on a static list; of an unknown list nobody.
    fn list_members(&self, list: &str) -> Result<RoaringBitmap, SourceError>;

    /// The latest consent record for a purpose at an instant, of every user that has one by then.
    fn consent(&self, purpose: &str, at: Millis, visit: VisitConsent<'_>) -> Result<(), SourceError>;

    /// Since when a user's latest consent record for a purpose at an instant holds, for explanations; `None` where there is none, or where the source
    /// does not say.
    fn consent_since(&self, purpose: &str, at: Millis, user: Ordinal) -> Result<Option<Millis>, SourceError> {
        let _ = (purpose, at, user);
        Ok(None)
    }

    /// The rows of a custom table, with the values of these columns in this order. Of an unknown table none.
    fn table_rows(&self, table: &str, columns: &[AskedColumn<'_>], visit: VisitRows<'_>) -> Result<(), SourceError>;
}

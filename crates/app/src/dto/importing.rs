//! Files into the workspace.

use super::ValueKind;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A file chosen or dropped, kept on the Rust side under its handle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ImportFile {
    /// What the import commands take.
    pub handle: u32,
    /// The file's name, without folders.
    pub name: String,
    /// Its size in bytes, as a number the page can show.
    pub bytes: f64,
}

/// What the rows of a file are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum ImportKind {
    /// One row a person.
    Users,
    /// One row a thing that happened.
    Events,
    /// One row a property of a person, with its history.
    Properties,
    /// One row a consent given or withdrawn.
    Consent,
    /// One row a person on a list.
    List {
        /// The list's name; one that is new makes the list.
        name: String,
    },
    /// One row a row of a custom table.
    Table {
        /// The table's name; it must have been defined.
        name: String,
    },
}

/// What a file looks like before anything is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ImportPreview {
    /// The file.
    pub file: ImportFile,
    /// How it was read: "CSV with a header, comma, UTF-8".
    pub format: String,
    /// Why that was taken: "the first line has 9 names …".
    pub because: String,
    /// What its rows are taken to be.
    pub kind: ImportKind,
    /// What else they could be: every kind whose needed columns are there, and every custom table that the columns fit.
    pub kinds: Vec<ImportKind>,
    /// A name for the list that its rows could be put on, after the file's; none: it names nobody.
    pub list: Option<String>,
    /// The lists that there are.
    pub lists: Vec<String>,
    /// The custom tables that are defined.
    pub tables: Vec<String>,
    /// Its columns.
    pub columns: Vec<ImportColumn>,
    /// The first 5 rows, as they will be stored, in the order of `columns`.
    pub rows: Vec<Vec<Option<String>>>,
    /// What keeps it from being imported, if anything does.
    pub problem: Option<String>,
}

/// One column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ImportColumn {
    /// Its name in the file.
    pub name: String,
    /// What it becomes.
    pub becomes: ColumnTarget,
    /// What its sampled values mostly are.
    pub kind: ValueKind,
    /// Why, in a few words ("known property, same 3 values", "12 of 500 sampled rows are empty").
    pub why: String,
    /// True where it deserves a look.
    pub look: bool,
}

/// What a column of a file becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ColumnTarget {
    /// The person's id.
    UserId,
    /// A profile field.
    Field,
    /// A property of the person.
    UserProperty,
    /// The event's name.
    EventName,
    /// The event's own id.
    EventId,
    /// When it happened, or since when it holds.
    Timestamp,
    /// A property of the event.
    EventProperty,
    /// A JSON object of properties.
    Properties,
    /// A property's name, in a properties file.
    PropertyName,
    /// A property's value, in a properties file.
    PropertyValue,
    /// A consent's purpose.
    Purpose,
    /// A consent's state.
    State,
    /// A column of the custom table.
    TableColumn,
    /// Nothing: it is left out.
    Nothing,
}

/// Starts an import or its dry run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ImportRequest {
    /// The file.
    pub handle: u32,
    /// What its rows are.
    pub kind: ImportKind,
    /// Count, and write nothing.
    pub dry_run: bool,
    /// Chosen by the page; `cancel_job` takes it.
    pub job: u32,
}

/// How an import went, or would go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ImportReport {
    /// Rows read: `added + updated + duplicates + rejected`.
    pub read: u32,
    /// New people, events, values.
    pub added: u32,
    /// People or values changed.
    pub updated: u32,
    /// Rows that change nothing.
    pub duplicates: u32,
    /// Rows left out.
    pub rejected: u32,
    /// Of a list: different ids of the file that name nobody yet. They are kept aside, and join the list when they appear.
    pub unknown: u32,
    /// Why, the most frequent first.
    pub reasons: Vec<RejectReason>,
    /// The first 20 rejected rows.
    pub rejects: Vec<RejectedRow>,
    /// How long it took.
    pub seconds: f32,
    /// People after it.
    pub people: u32,
    /// Events after it.
    pub events: u32,
    /// Nothing was written.
    pub dry_run: bool,
}

/// A reason and how many rows it stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RejectReason {
    /// In words.
    pub why: String,
    /// Rows.
    pub count: u32,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RejectedRow {
    /// Its line in the file, from 1.
    pub line: u32,
    /// Why.
    pub why: String,
}

/// One finished import, for the Data room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ImportRecord {
    /// The file's name.
    pub name: String,
    /// What its rows were.
    pub kind: ImportKind,
    /// When it ended.
    pub at: String,
    /// Rows read.
    pub read: u32,
    /// Added.
    pub added: u32,
    /// Updated.
    pub updated: u32,
    /// Duplicates.
    pub duplicates: u32,
    /// Rejected.
    pub rejected: u32,
    /// Of a list: ids that named nobody when it ended.
    pub unknown: u32,
}

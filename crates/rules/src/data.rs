//! Rows as the workspace keeps them: what readers of files make and the store takes.

use crate::time::{Millis, StoredTime};

/// A value as canonical JSON text (RFC 8785), never `null`.
pub type JsonText = String;

/// A row of a users file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UserRow {
    /// The person's id; never empty.
    pub user_id: String,
    /// `None`: the row says nothing, what was there stays.
    pub email: Option<String>,
    /// As `email`.
    pub name: Option<String>,
    /// As `email`; a time without zone is read in the workspace's.
    pub created_at: Option<StoredTime>,
    /// As `email`.
    pub account_type: Option<String>,
    /// Every further column that says something, by name. They begin at the import's clock.
    pub properties: Vec<(String, JsonText)>,
}

/// A row of an events file.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    /// The event's own id, where the source has one.
    pub event_id: Option<String>,
    /// Who did it; created where unknown.
    pub user_id: String,
    /// What they did.
    pub event_name: String,
    /// When; a time without zone is read in the workspace's.
    pub timestamp: StoredTime,
    /// A JSON object as canonical text; `{}` where there are no properties.
    pub properties: JsonText,
}

/// A row of a properties file.
#[derive(Debug, Clone, PartialEq)]
pub struct PropertyRow {
    /// Whose; created where unknown.
    pub user_id: String,
    /// Which property.
    pub property_name: String,
    /// `None` removes the value.
    pub property_value: Option<JsonText>,
    /// Since when; `None`: since the import's clock.
    pub updated_at: Option<StoredTime>,
}

/// A row of a consent file.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsentRow {
    /// Whose; created where unknown.
    pub user_id: String,
    /// What for, e.g. `email`.
    pub purpose: String,
    /// Given or refused.
    pub granted: bool,
    /// Since when; `None`: since the import's clock.
    pub updated_at: Option<StoredTime>,
}

/// A row of a list file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListRow {
    /// By the person's id.
    UserId(String),
    /// By email, for files without ids.
    Email(String),
}

/// A value of a custom table's column.
#[derive(Debug, Clone, PartialEq)]
pub enum CellValue {
    /// Of a text column.
    Text(String),
    /// Of a number column; finite.
    Number(f64),
    /// Of a bool column.
    Bool(bool),
    /// Of a time column; a time without zone is read in the workspace's.
    Time(StoredTime),
}

/// A row of a custom table's file: the columns that it has a value for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableRow {
    /// By column name; each at most once.
    pub cells: Vec<(String, CellValue)>,
}

/// Any row of any file.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// Of a users file.
    User(UserRow),
    /// Of an events file.
    Event(EventRow),
    /// Of a properties file.
    Property(PropertyRow),
    /// Of a consent file.
    Consent(ConsentRow),
    /// Of a list's file.
    List(ListRow),
    /// Of a custom table's file.
    Table(TableRow),
}

/// An instant that the import's clock fixes.
pub type ImportClock = Millis;

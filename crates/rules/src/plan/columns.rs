//! Columns of rows, and other closed sets of words.

use crate::schema::ColumnType;
use serde::Serialize;

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

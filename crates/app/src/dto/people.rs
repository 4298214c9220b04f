//! Pages of people and their columns.

use super::ValueKind;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Asks for people of a draft's result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct MembersRequest {
    /// The builder's tree as JSON text.
    pub draft: String,
    /// Column keys: `user_id`, `email`, `name`, `created_at`, `account_type`, `last_seen`, or `property:NAME`.
    pub columns: Vec<String>,
    /// The column to sort by; none: in the order of import.
    pub sort: Option<SortBy>,
    /// Rows to skip.
    pub offset: u32,
    /// Rows wanted, at most 500.
    pub limit: u32,
}

/// A column and a direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SortBy {
    /// The column's key.
    pub column: String,
    /// Largest, latest or last first.
    pub descending: bool,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct MembersPage {
    /// People in all.
    pub total: u32,
    /// One row a person: `user_id` first, then the asked columns as they read; none: no value.
    pub rows: Vec<MemberRow>,
}

/// One person of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MemberRow {
    /// The person's id.
    pub user_id: String,
    /// The asked columns, in order.
    pub cells: Vec<Option<String>>,
}

/// A column that can be shown or exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ColumnChoice {
    /// Its key (`email`, `property:plan`).
    pub key: String,
    /// Its heading in the file.
    pub heading: String,
    /// What it holds.
    pub kind: ValueKind,
    /// People who have a value.
    pub people: u32,
}

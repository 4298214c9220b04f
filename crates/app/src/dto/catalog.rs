//! What a workspace really holds, and real values of it.

use super::{CatalogList, CatalogPurpose, CatalogRelation, CatalogTable};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What values a field or property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// Text that is mostly neither number nor time.
    Text,
    /// Numbers, or text that is wholly a decimal number.
    Number,
    /// true and false.
    Bool,
    /// Times or dates.
    Time,
    /// JSON lists.
    List,
    /// JSON objects; their keys are asked with dots (`cart.total`).
    Object,
}

/// What this workspace really holds: the palette and the editors' choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Catalog {
    /// Everyone in the workspace.
    pub everyone: u32,
    /// The profile's own columns: `user_id`, `email`, `name`, `created_at`, `account_type`.
    pub fields: Vec<CatalogField>,
    /// User properties, by how many people have them.
    pub properties: Vec<CatalogProperty>,
    /// Events, by how often they happened.
    pub events: Vec<CatalogEvent>,
    /// Custom tables, in the order in which they were defined.
    pub tables: Vec<CatalogTable>,
    /// Relations between people, events and tables, in the order in which they were defined.
    pub relations: Vec<CatalogRelation>,
    /// Lists, by name.
    pub lists: Vec<CatalogList>,
    /// What people consent to, by name.
    pub purposes: Vec<CatalogPurpose>,
}

/// One profile field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CatalogField {
    /// As the rule language names it.
    pub field: String,
    /// Text or time.
    pub kind: ValueKind,
    /// How many people have a value.
    pub people: u32,
}

/// One user property.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CatalogProperty {
    /// Its name; for a nested one, dotted.
    pub name: String,
    /// What it mostly holds.
    pub kind: ValueKind,
    /// How many people have a current value.
    pub people: u32,
}

/// One event name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CatalogEvent {
    /// As imported.
    pub name: String,
    /// How many times it happened up to now.
    pub count: u32,
    /// The latest one up to now.
    pub last_seen: Option<String>,
    /// Its properties, the most frequent first.
    pub properties: Vec<CatalogEventProperty>,
}

/// One property of one event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CatalogEventProperty {
    /// Its key; for a nested one, dotted.
    pub name: String,
    /// What it mostly holds.
    pub kind: ValueKind,
    /// How many of the events have it.
    pub events: u32,
}

/// Whose values `values` looks up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum ValueSource {
    /// A profile field.
    Field {
        /// Its name.
        field: String,
    },
    /// A user property (current values).
    Property {
        /// Its name.
        property: String,
    },
    /// A property of an event.
    EventProperty {
        /// The event's name, or `*`.
        event: String,
        /// The key.
        property: String,
    },
}

/// A real value and how many have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ValueCount {
    /// The value as JSON text: what goes into a rule (`"pro"`, `5`, `true`).
    pub json: String,
    /// How it reads.
    pub text: String,
    /// People (fields, properties) or events (event properties) that have it.
    pub count: u32,
}

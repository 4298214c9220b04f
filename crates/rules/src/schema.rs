//! What a workspace declares besides users and events: custom tables, relations between tables, static lists, saved segments.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a rule may refer to by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalog {
    /// Custom tables and relations.
    pub schema: Schema,
    /// Names of static lists.
    pub lists: BTreeSet<String>,
    /// Saved segments: the rule (`where`) of each, as JSON, by name.
    pub segments: BTreeMap<String, Value>,
}

/// Custom tables and the relations between them, users and events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schema {
    /// In the order they were declared.
    pub tables: Vec<Table>,
    /// In the order they were declared.
    pub relations: Vec<Relation>,
}

/// A custom table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name, also in the file.
    pub name: String,
    /// The column that tells its rows apart; `None`: rows of equal content are told apart by how many there are.
    pub key: Option<String>,
    /// In the order they were declared.
    pub columns: Vec<Column>,
}

/// A column of a custom table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name, also in the file.
    pub name: String,
    /// What its values are; a row's value may be absent in any column but the key.
    pub kind: ColumnType,
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Any text.
    Text,
    /// IEEE doubles, finite.
    Number,
    /// True or false.
    Bool,
    /// An instant; one without zone was read in the workspace's when it was imported, as `created_at` is.
    Time,
}

impl ColumnType {
    /// All of them.
    pub const ALL: [ColumnType; 4] = [ColumnType::Text, ColumnType::Number, ColumnType::Bool, ColumnType::Time];

    /// As `TABLES.json` names it.
    pub fn name(self) -> &'static str {
        match self {
            ColumnType::Text => "text",
            ColumnType::Number => "number",
            ColumnType::Bool => "bool",
            ColumnType::Time => "time",
        }
    }
}

/// A relation between two tables: two rows are related where a key of one equals a key of the other by text form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The name of the walk from `from` to `to`.
    pub name: String,
    /// The name of the walk back, where there is one. A relation that starts at events has none.
    pub reverse: Option<String>,
    /// Where it starts.
    pub from: End,
    /// Where it ends; never events.
    pub to: End,
    /// The link table between them, where it is many-to-many.
    pub via: Option<Via>,
}

/// One end of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// A column of the users (`user_id`, `email`, `name`, `created_at`, `account_type`).
    UserColumn(crate::plan::UserColumn),
    /// A user property, as it stands at `now`; dotted as in a rule.
    UserProperty(String),
    /// An event property; dotted as in a rule.
    EventProperty(String),
    /// The local date of an event, `YYYY-MM-DD` in the workspace's zone.
    EventDate,
    /// A column of a custom table.
    TableColumn {
        /// Which table.
        table: String,
        /// Which column.
        column: String,
    },
}

/// A link table: each row joins the `from` whose key its column `from` holds to the `to` whose key its column `to` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Via {
    /// The custom table.
    pub table: String,
    /// Its column that holds keys of the start.
    pub from: String,
    /// What that column's values are.
    pub from_kind: ColumnType,
    /// Its column that holds keys of the end.
    pub to: String,
    /// What that column's values are.
    pub to_kind: ColumnType,
}

/// What a condition is asked of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// A user.
    User,
    /// An event.
    Event,
    /// A row of a custom table.
    Table(String),
}

impl End {
    /// The rows that have this key.
    pub fn row(&self) -> Row {
        match self {
            End::UserColumn(_) | End::UserProperty(_) => Row::User,
            End::EventProperty(_) | End::EventDate => Row::Event,
            End::TableColumn { table, .. } => Row::Table(table.clone()),
        }
    }
}

impl Schema {
    /// A custom table by name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// The walks that start at a row of this kind: each by its name, with where it starts, what it goes through and where it ends.
    pub fn walks(&self, from: &Row) -> Vec<Walk<'_>> {
        let mut walks = Vec::new();
        for relation in &self.relations {
            if relation.from.row() == *from {
                walks.push(Walk { name: &relation.name, from: &relation.from, to: &relation.to, via: relation.via.clone() });
            }
            // Events are walked from, never to.
            if let Some(reverse) = relation.reverse.as_ref().filter(|_| relation.to.row() == *from && relation.from.row() != Row::Event) {
                let via = relation.via.as_ref();
                let via = via.map(|via| Via {
                    table: via.table.clone(),
                    from: via.to.clone(),
                    from_kind: via.to_kind,
                    to: via.from.clone(),
                    to_kind: via.from_kind,
                });
                walks.push(Walk { name: reverse, from: &relation.to, to: &relation.from, via });
            }
        }
        walks
    }
}

/// A relation in one of its directions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk<'s> {
    /// The name of this direction.
    pub name: &'s str,
    /// Where it starts.
    pub from: &'s End,
    /// Where it ends.
    pub to: &'s End,
    /// The link table, seen in this direction.
    pub via: Option<Via>,
}

impl Table {
    /// A column by name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

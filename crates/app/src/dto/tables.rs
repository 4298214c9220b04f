//! Custom tables, relations, lists and consent: what there is, and what a file of tables would bring.

use super::{ImportFile, ValueKind};
use serde::{Deserialize, Serialize};
use specta::Type;

/// One custom table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CatalogTable {
    /// Its name.
    pub name: String,
    /// The column that tells its rows apart, if one does.
    pub key: Option<String>,
    /// Its columns, in the order in which they were defined.
    pub columns: Vec<CatalogColumn>,
    /// Rows in it.
    pub rows: u32,
}

/// One column of a custom table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CatalogColumn {
    /// Its name.
    pub name: String,
    /// What its values are: text, number, bool or time.
    pub kind: ValueKind,
}

/// One relation: rows are related where the key at one end equals the key at the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CatalogRelation {
    /// What it is called from its start.
    pub name: String,
    /// What the way back is called; none: it is walked one way only.
    pub reverse: Option<String>,
    /// Where it starts.
    pub from: RelationEnd,
    /// Where it ends.
    pub to: RelationEnd,
    /// The table between them, where it joins many to many.
    pub via: Option<RelationVia>,
}

/// One end of a relation: whose rows, and by which key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum RelationEnd {
    /// People, by a profile field.
    Field {
        /// Its name.
        field: String,
    },
    /// People, by one of their properties.
    Property {
        /// Its name.
        property: String,
    },
    /// Events, by one of their properties.
    EventProperty {
        /// The key.
        property: String,
    },
    /// Events, by their date.
    EventDate,
    /// Rows of a custom table, by a column.
    Column {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
}

/// The table between the two ends of a relation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RelationVia {
    /// Its name.
    pub table: String,
    /// Its column that holds keys of the start.
    pub from: String,
    /// Its column that holds keys of the end.
    pub to: String,
}

/// One list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CatalogList {
    /// Its name.
    pub name: String,
    /// People on it.
    pub people: u32,
    /// Ids on it that name nobody yet.
    pub unknown: u32,
}

/// One purpose that people consent to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CatalogPurpose {
    /// Its name.
    pub purpose: String,
    /// People who gave it.
    pub granted: u32,
    /// People who denied it.
    pub denied: u32,
}

/// What a file of tables declares, before anything of it is defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct TablesPreview {
    /// The file.
    pub file: ImportFile,
    /// Its tables, as they will be.
    pub tables: Vec<DeclaredTable>,
    /// Its relations.
    pub relations: Vec<DeclaredRelation>,
}

/// What a declaration does to what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// There is none of the name yet.
    New,
    /// A table gains columns; a relation takes the place of the one of its name.
    Changed,
    /// It is there already, just so.
    Same,
}

/// A table of a file of tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DeclaredTable {
    /// Its name.
    pub name: String,
    /// The column that tells its rows apart, if one does.
    pub key: Option<String>,
    /// All its columns, those that are there already too.
    pub columns: Vec<DeclaredColumn>,
    /// What comes of it.
    pub change: Change,
}

/// A column of a table of a file of tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DeclaredColumn {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: ValueKind,
    /// It comes to a table that is there already.
    pub added: bool,
}

/// A relation of a file of tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DeclaredRelation {
    /// The relation.
    pub relation: CatalogRelation,
    /// What comes of it.
    pub change: Change,
}

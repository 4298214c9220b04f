//! The rows of a workspace as any engine takes them.

use serde_json::{json, Map, Value};
use std::path::Path;
use std::process::Command;

/// Reads a workspace by its views.
const READER: &str = include_str!("workspace.py");

/// The tables of a workspace.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// Those of the engines' schema files, and the custom tables.
    pub tables: Vec<TableRows>,
}

/// A table with its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRows {
    /// Its name.
    pub name: String,
    /// Whether the engine's schema file lacks it.
    pub custom: bool,
    /// Its columns.
    pub columns: Vec<(String, ColumnKind)>,
    /// Its rows: an object each, of the columns that have a value.
    pub rows: Vec<Map<String, Value>>,
}

/// What a column's values are, and how they stand in [`TableRows::rows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// An instant, as text with its zone.
    Time,
    /// JSON, as canonical text.
    Json,
    /// A double.
    Number,
    /// A boolean.
    Bool,
    /// A whole number.
    Whole,
}

impl ColumnKind {
    const ALL: [(ColumnKind, &'static str); 6] = [
        (ColumnKind::Text, "text"),
        (ColumnKind::Time, "time"),
        (ColumnKind::Json, "json"),
        (ColumnKind::Number, "number"),
        (ColumnKind::Bool, "bool"),
        (ColumnKind::Whole, "whole"),
    ];
}

impl Rows {
    /// Reads a workspace file by its views, with Python's own SQLite.
    pub fn read(workspace: &Path) -> Result<Rows, String> {
        let output = Command::new(super::duckdb::python())
            .args(["-I", "-c", READER])
            .arg(workspace)
            .output()
            .map_err(|why| format!("python cannot be started: {why}"))?;
        if !output.status.success() {
            return Err(format!("{}: {}", workspace.display(), String::from_utf8_lossy(&output.stderr)));
        }
        let tables: Value = serde_json::from_slice(&output.stdout).map_err(|why| why.to_string())?;
        let tables = tables.as_array().into_iter().flatten().map(TableRows::of).collect::<Option<Vec<TableRows>>>();
        Ok(Rows { tables: tables.ok_or("the reader of workspaces says something else than tables")? })
    }
}

impl TableRows {
    /// A table of an engine's schema file.
    pub fn new(name: &str, columns: &[(&str, ColumnKind)], rows: Vec<Map<String, Value>>) -> TableRows {
        TableRows {
            name: name.to_owned(),
            custom: false,
            columns: columns.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect(),
            rows,
        }
    }

    fn of(table: &Value) -> Option<TableRows> {
        let column = |column: &Value| {
            let kind = ColumnKind::ALL.iter().find(|(_, name)| column[1] == *name)?.0;
            Some((column[0].as_str()?.to_owned(), kind))
        };
        Some(TableRows {
            name: table["name"].as_str()?.to_owned(),
            custom: table["custom"].as_bool()?,
            columns: table["columns"].as_array()?.iter().map(column).collect::<Option<_>>()?,
            rows: table["rows"].as_array()?.iter().map(|row| row.as_object().cloned()).collect::<Option<_>>()?,
        })
    }

    /// The rows as one JSON list.
    pub(crate) fn json(&self) -> String {
        json!(self.rows).to_string()
    }
}

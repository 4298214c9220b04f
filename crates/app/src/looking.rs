//! What a file looks like before anything of it is imported.

mod table;

use crate::dto::{ColumnTarget, ImportColumn, ImportFile, ImportKind, ImportPreview, ValueKind};
use crate::error::Result;
use crate::importing::file_error;
use crate::kinds::list_name;
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_io::{sniff, ReadOptions, Role, Shape, Sniffed, SniffedColumn};
use muster_rules::schema::{Schema, Table};
use std::path::Path;

impl Workspace {
    /// Looks into a file before anything is written; `kind` overrides the guess. Where the columns fit no other kind and one custom table,
    /// it is taken for rows of that.
    pub fn import_preview(&self, path: &Path, handle: u32, kind: Option<&ImportKind>) -> Result<ImportPreview> {
        kind.map_or(Ok(()), ImportKind::check)?;
        let options = ReadOptions { kind: kind.and_then(ImportKind::of_file), ..ReadOptions::default() };
        let seen = sniff(path, &options, self.zone()).map_err(file_error)?;
        let (schema, lists) = self.store().read(&Cancel::new(), |reader| {
            let lists = reader.lists()?.into_iter().map(|list| list.name).collect::<Vec<_>>();
            Ok::<_, crate::dto::AppError>((reader.schema()?, lists))
        })?;
        let fitting = fitting(&schema, &seen);
        let kind = match kind {
            Some(kind) => kind.clone(),
            None => guess(&seen, &fitting),
        };
        let mut kinds: Vec<ImportKind> = seen.kinds.iter().copied().filter_map(ImportKind::of_columns).collect();
        kinds.extend(fitting.iter().map(|table| ImportKind::Table { name: table.name.clone() }));
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let names_people = seen.columns.iter().any(|column| column.name == "user_id" || column.name == "email");
        let mut preview = ImportPreview {
            file: ImportFile { handle, name: name.clone(), bytes: seen.bytes as f64 },
            format: seen.format.clone(),
            because: seen.because.clone(),
            kinds,
            list: names_people.then(|| list_name(&name)),
            lists,
            tables: schema.tables.iter().map(|table| table.name.clone()).collect(),
            columns: Vec::new(),
            rows: Vec::new(),
            problem: None,
            kind,
        };
        let looked = match &preview.kind {
            ImportKind::Table { name } => table::look(path, &self.table_named(name)?, &seen, self.zone())?,
            _ => {
                let known: Vec<String> = self.catalog(self.now())?.properties.into_iter().map(|property| property.name).collect();
                let columns = seen.columns.iter().map(|column| column_dto(column, seen.sampled, &known)).collect();
                Looked { columns, rows: seen.rows, problem: seen.problem }
            }
        };
        preview.columns = looked.columns;
        preview.rows = looked.rows;
        // The page knows files by their names alone.
        preview.problem = looked.problem.map(|problem| problem.replace(&path.display().to_string(), &name));
        Ok(preview)
    }
}

/// What a look found for one kind of rows.
struct Looked {
    columns: Vec<ImportColumn>,
    rows: Vec<Vec<Option<String>>>,
    problem: Option<String>,
}

/// The tables that the file's columns fit exactly: each is one of the table's, and its key is among them; where it has none, all of its
/// columns are.
fn fitting<'s>(schema: &'s Schema, seen: &Sniffed) -> Vec<&'s Table> {
    let has = |name: &str| seen.columns.iter().any(|column| column.name == name);
    let fits = |table: &&Table| {
        let whole = match &table.key {
            Some(key) => has(key),
            None => table.columns.iter().all(|column| has(&column.name)),
        };
        whole && seen.columns.iter().all(|column| table.column(&column.name).is_some())
    };
    schema.tables.iter().filter(fits).collect()
}

/// What nobody said.
fn guess(seen: &Sniffed, fitting: &[&Table]) -> ImportKind {
    match (seen.kind.and_then(ImportKind::of_columns), fitting) {
        (Some(kind), _) => kind,
        (None, [only]) => ImportKind::Table { name: only.name.clone() },
        (None, _) => ImportKind::Users,
    }
}

fn shape_dto(shape: Shape) -> ValueKind {
    match shape {
        Shape::Text => ValueKind::Text,
        Shape::Number => ValueKind::Number,
        Shape::Bool => ValueKind::Bool,
        Shape::Time => ValueKind::Time,
        Shape::List => ValueKind::List,
        Shape::Object => ValueKind::Object,
    }
}

fn target(role: Option<Role>) -> ColumnTarget {
    match role {
        Some(Role::UserId) => ColumnTarget::UserId,
        Some(Role::Email | Role::Name | Role::CreatedAt | Role::AccountType) => ColumnTarget::Field,
        Some(Role::EventId) => ColumnTarget::EventId,
        Some(Role::EventName) => ColumnTarget::EventName,
        Some(Role::Timestamp | Role::UpdatedAt) => ColumnTarget::Timestamp,
        Some(Role::Properties) => ColumnTarget::Properties,
        Some(Role::EventProperty) => ColumnTarget::EventProperty,
        Some(Role::PropertyName) => ColumnTarget::PropertyName,
        Some(Role::PropertyValue) => ColumnTarget::PropertyValue,
        Some(Role::Purpose) => ColumnTarget::Purpose,
        Some(Role::State) => ColumnTarget::State,
        Some(Role::Unused) => ColumnTarget::Nothing,
        Some(Role::UserProperty) | None => ColumnTarget::UserProperty,
    }
}

fn column_dto(column: &SniffedColumn, sampled: u64, known: &[String]) -> ImportColumn {
    let mut look = false;
    let why = if column.role.is_none() {
        look = true;
        "has no place in files of this kind".to_owned()
    } else if column.role == Some(Role::Unused) {
        "does not matter to a list".to_owned()
    } else if let Some(odd) = column.odd_example.as_deref().filter(|_| column.odd > 0) {
        look = true;
        // Columns that must hold a time turn away rows that hold something else.
        if matches!(column.role, Some(Role::Timestamp | Role::CreatedAt | Role::UpdatedAt)) {
            return ImportColumn {
                name: column.name.clone(),
                becomes: target(column.role),
                kind: shape_dto(column.shape),
                why: format!("{} of {} values are no time, such as “{odd}”; their rows are rejected", column.odd, column.filled),
                look,
            };
        }
        format!("{} of {} values are something else, such as “{odd}”; each keeps its own type", column.odd, column.filled)
    } else if column.filled == 0 {
        look = true;
        format!("says nothing in the first {sampled} rows")
    } else if column.empty > 0 {
        format!("{} of {sampled} sampled rows say nothing here", column.empty)
    } else if column.role == Some(Role::UserProperty) && !known.contains(&column.name) {
        "a new property".to_owned()
    } else if column.role == Some(Role::UserProperty) {
        "a known property".to_owned()
    } else if column.role == Some(Role::EventProperty) {
        "by its name, a property of the event".to_owned()
    } else {
        "by its name".to_owned()
    };
    ImportColumn { name: column.name.clone(), becomes: target(column.role), kind: shape_dto(column.shape), why, look }
}

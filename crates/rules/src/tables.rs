//! `TABLES.json`: custom tables and relations, read strictly into a [`Schema`] and written back.
//!
//! A document is brought into what a workspace declares already, whole or not at all. A table may gain columns; those it has keep their
//! type, and the table its key; what is left out stays. A relation takes the place of the one of its name.

mod json;
mod relation;
mod write;

#[cfg(test)]
mod tests;

use crate::error::RuleError;
use crate::schema::{Column, ColumnType, Schema, Table};
use crate::text::fold;
use json::Json;
pub use relation::read_relation;
pub use write::{relation_text, write_tables};

/// Names that the file and the rule language have a meaning for already.
const TAKEN: [&str; 5] = ["users", "events", "user_properties", "user_property_history", "segments"];
/// Beginnings of names that are the program's own, or SQLite's.
const PREFIXES: [&str; 2] = ["muster_", "sqlite_"];
/// Most columns of one table.
const MAX_COLUMNS: usize = 500;
/// Longest name, in characters.
const MAX_NAME: usize = 200;

/// Brings a `TABLES.json` into what is declared already: the new whole, or what is wrong with the document and where.
pub fn define(text: &str, declared: &Schema) -> Result<Schema, RuleError> {
    let document = Json::read(text)?;
    let object = document.object("TABLES.json", &["tables", "relations"])?;
    if object.members().is_empty() {
        return Err(RuleError::at("tables", "nothing is declared").hint(r#"{"tables": [{"name": …, "columns": {…}}], "relations": […]}"#));
    }
    let mut schema = declared.clone();
    let mut seen: Vec<String> = Vec::new();
    for (at, table) in object.list("tables")?.into_iter().enumerate() {
        let path = format!("tables[{at}]");
        let table = read_table(&table, &path, &schema)?;
        if seen.contains(&table.name) {
            return Err(
                RuleError::at(format!("{path}.name"), format!("the table “{}” stands twice", table.name)).hint("put its columns together")
            );
        }
        seen.push(table.name.clone());
        match schema.tables.iter_mut().find(|known| known.name == table.name) {
            Some(known) => *known = table,
            None => schema.tables.push(table),
        }
    }
    relation::bring_in(&object.list("relations")?, &mut schema)?;
    Ok(schema)
}

/// A table of the document, with what is declared of it already.
fn read_table(json: &Json<'_>, path: &str, declared: &Schema) -> Result<Table, RuleError> {
    let object = json.object(path, &["name", "key", "columns"])?;
    let name = object.name("name", "the table's name")?;
    let at = |key: &str| format!("{path}.{key}");
    check_table_name(&name, &at("name"), declared)?;
    let known = declared.table(&name);
    let columns = object.required("columns", r#"{"product_id": "text", "price": "number"}"#)?;
    let columns = columns.any_object(&at("columns"), r#"{"product_id": "text", "price": "number"}"#)?;
    let mut table = known.cloned().unwrap_or(Table { name, key: None, columns: Vec::new() });
    for (column, kind) in columns.members() {
        add_column(&mut table, column, kind, &format!("{path}.columns.{column}"))?;
    }
    if table.columns.is_empty() {
        return Err(RuleError::at(at("columns"), "a table has at least one column").hint(r#"{"product_id": "text"}"#));
    }
    if table.columns.len() > MAX_COLUMNS {
        return Err(RuleError::at(at("columns"), format!("more than {MAX_COLUMNS} columns in one table")));
    }
    if let Some(key) = object.optional("key") {
        let key = key.text(&at("key"), "the name of the column that tells its rows apart")?;
        check_key(&table, known, &key, &at("key"))?;
        table.key = Some(key);
    }
    Ok(table)
}

fn check_table_name(name: &str, path: &str, declared: &Schema) -> Result<(), RuleError> {
    let folded = fold(name);
    if let Some(prefix) = PREFIXES.iter().find(|prefix| folded.starts_with(**prefix)) {
        return Err(RuleError::at(path, format!("a table's name may not begin with “{prefix}”")).hint("choose another name"));
    }
    if TAKEN.contains(&folded.as_str()) {
        return Err(RuleError::at(path, format!("“{name}” is the workspace's own")).hint(format!("any name but {}", TAKEN.join(", "))));
    }
    match declared.tables.iter().find(|known| known.name != name && fold(&known.name) == folded) {
        Some(known) => Err(RuleError::at(path, format!("there is a table “{}”, which differs only in case", known.name))
            .hint("spell it the same to add columns to it, or choose another name")),
        None => Ok(()),
    }
}

fn add_column(table: &mut Table, name: &str, kind: &Json<'_>, path: &str) -> Result<(), RuleError> {
    check_name(name, path, "a column's name")?;
    let folded = fold(name);
    if folded.starts_with("muster_") {
        return Err(RuleError::at(path, "a column's name may not begin with “muster_”").hint("choose another name"));
    }
    let types = ColumnType::ALL.map(ColumnType::name);
    let word = kind.text(path, &format!("a type: {}", types.join(", ")))?;
    let Some(kind) = ColumnType::ALL.into_iter().find(|kind| kind.name() == word) else {
        return Err(RuleError::unknown(path, "type", &word, &types));
    };
    match table.columns.iter().find(|known| fold(&known.name) == folded) {
        Some(known) if known.name != name => {
            Err(RuleError::at(path, format!("there is a column “{}”, which differs only in case", known.name)).hint("choose another name"))
        }
        Some(known) if known.kind != kind => {
            let reason = format!("the column is {} already, and a column's type cannot change", known.kind.name());
            Err(RuleError::at(path, reason).hint("leave it as it is, or add a column of another name"))
        }
        Some(_) => Ok(()),
        None => {
            table.columns.push(Column { name: name.to_owned(), kind });
            Ok(())
        }
    }
}

fn check_key(table: &Table, known: Option<&Table>, key: &str, path: &str) -> Result<(), RuleError> {
    match known {
        Some(Table { key: Some(before), .. }) if before != key => {
            let reason = format!("the table's key is “{before}” already, and a key cannot change");
            return Err(RuleError::at(path, reason).hint("leave the key out, or declare a table of another name"));
        }
        Some(Table { key: None, .. }) => {
            return Err(RuleError::at(path, "the table was declared without a key, and a key cannot change")
                .hint("leave the key out, or declare a table of another name"))
        }
        _ => {}
    }
    if table.column(key).is_none() {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        return Err(RuleError::unknown(path, "column", key, &columns));
    }
    Ok(())
}

/// What every name must be: something that a header, a rule and a statement can spell.
fn check_name(name: &str, path: &str, what: &str) -> Result<(), RuleError> {
    let reason = if name.is_empty() {
        format!("{what} is not empty")
    } else if name.chars().any(char::is_control) {
        format!("{what} has no line breaks or other control characters")
    } else if name.trim() != name {
        format!("{what} does not begin or end with a space")
    } else if name.chars().count() > MAX_NAME {
        format!("{what} has at most {MAX_NAME} characters")
    } else {
        return Ok(());
    };
    Err(RuleError::at(path, reason))
}

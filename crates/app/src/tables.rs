//! Custom tables and relations: defining them, and what there is of them, of lists and of consents.

use crate::dto::{AppError, ErrorCode};
use crate::error::Result;
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_rules::schema::{Schema, Table};
use muster_rules::tables::{define, relation_text, write_tables};
use muster_rules::time::Millis;
use muster_store::Reader;
use serde_json::{json, Map, Value};

/// How tables come to be.
const HOW: &str = "define tables with `muster-cli table FILE.muster define TABLES.json`";

impl Workspace {
    /// Brings a `TABLES.json` in, whole or not at all: tables and columns come to those there are, a relation takes the place of the one
    /// of its name. Gives everything that is declared then.
    pub fn define_tables(&self, text: &str) -> Result<Schema> {
        self.store().declare(|declared| Ok::<_, AppError>(define(text, declared)?))
    }

    /// Everything that is declared, as `TABLES.json`.
    pub fn tables_file(&self) -> Result<String> {
        self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>(write_tables(&reader.schema()?)))
    }

    /// What there is beside people and events, with how many: tables, relations, lists, purposes of consents.
    pub fn declared(&self, now: Millis) -> Result<Value> {
        self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>(Value::Object(declared(reader, now)?)))
    }

    /// A custom table; where there is none of the name the error says which there are.
    pub(crate) fn table_named(&self, name: &str) -> Result<Table> {
        self.store().read(&Cancel::new(), |reader| {
            if let Some(table) = reader.table(name)? {
                return Ok(table);
            }
            let known: Vec<String> = reader.schema()?.tables.into_iter().map(|table| table.name).collect();
            let hint = match known.as_slice() {
                [] => format!("there are none yet; {HOW}"),
                known => format!("there are {}; {HOW}", known.join(", ")),
            };
            Err(AppError::new(ErrorCode::NotFound, format!("There is no table “{name}”.")).hint(hint))
        })
    }
}

/// The catalog's part about tables, relations, lists and consents.
pub(crate) fn declared(reader: &Reader<'_>, now: Millis) -> Result<Map<String, Value>> {
    let tables = reader.tables()?.into_iter().map(|entry| {
        let columns = entry.table.columns.iter().map(|column| json!({ "column": column.name, "type": column.kind.name() }));
        let columns: Vec<Value> = columns.collect();
        json!({ "table": entry.table.name, "key": entry.table.key, "columns": columns, "rows": entry.rows })
    });
    let tables: Vec<Value> = tables.collect();
    // As they are written in `TABLES.json`.
    let relation = |relation| serde_json::from_str(&relation_text(relation)).unwrap_or(Value::Null);
    let relations: Vec<Value> = reader.schema()?.relations.iter().map(relation).collect();
    let lists = reader.lists()?.into_iter();
    let lists: Vec<Value> = lists.map(|list| json!({ "list": list.name, "people": list.people, "unknown": list.unknown })).collect();
    let purposes = reader.purposes(now)?.into_iter();
    let purposes: Vec<Value> =
        purposes.map(|entry| json!({ "purpose": entry.purpose, "granted": entry.granted, "denied": entry.denied })).collect();
    let parts = [("tables", tables), ("relations", relations), ("lists", lists), ("purposes", purposes)];
    Ok(parts.into_iter().map(|(key, list)| (key.to_owned(), Value::Array(list))).collect())
}

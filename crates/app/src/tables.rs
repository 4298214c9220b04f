//! Custom tables and relations: defining them, and what there is of them, of lists and of consents.

use crate::catalog::column_kind;
use crate::dto::{AppError, CatalogRelation, Change, DeclaredColumn, DeclaredRelation, DeclaredTable, ErrorCode, RelationEnd, RelationVia};
use crate::error::Result;
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_rules::schema::{End, Relation, Schema, Table};
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

    /// What a `TABLES.json` declares and what comes of it; nothing is changed.
    pub fn tables_preview(&self, text: &str) -> Result<(Vec<DeclaredTable>, Vec<DeclaredRelation>)> {
        let before = self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>(reader.schema()?))?;
        let after = define(text, &before)?;
        let tables = declared_names(text, "tables");
        let relations = declared_names(text, "relations");
        let tables = after.tables.iter().filter(|table| tables.contains(&table.name)).map(|table| declared_table(table, &before));
        let relations = after.relations.iter().filter(|relation| relations.contains(&relation.name)).map(|relation| {
            let known = before.relations.iter().find(|known| known.name == relation.name);
            DeclaredRelation { relation: relation_dto(relation), change: change(known == Some(relation), known.is_some()) }
        });
        Ok((tables.collect(), relations.collect()))
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

/// The names of a good document's tables or relations.
fn declared_names(text: &str, part: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    let items = document.get(part).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| Some(item.get("name")?.as_str()?.to_owned())).collect()
}

fn change(same: bool, known: bool) -> Change {
    match (same, known) {
        (true, _) => Change::Same,
        (false, true) => Change::Changed,
        (false, false) => Change::New,
    }
}

fn declared_table(table: &Table, before: &Schema) -> DeclaredTable {
    let known = before.table(&table.name);
    let columns = table.columns.iter().map(|column| DeclaredColumn {
        name: column.name.clone(),
        kind: column_kind(column.kind),
        added: known.is_some_and(|known| known.column(&column.name).is_none()),
    });
    DeclaredTable {
        name: table.name.clone(),
        key: table.key.clone(),
        columns: columns.collect(),
        change: change(known == Some(table), known.is_some()),
    }
}

/// A relation as it crosses to the page.
pub(crate) fn relation_dto(relation: &Relation) -> CatalogRelation {
    let end = |end: &End| match end {
        End::UserColumn(column) => RelationEnd::Field { field: column.name().to_owned() },
        End::UserProperty(property) => RelationEnd::Property { property: property.clone() },
        End::EventProperty(property) => RelationEnd::EventProperty { property: property.clone() },
        End::EventDate => RelationEnd::EventDate,
        End::TableColumn { table, column } => RelationEnd::Column { table: table.clone(), column: column.clone() },
    };
    CatalogRelation {
        name: relation.name.clone(),
        reverse: relation.reverse.clone(),
        from: end(&relation.from),
        to: end(&relation.to),
        via: relation.via.as_ref().map(|via| RelationVia { table: via.table.clone(), from: via.from.clone(), to: via.to.clone() }),
    }
}

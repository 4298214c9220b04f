//! Declaring custom tables and relations: their storage, views and indexes.

use crate::error::StoreError;
use crate::import::{join_unknown, Readings};
use crate::store::{next_generation, Store};
use crate::tables::{can_be_user_id, columns_of_people, form_column, quoted, schema, storage, value_column, Stored};
use muster_engine::cancel::Cancel;
use muster_rules::schema::{Column, ColumnType, End, Relation, Schema, Table};
use muster_rules::tables::relation_text;
use rusqlite::{Connection, Transaction, TransactionBehavior};

impl Store {
    /// Changes what is declared, whole or not at all: `change` gets what is declared and says what shall be. Tables and columns can only
    /// come; those that the new schema does not have stay as they are. Gives what is declared then.
    pub fn declare<E: From<StoreError>>(&self, change: impl FnOnce(&Schema) -> Result<Schema, E>) -> Result<Schema, E> {
        let mut lease = self.lease_writer(&Cancel::new())?;
        let tx = lease.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let before = schema(&tx)?;
        let wanted = change(&before)?;
        let done = bring_about(&tx, &before, &wanted)?;
        // An error before this drops the transaction, which rolls back.
        tx.commit().map_err(StoreError::from)?;
        Ok(done)
    }
}

fn bring_about(tx: &Transaction<'_>, before: &Schema, wanted: &Schema) -> Result<Schema, StoreError> {
    for table in &wanted.tables {
        match Stored::find(tx, &table.name)? {
            Some(stored) => add_columns(tx, &stored, table)?,
            None => make_table(tx, table)?,
        }
    }
    for relation in &wanted.relations {
        // The number is the order in which they were declared: it stays.
        tx.execute(
            "INSERT INTO muster_relations (name, definition) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET definition = excluded.definition",
            (&relation.name, relation_text(relation)),
        )?;
    }
    let after = schema(tx)?;
    if after != *before {
        index_keys(tx, &after)?;
        create_people(tx, before, &after)?;
        next_generation(tx)?;
    }
    Ok(after)
}

fn make_table(conn: &Connection, table: &Table) -> Result<(), StoreError> {
    conn.execute("INSERT INTO muster_tables (name, key_column) VALUES (?1, ?2)", (&table.name, &table.key))?;
    let no = u32::try_from(conn.last_insert_rowid()).map_err(|_| StoreError::TooManyRows)?;
    let columns: String =
        table.columns.iter().enumerate().flat_map(|(at, column)| definitions(at, column)).map(|c| format!(", {c}")).collect();
    conn.execute_batch(&format!("CREATE TABLE {} (row_no INTEGER PRIMARY KEY{columns}) STRICT", storage(no)))?;
    for (at, column) in table.columns.iter().enumerate() {
        note_column(conn, no, at, column)?;
    }
    let stored = Stored { no, table: table.clone() };
    if let Some(key) = stored.key().and_then(|at| Some(form_column(at, table.columns.get(at)?.kind))) {
        conn.execute_batch(&format!("CREATE UNIQUE INDEX {0}_key ON {0} ({key})", stored.storage()))?;
    }
    make_view(conn, &stored)
}

fn add_columns(conn: &Connection, stored: &Stored, wanted: &Table) -> Result<(), StoreError> {
    let new: Vec<&Column> = wanted.columns.iter().filter(|column| stored.table.column(&column.name).is_none()).collect();
    if new.is_empty() {
        return Ok(());
    }
    let mut table = stored.table.clone();
    for column in new {
        let at = table.columns.len();
        for definition in definitions(at, column) {
            conn.execute_batch(&format!("ALTER TABLE {} ADD COLUMN {definition}", stored.storage()))?;
        }
        note_column(conn, stored.no, at, column)?;
        table.columns.push(column.clone());
    }
    conn.execute_batch(&format!("DROP VIEW {}", quoted(&table.name)))?;
    make_view(conn, &Stored { no: stored.no, table })
}

fn note_column(conn: &Connection, table_no: u32, at: usize, column: &Column) -> Result<(), StoreError> {
    let mut note = conn.prepare_cached("INSERT INTO muster_table_columns (table_no, column_no, name, type) VALUES (?1, ?2, ?3, ?4)")?;
    note.execute((table_no, at as u32 + 1, &column.name, column.kind.name()))?;
    Ok(())
}

/// A column's own columns in the storage.
fn definitions(at: usize, column: &Column) -> Vec<String> {
    let value = value_column(at);
    let form = form_column(at, column.kind);
    match column.kind {
        ColumnType::Text => vec![format!("{value} TEXT")],
        ColumnType::Number => vec![format!("{value} REAL"), format!("{form} TEXT")],
        ColumnType::Bool | ColumnType::Time => vec![format!("{value} INTEGER"), format!("{form} TEXT")],
    }
}

/// The view of the table's name: its columns first, then what statements join and compare by.
fn make_view(conn: &Connection, stored: &Stored) -> Result<(), StoreError> {
    let (mut own, mut further) = (Vec::new(), vec!["row_no AS muster_row".to_owned()]);
    for (column, value, form) in stored.places() {
        let name = quoted(&column.name);
        match column.kind {
            ColumnType::Text => own.push(format!("{value} AS {name}")),
            ColumnType::Number | ColumnType::Bool => {
                own.push(format!("{value} AS {name}"));
                further.push(format!("{form} AS {}", quoted(&format!("muster_text_{}", column.name))));
            }
            ColumnType::Time => {
                own.push(format!("{form} AS {name}"));
                further.push(format!("{value} AS {}", quoted(&format!("muster_ms_{}", column.name))));
            }
        }
    }
    own.append(&mut further);
    let view = quoted(&stored.table.name);
    conn.execute_batch(&format!("CREATE VIEW {view} AS SELECT {} FROM {}", own.join(", "), stored.storage()))?;
    Ok(())
}

/// An index for every column that a relation takes keys from: statements join by text form.
fn index_keys(conn: &Connection, schema: &Schema) -> Result<(), StoreError> {
    for stored in Stored::all(conn)? {
        for (at, (column, _, form)) in stored.places().enumerate() {
            let is_used = schema.relations.iter().any(|relation| uses(relation, &stored.table.name, &column.name));
            if is_used && stored.key() != Some(at) {
                conn.execute_batch(&format!("CREATE INDEX IF NOT EXISTS {0}_{form} ON {0} ({form})", stored.storage()))?;
            }
        }
    }
    Ok(())
}

fn uses(relation: &Relation, table: &str, column: &str) -> bool {
    let is_end = |end: &End| matches!(end, End::TableColumn { table: of, column: named } if of == table && named == column);
    let is_link = relation.via.as_ref().is_some_and(|via| via.table == table && (via.from == column || via.to == column));
    is_end(&relation.from) || is_end(&relation.to) || is_link
}

/// The people whom rows name that were imported before the column was known to hold ids of people.
fn create_people(tx: &Transaction<'_>, before: &Schema, after: &Schema) -> Result<(), StoreError> {
    let mut readings = Readings::default();
    let mut created = false;
    for stored in Stored::all(tx)? {
        let known = before.table(&stored.table.name).map_or_else(Vec::new, |table| columns_of_people(table, &before.relations));
        for at in columns_of_people(&stored.table, &after.relations).into_iter().filter(|at| !known.contains(at)) {
            let Some(column) = stored.table.columns.get(at) else { continue };
            let form = form_column(at, column.kind);
            let mut find = tx.prepare(&format!(
                "SELECT {form} FROM {} WHERE {form} NOT IN (SELECT user_id FROM muster_users) GROUP BY {form} ORDER BY min(row_no)",
                stored.storage()
            ))?;
            let names = find.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
            for name in names.iter().filter(|name| can_be_user_id(name)) {
                tx.execute("INSERT INTO muster_users (user_id) VALUES (?1)", [name])?;
                readings.text(tx, name)?;
                created = true;
            }
        }
    }
    readings.flush(tx)?;
    if created {
        join_unknown(tx, true, false)?;
    }
    Ok(())
}

//! Custom tables: how one lies in the file, and what is declared.
//!
//! The rows of table number N lie in `muster_table_N`: `row_no`, and for column number n its value in `cN`; where that is no text, its
//! text form in `tN`, by which keys compare. The table's own name is a view of it, which reads like a plain table.

use crate::error::StoreError;
use crate::reader::Reader;
use muster_rules::schema::{Catalog, Column, ColumnType, End, Relation, Schema, Table};
use muster_rules::tables::read_relation;
use rusqlite::{Connection, OptionalExtension};

/// A custom table and how many rows it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableEntry {
    /// As it was declared.
    pub table: Table,
    /// How many rows.
    pub rows: u64,
}

/// A table's place in the file.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) no: u32,
    pub(crate) table: Table,
}

impl Stored {
    /// The table by its name.
    pub(crate) fn find(conn: &Connection, name: &str) -> Result<Option<Stored>, StoreError> {
        let found: Option<(u32, Option<String>)> = conn
            .prepare_cached("SELECT table_no, key_column FROM muster_tables WHERE name = ?1")?
            .query_row([name], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((no, key)) = found else { return Ok(None) };
        let columns = columns(conn, no)?;
        Ok(Some(Stored { no, table: Table { name: name.to_owned(), key, columns } }))
    }

    /// All of them, in the order in which they were declared.
    pub(crate) fn all(conn: &Connection) -> Result<Vec<Stored>, StoreError> {
        let mut find = conn.prepare_cached("SELECT table_no, name, key_column FROM muster_tables ORDER BY table_no")?;
        let tables = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let tables = tables.collect::<Result<Vec<(u32, String, Option<String>)>, _>>()?;
        let stored = |(no, name, key)| Ok(Stored { no, table: Table { name, key, columns: columns(conn, no)? } });
        tables.into_iter().map(stored).collect()
    }

    /// The name of the table that holds the rows.
    pub(crate) fn storage(&self) -> String {
        storage(self.no)
    }

    /// The key's place among the columns.
    pub(crate) fn key(&self) -> Option<usize> {
        let key = self.table.key.as_ref()?;
        self.table.columns.iter().position(|column| column.name == *key)
    }

    /// Each column with the names of its value and of its text form in the storage.
    pub(crate) fn places(&self) -> impl Iterator<Item = (&Column, String, String)> {
        self.table.columns.iter().enumerate().map(|(at, column)| (column, value_column(at), form_column(at, column.kind)))
    }
}

/// The name of a table's storage.
pub(crate) fn storage(table_no: u32) -> String {
    format!("muster_table_{table_no}")
}

/// Where the value of the column at this place lies.
pub(crate) fn value_column(at: usize) -> String {
    format!("c{}", at + 1)
}

/// Where its text form lies: a text is its own.
pub(crate) fn form_column(at: usize, kind: ColumnType) -> String {
    match kind {
        ColumnType::Text => value_column(at),
        _ => format!("t{}", at + 1),
    }
}

/// A name as SQL writes it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn columns(conn: &Connection, table_no: u32) -> Result<Vec<Column>, StoreError> {
    let mut find = conn.prepare_cached("SELECT name, type FROM muster_table_columns WHERE table_no = ?1 ORDER BY column_no")?;
    let mut rows = find.query([table_no])?;
    let mut columns = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, kind): (String, String) = (row.get(0)?, row.get(1)?);
        let kind = ColumnType::ALL.into_iter().find(|known| known.name() == kind);
        let kind = kind.ok_or_else(|| StoreError::Corrupt { detail: format!("the column {name} has a type that is none") })?;
        columns.push(Column { name, kind });
    }
    Ok(columns)
}

/// Everything that is declared.
pub(crate) fn schema(conn: &Connection) -> Result<Schema, StoreError> {
    let tables = Stored::all(conn)?.into_iter().map(|stored| stored.table).collect();
    let mut schema = Schema { tables, relations: Vec::new() };
    let mut find = conn.prepare_cached("SELECT definition FROM muster_relations ORDER BY relation_no")?;
    let definitions = find.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    for definition in definitions {
        let relation = read_relation(&definition, &schema);
        schema.relations.push(relation.map_err(|why| StoreError::Corrupt { detail: format!("a relation in it means nothing: {why}") })?);
    }
    Ok(schema)
}

/// The places of the table's columns whose values are ids of people: those that a relation ties to `user_id`, and one of that name.
pub(crate) fn columns_of_people(table: &Table, relations: &[Relation]) -> Vec<usize> {
    let names: Vec<&str> = relations.iter().flat_map(|relation| tied_to_people(table, relation)).chain(["user_id"]).collect();
    (0..table.columns.len()).filter(|at| names.contains(&table.columns[*at].name.as_str())).collect()
}

fn tied_to_people<'r>(table: &Table, relation: &'r Relation) -> Vec<&'r str> {
    let is_person = |end: &End| *end == End::UserColumn(muster_rules::plan::UserColumn::UserId);
    let (from, to) = (&relation.from, &relation.to);
    match &relation.via {
        Some(via) if via.table == table.name => {
            [(from, &via.from), (to, &via.to)].into_iter().filter(|(end, _)| is_person(end)).map(|(_, column)| column.as_str()).collect()
        }
        Some(_) => Vec::new(),
        None => [(from, to), (to, from)]
            .into_iter()
            .filter(|(end, _)| is_person(end))
            .filter_map(|(_, other)| match other {
                End::TableColumn { table: of, column } if *of == table.name => Some(column.as_str()),
                _ => None,
            })
            .collect(),
    }
}

/// Whether a text can be somebody's id: not empty, and on one line.
pub(crate) fn can_be_user_id(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_control)
}

impl Reader<'_> {
    /// The custom tables and relations that are declared.
    pub fn schema(&self) -> Result<Schema, StoreError> {
        schema(self.conn)
    }

    /// What a rule may refer to by name. Archived segments are there too: they are put away, and what refers to them keeps its meaning.
    pub fn rules_catalog(&self) -> Result<Catalog, StoreError> {
        let mut lists = self.cached("SELECT name FROM muster_lists")?;
        let lists = lists.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut find = self.cached("SELECT name, definition FROM muster_segments")?;
        let segments = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<(String, String)>, _>>()?;
        // A definition that cannot be read is no segment: a rule that refers to it is refused.
        let segments = segments.into_iter().filter_map(|(name, definition)| Some((name, crate::json::rule_of(&definition)?))).collect();
        Ok(Catalog { schema: self.schema()?, lists, segments })
    }

    /// The custom tables with how many rows each has.
    pub fn tables(&self) -> Result<Vec<TableEntry>, StoreError> {
        let count = |stored: Stored| -> Result<TableEntry, StoreError> {
            let rows: i64 = self.conn.query_row(&format!("SELECT count(*) FROM {}", stored.storage()), [], |row| row.get(0))?;
            Ok(TableEntry { table: stored.table, rows: rows.unsigned_abs() })
        };
        Stored::all(self.conn)?.into_iter().map(count).collect()
    }

    /// A custom table by name, with its key and columns.
    pub fn table(&self, name: &str) -> Result<Option<Table>, StoreError> {
        Ok(Stored::find(self.conn, name)?.map(|stored| stored.table))
    }
}

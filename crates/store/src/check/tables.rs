//! Custom tables: their storage, views, text forms and keys, and the people that their rows name.

use super::{Problem, DAMAGED, DERIVED, TOLD};
use crate::error::StoreError;
use crate::import::cell_form;
use crate::reader::Reader;
use crate::tables::{columns_of_people, form_column, quoted, schema, value_column, Stored};
use muster_rules::schema::{ColumnType, Relation};
use rusqlite::types::Value;

pub(super) fn tables(reader: &Reader<'_>, problems: &mut Vec<Problem>) -> Result<(), StoreError> {
    let relations = match schema(reader.conn) {
        Ok(schema) => schema.relations,
        Err(StoreError::Corrupt { detail }) => {
            problems.push(Problem { what: detail, advice: DAMAGED });
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    for stored in Stored::all(reader.conn)? {
        let name = &stored.table.name;
        if let Some(why) = unreadable(reader, &stored)? {
            problems.push(Problem { what: format!("the table {name} cannot be read: {why}"), advice: DAMAGED });
            continue;
        }
        let numbers = format!("SELECT count(*) FROM {} WHERE row_no NOT BETWEEN 1 AND 4294967295", stored.storage());
        count(reader, &numbers, &format!("rows of {name} have a number outside 1 to 4294967295"), problems)?;
        if let Some(key) = stored.key() {
            let missing = format!("SELECT count(*) FROM {} WHERE {} IS NULL", stored.storage(), value_column(key));
            count(reader, &missing, &format!("rows of {name} lack their key"), problems)?;
        }
        people(reader, &stored, &relations, problems)?;
        forms(reader, &stored, problems)?;
    }
    Ok(())
}

/// Why a table's view cannot be read with the columns that it should have, if it cannot.
fn unreadable(reader: &Reader<'_>, stored: &Stored) -> Result<Option<String>, StoreError> {
    let mut columns = vec!["muster_row".to_owned()];
    for column in &stored.table.columns {
        columns.push(quoted(&column.name));
        match column.kind {
            ColumnType::Text => {}
            ColumnType::Number | ColumnType::Bool => columns.push(quoted(&format!("muster_text_{}", column.name))),
            ColumnType::Time => columns.push(quoted(&format!("muster_ms_{}", column.name))),
        }
    }
    let sql = format!("SELECT {} FROM main.{} LIMIT 1", columns.join(", "), quoted(&stored.table.name));
    match reader.conn.prepare(&sql).and_then(|mut view| view.exists([])).map_err(StoreError::from) {
        Ok(_) => Ok(None),
        Err(StoreError::Sql(error)) => Ok(Some(error.to_string())),
        Err(error) => Err(error),
    }
}

fn count(reader: &Reader<'_>, sql: &str, what: &str, problems: &mut Vec<Problem>) -> Result<(), StoreError> {
    let count: i64 = reader.conn.query_row(sql, [], |row| row.get(0))?;
    if count > 0 {
        problems.push(Problem { what: format!("{count} {what}"), advice: DAMAGED });
    }
    Ok(())
}

/// That everybody whom a row names is there.
fn people(reader: &Reader<'_>, stored: &Stored, relations: &[Relation], problems: &mut Vec<Problem>) -> Result<(), StoreError> {
    for at in columns_of_people(&stored.table, relations) {
        let Some(column) = stored.table.columns.get(at) else { continue };
        let form = form_column(at, column.kind);
        // A text with a control character is nobody's id, and neither is an empty one.
        let missing = format!(
            "SELECT count(*) FROM {} WHERE {form} <> '' AND {form} NOT GLOB ('*[' || char(1) || '-' || char(31) || char(127) || '-' || char(159) || ']*')
             AND {form} NOT IN (SELECT user_id FROM muster_users)",
            stored.storage()
        );
        count(reader, &missing, &format!("rows of {} name a user that is not there", stored.table.name), problems)?;
    }
    Ok(())
}

/// That the text form beside each value is its own.
fn forms(reader: &Reader<'_>, stored: &Stored, problems: &mut Vec<Problem>) -> Result<(), StoreError> {
    let mut told = 0;
    for (column, value, form) in stored.places().filter(|(_, value, form)| value != form) {
        let mut find = reader.conn.prepare(&format!("SELECT row_no, {value}, {form} FROM {}", stored.storage()))?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            let (value, said): (Value, Option<String>) = (row.get(1)?, row.get(2)?);
            if cell_form(column.kind, &value) != said && told < TOLD {
                told += 1;
                let row_no: i64 = row.get(0)?;
                let what = format!("row number {row_no} of {} has a wrong text for its {}", stored.table.name, column.name);
                problems.push(Problem { what, advice: DERIVED });
            }
        }
    }
    Ok(())
}

/// Statements that give every text of every text column.
pub(super) fn texts(reader: &Reader<'_>) -> Result<Vec<String>, StoreError> {
    let texts = |stored: &Stored| -> Vec<String> {
        let texts = stored.places().filter(|(column, ..)| column.kind == ColumnType::Text);
        texts.map(|(_, value, _)| format!("SELECT {value} FROM {}", stored.storage())).collect()
    };
    Ok(Stored::all(reader.conn)?.iter().flat_map(texts).collect())
}

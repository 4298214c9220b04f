//! Rows of custom tables.

use super::read_time_value;
use muster_rules::data::{CellValue, TableRow};
use muster_rules::plan::UserColumn;
use muster_rules::schema::{ColumnType, End, Schema, Table};
use muster_rules::time::{format_instant, Zone};
use muster_rules::value::number_text;
use serde_json::Value;

/// A row's values; `None` where one has a wrong type or no column, or the key has none, or none has any.
pub(super) fn row(table: &Table, row: &Value) -> Option<TableRow> {
    if row.as_object()?.iter().any(|(key, value)| table.column(key).is_none() && !value.is_null()) {
        return None;
    }
    let mut cells = Vec::new();
    for column in &table.columns {
        let value = match (column.kind, &row[&column.name]) {
            (_, Value::Null) if table.key.as_ref() == Some(&column.name) => return None,
            (_, Value::Null) => continue,
            (ColumnType::Text, Value::String(text)) if text.contains('\0') => return None,
            (ColumnType::Text, Value::String(text)) => CellValue::Text(text.clone()),
            (ColumnType::Text, Value::Bool(bool)) => CellValue::Text(bool.to_string()),
            (ColumnType::Text, Value::Number(number)) if !number.is_f64() => CellValue::Text(number.to_string()),
            (ColumnType::Text, Value::Number(number)) => CellValue::Text(number_text(number.as_f64()?)),
            (ColumnType::Number, Value::Number(number)) => CellValue::Number(number.as_f64()? + 0.0),
            (ColumnType::Bool, Value::Bool(bool)) => CellValue::Bool(*bool),
            (ColumnType::Time, time) => CellValue::Time(read_time_value(time)?),
            _ => return None,
        };
        cells.push((column.name.clone(), value));
    }
    (!cells.is_empty()).then_some(TableRow { cells })
}

/// The ids of people that a row names: in a column called `user_id`, and in those that a relation ties to it.
pub(super) fn people_named(schema: &Schema, table: &Table, row: &TableRow, zone: Zone) -> Vec<String> {
    let mut columns = vec!["user_id"];
    for relation in &schema.relations {
        for (here, there) in [(&relation.from, &relation.to), (&relation.to, &relation.from)] {
            match (here, there, &relation.via) {
                (End::UserColumn(UserColumn::UserId), _, Some(via)) if via.table == table.name => {
                    columns.push(if std::ptr::eq(here, &relation.from) { &via.from } else { &via.to });
                }
                (End::UserColumn(UserColumn::UserId), End::TableColumn { table: of, column }, None) if *of == table.name => {
                    columns.push(column)
                }
                _ => {}
            }
        }
    }
    let text = |value: &CellValue| match value {
        CellValue::Text(text) => text.clone(),
        CellValue::Number(number) => number_text(*number),
        CellValue::Bool(bool) => bool.to_string(),
        CellValue::Time(time) => format_instant(time.instant(zone)),
    };
    let cells = row.cells.iter().filter(|(name, _)| columns.contains(&name.as_str()));
    // Ids stand on a line of their own.
    cells.map(|(_, value)| text(value)).filter(|id| !id.is_empty() && !id.contains(char::is_control)).collect()
}

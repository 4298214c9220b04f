//! Rows of custom tables.

use super::read_time_value;
use muster_rules::data::{CellValue, TableRow};
use muster_rules::schema::{ColumnType, Table};
use serde_json::Value;

/// A row's values; `None` where one has a wrong type, or the key has none.
pub(super) fn row(table: &Table, row: &Value) -> Option<TableRow> {
    let mut cells = Vec::new();
    for column in &table.columns {
        let value = match (column.kind, &row[&column.name]) {
            (_, Value::Null) if table.key.as_ref() == Some(&column.name) => return None,
            (_, Value::Null) => continue,
            (ColumnType::Text, Value::String(text)) => CellValue::Text(text.clone()),
            (ColumnType::Number, Value::Number(number)) => CellValue::Number(number.as_f64()?),
            (ColumnType::Bool, Value::Bool(bool)) => CellValue::Bool(*bool),
            (ColumnType::Time, time) => CellValue::Time(read_time_value(time)?),
            _ => return None,
        };
        cells.push((column.name.clone(), value));
    }
    Some(TableRow { cells })
}

//! Rows of custom tables.

use crate::error::StoreError;
use crate::reader::{text, Reader};
use crate::tables::{value_column, Stored};
use muster_engine::source::{AskedColumn, Cell, VisitRows};
use muster_rules::schema::ColumnType;
use rusqlite::types::ValueRef;
use rusqlite::Row;

impl Reader<'_> {
    /// The rows of a custom table. A column that it has not, or has of another type, is absent in every row.
    pub(super) fn visit_rows(&self, table: &str, columns: &[AskedColumn<'_>], visit: VisitRows<'_>) -> Result<(), StoreError> {
        let Some(stored) = Stored::find(self.conn, table)? else { return Ok(()) };
        let place = |asked: &AskedColumn<'_>| {
            let known = &stored.table.columns;
            known.iter().position(|column| column.name == asked.name && column.kind == asked.kind).map_or("NULL".to_owned(), value_column)
        };
        let values: String = columns.iter().map(|asked| format!(", {}", place(asked))).collect();
        let mut statement = self.cached(&format!("SELECT row_no{values} FROM {}", stored.storage()))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let cells = columns.iter().enumerate().map(|(at, asked)| cell(row, at + 1, asked.kind)).collect::<Result<Vec<_>, _>>()?;
            if visit(row.get(0)?, &cells).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn cell<'r>(row: &'r Row<'_>, at: usize, kind: ColumnType) -> Result<Cell<'r>, StoreError> {
    if matches!(row.get_ref(at)?, ValueRef::Null) {
        return Ok(Cell::Absent);
    }
    Ok(match kind {
        ColumnType::Text => Cell::Text(text(row, at)?),
        ColumnType::Number => Cell::Number(row.get(at)?),
        ColumnType::Bool => Cell::Bool(row.get(at)?),
        ColumnType::Time => Cell::Time(row.get(at)?),
    })
}

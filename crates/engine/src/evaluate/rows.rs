//! Conditions asked of the rows of a custom table: bitmaps of row numbers.

use super::reading::Reading;
use super::{combined, keys, related, EvaluateError};
use crate::source::Cell;
use muster_rules::matcher::Matcher;
use muster_rules::plan::{Column, Node, NodeKind, TableColumn, Test};
use roaring::RoaringBitmap;
use std::sync::Arc;

/// The rows of a table that pass a condition.
pub(super) fn passing(reading: &Reading<'_>, table: &str, node: &Node) -> Result<RoaringBitmap, EvaluateError> {
    let mut all = RoaringBitmap::new();
    reading.table(table, &[], |row, _| {
        all.insert(row);
    })?;
    Ok((*node_rows(&reading.whole(), table, &all, node)?).clone())
}

fn node_rows(reading: &Reading<'_>, table: &str, all: &RoaringBitmap, node: &Node) -> Result<Arc<RoaringBitmap>, EvaluateError> {
    let parts = node.parts().iter().map(|part| node_rows(reading, table, all, part)).collect::<Result<Vec<_>, _>>()?;
    if let Some(rows) = combined(&node.kind, all, &parts) {
        return Ok(Arc::new(rows));
    }
    reading.kept(&format!("rows of {table}: "), node, || match &node.kind {
        NodeKind::Field { column: Column::Table(column), test } if column.table == table => column_rows(reading, column, test),
        NodeKind::Related(related) => related::of_rows(reading, table, all, related),
        _ => Err(EvaluateError::misplaced(node)),
    })
}

fn column_rows(reading: &Reading<'_>, column: &TableColumn, test: &Test) -> Result<RoaringBitmap, EvaluateError> {
    let matcher = Matcher::new(test, reading.zone());
    let mut passed = RoaringBitmap::new();
    reading.table(&column.table, &[keys::asked(column)], |row, cells| {
        if passes(&matcher, cells.first().copied().unwrap_or(Cell::Absent)) {
            passed.insert(row);
        }
    })?;
    Ok(passed)
}

fn passes(matcher: &Matcher, cell: Cell<'_>) -> bool {
    match cell {
        Cell::Absent => matcher.passes_absent(),
        Cell::Text(text) => matcher.passes_text(Some(text)),
        Cell::Number(number) => matcher.passes_number(number),
        Cell::Bool(bool) => matcher.passes_bool(Some(bool)),
        Cell::Time(time) => matcher.passes_time(Some(time)),
    }
}

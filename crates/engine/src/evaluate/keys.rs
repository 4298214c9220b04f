//! Text forms: what keys of relations, `same`, `distinct` and `most_frequent` compare.

use super::profile::values;
use super::reading::Reading;
use super::EvaluateError;
use crate::source::{AskedColumn, Cell, FieldValue};
use muster_rules::plan::{Key, TableColumn};
use muster_rules::schema::Row;
use muster_rules::time::format_instant;
use muster_rules::value::number_text;
use serde_json::Value;
use std::borrow::Cow;

/// The text form of a JSON value; a list and an object have none.
pub(crate) fn text_form(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => number.as_f64().map(|number| Cow::Owned(number_text(number))),
        Value::Bool(bool) => Some(Cow::Borrowed(if *bool { "true" } else { "false" })),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The text forms of a value: its own, or of a list each element's, in turn.
pub(crate) fn text_forms<'v>(value: &'v Value, found: &mut Vec<Cow<'v, str>>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| text_forms(item, found)),
        _ => found.extend(text_form(value)),
    }
}

/// The text form of a cell.
pub(crate) fn cell_text<'c>(cell: &Cell<'c>) -> Option<Cow<'c, str>> {
    match *cell {
        Cell::Absent => None,
        Cell::Text(text) => Some(Cow::Borrowed(text)),
        Cell::Number(number) => Some(Cow::Owned(number_text(number))),
        Cell::Bool(bool) => Some(Cow::Borrowed(if bool { "true" } else { "false" })),
        Cell::Time(time) => Some(Cow::Owned(format_instant(time))),
    }
}

/// A custom table's column as the source is asked for it.
pub(crate) fn asked(column: &TableColumn) -> AskedColumn<'_> {
    AskedColumn { name: &column.column, kind: column.kind }
}

/// The keys of the rows of a kind: each row that has one, once, with all of them. Events' are read with the events.
pub(crate) fn visit_keys(
    reading: &Reading<'_>,
    row: &Row,
    key: &Key,
    mut visit: impl FnMut(u32, &[Cow<'_, str>]),
) -> Result<(), EvaluateError> {
    match (row, key) {
        (Row::User, Key::UserColumn(column)) => reading.fields(*column, |user, value| {
            let text = match value {
                FieldValue::Text(text) => Cow::Borrowed(text),
                FieldValue::Time(time) => Cow::Owned(format_instant(time)),
            };
            visit(user, &[text]);
        }),
        (Row::User, Key::UserProperty { property, at }) => values(reading, property, *at, |user, stored| {
            if let Some(value) = stored.value() {
                let mut texts = Vec::new();
                text_forms(&value, &mut texts);
                visit(user, &texts);
            }
        }),
        (Row::Table(table), Key::TableColumn(column)) => reading.table(table, &[asked(column)], |row, cells| {
            if let Some(text) = cells.first().and_then(cell_text) {
                visit(row, &[text]);
            }
        }),
        // No resolver makes another pair: nothing has such a key.
        _ => Ok(()),
    }
}

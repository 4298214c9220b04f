//! A file looked at as rows of a custom table.

use super::Looked;
use crate::catalog::column_kind;
use crate::dto::{ColumnTarget, ImportColumn, ValueKind};
use crate::error::Result;
use crate::importing::file_error;
use muster_io::{read, Progress, ReadError, ReadFailed, ReadOptions, Reject, RejectReason, Sniffed};
use muster_rules::data::{CellValue, Row, TableRow};
use muster_rules::schema::Table;
use muster_rules::time::{format_instant, Zone};
use muster_rules::value::number_text;
use std::collections::HashMap;
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::path::Path;

/// Rows shown.
const SHOWN: usize = 5;

/// What the first rows say.
#[derive(Default)]
struct Sample {
    rows: Vec<TableRow>,
    taken: u64,
    rejected: u64,
    first: Option<Reject>,
    /// By column: how many values are not of its type, what they are not, and one of them.
    wrong: HashMap<String, (u64, &'static str, String)>,
    /// Rows without the key.
    keyless: u64,
}

/// Reads the beginning of the file as rows of the table; `seen`: the same file before it was known to hold any.
pub(super) fn look(path: &Path, table: &Table, seen: &Sniffed, zone: Zone) -> Result<Looked> {
    let options = ReadOptions { table: Some(table.clone()), ..ReadOptions::default() };
    let mut sample = Sample::default();
    let mut rejects = Vec::new();
    let mut sink = |_, row| {
        sample.taken += 1;
        if let Row::Table(row) = row {
            if sample.rows.len() < SHOWN {
                sample.rows.push(row);
            }
        }
        Ok::<_, Infallible>(())
    };
    // Asked before the first row, and again after the first thousand: those are enough.
    let mut enough = |at: Progress| if at.rows == 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
    let problem = match read(path, &options, &mut sink, &mut |reject| rejects.push(reject), &mut enough) {
        Ok(_) | Err(ReadFailed::Cancelled) => None,
        Err(ReadFailed::File(why)) => Some(no_rows_of(table, why)?),
        Err(ReadFailed::Sink(never)) => match never {},
    };
    rejects.into_iter().for_each(|reject| sample.reject(reject));
    let columns: Vec<ImportColumn> = seen.columns.iter().map(|column| sample.column(table, &column.name)).collect();
    let cells = |row: &TableRow| columns.iter().map(|column| shown(row, &column.name, zone)).collect();
    let rows = sample.rows.iter().map(cells).collect();
    let nothing_good = sample.first.as_ref().filter(|_| sample.taken == 0);
    let problem = problem.or_else(|| {
        nothing_good
            .map(|first| format!("No row of its beginning can be read as one of “{}”. Line {}: {}.", table.name, first.line, first.reason))
    });
    Ok(Looked { columns, rows, problem })
}

/// Why the file holds no rows of the table, where that is about its columns: something to show beside them.
fn no_rows_of(table: &Table, why: ReadError) -> Result<String> {
    let name = &table.name;
    match why {
        ReadError::NoTableColumn { column, known, .. } => Ok(format!(
            "The table “{name}” has no column “{column}”, only {known}. Add the column with “Define tables”, or remove it from the file."
        )),
        ReadError::NoTableKey { key, found, .. } => Ok(format!(
            "The file has no {key}, by which the rows of “{name}” are told apart; its columns are {found}. Rename the column that holds it."
        )),
        why => Err(file_error(why)),
    }
}

impl Sample {
    fn reject(&mut self, reject: Reject) {
        self.rejected += 1;
        match &reject.reason {
            RejectReason::WrongType { column, what, text } => {
                self.wrong.entry(column.clone()).or_insert_with(|| (0, what, text.clone())).0 += 1;
            }
            RejectReason::NoKey(_) => self.keyless += 1,
            _ => {}
        }
        self.first.get_or_insert(reject);
    }

    fn column(&self, table: &Table, name: &str) -> ImportColumn {
        let said = |becomes, kind, why: String, look| ImportColumn { name: name.to_owned(), becomes, kind, why, look };
        let Some(column) = table.column(name) else {
            let why = format!("“{}” has no such column", table.name);
            return said(ColumnTarget::Nothing, ValueKind::Text, why, true);
        };
        let kind = column_kind(column.kind);
        let is_key = table.key.as_deref() == Some(name);
        let all = self.taken + self.rejected;
        let (why, look) = match self.wrong.get(name) {
            Some((wrong, what, text)) => {
                let values = if *wrong == 1 { "value" } else { "values" };
                (format!("{wrong} {values} of {all} sampled rows {what}, such as “{text}”; their rows are rejected"), true)
            }
            None if is_key && self.keyless > 0 => (format!("{} of {all} sampled rows have none and are rejected", self.keyless), true),
            None if is_key => ("the key: a row with a known one changes that row".to_owned(), false),
            None => (format!("a column of “{}”", table.name), false),
        };
        said(ColumnTarget::TableColumn, kind, why, look)
    }
}

/// A value as it will be stored, in words.
fn shown(row: &TableRow, column: &str, zone: Zone) -> Option<String> {
    let (_, value) = row.cells.iter().find(|(name, _)| name == column)?;
    Some(match value {
        CellValue::Text(text) => text.clone(),
        CellValue::Number(number) => number_text(*number),
        CellValue::Bool(bool) => bool.to_string(),
        CellValue::Time(time) => format_instant(time.instant(zone)),
    })
}

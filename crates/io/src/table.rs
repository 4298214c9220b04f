//! Rows of custom tables: each value as its column's type has it, or the row is left out.
//!
//! CSV: a text column takes any text, a number column decimal numbers, a bool column `true` and `false` in any case, a time column the
//! times that the rule language reads. JSON: by type; a text column takes numbers and booleans too, as their text form, and a time
//! column the digits of an epoch time. An empty cell and `null` are absent; of two equal keys the last counts. A key that the table has
//! no column for rejects its row, a header's refuses the file: nothing is dropped in silence.

use crate::error::ReadError;
use crate::format::{Field, Raw};
use crate::map;
use crate::read::listed;
use crate::reject::RejectReason;
use muster_rules::data::{CellValue, TableRow};
use muster_rules::schema::{Column, ColumnType, Table};
use muster_rules::time::{read_time, read_time_number};
use muster_rules::value::read_decimal;
use std::path::Path;

/// Whether a file with this header can hold rows of the table.
pub(crate) fn fit(path: &Path, table: &Table, header: &[String]) -> Result<(), ReadError> {
    if let Some(column) = header.iter().find(|name| table.column(name).is_none()) {
        let known: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
        let (path, table, known) = (path.to_owned(), table.name.clone(), listed(&known));
        return Err(ReadError::NoTableColumn { path, table, column: column.clone(), known });
    }
    match table.key.as_ref().filter(|key| !header.contains(key)) {
        Some(key) => {
            let (path, table, found) = (path.to_owned(), table.name.clone(), listed(header));
            Err(ReadError::NoTableKey { path, table, key: key.clone(), found })
        }
        None => Ok(()),
    }
}

/// The row that a record's fields make.
pub(crate) fn row(table: &Table, fields: &[Field<'_>]) -> Result<TableRow, RejectReason> {
    let mut row = TableRow::default();
    for field in fields {
        let Some(column) = table.column(&field.name) else {
            if map::says_nothing(&field.value) {
                continue;
            }
            return Err(RejectReason::UnknownKey(field.name.clone().into_owned()));
        };
        row.cells.retain(|(name, _)| *name != column.name);
        if let Some(value) = cell(column, &field.value)? {
            row.cells.push((column.name.clone(), value));
        }
    }
    if row.cells.is_empty() && table.key.is_none() {
        return Err(RejectReason::Blank);
    }
    match table.key.as_ref().filter(|key| !row.cells.iter().any(|(name, _)| name == *key)) {
        Some(key) => Err(RejectReason::NoKey(key.clone())),
        None => Ok(row),
    }
}

/// A value; `None` where it says nothing.
fn cell(column: &Column, raw: &Raw<'_>) -> Result<Option<CellValue>, RejectReason> {
    if map::says_nothing(raw) {
        return Ok(None);
    }
    let (value, as_it_stands) = match raw {
        Raw::Cell(text) => (of_text(column.kind, text), text.as_ref()),
        Raw::Json(json) => (of_json(column, json)?, *json),
    };
    match value {
        Some(value) => Ok(Some(value)),
        None => {
            let what = match column.kind {
                ColumnType::Text => "is no text",
                ColumnType::Number => "is no number",
                ColumnType::Bool => "is neither true nor false",
                ColumnType::Time => "is no time",
            };
            Err(RejectReason::WrongType { column: column.name.clone(), what, text: as_it_stands.to_owned() })
        }
    }
}

fn of_text(kind: ColumnType, text: &str) -> Option<CellValue> {
    match kind {
        ColumnType::Text => Some(CellValue::Text(text.to_owned())),
        ColumnType::Number => read_decimal(text).filter(|number| number.is_finite()).map(CellValue::Number),
        ColumnType::Bool if text.eq_ignore_ascii_case("true") => Some(CellValue::Bool(true)),
        ColumnType::Bool if text.eq_ignore_ascii_case("false") => Some(CellValue::Bool(false)),
        ColumnType::Bool => None,
        ColumnType::Time => read_time(text).map(CellValue::Time),
    }
}

fn of_json(column: &Column, json: &str) -> Result<Option<CellValue>, RejectReason> {
    let name = &column.name;
    Ok(match (column.kind, json.as_bytes().first()) {
        (ColumnType::Text, Some(b'"')) => Some(CellValue::Text(map::text(name, json)?)),
        (ColumnType::Text, Some(b'[' | b'{')) => None,
        (ColumnType::Text, Some(b't' | b'f')) => Some(CellValue::Text(json.to_owned())),
        (ColumnType::Text, Some(_)) => map::number_identity(name, json).ok().map(CellValue::Text),
        (ColumnType::Number | ColumnType::Time, Some(b'-' | b'0'..=b'9')) => {
            // A number that is too large for a double is none.
            let number = map::number(name, json).ok().filter(|number| number.is_finite());
            match column.kind {
                ColumnType::Time => number.and_then(read_time_number).map(CellValue::Time),
                _ => number.map(CellValue::Number),
            }
        }
        (ColumnType::Time, Some(b'"')) => read_time(&map::text(name, json)?).map(CellValue::Time),
        (ColumnType::Bool, Some(b't')) => Some(CellValue::Bool(true)),
        (ColumnType::Bool, Some(b'f')) => Some(CellValue::Bool(false)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use muster_rules::time::format_instant;
    use muster_rules::time::Zone;
    use std::borrow::Cow;

    fn table(key: Option<&str>) -> Table {
        let columns = [("t", ColumnType::Text), ("n", ColumnType::Number), ("b", ColumnType::Bool), ("at", ColumnType::Time)];
        let columns = columns.map(|(name, kind)| Column { name: name.to_owned(), kind }).to_vec();
        Table { name: "things".to_owned(), key: key.map(str::to_owned), columns }
    }

    fn shown(row: Result<TableRow, RejectReason>) -> String {
        let cell = |(name, value): (String, CellValue)| match value {
            CellValue::Text(text) => format!("{name}=“{text}”"),
            CellValue::Number(number) => format!("{name}={number}"),
            CellValue::Bool(bool) => format!("{name}={bool}"),
            CellValue::Time(time) => format!("{name}={}", format_instant(time.instant(Zone::UTC))),
        };
        row.map_or_else(|why| why.to_string(), |row| row.cells.into_iter().map(cell).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn cells_are_of_their_columns_type() {
        for (column, text, want) in [
            ("t", "007", "t=“007”"),
            ("t", " x ", "t=“ x ”"),
            ("n", " 12 ", "n=12"),
            ("n", "1.50", "n=1.5"),
            ("n", "-1e3", "n=-1000"),
            ("n", "1,5", "n is no number: “1,5”"),
            ("n", "1e999", "n is no number: “1e999”"),
            ("n", "true", "n is no number: “true”"),
            ("b", "TRUE", "b=true"),
            ("b", "False", "b=false"),
            ("b", "1", "b is neither true nor false: “1”"),
            ("at", "2026-06-01", "at=2026-06-01T00:00:00.000Z"),
            ("at", "1780272000", "at=2026-06-01T00:00:00.000Z"),
            ("at", "01.06.2026", "at is no time: “01.06.2026”"),
            ("t", "", "says nothing"),
            ("x", "", "says nothing"),
            ("x", "1", "has a key that has no place here: “x”"),
        ] {
            let fields = [Field { name: Cow::Borrowed(column), value: Raw::Cell(Cow::Borrowed(text)) }];
            assert_eq!(shown(row(&table(None), &fields)), want, "{column} {text}");
        }
    }

    #[test]
    fn json_is_of_its_columns_type() {
        for (column, json, want) in [
            ("t", r#""a\u00e9""#, "t=“aé”"),
            ("t", r#""""#, "t=“”"),
            ("t", "12345678901234567890", "t=“12345678901234567890”"),
            ("t", "1.50", "t=“1.5”"),
            ("t", "true", "t=“true”"),
            ("t", "[1]", "t is no text: “[1]”"),
            ("t", r#""\u0000""#, "has a NUL character"),
            ("n", "1.5", "n=1.5"),
            ("n", "1e999", "n is no number: “1e999”"),
            ("n", r#""1.5""#, "n is no number: “\"1.5\"”"),
            ("n", "true", "n is no number: “true”"),
            ("b", "false", "b=false"),
            ("b", r#""true""#, "b is neither true nor false: “\"true\"”"),
            ("b", "1", "b is neither true nor false: “1”"),
            ("at", r#""2026-06-01T00:00:00+02:00""#, "at=2026-05-31T22:00:00.000Z"),
            ("at", "1780272000000", "at=2026-06-01T00:00:00.000Z"),
            ("at", "5", "at is no time: “5”"),
            ("at", "true", "at is no time: “true”"),
            ("n", "null", "says nothing"),
            ("x", "null", "says nothing"),
            ("x", "1", "has a key that has no place here: “x”"),
        ] {
            let fields = [Field { name: Cow::Borrowed(column), value: Raw::Json(json) }];
            assert_eq!(shown(row(&table(None), &fields)), want, "{column} {json}");
        }
    }

    #[test]
    fn of_equal_keys_the_last_counts_and_the_tables_key_is_needed() {
        let field = |name: &'static str, json: &'static str| Field { name: Cow::Borrowed(name), value: Raw::Json(json) };
        let keyed = table(Some("t"));
        for (fields, want) in [
            (vec![field("t", "1"), field("n", "5"), field("t", "2")], "n=5 t=“2”"),
            (vec![field("t", "1"), field("t", "null")], "t, the key, is missing"),
            (vec![field("n", "1")], "t, the key, is missing"),
            (vec![field("t", r#""""#)], "t=“”"),
        ] {
            assert_eq!(shown(row(&keyed, &fields)), want);
        }
    }

    #[test]
    fn a_header_that_the_table_has_no_place_for_refuses_the_file() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let keyed = table(Some("t"));
        for (header, want) in [
            (names(&["t"]), ""),
            (names(&["b", "t"]), ""),
            (names(&["t", "colour"]), "the table has no column “colour”, only t, n, b, at. Add the column"),
            (names(&["n"]), "it has no t, which is the table's key; its columns are n"),
        ] {
            let said = fit(Path::new("f"), &keyed, &header).map_or_else(|why| why.to_string(), |()| String::new());
            assert!(said.contains(want) && said.is_empty() == want.is_empty(), "{header:?}: {said}");
        }
    }
}

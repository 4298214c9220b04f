//! Custom tables of a world.

use super::Workspace;
use muster_rules::data::CellValue;
use muster_rules::schema::{ColumnType, End, Schema};
use muster_rules::time::{format_instant, Zone};
use muster_rules::value::number_text;
use muster_testkit::World;
use rusqlite::types::Value as Cell;
use std::collections::BTreeMap;

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Whether a column names people: they exist then.
fn names_people(schema: &Schema, table: &str, column: &str) -> bool {
    let user_id = |end: &End| matches!(end, End::UserColumn(muster_rules::plan::UserColumn::UserId));
    let here = |end: &End| matches!(end, End::TableColumn { table: t, column: c } if t == table && c == column);
    column == "user_id"
        || schema.relations.iter().any(|relation| match &relation.via {
            None => user_id(&relation.from) && here(&relation.to) || user_id(&relation.to) && here(&relation.from),
            Some(via) => via.table == table && (user_id(&relation.from) && via.from == column || user_id(&relation.to) && via.to == column),
        })
}

impl Workspace {
    pub(super) fn fill_tables(&mut self, world: &World, zone: Zone) {
        let schema = world.schema().unwrap();
        for table in &schema.tables {
            let mut columns = vec!["muster_row INTEGER PRIMARY KEY".to_owned()];
            for column in &table.columns {
                let name = &column.name;
                let (kind, more) = match column.kind {
                    ColumnType::Text => ("TEXT", None),
                    ColumnType::Number => ("REAL", Some(format!("muster_text_{name}"))),
                    ColumnType::Bool => ("INTEGER", Some(format!("muster_text_{name}"))),
                    ColumnType::Time => ("TEXT", Some(format!("muster_ms_{name}"))),
                };
                columns.push(format!("{} {kind}", quoted(name)));
                columns.extend(more.map(|name| quoted(&name)));
            }
            self.connection.execute_batch(&format!("CREATE TABLE {} ({})", quoted(&table.name), columns.join(", "))).unwrap();
            let mut rows: BTreeMap<String, Vec<(String, CellValue)>> = BTreeMap::new();
            for (at, row) in world.table_rows(&table.name).unwrap().into_iter().enumerate() {
                let key = table.key.as_ref().and_then(|key| row.cells.iter().find(|(name, _)| name == key));
                rows.insert(key.map_or(format!("{at}"), |(_, value)| format!("{value:?}")), row.cells);
            }
            for (at, cells) in rows.values().enumerate() {
                let (mut names, mut values) = (vec!["muster_row".to_owned()], vec![Cell::Integer(at as i64 + 1)]);
                for (name, value) in cells {
                    if let (CellValue::Text(id), true) = (value, names_people(&schema, &table.name, name)) {
                        self.user(id);
                    }
                    let (value, more) = match value {
                        CellValue::Text(text) => {
                            self.read(text);
                            (Cell::Text(text.clone()), None)
                        }
                        CellValue::Number(number) => (Cell::Real(*number), Some(("text", Cell::Text(number_text(*number))))),
                        CellValue::Bool(bool) => (Cell::Integer(i64::from(*bool)), Some(("text", Cell::Text(bool.to_string())))),
                        CellValue::Time(time) => {
                            let at = time.instant(zone);
                            (Cell::Text(format_instant(at)), Some(("ms", Cell::Integer(at))))
                        }
                    };
                    names.push(quoted(name));
                    values.push(value);
                    if let Some((prefix, value)) = more {
                        names.push(quoted(&format!("muster_{prefix}_{name}")));
                        values.push(value);
                    }
                }
                let marks = vec!["?"; values.len()].join(", ");
                let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", quoted(&table.name), names.join(", "));
                self.connection.execute(&sql, rusqlite::params_from_iter(values)).unwrap();
            }
        }
    }
}

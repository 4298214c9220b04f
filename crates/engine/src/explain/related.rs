//! The rows related to a person.

use super::{Asked, Evidence, RelatedRow, SHOWN};
use crate::evaluate::keys::{asked, cell_text, visit_keys};
use crate::evaluate::profile::values;
use crate::evaluate::related::Links;
use crate::evaluate::EvaluateError;
use crate::source::FieldValue;
use muster_rules::plan::{Column, Key, NodeKind, RelatedNode, TableColumn, UserColumn};
use muster_rules::schema::Row;
use muster_rules::time::{format_instant, Millis};
use muster_rules::value::canonical;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The shown rows, by their place.
type Shown = BTreeMap<u32, RelatedRow>;

impl Asked<'_> {
    pub(super) fn related(&self, node: &RelatedNode) -> Result<Evidence, EvaluateError> {
        let links = Links::new(&self.reading, node, true)?;
        let mut related: Vec<u32> = Vec::new();
        visit_keys(&self.reading, &Row::User, &node.from, |_, keys: &[Cow<'_, str>]| related = links.rows(keys).into_owned())?;
        let row = |row: &u32| (*row, RelatedRow { row: *row, values: BTreeMap::new(), passes: links.passes(*row) });
        let mut shown: Shown = related.iter().take(SHOWN).map(row).collect();
        match &node.row {
            Row::User => self.describe_users(node, &mut shown)?,
            Row::Table(table) => self.describe_rows(node, table, &mut shown)?,
            Row::Event => {}
        }
        Ok(Evidence::Related {
            related: related.len() as u64,
            passing: related.iter().filter(|row| links.passes(**row)).count() as u64,
            rows: shown.into_values().collect(),
        })
    }

    /// What the relation and the conditions read of a table's rows.
    fn describe_rows(&self, node: &RelatedNode, table: &str, shown: &mut Shown) -> Result<(), EvaluateError> {
        let mut columns: Vec<&TableColumn> = Vec::new();
        let read = node.filter.walk();
        let read = read.iter().filter_map(|node| match &node.kind {
            NodeKind::Field { column: Column::Table(column), .. } => Some(column),
            NodeKind::Related(RelatedNode { from: Key::TableColumn(column), .. }) => Some(column),
            _ => None,
        });
        let key = match &node.to {
            Key::TableColumn(column) => Some(column),
            _ => None,
        };
        for column in key.into_iter().chain(read).filter(|column| column.table == table) {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        let asked: Vec<_> = columns.iter().map(|column| asked(column)).collect();
        self.reading.table(table, &asked, |row, cells| {
            let Some(row) = shown.get_mut(&row) else { return };
            for (column, cell) in columns.iter().zip(cells) {
                row.values.extend(cell_text(cell).map(|text| (column.column.clone(), text.into_owned())));
            }
        })
    }

    /// Who related users are, and what the relation and the conditions read of them.
    fn describe_users(&self, node: &RelatedNode, shown: &mut Shown) -> Result<(), EvaluateError> {
        let mut columns = vec![UserColumn::UserId];
        let mut properties: Vec<(&str, Millis)> = Vec::new();
        match &node.to {
            Key::UserColumn(column) => columns.push(*column),
            Key::UserProperty { property, at } => properties.push((property, *at)),
            Key::EventProperty(_) | Key::EventDate | Key::TableColumn(_) => {}
        }
        let read = node.filter.walk();
        for condition in &read {
            match &condition.kind {
                NodeKind::Field { column: Column::User(column), .. } => columns.push(*column),
                NodeKind::Property { property, at, .. } => properties.push((property, *at)),
                _ => {}
            }
        }
        columns.sort_unstable_by_key(|column| column.name());
        columns.dedup();
        properties.sort_unstable();
        properties.dedup();
        let everyone = self.reading.whole();
        for column in columns {
            everyone.fields(column, |user, value| {
                if let Some(row) = shown.get_mut(&user) {
                    let text = match value {
                        FieldValue::Text(text) => text.to_owned(),
                        FieldValue::Time(time) => format_instant(time),
                    };
                    row.values.insert(column.name().to_owned(), text);
                }
            })?;
        }
        for (property, at) in properties {
            values(&everyone, property, at, |user, stored| {
                if let Some(row) = shown.get_mut(&user) {
                    row.values.extend(stored.value().map(|value| (property.to_owned(), canonical(&value))));
                }
            })?;
        }
        Ok(())
    }
}

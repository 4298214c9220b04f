//! Related rows.

use super::Resolver;
use crate::condition::RelatedCondition;
use crate::error::RuleError;
use crate::plan::{Key, RelatedAsk, RelatedNode, TableColumn};
use crate::schema::{ColumnType, End};

impl Resolver<'_> {
    pub(super) fn related(&self, related: &RelatedCondition, path: &str) -> Result<RelatedNode, RuleError> {
        let row = related.walk.to.row();
        let ask = match &related.count {
            Some(test) => RelatedAsk::Count(self.test(test, path)?),
            None => RelatedAsk::Every,
        };
        Ok(RelatedNode {
            relation: related.relation.clone(),
            from: self.key(&related.walk.from, related.walk.kinds.0),
            via: related.walk.via.clone(),
            to: self.key(&related.walk.to, related.walk.kinds.1),
            filter: self.filter(related.filter.as_deref(), path, &row)?,
            row,
            ask,
        })
    }

    fn key(&self, end: &End, kind: Option<ColumnType>) -> Key {
        match end {
            End::UserColumn(column) => Key::UserColumn(*column),
            End::UserProperty(property) => Key::UserProperty { property: property.clone(), at: self.now },
            End::EventProperty(property) => Key::EventProperty(property.clone()),
            End::EventDate => Key::EventDate,
            // The parser has looked the column up.
            End::TableColumn { table, column } => {
                Key::TableColumn(TableColumn { table: table.clone(), column: column.clone(), kind: kind.unwrap_or(ColumnType::Text) })
            }
        }
    }
}

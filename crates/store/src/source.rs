//! What the engine asks of a workspace: people and profiles here, each other kind of data in a file of its own.

mod events;
mod history;
mod membership;
mod rows;

use crate::error::StoreError;
use crate::reader::{text, Reader};
use muster_engine::source::{
    AskedColumn, FieldValue, Ordinal, Source, SourceError, VisitConsent, VisitEvents, VisitFields, VisitHistory, VisitProperties, VisitRows,
};
use muster_rules::plan::{EventNames, UserColumn};
use muster_rules::time::{Millis, Span};
use roaring::RoaringBitmap;

impl Source for Reader<'_> {
    fn everyone(&self) -> Result<RoaringBitmap, SourceError> {
        Ok(self.all_ordinals()?)
    }

    fn generation(&self) -> u64 {
        Reader::generation(self)
    }

    fn field_values(&self, column: UserColumn, visit: VisitFields<'_>) -> Result<(), SourceError> {
        Ok(self.visit_fields(column, visit)?)
    }

    fn property_values(&self, property: &str, at: Millis, visit: VisitProperties<'_>) -> Result<(), SourceError> {
        Ok(self.visit_properties(property, at, visit)?)
    }

    fn events(&self, names: &EventNames, window: Span, properties: bool, visit: VisitEvents<'_>) -> Result<(), SourceError> {
        Ok(self.visit_events(names, window, properties, visit)?)
    }

    fn property_history(&self, property: &str, visit: VisitHistory<'_>) -> Result<(), SourceError> {
        Ok(self.visit_history(property, visit)?)
    }

    fn list_members(&self, list: &str) -> Result<RoaringBitmap, SourceError> {
        Ok(self.members_of_list(list)?)
    }

    fn consent(&self, purpose: &str, at: Millis, visit: VisitConsent<'_>) -> Result<(), SourceError> {
        Ok(self.visit_consent(purpose, at, visit)?)
    }

    fn consent_since(&self, purpose: &str, at: Millis, user: Ordinal) -> Result<Option<Millis>, SourceError> {
        Ok(self.latest_consent(purpose, at, user)?)
    }

    fn table_rows(&self, table: &str, columns: &[AskedColumn<'_>], visit: VisitRows<'_>) -> Result<(), SourceError> {
        Ok(self.visit_rows(table, columns, visit)?)
    }
}

impl Reader<'_> {
    fn all_ordinals(&self) -> Result<RoaringBitmap, StoreError> {
        let ends = self.conn.query_row("SELECT count(*), min(user_no), max(user_no) FROM muster_users", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Option<Ordinal>>(1)?, row.get::<_, Option<Ordinal>>(2)?))
        })?;
        let mut everyone = RoaringBitmap::new();
        let (count, Some(first), Some(last)) = ends else { return Ok(everyone) };
        if i64::from(last - first) + 1 == count {
            everyone.insert_range(first..=last);
            return Ok(everyone);
        }
        let mut statement = self.cached("SELECT user_no FROM muster_users ORDER BY user_no")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            everyone.insert(row.get(0)?);
        }
        Ok(everyone)
    }

    pub(crate) fn visit_fields(&self, column: UserColumn, visit: VisitFields<'_>) -> Result<(), StoreError> {
        let name = column.name();
        let mut statement = self.cached(&format!("SELECT user_no, {name} FROM muster_users WHERE {name} IS NOT NULL"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let value = match column {
                UserColumn::CreatedAt => FieldValue::Time(row.get(1)?),
                _ => FieldValue::Text(text(row, 1)?),
            };
            if visit((row.get(0)?, value)).is_break() {
                break;
            }
        }
        Ok(())
    }
}

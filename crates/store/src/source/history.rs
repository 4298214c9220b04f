//! User properties: as they stood at an instant, and over time.

use crate::error::StoreError;
use crate::reader::{text, Reader};
use muster_engine::source::{Stood, VisitHistory, VisitProperties};
use muster_rules::time::Millis;

impl Reader<'_> {
    pub(crate) fn visit_properties(&self, property: &str, at: Millis, visit: VisitProperties<'_>) -> Result<(), StoreError> {
        let Some(property_no) = self.property_no(property)? else { return Ok(()) };
        let mut statement = self.cached(
            "SELECT user_no, value FROM muster_property_values WHERE property_no = ?1 AND value IS NOT NULL
             AND (from_ms IS NULL OR from_ms <= ?2) AND (to_ms IS NULL OR to_ms > ?2)",
        )?;
        let mut rows = statement.query((property_no, at))?;
        while let Some(row) = rows.next()? {
            if visit((row.get(0)?, text(row, 1)?)).is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn visit_history(&self, property: &str, visit: VisitHistory<'_>) -> Result<(), StoreError> {
        let Some(property_no) = self.property_no(property)? else { return Ok(()) };
        // In the order of the table's own key.
        let mut statement = self.cached(
            "SELECT user_no, from_ms, to_ms, value FROM muster_property_values WHERE property_no = ?1 AND value IS NOT NULL
             ORDER BY user_no, begins",
        )?;
        let mut rows = statement.query([property_no])?;
        while let Some(row) = rows.next()? {
            if visit(Stood { user: row.get(0)?, from: row.get(1)?, to: row.get(2)?, value: text(row, 3)? }).is_break() {
                break;
            }
        }
        Ok(())
    }
}

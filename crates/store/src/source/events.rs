//! Events by name and time.

use crate::error::StoreError;
use crate::reader::{text, Reader};
use muster_engine::source::{Event, VisitEvents};
use muster_rules::plan::EventNames;
use muster_rules::time::{Millis, Span};

impl Reader<'_> {
    pub(crate) fn visit_events(
        &self,
        names: &EventNames,
        window: Span,
        properties: bool,
        visit: VisitEvents<'_>,
    ) -> Result<(), StoreError> {
        let mut wanted = self.event_names()?;
        let mut filter = String::new();
        if let EventNames::Named(list) = names {
            wanted.retain(|_, name| list.binary_search(name).is_ok());
            if wanted.is_empty() {
                return Ok(());
            }
            let numbers: Vec<String> = wanted.keys().map(i64::to_string).collect();
            filter = format!(" AND name_no IN ({})", numbers.join(","));
        }
        let content = if properties { "coalesce(properties, '{}')" } else { "''" };
        let sql = format!("SELECT event_no, user_no, name_no, time, {content} FROM muster_events WHERE time >= ?1 AND time < ?2{filter}");
        let mut statement = self.cached(&sql)?;
        let mut rows = statement.query((window.from.unwrap_or(Millis::MIN), window.to.unwrap_or(Millis::MAX)))?;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let name = wanted.get(&row.get(2)?).map_or("", String::as_str);
            let event = Event { number: number.unsigned_abs(), user: row.get(1)?, name, time: row.get(3)?, properties: text(row, 4)? };
            if visit(event).is_break() {
                break;
            }
        }
        Ok(())
    }
}

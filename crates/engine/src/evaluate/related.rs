//! Related rows: from people, from events and from rows of custom tables to people and to rows of custom tables.
//!
//! What the walk leads to is evaluated once, as a bitmap; a map from key text to the rows that it leads to answers for every row that is asked.

use super::keys::{cell_text, visit_keys};
use super::reading::Reading;
use super::{rows, EvaluateError};
use crate::source::AskedColumn;
use muster_rules::matcher::Matcher;
use muster_rules::plan::{RelatedAsk, RelatedNode};
use muster_rules::schema::{Row, Via};
use roaring::RoaringBitmap;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// The rows that keys lead to.
pub(crate) struct Links {
    /// By a key of the start: ascending, each once.
    by_key: HashMap<String, Vec<u32>>,
    /// The rows that pass the filter; `None`: all do.
    passing: Option<Arc<RoaringBitmap>>,
}

impl Links {
    /// Every row that the walk leads to; without `failing`, only those that pass the filter.
    pub(crate) fn new(reading: &Reading<'_>, related: &RelatedNode, failing: bool) -> Result<Self, EvaluateError> {
        // What it leads to is not this person's alone.
        let reading = &reading.whole();
        let passing = match &related.row {
            _ if related.filter.is_everything() => None,
            Row::User => Some(reading.users(&related.filter)?),
            Row::Table(table) => Some(Arc::new(rows::passing(reading, table, &related.filter)?)),
            // Events are walked from, never to: nothing is related.
            Row::Event => return Ok(Links { by_key: HashMap::new(), passing: None }),
        };
        let mut ends: HashMap<String, Vec<u32>> = HashMap::new();
        visit_keys(reading, &related.row, &related.to, |row, keys| {
            if failing || passing.as_ref().is_none_or(|passing| passing.contains(row)) {
                for key in keys {
                    add(&mut ends, key, row);
                }
            }
        })?;
        let mut by_key = match &related.via {
            None => ends,
            Some(via) => through(reading, via, &ends)?,
        };
        for rows in by_key.values_mut() {
            rows.sort_unstable();
            rows.dedup();
        }
        Ok(Links { by_key, passing })
    }

    /// The distinct rows that keys lead to, ascending.
    pub(crate) fn rows(&self, keys: &[Cow<'_, str>]) -> Cow<'_, [u32]> {
        let mut found = keys.iter().filter_map(|key| self.by_key.get(&**key));
        let Some(first) = found.next() else { return Cow::Borrowed(&[]) };
        let Some(second) = found.next() else { return Cow::Borrowed(first) };
        let mut rows = first.clone();
        rows.extend(second);
        found.for_each(|more| rows.extend(more));
        rows.sort_unstable();
        rows.dedup();
        Cow::Owned(rows)
    }

    /// Whether a row passes the filter.
    pub(crate) fn passes(&self, row: u32) -> bool {
        self.passing.as_ref().is_none_or(|passing| passing.contains(row))
    }
}

fn add(map: &mut HashMap<String, Vec<u32>>, key: &str, row: u32) {
    match map.get_mut(key) {
        Some(rows) => rows.push(row),
        None => {
            map.insert(key.to_owned(), vec![row]);
        }
    }
}

/// The rows behind a link table, by the keys of the start.
fn through(reading: &Reading<'_>, via: &Via, ends: &HashMap<String, Vec<u32>>) -> Result<HashMap<String, Vec<u32>>, EvaluateError> {
    let columns = [AskedColumn { name: &via.from, kind: via.from_kind }, AskedColumn { name: &via.to, kind: via.to_kind }];
    let mut by_key: HashMap<String, Vec<u32>> = HashMap::new();
    reading.table(&via.table, &columns, |_, cells| {
        let (Some(from), Some(to)) = (cells.first().and_then(cell_text), cells.get(1).and_then(cell_text)) else { return };
        let Some(rows) = ends.get(&*to) else { return };
        match by_key.get_mut(&*from) {
            Some(found) => found.extend(rows),
            None => {
                by_key.insert(from.into_owned(), rows.clone());
            }
        }
    })?;
    Ok(by_key)
}

/// The question of related rows, made ready to be asked of many rows.
pub(crate) struct Related {
    links: Links,
    ask: Ask,
}

enum Ask {
    Count(Matcher),
    Every,
}

impl Related {
    pub(crate) fn new(reading: &Reading<'_>, related: &RelatedNode) -> Result<Self, EvaluateError> {
        let (ask, failing) = match &related.ask {
            RelatedAsk::Count(test) => (Ask::Count(Matcher::new(test, reading.zone())), false),
            RelatedAsk::Every => (Ask::Every, true),
        };
        Ok(Related { links: Links::new(reading, related, failing)?, ask })
    }

    /// Whether a row with these keys passes.
    pub(crate) fn passes(&self, keys: &[Cow<'_, str>]) -> bool {
        let rows = self.links.rows(keys);
        match &self.ask {
            // Rows that do not pass the filter were left out.
            Ask::Count(matcher) => matcher.passes_number(rows.len() as f64),
            Ask::Every => !rows.is_empty() && rows.iter().all(|row| self.links.passes(*row)),
        }
    }

    /// The rows of a kind that pass, of all of them.
    fn passing(&self, reading: &Reading<'_>, row: &Row, node: &RelatedNode, all: &RoaringBitmap) -> Result<RoaringBitmap, EvaluateError> {
        let (mut passed, mut seen) = (RoaringBitmap::new(), RoaringBitmap::new());
        visit_keys(reading, row, &node.from, |row, keys| {
            seen.insert(row);
            if self.passes(keys) {
                passed.insert(row);
            }
        })?;
        if self.passes(&[]) {
            passed |= all - seen;
        }
        Ok(passed)
    }
}

pub(super) fn of_users(reading: &Reading<'_>, node: &RelatedNode) -> Result<RoaringBitmap, EvaluateError> {
    Related::new(reading, node)?.passing(reading, &Row::User, node, reading.everyone())
}

pub(super) fn of_rows(reading: &Reading<'_>, table: &str, all: &RoaringBitmap, node: &RelatedNode) -> Result<RoaringBitmap, EvaluateError> {
    Related::new(reading, node)?.passing(reading, &Row::Table(table.to_owned()), node, all)
}

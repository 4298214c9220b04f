//! Random rows in random files against a slow and obvious model of the contract.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{event, property, Place, NOW};
use muster_rules::data::{EventRow, PropertyRow, Row};
use muster_rules::time::{format_instant, Zone};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What the workspace should hold.
#[derive(Debug, Default)]
struct Model {
    /// In the order of import.
    events: Vec<EventRow>,
    /// By user and property, then by the instant it begins: dated, value.
    values: BTreeMap<(String, String), History>,
}

type History = BTreeMap<i64, (bool, Option<String>)>;

fn same(a: &EventRow, b: &EventRow) -> bool {
    match (&a.event_id, &b.event_id) {
        (Some(x), Some(y)) => x == y && a.user_id == b.user_id && a.event_name == b.event_name && a.timestamp == b.timestamp,
        (None, None) => a == b,
        _ => false,
    }
}

impl Model {
    fn import(&mut self, clock: i64, rows: &[Row]) {
        let before = self.events.clone();
        for (at, row) in rows.iter().enumerate() {
            let Row::Event(row) = row else { continue };
            let held = before.iter().filter(|held| same(held, row)).count();
            // This one's place among its like in the file.
            let earlier = rows[..at].iter().filter(|other| matches!(other, Row::Event(other) if same(other, row))).count();
            let known = if row.event_id.is_some() { held + earlier > 0 } else { earlier < held };
            if !known {
                self.events.push(row.clone());
            }
        }
        for dated in [true, false] {
            for (at, row) in rows.iter().enumerate() {
                let Row::Property(row) = row else { continue };
                let begins = |row: &PropertyRow| row.updated_at.map_or(clock, |time| time.instant(Zone::UTC));
                let overwritten = rows[at + 1..].iter().any(|later| {
                    matches!(later, Row::Property(later) if later.user_id == row.user_id && later.property_name == row.property_name && begins(later) == begins(row))
                });
                if row.updated_at.is_some() != dated || overwritten {
                    continue;
                }
                let key = (row.user_id.clone(), row.property_name.clone());
                if !dated && self.value_at(&key, clock) == row.property_value {
                    continue;
                }
                self.values.entry(key).or_default().insert(begins(row), (dated, row.property_value.clone()));
            }
        }
    }

    fn value_at(&self, key: &(String, String), t: i64) -> Option<String> {
        let history = self.values.get(key)?;
        let first = history.iter().next()?;
        let current = history.range(..=t).next_back().or(if first.1 .0 { None } else { Some(first) })?;
        current.1 .1.clone()
    }

    fn history(&self) -> String {
        let mut lines = Vec::new();
        for ((user, property), history) in &self.values {
            let rows: Vec<_> = history.iter().collect();
            for (at, (begins, (dated, value))) in rows.iter().enumerate() {
                let Some(value) = value else { continue };
                let from = if at == 0 && !dated { "-".to_owned() } else { format_instant(**begins) };
                let to = rows.get(at + 1).map_or("-".to_owned(), |next| format_instant(*next.0));
                lines.push(format!("{user}|{property}|{value}|{from}|{to}"));
            }
        }
        lines.sort();
        lines.join("\n")
    }

    fn events(&self) -> String {
        let mut lines: Vec<String> = self
            .events
            .iter()
            .map(|e| {
                let time = format_instant(e.timestamp.instant(Zone::UTC));
                format!("{}|{}|{}|{time}|{}", e.event_id.as_deref().unwrap_or("-"), e.user_id, e.event_name, e.properties)
            })
            .collect();
        lines.sort();
        lines.join("\n")
    }
}

fn random_row() -> impl Strategy<Value = Row> {
    let users = prop::sample::select(vec!["a", "b"]);
    let events = (
        users.clone(),
        prop::sample::select(vec!["x", "y"]),
        1..4u8,
        prop::sample::select(vec!["-", "-", "i", "j"]),
        prop::sample::select(vec!["{}", r#"{"k":1}"#]),
    )
        .prop_map(|(user, name, day, id, properties)| event(&format!("{user} {name} 2026-06-0{day} {id} {properties}")));
    let dates = prop::sample::select(vec!["", "", " 2026-06-01", " 2026-06-29T12:00:01Z", " 2026-06-30T12:00:00Z", " 2026-07-05"]);
    let values = (users, prop::sample::select(vec!["p", "q"]), prop::sample::select(vec!["1", "2", "-"]), dates)
        .prop_map(|(user, name, value, date)| property(&format!("{user} {name} {value}{date}")));
    prop_oneof![events, values]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn files_make_what_the_model_makes(files in prop::collection::vec((0..5i64, prop::collection::vec(random_row(), 0..12)), 1..5)) {
        let place = Place::new("UTC");
        let mut model = Model::default();
        let mut clock = NOW;
        for (step, rows) in files {
            clock += step * 86_400_000;
            place.import(clock, &rows);
            model.import(clock, &rows);
            prop_assert_eq!(
                place.query("SELECT coalesce(event_id, '-') || '|' || user_id || '|' || event_name || '|' || timestamp || '|' || properties FROM events ORDER BY 1"),
                model.events()
            );
            prop_assert_eq!(
                place.query("SELECT user_id || '|' || property_name || '|' || property_value || '|' || coalesce(valid_from, '-') || '|' || coalesce(valid_to, '-') FROM user_property_history ORDER BY 1"),
                model.history()
            );
            let again = place.import(clock, &rows);
            prop_assert_eq!((again.added, again.updated), (0, 0));
        }
        place.check();
    }
}

/// What two tables should hold: one with a key, by key; one without, how many of each row.
#[derive(Debug, Default)]
struct Tables {
    keyed: BTreeMap<String, String>,
    counted: BTreeMap<String, usize>,
}

impl Tables {
    fn import(&mut self, keyed: bool, rows: &[(u8, u8)]) {
        let rows = rows.iter().map(|(key, value)| (format!("k{key}"), format!("v{value}")));
        if keyed {
            self.keyed.extend(rows);
            return;
        }
        let mut of_file: BTreeMap<String, usize> = BTreeMap::new();
        for (key, value) in rows {
            *of_file.entry(format!("{key}|{value}")).or_default() += 1;
        }
        for (row, count) in of_file {
            let held = self.counted.entry(row).or_default();
            *held = count.max(*held);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tables_hold_what_the_model_holds(
        files in prop::collection::vec((any::<bool>(), prop::collection::vec((0..4u8, 0..3u8), 0..10)), 1..6)
    ) {
        let place = Place::new("UTC");
        place.define(
            r#"{"tables": [{"name": "keyed", "key": "k", "columns": {"k": "text", "v": "text"}}, {"name": "counted", "columns": {"k": "text", "v": "text"}}]}"#,
        );
        let mut model = Tables::default();
        for (keyed, rows) in files {
            let lines: Vec<String> = rows.iter().map(|(key, value)| format!("k=k{key} v=v{value}")).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let table = if keyed { "keyed" } else { "counted" };
            place.import_table(table, &lines);
            model.import(keyed, &rows);
            let held: Vec<String> = model.keyed.iter().map(|(key, value)| format!("{key}|{value}")).collect();
            prop_assert_eq!(place.query("SELECT k, v FROM keyed ORDER BY k"), held.join("\n"));
            let held: Vec<String> = model.counted.iter().map(|(row, count)| format!("{row}|{count}")).collect();
            prop_assert_eq!(place.query("SELECT k, v, count(*) FROM counted GROUP BY k, v ORDER BY k, v"), held.join("\n"));
            let again = place.import_table(table, &lines);
            prop_assert_eq!((again.added, again.updated), (0, 0));
        }
        place.check();
    }
}

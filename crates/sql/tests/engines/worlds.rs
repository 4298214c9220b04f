//! Conformance cases, and random rules in random worlds: both engines select whom the reference selects.

use crate::workspace::{plan, Workspace};
use muster_rules::schema::ColumnType;
use muster_rules::time::format_instant;
use muster_sql::{render, Dialect};
use muster_testkit::conformance::{cases, Want};
use muster_testkit::differ::{compare_random_worlds, Answer};
use muster_testkit::engines::{ColumnKind, Engine, Rows, TableRows};
use muster_testkit::World;
use rusqlite::types::ValueRef;
use serde_json::{json, Map, Value};
use std::cell::RefCell;

thread_local! {
    /// The rows of the last world: every engine asks for them.
    static LAST: RefCell<Option<(World, Rows)>> = const { RefCell::new(None) };
}

/// A world's rows.
fn rows(world: &World) -> Rows {
    LAST.with_borrow_mut(|last| match last {
        Some((kept, rows)) if kept == world => rows.clone(),
        _ => last.insert((world.clone(), read(world))).1.clone(),
    })
}

fn read(world: &World) -> Rows {
    let workspace = Workspace::of(world);
    let read = |name: &str, columns: &[(&str, ColumnKind)], sql: &str, custom: bool| {
        let mut statement = workspace.connection().prepare(sql).unwrap();
        let mut found = statement.query([]).unwrap();
        let mut rows = Vec::new();
        while let Some(row) = found.next().unwrap() {
            let mut object = Map::new();
            for (at, (column, kind)) in columns.iter().enumerate() {
                let value = match (row.get_ref(at).unwrap(), kind) {
                    (ValueRef::Null, _) => continue,
                    (ValueRef::Integer(at), ColumnKind::Time) => json!(format_instant(at)),
                    (ValueRef::Integer(bool), ColumnKind::Bool) => json!(bool == 1),
                    (ValueRef::Integer(number), _) => json!(number),
                    (ValueRef::Real(number), _) => json!(number),
                    (text, _) => json!(text.as_str().unwrap()),
                };
                object.insert((*column).to_owned(), value);
            }
            rows.push(object);
        }
        TableRows { custom, ..TableRows::new(name, columns, rows) }
    };
    use ColumnKind::{Bool, Json, Number, Text, Time, Whole};
    let (user, list) = (("user_id", Text), ("list", Text));
    let users = [user, ("email", Text), ("name", Text), ("created_at", Time), ("account_type", Text)];
    let events = [("event_no", Whole), user, ("event_name", Text), ("timestamp", Time), ("properties", Json)];
    let history = [user, ("property_name", Text), ("property_value", Json), ("valid_from", Time), ("valid_to", Time)];
    let consent = [user, ("purpose", Text), ("state", Text), ("updated_at", Time)];
    let mut tables = vec![
        read("users", &users, "SELECT user_id, email, name, created_ms, account_type FROM users", false),
        read("events", &events, "SELECT event_no, user_id, event_name, time_ms, properties FROM events", false),
        read(
            "user_property_history",
            &history,
            "SELECT user_id, property_name, property_value, from_ms, to_ms FROM user_property_history",
            false,
        ),
        read("list_members", &[list, user], "SELECT list_name, user_id FROM muster_list_people JOIN u USING (user_no)", false),
        read(
            "consent",
            &consent,
            "SELECT user_id, purpose, CASE granted WHEN 1 THEN 'granted' ELSE 'denied' END, from_ms FROM muster_consent_records JOIN u USING (user_no)",
            false,
        ),
    ];
    for table in &world.schema().unwrap().tables {
        let kind = |kind| match kind {
            ColumnType::Text => Text,
            ColumnType::Number => Number,
            ColumnType::Bool => Bool,
            ColumnType::Time => Time,
        };
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let columns: Vec<(&str, ColumnKind)> = table.columns.iter().map(|column| (column.name.as_str(), kind(column.kind))).collect();
        let names: Vec<String> = columns.iter().map(|(name, _)| quoted(name)).collect();
        tables.push(read(&table.name, &columns, &format!("SELECT {} FROM {}", names.join(", "), quoted(&table.name)), true));
    }
    Rows { tables }
}

/// An engine that keeps the last world loaded.
pub(crate) struct Loaded(RefCell<(Box<dyn Engine>, Option<World>)>, pub(crate) &'static dyn Dialect);

impl Loaded {
    pub(crate) fn answer(&self, world: &World, rules: &[Value]) -> Vec<Answer> {
        let mut kept = self.0.borrow_mut();
        let (engine, last) = &mut *kept;
        // The rows of a world do not depend on when it is looked at.
        if !last.as_ref().is_some_and(|last| last.at(&world.now) == world.at(&world.now)) {
            *last = None;
            if let Err(why) = engine.load(&rows(world)) {
                return vec![Err(why); rules.len()];
            }
            *last = Some(world.clone());
        }
        let statement = |rule: &Value| {
            let (plan, sentence) = plan(world, rule)?;
            match render(&plan, &sentence, self.1) {
                Ok(sql) => Ok(Some(sql)),
                Err(cannot) if crate::limits::is_known(self.1.name(), &cannot.what) => Ok(None),
                Err(cannot) => Err(cannot.to_string()),
            }
        };
        let statements: Vec<Result<Option<String>, String>> = rules.iter().map(statement).collect();
        let asked: Vec<String> = statements.iter().filter_map(|statement| statement.clone().ok().flatten()).collect();
        let mut answers = engine.run(&asked).into_iter();
        let mut answer =
            |sql: String| answers.next().unwrap_or_else(|| Err("no answer".to_owned())).map(Some).map_err(|why| format!("{why}\n{sql}"));
        statements.into_iter().map(|statement| statement?.map_or(Ok(None), &mut answer)).collect()
    }
}

pub(crate) fn loaded() -> Vec<Loaded> {
    crate::engines(&Rows::default()).into_iter().map(|(engine, dialect)| Loaded(RefCell::new((engine, None)), dialect)).collect()
}

/// A case's title, its rule, and whom it wants.
type Ask = (String, Value, Vec<String>);

#[test]
fn conformance_cases() {
    let engines = loaded();
    let mut worlds: Vec<(World, Vec<Ask>)> = Vec::new();
    for case in cases().unwrap() {
        let Want::Members(want) = &case.want else { continue };
        let asked = (case.title(), case.rule.clone(), want.clone());
        match worlds.last_mut() {
            Some((world, asks)) if *world == case.world => asks.push(asked),
            _ => worlds.push((case.world.clone(), vec![asked])),
        }
    }
    let (mut asked, mut unable, mut wrong) = (0, 0, Vec::new());
    for (world, asks) in &worlds {
        let rules: Vec<Value> = asks.iter().map(|(_, rule, _)| rule.clone()).collect();
        for engine in &engines {
            for (answer, (title, _, want)) in engine.answer(world, &rules).into_iter().zip(asks) {
                asked += 1;
                match answer {
                    Ok(None) => unable += 1,
                    Ok(Some(mut got)) => {
                        got.sort();
                        if got != *want {
                            wrong.push(format!("{title} ({}): want {want:?}, got {got:?}", engine.1.name()));
                        }
                    }
                    Err(why) => wrong.push(format!("{title} ({}): {why}", engine.1.name())),
                }
            }
        }
    }
    assert!(asked > 100, "{asked} cases only");
    assert!(unable <= 2, "{unable} cases cannot be said");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn random_rules_in_random_worlds() {
    let engines = loaded();
    let number = |name: &str, plain: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(plain);
    let answers: Vec<_> =
        engines.iter().map(|engine| (engine.1.name(), |world: &World, rules: &[Value]| engine.answer(world, rules))).collect();
    let batches: Vec<muster_testkit::differ::Batch<'_>> =
        answers.iter().map(|(name, answer)| (*name, answer as &dyn Fn(&World, &[Value]) -> Vec<Answer>)).collect();
    let first = number("FIRST_SEED", 0);
    if let Err(mismatch) = compare_random_worlds(first..first + number("SEEDS", 6), 20, 300, &batches) {
        panic!("{mismatch}");
    }
}

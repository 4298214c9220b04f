//! Statements for PostgreSQL and DuckDB, run on a PostgreSQL and a DuckDB that the tests start themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, dead_code, unreachable_pub)]

mod large;
mod limits;
mod readings;
#[path = "../workspace/mod.rs"]
mod workspace;
mod worlds;

use muster_sql::{Dialect, DuckDbDialect, PostgresDialect};
use muster_testkit::engines::{ColumnKind, DuckDb, Engine, Postgres, Rows, TableRows};
use serde_json::{json, Map, Value};

/// Each engine with its dialect, loaded with rows.
fn engines(rows: &Rows) -> Vec<(Box<dyn Engine>, &'static dyn Dialect)> {
    let postgres = Postgres::start(include_str!("../../schema/postgres.sql")).unwrap();
    let duckdb = DuckDb::start(include_str!("../../schema/duckdb.sql")).unwrap();
    let mut engines: Vec<(Box<dyn Engine>, &'static dyn Dialect)> =
        vec![(Box::new(postgres), &PostgresDialect), (Box::new(duckdb), &DuckDbDialect)];
    for (engine, _) in &mut engines {
        engine.load(rows).unwrap();
    }
    engines
}

/// A person for each text, whose name it is and whose id is its number, and one without a name.
fn named(texts: &[&str]) -> Rows {
    let row = |(at, text): (usize, &&str)| object(json!({"user_id": at.to_string(), "name": text}));
    let nameless = object(json!({"user_id": texts.len().to_string()}));
    let rows = texts.iter().enumerate().map(row).chain([nameless]).collect();
    Rows { tables: vec![TableRows::new("users", &[("user_id", ColumnKind::Text), ("name", ColumnKind::Text)], rows)] }
}

/// An event for each object, by a person whose id is its number, and a property `p` of theirs with the value.
fn valued(values: &[&str]) -> Rows {
    let users = (0..values.len()).map(|at| object(json!({"user_id": at.to_string()}))).collect();
    let history = values
        .iter()
        .enumerate()
        .map(|(at, value)| object(json!({"user_id": at.to_string(), "property_name": "p", "property_value": value})))
        .collect();
    let columns = [("user_id", ColumnKind::Text), ("property_name", ColumnKind::Text), ("property_value", ColumnKind::Json)];
    Rows {
        tables: vec![
            TableRows::new("users", &[("user_id", ColumnKind::Text)], users),
            TableRows::new("user_property_history", &columns, history),
        ],
    }
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

/// What a statement selects, sorted as numbers.
fn numbers(engine: &mut dyn Engine, sql: &str) -> Vec<usize> {
    let answer = engine.run(&[sql.to_owned()]).remove(0);
    let mut ids: Vec<usize> =
        answer.unwrap_or_else(|why| panic!("{}: {why}\n{sql}", engine.name())).iter().map(|id| id.parse().unwrap()).collect();
    ids.sort_unstable();
    ids
}

//! What statements look like.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, dead_code, unreachable_pub)]

mod workspace;

use muster_rules::document::parse_rule;
use muster_rules::plan::{Node, NodeKind, Plan, Positive, Test};
use muster_rules::resolve::resolve;
use muster_rules::sentence::sentence;
use muster_rules::time::{read_time, StoredTime, Zone};
use muster_sql::{render, Dialect, SqliteDialect};
use serde_json::{json, Value};

fn statement(rule: &Value) -> String {
    let rule = parse_rule(&rule.to_string()).unwrap();
    let Some(StoredTime::Instant(now)) = read_time("2026-06-30T12:00:00Z") else { panic!("no time") };
    let plan = resolve(&rule, now, Zone::parse("Europe/Berlin").unwrap()).unwrap();
    render(&plan, &sentence(&rule), &SqliteDialect).unwrap()
}

#[test]
fn hesitant_power_users() {
    insta::assert_snapshot!(statement(&json!({"kind": "all", "of": [
        {"kind": "field", "field": "account_type", "op": "is", "value": "free"},
        {"kind": "event", "event": "report_generated", "window": {"last": {"n": 30, "unit": "day"}}, "op": "gt", "value": 5},
        {"kind": "not", "of": {"kind": "event", "event": "purchase", "where": {"kind": "property", "property": "plan", "op": "is", "value": "pro"}}},
    ]})));
}

#[test]
fn tests_of_every_kind() {
    insta::assert_snapshot!(statement(&json!({"kind": "at_least", "n": 2, "of": [
        {"kind": "field", "field": "email", "op": "ends_with", "value": "@müller.example"},
        {"kind": "property", "property": "score", "op": "between", "value": [1, 2.5]},
        {"kind": "property", "property": "address.city", "op": "is_not", "value": "Köln"},
        {"kind": "event", "event": ["a", "b"], "where": {"kind": "any", "of": [
            {"kind": "property", "property": "n", "op": "matches", "value": "^x"},
            {"kind": "field", "field": "timestamp", "op": "before", "value": "2026-01-01"},
        ]}, "op": "lte", "value": 2},
    ]})));
}

#[test]
fn what_people_write_cannot_leave_its_comment_or_literal() {
    let hostile = "*/ '; DROP TABLE users; -- /*\n\"";
    let sql = statement(&json!({"kind": "property", "property": hostile, "op": "is", "value": hostile}));
    let workspace = workspace::Workspace::new();
    assert_eq!(workspace.bundled(&sql).unwrap(), Vec::<String>::new());
    if let Some(answers) = workspace.stock(&[sql]) {
        assert_eq!(answers.unwrap(), [Vec::<String>::new()]);
    }
}

/// A dialect that says nothing beyond what every dialect says.
struct Generic;

impl Dialect for Generic {
    fn name(&self) -> &'static str {
        "Generic"
    }
}

#[test]
fn what_a_dialect_cannot_say_is_refused_with_its_place() {
    let field = |positive| Node {
        path: "where.of[1]".to_owned(),
        sentence: "…".to_owned(),
        kind: NodeKind::Field { column: muster_rules::plan::UserColumn::Email, test: Test { negated: false, positive } },
    };
    let plan = |part| Plan {
        now: 0,
        zone: Zone::UTC,
        root: Node { path: "where".to_owned(), sentence: "…".to_owned(), kind: NodeKind::All(vec![field(Positive::IsSet), part]) },
    };
    assert!(render(&plan(field(Positive::Contains("x".to_owned()))), "", &Generic).is_ok());
    let why = render(&plan(field(Positive::Matches("x".to_owned()))), "", &Generic).unwrap_err();
    assert_eq!(why.to_string(), "where.of[1]: Generic cannot say regular expressions");
}

//! What statements look like.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, dead_code, unreachable_pub)]

mod workspace;

use muster_rules::plan::{Column, Node, NodeKind, Plan, Positive, Test, UserColumn};
use muster_rules::time::Zone;
use muster_sql::{render, Dialect};
use muster_testkit::World;
use serde_json::{json, Value};

/// A world whose rules may refer to everything that can be referred to.
fn world() -> World {
    World::from_json(&json!({
        "now": "2026-06-30T12:00:00Z", "tz": "Europe/Berlin",
        "tables": {"tables": [
            {"name": "products", "key": "product_id", "columns": {"product_id": "text", "category": "text", "premium": "bool", "price": "number", "since": "time"}},
            {"name": "households", "key": "household_id", "columns": {"household_id": "text", "region": "text"}},
            {"name": "policies", "key": "policy_id", "columns": {"policy_id": "text", "holder": "text", "tier": "text"}},
            {"name": "holidays", "key": "day", "columns": {"day": "text"}},
            {"name": "beneficiaries", "columns": {"policy_id": "text", "user_id": "text"}}],
          "relations": [
            {"name": "product", "from": {"table": "events", "property": "product_id"}, "to": {"table": "products", "column": "product_id"}},
            {"name": "holiday", "from": {"table": "events", "part": "date"}, "to": {"table": "holidays", "column": "day"}},
            {"name": "policies", "reverse": "holder", "from": {"table": "users", "column": "user_id"}, "to": {"table": "policies", "column": "holder"}},
            {"name": "household", "reverse": "members", "from": {"table": "users", "property": "household_id"}, "to": {"table": "households", "column": "household_id"}},
            {"name": "beneficiary_of", "reverse": "beneficiaries", "from": {"table": "users", "column": "user_id"}, "to": {"table": "policies", "column": "policy_id"},
             "via": {"table": "beneficiaries", "from": "user_id", "to": "policy_id"}}]},
        "lists": {"vip": []},
        "segments": {"buyers": {"kind": "event", "event": "purchase"}},
    }))
    .unwrap()
}

fn statement(rule: &Value) -> String {
    workspace::statement(&world(), rule).unwrap()
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
    let workspace = workspace::Workspace::of(&world());
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
        kind: NodeKind::Field { column: Column::User(UserColumn::Email), test: Test { negated: false, positive } },
    };
    let plan = |part| Plan {
        now: 0,
        zone: Zone::UTC,
        segments: Vec::new(),
        root: Node { path: "where".to_owned(), sentence: "…".to_owned(), kind: NodeKind::All(vec![field(Positive::IsSet), part]) },
    };
    assert!(render(&plan(field(Positive::Contains("x".to_owned()))), "", &Generic).is_ok());
    let why = render(&plan(field(Positive::Matches("x".to_owned()))), "", &Generic).unwrap_err();
    assert_eq!(why.to_string(), "where.of[1]: Generic cannot say regular expressions");
}

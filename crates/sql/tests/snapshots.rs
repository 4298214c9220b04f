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
fn measures() {
    let over = |measure: Value, test: Value| {
        let mut rule = json!({"kind": "event", "event": "purchase", "window": {"last": {"n": 30, "unit": "day"}}, "measure": measure});
        rule.as_object_mut().unwrap().extend(test.as_object().unwrap().clone());
        rule
    };
    insta::assert_snapshot!(statement(&json!({"kind": "any", "of": [
        over(json!({"fn": "sum", "property": "amount"}), json!({"op": "gte", "value": 100.5})),
        over(json!({"fn": "active_days"}), json!({"op": "lte", "value": 2})),
        over(json!({"fn": "most_frequent", "property": "category"}), json!({"op": "is_not", "value": "tea"})),
        over(json!({"fn": "last_value", "property": "plan"}), json!({"op": "is", "value": "pro"})),
        over(json!({"fn": "first"}), json!({"op": "during", "value": {"calendar": {"unit": "month"}}})),
    ]})));
}

#[test]
fn a_pick() {
    insta::assert_snapshot!(statement(&json!({"kind": "event", "event": "purchase", "pick": "last", "having": {"kind": "all", "of": [
        {"kind": "time", "part": "weekday", "op": "in", "value": [6, 7]},
        {"kind": "property", "property": "amount", "op": "gt", "value": 50},
    ]}})));
}

#[test]
fn sequences() {
    insta::assert_snapshot!(statement(&json!({"kind": "sequence", "within": {"n": 14, "unit": "day"}, "same": ["product_id"], "steps": [
        {"event": "product_viewed"},
        {"event": "add_to_cart", "within": {"n": 2, "unit": "hour"}, "where": {"kind": "property", "property": "quantity", "op": "gte", "value": 1}},
        {"event": "remove_from_cart", "absent": true},
        {"event": "checkout_started"},
        {"event": "purchase", "absent": true, "within": {"n": 1, "unit": "day"}},
    ]})));
}

#[test]
fn a_funnel() {
    insta::assert_snapshot!(statement(
        &json!({"kind": "sequence", "steps": [{"event": "signed_up"}, {"event": "invited"}, {"event": "purchase"}]})
    ));
}

#[test]
fn what_was() {
    insta::assert_snapshot!(statement(&json!({"kind": "all", "of": [
        {"kind": "changed", "property": "plan", "from": "free", "to": "pro", "window": {"last": {"n": 30, "unit": "day"}}},
        {"kind": "ever", "property": "address.city", "op": "is", "value": "Köln"},
        {"kind": "ever", "property": "score", "op": "gt", "value": 9, "window": {"last": {"n": 1, "unit": "year"}}},
        {"kind": "property", "property": "plan", "op": "is", "value": "free", "as_of": "2026-01-01"},
        {"kind": "consent", "purpose": "email", "state": "granted"},
        {"kind": "consent", "purpose": "sms", "state": "unknown"},
        {"kind": "list", "list": "vip"},
        {"kind": "segment", "segment": "buyers"},
    ]})));
}

#[test]
fn regular_and_ranked() {
    insta::assert_snapshot!(statement(&json!({"kind": "all", "of": [
        {"kind": "regular", "event": "login", "period": {"n": 1, "unit": "week"}, "periods": 4, "at_least": 3, "times": 2},
        {"kind": "rank", "by": {"event": "purchase", "measure": {"fn": "count"}}, "top": {"n": 100}},
        {"kind": "rank", "by": {"property": "score"}, "bottom": {"percent": 12.5}},
    ]})));
}

#[test]
fn related_rows() {
    insta::assert_snapshot!(statement(&json!({"kind": "all", "of": [
        {"kind": "event", "event": "purchase", "where": {"kind": "all", "of": [
            {"kind": "related", "relation": "product", "where": {"kind": "field", "field": "premium", "op": "is", "value": true}},
            {"kind": "related", "relation": "holiday"},
        ]}},
        {"kind": "related", "relation": "household", "where": {"kind": "related", "relation": "members", "where":
            {"kind": "related", "relation": "policies", "where": {"kind": "field", "field": "tier", "op": "is", "value": "premium"}}}},
        {"kind": "related", "relation": "beneficiary_of", "op": "is", "value": 0},
        {"kind": "related", "relation": "policies", "where": {"kind": "field", "field": "tier", "op": "contains", "value": "GOLD"}, "every": true},
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

#[test]
fn what_a_dialect_cannot_say_is_refused_wherever_it_stands() {
    let cases = [
        (
            json!({"kind": "event", "event": "e", "where": {"kind": "time", "part": "hour", "op": "is", "value": 3}}),
            "where.where",
            "parts of local times",
        ),
        (json!({"kind": "not", "of": {"kind": "property", "property": "p", "op": "is", "value": 3}}), "where.of", "tests of JSON values"),
        (
            json!({"kind": "event", "event": "e", "measure": {"fn": "sum", "property": "p"}, "op": "gt", "value": 1}),
            "where",
            "keys of JSON",
        ),
        (json!({"kind": "event", "event": "e", "measure": {"fn": "active_days"}, "op": "gt", "value": 1}), "where", "local dates"),
        (json!({"kind": "sequence", "steps": [{"event": "e"}, {"event": "e"}], "same": ["p"]}), "where", "keys of JSON"),
        (
            json!({"kind": "related", "relation": "policies", "where": {"kind": "any", "of": [{"kind": "field", "field": "tier", "op": "matches", "value": "x"}]}}),
            "where.where.of[0]",
            "regular expressions",
        ),
        (json!({"kind": "related", "relation": "household"}), "where", "elements of JSON lists"),
        (json!({"kind": "rank", "by": {"property": "p"}, "top": {"n": 1}}), "where", "numbers in JSON values"),
        (json!({"kind": "changed", "property": "p.q"}), "where", "values inside JSON"),
    ];
    for (rule, path, what) in cases {
        let (plan, _) = workspace::plan(&world(), &rule).unwrap();
        let why = render(&plan, "", &Generic).unwrap_err();
        assert_eq!((why.path.as_str(), why.what.as_str()), (path, what), "{rule}");
    }
    for rule in [
        json!({"kind": "event", "event": "e", "op": "lt", "value": 3}),
        json!({"kind": "sequence", "steps": [{"event": "e"}, {"event": "x", "absent": true}]}),
        json!({"kind": "regular", "event": "e", "period": {"n": 1, "unit": "day"}, "periods": 3, "at_least": 2}),
        json!({"kind": "changed", "property": "p"}),
        json!({"kind": "related", "relation": "policies", "where": {"kind": "field", "field": "tier", "op": "is", "value": "x"}}),
        json!({"kind": "list", "list": "vip"}),
        json!({"kind": "consent", "purpose": "email", "state": "denied"}),
    ] {
        let (plan, _) = workspace::plan(&world(), &rule).unwrap();
        assert!(render(&plan, "", &Generic).is_ok(), "{rule}");
    }
}

#[test]
fn what_needs_the_program_says_so_wherever_it_stands() {
    let matches = json!({"kind": "property", "property": "p", "op": "matches", "value": "x"});
    let tier = json!({"kind": "field", "field": "tier", "op": "contains", "value": "é"});
    for rule in [
        json!({"kind": "event", "event": "e", "where": {"kind": "not", "of": matches}}),
        json!({"kind": "event", "event": "e", "pick": "first", "having": matches}),
        json!({"kind": "sequence", "steps": [{"event": "e"}, {"event": "e", "where": matches}]}),
        json!({"kind": "regular", "event": "e", "where": matches, "period": {"n": 1, "unit": "day"}, "periods": 3, "at_least": 2}),
        json!({"kind": "rank", "by": {"event": "e", "where": matches}, "top": {"n": 1}}),
        json!({"kind": "ever", "property": "p", "op": "matches", "value": "x"}),
        json!({"kind": "related", "relation": "household", "where": {"kind": "related", "relation": "members", "where": matches}}),
        json!({"kind": "related", "relation": "policies", "where": tier}),
    ] {
        assert!(workspace::needs_program(&statement(&rule)), "{rule}");
        let often = json!({"kind": "any", "of": vec![rule.clone(); 300]});
        assert!(workspace::needs_program(&statement(&often)), "often: {rule}");
    }
    assert!(!workspace::needs_program(&statement(&json!({"kind": "event", "event": "needs the program"}))));
}

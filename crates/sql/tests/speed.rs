//! A plain event count over 100,000 events. Measured by hand: `cargo test -p muster-sql --test speed -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, dead_code, unreachable_pub)]

mod workspace;

use muster_testkit::World;
use serde_json::json;
use std::time::Instant;
use workspace::{statement, Workspace};

#[test]
#[ignore = "prints how long statements take; asserts nothing about time"]
fn a_hundred_thousand_events() {
    let workspace = Workspace::new();
    workspace
        .connection()
        .execute_batch(
            "INSERT INTO muster_event_names VALUES (1, 'purchase');
             INSERT INTO u (user_no, user_id, created_ms) WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT i, 'u' || i, i * 86400000 FROM n;
             INSERT INTO e (user_no, name_no, time_ms, properties) WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
             SELECT 1 + i % 10000, 1, i, '{\"amount\":' || (i % 90) || ',\"items\":[1,2],\"plan\":\"' || CASE i % 3 WHEN 0 THEN 'pro' ELSE 'free' END || '\"}' FROM n;",
        )
        .unwrap();
    let world = World::from_json(&json!({"now": "2026-06-30T12:00:00Z", "tz": "Europe/Berlin"})).unwrap();
    for test in [
        json!({"property": "plan", "op": "is", "value": "pro"}),
        json!({"property": "plan", "op": "contains", "value": "PR"}),
        json!({"property": "amount", "op": "gte", "value": 50}),
        json!({"property": "items", "op": "is", "value": 2}),
        json!({"property": "amount", "op": "during", "value": {"last": {"n": 3, "unit": "day"}}}),
    ] {
        let mut test = test;
        test["kind"] = json!("property");
        let sql = statement(&world, &json!({"kind": "event", "event": "purchase", "where": test, "op": "gte", "value": 3})).unwrap();
        let started = Instant::now();
        let count = workspace.bundled(&sql).unwrap().len();
        println!("{test}: {count} in {:?}", started.elapsed());
    }
    let steps = |count: usize| vec![json!({"event": "purchase"}); count];
    for rule in [
        json!({"kind": "field", "field": "created_at", "op": "anniversary", "value": {"last": {"n": 3, "unit": "day"}}}),
        json!({"kind": "event", "event": "purchase", "measure": {"fn": "sum", "property": "amount"}, "op": "gte", "value": 400}),
        json!({"kind": "event", "event": "purchase", "measure": {"fn": "active_days"}, "op": "gte", "value": 1}),
        json!({"kind": "event", "event": "purchase", "measure": {"fn": "most_frequent", "property": "plan"}, "op": "is", "value": "pro"}),
        json!({"kind": "event", "event": "purchase", "measure": {"fn": "last_value", "property": "plan"}, "op": "is", "value": "pro"}),
        json!({"kind": "sequence", "steps": steps(2)}),
        json!({"kind": "sequence", "steps": steps(5)}),
        json!({"kind": "sequence", "steps": steps(3), "same": ["amount"]}),
        json!({"kind": "sequence", "steps": steps(3), "within": {"n": 1, "unit": "day"}}),
        json!({"kind": "sequence", "steps": [{"event": "purchase"}, {"event": "refund", "absent": true}]}),
        json!({"kind": "regular", "event": "purchase", "period": {"n": 1, "unit": "week"}, "periods": 52, "at_least": 1}),
        json!({"kind": "rank", "by": {"event": "purchase", "measure": {"fn": "max", "property": "amount"}}, "top": {"percent": 10}}),
    ] {
        let sql = statement(&world, &rule).unwrap();
        let started = Instant::now();
        println!("{rule}: {} in {:?}", workspace.bundled(&sql).unwrap().len(), started.elapsed());
    }
    // All of ten thousand events one person's.
    workspace.connection().execute_batch("DELETE FROM e WHERE event_no > 10000; UPDATE e SET user_no = 1").unwrap();
    for rule in [
        json!({"kind": "sequence", "steps": steps(3), "same": ["plan"]}),
        json!({"kind": "sequence", "steps": steps(3), "within": {"n": 1, "unit": "second"}, "same": ["plan"]}),
        json!({"kind": "sequence", "steps": [{"event": "purchase"}, {"event": "purchase", "within": {"n": 1, "unit": "second"}, "where": {"kind": "property", "property": "plan", "op": "is", "value": "x"}}], "same": ["plan"]}),
    ] {
        let sql = statement(&world, &rule).unwrap();
        let started = Instant::now();
        println!("{rule}: {} in {:?}", workspace.bundled(&sql).unwrap().len(), started.elapsed());
    }
}

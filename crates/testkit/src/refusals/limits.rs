//! What lies beyond a limit, and what just does not.

use super::{refusal, Refusal};
use serde_json::{json, Value};

/// Beyond.
pub(super) fn beyond() -> Vec<Refusal> {
    let mut all = Vec::new();
    let mut add = |name: &str, rule: Value, path: &str, says: &str| all.push(refusal(name, rule.to_string(), path, says));
    add("nested deeper than 64", nested(66), "where.of.of.of.of*", "64");
    add("nested deeper than 64 inside an event", json!({"kind": "event", "event": "x", "where": nested(66)}), "where.where.of*", "64");
    add(
        "nested deeper than 64 inside what is picked",
        json!({"kind": "event", "event": "x", "pick": "last", "having": nested(66)}),
        "where.having.of*",
        "64",
    );
    add(
        "nested deeper than 64 inside a step",
        json!({"kind": "sequence", "steps": [{"event": "x", "where": nested(66)}]}),
        "where.steps[0].where.of*",
        "64",
    );
    add(
        "nested deeper than 64 inside a rank",
        json!({"kind": "rank", "by": {"event": "x", "where": nested(66)}, "top": {"n": 1}}),
        "where.by.where.of*",
        "64",
    );
    add("related deeper than 64", far(66), "where.where.where*", "64");
    let values = |op: &str, count: usize| json!({"kind": "property", "property": "p", "op": op, "value": numbers(count)});
    add("more than 10,000 values", values("in", 10_001), "where.value", "10,000");
    add("more than 10,000 values, negated", values("not_in", 10_001), "where.value", "10,000");
    let nothing = || json!({"kind": "all", "of": []});
    add("more than 1,000 conditions", json!({"kind": "any", "of": vec![nothing(); 1000]}), "where*", "1,000");
    add(
        "more than 1,000 conditions in steps",
        json!({"kind": "sequence", "steps": vec![json!({"event": "x", "where": {"kind": "any", "of": vec![nothing(); 99]}}); 10]}),
        "where*",
        "1,000",
    );
    let deep = |levels| r#"{"kind":"not","of":"#.repeat(levels) + r#"{"kind":"all","of":[]}"# + &"}".repeat(levels);
    for levels in [127, 1000, 100_000] {
        all.push(refusal("nested very deep", deep(levels), "where*", "64"));
    }
    all
}

/// Just not.
pub(super) fn within() -> Vec<(String, Value)> {
    let rules = [
        ("nested 64", nested(64)),
        ("related 64 deep", far(64)),
        ("10,000 values", json!({"kind": "property", "property": "p", "op": "in", "value": numbers(10_000)})),
        ("1,000 conditions", json!({"kind": "any", "of": vec![json!({"kind": "all", "of": []}); 999]})),
    ];
    rules.map(|(name, rule)| (name.to_owned(), rule)).into()
}

fn nested(conditions: usize) -> Value {
    let mut rule = json!({"kind": "all", "of": []});
    for _ in 1..conditions {
        rule = json!({"kind": "not", "of": rule});
    }
    rule
}

/// So many conditions, from people to households and back again.
fn far(conditions: usize) -> Value {
    let mut rule = json!({"kind": "all", "of": []});
    for left in 1..conditions {
        let here = conditions - 1 - left;
        let relation = if here.is_multiple_of(2) { "household" } else { "members" };
        rule = json!({"kind": "related", "relation": relation, "where": rule});
    }
    rule
}

fn numbers(count: usize) -> Value {
    (0..count).collect()
}

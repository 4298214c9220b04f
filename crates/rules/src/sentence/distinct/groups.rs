//! Every way to put two or three conditions together.

use super::twins::place;
use serde_json::{json, Value};

/// Every way to put one, two or three conditions together.
pub(super) fn together(of: &[Value]) -> Vec<Value> {
    let group = |kind: &str, of: &[&Value]| json!({"kind": kind, "of": of});
    let not = |of: &Value| json!({"kind": "not", "of": of});
    let some = |n: u64, of: &[&Value]| json!({"kind": "at_least", "n": n, "of": of});
    let mut all = vec![group("all", &[]), group("any", &[]), not(&group("all", &[])), not(&group("any", &[]))];
    for a in of {
        let ones = [a.clone(), group("all", &[a]), group("any", &[a]), not(a), some(1, &[a])];
        for one in &ones {
            all.extend([one.clone(), group("all", &[one]), group("any", &[one]), not(one), not(&not(one)), some(1, &[one])]);
            all.extend([not(&group("any", &[one])), not(&group("all", &[one]))]);
        }
        for b in of {
            for one in &ones {
                for kind in ["all", "any"] {
                    let other = if kind == "all" { "any" } else { "all" };
                    let two = group(kind, &[one, b]);
                    all.extend([
                        group(kind, &[b, one]),
                        not(&two),
                        some(1, &[one, b]),
                        some(2, &[one, b]),
                        group(kind, &[&two]),
                        group(other, &[&two]),
                    ]);
                    all.extend([
                        group(kind, &[&two, b]),
                        group(other, &[&two, b]),
                        group(other, &[b, &two]),
                        group(kind, &[b, &two]),
                        group(kind, &[one, b, b]),
                    ]);
                    all.extend([
                        not(&group("any", &[&two])),
                        group(kind, &[&not(&two), b]),
                        group(kind, &[b, &not(&two)]),
                        some(1, &[&two, b]),
                    ]);
                    all.push(two);
                }
            }
        }
    }
    all
}

#[test]
fn groups_of_all_kinds_read_differently() {
    let place = place("UTC", "2026-06-30T12:00:00Z");
    let of = [
        json!({"kind": "property", "property": "plan", "op": "in", "value": ["a", "b"]}),
        json!({"kind": "event", "event": "x", "where": {"kind": "property", "property": "p", "op": "is_set"}}),
        json!({"kind": "event", "event": "x", "window": {"last": {"n": 1, "unit": "day"}}}),
        json!({"kind": "sequence", "steps": [{"event": "x"}, {"event": "y"}], "same": ["p"]}),
        json!({"kind": "related", "relation": "household", "where": {"kind": "related", "relation": "members", "where": {"kind": "event", "event": "x"}}}),
        json!({"kind": "related", "relation": "policies", "every": true, "where": {"kind": "field", "field": "tier", "op": "is", "value": "a"}}),
        json!({"kind": "event", "event": "x", "pick": "last", "having": {"kind": "property", "property": "p", "op": "is_set"}}),
    ];
    let read = place.check(&together(&of));
    assert!(read > 5000, "only {read} rules were read");
}

//! Every kind in every place: asked of a person, of an event and of a row of a custom table.

use super::{refusal, Refusal};
use serde_json::{json, Value};

/// A kind in a place: what it is, the rule, the path of the kind, whether it may stand there.
type Placed = (String, Value, String, bool);

/// Those that are asked of what they cannot be asked of.
pub(super) fn out_of_place() -> Vec<Refusal> {
    let wrong = everywhere().into_iter().filter(|(_, _, _, may)| !may);
    wrong.map(|(name, rule, path, _)| refusal(&name, rule.to_string(), &format!("{path}*"), "")).collect()
}

/// Those that are not.
pub(super) fn in_place() -> Vec<(String, Value)> {
    everywhere().into_iter().filter(|(_, _, _, may)| *may).map(|(name, rule, _, _)| (name, rule)).collect()
}

fn everywhere() -> Vec<Placed> {
    let property = || json!({"kind": "property", "property": "p", "op": "is_set"});
    // Each kind, and whether it may be asked of a person, an event and a row.
    let kinds = [
        (json!({"kind": "all", "of": []}), [true, true, true]),
        (property(), [true, true, false]),
        (json!({"kind": "event", "event": "x"}), [true, false, false]),
        (json!({"kind": "event", "event": "x", "pick": "last", "having": property()}), [true, false, false]),
        (json!({"kind": "sequence", "steps": [{"event": "x"}]}), [true, false, false]),
        (json!({"kind": "regular", "event": "x", "period": {"n": 1, "unit": "day"}, "periods": 1, "at_least": 1}), [true, false, false]),
        (json!({"kind": "changed", "property": "p"}), [true, false, false]),
        (json!({"kind": "ever", "property": "p", "op": "is_set"}), [true, false, false]),
        (json!({"kind": "rank", "by": {"property": "p"}, "top": {"n": 1}}), [true, false, false]),
        (json!({"kind": "segment", "segment": "base"}), [true, false, false]),
        (json!({"kind": "list", "list": "vip"}), [true, false, false]),
        (json!({"kind": "consent", "purpose": "email", "state": "granted"}), [true, false, false]),
        (json!({"kind": "time", "part": "hour", "op": "is", "value": 3}), [false, true, false]),
    ];
    let mut placed = Vec::new();
    for (rule, [person, event, row]) in kinds {
        let kind = rule["kind"].as_str().unwrap_or_default().to_owned();
        let mut add = |of: &str, whole: Value, path: &str, may| placed.push((format!("{kind} of {of}"), whole, path.to_owned(), may));
        let step = json!({"event": "x", "where": rule});
        add("a person", json!({"kind": "not", "of": rule}), "where.of", person);
        add("an event", json!({"kind": "event", "event": "x", "where": rule}), "where.where", event);
        add("a picked event", json!({"kind": "event", "event": "x", "pick": "last", "having": rule}), "where.having", event);
        add("a step", json!({"kind": "sequence", "steps": [step]}), "where.steps[0].where", event);
        add("an event in a rank", json!({"kind": "rank", "by": step, "top": {"n": 1}}), "where.by.where", event);
        add("a row", json!({"kind": "related", "relation": "orders", "where": {"kind": "any", "of": [rule]}}), "where.where.of[0]", row);
        let back = json!({"kind": "related", "relation": "buyer", "where": rule});
        add("a person that is related", json!({"kind": "related", "relation": "orders", "where": back}), "where.where.where", person);
        let product = json!({"kind": "related", "relation": "product", "where": rule});
        add("a row by an event", json!({"kind": "event", "event": "x", "where": product}), "where.where.where", row);
    }
    placed
}

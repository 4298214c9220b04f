//! Rules that must be refused, and near ones that must not be.

mod table;

use serde_json::{json, Value};
use table::{TABLE, TESTS, WINDOWS};

/// A rule that means nothing, or nothing yet.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// What is wrong with it.
    pub name: &'static str,
    /// The rule, or a segment file, as JSON text.
    pub rule: String,
    /// The path that the error names; with a `*` at its end, what the path begins with.
    pub path: &'static str,
    /// What the message has to say besides; may be empty.
    pub says: &'static str,
}

impl Refusal {
    /// Whether a path is the one that is wanted.
    pub fn is_at(&self, path: &str) -> bool {
        match self.path.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => path == self.path,
        }
    }
}

/// Rules that break a sentence of the language, one a line: what is wrong, the rule, the path, what the message names.
pub fn refusals() -> Vec<Refusal> {
    let mut all: Vec<Refusal> = TABLE
        .iter()
        .chain(TESTS)
        .chain(WINDOWS)
        .map(|(name, rule, path, says)| Refusal { name, rule: (*rule).to_owned(), path, says })
        .collect();
    let mut add = |name, rule: Value, path, says| all.push(Refusal { name, rule: rule.to_string(), path, says });
    add("nested deeper than 64", nested(66), "where.of.of.of.of*", "64");
    add("nested deeper than 64 inside an event", json!({"kind": "event", "event": "x", "where": nested(66)}), "where.where.of*", "64");
    add(
        "more than 10,000 values",
        json!({"kind": "property", "property": "p", "op": "in", "value": numbers(10_001)}),
        "where.value",
        "10,000",
    );
    add(
        "more than 10,000 values, negated",
        json!({"kind": "property", "property": "p", "op": "not_in", "value": numbers(10_001)}),
        "where.value",
        "10,000",
    );
    add("more than 1,000 conditions", json!({"kind": "any", "of": vec![json!({"kind": "all", "of": []}); 1000]}), "where*", "1,000");
    let deep = |levels| r#"{"kind":"not","of":"#.repeat(levels) + r#"{"kind":"all","of":[]}"# + &"}".repeat(levels);
    for levels in [127, 1000, 100_000] {
        all.push(Refusal { name: "nested very deep", rule: deep(levels), path: "where*", says: "64" });
    }
    all
}

/// Rules that are near a refused one and mean something.
pub fn accepted() -> Vec<(&'static str, Value)> {
    let mut all: Vec<(&str, Value)> = Vec::new();
    all.push(("nested 64", nested(64)));
    all.push(("10,000 values", json!({"kind": "property", "property": "p", "op": "in", "value": numbers(10_000)})));
    all.push(("1,000 conditions", json!({"kind": "any", "of": vec![json!({"kind": "all", "of": []}); 999]})));
    for (name, rule) in ACCEPTED {
        // The table is written here: what is not JSON fails the test that reads it.
        all.push((name, serde_json::from_str(rule).unwrap_or_default()));
    }
    all
}

/// Rules of kinds and keys that are still to come: refused by name, never ignored.
pub fn to_come() -> Vec<Refusal> {
    TO_COME.iter().map(|(name, rule, path)| Refusal { name, rule: (*rule).to_owned(), path, says: name }).collect()
}

fn nested(conditions: usize) -> Value {
    let mut rule = json!({"kind": "field", "field": "email", "op": "is_set"});
    for _ in 1..conditions {
        rule = json!({"kind": "not", "of": rule});
    }
    rule
}

fn numbers(count: usize) -> Value {
    (0..count).collect()
}

const ACCEPTED: &[(&str, &str)] = &[
    ("all of nothing", r#"{"kind": "all", "of": []}"#),
    ("any of nothing", r#"{"kind": "any", "of": []}"#),
    ("at_least all", r#"{"kind": "at_least", "n": 1, "of": [{"kind": "all", "of": []}]}"#),
    ("a segment file", r#"{"muster": 1, "name": "n", "where": {"kind": "all", "of": []}}"#),
    ("an event by the empty name", r#"{"kind": "event", "event": ""}"#),
    ("one event in a list", r#"{"kind": "event", "event": ["x"]}"#),
    ("count, said", r#"{"kind": "event", "event": "x", "measure": {"fn": "count"}}"#),
    ("between one number", r#"{"kind": "property", "property": "p", "op": "between", "value": [5, 5]}"#),
    ("is the empty text", r#"{"kind": "property", "property": "p", "op": "is", "value": ""}"#),
    ("contains the empty text", r#"{"kind": "property", "property": "p", "op": "contains", "value": ""}"#),
    ("in one", r#"{"kind": "property", "property": "p", "op": "in", "value": [false]}"#),
    ("one day", r#"{"kind": "event", "event": "x", "window": {"from": "2026-06-30", "to": "2026-06-30"}}"#),
    (
        "to now and not after",
        r#"{"kind": "event", "event": "x", "window": {"from": "2026-06-30T12:00:00Z", "to": "2026-06-30T14:00:00+02:00"}}"#,
    ),
    (
        "ago a month to 27 days",
        r#"{"kind": "event", "event": "x", "window": {"ago": {"from": {"n": 1, "unit": "month"}, "to": {"n": 27, "unit": "day"}}}}"#,
    ),
    ("a calendar without offset", r#"{"kind": "event", "event": "x", "window": {"calendar": {"unit": "quarter"}}}"#),
    (
        "a calendar to come",
        r#"{"kind": "property", "property": "p", "op": "anniversary", "value": {"calendar": {"unit": "week", "offset": 1}}}"#,
    ),
    ("very long ago", r#"{"kind": "event", "event": "x", "window": {"last": {"n": 9007199254740991, "unit": "year"}}}"#),
    ("very long ago in days", r#"{"kind": "event", "event": "x", "window": {"last": {"n": 9007199254740991, "unit": "week"}}}"#),
    (
        "far from now",
        r#"{"kind": "property", "property": "p", "op": "during", "value": {"next": {"n": 9007199254740991, "unit": "month"}}}"#,
    ),
    ("a time in the gap of a clock", r#"{"kind": "property", "property": "p", "op": "before", "value": "2026-03-29 02:30"}"#),
];

const TO_COME: &[(&str, &str, &str)] = &[
    ("sequence", r#"{"kind": "sequence", "steps": [{"event": "x"}, {"event": "y"}]}"#, "where*"),
    ("regular", r#"{"kind": "regular", "event": "x", "period": {"n": 1, "unit": "day"}, "periods": 2, "at_least": 1}"#, "where*"),
    ("changed", r#"{"kind": "changed", "property": "p"}"#, "where*"),
    ("ever", r#"{"kind": "ever", "property": "p", "op": "is", "value": 1}"#, "where*"),
    ("rank", r#"{"kind": "rank", "by": {"property": "p"}, "top": {"n": 1}}"#, "where*"),
    ("related", r#"{"kind": "all", "of": [{"kind": "related", "relation": "r"}]}"#, "where.of[0]*"),
    ("time", r#"{"kind": "event", "event": "x", "where": {"kind": "time", "part": "hour", "op": "is", "value": 3}}"#, "where.where*"),
    ("segment", r#"{"kind": "not", "of": {"kind": "segment", "segment": "s"}}"#, "where.of*"),
    ("list", r#"{"kind": "list", "list": "l"}"#, "where*"),
    ("consent", r#"{"kind": "consent", "purpose": "email", "state": "granted"}"#, "where*"),
    ("as_of", r#"{"kind": "property", "property": "p", "op": "is_set", "as_of": "2026-01-01"}"#, "where.as_of"),
    ("active_days", r#"{"kind": "event", "event": "x", "measure": {"fn": "active_days"}}"#, "where.measure*"),
    ("distinct", r#"{"kind": "event", "event": "x", "measure": {"fn": "distinct", "property": "p"}}"#, "where.measure*"),
    ("sum", r#"{"kind": "event", "event": "x", "measure": {"fn": "sum", "property": "p"}, "op": "gt", "value": 1}"#, "where.measure*"),
    ("avg", r#"{"kind": "event", "event": "x", "measure": {"fn": "avg", "property": "p"}, "op": "gt", "value": 1}"#, "where.measure*"),
    ("min", r#"{"kind": "event", "event": "x", "measure": {"fn": "min", "property": "p"}, "op": "gt", "value": 1}"#, "where.measure*"),
    ("max", r#"{"kind": "event", "event": "x", "measure": {"fn": "max", "property": "p"}, "op": "gt", "value": 1}"#, "where.measure*"),
    ("first", r#"{"kind": "event", "event": "x", "measure": {"fn": "first"}, "op": "before", "value": "2026-01-01"}"#, "where.measure*"),
    ("last", r#"{"kind": "event", "event": "x", "measure": {"fn": "last"}, "op": "before", "value": "2026-01-01"}"#, "where.measure*"),
    (
        "first_value",
        r#"{"kind": "event", "event": "x", "measure": {"fn": "first_value", "property": "p"}, "op": "is", "value": 1}"#,
        "where.measure*",
    ),
    (
        "last_value",
        r#"{"kind": "event", "event": "x", "measure": {"fn": "last_value", "property": "p"}, "op": "is", "value": 1}"#,
        "where.measure*",
    ),
    (
        "most_frequent",
        r#"{"kind": "event", "event": "x", "measure": {"fn": "most_frequent", "property": "p"}, "op": "is", "value": 1}"#,
        "where.measure*",
    ),
    (
        "pick",
        r#"{"kind": "event", "event": "x", "pick": "last", "having": {"kind": "property", "property": "p", "op": "is_set"}}"#,
        "where.pick",
    ),
    ("having", r#"{"kind": "event", "event": "x", "having": {"kind": "property", "property": "p", "op": "is_set"}}"#, "where.having"),
];

//! Rules that must be refused, and near ones that must not be.

use serde_json::{json, Value};

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

type Line = (&'static str, &'static str, &'static str, &'static str);

const TABLE: &[Line] = &[
    ("no JSON", r#"{"kind": "all", "of": []"#, "where", ""),
    ("more than one JSON", r#"{"kind": "all", "of": []} {}"#, "where", ""),
    ("not an object", r#""all""#, "where", ""),
    ("null", "null", "where", ""),
    ("a list", r#"[{"kind": "all", "of": []}]"#, "where", ""),
    ("unknown version", r#"{"muster": 2, "name": "n", "where": {"kind": "all", "of": []}}"#, "muster", "2"),
    ("version as text", r#"{"muster": "1", "name": "n", "where": {"kind": "all", "of": []}}"#, "muster", ""),
    ("no version", r#"{"name": "n", "where": {"kind": "all", "of": []}}"#, "muster", ""),
    ("no rule", r#"{"muster": 1, "name": "n"}"#, "where", ""),
    ("unknown key in the file", r#"{"muster": 1, "name": "n", "where": {"kind": "all", "of": []}, "wher": 1}"#, "wher", "wher"),
    ("no kind", r#"{"of": [], "muster": 1, "where": {"of": []}}"#, "*", ""),
    ("no kind inside", r#"{"kind": "all", "of": [{"op": "is_set"}]}"#, "where.of[0]*", "kind"),
    ("kind is no text", r#"{"kind": "all", "of": [{"kind": 5}]}"#, "where.of[0].kind", "kind"),
    ("unknown kind", r#"{"kind": "all", "of": [{"kind": "evnt", "event": "x"}]}"#, "where.of[0].kind", "event"),
    ("kind in another case", r#"{"kind": "All", "of": []}"#, "where.kind", "all"),
    ("unknown key", r#"{"kind": "event", "event": "x", "windw": {}}"#, "where.windw", "window"),
    ("unknown key of a group", r#"{"kind": "all", "of": [], "n": 1}"#, "where.n", "n"),
    ("unknown key of a negation", r#"{"kind": "not", "of": {"kind": "all", "of": []}, "op": "is_set"}"#, "where.op", "op"),
    ("unknown key of a field", r#"{"kind": "field", "field": "email", "op": "is_set", "where": {}}"#, "where.where", "where"),
    ("unknown key of a property", r#"{"kind": "property", "property": "p", "op": "is_set", "window": {}}"#, "where.window", "window"),
    ("of is missing", r#"{"kind": "all"}"#, "where.of", "of"),
    ("of is no list", r#"{"kind": "any", "of": {"kind": "all", "of": []}}"#, "where.of", ""),
    ("of is null", r#"{"kind": "any", "of": null}"#, "where.of", ""),
    ("a part is null", r#"{"kind": "any", "of": [{"kind": "all", "of": []}, null]}"#, "where.of[1]", ""),
    ("not without a part", r#"{"kind": "not"}"#, "where.of", ""),
    ("not of a list", r#"{"kind": "not", "of": [{"kind": "all", "of": []}]}"#, "where.of", ""),
    ("not of null", r#"{"kind": "not", "of": null}"#, "where.of", ""),
    ("at_least without n", r#"{"kind": "at_least", "of": [{"kind": "all", "of": []}]}"#, "where.n", ""),
    ("at_least 0", r#"{"kind": "at_least", "n": 0, "of": [{"kind": "all", "of": []}]}"#, "where.n", ""),
    ("at_least -1", r#"{"kind": "at_least", "n": -1, "of": [{"kind": "all", "of": []}]}"#, "where.n", ""),
    ("at_least 1.5", r#"{"kind": "at_least", "n": 1.5, "of": [{"kind": "all", "of": []}, {"kind": "all", "of": []}]}"#, "where.n", ""),
    ("at_least as text", r#"{"kind": "at_least", "n": "1", "of": [{"kind": "all", "of": []}]}"#, "where.n", ""),
    ("at_least one of none", r#"{"kind": "at_least", "n": 1, "of": []}"#, "where.n", ""),
    (
        "at_least three of two",
        r#"{"kind": "at_least", "n": 3, "of": [{"kind": "all", "of": []}, {"kind": "all", "of": []}]}"#,
        "where.n",
        "",
    ),
    ("at_least very many", r#"{"kind": "at_least", "n": 4294967297, "of": [{"kind": "all", "of": []}]}"#, "where.n", ""),
    ("unknown field", r#"{"kind": "field", "field": "emial", "op": "is_set"}"#, "where.field", "email"),
    ("field is missing", r#"{"kind": "field", "op": "is_set"}"#, "where.field", ""),
    ("field is no text", r#"{"kind": "field", "field": 1, "op": "is_set"}"#, "where.field", ""),
    ("a field of events asked of a person", r#"{"kind": "field", "field": "timestamp", "op": "is_set"}"#, "where.field", "created_at"),
    (
        "a field of people asked of an event",
        r#"{"kind": "event", "event": "x", "where": {"kind": "field", "field": "email", "op": "is_set"}}"#,
        "where.where.field",
        "event_name",
    ),
    ("property is missing", r#"{"kind": "property", "op": "is_set"}"#, "where.property", ""),
    ("property is no text", r#"{"kind": "property", "property": ["p"], "op": "is_set"}"#, "where.property", ""),
    ("an event inside an event", r#"{"kind": "event", "event": "x", "where": {"kind": "event", "event": "y"}}"#, "where.where*", "event"),
    (
        "an event deep inside an event",
        r#"{"kind": "event", "event": "x", "where": {"kind": "any", "of": [{"kind": "not", "of": {"kind": "event", "event": "y"}}]}}"#,
        "where.where.of[0].of*",
        "event",
    ),
    (
        "as_of of an event",
        r#"{"kind": "event", "event": "x", "where": {"kind": "property", "property": "p", "op": "is_set", "as_of": "2026-01-01"}}"#,
        "where.where.as_of",
        "as_of",
    ),
    ("where is null", r#"{"kind": "event", "event": "x", "where": null}"#, "where.where", ""),
    ("where is a list", r#"{"kind": "event", "event": "x", "where": []}"#, "where.where", ""),
    ("event is missing", r#"{"kind": "event"}"#, "where.event", ""),
    ("event is null", r#"{"kind": "event", "event": null}"#, "where.event", ""),
    ("event is a number", r#"{"kind": "event", "event": 5}"#, "where.event", ""),
    ("no event in the list", r#"{"kind": "event", "event": []}"#, "where.event", ""),
    ("a number in the list of events", r#"{"kind": "event", "event": ["x", 5]}"#, "where.event*", ""),
    ("every event in a list", r#"{"kind": "event", "event": ["x", "*"]}"#, "where.event*", "*"),
    ("every event in a list by itself", r#"{"kind": "event", "event": ["*"]}"#, "where.event*", "*"),
    ("measure is null", r#"{"kind": "event", "event": "x", "measure": null}"#, "where.measure", ""),
    ("measure is a text", r#"{"kind": "event", "event": "x", "measure": "count"}"#, "where.measure", ""),
    ("measure without fn", r#"{"kind": "event", "event": "x", "measure": {}}"#, "where.measure.fn", ""),
    ("unknown measure", r#"{"kind": "event", "event": "x", "measure": {"fn": "cuont"}}"#, "where.measure.fn", "count"),
    (
        "unknown key of a measure",
        r#"{"kind": "event", "event": "x", "measure": {"fn": "count", "property": "p"}}"#,
        "where.measure.property",
        "",
    ),
    ("a value without op", r#"{"kind": "event", "event": "x", "value": 5}"#, "where.op", ""),
    ("an op without value", r#"{"kind": "event", "event": "x", "op": "gte"}"#, "where.value", ""),
];

const TESTS: &[Line] = &[
    ("unknown op", r#"{"kind": "field", "field": "email", "op": "equals", "value": "a"}"#, "where.op", "equals"),
    ("unknown op of a count", r#"{"kind": "event", "event": "x", "op": "more", "value": 1}"#, "where.op", "gt"),
    ("op in another case", r#"{"kind": "field", "field": "email", "op": "IS", "value": "a"}"#, "where.op", "is"),
    ("op is no text", r#"{"kind": "field", "field": "email", "op": null, "value": "a"}"#, "where.op", ""),
    ("no op", r#"{"kind": "field", "field": "email"}"#, "where.op", ""),
    ("is without value", r#"{"kind": "property", "property": "p", "op": "is"}"#, "where.value", ""),
    ("is null", r#"{"kind": "property", "property": "p", "op": "is", "value": null}"#, "where.value", ""),
    ("is a list", r#"{"kind": "property", "property": "p", "op": "is", "value": ["a"]}"#, "where.value", ""),
    ("is_not an object", r#"{"kind": "property", "property": "p", "op": "is_not", "value": {}}"#, "where.value", ""),
    ("in a scalar", r#"{"kind": "property", "property": "p", "op": "in", "value": "a"}"#, "where.value", ""),
    ("in nothing", r#"{"kind": "property", "property": "p", "op": "in", "value": []}"#, "where.value", ""),
    ("not_in nothing", r#"{"kind": "property", "property": "p", "op": "not_in", "value": []}"#, "where.value", ""),
    ("in a list with null", r#"{"kind": "property", "property": "p", "op": "in", "value": ["a", null]}"#, "where.value*", ""),
    ("in a list of lists", r#"{"kind": "property", "property": "p", "op": "in", "value": [["a"]]}"#, "where.value*", ""),
    ("contains a number", r#"{"kind": "property", "property": "p", "op": "contains", "value": 5}"#, "where.value", ""),
    ("not_contains null", r#"{"kind": "property", "property": "p", "op": "not_contains", "value": null}"#, "where.value", ""),
    ("starts_with a list", r#"{"kind": "property", "property": "p", "op": "starts_with", "value": ["a"]}"#, "where.value", ""),
    ("ends_with true", r#"{"kind": "property", "property": "p", "op": "ends_with", "value": true}"#, "where.value", ""),
    ("matches a number", r#"{"kind": "property", "property": "p", "op": "matches", "value": 5}"#, "where.value", ""),
    ("matches no expression", r#"{"kind": "property", "property": "p", "op": "matches", "value": "?*"}"#, "where.value", ""),
    ("matches with a look-around", r#"{"kind": "property", "property": "p", "op": "matches", "value": "a(?=b)"}"#, "where.value", ""),
    ("matches with a back-reference", r#"{"kind": "property", "property": "p", "op": "matches", "value": "(a)\\1"}"#, "where.value", ""),
    ("not_matches no expression", r#"{"kind": "property", "property": "p", "op": "not_matches", "value": "["}"#, "where.value", ""),
    ("gt a text", r#"{"kind": "property", "property": "p", "op": "gt", "value": "5"}"#, "where.value", ""),
    ("gte true", r#"{"kind": "property", "property": "p", "op": "gte", "value": true}"#, "where.value", ""),
    ("lt null", r#"{"kind": "property", "property": "p", "op": "lt", "value": null}"#, "where.value", ""),
    ("lte without value", r#"{"kind": "property", "property": "p", "op": "lte"}"#, "where.value", ""),
    ("gt of a count a text", r#"{"kind": "event", "event": "x", "op": "gt", "value": "5"}"#, "where.value", ""),
    ("between reversed", r#"{"kind": "property", "property": "p", "op": "between", "value": [5, 1]}"#, "where.value", ""),
    ("between of one", r#"{"kind": "property", "property": "p", "op": "between", "value": [5]}"#, "where.value", ""),
    ("between of three", r#"{"kind": "property", "property": "p", "op": "between", "value": [1, 2, 3]}"#, "where.value", ""),
    ("between texts", r#"{"kind": "property", "property": "p", "op": "between", "value": ["1", "2"]}"#, "where.value*", ""),
    ("between an object", r#"{"kind": "property", "property": "p", "op": "between", "value": {"low": 1, "high": 2}}"#, "where.value", ""),
    ("is_set with a value", r#"{"kind": "property", "property": "p", "op": "is_set", "value": true}"#, "where.value", ""),
    ("is_not_set with null", r#"{"kind": "property", "property": "p", "op": "is_not_set", "value": null}"#, "where.value", ""),
    ("before no time", r#"{"kind": "property", "property": "p", "op": "before", "value": "tomorrow"}"#, "where.value", "tomorrow"),
    ("before a day that is none", r#"{"kind": "property", "property": "p", "op": "before", "value": "2026-02-30"}"#, "where.value", ""),
    ("before an epoch", r#"{"kind": "property", "property": "p", "op": "before", "value": 1780272000}"#, "where.value", ""),
    ("before an epoch as text", r#"{"kind": "property", "property": "p", "op": "before", "value": "1780272000"}"#, "where.value", ""),
    (
        "before a time as mail writes it",
        r#"{"kind": "property", "property": "p", "op": "before", "value": "Wed, 02 Oct 2002 15:00:00 +0200"}"#,
        "where.value",
        "",
    ),
    ("after an empty text", r#"{"kind": "property", "property": "p", "op": "after", "value": ""}"#, "where.value", ""),
    (
        "after a window",
        r#"{"kind": "property", "property": "p", "op": "after", "value": {"last": {"n": 1, "unit": "day"}}}"#,
        "where.value*",
        "",
    ),
    ("after nothing", r#"{"kind": "property", "property": "p", "op": "after", "value": {}}"#, "where.value*", ""),
    (
        "ago without n",
        r#"{"kind": "property", "property": "p", "op": "after", "value": {"ago": {"unit": "day"}}}"#,
        "where.value.ago.n",
        "",
    ),
    (
        "ago with a key too many",
        r#"{"kind": "property", "property": "p", "op": "after", "value": {"ago": {"n": 1, "unit": "day"}, "from": "2026-01-01"}}"#,
        "where.value.from",
        "",
    ),
    ("during a time", r#"{"kind": "property", "property": "p", "op": "during", "value": "2026-06-30"}"#, "where.value", ""),
    ("not_during nothing", r#"{"kind": "property", "property": "p", "op": "not_during", "value": {}}"#, "where.value", ""),
    (
        "during from after to",
        r#"{"kind": "property", "property": "p", "op": "during", "value": {"from": "2026-02-01", "to": "2026-01-31"}}"#,
        "where.value*",
        "",
    ),
    (
        "during ago reversed",
        r#"{"kind": "property", "property": "p", "op": "during", "value": {"ago": {"from": {"n": 1, "unit": "day"}, "to": {"n": 2, "unit": "day"}}}}"#,
        "where.value*",
        "",
    ),
    (
        "anniversary older than",
        r#"{"kind": "property", "property": "p", "op": "anniversary", "value": {"older_than": {"n": 1, "unit": "day"}}}"#,
        "where.value*",
        "",
    ),
    (
        "anniversary ago",
        r#"{"kind": "property", "property": "p", "op": "anniversary", "value": {"ago": {"from": {"n": 2, "unit": "day"}, "to": {"n": 1, "unit": "day"}}}}"#,
        "where.value*",
        "",
    ),
    (
        "anniversary from",
        r#"{"kind": "property", "property": "p", "op": "anniversary", "value": {"from": "2026-01-01"}}"#,
        "where.value*",
        "",
    ),
];

const WINDOWS: &[Line] = &[
    ("an empty window", r#"{"kind": "event", "event": "x", "window": {}}"#, "where.window", ""),
    ("a window that is null", r#"{"kind": "event", "event": "x", "window": null}"#, "where.window", ""),
    ("a window that is a text", r#"{"kind": "event", "event": "x", "window": "last week"}"#, "where.window", ""),
    ("unknown window", r#"{"kind": "event", "event": "x", "window": {"lsat": {"n": 1, "unit": "day"}}}"#, "where.window.lsat", "last"),
    (
        "two windows",
        r#"{"kind": "event", "event": "x", "window": {"last": {"n": 1, "unit": "day"}, "older_than": {"n": 1, "unit": "day"}}}"#,
        "where.window*",
        "",
    ),
    (
        "a window and a bound",
        r#"{"kind": "event", "event": "x", "window": {"last": {"n": 1, "unit": "day"}, "to": "2026-01-01"}}"#,
        "where.window*",
        "",
    ),
    ("unknown unit", r#"{"kind": "event", "event": "x", "window": {"last": {"n": 1, "unit": "days"}}}"#, "where.window.last.unit", "day"),
    (
        "quarter is no unit of a length",
        r#"{"kind": "event", "event": "x", "window": {"last": {"n": 1, "unit": "quarter"}}}"#,
        "where.window.last.unit",
        "",
    ),
    ("unit is missing", r#"{"kind": "event", "event": "x", "window": {"last": {"n": 1}}}"#, "where.window.last.unit", ""),
    ("n is missing", r#"{"kind": "event", "event": "x", "window": {"next": {"unit": "day"}}}"#, "where.window.next.n", ""),
    ("n is 0", r#"{"kind": "event", "event": "x", "window": {"last": {"n": 0, "unit": "day"}}}"#, "where.window.last.n", ""),
    (
        "n is negative",
        r#"{"kind": "event", "event": "x", "window": {"older_than": {"n": -1, "unit": "day"}}}"#,
        "where.window.older_than.n",
        "",
    ),
    (
        "n is no whole number",
        r#"{"kind": "event", "event": "x", "window": {"last": {"n": 1.5, "unit": "day"}}}"#,
        "where.window.last.n",
        "",
    ),
    ("n is a text", r#"{"kind": "event", "event": "x", "window": {"last": {"n": "1", "unit": "day"}}}"#, "where.window.last.n", ""),
    (
        "unknown key of a length",
        r#"{"kind": "event", "event": "x", "window": {"last": {"n": 1, "unit": "day", "of": 1}}}"#,
        "where.window.last.of",
        "",
    ),
    ("a length that is a number", r#"{"kind": "event", "event": "x", "window": {"last": 30}}"#, "where.window.last", ""),
    (
        "ago reversed",
        r#"{"kind": "event", "event": "x", "window": {"ago": {"from": {"n": 1, "unit": "day"}, "to": {"n": 2, "unit": "day"}}}}"#,
        "where.window*",
        "",
    ),
    (
        "ago of two the same",
        r#"{"kind": "event", "event": "x", "window": {"ago": {"from": {"n": 24, "unit": "hour"}, "to": {"n": 1, "unit": "day"}}}}"#,
        "where.window*",
        "",
    ),
    (
        "ago without to",
        r#"{"kind": "event", "event": "x", "window": {"ago": {"from": {"n": 1, "unit": "day"}}}}"#,
        "where.window.ago.to",
        "",
    ),
    ("ago as a length", r#"{"kind": "event", "event": "x", "window": {"ago": {"n": 1, "unit": "day"}}}"#, "where.window.ago*", ""),
    ("from after to", r#"{"kind": "event", "event": "x", "window": {"from": "2026-02-01", "to": "2026-01-01"}}"#, "where.window*", ""),
    (
        "from after to, by the clock",
        r#"{"kind": "event", "event": "x", "window": {"from": "2026-06-30T12:00:00.001Z", "to": "2026-06-30T14:00:00+02:00"}}"#,
        "where.window*",
        "",
    ),
    (
        "from after to, seen from now",
        r#"{"kind": "event", "event": "x", "window": {"from": {"ago": {"n": 1, "unit": "day"}}, "to": {"ago": {"n": 1, "unit": "week"}}}}"#,
        "where.window*",
        "",
    ),
    ("from is no time", r#"{"kind": "event", "event": "x", "window": {"from": "June"}}"#, "where.window.from", "June"),
    ("to is null", r#"{"kind": "event", "event": "x", "window": {"from": "2026-01-01", "to": null}}"#, "where.window.to", ""),
    (
        "calendar without unit",
        r#"{"kind": "event", "event": "x", "window": {"calendar": {"offset": -1}}}"#,
        "where.window.calendar.unit",
        "",
    ),
    (
        "unknown unit of a calendar",
        r#"{"kind": "event", "event": "x", "window": {"calendar": {"unit": "hour"}}}"#,
        "where.window.calendar.unit",
        "day",
    ),
    (
        "an offset that is no whole number",
        r#"{"kind": "event", "event": "x", "window": {"calendar": {"unit": "day", "offset": -0.5}}}"#,
        "where.window.calendar.offset",
        "",
    ),
    (
        "an offset that is a text",
        r#"{"kind": "event", "event": "x", "window": {"calendar": {"unit": "day", "offset": "-1"}}}"#,
        "where.window.calendar.offset",
        "",
    ),
    (
        "unknown key of a calendar",
        r#"{"kind": "event", "event": "x", "window": {"calendar": {"unit": "day", "n": 1}}}"#,
        "where.window.calendar.n",
        "",
    ),
    ("a calendar as text", r#"{"kind": "event", "event": "x", "window": {"calendar": "month"}}"#, "where.window.calendar", ""),
];

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

//! What is near to something refused, and means something.

/// Of groups, columns, properties, counts and windows: what it is, and the rule.
pub(super) const PLAIN: &[(&str, &str)] = &[
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

/// Of the kinds beyond columns, properties and counts: what it is, and the rule.
pub(super) const ACCEPTED: &[(&str, &str)] = &[
    ("any event, by name", r#"{"kind": "event", "event": ["x", "y"]}"#),
    ("sum without a test", r#"{"kind": "event", "event": "x", "measure": {"fn": "sum", "property": "p"}}"#),
    ("avg without a test", r#"{"kind": "event", "event": "x", "measure": {"fn": "avg", "property": "p"}}"#),
    ("active days without a test", r#"{"kind": "event", "event": "x", "measure": {"fn": "active_days"}}"#),
    (
        "the first time that something has a value",
        r#"{"kind": "event", "event": "x", "measure": {"fn": "first_value", "property": "p"}, "op": "is_set"}"#,
    ),
    (
        "the last picked",
        r#"{"kind": "event", "event": "x", "pick": "last", "having": {"kind": "property", "property": "p", "op": "is_set"}}"#,
    ),
    (
        "the first picked, of those in a window",
        r#"{"kind": "event", "event": "x", "window": {"last": {"n": 1, "unit": "day"}}, "where": {"kind": "property", "property": "p", "op": "is_set"}, "pick": "first", "having": {"kind": "all", "of": []}}"#,
    ),
    ("one step", r#"{"kind": "sequence", "steps": [{"event": "x"}]}"#),
    (
        "one step and one absent",
        r#"{"kind": "sequence", "steps": [{"event": "x"}, {"event": "y", "absent": true, "within": {"n": 1, "unit": "day"}}]}"#,
    ),
    (
        "ten steps",
        r#"{"kind": "sequence", "steps": [{"event": "x"}, {"event": "x"}, {"event": "x"}, {"event": "x"}, {"event": "x"}, {"event": "x"}, {"event": "x"}, {"event": "x"}, {"event": "x"}, {"event": "x"}]}"#,
    ),
    (
        "two absent steps, not in a row",
        r#"{"kind": "sequence", "steps": [{"event": "x"}, {"event": "y", "absent": true}, {"event": "x"}, {"event": "y", "absent": true}]}"#,
    ),
    ("no absent step, said", r#"{"kind": "sequence", "steps": [{"event": "x", "absent": false}, {"event": "y", "absent": false}]}"#),
    (
        "weeks between steps",
        r#"{"kind": "sequence", "steps": [{"event": "x"}, {"event": "y", "within": {"n": 2, "unit": "week"}}], "within": {"n": 3, "unit": "week"}, "same": ["sku", "cart.id"], "window": {"next": {"n": 1, "unit": "day"}}}"#,
    ),
    ("nothing the same", r#"{"kind": "sequence", "steps": [{"event": "x"}, {"event": "y"}], "same": []}"#),
    (
        "400 periods, in each",
        r#"{"kind": "regular", "event": "x", "period": {"n": 1, "unit": "day"}, "periods": 400, "at_least": 400, "times": 1}"#,
    ),
    ("periods of a month", r#"{"kind": "regular", "event": "x", "period": {"n": 1, "unit": "month"}, "periods": 2, "at_least": 1}"#),
    ("changed, from and to", r#"{"kind": "changed", "property": "p.q", "from": false, "to": ""}"#),
    ("ever set", r#"{"kind": "ever", "property": "p", "op": "is_set"}"#),
    ("ever in a window", r#"{"kind": "ever", "property": "p", "op": "in", "value": [1, "a"], "window": {"calendar": {"unit": "month"}}}"#),
    ("as_of later than now", r#"{"kind": "property", "property": "p", "op": "is_set", "as_of": "2030-01-01"}"#),
    ("as_of ago", r#"{"kind": "property", "property": "p", "op": "is_set", "as_of": {"ago": {"n": 1, "unit": "month"}}}"#),
    ("100 percent", r#"{"kind": "rank", "by": {"property": "p"}, "top": {"percent": 100}}"#),
    ("very little percent", r#"{"kind": "rank", "by": {"property": "p"}, "bottom": {"percent": 1e-06}}"#),
    (
        "rank by an average",
        r#"{"kind": "rank", "by": {"event": "*", "where": {"kind": "property", "property": "p", "op": "is_set"}, "window": {"last": {"n": 1, "unit": "day"}}, "measure": {"fn": "avg", "property": "p"}}, "top": {"n": 1}}"#,
    ),
    (
        "rank by a last value",
        r#"{"kind": "rank", "by": {"event": "x", "measure": {"fn": "last_value", "property": "p"}}, "top": {"n": 1}}"#,
    ),
    ("related at all", r#"{"kind": "related", "relation": "orders"}"#),
    ("related, none", r#"{"kind": "related", "relation": "orders", "op": "is", "value": 0}"#),
    ("every related", r#"{"kind": "related", "relation": "orders", "every": true}"#),
    ("not every, and a test", r#"{"kind": "related", "relation": "orders", "every": false, "op": "gt", "value": 1}"#),
    (
        "a column of a row",
        r#"{"kind": "related", "relation": "orders", "where": {"kind": "field", "field": "at", "op": "during", "value": {"last": {"n": 1, "unit": "day"}}}}"#,
    ),
    (
        "far away",
        r#"{"kind": "related", "relation": "household", "where": {"kind": "related", "relation": "members", "where": {"kind": "related", "relation": "beneficiary_of", "where": {"kind": "related", "relation": "beneficiaries", "where": {"kind": "event", "event": "x", "where": {"kind": "related", "relation": "product", "every": true}}}}}}"#,
    ),
    (
        "people of a person",
        r#"{"kind": "related", "relation": "orders", "where": {"kind": "related", "relation": "buyer", "where": {"kind": "list", "list": "vip"}}}"#,
    ),
    (
        "by the day of an event",
        r#"{"kind": "event", "event": "x", "where": {"kind": "related", "relation": "holiday", "where": {"kind": "field", "field": "name", "op": "is_set"}}}"#,
    ),
    ("the hour", r#"{"kind": "event", "event": "x", "where": {"kind": "time", "part": "hour", "op": "between", "value": [0, 3]}}"#),
    (
        "the date as a text",
        r#"{"kind": "event", "event": "x", "where": {"kind": "time", "part": "date", "op": "starts_with", "value": "2026-"}}"#,
    ),
    ("a segment twice", r#"{"kind": "any", "of": [{"kind": "segment", "segment": "base"}, {"kind": "segment", "segment": "uses base"}]}"#),
    ("a list", r#"{"kind": "list", "list": "vip"}"#),
    ("consent for what nobody was asked", r#"{"kind": "consent", "purpose": "never seen", "state": "unknown"}"#),
];

//! What is refused of related rows.

use super::Line;

/// Of `related`.
pub(super) const RELATED: &[Line] = &[
    ("related to nothing", r#"{"kind": "related"}"#, "where.relation", ""),
    ("relation is a number", r#"{"kind": "related", "relation": 5}"#, "where.relation", ""),
    ("an unknown relation", r#"{"kind": "related", "relation": "nowhere"}"#, "where.relation", "nowhere"),
    ("an unknown relation, nearly", r#"{"kind": "related", "relation": "order"}"#, "where.relation", "orders"),
    ("a relation of events, of a person", r#"{"kind": "related", "relation": "product"}"#, "where.relation", "product"),
    (
        "a relation of people, of an event",
        r#"{"kind": "event", "event": "x", "where": {"kind": "related", "relation": "orders"}}"#,
        "where.where.relation",
        "orders",
    ),
    (
        "a relation of people, of a row",
        r#"{"kind": "related", "relation": "household", "where": {"kind": "related", "relation": "orders"}}"#,
        "where.where.relation",
        "orders",
    ),
    ("the way back, from the start", r#"{"kind": "related", "relation": "buyer"}"#, "where.relation", "buyer"),
    (
        "the way there, from the end",
        r#"{"kind": "related", "relation": "orders", "where": {"kind": "related", "relation": "orders"}}"#,
        "where.where.relation",
        "orders",
    ),
    ("every beside a test", r#"{"kind": "related", "relation": "orders", "every": true, "op": "gte", "value": 1}"#, "where.op", "every"),
    ("every beside a value", r#"{"kind": "related", "relation": "orders", "every": true, "value": 1}"#, "where.value", "every"),
    ("every is a text", r#"{"kind": "related", "relation": "orders", "every": "true"}"#, "where.every", ""),
    ("every is null", r#"{"kind": "related", "relation": "orders", "every": null}"#, "where.every", ""),
    ("related with a value alone", r#"{"kind": "related", "relation": "orders", "value": 1}"#, "where.op", ""),
    ("related with an op alone", r#"{"kind": "related", "relation": "orders", "op": "gte"}"#, "where.value", ""),
    ("related with an unknown op", r#"{"kind": "related", "relation": "orders", "op": "more", "value": 1}"#, "where.op", "more"),
    ("related where null", r#"{"kind": "related", "relation": "orders", "where": null}"#, "where.where", ""),
    ("related where a list", r#"{"kind": "related", "relation": "orders", "where": []}"#, "where.where", ""),
    (
        "related in a window",
        r#"{"kind": "related", "relation": "orders", "window": {"last": {"n": 1, "unit": "day"}}}"#,
        "where.window",
        "",
    ),
    ("an unknown key of related", r#"{"kind": "related", "relation": "orders", "evry": true}"#, "where.evry", "every"),
    (
        "an unknown column",
        r#"{"kind": "related", "relation": "orders", "where": {"kind": "field", "field": "prise", "op": "is_set"}}"#,
        "where.where.field",
        "price",
    ),
    (
        "a column of people, of a row",
        r#"{"kind": "related", "relation": "orders", "where": {"kind": "field", "field": "email", "op": "is_set"}}"#,
        "where.where.field",
        "price",
    ),
    (
        "a column of another table",
        r#"{"kind": "related", "relation": "orders", "where": {"kind": "field", "field": "region", "op": "is_set"}}"#,
        "where.where.field",
        "region",
    ),
    (
        "a column of the link table",
        r#"{"kind": "related", "relation": "beneficiary_of", "where": {"kind": "field", "field": "user_id", "op": "is_set"}}"#,
        "where.where.field",
        "user_id",
    ),
    ("a column of a row, of a person", r#"{"kind": "field", "field": "price", "op": "is_set"}"#, "where.field", "price"),
    (
        "a property of a row",
        r#"{"kind": "related", "relation": "orders", "where": {"kind": "property", "property": "p", "op": "is_set"}}"#,
        "where.where*",
        "property",
    ),
    (
        "a property of a row, by an event",
        r#"{"kind": "event", "event": "x", "where": {"kind": "related", "relation": "product", "where": {"kind": "property", "property": "p", "op": "is_set"}}}"#,
        "where.where.where*",
        "property",
    ),
    (
        "something wrong in a related row",
        r#"{"kind": "related", "relation": "household", "where": {"kind": "related", "relation": "members", "where": {"kind": "field", "field": "email", "op": "is"}}}"#,
        "where.where.where.value",
        "",
    ),
    (
        "a column as of then",
        r#"{"kind": "related", "relation": "orders", "where": {"kind": "field", "field": "price", "op": "is_set", "as_of": "2026-01-01"}}"#,
        "where.where.as_of",
        "as_of",
    ),
    (
        "time of a row",
        r#"{"kind": "related", "relation": "orders", "where": {"kind": "time", "part": "hour", "op": "is", "value": 3}}"#,
        "where.where*",
        "time",
    ),
];

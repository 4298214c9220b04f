//! What an engine cannot say: the whole table.

use crate::object;
use muster_rules::parse::parse_condition;
use muster_rules::resolve::resolve;
use muster_rules::schema::Catalog;
use muster_rules::time::Zone;
use muster_sql::{render, what_it_cannot, Dialect, DuckDbDialect, PostgresDialect, SqliteDialect};
use serde_json::{json, Value};

/// Whether a dialect is known to be unable to say something.
pub(crate) fn is_known(dialect: &str, what: &str) -> bool {
    what_it_cannot().iter().any(|(name, cannot)| *name == dialect && *cannot == what)
}

/// A rule that asks for each thing that a dialect cannot say.
const CASES: [(&str, &str, &str); 4] = [
    ("PostgreSQL", "a regular expression as large as this", r"a{256}"),
    ("DuckDB", "a regular expression as large as this", r"(?:a{40}){40}"),
    ("DuckDB", "the edge of a word in any script in a regular expression", r"\bplan"),
    ("DuckDB", "this kind of edge in a regular expression", r"(?mR)^a$"),
];

#[test]
fn the_table_is_whole() {
    let known: Vec<(&str, &str)> = CASES.iter().map(|(dialect, what, _)| (*dialect, *what)).collect();
    assert_eq!(what_it_cannot().to_vec(), known);
    for (name, what, pattern) in CASES {
        for dialect in [&PostgresDialect as &dyn Dialect, &DuckDbDialect, &SqliteDialect] {
            let rendered = matches(dialect, pattern);
            if dialect.name() == name {
                let cannot = rendered.unwrap_err();
                assert_eq!((cannot.dialect, cannot.path.as_str(), cannot.what.as_str()), (name, "where.of[0]", what));
            } else if !is_known(dialect.name(), what) {
                rendered.unwrap();
            }
        }
    }
}

fn matches(dialect: &dyn Dialect, pattern: &str) -> Result<String, muster_sql::Unsupported> {
    let rule: Value = json!({"kind": "any", "of": [{"kind": "field", "field": "name", "op": "not_matches", "value": pattern}, {"kind": "all", "of": []}]});
    let rule = Value::Object(object(rule));
    let condition = parse_condition(&rule, "where", &Catalog::default()).unwrap();
    render(&resolve(&condition, &Catalog::default(), 0, Zone::UTC).unwrap(), "", dialect)
}

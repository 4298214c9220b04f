//! What the rules of the tables may refer to by name.

use muster_rules::schema::{Catalog, Schema};
use muster_rules::tables::define;
use serde_json::{json, Value};

/// Tables with every type of column; relations from people, from events and through a link table; a list; segments, sound ones and such as mean
/// nothing: `broken`, `reversed`, `unrelated`, `leads nowhere`, `self`, `ring 1` to `ring 3`.
pub fn catalog() -> Catalog {
    Catalog {
        // It is written here: were it wrong, rules of related rows would be refused that must not be.
        schema: define(TABLES, &Schema::default()).unwrap_or_default(),
        lists: ["vip".to_owned()].into(),
        segments: segments().map(|(name, rule)| (name.to_owned(), rule)).into(),
    }
}

const TABLES: &str = r#"{
  "tables": [
    {"name": "products", "key": "product_id", "columns": {"product_id": "text", "price": "number", "premium": "bool"}},
    {"name": "orders", "columns": {"of": "text", "price": "number", "at": "time"}},
    {"name": "households", "key": "household_id", "columns": {"household_id": "text", "region": "text"}},
    {"name": "policies", "key": "policy_id", "columns": {"policy_id": "text", "tier": "text"}},
    {"name": "beneficiaries", "columns": {"policy_id": "text", "user_id": "text"}},
    {"name": "holidays", "key": "day", "columns": {"day": "text", "name": "text"}}],
  "relations": [
    {"name": "product", "from": {"table": "events", "property": "product_id"}, "to": {"table": "products", "column": "product_id"}},
    {"name": "holiday", "from": {"table": "events", "part": "date"}, "to": {"table": "holidays", "column": "day"}},
    {"name": "orders", "reverse": "buyer", "from": {"table": "users", "column": "user_id"}, "to": {"table": "orders", "column": "of"}},
    {"name": "household", "reverse": "members", "from": {"table": "users", "property": "home.id"},
     "to": {"table": "households", "column": "household_id"}},
    {"name": "beneficiary_of", "reverse": "beneficiaries", "from": {"table": "users", "column": "user_id"},
     "to": {"table": "policies", "column": "policy_id"}, "via": {"table": "beneficiaries", "from": "user_id", "to": "policy_id"}}]
}"#;

fn segments() -> [(&'static str, Value); 11] {
    let refers = |name: &str| json!({"kind": "segment", "segment": name});
    let not = |rule: Value| json!({"kind": "not", "of": rule});
    [
        ("base", json!({"kind": "field", "field": "email", "op": "is_set"})),
        ("uses base", not(refers("base"))),
        ("broken", json!({"kind": "any", "of": [refers("base"), {"kind": "property", "property": "p", "op": "is"}]})),
        ("uses broken", json!({"kind": "all", "of": [refers("base"), refers("broken")]})),
        ("reversed", json!({"kind": "event", "event": "x", "window": {"from": "2026-02-01", "to": "2026-01-01"}})),
        ("unrelated", json!({"kind": "related", "relation": "nowhere"})),
        ("leads nowhere", not(refers("nowhere"))),
        ("self", not(refers("self"))),
        ("ring 1", refers("ring 2")),
        ("ring 2", json!({"kind": "any", "of": [refers("base"), not(refers("ring 3"))]})),
        ("ring 3", not(refers("ring 1"))),
    ]
}

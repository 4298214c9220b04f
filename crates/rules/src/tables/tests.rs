#![allow(clippy::unwrap_used)]

use super::*;
use crate::schema::{End, Row};

const DOCUMENT: &str = r#"{ "tables": [
    {"name": "products", "key": "product_id", "columns": {"product_id": "text", "category": "text", "premium": "bool", "price": "number", "since": "time"}},
    {"name": "policies", "key": "policy_id", "columns": {"policy_id": "text", "holder": "text", "tier": "text"}},
    {"name": "Größen \"x\"", "columns": {"policy_id": "text", "user_id": "text"}}],
  "relations": [
    {"name": "product", "from": {"table": "events", "property": "product_id"}, "to": {"table": "products", "column": "product_id"}},
    {"name": "holiday", "from": {"table": "events", "part": "date"}, "to": {"table": "products", "column": "since"}},
    {"name": "policies", "reverse": "holder", "from": {"table": "users", "column": "user_id"}, "to": {"table": "policies", "column": "holder"}},
    {"name": "favourite", "reverse": "fans", "from": {"table": "users", "property": "likes.first"}, "to": {"table": "products", "column": "product_id"}},
    {"name": "boss", "reverse": "team", "from": {"table": "users", "property": "boss"}, "to": {"table": "users", "column": "user_id"}},
    {"name": "beneficiary_of", "reverse": "beneficiaries", "from": {"table": "users", "column": "user_id"}, "to": {"table": "policies", "column": "policy_id"}, "via": {"table": "Größen \"x\"", "from": "user_id", "to": "policy_id"}}] }
"#;

fn declared() -> Schema {
    define(DOCUMENT, &Schema::default()).unwrap()
}

#[test]
fn what_is_read_is_written_back_word_for_word() {
    let schema = declared();
    assert_eq!(write_tables(&schema), DOCUMENT);
    assert_eq!(define(DOCUMENT, &schema).unwrap(), schema, "the same again changes nothing");
    let columns: Vec<&str> = schema.tables[0].columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(columns, ["product_id", "category", "premium", "price", "since"], "in the order of the document");
    assert_eq!(write_tables(&Schema::default()), "{ \"tables\": [],\n  \"relations\": [] }\n");
    for relation in &schema.relations {
        assert_eq!(read_relation(&relation_text(relation), &schema).unwrap(), *relation);
    }
    let walks: Vec<&str> = schema.walks(&Row::User).iter().map(|walk| walk.name).collect();
    assert_eq!(walks, ["policies", "favourite", "boss", "team", "beneficiary_of"]);
    assert_eq!(schema.relations[3].from, End::UserProperty("likes.first".to_owned()));
}

#[test]
fn a_later_document_adds_columns_and_replaces_relations() {
    let text = r#"{"tables": [{"name": "products", "columns": {"colour": "text", "price": "number"}}, {"name": "shops", "columns": {"id": "number"}}],
      "relations": [{"name": "product", "from": {"table": "events", "property": "colour"}, "to": {"table": "products", "column": "colour"}},
                    {"name": "shop", "from": {"table": "events", "property": "shop"}, "to": {"table": "shops", "column": "id"}}]}"#;
    let schema = define(text, &declared()).unwrap();
    let products = schema.table("products").unwrap();
    assert_eq!(products.key.as_deref(), Some("product_id"), "a key left out stays");
    assert_eq!(products.columns.len(), 6);
    assert_eq!(products.columns[5].name, "colour");
    assert_eq!(schema.relations.len(), 7);
    assert_eq!(schema.relations[0].from, End::EventProperty("colour".to_owned()));
    assert_eq!(schema.relations[6].name, "shop");
}

#[test]
fn the_same_reverse_may_start_elsewhere() {
    let text = r#"{"relations": [{"name": "colleagues", "reverse": "holder", "from": {"table": "users", "property": "x"}, "to": {"table": "products", "column": "price"}}]}"#;
    assert!(define(text, &declared()).is_ok());
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let table = |rest: &str| format!(r#"{{"tables": [{{"name": "new", {rest}}}]}}"#);
    let named = |name: &str| format!(r#"{{"tables": [{{"name": "{name}", "columns": {{"a": "text"}}}}]}}"#);
    let relation = |rest: &str| format!(r#"{{"relations": [{{"name": "new", {rest}}}]}}"#);
    let ends = |from: &str, to: &str| relation(&format!(r#""from": {from}, "to": {to}"#));
    let to = r#"{"table": "products", "column": "product_id"}"#;
    let user = r#"{"table": "users", "column": "user_id"}"#;
    let cases = [
        ("".to_owned(), "TABLES.json: is not JSON"),
        ("[]".to_owned(), "TABLES.json: an object is needed here"),
        ("{}".to_owned(), "tables: nothing is declared"),
        (r#"{"table": []}"#.to_owned(), "table: unknown key “table” (did you mean “tables”?"),
        (r#"{"tables": {}}"#.to_owned(), "tables: a list is needed here"),
        (r#"{"tables": [5]}"#.to_owned(), "tables[0]: an object is needed here"),
        (r#"{"tables": [], "tables": []}"#.to_owned(), "tables: the key “tables” stands twice"),
        (r#"{"tables": [{"columns": {"a": "text"}}]}"#.to_owned(), "tables[0].name: “name” is missing"),
        (table(r#""key": "a""#), "tables[0].columns: “columns” is missing"),
        (table(r#""columns": {}"#), "tables[0].columns: a table has at least one column"),
        (table(r#""columns": ["a"]"#), "tables[0].columns: an object is needed here"),
        (
            table(r#""columns": {"price": "money"}"#),
            "tables[0].columns.price: unknown type “money” (accepted here: text, number, bool, time)",
        ),
        (table(r#""columns": {"price": 5}"#), "tables[0].columns.price: a text is needed here"),
        (table(r#""columns": {"a": "text", "A": "text"}"#), "tables[0].columns.A: there is a column “a”, which differs only in case"),
        (table(r#""columns": {"a": "text", "a": "text"}"#), "tables[0].columns.a: the key “a” stands twice"),
        (table(r#""columns": {"Muster_a": "text"}"#), "tables[0].columns.Muster_a: a column's name may not begin with “muster_”"),
        (table(r#""columns": {" a": "text"}"#), "tables[0].columns. a: a column's name does not begin or end with a space"),
        (table(r#""columns": {"": "text"}"#), "tables[0].columns.: a column's name is not empty"),
        (table(r#""columns": {"a": "text"}, "key": "b""#), "tables[0].key: unknown column “b”"),
        (table(r#""columns": {"a": "text"}, "keys": "b""#), "tables[0].keys: unknown key “keys” (did you mean “key”?"),
        (named("muster_x"), "tables[0].name: a table's name may not begin with “muster_”"),
        (named("SQLite_x"), "tables[0].name: a table's name may not begin with “sqlite_”"),
        (named("Users"), "tables[0].name: “Users” is the workspace's own"),
        (named("user_property_history"), "tables[0].name: “user_property_history” is the workspace's own"),
        (named("Products"), "tables[0].name: there is a table “products”, which differs only in case"),
        (named(""), "tables[0].name: the table's name is not empty"),
        (named("a\\nb"), "tables[0].name: the table's name has no line breaks"),
        (
            format!(r#"{{"tables": [{0}, {0}]}}"#, r#"{"name": "x", "columns": {"a": "text"}}"#),
            "tables[1].name: the table “x” stands twice",
        ),
        (
            r#"{"tables": [{"name": "products", "columns": {"price": "text"}}]}"#.to_owned(),
            "tables[0].columns.price: the column is number already, and a column's type cannot change",
        ),
        (
            r#"{"tables": [{"name": "products", "key": "price", "columns": {"price": "number"}}]}"#.to_owned(),
            "tables[0].key: the table's key is “product_id” already",
        ),
        (
            r#"{"tables": [{"name": "Größen \"x\"", "key": "user_id", "columns": {"user_id": "text"}}]}"#.to_owned(),
            "tables[0].key: the table was declared without a key",
        ),
        (relation(&format!(r#""from": {user}"#)), "relations[0].to: “to” is missing"),
        (relation(&format!(r#""from": {user}, "to": {to}, "where": 1"#)), "relations[0].where: unknown key “where”"),
        (
            ends(user, r#"{"table": "product", "column": "product_id"}"#),
            "relations[0].to.table: unknown table “product” (did you mean “products”?",
        ),
        (ends(user, r#"{"table": "products", "column": "id"}"#), "relations[0].to.column: unknown column “id”"),
        (
            ends(user, r#"{"table": "products", "property": "id"}"#),
            "relations[0].to.property: “property” has no place here (accepted here: column)",
        ),
        (ends(user, r#"{"table": "products"}"#), "relations[0].to.column: “column” is missing"),
        (ends(user, r#"{"table": "events", "property": "x"}"#), "relations[0].to.table: a relation does not end at events"),
        (
            ends(r#"{"table": "events", "column": "event_name"}"#, to),
            "relations[0].from.column: “column” has no place here (accepted here: property or part)",
        ),
        (ends(r#"{"table": "events", "part": "hour"}"#, to), "relations[0].from.part: unknown part “hour” (accepted here: date)"),
        (ends(r#"{"table": "events", "part": "date", "property": "x"}"#, to), "relations[0].from.property: one key is enough"),
        (ends(r#"{"table": "users", "column": "plan"}"#, to), "relations[0].from.column: unknown column “plan”"),
        (ends(r#"{"table": "users", "property": ""}"#, to), "relations[0].from.property: a property's name is not empty"),
        (
            relation(&format!(r#""reverse": "back", "from": {{"table": "events", "property": "x"}}, "to": {to}"#)),
            "relations[0].reverse: a relation that starts at events is walked only from an event",
        ),
        (
            relation(&format!(r#""from": {user}, "to": {to}, "via": {{"table": "users", "from": "a", "to": "b"}}"#)),
            "relations[0].via.table: “users” is no link table",
        ),
        (
            relation(&format!(r#""from": {user}, "to": {to}, "via": {{"table": "policies", "from": "who", "to": "holder"}}"#)),
            "relations[0].via.from: unknown column “who”",
        ),
        (
            relation(&format!(r#""from": {user}, "to": {to}, "via": {{"table": "policies", "from": "holder"}}"#)),
            "relations[0].via.to: “to” is missing",
        ),
        (
            relation(&format!(r#""reverse": "holder", "from": {user}, "to": {{"table": "policies", "column": "tier"}}"#)),
            "relations[0].reverse: two relations that start at “policies” are called “holder”",
        ),
        (
            relation(&format!(r#""reverse": "new", "from": {user}, "to": {user}"#)),
            "relations[0].name: two relations that start at users are called “new”",
        ),
        (
            format!(r#"{{"relations": [{{"name": "x", "from": {user}, "to": {to}}}, {{"name": "x", "from": {user}, "to": {to}}}]}}"#),
            "relations[1].name: the relation “x” stands twice",
        ),
    ];
    for (text, want) in cases {
        match define(&text, &declared()) {
            Ok(_) => assert_eq!("accepted", want, "{text}"),
            Err(why) => assert!(why.to_string().starts_with(want), "{text}\n{why}"),
        }
    }
}

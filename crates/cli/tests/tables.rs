//! Custom tables, lists and consent on the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod folder;

use folder::{stock_sqlite, Folder, NOW};
use serde_json::json;

const TABLES: &str = r#"{ "tables": [
    {"name": "products", "key": "product_id", "columns": {"product_id": "text", "category": "text", "premium": "bool", "price": "number"}},
    {"name": "policies", "key": "policy_id", "columns": {"policy_id": "text", "holder": "text"}}],
  "relations": [
    {"name": "product", "from": {"table": "events", "property": "product_id"}, "to": {"table": "products", "column": "product_id"}},
    {"name": "policies", "reverse": "holder", "from": {"table": "users", "column": "user_id"}, "to": {"table": "policies", "column": "holder"}}] }
"#;

fn workspace() -> Folder {
    let folder = Folder::new();
    folder.ok(&["new", "w.muster"]);
    folder.file("tables.json", TABLES);
    folder
}

#[test]
fn tables_are_defined_whole_or_not_at_all_and_written_back() {
    let folder = workspace();
    let defined = folder.json(&["table", "w.muster", "define", "tables.json"]);
    assert_eq!(defined["tables"][0]["table"], "products");
    assert_eq!(defined["tables"][0]["columns"][3], json!({"column": "price", "type": "number"}));
    assert_eq!(defined["relations"].as_array().unwrap().len(), 2);
    assert_eq!(folder.ok(&["table", "w.muster", "list"]), TABLES);
    let more = r#"{"tables": [{"name": "products", "columns": {"colour": "text"}}]}"#;
    let done = folder.run_with(&["table", "w.muster", "define", "-"], more);
    assert!(done.status.success());
    let listed = folder.ok(&["table", "w.muster", "list"]);
    assert!(listed.contains(r#""price": "number", "colour": "text""#), "{listed}");
    for (text, want) in [
        (r#"{"tables": [{"name": "products", "columns": {"price": "text"}}]}"#, "tables[0].columns.price: the column is number already"),
        (r#"{"tables": [{"name": "new", "columns": {"a": "money"}}]}"#, "tables[0].columns.a: unknown type “money”"),
        ("{", "TABLES.json: is not JSON"),
    ] {
        folder.file("wrong.json", text);
        let said = folder.refused(&["table", "w.muster", "define", "wrong.json", "--json"]);
        assert!(said.contains(want) && said.contains("nothing was changed"), "{said}");
    }
    assert_eq!(folder.ok(&["table", "w.muster", "list"]), listed);
    assert!(folder.refused(&["table", "w.muster", "define", "nowhere.json"]).contains("nowhere.json"));
}

#[test]
fn rows_of_a_table_come_in_once_and_a_key_replaces() {
    let folder = workspace();
    folder.ok(&["table", "w.muster", "define", "tables.json"]);
    folder.file("p.csv", "product_id,category,premium,price\np1,shoes,TRUE,50\np2,hats,false,5\np3,hats,maybe,5\n,hats,,\n");
    let report = folder.json(&["import", "w.muster", "p.csv", "--as", "table:products"]);
    assert_eq!((&report["read"], &report["added"], &report["rejected"]), (&json!(4), &json!(2), &json!(2)));
    assert_eq!(report["rejects"][0], json!({"line": 4, "why": "premium is neither true nor false: “maybe”"}));
    assert_eq!(report["rejects"][1], json!({"line": 5, "why": "product_id, the key, is missing"}));
    assert!(report.get("unknown").is_none());
    let again = folder.json(&["import", "w.muster", "p.csv", "--as", "table:products"]);
    assert_eq!((&again["added"], &again["updated"], &again["duplicates"]), (&json!(0), &json!(0), &json!(2)));
    folder.file("p.ndjson", "{\"product_id\":\"p2\",\"price\":7}\n");
    assert_eq!(folder.json(&["import", "w.muster", "p.ndjson", "--as", "table:products"])["updated"], 1);
    let db = folder.path("w.muster");
    assert_eq!(stock_sqlite(&db, "SELECT product_id, category, premium, price FROM products"), ["p1|shoes|1|50.0", "p2|||7.0"]);
    folder.file("h.csv", "policy_id,holder\nk1,somebody\n");
    folder.ok(&["import", "w.muster", "h.csv", "--as", "table:policies"]);
    assert_eq!(stock_sqlite(&db, "SELECT user_id FROM users"), ["somebody"]);
    let catalog = folder.json(&["catalog", "w.muster"]);
    assert_eq!((&catalog["people"], &catalog["tables"][0]["rows"], &catalog["tables"][1]["rows"]), (&json!(1), &json!(2), &json!(1)));
    folder.file("empty.ndjson", "");
    assert_eq!(folder.json(&["import", "w.muster", "empty.ndjson", "--as", "table:policies"])["read"], 0);
    assert_eq!(folder.ok(&["check", "w.muster"]).trim(), "the workspace is whole");
}

#[test]
fn what_has_no_place_in_a_table_is_refused_with_what_to_do() {
    let folder = workspace();
    folder.file("p.csv", "product_id,colour\np1,red\n");
    let said = folder.refused(&["import", "w.muster", "p.csv", "--as", "table:products"]);
    assert!(said.contains("There is no table “products”.") && said.contains("table FILE.muster define TABLES.json"), "{said}");
    folder.ok(&["table", "w.muster", "define", "tables.json"]);
    let said = folder.refused(&["import", "w.muster", "p.csv", "--as", "table:product"]);
    assert!(said.contains("there are products, policies"), "{said}");
    let said = folder.refused(&["import", "w.muster", "p.csv", "--as", "table:products"]);
    assert!(said.contains("no column “colour”") && said.contains("define TABLES.json"), "{said}");
    folder.file("p.csv", "category\nshoes\n");
    assert!(folder.refused(&["import", "w.muster", "p.csv", "--as", "table:products"]).contains("it has no product_id"));
    assert_eq!(folder.json(&["catalog", "w.muster"])["tables"][0]["rows"], 0);
}

#[test]
fn a_list_grows_and_keeps_ids_aside_that_name_nobody() {
    let folder = workspace();
    folder.file("u.csv", "user_id,email\na,A@x.org\nb,b@x.org\n");
    folder.ok(&["import", "w.muster", "u.csv"]);
    folder.file("l.csv", "user_id\na\nlater\n");
    let report = folder.json(&["import", "w.muster", "l.csv", "--as", "list:vip"]);
    assert_eq!((&report["read"], &report["added"], &report["unknown"]), (&json!(2), &json!(2), &json!(1)));
    let again = folder.json(&["import", "w.muster", "l.csv", "--as", "list:vip", "--dry-run"]);
    assert_eq!((&again["added"], &again["duplicates"], &again["unknown"]), (&json!(0), &json!(2), &json!(1)));
    folder.file("rule.json", r#"{"kind":"list","list":"vip"}"#);
    let members = |folder: &Folder| folder.ok(&["members", "w.muster", "--rule", "rule.json", "--now", NOW]);
    assert_eq!(members(&folder), "a\n");
    folder.file("e.csv", "user_id,event_name,timestamp\nlater,open,2026-06-01\n");
    folder.ok(&["import", "w.muster", "e.csv"]);
    assert_eq!(members(&folder), "a\nlater\n");
    folder.file("m.csv", "email,first name\nB@X.org,Bob\n,Ann\nnobody@x.org,\n");
    let report = folder.json(&["import", "w.muster", "m.csv", "--as", "list:vip"]);
    assert_eq!((&report["added"], &report["rejected"], &report["unknown"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!(members(&folder), "a\nb\nlater\n");
    let said = folder.ok(&["import", "w.muster", "m.csv", "--as", "list:vip"]);
    assert!(said.contains("read as list:vip") && said.contains("1 id names nobody yet; it joins"), "{said}");
    assert_eq!(folder.json(&["catalog", "w.muster"])["lists"], json!([{"list": "vip", "people": 3, "unknown": 1}]));
    assert_eq!(folder.ok(&["check", "w.muster"]).trim(), "the workspace is whole");
}

#[test]
fn a_list_of_nobody_is_one() {
    let folder = workspace();
    folder.file("l.csv", "user_id\n");
    assert_eq!(folder.json(&["import", "w.muster", "l.csv", "--as", "list:nobody"])["read"], 0);
    folder.file("rule.json", r#"{"kind":"list","list":"nobody"}"#);
    assert_eq!(folder.json(&["count", "w.muster", "--rule", "rule.json"])["count"], 0);
    folder.file("rule.json", r#"{"kind":"list","list":"nowhere"}"#);
    assert!(folder.refused(&["count", "w.muster", "--rule", "rule.json"]).contains("nowhere"));
}

#[test]
fn consent_is_as_its_latest_record_says() {
    let folder = workspace();
    folder.file(
        "c.csv",
        "user_id,purpose,state,updated_at\na,email,granted,2026-06-01\na,email,denied,2026-06-10\nb,email,granted,2026-06-01\n",
    );
    assert_eq!(folder.json(&["import", "w.muster", "c.csv", "--as", "consent"])["added"], 3);
    folder.file("rule.json", r#"{"kind":"consent","purpose":"email","state":"granted"}"#);
    for (now, want) in [("2026-06-05", "a\nb\n"), (NOW, "b\n")] {
        for engine in ["index", "sql"] {
            assert_eq!(
                folder.ok(&["members", "w.muster", "--rule", "rule.json", "--now", now, "--engine", engine]),
                want,
                "{now} {engine}"
            );
        }
    }
    let catalog = folder.json(&["catalog", "w.muster", "--now", NOW]);
    assert_eq!(catalog["purposes"], json!([{"purpose": "email", "granted": 1, "denied": 1}]));
}

//! Why somebody is in or out, who joins and leaves, and why nobody is left, at the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod folder;

use folder::{Folder, NOW};
use serde_json::json;

fn shop() -> Folder {
    let folder = Folder::new();
    folder.file(
        "users.ndjson",
        "{\"user_id\":\"ann\",\"account_type\":\"free\",\"plan\":\"pro\"}\n{\"user_id\":\"bob\",\"account_type\":\"paid\"}\n",
    );
    folder.file(
        "events.ndjson",
        "{\"user_id\":\"ann\",\"event_name\":\"purchase\",\"timestamp\":\"2026-06-20T10:00:00Z\",\"properties\":{\"amount\":12.5}}\n\
         {\"user_id\":\"ann\",\"event_name\":\"purchase\",\"timestamp\":\"2026-06-21T10:00:00Z\",\"properties\":{\"amount\":30}}\n",
    );
    folder.ok(&["new", "shop.muster"]);
    folder.ok(&["import", "shop.muster", "users.ndjson", "--now", NOW]);
    folder.ok(&["import", "shop.muster", "events.ndjson", "--now", NOW]);
    folder.file(
        "rule.json",
        &json!({"kind": "all", "of": [
            {"kind": "property", "property": "plan", "op": "is", "value": "pro"},
            {"kind": "event", "event": "purchase", "measure": {"fn": "sum", "property": "amount"}, "op": "gt", "value": 40},
        ]})
        .to_string(),
    );
    folder
}

#[test]
fn an_explanation_has_every_condition_with_its_evidence() {
    let folder = shop();
    let ann = folder.json(&["explain", "shop.muster", "--user", "ann", "--rule", "rule.json", "--now", NOW]);
    assert_eq!(ann["in"], true);
    let parts = ann["rule"]["parts"].as_array().unwrap();
    assert_eq!(parts[0]["path"], "where.of[0]");
    assert_eq!(parts[0]["evidence"]["held"]["value"], "pro");
    assert_eq!(parts[1]["evidence"]["value"], 42.5);
    assert_eq!(parts[1]["evidence"]["count"], 2);
    assert_eq!(parts[1]["evidence"]["events"][0]["time"], "2026-06-20T10:00:00.000Z");
    let bob = folder.json(&["explain", "shop.muster", "--user", "bob", "--rule", "rule.json", "--now", NOW]);
    assert_eq!((&bob["in"], &bob["rule"]["parts"][0]["holds"]), (&json!(false), &json!(false)));
    assert!(bob["rule"]["parts"][0]["evidence"]["held"].is_null());
    let said = folder.ok(&["explain", "shop.muster", "--user", "bob", "--rule", "rule.json", "--now", NOW]);
    assert!(said.starts_with("bob is not in\n") && said.contains("(no value)"), "{said}");
    assert!(folder.refused(&["explain", "shop.muster", "--user", "Bob", "--rule", "rule.json"]).contains("“Bob”"));
}

#[test]
fn a_difference_lists_who_joins_and_leaves() {
    let folder = shop();
    folder.file("all.json", r#"{"kind":"field","field":"account_type","op":"is","value":"paid"}"#);
    let difference = folder.json(&["difference", "shop.muster", "--before", "rule.json", "--after", "all.json", "--now", NOW]);
    assert_eq!(difference, json!({"joins": 1, "leaves": 1, "stays": 0, "of": 2, "joining": ["bob"], "leaving": ["ann"]}));
    for value in ["free", "paid"] {
        let rule = json!({"kind": "field", "field": "account_type", "op": "is", "value": value});
        folder.file("plans.json", &json!({"muster": 1, "name": "Plans", "where": rule}).to_string());
        folder.ok(&["segment", "shop.muster", "save", "plans.json"]);
    }
    let said = folder.ok(&["difference", "shop.muster", "--segment", "Plans", "--now", NOW]);
    assert_eq!(said, "1 join, 1 leave, 0 stay, of 2 people\n+ bob\n- ann\n");
    assert!(folder.refused(&["difference", "shop.muster", "--segment", "Plans", "--from", "7"]).contains("no version 7"));
}

#[test]
fn a_count_of_nobody_says_why() {
    let folder = shop();
    folder.file("typo.json", r#"{"kind":"all","of":[{"kind":"event","event":"purchse"}]}"#);
    let said = folder.ok(&["count", "shop.muster", "--rule", "typo.json", "--now", NOW]);
    assert!(said.starts_with("0 of 2 people\nnobody is left at where.of[0]\n"), "{said}");
    assert!(said.contains("“purchse” does not occur; the nearest that does is “purchase”, last seen 2026-06-21T10:00:00.000Z"), "{said}");
    let counted = folder.json(&["count", "shop.muster", "--rule", "typo.json", "--now", NOW]);
    assert_eq!((&counted["count"], &counted["unseen"][0]["nearest"]), (&json!(0), &json!("purchase")));
    let some = folder.json(&["count", "shop.muster", "--rule", "rule.json", "--now", NOW]);
    assert!(some.get("unseen").is_none() && some["conditions"].as_array().unwrap().len() == 3, "{some}");
}

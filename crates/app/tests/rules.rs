//! What is asked of rules beside who matches: who joins and leaves, why nobody is left, what saved segments make of one another.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use muster_app::dto::{CountRequest, UnseenKind};
use muster_rules::draft::Draft;
use muster_testkit::World;
use serde_json::{json, Value};
use support::Loaded;

const NOW: i64 = 1_782_820_800_000; // 2026-06-30T12:00:00Z

fn shop() -> Loaded {
    let world = json!({
        "now": "2026-06-30T12:00:00Z", "tz": "UTC",
        "users": [
            {"user_id": "a", "account_type": "free", "plan": "gold"},
            {"user_id": "b", "account_type": "free", "plan": "silver"},
            {"user_id": "c", "account_type": "paid"},
        ],
        "events": [
            {"user_id": "a", "event_name": "purchase", "timestamp": "2026-06-01T10:00:00Z", "properties": {"product_id": "p1", "colour": "Green"}},
            {"user_id": "b", "event_name": "purchase", "timestamp": "2026-06-03T10:00:00Z", "properties": {"product_id": "p2", "colour": "green"}},
            {"user_id": "c", "event_name": "page_view", "timestamp": "2026-06-20T10:00:00Z"},
        ],
        "tables": {
            "tables": [{"name": "products", "key": "id", "columns": {"id": "text", "category": "text"}}],
            "relations": [{"name": "product", "from": {"table": "events", "property": "product_id"}, "to": {"table": "products", "column": "id"}}]
        },
        "rows": {"products": [{"id": "p1", "category": "shoes"}, {"id": "p2", "category": "hats"}]},
    });
    Loaded::new(&World::from_json(&world).unwrap()).unwrap()
}

fn rule(loaded: &Loaded, rule: &Value) -> muster_app::Rule {
    loaded.workspace.read_rule(&rule.to_string()).unwrap()
}

/// Path, kind, name, nearest and when that was last seen.
type Named = (String, UnseenKind, String, Option<String>, Option<String>);

/// Everything that a rule asks for and that does not occur.
fn unseen(of: &Value) -> Vec<Named> {
    let loaded = shop();
    let counted = loaded.workspace.count_rule(&rule(&loaded, of).condition, NOW).unwrap();
    assert_eq!(counted.count, 0, "{of}");
    counted.unseen.into_iter().map(|unseen| (unseen.path, unseen.kind, unseen.name, unseen.nearest, unseen.last_seen)).collect()
}

#[test]
fn what_does_not_occur_is_named_with_the_nearest_that_does() {
    let text = |text: &str| Some(text.to_owned());
    let bought = |filter: Value| json!({"kind": "event", "event": "purchase", "where": filter});
    let cases = [
        (
            json!({"kind": "event", "event": "purchse"}),
            vec![("where", UnseenKind::Event, "purchse", text("purchase"), text("2026-06-03T10:00:00.000Z"))],
        ),
        (
            json!({"kind": "all", "of": [{"kind": "property", "property": "plan", "op": "is", "value": "glod"}]}),
            vec![("where.of[0]", UnseenKind::Value, "glod", text("gold"), None)],
        ),
        (
            json!({"kind": "property", "property": "plann", "op": "is_set"}),
            vec![("where", UnseenKind::Property, "plann", text("plan"), None)],
        ),
        (
            bought(json!({"kind": "property", "property": "color", "op": "is", "value": "green"})),
            vec![("where.where", UnseenKind::EventProperty, "color", text("colour"), None)],
        ),
        (
            bought(json!({"kind": "property", "property": "colour", "op": "is", "value": "GREEN"})),
            vec![("where.where", UnseenKind::Value, "GREEN", text("Green"), text("2026-06-01T10:00:00.000Z"))],
        ),
        (
            bought(
                json!({"kind": "related", "relation": "product", "where": {"kind": "field", "field": "category", "op": "is", "value": "shoe"}}),
            ),
            vec![("where.where.where", UnseenKind::Value, "shoe", text("shoes"), None)],
        ),
        // What is there may still leave nobody; and what never was does no harm where it is negated.
        (json!({"kind": "event", "event": "purchase", "op": "gt", "value": 5}), vec![]),
        (
            json!({"kind": "all", "of": [{"kind": "event", "event": "purchase", "op": "gt", "value": 5}, {"kind": "not", "of": {"kind": "event", "event": "refund"}}]}),
            vec![],
        ),
    ];
    for (rule, want) in cases {
        let want: Vec<_> =
            want.into_iter().map(|(path, kind, name, near, last)| (path.to_owned(), kind, name.to_owned(), near, last)).collect();
        assert_eq!(unseen(&rule), want, "{rule}");
    }
}

#[test]
fn the_condition_that_empties_a_rule_is_the_first_that_leaves_nobody() {
    let loaded = shop();
    let free = json!({"kind": "field", "field": "account_type", "op": "is", "value": "free"});
    let viewed = json!({"kind": "event", "event": "page_view"});
    let never = json!({"kind": "event", "event": "refund"});
    let cases = [
        (json!({"kind": "all", "of": [free, viewed]}), Some("where.of[1]")),
        (json!({"kind": "all", "of": [free, {"kind": "all", "of": [free, never]}]}), Some("where.of[1].of[1]")),
        (json!({"kind": "all", "of": [free, {"kind": "any", "of": [never]}]}), Some("where.of[1].of[0]")),
        (json!({"kind": "all", "of": [free, {"kind": "any", "of": [never, never]}]}), Some("where.of[1]")),
        (never.clone(), None),
    ];
    for (of, want) in cases {
        let counted = loaded.workspace.count_rule(&rule(&loaded, &of).condition, NOW).unwrap();
        assert_eq!((counted.count, counted.emptied_by.as_deref()), (0, want), "{of}");
    }
}

#[test]
fn a_difference_says_who_joins_leaves_and_stays() {
    let loaded = shop();
    let before = rule(&loaded, &json!({"kind": "field", "field": "account_type", "op": "is", "value": "free"}));
    let after = rule(&loaded, &json!({"kind": "event", "event": ["page_view", "purchase"], "window": {"last": {"n": 28, "unit": "day"}}}));
    let difference = loaded.workspace.difference(&before.condition, &after.condition, NOW).unwrap();
    assert_eq!((difference.joins, difference.leaves, difference.stays, difference.of), (vec!["c".to_owned()], vec!["a".to_owned()], 1, 3));
}

#[test]
fn versions_of_a_segment_are_compared() {
    let loaded = shop();
    let save = |value: &str| {
        let rule = json!({"kind": "field", "field": "account_type", "op": "is", "value": value});
        loaded.workspace.save_segment_file(&json!({"muster": 1, "name": "Plans", "where": rule}).to_string(), NOW).unwrap()
    };
    save("free");
    assert_eq!(save("paid"), ("Plans".to_owned(), 2));
    let (version, before) = loaded.workspace.segment_version("Plans", None).unwrap();
    let (_, after) = loaded.workspace.segment_version("Plans", Some(2)).unwrap();
    assert_eq!(version, 1);
    let difference = loaded.workspace.difference(&before.condition, &after.condition, NOW).unwrap();
    assert_eq!((difference.joins.len(), difference.leaves.len(), difference.stays), (1, 2, 0));
    assert!(loaded.workspace.segment_version("Plans", Some(3)).unwrap_err().hint.unwrap().contains("1, 2"));
}

fn save(loaded: &Loaded, name: &str, rule: &Value) {
    loaded.workspace.save_segment_file(&json!({"muster": 1, "name": name, "where": rule}).to_string(), NOW).unwrap();
}

fn id(loaded: &Loaded, name: &str) -> u32 {
    loaded.workspace.segments().unwrap().into_iter().find(|row| row.name == name).unwrap().id
}

#[test]
fn segments_may_be_saved_before_those_they_refer_to_and_are_refused_until_those_are_there() {
    let loaded = shop();
    let of = |name: &str| json!({"kind": "segment", "segment": name});
    save(&loaded, "Outer", &json!({"kind": "not", "of": of("Inner")}));
    let count = |name: &str| {
        let rule = loaded.workspace.saved_rule(name)?;
        loaded.workspace.count_rule(&rule.condition, NOW).map(|counted| counted.count)
    };
    assert!(count("Outer").unwrap_err().to_string().contains("Inner"));
    save(&loaded, "Inner", &json!({"kind": "event", "event": "purchase"}));
    assert_eq!(count("Outer").unwrap(), 1);
    save(&loaded, "Inner", &of("Outer"));
    assert!(count("Outer").unwrap_err().to_string().contains("“Inner” → “Outer” → “Inner”"));
    // The list of segments says so, and counts the others.
    let listed = loaded.workspace.segment_listings(NOW).unwrap();
    assert!(listed.iter().all(|listing| listing.people.is_none()));
}

#[test]
fn a_draft_that_leads_back_to_its_own_segment_is_not_counted_and_not_saved() {
    let loaded = shop();
    save(&loaded, "Outer", &json!({"kind": "all", "of": [{"kind": "event", "event": "purchase"}]}));
    save(&loaded, "Inner", &json!({"kind": "segment", "segment": "Outer"}));
    let draft = Draft::from_rule(&json!({"kind": "all", "of": [{"kind": "segment", "segment": "Inner"}]})).to_json().to_string();
    let outer = id(&loaded, "Outer");
    let report = loaded.workspace.count(&CountRequest { draft: draft.clone(), segment: Some(outer), ticket: 1 }).unwrap();
    assert_eq!(report.unfinished, 1);
    assert!(report.nodes[1].message.as_ref().unwrap().contains("“Outer” → “Inner” → “Outer”"), "{:?}", report.nodes);
    assert!(!loaded.workspace.save_draft(outer, &draft).unwrap().rule_saved);
}

#[test]
fn a_renamed_segment_is_followed_by_the_rules_and_drafts_that_refer_to_it() {
    let loaded = shop();
    save(&loaded, "Buyers", &json!({"kind": "event", "event": "purchase"}));
    save(&loaded, "Others", &json!({"kind": "not", "of": {"kind": "segment", "segment": "Buyers"}}));
    let others = id(&loaded, "Others");
    let draft = loaded.workspace.open_segment(others).unwrap().draft;
    loaded.workspace.save_draft(others, &draft).unwrap();
    loaded.workspace.rename_segment(id(&loaded, "Buyers"), "Customers").unwrap();
    assert_eq!(loaded.workspace.count_segment(others).unwrap().people, 1);
    assert!(loaded.workspace.open_segment(others).unwrap().draft.contains("Customers"));
}

#[test]
fn a_negative_says_how_many_it_includes() {
    let loaded = shop();
    let of = json!({"kind": "all", "of": [{"kind": "property", "property": "plan", "op": "is_not", "value": "gold"}]});
    let draft = Draft::from_rule(&of).to_json().to_string();
    let report = loaded.workspace.count(&CountRequest { draft, segment: None, ticket: 1 }).unwrap();
    assert_eq!((report.people, report.nodes[1].without_value), (2, Some(1)));
    assert!(report.sentence.contains("including 1 with no plan"), "{}", report.sentence);
    assert!(report.nodes[1].sentence.as_ref().unwrap().contains("including 1 with no plan"), "{:?}", report.nodes[1].sentence);
}

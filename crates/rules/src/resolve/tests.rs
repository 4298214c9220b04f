#![allow(clippy::unwrap_used, clippy::panic)]
use super::*;
use crate::document::parse_rule;
use crate::parse::parse_time;
use crate::schema::{Column, ColumnType, End, Relation, Table};
use serde_json::json;

const NOW: Millis = 1_782_820_800_000;

fn catalog(segments: &[(&str, serde_json::Value)]) -> Catalog {
    let mut catalog = Catalog::default();
    catalog.segments.extend(segments.iter().map(|(name, rule)| ((*name).to_owned(), rule.clone())));
    catalog.lists.insert("vips".to_owned());
    catalog.schema.tables.push(Table {
        name: "houses".to_owned(),
        key: Some("id".to_owned()),
        columns: vec![Column { name: "id".to_owned(), kind: ColumnType::Number }],
    });
    catalog.schema.relations.push(Relation {
        name: "house".to_owned(),
        reverse: Some("members".to_owned()),
        from: End::UserProperty("house_id".to_owned()),
        to: End::TableColumn { table: "houses".to_owned(), column: "id".to_owned() },
        via: None,
    });
    catalog
}

fn resolved(rule: &str, catalog: &Catalog) -> Result<Plan, RuleError> {
    parse_rule(rule, catalog).and_then(|rule| resolve(&rule, catalog, NOW, Zone::UTC))
}

#[test]
fn segments_are_resolved_once_and_in_the_order_of_what_they_need() {
    let in_a = json!({"kind": "segment", "segment": "a"});
    let catalog = catalog(&[
        ("a", json!({"kind": "list", "list": "vips"})),
        ("b", json!({"kind": "all", "of": [in_a, in_a]})),
        ("c", json!({"kind": "any", "of": [{"kind": "segment", "segment": "b"}, in_a]})),
    ]);
    let plan = resolved(r#"{"kind":"all","of":[{"kind":"segment","segment":"c"},{"kind":"segment","segment":"b"}]}"#, &catalog).unwrap();
    let names: Vec<&str> = plan.segments.iter().map(|segment| segment.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(plan.segments[1].root.parts()[1].path, "segment(b).where.of[1]");
}

#[test]
fn an_edited_segment_makes_another_condition() {
    let in_a = r#"{"kind":"segment","segment":"a"}"#;
    let one = resolved(in_a, &catalog(&[("a", json!({"kind": "all", "of": []}))])).unwrap();
    let other = resolved(in_a, &catalog(&[("a", json!({"kind": "any", "of": []}))])).unwrap();
    assert_ne!(one.root.fingerprint(), other.root.fingerprint());
}

#[test]
fn circles_of_segments_are_named() {
    let to = |name: &str| json!({"kind": "not", "of": {"kind": "segment", "segment": name}});
    let catalog = catalog(&[("a", to("b")), ("b", to("c")), ("c", to("a")), ("self", to("self"))]);
    let why = resolved(r#"{"kind":"segment","segment":"b"}"#, &catalog).unwrap_err();
    assert_eq!(why.path, "segment(a).where.of.segment");
    assert!(why.reason.contains("“b” → “c” → “a” → “b”"), "{why}");
    let why = resolved(r#"{"kind":"segment","segment":"self"}"#, &catalog).unwrap_err();
    assert!(why.reason.contains("“self” → “self”"), "{why}");
    let rule = parse_rule(r#"{"kind":"segment","segment":"c"}"#, &catalog).unwrap();
    let mut without = catalog.clone();
    without.segments.insert("a".to_owned(), json!({"kind": "segment", "segment": "new"}));
    without.segments.insert("new".to_owned(), json!({"kind": "all", "of": []}));
    assert!(resolve(&rule, &without, NOW, Zone::UTC).is_ok());
    let why = resolve_as(Some("new"), &rule, &without, NOW, Zone::UTC).unwrap_err();
    assert!(why.reason.contains("“new” → “c” → “a” → “new”"), "{why}");
}

#[test]
fn what_is_wrong_in_a_saved_segment_is_named_there() {
    let catalog = catalog(&[("old", json!({"kind": "all", "of": [{"kind": "list", "list": "gone"}]}))]);
    let why = resolved(r#"{"kind":"any","of":[{"kind":"segment","segment":"old"}]}"#, &catalog).unwrap_err();
    assert_eq!(why.path, "segment(old).where.of[0].list");
    let why = resolved(r#"{"kind":"any","of":[{"kind":"segment","segment":"nowhere"}]}"#, &catalog).unwrap_err();
    assert_eq!(why.path, "where.of[0].segment");
}

#[test]
fn a_chain_of_segments_that_is_allowed_stays_small() {
    let names: Vec<String> = (0..64).map(|n| format!("s{n}")).collect();
    let mut links: Vec<(&str, serde_json::Value)> = Vec::new();
    for pair in names.windows(2) {
        let next = json!({"kind": "segment", "segment": pair[1]});
        links.push((pair[0].as_str(), json!({"kind": "all", "of": [next, next]})));
    }
    links.push((names[63].as_str(), json!({"kind": "list", "list": "vips"})));
    let plan = resolved(r#"{"kind":"segment","segment":"s0"}"#, &catalog(&links)).unwrap();
    assert_eq!(plan.segments.len(), 64);
    assert!(plan.root.fingerprint().len() < 200);
}

#[test]
fn a_long_chain_of_segments_is_refused_and_not_a_crash() {
    let names: Vec<String> = (0..5000).map(|n| format!("s{n}")).collect();
    let links: Vec<(&str, serde_json::Value)> =
        names.windows(2).map(|pair| (pair[0].as_str(), json!({"kind": "segment", "segment": pair[1]}))).collect();
    let why = resolved(r#"{"kind":"segment","segment":"s0"}"#, &catalog(&links)).unwrap_err();
    assert!(why.reason.contains("deeper than 64"), "{why}");
}

#[test]
fn regular_periods_touch_and_are_each_counted_back_from_now() {
    let now = parse_time(&json!("2026-03-31T12:00:00Z"), "now").unwrap().instant(0, Zone::UTC);
    let rule = r#"{"kind":"regular","event":"x","period":{"n":1,"unit":"month"},"periods":3,"at_least":1}"#;
    let catalog = Catalog::default();
    let plan = resolve(&parse_rule(rule, &catalog).unwrap(), &catalog, now, Zone::UTC).unwrap();
    let NodeKind::Regular(regular) = &plan.root.kind else { panic!("a regular") };
    let ends: Vec<String> = regular.periods.iter().map(|period| crate::time::format_instant(period.to.unwrap() - 1)).collect();
    assert_eq!(ends, ["2026-03-31T12:00:00.000Z", "2026-02-28T12:00:00.000Z", "2026-01-31T12:00:00.000Z"]);
    assert!(regular.periods.windows(2).all(|pair| pair[0].from == pair[1].to));
}

#[test]
fn relations_are_walked_from_the_rows_they_start_at() {
    let catalog = catalog(&[]);
    let fine = r#"{"kind":"related","relation":"house","where":{"kind":"related","relation":"members","where":{"kind":"event","event":"x"},"op":"gt","value":1}}"#;
    let plan = resolved(fine, &catalog).unwrap();
    let NodeKind::Related(house) = &plan.root.kind else { panic!("a related") };
    assert_eq!(house.row, Row::Table("houses".to_owned()));
    let NodeKind::Related(members) = &house.filter.kind else { panic!("a related") };
    assert_eq!((&members.row, &members.to), (&Row::User, &house.from));
    for (rule, path) in [
        (r#"{"kind":"related","relation":"members"}"#, "where.relation"),
        (r#"{"kind":"event","event":"x","where":{"kind":"related","relation":"house"}}"#, "where.where.relation"),
        (r#"{"kind":"related","relation":"house","where":{"kind":"field","field":"street","op":"is_set"}}"#, "where.where.field"),
        (r#"{"kind":"related","relation":"house","where":{"kind":"event","event":"x"}}"#, "where.where"),
        (r#"{"kind":"related","relation":"house","where":{"kind":"property","property":"x","op":"is_set"}}"#, "where.where"),
        (r#"{"kind":"related","relation":"house","every":true,"op":"is","value":0}"#, "where.op"),
    ] {
        assert_eq!(resolved(rule, &catalog).unwrap_err().path, path, "{rule}");
    }
}

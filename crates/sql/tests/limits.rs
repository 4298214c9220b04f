//! The largest rules that the language allows run in the bundled SQLite and in the system's, and mean what they say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, dead_code, unreachable_pub)]

mod workspace;

use muster_rules::plan::{
    Ask, Bound, Column, EventColumn, EventNames, EventNode, Events, Measure, Node, NodeKind, Plan, Positive, Scalar, Test,
};
use muster_rules::time::{Span, Zone};
use muster_sql::{render, SqliteDialect};
use muster_testkit::World;
use serde_json::{json, Value};
use workspace::Workspace;

const NOW: i64 = 1_780_272_000_000;

fn world() -> World {
    World::from_json(&json!({
        "now": "2026-06-01T00:00:00Z", "tz": "Europe/Berlin",
        "users": [{"user_id": "a", "n": 1, "account_type": "x"}, {"user_id": "b", "n": [2, "3"]}, {"user_id": "c"}],
        "events": [
            {"user_id": "a", "event_name": "e", "timestamp": "2026-05-01T00:00:00Z", "properties": {"n": 1, "p": {"q": "x"}}},
            {"user_id": "b", "event_name": "e", "timestamp": "2026-05-01T00:00:00Z", "properties": {"n": ["7", 8]}},
        ],
    }))
    .unwrap()
}

fn is(scalar: Scalar) -> Test {
    Test { negated: false, positive: Positive::In(vec![scalar]) }
}

fn at_least(n: f64) -> Test {
    Test { negated: false, positive: Positive::Number { low: Bound::Included(n), high: Bound::Open } }
}

fn node(kind: NodeKind) -> Node {
    Node { path: "where".to_owned(), sentence: "…".to_owned(), kind }
}

fn property(test: Test) -> Node {
    node(NodeKind::Property { property: "n".to_owned(), at: NOW, test })
}

fn event(filter: Node) -> Node {
    counted(EventNames::Named(vec!["e".to_owned()]), filter)
}

fn counted(names: EventNames, filter: Node) -> Node {
    let events = Events { names, filter: Box::new(filter), window: Span { from: None, to: Some(NOW + 1) } };
    node(NodeKind::Event(EventNode { events, ask: Ask::Measure { measure: Measure::Count, test: at_least(1.0) } }))
}

fn key(test: Test) -> Node {
    node(NodeKind::EventProperty { property: "n".to_owned(), test })
}

fn all(of: Vec<Node>) -> Node {
    node(NodeKind::All(of))
}

fn any(of: Vec<Node>) -> Node {
    node(NodeKind::Any(of))
}

fn not(of: Node) -> Node {
    node(NodeKind::Not(Box::new(of)))
}

/// Runs in both, wants these people.
fn select(workspace: &Workspace, name: &str, root: Node, want: &[&str]) {
    let plan = Plan { now: NOW, zone: Zone::parse("Europe/Berlin").unwrap(), segments: Vec::new(), root };
    let sql = render(&plan, name, &SqliteDialect).unwrap();
    assert_eq!(workspace.bundled(&sql).unwrap(), want, "{name} (bundled)");
    if let Some(answers) = workspace.stock(&[sql]) {
        assert_eq!(answers.unwrap()[0], want, "{name} (stock)");
    }
}

#[test]
fn groups_nested_as_deep_and_as_wide_as_is_allowed() {
    let workspace = Workspace::of(&world());
    let leaf = || property(at_least(2.0));
    select(&workspace, "1,000 side by side", all((0..1000).map(|_| leaf()).collect()), &["b"]);
    select(&workspace, "1,000 any", any((0..1000).map(|_| leaf()).collect()), &["b"]);
    select(&workspace, "1,000 of which 1,000", node(NodeKind::AtLeast { n: 1000, of: (0..1000).map(|_| leaf()).collect() }), &["b"]);
    select(&workspace, "1,000 of which 999", node(NodeKind::AtLeast { n: 999, of: (0..1000).map(|_| leaf()).collect() }), &["b"]);
    select(&workspace, "64 deep", (0..63).fold(leaf(), |inner, _| all(vec![inner])), &["b"]);
    select(&workspace, "64 times not", (0..64).fold(leaf(), |inner, _| not(inner)), &["b"]);
    select(&workspace, "63 times not", (0..63).fold(leaf(), |inner, _| not(inner)), &["a", "c"]);
    let wide = (0..63).fold(leaf(), |inner, i| {
        let mut of: Vec<Node> = (0..14).map(|_| leaf()).collect();
        of.push(inner);
        match i % 3 {
            0 => all(of),
            1 => any(of),
            _ => node(NodeKind::AtLeast { n: 15, of }),
        }
    });
    select(&workspace, "64 deep and 15 wide", wide, &["b"]);
    for count in 1..80 {
        select(
            &workspace,
            "as many as have a sub-query each",
            not(all((0..count).map(|_| event(key(at_least(2.0)))).collect())),
            &["a", "c"],
        );
    }
    let deep = (0..30).fold(key(at_least(2.0)), |inner, _| all(vec![key(at_least(2.0)), any(vec![inner])]));
    select(&workspace, "20 deep filters", all((0..20).map(|_| event(deep.clone())).collect()), &["b"]);
    select(&workspace, "1,000 events", all((0..1000).map(|_| event(key(at_least(2.0)))).collect()), &["b"]);
}

#[test]
fn filters_nested_as_deep_and_as_wide_as_is_allowed() {
    let workspace = Workspace::of(&world());
    let leaf = || key(at_least(2.0));
    select(&workspace, "1,000 side by side", event(all((0..999).map(|_| leaf()).collect())), &["b"]);
    select(&workspace, "1,000 any", event(any((0..999).map(|_| leaf()).collect())), &["b"]);
    select(&workspace, "999 of which 998", event(node(NodeKind::AtLeast { n: 998, of: (0..999).map(|_| leaf()).collect() })), &["b"]);
    select(&workspace, "63 times not", event((0..63).fold(leaf(), |inner, _| not(inner))), &["a"]);
    for (name, group) in [("all", 0), ("any", 1), ("at_least", 2), ("all and any", 3), ("everything", 4)] {
        let deep = (0..63).fold(leaf(), |inner, i| {
            let mut of: Vec<Node> = (0..13).map(|_| leaf()).collect();
            of.push(inner);
            match (group, i % 2, i % 4) {
                (0, ..) | (3, 0, _) | (4, _, 0) => all(of),
                (1, ..) | (3, ..) | (4, _, 1) => any(of),
                (4, _, 3) => not(not(all(of))),
                _ => node(NodeKind::AtLeast { n: 14, of }),
            }
        });
        select(&workspace, &format!("64 deep, 14 wide, {name}"), event(deep), &["b"]);
    }
    let lonely = (0..63).fold(leaf(), |inner, i| match i % 3 {
        0 => not(inner),
        1 => any(vec![inner, node(NodeKind::Field { column: Column::Event(EventColumn::EventName), test: is(Scalar::Text("no".into())) })]),
        _ => node(NodeKind::AtLeast { n: 2, of: vec![inner, leaf(), leaf()] }),
    });
    let plan = Plan { now: NOW, zone: Zone::UTC, segments: Vec::new(), root: event(lonely) };
    let sql = render(&plan, "chain", &SqliteDialect).unwrap();
    let got = workspace.bundled(&sql).unwrap();
    if let Some(answers) = workspace.stock(&[sql]) {
        assert_eq!(answers.unwrap()[0], got);
    }
    let names =
        (0..999).map(|i| node(NodeKind::EventProperty { property: format!("p{i}.q"), test: at_least(1.0) })).chain([leaf()]).collect();
    select(&workspace, "1,000 keys", event(any(names)), &["b"]);
}

#[test]
fn lists_as_long_as_is_allowed() {
    let workspace = Workspace::of(&world());
    let many = |last: Scalar| {
        let mut list: Vec<Scalar> = (0..9_999).map(|i| Scalar::Text(format!("it's {i}"))).collect();
        list.push(last);
        Test { negated: false, positive: Positive::In(list) }
    };
    select(&workspace, "texts", property(many(Scalar::Text("3".into()))), &["b"]);
    select(&workspace, "texts of events", event(key(many(Scalar::Text("7".into())))), &["b"]);
    let numbers = (0..10_000).map(|i| Scalar::Number(f64::from(i) + 2.0)).collect();
    let numbers = || Test { negated: false, positive: Positive::In(Vec::clone(&numbers)) };
    select(&workspace, "numbers", property(numbers()), &["b"]);
    select(&workspace, "numbers of events", event(key(numbers())), &["b"]);
    let names = EventNames::Named((0..10_000).map(|i| format!("e{i}")).chain(["e".to_owned()]).collect());
    select(&workspace, "names", counted(names, all(Vec::new())), &["a", "b"]);
}

/// A rule of every kind, by itself and about the same people: everyone with events.
fn every_kind() -> Vec<Value> {
    vec![
        json!({"kind": "field", "field": "user_id", "op": "is_set"}),
        json!({"kind": "property", "property": "n.deep", "op": "is_not", "value": 3, "as_of": "2026-05-05"}),
        json!({"kind": "event", "event": "e", "where": {"kind": "related", "relation": "thing", "op": "lt", "value": 3}}),
        json!({"kind": "event", "event": "e", "measure": {"fn": "sum", "property": "n"}, "op": "gte", "value": 0}),
        json!({"kind": "event", "event": "e", "measure": {"fn": "most_frequent", "property": "n"}, "op": "is_set"}),
        json!({"kind": "event", "event": "e", "measure": {"fn": "avg", "property": "n"}, "op": "is_not", "value": 7}),
        json!({"kind": "event", "event": "e", "measure": {"fn": "last_value", "property": "n"}, "op": "is_set"}),
        json!({"kind": "event", "event": "e", "pick": "last", "having": {"kind": "time", "part": "date", "op": "is", "value": "2026-05-01"}}),
        json!({"kind": "not", "of": {"kind": "sequence", "steps": [{"event": "e"}, {"event": "e", "where": {"kind": "related", "relation": "thing"}}], "same": ["n"]}}),
        json!({"kind": "sequence", "steps": [{"event": "e"}, {"event": "x", "absent": true}]}),
        json!({"kind": "regular", "event": "e", "period": {"n": 1, "unit": "month"}, "periods": 12, "at_least": 1}),
        json!({"kind": "not", "of": {"kind": "changed", "property": "n.deep", "from": 1}}),
        json!({"kind": "not", "of": {"kind": "ever", "property": "n.deep", "op": "is", "value": 3}}),
        json!({"kind": "not", "of": {"kind": "rank", "by": {"property": "m"}, "top": {"n": 1}}}),
        json!({"kind": "not", "of": {"kind": "rank", "by": {"event": "e", "measure": {"fn": "sum", "property": "none"}}, "bottom": {"percent": 50}}}),
        json!({"kind": "related", "relation": "home", "op": "is", "value": 0}),
        json!({"kind": "related", "relation": "own", "where": {"kind": "related", "relation": "owner", "where": {"kind": "segment", "segment": "active"}}, "op": "lte", "value": 9}),
        json!({"kind": "not", "of": {"kind": "related", "relation": "own", "where": {"kind": "field", "field": "price", "op": "gt", "value": 5}, "every": true}}),
        json!({"kind": "segment", "segment": "active"}),
        json!({"kind": "not", "of": {"kind": "list", "list": "none"}}),
        json!({"kind": "consent", "purpose": "email", "state": "unknown"}),
    ]
}

fn related_world() -> World {
    let mut world = world().to_json();
    world["tables"] = json!({
        "tables": [{"name": "things", "columns": {"id": "text", "owner": "text", "price": "number"}}, {"name": "homes", "key": "id", "columns": {"id": "text"}}],
        "relations": [
            {"name": "thing", "from": {"table": "events", "property": "thing"}, "to": {"table": "things", "column": "id"}},
            {"name": "own", "reverse": "owner", "from": {"table": "users", "column": "user_id"}, "to": {"table": "things", "column": "owner"}},
            {"name": "home", "reverse": "members", "from": {"table": "users", "property": "home"}, "to": {"table": "homes", "column": "id"}}]});
    world["rows"] = json!({"things": [{"id": "t", "owner": "a", "price": 3}], "homes": [{"id": "h"}]});
    world["lists"] = json!({"none": []});
    world["segments"] = json!({"active": {"kind": "any", "of": [{"kind": "event", "event": "e"}, {"kind": "list", "list": "none"}]}});
    World::from_json(&world).unwrap()
}

/// Runs in both, wants the same.
fn both(world: &World, workspace: &Workspace, name: &str, rule: &Value, want: &[&str]) {
    let sql = workspace::statement(world, rule).unwrap();
    assert_eq!(workspace.bundled(&sql).unwrap_or_else(|why| panic!("{name}: {why}")), want, "{name} (bundled)");
    if let Some(answers) = workspace.stock(&[sql]) {
        assert_eq!(answers.unwrap_or_else(|why| panic!("{name}: {why}"))[0], want, "{name} (stock)");
    }
}

#[test]
fn every_kind_alone_and_as_often_as_is_allowed() {
    let world = related_world();
    let workspace = Workspace::of(&world);
    let active = json!({"kind": "segment", "segment": "active"});
    for rule in every_kind() {
        both(&world, &workspace, "alone", &json!({"kind": "all", "of": [active, rule]}), &["a", "b"]);
        let conditions = rule.to_string().matches("\"kind\"").count();
        let often = |most: usize| {
            let mut of = vec![rule.clone(); most / conditions.max(1)];
            of.push(active.clone());
            workspace::statement(&world, &json!({"kind": "all", "of": of})).unwrap()
        };
        let got = workspace.bundled(&often(998)).unwrap_or_else(|why| panic!("{rule}: {why}"));
        assert_eq!(got, ["a", "b"], "often: {rule}");
        // The older one takes long to prepare some.
        if let Some(answers) = workspace.stock(&[often(if rule.to_string().contains("n.deep") { 100 } else { 400 })]) {
            assert_eq!(answers.unwrap_or_else(|why| panic!("{rule}: {why}"))[0], ["a", "b"], "often: {rule} (stock)");
        }
    }
}

#[test]
fn every_kind_together() {
    let world = related_world();
    let workspace = Workspace::of(&world);
    for count in [1, 2, 5, 12] {
        let mut of: Vec<Value> = (0..count).flat_map(|_| every_kind()).collect();
        of.push(json!({"kind": "segment", "segment": "active"}));
        both(&world, &workspace, &format!("{count} times"), &json!({"kind": "all", "of": of}), &["a", "b"]);
    }
}

#[test]
fn relations_nested_as_deep_as_is_allowed() {
    let world = related_world();
    let workspace = Workspace::of(&world);
    let leaf = json!({"kind": "field", "field": "user_id", "op": "is", "value": "a"});
    for (name, op, levels) in [("some", None, 4), ("counted", Some(1), 2)] {
        let deep = |levels: usize| {
            (0..levels).fold(leaf.clone(), |inner, i| {
                let mut walk = json!({"kind": "related", "relation": if i % 2 == 0 { "owner" } else { "own" }, "where": inner});
                if let Some(n) = op {
                    walk["op"] = json!("is");
                    walk["value"] = json!(n);
                }
                walk
            })
        };
        both(&world, &workspace, &format!("{name}, 62 deep"), &deep(62), &["a"]);
        let often = json!({"kind": "all", "of": vec![deep(levels); 150]});
        both(&world, &workspace, &format!("{name}, {levels} deep, often"), &often, &["a"]);
    }
}

//! One world, one line for each rule: whom it selects. Every rule is also asked negated, narrowed, of each person alone, and of a cache.
#![allow(clippy::unwrap_used)]
use super::*;
use crate::explain::explain;
use crate::memory::Memory;
use muster_rules::document::parse_rule;
use muster_rules::plan::Segment;
use muster_rules::resolve::resolve;
use muster_rules::schema::{Catalog, Schema};
use muster_rules::tables::define;
use muster_rules::time::Zone;
use serde_json::{json, Value};

/// An hour into 1970: rules speak of seconds.
const NOW: i64 = 3_600_000;

pub(crate) fn world() -> Value {
    json!({
        "users": [
            {"user_id": "ann", "email": "ANN@x.test", "account_type": "pro", "created_at": 1000, "plan": "pro", "seats": 5, "home": "h1", "car.make": "vw"},
            {"user_id": "bob", "name": "Bob", "plan": "free", "seats": " 5.0 ", "home": ["h1", "h2"], "car": {"make": "vw"}},
            {"user_id": "cem", "seats": [1, 9], "home": "h2", "car": {"make": "bmw"}, "car.make": "audi"},
            {"user_id": "dee", "plan": "pro", "home": 7},
            {"user_id": "eve"}
        ],
        "history": [
            ["ann", "level", 100_000, 1], ["ann", "level", 200_000, 2], ["ann", "level", 300_000, 1],
            ["bob", "level", null, 2], ["bob", "level", 400_000, null],
            ["cem", "level", 500_000, 2], ["cem", "level", 9_000_000, 3],
            ["dee", "level", 100_000, {"deep": 1}], ["dee", "level", 200_000, {"deep": 1, "other": 2}], ["dee", "level", 300_000, {"deep": 2}],
            ["dee", "level.deep", 250_000, 1], ["dee", "level.deep", 280_000, null]
        ],
        "events": [
            ["ann", "buy", 3_000_000, {"sum": 0.1, "item": "p1", "tags": ["x", "y"]}],
            ["ann", "buy", 3_100_000, {"sum": "0.2", "item": "p2", "tags": "x"}],
            ["ann", "view", 2_900_000, {"item": "p1"}],
            ["ann", "view", 3_050_000, {"item": "p3"}],
            ["bob", "buy", 3_000_000, {"sum": -1, "item": ["p1", "p2"]}],
            ["bob", "view", 3_000_000, {"item": "p2", "sum": true}],
            ["bob", "view", 3_000_000, {"item": "p1"}],
            ["cem", "view", 3_599_000, {"item": "p2"}],
            ["cem", "buy", 4_000_000, {"sum": 1}],
            ["dee", "view", 1_000_000, {"item": "p2", "sum": 12}],
            ["dee", "quit", 3_590_000, {}],
            ["dee", "quit", 3_580_000, {}]
        ],
        "lists": {"vip": ["bob", "eve"]},
        "consents": [["ann", "mail", true, 1], ["bob", "mail", true, 5], ["bob", "mail", false, 5], ["cem", "mail", false, 2], ["cem", "mail", true, 9_000_000]],
        "tables": {
            "products": [{"id": "p1", "hot": true, "price": 5, "kind": "hat"}, {"id": "p2", "hot": false, "price": 7}, {"id": "p3", "kind": "HAT"}],
            "homes": [{"id": "h1", "since": 1000}, {"id": "h2"}, {"id": "7"}],
            "owns": [{"who": "ann", "what": "p1"}, {"who": "ann", "what": "p1"}, {"who": "ann", "what": "p2"}, {"who": "bob", "what": "p3"}, {"who": "bob", "what": "p9"}],
            "days": [{"day": "1970-01-01"}]
        }
    })
}

fn catalog() -> Catalog {
    let tables = json!({
        "tables": [
            {"name": "products", "key": "id", "columns": {"id": "text", "hot": "bool", "price": "number", "kind": "text"}},
            {"name": "homes", "key": "id", "columns": {"id": "text", "since": "time"}},
            {"name": "owns", "columns": {"who": "text", "what": "text"}},
            {"name": "days", "columns": {"day": "text"}}
        ],
        "relations": [
            {"name": "product", "from": {"table": "events", "property": "item"}, "to": {"table": "products", "column": "id"}},
            {"name": "day", "from": {"table": "events", "part": "date"}, "to": {"table": "days", "column": "day"}},
            {"name": "home", "reverse": "people", "from": {"table": "users", "property": "home"}, "to": {"table": "homes", "column": "id"}},
            {"name": "owned", "reverse": "owners", "from": {"table": "users", "column": "user_id"}, "to": {"table": "products", "column": "id"},
             "via": {"table": "owns", "from": "who", "to": "what"}}
        ]
    });
    let segments = [
        ("buyers", json!({"kind": "event", "event": "buy"})),
        ("others", json!({"kind": "not", "of": {"kind": "segment", "segment": "buyers"}})),
    ];
    Catalog {
        schema: define(&tables.to_string(), &Schema::default()).unwrap(),
        lists: ["vip".to_owned()].into(),
        segments: segments.into_iter().map(|(name, rule)| (name.to_owned(), rule)).collect(),
    }
}

pub(crate) fn plan(rule: &str) -> Plan {
    resolve(&parse_rule(rule, &catalog()).unwrap(), &catalog(), NOW, Zone::UTC).unwrap()
}

/// Whom a rule selects, asked in every way there is.
fn people(memory: &Memory, rule: &str) -> String {
    let (cache, cancel, plan) = (Cache::new(1 << 20), Cancel::new(), plan(rule));
    let found = evaluate(&plan, memory, &cache, &cancel).unwrap();
    for cache in [&cache, &Cache::new(1 << 20), &Cache::new(0)] {
        assert_eq!(members(&plan, memory, cache, &cancel).unwrap(), found.people, "{rule}");
    }
    let negated = evaluate(&self::plan(&format!(r#"{{"kind":"not","of":{rule}}}"#)), memory, &cache, &cancel).unwrap();
    assert_eq!(*negated.people, &*found.everyone - &*found.people, "{rule}");
    for person in &*found.everyone {
        for cache in [&cache, &Cache::new(0)] {
            let why = explain(&plan, memory, person, cache, &cancel).unwrap();
            assert_eq!(why.rule.holds, found.people.contains(person), "{rule} of {person}");
        }
    }
    memory.ids(&found.people).join(" ")
}

fn check(cases: &[(&str, &str)]) {
    let memory = Memory::of(&world());
    for (rule, want) in cases {
        assert_eq!(people(&memory, rule), *want, "{rule}");
    }
}

#[test]
fn groups() {
    let plan = r#"{"kind":"property","property":"plan","op":"is","value":"pro"}"#;
    let buy = r#"{"kind":"event","event":"buy"}"#;
    check(&[
        (r#"{"kind":"all","of":[]}"#, "ann bob cem dee eve"),
        (r#"{"kind":"any","of":[]}"#, ""),
        (&format!(r#"{{"kind":"all","of":[{plan},{buy}]}}"#), "ann"),
        (&format!(r#"{{"kind":"any","of":[{plan},{buy}]}}"#), "ann bob dee"),
        (&format!(r#"{{"kind":"at_least","n":2,"of":[{plan},{buy},{buy}]}}"#), "ann bob"),
        (&format!(r#"{{"kind":"at_least","n":3,"of":[{plan},{buy},{buy}]}}"#), "ann"),
    ]);
}

#[test]
fn fields_and_properties() {
    check(&[
        (r#"{"kind":"field","field":"email","op":"contains","value":"ann@"}"#, "ann"),
        (r#"{"kind":"field","field":"name","op":"is_not","value":"Bob"}"#, "ann cem dee eve"),
        (r#"{"kind":"field","field":"created_at","op":"before","value":"1970-01-02"}"#, "ann"),
        (r#"{"kind":"property","property":"seats","op":"is","value":5}"#, "ann bob"),
        (r#"{"kind":"property","property":"seats","op":"gt","value":8}"#, "cem"),
        (r#"{"kind":"property","property":"plan","op":"is_not","value":"pro"}"#, "bob cem eve"),
        // The property of the very name wins where there is a value.
        (r#"{"kind":"property","property":"car.make","op":"is_set"}"#, "ann bob cem"),
        (r#"{"kind":"property","property":"car.make","op":"in","value":["vw","bmw"]}"#, "ann bob"),
        (r#"{"kind":"property","property":"level","op":"is","value":2}"#, "cem"),
        (r#"{"kind":"property","property":"level","op":"is","value":2,"as_of":"1970-01-01T00:03:20Z"}"#, "ann bob"),
        (r#"{"kind":"property","property":"level","op":"is","value":1,"as_of":"1970-01-01T00:03:19.999Z"}"#, "ann"),
        (r#"{"kind":"property","property":"level.deep","op":"is","value":1,"as_of":"1970-01-01T00:04:10Z"}"#, "dee"),
    ]);
}

#[test]
fn measures_of_events() {
    let measure = |rest: &str| format!(r#"{{"kind":"event","event":["buy","view"],"measure":{rest}}}"#);
    check(&[
        (r#"{"kind":"event","event":"buy","op":"is","value":2}"#, "ann"),
        (r#"{"kind":"event","event":"buy","op":"lt","value":1}"#, "cem dee eve"),
        (r#"{"kind":"event","event":"*","window":{"last":{"n":20,"unit":"second"}}}"#, "cem dee"),
        (
            r#"{"kind":"event","event":"*","where":{"kind":"field","field":"event_name","op":"is","value":"quit"},"op":"between","value":[2,3]}"#,
            "dee",
        ),
        (&measure(r#"{"fn":"sum","property":"sum"},"op":"is","value":0.3"#), "ann"),
        (&measure(r#"{"fn":"sum","property":"sum"},"op":"is","value":0"#), "cem eve"),
        (&measure(r#"{"fn":"avg","property":"sum"},"op":"is","value":0.15"#), "ann"),
        (&measure(r#"{"fn":"avg","property":"sum"},"op":"lt","value":100"#), "ann bob dee"),
        (&measure(r#"{"fn":"min","property":"sum"},"op":"is_not_set""#), "cem eve"),
        (&measure(r#"{"fn":"max","property":"sum"},"op":"is","value":0.2"#), "ann"),
        (&measure(r#"{"fn":"distinct","property":"item"},"op":"is","value":3"#), "ann"),
        (&measure(r#"{"fn":"distinct","property":"item"},"op":"is","value":2"#), "bob"),
        (&measure(r#"{"fn":"distinct","property":"tags"},"op":"is","value":2"#), "ann"),
        (&measure(r#"{"fn":"active_days"},"op":"is","value":1"#), "ann bob cem dee"),
        (&measure(r#"{"fn":"first"},"op":"before","value":"1970-01-01T00:20:00Z""#), "dee"),
        (&measure(r#"{"fn":"last"},"op":"not_during","value":{"from":"1970-01-01T00:50:00Z"}"#), "dee eve"),
        (&measure(r#"{"fn":"first_value","property":"item"},"op":"is","value":"p1""#), "ann bob"),
        (&measure(r#"{"fn":"last_value","property":"item"},"op":"is","value":"p1""#), "bob"),
        // A tie goes to the least text.
        (&measure(r#"{"fn":"most_frequent","property":"item"},"op":"is","value":"p1""#), "ann bob"),
        (&measure(r#"{"fn":"most_frequent","property":"tags"},"op":"is","value":"x""#), "ann"),
    ]);
}

#[test]
fn one_event_alone() {
    let pick = |pick: &str, item: &str| {
        format!(
            r#"{{"kind":"event","event":"*","pick":"{pick}","having":{{"kind":"property","property":"item","op":"is","value":"{item}"}}}}"#
        )
    };
    check(&[
        (&pick("first", "p1"), "ann bob"),
        (&pick("last", "p1"), "bob"),
        (&pick("first", "p2"), "bob cem dee"),
        (r#"{"kind":"event","event":"*","pick":"last","having":{"kind":"property","property":"item","op":"is_not_set"}}"#, "dee"),
        (r#"{"kind":"event","event":"view","where":{"kind":"time","part":"hour","op":"is","value":0}}"#, "ann bob cem dee"),
        (r#"{"kind":"event","event":"view","where":{"kind":"time","part":"weekday","op":"is","value":4}}"#, "ann bob cem dee"),
        (r#"{"kind":"event","event":"view","where":{"kind":"time","part":"date","op":"is_not","value":"1970-01-01"}}"#, ""),
        (r#"{"kind":"event","event":"view","where":{"kind":"time","part":"date","op":"starts_with","value":"1970"}}"#, "ann bob cem dee"),
    ]);
}

#[test]
fn chains_of_events() {
    let sequence = |steps: &str, rest: &str| format!(r#"{{"kind":"sequence","steps":[{steps}]{rest}}}"#);
    check(&[
        (&sequence(r#"{"event":"view"},{"event":"buy"}"#, ""), "ann bob"),
        (&sequence(r#"{"event":"buy"},{"event":"view"}"#, ""), "ann bob"),
        (&sequence(r#"{"event":"view"},{"event":"view"},{"event":"*"}"#, ""), "ann bob"),
        (&sequence(r#"{"event":"view"},{"event":"buy"}"#, r#","same":["item"]"#), "ann"),
        (&sequence(r#"{"event":"view"},{"event":"buy","absent":true}"#, r#","same":["item"]"#), "ann bob cem dee"),
        (&sequence(r#"{"event":"view"},{"event":"buy","absent":true}"#, ""), "cem dee"),
        (&sequence(r#"{"event":"view"},{"event":"view","absent":true},{"event":"buy"}"#, ""), "ann bob"),
        (&sequence(r#"{"event":"quit"},{"event":"quit","within":{"n":10,"unit":"second"}}"#, ""), "dee"),
        (&sequence(r#"{"event":"quit"},{"event":"quit","within":{"n":9,"unit":"second"}}"#, ""), ""),
        (&sequence(r#"{"event":"view"},{"event":"quit"}"#, r#","within":{"n":42,"unit":"minute"}"#), ""),
        (&sequence(r#"{"event":"view"},{"event":"quit"}"#, r#","within":{"n":43,"unit":"minute"}"#), "dee"),
        (&sequence(r#"{"event":"view"},{"event":"*"}"#, r#","window":{"last":{"n":10,"unit":"minute"}}"#), "ann"),
        (
            &sequence(
                r#"{"event":"view","where":{"kind":"related","relation":"product","where":{"kind":"field","field":"hot","op":"is","value":true}}},{"event":"buy"}"#,
                "",
            ),
            "ann bob",
        ),
    ]);
}

#[test]
fn what_was_and_what_is_again() {
    let regular = |rest: &str| format!(r#"{{"kind":"regular","event":"*","period":{{"n":10,"unit":"minute"}},{rest}}}"#);
    check(&[
        (&regular(r#""periods":2,"at_least":2"#), "ann"),
        (&regular(r#""periods":2,"at_least":1"#), "ann bob cem dee"),
        (&regular(r#""periods":2,"at_least":1,"times":2"#), "ann bob dee"),
        (r#"{"kind":"changed","property":"level"}"#, "ann bob cem dee"),
        (r#"{"kind":"changed","property":"level","to":1}"#, "ann"),
        (r#"{"kind":"changed","property":"level","from":2}"#, "ann bob"),
        (r#"{"kind":"changed","property":"level","from":2,"to":1,"window":{"from":"1970-01-01T00:05:00Z"}}"#, "ann"),
        (r#"{"kind":"changed","property":"level","window":{"from":"1970-01-01T00:05:01Z"}}"#, "bob cem"),
        (r#"{"kind":"changed","property":"plan"}"#, ""),
        // The literal value took over and left without a difference at 250 and 280 seconds; the inner one changed at 300.
        (r#"{"kind":"changed","property":"level.deep","window":{"from":"1970-01-01T00:03:20Z"}}"#, "dee"),
        (r#"{"kind":"changed","property":"level.deep","window":{"from":"1970-01-01T00:03:20Z","to":"1970-01-01T00:05:00Z"}}"#, ""),
        (r#"{"kind":"ever","property":"level","op":"is","value":2}"#, "ann bob cem"),
        (
            r#"{"kind":"ever","property":"level","op":"is","value":2,"window":{"from":"1970-01-01T00:05:00Z","to":"1970-01-01T00:06:00Z"}}"#,
            "bob",
        ),
        (r#"{"kind":"ever","property":"level","op":"is","value":3}"#, ""),
        (r#"{"kind":"ever","property":"level","op":"is","value":2,"window":{"next":{"n":1,"unit":"day"}}}"#, ""),
    ]);
}

#[test]
fn the_best_and_the_worst() {
    let rank = |by: &str, cut: &str| format!(r#"{{"kind":"rank","by":{by},{cut}}}"#);
    let sum = r#"{"event":"*","measure":{"fn":"sum","property":"sum"}}"#;
    let count = r#"{"event":"*"}"#;
    check(&[
        (&rank(sum, r#""top":{"n":1}"#), "dee"),
        (&rank(sum, r#""top":{"n":2}"#), "ann dee"),
        (&rank(sum, r#""bottom":{"n":1}"#), "bob"),
        // Four are ranked; ties stay.
        (&rank(count, r#""top":{"percent":25}"#), "ann"),
        (&rank(count, r#""top":{"percent":26}"#), "ann bob dee"),
        (&rank(count, r#""bottom":{"n":1000}"#), "ann bob cem dee"),
        (&rank(r#"{"property":"seats"}"#, r#""top":{"n":9}"#), "ann bob"),
        (&rank(r#"{"event":"*","measure":{"fn":"distinct","property":"none"}}"#, r#""top":{"n":9}"#), ""),
    ]);
}

#[test]
fn related_rows_of_any_depth() {
    let related = |relation: &str, rest: &str| format!(r#"{{"kind":"related","relation":"{relation}"{rest}}}"#);
    let hat = r#","where":{"kind":"field","field":"kind","op":"contains","value":"hat"}"#;
    let of_event = |rest: &str| format!(r#"{{"kind":"event","event":"*","where":{}}}"#, related("product", rest));
    check(&[
        (&related("home", ""), "ann bob cem dee"),
        (&related("home", r#","op":"is","value":2"#), "bob"),
        (&related("home", r#","op":"lt","value":1"#), "eve"),
        (&related("home", r#","where":{"kind":"field","field":"since","op":"is_not_set"},"every":true"#), "cem dee"),
        (&related("home", r#","where":{"kind":"field","field":"since","op":"is","value":"1970-01-01T00:00:01.000Z"}"#), "ann bob"),
        // Two link rows to one product count once, and one to none not at all.
        (&related("owned", r#","op":"is","value":2"#), "ann"),
        (&related("owned", r#","op":"is","value":1"#), "bob"),
        (&related("owned", hat), "ann bob"),
        (&related("owned", r#","where":{"kind":"field","field":"price","op":"is_not","value":7},"every":true"#), "bob"),
        (&related("owned", r#","where":{"kind":"field","field":"hot","op":"is","value":false}"#), "ann"),
        (&of_event(r#","where":{"kind":"field","field":"hot","op":"is","value":true}"#), "ann bob"),
        (&of_event(r#","op":"is","value":2"#), "bob"),
        (&of_event(r#","where":{"kind":"field","field":"price","op":"gte","value":5},"every":true"#), "ann bob cem dee"),
        (r#"{"kind":"event","event":"quit","where":{"kind":"related","relation":"day"}}"#, "dee"),
        // Who shares a home with somebody who bought; and whose event is about what somebody on the list owns.
        (
            &related(
                "home",
                r#","where":{"kind":"related","relation":"people","where":{"kind":"event","event":"buy","op":"gte","value":2}}"#,
            ),
            "ann bob",
        ),
        (&of_event(r#","where":{"kind":"related","relation":"owners","where":{"kind":"list","list":"vip"}}"#), "ann"),
        (&of_event(r#","where":{"kind":"not","of":{"kind":"related","relation":"owners"}}"#), ""),
        (
            &related(
                "home",
                r#","where":{"kind":"at_least","n":1,"of":[{"kind":"any","of":[]},{"kind":"related","relation":"people","every":true,"where":{"kind":"rank","by":{"event":"buy"},"top":{"n":5}}}]}"#,
            ),
            "ann bob",
        ),
    ]);
}

#[test]
fn segments_lists_and_consent() {
    check(&[
        (r#"{"kind":"segment","segment":"buyers"}"#, "ann bob"),
        (r#"{"kind":"segment","segment":"others"}"#, "cem dee eve"),
        (r#"{"kind":"list","list":"vip"}"#, "bob eve"),
        (r#"{"kind":"consent","purpose":"mail","state":"granted"}"#, "ann"),
        (r#"{"kind":"consent","purpose":"mail","state":"denied"}"#, "bob cem"),
        (r#"{"kind":"consent","purpose":"mail","state":"unknown"}"#, "dee eve"),
        (r#"{"kind":"consent","purpose":"post","state":"unknown"}"#, "ann bob cem dee eve"),
    ]);
}

#[test]
fn an_edit_reads_only_what_it_touches() {
    let (memory, cache, cancel) = (Memory::of(&world()), Cache::new(1 << 20), Cancel::new());
    let rule = |n: u32| {
        plan(&format!(
            r#"{{"kind":"all","of":[{{"kind":"property","property":"seats","op":"is","value":{n}}},{{"kind":"segment","segment":"others"}},
               {{"kind":"event","event":"buy"}},{{"kind":"related","relation":"home","where":{{"kind":"field","field":"since","op":"is_set"}}}}]}}"#
        ))
    };
    let first = evaluate(&rule(5), &memory, &cache, &cancel).unwrap();
    let paths: Vec<String> = ["", ".of[0]", ".of[1]", ".of[2]", ".of[3]"].iter().map(|part| format!("where{part}")).collect();
    let mut counted: Vec<&String> = first.conditions.keys().collect();
    counted.sort();
    assert_eq!(counted, paths.iter().collect::<Vec<_>>(), "conditions of segments and of related rows are not the rule's own");
    let reads = memory.reads.get();
    evaluate(&rule(6), &memory, &cache, &cancel).unwrap();
    assert_eq!(memory.reads.get(), reads + 1);
    evaluate(&rule(5), &memory, &cache, &cancel).unwrap();
    assert_eq!(memory.reads.get(), reads + 1);
}

#[test]
fn a_cancelled_reading_gives_nothing_and_leaves_nothing() {
    for rule in [
        r#"{"kind":"event","event":"buy"}"#,
        r#"{"kind":"sequence","steps":[{"event":"view"},{"event":"buy"}]}"#,
        r#"{"kind":"related","relation":"owned","op":"lt","value":1}"#,
        r#"{"kind":"changed","property":"level.deep"}"#,
        r#"{"kind":"list","list":"vip"}"#,
    ] {
        let cancel = Cancel::new();
        let mut memory = Memory::of(&world());
        memory.stops = Some(cancel.clone());
        let cache = Cache::new(1 << 20);
        assert!(matches!(evaluate(&plan(rule), &memory, &cache, &cancel), Err(EvaluateError::Cancelled)), "{rule}");
        assert!(cache.is_empty(), "{rule}");
    }
}

#[test]
fn what_no_resolver_makes_is_refused_and_selects_nobody() {
    let memory = Memory::of(&world());
    let mut lost = plan(r#"{"kind":"not","of":{"kind":"segment","segment":"buyers"}}"#);
    lost.segments.clear();
    let mut place = plan(r#"{"kind":"event","event":"buy","where":{"kind":"time","part":"hour","op":"is","value":1}}"#);
    if let NodeKind::Event(event) = &place.root.kind {
        place.root = (*event.events.filter).clone();
    }
    for plan in [lost, place] {
        let result = evaluate(&plan, &memory, &Cache::new(1 << 20), &Cancel::new());
        assert!(matches!(result, Err(EvaluateError::Source(_))), "{result:?}");
    }
}

#[test]
fn the_deepest_rule_of_the_longest_chain_of_segments_is_evaluated() {
    let node = |kind: NodeKind| Node { path: String::new(), sentence: String::new(), kind };
    let nested = |mut rule: Node| {
        (0..62).for_each(|_| rule = node(NodeKind::Not(Box::new(rule.clone()))));
        rule
    };
    let segment = |i: usize| nested(node(NodeKind::Segment { name: format!("s{i}"), fingerprint: format!("s{i}") }));
    let root = |i: usize| if i == 0 { nested(node(NodeKind::List { name: "vip".to_owned() })) } else { segment(i - 1) };
    let segments = (0..64).map(|i| Segment { name: format!("s{i}"), root: root(i) }).collect();
    let plan = Plan { now: NOW, zone: Zone::UTC, segments, root: segment(63) };
    let memory = Memory::of(&world());
    let people = members(&plan, &memory, &Cache::new(0), &Cancel::new()).unwrap();
    assert_eq!(memory.ids(&people), ["bob", "eve"]);
    assert!(explain(&plan, &memory, memory.ordinal("eve"), &Cache::new(0), &Cancel::new()).unwrap().rule.holds);
}

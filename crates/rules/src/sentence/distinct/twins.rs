//! Rules that look alike.

use super::groups::together;
use super::{instant, Place};
use crate::schema::Catalog;
use crate::tables::define;
use crate::time::Zone;
use serde_json::{json, Value};

const TABLES: &str = r#"{"tables": [
    {"name": "products", "key": "id", "columns": {"id": "text", "category": "text", "premium": "bool", "price": "number", "since": "time"}},
    {"name": "households", "key": "id", "columns": {"id": "text", "region": "text"}},
    {"name": "policies", "key": "id", "columns": {"id": "text", "holder": "text", "tier": "text"}},
    {"name": "days", "key": "day", "columns": {"day": "text", "name": "text"}}],
  "relations": [
    {"name": "product", "from": {"table": "events", "property": "product_id"}, "to": {"table": "products", "column": "id"}},
    {"name": "holiday", "from": {"table": "events", "part": "date"}, "to": {"table": "days", "column": "day"}},
    {"name": "household", "reverse": "members", "from": {"table": "users", "property": "household_id"}, "to": {"table": "households", "column": "id"}},
    {"name": "home or holiday", "from": {"table": "users", "property": "home_id"}, "to": {"table": "households", "column": "id"}},
    {"name": "policies", "reverse": "holder", "from": {"table": "users", "column": "user_id"}, "to": {"table": "policies", "column": "holder"}}]}"#;

pub(in super::super) fn place(zone: &str, now: &str) -> Place {
    let mut catalog = Catalog { schema: define(TABLES, &Catalog::default().schema).unwrap(), ..Catalog::default() };
    catalog.lists = ["a", "b", "segment"].map(str::to_owned).into();
    catalog.segments =
        [("a", json!({"kind": "list", "list": "a"})), ("b", json!({"kind": "list", "list": "b"}))].map(|(n, s)| (n.to_owned(), s)).into();
    Place { name: format!("twins in {zone}"), catalog, now: instant(now), zone: Zone::parse(zone).unwrap() }
}

/// An object with more keys, those of the second taking the place of the first's.
fn with(base: &Value, more: &Value) -> Value {
    let mut object = base.as_object().unwrap().clone();
    object.extend(more.as_object().unwrap().clone());
    Value::Object(object)
}

fn windows() -> Vec<Value> {
    let d = |n: u64, unit: &str| json!({"n": n, "unit": unit});
    let units = ["second", "minute", "hour", "day", "week", "month", "year"];
    let mut all = Vec::new();
    for unit in units {
        for n in [1, 2, 24, 30] {
            all.extend([json!({"last": d(n, unit)}), json!({"next": d(n, unit)}), json!({"older_than": d(n, unit)})]);
            all.push(json!({"from": {"ago": d(n, unit)}}));
            all.push(json!({"to": {"ago": d(n, unit)}}));
            all.push(json!({"ago": {"from": d(n + 1, unit), "to": d(n, unit)}}));
            all.push(json!({"ago": {"from": d(3, "year"), "to": d(n, unit)}}));
        }
    }
    let times = [
        "2026-05-01",
        "2026-05-02",
        "2026-05-01 00:00",
        "2026-05-01T00:00:00Z",
        "2026-05-01 00:00:01",
        "2026-05-01 00:00:01.001",
        "2025-10-26 00:30Z",
        "2025-10-26 01:30Z",
        "2025-10-26 02:30",
        "2026-10-25 00:59:59.999Z",
        "2026-10-25 01:59:59.999Z",
        "2026-04-04 14:45Z",
        "2026-04-04 15:15Z",
    ];
    for a in times {
        all.extend([json!({"from": a}), json!({"to": a})]);
        all.extend(times.iter().filter(|b| a < **b).map(|b| json!({"from": a, "to": b})));
        all.push(json!({"from": a, "to": a}));
    }
    for unit in ["day", "week", "month", "quarter", "year"] {
        all.extend((-13..=3).map(|offset| json!({"calendar": {"unit": unit, "offset": offset}})));
    }
    all
}

/// Tests of every op.
fn tests() -> Vec<Value> {
    let values = [
        json!("5"),
        json!(5),
        json!("true"),
        json!(true),
        json!(false),
        json!(""),
        json!("“5” or “6”"),
        json!("a\\”"),
        json!("a”"),
        json!("a\u{200b}"),
        json!("a"),
        json!(0),
        json!(-0.0),
        json!(1),
        json!(0.1),
        json!("0"),
        json!("yes"),
        json!("a\nb"),
        json!("a\\nb"),
        json!("A"),
    ];
    let mut all = vec![json!({"op": "is_set"}), json!({"op": "is_not_set"})];
    for op in ["is", "is_not"] {
        all.extend(values.iter().map(|value| json!({"op": op, "value": value})));
    }
    for op in ["in", "not_in"] {
        all.push(json!({"op": op, "value": ["5", "6"]}));
        all.push(json!({"op": op, "value": ["6", "5"]}));
        all.push(json!({"op": op, "value": [5, 6]}));
        all.push(json!({"op": op, "value": ["5", "5"]}));
        all.push(json!({"op": op, "value": ["5”, “6"]}));
        all.push(json!({"op": op, "value": ["a", "b or “c”"]}));
        all.push(json!({"op": op, "value": ["a", "b", "c"]}));
    }
    for op in ["contains", "not_contains", "starts_with", "ends_with", "matches", "not_matches"] {
        all.extend(["5", "a", "A", "", "0"].iter().map(|value| json!({"op": op, "value": value})));
    }
    for op in ["gt", "gte", "lt", "lte"] {
        all.extend([json!(0), json!(1), json!(5), json!(-0.5), json!(1e21)].iter().map(|value| json!({"op": op, "value": value})));
    }
    all.extend([json!([0, 1]), json!([1, 1]), json!([1, 5])].iter().map(|value| json!({"op": "between", "value": value})));
    for op in ["before", "after"] {
        all.extend(
            ["2026-05-01", "2026-05-01 00:00", "2025-10-26 00:30Z", "2025-10-26 01:30Z"].iter().map(|at| json!({"op": op, "value": at})),
        );
        all.push(json!({"op": op, "value": {"ago": {"n": 1, "unit": "day"}}}));
    }
    for op in ["during", "not_during", "anniversary"] {
        all.push(json!({"op": op, "value": {"last": {"n": 7, "unit": "day"}}}));
        all.push(json!({"op": op, "value": {"next": {"n": 7, "unit": "day"}}}));
        all.push(json!({"op": op, "value": {"calendar": {"unit": "month", "offset": 1}}}));
    }
    all
}

/// One rule of each kind and its twins.
fn single() -> Vec<Value> {
    let mut all = Vec::new();
    let tests = tests();
    let few: Vec<Value> = tests.iter().step_by(7).cloned().collect();
    let names = ["plan", "name", "property name", "email", "plan is “a”", "where", "a.b", "5", "plan,", "Plan", "last", "event"];
    for name in names {
        for test in if name == "plan" { &tests } else { &few } {
            let property = with(&json!({"kind": "property", "property": name}), test);
            all.push(property.clone());
            for as_of in [json!("2026-03-01"), json!("2026-03-01 00:00:01"), json!({"ago": {"n": 30, "unit": "day"}})] {
                all.push(with(&property, &json!({"as_of": as_of})));
            }
            for window in [
                json!({}),
                json!({"window": {"last": {"n": 30, "unit": "day"}}}),
                json!({"window": {"from": "2026-03-01", "to": "2026-03-01"}}),
            ] {
                all.push(with(&with(&json!({"kind": "ever", "property": name}), test), &window));
            }
        }
        for (from, to) in [
            (None, None),
            (Some(json!("a")), None),
            (None, Some(json!("a"))),
            (Some(json!(1)), Some(json!("1"))),
            (Some(json!("1")), Some(json!(1))),
        ] {
            let mut changed = json!({"kind": "changed", "property": name});
            changed.as_object_mut().unwrap().extend(from.map(|value| ("from".to_owned(), value)));
            changed.as_object_mut().unwrap().extend(to.map(|value| ("to".to_owned(), value)));
            all.push(changed.clone());
            all.push(with(&changed, &json!({"window": {"last": {"n": 30, "unit": "day"}}})));
        }
        all.push(json!({"kind": "rank", "by": {"property": name}, "top": {"n": 10}}));
        all.push(json!({"kind": "consent", "purpose": name, "state": "granted"}));
        all.push(json!({"kind": "consent", "purpose": name, "state": "denied"}));
        all.push(json!({"kind": "consent", "purpose": name, "state": "unknown"}));
    }
    for field in ["name", "email", "user_id", "created_at", "account_type"] {
        all.extend(tests.iter().map(|test| with(&json!({"kind": "field", "field": field}), test)));
    }
    all.extend(["a", "b"].map(|name| json!({"kind": "segment", "segment": name})));
    all.extend(["a", "b", "segment"].map(|name| json!({"kind": "list", "list": name})));
    let which = events(&tests);
    let windows: Vec<Value> = windows().iter().map(|window| json!({"window": window})).collect();
    all.extend(windows.iter().map(|window| with(&json!({"kind": "event", "event": "x"}), window)));
    for which in &which {
        all.push(with(&json!({"kind": "event"}), which));
        if which["where"]["of"].is_array() || which["where"]["of"].is_object() {
            continue;
        }
        // Measures say which events all alike: a few of them are enough.
        for measure in measures().iter().step_by(if of_names(which) { 1 } else { 6 }) {
            let measured = with(&with(&json!({"kind": "event"}), which), &json!({"measure": measure}));
            let by = with(which, &json!({"measure": measure}));
            all.push(json!({"kind": "rank", "by": by, "top": {"percent": 10}}));
            all.extend(few.iter().step_by(5).map(|test| with(&measured, test)));
        }
        for pick in ["first", "last"] {
            all.push(with(
                &with(&json!({"kind": "event"}), which),
                &json!({"pick": pick, "having": {"kind": "property", "property": "p", "op": "is_set"}}),
            ));
        }
        all.push(json!({"kind": "sequence", "steps": [which]}));
        all.push(json!({"kind": "sequence", "steps": [which, {"event": "y"}]}));
        all.push(json!({"kind": "sequence", "steps": [{"event": "y"}, which]}));
        for (at_least, periods, n, times) in [(1, 1, 1, 1), (1, 1, 7, 1), (2, 2, 1, 1), (1, 2, 1, 1), (1, 2, 7, 1), (1, 2, 1, 2)] {
            let period =
                json!({"kind": "regular", "period": {"n": n, "unit": "day"}, "periods": periods, "at_least": at_least, "times": times});
            all.push(with(&period, which));
        }
    }
    for measure in measures() {
        let measured = json!({"kind": "event", "event": "x", "measure": measure});
        all.extend(tests.iter().map(|test| with(&measured, test)));
        all.extend(windows.iter().step_by(5).map(|window| with(&with(&measured, window), &json!({"op": "is_set"}))));
        for end in
            [json!({"top": {"n": 10}}), json!({"bottom": {"n": 10}}), json!({"top": {"percent": 10}}), json!({"top": {"percent": 10.5}})]
        {
            all.push(with(&json!({"kind": "rank", "by": {"event": "x", "measure": measure}}), &end));
        }
    }
    all.extend(sequences());
    all.extend(related(&tests));
    all
}

fn of_names(which: &Value) -> bool {
    which.get("where").is_none()
}

fn measures() -> Vec<Value> {
    let mut all: Vec<Value> = ["count", "active_days", "first", "last"].map(|name| json!({"fn": name})).into();
    for name in ["distinct", "sum", "avg", "min", "max", "first_value", "last_value", "most_frequent"] {
        all.extend(["p", "timestamp"].map(|property| json!({"fn": name, "property": property})));
    }
    all
}

/// Which events: names and filters.
fn events(tests: &[Value]) -> Vec<Value> {
    let mut all: Vec<Value> = [
        json!("x"),
        json!("*"),
        json!(["x", "y"]),
        json!("x or y"),
        json!("any event"),
        json!("event"),
        json!("then"),
        json!("x, then did y"),
    ]
    .map(|event| json!({"event": event}))
    .into();
    let p = json!({"kind": "property", "property": "p", "op": "is", "value": 1});
    let mut filters = vec![p.clone()];
    for name in ["timestamp", "event_name"] {
        for kind in ["property", "field"] {
            filters.extend(tests.iter().step_by(11).map(|test| with(&json!({"kind": kind, kind: name}), test)));
        }
    }
    for part in ["hour", "weekday", "day", "month", "date"] {
        filters.extend(tests.iter().step_by(5).map(|test| with(&json!({"kind": "time", "part": part}), test)));
        filters.extend([json!(1), json!("1"), json!([6, 7]), json!(["6", 7])].map(|value| {
            let op = if value.is_array() { "in" } else { "is" };
            json!({"kind": "time", "part": part, "op": op, "value": value})
        }));
        filters.push(json!({"kind": "time", "part": part, "op": "between", "value": [1, 5]}));
    }
    filters.push(json!({"kind": "property", "property": "hour", "op": "is", "value": 1}));
    for relation in ["product", "holiday"] {
        filters.push(json!({"kind": "related", "relation": relation}));
        filters.push(json!({"kind": "related", "relation": relation, "every": true}));
        filters.push(json!({"kind": "related", "relation": relation, "op": "is", "value": 0}));
    }
    for column in ["category", "price", "premium", "since"] {
        filters.extend(tests.iter().step_by(6).map(
            |test| json!({"kind": "related", "relation": "product", "where": with(&json!({"kind": "field", "field": column}), test)}),
        ));
    }
    let some = [p, json!({"kind": "related", "relation": "product"})];
    filters.extend(together(&some));
    all.extend(filters.into_iter().map(|filter| json!({"event": "x", "where": filter})));
    all
}

fn sequences() -> Vec<Value> {
    let mut all = Vec::new();
    let d = |n: u64| json!({"n": n, "unit": "day"});
    for steps in [
        json!([{"event": "x"}, {"event": "y"}]),
        json!([{"event": "x"}, {"event": "y", "absent": true}]),
        json!([{"event": "x"}, {"event": "y", "within": d(3)}]),
        json!([{"event": "x"}, {"event": "y", "within": d(3), "absent": true}]),
        json!([{"event": "x"}, {"event": "y", "absent": true}, {"event": "z", "within": d(3)}]),
        json!([{"event": "x"}, {"event": "y", "within": d(3), "absent": true}, {"event": "z"}]),
        json!([{"event": "x"}, {"event": "y"}, {"event": "z", "within": d(3)}]),
        json!([{"event": "x"}, {"event": ["y", "z"]}]),
    ] {
        for more in [
            json!({}),
            json!({"within": d(3)}),
            json!({"same": ["p"]}),
            json!({"same": ["p", "q"]}),
            json!({"same": ["q", "p"]}),
            json!({"within": d(3), "same": ["p"]}),
            json!({"window": {"last": d(30)}}),
            json!({"window": {"older_than": d(3)}}),
        ] {
            all.push(with(&json!({"kind": "sequence", "steps": steps}), &more));
        }
    }
    all
}

fn related(tests: &[Value]) -> Vec<Value> {
    let mut all = Vec::new();
    let region = json!({"kind": "field", "field": "region", "op": "is", "value": "North"});
    let members = json!({"kind": "related", "relation": "members", "where": {"kind": "field", "field": "name", "op": "is", "value": "a"}});
    let mut filters = vec![None, Some(region.clone()), Some(members.clone())];
    filters.extend(together(&[region, members]).into_iter().map(Some));
    for (i, filter) in filters.into_iter().enumerate() {
        for relation in ["household", "home or holiday"] {
            let mut rule = json!({"kind": "related", "relation": relation});
            rule.as_object_mut().unwrap().extend(filter.clone().map(|filter| ("where".to_owned(), filter)));
            all.push(with(&rule, &json!({"every": true})));
            all.push(rule.clone());
            let tests = if i < 3 { tests } else { &[] };
            all.extend(tests.iter().step_by(3).map(|test| with(&rule, test)));
        }
    }
    for test in tests {
        all.push(with(&json!({"kind": "related", "relation": "policies"}), test));
    }
    all.push(json!({"kind": "related", "relation": "policies", "every": true}));
    all
}

#[test]
fn twins_read_differently() {
    let read = place("Europe/Berlin", "2026-06-30T12:00:00Z").check(&single());
    assert!(read > 4000, "only {read} rules were read");
}

#[test]
fn windows_read_differently_around_clock_changes() {
    let rules: Vec<Value> = windows().iter().map(|window| json!({"kind": "event", "event": "x", "window": window})).collect();
    for (zone, now) in [
        ("Europe/Berlin", "2026-10-25T01:30:00Z"),
        ("Australia/Lord_Howe", "2026-04-04T15:20:00.007Z"),
        ("America/New_York", "2026-11-01T06:30:00Z"),
        ("Pacific/Auckland", "2026-04-04T14:30:00Z"),
    ] {
        let read = place(zone, now).check(&rules);
        assert!(read > 300, "only {read} rules were read");
    }
}

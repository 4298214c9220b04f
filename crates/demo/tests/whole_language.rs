//! The tables, lists and saved segments: they are declared and read without fault, keys lead somewhere, and each segment has people, but
//! not most of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_demo::Demo;
use muster_rules::data::{CellValue, ConsentRow, EventRow, ListRow, PropertyRow, Row, TableRow, UserRow};
use muster_rules::parse::parse_condition;
use muster_rules::plan::NodeKind;
use muster_rules::resolve::resolve;
use muster_rules::schema::{Catalog, ColumnType, Schema};
use muster_rules::tables::define;
use muster_rules::time::{format_instant, Millis, StoredTime, Zone, DAY};
use muster_rules::value::read_json;
use muster_testkit::{evaluate, World};
use serde_json::{json, Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// 2026-11-19T09:30:00Z, a Thursday.
const NOW: Millis = 1_795_080_600_000;

fn schema(demo: &Demo) -> Schema {
    define(demo.tables(), &Schema::default()).unwrap()
}

fn catalog(demo: &Demo) -> Catalog {
    Catalog {
        schema: schema(demo),
        lists: demo.lists().into_iter().map(|(name, _)| name).collect(),
        segments: demo.segments().into_iter().map(|(name, rule)| (name.to_owned(), rule)).collect(),
    }
}

fn time(time: &StoredTime) -> Value {
    json!(format_instant(time.instant(Zone::UTC)))
}

fn cell(value: &CellValue) -> Value {
    match value {
        CellValue::Text(text) => json!(text),
        CellValue::Number(number) => json!(number),
        CellValue::Bool(flag) => json!(flag),
        CellValue::Time(at) => time(at),
    }
}

fn json_row(row: TableRow) -> Value {
    Value::Object(row.cells.iter().map(|(column, value)| (column.clone(), cell(value))).collect())
}

/// The sample as the reference reads it.
fn world(demo: &Demo, now: Millis) -> World {
    let mut world = World { now: format_instant(now), tz: "UTC".to_owned(), ..World::default() };
    let mut by_address: BTreeMap<String, String> = BTreeMap::new();
    for row in demo.rows() {
        match row {
            Row::User(UserRow { user_id, email, name, created_at, account_type, properties }) => {
                if let Some(email) = &email {
                    by_address.insert(email.clone(), user_id.clone());
                }
                let created_at = created_at.as_ref().map(time);
                let mut user: Map<String, Value> =
                    properties.iter().map(|(name, value)| (name.clone(), read_json(value).unwrap())).collect();
                for (key, value) in
                    [("user_id", json!(user_id)), ("email", json!(email)), ("name", json!(name)), ("account_type", json!(account_type))]
                {
                    user.insert(key.to_owned(), value);
                }
                user.insert("created_at".to_owned(), json!(created_at));
                world.users.push(Value::Object(user));
            }
            Row::Property(PropertyRow { user_id, property_name, property_value, updated_at }) => world.history.push(json!({
                "user_id": user_id, "property_name": property_name, "updated_at": updated_at.as_ref().map(time),
                "property_value": property_value.map(|value| read_json(&value).unwrap()),
            })),
            Row::Consent(ConsentRow { user_id, purpose, granted, updated_at }) => world.consent.push(json!({
                "user_id": user_id, "purpose": purpose, "state": if granted { "granted" } else { "denied" },
                "updated_at": updated_at.as_ref().map(time),
            })),
            Row::Event(EventRow { event_id, user_id, event_name, timestamp, properties }) => world.events.push(json!({
                "event_id": event_id, "user_id": user_id, "event_name": event_name, "timestamp": time(&timestamp),
                "properties": read_json(&properties).unwrap(),
            })),
            Row::List(_) | Row::Table(_) => panic!("not a person's"),
        }
    }
    world.tables = serde_json::from_str(demo.tables()).unwrap();
    for table in demo.tables_in_order() {
        world.rows.insert((*table).to_owned(), demo.table_rows(table).map(json_row).collect());
    }
    for (name, rows) in demo.lists() {
        let ids = rows.into_iter().map(|row| match row {
            ListRow::UserId(id) => id,
            ListRow::Email(email) => by_address[&email].clone(),
        });
        world.lists.insert(name, ids.collect());
    }
    world.segments = demo.segments().into_iter().map(|(name, rule)| (name.to_owned(), rule)).collect();
    world
}

#[test]
fn the_tables_are_declared_and_their_rows_fit() {
    let demo = Demo::new(2000, 1, NOW);
    let schema = schema(&demo);
    let declared: Vec<&str> = schema.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(declared, demo.tables_in_order());
    for table in &schema.tables {
        let mut keys = BTreeSet::new();
        let mut given = BTreeSet::new();
        for row in demo.table_rows(&table.name) {
            let mut columns = BTreeSet::new();
            for (name, value) in &row.cells {
                assert!(columns.insert(name.clone()), "{}.{name} twice", table.name);
                let kind = match value {
                    CellValue::Text(_) => ColumnType::Text,
                    CellValue::Number(number) => {
                        assert!(number.is_finite());
                        ColumnType::Number
                    }
                    CellValue::Bool(_) => ColumnType::Bool,
                    CellValue::Time(at) => {
                        assert!(at.instant(Zone::UTC) <= NOW, "{row:?}");
                        ColumnType::Time
                    }
                };
                assert_eq!(table.column(name).map(|column| column.kind), Some(kind), "{}.{name}", table.name);
            }
            if let Some(key) = &table.key {
                let (_, value) = row.cells.iter().find(|(name, _)| name == key).unwrap_or_else(|| panic!("{row:?} has no {key}"));
                assert!(keys.insert(cell(value).to_string()), "{}: {value:?} twice", table.name);
            }
            given.extend(columns);
        }
        let all: BTreeSet<String> = table.columns.iter().map(|column| column.name.clone()).collect();
        assert_eq!(given, all, "{}", table.name);
    }
    assert_eq!(demo.table_rows("nowhere").count(), 0);
}

#[test]
fn the_same_seed_gives_the_same_tables_and_lists_and_another_other_ones() {
    let rows = |seed| {
        let demo = Demo::new(300, seed, NOW);
        let tables: Vec<Vec<TableRow>> = ["households", "policies", "beneficiaries"].map(|table| demo.table_rows(table).collect()).to_vec();
        (tables, demo.lists())
    };
    assert_eq!(rows(7), rows(7));
    assert_ne!(rows(7).0, rows(8).0);
    assert_ne!(rows(7).1, rows(8).1);
}

#[test]
fn there_is_enough_of_everything() {
    for seed in [1, 2, 3] {
        let demo = Demo::new(2000, seed, NOW);
        for (table, low, high) in [
            ("products", 15, 20),
            ("regions", 48, 48),
            ("holidays", 150, 250),
            ("households", 250, 550),
            ("policies", 200, 500),
            ("beneficiaries", 200, 700),
        ] {
            let rows = demo.table_rows(table).count();
            assert!((low..=high).contains(&rows), "{table}: {rows}");
        }
        for (name, rows) in demo.lists() {
            assert!((20..800).contains(&rows.len()), "{name}: {}", rows.len());
        }
    }
    for users in [0, 1, 2, 7] {
        let demo = Demo::new(users, 1, NOW);
        assert!(demo.table_rows("households").count() <= users as usize / 2);
        assert!(demo.lists().iter().all(|(_, rows)| rows.len() <= users as usize));
    }
    assert!(Demo::new(u32::MAX, 1, NOW).table_rows("policies").next().is_some());
}

#[test]
fn keys_lead_somewhere() {
    let world = world(&Demo::new(2000, 4, NOW), NOW);
    let keys = |table: &str, column: &str| -> BTreeSet<String> {
        let rows = if table == "users" { &world.users } else { &world.rows[table] };
        rows.iter().filter_map(|row| row[column].as_str().map(str::to_owned)).collect()
    };
    let (users, products, regions) = (keys("users", "user_id"), keys("products", "product_id"), keys("regions", "region_id"));
    let (households, policies) = (keys("households", "household_id"), keys("policies", "policy_id"));
    let known = |of: &BTreeSet<String>, value: &Value| value.as_str().is_some_and(|key| of.contains(key));
    let mut of_products = 0;
    for event in &world.events {
        let product = &event["properties"]["product_id"];
        assert!(product.is_null() || known(&products, product), "{event}");
        of_products += usize::from(!product.is_null());
        if event["event_name"] == "purchase" {
            assert!(known(&regions, &event["properties"]["region_id"]), "{event}");
        }
    }
    assert!(of_products > 4000, "{of_products}");
    let (mut homes, mut homeless, mut movers) = (0, 0, BTreeMap::<&str, u32>::new());
    for row in &world.history {
        match row["property_name"].as_str().unwrap() {
            "region_id" => {
                assert!(known(&regions, &row["property_value"]), "{row}");
                *movers.entry(row["user_id"].as_str().unwrap()).or_default() += 1;
            }
            "household_id" if known(&households, &row["property_value"]) => homes += 1,
            "household_id" => homeless += 1,
            _ => {}
        }
    }
    assert!(homes > 800 && (5..80).contains(&homeless), "{homes}, {homeless}");
    assert!((20..200).contains(&movers.values().filter(|regions| **regions > 1).count()));
    for row in &world.rows["households"] {
        assert!(known(&regions, &row["region_id"]), "{row}");
    }
    for row in &world.rows["policies"] {
        assert!(known(&users, &row["holder"]) && known(&products, &row["product_id"]), "{row}");
    }
    let mut covered = BTreeSet::new();
    for row in &world.rows["beneficiaries"] {
        assert!(known(&users, &row["user_id"]) && known(&policies, &row["policy_id"]), "{row}");
        assert!(covered.insert((row["policy_id"].to_string(), row["user_id"].to_string())), "{row} twice");
    }
    for (name, ids) in &world.lists {
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}");
        assert!(ids.iter().all(|id| users.contains(id)), "{name}");
    }
}

#[test]
fn a_policy_bought_in_these_months_has_its_purchase_the_day_before() {
    let world = world(&Demo::new(600, 2, NOW), NOW);
    let start = Zone::UTC.plus_months(NOW, -18);
    let at = |value: &Value| muster_rules::time::read_time(value.as_str().unwrap()).unwrap().instant(Zone::UTC);
    let mut bought = 0;
    for policy in &world.rows["policies"] {
        let since = at(&policy["since"]);
        if since <= start {
            continue;
        }
        let purchase = world.events.iter().any(|event| {
            event["event_name"] == "purchase"
                && event["user_id"] == policy["holder"]
                && event["properties"]["product_id"] == policy["product_id"]
                && event["properties"]["amount"].as_f64() == policy["premium_amount"].as_f64()
                && (since - DAY..since + DAY / 24).contains(&at(&event["timestamp"]))
        });
        assert!(purchase, "{policy}");
        bought += 1;
    }
    assert!(bought > 20, "{bought}");
}

#[test]
fn every_segment_is_read_and_resolved() {
    // Also at a turn of the year, in March, and at its end.
    for now in [NOW, 1_767_225_600_000, 1_773_500_000_000, 1_775_001_600_000] {
        let demo = Demo::new(10, 1, now);
        let catalog = catalog(&demo);
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for (name, rule) in demo.segments() {
            let read = parse_condition(&rule, "where", &catalog).unwrap_or_else(|why| panic!("{name}: {why}"));
            let plan = resolve(&read, &catalog, now, Zone::UTC).unwrap_or_else(|why| panic!("{name}: {why}"));
            assert!(plan.segments.iter().all(|segment| known.contains(segment.name.as_str())), "{name}: on one that comes later");
            assert!(known.insert(name), "{name} twice");
        }
    }
}

#[test]
fn there_is_a_segment_of_every_kind() {
    let demo = Demo::new(10, 1, NOW);
    let catalog = catalog(&demo);
    let mut kinds: BTreeSet<&str> = BTreeSet::new();
    for (_, rule) in demo.segments() {
        let plan = resolve(&parse_condition(&rule, "where", &catalog).unwrap(), &catalog, NOW, Zone::UTC).unwrap();
        kinds.extend(plan.everything().into_iter().map(|node| match node.kind {
            NodeKind::All(_) => "all",
            NodeKind::Any(_) => "any",
            NodeKind::Not(_) => "not",
            NodeKind::AtLeast { .. } => "at_least",
            NodeKind::Field { .. } => "field",
            NodeKind::Property { at, .. } if at < NOW => "as_of",
            NodeKind::Property { .. } => "property",
            NodeKind::EventProperty { .. } => "event property",
            NodeKind::Time { .. } => "time",
            NodeKind::Event(_) => "event",
            NodeKind::Sequence(_) => "sequence",
            NodeKind::Regular(_) => "regular",
            NodeKind::Changed(_) => "changed",
            NodeKind::Ever(_) => "ever",
            NodeKind::Rank(_) => "rank",
            NodeKind::Related(_) => "related",
            NodeKind::Segment { .. } => "segment",
            NodeKind::List { .. } => "list",
            NodeKind::Consent { .. } => "consent",
        }));
    }
    assert_eq!(kinds.len(), 19, "{kinds:?}");
}

#[test]
fn every_segment_has_people_but_not_most() {
    has_people_but_not_most(1, NOW);
}

#[test]
fn so_it_is_with_another_seed_on_the_first_of_april() {
    has_people_but_not_most(2, 1_775_001_600_000);
}

fn has_people_but_not_most(seed: u64, now: Millis) {
    let demo = Demo::new(300, seed, now);
    let world = world(&demo, now);
    for (name, rule) in demo.segments() {
        let people = evaluate(&world, &rule).unwrap_or_else(|why| panic!("{name}: {why}")).len();
        assert!((3..=180).contains(&people), "{name}: {people} of 300 with seed {seed} at {}", format_instant(now));
    }
}

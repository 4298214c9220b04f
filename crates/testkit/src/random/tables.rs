//! Custom tables, the relations between them, and their rows.

use super::times::stored;
use super::{Random, Row, Walk};
use crate::World;
use serde_json::{json, Map, Value};

/// Tables: name, key, columns with their types.
type Declared = (&'static str, Option<&'static str>, &'static [(&'static str, &'static str)]);

const PRODUCTS: Declared = (
    "products",
    Some("product_id"),
    &[("product_id", "text"), ("category", "text"), ("premium", "bool"), ("price", "number"), ("since", "time")],
);
const CATEGORIES: Declared = ("categories", Some("category"), &[("category", "text"), ("margin", "number"), ("seasonal", "bool")]);
const HOUSEHOLDS: Declared = ("households", Some("household_id"), &[("household_id", "text"), ("region", "text"), ("size", "number")]);
const POLICIES: Declared = (
    "policies",
    Some("policy_id"),
    &[("policy_id", "text"), ("holder", "text"), ("tier", "text"), ("Two Words", "time"), ("contact", "text"), ("covers", "text")],
);
const BENEFICIARIES: Declared = ("beneficiaries", None, &[("policy_id", "text"), ("user_id", "text")]);
const HOLIDAYS: Declared = ("holidays", Some("day"), &[("day", "text"), ("name", "text")]);
// A name that SQL has other plans for, and a key that is a number.
const GROUP: Declared = ("group", Some("no"), &[("no", "number"), ("order", "text"), ("open", "bool"), ("since", "time")]);
const FRIENDSHIPS: Declared = ("friendships", None, &[("a", "text"), ("b", "text"), ("since", "time")]);

/// What is declared together: tables, and relations between them and what is always there.
fn families() -> Vec<(Vec<Declared>, Vec<Value>)> {
    let to = |table: &str, column: &str| json!({"table": table, "column": column});
    let of = |table: &str, property: &str| json!({"table": table, "property": property});
    vec![
        (
            vec![PRODUCTS, CATEGORIES],
            vec![
                json!({"name": "product", "from": of("events", "product_id"), "to": to("products", "product_id")}),
                json!({"name": "in the cart", "from": of("events", "cart.sku"), "to": to("products", "product_id")}),
                json!({"name": "category", "reverse": "products of it", "from": to("products", "category"), "to": to("categories", "category")}),
            ],
        ),
        (
            vec![HOUSEHOLDS],
            vec![
                json!({"name": "household", "reverse": "members", "from": of("users", "household_id"), "to": to("households", "household_id")}),
                json!({"name": "home", "reverse": "it's home to", "from": of("users", "home.id"), "to": to("households", "household_id")}),
            ],
        ),
        (
            vec![POLICIES, BENEFICIARIES],
            vec![
                json!({"name": "policies", "reverse": "holder", "from": to("users", "user_id"), "to": to("policies", "holder")}),
                json!({"name": "beneficiary_of", "reverse": "beneficiaries", "from": to("users", "user_id"), "to": to("policies", "policy_id"),
                       "via": {"table": "beneficiaries", "from": "user_id", "to": "policy_id"}}),
                json!({"name": "contact", "reverse": "contact_for", "from": to("policies", "contact"), "to": to("users", "email")}),
            ],
        ),
        (vec![HOLIDAYS], vec![json!({"name": "holiday", "from": {"table": "events", "part": "date"}, "to": to("holidays", "day")})]),
        (
            vec![GROUP],
            vec![
                json!({"name": "store", "from": of("events", "store"), "to": to("group", "no")}),
                json!({"name": "own store", "reverse": "customers", "from": of("users", "store"), "to": to("group", "no")}),
            ],
        ),
        (
            vec![FRIENDSHIPS],
            vec![json!({"name": "friends", "reverse": "befriended by", "from": to("users", "user_id"), "to": to("users", "user_id"),
                        "via": {"table": "friendships", "from": "a", "to": "b"}})],
        ),
        (
            Vec::new(),
            vec![
                json!({"name": "manager", "reverse": "reports", "from": of("users", "manager"), "to": to("users", "user_id")}),
                json!({"name": "referrer", "from": of("events", "referrer"), "to": to("users", "user_id")}),
            ],
        ),
    ]
}

/// Declares some tables and relations, and draws rows. `days` are local dates of events, `people` the ids of users that there are.
pub(super) fn tables(random: &mut Random, people: &[&str], days: &[String], world: &mut World) {
    let mut declared = Vec::new();
    let mut relations = Vec::new();
    for (tables, related) in families() {
        if !random.once_in(5) {
            declared.extend(tables);
            relations.extend(related);
        }
    }
    let has = |table: &str| declared.iter().any(|(name, _, _)| *name == table);
    if has("policies") && has("products") {
        relations.push(json!({"name": "covers", "reverse": "covered by", "from": {"table": "policies", "column": "covers"},
            "to": {"table": "products", "column": "product_id"}}));
    }
    relations.iter().for_each(|relation| walks(random, relation));
    let mut tables = Vec::new();
    for (table, key, columns) in declared {
        let types: Map<String, Value> = columns.iter().map(|(column, kind)| ((*column).to_owned(), json!(kind))).collect();
        let mut json = json!({"name": table, "columns": types});
        if let Some(key) = key {
            json["key"] = json!(key);
        }
        tables.push(json);
        for (column, kind) in columns {
            random.there.columns.push((table.to_owned(), (*column).to_owned(), (*kind).to_owned()));
        }
        let drawn = rows_of(random, (table, key, columns), people, days);
        world.rows.insert(table.to_owned(), drawn);
    }
    if !tables.is_empty() || !relations.is_empty() {
        world.tables = json!({"tables": tables, "relations": relations});
    }
}

/// Remembers the directions of a relation.
fn walks(random: &mut Random, relation: &Value) {
    let row = |end: &Value| match end["table"].as_str() {
        Some("users") => Row::User,
        Some("events") => Row::Event,
        table => Row::Table(table.unwrap_or_default().to_owned()),
    };
    let (from, to) = (row(&relation["from"]), row(&relation["to"]));
    let start = match (&from, relation["from"]["property"].as_str()) {
        (Row::User, None) => "user column",
        (Row::User, Some(name)) if name.contains('.') => "user dotted property",
        (Row::User, Some(_)) => "user property",
        (Row::Event, None) => "event date",
        (Row::Event, Some(name)) if name.contains('.') => "event dotted property",
        (Row::Event, Some(_)) => "event property",
        (Row::Table(_), _) => "table column",
    };
    let end = if to == Row::User { "users" } else { "table" };
    let linked = if relation.get("via").is_some() { ", linked" } else { "" };
    let shape = format!("{start} to {end}{linked}");
    let name = |key: &str| relation[key].as_str().unwrap_or_default().to_owned();
    if relation.get("reverse").is_some() {
        let back = Walk { name: name("reverse"), from: to.clone(), to: from.clone(), shape: format!("relation back: {shape}") };
        random.there.walks.push(back);
    }
    random.there.walks.push(Walk { name: name("name"), from, to, shape: format!("relation: {shape}") });
}

fn rows_of(random: &mut Random, (table, key, columns): Declared, people: &[&str], days: &[String]) -> Vec<Value> {
    let mut rows = Vec::new();
    for _ in 0..random.count(2..=6) {
        let mut row = Map::new();
        for (column, _) in columns {
            // A row of a link table without one of its keys links nothing.
            if Some(*column) != key && random.once_in(8) {
                random.reach("table", "no value");
                if random.once_in(2) {
                    row.insert((*column).to_owned(), Value::Null);
                }
                continue;
            }
            let value = cell(random, table, column, people, days);
            random.there.table_values.push((table.to_owned(), (*column).to_owned(), value.clone()));
            row.insert((*column).to_owned(), value);
        }
        // A row without any value is none.
        if row.values().any(|value| !value.is_null()) {
            rows.push(Value::Object(row));
        }
    }
    match key {
        None => {
            if !rows.is_empty() && random.once_in(2) {
                random.reach("table", "a row twice");
                let again = random.pick(&rows);
                rows.push(again);
            }
        }
        Some(key) => {
            // Drawn from few keys, so that some come again: the later row replaces.
            let keys: Vec<&Value> = rows.iter().map(|row| &row[key]).collect();
            if (1..keys.len()).any(|i| keys[..i].contains(&keys[i])) {
                random.reach("table", "the same key again");
            }
        }
    }
    rows
}

fn cell(random: &mut Random, table: &str, column: &str, people: &[&str], days: &[String]) -> Value {
    match (table, column) {
        (_, "product_id" | "covers") => json!(random.pick(&["p1", "p2", "p3", "5", "P1", "true"])),
        ("categories", "category") => json!(random.pick(&["shoes", "hats", "Shoes", "straße"])),
        (_, "category") => json!(random.pick(&["shoes", "shoes", "hats", "Shoes", "straße", "gone", ""])),
        (_, "premium" | "open" | "seasonal") => json!(random.once_in(2)),
        (_, "price" | "margin" | "size") => match random.number(0..=5) {
            0 => json!(random.pick(&[0.1, 12.5, -0.25, 99.99, 1e21, -0.0, 5e-324])),
            1 => json!(random.pick(&[1_780_272_000_i64, 0, -1])),
            _ => json!(random.pick(&[5, 12, 50, 100])),
        },
        ("group", "no") => json!(random.pick(&[5.0, 12.0, 0.5, 7.0, 1e21])),
        (_, "since" | "Two Words") => stored(random),
        (_, "household_id") => json!(random.pick(&["h1", "h2", "7", "h3", "H1"])),
        (_, "region" | "order") => json!(random.pick(&["North", "South", "north", "Nörd", "12", "it's"])),
        (_, "policy_id") => {
            let key =
                if table == "beneficiaries" { random.pick(&["k1", "k2", "k3", "k9"]) } else { random.pick(&["k1", "k2", "k3", "k4"]) };
            if key == "k9" {
                random.reach("table", "dangling key");
            }
            json!(key)
        }
        (_, "tier") => json!(random.pick(&["basic", "premium", "Premium"])),
        (_, "contact") => json!(random.pick(&["a@x.test", "A@X.TEST", "12", "b@y.test", "nobody@x.test"])),
        ("holidays", "day") if !days.is_empty() && !random.once_in(8) => json!(random.pick(days)),
        ("holidays", "day") => json!("2024-12-25"),
        ("holidays", _) => json!(random.pick(&["New Year", "Easter", "it's off"])),
        // The columns that hold people.
        _ if random.once_in(15) => {
            random.reach("table", "a person whom only it names");
            json!("only-rows")
        }
        _ => json!(random.pick(people)),
    }
}

/// Puts properties into a user that relations start at.
pub(super) fn keys_of_user(random: &mut Random, people: &[&str], row: &mut Map<String, Value>) {
    if !random.once_in(4) {
        let key = match random.number(0..=5) {
            0 => {
                random.reach("table", "a key of another type");
                json!(7)
            }
            1 => {
                random.reach("table", "a key in a list");
                random.pick(&[json!(["h1", "h2"]), json!(["h1", ["h2", 7, null]]), json!(["h1", "h1"])])
            }
            2 => json!("h9"),
            _ => json!(random.pick(&["h1", "h2", "h3"])),
        };
        row.insert("household_id".to_owned(), key);
    }
    if random.once_in(2) {
        let id = random.pick(&[json!("h1"), json!("h2"), json!(7), json!(["h3", "h1"]), Value::Null]);
        row.insert("home".to_owned(), json!({"id": id}));
    }
    if random.once_in(5) {
        row.insert("home.id".to_owned(), random.pick(&[json!("h3"), json!("h1"), Value::Null]));
    }
    if random.once_in(2) {
        let one = random.pick(people);
        let manager = match random.number(0..=4) {
            0 => json!([one, random.pick(people)]),
            1 => random.pick(&[json!("nobody"), json!(12), json!(true)]),
            _ => json!(one),
        };
        row.insert("manager".to_owned(), manager);
    }
    if random.once_in(3) {
        row.insert("store".to_owned(), store(random));
    }
    for key in ["household_id", "home", "home.id", "manager", "store"] {
        if let Some(value) = row.get(key).filter(|value| !value.is_null()) {
            random.there.user_values.push((key.to_owned(), value.clone()));
        }
    }
}

/// Puts properties into an event that relations start at.
pub(super) fn keys_of_event(random: &mut Random, people: &[&str], properties: &mut Map<String, Value>) {
    if !random.once_in(3) {
        let id = match random.number(0..=7) {
            0 => random.pick(&[json!(5), json!(5.0), json!(true), json!("5"), Value::Null, json!({"p1": "p1"})]),
            1 => random.pick(&[json!(["p1", "p2"]), json!(["p1", ["p2", 5]]), json!([])]),
            2 => json!("p9"),
            _ => json!(random.pick(&["p1", "p2", "p3"])),
        };
        properties.insert("product_id".to_owned(), id);
    }
    if random.once_in(3) {
        let sku = random.pick(&[json!("p1"), json!("p2"), json!(5), json!(["p3"])]);
        properties.insert("cart".to_owned(), json!({"sku": sku, "total": random.pick(&[5.0, 0.00005, 12.5])}));
    }
    if random.once_in(8) {
        properties.insert("cart.sku".to_owned(), random.pick(&[json!("p3"), json!("p1"), Value::Null]));
    }
    if random.once_in(3) {
        let one = random.pick(people);
        let referrer = match random.number(0..=3) {
            0 => json!([one, random.pick(people)]),
            1 => random.pick(&[json!("nobody"), json!(12), json!(7)]),
            _ => json!(one),
        };
        properties.insert("referrer".to_owned(), referrer);
    }
    if random.once_in(3) {
        properties.insert("store".to_owned(), store(random));
    }
    for key in ["product_id", "cart", "referrer", "store"] {
        if let Some(value) = properties.get(key).filter(|value| !value.is_null()) {
            random.there.event_values.push((key.to_owned(), value.clone()));
        }
    }
}

fn store(random: &mut Random) -> Value {
    random.pick(&[json!(5), json!("5"), json!("5.0"), json!(12.0), json!([5, "12"]), json!("0.5"), json!(" 12"), json!(1e21)])
}

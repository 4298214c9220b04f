//! What the sample data promises: the same again, nothing before its cause, nothing after now, a believable shape, and
//! segments that are neither empty nor everyone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_demo::Demo;
use muster_rules::data::{ConsentRow, EventRow, PropertyRow, Row, UserRow};
use muster_rules::time::{read_time, Millis, StoredTime, Zone, DAY};
use muster_rules::value::{canonical, lookup, read_json};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// 2026-11-19T09:30:00Z, a Thursday.
const NOW: Millis = 1_795_080_600_000;

fn at(time: &StoredTime) -> Millis {
    time.instant(Zone::UTC)
}

#[derive(Default)]
struct Person {
    user: UserRow,
    properties: Vec<PropertyRow>,
    consents: Vec<ConsentRow>,
    events: Vec<(Millis, EventRow)>,
}

impl Person {
    fn signed_up(&self) -> Millis {
        at(self.user.created_at.as_ref().unwrap())
    }

    /// The times and properties of their events of a name.
    fn when(&self, name: &str) -> impl Iterator<Item = (Millis, Value)> + use<'_> {
        let name = name.to_owned();
        self.events
            .iter()
            .filter(move |(_, event)| event.event_name == name)
            .map(|(at, event)| (*at, read_json(&event.properties).unwrap()))
    }

    /// The times of their events of a name.
    fn times(&self, name: &str) -> impl Iterator<Item = Millis> + use<'_> {
        let name = name.to_owned();
        self.events.iter().filter(move |(_, event)| event.event_name == name).map(|(at, _)| *at)
    }

    /// The current value of a property.
    fn property(&self, name: &str) -> Option<Value> {
        let dated = self.properties.iter().rev().find(|row| row.property_name == name);
        let text = match dated {
            Some(row) => row.property_value.as_ref()?,
            None => &self.user.properties.iter().find(|(known, _)| known == name)?.1,
        };
        Some(read_json(text).unwrap())
    }
}

fn people(users: u32, seed: u64) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for row in Demo::new(users, seed, NOW).rows() {
        match row {
            Row::User(user) => people.push(Person { user, ..Person::default() }),
            Row::Property(row) => {
                let person = people.last_mut().unwrap();
                assert_eq!(row.user_id, person.user.user_id);
                person.properties.push(row);
            }
            Row::Consent(row) => people.last_mut().unwrap().consents.push(row),
            Row::Event(row) => {
                let person = people.last_mut().unwrap();
                assert_eq!(row.user_id, person.user.user_id);
                person.events.push((at(&row.timestamp), row));
            }
            Row::List(_) | Row::Table(_) => panic!("not a person's"),
        }
    }
    people
}

#[test]
fn the_same_seed_gives_the_same_rows_and_another_other_ones() {
    let rows = |seed| Demo::new(300, seed, NOW).rows().collect::<Vec<_>>();
    assert_eq!(rows(7), rows(7));
    assert_ne!(rows(7), rows(8));
}

#[test]
fn any_number_of_people_can_be_had() {
    for users in [0, 1, 2, 7, 11, 59] {
        let ids: BTreeSet<String> = people(users, 3).into_iter().map(|person| person.user.user_id).collect();
        assert_eq!(ids.len(), users as usize);
    }
    let last = Demo::new(u32::MAX, 3, NOW).rows().next();
    assert!(matches!(last, Some(Row::User(_))));
}

#[test]
fn every_stored_json_is_canonical() {
    let check = |text: &str| assert_eq!(canonical(&read_json(text).unwrap()), text);
    for row in Demo::new(400, 2, NOW).rows() {
        match row {
            Row::User(user) => user.properties.iter().for_each(|(_, value)| check(value)),
            Row::Property(row) => row.property_value.iter().for_each(|value| check(value)),
            Row::Event(row) => check(&row.properties),
            Row::Consent(_) | Row::List(_) | Row::Table(_) => {}
        }
    }
}

#[test]
fn nothing_is_later_than_now_or_before_its_person_signed_up() {
    let start = Zone::UTC.plus_months(NOW, -18);
    for seed in [1, 2, 3] {
        for person in people(2000, seed) {
            let signed_up = person.signed_up();
            assert!(signed_up <= NOW);
            let changes: Vec<Millis> = person.properties.iter().map(|row| at(row.updated_at.as_ref().unwrap())).collect();
            let consents: Vec<Millis> = person.consents.iter().map(|row| at(row.updated_at.as_ref().unwrap())).collect();
            let events: Vec<Millis> = person.events.iter().map(|(at, ..)| *at).collect();
            for times in [&changes, &events] {
                assert!(times.is_sorted(), "{}", person.user.user_id);
            }
            for time in changes.iter().chain(&consents).chain(&events) {
                assert!((signed_up..=NOW).contains(time), "{}", person.user.user_id);
            }
            assert!(events.iter().all(|time| *time > start));
        }
    }
}

#[test]
fn what_needs_a_cause_comes_after_it() {
    for seed in [1, 2, 3] {
        let mut buyers = 0;
        let mut families: BTreeMap<String, bool> = BTreeMap::new();
        for person in people(2000, seed) {
            let id = &person.user.user_id;
            let account = person.user.account_type.as_deref().unwrap();
            // A purchase follows its cart: every item was put in within the hour before, and the sum is that of the purchases of the order.
            for (time, bought) in person.when("purchase") {
                let items = lookup(&bought, "cart.items").unwrap().as_array().unwrap();
                assert!(items.contains(&bought["product_id"]), "{id}");
                for item in items {
                    let put =
                        person.when("add_to_cart").any(|(put, what)| what["product_id"] == *item && put < time && put > time - DAY / 24);
                    assert!(put, "{id} bought {item} without cart");
                }
                let order: Vec<Value> = person.when("purchase").filter(|(other, _)| *other == time).map(|(_, what)| what).collect();
                assert_eq!(order.len(), items.len(), "{id}");
                let sum: f64 = order.iter().map(|what| what["amount"].as_f64().unwrap()).sum();
                assert!((sum - lookup(&bought, "cart.total").unwrap().as_f64().unwrap()).abs() < 1e-6, "{id}");
            }
            // A plan follows its trial and its purchase; only the invited get it from another.
            let plans: Vec<(Millis, String)> = (person.properties.iter())
                .filter(|row| row.property_name == "plan")
                .map(|row| (at(row.updated_at.as_ref().unwrap()), read_json(row.property_value.as_ref().unwrap()).unwrap()))
                .map(|(time, plan)| (time, plan.as_str().unwrap().to_owned()))
                .collect();
            if let Some((_, last)) = plans.last() {
                assert_eq!(last, account, "{id}");
            } else {
                assert_eq!(account, "free", "{id}");
            }
            let invited = plans.first().is_some_and(|(_, plan)| plan == "family");
            if !invited {
                for (since, plan) in plans.iter().filter(|(_, plan)| plan != "free") {
                    assert!(person.times("trial_started").any(|trial| trial < *since), "{id} {plan}");
                    assert!(person.when("purchase").any(|(time, what)| time == *since && what["product_id"] == **plan), "{id} {plan}");
                    buyers += 1;
                }
            }
            if account == "family" {
                let household = person.property("household_id").unwrap_or_else(|| panic!("{id} alone")).as_str().unwrap().to_owned();
                *families.entry(household).or_default() |= !invited;
            }
            // What was spent is what was paid.
            let amounts: f64 = ["purchase", "subscription_renewed"]
                .into_iter()
                .flat_map(|name| person.when(name))
                .map(|(_, what)| what["amount"].as_f64().unwrap())
                .sum();
            let spent = person.property("lifetime_value").map_or(0.0, |value| value.as_f64().unwrap());
            assert!((amounts - spent).abs() < 1e-6, "{id}: paid {amounts}, spent {spent}");
            // Nobody reads mail without an address and a consent that stands.
            for time in person.times("email_opened") {
                assert!(person.user.email.is_some(), "{id}");
                let said = person.consents.iter().rfind(|row| row.purpose == "email" && at(row.updated_at.as_ref().unwrap()) <= time);
                assert!(said.is_some_and(|row| row.granted), "{id}");
            }
            for (time, seen) in person.when("breach_alert_viewed") {
                assert!(person.when("breach_alert_sent").any(|(sent, what)| sent < time && what["found_in"] == seen["found_in"]), "{id}");
            }
            let renews = person.property("renewal_date").is_some();
            assert_eq!(renews, account != "free" && !invited, "{id}");
        }
        assert!(buyers > 200);
        assert!(families.len() > 40 && families.values().all(|bought| *bought), "a family plan that nobody bought");
    }
}

#[test]
fn addresses_are_unique_and_nobodys() {
    // Enough people that every name of a small country has been used up.
    let mut addresses = BTreeSet::new();
    let mut without = 0;
    let users = 20_000;
    for row in Demo::new(users, 1, NOW).rows() {
        let Row::User(user) = row else { continue };
        let Some(email) = user.email else {
            without += 1;
            continue;
        };
        let (local, domain) = email.split_once('@').unwrap();
        assert!(["example.com", "example.org", "example.net"].contains(&domain), "{email}");
        assert!(local.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.'), "{email}");
        assert!(addresses.insert(local.to_owned()), "{email} twice");
    }
    assert!((400..800).contains(&without), "{without}");
}

#[test]
fn it_has_a_believable_shape() {
    for seed in [1, 5] {
        let people = people(2000, seed);
        let mut counts: Vec<usize> = people.iter().map(|person| person.events.len()).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let all: usize = counts.iter().sum();
        let top: usize = counts[..200].iter().sum();
        assert!(top * 100 > all * 40, "the top 10 % make {top} of {all}");
        assert!((50..=85).contains(&(all / 2000)), "{} events each", all / 2000);
        let share = |what: &dyn Fn(&Person) -> bool| people.iter().filter(|person| what(person)).count() * 100 / people.len();
        assert!((55..80).contains(&share(&|person| person.user.account_type.as_deref() == Some("free"))));
        for account in ["plus", "pro", "family", "business"] {
            assert!((3..30).contains(&share(&|person| person.user.account_type.as_deref() == Some(account))), "{account}");
        }
        assert!((8..16).contains(&share(&|person| person.property("nps_score").is_some())));
        assert!((90..100).contains(&share(&|person| person.property("country").is_some())));
        assert!((35..75).contains(&share(&|person| person.property("household_id").is_some())));
        // Nights are quiet.
        let hours = |low: i64, high: i64| {
            let times = people.iter().flat_map(|person| person.times("signed_in")).map(|time| time.rem_euclid(DAY) / (DAY / 24));
            times.filter(|hour| (low..high).contains(hour)).count()
        };
        assert!(hours(17, 21) > 5 * hours(1, 5));
        // It grows.
        let opened = |from: i64, to: i64| {
            people.iter().flat_map(|p| p.times("signed_in")).filter(|t| (NOW - from * DAY..NOW - to * DAY).contains(t)).count()
        };
        assert!(opened(90, 0) > opened(540, 450));
        let names: BTreeSet<&str> = people.iter().flat_map(|p| &p.events).map(|(_, event)| event.event_name.as_str()).collect();
        for name in [
            "page_viewed",
            "app_opened",
            "signed_in",
            "report_generated",
            "trial_started",
            "webinar_attended",
            "add_to_cart",
            "purchase",
            "email_opened",
            "email_clicked",
            "support_chat_started",
            "breach_alert_viewed",
            "add_on_viewed",
        ] {
            assert!(names.contains(name), "{name}");
        }
        let said = |purpose: &str, granted: bool| {
            people.iter().flat_map(|p| &p.consents).filter(|c| c.purpose == purpose && c.granted == granted).count()
        };
        for purpose in ["email", "sms"] {
            assert!(said(purpose, true) > 100 && said(purpose, false) > 50, "{purpose}");
        }
        let ids: Vec<&String> = people.iter().flat_map(|p| &p.events).filter_map(|(_, event)| event.event_id.as_ref()).collect();
        assert!(ids.len() < all && ids.len() > all / 2);
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    }
}

#[test]
fn none_of_the_first_segments_is_empty_or_everyone() {
    for (users, seeds) in [(300, 20), (2000, 4)] {
        for seed in 1..=seeds {
            let people = people(users, seed);
            for (name, rule) in Demo::new(users, seed, NOW).segments().into_iter().take(7) {
                let count = people.iter().filter(|person| holds(&rule, person, None)).count();
                assert!(count > 0 && count < people.len() / 4, "{name}: {count} of {users} with seed {seed}");
            }
        }
    }
}

/// Whether a condition holds, for as much of the rule language as the first of the sample segments use.
fn holds(rule: &Value, person: &Person, event: Option<&Value>) -> bool {
    let text = |key: &str| rule[key].as_str().unwrap();
    let of = || rule["of"].as_array().unwrap().iter();
    match text("kind") {
        "all" => of().all(|part| holds(part, person, event)),
        "any" => of().any(|part| holds(part, person, event)),
        "not" => !holds(&rule["of"], person, event),
        "at_least" => of().filter(|part| holds(part, person, event)).count() as u64 >= rule["n"].as_u64().unwrap(),
        "field" => {
            assert_eq!((text("field"), text("op")), ("account_type", "is"));
            person.user.account_type.as_deref() == rule["value"].as_str()
        }
        "property" => {
            let value = match event {
                Some(properties) => lookup(properties, text("property")).cloned(),
                None => person.property(text("property")),
            };
            match (text("op"), value) {
                (_, None) => false,
                ("is", Some(value)) => value == rule["value"],
                ("during", Some(value)) => inside(&rule["value"], at(&read_time(value.as_str().unwrap()).unwrap())),
                (op, _) => panic!("{op}"),
            }
        }
        "event" => {
            let names: Vec<&str> = match &rule["event"] {
                Value::Array(names) => names.iter().map(|name| name.as_str().unwrap()).collect(),
                name => vec![name.as_str().unwrap()],
            };
            let counts = |(time, event): &&(Millis, EventRow)| {
                names.contains(&event.event_name.as_str())
                    && rule.get("window").is_none_or(|window| inside(window, *time))
                    && rule.get("where").is_none_or(|condition| holds(condition, person, Some(&read_json(&event.properties).unwrap())))
            };
            let count = person.events.iter().filter(counts).count() as u64;
            match rule.get("op").map(|op| op.as_str().unwrap()) {
                None => count >= 1,
                Some("gt") => count > rule["value"].as_u64().unwrap(),
                Some("gte") => count >= rule["value"].as_u64().unwrap(),
                Some(op) => panic!("{op}"),
            }
        }
        kind => panic!("{kind}"),
    }
}

fn inside(window: &Value, time: Millis) -> bool {
    let days = |duration: &Value| {
        assert_eq!(duration["unit"], "day");
        duration["n"].as_i64().unwrap() * DAY
    };
    let (name, value) = window.as_object().unwrap().iter().next().unwrap();
    match name.as_str() {
        "last" => NOW - days(value) < time && time <= NOW,
        "next" => NOW < time && time <= NOW + days(value),
        "ago" => NOW - days(&value["from"]) < time && time <= NOW - days(&value["to"]),
        window => panic!("{window}"),
    }
}

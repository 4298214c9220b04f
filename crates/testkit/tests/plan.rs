//! The rules room against the reference: every random rule is accepted, resolved and asked of every row through the plan and its tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_rules::data::Row;
use muster_rules::document::parse_rule;
use muster_rules::matcher::Matcher;
use muster_rules::plan::{EventColumn, EventFilter, EventNames, EventNode, Node, NodeKind, Plan, UserColumn};
use muster_rules::resolve::resolve;
use muster_rules::time::{Millis, Zone};
use muster_rules::value::{inside, lookup};
use muster_testkit::differ::{compare_cases, compare_random};
use muster_testkit::World;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

#[derive(Default)]
struct Person {
    email: Option<String>,
    name: Option<String>,
    account_type: Option<String>,
    created_at: Option<Millis>,
    /// By name and beginning, `None` being since ever.
    properties: BTreeMap<String, BTreeMap<Option<Millis>, Option<Value>>>,
    events: Vec<(String, Millis, Value)>,
}

fn people(world: &World, zone: Zone) -> Result<BTreeMap<String, Person>, String> {
    let clock = world.import_clock_millis()?;
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    let mut undated = HashSet::new();
    let mut seen = HashSet::new();
    let json = |text: &str| serde_json::from_str::<Value>(text).map_err(|why| why.to_string());
    for row in world.rows()? {
        match row {
            Row::User(row) => {
                let person = people.entry(row.user_id.clone()).or_default();
                person.email = row.email.or(person.email.take());
                person.name = row.name.or(person.name.take());
                person.account_type = row.account_type.or(person.account_type.take());
                person.created_at = row.created_at.map(|time| time.instant(zone)).or(person.created_at);
                for (name, value) in row.properties {
                    person.properties.entry(name.clone()).or_default().insert(Some(clock), Some(json(&value)?));
                    undated.insert((row.user_id.clone(), name));
                }
            }
            Row::Event(row) => {
                let at = row.timestamp.instant(zone);
                let event = (row.event_name.clone(), at, json(&row.properties)?);
                let person = people.entry(row.user_id.clone()).or_default();
                if row.event_id.is_none() || seen.insert((row.event_id, row.user_id, row.event_name, at)) {
                    person.events.push(event);
                }
            }
            Row::Property(row) => {
                let value = row.property_value.as_deref().map(json).transpose()?;
                let begins = row.updated_at.map_or(clock, |time| time.instant(zone));
                let key = (row.user_id.clone(), row.property_name.clone());
                if row.updated_at.is_none() {
                    undated.insert(key);
                } else if begins == clock {
                    undated.remove(&key);
                }
                people.entry(row.user_id).or_default().properties.entry(row.property_name).or_default().insert(Some(begins), value);
            }
            Row::Consent(_) => {}
        }
    }
    for (user, property) in undated {
        let values = people.entry(user).or_default().properties.entry(property).or_default();
        if values.keys().next() == Some(&Some(clock)) {
            let value = values.remove(&Some(clock)).flatten();
            values.insert(None, value);
        }
    }
    Ok(people)
}

fn value_at(person: &Person, property: &str, at: Millis) -> Option<Value> {
    let begun = person.properties.get(property)?.range(..=Some(at)).next_back()?;
    begun.1.clone()
}

fn holds(plan: &Plan, id: &str, person: &Person, node: &Node) -> bool {
    let of = |part: &Node| holds(plan, id, person, part);
    match &node.kind {
        NodeKind::All(parts) => parts.iter().all(of),
        NodeKind::Any(parts) => parts.iter().any(of),
        NodeKind::Not(part) => !of(part),
        NodeKind::AtLeast { n, of: parts } => parts.iter().filter(|part| of(part)).count() >= *n as usize,
        NodeKind::Field { column, test } => {
            let matcher = Matcher::new(test, plan.zone);
            match column {
                UserColumn::UserId => matcher.passes_text(Some(id)),
                UserColumn::Email => matcher.passes_text(person.email.as_deref()),
                UserColumn::Name => matcher.passes_text(person.name.as_deref()),
                UserColumn::AccountType => matcher.passes_text(person.account_type.as_deref()),
                UserColumn::CreatedAt => matcher.passes_time(person.created_at),
            }
        }
        NodeKind::Property { property, at, test } => {
            let value = value_at(person, property, *at).or_else(|| {
                let (head, rest) = property.split_once('.')?;
                inside(&value_at(person, head, *at)?, rest).cloned()
            });
            Matcher::new(test, plan.zone).passes_json(value.as_ref())
        }
        NodeKind::Event(event) => {
            let count = person.events.iter().filter(|happened| matches(plan, event, happened)).count();
            Matcher::new(&event.test, plan.zone).passes_number(count as f64)
        }
    }
}

fn matches(plan: &Plan, node: &EventNode, event: &(String, Millis, Value)) -> bool {
    let named = match &node.events {
        EventNames::Every => true,
        EventNames::Named(names) => names.contains(&event.0),
    };
    named && node.window.contains(event.1) && passes(plan, &node.filter, event)
}

fn passes(plan: &Plan, filter: &EventFilter, event: &(String, Millis, Value)) -> bool {
    let of = |part: &EventFilter| passes(plan, part, event);
    match filter {
        EventFilter::All(parts) => parts.iter().all(of),
        EventFilter::Any(parts) => parts.iter().any(of),
        EventFilter::Not(part) => !of(part),
        EventFilter::AtLeast { n, of: parts } => parts.iter().filter(|part| of(part)).count() >= *n as usize,
        EventFilter::Field { column, test } => match column {
            EventColumn::EventName => Matcher::new(test, plan.zone).passes_text(Some(&event.0)),
            EventColumn::Timestamp => Matcher::new(test, plan.zone).passes_time(Some(event.1)),
        },
        EventFilter::Property { property, test } => Matcher::new(test, plan.zone).passes_json(lookup(&event.2, property)),
    }
}

fn walk(world: &World, rule: &Value) -> Result<Vec<String>, String> {
    let zone = Zone::parse(&world.tz).ok_or("no such zone")?;
    let rule = parse_rule(&rule.to_string()).map_err(|why| why.to_string())?;
    let plan = resolve(&rule, world.now_millis()?, zone).map_err(|why| why.to_string())?;
    let people = people(world, zone)?;
    Ok(people.iter().filter(|(id, person)| holds(&plan, id, person, &plan.root)).map(|(id, _)| id.clone()).collect())
}

#[test]
fn plans_mean_what_the_cases_want() {
    let ran = compare_cases(&[("plan", &walk)]).unwrap_or_else(|why| panic!("{why}"));
    assert!(ran >= 130, "only {ran} ran");
}

#[test]
fn plans_mean_what_the_reference_means() {
    // More worlds are asked for by hand: MUSTER_WORLDS=20000.
    let worlds = std::env::var("MUSTER_WORLDS").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    if let Err(why) = compare_random(0..worlds, 12, 3000, &[("plan", &walk)]) {
        panic!("{why}");
    }
}

//! The rules room against the reference: every random rule is accepted, resolved and asked of every row through the plan and its tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod data;
mod measure;
mod sequence;
mod walk;

use muster_rules::document::parse_rule;
use muster_rules::resolve::resolve;
use muster_rules::time::Zone;
use muster_testkit::differ::{compare_cases, compare_random};
use muster_testkit::World;
use serde_json::Value;
use walk::{Row, Walk};

fn walk(world: &World, rule: &Value) -> Result<Vec<String>, String> {
    let zone = Zone::parse(&world.tz).ok_or("no such zone")?;
    let catalog = world.catalog()?;
    let rule = parse_rule(&rule.to_string(), &catalog).map_err(|why| why.to_string())?;
    let plan = resolve(&rule, &catalog, world.now_millis()?, zone).map_err(|why| why.to_string())?;
    let data = data::data(world, zone)?;
    let walk = Walk { plan: &plan, data: &data };
    Ok(data.people.values().filter(|person| walk.holds(&plan.root, Row::Person(person))).map(|person| person.id.clone()).collect())
}

#[test]
fn plans_mean_what_the_cases_want() {
    let ran = compare_cases(&[("plan", &walk)]).unwrap_or_else(|why| panic!("{why}"));
    assert!(ran >= 300, "only {ran} ran");
}

#[test]
fn plans_mean_what_the_reference_means() {
    // More worlds are asked for by hand: MUSTER_WORLDS=20000.
    let worlds = std::env::var("MUSTER_WORLDS").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    if let Err(why) = compare_random(0..worlds, 12, 3000, &[("plan", &walk)]) {
        panic!("{why}");
    }
}

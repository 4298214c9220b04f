//! What means nothing is refused, at its place; what is near it and means something is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_rules::document::parse_rule;
use muster_rules::error::RuleError;
use muster_rules::resolve::resolve;
use muster_rules::time::Zone;
use muster_testkit::refusals::{accepted, refusals, to_come, Refusal};

fn read(rule: &str) -> Result<(), RuleError> {
    // 2026-06-30T12:00:00Z
    resolve(&parse_rule(rule)?, 1_782_820_800_000, Zone::UTC).map(|_| ())
}

fn wrong(table: Vec<Refusal>) -> Vec<String> {
    let mut wrong = Vec::new();
    for refusal in table {
        let rule = refusal.rule.chars().take(300).collect::<String>();
        match read(&refusal.rule) {
            Ok(()) => wrong.push(format!("{}: accepted\n  {rule}", refusal.name)),
            Err(why) if !refusal.is_at(&why.path) => {
                wrong.push(format!("{}: at {} instead of {}\n  {rule}", refusal.name, why.path, refusal.path));
            }
            Err(why) if !why.to_string().replace(',', "").contains(&refusal.says.replace(',', "")) => {
                wrong.push(format!("{}: does not say {:?}: {why}\n  {rule}", refusal.name, refusal.says));
            }
            Err(_) => {}
        }
    }
    wrong
}

#[test]
fn what_means_nothing_is_refused_at_its_place() {
    let wrong = wrong(refusals());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_to_come_is_refused_by_name() {
    let wrong = wrong(to_come());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_means_something_is_accepted() {
    for (name, rule) in accepted() {
        assert!(rule.is_object(), "{name} is not JSON");
        read(&rule.to_string()).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}

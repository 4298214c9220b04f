//! What means nothing is refused, at its place; what is near it and means something is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_rules::document::parse_rule;
use muster_rules::error::RuleError;
use muster_rules::resolve::resolve;
use muster_rules::time::Zone;
use muster_testkit::refusals::{accepted, catalog, refusals};

fn read(rule: &str) -> Result<(), RuleError> {
    let catalog = catalog();
    // 2026-06-30T12:00:00Z
    resolve(&parse_rule(rule, &catalog)?, &catalog, 1_782_820_800_000, Zone::UTC).map(|_| ())
}

#[test]
fn what_means_nothing_is_refused_at_its_place() {
    let mut wrong = Vec::new();
    for refusal in refusals() {
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
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_means_something_is_accepted() {
    for (name, rule) in accepted() {
        assert!(rule.is_object(), "{name} is not JSON");
        read(&rule.to_string()).unwrap_or_else(|why| panic!("{name}: {why}\n{rule}"));
    }
}

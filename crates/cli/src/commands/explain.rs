//! `explain`: why a person is in or out.

use crate::args::Common;
use crate::output;
use anyhow::Result;
use muster_app::{Evidence, Explained, Explanation, Instant};
use serde_json::json;

/// Prints an explanation: as JSON, or as a tree with the evidence in short.
pub(super) fn say(common: &Common, user: &str, explanation: &Explanation) -> Result<()> {
    let holds = explanation.rule.holds;
    if common.json {
        let said = json!({ "user_id": user, "in": holds, "rule": explanation.rule, "segments": explanation.segments });
        return Ok(output::json(&said)?);
    }
    let mut lines = vec![format!("{user} is {}", if holds { "in" } else { "not in" })];
    tree(&explanation.rule, 0, &mut lines);
    for segment in &explanation.segments {
        lines.push(format!("the segment “{}”", segment.name));
        tree(&segment.rule, 0, &mut lines);
    }
    Ok(output::lines(lines.iter().map(String::as_str))?)
}

fn tree(explained: &Explained, depth: usize, lines: &mut Vec<String>) {
    let mark = if explained.holds { "yes" } else { "no " };
    let because = short(&explained.evidence).map(|why| format!("  ({why})")).unwrap_or_default();
    lines.push(format!("{}{mark}  {}{because}", "  ".repeat(depth), explained.sentence));
    for part in &explained.parts {
        tree(part, depth + 1, lines);
    }
}

/// The evidence in a few words.
fn short(evidence: &Evidence) -> Option<String> {
    Some(match evidence {
        Evidence::Group | Evidence::Segment { .. } | Evidence::List { .. } => return None,
        Evidence::Field { value } => value.clone().unwrap_or_else(|| "no value".to_owned()),
        Evidence::Property { held: None, .. } => "no value".to_owned(),
        Evidence::Property { held: Some(held), .. } => match &held.from {
            Some(from) => format!("{} since {}", held.value, time(from)),
            None => held.value.to_string(),
        },
        Evidence::Measure { measure, value, count, .. } => match value {
            Some(value) => format!("{measure} {value} of {count} events"),
            None => format!("no {measure} of {count} events"),
        },
        Evidence::Pick { event: None, .. } => "no such event".to_owned(),
        Evidence::Pick { event: Some(event), .. } => format!("{} at {} {}", event.name, time(&event.time), event.properties),
        Evidence::Sequence { chain, broke_at, found, .. } => {
            let steps: Vec<String> = chain.iter().map(|step| format!("{} at {}", step.event.name, time(&step.event.time))).collect();
            let broke = match (broke_at, found) {
                (None, _) => String::new(),
                (Some(step), Some(event)) => format!("; step {} found {} at {}", step + 1, event.name, time(&event.time)),
                (Some(step), None) => format!("; nothing for step {}", step + 1),
            };
            format!("{}{broke}", steps.join(", then "))
        }
        Evidence::Regular { periods, reached, at_least } => {
            format!("{reached} of {} periods, {at_least} are asked for", periods.len())
        }
        Evidence::Changed { change: None, changes } => format!("{} changes, none of them", changes.len()),
        Evidence::Changed { change: Some(change), .. } => {
            let side = |value: &Option<serde_json::Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
            format!("from {} to {} at {}", side(&change.old), side(&change.new), time(&change.at))
        }
        Evidence::Ever { held: None, history } => format!("{} values, none of them", history.len()),
        Evidence::Ever { held: Some(held), .. } => held.value.to_string(),
        Evidence::Rank { value: None, ranked, .. } => format!("not among the {ranked} ranked"),
        Evidence::Rank { value: Some(value), place, cut_off, ranked, .. } => {
            let place = place.map_or_else(String::new, |place| format!("place {place} of {ranked} with "));
            let cut_off = cut_off.map_or_else(String::new, |cut_off| format!("; {cut_off} is just enough"));
            format!("{place}{value}{cut_off}")
        }
        Evidence::Related { related, passing, .. } => format!("{passing} of {related} related"),
        Evidence::Consent { state, since, .. } => match since {
            Some(since) => format!("{} since {}", state.name(), time(since)),
            None => state.name().to_owned(),
        },
    })
}

fn time(instant: &Instant) -> String {
    json!(instant).as_str().unwrap_or_default().to_owned()
}

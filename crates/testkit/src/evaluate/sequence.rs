//! The kind `sequence`: every chain is tried.

use super::acts::matching;
use super::event::Happening;
use super::person::Person;
use super::{needed, needed_text, Scene};
use crate::text::text_form;
use crate::time::step;
use serde_json::Value;
use std::collections::HashSet;

/// A sequence, asked of one person.
struct Sequence<'p> {
    now: i64,
    steps: Vec<Step<'p>>,
    /// Longest distance of every step from the first.
    within: Option<i64>,
    same: Vec<String>,
    /// What was tried in vain.
    dead_ends: HashSet<DeadEnd>,
}

struct Step<'p> {
    /// The person's events that serve it, `same` apart.
    events: Vec<&'p Happening>,
    within: Option<i64>,
    absent: bool,
}

/// All that the rest of a chain depends on: the next step, the first event, and the events matched at the latest one's instant. What was matched
/// earlier cannot come again.
type DeadEnd = (usize, *const Happening, Vec<*const Happening>);

/// Whether there is a chain of the person's events.
pub(super) fn holds_of(scene: &Scene<'_>, person: &Person, condition: &Value) -> Result<bool, String> {
    let mut steps = Vec::new();
    for (i, step) in needed(condition, "steps")?.as_array().ok_or("steps is no list")?.iter().enumerate() {
        // `window` bounds the first step only.
        let mut events = matching(scene, person, step)?;
        if i == 0 {
            let mut first = step.clone();
            if let Some(window) = condition.get("window") {
                first["window"] = window.clone();
            }
            events = matching(scene, person, &first)?;
        }
        steps.push(Step { events, within: length(scene, step)?, absent: step["absent"] == true });
    }
    let mut same = Vec::new();
    for name in condition.get("same").and_then(Value::as_array).into_iter().flatten() {
        same.push(name.as_str().ok_or("same: no text")?.to_owned());
    }
    let within = length(scene, condition)?;
    let mut sequence = Sequence { now: scene.clock.now, steps, within, same, dead_ends: HashSet::new() };
    Ok(sequence.goes_on(&mut Vec::new(), 0))
}

/// A `within` in milliseconds.
fn length(scene: &Scene<'_>, of: &Value) -> Result<Option<i64>, String> {
    let Some(within) = of.get("within") else { return Ok(None) };
    if matches!(needed_text(within, "unit")?, "month" | "year") {
        return Err(format!("no distance between events: {within}"));
    }
    Ok(Some(step(scene.clock.tz, 0, within, 1)?))
}

impl<'p> Sequence<'p> {
    /// Whether a chain that is matched up to a step, in the order of the steps, can be matched to the end.
    fn goes_on(&mut self, chain: &mut Vec<&'p Happening>, at: usize) -> bool {
        let Some(step) = self.steps.get(at) else { return true };
        if step.absent && at + 1 == self.steps.len() {
            return self.is_absent(chain, at, self.now.saturating_add(1));
        }
        let dead_end = chain.first().map(|first| {
            let last = chain.iter().map(|event| event.at).max();
            let tail = chain.iter().filter(|event| Some(event.at) == last).map(|event| std::ptr::from_ref(*event));
            let mut tail: Vec<_> = tail.collect();
            tail.sort();
            (at, std::ptr::from_ref(*first), tail)
        });
        if dead_end.as_ref().is_some_and(|end| self.dead_ends.contains(end)) {
            return false;
        }
        let positive = if step.absent { at + 1 } else { at };
        let candidates = self.steps.get(positive).map(|step| step.events.clone()).unwrap_or_default();
        for event in candidates {
            if self.may_follow(chain, positive, event) && (positive == at || self.is_absent(chain, at, event.at)) {
                chain.push(event);
                if self.goes_on(chain, positive + 1) {
                    return true;
                }
                chain.pop();
            }
        }
        self.dead_ends.extend(dead_end);
        false
    }

    /// Whether an event may serve a step after those of the chain.
    fn may_follow(&self, chain: &[&Happening], at: usize, event: &Happening) -> bool {
        let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return self.is_same(event, event) };
        let step_within = self.steps.get(at).and_then(|step| step.within);
        event.at >= last.at
            && !chain.iter().any(|used| std::ptr::eq(*used, event))
            && step_within.is_none_or(|within| event.at - last.at <= within)
            && self.within.is_none_or(|within| event.at - first.at <= within)
            && self.is_same(first, event)
    }

    /// Whether no event of an absent step is there, at or after the chain's last, up to and including the end of its `within` and of the
    /// sequence's, and before an instant.
    fn is_absent(&self, chain: &[&Happening], at: usize, before: i64) -> bool {
        let (Some(step), Some(first), Some(last)) = (self.steps.get(at), chain.first(), chain.last()) else { return true };
        !step.events.iter().any(|event| {
            last.at <= event.at
                && event.at < before
                && step.within.is_none_or(|within| event.at - last.at <= within)
                && self.within.is_none_or(|within| event.at - first.at <= within)
                && !chain.iter().any(|used| std::ptr::eq(*used, *event))
                && self.is_same(first, event)
        })
    }

    /// Whether an event has the first one's present value of each property that all have in common.
    fn is_same(&self, first: &Happening, event: &Happening) -> bool {
        self.same.iter().all(|name| {
            let wanted = text_form(&first.property(name));
            wanted.is_some() && wanted == text_form(&event.property(name))
        })
    }
}

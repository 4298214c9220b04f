//! Chains of events in the order of time.
//!
//! **One reading.** The events of all steps are read together (the union of their names and windows); each is kept with a mask of the steps
//! that it serves, the absent ones among them. With `same`, an event is kept under its values: a chain and the absent events that count all have
//! the first one's, so each combination of values is a person of its own. What is kept is sorted by person, values and time.
//!
//! **One pass.** The events of one instant may follow each other in either order, so what happens at an instant is decided for the instant as a
//! whole ([`ties`]): which *runs* of successive positive steps it can serve, a distinct event for each, so that no event of an absent step after the
//! run is left over. Between instants order is strict, and chains are sequences of runs ([`course`]): a run that ends with step p may be followed
//! by one that begins with step p + 1 at any later instant that p + 1's `within` allows, and that is not after the next event of an absent step
//! between the two where that falls into the absent step's `within`. Both bounds only move forward in time, so what can precede a run is a
//! window that slides, and what it holds is known in constant time for each step ([`window`]).
//!
//! **What is carried** along is the instant of the chain's first event. The sequence's own `within` asks for the latest one: a later first step may
//! succeed where an earlier one failed. Only where the last step is absent may an earlier one be the better (its `within` runs out
//! earlier); a chain whose latest first event does not do there is decided by a second pass that carries *sets* of first instants, 128 at a time.
//!
//! **Cost** for a person with n relevant events and k steps: n log n to sort, then n × k; for two steps linear. Ties of g events at one instant cost
//! at most g × k and what k² small matchings of at most k steps cost, whatever g is. The second pass takes n²/128 × k at worst, where thousands of
//! first events lie within the sequence's `within` of thousands of others and nobody matches.

pub(crate) mod chain;
pub(crate) mod course;
pub(crate) mod ties;
mod window;

use super::keys::text_form;
use super::occurrence::{EventFilter, Occurrence};
use super::reading::Reading;
use super::EvaluateError;
use crate::source::Ordinal;
use chain::matches;
use course::{Course, Shape};
use muster_rules::plan::{EventNames, Node, SequenceNode};
use muster_rules::time::{Millis, Span};
use roaring::RoaringBitmap;
use std::collections::HashMap;

/// A relevant event: what a chain is decided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Kept {
    user: Ordinal,
    /// The values that a chain has in common, as a number.
    same: u32,
    time: Millis,
    /// A bit for each step that it serves.
    mask: u32,
}

/// The sequence of `node`, whose chains are looked for.
pub(super) fn passing(reading: &Reading<'_>, node: &Node, sequence: &SequenceNode) -> Result<RoaringBitmap, EvaluateError> {
    let shape = Shape::new(sequence).ok_or_else(|| EvaluateError::misplaced(node))?;
    let mut kept: Vec<Kept> = Vec::new();
    let mut combinations: HashMap<Vec<String>, u32> = HashMap::new();
    visit(reading, sequence, false, |occurrence, mask, same| {
        let number = match combinations.get(&same) {
            Some(number) => *number,
            None => {
                let number = combinations.len() as u32;
                combinations.insert(same, number);
                number
            }
        };
        kept.push(Kept { user: occurrence.event.user, same: number, time: occurrence.event.time, mask });
    })?;
    kept.sort_unstable();
    let mut passed = RoaringBitmap::new();
    for person in kept.chunk_by(|a, b| (a.user, a.same) == (b.user, b.same)) {
        reading.check()?;
        let Some(user) = person.first().map(|kept| kept.user) else { continue };
        if !passed.contains(user)
            && matches(&shape, &Course::new(&shape, person.iter().map(|kept| (kept.time, kept.mask)), false)).is_some()
        {
            passed.insert(user);
        }
    }
    Ok(passed)
}

/// Visits every event that serves a step, with the mask of steps and the values that a chain has in common. `properties`: whether the visitor reads
/// them.
pub(crate) fn visit(
    reading: &Reading<'_>,
    sequence: &SequenceNode,
    properties: bool,
    mut visit: impl FnMut(&Occurrence<'_>, u32, Vec<String>),
) -> Result<(), EvaluateError> {
    let filters = sequence.steps.iter().map(|step| EventFilter::new(reading, &step.events.filter)).collect::<Result<Vec<_>, _>>()?;
    let properties = properties || !sequence.same.is_empty() || filters.iter().any(EventFilter::reads_properties);
    reading.events(&names(sequence), hull(sequence), properties, |event| {
        let occurrence = Occurrence::new(event);
        let mut mask = 0u32;
        for (i, (step, filter)) in sequence.steps.iter().zip(&filters).enumerate() {
            if step.events.window.contains(event.time) && is_named(&step.events.names, event.name) && filter.passes(&occurrence) {
                mask |= 1 << i;
            }
        }
        if mask == 0 {
            return;
        }
        // An event without one of the values is no event of a chain, and none that counts against one.
        let text = |name: &String| occurrence.property(name).and_then(text_form).map(|text| text.into_owned());
        if let Some(same) = sequence.same.iter().map(text).collect::<Option<Vec<String>>>() {
            visit(&occurrence, mask, same);
        }
    })
}

/// The names of all steps.
fn names(sequence: &SequenceNode) -> EventNames {
    let mut all = Vec::new();
    for step in &sequence.steps {
        match &step.events.names {
            EventNames::Every => return EventNames::Every,
            EventNames::Named(names) => all.extend_from_slice(names),
        }
    }
    all.sort();
    all.dedup();
    EventNames::Named(all)
}

fn is_named(names: &EventNames, name: &str) -> bool {
    match names {
        EventNames::Every => true,
        EventNames::Named(names) => names.binary_search_by(|known| known.as_str().cmp(name)).is_ok(),
    }
}

/// When anything may happen that matters: not before the earliest first event, and not after the latest one's end.
fn hull(sequence: &SequenceNode) -> Span {
    let Some(first) = sequence.steps.first().map(|step| step.events.window) else { return Span { from: Some(0), to: Some(0) } };
    if first.is_empty() {
        return first;
    }
    let ends = sequence.steps.iter().map(|step| step.events.window.to);
    // A missing end is the latest.
    let to = ends.reduce(|a, b| a.zip(b).map(|(a, b)| a.max(b))).flatten();
    let reach = first.to.zip(sequence.within).map(|(to, within)| to.saturating_add(within));
    Span { from: first.from, to }.intersect(Span { from: None, to: reach })
}

#[cfg(test)]
mod tests;

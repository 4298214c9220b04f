//! The chain of a sequence, or how far the best attempt came.

use super::happened::seen;
use super::{Asked, Evidence, SeenEvent, ServedStep};
use crate::evaluate::sequence::chain::{best_attempt, matches, trace, Traced};
use crate::evaluate::sequence::course::{Course, Shape};
use crate::evaluate::{sequence, EvaluateError};
use muster_rules::plan::{Node, SequenceNode};
use muster_rules::time::Millis;
use std::collections::BTreeMap;

/// A relevant event: its mask and itself.
type Served = (u32, SeenEvent);

impl Asked<'_> {
    pub(super) fn sequence(&self, node: &Node, asked: &SequenceNode) -> Result<Evidence, EvaluateError> {
        let shape = Shape::new(asked).ok_or_else(|| EvaluateError::misplaced(node))?;
        let mut events: BTreeMap<Vec<String>, Vec<Served>> = BTreeMap::new();
        sequence::visit(&self.reading, asked, true, |occurrence, mask, same| {
            events.entry(same).or_default().push((mask, seen(occurrence)));
        })?;
        let mut best: Option<(Found<'_>, &Vec<String>)> = None;
        for (same, events) in &mut events {
            events.sort_by_key(|(_, event)| (event.time, event.number));
            if let Some(found) = of_one(&shape, events) {
                if best.as_ref().is_none_or(|(best, _)| found.goodness() > best.goodness()) {
                    best = Some((found, same));
                }
            }
        }
        let Some((found, same)) = best else {
            // Nothing serves the first step.
            return Ok(Evidence::Sequence { chain: Vec::new(), same: BTreeMap::new(), broke_at: Some(0), found: None });
        };
        let same = asked.same.iter().cloned().zip(same.iter().cloned()).collect();
        let (broke_at, against) = found.broke_at(&shape);
        let chain = found.chain(&shape);
        Ok(Evidence::Sequence { chain, same, broke_at, found: against })
    }
}

/// A chain, or an attempt, among events of the same values.
struct Found<'e> {
    events: &'e [Served],
    times: Vec<(Millis, u32)>,
    traced: Traced,
    is_whole: bool,
}

fn of_one<'e>(shape: &Shape, events: &'e [Served]) -> Option<Found<'e>> {
    let times: Vec<(Millis, u32)> = events.iter().map(|(mask, event)| (event.time.0, *mask)).collect();
    let course = Course::new(shape, times.iter().copied(), false);
    let (traced, is_whole) = match matches(shape, &course) {
        Some(ends) => (trace(shape, &course, &times, ends)?, true),
        None => (best_attempt(shape, &Course::new(shape, times.iter().copied(), true), &times)?, false),
    };
    Some(Found { events, times, traced, is_whole })
}

impl Found<'_> {
    /// Greater where it went further.
    fn goodness(&self) -> (bool, usize, bool) {
        (self.is_whole, self.traced.events.len(), self.traced.is_covered)
    }

    fn chain(&self, shape: &Shape) -> Vec<ServedStep> {
        let served = shape.positive.iter().zip(&self.traced.events);
        served.filter_map(|(step, event)| Some(ServedStep { step: step.place, event: self.events.get(*event)?.1.clone() })).collect()
    }

    /// The step that failed, and the event that an absent one found.
    fn broke_at(&self, shape: &Shape) -> (Option<usize>, Option<SeenEvent>) {
        if self.is_whole {
            return (None, None);
        }
        let Some(last) = self.traced.events.last().and_then(|event| self.times.get(*event)).map(|(time, _)| *time) else {
            return (Some(0), None);
        };
        let before = shape.positive.get(self.traced.events.len() - 1);
        let next = shape.positive.get(self.traced.events.len());
        let absent = before.and_then(|step| step.absent.as_ref());
        // The event that the absent step after the last one found: of the same instant only where not all of them serve the chain.
        let against = absent.and_then(|absent| {
            let until = absent.within.map_or(Millis::MAX, |within| last.saturating_add(within));
            let counts = |(at, (time, mask)): &(usize, &(Millis, u32))| {
                let is_after = *time > last || (*time == last && !self.traced.is_covered && !self.traced.events.contains(at));
                mask & (1 << absent.place) != 0 && is_after && *time <= until
            };
            self.times.iter().enumerate().find(counts).map(|(at, _)| (absent.place, at))
        });
        let event = |at: usize| self.events.get(at).map(|(_, event)| event.clone());
        let Some(next) = next.filter(|_| self.traced.is_covered) else {
            return against.map_or((absent.map(|absent| absent.place), None), |(place, at)| (Some(place), event(at)));
        };
        // Where the next step came, only too late for the absent one, that one broke it.
        let came = self.times.iter().any(|(time, mask)| {
            mask & (1 << next.place) != 0
                && *time > last
                && next.within.is_none_or(|within| time - last <= within)
                && shape.within.is_none_or(|within| time - self.traced.first <= within)
        });
        match against.filter(|_| came) {
            Some((place, at)) => (Some(place), event(at)),
            None => (Some(next.place), None),
        }
    }
}

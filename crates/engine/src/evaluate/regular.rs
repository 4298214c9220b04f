//! What people did in enough of the latest periods.

use super::occurrence::Matching;
use super::reading::Reading;
use super::EvaluateError;
use crate::source::Ordinal;
use muster_rules::plan::{Events, RegularNode};
use muster_rules::time::{Millis, Span};
use roaring::RoaringBitmap;
use std::collections::HashMap;

pub(super) fn passing(reading: &Reading<'_>, node: &RegularNode) -> Result<RoaringBitmap, EvaluateError> {
    let mut counts: HashMap<(Ordinal, usize), u32> = HashMap::new();
    let mut reached: HashMap<Ordinal, u32> = HashMap::new();
    let mut passed = RoaringBitmap::new();
    visit(reading, node, |user, period| {
        let count = counts.entry((user, period)).or_default();
        *count = count.saturating_add(1);
        if *count == node.times {
            let reached = reached.entry(user).or_default();
            *reached += 1;
            if *reached == node.at_least {
                passed.insert(user);
            }
        }
    })?;
    Ok(passed)
}

/// Visits the person and the period of every matching event that lies in one.
pub(crate) fn visit(reading: &Reading<'_>, node: &RegularNode, mut visit: impl FnMut(Ordinal, usize)) -> Result<(), EvaluateError> {
    let hull = Span { from: node.periods.last().and_then(|last| last.from), to: node.periods.first().and_then(|first| first.to) };
    let events = Events { window: node.events.window.intersect(hull), ..node.events.clone() };
    Matching::new(reading, &events)?.visit(reading, false, |occurrence| {
        if let Some(period) = period_of(&node.periods, occurrence.event.time) {
            visit(occurrence.event.user, period);
        }
    })
}

/// The period that an instant lies in; they are latest first, touch and do not overlap.
fn period_of(periods: &[Span], time: Millis) -> Option<usize> {
    let at = periods.partition_point(|period| period.from.is_some_and(|from| from > time));
    periods.get(at).filter(|period| period.contains(time)).map(|_| at)
}

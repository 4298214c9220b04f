//! The earliest or latest matching event of each person, and what it alone satisfies.

use super::occurrence::{EventFilter, Matching};
use super::reading::Reading;
use super::EvaluateError;
use crate::source::{Event, Ordinal};
use muster_rules::plan::{Events, Node, Pick};
use muster_rules::time::Millis;
use roaring::RoaringBitmap;
use std::collections::HashMap;

/// Whether the event at `new` is picked over the one at `old`: by time, then by the order of import.
pub(crate) fn is_picked(pick: Pick, new: (Millis, u64), old: (Millis, u64)) -> bool {
    match pick {
        Pick::First => new < old,
        Pick::Last => new > old,
    }
}

struct Picked {
    at: (Millis, u64),
    passes: bool,
}

pub(super) fn passing(reading: &Reading<'_>, events: &Events, pick: Pick, having: &Node) -> Result<RoaringBitmap, EvaluateError> {
    let having = EventFilter::new(reading, having)?;
    let mut picked: HashMap<Ordinal, Picked> = HashMap::new();
    Matching::new(reading, events)?.visit(reading, having.reads_properties(), |occurrence| {
        let Event { user, time, number, .. } = occurrence.event;
        let at = (time, number);
        if picked.get(&user).is_none_or(|old| is_picked(pick, at, old.at)) {
            // Asked at once, so that no event has to be kept.
            picked.insert(user, Picked { at, passes: having.passes(occurrence) });
        }
    })?;
    Ok(picked.into_iter().filter(|(_, picked)| picked.passes).map(|(user, _)| user).collect())
}

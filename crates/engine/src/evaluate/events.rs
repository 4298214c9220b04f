//! What people did, how often.

use super::filter::Filter;
use super::{EvaluateError, Reading};
use muster_rules::matcher::Matcher;
use muster_rules::plan::{EventNode, Measure};
use roaring::RoaringBitmap;
use std::collections::HashMap;

pub(super) fn event(reading: &Reading<'_>, event: &EventNode) -> Result<RoaringBitmap, EvaluateError> {
    let Measure::Count = event.measure;
    let counts = counts(reading, event)?;
    let matcher = Matcher::new(&event.test, reading.zone);
    // Counts are few and repeat: each is tested once.
    let mut known: HashMap<u32, bool> = HashMap::new();
    let mut passes = |count: u32| *known.entry(count).or_insert_with(|| matcher.passes_number(f64::from(count)));
    let mut passed = RoaringBitmap::new();
    let mut counted = RoaringBitmap::new();
    for (user, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
        // Ordinals are u32, so a place in the vector is one.
        let user = user as u32;
        counted.insert(user);
        if passes(count) {
            passed.insert(user);
        }
    }
    if passes(0) {
        passed |= reading.everyone - counted;
    }
    Ok(passed)
}

/// Matching events by person: a counter at each ordinal.
fn counts(reading: &Reading<'_>, event: &EventNode) -> Result<Vec<u32>, EvaluateError> {
    let size = reading.everyone.max().map_or(0, |last| last as usize + 1);
    let mut counts = vec![0u32; size];
    if event.window.is_empty() {
        return Ok(counts);
    }
    let filter = Filter::new(&event.filter, reading.zone);
    reading.source.events(&event.events, event.window, filter.reads_properties(), &mut |event| {
        if filter.passes(&event) {
            if let Some(count) = counts.get_mut(event.user as usize) {
                *count += 1;
            }
        }
        reading.flow()
    })?;
    Ok(counts)
}

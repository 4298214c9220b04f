//! The best or worst of all people.

use super::profile::values;
use super::reading::Reading;
use super::{measures, EvaluateError};
use crate::source::Ordinal;
use muster_rules::plan::{Cut, RankBy, RankNode};
use roaring::RoaringBitmap;

/// Everyone who is ranked, with what they are ranked by; in no particular order.
pub(crate) fn ranked(reading: &Reading<'_>, by: &RankBy) -> Result<Vec<(Ordinal, f64)>, EvaluateError> {
    // A person is ranked among everyone, whomever the condition is asked of.
    let reading = &reading.whole();
    let mut ranked = Vec::new();
    match by {
        RankBy::Measure { events, measure } => measures::each(reading, events, measure, |user, value| {
            // Of a count or a sum, 0 is as if nothing had been done.
            let number = value.number().filter(|number| *number != 0.0 || !measure.is_zero_of_none());
            ranked.extend(number.map(|number| (user, number)));
        })?,
        RankBy::Property { property, at } => values(reading, property, *at, |user, stored| {
            let number = stored.value().as_ref().and_then(measures::json_number);
            ranked.extend(number.map(|number| (user, number)));
        })?,
    }
    // A sum of both infinities is no number, and a person who is not there is not ranked.
    ranked.retain(|(user, number)| !number.is_nan() && reading.everyone().contains(*user));
    Ok(ranked)
}

/// The value that is just good enough; `None` where nobody is ranked.
pub(crate) fn cut_off(ranked: &[(Ordinal, f64)], top: bool, cut: Cut) -> Option<f64> {
    let place = usize::try_from(cut.of(ranked.len() as u64)).ok()?.checked_sub(1)?;
    // −0 and 0 are the same number, which `total_cmp` tells apart.
    let mut values: Vec<f64> = ranked.iter().map(|(_, number)| number + 0.0).collect();
    let (_, value, _) = values.select_nth_unstable_by(place, |a, b| if top { b.total_cmp(a) } else { a.total_cmp(b) });
    Some(*value)
}

/// Whether a value is at least as good as the one that is just good enough.
pub(crate) fn is_in(number: f64, cut_off: f64, top: bool) -> bool {
    if top {
        number >= cut_off
    } else {
        number <= cut_off
    }
}

pub(super) fn passing(reading: &Reading<'_>, rank: &RankNode) -> Result<RoaringBitmap, EvaluateError> {
    let ranked = ranked(reading, &rank.by)?;
    let Some(cut_off) = cut_off(&ranked, rank.top, rank.cut) else { return Ok(RoaringBitmap::new()) };
    let people = ranked.into_iter().filter(|(_, number)| is_in(*number, cut_off, rank.top)).map(|(user, _)| user);
    Ok(people.filter(|user| reading.everyone().contains(*user)).collect())
}

//! Saved segments, static lists and consent.

use super::reading::Reading;
use super::EvaluateError;
use muster_rules::plan::{ConsentState, Node};
use muster_rules::time::Millis;
use roaring::RoaringBitmap;

/// Who is in a saved segment. Evaluated when first asked for, and kept as any condition is.
pub(super) fn segment(reading: &Reading<'_>, name: &str, node: &Node) -> Result<RoaringBitmap, EvaluateError> {
    let people = reading.segment(name)?.ok_or_else(|| EvaluateError::misplaced(node))?;
    Ok((*people).clone())
}

pub(super) fn list(reading: &Reading<'_>, name: &str) -> Result<RoaringBitmap, EvaluateError> {
    reading.list(name)
}

pub(super) fn consent(reading: &Reading<'_>, purpose: &str, state: ConsentState, at: Millis) -> Result<RoaringBitmap, EvaluateError> {
    let (mut granted, mut denied) = (RoaringBitmap::new(), RoaringBitmap::new());
    reading.consent(purpose, at, |user, given| {
        let people = if given { &mut granted } else { &mut denied };
        people.insert(user);
    })?;
    Ok(match state {
        ConsentState::Granted => granted,
        ConsentState::Denied => denied,
        ConsentState::Unknown => &**reading.everyone() - (granted | denied),
    })
}

//! The walk over a plan.
//!
//! One file for each family of conditions; each reads the data once, through [`reading::Reading`], and leaves a bitmap.

pub(crate) mod history;
pub(crate) mod keys;
pub(crate) mod measures;
mod membership;
pub(crate) mod occurrence;
pub(crate) mod pick;
pub(crate) mod profile;
pub(crate) mod rank;
pub(crate) mod reading;
pub(crate) mod regular;
pub(crate) mod related;
mod rows;
pub(crate) mod sequence;
mod time;

use crate::cache::Cache;
use crate::cancel::Cancel;
use crate::source::{Source, SourceError};
use muster_rules::plan::{Node, NodeKind, Plan};
use reading::Reading;
use roaring::RoaringBitmap;
use std::collections::HashMap;
use std::sync::Arc;

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// Nobody waits for it any more.
    #[error("cancelled")]
    Cancelled,
    /// The data could not be read.
    #[error(transparent)]
    Source(#[from] SourceError),
}

impl EvaluateError {
    /// A plan that no resolver makes: a condition asked of a row that cannot answer it, or a segment that is not there.
    pub(crate) fn misplaced(node: &Node) -> Self {
        let message = format!("{}: cannot be asked here; the plan is not whole", node.path);
        EvaluateError::Source(SourceError { message, busy: false })
    }
}

/// The people of a plan and of every condition in it.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// Who matches.
    pub people: Arc<RoaringBitmap>,
    /// Everyone.
    pub everyone: Arc<RoaringBitmap>,
    /// Who matches each condition that the rule itself asks of people, on its own, by its path.
    pub conditions: HashMap<String, Arc<RoaringBitmap>>,
}

/// Evaluates every condition of a plan on its own, and the whole.
pub fn evaluate(plan: &Plan, source: &dyn Source, cache: &Cache, cancel: &Cancel) -> Result<Evaluation, EvaluateError> {
    let reading = Reading::new(plan, source, cache, cancel)?;
    let mut conditions = HashMap::new();
    let people = each(&reading, &plan.root, &mut conditions)?;
    Ok(Evaluation { people, everyone: Arc::clone(reading.everyone()), conditions })
}

/// Evaluates who matches a plan and no more than that needs: an All group stops at the first part that leaves nobody, an Any group at the
/// first that leaves nobody out.
pub fn members(plan: &Plan, source: &dyn Source, cache: &Cache, cancel: &Cancel) -> Result<Arc<RoaringBitmap>, EvaluateError> {
    Reading::new(plan, source, cache, cancel)?.users(&plan.root)
}

/// The people of a node, evaluating every node under it on the way.
fn each(
    reading: &Reading<'_>,
    node: &Node,
    conditions: &mut HashMap<String, Arc<RoaringBitmap>>,
) -> Result<Arc<RoaringBitmap>, EvaluateError> {
    let mut parts = Vec::with_capacity(node.parts().len());
    for part in node.parts() {
        parts.push(each(reading, part, conditions)?);
    }
    let people = match combined(&node.kind, reading.everyone(), &parts) {
        Some(people) => Arc::new(people),
        None => reading.leaf(node)?,
    };
    conditions.insert(node.path.clone(), Arc::clone(&people));
    Ok(people)
}

/// The rows that pass a group, of all rows of their kind, by those that pass its parts; `None` where it is no group.
pub(crate) fn combined(kind: &NodeKind, all: &RoaringBitmap, parts: &[Arc<RoaringBitmap>]) -> Option<RoaringBitmap> {
    Some(match kind {
        NodeKind::All(_) => parts.iter().fold(all.clone(), |left, part| left & &**part),
        NodeKind::Any(_) => parts.iter().fold(RoaringBitmap::new(), |found, part| found | &**part),
        // Without its part nobody passes it.
        NodeKind::Not(_) => parts.first().map_or_else(RoaringBitmap::new, |part| all - &**part),
        NodeKind::AtLeast { n, .. } => at_least(*n, parts),
        _ => return None,
    })
}

/// Who is in at least `n` of the parts; equal parts count each.
fn at_least(n: u32, parts: &[Arc<RoaringBitmap>]) -> RoaringBitmap {
    // reached[k]: in at least k + 1 of the parts so far. From the highest down, so that a part counts once.
    let mut reached = vec![RoaringBitmap::new(); n as usize];
    for part in parts {
        for k in (1..n as usize).rev() {
            let more = &reached[k - 1] & &**part;
            reached[k] |= more;
        }
        if let Some(first) = reached.first_mut() {
            *first |= &**part;
        }
    }
    reached.pop().unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod tests;

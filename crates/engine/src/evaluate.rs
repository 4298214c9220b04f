//! The walk over a plan.

mod events;
mod filter;
mod profile;

use crate::cache::{Cache, Key};
use crate::cancel::Cancel;
use crate::source::{Source, SourceError};
use muster_rules::plan::{Node, NodeKind, Plan};
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

/// The people of a plan and of every condition in it.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// Who matches.
    pub people: Arc<RoaringBitmap>,
    /// Everyone.
    pub everyone: Arc<RoaringBitmap>,
    /// Who matches each condition on its own, by its path.
    pub conditions: HashMap<String, Arc<RoaringBitmap>>,
}

/// Evaluates every condition of a plan on its own, and the whole.
pub fn evaluate(plan: &Plan, source: &dyn Source, cache: &Cache, cancel: &Cancel) -> Result<Evaluation, EvaluateError> {
    let everyone = Arc::new(source.everyone()?);
    let mut walk = Walk { plan, source, cache, cancel, everyone, conditions: HashMap::new() };
    let people = walk.node(&plan.root)?;
    Ok(Evaluation { people, everyone: walk.everyone, conditions: walk.conditions })
}

/// Evaluates who matches a plan and no more than that needs: an All group stops at the first part that leaves nobody, an Any group at the
/// first that leaves nobody out.
pub fn members(plan: &Plan, source: &dyn Source, cache: &Cache, cancel: &Cancel) -> Result<Arc<RoaringBitmap>, EvaluateError> {
    let everyone = Arc::new(source.everyone()?);
    Walk { plan, source, cache, cancel, everyone, conditions: HashMap::new() }.narrow(&plan.root)
}

struct Walk<'w> {
    plan: &'w Plan,
    source: &'w dyn Source,
    cache: &'w Cache,
    cancel: &'w Cancel,
    everyone: Arc<RoaringBitmap>,
    conditions: HashMap<String, Arc<RoaringBitmap>>,
}

impl Walk<'_> {
    /// The people of a node, computing every node under it on the way.
    fn node(&mut self, node: &Node) -> Result<Arc<RoaringBitmap>, EvaluateError> {
        let people = match &node.kind {
            NodeKind::All(of) => {
                let parts = self.parts(of)?;
                Arc::new(parts.iter().fold((*self.everyone).clone(), |left, part| left & &**part))
            }
            NodeKind::Any(of) => {
                let parts = self.parts(of)?;
                Arc::new(parts.iter().fold(RoaringBitmap::new(), |found, part| found | &**part))
            }
            NodeKind::Not(of) => {
                let part = self.node(of)?;
                Arc::new(&*self.everyone - &*part)
            }
            NodeKind::AtLeast { n, of } => Arc::new(at_least(*n, &self.parts(of)?)),
            _ => self.leaf(node)?,
        };
        self.conditions.insert(node.path.clone(), Arc::clone(&people));
        Ok(people)
    }

    fn parts(&mut self, of: &[Node]) -> Result<Vec<Arc<RoaringBitmap>>, EvaluateError> {
        of.iter().map(|part| self.node(part)).collect()
    }

    /// The people of a node, leaving out what cannot change them.
    fn narrow(&mut self, node: &Node) -> Result<Arc<RoaringBitmap>, EvaluateError> {
        Ok(match &node.kind {
            NodeKind::All(of) => {
                let mut left = (*self.everyone).clone();
                for part in of {
                    if left.is_empty() {
                        break;
                    }
                    left &= &*self.narrow(part)?;
                }
                Arc::new(left)
            }
            NodeKind::Any(of) => {
                let mut found = RoaringBitmap::new();
                for part in of {
                    if found.len() == self.everyone.len() {
                        break;
                    }
                    found |= &*self.narrow(part)?;
                }
                Arc::new(found)
            }
            NodeKind::Not(of) => {
                let part = self.narrow(of)?;
                Arc::new(&*self.everyone - &*part)
            }
            NodeKind::AtLeast { n, of } => {
                let parts: Vec<_> = of.iter().map(|part| self.narrow(part)).collect::<Result<_, _>>()?;
                Arc::new(at_least(*n, &parts))
            }
            _ => self.leaf(node)?,
        })
    }

    /// A condition that asks the data.
    fn leaf(&mut self, node: &Node) -> Result<Arc<RoaringBitmap>, EvaluateError> {
        if self.cancel.is_cancelled() {
            return Err(EvaluateError::Cancelled);
        }
        let key = Key { generation: self.source.generation(), zone: self.plan.zone.name(), fingerprint: node.fingerprint() };
        if let Some(people) = self.cache.get(&key) {
            return Ok(people);
        }
        let reading = Reading { source: self.source, cancel: self.cancel, everyone: &self.everyone, zone: self.plan.zone };
        let people = match &node.kind {
            NodeKind::Field { column, test } => profile::field(&reading, *column, test)?,
            NodeKind::Property { property, at, test } => profile::property(&reading, property, *at, test)?,
            NodeKind::Event(event) => events::event(&reading, event)?,
            NodeKind::All(_) | NodeKind::Any(_) | NodeKind::Not(_) | NodeKind::AtLeast { .. } => return self.node(node),
        };
        // A reading that was asked to stop has seen only a part.
        if self.cancel.is_cancelled() {
            return Err(EvaluateError::Cancelled);
        }
        let people = Arc::new(people);
        self.cache.put(key, Arc::clone(&people));
        Ok(people)
    }
}

/// What a condition reads with.
struct Reading<'r> {
    source: &'r dyn Source,
    cancel: &'r Cancel,
    everyone: &'r RoaringBitmap,
    zone: muster_rules::time::Zone,
}

impl Reading<'_> {
    /// Whether to read on. Asked for every item: a relaxed load.
    fn flow(&self) -> std::ops::ControlFlow<()> {
        if self.cancel.is_cancelled() {
            std::ops::ControlFlow::Break(())
        } else {
            std::ops::ControlFlow::Continue(())
        }
    }
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
        reached[0] |= &**part;
    }
    reached.pop().unwrap_or_default()
}

#[cfg(test)]
mod tests;

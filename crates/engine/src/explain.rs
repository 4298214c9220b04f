//! Why a person is in or out: every condition of a plan, whether it holds of the person, and what decided that.
//!
//! Whether a condition holds is asked of the very code that finds everyone, restricted to the person's rows, so that an explanation cannot say
//! otherwise than a count. The evidence beside it is read with the same readers.

mod evidence;
mod happened;
mod person;
mod related;
mod sequence;

use crate::cache::Cache;
use crate::cancel::Cancel;
use crate::evaluate::reading::Reading;
use crate::evaluate::{combined, EvaluateError};
use crate::source::{Ordinal, Source};
pub use evidence::*;
use muster_rules::plan::{Ask, Column, Node, NodeKind, Plan};
use roaring::RoaringBitmap;
use std::sync::Arc;

/// Explains a plan of one person. Of an ordinal that nobody has, nothing holds.
pub fn explain(plan: &Plan, source: &dyn Source, person: Ordinal, cache: &Cache, cancel: &Cancel) -> Result<Explanation, EvaluateError> {
    let everyone = Reading::new(plan, source, cache, cancel)?;
    let asked = Asked { reading: everyone.of(person), person };
    let segments = plan.segments.iter().map(|segment| {
        let (rule, _) = asked.node(&segment.root)?;
        Ok(ExplainedSegment { name: segment.name.clone(), rule })
    });
    let segments = segments.collect::<Result<Vec<_>, EvaluateError>>()?;
    Ok(Explanation { rule: asked.node(&plan.root)?.0, segments })
}

/// The person who is asked.
struct Asked<'a> {
    /// Of this person's rows alone.
    reading: Reading<'a>,
    person: Ordinal,
}

impl Asked<'_> {
    /// A condition explained, and the person or nobody, by whether it holds.
    fn node(&self, node: &Node) -> Result<(Explained, Arc<RoaringBitmap>), EvaluateError> {
        let (mut parts, mut people) = (Vec::new(), Vec::new());
        for part in node.parts() {
            let (explained, passing) = self.node(part)?;
            parts.push(explained);
            people.push(passing);
        }
        let passing = match combined(&node.kind, self.reading.everyone(), &people) {
            Some(passing) => Arc::new(passing),
            None => self.reading.leaf(node)?,
        };
        let explained = Explained {
            path: node.path.clone(),
            sentence: node.sentence.clone(),
            holds: passing.contains(self.person),
            evidence: self.evidence(node)?,
            parts,
        };
        Ok((explained, passing))
    }

    fn evidence(&self, node: &Node) -> Result<Evidence, EvaluateError> {
        match &node.kind {
            NodeKind::All(_) | NodeKind::Any(_) | NodeKind::Not(_) | NodeKind::AtLeast { .. } => Ok(Evidence::Group),
            NodeKind::Field { column: Column::User(column), .. } => self.field(*column),
            NodeKind::Property { property, at, .. } => self.property(property, *at),
            NodeKind::Event(event) => match &event.ask {
                Ask::Measure { measure, .. } => self.measure(&event.events, measure),
                Ask::Pick { pick, .. } => self.pick(&event.events, *pick),
            },
            NodeKind::Sequence(sequence) => self.sequence(node, sequence),
            NodeKind::Regular(regular) => self.regular(regular),
            NodeKind::Changed(changed) => self.changed(changed),
            NodeKind::Ever(ever) => self.ever(ever),
            NodeKind::Rank(rank) => self.rank(rank),
            NodeKind::Related(related) => self.related(related),
            NodeKind::Segment { name, .. } => Ok(Evidence::Segment { segment: name.clone() }),
            NodeKind::List { name } => Ok(Evidence::List { list: name.clone() }),
            NodeKind::Consent { purpose, at, .. } => self.consent(purpose, *at),
            NodeKind::Field { .. } | NodeKind::EventProperty { .. } | NodeKind::Time { .. } => Err(EvaluateError::misplaced(node)),
        }
    }
}

#[cfg(test)]
mod tests;

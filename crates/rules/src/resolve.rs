//! [`Condition`] → [`Plan`]: windows, times, tests and names made definite for one `now`, one zone and one catalog.

mod events;
mod recurrence;
mod related;
mod segments;
mod test;

use crate::condition::{Condition, CutSpec, RankSpec};
use crate::error::RuleError;
use crate::plan::{ChangedNode, Cut, EverNode, Node, NodeKind, Plan, RankBy, RankNode, Segment};
use crate::schema::{Catalog, Row};
use crate::sentence::{clause, Words};
use crate::time::{Millis, Span, Zone};
use crate::window::Window;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Resolves a rule. Fails where a window or list of ends contradicts itself at this `now`, and where a saved segment that the rule refers
/// to is not there, means nothing itself, or refers back to itself.
pub fn resolve(rule: &Condition, catalog: &Catalog, now: Millis, zone: Zone) -> Result<Plan, RuleError> {
    resolve_as(None, rule, catalog, now, zone)
}

/// The same for the rule that a saved segment is to have: one that leads back to the segment itself is refused as well.
pub fn resolve_as(segment: Option<&str>, rule: &Condition, catalog: &Catalog, now: Millis, zone: Zone) -> Result<Plan, RuleError> {
    let segments = segments::resolve_all(segment, rule, catalog, now, zone)?;
    let root = Resolver::new(now, zone, &segments).node(rule, "where", &Row::User)?;
    Ok(Plan { now, zone, segments, root })
}

struct Resolver<'s> {
    now: Millis,
    zone: Zone,
    words: Words,
    /// The digest of each segment resolved so far.
    segments: BTreeMap<&'s str, String>,
}

/// A fingerprint in 64 letters: inside one another, fingerprints themselves would double in length with every segment of a chain.
fn digest(fingerprint: &str) -> String {
    Sha256::digest(fingerprint).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl<'s> Resolver<'s> {
    fn new(now: Millis, zone: Zone, segments: &'s [Segment]) -> Self {
        let segments = segments.iter().map(|segment| (segment.name.as_str(), digest(&segment.root.fingerprint()))).collect();
        Resolver { now, zone, words: Words::new(now, zone), segments }
    }

    fn node(&self, rule: &Condition, path: &str, row: &Row) -> Result<Node, RuleError> {
        let kind = match rule {
            Condition::All(of) => NodeKind::All(self.nodes(of, path, row)?),
            Condition::Any(of) => NodeKind::Any(self.nodes(of, path, row)?),
            Condition::Not(of) => NodeKind::Not(Box::new(self.node(of, &format!("{path}.of"), row)?)),
            Condition::AtLeast { n, of } => NodeKind::AtLeast { n: *n, of: self.nodes(of, path, row)? },
            Condition::Field { column, test } => NodeKind::Field { column: column.clone(), test: self.test(test, path)? },
            Condition::Property { property, as_of, test } => {
                let (property, test) = (property.clone(), self.test(test, path)?);
                match row {
                    Row::Event => NodeKind::EventProperty { property, test },
                    // What begins later than now does not exist yet.
                    Row::User | Row::Table(_) => {
                        let at = as_of.as_ref().map_or(self.now, |time| time.instant(self.now, self.zone).min(self.now));
                        NodeKind::Property { property, at, test }
                    }
                }
            }
            Condition::Time { part, test } => NodeKind::Time { part: *part, test: self.test(test, path)? },
            Condition::Event(event) => NodeKind::Event(self.event(event, path)?),
            Condition::Sequence(sequence) => NodeKind::Sequence(self.sequence(sequence, path)?),
            Condition::Regular(regular) => NodeKind::Regular(self.regular(regular, path)?),
            Condition::Changed { property, from, to, window } => NodeKind::Changed(ChangedNode {
                property: property.clone(),
                from: from.clone(),
                to: to.clone(),
                window: self.past(window.as_ref(), path)?,
            }),
            Condition::Ever { property, test, window } => NodeKind::Ever(EverNode {
                property: property.clone(),
                test: self.test(test, path)?,
                window: self.past(window.as_ref(), path)?,
            }),
            Condition::Rank { by, top, cut } => NodeKind::Rank(self.rank(by, *top, *cut, path)?),
            Condition::Related(related) => NodeKind::Related(self.related(related, path)?),
            Condition::Segment { name } => NodeKind::Segment {
                name: name.clone(),
                fingerprint: self.segments.get(name.as_str()).cloned().ok_or_else(|| segments::unknown(path, name, &[]))?,
            },
            Condition::List { name } => NodeKind::List { name: name.clone() },
            Condition::Consent { purpose, state } => NodeKind::Consent { purpose: purpose.clone(), state: *state, at: self.now },
        };
        Ok(Node { path: path.to_owned(), sentence: clause(rule, &self.words, path), kind })
    }

    fn nodes(&self, of: &[Condition], path: &str, row: &Row) -> Result<Vec<Node>, RuleError> {
        of.iter().enumerate().map(|(i, part)| self.node(part, &format!("{path}.of[{i}]"), row)).collect()
    }

    /// The condition under `where` (`path` is that of the object around it), asked of other rows; left out: everything.
    fn filter(&self, filter: Option<&Condition>, path: &str, row: &Row) -> Result<Box<Node>, RuleError> {
        let path = format!("{path}.where");
        Ok(Box::new(match filter {
            Some(filter) => self.node(filter, &path, row)?,
            None => self.node(&Condition::All(Vec::new()), &path, row)?,
        }))
    }

    /// The window of an object up to now: nothing later exists. Left out: all time.
    fn past(&self, window: Option<&Window>, path: &str) -> Result<Span, RuleError> {
        let window = match window {
            None => Span::ALL,
            Some(window) => window.span(self.now, self.zone, &format!("{path}.window"))?,
        };
        Ok(window.intersect(Span { from: None, to: Some(self.now + 1) }))
    }

    fn rank(&self, by: &RankSpec, top: bool, cut: CutSpec, path: &str) -> Result<RankNode, RuleError> {
        let by = match by {
            RankSpec::Property(property) => RankBy::Property { property: property.clone(), at: self.now },
            RankSpec::Measure { events, window, measure } => {
                let path = format!("{path}.by");
                RankBy::Measure { events: self.events(events, window.as_ref(), &path)?, measure: measure.clone() }
            }
        };
        let cut = match cut {
            CutSpec::Number(n) => Cut::Number(n),
            // Whole millionths, so that every execution rounds alike: finer ones could not move anybody among fewer than a million.
            CutSpec::Percent(percent) => Cut::Share(((percent * 1e6).round() as u64).max(1)),
        };
        Ok(RankNode { by, top, cut })
    }
}

#[cfg(test)]
mod tests;

//! Rules read and resolved against what this workspace holds: its tables, relations, lists and segments.

use crate::error::Result;
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_rules::condition::Condition;
use muster_rules::document::{parse_document, Document};
use muster_rules::draft::{Compiled, Draft};
use muster_rules::plan::Plan;
use muster_rules::resolve::resolve;
use muster_rules::schema::Catalog;
use muster_rules::sentence::Words;
use muster_rules::time::Millis;
use muster_store::Reader;

/// A rule from a file, a saved segment or the canvas.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Checked.
    pub condition: Condition,
    /// The segment's name, where the source had one.
    pub name: Option<String>,
}

impl Workspace {
    /// Something short that is read from one state of the data.
    pub(crate) fn reading<T>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        self.store().read(&Cancel::new(), work)
    }

    /// What rules may refer to here by name.
    pub(crate) fn rules_catalog(&self) -> Result<Catalog> {
        self.reading(|reader| Ok(reader.rules_catalog()?))
    }

    /// Reads a segment file or a bare condition.
    pub fn read_rule(&self, text: &str) -> Result<Rule> {
        let Document { name, rule, .. } = parse_document(text, &self.rules_catalog()?)?;
        Ok(Rule { condition: rule, name })
    }

    /// A saved segment's rule.
    pub fn saved_rule(&self, name: &str) -> Result<Rule> {
        let segment = self.segment_named(name)?;
        let rule = crate::segments::read_definition(&segment, &self.rules_catalog()?)?.rule;
        Ok(Rule { condition: rule, name: Some(segment.name) })
    }

    /// A rule made definite for an instant.
    pub fn plan(&self, rule: &Condition, now: Millis) -> Result<Plan> {
        Ok(resolve(rule, &self.rules_catalog()?, now, self.zone())?)
    }

    /// The rule that a draft makes, at the instant that is now for it. Fails where the draft is none.
    pub(crate) fn draft_plan(&self, draft: &str) -> Result<(Compiled, Plan)> {
        self.draft_plan_in(&self.rules_catalog()?, None, draft)
    }

    /// The same against a catalog that was read before; `segment`: whose draft it is.
    pub(crate) fn draft_plan_in(&self, catalog: &Catalog, segment: Option<&str>, draft: &str) -> Result<(Compiled, Plan)> {
        let now = self.now();
        let compiled = Draft::parse(draft)?.compile(segment, catalog, now, self.zone())?;
        let plan = resolve(&compiled.rule, catalog, now, self.zone())?;
        Ok((compiled, plan))
    }

    /// How sentences speak of times here.
    pub(crate) fn words(&self, now: Millis) -> Words {
        Words::new(now, self.zone())
    }
}

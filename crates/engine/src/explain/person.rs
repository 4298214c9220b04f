//! What a person is and was.

use super::{Asked, Evidence, Held, Instant, SeenChange, SHOWN};
use crate::evaluate::history::{self, Change, ChangeTest, Stretch};
use crate::evaluate::profile::parse;
use crate::evaluate::{rank, EvaluateError};
use crate::source::FieldValue;
use muster_rules::matcher::Matcher;
use muster_rules::plan::{ChangedNode, ConsentState, EverNode, RankNode, UserColumn};
use muster_rules::time::{format_instant, Millis};
use serde_json::Value;

impl Asked<'_> {
    pub(super) fn field(&self, column: UserColumn) -> Result<Evidence, EvaluateError> {
        let mut value = None;
        self.reading.fields(column, |_, found| {
            value = Some(match found {
                FieldValue::Text(text) => text.to_owned(),
                FieldValue::Time(time) => format_instant(time),
            });
        })?;
        Ok(Evidence::Field { value })
    }

    fn stretches(&self, property: &str) -> Result<Vec<Stretch>, EvaluateError> {
        let mut all = Vec::new();
        history::visit(&self.reading, property, |_, stretches| all = together(stretches))?;
        Ok(all)
    }

    pub(super) fn property(&self, property: &str, at: Millis) -> Result<Evidence, EvaluateError> {
        let stretches = self.stretches(property)?;
        Ok(Evidence::Property { at: Instant(at), held: stretches.iter().find(|stretch| stretch.span().contains(at)).map(held) })
    }

    pub(super) fn changed(&self, node: &ChangedNode) -> Result<Evidence, EvaluateError> {
        let test = ChangeTest::new(node, self.reading.zone());
        let changes = history::changes(&self.stretches(&node.property)?);
        // What begins later than now has not happened.
        let happened = changes.iter().filter(|change| node.window.to.is_none_or(|to| change.at < to)).map(seen).collect();
        Ok(Evidence::Changed { change: changes.iter().rfind(|change| test.passes(change)).map(seen), changes: latest(happened) })
    }

    pub(super) fn ever(&self, node: &EverNode) -> Result<Evidence, EvaluateError> {
        let matcher = Matcher::new(&node.test, self.reading.zone());
        let stretches = self.stretches(&node.property)?;
        let begun = stretches.iter().filter(|stretch| node.window.to.is_none_or(|to| stretch.from < Some(to))).map(held).collect();
        Ok(Evidence::Ever { held: history::first_passing(&stretches, &matcher, node.window).map(held), history: latest(begun) })
    }

    pub(super) fn rank(&self, node: &RankNode) -> Result<Evidence, EvaluateError> {
        let ranked = rank::ranked(&self.reading, &node.by)?;
        let value = ranked.iter().find(|(user, _)| *user == self.person).map(|(_, value)| *value);
        let is_better = |other: f64, own: f64| if node.top { other > own } else { other < own };
        let place = value.map(|own| 1 + ranked.iter().filter(|(_, other)| is_better(*other, own)).count() as u64);
        Ok(Evidence::Rank {
            value,
            place,
            cut_off: rank::cut_off(&ranked, node.top, node.cut),
            ranked: ranked.len() as u64,
            wanted: node.cut.of(ranked.len() as u64),
        })
    }

    pub(super) fn consent(&self, purpose: &str, at: Millis) -> Result<Evidence, EvaluateError> {
        let mut state = ConsentState::Unknown;
        self.reading.consent(purpose, at, |_, given| state = if given { ConsentState::Granted } else { ConsentState::Denied })?;
        let since = match state {
            ConsentState::Unknown => None,
            ConsentState::Granted | ConsentState::Denied => self.reading.consent_since(purpose, at, self.person)?,
        };
        Ok(Evidence::Consent { purpose: purpose.to_owned(), state, since: since.map(Instant) })
    }
}

/// Stretches of the same value that follow each other at once, as one: said again is not begun again.
fn together(stretches: &[Stretch]) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    for stretch in stretches {
        match all.last_mut() {
            Some(last) if last.to.is_some() && last.to == stretch.from && last.json == stretch.json => last.to = stretch.to,
            _ => all.push(stretch.clone()),
        }
    }
    all
}

fn latest<T>(mut items: Vec<T>) -> Vec<T> {
    items.split_off(items.len().saturating_sub(SHOWN))
}

fn value(json: &str) -> Value {
    parse(json).unwrap_or_default()
}

fn held(stretch: &Stretch) -> Held {
    Held { value: value(&stretch.json), from: stretch.from.map(Instant), to: stretch.to.map(Instant) }
}

fn seen(change: &Change) -> SeenChange {
    SeenChange { at: Instant(change.at), old: change.old.as_deref().map(value), new: change.new.as_deref().map(value) }
}

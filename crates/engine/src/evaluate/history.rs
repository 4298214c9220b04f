//! What a user property was: `changed` and `ever`.
//!
//! Of a dotted name two histories make one: at every instant the value of the property of that very name where there is one, else what lies
//! inside the head's.

use super::profile::parse;
use super::reading::Reading;
use super::EvaluateError;
use crate::source::{Ordinal, Stood};
use muster_rules::matcher::Matcher;
use muster_rules::plan::{ChangedNode, EverNode, Positive, Scalar, Test};
use muster_rules::time::{Millis, Span, Zone};
use muster_rules::value::{canonical, inside};
use roaring::RoaringBitmap;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// A stretch of time in which a property had one value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    /// Since when, inclusive; `None`: since ever.
    pub(crate) from: Option<Millis>,
    /// Until when, exclusive; `None`: still so.
    pub(crate) to: Option<Millis>,
    /// Canonical JSON; never `null`.
    pub(crate) json: String,
}

impl Stretch {
    fn of(stood: &Stood<'_>) -> Self {
        Stretch { from: stood.from, to: stood.to, json: stood.value.to_owned() }
    }

    pub(crate) fn span(&self) -> Span {
        Span { from: self.from, to: self.to }
    }
}

/// A value that took the place of another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    pub(crate) at: Millis,
    /// Canonical JSON; `None`: there was no value.
    pub(crate) old: Option<String>,
    /// Canonical JSON; `None`: it was removed.
    pub(crate) new: Option<String>,
}

/// Every change in the order of time, of stretches in the order of time.
pub(crate) fn changes(stretches: &[Stretch]) -> Vec<Change> {
    let mut found = Vec::new();
    let mut last: Option<&Stretch> = None;
    for stretch in stretches {
        let old = match last {
            Some(last) if last.to == stretch.from => Some(&last.json),
            Some(last) => {
                // A gap: the value was removed where it ended.
                found.extend(last.to.map(|at| Change { at, old: Some(last.json.clone()), new: None }));
                None
            }
            None => None,
        };
        // What holds since ever has no beginning.
        if let Some(at) = stretch.from.filter(|_| old != Some(&stretch.json)) {
            found.push(Change { at, old: old.cloned(), new: Some(stretch.json.clone()) });
        }
        last = Some(stretch);
    }
    if let Some(last) = last {
        found.extend(last.to.map(|at| Change { at, old: Some(last.json.clone()), new: None }));
    }
    found
}

/// The history of a property, person by person.
pub(crate) fn visit(reading: &Reading<'_>, name: &str, mut visit: impl FnMut(Ordinal, &[Stretch])) -> Result<(), EvaluateError> {
    let Some((head, path)) = name.split_once('.') else { return together(reading, name, visit) };
    let mut literal: HashMap<Ordinal, Vec<Stretch>> = HashMap::new();
    together(reading, name, |user, stretches| {
        literal.insert(user, stretches.to_vec());
    })?;
    together(reading, head, |user, stretches| {
        let inner: Vec<Stretch> = stretches.iter().filter_map(|stretch| step_inside(stretch, path)).collect();
        match literal.remove(&user) {
            None => visit(user, &inner),
            Some(own) => visit(user, &merged(&own, &inner)),
        }
    })?;
    for (user, stretches) in literal {
        visit(user, &stretches);
    }
    Ok(())
}

/// The history of the property of this very name; the source gives each user's rows together.
fn together(reading: &Reading<'_>, name: &str, mut visit: impl FnMut(Ordinal, &[Stretch])) -> Result<(), EvaluateError> {
    let mut current: Option<Ordinal> = None;
    let mut stretches: Vec<Stretch> = Vec::new();
    reading.history(name, |stood| {
        if let Some(user) = current.filter(|user| *user != stood.user) {
            visit(user, &stretches);
            stretches.clear();
        }
        current = Some(stood.user);
        stretches.push(Stretch::of(&stood));
    })?;
    if let Some(user) = current {
        visit(user, &stretches);
    }
    Ok(())
}

fn step_inside(stretch: &Stretch, path: &str) -> Option<Stretch> {
    let value = parse(&stretch.json)?;
    Some(Stretch { json: canonical(inside(&value, path)?), ..*stretch })
}

/// What `own` says where it has a value, and `inner` elsewhere.
fn merged(own: &[Stretch], inner: &[Stretch]) -> Vec<Stretch> {
    // Between two neighbouring edges neither changes. `None`, since ever, comes before every instant.
    let both = || own.iter().chain(inner);
    let edges: BTreeSet<Option<Millis>> =
        both().flat_map(|stretch| [stretch.from].into_iter().chain(stretch.to.map(Some))).chain([None]).collect();
    let edges: Vec<Option<Millis>> = edges.into_iter().collect();
    let at = |stretches: &[Stretch], time: Option<Millis>| {
        let holds = |stretch: &&Stretch| match time {
            None => stretch.from.is_none(),
            Some(time) => stretch.span().contains(time),
        };
        // They do not overlap, so the last that has begun is the only one that may hold.
        let begun = stretches.partition_point(|stretch| stretch.from <= time);
        stretches.get(..begun).and_then(<[Stretch]>::last).filter(holds).map(|stretch| stretch.json.clone())
    };
    edges
        .iter()
        .enumerate()
        .filter_map(|(i, from)| {
            let json = at(own, *from).or_else(|| at(inner, *from))?;
            Some(Stretch { from: *from, to: edges.get(i + 1).copied().flatten(), json })
        })
        .collect()
}

/// The test of a changed value: as `is`.
pub(crate) struct ChangeTest {
    from: Option<Matcher>,
    to: Option<Matcher>,
    window: Span,
}

impl ChangeTest {
    pub(crate) fn new(node: &ChangedNode, zone: Zone) -> Self {
        let is = |scalar: &Option<Scalar>| {
            let positive = Positive::In(vec![scalar.clone()?]);
            Some(Matcher::new(&Test { negated: false, positive }, zone))
        };
        ChangeTest { from: is(&node.from), to: is(&node.to), window: node.window }
    }

    pub(crate) fn passes(&self, change: &Change) -> bool {
        let value = |json: &Option<String>| -> Option<Value> { json.as_deref().and_then(parse) };
        let passes =
            |test: &Option<Matcher>, json: &Option<String>| test.as_ref().is_none_or(|matcher| matcher.passes_json(value(json).as_ref()));
        self.window.contains(change.at) && passes(&self.from, &change.old) && passes(&self.to, &change.new)
    }
}

pub(super) fn changed(reading: &Reading<'_>, node: &ChangedNode) -> Result<RoaringBitmap, EvaluateError> {
    let mut passed = RoaringBitmap::new();
    if node.window.is_empty() {
        return Ok(passed);
    }
    let test = ChangeTest::new(node, reading.zone());
    visit(reading, &node.property, |user, stretches| {
        if changes(stretches).iter().any(|change| test.passes(change)) {
            passed.insert(user);
        }
    })?;
    Ok(passed)
}

/// The first stretch that lies in the window, in part at least, and whose value passes.
pub(crate) fn first_passing<'s>(stretches: &'s [Stretch], matcher: &Matcher, window: Span) -> Option<&'s Stretch> {
    stretches
        .iter()
        .filter(|stretch| !stretch.span().intersect(window).is_empty())
        .find(|stretch| matcher.passes_json(parse(&stretch.json).as_ref()))
}

pub(super) fn ever(reading: &Reading<'_>, node: &EverNode) -> Result<RoaringBitmap, EvaluateError> {
    let mut passed = RoaringBitmap::new();
    if node.window.is_empty() {
        return Ok(passed);
    }
    let matcher = Matcher::new(&node.test, reading.zone());
    visit(reading, &node.property, |user, stretches| {
        if first_passing(stretches, &matcher, node.window).is_some() {
            passed.insert(user);
        }
    })?;
    Ok(passed)
}

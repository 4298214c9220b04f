//! Help for a rule that selects nobody: which condition empties it, and what it asks for that does not occur, with the nearest that does.

use crate::dto::{Unseen, UnseenKind};
use crate::error::Result;
use crate::jobs::whole;
use muster_engine::evaluate::Evaluation;
use muster_engine::source::{AskedColumn, Cell, Source};
use muster_rules::error::nearest;
use muster_rules::plan::{Ask, Column, EventNames, Events, Node, NodeKind, Plan, Positive, RankBy, Scalar, Test};
use muster_rules::text::fold;
use muster_rules::time::{format_instant, Millis, Span};
use muster_rules::value::{lookup, number_text};
use muster_store::{EventEntry, Reader, ValuesOf};
use roaring::RoaringBitmap;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Most things named: beyond, a list helps nobody.
const MOST: usize = 10;
/// Real values that a near one is looked for among, the most frequent first.
const VALUES: usize = 10_000;

/// The path of the condition that empties the rule: the first part of an All group that leaves nobody, and inside it, where it selects
/// nobody on its own, the part that does. `None` where somebody is selected, or nobody is there at all.
pub(crate) fn emptied_by(plan: &Plan, evaluation: &Evaluation) -> Option<String> {
    if !evaluation.people.is_empty() || evaluation.everyone.is_empty() {
        return None;
    }
    let mut node = &plan.root;
    while let Some(next) = deeper(node, evaluation) {
        node = next;
    }
    // The rule as a whole says nothing about where.
    (node.path != plan.root.path).then(|| node.path.clone())
}

fn deeper<'n>(node: &'n Node, evaluation: &Evaluation) -> Option<&'n Node> {
    let people = |node: &Node| evaluation.conditions.get(&node.path);
    match &node.kind {
        // Only a group that selects nobody on its own is looked into.
        _ if people(node).is_some_and(|people| !people.is_empty()) => None,
        NodeKind::All(of) => {
            let mut left: RoaringBitmap = (*evaluation.everyone).clone();
            of.iter().find(|part| {
                if let Some(people) = people(part) {
                    left &= &**people;
                }
                left.is_empty()
            })
        }
        // Of several parts that all select nobody, none is to blame more than another.
        NodeKind::Any(of) if of.len() == 1 => of.first(),
        _ => None,
    }
}

/// What a rule asks for that does not occur in the data up to now. Negations are left out: what never was makes them true.
pub(crate) fn unseen(plan: &Plan, reader: &Reader<'_>) -> Result<Vec<Unseen>> {
    let mut look = Look { plan, reader, events: reader.events_catalog(plan.now)?, properties: Vec::new(), found: Vec::new() };
    look.properties = reader.properties(plan.now)?.into_iter().map(|entry| entry.name).collect();
    let roots = plan.segments.iter().map(|segment| &segment.root).chain(std::iter::once(&plan.root));
    for root in roots.collect::<Vec<_>>() {
        look.node(root, &EventNames::Every)?;
    }
    look.found.truncate(MOST);
    Ok(look.found)
}

struct Look<'l> {
    plan: &'l Plan,
    reader: &'l Reader<'l>,
    events: Vec<EventEntry>,
    properties: Vec<String>,
    found: Vec<Unseen>,
}

impl Look<'_> {
    /// `events`: those whose property it is, where the condition is asked of events.
    fn node(&mut self, node: &Node, events: &EventNames) -> Result<()> {
        match &node.kind {
            NodeKind::All(of) | NodeKind::Any(of) | NodeKind::AtLeast { of, .. } => of.iter().try_for_each(|part| self.node(part, events)),
            NodeKind::Field { column, test } => self.field(node, column, test),
            NodeKind::Property { property, test, .. } => self.property(node, property, Some(test)),
            NodeKind::Ever(ever) => self.property(node, &ever.property, Some(&ever.test)),
            NodeKind::Changed(changed) => self.property(node, &changed.property, None),
            NodeKind::EventProperty { property, test } => self.event_property(node, events, property, test),
            NodeKind::Event(event) => {
                self.events(node, &event.events)?;
                match &event.ask {
                    Ask::Pick { having, .. } => self.node(having, &event.events.names),
                    Ask::Measure { .. } => Ok(()),
                }
            }
            NodeKind::Sequence(sequence) => {
                sequence.steps.iter().filter(|step| !step.absent).try_for_each(|step| self.events(&step.events.filter, &step.events))
            }
            NodeKind::Regular(regular) => self.events(node, &regular.events),
            NodeKind::Rank(rank) => match &rank.by {
                RankBy::Measure { events, .. } => self.events(node, events),
                RankBy::Property { property, .. } => self.property(node, property, None),
            },
            NodeKind::Related(related) => self.node(&related.filter, events),
            NodeKind::Not(_) | NodeKind::Time { .. } | NodeKind::Segment { .. } | NodeKind::List { .. } | NodeKind::Consent { .. } => {
                Ok(())
            }
        }
    }

    fn events(&mut self, node: &Node, events: &Events) -> Result<()> {
        if let EventNames::Named(names) = &events.names {
            let seen = |name: &String| self.events.iter().any(|entry| entry.name == *name && entry.count > 0);
            if !names.iter().any(seen) {
                let known: Vec<&str> = self.events.iter().filter(|entry| entry.count > 0).map(|entry| entry.name.as_str()).collect();
                for name in names {
                    let near = like(name, &known);
                    let entry = self.events.iter().find(|entry| Some(entry.name.as_str()) == near);
                    self.found.push(Unseen {
                        path: node.path.clone(),
                        kind: UnseenKind::Event,
                        name: name.clone(),
                        nearest: near.map(str::to_owned),
                        count: whole(entry.map_or(0, |entry| entry.count)),
                        last_seen: entry.and_then(|entry| entry.last_seen).map(format_instant),
                    });
                }
                return Ok(());
            }
        }
        self.node(&events.filter, &events.names)
    }

    fn field(&mut self, node: &Node, column: &Column, test: &Test) -> Result<()> {
        let Some(wanted) = texts(test) else { return Ok(()) };
        let real: BTreeMap<String, u64> = match column {
            Column::User(column) => self.top(&ValuesOf::Field(*column))?,
            // The names of events are looked at where they are chosen.
            Column::Event(_) => return Ok(()),
            Column::Table(column) => {
                let mut real = BTreeMap::new();
                let asked = [AskedColumn { name: &column.column, kind: column.kind }];
                self.reader.table_rows(&column.table, &asked, &mut |_, cells| {
                    let text = match cells {
                        [Cell::Text(text)] => (*text).to_owned(),
                        [Cell::Number(number)] => number_text(*number),
                        [Cell::Bool(bool)] => bool.to_string(),
                        _ => return ControlFlow::Continue(()),
                    };
                    if real.len() < VALUES || real.contains_key(&text) {
                        *real.entry(text).or_insert(0) += 1;
                    }
                    ControlFlow::Continue(())
                })?;
                real
            }
        };
        self.values(node, &wanted, &real, |_| Ok(None))
    }

    fn property(&mut self, node: &Node, property: &str, test: Option<&Test>) -> Result<()> {
        let head = property.split('.').next().unwrap_or(property);
        if !self.properties.iter().any(|known| known == property || known == head || known.starts_with(&format!("{head}."))) {
            let known: Vec<&str> = self.properties.iter().map(String::as_str).collect();
            self.found.push(Unseen {
                path: node.path.clone(),
                kind: UnseenKind::Property,
                name: property.to_owned(),
                nearest: like(property, &known).map(str::to_owned),
                count: 0,
                last_seen: None,
            });
            return Ok(());
        }
        let Some(wanted) = test.and_then(texts) else { return Ok(()) };
        let real = self.top(&ValuesOf::Property(property))?;
        self.values(node, &wanted, &real, |_| Ok(None))
    }

    fn event_property(&mut self, node: &Node, events: &EventNames, property: &str, test: &Test) -> Result<()> {
        let named = |name: &str| match events {
            EventNames::Every => true,
            EventNames::Named(names) => names.iter().any(|wanted| wanted == name),
        };
        let inside = |entry: &&EventEntry| named(&entry.name);
        let known: Vec<&str> =
            self.events.iter().filter(inside).flat_map(|entry| &entry.properties).map(|property| property.name.as_str()).collect();
        let head = property.split('.').next().unwrap_or(property);
        if !known.iter().any(|known| *known == property || *known == head || known.starts_with(&format!("{head}."))) {
            self.found.push(Unseen {
                path: node.path.clone(),
                kind: UnseenKind::EventProperty,
                name: property.to_owned(),
                nearest: like(property, &known).map(str::to_owned),
                count: 0,
                last_seen: None,
            });
            return Ok(());
        }
        let Some(wanted) = texts(test) else { return Ok(()) };
        let mut real: BTreeMap<String, u64> = BTreeMap::new();
        match events {
            EventNames::Every => real = self.top(&ValuesOf::EventProperty(None, property))?,
            EventNames::Named(names) => {
                for name in names {
                    for (text, count) in self.top(&ValuesOf::EventProperty(Some(name), property))? {
                        *real.entry(text).or_insert(0) += count;
                    }
                }
            }
        }
        let (reader, now) = (self.reader, self.plan.now);
        self.values(node, &wanted, &real, |text| last_time(reader, events, property, text, now))
    }

    /// Values asked for of which not one occurs; `last_seen` says when the near one was.
    fn values(
        &mut self,
        node: &Node,
        wanted: &[String],
        real: &BTreeMap<String, u64>,
        last_seen: impl Fn(&str) -> Result<Option<Millis>>,
    ) -> Result<()> {
        // Of more values than are looked at, nothing can be said for certain.
        if real.len() >= VALUES || wanted.iter().any(|text| real.contains_key(text)) {
            return Ok(());
        }
        let known: Vec<&str> = real.keys().map(String::as_str).collect();
        for text in wanted.iter().take(MOST) {
            let near = like(text, &known);
            self.found.push(Unseen {
                path: node.path.clone(),
                kind: UnseenKind::Value,
                name: text.clone(),
                nearest: near.map(str::to_owned),
                count: whole(near.and_then(|near| real.get(near)).copied().unwrap_or(0)),
                last_seen: near.map(&last_seen).transpose()?.flatten().map(format_instant),
            });
        }
        Ok(())
    }

    fn top(&self, of: &ValuesOf<'_>) -> Result<BTreeMap<String, u64>> {
        let values = self.reader.top_values(of, "", VALUES, self.plan.now)?;
        Ok(values.into_iter().map(|value| (value.text, value.count)).collect())
    }
}

/// When an event with this value was last seen.
fn last_time(reader: &Reader<'_>, names: &EventNames, property: &str, text: &str, now: Millis) -> Result<Option<Millis>> {
    let mut last = None;
    reader.events(names, Span { from: None, to: Some(now + 1) }, true, &mut |event| {
        if last.is_none_or(|last| last < event.time) {
            let properties: Value = serde_json::from_str(event.properties).unwrap_or(Value::Null);
            if lookup(&properties, property).is_some_and(|value| reads(value, text)) {
                last = Some(event.time);
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(last)
}

fn reads(value: &Value, text: &str) -> bool {
    match value {
        Value::String(value) => value == text,
        Value::Number(number) => number.as_f64().is_some_and(|number| number_text(number) == text),
        Value::Bool(bool) => text == if *bool { "true" } else { "false" },
        Value::Array(items) => items.iter().any(|item| reads(item, text)),
        Value::Null | Value::Object(_) => false,
    }
}

/// The values that a positive test of equality names, as texts; `None` of other tests.
fn texts(test: &Test) -> Option<Vec<String>> {
    let Positive::In(scalars) = &test.positive else { return None };
    let text = |scalar: &Scalar| match scalar {
        Scalar::Text(text) => text.clone(),
        Scalar::Number(number) => number_text(*number),
        Scalar::Bool(bool) => bool.to_string(),
    };
    (!test.negated).then(|| scalars.iter().map(text).collect())
}

/// The nearest of what there is: the same but for case and spaces around, else what is spelled alike.
fn like<'w>(word: &str, known: &[&'w str]) -> Option<&'w str> {
    let plain = |word: &str| fold(word.trim());
    let wanted = plain(word);
    known.iter().find(|known| plain(known) == wanted).copied().or_else(|| nearest(word, known))
}

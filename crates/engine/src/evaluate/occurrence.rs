//! Conditions asked of an event, made ready: tests compiled once, what events are related to read once.

use super::reading::Reading;
use super::related::Related;
use super::{keys, time, EvaluateError};
use crate::source::Event;
use muster_rules::matcher::Matcher;
use muster_rules::plan::{Column, EventColumn, Events, Key, Node, NodeKind, TimePart};
use muster_rules::time::Zone;
use muster_rules::value::lookup;
use serde_json::Value;
use std::borrow::Cow;
use std::cell::OnceCell;

/// An event, its properties read at most once and only where they are asked for.
pub(crate) struct Occurrence<'e> {
    pub(crate) event: Event<'e>,
    properties: OnceCell<Value>,
}

impl<'e> Occurrence<'e> {
    pub(crate) fn new(event: Event<'e>) -> Self {
        Occurrence { event, properties: OnceCell::new() }
    }

    /// All of its properties.
    pub(crate) fn properties(&self) -> &Value {
        // Stored JSON is canonical, so it always reads; where it does not, the event has no properties.
        self.properties.get_or_init(|| serde_json::from_str(self.event.properties).unwrap_or(Value::Null))
    }

    /// A property; `None` where it is absent or `null`.
    pub(crate) fn property(&self, name: &str) -> Option<&Value> {
        lookup(self.properties(), name)
    }
}

/// A condition on events, made ready.
pub(crate) struct EventFilter {
    root: Ready,
    properties: bool,
    zone: Zone,
}

enum Ready {
    All(Vec<Ready>),
    Any(Vec<Ready>),
    Not(Box<Ready>),
    AtLeast(u32, Vec<Ready>),
    Name(Matcher),
    Timestamp(Matcher),
    Property(String, Matcher),
    Part(TimePart, Matcher),
    Related(Key, Box<Related>),
}

impl EventFilter {
    pub(crate) fn new(reading: &Reading<'_>, filter: &Node) -> Result<Self, EvaluateError> {
        let mut properties = false;
        let root = ready(reading, filter, &mut properties)?;
        Ok(EventFilter { root, properties, zone: reading.zone() })
    }

    /// Whether it needs the events' properties.
    pub(crate) fn reads_properties(&self) -> bool {
        self.properties
    }

    pub(crate) fn passes(&self, occurrence: &Occurrence<'_>) -> bool {
        self.part(&self.root, occurrence)
    }

    fn part(&self, part: &Ready, occurrence: &Occurrence<'_>) -> bool {
        let event = &occurrence.event;
        match part {
            Ready::All(of) => of.iter().all(|part| self.part(part, occurrence)),
            Ready::Any(of) => of.iter().any(|part| self.part(part, occurrence)),
            Ready::Not(of) => !self.part(of, occurrence),
            Ready::AtLeast(n, of) => of.iter().filter(|part| self.part(part, occurrence)).count() >= *n as usize,
            Ready::Name(matcher) => matcher.passes_text(Some(event.name)),
            Ready::Timestamp(matcher) => matcher.passes_time(Some(event.time)),
            Ready::Property(name, matcher) => matcher.passes_json(occurrence.property(name)),
            Ready::Part(part, matcher) => time::passes(matcher, *part, event.time, self.zone),
            Ready::Related(key, related) => related.passes(&event_keys(key, occurrence, self.zone)),
        }
    }
}

/// The keys that an event is related by.
pub(crate) fn event_keys<'o>(key: &Key, occurrence: &'o Occurrence<'_>, zone: Zone) -> Vec<Cow<'o, str>> {
    let mut texts = Vec::new();
    match key {
        Key::EventProperty(name) => {
            if let Some(value) = occurrence.property(name) {
                keys::text_forms(value, &mut texts);
            }
        }
        Key::EventDate => texts.push(Cow::Owned(time::date_text(zone.date(occurrence.event.time)))),
        // Keys of other rows: no event has them.
        Key::UserColumn(_) | Key::UserProperty { .. } | Key::TableColumn(_) => {}
    }
    texts
}

fn ready(reading: &Reading<'_>, node: &Node, properties: &mut bool) -> Result<Ready, EvaluateError> {
    let mut parts = |of: &[Node]| of.iter().map(|part| ready(reading, part, properties)).collect::<Result<Vec<_>, _>>();
    let matcher = |test| Matcher::new(test, reading.zone());
    Ok(match &node.kind {
        NodeKind::All(of) => Ready::All(parts(of)?),
        NodeKind::Any(of) => Ready::Any(parts(of)?),
        NodeKind::AtLeast { n, of } => Ready::AtLeast(*n, parts(of)?),
        NodeKind::Not(of) => Ready::Not(Box::new(ready(reading, of, properties)?)),
        NodeKind::Field { column: Column::Event(EventColumn::EventName), test } => Ready::Name(matcher(test)),
        NodeKind::Field { column: Column::Event(EventColumn::Timestamp), test } => Ready::Timestamp(matcher(test)),
        NodeKind::Time { part, test } => Ready::Part(*part, matcher(test)),
        NodeKind::EventProperty { property, test } => {
            *properties = true;
            Ready::Property(property.clone(), matcher(test))
        }
        NodeKind::Related(related) => {
            *properties |= matches!(related.from, Key::EventProperty(_));
            Ready::Related(related.from.clone(), Box::new(Related::new(reading, related)?))
        }
        _ => return Err(EvaluateError::misplaced(node)),
    })
}

/// Which events by name, time and content, made ready.
pub(crate) struct Matching<'m> {
    events: &'m Events,
    filter: EventFilter,
}

impl<'m> Matching<'m> {
    pub(crate) fn new(reading: &Reading<'_>, events: &'m Events) -> Result<Self, EvaluateError> {
        Ok(Matching { events, filter: EventFilter::new(reading, &events.filter)? })
    }

    /// Visits each matching event; `properties`: whether the visitor reads them.
    pub(crate) fn visit(
        &self,
        reading: &Reading<'_>,
        properties: bool,
        mut visit: impl FnMut(&Occurrence<'_>),
    ) -> Result<(), EvaluateError> {
        let properties = properties || self.filter.reads_properties();
        reading.events(&self.events.names, self.events.window, properties, |event| {
            let occurrence = Occurrence::new(event);
            if self.filter.passes(&occurrence) {
                visit(&occurrence);
            }
        })
    }
}

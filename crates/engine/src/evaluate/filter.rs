//! Conditions asked of an event.

use crate::source::Event;
use muster_rules::matcher::Matcher;
use muster_rules::plan::{EventColumn, EventFilter};
use muster_rules::time::Zone;
use muster_rules::value::lookup;
use serde_json::Value;

/// An event filter made ready.
pub(super) struct Filter {
    root: Ready,
    properties: bool,
}

enum Ready {
    All(Vec<Ready>),
    Any(Vec<Ready>),
    Not(Box<Ready>),
    AtLeast(u32, Vec<Ready>),
    Name(Matcher),
    Time(Matcher),
    Property(String, Matcher),
}

impl Filter {
    pub(super) fn new(filter: &EventFilter, zone: Zone) -> Self {
        let mut properties = false;
        let root = ready(filter, zone, &mut properties);
        Filter { root, properties }
    }

    /// Whether it needs the events' JSON.
    pub(super) fn reads_properties(&self) -> bool {
        self.properties
    }

    pub(super) fn passes(&self, event: &Event<'_>) -> bool {
        let properties = if self.properties {
            // Stored JSON is canonical, so it always reads.
            serde_json::from_str(event.properties).unwrap_or(Value::Null)
        } else {
            Value::Null
        };
        passes(&self.root, event, &properties)
    }
}

fn ready(filter: &EventFilter, zone: Zone, properties: &mut bool) -> Ready {
    let mut parts = |of: &[EventFilter]| of.iter().map(|part| ready(part, zone, properties)).collect::<Vec<_>>();
    match filter {
        EventFilter::All(of) => Ready::All(parts(of)),
        EventFilter::Any(of) => Ready::Any(parts(of)),
        EventFilter::AtLeast { n, of } => Ready::AtLeast(*n, parts(of)),
        EventFilter::Not(of) => Ready::Not(Box::new(ready(of, zone, properties))),
        EventFilter::Field { column: EventColumn::EventName, test } => Ready::Name(Matcher::new(test, zone)),
        EventFilter::Field { column: EventColumn::Timestamp, test } => Ready::Time(Matcher::new(test, zone)),
        EventFilter::Property { property, test } => {
            *properties = true;
            Ready::Property(property.clone(), Matcher::new(test, zone))
        }
    }
}

fn passes(filter: &Ready, event: &Event<'_>, properties: &Value) -> bool {
    match filter {
        Ready::All(of) => of.iter().all(|part| passes(part, event, properties)),
        Ready::Any(of) => of.iter().any(|part| passes(part, event, properties)),
        Ready::Not(of) => !passes(of, event, properties),
        Ready::AtLeast(n, of) => of.iter().filter(|part| passes(part, event, properties)).count() >= *n as usize,
        Ready::Name(matcher) => matcher.passes_text(Some(event.name)),
        Ready::Time(matcher) => matcher.passes_time(Some(event.time)),
        Ready::Property(name, matcher) => matcher.passes_json(lookup(properties, name)),
    }
}

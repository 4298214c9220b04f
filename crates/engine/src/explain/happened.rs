//! What a person did.

use super::{Asked, Evidence, Instant, Period, SeenEvent, SHOWN};
use crate::evaluate::measures::{self, Measured};
use crate::evaluate::occurrence::{Matching, Occurrence};
use crate::evaluate::pick::is_picked;
use crate::evaluate::{regular, EvaluateError};
use muster_rules::plan::{Events, Measure, Pick, RegularNode};
use muster_rules::time::{format_instant, Millis};
use serde_json::{Number, Value};
use std::collections::BTreeMap;

/// An event as it is shown.
pub(super) fn seen(occurrence: &Occurrence<'_>) -> SeenEvent {
    let event = &occurrence.event;
    let properties = occurrence.properties().clone();
    SeenEvent { number: event.number, time: Instant(event.time), name: event.name.to_owned(), properties }
}

impl Asked<'_> {
    pub(super) fn measure(&self, events: &Events, measure: &Measure) -> Result<Evidence, EvaluateError> {
        let mut count = 0;
        let mut first: BTreeMap<(Millis, u64), SeenEvent> = BTreeMap::new();
        Matching::new(&self.reading, events)?.visit(&self.reading, true, |occurrence| {
            count += 1;
            let at = (occurrence.event.time, occurrence.event.number);
            if first.len() < SHOWN || first.last_key_value().is_some_and(|(last, _)| at < *last) {
                first.insert(at, seen(occurrence));
                if first.len() > SHOWN {
                    first.pop_last();
                }
            }
        })?;
        let mut value = measure.is_zero_of_none().then(|| number(0.0));
        measures::each(&self.reading, events, measure, |_, measured| value = Some(shown(measured)))?;
        Ok(Evidence::Measure { measure: measure.name().to_owned(), value, count, events: first.into_values().collect() })
    }

    pub(super) fn pick(&self, events: &Events, pick: Pick) -> Result<Evidence, EvaluateError> {
        let mut count = 0;
        let mut picked: Option<SeenEvent> = None;
        Matching::new(&self.reading, events)?.visit(&self.reading, true, |occurrence| {
            count += 1;
            let at = (occurrence.event.time, occurrence.event.number);
            if picked.as_ref().is_none_or(|old| is_picked(pick, at, (old.time.0, old.number))) {
                picked = Some(seen(occurrence));
            }
        })?;
        Ok(Evidence::Pick { event: picked, count })
    }

    pub(super) fn regular(&self, node: &RegularNode) -> Result<Evidence, EvaluateError> {
        let mut counts = vec![0u64; node.periods.len()];
        regular::visit(&self.reading, node, |_, period| {
            if let Some(count) = counts.get_mut(period) {
                *count += 1;
            }
        })?;
        let period = |(span, count): (&muster_rules::time::Span, u64)| Period {
            from: span.from.map(Instant),
            to: span.to.map(Instant),
            count,
            enough: count >= u64::from(node.times),
        };
        let periods: Vec<Period> = node.periods.iter().zip(counts).map(period).collect();
        let reached = periods.iter().filter(|period| period.enough).count() as u32;
        Ok(Evidence::Regular { periods, reached, at_least: node.at_least })
    }
}

fn shown(measured: Measured) -> Value {
    match measured {
        Measured::Nothing => Value::Null,
        Measured::Number(value) => number(value),
        Measured::Time(time) => Value::String(format_instant(time)),
        Measured::Json(value) => value,
        Measured::Text(text) => Value::String(text),
    }
}

/// JSON has no infinite numbers: those are shown as text.
fn number(number: f64) -> Value {
    match Number::from_f64(number) {
        // A whole number is shown as one.
        Some(_) if number.fract() == 0.0 && number.abs() < 9e15 => Value::from(number as i64),
        Some(exact) => Value::Number(exact),
        None => Value::String(number.to_string()),
    }
}

//! Measures, by the rules room's own arithmetic.

use crate::data::{texts, Event};
use muster_rules::measure::Sum;
use muster_rules::plan::Measure;
use muster_rules::time::{Millis, Zone};
use muster_rules::value::{lookup, read_decimal};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) enum Measured {
    Absent,
    Number(f64),
    Time(Millis),
    Json(Value),
}

/// Of events in the order of time, then of import.
pub(crate) fn measured(measure: &Measure, events: &[&Event], zone: Zone) -> Measured {
    let values = || {
        let property = measure.property().unwrap_or_default();
        events.iter().filter_map(move |event| lookup(&event.properties, property)).filter(|value| !value.is_null())
    };
    let numbers = || {
        values().filter_map(|value| match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => read_decimal(text),
            _ => None,
        })
    };
    let added = || {
        let mut sum = Sum::new();
        numbers().for_each(|number| sum.add(number));
        sum
    };
    // Both infinities added are no number.
    let number = |number: Option<f64>| number.filter(|number| !number.is_nan()).map_or(Measured::Absent, Measured::Number);
    let json = |value: Option<&Value>| value.cloned().map_or(Measured::Absent, Measured::Json);
    match measure {
        Measure::Count => Measured::Number(events.len() as f64),
        Measure::ActiveDays => Measured::Number(events.iter().map(|event| zone.date(event.at)).collect::<BTreeSet<_>>().len() as f64),
        Measure::Distinct(_) => Measured::Number(values().flat_map(texts).collect::<BTreeSet<_>>().len() as f64),
        Measure::Sum(_) => number(Some(added().sum())),
        Measure::Avg(_) => number(added().avg()),
        Measure::Min(_) => number(numbers().min_by(f64::total_cmp)),
        Measure::Max(_) => number(numbers().max_by(f64::total_cmp)),
        Measure::First => events.first().map_or(Measured::Absent, |event| Measured::Time(event.at)),
        Measure::Last => events.last().map_or(Measured::Absent, |event| Measured::Time(event.at)),
        Measure::FirstValue(_) => json(values().next()),
        Measure::LastValue(_) => json(values().next_back()),
        Measure::MostFrequent(_) => {
            let mut times: BTreeMap<String, usize> = BTreeMap::new();
            values().flat_map(texts).for_each(|text| *times.entry(text).or_default() += 1);
            let most = times.into_iter().min_by_key(|(text, times)| (std::cmp::Reverse(*times), text.clone()));
            most.map_or(Measured::Absent, |(text, _)| Measured::Json(Value::String(text)))
        }
    }
}

//! Measures over each person's matching events, in one reading.

use super::keys::text_forms;
use super::occurrence::{Matching, Occurrence};
use super::pick::is_picked;
use super::reading::Reading;
use super::EvaluateError;
use crate::source::Ordinal;
use muster_rules::matcher::Matcher;
use muster_rules::measure::Sum;
use muster_rules::plan::{Events, Measure, Pick, Test};
use muster_rules::time::Millis;
use muster_rules::value::read_decimal;
use roaring::RoaringBitmap;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// What a measure of one person's events is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Measured {
    /// No value, though there are events: both infinities added are no number.
    Nothing,
    Number(f64),
    Time(Millis),
    Json(Value),
    Text(String),
}

impl Measured {
    fn passes(&self, matcher: &Matcher) -> bool {
        match self {
            Measured::Nothing => matcher.passes_absent(),
            Measured::Number(number) => matcher.passes_number(*number),
            Measured::Time(time) => matcher.passes_time(Some(*time)),
            Measured::Json(value) => matcher.passes_json(Some(value)),
            Measured::Text(text) => matcher.passes_text(Some(text)),
        }
    }

    /// Its number, where it has one: what it is ranked by.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Measured::Number(number) => Some(*number),
            Measured::Json(value) => json_number(value),
            Measured::Text(text) => read_decimal(text),
            Measured::Nothing | Measured::Time(_) => None,
        }
    }
}

/// The number that a JSON value is: a number, or a text that is wholly a decimal number.
pub(crate) fn json_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => read_decimal(text),
        _ => None,
    }
}

/// Who passes a test of a measure.
pub(super) fn passing(reading: &Reading<'_>, events: &Events, measure: &Measure, test: &Test) -> Result<RoaringBitmap, EvaluateError> {
    let matcher = Matcher::new(test, reading.zone());
    let (mut passed, mut seen) = (RoaringBitmap::new(), RoaringBitmap::new());
    // Counts and sums repeat: each number is tested once.
    let mut known: HashMap<u64, bool> = HashMap::new();
    each(reading, events, measure, |user, value| {
        seen.insert(user);
        let passes = match value {
            Measured::Number(number) => *known.entry(number.to_bits()).or_insert_with(|| matcher.passes_number(number)),
            value => value.passes(&matcher),
        };
        if passes {
            passed.insert(user);
        }
    })?;
    let none_passes = if measure.is_zero_of_none() { matcher.passes_number(0.0) } else { matcher.passes_absent() };
    if none_passes {
        passed |= &**reading.everyone() - seen;
    }
    Ok(passed)
}

/// Visits every person who has a value other than that of no events, with it; in no particular order.
pub(crate) fn each(
    reading: &Reading<'_>,
    events: &Events,
    measure: &Measure,
    visit: impl FnMut(Ordinal, Measured),
) -> Result<(), EvaluateError> {
    let matching = Matching::new(reading, events)?;
    match measure {
        Measure::Count => count(reading, &matching, visit),
        Measure::ActiveDays => active_days(reading, &matching, visit),
        Measure::Distinct(property) => distinct(reading, &matching, property, visit),
        Measure::Sum(property) => sums(reading, &matching, property, |sum| Some(sum.sum()), visit),
        Measure::Avg(property) => sums(reading, &matching, property, Sum::avg, visit),
        Measure::Min(property) => extremes(reading, &matching, property, f64::min, visit),
        Measure::Max(property) => extremes(reading, &matching, property, f64::max, visit),
        Measure::First => times(reading, &matching, Millis::min, visit),
        Measure::Last => times(reading, &matching, Millis::max, visit),
        Measure::FirstValue(property) => value(reading, &matching, property, Pick::First, visit),
        Measure::LastValue(property) => value(reading, &matching, property, Pick::Last, visit),
        Measure::MostFrequent(property) => most_frequent(reading, &matching, property, visit),
    }
}

fn count(reading: &Reading<'_>, matching: &Matching<'_>, mut visit: impl FnMut(Ordinal, Measured)) -> Result<(), EvaluateError> {
    // A counter at each ordinal: most people have done most things.
    let mut counts = vec![0u32; reading.size()];
    matching.visit(reading, false, |occurrence| {
        if let Some(count) = counts.get_mut(occurrence.event.user as usize) {
            *count = count.saturating_add(1);
        }
    })?;
    // Ordinals are u32, so a place in the vector is one.
    for (user, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
        visit(user as Ordinal, Measured::Number(f64::from(count)));
    }
    Ok(())
}

fn active_days(reading: &Reading<'_>, matching: &Matching<'_>, visit: impl FnMut(Ordinal, Measured)) -> Result<(), EvaluateError> {
    use chrono::Datelike;
    let mut days: HashSet<(Ordinal, i32)> = HashSet::new();
    matching.visit(reading, false, |occurrence| {
        days.insert((occurrence.event.user, reading.zone().date(occurrence.event.time).num_days_from_ce()));
    })?;
    tally(days.into_iter().map(|(user, _)| user), visit);
    Ok(())
}

/// How often each person occurs.
fn tally(users: impl Iterator<Item = Ordinal>, mut visit: impl FnMut(Ordinal, Measured)) {
    let mut counts: HashMap<Ordinal, u32> = HashMap::new();
    for user in users {
        *counts.entry(user).or_default() += 1;
    }
    for (user, count) in counts {
        visit(user, Measured::Number(f64::from(count)));
    }
}

/// Texts by number, each kept once.
#[derive(Default)]
struct Texts {
    numbers: HashMap<String, u32>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(text.to_owned(), number);
        number
    }
}

/// Visits the text forms of a property of every matching event.
fn visit_texts(
    reading: &Reading<'_>,
    matching: &Matching<'_>,
    property: &str,
    mut visit: impl FnMut(Ordinal, &str),
) -> Result<(), EvaluateError> {
    matching.visit(reading, true, |occurrence| {
        let mut texts = Vec::new();
        if let Some(value) = occurrence.property(property) {
            text_forms(value, &mut texts);
        }
        for text in texts {
            visit(occurrence.event.user, &text);
        }
    })
}

fn distinct(
    reading: &Reading<'_>,
    matching: &Matching<'_>,
    property: &str,
    visit: impl FnMut(Ordinal, Measured),
) -> Result<(), EvaluateError> {
    let mut texts = Texts::default();
    let mut seen: HashSet<(Ordinal, u32)> = HashSet::new();
    visit_texts(reading, matching, property, |user, text| {
        seen.insert((user, texts.number(text)));
    })?;
    tally(seen.into_iter().map(|(user, _)| user), visit);
    Ok(())
}

fn most_frequent(
    reading: &Reading<'_>,
    matching: &Matching<'_>,
    property: &str,
    mut visit: impl FnMut(Ordinal, Measured),
) -> Result<(), EvaluateError> {
    let mut texts = Texts::default();
    let mut counts: HashMap<(Ordinal, u32), u64> = HashMap::new();
    visit_texts(reading, matching, property, |user, text| *counts.entry((user, texts.number(text))).or_default() += 1)?;
    let mut by_number: Vec<(String, u32)> = texts.numbers.into_iter().collect();
    by_number.sort_unstable_by_key(|(_, number)| *number);
    let text = |number: u32| by_number.get(number as usize).map_or("", |(text, _)| text.as_str());
    let mut best: HashMap<Ordinal, (u64, u32)> = HashMap::new();
    for ((user, number), count) in counts {
        let best = best.entry(user).or_insert((count, number));
        // Bytes of UTF-8 are in the order of code points.
        if count > best.0 || (count == best.0 && text(number) < text(best.1)) {
            *best = (count, number);
        }
    }
    for (user, (_, number)) in best {
        visit(user, Measured::Text(text(number).to_owned()));
    }
    Ok(())
}

/// Visits the numeric values of a property of every matching event.
fn visit_numbers(
    reading: &Reading<'_>,
    matching: &Matching<'_>,
    property: &str,
    mut visit: impl FnMut(Ordinal, f64),
) -> Result<(), EvaluateError> {
    matching.visit(reading, true, |occurrence| {
        if let Some(number) = occurrence.property(property).and_then(json_number) {
            visit(occurrence.event.user, number);
        }
    })
}

fn sums(
    reading: &Reading<'_>,
    matching: &Matching<'_>,
    property: &str,
    result: impl Fn(&Sum) -> Option<f64>,
    mut visit: impl FnMut(Ordinal, Measured),
) -> Result<(), EvaluateError> {
    let mut sums: HashMap<Ordinal, Sum> = HashMap::new();
    visit_numbers(reading, matching, property, |user, number| sums.entry(user).or_default().add(number))?;
    for (user, sum) in sums {
        match result(&sum) {
            None => {}
            Some(number) if number.is_nan() => visit(user, Measured::Nothing),
            Some(number) => visit(user, Measured::Number(number)),
        }
    }
    Ok(())
}

fn extremes(
    reading: &Reading<'_>,
    matching: &Matching<'_>,
    property: &str,
    better: impl Fn(f64, f64) -> f64,
    mut visit: impl FnMut(Ordinal, Measured),
) -> Result<(), EvaluateError> {
    let mut best: HashMap<Ordinal, f64> = HashMap::new();
    visit_numbers(reading, matching, property, |user, number| {
        best.entry(user).and_modify(|best| *best = better(*best, number)).or_insert(number);
    })?;
    best.into_iter().for_each(|(user, number)| visit(user, Measured::Number(number)));
    Ok(())
}

fn times(
    reading: &Reading<'_>,
    matching: &Matching<'_>,
    better: impl Fn(Millis, Millis) -> Millis,
    mut visit: impl FnMut(Ordinal, Measured),
) -> Result<(), EvaluateError> {
    let mut best: HashMap<Ordinal, Millis> = HashMap::new();
    matching.visit(reading, false, |occurrence| {
        let time = occurrence.event.time;
        best.entry(occurrence.event.user).and_modify(|best| *best = better(*best, time)).or_insert(time);
    })?;
    best.into_iter().for_each(|(user, time)| visit(user, Measured::Time(time)));
    Ok(())
}

fn value(
    reading: &Reading<'_>,
    matching: &Matching<'_>,
    property: &str,
    pick: Pick,
    mut visit: impl FnMut(Ordinal, Measured),
) -> Result<(), EvaluateError> {
    let mut picked: HashMap<Ordinal, ((Millis, u64), Value)> = HashMap::new();
    matching.visit(reading, true, |occurrence: &Occurrence<'_>| {
        let Some(value) = occurrence.property(property) else { return };
        let at = (occurrence.event.time, occurrence.event.number);
        let user = occurrence.event.user;
        if picked.get(&user).is_none_or(|(old, _)| is_picked(pick, at, *old)) {
            picked.insert(user, (at, value.clone()));
        }
    })?;
    picked.into_iter().for_each(|(user, (_, value))| visit(user, Measured::Json(value)));
    Ok(())
}

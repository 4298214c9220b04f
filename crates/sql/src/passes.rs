//! Tests of values whose kind is known: a text, an instant, a date, a number, a count. Built from a dialect's answers.

use crate::cond::Cond;
use crate::dialect::{in_list, Dialect, Numbers, Said};
use muster_rules::matcher::Matcher;
use muster_rules::plan::{Bound, Positive, Scalar, Test};
use muster_rules::time::{date_of_wall, Millis, Span, Zone, DAY};
use muster_rules::value::{number_text, read_decimal};

/// 0000-01-01 and 9999-12-31: no stored time lies outside.
const EARLIEST_DATE: Millis = -62_167_219_200_000;
const LATEST_DATE: Millis = 253_402_214_400_000;

/// The scalars of a list by what they compare with.
pub(crate) struct Scalars {
    pub(crate) texts: Vec<String>,
    pub(crate) numbers: Vec<f64>,
    pub(crate) bools: Vec<bool>,
}

impl Scalars {
    pub(crate) fn of(scalars: &[Scalar]) -> Self {
        let mut sorted = Scalars { texts: Vec::new(), numbers: Vec::new(), bools: Vec::new() };
        for scalar in scalars {
            match scalar {
                Scalar::Text(text) => sorted.texts.push(text.clone()),
                Scalar::Number(number) => sorted.numbers.push(*number),
                Scalar::Bool(bool) => sorted.bools.push(*bool),
            }
        }
        sorted.bools.sort_unstable();
        sorted.bools.dedup();
        sorted
    }
}

/// The number whose text form this is.
pub(crate) fn number_of_text_form(text: &str) -> Option<f64> {
    read_decimal(text).filter(|number| number.is_finite() && number_text(*number) == text)
}

/// A text passes; a missing one does not.
pub(crate) fn text<D: Dialect + ?Sized>(dialect: &D, text: &str, positive: &Positive, zone: Zone) -> Said<Cond> {
    match positive {
        Positive::IsSet => Ok(Cond::term(format!("{text} IS NOT NULL"))),
        Positive::In(scalars) => {
            let wanted = Scalars::of(scalars);
            let mut parts = vec![dialect.text_in(text, &wanted.texts)];
            if !wanted.numbers.is_empty() {
                parts.push(dialect.text_number(text, Numbers::OneOf(&wanted.numbers))?);
            }
            parts.extend(wanted.bools.iter().map(|bool| dialect.text_is_bool(text, *bool)));
            Ok(Cond::any(parts))
        }
        Positive::Contains(part) => dialect.text_contains(text, part),
        Positive::StartsWith(part) => dialect.text_starts(text, part),
        Positive::EndsWith(part) => dialect.text_ends(text, part),
        Positive::Matches(pattern) => dialect.text_matches(text, pattern),
        Positive::Number { low, high } => dialect.text_number(text, Numbers::Within(*low, *high)),
        Positive::Time(span) => dialect.text_time(text, *span, zone),
        Positive::Recurs(_) => dialect.text_recurs(text, positive, zone),
    }
}

/// An instant passes. Its text form, if `text` is not it, is made of it; it is no decimal number and no boolean.
pub(crate) fn time<D: Dialect + ?Sized>(dialect: &D, time: &str, form: Said<String>, positive: &Positive, zone: Zone) -> Said<Cond> {
    match positive {
        Positive::IsSet => Ok(Cond::term(format!("{time} IS NOT NULL"))),
        Positive::Time(span) => Ok(dialect.time_within(time, *span)),
        Positive::Recurs(_) => dialect.time_recurs(time, positive, zone),
        Positive::Number { .. } => Ok(Cond::False),
        Positive::In(scalars) => {
            let texts = Scalars::of(scalars).texts;
            Ok(if texts.is_empty() { Cond::False } else { dialect.text_in(&form?, &texts) })
        }
        positive => text(dialect, &form?, positive, zone),
    }
}

/// A column of truth values passes: asked of both beforehand.
pub(crate) fn bool(column: &str, positive: &Positive, zone: Zone) -> Cond {
    let matcher = Matcher::new(&Test { negated: false, positive: positive.clone() }, zone);
    match (matcher.passes_bool(Some(true)), matcher.passes_bool(Some(false))) {
        (true, true) => Cond::term(format!("{column} IS NOT NULL")),
        (true, false) => Cond::term(format!("{column} IS TRUE")),
        (false, true) => Cond::term(format!("{column} IS FALSE")),
        (false, false) => Cond::False,
    }
}

/// A small whole number passes, asked beforehand of all that there may be.
pub(crate) fn one_of(number: &str, all: std::ops::RangeInclusive<u32>, positive: &Positive, zone: Zone) -> Cond {
    let matcher = Matcher::new(&Test { negated: false, positive: positive.clone() }, zone);
    let passing: Vec<String> = all.clone().filter(|n| matcher.passes_number(f64::from(*n))).map(|n| n.to_string()).collect();
    if passing.len() == all.count() {
        return Cond::term(format!("{number} IS NOT NULL"));
    }
    in_list(number, &passing)
}

/// A local date, as text, passes: it is no decimal number and no boolean, and as a time its day's first moment in the zone.
pub(crate) fn date<D: Dialect + ?Sized>(dialect: &D, date: &str, positive: &Positive, zone: Zone) -> Said<Cond> {
    match positive {
        Positive::Number { .. } => Ok(Cond::False),
        Positive::In(scalars) => Ok(dialect.text_in(date, &Scalars::of(scalars).texts)),
        Positive::Time(span) => Ok(Cond::any(zone.walls(*span).into_iter().map(|walls| days(date, walls)))),
        Positive::Recurs(_) => Ok(date_recurs(date, positive)),
        positive => text(dialect, date, positive, zone),
    }
}

/// A date's midnight lies in a span of walls. Dates of four digits compare as their texts do.
fn days(date: &str, walls: Span) -> Cond {
    let first = |wall: Millis| date_of_wall(wall + DAY - 1).to_string();
    let from = walls.from.filter(|from| *from > EARLIEST_DATE).map(|from| Cond::term(format!("{date} >= '{}'", first(from))));
    match walls.to {
        Some(to) if to <= EARLIEST_DATE => return Cond::False,
        _ if walls.from.is_some_and(|from| from > LATEST_DATE) => return Cond::False,
        _ => {}
    }
    let to = walls.to.filter(|to| *to <= LATEST_DATE).map(|to| Cond::term(format!("{date} < '{}'", first(to))));
    match (from, to) {
        (None, None) => Cond::term(format!("{date} IS NOT NULL")),
        (from, to) => Cond::all(from.into_iter().chain(to)),
    }
}

/// A local date, as text, recurs on one of these days.
pub(crate) fn date_recurs(date: &str, recurs: &Positive) -> Cond {
    let Positive::Recurs(days) = recurs else { return Cond::False };
    Cond::any(days.iter().map(|days| {
        let day = |day: u32| format!("{:02}-{:02}", day / 100, day % 100);
        let within = format!("substr({date}, 6) BETWEEN '{}' AND '{}'", day(days.first), day(days.last));
        match days.latest_year {
            ..0 => Cond::False,
            latest => Cond::all([Cond::term(within), Cond::term(format!("substr({date}, 1, 4) <= '{:04}'", latest.min(9999)))]),
        }
    }))
}

/// A count passes: a whole number that is always there.
pub(crate) fn count<D: Dialect + ?Sized>(dialect: &D, count: &str, positive: &Positive, zone: Zone) -> Said<Cond> {
    match positive {
        Positive::IsSet => Ok(Cond::True),
        Positive::In(scalars) => {
            let wanted = Scalars::of(scalars);
            let named = wanted.texts.iter().filter_map(|text| number_of_text_form(text));
            let literals: Vec<String> = wanted.numbers.iter().copied().chain(named).map(|number| dialect.number(number)).collect();
            Ok(in_list(count, &literals))
        }
        Positive::Number { low, high } => Ok(within(count, *low, *high, |number| dialect.number(number))),
        Positive::Time(span) => Ok(epoch(count, *span)),
        Positive::Recurs(_) => dialect.number_recurs(&dialect.count_text(count), positive, zone),
        positive => text(dialect, &dialect.count_text(count), positive, zone),
    }
}

/// A whole number is one of those that as times lie in a span.
fn epoch(count: &str, span: Span) -> Cond {
    Cond::any(epochs(span).into_iter().map(|(low, high)| Cond::term(format!("{count} BETWEEN {low} AND {high}"))))
}

/// The whole numbers of 10, 13 and 16 digits (seconds, milliseconds and microseconds since 1970) that as times lie in a span.
fn epochs(span: Span) -> Vec<(Millis, Millis)> {
    let from = span.from.unwrap_or(0).clamp(0, 10_000_000_000_000_000);
    let last = span.to.unwrap_or(Millis::MAX).saturating_sub(1).clamp(-1, 10_000_000_000_000_000);
    let of = |digits: u32, low: Millis, high: Millis| (low.max(10_i64.pow(digits - 1)), high.min(10_i64.pow(digits) - 1));
    let all = [
        of(10, (from + 999) / 1000, last.div_euclid(1000)),
        of(13, from, last),
        of(16, from.saturating_mul(1000), last.saturating_mul(1000).saturating_add(999)),
    ];
    all.into_iter().filter(|(low, high)| low <= high).collect()
}

/// A double passes; a missing one does not.
pub(crate) fn number<D: Dialect + ?Sized>(dialect: &D, number: &str, form: Said<String>, positive: &Positive, zone: Zone) -> Said<Cond> {
    match positive {
        Positive::IsSet => Ok(Cond::term(format!("{number} IS NOT NULL"))),
        Positive::In(_) => count(dialect, number, positive, zone),
        Positive::Number { low, high } => Ok(within(number, *low, *high, |number| dialect.number(number))),
        Positive::Time(span) => {
            // Asked only of what fits: engines refuse to make whole numbers of larger ones.
            let whole = format!("CASE WHEN {number} BETWEEN 1000000000 AND 9999999999999999 THEN {number} = CAST({number} AS BIGINT) END");
            Ok(Cond::all([epoch(number, *span), Cond::term(whole)]))
        }
        Positive::Recurs(_) => dialect.number_recurs(&form?, positive, zone),
        positive => text(dialect, &form?, positive, zone),
    }
}

/// A number lies within bounds.
pub(crate) fn within(number: &str, low: Bound, high: Bound, literal: impl Fn(f64) -> String) -> Cond {
    let end = |included: &str, excluded: &str, bound: Bound| match bound {
        Bound::Open => Cond::True,
        Bound::Included(bound) => Cond::term(format!("{number} {included} {}", literal(bound))),
        Bound::Excluded(bound) => Cond::term(format!("{number} {excluded} {}", literal(bound))),
    };
    match (low, high) {
        (Bound::Open, Bound::Open) => Cond::term(format!("{number} IS NOT NULL")),
        (Bound::Included(low), Bound::Included(high)) => Cond::term(format!("{number} BETWEEN {} AND {}", literal(low), literal(high))),
        (low, high) => Cond::all([end(">=", ">", low), end("<=", "<", high)]),
    }
}

/// A number of milliseconds lies in one of the spans.
pub(crate) fn millis_within(millis: &str, spans: &[Span]) -> Cond {
    // Spans end before `to`, and milliseconds are whole.
    Cond::any(spans.iter().map(|span| match (span.from, span.to.map(|to| to.saturating_sub(1))) {
        (None, None) => Cond::term(format!("{millis} IS NOT NULL")),
        (Some(from), None) => Cond::term(format!("{millis} >= {from}")),
        (None, Some(last)) => Cond::term(format!("{millis} <= {last}")),
        (Some(from), Some(last)) if from > last => Cond::False,
        (Some(from), Some(last)) => Cond::term(format!("{millis} BETWEEN {from} AND {last}")),
    }))
}

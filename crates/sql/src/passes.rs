//! Tests of values whose kind is known: a text, a time column, a count. Built from a dialect's answers.

use crate::cond::Cond;
use crate::dialect::{in_list, Dialect, Numbers, Said, TimeColumn};
use muster_rules::plan::{Bound, Positive, Scalar};
use muster_rules::time::Zone;
use muster_rules::value::{number_text, read_decimal};

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

/// A time column passes. Its text form is no decimal number and no boolean.
pub(crate) fn time<D: Dialect + ?Sized>(dialect: &D, column: TimeColumn, positive: &Positive, zone: Zone) -> Said<Cond> {
    match positive {
        Positive::Time(span) => Ok(dialect.time_within(column, *span)),
        Positive::Recurs(_) => dialect.time_recurs(column, positive, zone),
        Positive::Number { .. } => Ok(Cond::False),
        Positive::In(scalars) => {
            let texts = Scalars::of(scalars).texts;
            if texts.is_empty() {
                return Ok(Cond::False);
            }
            Ok(dialect.text_in(&dialect.time_text(column)?, &texts))
        }
        positive => text(dialect, &dialect.time_text(column)?, positive, zone),
    }
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
        Positive::Time(span) => dialect.count_time(count, *span),
        Positive::Recurs(_) => dialect.count_recurs(count, positive, zone),
        positive => text(dialect, &dialect.count_text(count), positive, zone),
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

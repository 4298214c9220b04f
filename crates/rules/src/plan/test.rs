//! Tests of one value.

use crate::time::Span;
use serde::Serialize;

/// A test of one value. A list passes a positive test when any of its elements does (elements that are lists likewise); an absent
/// value passes none; the negative passes exactly when the positive does not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Test {
    /// True for `is_not`, `not_in`, `not_contains`, `not_matches`, `not_during`, `is_not_set`.
    pub negated: bool,
    /// The positive test.
    pub positive: Positive,
}

/// What a value must be, positively.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Positive {
    /// `is_set`: there is a value; also an empty text, list or object.
    IsSet,
    /// `is`, `in`: equals one of these.
    In(Vec<Scalar>),
    /// The text form contains this, ignoring case (both folded, see [`crate::text::fold`]). As written in the rule.
    Contains(String),
    /// As `Contains`, at the start.
    StartsWith(String),
    /// As `Contains`, at the end.
    EndsWith(String),
    /// The regular expression (checked) is found anywhere in the text form.
    Matches(String),
    /// The number lies within.
    Number {
        /// Where it begins.
        low: Bound,
        /// Where it ends.
        high: Bound,
    },
    /// The time lies in the span of instants (`before`, `after`, `during`). A stored wall is read in the plan's zone: see [`Zone::walls`].
    Time(Span),
    /// `anniversary`: the local date (in the plan's zone) recurs on one of these days.
    Recurs(Vec<Recurrence>),
}

/// One end of a range of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Bound {
    /// None.
    Open,
    /// This number is inside.
    Included(f64),
    /// This number is outside.
    Excluded(f64),
}

/// A scalar of a rule. It decides how a value is compared with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Scalar {
    /// Equals the text form exactly.
    Text(String),
    /// Equals numbers, and texts that are wholly a decimal number.
    Number(f64),
    /// Equals booleans, and the texts `true`/`false` in any case.
    Bool(bool),
}

/// Days of the year on which a date may recur: a date passes where its month and day lie in the range and its year is at most `latest_year`.
/// 29 February is resolved already: ranges say which stored days pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Recurrence {
    /// First day, as month × 100 + day.
    pub first: u32,
    /// Last day, as month × 100 + day; never before `first`.
    pub last: u32,
    /// The latest year that a stored date may have.
    pub latest_year: i32,
}

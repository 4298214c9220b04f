//! Tests in words, and whom they include for want of a value.

use super::names::{list, number, quoted, scalar, whole};
use super::times::time;
use super::windows::window;
use super::{Teller, Words};
use crate::condition::{Op, Operand, TestSpec};
use crate::parse::compile_pattern;
use crate::plan::Scalar;

/// Values of a list that a clause shows.
const SHOWN: usize = 8;

/// Whether something is asked of now or of another time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    /// "is"
    Present,
    /// "was"
    Past,
}

impl Teller<'_> {
    /// "is not “free”", "was between 1 and 5".
    pub(super) fn test(&self, test: &TestSpec, tense: Tense) -> String {
        self.test_saying(test, tense, scalar)
    }

    /// The same with scalars said in a way of their own.
    pub(super) fn test_saying(&self, test: &TestSpec, tense: Tense, scalar: fn(&Scalar) -> String) -> String {
        let verb = verb(test.op, tense);
        match self.operand(&test.value, scalar) {
            Some(value) => format!("{verb} {value}"),
            None => verb.to_owned(),
        }
    }

    fn operand(&self, value: &Operand, scalar: fn(&Scalar) -> String) -> Option<String> {
        Some(match value {
            Operand::None => return None,
            Operand::Scalars(scalars) => self.some_of(scalars.len(), "or", scalars.iter().map(scalar)),
            Operand::Text(text) => quoted(text),
            Operand::Number(n) => scalar(&Scalar::Number(*n)),
            Operand::Range(low, high) => format!("{} and {}", scalar(&Scalar::Number(*low)), scalar(&Scalar::Number(*high))),
            Operand::Time(at) => time(at, self.words),
            Operand::Window(within) => window(within, self.words),
        })
    }

    /// A list; a clause shows the first of a long one.
    pub(super) fn some_of(&self, length: usize, word: &str, items: impl Iterator<Item = String>) -> String {
        if self.brief && length > SHOWN {
            let shown: Vec<String> = items.take(SHOWN).collect();
            let rest = u64::try_from(length - SHOWN).unwrap_or(u64::MAX);
            return format!("{} {word} {} more", shown.join(", "), whole(rest));
        }
        list(&items.collect::<Vec<_>>(), word)
    }
}

impl Words {
    /// " (including 412 with no plan)", " (including those with no plan)", or nothing where nobody is included so.
    pub(super) fn included(&self, path: &str, without: &str) -> String {
        match self.absent.get(path) {
            Some(0) => String::new(),
            Some(n) => format!(" (including {} {without})", whole(*n)),
            None => format!(" (including those {without})"),
        }
    }

    /// " (including 300 not at all)", " (or not at all)": of counts that 0 passes.
    pub(super) fn or_none(&self, path: &str, without: &str) -> String {
        match self.absent.get(path) {
            Some(0) => String::new(),
            Some(n) => format!(" (including {} {without})", whole(*n)),
            None => format!(" (or {without})"),
        }
    }
}

/// Whether a test passes what has no value.
pub(super) fn includes_absent(test: &TestSpec) -> bool {
    test.op.is_negative() && test.op != Op::IsNotSet
}

fn verb(op: Op, tense: Tense) -> &'static str {
    let (present, past) = match op {
        Op::Is | Op::In => ("is", "was"),
        Op::IsNot | Op::NotIn => ("is not", "was not"),
        Op::Contains => ("contains", "contained"),
        Op::NotContains => ("does not contain", "did not contain"),
        Op::StartsWith => ("starts with", "started with"),
        Op::EndsWith => ("ends with", "ended with"),
        Op::Matches => ("matches the pattern", "matched the pattern"),
        Op::NotMatches => ("does not match the pattern", "did not match the pattern"),
        Op::Gt => ("is more than", "was more than"),
        Op::Gte => ("is at least", "was at least"),
        Op::Lt => ("is less than", "was less than"),
        Op::Lte => ("is at most", "was at most"),
        Op::Between => ("is between", "was between"),
        Op::Before => ("is before", "was before"),
        Op::After => ("is after", "was after"),
        Op::During => ("falls", "fell"),
        Op::NotDuring => ("does not fall", "did not fall"),
        Op::Anniversary => ("has its anniversary", "had its anniversary"),
        Op::IsSet => ("has a value", "had a value"),
        Op::IsNotSet => ("has no value", "had no value"),
    };
    match tense {
        Tense::Present => present,
        Tense::Past => past,
    }
}

/// A number that is asked for, with what is counted: "at least 3 times", "exactly 1 time". `None`: the test is no comparison of numbers.
pub(super) fn amount(test: &TestSpec, one: &str, more: &str) -> Option<String> {
    let counted = |n: f64| format!("{} {}", number(n), if n == 1.0 { one } else { more });
    Some(match (test.op, &test.value) {
        (Op::Gte, Operand::Number(n)) => format!("at least {}", counted(*n)),
        (Op::Gt, Operand::Number(n)) => format!("more than {}", counted(*n)),
        (Op::Lt, Operand::Number(n)) => format!("fewer than {}", counted(*n)),
        (Op::Lte, Operand::Number(n)) => format!("at most {}", counted(*n)),
        (Op::Between, Operand::Range(low, high)) => format!("between {} and {} {more}", number(*low), number(*high)),
        (Op::Is | Op::In, Operand::Scalars(scalars)) => match scalars.as_slice() {
            [Scalar::Number(n)] => format!("exactly {}", counted(*n)),
            _ => return None,
        },
        _ => return None,
    })
}

/// Whether a count of 0 passes.
pub(super) fn zero_passes(test: &TestSpec) -> bool {
    let positive = match (&test.value, test.op) {
        (_, Op::IsSet | Op::IsNotSet) => true,
        (Operand::Scalars(scalars), _) => scalars.iter().any(|scalar| match scalar {
            Scalar::Number(n) => *n == 0.0,
            Scalar::Text(text) => text == "0",
            Scalar::Bool(_) => false,
        }),
        (Operand::Text(pattern), Op::Matches | Op::NotMatches) => compile_pattern(pattern).is_ok_and(|pattern| pattern.is_match("0")),
        (Operand::Text(text), _) => text.is_empty() || text == "0",
        (Operand::Number(n), Op::Gt) => 0.0 > *n,
        (Operand::Number(n), Op::Gte) => 0.0 >= *n,
        (Operand::Number(n), Op::Lt) => 0.0 < *n,
        (Operand::Number(n), _) => 0.0 <= *n,
        (Operand::Range(low, high), _) => (*low..=*high).contains(&0.0),
        _ => false,
    };
    positive != test.op.is_negative()
}

//! Tests, times and windows in words.

use crate::condition::{Op, Operand, TestSpec};
use crate::plan::Scalar;
use crate::time::{format_instant, StoredTime};
use crate::value::number_text;
use crate::window::{CalendarUnit, Duration, Time, Window};

/// "a, b and c".
pub(super) fn list(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {word} {last}", rest.join(", ")),
    }
}

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("“{text}”")
}

fn scalar_words(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Text(text) => quoted(text),
        Scalar::Number(number) => number_text(*number),
        Scalar::Bool(true) => "yes".to_owned(),
        Scalar::Bool(false) => "no".to_owned(),
    }
}

fn operand_words(value: &Operand) -> String {
    match value {
        Operand::None => String::new(),
        Operand::Scalars(scalars) => list(&scalars.iter().map(scalar_words).collect::<Vec<_>>(), "or"),
        Operand::Text(text) => quoted(text),
        Operand::Number(number) => number_text(*number),
        Operand::Range(low, high) => format!("{} and {}", number_text(*low), number_text(*high)),
        Operand::Time(time) => time_words(time),
        Operand::Window(window) => window_words(window),
    }
}

/// "is not “free”", "is between 1 and 5".
pub(super) fn test_words(test: &TestSpec) -> String {
    let value = operand_words(&test.value);
    let verb = match test.op {
        Op::Is | Op::In => "is",
        Op::IsNot | Op::NotIn => "is not",
        Op::Contains => "contains",
        Op::NotContains => "does not contain",
        Op::StartsWith => "starts with",
        Op::EndsWith => "ends with",
        Op::Matches => "matches",
        Op::NotMatches => "does not match",
        Op::Gt => "is more than",
        Op::Gte => "is at least",
        Op::Lt => "is less than",
        Op::Lte => "is at most",
        Op::Between => "is between",
        Op::Before => "is before",
        Op::After => "is after",
        Op::During => "lies",
        Op::NotDuring => "does not lie",
        Op::Anniversary => "has its anniversary",
        Op::IsSet => return "has a value".to_owned(),
        Op::IsNotSet => return "has no value".to_owned(),
    };
    format!("{verb} {value}")
}

/// The verb and the number of times: ("did", "more than 5 times"), ("did not do", none).
pub(super) fn count_words(test: &TestSpec) -> (&'static str, Option<String>) {
    let times = |number: f64| format!("{} {}", number_text(number), if number == 1.0 { "time" } else { "times" });
    let did = |said: String| ("did", Some(said));
    match (test.op, &test.value) {
        (Op::Gte, Operand::Number(n)) if *n == 1.0 => ("did", None),
        (Op::Gt, Operand::Number(n)) if *n == 0.0 => ("did", None),
        (Op::Lt, Operand::Number(n)) if *n == 1.0 => ("did not do", None),
        (Op::Lte, Operand::Number(n)) if *n == 0.0 => ("did not do", None),
        (Op::Is, Operand::Scalars(scalars)) if scalars == &[Scalar::Number(0.0)] => ("did not do", None),
        (Op::Gte, Operand::Number(n)) => did(format!("at least {}", times(*n))),
        (Op::Gt, Operand::Number(n)) => did(format!("more than {}", times(*n))),
        (Op::Lt, Operand::Number(n)) => did(format!("fewer than {}", times(*n))),
        (Op::Lte, Operand::Number(n)) => did(format!("at most {}", times(*n))),
        (Op::Between, Operand::Range(low, high)) => did(format!("between {} and {} times", number_text(*low), number_text(*high))),
        (Op::Is, Operand::Scalars(scalars)) => match scalars.as_slice() {
            [Scalar::Number(n)] => did(format!("exactly {}", times(*n))),
            _ => did(format!("a number of times that {}", test_words(test))),
        },
        _ => did(format!("a number of times that {}", test_words(test))),
    }
}

fn duration_words(duration: Duration) -> String {
    if duration.n == 1 {
        duration.unit.name().to_owned()
    } else {
        format!("{} {}s", duration.n, duration.unit.name())
    }
}

fn length_words(duration: Duration) -> String {
    format!("{} {}{}", duration.n, duration.unit.name(), if duration.n == 1 { "" } else { "s" })
}

/// A TIME: "2026-06-30", "30 days ago".
pub(super) fn time_words(time: &Time) -> String {
    match time {
        Time::Date(date) => date.to_string(),
        Time::At(StoredTime::Instant(instant)) => format_instant(*instant),
        Time::At(StoredTime::Wall(wall)) => format_instant(*wall).trim_end_matches('Z').replace('T', " "),
        Time::Ago(duration) => format!("{} ago", length_words(*duration)),
    }
}

/// A WINDOW with its preposition: "in the last 30 days", "last month".
pub(super) fn window_words(window: &Window) -> String {
    match window {
        Window::Last(d) => format!("in the last {}", duration_words(*d)),
        Window::Next(d) => format!("in the next {}", duration_words(*d)),
        Window::OlderThan(d) => format!("at least {} ago", length_words(*d)),
        Window::Ago { from, to } => format!("between {} and {} ago", length_words(*from), length_words(*to)),
        Window::Between { from, to } => match (from, to) {
            (Some(from), Some(to)) => format!("from {} to {}", time_words(from), end_words(to)),
            (Some(from), None) => format!("since {}", time_words(from)),
            (None, Some(to)) => format!("until {}", end_words(to)),
            (None, None) => "at any time".to_owned(),
        },
        Window::Calendar { unit, offset } => calendar_words(*unit, *offset),
    }
}

/// The end of a window: a date alone includes that day, an instant is outside.
fn end_words(time: &Time) -> String {
    match time {
        Time::Date(date) => format!("{date} inclusive"),
        other => time_words(other),
    }
}

fn calendar_words(unit: CalendarUnit, offset: i64) -> String {
    let name = unit.name();
    match (unit, offset) {
        (CalendarUnit::Day, 0) => "today".to_owned(),
        (CalendarUnit::Day, -1) => "yesterday".to_owned(),
        (CalendarUnit::Day, 1) => "tomorrow".to_owned(),
        (_, 0) => format!("this {name}"),
        (_, -1) => format!("last {name}"),
        (_, 1) => format!("next {name}"),
        (_, n) if n < 0 => format!("in the calendar {name} {} {name}s before this one", n.unsigned_abs()),
        (_, n) => format!("in the calendar {name} {n} {name}s after this one"),
    }
}

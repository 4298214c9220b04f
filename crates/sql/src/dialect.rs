//! What each engine says in its own way: one question a method. The answers given here are those of standard SQL over the
//! tables and columns that every dialect is promised; where there is none, the answer is that it cannot be said.

use crate::cond::Cond;
use crate::text::standard_literal;
use muster_rules::plan::{Bound, Positive};
use muster_rules::time::{format_instant, Millis, Span, Zone};

/// An answer, or what it is that the dialect cannot say.
pub type Said<T> = Result<T, String>;

/// Columns that hold times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeColumn {
    /// `users.created_at`
    Created,
    /// `events.timestamp`
    Event,
}

/// What a number must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Numbers<'a> {
    /// One of these.
    OneOf(&'a [f64]),
    /// Between these.
    Within(Bound, Bound),
}

/// A sub-query that stands before the conditions, because some of them use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prelude {
    /// What it is, for its comment.
    pub comment: String,
    /// Its name, with its columns.
    pub name: String,
    /// Its query.
    pub body: String,
}

/// An engine's way of saying things. Conditions that come out as NULL count as false.
pub trait Dialect {
    /// The engine's name, as errors and the command line say it.
    fn name(&self) -> &'static str;

    /// The column of users, events and property histories that people are told apart by.
    fn person(&self) -> &'static str {
        "user_id"
    }

    /// A text literal.
    fn text(&self, text: &str) -> String {
        standard_literal(text)
    }

    /// The column that holds the time as text, as `contract.md` writes times.
    fn time_text(&self, column: TimeColumn) -> Said<String> {
        Err(format!("the text of {}", time_column(column)))
    }

    /// The time of a column lies in a span.
    fn time_within(&self, column: TimeColumn, span: Span) -> Cond {
        let column = time_column(column);
        let end = |sign: &str, at: Option<Millis>| match at {
            Some(at) => Cond::term(format!("{column} {sign} TIMESTAMPTZ '{}'", format_instant(at))),
            None => Cond::True,
        };
        match span {
            Span { from: None, to: None } => Cond::term(format!("{column} IS NOT NULL")),
            span => Cond::all([end(">=", span.from), end("<", span.to)]),
        }
    }

    /// The time of a column recurs on one of these days.
    fn time_recurs(&self, _column: TimeColumn, _recurs: &Positive, _zone: Zone) -> Said<Cond> {
        Err("anniversaries".to_owned())
    }

    /// The event has one of these names.
    fn events_named(&self, names: &[String]) -> Cond {
        in_texts(self, "event_name", names)
    }

    /// The row of the property history is of this property.
    fn property_named(&self, name: &str) -> Cond {
        in_texts(self, "property_name", std::slice::from_ref(&name.to_owned()))
    }

    /// The row of the property history stands at an instant.
    fn property_stands(&self, at: Millis) -> Cond {
        let at = format_instant(at);
        Cond::all([
            Cond::any([Cond::term("valid_from IS NULL"), Cond::term(format!("valid_from <= TIMESTAMPTZ '{at}'"))]),
            Cond::any([Cond::term("valid_to IS NULL"), Cond::term(format!("valid_to > TIMESTAMPTZ '{at}'"))]),
        ])
    }

    /// The value at a key of the JSON object in `column`: a literal key wins, also one with dots and one that holds `null`; else each dotted part is a step inwards.
    fn json_key(&self, _column: &str, _key: &str) -> Said<String> {
        Err("keys of JSON".to_owned())
    }

    /// The value that these steps lead to inside the JSON value in `column`, each through an object.
    fn json_inside(&self, _column: &str, _steps: &[&str]) -> Said<String> {
        Err("values inside JSON".to_owned())
    }

    /// A JSON value passes a test.
    fn json_passes(&self, _value: &str, _positive: &Positive, _zone: Zone) -> Said<Cond> {
        Err("tests of JSON values".to_owned())
    }

    /// A text is one of these, exactly.
    fn text_in(&self, text: &str, wanted: &[String]) -> Cond {
        in_texts(self, text, wanted)
    }

    /// A text is `true` or `false`, in any case of ASCII letters.
    fn text_is_bool(&self, text: &str, wanted: bool) -> Cond {
        Cond::term(format!("lower({text}) = '{wanted}'"))
    }

    /// A text contains another, both folded.
    fn text_contains(&self, text: &str, part: &str) -> Said<Cond> {
        Ok(Cond::term(format!("position(lower({}) IN lower({text})) > 0", self.text(part))))
    }

    /// A text starts with another, both folded.
    fn text_starts(&self, text: &str, part: &str) -> Said<Cond> {
        let part = format!("lower({})", self.text(part));
        Ok(Cond::term(format!("substr(lower({text}), 1, length({part})) = {part}")))
    }

    /// A text ends with another, both folded.
    fn text_ends(&self, text: &str, part: &str) -> Said<Cond> {
        let part = format!("lower({})", self.text(part));
        Ok(Cond::term(format!("right(lower({text}), length({part})) = {part}")))
    }

    /// A regular expression (Rust's syntax) is found in a text.
    fn text_matches(&self, _text: &str, _pattern: &str) -> Said<Cond> {
        Err("regular expressions".to_owned())
    }

    /// A text is wholly a decimal number, and one of these.
    fn text_number(&self, _text: &str, _numbers: Numbers<'_>) -> Said<Cond> {
        Err("decimal numbers written as text".to_owned())
    }

    /// A text reads as a stored time that lies in a span.
    fn text_time(&self, _text: &str, _span: Span, _zone: Zone) -> Said<Cond> {
        Err("times written as text".to_owned())
    }

    /// A text reads as a stored time that recurs on one of these days.
    fn text_recurs(&self, _text: &str, _recurs: &Positive, _zone: Zone) -> Said<Cond> {
        Err("anniversaries".to_owned())
    }

    /// A number literal that the engine reads as exactly this double.
    fn number(&self, number: f64) -> String {
        muster_rules::value::number_text(number)
    }

    /// A whole number's text form.
    fn count_text(&self, count: &str) -> String {
        format!("CAST({count} AS TEXT)")
    }

    /// A whole number, read as a time by its digits, lies in a span.
    fn count_time(&self, _count: &str, _span: Span) -> Said<Cond> {
        Err("times written as numbers".to_owned())
    }

    /// A whole number, read as a time by its digits, recurs on one of these days.
    fn count_recurs(&self, _count: &str, _recurs: &Positive, _zone: Zone) -> Said<Cond> {
        Err("anniversaries".to_owned())
    }

    /// What stands before the conditions, where these tests use it. `zone` is the plan's.
    fn preludes(&self, _tests: &[&Positive], _zone: Zone) -> Vec<Prelude> {
        Vec::new()
    }

    /// Whether the engine cannot look up so many named sub-queries. Conditions become columns then.
    fn is_too_large(&self, _queries: &[String]) -> bool {
        false
    }

    /// What a test needs that the engine alone does not have, for a comment.
    fn needs(&self, _test: &Positive) -> Option<&'static str> {
        None
    }
}

fn time_column(column: TimeColumn) -> &'static str {
    match column {
        TimeColumn::Created => "created_at",
        TimeColumn::Event => "timestamp",
    }
}

fn in_texts<D: Dialect + ?Sized>(dialect: &D, text: &str, wanted: &[String]) -> Cond {
    let literals: Vec<String> = wanted.iter().map(|wanted| dialect.text(wanted)).collect();
    in_list(text, &literals)
}

/// `what` is one of these literals.
pub(crate) fn in_list(what: &str, literals: &[String]) -> Cond {
    match literals {
        [] => Cond::False,
        [one] => Cond::term(format!("{what} = {one}")),
        many => Cond::term(format!("{what} IN ({})", many.join(", "))),
    }
}

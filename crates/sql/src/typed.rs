//! Engines with times and JSON of their own, which read stored texts inside the statement: what PostgreSQL and DuckDB say alike.
//! What each of them says in its own way is a question of [`Typed`].

mod clock;
mod expression;
mod letters;
pub(crate) mod spellings;

pub(crate) use clock::{ahead, constant};
pub(crate) use expression::{Syntax, EDGES, TOO_LARGE, WORDS};

use crate::cond::Cond;
use crate::dialect::{in_list, Dialect, Numbers, Prelude, Said, Texts};
use crate::passes;
use crate::text::quoted_name;
use muster_rules::plan::{Plan, Positive, TimePart};
use muster_rules::time::{format_instant, Millis, Span, Zone};

/// 0000-01-01 and 10000-01-01: no stored instant lies outside.
pub(crate) const FIRST_INSTANT: Millis = -62_167_219_200_000;
pub(crate) const LAST_INSTANT: Millis = 253_402_300_800_000;
/// More than lies between any two stored times.
const FARTHEST: Millis = 320_000_000_000_000;

/// What a text reads as in such an engine; NULL where it is spelled otherwise.
pub(crate) trait Reading {
    /// The double that a text wholly is.
    fn number(text: &str) -> String;

    /// The milliseconds since 1970 that a text of 10, 13 or 16 digits says.
    fn epoch(text: &str) -> String;

    /// A query of what a text reads as as a time: an `instant` or a `wall`, in milliseconds; no row or both NULL where it reads as none.
    fn times(text: &str) -> String;
}

/// What such an engine says in its own way. A wall is what a zone's clock shows, in milliseconds.
pub(crate) trait Typed: Reading {
    /// The engine's name.
    const NAME: &'static str;
    /// The schema that tables stand in.
    const SCHEMA: &'static str;
    /// What tells the rows of a table `x` apart.
    const ROW: &'static str;
    /// Whose regular expressions it has.
    const SYNTAX: Syntax;

    /// A text literal.
    fn literal(text: &str) -> String;

    /// A literal that is read as exactly this double.
    fn double(number: f64) -> String {
        muster_rules::value::number_text(number)
    }

    /// An instant between the first and the last, as its literal spells it.
    fn spelled(at: Millis) -> String {
        format_instant(at)
    }

    /// An instant as text, as `contract.md` writes times.
    fn instant_text(time: &str) -> String;

    /// An instant in milliseconds since 1970.
    fn millis(time: &str) -> String;

    /// The wall at an instant in milliseconds.
    fn wall(millis: &str, zone: Zone) -> String;

    /// A part of a wall; its date as text.
    fn part(wall: &str, part: TimePart) -> String;

    /// The date of a wall recurs on one of these days.
    fn recurring(wall: &str, recurs: &Positive) -> Cond;

    /// The JSON value that steps lead to, each through an object.
    fn inside(column: &str, steps: &[&str]) -> String;

    /// A JSON value is there and not JSON's `null`.
    fn is_there(value: &str) -> String;

    /// A JSON value as text, which is the same for equal ones.
    fn canonical(value: &str) -> String;

    /// The text form of a JSON scalar.
    fn scalar_text(value: &str) -> String;

    /// The number that a JSON value is or its text says.
    fn scalar_number(value: &str) -> String;

    /// The text forms in a JSON value.
    fn scalars(value: &str) -> Texts;

    /// A text that is compared by code points, and has no other letters than ASCII's.
    fn plain(text: &str) -> String {
        text.to_owned()
    }

    /// A text contains another.
    fn contains(text: &str, part: &str) -> String;

    /// A text ends with another.
    fn ends(text: &str, part: &str) -> String;

    /// A regular expression, a literal, is found in a text.
    fn found(text: &str, pattern: &str) -> String;

    /// A whole number's text form.
    fn whole_text(count: &str) -> String;

    /// A double's text form.
    fn double_text(number: &str) -> String;

    /// A query of each person's sum or average: see [`Dialect::sums`].
    fn added(source: &str, average: bool) -> String;
}

impl<T: Typed> Dialect for T {
    fn name(&self) -> &'static str {
        T::NAME
    }

    fn row(&self) -> &'static str {
        "muster_row"
    }

    fn table(&self, name: &str) -> String {
        // Names of the statement's own parts come first where a name is looked up.
        let schema = if is_like_a_part(name) { format!("{}.", T::SCHEMA) } else { String::new() };
        format!("(SELECT {} AS muster_row, x.* FROM {schema}{} AS x)", T::ROW, quoted_name(name))
    }

    fn text(&self, text: &str) -> String {
        T::literal(text)
    }

    fn number(&self, number: f64) -> String {
        T::double(number)
    }

    fn instant(&self, at: Millis) -> String {
        match at {
            ..FIRST_INSTANT => "TIMESTAMPTZ '-infinity'".to_owned(),
            LAST_INSTANT.. => "TIMESTAMPTZ 'infinity'".to_owned(),
            at => format!("TIMESTAMPTZ '{}'", T::spelled(at)),
        }
    }

    fn later(&self, time: &str, millis: Millis) -> String {
        format!("({time} + INTERVAL '{} milliseconds')", millis.clamp(-FARTHEST, FARTHEST))
    }

    fn time_text(&self, time: &str) -> Said<String> {
        Ok(T::instant_text(time))
    }

    fn time_recurs(&self, time: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        Ok(T::recurring(&T::wall(&T::millis(time), zone), recurs))
    }

    fn local_date(&self, time: &str, zone: Zone) -> Said<String> {
        self.local_part(time, TimePart::Date, zone)
    }

    fn local_part(&self, time: &str, part: TimePart, zone: Zone) -> Said<String> {
        Ok(T::part(&T::wall(&T::millis(time), zone), part))
    }

    fn json_key(&self, column: &str, key: &str) -> Said<String> {
        let whole = T::inside(column, &[key]);
        Ok(if key.contains('.') {
            // JSON's null is not NULL.
            format!("coalesce({whole}, {})", T::inside(column, &key.split('.').collect::<Vec<_>>()))
        } else {
            whole
        })
    }

    fn json_inside(&self, column: &str, steps: &[&str]) -> Said<String> {
        Ok(T::inside(column, steps))
    }

    fn json_passes(&self, value: &str, positive: &Positive, zone: Zone) -> Said<Cond> {
        if *positive == Positive::IsSet {
            return Ok(Cond::term(T::is_there(value)));
        }
        let texts = T::scalars(value);
        // A text form says all there is to know of a value: no number reads as a boolean, no boolean as a number or a time.
        Ok(Cond::exists(texts.from, Cond::all([texts.filter, passes::text(self, &texts.text, positive, zone)?])))
    }

    fn json_present(&self, value: &str) -> String {
        format!("CASE WHEN {} THEN {value} END", T::is_there(value))
    }

    fn json_differs(&self, one: &str, other: &str) -> Cond {
        Cond::term(format!("{} IS DISTINCT FROM {}", T::canonical(one), T::canonical(other)))
    }

    fn json_text(&self, value: &str) -> Said<String> {
        Ok(T::scalar_text(value))
    }

    fn json_number(&self, value: &str) -> Said<String> {
        Ok(T::scalar_number(value))
    }

    fn json_texts(&self, value: &str) -> Said<Texts> {
        Ok(T::scalars(value))
    }

    fn text_is_bool(&self, text: &str, wanted: bool) -> Cond {
        // Where letters beyond ASCII are lowered too, one of them becomes one of ASCII, and neither word has it.
        Cond::term(format!("lower({}) = '{wanted}'", T::plain(text)))
    }

    fn text_contains(&self, text: &str, part: &str) -> Said<Cond> {
        Ok(folded::<T>(text, part, T::contains))
    }

    fn text_starts(&self, text: &str, part: &str) -> Said<Cond> {
        Ok(folded::<T>(text, part, |text, part| format!("starts_with({text}, {part})")))
    }

    fn text_ends(&self, text: &str, part: &str) -> Said<Cond> {
        Ok(folded::<T>(text, part, T::ends))
    }

    fn text_matches(&self, text: &str, pattern: &str) -> Said<Cond> {
        Ok(Cond::term(T::found(text, &T::literal(&expression::translate(pattern, T::SYNTAX)?))))
    }

    fn text_number(&self, text: &str, numbers: Numbers<'_>) -> Said<Cond> {
        let number = <T as Reading>::number(text);
        Ok(match numbers {
            Numbers::OneOf(numbers) => in_list(&number, &numbers.iter().map(|number| T::double(*number)).collect::<Vec<_>>()),
            Numbers::Within(low, high) => passes::within(&number, low, high, T::double),
        })
    }

    fn text_time(&self, text: &str, span: Span, zone: Zone) -> Said<Cond> {
        let passes = Cond::any([passes::millis_within("r.instant", &[span]), passes::millis_within("r.wall", &zone.walls(span))]);
        Ok(Cond::exists(format!("({}) AS r", <T as Reading>::times(text)), passes))
    }

    fn text_recurs(&self, text: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        let wall = format!("coalesce(r.wall, {})", T::wall("r.instant", zone));
        Ok(Cond::exists(format!("({}) AS r", <T as Reading>::times(text)), T::recurring(&wall, recurs)))
    }

    fn form_number(&self, form: &str) -> Said<String> {
        Ok(<T as Reading>::number(form))
    }

    fn text_order(&self, text: &str) -> String {
        T::plain(text)
    }

    fn text_holds(&self, text: &str, part: &str) -> String {
        T::contains(text, part)
    }

    fn count_text(&self, count: &str) -> String {
        T::whole_text(count)
    }

    fn number_text(&self, number: &str) -> Said<String> {
        Ok(T::double_text(number))
    }

    fn number_recurs(&self, form: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        let instant = format!("(SELECT {} AS instant) AS r", <T as Reading>::epoch(form));
        Ok(Cond::exists(instant, T::recurring(&T::wall("r.instant", zone), recurs)))
    }

    fn sums(&self, source: &str, average: bool) -> Said<String> {
        Ok(T::added(source, average))
    }

    fn preludes(&self, plan: &Plan) -> Vec<Prelude> {
        clock::prelude(plan).into_iter().collect()
    }

    fn inline(&self, prelude: &Prelude) -> String {
        // Its name says its columns too.
        format!("({}) AS {}", prelude.body, prelude.name)
    }

    fn most_tables(&self) -> Option<u64> {
        // PostgreSQL joins the people of every named sub-query, and plans long over many; DuckDB nests them in each other, only so deep.
        Some(300)
    }
}

/// Whether a table may be called as a part of a statement is: `c1`, `c1_measure`, `conditions`, `groups_1`, `clock`.
fn is_like_a_part(name: &str) -> bool {
    let digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    ["c", "s", "groups_"].iter().any(|head| name.strip_prefix(head).is_some_and(digit)) || ["conditions", clock::CLOCK, "e"].contains(&name)
}

/// A folded text and a folded part in a comparison.
fn folded<T: Typed>(text: &str, part: &str, compare: impl Fn(&str, &str) -> String) -> Cond {
    let folded = letters::folded(part);
    let text = match &folded.letters {
        Some((from, to)) => format!("translate({text}, {}, {})", T::literal(from), T::literal(to)),
        None => text.to_owned(),
    };
    Cond::term(compare(&text, &T::literal(&folded.part)))
}

//! What each engine says in its own way: one question a method. The answers given here are those of standard SQL over the
//! tables and columns that every dialect is promised (the schema files); where there is none, the answer is that it cannot be said.

use crate::cond::Cond;
use crate::passes;
use crate::text::{quoted_name, standard_literal};
use muster_rules::plan::{Bound, Plan, Positive, TableColumn, TimePart};
use muster_rules::schema::ColumnType;
use muster_rules::time::{format_instant, Millis, Span, Zone};

/// An answer, or what it is that the dialect cannot say.
pub type Said<T> = Result<T, String>;

/// Columns that hold times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeColumn<'a> {
    /// `users.created_at`
    Created,
    /// `events.timestamp`
    Event,
    /// When a value of the property history began; NULL: since ever.
    Began,
    /// When it ended; NULL: still so.
    Ended,
    /// A time column of a custom table.
    Table(&'a str),
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

/// The text forms in a JSON value, a row each: what stands in FROM after the value's own source, and what is asked of its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Texts {
    /// A table that may refer to what stands before it in the same FROM: `json_tree(e.v1) AS j`, `LATERAL (SELECT …) AS j`. Its alias is `j`.
    pub from: String,
    /// Which of its rows are scalars that have a text form.
    pub filter: Cond,
    /// The text form in such a row.
    pub text: String,
}

/// An engine's way of saying things. Conditions that come out as NULL count as false. Expressions that are given may have an
/// alias before them (`e.v1`); those that are answered bind at least as tightly as a comparison's side.
pub trait Dialect {
    /// The engine's name, as errors and the command line say it.
    fn name(&self) -> &'static str;

    // ---- rows and their columns ----

    /// The column of users, events and property histories that people are told apart by.
    fn person(&self) -> &'static str {
        "user_id"
    }

    /// The column that events are told apart by, growing in the order of import.
    fn event(&self) -> &'static str {
        "event_no"
    }

    /// The column that rows of a custom table are told apart by, whatever its key.
    fn row(&self) -> &'static str {
        "row_no"
    }

    /// A name that people gave, of a custom table or its column, as an identifier.
    fn identifier(&self, name: &str) -> String {
        quoted_name(name)
    }

    /// A custom table as it stands after FROM. Sub-queries of the statement have names like `c1`; a person may have called a table so.
    fn table(&self, name: &str) -> String {
        self.identifier(name)
    }

    /// A text literal.
    fn text(&self, text: &str) -> String {
        standard_literal(text)
    }

    /// A number literal that the engine reads as exactly this double.
    fn number(&self, number: f64) -> String {
        muster_rules::value::number_text(number)
    }

    /// The text form of a custom table's column; NULL where the value is absent. `alias`: empty, or `t.`.
    fn table_text(&self, alias: &str, column: &TableColumn) -> Said<String> {
        let name = format!("{alias}{}", self.identifier(&column.column));
        match column.kind {
            ColumnType::Text => Ok(name),
            ColumnType::Number => self.number_text(&name),
            ColumnType::Bool => Ok(format!("CASE WHEN {name} THEN 'true' WHEN NOT {name} THEN 'false' END")),
            ColumnType::Time => self.column_text(alias, TimeColumn::Table(&column.column)),
        }
    }

    // ---- instants ----

    /// A column as an instant: of the engine's own kind, to be compared, and the same for every column. A name, so that an alias can stand before it.
    fn time(&self, column: TimeColumn<'_>) -> String {
        match column {
            TimeColumn::Created => "created_at".to_owned(),
            TimeColumn::Event => "timestamp".to_owned(),
            TimeColumn::Began => "valid_from".to_owned(),
            TimeColumn::Ended => "valid_to".to_owned(),
            TimeColumn::Table(column) => self.identifier(column),
        }
    }

    /// An instant as a literal. It may lie outside any stored time, on either side: then any literal on that side will do.
    fn instant(&self, at: Millis) -> String {
        format!("TIMESTAMPTZ '{}'", format_instant(at))
    }

    /// An instant so many milliseconds later.
    fn later(&self, time: &str, millis: Millis) -> String {
        format!("{time} + INTERVAL '{millis} milliseconds'")
    }

    /// An instant as text, as `contract.md` writes times.
    fn time_text(&self, _time: &str) -> Said<String> {
        Err("times as text".to_owned())
    }

    /// A column's time as text; NULL where it is absent. `alias`: empty, or `t.`.
    fn column_text(&self, alias: &str, column: TimeColumn<'_>) -> Said<String> {
        self.time_text(&format!("{alias}{}", self.time(column)))
    }

    /// An instant lies in a span.
    fn time_within(&self, time: &str, span: Span) -> Cond {
        let end = |sign: &str, at: Option<Millis>| match at {
            Some(at) => Cond::term(format!("{time} {sign} {}", self.instant(at))),
            None => Cond::True,
        };
        match span {
            span if span.is_empty() => Cond::False,
            Span { from: None, to: None } => Cond::term(format!("{time} IS NOT NULL")),
            span => Cond::all([end(">=", span.from), end("<", span.to)]),
        }
    }

    /// The local date of an instant recurs on one of these days.
    fn time_recurs(&self, time: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        Ok(passes::date_recurs(&self.local_date(time, zone)?, recurs))
    }

    /// The local date of an instant as text, `YYYY-MM-DD`.
    fn local_date(&self, _time: &str, _zone: Zone) -> Said<String> {
        Err("local dates".to_owned())
    }

    /// A part of an instant's local time as a whole number (Monday is 1); never asked for [`TimePart::Date`].
    fn local_part(&self, _time: &str, _part: TimePart, _zone: Zone) -> Said<String> {
        Err("parts of local times".to_owned())
    }

    // ---- what is looked up by name ----

    /// The event has one of these names.
    fn events_named(&self, names: &[String]) -> Cond {
        in_texts(self, "event_name", names)
    }

    /// The row of the property history is of this property. `alias`: empty, or `h.`.
    fn property_named(&self, alias: &str, name: &str) -> Cond {
        in_texts(self, &format!("{alias}property_name"), std::slice::from_ref(&name.to_owned()))
    }

    /// A query of the people on a static list: one column, [`Dialect::person`].
    fn on_list(&self, list: &str) -> String {
        format!("SELECT {} FROM list_members WHERE list = {}", self.person(), self.text(list))
    }

    /// A query of the people whose latest consent record at an instant is there and says so (`None`: whatever it says): one column, [`Dialect::person`].
    fn consenting(&self, purpose: &str, at: Millis, granted: Option<bool>) -> String {
        let (person, purpose, at) = (self.person(), self.text(purpose), self.instant(at));
        let records = format!("SELECT {person} FROM consent AS c\n  WHERE c.purpose = {purpose} AND c.updated_at <= {at}");
        let Some(granted) = granted else { return records };
        format!(
            "{records}\n    AND c.state = '{}'\n    AND NOT EXISTS (SELECT 1 FROM consent AS d\n      WHERE d.{person} = c.{person} AND d.purpose = {purpose} AND d.updated_at <= {at} AND d.updated_at > c.updated_at)",
            if granted { "granted" } else { "denied" }
        )
    }

    // ---- JSON ----

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

    /// A JSON value, JSON's `null` as NULL.
    fn json_present(&self, value: &str) -> String {
        format!("nullif({value}, 'null')")
    }

    /// Two JSON values, NULL where absent, differ as JSON.
    fn json_differs(&self, one: &str, other: &str) -> Cond {
        Cond::term(format!("{one} IS DISTINCT FROM {other}"))
    }

    /// The text form of a JSON text, number or boolean; NULL of anything else.
    fn json_text(&self, _value: &str) -> Said<String> {
        Err("text forms of JSON values".to_owned())
    }

    /// The number that a JSON value is, or that its text wholly is; NULL of anything else, of lists too.
    fn json_number(&self, _value: &str) -> Said<String> {
        Err("numbers in JSON values".to_owned())
    }

    /// The text forms in a JSON value: its own, or where it is a list those of its elements, elements that are lists likewise; none of objects and `null`.
    fn json_texts(&self, _value: &str) -> Said<Texts> {
        Err("elements of JSON lists".to_owned())
    }

    // ---- texts ----

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

    /// A text form that [`Dialect::json_texts`] read, perhaps of a number, passes as a text does.
    fn form_passes(&self, form: &str, positive: &Positive, zone: Zone) -> Said<Cond> {
        passes::text(self, form, positive, zone)
    }

    /// The number that such a text form wholly is; else NULL.
    fn form_number(&self, _form: &str) -> Said<String> {
        Err("decimal numbers written as text".to_owned())
    }

    /// A text as it is ordered by: by Unicode code points.
    fn text_order(&self, text: &str) -> String {
        text.to_owned()
    }

    /// A text that may hold another, both expressions.
    fn text_holds(&self, text: &str, part: &str) -> String {
        format!("position({part} IN {text}) > 0")
    }

    // ---- numbers ----

    /// A whole number's text form.
    fn count_text(&self, count: &str) -> String {
        format!("CAST({count} AS TEXT)")
    }

    /// A double's text form, as ECMAScript prints it; NULL of NULL.
    fn number_text(&self, _number: &str) -> Said<String> {
        Err("numbers as text".to_owned())
    }

    /// A number's text form, read as a time by its digits, recurs on one of these days.
    fn number_recurs(&self, _form: &str, _recurs: &Positive, _zone: Zone) -> Said<Cond> {
        Err("anniversaries".to_owned())
    }

    /// A query of each person's sum, or average, as `muster_rules::measure` adds: columns [`Dialect::person`] and `measure`, a double. `source` stands after FROM, without an alias,
    /// and has the columns [`Dialect::person`] and `number`, doubles without NULL, perhaps infinite; whoever is not in it is not in the answer.
    fn sums(&self, _source: &str, _average: bool) -> Said<String> {
        Err("sums of decimal numbers".to_owned())
    }

    // ---- the statement ----

    /// What stands before the conditions, where the plan's use it.
    fn preludes(&self, _plan: &Plan) -> Vec<Prelude> {
        Vec::new()
    }

    /// A prelude as it stands after FROM where sub-queries cannot be mentioned by name.
    fn inline(&self, prelude: &Prelude) -> String {
        format!("({})", prelude.body)
    }

    /// More tables than this cannot be mentioned by a statement with named sub-queries, each counted as often as what it stands in is. Conditions become columns then.
    fn most_tables(&self) -> Option<u64> {
        None
    }

    /// What a table counts for against [`Dialect::most_tables`].
    fn tables_of(&self, _table: &str) -> u64 {
        1
    }

    /// What a test needs that the engine alone does not have, for a comment.
    fn needs(&self, _test: &Positive) -> Option<&'static str> {
        None
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

//! DuckDB, from 1.5 on, over the tables of `schema/duckdb.sql`. Statements lean on nothing that a session may have set otherwise,
//! not on its time zone either, and on no extension but what DuckDB carries itself (`core_functions`, `json`, `icu`).

mod reading;

use crate::cond::Cond;
use crate::dialect::{in_list, Dialect, Numbers, Prelude, Said, Texts};
use crate::passes;
use crate::postgres::clock;
use crate::postgres::expression::{translate, Syntax};
use crate::postgres::letters::folded;
use crate::postgres::{is_like_a_part, FARTHEST};
use crate::text::{quoted_name, standard_literal};
use muster_rules::plan::{Plan, Positive, TimePart};
use muster_rules::time::{format_instant, Millis, Span, Zone};
use muster_rules::value::number_text;

/// 0000-01-01 and 10000-01-01: no stored instant lies outside.
const FIRST_INSTANT: Millis = -62_167_219_200_000;
const LAST_INSTANT: Millis = 253_402_300_800_000;

/// DuckDB, from 1.5 on.
#[derive(Debug, Clone, Copy, Default)]
pub struct DuckDbDialect;

impl Dialect for DuckDbDialect {
    fn name(&self) -> &'static str {
        "DuckDB"
    }

    fn row(&self) -> &'static str {
        "muster_row"
    }

    fn table(&self, name: &str) -> String {
        // Names of the statement's own parts come first where a name is looked up.
        let space = if is_like_a_part(name) { "main." } else { "" };
        format!("(SELECT row_number() OVER () AS muster_row, x.* FROM {space}{} AS x)", quoted_name(name))
    }

    fn text(&self, text: &str) -> String {
        literal(text)
    }

    fn number(&self, number: f64) -> String {
        double(number)
    }

    fn instant(&self, at: Millis) -> String {
        match at {
            ..FIRST_INSTANT => "TIMESTAMPTZ '-infinity'".to_owned(),
            LAST_INSTANT.. => "TIMESTAMPTZ 'infinity'".to_owned(),
            at => format!("TIMESTAMPTZ '{}'", format_instant(at)),
        }
    }

    fn later(&self, time: &str, millis: Millis) -> String {
        format!("({time} + INTERVAL '{} milliseconds')", millis.clamp(-FARTHEST, FARTHEST))
    }

    fn time_text(&self, time: &str) -> Said<String> {
        Ok(format!("strftime({time} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')"))
    }

    fn time_recurs(&self, time: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        Ok(recurring(&local(&format!("epoch_ms({time})"), zone), recurs))
    }

    fn local_date(&self, time: &str, zone: Zone) -> Said<String> {
        Ok(date(&local(&format!("epoch_ms({time})"), zone)))
    }

    fn local_part(&self, time: &str, part: TimePart, zone: Zone) -> Said<String> {
        let function = match part {
            TimePart::Hour => "hour",
            TimePart::Weekday => "isodow",
            TimePart::Day => "day",
            TimePart::Month => "month",
            TimePart::Date => return self.local_date(time, zone),
        };
        Ok(format!("{function}(make_timestamp_ms({}))", local(&format!("epoch_ms({time})"), zone)))
    }

    fn json_key(&self, column: &str, key: &str) -> Said<String> {
        let whole = inside(column, &[key]);
        Ok(if key.contains('.') {
            // JSON's null is not NULL.
            format!("coalesce({whole}, {})", inside(column, &key.split('.').collect::<Vec<_>>()))
        } else {
            whole
        })
    }

    fn json_inside(&self, column: &str, steps: &[&str]) -> Said<String> {
        Ok(inside(column, steps))
    }

    fn json_passes(&self, value: &str, positive: &Positive, zone: Zone) -> Said<Cond> {
        if *positive == Positive::IsSet {
            return Ok(Cond::term(format!("json_type({value}) <> 'NULL'")));
        }
        let texts = self.json_texts(value)?;
        // A text form says all there is to know of a value: no number reads as a boolean, no boolean as a number or a time.
        Ok(Cond::exists(texts.from, Cond::all([texts.filter, passes::text(self, &texts.text, positive, zone)?])))
    }

    fn json_present(&self, value: &str) -> String {
        format!("CASE WHEN json_type({value}) <> 'NULL' THEN {value} END")
    }

    fn json_differs(&self, one: &str, other: &str) -> Cond {
        // Canonical JSON, except that a value taken out of another has its numbers printed anew.
        Cond::term(format!("CAST(json({one}) AS VARCHAR) IS DISTINCT FROM CAST(json({other}) AS VARCHAR)"))
    }

    fn json_text(&self, value: &str) -> Said<String> {
        Ok(text_form(value, &format!("json_type({value})")))
    }

    fn json_number(&self, value: &str) -> Said<String> {
        let text = format!("({value} ->> '$')");
        let number = reading::number(&text);
        Ok(format!("CASE WHEN json_type({value}) IN ({NUMBERS}) THEN TRY_CAST({text} AS DOUBLE) WHEN json_type({value}) = 'VARCHAR' THEN {number} END"))
    }

    fn json_texts(&self, value: &str) -> Said<Texts> {
        let form = text_form("j.value", "j.type");
        // A step into an object puts a dot into the full key.
        Ok(Texts {
            from: format!("LATERAL (SELECT {form} AS form FROM json_tree({value}) AS j WHERE NOT contains(j.fullkey, '.')) AS j"),
            filter: Cond::term("j.form IS NOT NULL"),
            text: "j.form".to_owned(),
        })
    }

    fn text_is_bool(&self, text: &str, wanted: bool) -> Cond {
        // One letter beyond ASCII has a lower case in ASCII, and neither word has it.
        Cond::term(format!("lower({text}) = '{wanted}'"))
    }

    fn text_contains(&self, text: &str, part: &str) -> Said<Cond> {
        Ok(fold(text, part, "contains"))
    }

    fn text_starts(&self, text: &str, part: &str) -> Said<Cond> {
        Ok(fold(text, part, "starts_with"))
    }

    fn text_ends(&self, text: &str, part: &str) -> Said<Cond> {
        Ok(fold(text, part, "ends_with"))
    }

    fn text_matches(&self, text: &str, pattern: &str) -> Said<Cond> {
        Ok(Cond::term(format!("regexp_matches({text}, {})", literal(&translate(pattern, Syntax::Re2)?))))
    }

    fn text_number(&self, text: &str, numbers: Numbers<'_>) -> Said<Cond> {
        let number = reading::number(text);
        Ok(match numbers {
            Numbers::OneOf(numbers) => in_list(&number, &numbers.iter().map(|number| double(*number)).collect::<Vec<_>>()),
            Numbers::Within(low, high) => passes::within(&number, low, high, double),
        })
    }

    fn text_time(&self, text: &str, span: Span, zone: Zone) -> Said<Cond> {
        let passes = Cond::any([clock::within("r.instant", &[span]), clock::within("r.wall", &zone.walls(span))]);
        Ok(Cond::exists(format!("({}) AS r", reading::times(text)), passes))
    }

    fn text_recurs(&self, text: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        let local = format!("coalesce(r.wall, {})", local("r.instant", zone));
        Ok(Cond::exists(format!("({}) AS r", reading::times(text)), recurring(&local, recurs)))
    }

    fn form_number(&self, form: &str) -> Said<String> {
        Ok(reading::number(form))
    }

    fn text_holds(&self, text: &str, part: &str) -> String {
        format!("contains({text}, {part})")
    }

    fn count_text(&self, count: &str) -> String {
        format!("CAST({count} AS VARCHAR)")
    }

    fn count_time(&self, count: &str, span: Span) -> Said<Cond> {
        self.number_time(&self.count_text(count), span)
    }

    fn count_recurs(&self, count: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        self.number_recurs(&self.count_text(count), recurs, zone)
    }

    fn number_text(&self, number: &str) -> Said<String> {
        // As JSON, numbers lack a plus in the exponent, and whole ones have a fraction of 0.
        let json = format!("CAST(to_json(CAST({number} AS DOUBLE)) AS VARCHAR)");
        Ok(format!("regexp_replace(regexp_replace({json}, '[.]0$', ''), 'e([0-9])', 'e+\\1')"))
    }

    fn number_time(&self, form: &str, span: Span) -> Said<Cond> {
        Ok(clock::within(&reading::epoch(form), &[span]))
    }

    fn number_recurs(&self, form: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        let instant = format!("(SELECT {} AS instant) AS r", reading::epoch(form));
        Ok(Cond::exists(instant, recurring(&local("r.instant", zone), recurs)))
    }

    fn sums(&self, source: &str, average: bool) -> Said<String> {
        Ok(sums(source, average))
    }

    fn preludes(&self, plan: &Plan) -> Vec<Prelude> {
        clock::prelude(plan).into_iter().collect()
    }

    fn inline(&self, prelude: &Prelude) -> String {
        // Its name says its columns too.
        format!("({}) AS {}", prelude.body, prelude.name)
    }

    fn most_tables(&self) -> Option<u64> {
        // Named sub-queries nest in each other for DuckDB, which bounds how deep.
        Some(300)
    }
}

/// What JSON numbers are called.
const NUMBERS: &str = "'UBIGINT', 'BIGINT', 'DOUBLE', 'HUGEINT', 'UHUGEINT'";

/// The text form of a JSON value of a type.
fn text_form(value: &str, kind: &str) -> String {
    format!(
        "CASE WHEN {kind} IN ('VARCHAR', 'BOOLEAN') THEN ({value} ->> '$') WHEN {kind} IN ({NUMBERS}) THEN regexp_replace(({value} ->> '$'), 'e([0-9])', 'e+\\1') END"
    )
}

/// A text literal. Control characters are spelled by number, since not every program that hands a statement on leaves them alone.
fn literal(text: &str) -> String {
    if text.contains('\0') {
        // No text has one: it equals nothing.
        return "CAST(NULL AS VARCHAR)".to_owned();
    }
    if !text.chars().any(char::is_control) {
        return standard_literal(text);
    }
    let mut parts: Vec<String> = Vec::new();
    let mut plain = String::new();
    for c in text.chars() {
        if c.is_control() {
            if !plain.is_empty() {
                parts.push(standard_literal(&std::mem::take(&mut plain)));
            }
            parts.push(format!("chr({})", u32::from(c)));
        } else {
            plain.push(c);
        }
    }
    if !plain.is_empty() {
        parts.push(standard_literal(&plain));
    }
    format!("({})", parts.join(" || "))
}

/// A number literal. One without exponent would be a decimal, and compared as such.
fn double(number: f64) -> String {
    let text = number_text(number);
    if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
        return text;
    }
    if text.contains('e') {
        text
    } else {
        format!("{text}e0")
    }
}

/// A folded text in a comparison with a folded part.
fn fold(text: &str, part: &str, function: &str) -> Cond {
    let folded = folded(part);
    let text = match &folded.letters {
        Some((from, to)) => format!("translate({text}, {}, {})", literal(from), literal(to)),
        None => text.to_owned(),
    };
    Cond::term(format!("{function}({text}, {})", literal(&folded.part)))
}

/// The value that steps lead to, each through an object.
fn inside(column: &str, steps: &[&str]) -> String {
    steps.iter().fold(column.to_owned(), |value, step| {
        let path = if step.bytes().all(|b| b.is_ascii_digit()) && !step.is_empty() || *step == "-" {
            // A pointer would count the elements of a list.
            format!("$.\"{step}\"")
        } else {
            format!("/{}", step.replace('~', "~0").replace('/', "~1"))
        };
        format!("({value} -> {})", literal(&path))
    })
}

/// What the zone's wall shows at an instant, both in milliseconds.
fn local(instant: &str, zone: Zone) -> String {
    format!("({instant} + {})", clock::ahead(instant, zone, "arg_max(ahead_ms, since_ms)"))
}

/// The date of a wall as text.
fn date(local: &str) -> String {
    format!("strftime(make_timestamp_ms({local}), '%Y-%m-%d')")
}

fn recurring(local: &str, recurs: &Positive) -> Cond {
    Cond::exists(format!("(SELECT {} AS day) AS local", date(local)), passes::date_recurs("local.day", recurs))
}

/// Ten-thousandths are whole numbers, and added as such, exactly.
fn sums(source: &str, average: bool) -> String {
    let measure = if average { "round(units / n) / 10000" } else { "units / 10000" };
    format!(
        "SELECT user_id, {measure} AS measure
  FROM (SELECT user_id, n, CASE WHEN up AND down THEN NULL WHEN up THEN CAST('Infinity' AS DOUBLE) WHEN down THEN CAST('-Infinity' AS DOUBLE)
      ELSE CAST(CAST(whole AS VARCHAR) AS DOUBLE) END AS units
    FROM (SELECT user_id, count(*) AS n, sum(CASE WHEN isfinite(units) THEN CAST(units AS BIGNUM) END) AS whole,
        bool_or(units = CAST('Infinity' AS DOUBLE)) AS up, bool_or(units = CAST('-Infinity' AS DOUBLE)) AS down
      FROM (SELECT user_id, round(number * 10000) AS units FROM {source} AS n) AS u
      GROUP BY user_id) AS s) AS s"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_spelled_so_that_they_survive() {
        for (text, want) in [
            ("it's", "'it''s'"),
            (r"a\b", r"'a\b'"),
            ("a\r\nb'", "('a' || chr(13) || chr(10) || 'b''')"),
            ("\n", "(chr(10))"),
            ("a\0", "CAST(NULL AS VARCHAR)"),
        ] {
            assert_eq!(literal(text), want);
        }
    }

    #[test]
    fn numbers_are_doubles() {
        for (number, want) in [(5.0, "5"), (-0.5, "-0.5e0"), (1e21, "1e+21"), (1e16, "10000000000000000e0"), (1e-7, "1e-7")] {
            assert_eq!(double(number), want);
        }
    }

    #[test]
    fn steps_go_through_objects_alone() {
        for (steps, want) in [
            (&["a"][..], "(p -> '/a')"),
            (&["a/~", "0"], "((p -> '/a~1~0') -> '$.\"0\"')"),
            (&[""], "(p -> '/')"),
            (&["*"], "(p -> '/*')"),
            (&["it's"], "(p -> '/it''s')"),
        ] {
            assert_eq!(inside("p", steps), want);
        }
    }
}

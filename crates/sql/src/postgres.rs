//! PostgreSQL, from 15 on, over the tables of `schema/postgres.sql`. Statements lean on nothing that a server may have set
//! otherwise: not on its collation, its time zone or its time zone database.

pub(crate) mod clock;
pub(crate) mod expression;
pub(crate) mod letters;
mod reading;
pub(crate) mod spellings;

use crate::cond::Cond;
use crate::dialect::{in_list, Dialect, Numbers, Prelude, Said, Texts};
use crate::passes;
use crate::text::{quoted_name, standard_literal};
use expression::{translate, Syntax};
use letters::folded;
use muster_rules::plan::{Plan, Positive, TimePart};
use muster_rules::time::{format_instant, Millis, Span, Zone};
use reading::ONCE;

/// 0000-01-01, which is in the year 1 BC, 0001-01-01 and 10000-01-01: no stored instant lies outside.
const FIRST_INSTANT: Millis = -62_167_219_200_000;
const FIRST_OF_OURS: Millis = -62_135_596_800_000;
const LAST_INSTANT: Millis = 253_402_300_800_000;
/// More than lies between any two stored times.
pub(crate) const FARTHEST: Millis = 320_000_000_000_000;

/// PostgreSQL, from 15 on.
#[derive(Debug, Clone, Copy, Default)]
pub struct PostgresDialect;

impl Dialect for PostgresDialect {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn row(&self) -> &'static str {
        "muster_row"
    }

    fn table(&self, name: &str) -> String {
        // Names of the statement's own parts come first where a name is looked up.
        let space = if is_like_a_part(name) { "public." } else { "" };
        format!("(SELECT x.ctid AS muster_row, x.* FROM {space}{} AS x)", quoted_name(name))
    }

    fn text(&self, text: &str) -> String {
        literal(text)
    }

    fn instant(&self, at: Millis) -> String {
        match at {
            ..FIRST_INSTANT => "TIMESTAMPTZ '-infinity'".to_owned(),
            LAST_INSTANT.. => "TIMESTAMPTZ 'infinity'".to_owned(),
            FIRST_INSTANT..FIRST_OF_OURS => format!("TIMESTAMPTZ '0001{} BC'", format_instant(at).trim_start_matches("0000")),
            at => format!("TIMESTAMPTZ '{}'", format_instant(at)),
        }
    }

    fn later(&self, time: &str, millis: Millis) -> String {
        format!("({time} + INTERVAL '{} milliseconds')", millis.clamp(-FARTHEST, FARTHEST))
    }

    fn time_text(&self, time: &str) -> Said<String> {
        let year = format!(
            "CASE WHEN {time} < TIMESTAMPTZ '0001-01-01T00:00:00Z' THEN '0000' ELSE to_char({time} AT TIME ZONE 'UTC', 'YYYY') END"
        );
        Ok(format!("({year} || to_char({time} AT TIME ZONE 'UTC', '-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'))"))
    }

    fn time_recurs(&self, time: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        Ok(recurring(&local(&millis(time), zone), recurs))
    }

    fn local_date(&self, time: &str, zone: Zone) -> Said<String> {
        Ok(format!("(SELECT {} FROM (SELECT {} AS l {ONCE}) AS l)", date("l"), local(&millis(time), zone)))
    }

    fn local_part(&self, time: &str, part: TimePart, zone: Zone) -> Said<String> {
        let part = match part {
            TimePart::Hour => "((l % 86400000 + 86400000) % 86400000 / 3600000)".to_owned(),
            TimePart::Weekday => format!("extract(isodow FROM {})::integer", day("l")),
            TimePart::Day => format!("extract(day FROM {})::integer", day("l")),
            TimePart::Month => format!("extract(month FROM {})::integer", day("l")),
            TimePart::Date => return self.local_date(time, zone),
        };
        Ok(format!("(SELECT {part} FROM (SELECT {} AS l {ONCE}) AS l)", local(&millis(time), zone)))
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
            return Ok(Cond::term(format!("json_typeof({value}) <> 'null'")));
        }
        let texts = self.json_texts(value)?;
        // A text form says all there is to know of a value: no number reads as a boolean, no boolean as a number or a time.
        Ok(Cond::exists(texts.from, Cond::all([texts.filter, passes::text(self, &texts.text, positive, zone)?])))
    }

    fn json_present(&self, value: &str) -> String {
        format!("CASE WHEN json_typeof({value}) <> 'null' THEN {value} END")
    }

    fn json_differs(&self, one: &str, other: &str) -> Cond {
        // Canonical JSON: what is equal is spelled alike.
        Cond::term(format!("({one})::text IS DISTINCT FROM ({other})::text"))
    }

    fn json_text(&self, value: &str) -> Said<String> {
        Ok(format!("CASE WHEN json_typeof({value}) IN ('string', 'number', 'boolean') THEN {value} #>> '{{}}' END"))
    }

    fn json_number(&self, value: &str) -> Said<String> {
        let text = format!("({value} #>> '{{}}')");
        let number = reading::number(&text);
        Ok(format!("CASE json_typeof({value}) WHEN 'number' THEN {text}::double precision WHEN 'string' THEN {number} END"))
    }

    fn json_texts(&self, value: &str) -> Said<Texts> {
        let elements = format!(
            "WITH RECURSIVE e (value) AS (SELECT {value} UNION ALL SELECT json_array_elements(value) FROM e WHERE json_typeof(value) = 'array') SELECT value FROM e"
        );
        Ok(Texts {
            from: format!("LATERAL ({elements}) AS j"),
            filter: Cond::term("json_typeof(j.value) IN ('string', 'number', 'boolean')"),
            text: "(j.value #>> '{}')".to_owned(),
        })
    }

    fn text_is_bool(&self, text: &str, wanted: bool) -> Cond {
        // This collation knows ASCII's letters alone.
        Cond::term(format!("lower({text} COLLATE \"C\") = '{wanted}'"))
    }

    fn text_contains(&self, text: &str, part: &str) -> Said<Cond> {
        Ok(fold(text, part, |text, part| format!("position({part} IN {text}) > 0")))
    }

    fn text_starts(&self, text: &str, part: &str) -> Said<Cond> {
        Ok(fold(text, part, |text, part| format!("starts_with({text}, {part})")))
    }

    fn text_ends(&self, text: &str, part: &str) -> Said<Cond> {
        Ok(fold(text, part, |text, part| format!("right({text}, length({part})) = {part}")))
    }

    fn text_matches(&self, text: &str, pattern: &str) -> Said<Cond> {
        Ok(Cond::term(format!("{text} COLLATE \"C\" ~ {}", literal(&translate(pattern, Syntax::Postgres)?))))
    }

    fn text_number(&self, text: &str, numbers: Numbers<'_>) -> Said<Cond> {
        Ok(number_passes(&reading::number(text), numbers))
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

    fn text_order(&self, text: &str) -> String {
        format!("{text} COLLATE \"C\"")
    }

    fn count_time(&self, count: &str, span: Span) -> Said<Cond> {
        self.number_time(&self.count_text(count), span)
    }

    fn count_recurs(&self, count: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        self.number_recurs(&self.count_text(count), recurs, zone)
    }

    fn number_text(&self, number: &str) -> Said<String> {
        Ok(number_text(number))
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
        // The planner joins the people of every named sub-query, and takes long over many.
        Some(300)
    }
}

/// Whether a table may be called as a part of a statement is: `c1`, `c1_measure`, `conditions`, `groups_1`, `clock`.
pub(crate) fn is_like_a_part(name: &str) -> bool {
    let digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    ["c", "s", "groups_"].iter().any(|head| name.strip_prefix(head).is_some_and(digit)) || ["conditions", clock::CLOCK, "e"].contains(&name)
}

/// A text literal. Control characters are spelled by number, since not every program that hands a statement on leaves them alone.
fn literal(text: &str) -> String {
    if text.contains('\0') {
        // No text has one: it equals nothing.
        return "NULL::text".to_owned();
    }
    if !text.chars().any(char::is_control) {
        return standard_literal(text);
    }
    let spell = |c: char| match c {
        '\'' => "''".to_owned(),
        '\\' => r"\\".to_owned(),
        c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    format!("E'{}'", text.chars().map(spell).collect::<String>())
}

/// A folded text and a folded part in a comparison.
fn fold(text: &str, part: &str, compare: impl Fn(&str, &str) -> String) -> Cond {
    let folded = folded(part);
    let text = match &folded.letters {
        Some((from, to)) => format!("translate({text}, {}, {})", literal(from), literal(to)),
        None => text.to_owned(),
    };
    Cond::term(compare(&text, &literal(&folded.part)))
}

/// The value that steps lead to, each through an object.
fn inside(column: &str, steps: &[&str]) -> String {
    let steps: String = steps.iter().map(|step| format!(" -> {}", literal(step))).collect();
    format!("({column}{steps})")
}

fn number_passes(number: &str, numbers: Numbers<'_>) -> Cond {
    match numbers {
        Numbers::OneOf(numbers) => {
            let literals: Vec<String> = numbers.iter().map(|number| muster_rules::value::number_text(*number)).collect();
            in_list(number, &literals)
        }
        Numbers::Within(low, high) => passes::within(number, low, high, muster_rules::value::number_text),
    }
}

/// A double as ECMAScript prints it.
fn number_text(number: &str) -> String {
    // The server prints as few digits as lie between the neighbours, ECMAScript also those that lie on the edge: a difference that only
    // whole numbers of more than 16 digits can have. Of these, the fewest digits that are read back as the number.
    let rounded = "rtrim(left(r, 1) || '.' || rtrim(substr(r, 2), '0'), '.') || 'e+' || length(r) - 1";
    let shortest = format!(
        "SELECT CASE WHEN d < 0 THEN '-' ELSE '' END || {rounded} FROM (SELECT round(abs(d)::text::numeric, -k)::text AS r FROM generate_series(1, 26) AS k) AS r
      WHERE r <> '0' AND r::double precision = abs(d) ORDER BY length(rtrim(r, '0')) LIMIT 1"
    );
    format!(
        "(SELECT CASE WHEN abs(d) >= 1e21 OR abs(d) < 1e-6 AND d <> 0 THEN regexp_replace(s, 'e([+-])0*', 'e\\1') ELSE trim_scale(s::numeric)::text END
    FROM (SELECT d, CASE WHEN abs(d) BETWEEN 1e16 AND 1e26 THEN coalesce(({shortest}), d::text) ELSE d::text END AS s
      FROM (SELECT {number}::double precision AS d {ONCE}) AS d {ONCE}) AS d)"
    )
}

/// An instant in milliseconds since 1970.
fn millis(time: &str) -> String {
    format!("(extract(epoch FROM {time}) * 1000)::bigint")
}

/// What the zone's wall shows at an instant, both in milliseconds.
fn local(instant: &str, zone: Zone) -> String {
    if clock::constant(zone).is_some() {
        return format!("{instant} + {}", clock::ahead(instant, zone, ""));
    }
    format!("(SELECT i + {} FROM (SELECT {instant} AS i {ONCE}) AS i)", clock::ahead("i", zone, ""))
}

/// The day of a wall, 4000 years later: ten times the calendar's cycle, since there is no year 0.
fn day(local: &str) -> String {
    format!("(DATE '5970-01-01' + floor({local} / 86400000.0)::integer)")
}

/// The date of a wall as text.
fn date(local: &str) -> String {
    let day = day(local);
    format!("lpad((extract(year FROM {day})::integer - 4000)::text, 4, '0') || to_char({day}, '-MM-DD')")
}

fn recurring(local: &str, recurs: &Positive) -> Cond {
    let day = format!("(SELECT {} AS day FROM (SELECT {local} AS l {ONCE}) AS l {ONCE}) AS local", date("l"));
    Cond::exists(day, passes::date_recurs("local.day COLLATE \"C\"", recurs))
}

/// Ten-thousandths are whole numbers, and added as such, exactly.
fn sums(source: &str, average: bool) -> String {
    // The greatest double whose ten-thousandths are one, and the least number that rounds to no double.
    let largest = "1.7976931348623158e304";
    let beyond = "(power(2::numeric, 1024) - power(2::numeric, 970))";
    // A cast of a double to numeric keeps 15 digits. As a whole number of 60 bits and a power of two nothing is lost.
    let exact = "CASE WHEN abs(units) < 9e18 THEN units::bigint::numeric ELSE (units / power(2::double precision, twos))::bigint::numeric * power(2::numeric, twos) END";
    let whole = |number: &str| format!("trunc({number}) + CASE WHEN abs({number} - trunc({number})) >= 0.5 THEN sign({number}) ELSE 0 END");
    let measure = if average { format!("({}) / 10000", whole("units / n")) } else { "units / 10000".to_owned() };
    format!(
        "SELECT user_id, {measure} AS measure
  FROM (SELECT user_id, n, CASE WHEN up AND down THEN NULL WHEN up OR whole >= {beyond} THEN 'Infinity' WHEN down OR whole <= -{beyond} THEN '-Infinity'
      ELSE whole::double precision END AS units
    FROM (SELECT user_id, count(*) AS n, sum({exact}) FILTER (WHERE is_finite) AS whole,
        coalesce(bool_or(NOT is_finite AND units > 0), FALSE) AS up, coalesce(bool_or(NOT is_finite AND units < 0), FALSE) AS down
      FROM (SELECT user_id, units, abs(units) < 'Infinity' AS is_finite,
          CASE WHEN abs(units) >= 9e18 AND abs(units) < 'Infinity' THEN floor(ln(abs(units)) / ln(2::double precision))::integer - 58 END AS twos
        FROM (SELECT user_id, {rounded} AS units
          FROM (SELECT user_id, CASE WHEN abs(number) > {largest} THEN number * 'Infinity'::double precision ELSE number * 10000 END AS units
            FROM {source} AS n {ONCE}) AS u {ONCE}) AS u {ONCE}) AS u
      GROUP BY user_id) AS s {ONCE}) AS s",
        rounded = format_args!("CASE WHEN abs(units) < 1e16 THEN {} ELSE units END", whole("units")),
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
            ("a\r\nb'\\", r"E'a\u000d\u000ab''\\'"),
            ("\u{85}", r"E'\u0085'"),
            ("a\0", "NULL::text"),
            ("é😀", "'é😀'"),
        ] {
            assert_eq!(literal(text), want);
        }
    }

    #[test]
    fn instants_beyond_stored_ones_are_infinite() {
        for (at, want) in [
            (FIRST_INSTANT, "TIMESTAMPTZ '0001-01-01T00:00:00.000Z BC'"),
            (FIRST_OF_OURS - 1, "TIMESTAMPTZ '0001-12-31T23:59:59.999Z BC'"),
            (0, "TIMESTAMPTZ '1970-01-01T00:00:00.000Z'"),
            (LAST_INSTANT, "TIMESTAMPTZ 'infinity'"),
            (-8_000_000_000_000_000, "TIMESTAMPTZ '-infinity'"),
        ] {
            assert_eq!(PostgresDialect.instant(at), want);
        }
    }
}

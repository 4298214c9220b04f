//! PostgreSQL, from 15 on, over the tables of `schema/postgres.sql`. Statements lean on nothing that a server may have set
//! otherwise: not on its collation, its time zone or its time zone database.

mod reading;

use crate::cond::Cond;
use crate::dialect::Texts;
use crate::passes;
use crate::text::standard_literal;
use crate::typed::{ahead, constant, Reading, Syntax, Typed, FIRST_INSTANT};
use muster_rules::plan::{Positive, TimePart};
use muster_rules::time::{format_instant, Millis, Zone};
use reading::ONCE;

/// 0001-01-01: what lies before is in the year 1 BC.
const FIRST_OF_OURS: Millis = -62_135_596_800_000;

/// PostgreSQL, from 15 on.
#[derive(Debug, Clone, Copy, Default)]
pub struct PostgresDialect;

impl Typed for PostgresDialect {
    const NAME: &'static str = "PostgreSQL";
    const SCHEMA: &'static str = "public";
    const ROW: &'static str = "x.ctid";
    const SYNTAX: Syntax = Syntax::Postgres;

    fn literal(text: &str) -> String {
        literal(text)
    }

    fn spelled(at: Millis) -> String {
        match at {
            FIRST_INSTANT..FIRST_OF_OURS => format!("0001{} BC", format_instant(at).trim_start_matches("0000")),
            at => format_instant(at),
        }
    }

    fn instant_text(time: &str) -> String {
        let year = format!(
            "CASE WHEN {time} < TIMESTAMPTZ '0001-01-01T00:00:00Z' THEN '0000' ELSE to_char({time} AT TIME ZONE 'UTC', 'YYYY') END"
        );
        format!("({year} || to_char({time} AT TIME ZONE 'UTC', '-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'))")
    }

    fn millis(time: &str) -> String {
        format!("(extract(epoch FROM {time}) * 1000)::bigint")
    }

    fn wall(millis: &str, zone: Zone) -> String {
        if constant(zone).is_some() {
            return format!("{millis} + {}", ahead(millis, zone, ""));
        }
        format!("(SELECT i + {} FROM (SELECT {millis} AS i {ONCE}) AS i)", ahead("i", zone, ""))
    }

    fn part(wall: &str, part: TimePart) -> String {
        let part = match part {
            TimePart::Hour => "((l % 86400000 + 86400000) % 86400000 / 3600000)".to_owned(),
            TimePart::Weekday => format!("extract(isodow FROM {})::integer", day("l")),
            TimePart::Day => format!("extract(day FROM {})::integer", day("l")),
            TimePart::Month => format!("extract(month FROM {})::integer", day("l")),
            TimePart::Date => date("l"),
        };
        format!("(SELECT {part} FROM (SELECT {wall} AS l {ONCE}) AS l)")
    }

    fn recurring(wall: &str, recurs: &Positive) -> Cond {
        let day = format!("(SELECT {} AS day FROM (SELECT {wall} AS l {ONCE}) AS l {ONCE}) AS local", date("l"));
        Cond::exists(day, passes::date_recurs(&Self::plain("local.day"), recurs))
    }

    fn inside(column: &str, steps: &[&str]) -> String {
        let steps: String = steps.iter().map(|step| format!(" -> {}", literal(step))).collect();
        format!("({column}{steps})")
    }

    fn is_there(value: &str) -> String {
        format!("json_typeof({value}) <> 'null'")
    }

    fn canonical(value: &str) -> String {
        // Stored so: what is equal is spelled alike.
        format!("({value})::text")
    }

    fn scalar_text(value: &str) -> String {
        format!("CASE WHEN json_typeof({value}) IN ('string', 'number', 'boolean') THEN {value} #>> '{{}}' END")
    }

    fn scalar_number(value: &str) -> String {
        let text = format!("({value} #>> '{{}}')");
        let number = Self::number(&text);
        format!("CASE json_typeof({value}) WHEN 'number' THEN {text}::double precision WHEN 'string' THEN {number} END")
    }

    fn scalars(value: &str) -> Texts {
        let elements = format!(
            "WITH RECURSIVE e (value) AS (SELECT {value} UNION ALL SELECT json_array_elements(value) FROM e WHERE json_typeof(value) = 'array') SELECT value FROM e"
        );
        Texts {
            from: format!("LATERAL ({elements}) AS j"),
            filter: Cond::term("json_typeof(j.value) IN ('string', 'number', 'boolean')"),
            text: "(j.value #>> '{}')".to_owned(),
        }
    }

    fn plain(text: &str) -> String {
        // This collation knows ASCII's letters alone.
        format!("{text} COLLATE \"C\"")
    }

    fn contains(text: &str, part: &str) -> String {
        format!("position({part} IN {text}) > 0")
    }

    fn ends(text: &str, part: &str) -> String {
        format!("right({text}, length({part})) = {part}")
    }

    fn found(text: &str, pattern: &str) -> String {
        format!("{} ~ {pattern}", Self::plain(text))
    }

    fn whole_text(count: &str) -> String {
        format!("CAST({count} AS TEXT)")
    }

    fn double_text(number: &str) -> String {
        number_text(number)
    }

    fn added(source: &str, average: bool) -> String {
        sums(source, average)
    }
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

/// The day of a wall, 4000 years later: ten times the calendar's cycle, since there is no year 0.
fn day(local: &str) -> String {
    format!("(DATE '5970-01-01' + floor({local} / 86400000.0)::integer)")
}

/// The date of a wall as text.
fn date(local: &str) -> String {
    let day = day(local);
    format!("lpad((extract(year FROM {day})::integer - 4000)::text, 4, '0') || to_char({day}, '-MM-DD')")
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
    use crate::dialect::Dialect;
    use crate::typed::LAST_INSTANT;

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

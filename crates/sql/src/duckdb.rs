//! DuckDB, from 1.5 on, over the tables of `schema/duckdb.sql`. Statements lean on nothing that a session may have set otherwise,
//! not on its time zone either, and on no extension but what DuckDB carries itself (`core_functions`, `json`, `icu`).

mod reading;

use crate::cond::Cond;
use crate::dialect::Texts;
use crate::passes;
use crate::text::standard_literal;
use crate::typed::{ahead, Reading, Syntax, Typed};
use muster_rules::plan::{Positive, TimePart};
use muster_rules::time::Zone;
use muster_rules::value::number_text;

/// DuckDB, from 1.5 on.
#[derive(Debug, Clone, Copy, Default)]
pub struct DuckDbDialect;

impl Typed for DuckDbDialect {
    const NAME: &'static str = "DuckDB";
    const SCHEMA: &'static str = "main";
    const ROW: &'static str = "row_number() OVER ()";
    const SYNTAX: Syntax = Syntax::Re2;

    fn literal(text: &str) -> String {
        literal(text)
    }

    fn double(number: f64) -> String {
        double(number)
    }

    fn instant_text(time: &str) -> String {
        format!("strftime({time} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')")
    }

    fn millis(time: &str) -> String {
        format!("epoch_ms({time})")
    }

    fn wall(millis: &str, zone: Zone) -> String {
        format!("({millis} + {})", ahead(millis, zone, "arg_max(ahead_ms, since_ms)"))
    }

    fn part(wall: &str, part: TimePart) -> String {
        let time = format!("make_timestamp_ms({wall})");
        match part {
            TimePart::Hour => format!("hour({time})"),
            TimePart::Weekday => format!("isodow({time})"),
            TimePart::Day => format!("day({time})"),
            TimePart::Month => format!("month({time})"),
            TimePart::Date => format!("strftime({time}, '%Y-%m-%d')"),
        }
    }

    fn recurring(wall: &str, recurs: &Positive) -> Cond {
        Cond::exists(format!("(SELECT {} AS day) AS local", Self::part(wall, TimePart::Date)), passes::date_recurs("local.day", recurs))
    }

    fn inside(column: &str, steps: &[&str]) -> String {
        inside(column, steps)
    }

    fn is_there(value: &str) -> String {
        format!("json_type({value}) <> 'NULL'")
    }

    fn canonical(value: &str) -> String {
        // Stored so, except that a value taken out of another has its numbers printed anew.
        format!("CAST(json({value}) AS VARCHAR)")
    }

    fn scalar_text(value: &str) -> String {
        text_form(value, &format!("json_type({value})"))
    }

    fn scalar_number(value: &str) -> String {
        let text = format!("({value} ->> '$')");
        let number = Self::number(&text);
        format!("CASE WHEN json_type({value}) IN ({NUMBERS}) THEN TRY_CAST({text} AS DOUBLE) WHEN json_type({value}) = 'VARCHAR' THEN {number} END")
    }

    fn scalars(value: &str) -> Texts {
        let form = text_form("j.value", "j.type");
        // A step into an object puts a dot into the full key.
        Texts {
            from: format!("LATERAL (SELECT {form} AS form FROM json_tree({value}) AS j WHERE NOT contains(j.fullkey, '.')) AS j"),
            filter: Cond::term("j.form IS NOT NULL"),
            text: "j.form".to_owned(),
        }
    }

    fn contains(text: &str, part: &str) -> String {
        format!("contains({text}, {part})")
    }

    fn ends(text: &str, part: &str) -> String {
        format!("ends_with({text}, {part})")
    }

    fn found(text: &str, pattern: &str) -> String {
        format!("regexp_matches({text}, {pattern})")
    }

    fn whole_text(count: &str) -> String {
        format!("CAST({count} AS VARCHAR)")
    }

    fn double_text(number: &str) -> String {
        // As JSON, numbers lack a plus in the exponent, and whole ones have a fraction of 0.
        let json = format!("CAST(to_json(CAST({number} AS DOUBLE)) AS VARCHAR)");
        format!("regexp_replace(regexp_replace({json}, '[.]0$', ''), 'e([0-9])', 'e+\\1')")
    }

    fn added(source: &str, average: bool) -> String {
        sums(source, average)
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

//! Values of stored JSON, which is canonical text: a value has one spelling, so that many tests compare the spelling.

use super::{literal, regexp, zone, SqliteDialect};
use crate::cond::Cond;
use crate::dialect::{in_list, Dialect, Numbers, Said, Texts};
use crate::passes::{millis_within, number_of_text_form, within, Scalars};
use muster_rules::plan::{Bound, Positive};
use muster_rules::time::Zone;
use muster_rules::value::{canonical_text, number_text};

/// The value at a key of an object: a literal key that is there wins, even with `null`, else each dotted part is a step.
pub(super) fn key(column: &str, key: &str) -> String {
    let whole = inside(column, &[key]);
    if !key.contains('.') {
        return whole;
    }
    // A literal `null` comes out as the text `null`, which is not NULL.
    format!("coalesce({whole}, {})", inside(column, &key.split('.').collect::<Vec<_>>()))
}

/// The value that steps lead to, each through an object.
pub(super) fn inside(column: &str, steps: &[&str]) -> String {
    let path: String = steps.iter().map(|step| format!(".{}", label(step))).collect();
    let path = literal::text(&format!("${path}"));
    if !steps.iter().any(|step| step.contains('"')) {
        return format!("{column} -> {path}");
    }
    // SQLite 3.40 ends a quoted label at the first quote, escaped or not, and compares labels as they are spelled. So quotes
    // and backslashes are spelled by number first, and back after.
    let spelled = format!(r#"replace(replace({column}, '\\', '\u005c'), '\"', '\u0022')"#);
    format!(r#"replace(replace({spelled} -> {path}, '\u0022', '\"'), '\u005c', '\\')"#)
}

/// A step of a path, as canonical JSON spells the key.
fn label(key: &str) -> String {
    let plain =
        key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain {
        return key.to_owned();
    }
    let spelled = canonical_text(key);
    if key.contains('"') {
        let inner = &spelled[1..spelled.len() - 1];
        return format!("\"{}\"", inner.replace(r"\\", r"\u005c").replace(r#"\""#, r"\u0022"));
    }
    spelled
}

/// The text form of a scalar; NULL of anything else.
pub(super) fn text_form(value: &str) -> String {
    format!("CASE WHEN {value} LIKE '\"%' THEN {value} ->> '$' WHEN {value} GLOB '[-0-9tf]*' THEN {value} END")
}

/// The number that a value is, or that its text wholly is; else NULL.
pub(super) fn number(value: &str) -> String {
    format!(
        "CASE WHEN {value} GLOB '[-0-9]*' THEN CAST({value} AS REAL) WHEN {value} LIKE '\"%' THEN (SELECT r.number FROM muster_readings AS r WHERE r.text = {value} ->> '$') END"
    )
}

/// The text forms in a value.
pub(super) fn texts(value: &str) -> Texts {
    // A step into an object puts a dot into the full key, whatever the object's key is.
    let scalar = "j.type IN ('text', 'integer', 'real', 'true', 'false')";
    Texts {
        from: format!("json_tree({value}) AS j"),
        filter: Cond::all([Cond::term("instr(j.fullkey, '.') = 0"), Cond::term(scalar)]),
        text: format!("CASE WHEN j.type = 'text' THEN j.atom ELSE {value} -> j.fullkey END"),
    }
}

/// A value passes: itself, or where it is a list any element. What is missing passes nothing.
pub(super) fn passes(dialect: &SqliteDialect, value: &str, positive: &Positive, zone: Zone) -> Said<Cond> {
    if *positive == Positive::IsSet {
        return Ok(Cond::term(format!("{value} <> 'null'")));
    }
    let whole = Scalar {
        raw: value.to_owned(),
        is_text: format!("{value} LIKE '\"%'"),
        text: format!("{value} ->> '$'"),
        is_number: format!("{value} GLOB '[-0-9]*'"),
        is_bare: format!("{value} GLOB '[-0-9tf]*'"),
    };
    let element = Scalar {
        raw: format!("{value} -> j.fullkey"),
        is_text: "j.type = 'text'".to_owned(),
        text: "j.atom".to_owned(),
        is_number: "j.type IN ('integer', 'real')".to_owned(),
        is_bare: "j.type IN ('integer', 'real', 'true', 'false')".to_owned(),
    };
    // A step into an object puts a dot into the full key, whatever the object's key is.
    let elements = Cond::all([Cond::term("instr(j.fullkey, '.') = 0"), element.passes(dialect, positive, zone)?]);
    Ok(Cond::any([
        whole.passes(dialect, positive, zone)?,
        Cond::all([Cond::term(format!("{value} LIKE '[%'")), Cond::exists(format!("json_tree({value}) AS j"), elements)]),
    ]))
}

/// A single value of JSON: what to write for its parts and kinds.
struct Scalar {
    /// Its canonical JSON.
    raw: String,
    is_text: String,
    /// Its text, where it is one.
    text: String,
    is_number: String,
    /// Whether it is a number or a boolean, whose JSON is its text form.
    is_bare: String,
}

impl Scalar {
    fn passes(&self, dialect: &SqliteDialect, positive: &Positive, zone: Zone) -> Said<Cond> {
        Ok(match positive {
            Positive::IsSet => Cond::True,
            Positive::In(scalars) => self.one_of(dialect, &Scalars::of(scalars))?,
            Positive::Contains(part) => dialect.text_contains(&self.text_form(), part)?,
            Positive::StartsWith(part) => dialect.text_starts(&self.text_form(), part)?,
            Positive::EndsWith(part) => dialect.text_ends(&self.text_form(), part)?,
            Positive::Matches(pattern) => Cond::term(format!(
                "CASE WHEN {} THEN {} WHEN {} THEN {} END",
                self.is_text,
                regexp(&self.text, pattern),
                self.is_bare,
                regexp(&self.raw, pattern)
            )),
            Positive::Number { low, high } => Cond::any([
                Cond::all([Cond::term(&self.is_number), self.number_within(*low, *high)]),
                self.as_text(dialect.text_number(&self.text, Numbers::Within(*low, *high))?),
            ]),
            Positive::Time(span) => {
                Cond::any([millis_within(&zone::epoch(&self.raw), &[*span]), self.as_text(dialect.text_time(&self.text, *span, zone)?)])
            }
            Positive::Recurs(_) => Cond::any([
                zone::instant_recurs(&zone::epoch(&self.raw), positive, zone),
                self.as_text(dialect.text_recurs(&self.text, positive, zone)?),
            ]),
        })
    }

    /// Equality compares the spelling; only what reads as a number or boolean without being one has to be read.
    fn one_of(&self, dialect: &SqliteDialect, wanted: &Scalars) -> Said<Cond> {
        let mut spelled: Vec<String> = Vec::new();
        for text in &wanted.texts {
            spelled.push(literal::text(&canonical_text(text)));
            if number_of_text_form(text).is_some() || text == "true" || text == "false" {
                spelled.push(literal::text(text));
            }
        }
        spelled.extend(wanted.numbers.iter().map(|number| literal::text(&number_text(*number))));
        let mut parts = vec![in_list(&self.raw, &spelled)];
        for bool in &wanted.bools {
            parts.push(Cond::term(format!("{} COLLATE NOCASE IN ('{bool}', '\"{bool}\"')", self.raw)));
        }
        if !wanted.numbers.is_empty() {
            parts.push(self.as_text(dialect.text_number(&self.text, Numbers::OneOf(&wanted.numbers))?));
        }
        Ok(Cond::any(parts))
    }

    /// Where it is a text, and that passes.
    fn as_text(&self, passes: Cond) -> Cond {
        Cond::all([Cond::term(&self.is_text), passes])
    }

    fn text_form(&self) -> String {
        format!("CASE WHEN {} THEN {} WHEN {} THEN {} END", self.is_text, self.text, self.is_bare, self.raw)
    }

    fn number_within(&self, low: Bound, high: Bound) -> Cond {
        let number = format!("CAST({} AS REAL)", self.raw);
        let mut cond = within(&number, low, high, literal::number);
        // Where SQLite may read a bound's own spelling as a neighbour of it, the spelling decides.
        for bound in [low, high] {
            cond = match bound {
                Bound::Included(bound) if !exact(bound) => Cond::any([cond, self.spelled(bound, "=")]),
                Bound::Excluded(bound) if !exact(bound) => Cond::all([cond, self.spelled(bound, "<>")]),
                _ => cond,
            };
        }
        cond
    }

    fn spelled(&self, number: f64, sign: &str) -> Cond {
        Cond::term(format!("{} {sign} {}", self.raw, literal::text(&number_text(number))))
    }
}

fn exact(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 || literal::reads_exactly(number)
}

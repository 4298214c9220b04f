//! SQLite, from 3.40 on, over the file as it is: numbers for people and names, milliseconds for times, canonical JSON text,
//! and `muster_readings` for what texts read as.

mod json;
mod literal;
mod zone;

use crate::cond::Cond;
use crate::dialect::{in_list, Dialect, Numbers, Prelude, Said, TimeColumn};
use crate::passes;
use muster_rules::plan::Positive;
use muster_rules::time::{Millis, Span, Zone};

/// No view of the file mentions more tables.
const TABLES_OF_A_VIEW: usize = 8;

/// SQLite, from 3.40 on.
#[derive(Debug, Clone, Copy, Default)]
pub struct SqliteDialect;

impl Dialect for SqliteDialect {
    fn name(&self) -> &'static str {
        "SQLite"
    }

    fn person(&self) -> &'static str {
        "user_no"
    }

    fn text(&self, text: &str) -> String {
        literal::text(text)
    }

    fn time_text(&self, column: TimeColumn) -> Said<String> {
        Ok(match column {
            TimeColumn::Created => "created_at",
            TimeColumn::Event => "timestamp",
        }
        .to_owned())
    }

    fn time_within(&self, column: TimeColumn, span: Span) -> Cond {
        zone::within(millis(column), &[span])
    }

    fn time_recurs(&self, column: TimeColumn, recurs: &Positive, zone: Zone) -> Said<Cond> {
        Ok(zone::instant_recurs(millis(column), recurs, zone))
    }

    fn events_named(&self, names: &[String]) -> Cond {
        let literals: Vec<String> = names.iter().map(|name| literal::text(name)).collect();
        match in_list("event_name", &literals) {
            Cond::Term(named) => Cond::term(format!("name_no IN (SELECT name_no FROM muster_event_names WHERE {named})")),
            other => other,
        }
    }

    fn property_named(&self, name: &str) -> Cond {
        let name = literal::text(name);
        Cond::term(format!("property_no = (SELECT property_no FROM muster_property_names WHERE property_name = {name})"))
    }

    fn property_stands(&self, at: Millis) -> Cond {
        let end =
            |column: &str, sign: &str| Cond::any([Cond::term(format!("{column} IS NULL")), Cond::term(format!("{column} {sign} {at}"))]);
        Cond::all([end("from_ms", "<="), end("to_ms", ">")])
    }

    fn json_key(&self, column: &str, key: &str) -> Said<String> {
        Ok(json::key(column, key))
    }

    fn json_inside(&self, column: &str, steps: &[&str]) -> Said<String> {
        Ok(json::inside(column, steps))
    }

    fn json_passes(&self, value: &str, positive: &Positive, zone: Zone) -> Said<Cond> {
        json::passes(self, value, positive, zone)
    }

    fn text_is_bool(&self, text: &str, wanted: bool) -> Cond {
        // NOCASE folds ASCII alone, here and everywhere; `lower` is the program's own in the program.
        Cond::term(format!("{text} = '{wanted}' COLLATE NOCASE"))
    }

    fn text_contains(&self, text: &str, part: &str) -> Said<Cond> {
        Ok(Cond::term(format!("instr(lower({text}), {}) > 0", lower(part))))
    }

    fn text_starts(&self, text: &str, part: &str) -> Said<Cond> {
        let part = lower(part);
        Ok(Cond::term(format!("substr(lower({text}), 1, length({part})) = {part}")))
    }

    fn text_ends(&self, text: &str, part: &str) -> Said<Cond> {
        if part.is_empty() {
            // The last 0 characters cannot be asked for: `substr` reads 0 as the beginning.
            return Ok(Cond::term(format!("{text} IS NOT NULL")));
        }
        let part = lower(part);
        Ok(Cond::term(format!("substr(lower({text}), -length({part})) = {part}")))
    }

    fn text_matches(&self, text: &str, pattern: &str) -> Said<Cond> {
        // Asked of texts alone: what the function makes of NULL is not ours to say.
        Ok(Cond::term(format!("CASE WHEN {text} IS NOT NULL THEN {} END", regexp(text, pattern))))
    }

    fn text_number(&self, text: &str, numbers: Numbers<'_>) -> Said<Cond> {
        let passes = match numbers {
            Numbers::OneOf(numbers) => {
                let literals: Vec<String> = numbers.iter().map(|number| literal::number(*number)).collect();
                in_list("r.number", &literals)
            }
            Numbers::Within(low, high) => passes::within("r.number", low, high, literal::number),
        };
        Ok(reading(text, passes))
    }

    fn text_time(&self, text: &str, span: Span, zone: Zone) -> Said<Cond> {
        Ok(reading(text, Cond::any([zone::within("r.instant", &[span]), zone::within("r.wall", &zone.walls(span))])))
    }

    fn text_recurs(&self, text: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        Ok(reading(text, zone::reading_recurs(recurs, zone)))
    }

    fn count_time(&self, count: &str, span: Span) -> Said<Cond> {
        Ok(zone::within(&zone::epoch(&self.count_text(count)), &[span]))
    }

    fn count_recurs(&self, count: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        Ok(zone::instant_recurs(&zone::epoch(&self.count_text(count)), recurs, zone))
    }

    fn number(&self, number: f64) -> String {
        literal::number(number)
    }

    fn preludes(&self, tests: &[&Positive], zone: Zone) -> Vec<Prelude> {
        zone::offsets(tests, zone).into_iter().collect()
    }

    fn is_too_large(&self, queries: &[String]) -> bool {
        // From 3.54 on, no named sub-query is looked up once a statement mentions 1,000 tables, those inside views included.
        let count = |what: &str| queries.iter().map(|query| query.matches(what).count()).sum::<usize>();
        let views: usize = ["FROM users", "FROM events", "FROM user_property_history"].into_iter().map(count).sum();
        count("FROM ") + views * TABLES_OF_A_VIEW > 900
    }

    fn needs(&self, test: &Positive) -> Option<&'static str> {
        match test {
            Positive::Matches(_) => Some("needs the program: stock SQLite has no REGEXP"),
            // Two letters beyond ASCII fold to ASCII ones: the long s and the Kelvin sign.
            Positive::Contains(part) | Positive::StartsWith(part) | Positive::EndsWith(part)
                if part.chars().any(|c| !c.is_ascii() || matches!(c, 's' | 'S' | 'k' | 'K')) =>
            {
                Some("needs the program for letters beyond ASCII: stock SQLite's lower() folds ASCII alone")
            }
            _ => None,
        }
    }
}

fn millis(column: TimeColumn) -> &'static str {
    match column {
        TimeColumn::Created => "created_ms",
        TimeColumn::Event => "time_ms",
    }
}

/// A text reads as something that passes.
fn reading(text: &str, passes: Cond) -> Cond {
    match passes {
        Cond::False => Cond::False,
        passes => Cond::exists("muster_readings AS r", Cond::all([Cond::term(format!("r.text = {text}")), passes])),
    }
}

/// A regular expression is found in a text that is there.
fn regexp(text: &str, pattern: &str) -> String {
    format!("{text} REGEXP {}", literal::text(pattern))
}

fn lower(part: &str) -> String {
    format!("lower({})", literal::text(part))
}

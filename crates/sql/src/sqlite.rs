//! SQLite, from 3.40 on, over the file as it is: numbers for people and names, milliseconds for times, canonical JSON text,
//! and `muster_readings` for what texts read as.

mod json;
mod literal;
mod number;
mod zone;

use crate::cond::Cond;
use crate::dialect::{in_list, Dialect, Numbers, Prelude, Said, Texts, TimeColumn};
use crate::passes;
use muster_rules::plan::{Plan, Positive, TableColumn, TimePart};
use muster_rules::schema::ColumnType;
use muster_rules::time::{Millis, Span, Zone};

/// No view of the file mentions more tables.
const TABLES_OF_A_VIEW: u64 = 8;

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

    fn row(&self) -> &'static str {
        "muster_row"
    }

    fn table(&self, name: &str) -> String {
        format!("main.{}", self.identifier(name))
    }

    fn table_text(&self, alias: &str, column: &TableColumn) -> Said<String> {
        let name = match column.kind {
            ColumnType::Text | ColumnType::Time => self.identifier(&column.column),
            ColumnType::Number | ColumnType::Bool => self.identifier(&format!("muster_text_{}", column.column)),
        };
        Ok(format!("{alias}{name}"))
    }

    fn time(&self, column: TimeColumn<'_>) -> String {
        match column {
            TimeColumn::Created => "created_ms".to_owned(),
            TimeColumn::Event => "time_ms".to_owned(),
            TimeColumn::Began => "from_ms".to_owned(),
            TimeColumn::Ended => "to_ms".to_owned(),
            TimeColumn::Table(column) => self.identifier(&format!("muster_ms_{column}")),
        }
    }

    fn instant(&self, at: Millis) -> String {
        at.to_string()
    }

    fn later(&self, time: &str, millis: Millis) -> String {
        format!("{time} + {millis}")
    }

    fn time_text(&self, time: &str) -> Said<String> {
        Ok(zone::text(time))
    }

    fn column_text(&self, alias: &str, column: TimeColumn<'_>) -> Said<String> {
        match column {
            TimeColumn::Created => Ok(format!("{alias}created_at")),
            TimeColumn::Event => Ok(format!("{alias}timestamp")),
            TimeColumn::Table(column) => Ok(format!("{alias}{}", self.identifier(column))),
            TimeColumn::Began | TimeColumn::Ended => self.time_text(&format!("{alias}{}", self.time(column))),
        }
    }

    fn time_within(&self, time: &str, span: Span) -> Cond {
        passes::millis_within(time, &[span])
    }

    fn time_recurs(&self, time: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        Ok(zone::instant_recurs(time, recurs, zone))
    }

    fn local_date(&self, time: &str, zone: Zone) -> Said<String> {
        Ok(zone::local_date(time, zone))
    }

    fn local_part(&self, time: &str, part: TimePart, zone: Zone) -> Said<String> {
        Ok(zone::local_part(time, part, zone))
    }

    fn events_named(&self, names: &[String]) -> Cond {
        let literals: Vec<String> = names.iter().map(|name| literal::text(name)).collect();
        match in_list("event_name", &literals) {
            Cond::Term(named) => Cond::term(format!("name_no IN (SELECT name_no FROM muster_event_names WHERE {named})")),
            other => other,
        }
    }

    fn property_named(&self, alias: &str, name: &str) -> Cond {
        let name = literal::text(name);
        Cond::term(format!("{alias}property_no = (SELECT property_no FROM muster_property_names WHERE property_name = {name})"))
    }

    fn on_list(&self, list: &str) -> String {
        format!("SELECT user_no FROM muster_list_people WHERE list_name = {}", literal::text(list))
    }

    fn consenting(&self, purpose: &str, at: Millis, granted: Option<bool>) -> String {
        let granted = granted.map_or(String::new(), |granted| format!("\n    AND granted = {}", u8::from(granted)));
        let purpose = literal::text(purpose);
        format!(
            "SELECT user_no FROM muster_consent_records\n  WHERE purpose = {purpose} AND from_ms <= {at} AND (to_ms IS NULL OR to_ms > {at}){granted}"
        )
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

    fn json_differs(&self, one: &str, other: &str) -> Cond {
        // Canonical JSON has one spelling.
        Cond::term(format!("{one} IS NOT {other}"))
    }

    fn json_text(&self, value: &str) -> Said<String> {
        Ok(json::text_form(value))
    }

    fn json_number(&self, value: &str) -> Said<String> {
        Ok(json::number(value))
    }

    fn json_texts(&self, value: &str) -> Said<Texts> {
        Ok(json::texts(value))
    }

    fn text_holds(&self, text: &str, part: &str) -> String {
        format!("instr({text}, {part}) > 0")
    }

    fn form_passes(&self, form: &str, positive: &Positive, zone: Zone) -> Said<Cond> {
        // Texts that read as something have a row in muster_readings; the text form of a number is read here.
        let read = number::of_form(form);
        let number = match positive {
            Positive::In(scalars) => {
                let numbers = passes::Scalars::of(scalars).numbers;
                let literals: Vec<String> = numbers.iter().map(|number| literal::number(*number)).collect();
                in_list(&read, &literals)
            }
            Positive::Number { low, high } => passes::within(&read, *low, *high, literal::number),
            Positive::Time(span) => passes::millis_within(&zone::epoch(form), &[*span]),
            Positive::Recurs(_) => zone::instant_recurs(&zone::epoch(form), positive, zone),
            _ => Cond::False,
        };
        Ok(Cond::any([passes::text(self, form, positive, zone)?, number]))
    }

    fn form_number(&self, form: &str) -> Said<String> {
        Ok(format!("coalesce({}, (SELECT r.number FROM muster_readings AS r WHERE r.text = {form}))", number::of_form(form)))
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
        Ok(reading(text, Cond::any([passes::millis_within("r.instant", &[span]), passes::millis_within("r.wall", &zone.walls(span))])))
    }

    fn text_recurs(&self, text: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        Ok(reading(text, zone::reading_recurs(recurs, zone)))
    }

    fn number(&self, number: f64) -> String {
        literal::number(number)
    }

    fn number_text(&self, number: &str) -> Said<String> {
        Ok(number::text(number))
    }

    fn number_recurs(&self, form: &str, recurs: &Positive, zone: Zone) -> Said<Cond> {
        Ok(zone::instant_recurs(&zone::epoch(form), recurs, zone))
    }

    fn sums(&self, source: &str, average: bool) -> Said<String> {
        Ok(number::sums(source, average))
    }

    fn preludes(&self, plan: &Plan) -> Vec<Prelude> {
        zone::offsets(plan).into_iter().collect()
    }

    fn inline(&self, prelude: &Prelude) -> String {
        zone::inline(prelude)
    }

    fn most_tables(&self) -> Option<u64> {
        // From 3.54 on, no named sub-query is looked up once a statement mentions 1,000 tables, those inside views included.
        Some(900)
    }

    fn tables_of(&self, table: &str) -> u64 {
        match table {
            "users" | "events" | "user_property_history" | "muster_list_people" | "muster_consent_records" => TABLES_OF_A_VIEW,
            _ => u64::from(table.starts_with("main.")),
        }
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

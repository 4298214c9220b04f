//! JSON → [`Condition`]: strict, with the path, the reason and a hint for whatever is wrong.

mod acts;
mod keys;
mod measure;
mod order;
mod people;
mod related;
mod test;
mod times;

use crate::condition::{Condition, TestSpec};
use crate::error::RuleError;
use crate::plan::{Column, EventColumn, TableColumn, TimePart, UserColumn};
use crate::schema::{Catalog, Row};
use keys::{named, only_keys, required, text, whole};
use serde_json::{Map, Value};
pub(crate) use test::compile as compile_pattern;
pub use test::parse_test_value;
pub use times::{parse_time, parse_window};

/// Deepest nesting of conditions inside one another.
pub const MAX_NESTING: usize = 64;
/// Most conditions in a rule.
pub const MAX_CONDITIONS: usize = 1000;
/// Most values in a list.
pub const MAX_VALUES: usize = 10_000;
/// Most steps of a sequence.
pub const MAX_STEPS: usize = 10;
/// Most periods of a regular condition.
pub const MAX_PERIODS: u32 = 400;

/// Every kind, and which rows it is asked of.
const KINDS: [(&str, Asked); 17] = [
    ("all", Asked::Anything),
    ("any", Asked::Anything),
    ("not", Asked::Anything),
    ("at_least", Asked::Anything),
    ("field", Asked::Anything),
    ("property", Asked::UsersAndEvents),
    ("event", Asked::Users),
    ("sequence", Asked::Users),
    ("regular", Asked::Users),
    ("changed", Asked::Users),
    ("ever", Asked::Users),
    ("rank", Asked::Users),
    ("related", Asked::Anything),
    ("time", Asked::Events),
    ("segment", Asked::Users),
    ("list", Asked::Users),
    ("consent", Asked::Users),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Anything,
    Users,
    Events,
    UsersAndEvents,
}

impl Asked {
    fn of(self, row: &Row) -> bool {
        match self {
            Asked::Anything => true,
            Asked::Users => *row == Row::User,
            Asked::Events => *row == Row::Event,
            Asked::UsersAndEvents => matches!(row, Row::User | Row::Event),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Asked::Anything => "any row",
            Asked::Users => "people",
            Asked::Events => "events",
            Asked::UsersAndEvents => "people and events",
        }
    }
}

/// Reads a condition that is asked of users. `path` is its place, `where` for a whole rule. Relations, columns and lists must be in the
/// catalog; whether segments are, and whether they refer to each other in a circle, is settled by [`crate::resolve`].
pub fn parse_condition(json: &Value, path: &str, catalog: &Catalog) -> Result<Condition, RuleError> {
    let mut reader = Reader { conditions: 0, catalog };
    reader.condition(json, path, &Row::User, 0)
}

struct Reader<'c> {
    conditions: usize,
    catalog: &'c Catalog,
}

/// A condition's object with its place.
#[derive(Clone, Copy)]
struct At<'a> {
    object: &'a Map<String, Value>,
    path: &'a str,
    row: &'a Row,
    depth: usize,
}

impl Reader<'_> {
    fn condition(&mut self, json: &Value, path: &str, row: &Row, depth: usize) -> Result<Condition, RuleError> {
        if depth > MAX_NESTING {
            return Err(RuleError::at(path, format!("nested deeper than {MAX_NESTING} conditions")));
        }
        self.conditions += 1;
        if self.conditions > MAX_CONDITIONS {
            return Err(RuleError::at(path, format!("more than {MAX_CONDITIONS} conditions in one rule")));
        }
        let here = || KINDS.iter().filter(|(_, asked)| asked.of(row)).map(|(name, _)| *name).collect::<Vec<_>>();
        let object = json.as_object().ok_or_else(|| RuleError::at(path, "a condition is an object with a “kind”"))?;
        let kind = match object.get("kind") {
            Some(Value::String(kind)) => kind.as_str(),
            Some(_) => {
                return Err(RuleError::at(format!("{path}.kind"), "“kind” is a text").hint(format!("one of {}", here().join(", "))));
            }
            None => return Err(RuleError::missing(path, "kind", format!("one of {}", here().join(", ")))),
        };
        let Some((_, asked)) = KINDS.iter().find(|(name, _)| *name == kind) else {
            return Err(RuleError::unknown(format!("{path}.kind"), "kind", kind, &here()));
        };
        if !asked.of(row) {
            let row = match row {
                Row::User => "people".to_owned(),
                Row::Event => "an event".to_owned(),
                Row::Table(table) => format!("a row of “{table}”"),
            };
            return Err(RuleError::at(path, format!("“{kind}” is asked of {}, not of {row}", asked.words()))
                .hint(format!("accepted here: {}", here().join(", "))));
        }
        let at = At { object, path, row, depth };
        match kind {
            "all" => Ok(Condition::All(self.parts(at, &["kind", "of"])?)),
            "any" => Ok(Condition::Any(self.parts(at, &["kind", "of"])?)),
            "not" => self.not(at),
            "at_least" => self.at_least(at),
            "field" => self.field(at),
            "property" => people::property(at),
            "event" => self.event(at),
            "sequence" => self.sequence(at),
            "regular" => self.regular(at),
            "changed" => people::changed(at),
            "ever" => people::ever(at),
            "rank" => self.rank(at),
            "related" => self.related(at),
            "time" => time(at),
            "segment" => people::segment(at),
            "list" => people::list(at, self.catalog),
            _ => people::consent(at),
        }
    }

    fn parts(&mut self, at: At<'_>, keys: &[&str]) -> Result<Vec<Condition>, RuleError> {
        let path = at.path;
        only_keys(at.object, path, keys)?;
        let of = required(at.object, path, "of", "a list of conditions")?;
        let of = of.as_array().ok_or_else(|| RuleError::at(format!("{path}.of"), "“of” is a list of conditions"))?;
        of.iter().enumerate().map(|(i, part)| self.condition(part, &format!("{path}.of[{i}]"), at.row, at.depth + 1)).collect()
    }

    fn not(&mut self, at: At<'_>) -> Result<Condition, RuleError> {
        let path = at.path;
        only_keys(at.object, path, &["kind", "of"])?;
        let of = required(at.object, path, "of", "the condition that must not hold")?;
        if of.is_array() {
            return Err(RuleError::at(format!("{path}.of"), "“not” takes one condition, not a list").hint("put the list into an “any”"));
        }
        Ok(Condition::Not(Box::new(self.condition(of, &format!("{path}.of"), at.row, at.depth + 1)?)))
    }

    fn at_least(&mut self, at: At<'_>) -> Result<Condition, RuleError> {
        let of = self.parts(at, &["kind", "n", "of"])?;
        let n = whole(at.object, at.path, "n", "how many of the conditions must hold")?;
        let n = u32::try_from(n).ok().filter(|n| *n as usize <= of.len());
        let n =
            n.ok_or_else(|| RuleError::at(format!("{}.n", at.path), format!("asks for more conditions than the {} there are", of.len())))?;
        Ok(Condition::AtLeast { n, of })
    }

    /// The condition under a key, asked of other rows; `None` where the key is not there.
    fn inner(&mut self, at: At<'_>, key: &str, row: &Row) -> Result<Option<Box<Condition>>, RuleError> {
        let Some(json) = at.object.get(key) else { return Ok(None) };
        Ok(Some(Box::new(self.condition(json, &format!("{}.{key}", at.path), row, at.depth + 1)?)))
    }

    fn field(&self, at: At<'_>) -> Result<Condition, RuleError> {
        let path = at.path;
        only_keys(at.object, path, &["kind", "field", "op", "value"])?;
        let table = match at.row {
            Row::Table(name) => self.catalog.schema.table(name),
            Row::User | Row::Event => None,
        };
        let columns: Vec<Column> = match (at.row, table) {
            (Row::User, _) => UserColumn::ALL.into_iter().map(Column::User).collect(),
            (Row::Event, _) => EventColumn::ALL.into_iter().map(Column::Event).collect(),
            (Row::Table(_), None) => Vec::new(),
            (Row::Table(_), Some(table)) => table
                .columns
                .iter()
                .map(|column| Column::Table(TableColumn { table: table.name.clone(), column: column.name.clone(), kind: column.kind }))
                .collect(),
        };
        let names: Vec<&str> = columns.iter().map(Column::name).collect();
        let name = text(at.object, path, "field", &format!("one of {}", names.join(", ")))?;
        let column = columns.iter().find(|column| column.name() == name);
        let column = column.ok_or_else(|| {
            let what = table.map_or("field".to_owned(), |table| format!("column of “{}”", table.name));
            RuleError::unknown(format!("{path}.field"), &what, name, &names)
        })?;
        Ok(Condition::Field { column: column.clone(), test: test::test(at.object, path)? })
    }
}

fn time(at: At<'_>) -> Result<Condition, RuleError> {
    only_keys(at.object, at.path, &["kind", "part", "op", "value"])?;
    let parts: Vec<(&str, TimePart)> = TimePart::ALL.iter().map(|part| (part.name(), *part)).collect();
    Ok(Condition::Time { part: named(at.object, at.path, "part", &parts)?, test: test::test(at.object, at.path)? })
}

/// The test beside a condition's own keys, where there is one.
fn optional_test(at: At<'_>) -> Result<Option<TestSpec>, RuleError> {
    let there = at.object.contains_key("op") || at.object.contains_key("value");
    if there {
        test::test(at.object, at.path).map(Some)
    } else {
        Ok(None)
    }
}

//! JSON → [`Condition`]: strict, with the path, the reason and a hint for whatever is wrong.

mod test;
mod times;

use crate::condition::{Condition, EventCondition, EventSelector, MeasureSpec, Op, Operand, TestSpec};
use crate::error::RuleError;
use crate::plan::{EventColumn, UserColumn};
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

/// Kinds of the rule language that this version understands.
const KINDS: [&str; 7] = ["all", "any", "not", "at_least", "field", "property", "event"];
/// Kinds of the rule language that are refused by name for now.
const LATER_KINDS: [&str; 10] = ["sequence", "regular", "changed", "ever", "rank", "related", "time", "segment", "list", "consent"];

/// What a condition is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    User,
    Event,
}

/// Reads a condition that is asked of users. `path` is its place, `where` for a whole rule.
pub fn parse_condition(json: &Value, path: &str) -> Result<Condition, RuleError> {
    let mut reader = Reader { conditions: 0 };
    reader.condition(json, path, Row::User, 0)
}

struct Reader {
    conditions: usize,
}

impl Reader {
    fn condition(&mut self, json: &Value, path: &str, row: Row, depth: usize) -> Result<Condition, RuleError> {
        if depth > MAX_NESTING {
            return Err(RuleError::at(path, format!("nested deeper than {MAX_NESTING} conditions")));
        }
        self.conditions += 1;
        if self.conditions > MAX_CONDITIONS {
            return Err(RuleError::at(path, format!("more than {MAX_CONDITIONS} conditions in one rule")));
        }
        let object = json.as_object().ok_or_else(|| RuleError::at(path, "a condition is an object with a “kind”"))?;
        let kind = match object.get("kind") {
            Some(Value::String(kind)) => kind.as_str(),
            Some(_) => return Err(RuleError::at(format!("{path}.kind"), "“kind” is a text").hint(format!("one of {}", KINDS.join(", ")))),
            None => return Err(RuleError::missing(path, "kind", format!("one of {}", KINDS.join(", ")))),
        };
        match kind {
            "all" => Ok(Condition::All(self.parts(object, path, row, depth, &["kind", "of"])?)),
            "any" => Ok(Condition::Any(self.parts(object, path, row, depth, &["kind", "of"])?)),
            "not" => {
                only_keys(object, path, &["kind", "of"])?;
                let of = required(object, path, "of", "the condition that must not hold")?;
                if of.is_array() {
                    return Err(
                        RuleError::at(format!("{path}.of"), "“not” takes one condition, not a list").hint("put the list into an “any”")
                    );
                }
                Ok(Condition::Not(Box::new(self.condition(of, &format!("{path}.of"), row, depth + 1)?)))
            }
            "at_least" => self.at_least(object, path, row, depth),
            "field" => field(object, path, row),
            "property" => property(object, path, row),
            "event" => match row {
                Row::User => self.event(object, path, depth),
                Row::Event => Err(RuleError::at(path, "“event” is asked of people, not of an event")
                    .hint("inside an event's “where”: all, any, not, at_least, field, property")),
            },
            later if LATER_KINDS.contains(&later) => {
                Err(RuleError::at(format!("{path}.kind"), format!("“{later}” conditions are not understood by this version"))
                    .hint(format!("accepted here: {}", KINDS.join(", "))))
            }
            other => Err(RuleError::unknown(format!("{path}.kind"), "kind", other, &KINDS)),
        }
    }

    fn parts(
        &mut self,
        object: &Map<String, Value>,
        path: &str,
        row: Row,
        depth: usize,
        keys: &[&str],
    ) -> Result<Vec<Condition>, RuleError> {
        only_keys(object, path, keys)?;
        let of = required(object, path, "of", "a list of conditions")?;
        let of = of.as_array().ok_or_else(|| RuleError::at(format!("{path}.of"), "“of” is a list of conditions"))?;
        of.iter().enumerate().map(|(i, part)| self.condition(part, &format!("{path}.of[{i}]"), row, depth + 1)).collect()
    }

    fn at_least(&mut self, object: &Map<String, Value>, path: &str, row: Row, depth: usize) -> Result<Condition, RuleError> {
        let of = self.parts(object, path, row, depth, &["kind", "n", "of"])?;
        let at = format!("{path}.n");
        let n = required(object, path, "n", "how many of the conditions must hold")?;
        let n = n.as_u64().filter(|n| *n >= 1).ok_or_else(|| RuleError::at(&at, "“n” is a whole number of at least 1"))?;
        let n = u32::try_from(n).ok().filter(|n| *n as usize <= of.len());
        let n = n.ok_or_else(|| RuleError::at(&at, format!("asks for more conditions than the {} there are", of.len())))?;
        Ok(Condition::AtLeast { n, of })
    }

    fn event(&mut self, object: &Map<String, Value>, path: &str, depth: usize) -> Result<Condition, RuleError> {
        only_keys(object, path, &["kind", "event", "where", "window", "measure", "op", "value", "pick", "having"])?;
        let event = event_selector(object, path)?;
        let filter = match object.get("where") {
            None => None,
            Some(filter) => Some(Box::new(self.condition(filter, &format!("{path}.where"), Row::Event, depth + 1)?)),
        };
        let window = object.get("window").map(|window| parse_window(window, &format!("{path}.window"))).transpose()?;
        for later in ["pick", "having"] {
            if object.contains_key(later) {
                return Err(RuleError::at(format!("{path}.{later}"), format!("“{later}” is not understood by this version")));
            }
        }
        let has_test = object.contains_key("op") || object.contains_key("value");
        let measure = measure(object.get("measure"), path, has_test)?;
        let test = if has_test { test::test(object, path)? } else { TestSpec { op: Op::Gte, value: Operand::Number(1.0) } };
        Ok(Condition::Event(EventCondition { event, filter, window, measure, test }))
    }
}

fn measure(json: Option<&Value>, path: &str, has_test: bool) -> Result<MeasureSpec, RuleError> {
    const NUMBERS: [&str; 4] = ["count", "active_days", "distinct", "sum"];
    const OTHERS: [&str; 8] = ["avg", "min", "max", "first", "last", "first_value", "last_value", "most_frequent"];
    let Some(json) = json else { return Ok(MeasureSpec::Count) };
    let at = format!("{path}.measure");
    let object = json.as_object().ok_or_else(|| RuleError::at(&at, "a measure is an object with an “fn”").hint("{\"fn\": \"count\"}"))?;
    let name = required(object, &at, "fn", "count")?;
    let name = name.as_str().ok_or_else(|| RuleError::at(format!("{at}.fn"), "“fn” is a text").hint("count"))?;
    if name == "count" {
        only_keys(object, &at, &["fn"])?;
        return Ok(MeasureSpec::Count);
    }
    if OTHERS[3..].contains(&name) && !has_test {
        return Err(RuleError::missing(path, "op", "the measure is not a number, so it needs a test"));
    }
    if NUMBERS.contains(&name) || OTHERS.contains(&name) {
        return Err(RuleError::at(format!("{at}.fn"), format!("the measure “{name}” is not understood by this version"))
            .hint("accepted here: count"));
    }
    Err(RuleError::unknown(format!("{at}.fn"), "measure", name, &["count"]))
}

fn event_selector(object: &Map<String, Value>, path: &str) -> Result<EventSelector, RuleError> {
    let at = format!("{path}.event");
    let hint = "an event's name, a list of names, or \"*\" for every event";
    match required(object, path, "event", hint)? {
        Value::String(name) if name == "*" => Ok(EventSelector::Every),
        Value::String(name) => Ok(EventSelector::Named(vec![name.clone()])),
        Value::Array(names) if names.is_empty() => Err(RuleError::at(&at, "the list of events is empty").hint(hint)),
        Value::Array(names) if names.len() > MAX_VALUES => Err(RuleError::at(&at, format!("more than {MAX_VALUES} events in a list"))),
        Value::Array(names) => {
            let name = |name: &Value| match name {
                Value::String(name) if name == "*" => {
                    Err(RuleError::at(&at, "“*” cannot stand in a list of events").hint("\"event\": \"*\" means every event"))
                }
                Value::String(name) => Ok(name.clone()),
                _ => Err(RuleError::at(&at, "an event's name is a text").hint(hint)),
            };
            Ok(EventSelector::Named(names.iter().map(name).collect::<Result<_, _>>()?))
        }
        _ => Err(RuleError::at(&at, "an event's name is a text").hint(hint)),
    }
}

fn field(object: &Map<String, Value>, path: &str, row: Row) -> Result<Condition, RuleError> {
    only_keys(object, path, &["kind", "field", "op", "value"])?;
    let names: Vec<&str> = match row {
        Row::User => UserColumn::ALL.iter().map(|column| column.name()).collect(),
        Row::Event => EventColumn::ALL.iter().map(|column| column.name()).collect(),
    };
    let name = required(object, path, "field", format!("one of {}", names.join(", ")))?;
    let name = name.as_str().ok_or_else(|| RuleError::at(format!("{path}.field"), "“field” is a text"))?;
    let user = UserColumn::ALL.iter().find(|column| row == Row::User && column.name() == name);
    let event = EventColumn::ALL.iter().find(|column| row == Row::Event && column.name() == name);
    if user.is_none() && event.is_none() {
        return Err(RuleError::unknown(format!("{path}.field"), "field", name, &names));
    }
    let test = test::test(object, path)?;
    match (user, event) {
        (Some(column), _) => Ok(Condition::UserField { column: *column, test }),
        (None, Some(column)) => Ok(Condition::EventField { column: *column, test }),
        (None, None) => Err(RuleError::unknown(format!("{path}.field"), "field", name, &names)),
    }
}

fn property(object: &Map<String, Value>, path: &str, row: Row) -> Result<Condition, RuleError> {
    if row == Row::User && object.contains_key("as_of") {
        return Err(RuleError::at(format!("{path}.as_of"), "“as_of” is not understood by this version")
            .hint("leave it out for the value as it is now"));
    }
    only_keys(object, path, &["kind", "property", "op", "value"])?;
    let name = required(object, path, "property", "the property's name")?;
    let name = name.as_str().filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| RuleError::at(format!("{path}.property"), "“property” is a text that is not empty"))?;
    Ok(Condition::Property { property: name.to_owned(), test: test::test(object, path)? })
}

/// The value of a key that must be there.
fn required<'v>(object: &'v Map<String, Value>, path: &str, key: &str, hint: impl Into<String>) -> Result<&'v Value, RuleError> {
    object.get(key).ok_or_else(|| RuleError::missing(path, key, hint))
}

/// Refuses any key but these: an unknown one is never ignored.
fn only_keys(object: &Map<String, Value>, path: &str, accepted: &[&str]) -> Result<(), RuleError> {
    match object.keys().find(|key| !accepted.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => Err(RuleError::unknown(format!("{path}.{key}"), "key", key, accepted)),
    }
}

//! What people did: `event` and `rank`.

use super::keys::{named, only_keys, required, text, whole};
use super::measure::measure;
use super::{optional_test, parse_window, At, Reader, MAX_VALUES};
use crate::condition::{AskSpec, Condition, CutSpec, EventCondition, EventSelector, EventsSpec, Op, Operand, RankSpec, TestSpec};
use crate::error::RuleError;
use crate::plan::{Measure, Pick};
use crate::schema::Row;
use crate::window::Window;
use serde_json::{Map, Value};

impl Reader<'_> {
    pub(super) fn event(&mut self, at: At<'_>) -> Result<Condition, RuleError> {
        let At { object, path, .. } = at;
        only_keys(object, path, &["kind", "event", "where", "window", "measure", "op", "value", "pick", "having"])?;
        let events = self.events(at)?;
        let window = window(object, path)?;
        let ask = if object.contains_key("pick") || object.contains_key("having") { self.pick(at)? } else { measured(at)? };
        Ok(Condition::Event(EventCondition { events, window, ask }))
    }

    /// Which events: `event` and `where` of an object.
    pub(super) fn events(&mut self, at: At<'_>) -> Result<EventsSpec, RuleError> {
        Ok(EventsSpec { event: event_selector(at.object, at.path)?, filter: self.inner(at, "where", &Row::Event)? })
    }

    fn pick(&mut self, at: At<'_>) -> Result<AskSpec, RuleError> {
        let pick = named(at.object, at.path, "pick", &[("first", Pick::First), ("last", Pick::Last)])?;
        for beside in ["measure", "op", "value"] {
            if at.object.contains_key(beside) {
                return Err(RuleError::at(format!("{}.{beside}", at.path), format!("“{beside}” cannot stand beside “pick”"))
                    .hint("what the picked event must satisfy is “having”"));
            }
        }
        let having = self.inner(at, "having", &Row::Event)?;
        let having = having.ok_or_else(|| RuleError::missing(at.path, "having", "the condition that the picked event must satisfy"))?;
        Ok(AskSpec::Pick { pick, having })
    }

    pub(super) fn rank(&mut self, at: At<'_>) -> Result<Condition, RuleError> {
        let At { object, path, row, depth } = at;
        only_keys(object, path, &["kind", "by", "top", "bottom"])?;
        let hint = "{\"property\": name}, or an event with its measure";
        let by_path = format!("{path}.by");
        let by = required(object, path, "by", hint)?;
        let by = by.as_object().ok_or_else(|| RuleError::at(&by_path, "“by” is an object").hint(hint))?;
        let at = At { object: by, path: &by_path, row, depth };
        let by = if by.contains_key("property") {
            only_keys(by, &by_path, &["property"])?;
            RankSpec::Property(text(by, &by_path, "property", "the property's name")?.to_owned())
        } else {
            only_keys(by, &by_path, &["property", "event", "where", "window", "measure"])?;
            let events = self.events(at)?;
            let window = window(by, &by_path)?;
            let measure = measure(by.get("measure"), &format!("{by_path}.measure"))?;
            if matches!(measure, Measure::First | Measure::Last) {
                return Err(RuleError::at(
                    format!("{by_path}.measure.fn"),
                    format!("“{}” is a time: people are ranked by numbers", measure.name()),
                )
                .hint("count, active_days, distinct, sum, avg, min, max, first_value, last_value or most_frequent"));
            }
            RankSpec::Measure { events, window, measure }
        };
        let one = "one of “top” and “bottom”: {\"n\": 100} or {\"percent\": 10}";
        let (top, key) = match (object.contains_key("top"), object.contains_key("bottom")) {
            (true, true) => return Err(RuleError::at(path, "“top” and “bottom” exclude each other").hint(one)),
            (false, false) => return Err(RuleError::missing(path, "top", one)),
            (true, false) => (true, "top"),
            (false, true) => (false, "bottom"),
        };
        Ok(Condition::Rank { by, top, cut: cut(required(object, path, key, one)?, &format!("{path}.{key}"))? })
    }
}

/// The window of an object; left out: all time.
pub(super) fn window(object: &Map<String, Value>, path: &str) -> Result<Option<Window>, RuleError> {
    object.get("window").map(|window| parse_window(window, &format!("{path}.window"))).transpose()
}

fn measured(at: At<'_>) -> Result<AskSpec, RuleError> {
    let measure = measure(at.object.get("measure"), &format!("{}.measure", at.path))?;
    let is_number =
        !matches!(measure, Measure::First | Measure::Last | Measure::FirstValue(_) | Measure::LastValue(_) | Measure::MostFrequent(_));
    let test = match optional_test(at)? {
        Some(test) => test,
        None if is_number => TestSpec { op: Op::Gte, value: Operand::Number(1.0) },
        None => {
            let why = format!("“{}” is not a number, so it needs a test", measure.name());
            return Err(RuleError::missing(at.path, "op", why));
        }
    };
    Ok(AskSpec::Measure { measure, test })
}

fn cut(json: &Value, path: &str) -> Result<CutSpec, RuleError> {
    let hint = "{\"n\": 100} or {\"percent\": 10}";
    let object = json.as_object().ok_or_else(|| RuleError::at(path, "is an object").hint(hint))?;
    only_keys(object, path, &["n", "percent"])?;
    match (object.get("n"), object.get("percent")) {
        (Some(_), None) => Ok(CutSpec::Number(whole(object, path, "n", hint)?)),
        (None, Some(percent)) => {
            let at = format!("{path}.percent");
            let percent = percent.as_f64().filter(|percent| *percent > 0.0 && *percent <= 100.0);
            let percent = percent.ok_or_else(|| RuleError::at(&at, "“percent” is a number above 0 and at most 100").hint(hint))?;
            Ok(CutSpec::Percent(percent))
        }
        (Some(_), Some(_)) => Err(RuleError::at(path, "“n” and “percent” exclude each other").hint(hint)),
        (None, None) => Err(RuleError::missing(path, "n", hint)),
    }
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

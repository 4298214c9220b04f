//! What people did in order, and again and again: `sequence` and `regular`.

use super::acts::window;
use super::keys::{flag, only_keys, required, whole};
use super::times::parse_duration;
use super::{At, Reader, MAX_PERIODS, MAX_STEPS, MAX_VALUES};
use crate::condition::{Condition, RegularCondition, SequenceCondition, StepSpec};
use crate::error::RuleError;
use crate::window::Duration;
use serde_json::{Map, Value};

impl Reader<'_> {
    pub(super) fn sequence(&mut self, at: At<'_>) -> Result<Condition, RuleError> {
        let At { object, path, row, depth } = at;
        only_keys(object, path, &["kind", "steps", "window", "within", "same"])?;
        let steps_path = format!("{path}.steps");
        let hint = "a list of steps: [{\"event\": …}, {\"event\": …, \"within\": …}]";
        let list = required(object, path, "steps", hint)?;
        let list = list.as_array().ok_or_else(|| RuleError::at(&steps_path, "“steps” is a list").hint(hint))?;
        if list.is_empty() {
            return Err(RuleError::at(&steps_path, "the list of steps is empty").hint(hint));
        }
        if list.len() > MAX_STEPS {
            return Err(RuleError::at(&steps_path, format!("more than {MAX_STEPS} steps in a sequence")));
        }
        let mut steps: Vec<StepSpec> = Vec::with_capacity(list.len());
        for (i, json) in list.iter().enumerate() {
            let path = format!("{steps_path}[{i}]");
            let object = json.as_object().ok_or_else(|| RuleError::at(&path, "a step is an object with an “event”"))?;
            let step = self.step(At { object, path: &path, row, depth }, i == 0)?;
            if step.absent && i == 0 {
                return Err(RuleError::at(&path, "the first step cannot be absent").hint("begin with what was done"));
            }
            if step.absent && steps.last().is_some_and(|before| before.absent) {
                return Err(RuleError::at(&path, "two absent steps cannot follow each other").hint("name both events in one absent step"));
            }
            steps.push(step);
        }
        let within = distance(object, path)?;
        Ok(Condition::Sequence(SequenceCondition { steps, window: window(object, path)?, within, same: same(object, path)? }))
    }

    fn step(&mut self, at: At<'_>, first: bool) -> Result<StepSpec, RuleError> {
        only_keys(at.object, at.path, &["event", "where", "within", "absent"])?;
        if first && at.object.contains_key("within") {
            return Err(RuleError::at(format!("{}.within", at.path), "the first step has no event before it")
                .hint("put “within” beside “steps” to bound the whole sequence"));
        }
        Ok(StepSpec { events: self.events(at)?, within: distance(at.object, at.path)?, absent: flag(at.object, at.path, "absent")? })
    }

    pub(super) fn regular(&mut self, at: At<'_>) -> Result<Condition, RuleError> {
        let At { object, path, .. } = at;
        only_keys(object, path, &["kind", "event", "where", "period", "periods", "at_least", "times"])?;
        let events = self.events(at)?;
        let period = required(object, path, "period", "how long a period is: {\"n\": 1, \"unit\": \"week\"}")?;
        let period = parse_duration(period, &format!("{path}.period"))?;
        let periods = whole(object, path, "periods", "how many periods to look back over")?;
        let periods = u32::try_from(periods).ok().filter(|periods| *periods <= MAX_PERIODS);
        let periods = periods.ok_or_else(|| RuleError::at(format!("{path}.periods"), format!("more than {MAX_PERIODS} periods")))?;
        let at_least = whole(object, path, "at_least", "in how many of the periods")?;
        let at_least = u32::try_from(at_least).ok().filter(|at_least| *at_least <= periods);
        let at_least = at_least
            .ok_or_else(|| RuleError::at(format!("{path}.at_least"), format!("asks for more periods than the {periods} there are")))?;
        let times = if object.contains_key("times") { whole(object, path, "times", "how often in each period")? } else { 1 };
        let times = u32::try_from(times).map_err(|_| RuleError::at(format!("{path}.times"), format!("“times” is at most {}", u32::MAX)))?;
        Ok(Condition::Regular(RegularCondition { events, period, periods, at_least, times }))
    }
}

/// `within`: a duration of a fixed length.
fn distance(object: &Map<String, Value>, path: &str) -> Result<Option<Duration>, RuleError> {
    let Some(json) = object.get("within") else { return Ok(None) };
    let path = format!("{path}.within");
    let duration = parse_duration(json, &path)?;
    match duration.unit.millis() {
        Some(_) => Ok(Some(duration)),
        None => Err(RuleError::at(path, format!("a distance between events has a fixed length, and a {} has none", duration.unit.name()))
            .hint("second, minute, hour, day or week")),
    }
}

fn same(object: &Map<String, Value>, path: &str) -> Result<Vec<String>, RuleError> {
    let Some(json) = object.get("same") else { return Ok(Vec::new()) };
    let path = format!("{path}.same");
    let wrong = || RuleError::at(&path, "“same” is a list of event properties").hint("[\"product_id\"]");
    let list = json.as_array().ok_or_else(wrong)?;
    if list.len() > MAX_VALUES {
        return Err(RuleError::at(path, format!("more than {MAX_VALUES} values in a list")));
    }
    let name = |name: &Value| name.as_str().filter(|name| !name.is_empty()).map(str::to_owned).ok_or_else(wrong);
    list.iter().map(name).collect()
}

//! Conditions over a user's events.

use super::Resolver;
use crate::condition::{AskSpec, EventCondition, EventSelector, EventsSpec, RegularCondition, SequenceCondition};
use crate::error::RuleError;
use crate::plan::{Ask, EventNames, EventNode, Events, RegularNode, SequenceNode, Step};
use crate::schema::Row;
use crate::time::{Millis, Span};
use crate::window::{Duration, Window};

impl Resolver<'_> {
    /// Which events; `path` is that of the object that names them.
    pub(super) fn events(&self, events: &EventsSpec, window: Option<&Window>, path: &str) -> Result<Events, RuleError> {
        let names = match &events.event {
            EventSelector::Every => EventNames::Every,
            EventSelector::Named(names) => {
                let mut names = names.clone();
                names.sort();
                names.dedup();
                EventNames::Named(names)
            }
        };
        Ok(Events { names, filter: self.filter(events.filter.as_deref(), path, &Row::Event)?, window: self.past(window, path)? })
    }

    pub(super) fn event(&self, event: &EventCondition, path: &str) -> Result<EventNode, RuleError> {
        let events = self.events(&event.events, event.window.as_ref(), path)?;
        let ask = match &event.ask {
            AskSpec::Measure { measure, test } => Ask::Measure { measure: measure.clone(), test: self.test(test, path)? },
            AskSpec::Pick { pick, having } => {
                Ask::Pick { pick: *pick, having: Box::new(self.node(having, &format!("{path}.having"), &Row::Event)?) }
            }
        };
        Ok(EventNode { events, ask })
    }

    pub(super) fn sequence(&self, sequence: &SequenceCondition, path: &str) -> Result<SequenceNode, RuleError> {
        let mut steps = Vec::with_capacity(sequence.steps.len());
        for (i, step) in sequence.steps.iter().enumerate() {
            let window = sequence.window.as_ref().filter(|_| i == 0);
            let mut events = self.events(&step.events, None, &format!("{path}.steps[{i}]"))?;
            events.window = self.past(window, path)?;
            steps.push(Step { events, within: step.within.map(millis), absent: step.absent });
        }
        Ok(SequenceNode { steps, within: sequence.within.map(millis), same: sequence.same.clone() })
    }

    pub(super) fn regular(&self, regular: &RegularCondition, path: &str) -> Result<RegularNode, RuleError> {
        // Each period is counted back from now, not from the one before: a month's length depends on where it begins.
        let back = |i: u64| match i {
            0 => self.now,
            i => Duration { n: regular.period.n.saturating_mul(i), unit: regular.period.unit }.before(self.now, self.zone),
        };
        let period = |i: u64| Span { from: Some(back(i + 1) + 1), to: Some(back(i) + 1) };
        Ok(RegularNode {
            events: self.events(&regular.events, None, path)?,
            periods: (0..u64::from(regular.periods)).map(period).collect(),
            at_least: regular.at_least,
            times: regular.times,
        })
    }
}

/// A distance in milliseconds. The parser lets only units of a fixed length through.
fn millis(distance: Duration) -> Millis {
    let n = Millis::try_from(distance.n).unwrap_or(Millis::MAX);
    // Longer than any two events are apart, and yet safe to add to an instant.
    n.saturating_mul(distance.unit.millis().unwrap_or(0)).min(1 << 60)
}

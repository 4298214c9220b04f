//! What people did: counts and other measures, the first or last event, and ranks.

use super::names::{name, number, property, whole};
use super::parts::{on_weekdays, Lead};
use super::values::{amount, includes_absent, zero_passes, Tense};
use super::windows::{aside, window};
use super::{Said, Teller, Voice};
use crate::condition::{AskSpec, Condition, CutSpec, EventCondition, EventSelector, EventsSpec, Op, Operand, RankSpec, TestSpec};
use crate::plan::{Measure, Pick, Scalar};
use crate::window::Window;

impl Teller<'_> {
    pub(super) fn event(&self, event: &EventCondition, path: &str) -> (Lead, Said) {
        let EventCondition { events, window, ask } = event;
        match ask {
            AskSpec::Measure { measure: Measure::Count, test } => self.did(event, test, self.times(test), path),
            AskSpec::Measure { measure: Measure::ActiveDays, test } => {
                let days = amount(test, "different day", "different days");
                let days = days.unwrap_or_else(|| format!("a number of different days that {}", self.test(test, Tense::Present)));
                self.did(event, test, ("did", Some(format!("on {days}"))), path)
            }
            AskSpec::Measure { measure: Measure::Distinct(of), test } => {
                let values = amount(test, "different value", "different values");
                let values = values.unwrap_or_else(|| format!("a number of different values that {}", self.test(test, Tense::Present)));
                self.did(event, test, ("did", Some(format!("with {values} of {}", property(of)))), path)
            }
            AskSpec::Measure { measure, test } => (Lead::Whose, Said::closed(self.measured(measure, events, window.as_ref(), test, path))),
            AskSpec::Pick { pick, having } => {
                let which = match pick {
                    Pick::First => "first",
                    Pick::Last => "last",
                };
                let of = aside(self.noun(events, window.as_ref(), path));
                (Lead::Whose, Said::open(format!("{which} {of} was one {}", self.condition(having, &format!("{path}.having")))))
            }
        }
    }

    /// "did purchase at least 3 times in the last 30 days, since …, where …".
    fn did(&self, event: &EventCondition, test: &TestSpec, (verb, often): (&str, Option<String>), path: &str) -> (Lead, Said) {
        let mut said = format!("{verb} {}", self.names(&event.events.event));
        if let Some(often) = &often {
            said.push(' ');
            said.push_str(often);
            if zero_passes(test) {
                said.push_str(&self.words.or_none(path, "not at all"));
            }
        }
        if let Some(within) = &event.window {
            said.push(' ');
            said.push_str(&window(within, self.words));
        }
        match self.filter(&event.events, path) {
            None => (Lead::Who, Said::closed(said)),
            Some(filter) => (Lead::Who, Said::open(format!("{} {filter}", if event.window.is_some() { aside(said) } else { said }))),
        }
    }

    /// The verb of a count and how often: ("did", "more than 5 times"), ("did not do", nothing).
    fn times(&self, test: &TestSpec) -> (&'static str, Option<String>) {
        let zero = [Scalar::Number(0.0)];
        match (test.op, &test.value) {
            (Op::Gte, Operand::Number(n)) if *n == 1.0 => ("did", None),
            // Two ways to say the same, so that two rules do not look like one.
            (Op::Is, Operand::Scalars(scalars)) if scalars == &zero && !scalars.iter().any(is_negative_zero) => ("did not do", None),
            (Op::Lt, Operand::Number(n)) if *n == 1.0 => ("never did", None),
            _ => {
                let times = amount(test, "time", "times");
                ("did", Some(times.unwrap_or_else(|| format!("a number of times that {}", self.test(test, Tense::Present)))))
            }
        }
    }

    /// "sum of amount over purchase in the last 30 days, since …, is more than 100".
    fn measured(&self, measure: &Measure, events: &EventsSpec, within: Option<&Window>, test: &TestSpec, path: &str) -> String {
        let timely = matches!(test.op, Op::Before | Op::After | Op::During | Op::NotDuring | Op::Anniversary);
        let mut said = match measure {
            Measure::First | Measure::Last => {
                let of = aside(self.noun(events, within, path));
                let which = if *measure == Measure::First { "first" } else { "last" };
                if timely {
                    format!("{which} {of} {}", self.test(test, Tense::Past))
                } else {
                    format!("time of the {which} {of} {}", self.test(test, Tense::Present))
                }
            }
            _ => format!("{} {}", aside(self.amount_of(measure, events, within, path)), self.test(test, Tense::Present)),
        };
        if measure.is_zero_of_none() {
            if zero_passes(test) {
                said.push_str(&self.words.or_none(path, "without any"));
            }
        } else if includes_absent(test) {
            said.push_str(&self.words.included(path, "with none"));
        }
        said
    }

    /// A measure as a noun: "sum of amount over purchase (where …) in the last 30 days, since …".
    fn amount_of(&self, measure: &Measure, events: &EventsSpec, within: Option<&Window>, path: &str) -> String {
        let all = measure.property().is_some() && events.event == EventSelector::Every;
        let names = if all { "all events".to_owned() } else { self.names(&events.event) };
        let noun = self.noun_of(names, events, within, path);
        let over = |what: &str, of: &str| format!("{what} {} over {noun}", property(of));
        match measure {
            Measure::Count => format!("number of times they did {noun}"),
            Measure::ActiveDays => format!("number of different days they did {noun}"),
            Measure::Distinct(of) => over("number of different values of", of),
            Measure::Sum(of) => over("sum of", of),
            Measure::Avg(of) => over("average of", of),
            Measure::Min(of) => over("smallest", of),
            Measure::Max(of) => over("largest", of),
            Measure::First => format!("time of the first {noun}"),
            Measure::Last => format!("time of the last {noun}"),
            Measure::FirstValue(of) => over("first value of", of),
            Measure::LastValue(of) => over("last value of", of),
            Measure::MostFrequent(of) => over("most frequent", of),
        }
    }

    /// The events after "first" or "last".
    fn noun(&self, events: &EventsSpec, within: Option<&Window>, path: &str) -> String {
        let names = match &events.event {
            EventSelector::Every => "event".to_owned(),
            named @ EventSelector::Named(_) => self.names(named),
        };
        self.noun_of(names, events, within, path)
    }

    fn noun_of(&self, names: String, events: &EventsSpec, within: Option<&Window>, path: &str) -> String {
        let mut said = self.filtered(names, events, path);
        if let Some(within) = within {
            said.push(' ');
            said.push_str(&window(within, self.words));
        }
        said
    }

    /// Events with their filter in brackets: "purchase (where amount is more than 5)".
    pub(super) fn filtered(&self, names: String, events: &EventsSpec, path: &str) -> String {
        match self.filter(events, path) {
            None => names,
            Some(filter) => format!("{names} ({filter})"),
        }
    }

    /// "purchase or refund", "any event".
    pub(super) fn names(&self, event: &EventSelector) -> String {
        match event {
            EventSelector::Every => "any event".to_owned(),
            EventSelector::Named(names) => self.some_of(names.len(), "or", names.iter().map(|text| name(text))),
        }
    }

    /// "where amount is more than 5"; `None` where every event passes. `path` is that of the object around `where`.
    pub(super) fn filter(&self, events: &EventsSpec, path: &str) -> Option<String> {
        let filter = events.filter.as_deref().filter(|filter| !matches!(filter, Condition::All(of) if of.is_empty()))?;
        Some(self.condition(filter, &format!("{path}.where")))
    }

    /// A condition on events: "where amount is more than 5", "on a Monday", "with at least 1 product whose …".
    fn condition(&self, rule: &Condition, path: &str) -> String {
        if let Some(days) = on_weekdays(rule) {
            return days;
        }
        match rule {
            Condition::Related(related) if related.count.is_some() => self.part(rule, path, Voice::Person).last(),
            // The brackets alone tell a group of one from the one.
            Condition::All(of) if of.len() == 1 && !self.is_too_long(rule) => {
                let one = of.first().map(|one| self.said(one, &format!("{path}.of[0]"), Voice::Card).last());
                format!("where ({})", one.unwrap_or_default())
            }
            _ => format!("where {}", self.said(rule, path, Voice::Card).last()),
        }
    }

    pub(super) fn rank(&self, by: &RankSpec, top: bool, cut: CutSpec, path: &str) -> String {
        let end = if top { "top" } else { "bottom" };
        let cut = match cut {
            CutSpec::Number(n) => whole(n),
            CutSpec::Percent(percent) => format!("{} %", number(percent)),
        };
        let by = match by {
            RankSpec::Property(of) => property(of),
            RankSpec::Measure { events, window, measure } => self.amount_of(measure, events, window.as_ref(), &format!("{path}.by")),
        };
        format!("among the {end} {cut} by {by}")
    }
}

fn is_negative_zero(scalar: &Scalar) -> bool {
    matches!(scalar, Scalar::Number(n) if n.is_sign_negative())
}

//! [`Condition`] → [`Plan`]: windows, times and tests made definite for one `now` and one zone.

mod recurrence;

use crate::condition::{Condition, EventCondition, EventSelector, MeasureSpec, Op, Operand, TestSpec};
use crate::error::RuleError;
use crate::plan::{Bound, EventFilter, EventNames, EventNode, Measure, Node, NodeKind, Plan, Positive, Test};
use crate::sentence;
use crate::time::{Millis, Span, Zone};

/// Resolves a rule. Fails where a window or list of ends contradicts itself at this `now`.
pub fn resolve(rule: &Condition, now: Millis, zone: Zone) -> Result<Plan, RuleError> {
    let resolver = Resolver { now, zone };
    Ok(Plan { now, zone, root: resolver.node(rule, "where")? })
}

struct Resolver {
    now: Millis,
    zone: Zone,
}

impl Resolver {
    fn node(&self, rule: &Condition, path: &str) -> Result<Node, RuleError> {
        let kind = match rule {
            Condition::All(of) => NodeKind::All(self.nodes(of, path)?),
            Condition::Any(of) => NodeKind::Any(self.nodes(of, path)?),
            Condition::Not(of) => NodeKind::Not(Box::new(self.node(of, &format!("{path}.of"))?)),
            Condition::AtLeast { n, of } => NodeKind::AtLeast { n: *n, of: self.nodes(of, path)? },
            Condition::UserField { column, test } => NodeKind::Field { column: *column, test: self.test(test, path)? },
            Condition::EventField { .. } => return Err(RuleError::at(path, "is asked of an event, not of people")),
            Condition::Property { property, test } => {
                NodeKind::Property { property: property.clone(), at: self.now, test: self.test(test, path)? }
            }
            Condition::Event(event) => NodeKind::Event(self.event(event, path)?),
        };
        Ok(Node { path: path.to_owned(), sentence: sentence::clause(rule), kind })
    }

    fn nodes(&self, of: &[Condition], path: &str) -> Result<Vec<Node>, RuleError> {
        of.iter().enumerate().map(|(i, part)| self.node(part, &format!("{path}.of[{i}]"))).collect()
    }

    fn event(&self, event: &EventCondition, path: &str) -> Result<EventNode, RuleError> {
        let events = match &event.event {
            EventSelector::Every => EventNames::Every,
            EventSelector::Named(names) => {
                let mut names = names.clone();
                names.sort();
                names.dedup();
                EventNames::Named(names)
            }
        };
        let filter = match &event.filter {
            None => EventFilter::All(Vec::new()),
            Some(filter) => self.filter(filter, &format!("{path}.where"))?,
        };
        let window = match &event.window {
            None => Span::ALL,
            Some(window) => window.span(self.now, self.zone, &format!("{path}.window"))?,
        };
        // Events later than now do not exist yet.
        let window = window.intersect(Span { from: None, to: Some(self.now + 1) });
        let measure = match event.measure {
            MeasureSpec::Count => Measure::Count,
        };
        Ok(EventNode { events, filter, window, measure, test: self.test(&event.test, path)? })
    }

    fn filter(&self, rule: &Condition, path: &str) -> Result<EventFilter, RuleError> {
        Ok(match rule {
            Condition::All(of) => EventFilter::All(self.filters(of, path)?),
            Condition::Any(of) => EventFilter::Any(self.filters(of, path)?),
            Condition::Not(of) => EventFilter::Not(Box::new(self.filter(of, &format!("{path}.of"))?)),
            Condition::AtLeast { n, of } => EventFilter::AtLeast { n: *n, of: self.filters(of, path)? },
            Condition::EventField { column, test } => EventFilter::Field { column: *column, test: self.test(test, path)? },
            Condition::Property { property, test, .. } => {
                EventFilter::Property { property: property.clone(), test: self.test(test, path)? }
            }
            Condition::UserField { .. } | Condition::Event(_) => return Err(RuleError::at(path, "is asked of people, not of an event")),
        })
    }

    fn filters(&self, of: &[Condition], path: &str) -> Result<Vec<EventFilter>, RuleError> {
        of.iter().enumerate().map(|(i, part)| self.filter(part, &format!("{path}.of[{i}]"))).collect()
    }

    fn test(&self, test: &TestSpec, path: &str) -> Result<Test, RuleError> {
        let at = format!("{path}.value");
        let positive = match (test.op, &test.value) {
            (Op::IsSet | Op::IsNotSet, _) => Positive::IsSet,
            (Op::Is | Op::In | Op::IsNot | Op::NotIn, Operand::Scalars(scalars)) => Positive::In(scalars.clone()),
            (Op::Contains | Op::NotContains, Operand::Text(text)) => Positive::Contains(text.clone()),
            (Op::StartsWith, Operand::Text(text)) => Positive::StartsWith(text.clone()),
            (Op::EndsWith, Operand::Text(text)) => Positive::EndsWith(text.clone()),
            (Op::Matches | Op::NotMatches, Operand::Text(pattern)) => Positive::Matches(pattern.clone()),
            (Op::Gt, Operand::Number(n)) => Positive::Number { low: Bound::Excluded(*n), high: Bound::Open },
            (Op::Gte, Operand::Number(n)) => Positive::Number { low: Bound::Included(*n), high: Bound::Open },
            (Op::Lt, Operand::Number(n)) => Positive::Number { low: Bound::Open, high: Bound::Excluded(*n) },
            (Op::Lte, Operand::Number(n)) => Positive::Number { low: Bound::Open, high: Bound::Included(*n) },
            (Op::Between, Operand::Range(low, high)) => Positive::Number { low: Bound::Included(*low), high: Bound::Included(*high) },
            (Op::Before, Operand::Time(time)) => Positive::Time(Span { from: None, to: Some(time.instant(self.now, self.zone)) }),
            (Op::After, Operand::Time(time)) => Positive::Time(Span { from: Some(time.end(self.now, self.zone)), to: None }),
            (Op::During | Op::NotDuring, Operand::Window(window)) => Positive::Time(window.span(self.now, self.zone, &at)?),
            (Op::Anniversary, Operand::Window(window)) => {
                Positive::Recurs(recurrence::recurrences(window.span(self.now, self.zone, &at)?, self.zone))
            }
            // The parser gives every op a value of its own shape.
            (op, _) => return Err(RuleError::at(at, format!("is not what “{}” takes", op.name()))),
        };
        Ok(Test { negated: test.op.is_negative(), positive })
    }
}

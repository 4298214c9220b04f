//! How much a condition has to say: a clause counts what is too long to be said.

use super::Teller;
use crate::condition::{AskSpec, Condition, EventSelector, EventsSpec, Operand, RankSpec, TestSpec};
use crate::plan::Scalar;

/// What a clause may hold, in characters of names and texts, a condition being worth some of its own.
const ROOM: usize = 900;
const CONDITION: usize = 40;
/// Values beyond these are not said in a clause.
const VALUES: usize = 10;

impl Teller<'_> {
    /// Whether a group is only counted: always false of whole sentences. Looks no further than there is room, so that
    /// asking it of every group of a deep rule stays cheap.
    pub(super) fn is_too_long(&self, rule: &Condition) -> bool {
        self.brief && Room(ROOM).take(rule).is_none()
    }
}

struct Room(usize);

impl Room {
    fn spend(&mut self, cost: usize) -> Option<()> {
        self.0 = self.0.checked_sub(cost)?;
        Some(())
    }

    /// `None`: it does not fit.
    fn take(&mut self, rule: &Condition) -> Option<()> {
        self.spend(CONDITION)?;
        match rule {
            Condition::All(of) | Condition::Any(of) | Condition::AtLeast { of, .. } => of.iter().try_for_each(|part| self.take(part)),
            Condition::Not(of) => self.take(of),
            Condition::Field { column, test } => {
                self.spend(column.name().len())?;
                self.test(test)
            }
            Condition::Property { property, test, .. } | Condition::Ever { property, test, .. } => {
                self.spend(property.len())?;
                self.test(test)
            }
            Condition::Time { test, .. } => self.test(test),
            Condition::Changed { property, from, to, .. } => {
                self.spend(property.len())?;
                from.iter().chain(to).try_for_each(|value| self.spend(length(value)))
            }
            Condition::Event(event) => {
                self.events(&event.events)?;
                match &event.ask {
                    AskSpec::Measure { measure, test } => {
                        self.spend(measure.property().map_or(0, str::len))?;
                        self.test(test)
                    }
                    AskSpec::Pick { having, .. } => self.take(having),
                }
            }
            Condition::Sequence(sequence) => {
                sequence.same.iter().try_for_each(|name| self.spend(name.len()))?;
                sequence.steps.iter().try_for_each(|step| self.events(&step.events))
            }
            Condition::Regular(regular) => self.events(&regular.events),
            Condition::Rank { by, .. } => match by {
                RankSpec::Property(property) => self.spend(property.len()),
                RankSpec::Measure { events, measure, .. } => {
                    self.spend(measure.property().map_or(0, str::len))?;
                    self.events(events)
                }
            },
            Condition::Related(related) => {
                self.spend(related.relation.len())?;
                related.count.iter().try_for_each(|test| self.test(test))?;
                related.filter.iter().try_for_each(|filter| self.take(filter))
            }
            Condition::Segment { name } | Condition::List { name } => self.spend(name.len()),
            Condition::Consent { purpose, .. } => self.spend(purpose.len()),
        }
    }

    fn events(&mut self, events: &EventsSpec) -> Option<()> {
        if let EventSelector::Named(names) = &events.event {
            names.iter().take(VALUES).try_for_each(|name| self.spend(name.len()))?;
        }
        events.filter.iter().try_for_each(|filter| self.take(filter))
    }

    fn test(&mut self, test: &TestSpec) -> Option<()> {
        match &test.value {
            Operand::Scalars(scalars) => scalars.iter().take(VALUES).try_for_each(|value| self.spend(length(value))),
            Operand::Text(text) => self.spend(text.len()),
            Operand::None | Operand::Number(_) | Operand::Range(..) | Operand::Time(_) | Operand::Window(_) => Some(()),
        }
    }
}

fn length(value: &Scalar) -> usize {
    match value {
        Scalar::Text(text) => text.len(),
        Scalar::Number(_) | Scalar::Bool(_) => 6,
    }
}

//! Single conditions: how each kind begins in each voice, and the kinds that say what people are and were.

use super::names::{column, list, name, property, quoted, scalar};
use super::times::{month, on};
use super::values::{includes_absent, Tense};
use super::windows::{aside, window};
use super::{Said, Teller, Voice};
use crate::condition::{Condition, Op, Operand, TestSpec};
use crate::plan::{Column, ConsentState, EventColumn, Scalar, TimePart, UserColumn};
use crate::window::{Time, Window};

/// How a condition begins: of people and rows, and on its own.
#[derive(Clone, Copy)]
pub(super) enum Lead {
    /// "whose plan is …", "plan is …"
    Whose,
    /// "who did …", "did …"
    Who,
    /// "in the segment …", "is in the segment …"
    Being,
    /// "with at least 1 …", "has at least 1 …"
    With,
    /// "all of whose policies …", "all of its policies …"
    AllOf,
}

impl Lead {
    pub(super) fn before(self, said: Said, voice: Voice) -> Said {
        let lead = match (self, voice) {
            (Lead::Whose, Voice::Person | Voice::Row) => "whose ",
            (Lead::Who, Voice::Person | Voice::Row) => "who ",
            (Lead::Being, Voice::Card) => "is ",
            (Lead::With, Voice::Person | Voice::Row) => "with ",
            (Lead::With, Voice::Card) => "has ",
            (Lead::AllOf, Voice::Person | Voice::Row) => "all of whose ",
            (Lead::AllOf, Voice::Card) => "all of its ",
            (Lead::Whose | Lead::Who, Voice::Card) | (Lead::Being, Voice::Person | Voice::Row) => "",
        };
        Said { text: format!("{lead}{}", said.text), form: said.form }
    }
}

impl Teller<'_> {
    /// A condition that is no group.
    pub(super) fn part(&self, rule: &Condition, path: &str, voice: Voice) -> Said {
        let (lead, said) = match rule {
            Condition::Field { column: of, test } => (Lead::Whose, Said::closed(self.field(of, test, path))),
            Condition::Property { property, as_of, test } => {
                (Lead::Whose, Said::closed(self.property(property, as_of.as_ref(), test, path)))
            }
            Condition::Time { part, test } => (Lead::Whose, Said::closed(self.time_part(*part, test))),
            Condition::Event(event) => self.event(event, path),
            Condition::Sequence(sequence) => (Lead::Who, self.sequence(sequence, path)),
            Condition::Regular(regular) => (Lead::Who, self.regular(regular, path)),
            Condition::Changed { property, from, to, window } => {
                (Lead::Whose, Said::closed(self.changed(property, from.as_ref(), to.as_ref(), window.as_ref())))
            }
            Condition::Ever { property, test, window } => (Lead::Whose, Said::closed(self.ever(property, test, window.as_ref()))),
            Condition::Rank { by, top, cut } => (Lead::Being, Said::closed(self.rank(by, *top, *cut, path))),
            Condition::Related(related) => self.related(related, path),
            Condition::Segment { name } => (Lead::Being, Said::closed(format!("in the segment {}", quoted(name)))),
            Condition::List { name } => (Lead::Being, Said::closed(format!("on the list {}", quoted(name)))),
            Condition::Consent { purpose, state } => (Lead::With, Said::closed(consent(purpose, *state))),
            // Groups are said by who called.
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::AtLeast { .. } => return self.said(rule, path, voice),
        };
        lead.before(said, voice)
    }

    fn field(&self, of: &Column, test: &TestSpec, path: &str) -> String {
        let name = column(of);
        let mut said = format!("{name} {}", self.test(test, Tense::Present));
        let always = matches!(of, Column::User(UserColumn::UserId) | Column::Event(EventColumn::EventName | EventColumn::Timestamp));
        if includes_absent(test) && !always {
            said.push_str(&self.words.included(path, &format!("with no {name}")));
        }
        said
    }

    fn property(&self, of: &str, as_of: Option<&Time>, test: &TestSpec, path: &str) -> String {
        let name = property(of);
        let (mut said, then) = match as_of {
            None => (format!("{name} {}", self.test(test, Tense::Present)), ""),
            Some(at) => (format!("{name} {} {}", aside(self.test(test, Tense::Past)), on(at, self.words)), " then"),
        };
        if includes_absent(test) {
            said.push_str(&self.words.included(path, &format!("with no {name}{then}")));
        }
        said
    }

    fn ever(&self, of: &str, test: &TestSpec, within: Option<&Window>) -> String {
        let mut said = format!("{} {} at some time", property(of), aside(self.test(test, Tense::Past)));
        if let Some(within) = within {
            said.push(' ');
            said.push_str(&window(within, self.words));
        }
        said
    }

    fn changed(&self, of: &str, from: Option<&Scalar>, to: Option<&Scalar>, within: Option<&Window>) -> String {
        let mut said = format!("{} changed", property(of));
        if let Some(from) = from {
            said.push_str(&format!(" from {}", scalar(from)));
        }
        if let Some(to) = to {
            said.push_str(&format!(" to {}", scalar(to)));
        }
        // Whom an open side includes is easily forgotten.
        said.push_str(match (from, to) {
            (None, None) => " (or was first set, or removed)",
            (None, Some(_)) => " (or was first set to it)",
            (Some(_), None) => " (or was removed)",
            (Some(_), Some(_)) => "",
        });
        if let Some(within) = within {
            said.push(' ');
            said.push_str(&window(within, self.words));
        }
        said
    }

    fn time_part(&self, part: TimePart, test: &TestSpec) -> String {
        let (name, scalar): (&str, fn(&Scalar) -> String) = match part {
            TimePart::Hour => ("hour", scalar),
            TimePart::Weekday => ("weekday", weekday),
            TimePart::Day => ("day of the month", scalar),
            TimePart::Month => ("month", month_of),
            TimePart::Date => ("date", scalar),
        };
        format!("the {name} {}{}", self.test_saying(test, Tense::Present, scalar), clock(part, test))
    }
}

/// " (9:00 to 17:59)" after whole hours.
fn clock(part: TimePart, test: &TestSpec) -> String {
    let (low, high) = match (part, test.op, &test.value) {
        (TimePart::Hour, Op::Between, Operand::Range(low, high)) => (*low, *high),
        (TimePart::Hour, Op::Is, Operand::Scalars(scalars)) => match scalars.as_slice() {
            [Scalar::Number(hour)] => (*hour, *hour),
            _ => return String::new(),
        },
        _ => return String::new(),
    };
    let hour = |n: f64| n.fract() == 0.0 && (0.0..24.0).contains(&n);
    if hour(low) && hour(high) {
        format!(" ({low}:00 to {high}:59)")
    } else {
        String::new()
    }
}

/// "on a Monday or Tuesday", where a filter is just that.
pub(super) fn on_weekdays(filter: &Condition) -> Option<String> {
    let Condition::Time { part: TimePart::Weekday, test: TestSpec { op: Op::Is | Op::In, value: Operand::Scalars(days) } } = filter else {
        return None;
    };
    let known = |day: &Scalar| matches!(day, Scalar::Number(n) if (1..=7).any(|known| f64::from(known) == *n));
    days.iter().all(known).then(|| format!("on a {}", list(&days.iter().map(weekday).collect::<Vec<_>>(), "or")))
}

fn weekday(day: &Scalar) -> String {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let known = DAYS.iter().zip(1..).find(|(_, number)| *day == Scalar::Number(f64::from(*number)));
    known.map_or_else(|| scalar(day), |(name, _)| (*name).to_owned())
}

fn month_of(number: &Scalar) -> String {
    let known = (1..=12).find(|known| *number == Scalar::Number(f64::from(*known)));
    known.map_or_else(|| scalar(number), |known| month(known).to_owned())
}

fn consent(purpose: &str, state: ConsentState) -> String {
    let purpose = name(purpose);
    match state {
        ConsentState::Granted => format!("{purpose} consent granted"),
        ConsentState::Denied => format!("{purpose} consent denied"),
        ConsentState::Unknown => format!("no {purpose} consent on record"),
    }
}

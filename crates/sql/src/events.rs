//! Conditions asked of an event: filters, and how deep ones are cut into stages.

use crate::cond::Cond;
use crate::dialect::{Dialect, Said, TimeColumn};
use crate::passes;
use muster_rules::plan::{EventColumn, EventFilter, Positive, Test};
use muster_rules::time::Zone;

/// Deeper filters are cut: what stands below becomes a column of the stage before. Engines bound how deep brackets nest.
const DEEP: usize = 12;

/// A filter as SQL: values are read first, then each stage adds columns to the one before, then the condition is asked.
pub(crate) struct Filter {
    /// `expression AS name`, read from the events.
    pub(crate) values: Vec<String>,
    /// Of each stage the columns that it adds, `condition AS name`.
    pub(crate) stages: Vec<Vec<(Cond, String)>>,
    /// Asked of the last stage's rows.
    pub(crate) cond: Cond,
}

/// Puts a filter into SQL.
pub(crate) fn filter<D: Dialect + ?Sized>(dialect: &D, filter: &EventFilter, zone: Zone) -> Said<Filter> {
    let mut cutter = Cutter { dialect, zone, names: Vec::new(), values: Vec::new(), stages: Vec::new(), columns: 0 };
    let part = cutter.part(filter)?;
    Ok(Filter { values: cutter.values, stages: cutter.stages, cond: part.cond })
}

/// Every test in a filter.
pub(crate) fn tests<'f>(filter: &'f EventFilter, found: &mut Vec<&'f Positive>) {
    match filter {
        EventFilter::All(of) | EventFilter::Any(of) | EventFilter::AtLeast { of, .. } => of.iter().for_each(|part| tests(part, found)),
        EventFilter::Not(of) => tests(of, found),
        EventFilter::Field { test, .. } | EventFilter::Property { test, .. } => found.push(&test.positive),
    }
}

struct Cutter<'d, D: Dialect + ?Sized> {
    dialect: &'d D,
    zone: Zone,
    /// Properties read so far; the value of the nth is `v{n + 1}`.
    names: Vec<String>,
    values: Vec<String>,
    stages: Vec<Vec<(Cond, String)>>,
    columns: usize,
}

/// A condition and how many stages must stand before it can be asked.
struct Part {
    cond: Cond,
    stages: usize,
}

impl<D: Dialect + ?Sized> Cutter<'_, D> {
    fn part(&mut self, filter: &EventFilter) -> Said<Part> {
        let part = match filter {
            EventFilter::All(of) => self.group(of, Cond::all)?,
            EventFilter::Any(of) => self.group(of, Cond::any)?,
            EventFilter::AtLeast { n, of } => self.group(of, |parts| Cond::at_least(*n, parts))?,
            EventFilter::Not(of) => {
                let part = self.part(of)?;
                Part { cond: Cond::not(part.cond), stages: part.stages }
            }
            EventFilter::Field { column, test } => Part { cond: self.field(*column, test)?, stages: 0 },
            EventFilter::Property { property, test } => {
                let value = self.value(property)?;
                Part { cond: tested(test, self.dialect.json_passes(&value, &test.positive, self.zone)?), stages: 0 }
            }
        };
        Ok(if part.cond.depth() > DEEP { self.cut(part) } else { part })
    }

    fn group(&mut self, of: &[EventFilter], group: impl Fn(Vec<Cond>) -> Cond) -> Said<Part> {
        let mut stages = 0;
        let mut parts = Vec::with_capacity(of.len());
        for part in of {
            let part = self.part(part)?;
            stages = stages.max(part.stages);
            parts.push(part.cond);
        }
        Ok(Part { cond: group(parts), stages })
    }

    fn field(&self, column: EventColumn, test: &Test) -> Said<Cond> {
        let positive = &test.positive;
        Ok(tested(
            test,
            match column {
                EventColumn::EventName => passes::text(self.dialect, column.name(), positive, self.zone)?,
                EventColumn::Timestamp => passes::time(self.dialect, TimeColumn::Event, positive, self.zone)?,
            },
        ))
    }

    /// The column that a property's value is read into, once a filter.
    fn value(&mut self, property: &str) -> Said<String> {
        let at = match self.names.iter().position(|name| name == property) {
            Some(at) => at,
            None => {
                let name = format!("v{}", self.names.len() + 1);
                self.values.push(format!("{} AS {name}", self.dialect.json_key("properties", property)?));
                self.names.push(property.to_owned());
                self.names.len() - 1
            }
        };
        Ok(format!("v{}", at + 1))
    }

    fn cut(&mut self, part: Part) -> Part {
        self.columns += 1;
        let name = format!("f{}", self.columns);
        if self.stages.len() == part.stages {
            self.stages.push(Vec::new());
        }
        self.stages[part.stages].push((part.cond, name.clone()));
        Part { cond: Cond::term(name), stages: part.stages + 1 }
    }
}

/// A test with its negation: the exact complement.
pub(crate) fn tested(test: &Test, positive: Cond) -> Cond {
    if test.negated {
        Cond::not(positive)
    } else {
        positive
    }
}

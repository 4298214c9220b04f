//! Measures over matching events: a row for each person that has a value, and the test of it.

use crate::cond::Cond;
use crate::dialect::{Dialect, Said, TimeColumn};
use crate::kinds::event::EventRows;
use crate::passes;
use crate::render::Rendered;
use crate::rows::tested;
use crate::statement::Statement;
use muster_rules::matcher::Matcher;
use muster_rules::plan::{Events, Measure, Node, Positive, Test};

impl<'p, D: Dialect + ?Sized> Statement<'p, D> {
    pub(crate) fn measure(&mut self, name: &str, node: &Node, events: &Events, measure: &Measure, test: &Test) -> Rendered<String> {
        let person = self.dialect.person();
        let passes = self.measure_passes(measure, &test.positive).map_err(|what| self.cannot(node, what))?;
        // People without a value are in no row. Where there is none of a measure that counts from 0, and 0 passes, or where the test is a
        // negative one, everyone is in but those whose value fails.
        let (asked, others) = if measure.is_zero_of_none() {
            let zero = Matcher::new(test, self.plan.zone).passes_number(0.0);
            let passes = tested(test, passes);
            (if zero { Cond::not(passes) } else { passes }, zero)
        } else {
            (passes, test.negated)
        };
        if asked == Cond::False {
            return Ok(self.people(if others { &Cond::True } else { &Cond::False }));
        }
        let source = self.measured(name, node, events, measure)?;
        let condition = match &asked {
            Cond::True => String::new(),
            asked => format!("\n  WHERE {}", asked.write(4)),
        };
        Ok(self.people_or_others(format!("SELECT {person}\n  FROM {source} AS m{condition}"), others))
    }

    fn measure_passes(&self, measure: &Measure, positive: &Positive) -> Said<Cond> {
        let (dialect, zone) = (self.dialect, self.plan.zone);
        match measure {
            Measure::Count | Measure::ActiveDays | Measure::Distinct(_) => passes::count(dialect, "measure", positive, zone),
            Measure::Sum(_) | Measure::Avg(_) | Measure::Min(_) | Measure::Max(_) => {
                passes::number(dialect, "measure", dialect.number_text("measure"), positive, zone)
            }
            Measure::First | Measure::Last => passes::time(dialect, "measure", dialect.time_text("measure"), positive, zone),
            Measure::FirstValue(_) | Measure::LastValue(_) => dialect.json_passes("measure", positive, zone),
            Measure::MostFrequent(_) => match positive {
                Positive::IsSet => Ok(Cond::True),
                positive => dialect.form_passes("measure", positive, zone),
            },
        }
    }

    /// A source with the columns of people and `measure`, a row for each person that has a value.
    pub(crate) fn measured(&mut self, name: &str, node: &Node, events: &Events, measure: &Measure) -> Rendered<String> {
        let rows = self.event_rows(name, node, events, measure.property(), None)?;
        let body = self.measure_body(name, &rows, measure).map_err(|what| self.cannot(node, what))?;
        Ok(self.named(&format!("{} for each person, for {name}", about(measure)), &format!("{name}_measure"), &body))
    }

    fn measure_body(&mut self, name: &str, rows: &EventRows, measure: &Measure) -> Said<String> {
        let dialect = self.dialect;
        let (person, event, time) = (dialect.person(), dialect.event(), dialect.time(TimeColumn::Event));
        let grouped = |what: String| format!("{}\n  GROUP BY {person}", rows.query(&format!("{person}, {what} AS measure"), Cond::True, 2));
        Ok(match measure {
            Measure::Count => grouped("count(*)".to_owned()),
            Measure::ActiveDays => grouped(format!("count(DISTINCT {})", dialect.local_date(&time, self.plan.zone)?)),
            Measure::First => grouped(format!("min({time})")),
            Measure::Last => grouped(format!("max({time})")),
            Measure::Distinct(_) => {
                let texts = dialect.json_texts(&rows.value)?;
                let select = format!("{person}, count(DISTINCT {}) AS measure", texts.text);
                let query = rows.joined(&select, &format!("CROSS JOIN {}", texts.from), texts.filter, 2);
                format!("{query}\n  GROUP BY {person}")
            }
            Measure::MostFrequent(_) => {
                let texts = dialect.json_texts(&rows.value)?;
                let forms =
                    rows.joined(&format!("{person}, {} AS form", texts.text), &format!("CROSS JOIN {}", texts.from), texts.filter, 2);
                let forms = self.named(&format!("the text forms that {name} counts"), &format!("{name}_forms"), &forms);
                let ranked = format!(
                    "SELECT {person}, form, row_number() OVER (PARTITION BY {person} ORDER BY count(*) DESC, {}) AS place\n    FROM {forms} AS f\n    GROUP BY {person}, form",
                    dialect.text_order("form")
                );
                format!("SELECT {person}, form AS measure\n  FROM (\n    {ranked}\n  ) AS f\n  WHERE place = 1")
            }
            Measure::FirstValue(_) | Measure::LastValue(_) => {
                let order = match measure {
                    Measure::FirstValue(_) => format!("{time}, {event}"),
                    _ => format!("{time} DESC, {event} DESC"),
                };
                let present = dialect.json_passes(&rows.value, &Positive::IsSet, self.plan.zone)?;
                let select = format!(
                    "{person}, {} AS measure,\n      row_number() OVER (PARTITION BY {person} ORDER BY {order}) AS place",
                    rows.value
                );
                format!("SELECT {person}, measure\n  FROM (\n    {}\n  ) AS p\n  WHERE place = 1", rows.query(&select, present, 4))
            }
            Measure::Min(_) | Measure::Max(_) | Measure::Sum(_) | Measure::Avg(_) => {
                let number = dialect.json_number(&rows.value)?;
                let read = rows.query(&format!("{person}, {number} AS number"), Cond::True, 4);
                let numbers = format!("SELECT {person}, number\n  FROM (\n    {read}\n  ) AS n\n  WHERE number IS NOT NULL");
                let numbers = self.named(&format!("the numbers that {name} takes"), &format!("{name}_numbers"), &numbers);
                match measure {
                    Measure::Sum(_) => dialect.sums(&numbers, false)?,
                    Measure::Avg(_) => dialect.sums(&numbers, true)?,
                    Measure::Min(_) => format!("SELECT {person}, min(number) AS measure\n  FROM {numbers} AS n\n  GROUP BY {person}"),
                    _ => format!("SELECT {person}, max(number) AS measure\n  FROM {numbers} AS n\n  GROUP BY {person}"),
                }
            }
        })
    }
}

fn about(measure: &Measure) -> &'static str {
    match measure {
        Measure::Count => "the number of events",
        Measure::ActiveDays => "the number of local days",
        Measure::Distinct(_) => "the number of different values",
        Measure::Sum(_) => "the exact sum",
        Measure::Avg(_) => "the exact average",
        Measure::Min(_) => "the least number",
        Measure::Max(_) => "the greatest number",
        Measure::First => "the earliest time",
        Measure::Last => "the latest time",
        Measure::FirstValue(_) => "the earliest value",
        Measure::LastValue(_) => "the latest value",
        Measure::MostFrequent(_) => "the most frequent value",
    }
}

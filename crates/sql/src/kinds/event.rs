//! Matching events: which they are, how many, and the earliest or latest of them.

use crate::cond::Cond;
use crate::dialect::{Dialect, TimeColumn};
use crate::passes;
use crate::render::Rendered;
use crate::rows::{tested, Cutter};
use crate::statement::Statement;
use muster_rules::matcher::Matcher;
use muster_rules::plan::{Ask, EventNames, EventNode, Events, Measure, Node, Pick, Test};

/// Events as rows of a query.
pub(crate) struct EventRows {
    /// What stands after FROM.
    pub(crate) from: String,
    /// What is asked of its rows.
    pub(crate) cond: Cond,
    /// The column that holds the value of the property asked for.
    pub(crate) value: String,
    /// The further condition asked for.
    pub(crate) asked: Cond,
}

impl EventRows {
    /// The rows as a query: `FROM … WHERE …`, its lines indented by `indent` spaces.
    pub(crate) fn query(&self, select: &str, more: Cond, indent: usize) -> String {
        self.joined(select, "", more, indent)
    }

    /// The same with something joined.
    pub(crate) fn joined(&self, select: &str, join: &str, more: Cond, indent: usize) -> String {
        let pad = " ".repeat(indent);
        let cond = Cond::all([self.cond.clone(), more]);
        let join = if join.is_empty() { String::new() } else { format!("\n{pad}{join}") };
        let condition = match &cond {
            Cond::True => String::new(),
            cond => format!("\n{pad}WHERE {}", cond.write(indent + 2)),
        };
        format!("SELECT {select}\n{pad}FROM {}{join}{condition}", self.from)
    }
}

impl<'p, D: Dialect + ?Sized> Statement<'p, D> {
    /// The events by name and time.
    pub(crate) fn chosen(&self, events: &Events) -> Cond {
        let window = self.dialect.time_within(&self.dialect.time(TimeColumn::Event), events.window);
        match &events.names {
            EventNames::Every => window,
            EventNames::Named(names) => Cond::all([self.dialect.events_named(names), window]),
        }
    }

    /// The matching events, with a property's value and a further condition where they are asked for.
    pub(crate) fn event_rows(
        &mut self,
        name: &str,
        node: &Node,
        events: &Events,
        property: Option<&str>,
        asked: Option<&Node>,
    ) -> Rendered<EventRows> {
        let chosen = self.chosen(events);
        let mut cutter = Cutter::events(self);
        let filter = cutter.ask(&events.filter)?;
        let asked = asked.map_or(Ok(Cond::True), |asked| cutter.ask(asked))?;
        let value = property.map_or(Ok(String::new()), |property| cutter.value(property));
        let value = value.map_err(|what| cutter.statement.cannot(node, what))?;
        let terms = cutter.terms();
        let (from, rest) = self.staged(name, "events", "events.*", "e", chosen, &terms);
        Ok(EventRows { from, cond: Cond::all([rest, filter]), value, asked })
    }

    pub(crate) fn event(&mut self, name: &str, node: &Node, event: &EventNode) -> Rendered<String> {
        match &event.ask {
            Ask::Measure { measure: Measure::Count, test } => self.counted(name, node, &event.events, test),
            Ask::Measure { measure, test } => self.measure(name, node, &event.events, measure, test),
            Ask::Pick { pick, having } => self.pick(name, node, &event.events, *pick, having),
        }
    }

    fn counted(&mut self, name: &str, node: &Node, events: &Events, test: &Test) -> Rendered<String> {
        let zone = self.plan.zone;
        let passes = passes::count(self.dialect, "count(*)", &test.positive, zone).map_err(|what| self.cannot(node, what))?;
        let passes = tested(test, passes);
        // People without a matching event are in no group: where 0 passes, everyone is in but those whose count fails.
        let zero = Matcher::new(test, zone).passes_number(0.0);
        let having = if zero { Cond::not(passes) } else { passes };
        if having == Cond::False {
            return Ok(self.people(if zero { &Cond::True } else { &Cond::False }));
        }
        let person = self.dialect.person();
        let rows = self.event_rows(name, node, events, None, None)?;
        let counted = format!("{}\n  GROUP BY {person}\n  HAVING {}", rows.query(person, Cond::True, 2), having.write(4));
        Ok(self.people_or_others(counted, zero))
    }

    fn pick(&mut self, name: &str, node: &Node, events: &Events, pick: Pick, having: &Node) -> Rendered<String> {
        let (person, event, time) = (self.dialect.person(), self.dialect.event(), self.dialect.time(TimeColumn::Event));
        let rows = self.event_rows(name, node, events, None, Some(having))?;
        let order = match pick {
            Pick::First => format!("{time}, {event}"),
            Pick::Last => format!("{time} DESC, {event} DESC"),
        };
        let asked = rows.asked.write(6);
        let picked = format!("{person},\n      CASE WHEN {asked} THEN 1 ELSE 0 END AS passes,\n      row_number() OVER (PARTITION BY {person} ORDER BY {order}) AS place");
        Ok(format!("SELECT {person}\n  FROM (\n    {}\n  ) AS p\n  WHERE place = 1 AND passes = 1", rows.query(&picked, Cond::True, 4)))
    }
}

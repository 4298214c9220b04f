//! A chain as one join of its events, without named sub-queries, for statements that have no room for them.

use super::links;
use crate::cond::Cond;
use crate::dialect::{Dialect, TimeColumn};
use crate::render::Rendered;
use crate::rows::Cutter;
use crate::statement::Statement;
use muster_rules::plan::{Node, SequenceNode};

impl<'p, D: Dialect + ?Sized> Statement<'p, D> {
    pub(crate) fn flat_sequence(&mut self, name: &str, node: &Node, sequence: &SequenceNode) -> Rendered<String> {
        let person = self.dialect.person();
        let links = links(sequence);
        let keys: Vec<String> = (1..=sequence.same.len()).map(|at| format!("k{at}")).collect();
        let mut from = String::new();
        let mut asked = Vec::new();
        let mut before: Vec<String> = Vec::new();
        for (at, link) in links.iter().enumerate() {
            let (e, rows) = (format!("e{}", at + 1), self.step_rows(name, node, sequence, link.step)?);
            let Some(last) = before.last().cloned() else {
                from.push_str(&format!("{rows} AS {e}"));
                asked.extend(keys.iter().map(|key| Cond::term(format!("{e}.{key} IS NOT NULL"))));
                before.push(e);
                continue;
            };
            let alike: String = keys.iter().map(|key| format!(" AND {e}.{key} = e1.{key}")).collect();
            from.push_str(&format!("\n  JOIN {rows} AS {e} ON {e}.{person} = e1.{person}{alike}"));
            asked.push(Cond::term(format!("{e}.moment >= {last}.moment")));
            let bound =
                |since: &str, within| Cond::term(format!("{e}.moment <= {}", self.dialect.later(&format!("{since}.moment"), within)));
            asked.extend(link.within.map(|within| bound(&last, within)));
            asked.extend(sequence.within.map(|within| bound("e1", within)));
            asked.extend(before.iter().map(|other| Cond::term(format!("{e}.event <> {other}.event"))));
            before.push(e);
        }
        for (at, link) in links.iter().enumerate() {
            let (Some(absent), Some(after)) = (&link.absent, before.get(at)) else { continue };
            let rows = self.step_rows(name, node, sequence, absent.step)?;
            let mut missing = vec![Cond::term(format!("x.{person} = e1.{person}"))];
            missing.extend(keys.iter().map(|key| Cond::term(format!("x.{key} = e1.{key}"))));
            missing.push(Cond::term(format!("x.moment >= {after}.moment")));
            let bound = |since: &str, within| Cond::term(format!("x.moment <= {}", self.dialect.later(&format!("{since}.moment"), within)));
            missing.extend(absent.within.map(|within| bound(after, within)));
            match before.get(at + 1) {
                Some(next) => missing.push(Cond::term(format!("x.moment < {next}.moment"))),
                None => missing.extend(sequence.within.map(|within| bound("e1", within))),
            }
            missing.extend(before.iter().map(|event| Cond::term(format!("x.event <> {event}.event"))));
            asked.push(Cond::not(Cond::exists(format!("{rows} AS x"), Cond::all(missing))));
        }
        let condition = match Cond::all(asked) {
            Cond::True => String::new(),
            asked => format!("\n  WHERE {}", asked.write(4)),
        };
        Ok(format!("SELECT DISTINCT e1.{person}\n  FROM {from}{condition}"))
    }

    /// The events that serve a step: person, `event`, `moment`, the shared values `k1` ….
    fn step_rows(&mut self, name: &str, node: &Node, sequence: &SequenceNode, step: usize) -> Rendered<String> {
        let (person, event, time) = (self.dialect.person(), self.dialect.event(), self.dialect.time(TimeColumn::Event));
        let Some(step) = sequence.steps.get(step - 1) else { return Err(self.cannot(node, "a step that is not there".to_owned())) };
        let chosen = self.chosen(&step.events);
        let mut cutter = Cutter::events(self);
        let mut asked = vec![cutter.ask(&step.events.filter)?];
        let mut columns = String::new();
        for (at, property) in sequence.same.iter().enumerate() {
            let text = cutter.value(property).and_then(|value| cutter.statement.dialect.json_text(&value));
            let text = text.map_err(|what| cutter.statement.cannot(node, what))?;
            columns.push_str(&format!(", {text} AS k{}", at + 1));
        }
        let terms = cutter.terms();
        let (from, rest) = self.staged(name, "events", "events.*", "e", chosen, &terms);
        asked.insert(0, rest);
        let condition = match Cond::all(asked) {
            Cond::True => String::new(),
            asked => format!("\n    WHERE {}", asked.write(6)),
        };
        Ok(format!("(\n    SELECT {person}, {event} AS event, {time} AS moment{columns}\n    FROM {from}{condition}\n  )"))
    }
}

//! Chains of events. One sub-query for each step holds every way to stand there that a later step can tell apart: the person, the shared values,
//! the moment of the last event and which events serve the chain at that very moment (earlier ones cannot serve again, since moments never go
//! back), and the first event's moment where something is measured from it.
//!
//! Of events at one moment that serve the same steps, one is as good as another: each may serve only after its `twin`, the one before it. So
//! equal events make one way and not one for each order of them.

mod flat;

use crate::cond::Cond;
use crate::dialect::{Dialect, TimeColumn};
use crate::render::Rendered;
use crate::rows::Cutter;
use crate::statement::Statement;
use muster_rules::plan::{EventNames, Events, Node, SequenceNode};
use muster_rules::time::{Millis, Span};

/// A step of the chain, and the absent one after it.
struct Link {
    /// The number of its step, from 1.
    step: usize,
    within: Option<Millis>,
    absent: Option<Absent>,
}

struct Absent {
    step: usize,
    within: Option<Millis>,
}

fn links(sequence: &SequenceNode) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for (at, step) in sequence.steps.iter().enumerate() {
        let step_no = at + 1;
        match links.last_mut().filter(|_| step.absent) {
            Some(link) => link.absent = Some(Absent { step: step_no, within: step.within }),
            None => links.push(Link { step: step_no, within: step.within, absent: None }),
        }
    }
    links
}

impl<'p, D: Dialect + ?Sized> Statement<'p, D> {
    pub(crate) fn sequence(&mut self, name: &str, node: &Node, sequence: &SequenceNode) -> Rendered<String> {
        if self.large {
            return self.flat_sequence(name, node, sequence);
        }
        let links = links(sequence);
        let events = self.sequence_events(name, node, sequence)?;
        let ways = Ways { events: &events, sequence, keys: (1..=sequence.same.len()).map(|at| format!("k{at}")).collect() };
        let mut source = String::new();
        for (at, link) in links.iter().enumerate() {
            let last = at + 1 == links.len();
            if last && link.absent.is_none() {
                return Ok(self.last_step(&ways, &source, &links, at));
            }
            let body = if at == 0 { self.first_step(&ways, link) } else { self.next_step(&ways, &source, &links, at) };
            let body = self.earliest(&ways, body, &links, at);
            source = self.named(&format!("{name}: the ways to stand at step {}", link.step), &format!("{name}_step{}", link.step), &body);
            if let Some(absent) = &link.absent {
                let missing = self.missing(&ways, absent);
                if last {
                    let person = self.dialect.person();
                    return Ok(format!(
                        "SELECT DISTINCT s.{person}\n  FROM {source} AS s\n  LEFT JOIN {events} AS x ON {}\n  WHERE x.event IS NULL",
                        missing.write(4)
                    ));
                }
                let body = self.until(&ways, &source, &missing, &links, at);
                source = self.named(
                    &format!("{name}: until when the next event may come, before the first that is to be absent"),
                    &format!("{name}_step{}", absent.step),
                    &body,
                );
            }
        }
        // A sequence has a first step, and it is not absent.
        Ok(self.people(&Cond::False))
    }

    /// The events of all steps: person, `event`, `moment`, the shared values `k1` …, the steps that they serve `s1` …, and `twin`.
    fn sequence_events(&mut self, name: &str, node: &Node, sequence: &SequenceNode) -> Rendered<String> {
        let (person, event, time) = (self.dialect.person(), self.dialect.event(), self.dialect.time(TimeColumn::Event));
        let all = together(sequence);
        let chosen = self.chosen(&all);
        let mut serves = Vec::new();
        for step in &sequence.steps {
            let named = match &step.events.names {
                EventNames::Named(names) if step.events.names != all.names => self.dialect.events_named(names),
                _ => Cond::True,
            };
            let within = if step.events.window == all.window { Cond::True } else { self.dialect.time_within(&time, step.events.window) };
            serves.push(Cond::all([named, within]));
        }
        let mut cutter = Cutter::events(self);
        for (step, serves) in sequence.steps.iter().zip(&mut serves) {
            *serves = Cond::all([serves.clone(), cutter.ask(&step.events.filter)?]);
        }
        let mut columns = String::new();
        let mut shared = Vec::new();
        for (at, property) in sequence.same.iter().enumerate() {
            let text = cutter.value(property).and_then(|value| cutter.statement.dialect.json_text(&value));
            let text = text.map_err(|what| cutter.statement.cannot(node, what))?;
            columns.push_str(&format!(",\n      {text} AS k{}", at + 1));
            shared.push(format!("k{}", at + 1));
        }
        let steps: Vec<String> = (1..=serves.len()).map(|step| format!("s{step}")).collect();
        for (serves, step) in serves.iter().zip(&steps) {
            // A truth value, and nothing unknown: what serves the same steps is told apart by it.
            columns.push_str(&format!(",\n      CASE WHEN {} THEN 1 ELSE 0 END AS {step}", serves.write(8)));
        }
        let terms = cutter.terms();
        let (from, rest) = self.staged(name, "events", "events.*", "e", chosen, &terms);
        let condition = match &rest {
            Cond::True => String::new(),
            rest => format!("\n    WHERE {}", rest.write(6)),
        };
        let carried: String = shared.iter().chain(&steps).map(|column| format!(", {column}")).collect();
        let serving = Cond::all(
            [Cond::any(steps.iter().map(|step| Cond::term(format!("{step} = 1"))))]
                .into_iter()
                .chain(shared.iter().map(|key| Cond::term(format!("{key} IS NOT NULL")))),
        );
        let body = format!(
            "SELECT {person}, event, moment{carried},\n    lag(event) OVER (PARTITION BY {person}, moment{carried} ORDER BY event) AS twin\n  FROM (\n    SELECT {person}, {event} AS event, {time} AS moment{columns}\n    FROM {from}{condition}\n  ) AS e\n  WHERE {}",
            serving.write(4)
        );
        Ok(self.named(
            &format!("the events of {name}: the steps that each serves, and the one before it that serves the same"),
            &format!("{name}_events"),
            &body,
        ))
    }

    fn first_step(&self, ways: &Ways<'_>, link: &Link) -> String {
        let person = self.dialect.person();
        let first = if ways.sequence.within.is_some() { ", moment AS began" } else { "" };
        format!(
            "SELECT {person}{}{first}, moment, {} AS used\n  FROM {} AS e\n  WHERE s{} = 1 AND twin IS NULL",
            ways.listed(""),
            mark("event"),
            ways.events,
            link.step
        )
    }

    /// The ways to stand at a step after another.
    fn next_step(&self, ways: &Ways<'_>, source: &str, links: &[Link], at: usize) -> String {
        let person = self.dialect.person();
        let keys = ways.listed("e.");
        let used = format!("CASE WHEN e.moment = s.moment THEN s.used || {} ELSE {} END", tail("e.event"), mark("e.event"));
        let joined = self.joined(ways, source, links, at);
        let (select, group) = match self.first_kept(ways.sequence, links, at) {
            None => ("SELECT DISTINCT", String::new()),
            // Kept apart where its distance counts later on, else the best of them.
            Some(None) => ("SELECT DISTINCT", String::new()),
            Some(Some(_)) => ("SELECT", format!("\n  GROUP BY e.{person}{keys}, e.moment, {used}")),
        };
        let first = match self.first_kept(ways.sequence, links, at) {
            None => String::new(),
            Some(None) => ", s.began".to_owned(),
            Some(Some(best)) => format!(", {best}(s.began) AS began"),
        };
        format!("{select} e.{person}{keys}{first}, e.moment, {used} AS used{joined}{group}")
    }

    fn last_step(&self, ways: &Ways<'_>, source: &str, links: &[Link], at: usize) -> String {
        let person = self.dialect.person();
        if at == 0 {
            return format!("SELECT DISTINCT {person}\n  FROM {} AS e\n  WHERE s1 = 1", ways.events);
        }
        format!("SELECT DISTINCT e.{person}{}", self.joined(ways, source, links, at))
    }

    /// `FROM …` the ways before and an event that serves the step next.
    fn joined(&self, ways: &Ways<'_>, source: &str, links: &[Link], at: usize) -> String {
        let person = self.dialect.person();
        let mut cond = vec![Cond::term("e.moment >= s.moment")];
        if let Some(link) = links.get(at) {
            cond.insert(0, Cond::term(format!("e.s{} = 1", link.step)));
            cond.extend(link.within.map(|within| Cond::term(format!("e.moment <= {}", self.dialect.later("s.moment", within)))));
        }
        let whole = ways.sequence.within;
        cond.extend(whole.map(|within| Cond::term(format!("e.moment <= {}", self.dialect.later("s.began", within)))));
        if at > 0 && links.get(at - 1).is_some_and(|before| before.absent.is_some()) {
            cond.push(Cond::any([Cond::term("s.until IS NULL"), Cond::term("e.moment <= s.until")]));
        }
        let holds = |event: &str| Cond::term(self.dialect.text_holds("s.used", &mark(event)));
        cond.push(Cond::any([Cond::term("e.moment > s.moment"), Cond::not(holds("e.event"))]));
        cond.push(Cond::any([Cond::term("e.twin IS NULL"), Cond::all([Cond::term("e.moment = s.moment"), holds("e.twin")])]));
        format!(
            "\n  FROM {source} AS s\n  JOIN {} AS e ON e.{person} = s.{person}{}\n  WHERE {}",
            ways.events,
            ways.alike("e"),
            Cond::all(cond).write(4)
        )
    }

    /// An event `x` that may not be there after the way `s`.
    fn missing(&self, ways: &Ways<'_>, absent: &Absent) -> Cond {
        let person = self.dialect.person();
        let mut cond = vec![Cond::term(format!("x.{person} = s.{person}"))];
        cond.extend(ways.keys.iter().map(|key| Cond::term(format!("x.{key} = s.{key}"))));
        cond.push(Cond::term(format!("x.s{} = 1", absent.step)));
        cond.push(Cond::term("x.moment >= s.moment"));
        cond.extend(absent.within.map(|within| Cond::term(format!("x.moment <= {}", self.dialect.later("s.moment", within)))));
        let last = absent.step == ways.sequence.steps.len();
        let whole = ways.sequence.within.filter(|_| last);
        cond.extend(whole.map(|within| Cond::term(format!("x.moment <= {}", self.dialect.later("s.began", within)))));
        let serves = Cond::term(self.dialect.text_holds("s.used", &mark("x.event")));
        cond.push(Cond::any([Cond::term("x.moment > s.moment"), Cond::not(serves)]));
        Cond::all(cond)
    }

    /// The ways with `until`, the moment of the first event that may not come before the next.
    fn until(&self, ways: &Ways<'_>, source: &str, missing: &Cond, links: &[Link], at: usize) -> String {
        let first = if self.first_kept(ways.sequence, links, at).is_some() { ", s.began" } else { "" };
        let columns = format!("s.{}{}{first}, s.moment, s.used", self.dialect.person(), ways.listed("s."));
        format!(
            "SELECT {columns}, min(x.moment) AS until\n  FROM {source} AS s\n  LEFT JOIN {} AS x ON {}\n  GROUP BY {columns}",
            ways.events,
            missing.write(4)
        )
    }

    /// The first event's moment among the ways to stand at a step: `None`: not kept; `Some(None)`: each; `Some(Some(best))`: the latest, which
    /// leaves later steps the most room, or the earliest, which asks an absent last step for the least.
    fn first_kept(&self, sequence: &SequenceNode, links: &[Link], at: usize) -> Option<Option<&'static str>> {
        sequence.within?;
        let absent_last = links.last().is_some_and(|last| last.absent.is_some());
        let last = at + 1 == links.len();
        Some(match (absent_last, last) {
            (true, true) => Some("min"),
            (true, false) => None,
            (false, _) => Some("max"),
        })
    }

    /// Only the earliest ways, where nothing later on is bounded: what can follow a later one can follow them.
    fn earliest(&self, ways: &Ways<'_>, body: String, links: &[Link], at: usize) -> String {
        let bounded = ways.sequence.within.is_some()
            || links.iter().skip(at).any(|link| link.absent.is_some())
            || links.iter().skip(at + 1).any(|link| link.within.is_some());
        if bounded {
            return body;
        }
        let person = self.dialect.person();
        let body = body.replace('\n', "\n    ");
        format!(
            "SELECT {person}{0}, moment, used\n  FROM (\n    SELECT w.*, rank() OVER (PARTITION BY {person}{0} ORDER BY moment) AS place\n    FROM (\n    {body}\n    ) AS w\n  ) AS w\n  WHERE place = 1",
            ways.listed("")
        )
    }
}

/// What all steps of a sequence share.
struct Ways<'a> {
    /// The source of its events.
    events: &'a str,
    sequence: &'a SequenceNode,
    /// The columns of the shared values.
    keys: Vec<String>,
}

impl Ways<'_> {
    /// The columns of the shared values, each after a comma.
    fn listed(&self, alias: &str) -> String {
        self.keys.iter().map(|key| format!(", {alias}{key}")).collect()
    }

    /// They are those of the way before.
    fn alike(&self, alias: &str) -> String {
        self.keys.iter().map(|key| format!(" AND {alias}.{key} = s.{key}")).collect()
    }
}

/// The events of any step, from the first that any may have to the last.
fn together(sequence: &SequenceNode) -> Events {
    let mut names: Option<Vec<String>> = Some(Vec::new());
    let mut window: Option<Span> = None;
    for step in &sequence.steps {
        match (&step.events.names, &mut names) {
            (EventNames::Named(more), Some(names)) => names.extend(more.iter().cloned()),
            (EventNames::Every, names) => *names = None,
            (EventNames::Named(_), None) => {}
        }
        window = Some(window.map_or(step.events.window, |span| Span {
            from: span.from.and_then(|from| step.events.window.from.map(|other| from.min(other))),
            to: span.to.and_then(|to| step.events.window.to.map(|other| to.max(other))),
        }));
    }
    let names = names.map_or(EventNames::Every, |mut names| {
        names.sort();
        names.dedup();
        EventNames::Named(names)
    });
    let filter = Box::new(Node { path: String::new(), sentence: String::new(), kind: muster_rules::plan::NodeKind::All(Vec::new()) });
    Events { names, filter, window: window.unwrap_or(Span::ALL) }
}

/// An event as it stands in `used`: between bars.
fn mark(event: &str) -> String {
    format!("'|' || CAST({event} AS TEXT) || '|'")
}

/// The same after another.
fn tail(event: &str) -> String {
    format!("CAST({event} AS TEXT) || '|'")
}

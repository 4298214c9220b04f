//! A plan, asked of every row by itself.

use crate::data::{texts, Cell, Cells, Data, Event, Person};
use crate::measure::{measured, Measured};
use crate::sequence::has_chain;
use muster_rules::matcher::Matcher;
use muster_rules::plan::{
    Ask, Column, ConsentState, EventColumn, EventNames, Events, Key, Node, NodeKind, Pick, Plan, Positive, RankBy, RankNode, RelatedAsk,
    RelatedNode, Scalar, Test, TimePart, UserColumn,
};
use muster_rules::schema::{ColumnType, Row as Kind};
use muster_rules::time::{format_instant, wall_of_date};
use muster_rules::value::{canonical, lookup, number_text, read_decimal};
use serde_json::Value;
use std::collections::BTreeSet;

#[derive(Clone, Copy)]
pub(crate) enum Row<'d> {
    Person(&'d Person),
    Event(&'d Event),
    Cells(&'d Cells),
}

pub(crate) struct Walk<'d> {
    pub(crate) plan: &'d Plan,
    pub(crate) data: &'d Data,
}

impl<'d> Walk<'d> {
    pub(crate) fn holds(&self, node: &Node, row: Row<'d>) -> bool {
        let of = |part: &Node| self.holds(part, row);
        match (&node.kind, row) {
            (NodeKind::All(parts), _) => parts.iter().all(of),
            (NodeKind::Any(parts), _) => parts.iter().any(of),
            (NodeKind::Not(part), _) => !of(part),
            (NodeKind::AtLeast { n, of: parts }, _) => parts.iter().filter(|part| of(part)).count() >= *n as usize,
            (NodeKind::Field { column, test }, _) => self.column(column, test, row),
            (NodeKind::Property { property, at, test }, Row::Person(person)) => {
                self.matcher(test).passes_json(person.property(property, *at).as_ref())
            }
            (NodeKind::EventProperty { property, test }, Row::Event(event)) => {
                self.matcher(test).passes_json(lookup(&event.properties, property))
            }
            (NodeKind::Time { part, test }, Row::Event(event)) => self.part(*part, test, event),
            (NodeKind::Event(node), Row::Person(person)) => {
                let events = self.matching(&node.events, person);
                match &node.ask {
                    Ask::Measure { measure, test } => {
                        let matcher = self.matcher(test);
                        match measured(measure, &events, self.plan.zone) {
                            Measured::Absent => matcher.passes_absent(),
                            Measured::Number(number) => matcher.passes_number(number),
                            Measured::Time(time) => matcher.passes_time(Some(time)),
                            Measured::Json(value) => matcher.passes_json(Some(&value)),
                        }
                    }
                    Ask::Pick { pick, having } => {
                        let picked = if *pick == Pick::First { events.first() } else { events.last() };
                        picked.is_some_and(|event| self.holds(having, Row::Event(event)))
                    }
                }
            }
            (NodeKind::Sequence(node), Row::Person(person)) => {
                let steps: Vec<Vec<&Event>> = node.steps.iter().map(|step| self.matching(&step.events, person)).collect();
                has_chain(node, &steps, self.plan.now)
            }
            (NodeKind::Regular(node), Row::Person(person)) => {
                let events = self.matching(&node.events, person);
                let often =
                    |span: &muster_rules::time::Span| events.iter().filter(|event| span.contains(event.at)).count() >= node.times as usize;
                node.periods.iter().filter(|span| often(span)).count() >= node.at_least as usize
            }
            (NodeKind::Changed(node), Row::Person(person)) => person.beginnings(&node.property).into_iter().any(|t| {
                let (old, new) = (person.property(&node.property, t - 1), person.property(&node.property, t));
                node.window.contains(t)
                    && old.as_ref().map(canonical) != new.as_ref().map(canonical)
                    && self.is(node.from.as_ref(), old.as_ref())
                    && self.is(node.to.as_ref(), new.as_ref())
            }),
            (NodeKind::Ever(node), Row::Person(person)) => {
                let mut moments = person.beginnings(&node.property);
                moments.push(node.window.from.unwrap_or(-(1 << 60)));
                let matcher = self.matcher(&node.test);
                moments.into_iter().any(|t| node.window.contains(t) && matcher.passes_json(person.property(&node.property, t).as_ref()))
            }
            (NodeKind::Rank(node), Row::Person(person)) => self.is_among(node, person),
            (NodeKind::Related(node), _) => {
                let related = self.related(node, row);
                let passing = related.iter().filter(|row| self.holds(&node.filter, **row)).count();
                match &node.ask {
                    RelatedAsk::Count(test) => self.matcher(test).passes_number(passing as f64),
                    RelatedAsk::Every => passing > 0 && passing == related.len(),
                }
            }
            (NodeKind::Segment { name, .. }, _) => self.holds(&self.plan.segment(name).expect("it is resolved").root, row),
            (NodeKind::List { name }, Row::Person(person)) => self.data.lists[name].contains(&person.id),
            (NodeKind::Consent { purpose, state, at }, Row::Person(person)) => {
                let latest = person.consents.get(purpose).and_then(|records| records.range(..=at).next_back());
                *state
                    == match latest {
                        None => ConsentState::Unknown,
                        Some((_, true)) => ConsentState::Granted,
                        Some((_, false)) => ConsentState::Denied,
                    }
            }
            (kind, _) => panic!("out of place: {kind:?}"),
        }
    }

    fn matcher(&self, test: &Test) -> Matcher {
        Matcher::new(test, self.plan.zone)
    }

    fn is(&self, wanted: Option<&Scalar>, value: Option<&Value>) -> bool {
        wanted.is_none_or(|wanted| self.matcher(&Test { negated: false, positive: Positive::In(vec![wanted.clone()]) }).passes_json(value))
    }

    fn matching(&self, events: &Events, person: &'d Person) -> Vec<&'d Event> {
        let named = |event: &Event| match &events.names {
            EventNames::Every => true,
            EventNames::Named(names) => names.contains(&event.name),
        };
        let matches = |event: &&'d Event| named(event) && events.window.contains(event.at) && self.holds(&events.filter, Row::Event(event));
        person.events.iter().filter(matches).collect()
    }

    fn column(&self, column: &Column, test: &Test, row: Row<'d>) -> bool {
        let matcher = self.matcher(test);
        match (column, row) {
            (Column::User(UserColumn::CreatedAt), Row::Person(person)) => matcher.passes_time(person.created_at),
            (Column::User(column), Row::Person(person)) => matcher.passes_text(text(person, *column).as_deref()),
            (Column::Event(EventColumn::EventName), Row::Event(event)) => matcher.passes_text(Some(&event.name)),
            (Column::Event(EventColumn::Timestamp), Row::Event(event)) => matcher.passes_time(Some(event.at)),
            (Column::Table(column), Row::Cells(cells)) => match (column.kind, cells.get(&column.column)) {
                (_, None) => matcher.passes_absent(),
                (ColumnType::Text, Some(Cell::Text(text))) => matcher.passes_text(Some(text)),
                (ColumnType::Number, Some(Cell::Number(number))) => matcher.passes_number(*number),
                (ColumnType::Bool, Some(Cell::Bool(bool))) => matcher.passes_bool(Some(*bool)),
                (ColumnType::Time, Some(Cell::Time(time))) => matcher.passes_time(Some(*time)),
                _ => panic!("{} is of another type", column.column),
            },
            _ => panic!("out of place: {column:?}"),
        }
    }

    fn part(&self, part: TimePart, test: &Test, event: &Event) -> bool {
        let matcher = self.matcher(test);
        // Days are counted from a Thursday.
        let wall = self.plan.zone.wall(event.at);
        let date = date_text(self.plan, event);
        let number = |from: usize, to: usize| date[from..to].parse::<f64>().expect("digits");
        match part {
            TimePart::Hour => matcher.passes_number(wall.div_euclid(3_600_000).rem_euclid(24) as f64),
            TimePart::Weekday => matcher.passes_number(((wall.div_euclid(86_400_000) + 3).rem_euclid(7) + 1) as f64),
            TimePart::Day => matcher.passes_number(number(8, 10)),
            TimePart::Month => matcher.passes_number(number(5, 7)),
            TimePart::Date => matcher.passes_text(Some(&date)),
        }
    }

    fn is_among(&self, node: &RankNode, person: &Person) -> bool {
        let value = |person: &'d Person| match &node.by {
            RankBy::Property { property, at } => person.property(property, *at).and_then(|value| number(&value)),
            RankBy::Measure { events, measure } => match measured(measure, &self.matching(events, person), self.plan.zone) {
                Measured::Number(number) => Some(number).filter(|number| *number != 0.0 || !measure.is_zero_of_none()),
                Measured::Json(value) => number(&value),
                Measured::Absent | Measured::Time(_) => None,
            },
        };
        let own = self.data.people.get(&person.id).and_then(value);
        let mut ranked: Vec<f64> = self.data.people.values().filter_map(value).collect();
        ranked.sort_by(|a, b| if node.top { b.total_cmp(a) } else { a.total_cmp(b) });
        let cut = node.cut.of(ranked.len() as u64) as usize;
        match (own, cut.checked_sub(1)) {
            (Some(own), Some(last)) => {
                if node.top {
                    own >= ranked[last]
                } else {
                    own <= ranked[last]
                }
            }
            _ => false,
        }
    }

    fn related(&self, node: &RelatedNode, row: Row<'d>) -> Vec<Row<'d>> {
        let mut keys = self.keys(&node.from, row);
        if let Some(via) = &node.via {
            let link = |row: &Cells, column: &str| row.get(column).map(cell_text);
            let rows = self.data.tables[&via.table].iter();
            let linked = rows.filter(|row| link(row, &via.from).is_some_and(|near| keys.contains(&near)));
            keys = linked.filter_map(|row| link(row, &via.to)).collect();
        }
        let all: Vec<Row<'d>> = match &node.row {
            Kind::User => self.data.people.values().map(Row::Person).collect(),
            Kind::Table(table) => self.data.tables[table].iter().map(Row::Cells).collect(),
            Kind::Event => panic!("nothing leads to events"),
        };
        all.into_iter().filter(|row| self.keys(&node.to, *row).iter().any(|key| keys.contains(key))).collect()
    }

    fn keys(&self, key: &Key, row: Row<'d>) -> BTreeSet<String> {
        match (key, row) {
            (Key::UserColumn(column), Row::Person(person)) => text(person, *column).into_iter().collect(),
            (Key::UserProperty { property, at }, Row::Person(person)) => person.property(property, *at).iter().flat_map(texts).collect(),
            (Key::EventProperty(property), Row::Event(event)) => lookup(&event.properties, property).into_iter().flat_map(texts).collect(),
            (Key::EventDate, Row::Event(event)) => BTreeSet::from([date_text(self.plan, event)]),
            (Key::TableColumn(column), Row::Cells(cells)) => cells.get(&column.column).map(cell_text).into_iter().collect(),
            _ => panic!("out of place: {key:?}"),
        }
    }
}

fn date_text(plan: &Plan, event: &Event) -> String {
    format_instant(wall_of_date(plan.zone.date(event.at)))[..10].to_owned()
}

fn text(person: &Person, column: UserColumn) -> Option<String> {
    match column {
        UserColumn::UserId => Some(person.id.clone()),
        UserColumn::Email => person.email.clone(),
        UserColumn::Name => person.name.clone(),
        UserColumn::AccountType => person.account_type.clone(),
        UserColumn::CreatedAt => person.created_at.map(format_instant),
    }
}

fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number_text(*number),
        Cell::Bool(bool) => bool.to_string(),
        Cell::Time(time) => format_instant(*time),
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => read_decimal(text),
        _ => None,
    }
}

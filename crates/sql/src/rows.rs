//! Conditions asked of an event or of a row of a custom table: terms over its columns, and how deep ones are cut into stages.

use crate::cond::Cond;
use crate::dialect::{Dialect, TimeColumn};
use crate::kinds::related::{Asked, RowKey};
use crate::passes;
use crate::render::{Rendered, Unsupported};
use crate::statement::Statement;
use muster_rules::plan::{Column, EventColumn, Key, Node, NodeKind, RelatedNode, TableColumn, Test, TimePart, UserColumn};
use muster_rules::schema::ColumnType;

/// Deeper conditions are cut: what stands below becomes a column of the stage before. Engines bound how deep brackets nest.
const DEEP: usize = 12;

/// Conditions as SQL: values are read first, then each stage adds columns to the one before, then the conditions are asked.
pub(crate) struct Terms {
    /// `expression AS name`, read from the rows.
    pub(crate) values: Vec<String>,
    /// Of each stage the columns that it adds, `condition AS name`.
    pub(crate) stages: Vec<Vec<(Cond, String)>>,
}

/// Puts conditions of the same rows into SQL.
pub(crate) struct Cutter<'s, 'p, D: Dialect + ?Sized> {
    pub(crate) statement: &'s mut Statement<'p, D>,
    /// What stands before a column: empty of events, `t.` of table rows, whose columns may be called anything.
    alias: &'static str,
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

impl<'s, 'p, D: Dialect + ?Sized> Cutter<'s, 'p, D> {
    /// Of events, whose columns stand without alias.
    pub(crate) fn events(statement: &'s mut Statement<'p, D>) -> Self {
        Cutter { statement, alias: "", names: Vec::new(), values: Vec::new(), stages: Vec::new(), columns: 0 }
    }

    /// Of the rows of a custom table with the alias `t`.
    pub(crate) fn table(statement: &'s mut Statement<'p, D>) -> Self {
        Cutter { alias: "t.", ..Cutter::events(statement) }
    }

    /// The condition, asked after all stages.
    pub(crate) fn ask(&mut self, node: &Node) -> Rendered<Cond> {
        Ok(self.part(node)?.cond)
    }

    /// What must stand before the conditions.
    pub(crate) fn terms(self) -> Terms {
        Terms { values: self.values, stages: self.stages }
    }

    /// The column that an event property's value is read into, once.
    pub(crate) fn value(&mut self, property: &str) -> Result<String, String> {
        let at = match self.names.iter().position(|name| name == property) {
            Some(at) => at,
            None => {
                let name = format!("v{}", self.names.len() + 1);
                self.values.push(format!("{} AS {name}", self.statement.dialect.json_key("properties", property)?));
                self.names.push(property.to_owned());
                self.names.len() - 1
            }
        };
        Ok(format!("v{}", at + 1))
    }

    fn part(&mut self, node: &Node) -> Rendered<Part> {
        let part = match &node.kind {
            NodeKind::All(of) => self.group(of, Cond::all)?,
            NodeKind::Any(of) => self.group(of, Cond::any)?,
            NodeKind::AtLeast { n, of } => self.group(of, |parts| Cond::at_least(*n, parts))?,
            NodeKind::Not(of) => {
                let part = self.part(of)?;
                Part { cond: Cond::not(part.cond), stages: part.stages }
            }
            NodeKind::Related(related) => self.related(node, related)?,
            _ => Part { cond: self.leaf(node).map_err(|what| self.statement.cannot(node, what))?, stages: 0 },
        };
        Ok(if part.cond.depth() > DEEP { self.cut(part) } else { part })
    }

    fn group(&mut self, of: &[Node], group: impl Fn(Vec<Cond>) -> Cond) -> Rendered<Part> {
        let mut stages = 0;
        let mut parts = Vec::with_capacity(of.len());
        for part in of {
            let part = self.part(part)?;
            stages = stages.max(part.stages);
            parts.push(part.cond);
        }
        Ok(Part { cond: group(parts), stages })
    }

    fn leaf(&mut self, node: &Node) -> Result<Cond, String> {
        let (dialect, zone) = (self.statement.dialect, self.statement.plan.zone);
        match &node.kind {
            NodeKind::Field { column: Column::Event(EventColumn::EventName), test } => {
                Ok(tested(test, passes::text(dialect, "event_name", &test.positive, zone)?))
            }
            NodeKind::Field { column: Column::Event(EventColumn::Timestamp), test } => {
                let (time, text) = (dialect.time(TimeColumn::Event), dialect.column_text("", TimeColumn::Event));
                Ok(tested(test, passes::time(dialect, &time, text, &test.positive, zone)?))
            }
            NodeKind::Field { column: Column::Table(column), test } => self.table_column(column, test),
            NodeKind::EventProperty { property, test } => {
                let value = self.value(property)?;
                Ok(tested(test, dialect.json_passes(&value, &test.positive, zone)?))
            }
            NodeKind::Time { part, test } => {
                let time = dialect.time(TimeColumn::Event);
                let positive = match part {
                    TimePart::Date => passes::date(dialect, &dialect.local_date(&time, zone)?, &test.positive, zone)?,
                    part => {
                        let all = match part {
                            TimePart::Hour => 0..=23,
                            TimePart::Weekday => 1..=7,
                            TimePart::Month => 1..=12,
                            TimePart::Day | TimePart::Date => 1..=31,
                        };
                        passes::one_of(&dialect.local_part(&time, *part, zone)?, all, &test.positive, zone)
                    }
                };
                Ok(tested(test, positive))
            }
            _ => Err("a condition about people asked of another row".to_owned()),
        }
    }

    fn table_column(&mut self, column: &TableColumn, test: &Test) -> Result<Cond, String> {
        let (dialect, zone) = (self.statement.dialect, self.statement.plan.zone);
        let name = format!("{}{}", self.alias, dialect.identifier(&column.column));
        let positive = &test.positive;
        let cond = match column.kind {
            ColumnType::Text => passes::text(dialect, &name, positive, zone)?,
            ColumnType::Number => passes::number(dialect, &name, dialect.table_text(self.alias, column), positive, zone)?,
            ColumnType::Bool => passes::bool(&name, positive, zone),
            ColumnType::Time => {
                let time = format!("{}{}", self.alias, dialect.time(TimeColumn::Table(&column.column)));
                passes::time(dialect, &time, dialect.table_text(self.alias, column), positive, zone)?
            }
        };
        Ok(tested(test, cond))
    }

    fn related(&mut self, node: &Node, related: &RelatedNode) -> Rendered<Part> {
        let (dialect, zone) = (self.statement.dialect, self.statement.plan.zone);
        let key = match &related.from {
            Key::EventProperty(property) => self.value(property).map(RowKey::Json),
            Key::EventDate => dialect.local_date(&dialect.time(TimeColumn::Event), zone).map(RowKey::Text),
            Key::TableColumn(column) => dialect.table_text(self.alias, column).map(RowKey::Text),
            Key::UserColumn(
                UserColumn::UserId | UserColumn::Email | UserColumn::Name | UserColumn::CreatedAt | UserColumn::AccountType,
            )
            | Key::UserProperty { .. } => Err("a relation of people asked of another row".to_owned()),
        };
        let key = key.map_err(|what| self.statement.cannot(node, what))?;
        let source = self.statement.related_rows(node, related, None)?;
        match self.statement.related_term(&key, &related.ask, &source).map_err(|what| self.statement.cannot(node, what))? {
            Asked::Term(cond) => Ok(Part { cond, stages: 0 }),
            // A column of its own: a test may mention the number more than once.
            Asked::Number(number, test) => {
                let column = self.cut(Part { cond: Cond::term(number), stages: 0 });
                let Cond::Term(name) = &column.cond else { return Ok(column) };
                let passes = passes::count(dialect, name, &test.positive, zone).map_err(|what| self.statement.cannot(node, what))?;
                Ok(Part { cond: tested(test, passes), ..column })
            }
        }
    }

    fn cut(&mut self, part: Part) -> Part {
        self.columns += 1;
        // No column of a custom table begins like this.
        let column = if self.alias.is_empty() { format!("f{}", self.columns) } else { format!("muster_f{}", self.columns) };
        let name = format!("{}{column}", self.alias);
        if self.stages.len() == part.stages {
            self.stages.push(Vec::new());
        }
        if let Some(stage) = self.stages.get_mut(part.stages) {
            stage.push((part.cond, column));
        }
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

impl<'p, D: Dialect + ?Sized> Statement<'p, D> {
    /// The rows that conditions are asked of after their stages: what stands after FROM, with the alias `alias`, and what is left to ask besides the
    /// conditions themselves. `base` is a table with its alias, `all` all its columns.
    pub(crate) fn staged(&mut self, name: &str, base: &str, all: &str, alias: &str, chosen: Cond, terms: &Terms) -> (String, Cond) {
        if terms.values.is_empty() && terms.stages.is_empty() {
            return (base.to_owned(), chosen);
        }
        let values: String = terms.values.iter().map(|value| format!(", {value}")).collect();
        let condition = match &chosen {
            Cond::True => String::new(),
            chosen => format!("\n    WHERE {}", chosen.write(6)),
        };
        let read = format!("SELECT {all}{values}\n    FROM {base}{condition}");
        if terms.stages.is_empty() {
            return (format!("(\n    {read}\n  ) AS {alias}"), Cond::True);
        }
        // Without values and conditions the table itself is what is looked at.
        let bare = terms.values.is_empty() && chosen == Cond::True;
        let mut source = base.to_owned();
        if !bare {
            let rows = self.named(&format!("the rows that {name} looks at"), &format!("{name}_rows"), &read);
            source = format!("{rows} AS {alias}");
        }
        for (at, stage) in terms.stages.iter().enumerate() {
            let columns: String = stage.iter().map(|(cond, column)| format!(",\n    {} AS {column}", cond.write(6))).collect();
            let body = format!("SELECT {alias}.*{columns}\n  FROM {source}");
            let staged = self.named(&format!("innermost groups of {name} first"), &format!("{name}_stage{}", at + 1), &body);
            source = format!("{staged} AS {alias}");
        }
        (source, Cond::True)
    }

    /// The error that the dialect cannot say something in a condition.
    pub(crate) fn cannot(&self, node: &Node, what: String) -> Unsupported {
        Unsupported { dialect: self.dialect.name(), path: node.path.clone(), what }
    }
}

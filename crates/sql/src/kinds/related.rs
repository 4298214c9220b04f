//! Related rows: a sub-query of their keys, and a term over the row that is asked. Nothing nests with the rule: a related row's own condition
//! about further rows is a term over its columns too.

use crate::cond::Cond;
use crate::dialect::{Dialect, Said, TimeColumn};
use crate::passes;
use crate::render::Rendered;
use crate::rows::{tested, Cutter};
use crate::statement::Statement;
use muster_rules::matcher::Matcher;
use muster_rules::plan::{Bound, Key, Node, Positive, RelatedAsk, RelatedNode, TableColumn, Test, UserColumn};
use muster_rules::schema::Row;

/// What is asked of the related rows, over the row that has the key.
pub(crate) enum Asked<'a> {
    /// A term.
    Term(Cond),
    /// How many there are, and what that number must pass.
    Number(String, &'a Test),
}

/// The key of the row that is asked.
pub(crate) enum RowKey {
    /// Its text form; NULL where there is none.
    Text(String),
    /// JSON, a list's elements each for itself.
    Json(String),
}

impl<'p, D: Dialect + ?Sized> Statement<'p, D> {
    pub(crate) fn related(&mut self, name: &str, node: &Node, related: &RelatedNode) -> Rendered<String> {
        let person = self.dialect.person();
        let source = self.related_rows(node, related, Some(name))?;
        match &related.from {
            Key::UserColumn(column) => {
                let asked = self.user_text("users.", *column).and_then(|key| self.related_term(&RowKey::Text(key), &related.ask, &source));
                match asked.map_err(|what| self.cannot(node, what))? {
                    Asked::Term(term) => Ok(self.people(&term)),
                    Asked::Number(number, test) => {
                        let passes = passes::count(self.dialect, "related", &test.positive, self.plan.zone);
                        let passes = tested(test, passes.map_err(|what| self.cannot(node, what))?);
                        let counted = format!("SELECT {person},\n      {number} AS related\n    FROM users");
                        Ok(format!("SELECT {person}\n  FROM (\n    {counted}\n  ) AS u\n  WHERE {}", passes.write(4)))
                    }
                }
            }
            Key::UserProperty { property, at } => {
                let values = self.property_values(property, *at).map_err(|what| self.cannot(node, what))?.replace('\n', "\n      ");
                let asked = self.related_term(&RowKey::Json("p.v1".to_owned()), &related.ask, &source);
                match asked.map_err(|what| self.cannot(node, what))? {
                    Asked::Term(term) => Ok(format!("SELECT {person}\n  FROM (\n      {values}\n  ) AS p\n  WHERE {}", term.write(4))),
                    Asked::Number(number, test) => {
                        let passes = passes::count(self.dialect, "related", &test.positive, self.plan.zone);
                        let passes = tested(test, passes.map_err(|what| self.cannot(node, what))?);
                        // People without the property are related to no row.
                        let zero = Matcher::new(test, self.plan.zone).passes_number(0.0);
                        let passes = if zero { Cond::not(passes) } else { passes };
                        let counted = format!("SELECT {person},\n      {number} AS related\n    FROM (\n      {values}\n    ) AS p");
                        let query = format!("SELECT {person}\n  FROM (\n    {counted}\n  ) AS u\n  WHERE {}", passes.write(4));
                        Ok(self.people_or_others(query, zero))
                    }
                }
            }
            Key::EventProperty(_) | Key::EventDate | Key::TableColumn(_) => {
                Err(self.cannot(node, "a relation of another row asked of people".to_owned()))
            }
        }
    }

    /// The related rows: a source with the columns `k`, the key that the asked row must have, and `related`, which row it is; with
    /// [`RelatedAsk::Every`] all rows with `passes`, 1 or 0, else those that pass. `name` is the condition's where it has one already.
    pub(crate) fn related_rows(&mut self, node: &Node, related: &RelatedNode, name: Option<&str>) -> Rendered<String> {
        let dialect = self.dialect;
        let every = related.ask == RelatedAsk::Every;
        let (name, about) = match name {
            Some(name) => (format!("{name}_related"), format!("the related rows that {name} looks at, by the key that leads to them")),
            None => (self.next_name(), self.about(node)),
        };
        let (select, from, cond) = match (&related.row, &related.to) {
            (Row::Table(table), Key::TableColumn(column)) => {
                let chosen = format!("{} AS t", dialect.table(table));
                let mut cutter = Cutter::table(self);
                let cond = cutter.ask(&related.filter)?;
                let terms = cutter.terms();
                let (from, _) = self.staged(&name, &chosen, "t.*", "t", Cond::True, &terms);
                let key = dialect.table_text("t.", column).map_err(|what| self.cannot(node, what))?;
                (format!("{key} AS k, t.{} AS related", dialect.row()), from, cond)
            }
            (Row::User, Key::UserColumn(column)) => {
                let cond = self.among(&related.filter)?;
                let key = self.user_text("users.", *column).map_err(|what| self.cannot(node, what))?;
                (format!("{key} AS k, users.{} AS related", dialect.person()), "users".to_owned(), cond)
            }
            (Row::User, Key::UserProperty { property, at }) => {
                let cond = self.among(&related.filter)?;
                let values = self.property_values(property, *at).map_err(|what| self.cannot(node, what))?.replace('\n', "\n    ");
                let texts = dialect.json_texts("p.v1").map_err(|what| self.cannot(node, what))?;
                let keyed = format!(
                    "SELECT p.{0}, {1} AS k\n    FROM (\n    {values}\n    ) AS p CROSS JOIN {2}{3}",
                    dialect.person(),
                    texts.text,
                    texts.from,
                    where_clause(&texts.filter)
                );
                (format!("u.k, u.{} AS related", dialect.person()), format!("(\n    {keyed}\n  ) AS u"), cond)
            }
            _ => return Err(self.cannot(node, "this relation".to_owned())),
        };
        let passes = if every { format!(",\n    CASE WHEN {} THEN 1 ELSE 0 END AS passes", cond.write(6)) } else { String::new() };
        let rows = format!("SELECT {select}{passes}\n  FROM {from}{}", if every { String::new() } else { where_clause(&cond) });
        let body = match &related.via {
            None => rows,
            Some(via) => {
                let end = |column: &str, kind| TableColumn { table: via.table.clone(), column: column.to_owned(), kind };
                let from = dialect.table_text("l.", &end(&via.from, via.from_kind)).map_err(|what| self.cannot(node, what))?;
                let to = dialect.table_text("l.", &end(&via.to, via.to_kind)).map_err(|what| self.cannot(node, what))?;
                let passes = if every { ", r.passes" } else { "" };
                format!(
                    "SELECT {from} AS k, r.related{passes}\n  FROM {} AS l\n  JOIN (\n  {rows}\n  ) AS r ON r.k = {to}",
                    dialect.table(&via.table)
                )
            }
        };
        Ok(self.named(&about, &name, &body))
    }

    /// What is asked of the related rows, over the row that has the key.
    pub(crate) fn related_term<'a>(&self, key: &RowKey, ask: &'a RelatedAsk, source: &str) -> Said<Asked<'a>> {
        let dialect = self.dialect;
        let of = |what: &str| -> Said<String> {
            Ok(match key {
                RowKey::Text(key) => format!("(SELECT {what} FROM {source} AS r WHERE r.k = {key})"),
                RowKey::Json(value) => {
                    let texts = dialect.json_texts(value)?;
                    let (from, text, filter) = (texts.from, texts.text, where_clause(&texts.filter));
                    format!("(SELECT {what} FROM {from} JOIN {source} AS r ON r.k = {text}{filter})")
                }
            })
        };
        match ask {
            RelatedAsk::Every => Ok(Asked::Term(Cond::term(format!("{} = 1", of("min(r.passes)")?)))),
            RelatedAsk::Count(test) if is_some(test) => Ok(Asked::Term(match key {
                RowKey::Text(key) => Cond::term(format!("{key} IN (SELECT r.k FROM {source} AS r)")),
                RowKey::Json(value) => {
                    let texts = dialect.json_texts(value)?;
                    let related = Cond::term(format!("{} IN (SELECT r.k FROM {source} AS r)", texts.text));
                    Cond::exists(texts.from, Cond::all([texts.filter, related]))
                }
            })),
            RelatedAsk::Count(test) => Ok(Asked::Number(of("count(DISTINCT r.related)")?, test)),
        }
    }

    /// The text form of a column of a person.
    fn user_text(&self, alias: &str, column: UserColumn) -> Said<String> {
        match column {
            UserColumn::CreatedAt => self.dialect.column_text(alias, TimeColumn::Created),
            column => Ok(format!("{alias}{}", column.name())),
        }
    }
}

/// Whether a test of a number of rows asks for at least one, and nothing else.
fn is_some(test: &Test) -> bool {
    match &test.positive {
        Positive::Number { low: Bound::Included(low), high: Bound::Open } => !test.negated && *low > 0.0 && *low <= 1.0,
        Positive::Number { low: Bound::Excluded(low), high: Bound::Open } => !test.negated && *low >= 0.0 && *low < 1.0,
        _ => false,
    }
}

fn where_clause(cond: &Cond) -> String {
    match cond {
        Cond::True => String::new(),
        cond => format!("\n  WHERE {}", cond.write(4)),
    }
}

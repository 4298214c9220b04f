//! Who matches: ids, pages, SQL, and columns of people.

use crate::dto::{AppError, ColumnChoice, ErrorCode, MemberRow, MembersPage, MembersRequest, SqlText, ValueKind};
use crate::error::Result;
use crate::jobs::whole;
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_engine::evaluate::members;
use muster_rules::condition::Condition;
use muster_rules::parse::parse_condition;
use muster_rules::plan::{Plan, UserColumn};
use muster_rules::schema::Catalog;
use muster_rules::sentence::sentence;
use muster_rules::time::Millis;
use muster_sql::{render, DuckDbDialect, PostgresDialect, SqliteDialect};
use muster_store::{Column, Sort};
use serde_json::json;

/// Most people on a page.
const PAGE: u32 = 500;

/// Which execution answers. Both select the same people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Execution {
    /// Bitmaps, condition by condition.
    Engine,
    /// The rendered statement, run by SQLite.
    Sql,
}

impl Workspace {
    /// The ids of everyone who matches at an instant, sorted bytewise.
    pub fn members_of(&self, rule: &Condition, now: Millis, execution: Execution) -> Result<Vec<String>> {
        let plan = self.plan(rule, now)?;
        let cancel = Cancel::new();
        match execution {
            Execution::Engine => self.store().read(&cancel, |reader| {
                let people = members(&plan, reader, &self.cache, &cancel)?;
                Ok(reader.user_ids(&people)?)
            }),
            Execution::Sql => {
                let sql = self.statement(rule, &plan, "sqlite")?;
                let mut ids = self.store().read(&cancel, |reader| Ok::<_, AppError>(reader.run_statement(&sql)?))?;
                ids.sort_unstable();
                Ok(ids)
            }
        }
    }

    /// The rule as one statement of a dialect.
    pub fn sql_of(&self, rule: &Condition, now: Millis, dialect: &str) -> Result<String> {
        self.statement(rule, &self.plan(rule, now)?, dialect)
    }

    /// The draft's rule as one statement of a dialect.
    pub fn draft_sql(&self, draft: &str, dialect: &str) -> Result<SqlText> {
        let (compiled, plan) = self.draft_plan(draft)?;
        Ok(SqlText { text: self.statement(&compiled.rule, &plan, dialect)? })
    }

    fn statement(&self, rule: &Condition, plan: &Plan, dialect: &str) -> Result<String> {
        let sentence = sentence(rule, &self.words(plan.now));
        Ok(match dialect {
            "sqlite" => render(plan, &sentence, &SqliteDialect)?,
            "postgres" => render(plan, &sentence, &PostgresDialect)?,
            "duckdb" => render(plan, &sentence, &DuckDbDialect)?,
            other => {
                return Err(AppError::new(ErrorCode::Rule, format!("The SQL dialect “{other}” is unknown."))
                    .hint("accepted: sqlite, postgres, duckdb"))
            }
        })
    }

    /// A page of the people who match a draft.
    pub fn members_page(&self, request: &MembersRequest) -> Result<MembersPage> {
        let (_, plan) = self.draft_plan(&request.draft)?;
        let columns = columns(&request.columns)?;
        let sort = match &request.sort {
            None => None,
            Some(by) => Some(Sort { column: column(&by.column)?, descending: by.descending }),
        };
        let limit = request.limit.min(PAGE);
        let cancel = Cancel::new();
        self.store().read(&cancel, |reader| {
            let people = members(&plan, reader, &self.cache, &cancel)?;
            let rows = reader.members(&people, &columns, sort.as_ref(), request.offset, limit, plan.now)?;
            let rows = rows.into_iter().map(|member| MemberRow { user_id: member.user_id, cells: member.cells }).collect();
            Ok(MembersPage { total: whole(people.len()), rows })
        })
    }

    /// Columns that can be shown or exported: the profile's, when somebody was last seen, and every property.
    pub fn columns(&self, now: Millis) -> Result<Vec<ColumnChoice>> {
        let catalog = self.catalog(now)?;
        let field = |column: UserColumn| {
            let known = catalog.fields.iter().find(|field| field.field == column.name());
            ColumnChoice {
                key: column.name().to_owned(),
                heading: column.name().to_owned(),
                kind: if column == UserColumn::CreatedAt { ValueKind::Time } else { ValueKind::Text },
                people: known.map_or(0, |field| field.people),
            }
        };
        let did_anything = parse_condition(&json!({ "kind": "event", "event": "*" }), "where", &Catalog::default())?;
        let people = whole(self.count_rule(&did_anything, now)?.count);
        let seen = ColumnChoice { key: "last_seen".into(), heading: "last_seen".into(), kind: ValueKind::Time, people };
        let property = |property: &crate::dto::CatalogProperty| ColumnChoice {
            key: format!("property:{}", property.name),
            heading: property.name.clone(),
            kind: property.kind,
            people: property.people,
        };
        let mut choices: Vec<_> = UserColumn::ALL.into_iter().map(field).collect();
        choices.push(seen);
        choices.extend(catalog.properties.iter().map(property));
        Ok(choices)
    }
}

/// Whether a column's key is one.
pub fn is_column(key: &str) -> bool {
    Column::parse(key).is_some()
}

/// The columns of these keys.
pub(crate) fn columns(keys: &[String]) -> Result<Vec<Column>> {
    keys.iter().map(|key| column(key)).collect()
}

fn column(key: &str) -> Result<Column> {
    let hint = "user_id, email, name, created_at, account_type, last_seen or property:NAME";
    Column::parse(key).ok_or_else(|| AppError::new(ErrorCode::NotFound, format!("There is no column “{key}”.")).hint(hint))
}

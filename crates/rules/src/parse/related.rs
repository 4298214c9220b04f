//! Related rows.

use super::keys::{flag, only_keys, text};
use super::{optional_test, At, Reader};
use crate::condition::{Condition, Op, Operand, RelatedCondition, RelatedWalk, TestSpec};
use crate::error::RuleError;
use crate::schema::{ColumnType, End, Row, Schema};

impl Reader<'_> {
    pub(super) fn related(&mut self, at: At<'_>) -> Result<Condition, RuleError> {
        let At { object, path, row, .. } = at;
        only_keys(object, path, &["kind", "relation", "where", "op", "value", "every"])?;
        let schema = &self.catalog.schema;
        let walks = schema.walks(row);
        let names: Vec<&str> = walks.iter().map(|walk| walk.name).collect();
        let name = text(object, path, "relation", &known(&names))?;
        let walk = walks.iter().find(|walk| walk.name == name);
        let walk = walk.ok_or_else(|| unknown(schema, row, name, &names, path))?;
        let walk = RelatedWalk {
            from: walk.from.clone(),
            via: walk.via.clone(),
            to: walk.to.clone(),
            kinds: (kind(schema, walk.from), kind(schema, walk.to)),
        };
        let every = flag(object, path, "every")?;
        for beside in ["op", "value"] {
            if every && object.contains_key(beside) {
                return Err(RuleError::at(format!("{path}.{beside}"), format!("“{beside}” cannot stand beside “every”"))
                    .hint("“every” asks all related rows, a test counts those that pass"));
            }
        }
        let count = match optional_test(at)? {
            _ if every => None,
            None => Some(TestSpec { op: Op::Gte, value: Operand::Number(1.0) }),
            test => test,
        };
        let filter = self.inner(at, "where", &walk.to.row())?;
        Ok(Condition::Related(RelatedCondition { relation: name.to_owned(), walk, filter, count }))
    }
}

fn known(names: &[&str]) -> String {
    if names.is_empty() {
        "no relation starts here: define one with “muster-cli table FILE define”".to_owned()
    } else {
        format!("one of {}", names.join(", "))
    }
}

fn unknown(schema: &Schema, row: &Row, name: &str, names: &[&str], path: &str) -> RuleError {
    let at = format!("{path}.relation");
    let elsewhere = schema.relations.iter().any(|relation| relation.name == name || relation.reverse.as_deref() == Some(name));
    if elsewhere {
        let row = match row {
            Row::User => "people".to_owned(),
            Row::Event => "events".to_owned(),
            Row::Table(table) => format!("“{table}”"),
        };
        return RuleError::at(at, format!("the relation “{name}” does not start at {row}")).hint(known(names));
    }
    if names.is_empty() {
        return RuleError::at(at, format!("unknown relation “{name}”")).hint(known(names));
    }
    RuleError::unknown(at, "relation", name, names)
}

/// What the column of a custom table at an end holds.
fn kind(schema: &Schema, end: &End) -> Option<ColumnType> {
    match end {
        End::TableColumn { table, column } => Some(schema.table(table)?.column(column)?.kind),
        _ => None,
    }
}

//! Relations of `TABLES.json`: where they start and end, and that what they name is there.

use super::json::{Json, Object};
use crate::error::RuleError;
use crate::plan::UserColumn;
use crate::schema::{Column, End, Relation, Row, Schema, Table, Via};

/// Which end is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    From,
    To,
}

/// Reads one relation as it was written by [`super::relation_text`], against the tables that it uses.
pub fn read_relation(text: &str, schema: &Schema) -> Result<Relation, RuleError> {
    read(&Json::read(text)?, "relation", schema)
}

/// Brings the document's relations in: each takes the place of the one of its name, or comes last.
pub(super) fn bring_in(list: &[Json<'_>], schema: &mut Schema) -> Result<(), RuleError> {
    let mut paths: Vec<(String, String)> = Vec::new();
    for (at, relation) in list.iter().enumerate() {
        let path = format!("relations[{at}]");
        let relation = read(relation, &path, schema)?;
        if paths.iter().any(|(name, _)| *name == relation.name) {
            return Err(RuleError::at(format!("{path}.name"), format!("the relation “{}” stands twice", relation.name))
                .hint("give one of the two another name"));
        }
        paths.push((relation.name.clone(), path));
        match schema.relations.iter_mut().find(|known| known.name == relation.name) {
            Some(known) => *known = relation,
            None => schema.relations.push(relation),
        }
    }
    // Only now, as what is replaced later in the document does not count.
    for (name, path) in &paths {
        check_names(name, path, schema)?;
    }
    Ok(())
}

/// That each way of a relation is the only one of its name from where it starts.
fn check_names(name: &str, path: &str, schema: &Schema) -> Result<(), RuleError> {
    let Some(relation) = schema.relations.iter().find(|relation| relation.name == name) else { return Ok(()) };
    let ways = [(Some(&relation.name), relation.from.row(), "name"), (relation.reverse.as_ref(), relation.to.row(), "reverse")];
    for (way, row, key) in ways {
        let Some(way) = way else { continue };
        if schema.walks(&row).iter().filter(|walk| walk.name == way).count() > 1 {
            let reason = format!("two relations that start at {} are called “{way}”", row_words(&row));
            return Err(RuleError::at(format!("{path}.{key}"), reason).hint("give each way a name of its own"));
        }
    }
    Ok(())
}

fn row_words(row: &Row) -> String {
    match row {
        Row::User => "users".to_owned(),
        Row::Event => "events".to_owned(),
        Row::Table(table) => format!("“{table}”"),
    }
}

fn read(json: &Json<'_>, path: &str, schema: &Schema) -> Result<Relation, RuleError> {
    let object = json.object(path, &["name", "reverse", "from", "to", "via"])?;
    let name = object.name("name", "the relation's name")?;
    let from = end(&object, "from", Side::From, schema)?;
    let to = end(&object, "to", Side::To, schema)?;
    let reverse = match object.optional("reverse") {
        None => None,
        Some(_) if from.row() == Row::Event => {
            return Err(RuleError::at(object.at("reverse"), "a relation that starts at events is walked only from an event")
                .hint("leave “reverse” out"))
        }
        Some(_) => Some(object.name("reverse", "the name of the way back")?),
    };
    let via = match object.optional("via") {
        None => None,
        Some(via) => Some(link(&via.object(&object.at("via"), &["table", "from", "to"])?, schema)?),
    };
    Ok(Relation { name, reverse, from, to, via })
}

fn end(object: &Object<'_>, key: &str, side: Side, schema: &Schema) -> Result<End, RuleError> {
    let hint = r#"{"table": "products", "column": "product_id"}"#;
    let path = object.at(key);
    let end = object.required(key, hint)?.object(&path, &["table", "column", "property", "part"])?;
    let table = end.required("table", "users, events or a custom table")?.text(&end.at("table"), "users, events or a custom table")?;
    match (table.as_str(), side) {
        ("users", _) => user_end(&end, &path),
        ("events", Side::From) => event_end(&end, &path),
        ("events", Side::To) => {
            Err(RuleError::at(end.at("table"), "a relation does not end at events")
                .hint("let it start at events, and end at the other table"))
        }
        _ => {
            let table = table_of(schema, &table, &end.at("table"), side == Side::From)?;
            only(&end, &path, &["column"])?;
            let column = column_of(table, &end, "column")?.name.clone();
            Ok(End::TableColumn { table: table.name.clone(), column })
        }
    }
}

fn user_end(end: &Object<'_>, path: &str) -> Result<End, RuleError> {
    if only(end, path, &["column", "property"])? == "property" {
        return Ok(End::UserProperty(property(end)?));
    }
    let known = UserColumn::ALL.map(UserColumn::name);
    let name = end.required("column", &known.join(", "))?.text(&end.at("column"), &known.join(", "))?;
    match UserColumn::ALL.into_iter().find(|column| column.name() == name) {
        Some(column) => Ok(End::UserColumn(column)),
        None => {
            let error = RuleError::unknown(end.at("column"), "column", &name, &known);
            let hint = format!("{}; a user property is named by “property”", error.hint.as_deref().unwrap_or_default());
            Err(error.hint(hint))
        }
    }
}

fn event_end(end: &Object<'_>, path: &str) -> Result<End, RuleError> {
    if only(end, path, &["property", "part"])? == "property" {
        return Ok(End::EventProperty(property(end)?));
    }
    let part = end.required("part", "date")?.text(&end.at("part"), "date")?;
    if part == "date" {
        Ok(End::EventDate)
    } else {
        Err(RuleError::unknown(end.at("part"), "part", &part, &["date"]))
    }
}

/// The one key beside `table`, which must be one of these.
fn only<'k>(end: &Object<'_>, path: &str, accepted: &[&'k str]) -> Result<&'k str, RuleError> {
    let words = accepted.join(" or ");
    let said: Vec<&str> = end.members().iter().map(|(key, _)| key.as_str()).filter(|key| *key != "table").collect();
    match said.as_slice() {
        [] => Err(RuleError::missing(path, accepted.first().copied().unwrap_or_default(), format!("{words} says what is the key"))),
        [key] => match accepted.iter().find(|accepted| *accepted == key) {
            Some(key) => Ok(key),
            None => Err(RuleError::at(end.at(key), format!("“{key}” has no place here")).hint(format!("accepted here: {words}"))),
        },
        [_, second, ..] => Err(RuleError::at(end.at(second), "one key is enough").hint(format!("either {}", accepted.join(" or ")))),
    }
}

fn property(end: &Object<'_>) -> Result<String, RuleError> {
    let hint = "the name of a property";
    let name = end.required("property", hint)?.text(&end.at("property"), hint)?;
    if name.is_empty() || name.contains('\0') {
        return Err(RuleError::at(end.at("property"), "a property's name is not empty").hint(hint));
    }
    Ok(name)
}

fn link(via: &Object<'_>, schema: &Schema) -> Result<Via, RuleError> {
    let name = via.required("table", "the link table")?.text(&via.at("table"), "the link table")?;
    if name == "users" || name == "events" {
        return Err(
            RuleError::at(via.at("table"), format!("“{name}” is no link table")).hint("a custom table whose rows join the two ends")
        );
    }
    let table = table_of(schema, &name, &via.at("table"), false)?;
    let (from, to) = (column_of(table, via, "from")?, column_of(table, via, "to")?);
    Ok(Via { table: table.name.clone(), from_kind: from.kind, from: from.name.clone(), to_kind: to.kind, to: to.name.clone() })
}

fn table_of<'s>(schema: &'s Schema, name: &str, path: &str, from: bool) -> Result<&'s Table, RuleError> {
    schema.table(name).ok_or_else(|| {
        let own: &[&str] = if from { &["users", "events"] } else { &["users"] };
        let known: Vec<&str> = own.iter().copied().chain(schema.tables.iter().map(|table| table.name.as_str())).collect();
        RuleError::unknown(path, "table", name, &known)
    })
}

fn column_of<'t>(table: &'t Table, object: &Object<'_>, key: &str) -> Result<&'t Column, RuleError> {
    let known: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let hint = format!("a column of “{}”: {}", table.name, known.join(", "));
    let name = object.required(key, &hint)?.text(&object.at(key), &hint)?;
    table.column(&name).ok_or_else(|| RuleError::unknown(object.at(key), "column", &name, &known))
}

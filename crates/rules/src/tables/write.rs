//! Tables and relations as `TABLES.json` text.

use crate::schema::{End, Relation, Schema, Table};
use crate::value::canonical_text;

/// The whole of what is declared, one table or relation a line.
pub fn write_tables(schema: &Schema) -> String {
    let tables: Vec<String> = schema.tables.iter().map(table_text).collect();
    let relations: Vec<String> = schema.relations.iter().map(relation_text).collect();
    format!("{{ \"tables\": {},\n  \"relations\": {} }}\n", lines(&tables), lines(&relations))
}

fn lines(items: &[String]) -> String {
    if items.is_empty() {
        return "[]".to_owned();
    }
    format!("[\n    {}]", items.join(",\n    "))
}

fn table_text(table: &Table) -> String {
    let columns: Vec<String> =
        table.columns.iter().map(|column| format!("{}: \"{}\"", canonical_text(&column.name), column.kind.name())).collect();
    let key = table.key.as_ref().map_or_else(String::new, |key| format!("\"key\": {}, ", canonical_text(key)));
    format!("{{\"name\": {}, {key}\"columns\": {{{}}}}}", canonical_text(&table.name), columns.join(", "))
}

/// One relation, on one line.
pub fn relation_text(relation: &Relation) -> String {
    let mut text = format!("{{\"name\": {}", canonical_text(&relation.name));
    if let Some(reverse) = &relation.reverse {
        text.push_str(&format!(", \"reverse\": {}", canonical_text(reverse)));
    }
    text.push_str(&format!(", \"from\": {}, \"to\": {}", end_text(&relation.from), end_text(&relation.to)));
    if let Some(via) = &relation.via {
        let [table, from, to] = [&via.table, &via.from, &via.to].map(|name| canonical_text(name));
        text.push_str(&format!(", \"via\": {{\"table\": {table}, \"from\": {from}, \"to\": {to}}}"));
    }
    text.push('}');
    text
}

fn end_text(end: &End) -> String {
    let (table, key, name) = match end {
        End::UserColumn(column) => ("users", "column", column.name()),
        End::UserProperty(property) => ("users", "property", property.as_str()),
        End::EventProperty(property) => ("events", "property", property.as_str()),
        End::EventDate => ("events", "part", "date"),
        End::TableColumn { table, column } => (table.as_str(), "column", column.as_str()),
    };
    format!("{{\"table\": {}, \"{key}\": {}}}", canonical_text(table), canonical_text(name))
}

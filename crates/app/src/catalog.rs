//! What a workspace really holds: the palette, and the real values behind an editor.

use crate::dto::{
    AppError, Catalog, CatalogColumn, CatalogEvent, CatalogEventProperty, CatalogField, CatalogList, CatalogProperty, CatalogPurpose,
    CatalogTable, ErrorCode, ValueCount, ValueKind, ValueSource,
};
use crate::error::Result;
use crate::jobs::whole;
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_rules::plan::UserColumn;
use muster_rules::schema::ColumnType;
use muster_rules::time::{format_instant, Millis};
use muster_store::{Kind, Reader, ValuesOf};
use serde_json::{json, Value};
use std::sync::{Arc, Mutex, PoisonError};

/// How long a catalog stays good while the data stays the same: only events and consents that lie ahead of now change it.
const GOOD_FOR: Millis = 3_600_000;
/// Values listed by `muster-cli catalog` for each field and property.
const TOP: usize = 10;

/// The last catalog, with the data's generation and the instant that it is of.
#[derive(Debug, Default)]
pub(crate) struct LastCatalog(Mutex<Option<(u64, Millis, Arc<Catalog>)>>);

impl Workspace {
    /// Fields, properties, events, tables, lists and consent with their counts at an instant.
    pub fn catalog(&self, now: Millis) -> Result<Catalog> {
        self.store().read(&Cancel::new(), |reader| Ok((*self.catalog_of(reader, now)?).clone()))
    }

    fn catalog_of(&self, reader: &Reader<'_>, now: Millis) -> Result<Arc<Catalog>> {
        let generation = reader.generation();
        let mut last = self.last_catalog.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, at, catalog)) = &*last {
            if *of == generation && (*at..*at + GOOD_FOR).contains(&now) {
                return Ok(Arc::clone(catalog));
            }
        }
        let catalog = Arc::new(read_catalog(reader, now)?);
        *last = Some((generation, now, Arc::clone(&catalog)));
        Ok(catalog)
    }

    /// Real values with counts, the most frequent first, that contain `search` ignoring case; at most `limit`.
    pub fn values(&self, source: &ValueSource, search: &str, limit: u32, now: Millis) -> Result<Vec<ValueCount>> {
        let of = match source {
            ValueSource::Field { field } => {
                let column = UserColumn::ALL.into_iter().find(|column| column.name() == field);
                ValuesOf::Field(column.ok_or_else(|| AppError::new(ErrorCode::NotFound, format!("There is no field “{field}”.")))?)
            }
            ValueSource::Property { property } => ValuesOf::Property(property),
            ValueSource::EventProperty { event, property } => ValuesOf::EventProperty((event != "*").then_some(event.as_str()), property),
        };
        let cancel = Cancel::new();
        let found = self.store().read(&cancel, |reader| Ok::<_, AppError>(reader.top_values(&of, search, limit as usize, now)?))?;
        Ok(found.into_iter().map(|value| ValueCount { json: value.json, text: value.text, count: whole(value.count) }).collect())
    }

    /// The catalog with the top values of every field and property, as the command line prints it.
    pub fn catalog_with_values(&self, now: Millis) -> Result<Value> {
        self.store().read(&Cancel::new(), |reader| {
            let catalog = self.catalog_of(reader, now)?;
            let top = |of: ValuesOf<'_>| -> Result<Value> {
                let values = reader.top_values(&of, "", TOP, now)?;
                let value = |value: &muster_store::ValueCount| {
                    let json: Value = serde_json::from_str(&value.json).unwrap_or_else(|_| Value::String(value.text.clone()));
                    json!({ "value": json, "count": value.count })
                };
                Ok(Value::Array(values.iter().map(value).collect()))
            };
            let mut fields = Vec::new();
            for column in UserColumn::ALL {
                let known = catalog.fields.iter().find(|field| field.field == column.name());
                let kind = known.map_or(ValueKind::Text, |field| field.kind);
                let people = known.map_or(0, |field| field.people);
                fields.push(json!({ "field": column.name(), "type": kind, "people": people, "values": top(ValuesOf::Field(column))? }));
            }
            let mut properties = Vec::new();
            for property in &catalog.properties {
                let values = top(ValuesOf::Property(&property.name))?;
                properties.push(json!({ "property": property.name, "type": property.kind, "people": property.people, "values": values }));
            }
            let mut events = Vec::new();
            for event in &catalog.events {
                let mut inside = Vec::new();
                for property in &event.properties {
                    let values = top(ValuesOf::EventProperty(Some(&event.name), &property.name))?;
                    inside.push(json!({ "property": property.name, "type": property.kind, "events": property.events, "values": values }));
                }
                events.push(json!({ "event": event.name, "count": event.count, "last_seen": event.last_seen, "properties": inside }));
            }
            let mut all = crate::tables::declared(reader, now)?;
            for (key, part) in [
                ("people", json!(catalog.everyone)),
                ("fields", json!(fields)),
                ("properties", json!(properties)),
                ("events", json!(events)),
            ] {
                all.insert(key.to_owned(), part);
            }
            Ok(Value::Object(all))
        })
    }
}

fn read_catalog(reader: &Reader<'_>, now: Millis) -> Result<Catalog> {
    let fields = reader.fields()?.into_iter().map(|entry| CatalogField {
        field: entry.column.name().to_owned(),
        kind: kind(entry.kind),
        people: whole(entry.people),
    });
    let properties = reader.properties(now)?.into_iter().map(|entry| CatalogProperty {
        name: entry.name,
        kind: kind(entry.kind),
        people: whole(entry.people),
    });
    let events = reader.events_catalog(now)?.into_iter().map(|entry| CatalogEvent {
        name: entry.name,
        count: whole(entry.count),
        last_seen: entry.last_seen.map(format_instant),
        properties: entry
            .properties
            .into_iter()
            .map(|property| CatalogEventProperty { name: property.name, kind: kind(property.kind), events: whole(property.events) })
            .collect(),
    });
    let tables = reader.tables()?.into_iter().map(|entry| CatalogTable {
        columns: entry
            .table
            .columns
            .into_iter()
            .map(|column| CatalogColumn { name: column.name, kind: column_kind(column.kind) })
            .collect(),
        name: entry.table.name,
        key: entry.table.key,
        rows: whole(entry.rows),
    });
    let lists =
        reader.lists()?.into_iter().map(|list| CatalogList { name: list.name, people: whole(list.people), unknown: whole(list.unknown) });
    let purposes = reader.purposes(now)?.into_iter().map(|entry| CatalogPurpose {
        purpose: entry.purpose,
        granted: whole(entry.granted),
        denied: whole(entry.denied),
    });
    Ok(Catalog {
        everyone: whole(reader.people()?),
        fields: fields.collect(),
        properties: properties.collect(),
        events: events.collect(),
        tables: tables.collect(),
        relations: reader.schema()?.relations.iter().map(crate::tables::relation_dto).collect(),
        lists: lists.collect(),
        purposes: purposes.collect(),
    })
}

/// What the values of a custom table's column are.
pub(crate) fn column_kind(kind: ColumnType) -> ValueKind {
    match kind {
        ColumnType::Text => ValueKind::Text,
        ColumnType::Number => ValueKind::Number,
        ColumnType::Bool => ValueKind::Bool,
        ColumnType::Time => ValueKind::Time,
    }
}

fn kind(kind: Kind) -> ValueKind {
    match kind {
        Kind::Text => ValueKind::Text,
        Kind::Number => ValueKind::Number,
        Kind::Bool => ValueKind::Bool,
        Kind::Time => ValueKind::Time,
        Kind::List => ValueKind::List,
        Kind::Object => ValueKind::Object,
    }
}

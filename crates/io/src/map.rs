//! From a record's fields to the row that is stored.
//! What counts and what wins is said at [`Kind`].

use crate::format::{Field, Raw};
use crate::kind::{Kind, Role};
use crate::ndjson::{syntax, Text};
use crate::reject::RejectReason;
use muster_rules::data::{ConsentRow, EventRow, JsonText, ListRow, PropertyRow, Row, UserRow};
use muster_rules::time::{read_time, read_time_number, StoredTime};
use muster_rules::value::{self, BadJson};
use serde_json::{Map, Value};

/// The row that a record's fields make in a file of that kind.
pub(crate) fn row(kind: Kind, fields: &[Field<'_>]) -> Result<Row, RejectReason> {
    match kind {
        Kind::Users => user(fields).map(Row::User),
        Kind::Events => event(fields).map(Row::Event),
        Kind::Properties => property(fields).map(Row::Property),
        Kind::Consent => consent(fields).map(Row::Consent),
        Kind::List => list(fields).map(Row::List),
    }
}

fn list(fields: &[Field<'_>]) -> Result<ListRow, RejectReason> {
    let (mut user_id, mut email) = (None, None);
    for field in fields {
        match Kind::List.role(&field.name) {
            Some(Role::UserId) => user_id = user_id_text(&field.value)?,
            Some(Role::Email) => email = identity("email", &field.value)?,
            _ => {}
        }
    }
    let said = |text: &String| !text.is_empty();
    match (user_id.filter(said), email.filter(said)) {
        (Some(user_id), _) => Ok(ListRow::UserId(user_id)),
        (None, Some(email)) => Ok(ListRow::Email(email)),
        (None, None) => Err(RejectReason::Missing("user_id or email")),
    }
}

fn user(fields: &[Field<'_>]) -> Result<UserRow, RejectReason> {
    let mut row = UserRow::default();
    let (mut user_id, mut said, mut json) = (None, Vec::new(), false);
    for field in fields {
        match Kind::Users.role(&field.name) {
            Some(Role::UserId) => user_id = user_id_text(&field.value)?,
            Some(Role::Email) => row.email = identity("email", &field.value)?,
            Some(Role::Name) => row.name = identity("name", &field.value)?,
            Some(Role::AccountType) => row.account_type = identity("account_type", &field.value)?,
            Some(Role::CreatedAt) => row.created_at = time("created_at", &field.value)?,
            _ => {
                let name = property_name(&field.name)?;
                said.push((name, stored_json(name, &field.value)?));
                json |= matches!(field.value, Raw::Json(_));
            }
        }
    }
    // Only JSON can name a key twice; the last one counts.
    if json {
        said.reverse();
        said.sort_by_key(|(name, _)| *name);
        said.dedup_by_key(|(name, _)| *name);
    }
    row.properties = said.into_iter().filter_map(|(name, said)| Some((name.to_owned(), said?))).collect();
    row.user_id = needed("user_id", user_id)?;
    Ok(row)
}

fn event(fields: &[Field<'_>]) -> Result<EventRow, RejectReason> {
    let (mut user_id, mut event_name, mut event_id, mut timestamp) = (None, None, None, None);
    let mut properties = None;
    let mut further: Vec<&Field<'_>> = Vec::new();
    for field in fields {
        match Kind::Events.role(&field.name) {
            Some(Role::UserId) => user_id = user_id_text(&field.value)?,
            Some(Role::EventName) => event_name = identity("event_name", &field.value)?,
            Some(Role::EventId) => event_id = identity("event_id", &field.value)?.filter(|id| !id.is_empty()),
            Some(Role::Timestamp) => timestamp = time("timestamp", &field.value)?,
            Some(Role::Properties) => properties = Some(&field.value),
            _ => further.push(field),
        }
    }
    Ok(EventRow {
        event_id,
        user_id: needed("user_id", user_id)?,
        event_name: needed("event_name", event_name)?,
        timestamp: timestamp.ok_or(RejectReason::Missing("timestamp"))?,
        properties: event_properties(properties, &further)?,
    })
}

fn event_properties(properties: Option<&Raw<'_>>, further: &[&Field<'_>]) -> Result<JsonText, RejectReason> {
    let own = properties.map_or(Ok(None), object)?;
    if further.is_empty() {
        return Ok(own.map_or_else(|| "{}".to_owned(), |own| value::canonical(&Value::Object(own))));
    }
    let mut all = Map::new();
    for field in further {
        match json(&field.name, &field.value)? {
            Some(said) => all.insert(field.name.clone().into_owned(), said),
            None => all.remove(field.name.as_ref()),
        };
    }
    for (name, said) in own.into_iter().flatten() {
        if !said.is_null() || !all.contains_key(&name) {
            all.insert(name, said);
        }
    }
    let all = Value::Object(all);
    // Each part was checked for itself; inside the object it lies one deeper.
    value::check(&all, 0).map_err(|why| bad_json("properties", why))?;
    Ok(value::canonical(&all))
}

fn property(fields: &[Field<'_>]) -> Result<PropertyRow, RejectReason> {
    let (mut user_id, mut name, mut said, mut updated_at) = (None, None, None, None);
    for field in fields {
        match Kind::Properties.role(&field.name) {
            Some(Role::UserId) => user_id = user_id_text(&field.value)?,
            Some(Role::PropertyName) => name = identity("property_name", &field.value)?,
            Some(Role::PropertyValue) => said = Some(stored_json("property_value", &field.value)?),
            Some(Role::UpdatedAt) => updated_at = time("updated_at", &field.value)?,
            _ => no_place(field)?,
        }
    }
    Ok(PropertyRow {
        user_id: needed("user_id", user_id)?,
        property_name: needed("property_name", name)?,
        property_value: said.ok_or(RejectReason::Missing("property_value"))?,
        updated_at,
    })
}

fn consent(fields: &[Field<'_>]) -> Result<ConsentRow, RejectReason> {
    let (mut user_id, mut purpose, mut state, mut updated_at) = (None, None, None, None);
    for field in fields {
        match Kind::Consent.role(&field.name) {
            Some(Role::UserId) => user_id = user_id_text(&field.value)?,
            Some(Role::Purpose) => purpose = identity("purpose", &field.value)?,
            Some(Role::State) => state = identity("state", &field.value)?,
            Some(Role::UpdatedAt) => updated_at = time("updated_at", &field.value)?,
            _ => no_place(field)?,
        }
    }
    let user_id = needed("user_id", user_id)?;
    let purpose = needed("purpose", purpose)?;
    let granted = match needed("state", state)?.as_str() {
        "granted" => true,
        "denied" => false,
        other => return Err(RejectReason::UnknownState(other.to_owned())),
    };
    Ok(ConsentRow { user_id, purpose, granted, updated_at })
}

fn needed(column: &'static str, text: Option<String>) -> Result<String, RejectReason> {
    text.filter(|text| !text.is_empty()).ok_or(RejectReason::Missing(column))
}

fn no_place(field: &Field<'_>) -> Result<(), RejectReason> {
    if says_nothing(&field.value) {
        return Ok(());
    }
    Err(RejectReason::UnknownKey(field.name.clone().into_owned()))
}

fn property_name(name: &str) -> Result<&str, RejectReason> {
    if name.is_empty() {
        return Err(RejectReason::BlankName);
    }
    if name.contains('\0') {
        return Err(RejectReason::Nul);
    }
    Ok(name)
}

/// Whether a value is an empty cell or `null`.
pub(crate) fn says_nothing(raw: &Raw<'_>) -> bool {
    match raw {
        Raw::Cell(text) => text.is_empty(),
        Raw::Json(text) => *text == "null",
    }
}

/// The text of `user_id`; `None` where it says nothing. Lists of people are written one a line, so it must stay on its line.
fn user_id_text(raw: &Raw<'_>) -> Result<Option<String>, RejectReason> {
    let text = identity("user_id", raw)?;
    if text.iter().any(|text| text.contains(char::is_control)) {
        return Err(RejectReason::ControlCharacter("user_id"));
    }
    Ok(text)
}

/// The text of an identity column; `None` where it says nothing.
pub(crate) fn identity(column: &'static str, raw: &Raw<'_>) -> Result<Option<String>, RejectReason> {
    let json = match raw {
        Raw::Cell(text) if text.is_empty() => return Ok(None),
        Raw::Cell(text) => return Ok(Some(text.clone().into_owned())),
        Raw::Json(json) => *json,
    };
    match json.as_bytes().first() {
        Some(b'"') => text(column, json).map(Some),
        Some(b'[' | b'{') => Err(RejectReason::NoText(column)),
        Some(b'n') | None => Ok(None),
        Some(b't' | b'f') => Ok(Some(json.to_owned())),
        Some(_) => number_identity(column, json).map(Some),
    }
}

/// A number's text form; of a whole number every digit, though a double would lose some.
pub(crate) fn number_identity(column: &str, json: &str) -> Result<String, RejectReason> {
    let digits = json.strip_prefix('-').unwrap_or(json);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) && json != "-0" {
        return Ok(json.to_owned());
    }
    Ok(value::number_text(number(column, json)?))
}

pub(crate) fn number(column: &str, json: &str) -> Result<f64, RejectReason> {
    serde_json::from_str(json).map_err(|why| RejectReason::BadValue { column: column.to_owned(), why: syntax(&why) })
}

pub(crate) fn text(column: &str, json: &str) -> Result<String, RejectReason> {
    let plain = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|inside| !inside.contains('\\'));
    let text = match plain {
        Some(inside) => inside.to_owned(),
        None => match serde_json::from_str::<Text<'_>>(json) {
            Ok(text) => text.0.into_owned(),
            Err(why) => return Err(RejectReason::BadValue { column: column.to_owned(), why: syntax(&why) }),
        },
    };
    if text.contains('\0') {
        return Err(RejectReason::Nul);
    }
    Ok(text)
}

/// The time of a column; `None` where it says nothing.
pub(crate) fn time(column: &'static str, raw: &Raw<'_>) -> Result<Option<StoredTime>, RejectReason> {
    let none = |text: &str| RejectReason::NoTime { column, text: text.to_owned() };
    match raw {
        Raw::Cell(text) if text.is_empty() => Ok(None),
        Raw::Cell(text) => read_time(text).map(Some).ok_or_else(|| none(text)),
        Raw::Json(json) => match json.as_bytes().first() {
            Some(b'n') | None => Ok(None),
            Some(b'"') => {
                let text = text(column, json)?;
                read_time(&text).map(Some).ok_or_else(|| none(&text))
            }
            Some(b'-' | b'0'..=b'9') => read_time_number(number(column, json)?).map(Some).ok_or_else(|| none(json)),
            Some(_) => Err(none(json)),
        },
    }
}

/// The value of a property; `None` where it says nothing.
pub(crate) fn json(column: &str, raw: &Raw<'_>) -> Result<Option<Value>, RejectReason> {
    if column.contains('\0') {
        return Err(RejectReason::Nul);
    }
    match raw {
        Raw::Cell(text) => Ok(value::read_csv_cell(text)),
        Raw::Json("null") => Ok(None),
        Raw::Json(text) => value::read_json(text).map(Some).map_err(|why| bad_json(column, why)),
    }
}

fn stored_json(column: &str, raw: &Raw<'_>) -> Result<Option<JsonText>, RejectReason> {
    Ok(json(column, raw)?.map(|said| value::canonical(&said)))
}

/// The object of a `properties` column; `None` where it says nothing.
pub(crate) fn object(raw: &Raw<'_>) -> Result<Option<Map<String, Value>>, RejectReason> {
    if says_nothing(raw) {
        return Ok(None);
    }
    let text = match raw {
        Raw::Cell(text) => text.as_ref(),
        Raw::Json(text) => text,
    };
    // In a cell anything may stand; what is not even JSON is no object either.
    if !text.trim_ascii_start().starts_with('{') {
        return Err(RejectReason::NoObject);
    }
    match value::read_json(text) {
        Ok(Value::Object(object)) => Ok(Some(object)),
        Ok(_) => Err(RejectReason::NoObject),
        Err(why) => Err(bad_json("properties", why)),
    }
}

fn bad_json(column: &str, why: BadJson) -> RejectReason {
    if why == BadJson::Nul {
        return RejectReason::Nul;
    }
    let why = match why {
        BadJson::Syntax(why) => why.replacen(" at line 1 column ", " at character ", 1),
        why => why.to_string(),
    };
    RejectReason::BadValue { column: column.to_owned(), why }
}

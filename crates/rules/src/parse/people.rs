//! What people are and were: `property`, `changed`, `ever`, `segment`, `list`, `consent`.

use super::acts::window;
use super::keys::{named, only_keys, text};
use super::{parse_time, test, At};
use crate::condition::Condition;
use crate::error::RuleError;
use crate::plan::{ConsentState, Scalar};
use crate::schema::{Catalog, Row};

const NAME: &str = "the property's name";

pub(super) fn property(at: At<'_>) -> Result<Condition, RuleError> {
    let At { object, path, row, .. } = at;
    if *row != Row::User && object.contains_key("as_of") {
        return Err(RuleError::at(format!("{path}.as_of"), "an event's properties do not change").hint("leave “as_of” out"));
    }
    only_keys(object, path, &["kind", "property", "op", "value", "as_of"])?;
    let property = text(object, path, "property", NAME)?.to_owned();
    let as_of = object.get("as_of").map(|time| parse_time(time, &format!("{path}.as_of"))).transpose()?;
    Ok(Condition::Property { property, as_of, test: test::test(object, path)? })
}

pub(super) fn changed(at: At<'_>) -> Result<Condition, RuleError> {
    let At { object, path, .. } = at;
    only_keys(object, path, &["kind", "property", "from", "to", "window"])?;
    let property = text(object, path, "property", NAME)?.to_owned();
    let side = |key: &str| -> Result<Option<Scalar>, RuleError> {
        let Some(json) = object.get(key) else { return Ok(None) };
        let scalar = test::scalar(json);
        scalar.map(Some).ok_or_else(|| {
            RuleError::at(format!("{path}.{key}"), format!("“{key}” is a text, a number, true or false"))
                .hint(format!("leave “{key}” out for any value"))
        })
    };
    Ok(Condition::Changed { property, from: side("from")?, to: side("to")?, window: window(object, path)? })
}

pub(super) fn ever(at: At<'_>) -> Result<Condition, RuleError> {
    let At { object, path, .. } = at;
    only_keys(object, path, &["kind", "property", "op", "value", "window"])?;
    let property = text(object, path, "property", NAME)?.to_owned();
    let test = test::test(object, path)?;
    if test.op.is_negative() {
        return Err(RuleError::at(format!("{path}.op"), format!("“{}” is a negative, and “ever” takes positive ops only", test.op.name()))
            .hint("put the “ever” with the positive op into a “not”"));
    }
    Ok(Condition::Ever { property, test, window: window(object, path)? })
}

pub(super) fn segment(at: At<'_>) -> Result<Condition, RuleError> {
    only_keys(at.object, at.path, &["kind", "segment"])?;
    Ok(Condition::Segment { name: text(at.object, at.path, "segment", "the name of a saved segment")?.to_owned() })
}

pub(super) fn list(at: At<'_>, catalog: &Catalog) -> Result<Condition, RuleError> {
    only_keys(at.object, at.path, &["kind", "list"])?;
    let name = text(at.object, at.path, "list", "the name of a static list")?;
    if catalog.lists.contains(name) {
        return Ok(Condition::List { name: name.to_owned() });
    }
    let known: Vec<&str> = catalog.lists.iter().map(String::as_str).collect();
    Err(RuleError::unknown(format!("{}.list", at.path), "list", name, &known))
}

pub(super) fn consent(at: At<'_>) -> Result<Condition, RuleError> {
    only_keys(at.object, at.path, &["kind", "purpose", "state"])?;
    let purpose = text(at.object, at.path, "purpose", "what the consent is for, such as \"email\"")?.to_owned();
    let states: Vec<(&str, ConsentState)> = ConsentState::ALL.iter().map(|state| (state.name(), *state)).collect();
    Ok(Condition::Consent { purpose, state: named(at.object, at.path, "state", &states)? })
}

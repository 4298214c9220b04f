//! The kind `consent`.

use super::person::Person;
use super::{needed_text, Scene};
use serde_json::Value;

/// Whether the latest consent record for the purpose says so.
pub(super) fn holds_of(scene: &Scene<'_>, person: &Person, condition: &Value) -> Result<bool, String> {
    let purpose = needed_text(condition, "purpose")?;
    let begun = person.consents.iter().filter(|record| record.purpose == purpose && record.begins <= scene.clock.now);
    // Of several that begin last, the one imported last.
    let latest = begun.max_by_key(|record| record.begins);
    let state = latest.map_or("unknown", |record| record.state.as_str());
    match needed_text(condition, "state")? {
        wanted @ ("granted" | "denied" | "unknown") => Ok(wanted == state),
        other => Err(format!("no state {other}")),
    }
}

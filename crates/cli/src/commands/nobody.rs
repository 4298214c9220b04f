//! Help under a count of 0.

use crate::output;
use anyhow::Result;
use muster_app::dto::UnseenKind;
use muster_app::RuleCount;

/// Says which condition empties a rule, and what it asks for that does not occur.
pub(super) fn say(counted: &RuleCount) -> Result<()> {
    if let Some(path) = &counted.emptied_by {
        output::line(&format!("nobody is left at {path}"))?;
    }
    for unseen in &counted.unseen {
        let what = match unseen.kind {
            UnseenKind::Event => "the event",
            UnseenKind::Property => "the property",
            UnseenKind::EventProperty => "the event property",
            UnseenKind::Value => "the value",
        };
        let near = match (&unseen.nearest, &unseen.last_seen) {
            (Some(near), Some(last)) => format!("; the nearest that does is “{near}”, last seen {last}"),
            (Some(near), None) => format!("; the nearest that does is “{near}”"),
            (None, _) => String::new(),
        };
        output::line(&format!("{}: {what} “{}” does not occur{near}", unseen.path, unseen.name))?;
    }
    Ok(())
}

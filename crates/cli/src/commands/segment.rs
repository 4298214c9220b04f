//! `segment`: saved segments.

use super::{done, read_text};
use crate::args::{Common, SegmentAction};
use crate::output;
use anyhow::Result;
use muster_app::{format_instant, Workspace};
use serde_json::{json, Value};

pub(super) fn run(workspace: &Workspace, common: &Common, action: &SegmentAction) -> Result<()> {
    match action {
        SegmentAction::Save { segment } => {
            let (name, version) = workspace.save_segment_file(&read_text(segment)?, workspace.now())?;
            done(common, json!({ "name": name, "version": version }), &format!("saved “{name}”, version {version}"))
        }
        SegmentAction::List => list(workspace, common),
        SegmentAction::Show { name } => {
            let definition: Value = serde_json::from_str(&workspace.segment_named(name)?.definition)?;
            if common.json {
                output::json(&definition)?;
            } else {
                output::line(&serde_json::to_string_pretty(&definition)?)?;
            }
            Ok(())
        }
        SegmentAction::Rename { name, new } => {
            workspace.rename_segment(workspace.segment_named(name)?.id, new)?;
            done(common, json!({ "name": new.trim() }), &format!("“{name}” is now “{}”", new.trim()))
        }
        SegmentAction::Delete { name } => {
            workspace.delete_segment(workspace.segment_named(name)?.id)?;
            done(common, json!({ "deleted": name }), &format!("deleted “{name}”"))
        }
        SegmentAction::History { name } => {
            let versions = workspace.segment_history(workspace.segment_named(name)?.id)?;
            if common.json {
                let versions = versions.iter().map(|version| {
                    let definition: Value = serde_json::from_str(&version.definition).unwrap_or(Value::Null);
                    json!({ "version": version.version, "saved_at": format_instant(version.saved_at), "definition": definition })
                });
                output::json(&Value::Array(versions.collect()))?;
            } else {
                for version in &versions {
                    output::line(&format!("version {}, {}\n{}", version.version, format_instant(version.saved_at), version.definition))?;
                }
            }
            Ok(())
        }
    }
}

fn list(workspace: &Workspace, common: &Common) -> Result<()> {
    let listings = workspace.segment_listings(workspace.now())?;
    if common.json {
        let rows = listings.iter().map(|row| {
            json!({
                "name": row.name, "sentence": row.sentence, "count": row.people, "version": row.version,
                "updated_at": format_instant(row.updated_at), "archived": row.archived
            })
        });
        output::json(&Value::Array(rows.collect()))?;
        return Ok(());
    }
    for row in &listings {
        let people = row.people.map_or("–".to_owned(), |people| people.to_string());
        let archived = if row.archived { " (archived)" } else { "" };
        output::line(&format!("{people:>10}  {}{archived}\n            {}", row.name, row.sentence))?;
    }
    Ok(())
}

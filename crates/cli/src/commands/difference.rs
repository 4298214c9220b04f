//! `difference`: who joins, leaves and stays.

use super::read_text;
use crate::args::Common;
use crate::output;
use anyhow::{bail, Result};
use muster_app::Workspace;
use serde_json::json;
use std::path::Path;

/// The two rules, as they were named.
pub(super) struct Sides<'a> {
    pub(super) before: Option<&'a Path>,
    pub(super) after: Option<&'a Path>,
    pub(super) segment: Option<&'a str>,
    pub(super) from: Option<u32>,
    pub(super) to: Option<u32>,
}

pub(super) fn run(workspace: &Workspace, common: &Common, sides: &Sides<'_>) -> Result<()> {
    let (before, after) = match (sides.before, sides.after, sides.segment) {
        (Some(before), Some(after), _) => (workspace.read_rule(&read_text(before)?)?, workspace.read_rule(&read_text(after)?)?),
        (_, _, Some(name)) => {
            let (_, before) = workspace.segment_version(name, sides.from)?;
            let after = match sides.to {
                Some(version) => workspace.segment_version(name, Some(version))?.1,
                None => workspace.saved_rule(name)?,
            };
            (before, after)
        }
        _ => bail!("say which rules: --before FILE --after FILE, or --segment NAME"),
    };
    let difference = workspace.difference(&before.condition, &after.condition, workspace.now())?;
    if common.json {
        return Ok(output::json(&json!({
            "joins": difference.joins.len(),
            "leaves": difference.leaves.len(),
            "stays": difference.stays,
            "of": difference.of,
            "joining": difference.joins,
            "leaving": difference.leaves,
        }))?);
    }
    let (joins, leaves) = (difference.joins.len(), difference.leaves.len());
    output::line(&format!("{joins} join, {leaves} leave, {} stay, of {} people", difference.stays, difference.of))?;
    let signed = |sign: &'static str, ids: &[String]| ids.iter().map(|id| format!("{sign} {id}")).collect::<Vec<_>>();
    let lines = [signed("+", &difference.joins), signed("-", &difference.leaves)].concat();
    Ok(output::lines(lines.iter().map(String::as_str))?)
}

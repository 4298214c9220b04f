//! `table`: custom tables and relations.

use super::{done, read_text};
use crate::args::{Common, TableAction};
use crate::output;
use anyhow::{Context, Result};
use muster_app::Workspace;
use std::path::Path;

pub(super) fn run(workspace: &Workspace, common: &Common, action: &TableAction) -> Result<()> {
    match action {
        TableAction::Define { tables } => define(workspace, common, tables),
        TableAction::List if common.json => Ok(output::json(&workspace.declared(workspace.now())?)?),
        TableAction::List => Ok(output::line(workspace.tables_file()?.trim_end())?),
    }
}

fn define(workspace: &Workspace, common: &Common, path: &Path) -> Result<()> {
    let text = read_text(path)?;
    let declared = workspace.define_tables(&text).with_context(|| format!("{}: nothing was changed", path.display()))?;
    let mut said = vec![format!("{} tables, {} relations", declared.tables.len(), declared.relations.len())];
    said.extend(declared.tables.iter().map(|table| {
        let columns = table.columns.iter().map(|column| format!("{} ({})", column.name, column.kind.name()));
        format!("{}: {}", table.name, columns.collect::<Vec<_>>().join(", "))
    }));
    done(common, workspace.declared(workspace.now())?, &said.join("\n"))
}

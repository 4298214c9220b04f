//! People out of the workspace: a CSV file, whole or not at all.

use crate::dto::{AppError, ErrorCode, ExportReport, ExportRequest};
use crate::error::Result;
use crate::jobs::{whole, Listener, Meter};
use crate::people::columns;
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_engine::evaluate::members;
use muster_io::{CsvFile, WriteError};
use muster_rules::condition::Condition;
use muster_rules::plan::Plan;
use muster_rules::time::Millis;
use std::ops::ControlFlow;
use std::path::Path;

/// Rows between two looks at progress and cancel.
const STRIDE: u64 = 1024;

/// What goes into a file.
struct Wanted<'w> {
    columns: &'w [String],
    spreadsheet_safe: bool,
    job: u32,
}

impl Workspace {
    /// Writes the people of a draft. A draft with anything unfinished is refused: what it selects is more or fewer than was meant.
    pub fn export_draft(&self, request: &ExportRequest, path: &Path, cancel: &Cancel, listener: Listener<'_>) -> Result<ExportReport> {
        let (compiled, plan) = self.draft_plan(&request.draft)?;
        if compiled.unfinished > 0 {
            let said = format!("{} of the conditions are not finished, so nothing was written.", compiled.unfinished);
            return Err(AppError::new(ErrorCode::Rule, said).hint("Finish them, or mute them to leave them out on purpose."));
        }
        let wanted = Wanted { columns: &request.columns, spreadsheet_safe: request.spreadsheet_safe, job: request.job };
        self.write_people(&plan, &wanted, path, cancel, listener)
    }

    /// Writes the people of a rule; without columns: the id and the profile's.
    pub fn export_rule(
        &self,
        rule: &Condition,
        now: Millis,
        columns: &[String],
        spreadsheet_safe: bool,
        path: &Path,
    ) -> Result<ExportReport> {
        let plan = self.plan(rule, now)?;
        let profile = ["user_id", "email", "name", "created_at", "account_type"].map(str::to_owned);
        let columns = if columns.is_empty() { &profile } else { columns };
        self.write_people(&plan, &Wanted { columns, spreadsheet_safe, job: 0 }, path, &Cancel::new(), &|_| {})
    }

    fn write_people(&self, plan: &Plan, wanted: &Wanted<'_>, path: &Path, cancel: &Cancel, listener: Listener<'_>) -> Result<ExportReport> {
        if wanted.columns.is_empty() {
            return Err(AppError::new(ErrorCode::File, "No column was chosen, so nothing was written."));
        }
        self.refuse_overwrite(path, &[])?;
        let read = columns(wanted.columns)?;
        let heading = |key: &String| key.strip_prefix("property:").unwrap_or(key).to_owned();
        let header: Vec<String> = wanted.columns.iter().map(heading).collect();
        let mut meter = Meter::new(wanted.job, listener);
        // Counted and written in one consistent state of the data, so that the rows must be as many as the count.
        self.store().read(cancel, |reader| {
            let people = members(plan, reader, &self.cache, cancel)?;
            let mut file = CsvFile::create(path, &header, wanted.spreadsheet_safe).map_err(unwritten)?;
            reader.each_member(&people, &read, plan.now, |member| -> Result<ControlFlow<()>> {
                file.row(member.cells.iter().map(Option::as_deref)).map_err(unwritten)?;
                if file.rows() % STRIDE == 0 {
                    meter.tell(file.rows() as f64 / people.len() as f64, file.rows(), 0, false);
                    if cancel.is_cancelled() {
                        return Err(AppError::cancelled());
                    }
                }
                Ok(ControlFlow::Continue(()))
            })?;
            if cancel.is_cancelled() {
                return Err(AppError::cancelled());
            }
            let written = file.finish(Some(people.len())).map_err(unwritten)?;
            Ok(ExportReport {
                name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
                rows: whole(written.rows),
                bytes: written.bytes as f64,
                seconds: meter.seconds() as f32,
            })
        })
    }
}

fn unwritten(why: WriteError) -> AppError {
    AppError::new(ErrorCode::File, "The file was not written; what was there before is still there.").detail(why)
}

//! `import`: files in.

use crate::args::Common;
use crate::output;
use anyhow::{bail, Context, Result};
use muster_app::dto::{ImportReport, JobProgress};
use muster_app::{ImportOptions, RejectsFile, Workspace};
use serde_json::json;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// What was asked for.
pub(super) struct Wanted<'w> {
    pub(super) kind: Option<&'w str>,
    pub(super) format: Option<&'w str>,
    pub(super) rejects: Option<&'w Path>,
    pub(super) dry_run: bool,
}

/// Most rejected rows that are printed.
const SHOWN: usize = 20;

pub(super) fn run(workspace: &Workspace, common: &Common, sources: &[PathBuf], wanted: &Wanted<'_>) -> Result<()> {
    let options = ImportOptions::parse(wanted.kind, wanted.format, wanted.dry_run)?;
    let mut rejects = RejectsFile::create().context("no temporary file for rejected rows")?;
    let mut total: Option<ImportReport> = None;
    for (at, source) in sources.iter().enumerate() {
        let imported = workspace.import_file(source, &options, &mut rejects, &progress);
        clear_progress();
        let report = match imported {
            Ok(report) => report,
            Err(why) if at == 0 => return Err(why).with_context(|| format!("{}: nothing was imported", source.display())),
            // Every file is whole or not at all, and importing one again adds nothing: the same command goes on from here.
            Err(why) => {
                let kept = sources[..at].iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
                bail!(
                    "{}: {why}\nkept: {kept}; nothing of this file or those after it. Run the same command again to go on",
                    source.display()
                );
            }
        };
        total = Some(match total {
            None => report,
            Some(sum) => add(sum, report),
        });
    }
    let Some(report) = total else { return Ok(()) };
    if let Some(path) = wanted.rejects {
        rejects.keep(path).with_context(|| format!("{}: the rejected rows could not be written (the import is done)", path.display()))?;
    }
    if common.json {
        let rows: Vec<_> = report.rejects.iter().map(|row| json!({ "line": row.line, "why": row.why })).collect();
        output::json(&json!({
            "read": report.read, "added": report.added, "updated": report.updated, "duplicates": report.duplicates,
            "rejected": report.rejected, "rejects": rows, "seconds": report.seconds
        }))?;
        return Ok(());
    }
    let would = if wanted.dry_run { "would be " } else { "" };
    output::line(&format!(
        "{} read: {} {would}added, {} {would}updated, {} duplicates, {} rejected",
        report.read, report.added, report.updated, report.duplicates, report.rejected
    ))?;
    for row in &report.rejects {
        eprintln!("line {}: {}", row.line, row.why);
    }
    Ok(())
}

fn add(mut sum: ImportReport, next: ImportReport) -> ImportReport {
    sum.read += next.read;
    sum.added += next.added;
    sum.updated += next.updated;
    sum.duplicates += next.duplicates;
    sum.rejected += next.rejected;
    sum.seconds += next.seconds;
    sum.rejects.extend(next.rejects);
    sum.rejects.truncate(SHOWN);
    (sum.people, sum.events) = (next.people, next.events);
    sum
}

/// A line that is written over, on a terminal.
fn progress(at: JobProgress) {
    let mut err = std::io::stderr().lock();
    if err.is_terminal() {
        let phase = if at.finishing { "writing" } else { "reading" };
        // That a terminal went away does not matter to the import.
        let _ = write!(
            err,
            "\r{phase} {:3.0} %  {} rows, {} rejected, {:.0} rows/s ",
            at.share * 100.0,
            at.rows,
            at.rejected,
            at.rows_per_second
        );
        let _ = err.flush();
    }
}

fn clear_progress() {
    let mut err = std::io::stderr().lock();
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[K");
    }
}

//! `import`: files in.

use crate::args::Common;
use crate::output;
use crate::usage::usage;
use anyhow::{anyhow, Context, Result};
use muster_app::dto::{ImportReport, JobProgress};
use muster_app::{ImportOptions, ReadAs, RejectsFile, Workspace};
use serde_json::{json, Value};
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

/// What the files imported so far came to.
#[derive(Default)]
struct Total {
    read: u64,
    added: u64,
    updated: u64,
    duplicates: u64,
    rejected: u64,
    seconds: f64,
    /// Of lists: ids of each file that name nobody yet.
    unknown: u64,
    /// File, line and reason.
    rejects: Vec<(String, u32, String)>,
    kinds: Vec<String>,
}

pub(super) fn run(workspace: &Workspace, common: &Common, sources: &[PathBuf], wanted: &Wanted<'_>) -> Result<()> {
    if wanted.dry_run && sources.len() > 1 {
        // What the second file would do depends on the first, which a dry run does not keep.
        return Err(usage("--dry-run looks at one file at a time"));
    }
    let options = options(wanted)?;
    if let Some(path) = wanted.rejects {
        let others: Vec<&Path> = sources.iter().map(PathBuf::as_path).collect();
        workspace.refuse_overwrite(path, &others)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(anyhow!("{}: there is no such folder; nothing was imported", folder.display()));
        }
    }
    let mut rejects = RejectsFile::create().context("no temporary file for rejected rows")?;
    let mut total = Total::default();
    for (at, source) in sources.iter().enumerate() {
        let imported = workspace.import_file(source, &options, &mut rejects, &progress);
        clear_progress();
        match imported {
            Ok((report, read_as)) => total.add(source, report, read_as),
            Err(why) if at == 0 => return Err(why).with_context(|| format!("{}: nothing was imported", source.display())),
            // Every file is whole or not at all, and importing one again adds nothing: the same command goes on from here.
            Err(why) => {
                let kept = sources[..at].iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
                finish(&total, common, &mut rejects, wanted, sources.len())?;
                let said = "nothing of this file or those after it was. Run the same command again to go on";
                return Err(anyhow!("{}: {why}\nimported: {kept}; {said}", source.display()));
            }
        }
    }
    finish(&total, common, &mut rejects, wanted, sources.len())
}

/// The words of `--as` and `--format`; one that is none is wrong usage.
fn options(wanted: &Wanted<'_>) -> Result<ImportOptions> {
    ImportOptions::parse(wanted.kind, wanted.format, wanted.dry_run).map_err(|why| usage(why.to_string()))
}

fn finish(total: &Total, common: &Common, rejects: &mut RejectsFile, wanted: &Wanted<'_>, sources: usize) -> Result<()> {
    if let Some(path) = wanted.rejects {
        rejects.keep(path).with_context(|| format!("{}: the rejected rows could not be written (the import is done)", path.display()))?;
    }
    let kinds = total.kinds.join(", ");
    if common.json {
        eprintln!("read as {kinds}");
        let row = |(file, line, why): &(String, u32, String)| match sources {
            1 => json!({ "line": line, "why": why }),
            _ => json!({ "file": file, "line": line, "why": why }),
        };
        let mut report = json!({
            "read": total.read, "added": total.added, "updated": total.updated, "duplicates": total.duplicates,
            "rejected": total.rejected, "rejects": total.rejects.iter().map(row).collect::<Vec<Value>>(), "seconds": total.seconds
        });
        if total.kinds.iter().any(|kind| kind.starts_with("list:")) {
            report["unknown"] = json!(total.unknown);
        }
        output::json(&report)?;
        return Ok(());
    }
    let would = if wanted.dry_run { "would be " } else { "" };
    output::line(&format!(
        "{} rows read as {kinds}: {} {would}added, {} {would}updated, {} change nothing, {} rejected",
        total.read, total.added, total.updated, total.duplicates, total.rejected
    ))?;
    if total.unknown > 0 {
        let (ids, they) = if total.unknown == 1 { ("id names", "it joins") } else { ("ids name", "they join") };
        output::line(&format!("{} {ids} nobody yet; {they} the list when somebody of that id or email is imported", total.unknown))?;
    }
    for (file, line, why) in &total.rejects {
        eprintln!("{file}, line {line}: {why}");
    }
    Ok(())
}

impl Total {
    fn add(&mut self, source: &Path, report: ImportReport, read_as: ReadAs) {
        self.read += u64::from(report.read);
        self.added += u64::from(report.added);
        self.updated += u64::from(report.updated);
        self.duplicates += u64::from(report.duplicates);
        self.rejected += u64::from(report.rejected);
        self.seconds += f64::from(report.seconds);
        let file = source.display().to_string();
        self.rejects.extend(report.rejects.into_iter().map(|row| (file.clone(), row.line, row.why)));
        self.rejects.truncate(SHOWN);
        self.unknown += read_as.unknown;
        if !self.kinds.contains(&read_as.name) {
            self.kinds.push(read_as.name);
        }
    }
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

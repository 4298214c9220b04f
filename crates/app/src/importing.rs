//! Files into the workspace.

use crate::dto::{AppError, ErrorCode, ImportKind, ImportRecord, ImportReport, RejectReason, RejectedRow};
use crate::error::Result;
use crate::jobs::{whole, Listener, Meter};
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_io::{FormatName, Kind, Progress, ReadFailed, ReadOptions, Reject, RejectsFile};
use muster_rules::time::format_instant;
use muster_store::{Counts, ImportLog, Refused, StoreError};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;

/// How much of an import's time reading takes; the rest is telling duplicates apart and writing.
const SHARE_OF_READING: f64 = 0.7;
/// Rejected rows that a report shows.
const SHOWN: usize = 20;

/// How a file is to be imported.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// What its rows are; none: as its columns say.
    pub kind: Option<ImportKind>,
    /// How it is written; none: as its beginning says.
    pub format: Option<FormatName>,
    /// Count, and write nothing.
    pub dry_run: bool,
    /// What progress is reported as.
    pub job: u32,
    /// Raised to stop it.
    pub cancel: Cancel,
}

/// What an import's rows were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAs {
    /// `users`, `events`, `properties`, `consent`, `list:NAME` or `table:NAME`.
    pub name: String,
    /// Of a list: how many different ids of the file name nobody yet. They are kept aside, and join the list when they appear.
    pub unknown: u64,
}

impl ImportOptions {
    /// From what was typed: `--as` and `--format`.
    pub fn parse(kind: Option<&str>, format: Option<&str>, dry_run: bool) -> Result<ImportOptions> {
        let refused = |what: &str, word: &str, accepted: Vec<&str>| {
            AppError::new(ErrorCode::File, format!("{what} {word}: not understood by this version"))
                .hint(format!("accepted: {}", accepted.join(", ")))
        };
        let kind = match kind {
            None => None,
            Some(word) => {
                let accepted = || Kind::all().map(Kind::name).chain(["list:NAME", "table:NAME"]).collect();
                let kind = ImportKind::parse(word).ok_or_else(|| refused("--as", word, accepted()))?;
                let named = |why: AppError| AppError { message: format!("--as {word}: {}", why.message), ..why }.hint("--as list:vip");
                kind.check().map_err(named)?;
                Some(kind)
            }
        };
        let format = match format {
            None => None,
            Some(word) => Some(
                FormatName::parse(word).ok_or_else(|| refused("--format", word, FormatName::all().map(FormatName::as_str).collect()))?,
            ),
        };
        Ok(ImportOptions { kind, format, dry_run, ..ImportOptions::default() })
    }
}

impl Workspace {
    /// Imports a file: all of it, but for rejected rows, or nothing. Rejected rows go to `rejects` too. Says what its rows were taken for.
    /// A list's file without rows makes the list, or leaves it as it is; a list only grows.
    pub fn import_file(
        &self,
        path: &Path,
        options: &ImportOptions,
        rejects: &mut RejectsFile,
        listener: Listener<'_>,
    ) -> Result<(ImportReport, ReadAs)> {
        let mut meter = Meter::new(options.job, listener);
        let kind = options.kind.as_ref();
        kind.map_or(Ok(()), ImportKind::check)?;
        let table = match kind {
            Some(ImportKind::Table { name }) => Some(self.table_named(name)?),
            _ => None,
        };
        let of_file = kind.and_then(ImportKind::of_file);
        let reading = ReadOptions { kind: of_file, table, format: options.format, cancel: options.cancel.clone() };
        let left_out = RefCell::new(LeftOut { rejects, first: Vec::new(), groups: HashMap::new(), refused: 0 });
        let mut import = self.store().begin_import(self.clock(), Some(self.zone()))?;
        match kind {
            Some(ImportKind::List { name }) => import.list(name)?,
            Some(ImportKind::Table { name }) => import.table(name)?,
            _ => {}
        }
        let summary = {
            let mut sink = |line, row| {
                if let Some(refused) = import.push(row)? {
                    left_out.borrow_mut().refuse(line, &refused);
                }
                Ok::<_, StoreError>(())
            };
            let mut progress = |at: Progress| {
                meter.tell(SHARE_OF_READING * f64::from(at.share()), at.rows, at.rejected, false);
                ControlFlow::Continue(())
            };
            muster_io::read(path, &reading, &mut sink, &mut |reject| left_out.borrow_mut().add(&reject), &mut progress)
        };
        let summary = summary.map_err(|why| match why {
            ReadFailed::File(why) => file_error(why),
            ReadFailed::Cancelled => AppError::cancelled(),
            ReadFailed::Sink(why) => why.into(),
        })?;
        let mut left_out = left_out.into_inner();
        let rejected = summary.rejected + left_out.refused;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let read_as = match (kind, summary.kind) {
            (Some(kind), _) => kind.name(),
            (None, kind) => kind.map_or("users", Kind::name).to_owned(),
        };
        let log = ImportLog { name, kind: read_as.clone(), at: self.clock(), read: summary.read, rejected, sha256: None };
        let mut progress = |done: f32| {
            let share = SHARE_OF_READING + (1.0 - SHARE_OF_READING) * f64::from(done);
            meter.tell(share, summary.read, rejected, true);
        };
        let people = import.people()?;
        let events_before = self.store().read(&options.cancel, |reader| Ok::<_, AppError>(reader.event_count()?))?;
        let counts = import.finish(&options.cancel, &mut progress, options.dry_run, &log)?;
        let report = ImportReport {
            read: whole(summary.read),
            added: whole(counts.added),
            updated: whole(counts.updated),
            duplicates: whole(counts.duplicates),
            rejected: whole(rejected),
            unknown: whole(counts.unknown),
            reasons: left_out.reasons(),
            rejects: left_out.first,
            seconds: meter.seconds() as f32,
            people: whole(people),
            events: whole(events_before + if summary.kind == Some(Kind::Events) { counts.added } else { 0 }),
            dry_run: options.dry_run,
        };
        Ok((report, ReadAs { name: read_as, unknown: counts.unknown }))
    }

    /// Imports so far, the latest first.
    pub fn imports(&self) -> Result<Vec<ImportRecord>> {
        let log = self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>(reader.imports()?))?;
        let record = |(log, counts): (ImportLog, Counts)| {
            let kind = ImportKind::parse(&log.kind)?;
            Some(ImportRecord {
                kind,
                at: format_instant(log.at),
                read: whole(log.read),
                added: whole(counts.added),
                updated: whole(counts.updated),
                duplicates: whole(counts.duplicates),
                rejected: whole(log.rejected),
                unknown: whole(counts.unknown),
                name: log.name,
            })
        };
        Ok(log.into_iter().filter_map(record).collect())
    }
}

/// Rejected rows: into their file, and as a report says them.
struct LeftOut<'r> {
    rejects: &'r mut RejectsFile,
    first: Vec<RejectedRow>,
    groups: HashMap<String, u64>,
    /// Rows that were read well, and that the workspace cannot hold.
    refused: u64,
}

impl LeftOut<'_> {
    fn refuse(&mut self, line: u64, why: &Refused) {
        self.refused += 1;
        let reason = muster_io::RejectReason::BadValue { column: "the row".to_owned(), why: why.to_string() };
        self.add(&Reject { line, reason, raw: String::new() });
    }

    fn add(&mut self, reject: &Reject) {
        self.rejects.add(reject);
        if self.first.len() < SHOWN {
            self.first.push(RejectedRow { line: whole(reject.line), why: reject.reason.to_string() });
        }
        *self.groups.entry(reject.reason.group().into_owned()).or_default() += 1;
    }

    fn reasons(&mut self) -> Vec<RejectReason> {
        let mut reasons: Vec<_> = self.groups.drain().map(|(why, count)| RejectReason { why, count: whole(count) }).collect();
        reasons.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.why.cmp(&b.why)));
        reasons
    }
}

pub(crate) fn file_error(why: impl std::fmt::Display) -> AppError {
    AppError::new(ErrorCode::File, why.to_string())
}

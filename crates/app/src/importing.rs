//! Files into the workspace: what they look like, and the import itself.

use crate::dto::{AppError, ErrorCode};
use crate::dto::{
    ColumnTarget, ImportColumn, ImportFile, ImportKind, ImportPreview, ImportRecord, ImportReport, RejectReason, RejectedRow, ValueKind,
};
use crate::error::Result;
use crate::jobs::{whole, Listener, Meter};
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_io::{sniff, FormatName, Kind, Progress, ReadFailed, ReadOptions, Reject, RejectsFile, Role, Shape, SniffedColumn};
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
/// Characters that a list's name may have.
const LONGEST_NAME: usize = 200;

/// A list or a custom table that the rows of a file belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// The list of that name; made where there is none.
    List(String),
    /// The custom table of that name; it must have been defined.
    Table(String),
}

/// How a file is to be imported.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// What its rows are; none: as its columns say.
    pub kind: Option<ImportKind>,
    /// Where its rows go, if they are a list's or a table's; then `kind` does not matter.
    pub into: Option<Destination>,
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

impl Destination {
    /// From what was typed: `list:NAME`, `table:NAME`. `None`: neither. A list's name is one that a rule and a terminal can show.
    fn parse(word: &str) -> Option<Result<Destination>> {
        if let Some(name) = word.strip_prefix("table:") {
            return Some(Ok(Destination::Table(name.to_owned())));
        }
        let name = word.strip_prefix("list:")?;
        if name.trim().is_empty() || name.trim() != name || name.contains(char::is_control) || name.chars().count() > LONGEST_NAME {
            let message = format!("--as {word}: a list needs a name of 1 to {LONGEST_NAME} characters without spaces around it");
            return Some(Err(AppError::new(ErrorCode::File, message).hint("--as list:vip")));
        }
        Some(Ok(Destination::List(name.to_owned())))
    }

    fn name(&self) -> String {
        match self {
            Destination::List(name) => format!("list:{name}"),
            Destination::Table(name) => format!("table:{name}"),
        }
    }
}

impl ImportOptions {
    /// From what was typed: `--as` and `--format`.
    pub fn parse(kind: Option<&str>, format: Option<&str>, dry_run: bool) -> Result<ImportOptions> {
        let refused = |what: &str, word: &str, accepted: Vec<&str>| {
            AppError::new(ErrorCode::File, format!("{what} {word}: not understood by this version"))
                .hint(format!("accepted: {}", accepted.join(", ")))
        };
        let into = kind.and_then(Destination::parse).transpose()?;
        let kind = match kind.filter(|_| into.is_none()) {
            None => None,
            Some(word) => {
                let accepted = || Kind::all().map(Kind::name).chain(["list:NAME", "table:NAME"]).collect();
                Some(Kind::parse(word).and_then(kind_dto).ok_or_else(|| refused("--as", word, accepted()))?)
            }
        };
        let format = match format {
            None => None,
            Some(word) => Some(
                FormatName::parse(word).ok_or_else(|| refused("--format", word, FormatName::all().map(FormatName::as_str).collect()))?,
            ),
        };
        Ok(ImportOptions { kind, into, format, dry_run, ..ImportOptions::default() })
    }
}

impl Workspace {
    /// Looks into a file before anything is written; `kind` overrides the guess.
    pub fn import_preview(&self, path: &Path, handle: u32, kind: Option<ImportKind>) -> Result<ImportPreview> {
        let options = ReadOptions { kind: kind.map(kind_of), ..ReadOptions::default() };
        let seen = sniff(path, &options, self.zone()).map_err(file_error)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let known: Vec<String> = self.catalog(self.now())?.properties.into_iter().map(|property| property.name).collect();
        Ok(ImportPreview {
            file: ImportFile { handle, name, bytes: seen.bytes as f64 },
            format: seen.format,
            because: seen.because,
            kind: seen.kind.and_then(kind_dto).unwrap_or(ImportKind::Users),
            kinds: seen.kinds.into_iter().filter_map(kind_dto).collect(),
            columns: seen.columns.iter().map(|column| column_dto(column, seen.sampled, &known)).collect(),
            rows: seen.rows,
            problem: seen.problem,
        })
    }

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
        let kind = match &options.into {
            Some(Destination::List(_)) => Some(Kind::List),
            _ => options.kind.map(kind_of),
        };
        let table = match &options.into {
            Some(Destination::Table(name)) => Some(self.table_named(name)?),
            _ => None,
        };
        let reading = ReadOptions { kind, table, format: options.format, cancel: options.cancel.clone() };
        let left_out = RefCell::new(LeftOut { rejects, first: Vec::new(), groups: HashMap::new(), refused: 0 });
        let mut import = self.store().begin_import(self.clock(), Some(self.zone()))?;
        match &options.into {
            Some(Destination::List(name)) => import.list(name)?,
            Some(Destination::Table(name)) => import.table(name)?,
            None => {}
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
        let read_as = match (&options.into, summary.kind) {
            (Some(into), _) => into.name(),
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
            reasons: left_out.reasons(),
            rejects: left_out.first,
            seconds: meter.seconds() as f32,
            people: whole(people),
            events: whole(events_before + if summary.kind == Some(Kind::Events) { counts.added } else { 0 }),
            dry_run: options.dry_run,
        };
        Ok((report, ReadAs { name: read_as, unknown: counts.unknown }))
    }

    /// Imports of people, events, properties and consent so far, the latest first.
    pub fn imports(&self) -> Result<Vec<ImportRecord>> {
        let log = self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>(reader.imports()?))?;
        let record = |(log, counts): (ImportLog, Counts)| {
            let kind = Kind::parse(&log.kind).and_then(kind_dto)?;
            Some(ImportRecord {
                kind,
                at: format_instant(log.at),
                read: whole(log.read),
                added: whole(counts.added),
                updated: whole(counts.updated),
                duplicates: whole(counts.duplicates),
                rejected: whole(log.rejected),
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

fn file_error(why: impl std::fmt::Display) -> AppError {
    AppError::new(ErrorCode::File, why.to_string())
}

fn kind_of(kind: ImportKind) -> Kind {
    match kind {
        ImportKind::Users => Kind::Users,
        ImportKind::Events => Kind::Events,
        ImportKind::Properties => Kind::Properties,
        ImportKind::Consent => Kind::Consent,
    }
}

/// The page's word for a kind; `None` for lists, which have a name of their own beside it.
fn kind_dto(kind: Kind) -> Option<ImportKind> {
    Some(match kind {
        Kind::Users => ImportKind::Users,
        Kind::Events => ImportKind::Events,
        Kind::Properties => ImportKind::Properties,
        Kind::Consent => ImportKind::Consent,
        Kind::List => return None,
    })
}

fn shape_dto(shape: Shape) -> ValueKind {
    match shape {
        Shape::Text => ValueKind::Text,
        Shape::Number => ValueKind::Number,
        Shape::Bool => ValueKind::Bool,
        Shape::Time => ValueKind::Time,
        Shape::List => ValueKind::List,
        Shape::Object => ValueKind::Object,
    }
}

fn target(role: Option<Role>) -> ColumnTarget {
    match role {
        Some(Role::UserId) => ColumnTarget::UserId,
        Some(Role::Email | Role::Name | Role::CreatedAt | Role::AccountType) => ColumnTarget::Field,
        Some(Role::EventId) => ColumnTarget::EventId,
        Some(Role::EventName) => ColumnTarget::EventName,
        Some(Role::Timestamp | Role::UpdatedAt) => ColumnTarget::Timestamp,
        Some(Role::Properties) => ColumnTarget::Properties,
        Some(Role::EventProperty) => ColumnTarget::EventProperty,
        Some(Role::PropertyName) => ColumnTarget::PropertyName,
        Some(Role::PropertyValue) => ColumnTarget::PropertyValue,
        Some(Role::Purpose) => ColumnTarget::Purpose,
        Some(Role::State) => ColumnTarget::State,
        Some(Role::UserProperty | Role::Unused) | None => ColumnTarget::UserProperty,
    }
}

fn column_dto(column: &SniffedColumn, sampled: u64, known: &[String]) -> ImportColumn {
    let mut look = false;
    let why = if column.role.is_none() {
        look = true;
        "has no place in files of this kind".to_owned()
    } else if let Some(odd) = column.odd_example.as_deref().filter(|_| column.odd > 0) {
        look = true;
        // Columns that must hold a time turn away rows that hold something else.
        if matches!(column.role, Some(Role::Timestamp | Role::CreatedAt | Role::UpdatedAt)) {
            return ImportColumn {
                name: column.name.clone(),
                becomes: target(column.role),
                kind: shape_dto(column.shape),
                why: format!("{} of {} values are no time, such as “{odd}”; their rows are rejected", column.odd, column.filled),
                look,
            };
        }
        format!("{} of {} values are something else, such as “{odd}”; each keeps its own type", column.odd, column.filled)
    } else if column.filled == 0 {
        look = true;
        format!("says nothing in the first {sampled} rows")
    } else if column.empty > 0 {
        format!("{} of {sampled} sampled rows say nothing here", column.empty)
    } else if column.role == Some(Role::UserProperty) && !known.contains(&column.name) {
        "a new property".to_owned()
    } else if column.role == Some(Role::UserProperty) {
        "a known property".to_owned()
    } else if column.role == Some(Role::EventProperty) {
        "by its name, a property of the event".to_owned()
    } else {
        "by its name".to_owned()
    };
    ImportColumn { name: column.name.clone(), becomes: target(column.role), kind: shape_dto(column.shape), why, look }
}

//! What a file is, before anything is written: its format, what its rows are, what its columns hold, its first rows as they will be stored.

use crate::error::ReadError;
use crate::format::{Field, FormatName, Raw, Records};
use crate::kind::{Kind, Role};
use crate::lines::MAX_RECORD;
use crate::map;
use crate::read::{fit, listed, open, Opened, ReadOptions};
use crate::reject::{shown, Reject, RejectReason};
use crate::source::check_rereadable;
use muster_rules::time::{format_instant, read_time, Zone};
use muster_rules::value::{canonical, read_decimal};
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;

/// The most rows that are looked at.
const SAMPLE: u64 = 500;
/// The most text that is looked at, in bytes.
const SAMPLE_BYTES: usize = 32 << 20;
/// The most columns that are told apart.
const COLUMNS: usize = 10_000;
/// Rows shown.
const SHOWN: usize = 5;
/// Rejected rows kept.
const REJECTS: usize = 20;
/// Examples kept of a column.
const EXAMPLES: usize = 5;

/// What a file looks like, from its first 500 rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Sniffed {
    /// How it is read: "CSV with a header, comma, UTF-8".
    pub format: String,
    /// Why that is taken: "the first line has 9 names and all 500 sampled lines have 9 columns".
    pub because: String,
    /// Whether it is packed with gzip.
    pub gzip: bool,
    /// Its size on disk in bytes.
    pub bytes: u64,
    /// What its rows are: as asked, else the most particular kind that it fits; `None` where it fits none.
    pub kind: Option<Kind>,
    /// Why, in words: "it has user_id, event_name and timestamp".
    pub kind_because: String,
    /// Every kind that it fits, the most particular first.
    pub kinds: Vec<Kind>,
    /// Its columns in their order (of JSON: as they first occur).
    pub columns: Vec<SniffedColumn>,
    /// Rows looked at.
    pub sampled: u64,
    /// How many of them would be rejected.
    pub rejected: u64,
    /// The first 20 of those.
    pub rejects: Vec<Reject>,
    /// The first 5 rows that would be taken, as they will be stored, in the order of `columns`. Times are shown in UTC.
    pub rows: Vec<Vec<Option<String>>>,
    /// What keeps it from being imported, if anything does.
    pub problem: Option<String>,
}

/// What a column holds, from the sampled rows.
#[derive(Debug, Clone, PartialEq)]
pub struct SniffedColumn {
    /// Its name in the file.
    pub name: String,
    /// What it means; `None` where files of this kind have no place for it.
    pub role: Option<Role>,
    /// What most of its values are.
    pub shape: Shape,
    /// Rows that say something in it.
    pub filled: u64,
    /// Rows that say nothing in it.
    pub empty: u64,
    /// Values that are something else than `shape`.
    pub odd: u64,
    /// One of those.
    pub odd_example: Option<String>,
    /// The first different values, at most 5, cut where they are long.
    pub examples: Vec<String>,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// Text that is neither number nor time.
    Text,
    /// A number, or text that is wholly a decimal number.
    Number,
    /// true or false.
    Bool,
    /// A time or date.
    Time,
    /// A JSON list.
    List,
    /// A JSON object.
    Object,
}

/// Looks at a file. `options.kind` shows it as that kind even where it does not fit; `zone`: in which times without zone are read.
/// A pipe is refused, as what was looked at could not be read again.
pub fn sniff(path: &Path, options: &ReadOptions, zone: Zone) -> Result<Sniffed, ReadError> {
    check_rereadable(path)?;
    let survey = survey(path, options.format)?;
    let kind = options.kind.or(survey.kinds.first().copied());
    let mut look = Look { kind, zone, columns: Vec::new(), places: HashMap::new(), rows: Vec::new(), rejects: Vec::new(), rejected: 0 };
    for name in &survey.names {
        look.place(name);
    }
    let Opened { mut records, gzip, size, .. } = open(path, options.format, MAX_RECORD)?;
    let (mut sampled, mut whole, mut bytes, mut complete) = (0, 0, 0, false);
    while sampled < SAMPLE && bytes < SAMPLE_BYTES {
        let Some(record) = records.next()? else {
            complete = true;
            break;
        };
        sampled += 1;
        bytes += record.raw.len();
        whole += u64::from(record.fields.is_ok());
        if let Err(reason) = record.fields.and_then(|fields| look.at(&fields)) {
            look.rejected += 1;
            if look.rejects.len() < REJECTS {
                look.rejects.push(Reject::new(record.line, reason, record.raw));
            }
        }
    }
    let problem = problem(path, kind, options.kind.is_some(), &survey, &look, sampled);
    let packed = if gzip { ", gzip" } else { "" };
    Ok(Sniffed {
        format: format!("{}, UTF-8{packed}", records.described()),
        because: because(records.as_ref(), sampled, whole, complete),
        gzip,
        bytes: size,
        kind,
        kind_because: kind_because(kind, options.kind.is_some()),
        kinds: survey.kinds,
        columns: look.columns.into_iter().map(|column| column.done(sampled)).collect(),
        sampled,
        rejected: look.rejected,
        rejects: look.rejects,
        rows: look.rows.into_iter().map(|row| padded(row, look.places.len())).collect(),
        problem,
    })
}

/// What the rows of a file are, from its columns.
pub(crate) fn sniff_kind(path: &Path, format: Option<FormatName>) -> Result<Kind, ReadError> {
    let survey = survey(path, format)?;
    survey.kinds.first().copied().ok_or_else(|| no_kind(path, &survey))
}

fn no_kind(path: &Path, survey: &Survey) -> ReadError {
    let path = path.to_owned();
    match &survey.broken {
        Some((line, why)) if survey.names.is_empty() => ReadError::NoGoodRow { path, line: *line, why: why.to_string() },
        _ => ReadError::NoKind { path, found: listed(&survey.names) },
    }
}

/// The names in a file and what it can be.
struct Survey {
    names: Vec<String>,
    /// The first row that has no parts, and why.
    broken: Option<(u64, RejectReason)>,
    kinds: Vec<Kind>,
    /// Whether the names stand in a header, for all rows.
    header: bool,
}

fn survey(path: &Path, format: Option<FormatName>) -> Result<Survey, ReadError> {
    let mut records = open(path, format, MAX_RECORD)?.records;
    if let Some(names) = records.header() {
        let kinds = Kind::all().filter(|kind| kind.fits(names.iter().map(String::as_str))).collect();
        return Ok(Survey { names: names.to_vec(), broken: None, kinds, header: true });
    }
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut fitting: Vec<(Kind, u64)> = Kind::all().map(|kind| (kind, 0)).collect();
    let (mut good, mut sampled, mut bytes) = (0, 0, 0);
    let mut broken = None;
    while sampled < SAMPLE && bytes < SAMPLE_BYTES {
        let Some(record) = records.next()? else { break };
        sampled += 1;
        bytes += record.raw.len();
        let fields = match record.fields {
            Ok(fields) => fields,
            Err(reason) => {
                broken.get_or_insert((record.line, reason));
                continue;
            }
        };
        good += 1;
        for (kind, count) in &mut fitting {
            *count += u64::from(kind.fits(fields.iter().map(|field| field.name.as_ref())));
        }
        for field in &fields {
            if places.len() < COLUMNS && !places.contains_key(field.name.as_ref()) {
                places.insert(field.name.clone().into_owned(), places.len());
            }
        }
    }
    let mut names: Vec<(String, usize)> = places.into_iter().collect();
    names.sort_by_key(|(_, place)| *place);
    let kinds = fitting.into_iter().filter(|(_, count)| count * 2 > good).map(|(kind, _)| kind).collect();
    if sampled == 0 {
        return Err(ReadError::Empty { path: path.to_owned() });
    }
    Ok(Survey { names: names.into_iter().map(|(name, _)| name).collect(), broken, kinds, header: false })
}

struct Look {
    kind: Option<Kind>,
    zone: Zone,
    columns: Vec<ColumnLook>,
    places: HashMap<String, usize>,
    rows: Vec<Vec<Option<String>>>,
    rejects: Vec<Reject>,
    rejected: u64,
}

struct ColumnLook {
    name: String,
    role: Option<Role>,
    /// How often each shape was seen, with an example.
    shapes: Vec<(Shape, u64, String)>,
    examples: Vec<String>,
}

impl Look {
    fn place(&mut self, name: &str) -> Option<usize> {
        if let Some(place) = self.places.get(name) {
            return Some(*place);
        }
        if self.places.len() >= COLUMNS {
            return None;
        }
        let place = self.columns.len();
        self.places.insert(name.to_owned(), place);
        let role = self.kind.map_or(Some(Role::UserProperty), |kind| kind.role(name));
        self.columns.push(ColumnLook { name: name.to_owned(), role, shapes: Vec::new(), examples: Vec::new() });
        Some(place)
    }

    fn at(&mut self, fields: &[Field<'_>]) -> Result<(), RejectReason> {
        let mut row: Vec<Option<String>> = Vec::new();
        for field in fields {
            let Some(place) = self.place(&field.name) else { continue };
            let column = &mut self.columns[place];
            let role = column.role.unwrap_or(Role::UserProperty);
            let stored = stored(role, field, self.zone);
            if !map::says_nothing(&field.value) {
                let text = match &stored {
                    Ok(text) => text.clone().unwrap_or_default(),
                    Err(_) => as_it_stands(&field.value).to_owned(),
                };
                column.add(shape(role, field, stored.is_ok()), &text);
            }
            row.resize(row.len().max(place + 1), None);
            row[place] = stored.unwrap_or(None);
        }
        if let Some(kind) = self.kind {
            map::row(kind, fields)?;
        }
        if self.rows.len() < SHOWN {
            self.rows.push(row);
        }
        Ok(())
    }
}

impl ColumnLook {
    fn add(&mut self, shape: Shape, text: &str) {
        let text = shown(text);
        match self.shapes.iter_mut().find(|(seen, _, _)| *seen == shape) {
            Some((_, count, _)) => *count += 1,
            None => self.shapes.push((shape, 1, text.clone().into_owned())),
        }
        if self.examples.len() < EXAMPLES && !self.examples.iter().any(|example| *example == text) {
            self.examples.push(text.into_owned());
        }
    }

    fn done(mut self, sampled: u64) -> SniffedColumn {
        // The most frequent; of equally frequent ones text, which holds anything.
        self.shapes.sort_by_key(|(shape, count, _)| (std::cmp::Reverse(*count), *shape));
        let filled = self.shapes.iter().map(|(_, count, _)| count).sum::<u64>().min(sampled);
        let most = self.shapes.first().map(|(_, count, _)| *count).unwrap_or_default();
        SniffedColumn {
            role: self.role,
            shape: self.shapes.first().map_or(Shape::Text, |(shape, _, _)| *shape),
            filled,
            empty: sampled - filled,
            odd: filled.saturating_sub(most),
            odd_example: self.shapes.get(1).map(|(_, _, example)| example.clone()),
            examples: self.examples,
            name: self.name,
        }
    }
}

fn padded(mut row: Vec<Option<String>>, width: usize) -> Vec<Option<String>> {
    row.resize(width, None);
    row
}

fn as_it_stands<'a>(raw: &'a Raw<'_>) -> &'a str {
    match raw {
        Raw::Cell(text) => text,
        Raw::Json(text) => text,
    }
}

/// A value as it will be stored, in words.
fn stored(role: Role, field: &Field<'_>, zone: Zone) -> Result<Option<String>, RejectReason> {
    // The column's name in the reason is not shown here.
    let column = "the value";
    match role {
        Role::CreatedAt | Role::Timestamp | Role::UpdatedAt => {
            Ok(map::time(column, &field.value)?.map(|time| format_instant(time.instant(zone))))
        }
        Role::Properties => Ok(map::object(&field.value)?.map(|object| canonical(&Value::Object(object)))),
        Role::UserProperty | Role::EventProperty | Role::PropertyValue => {
            Ok(map::json(&field.name, &field.value)?.map(|value| match value {
                Value::String(text) => text,
                value => canonical(&value),
            }))
        }
        _ => map::identity(column, &field.value),
    }
}

fn shape(role: Role, field: &Field<'_>, good: bool) -> Shape {
    match role {
        Role::CreatedAt | Role::Timestamp | Role::UpdatedAt if good => Shape::Time,
        Role::Properties if good => Shape::Object,
        Role::UserProperty | Role::EventProperty | Role::PropertyValue => match map::json(&field.name, &field.value) {
            Ok(Some(Value::Bool(_))) => Shape::Bool,
            Ok(Some(Value::Number(_))) => Shape::Number,
            Ok(Some(Value::Array(_))) => Shape::List,
            Ok(Some(Value::Object(_))) => Shape::Object,
            Ok(Some(Value::String(text))) if read_decimal(&text).is_some() => Shape::Number,
            Ok(Some(Value::String(text))) if read_time(&text).is_some() => Shape::Time,
            _ => Shape::Text,
        },
        _ => Shape::Text,
    }
}

fn because(records: &dyn Records, sampled: u64, whole: u64, complete: bool) -> String {
    let sample = if complete { "lines" } else { "sampled lines" };
    let (all, be) = match (sampled, whole) {
        (1, 1) => ("the one line below it".to_owned(), false),
        (_, _) if sampled == whole => (format!("all {sampled} {sample}"), true),
        _ => (format!("{whole} of {sampled} {sample}"), true),
    };
    let Some(names) = records.header() else {
        return match (sampled, whole) {
            (1, 1) => "its one line is a JSON object".to_owned(),
            _ => format!("{all} are JSON objects"),
        };
    };
    let names = match names.len() {
        1 => ("1 name".to_owned(), "1 column".to_owned()),
        n => (format!("{n} names"), format!("{n} columns")),
    };
    match sampled {
        0 => format!("the first line has {}; there are no rows below it", names.0),
        _ => format!("the first line has {} and {all} {} {}", names.0, if be { "have" } else { "has" }, names.1),
    }
}

fn kind_because(kind: Option<Kind>, asked: bool) -> String {
    let Some(kind) = kind else { return "it has no user_id".to_owned() };
    if asked {
        return "chosen".to_owned();
    }
    match kind.needs() {
        [first @ .., last] if !first.is_empty() => format!("it has {} and {last}", first.join(", ")),
        needs => format!("it has {}", needs.join(", ")),
    }
}

fn problem(path: &Path, kind: Option<Kind>, asked: bool, survey: &Survey, look: &Look, sampled: u64) -> Option<String> {
    let refused = match kind {
        None => Err(no_kind(path, survey)),
        Some(kind) if survey.header || (asked && !survey.names.is_empty() && !survey.kinds.contains(&kind)) => {
            fit(path, kind, &survey.names)
        }
        Some(_) => Ok(()),
    };
    if let Err(why) = refused {
        return Some(why.to_string());
    }
    match look.rejects.first() {
        Some(first) if look.rejected == sampled => {
            let why = first.reason.to_string();
            Some(ReadError::NoGoodRow { path: path.to_owned(), line: first.line, why }.to_string())
        }
        _ => None,
    }
}

//! The shapes that cross to the page. TypeScript types are generated from these (`ui/src/api/bindings.ts`).
//!
//! Counts are `u32` (the page's numbers are exact below 2^53, and a workspace holds fewer than 2^32 people or events);
//! instants are RFC 3339 text in UTC with milliseconds; opaque JSON crosses as text. Nothing here is ever a path:
//! files are named by handles that the Rust side keeps.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What went wrong, in the person's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AppError {
    /// For the page to match on; everything else is for reading.
    pub code: ErrorCode,
    /// What happened and what was kept.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The place in a rule, where the error is about one (`where.of[1].value`).
    pub path: Option<String>,
    /// The cause as the lower layers said it, for "Details".
    pub detail: Option<String>,
}

/// Why a command failed, as far as the page acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The rule means nothing; `path` and `hint` say where and what would be accepted.
    Rule,
    /// A newer request took its place, or the person cancelled. Never shown as an error.
    Cancelled,
    /// No workspace is open.
    NoWorkspace,
    /// The segment, file handle or job is gone.
    NotFound,
    /// A segment of that name exists.
    NameTaken,
    /// The file is in use by another program, or another long job is running.
    Busy,
    /// A file could not be read, written or understood.
    File,
    /// The workspace was made by a newer Muster.
    NewerFile,
    /// Anything else; `detail` has the cause.
    Internal,
}

/// What the window shows at its start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct AppState {
    /// The open workspace, if one is.
    pub workspace: Option<WorkspaceInfo>,
    /// Workspaces opened before, the latest first, at most 10; files that are gone are left out.
    pub recent: Vec<RecentWorkspace>,
}

/// The open workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct WorkspaceInfo {
    /// The file's name without `.muster`.
    pub name: String,
    /// IANA name, e.g. `Europe/Berlin`.
    pub time_zone: String,
    /// People in it.
    pub people: u32,
    /// Events in it.
    pub events: u32,
    /// Saved segments that are not archived.
    pub segments: u32,
    /// Grows by one with every change of the data; results of an older generation are stale.
    pub generation: u32,
}

/// A workspace that was opened before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct RecentWorkspace {
    /// What `open_recent` takes.
    pub handle: u32,
    /// The file's name without `.muster`.
    pub name: String,
    /// When it was last opened.
    pub opened_at: String,
}

/// What values a field or property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// Text that is mostly neither number nor time.
    Text,
    /// Numbers, or text that is wholly a decimal number.
    Number,
    /// true and false.
    Bool,
    /// Times or dates.
    Time,
    /// JSON lists.
    List,
    /// JSON objects; their keys are asked with dots (`cart.total`).
    Object,
}

/// What this workspace really holds: the palette and the editors' choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Catalog {
    /// Everyone in the workspace.
    pub everyone: u32,
    /// The profile's own columns: `user_id`, `email`, `name`, `created_at`, `account_type`.
    pub fields: Vec<CatalogField>,
    /// User properties, by how many people have them.
    pub properties: Vec<CatalogProperty>,
    /// Events, by how often they happened.
    pub events: Vec<CatalogEvent>,
}

/// One profile field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CatalogField {
    /// As the rule language names it.
    pub field: String,
    /// Text or time.
    pub kind: ValueKind,
    /// How many people have a value.
    pub people: u32,
}

/// One user property.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CatalogProperty {
    /// Its name; for a nested one, dotted.
    pub name: String,
    /// What it mostly holds.
    pub kind: ValueKind,
    /// How many people have a current value.
    pub people: u32,
}

/// One event name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CatalogEvent {
    /// As imported.
    pub name: String,
    /// How many times it happened up to now.
    pub count: u32,
    /// The latest one up to now.
    pub last_seen: Option<String>,
    /// Its properties, the most frequent first.
    pub properties: Vec<CatalogEventProperty>,
}

/// One property of one event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CatalogEventProperty {
    /// Its key; for a nested one, dotted.
    pub name: String,
    /// What it mostly holds.
    pub kind: ValueKind,
    /// How many of the events have it.
    pub events: u32,
}

/// Whose values `values` looks up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum ValueSource {
    /// A profile field.
    Field {
        /// Its name.
        field: String,
    },
    /// A user property (current values).
    Property {
        /// Its name.
        property: String,
    },
    /// A property of an event.
    EventProperty {
        /// The event's name, or `*`.
        event: String,
        /// The key.
        property: String,
    },
}

/// A real value and how many have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ValueCount {
    /// The value as JSON text: what goes into a rule (`"pro"`, `5`, `true`).
    pub json: String,
    /// How it reads.
    pub text: String,
    /// People (fields, properties) or events (event properties) that have it.
    pub count: u32,
}

/// A row of the list of segments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SegmentRow {
    /// What the other commands take.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// The rule in plain words.
    pub sentence: String,
    /// Conditions in the draft that are not finished yet; the saved rule is then the last finished one.
    pub unfinished: u32,
    /// When it was last edited.
    pub edited_at: String,
    /// Put away; not counted and not offered.
    pub archived: bool,
}

/// How many people a segment has now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SegmentCount {
    /// Which segment.
    pub id: u32,
    /// People in it.
    pub people: u32,
    /// Everyone.
    pub everyone: u32,
}

/// A segment opened in the editor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SegmentDoc {
    /// Its id.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// The builder's tree as JSON text (`docs/draft.md`).
    pub draft: String,
    /// How many times its rule was saved.
    pub version: u32,
    /// When the draft was last saved.
    pub saved_at: String,
}

/// Said after every autosave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Saved {
    /// The version that the saved rule now has.
    pub version: u32,
    /// When.
    pub saved_at: String,
    /// False while something in the draft is unfinished: the draft is kept, and the segment's rule stays the last finished one.
    pub rule_saved: bool,
}

/// Asks for the counts of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CountRequest {
    /// The builder's tree as JSON text.
    pub draft: String,
    /// The segment that it is the draft of: a rule that leads back to it is refused.
    pub segment: Option<u32>,
    /// Grows with every request of the page. A request older than the newest is cancelled.
    pub ticket: u32,
}

/// How a card or group stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum NodeState {
    /// Counted; `count` is exact.
    Exact,
    /// Something is missing (`missing` says which key); left out of the count.
    Incomplete,
    /// Switched off by the person; left out.
    Muted,
    /// It means nothing as it stands (`message` says why); left out.
    Failed,
    /// A group with nothing in it that counts; left out.
    Empty,
}

/// The count of one card or group of the draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct NodeReport {
    /// The draft's id of the card or group.
    pub id: String,
    /// How it stands.
    pub state: NodeState,
    /// People that match it on its own, of everyone.
    pub count: Option<u32>,
    /// In the top group, if it is an All group: people left after this and all before it.
    pub narrows_to: Option<u32>,
    /// For a negative condition: how many of its people have no value at all.
    pub without_value: Option<u32>,
    /// The key that is missing, for `Incomplete` (`value`, `window`, `event` …).
    pub missing: Option<String>,
    /// Why it is `Failed`, or what is missing, in words.
    pub message: Option<String>,
    /// What would be accepted.
    pub hint: Option<String>,
    /// The exact times of its window, if it has one.
    pub window: Option<WindowBounds>,
    /// The condition as an English clause ("plan is not free").
    pub sentence: Option<String>,
}

/// A window's exact bounds: the first instant in it, and the first instant after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WindowBounds {
    /// The earliest instant inside; none: since ever.
    pub from: Option<String>,
    /// The latest instant inside (never later than now, for events).
    pub to: Option<String>,
}

/// The answer to a `CountRequest`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CountReport {
    /// The request's ticket.
    pub ticket: u32,
    /// The instant it was evaluated at.
    pub now: String,
    /// People who match.
    pub people: u32,
    /// Everyone.
    pub everyone: u32,
    /// Milliseconds of the evaluation.
    pub millis: f32,
    /// One for every card and group of the draft.
    pub nodes: Vec<NodeReport>,
    /// Cards left out because they are unfinished or failed.
    pub unfinished: u32,
    /// Cards left out because they are muted.
    pub muted: u32,
    /// The whole rule in plain words.
    pub sentence: String,
    /// For a count of 0: the node that brings it to 0, if one does.
    pub emptied_by: Option<String>,
    /// For a count of 0: what the rule asks for that does not occur, with the nearest that does.
    pub unseen: Vec<Unseen>,
}

/// Something that a rule asks for and that does not occur in the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Unseen {
    /// The condition's place in the rule: `where.of[0]`.
    pub path: String,
    /// What does not occur.
    pub kind: UnseenKind,
    /// As the rule spells it.
    pub name: String,
    /// The nearest of its kind that does occur, if one is near.
    pub nearest: Option<String>,
    /// How many events (events, values of their properties), people or rows have the nearest; 0 where that is not counted.
    pub count: u32,
    /// When the nearest last happened, where it is an event or a value of one's property.
    pub last_seen: Option<String>,
}

/// What does not occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UnseenKind {
    /// An event.
    Event,
    /// A user property.
    Property,
    /// A property of the events that were chosen.
    EventProperty,
    /// A value.
    Value,
}

/// A statement to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SqlText {
    /// Runs unchanged in the engine's own shell.
    pub text: String,
}

/// Asks for people of a draft's result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct MembersRequest {
    /// The builder's tree as JSON text.
    pub draft: String,
    /// Column keys: `user_id`, `email`, `name`, `created_at`, `account_type`, `last_seen`, or `property:NAME`.
    pub columns: Vec<String>,
    /// The column to sort by; none: in the order of import.
    pub sort: Option<SortBy>,
    /// Rows to skip.
    pub offset: u32,
    /// Rows wanted, at most 500.
    pub limit: u32,
}

/// A column and a direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SortBy {
    /// The column's key.
    pub column: String,
    /// Largest, latest or last first.
    pub descending: bool,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct MembersPage {
    /// People in all.
    pub total: u32,
    /// One row a person: `user_id` first, then the asked columns as they read; none: no value.
    pub rows: Vec<MemberRow>,
}

/// One person of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MemberRow {
    /// The person's id.
    pub user_id: String,
    /// The asked columns, in order.
    pub cells: Vec<Option<String>>,
}

/// A column that can be shown or exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ColumnChoice {
    /// Its key (`email`, `property:plan`).
    pub key: String,
    /// Its heading in the file.
    pub heading: String,
    /// What it holds.
    pub kind: ValueKind,
    /// People who have a value.
    pub people: u32,
}

/// A file chosen or dropped, kept on the Rust side under its handle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ImportFile {
    /// What the import commands take.
    pub handle: u32,
    /// The file's name, without folders.
    pub name: String,
    /// Its size in bytes, as a number the page can show.
    pub bytes: f64,
}

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// One row a person.
    Users,
    /// One row a thing that happened.
    Events,
    /// One row a property of a person, with its history.
    Properties,
    /// One row a consent given or withdrawn.
    Consent,
}

/// What a file looks like before anything is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ImportPreview {
    /// The file.
    pub file: ImportFile,
    /// How it was read: "CSV with a header, comma, UTF-8".
    pub format: String,
    /// Why that was taken: "the first line has 9 names …".
    pub because: String,
    /// What its rows are taken to be.
    pub kind: ImportKind,
    /// What else they could be (every kind whose needed columns are there).
    pub kinds: Vec<ImportKind>,
    /// Its columns.
    pub columns: Vec<ImportColumn>,
    /// The first 5 rows, as they will be stored, in the order of `columns`.
    pub rows: Vec<Vec<Option<String>>>,
    /// What keeps it from being imported, if anything does.
    pub problem: Option<String>,
}

/// One column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ImportColumn {
    /// Its name in the file.
    pub name: String,
    /// What it becomes.
    pub becomes: ColumnTarget,
    /// What its sampled values mostly are.
    pub kind: ValueKind,
    /// Why, in a few words ("known property, same 3 values", "12 of 500 sampled rows are empty").
    pub why: String,
    /// True where it deserves a look.
    pub look: bool,
}

/// What a column of a file becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ColumnTarget {
    /// The person's id.
    UserId,
    /// A profile field.
    Field,
    /// A property of the person.
    UserProperty,
    /// The event's name.
    EventName,
    /// The event's own id.
    EventId,
    /// When it happened, or since when it holds.
    Timestamp,
    /// A property of the event.
    EventProperty,
    /// A JSON object of properties.
    Properties,
    /// A property's name, in a properties file.
    PropertyName,
    /// A property's value, in a properties file.
    PropertyValue,
    /// A consent's purpose.
    Purpose,
    /// A consent's state.
    State,
}

/// Starts an import or its dry run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ImportRequest {
    /// The file.
    pub handle: u32,
    /// What its rows are.
    pub kind: ImportKind,
    /// Count, and write nothing.
    pub dry_run: bool,
    /// Chosen by the page; `cancel_job` takes it.
    pub job: u32,
}

/// Sent while a job runs, at most ten times a second.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct JobProgress {
    /// The job.
    pub job: u32,
    /// 0 to 1.
    pub share: f32,
    /// Rows so far.
    pub rows: u32,
    /// Rejected so far.
    pub rejected: u32,
    /// Rows each second.
    pub rows_per_second: f32,
    /// Seconds left, once that can be said.
    pub seconds_left: Option<f32>,
    /// True once reading is done and the rest is being written.
    pub finishing: bool,
}

/// How an import went, or would go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ImportReport {
    /// Rows read: `added + updated + duplicates + rejected`.
    pub read: u32,
    /// New people, events, values.
    pub added: u32,
    /// People or values changed.
    pub updated: u32,
    /// Rows that change nothing.
    pub duplicates: u32,
    /// Rows left out.
    pub rejected: u32,
    /// Why, the most frequent first.
    pub reasons: Vec<RejectReason>,
    /// The first 20 rejected rows.
    pub rejects: Vec<RejectedRow>,
    /// How long it took.
    pub seconds: f32,
    /// People after it.
    pub people: u32,
    /// Events after it.
    pub events: u32,
    /// Nothing was written.
    pub dry_run: bool,
}

/// A reason and how many rows it stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RejectReason {
    /// In words.
    pub why: String,
    /// Rows.
    pub count: u32,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RejectedRow {
    /// Its line in the file, from 1.
    pub line: u32,
    /// Why.
    pub why: String,
}

/// One finished import, for the Data room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ImportRecord {
    /// The file's name.
    pub name: String,
    /// What its rows were.
    pub kind: ImportKind,
    /// When it ended.
    pub at: String,
    /// Rows read.
    pub read: u32,
    /// Added.
    pub added: u32,
    /// Updated.
    pub updated: u32,
    /// Duplicates.
    pub duplicates: u32,
    /// Rejected.
    pub rejected: u32,
}

/// Asks for an export; the place is chosen in a native dialog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ExportRequest {
    /// The builder's tree as JSON text. One with unfinished cards is refused.
    pub draft: String,
    /// The name offered in the dialog, without ending.
    pub file_name: String,
    /// Column keys, in order.
    pub columns: Vec<String>,
    /// Write a leading `'` before text that a spreadsheet would take for a formula.
    pub spreadsheet_safe: bool,
    /// Chosen by the page; `cancel_job` takes it.
    pub job: u32,
}

/// How an export went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ExportReport {
    /// The file's name.
    pub name: String,
    /// People written; equals the count.
    pub rows: u32,
    /// The file's size.
    pub bytes: f64,
    /// How long it took.
    pub seconds: f32,
}

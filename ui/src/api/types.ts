/* The shapes that cross between the page and Muster, as crates/app/src/dto.rs has them. */

/** What went wrong, in the person's words. */
export type AppError = {
  /** For the page to match on; everything else is for reading. */
  code: ErrorCode;
  /** What happened and what was kept. */
  message: string;
  /** What to do about it. */
  hint: string | null;
  /** The place in a rule, where the error is about one (`where.of[1].value`). */
  path: string | null;
  /** The cause as the lower layers said it, for "Details". */
  detail: string | null;
};

/** Why a command failed, as far as the page acts on it. */
export type ErrorCode =
  | "rule"
  | "cancelled"
  | "no_workspace"
  | "not_found"
  | "name_taken"
  | "busy"
  | "file"
  | "newer_file"
  | "internal";

/** What the window shows at its start. */
export type AppState = {
  /** The open workspace, if one is. */
  workspace: WorkspaceInfo | null;
  /** Workspaces opened before, the latest first, at most 10; files that are gone are left out. */
  recent: RecentWorkspace[];
};

/** The open workspace. */
export type WorkspaceInfo = {
  /** The file's name without `.muster`. */
  name: string;
  /** IANA name, e.g. `Europe/Berlin`. */
  time_zone: string;
  /** People in it. */
  people: number;
  /** Events in it. */
  events: number;
  /** Saved segments that are not archived. */
  segments: number;
  /** Grows by one with every change of the data; results of an older generation are stale. */
  generation: number;
};

/** A workspace that was opened before. */
export type RecentWorkspace = {
  /** What `open_recent` takes. */
  handle: number;
  /** The file's name without `.muster`. */
  name: string;
  /** When it was last opened. */
  opened_at: string;
};

/** What values a field or property holds. */
export type ValueKind = "text" | "number" | "bool" | "time" | "list" | "object";

/** What this workspace really holds: the palette and the editors' choices. */
export type Catalog = {
  /** Everyone in the workspace. */
  everyone: number;
  /** The profile's own columns: `user_id`, `email`, `name`, `created_at`, `account_type`. */
  fields: CatalogField[];
  /** User properties, by how many people have them. */
  properties: CatalogProperty[];
  /** Events, by how often they happened. */
  events: CatalogEvent[];
};

/** One profile field. */
export type CatalogField = {
  /** As the rule language names it. */
  field: string;
  /** Text or time. */
  kind: ValueKind;
  /** How many people have a value. */
  people: number;
};

/** One user property. */
export type CatalogProperty = {
  /** Its name; for a nested one, dotted. */
  name: string;
  /** What it mostly holds. */
  kind: ValueKind;
  /** How many people have a current value. */
  people: number;
};

/** One event name. */
export type CatalogEvent = {
  /** As imported. */
  name: string;
  /** How many times it happened up to now. */
  count: number;
  /** The latest one up to now. */
  last_seen: string | null;
  /** Its properties, the most frequent first. */
  properties: CatalogEventProperty[];
};

/** One property of one event. */
export type CatalogEventProperty = {
  /** Its key; for a nested one, dotted. */
  name: string;
  /** What it mostly holds. */
  kind: ValueKind;
  /** How many of the events have it. */
  events: number;
};

/** Whose values `values` looks up. */
export type ValueSource =
  | { of: "field"; field: string }
  | { of: "property"; property: string }
  | { of: "event_property"; event: string; property: string };

/** A real value and how many have it. */
export type ValueCount = {
  /** The value as JSON text: what goes into a rule (`"pro"`, `5`, `true`). */
  json: string;
  /** How it reads. */
  text: string;
  /** People (fields, properties) or events (event properties) that have it. */
  count: number;
};

/** A row of the list of segments. */
export type SegmentRow = {
  /** What the other commands take. */
  id: number;
  /** Its name. */
  name: string;
  /** The rule in plain words. */
  sentence: string;
  /** Conditions in the draft that are not finished yet; the saved rule is then the last finished one. */
  unfinished: number;
  /** When it was last edited. */
  edited_at: string;
  /** Put away; not counted and not offered. */
  archived: boolean;
};

/** How many people a segment has now. */
export type SegmentCount = {
  /** Which segment. */
  id: number;
  /** People in it. */
  people: number;
  /** Everyone. */
  everyone: number;
};

/** A segment opened in the editor. */
export type SegmentDoc = {
  /** Its id. */
  id: number;
  /** Its name. */
  name: string;
  /** The builder's tree as JSON text (`docs/draft.md`). */
  draft: string;
  /** How many times its rule was saved. */
  version: number;
  /** When the draft was last saved. */
  saved_at: string;
};

/** Said after every autosave. */
export type Saved = {
  /** The version that the saved rule now has. */
  version: number;
  /** When. */
  saved_at: string;
  /** False while something in the draft is unfinished: the draft is kept, and the segment's rule stays the last finished one. */
  rule_saved: boolean;
};

/** Asks for the counts of a draft. */
export type CountRequest = {
  /** The builder's tree as JSON text. */
  draft: string;
  /** Grows with every request of the page. A request older than the newest is cancelled. */
  ticket: number;
};

/** How a card or group stands. */
export type NodeState = "exact" | "incomplete" | "muted" | "failed" | "empty";

/** The count of one card or group of the draft. */
export type NodeReport = {
  /** The draft's id of the card or group. */
  id: string;
  /** How it stands. */
  state: NodeState;
  /** People that match it on its own, of everyone. */
  count: number | null;
  /** In the top group, if it is an All group: people left after this and all before it. */
  narrows_to: number | null;
  /** For a negative condition: how many of its people have no value at all. */
  without_value: number | null;
  /** The key that is missing, for `Incomplete` (`value`, `window`, `event` …). */
  missing: string | null;
  /** Why it is `Failed`, or what is missing, in words. */
  message: string | null;
  /** What would be accepted. */
  hint: string | null;
  /** The exact times of its window, if it has one. */
  window: WindowBounds | null;
  /** The condition as an English clause ("plan is not free"). */
  sentence: string | null;
};

/** A window's exact bounds: the first instant in it, and the first instant after it. */
export type WindowBounds = {
  /** The earliest instant inside; none: since ever. */
  from: string | null;
  /** The latest instant inside (never later than now, for events). */
  to: string | null;
};

/** The answer to a `CountRequest`. */
export type CountReport = {
  /** The request's ticket. */
  ticket: number;
  /** The instant it was evaluated at. */
  now: string;
  /** People who match. */
  people: number;
  /** Everyone. */
  everyone: number;
  /** Milliseconds of the evaluation. */
  millis: number;
  /** One for every card and group of the draft. */
  nodes: NodeReport[];
  /** Cards left out because they are unfinished or failed. */
  unfinished: number;
  /** Cards left out because they are muted. */
  muted: number;
  /** The whole rule in plain words. */
  sentence: string;
  /** For a count of 0: the node that brings it to 0, if one does. */
  emptied_by: string | null;
};

/** A statement to show. */
export type SqlText = {
  /** Runs unchanged in the engine's own shell. */
  text: string;
};

/** Asks for people of a draft's result. */
export type MembersRequest = {
  /** The builder's tree as JSON text. */
  draft: string;
  /** Column keys: `user_id`, `email`, `name`, `created_at`, `account_type`, `last_seen`, or `property:NAME`. */
  columns: string[];
  /** The column to sort by; none: in the order of import. */
  sort: SortBy | null;
  /** Rows to skip. */
  offset: number;
  /** Rows wanted, at most 500. */
  limit: number;
};

/** A column and a direction. */
export type SortBy = {
  /** The column's key. */
  column: string;
  /** Largest, latest or last first. */
  descending: boolean;
};

/** A page of people. */
export type MembersPage = {
  /** People in all. */
  total: number;
  /** One row a person: `user_id` first, then the asked columns as they read; none: no value. */
  rows: MemberRow[];
};

/** One person of a page. */
export type MemberRow = {
  /** The person's id. */
  user_id: string;
  /** The asked columns, in order. */
  cells: (string | null)[];
};

/** A column that can be shown or exported. */
export type ColumnChoice = {
  /** Its key (`email`, `property:plan`). */
  key: string;
  /** Its heading in the file. */
  heading: string;
  /** What it holds. */
  kind: ValueKind;
  /** People who have a value. */
  people: number;
};

/** A file chosen or dropped, kept on the Rust side under its handle. */
export type ImportFile = {
  /** What the import commands take. */
  handle: number;
  /** The file's name, without folders. */
  name: string;
  /** Its size in bytes, as a number the page can show. */
  bytes: number;
};

/** What the rows of a file are. */
export type ImportKind = "users" | "events" | "properties" | "consent";

/** What a file looks like before anything is written. */
export type ImportPreview = {
  /** The file. */
  file: ImportFile;
  /** How it was read: "CSV with a header, comma, UTF-8". */
  format: string;
  /** Why that was taken: "the first line has 9 names …". */
  because: string;
  /** What its rows are taken to be. */
  kind: ImportKind;
  /** What else they could be (every kind whose needed columns are there). */
  kinds: ImportKind[];
  /** Its columns. */
  columns: ImportColumn[];
  /** The first 5 rows, as they will be stored, in the order of `columns`. */
  rows: (string | null)[][];
  /** What keeps it from being imported, if anything does. */
  problem: string | null;
};

/** One column of a file. */
export type ImportColumn = {
  /** Its name in the file. */
  name: string;
  /** What it becomes. */
  becomes: ColumnTarget;
  /** What its sampled values mostly are. */
  kind: ValueKind;
  /** Why, in a few words ("known property, same 3 values", "12 of 500 sampled rows are empty"). */
  why: string;
  /** True where it deserves a look. */
  look: boolean;
};

/** What a column of a file becomes. */
export type ColumnTarget =
  | "user_id"
  | "field"
  | "user_property"
  | "event_name"
  | "event_id"
  | "timestamp"
  | "event_property"
  | "properties"
  | "property_name"
  | "property_value"
  | "purpose"
  | "state";

/** Starts an import or its dry run. */
export type ImportRequest = {
  /** The file. */
  handle: number;
  /** What its rows are. */
  kind: ImportKind;
  /** Count, and write nothing. */
  dry_run: boolean;
  /** Chosen by the page; `cancel_job` takes it. */
  job: number;
};

/** Sent while a job runs, at most ten times a second. */
export type JobProgress = {
  /** The job. */
  job: number;
  /** 0 to 1. */
  share: number;
  /** Rows so far. */
  rows: number;
  /** Rejected so far. */
  rejected: number;
  /** Rows each second. */
  rows_per_second: number;
  /** Seconds left, once that can be said. */
  seconds_left: number | null;
  /** True once reading is done and the rest is being written. */
  finishing: boolean;
};

/** How an import went, or would go. */
export type ImportReport = {
  /** Rows read: `added + updated + duplicates + rejected`. */
  read: number;
  /** New people, events, values. */
  added: number;
  /** People or values changed. */
  updated: number;
  /** Rows that change nothing. */
  duplicates: number;
  /** Rows left out. */
  rejected: number;
  /** Why, the most frequent first. */
  reasons: RejectReason[];
  /** The first 20 rejected rows. */
  rejects: RejectedRow[];
  /** How long it took. */
  seconds: number;
  /** People after it. */
  people: number;
  /** Events after it. */
  events: number;
  /** Nothing was written. */
  dry_run: boolean;
};

/** A reason and how many rows it stopped. */
export type RejectReason = {
  /** In words. */
  why: string;
  /** Rows. */
  count: number;
};

/** A row that was left out. */
export type RejectedRow = {
  /** Its line in the file, from 1. */
  line: number;
  /** Why. */
  why: string;
};

/** One finished import, for the Data room. */
export type ImportRecord = {
  /** The file's name. */
  name: string;
  /** What its rows were. */
  kind: ImportKind;
  /** When it ended. */
  at: string;
  /** Rows read. */
  read: number;
  /** Added. */
  added: number;
  /** Updated. */
  updated: number;
  /** Duplicates. */
  duplicates: number;
  /** Rejected. */
  rejected: number;
};

/** Asks for an export; the place is chosen in a native dialog. */
export type ExportRequest = {
  /** The builder's tree as JSON text. One with unfinished cards is refused. */
  draft: string;
  /** The name offered in the dialog, without ending. */
  file_name: string;
  /** Column keys, in order. */
  columns: string[];
  /** Write a leading `'` before text that a spreadsheet would take for a formula. */
  spreadsheet_safe: boolean;
  /** Chosen by the page; `cancel_job` takes it. */
  job: number;
};

/** How an export went. */
export type ExportReport = {
  /** The file's name. */
  name: string;
  /** People written; equals the count. */
  rows: number;
  /** The file's size. */
  bytes: number;
  /** How long it took. */
  seconds: number;
};

-- The workspace as any SQLite from 3.40 on reads it. Tables named muster_… are the program's own; the views below them are
-- what other programs may rely on. Instants are milliseconds since 1970 in UTC.
--
-- The tables that grow with the data have no foreign keys: a parent look-up for every row would be half the cost of an import.
-- `muster-cli check` looks at what the keys would have said.

CREATE TABLE muster_meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: a person's number is never given to another, also after a deletion.
CREATE TABLE muster_users (
  user_no INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL UNIQUE,
  email TEXT,
  name TEXT,
  created_at INTEGER,
  account_type TEXT
) STRICT;

CREATE TABLE muster_event_names (
  name_no INTEGER PRIMARY KEY,
  event_name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE muster_property_names (
  property_no INTEGER PRIMARY KEY,
  property_name TEXT NOT NULL UNIQUE
) STRICT;

-- event_no is the order of import. properties is canonical JSON, NULL for {}. No index: it would be most of the file and of the
-- time of an import; questions scan, and the columnar event index (a later migration brings its table) will answer them.
CREATE TABLE muster_events (
  event_no INTEGER PRIMARY KEY,
  user_no INTEGER NOT NULL,
  name_no INTEGER NOT NULL,
  time INTEGER NOT NULL,
  event_id TEXT,
  properties TEXT
) STRICT;

-- The history of user properties. begins: updated_at, or the import's clock where the row was undated (dated = 0). value NULL: a removal.
-- from_ms and to_ms are derived from the rows of one property of one user: an undated row that is the earliest of them holds since ever.
CREATE TABLE muster_property_values (
  property_no INTEGER NOT NULL,
  user_no INTEGER NOT NULL,
  begins INTEGER NOT NULL,
  dated INTEGER NOT NULL,
  value TEXT,
  from_ms INTEGER,
  to_ms INTEGER,
  PRIMARY KEY (property_no, user_no, begins)
) STRICT, WITHOUT ROWID;

-- Every text that reads as a decimal number or as a time, wherever it occurs. instant: the time had a zone; wall: it had none, and is
-- read in the workspace's.
CREATE TABLE muster_readings (
  text TEXT PRIMARY KEY,
  number REAL,
  instant INTEGER,
  wall INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE muster_segments (
  segment_id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Only ever added to; stays when the segment is deleted, so no key points at it.
CREATE TABLE muster_segment_versions (
  segment_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  definition TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (segment_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE muster_drafts (
  segment_id INTEGER PRIMARY KEY REFERENCES muster_segments (segment_id) ON DELETE CASCADE,
  draft TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  unfinished INTEGER NOT NULL
) STRICT;

CREATE TABLE muster_purposes (
  purpose_no INTEGER PRIMARY KEY,
  purpose TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE muster_consent (
  purpose_no INTEGER NOT NULL,
  user_no INTEGER NOT NULL,
  begins INTEGER NOT NULL,
  dated INTEGER NOT NULL,
  granted INTEGER NOT NULL,
  PRIMARY KEY (purpose_no, user_no, begins)
) STRICT, WITHOUT ROWID;

CREATE TABLE muster_lists (
  list_no INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE muster_list_members (
  list_no INTEGER NOT NULL,
  user_no INTEGER NOT NULL,
  PRIMARY KEY (list_no, user_no)
) STRICT, WITHOUT ROWID;

-- Ids of a list that name nobody yet, kept aside until they appear. key: user_id or email.
CREATE TABLE muster_list_unknown (
  list_no INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (list_no, key, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE muster_tables (
  table_no INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  key_column TEXT
) STRICT;

CREATE TABLE muster_table_columns (
  table_no INTEGER NOT NULL REFERENCES muster_tables (table_no) ON DELETE CASCADE,
  column_no INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('text', 'number', 'bool', 'time')),
  PRIMARY KEY (table_no, column_no),
  UNIQUE (table_no, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE muster_relations (
  relation_no INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  reverse TEXT UNIQUE,
  definition TEXT NOT NULL
) STRICT;

CREATE TABLE muster_imports (
  import_no INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  read INTEGER NOT NULL,
  added INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  sha256 TEXT
) STRICT;

-- An instant as text: whole seconds by integer division downwards, so that no rounding moves a millisecond, before 1970 neither.
-- Texts are sub-selects: a column that nobody asks for costs nothing.

CREATE VIEW users AS
SELECT
  u.user_id AS user_id,
  u.email AS email,
  u.name AS name,
  strftime('%Y-%m-%dT%H:%M:%S', (u.created_at - ((u.created_at % 1000) + 1000) % 1000) / 1000, 'unixepoch')
    || printf('.%03dZ', ((u.created_at % 1000) + 1000) % 1000) AS created_at,
  u.account_type AS account_type,
  u.user_no AS user_no,
  u.created_at AS created_ms
FROM muster_users u;

CREATE VIEW events AS
SELECT
  e.event_id AS event_id,
  (SELECT u.user_id FROM muster_users u WHERE u.user_no = e.user_no) AS user_id,
  (SELECT n.event_name FROM muster_event_names n WHERE n.name_no = e.name_no) AS event_name,
  strftime('%Y-%m-%dT%H:%M:%S', (e.time - ((e.time % 1000) + 1000) % 1000) / 1000, 'unixepoch')
    || printf('.%03dZ', ((e.time % 1000) + 1000) % 1000) AS timestamp,
  coalesce(e.properties, '{}') AS properties,
  e.event_no AS event_no,
  e.user_no AS user_no,
  e.name_no AS name_no,
  e.time AS time_ms
FROM muster_events e;

CREATE VIEW user_property_history AS
SELECT
  (SELECT u.user_id FROM muster_users u WHERE u.user_no = v.user_no) AS user_id,
  (SELECT n.property_name FROM muster_property_names n WHERE n.property_no = v.property_no) AS property_name,
  v.value AS property_value,
  strftime('%Y-%m-%dT%H:%M:%S', (v.from_ms - ((v.from_ms % 1000) + 1000) % 1000) / 1000, 'unixepoch')
    || printf('.%03dZ', ((v.from_ms % 1000) + 1000) % 1000) AS valid_from,
  strftime('%Y-%m-%dT%H:%M:%S', (v.to_ms - ((v.to_ms % 1000) + 1000) % 1000) / 1000, 'unixepoch')
    || printf('.%03dZ', ((v.to_ms % 1000) + 1000) % 1000) AS valid_to,
  v.user_no AS user_no,
  v.property_no AS property_no,
  v.from_ms AS from_ms,
  v.to_ms AS to_ms
FROM muster_property_values v
WHERE v.value IS NOT NULL;

-- Current by the clock of whoever asks.
CREATE VIEW user_properties AS
SELECT
  (SELECT u.user_id FROM muster_users u WHERE u.user_no = v.user_no) AS user_id,
  (SELECT n.property_name FROM muster_property_names n WHERE n.property_no = v.property_no) AS property_name,
  v.value AS property_value,
  strftime('%Y-%m-%dT%H:%M:%S', (v.begins - ((v.begins % 1000) + 1000) % 1000) / 1000, 'unixepoch')
    || printf('.%03dZ', ((v.begins % 1000) + 1000) % 1000) AS updated_at,
  v.user_no AS user_no,
  v.property_no AS property_no
FROM muster_property_values v
WHERE v.value IS NOT NULL
  AND (v.from_ms IS NULL
    OR v.from_ms <= CAST(strftime('%s', 'now') AS INTEGER) * 1000 + CAST(substr(strftime('%f', 'now'), 4) AS INTEGER))
  AND (v.to_ms IS NULL
    OR v.to_ms > CAST(strftime('%s', 'now') AS INTEGER) * 1000 + CAST(substr(strftime('%f', 'now'), 4) AS INTEGER));

CREATE VIEW segments AS
SELECT
  s.name AS name,
  s.definition AS definition,
  strftime('%Y-%m-%dT%H:%M:%S', (s.created_at - ((s.created_at % 1000) + 1000) % 1000) / 1000, 'unixepoch')
    || printf('.%03dZ', ((s.created_at % 1000) + 1000) % 1000) AS created_at,
  strftime('%Y-%m-%dT%H:%M:%S', (s.updated_at - ((s.updated_at % 1000) + 1000) % 1000) / 1000, 'unixepoch')
    || printf('.%03dZ', ((s.updated_at % 1000) + 1000) % 1000) AS updated_at,
  s.segment_id AS segment_id,
  s.version AS version,
  s.archived AS archived
FROM muster_segments s;

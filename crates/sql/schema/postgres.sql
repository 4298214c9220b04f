-- What a statement rendered for PostgreSQL (from 15 on) expects: tables or views of these names and columns. Custom tables
-- stand beside them under their own names, their columns text, double precision, boolean or timestamptz.
-- They have to be tables: their rows are told apart by ctid.
--
-- JSON is of the type json, which keeps a number as it was written: text forms are those of the workspace, where numbers
-- stand as ECMAScript prints them (1e+21, not 1000000000000000000000 as jsonb would have it). Times are cut to milliseconds.

CREATE TABLE users (
  user_id text PRIMARY KEY,
  email text,
  name text,
  created_at timestamptz,
  account_type text
);

CREATE TABLE events (
  -- The order of import: of two events at the same time the one with the greater number is the later.
  event_no bigint PRIMARY KEY,
  event_id text,
  user_id text NOT NULL,
  event_name text NOT NULL,
  timestamp timestamptz NOT NULL,
  -- An object.
  properties json NOT NULL
);

-- Current values. Statements ask user_property_history.
CREATE TABLE user_properties (
  user_id text NOT NULL,
  property_name text NOT NULL,
  property_value json NOT NULL,
  updated_at timestamptz
);

-- Each value of a property over the time it stood, valid_from <= t < valid_to. A removal is a gap.
CREATE TABLE user_property_history (
  user_id text NOT NULL,
  property_name text NOT NULL,
  property_value json NOT NULL,
  -- NULL: since ever.
  valid_from timestamptz,
  -- NULL: still so.
  valid_to timestamptz
);

CREATE TABLE list_members (
  list text NOT NULL,
  user_id text NOT NULL
);

-- At most one record of a user and a purpose at an instant.
CREATE TABLE consent (
  user_id text NOT NULL,
  purpose text NOT NULL,
  -- granted or denied
  state text NOT NULL,
  updated_at timestamptz NOT NULL
);

-- What a statement rendered for PostgreSQL (from 15 on) expects: tables or views of these names and columns, where the search
-- path finds them. Only people in users are ever selected; rows elsewhere about anybody else do no harm.
--
-- JSON is of the type json, which keeps a number as it was written: text forms are those of the workspace, where numbers
-- stand as ECMAScript prints them (1e+21, not 1000000000000000000000 as jsonb would have it). It is canonical (RFC 8785):
-- what is equal is spelled alike. Times are cut to milliseconds.
--
-- Custom tables stand beside them in the schema public, tables and columns under exactly the names they were declared with,
-- upper and lower case as declared. A column's type is that of its declaration: text text,
-- number double precision, bool boolean, time timestamptz. NULL is an absent value. No column is called muster_row. Rows are
-- told apart by ctid: a custom table has to be a table, neither a view nor in partitions.

CREATE TABLE users (
  user_id text PRIMARY KEY,
  email text,
  name text,
  created_at timestamptz,
  account_type text
);

CREATE TABLE events (
  -- The order of import, each number once: of two events at the same time the one with the greater number is the later.
  event_no bigint PRIMARY KEY,
  event_id text,
  user_id text NOT NULL,
  event_name text NOT NULL,
  timestamp timestamptz NOT NULL,
  -- An object.
  properties json NOT NULL
);

-- Current values, for people who look. Statements ask user_property_history alone, for current values too.
CREATE TABLE user_properties (
  user_id text NOT NULL,
  property_name text NOT NULL,
  property_value json NOT NULL,
  updated_at timestamptz
);

-- Each value of a property over the time it stood, valid_from <= t < valid_to: at most one value of a user's property at
-- any instant. A removal is a gap, not a row.
CREATE TABLE user_property_history (
  user_id text NOT NULL,
  property_name text NOT NULL,
  property_value json NOT NULL,
  -- NULL: since ever.
  valid_from timestamptz,
  -- NULL: still so.
  valid_to timestamptz
);

-- Who is on which static list, by the name of the list. A list without rows is empty.
CREATE TABLE list_members (
  list text NOT NULL,
  user_id text NOT NULL
);

-- Every record of consent, not only the latest: the state at an instant is that of the latest record until then, unknown where
-- there is none. At most one record of a user and a purpose at an instant; of several, the one imported last.
CREATE TABLE consent (
  user_id text NOT NULL,
  purpose text NOT NULL,
  -- 'granted' or 'denied'
  state text NOT NULL,
  updated_at timestamptz NOT NULL
);

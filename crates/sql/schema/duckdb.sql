-- What a statement rendered for DuckDB (from 1.5 on) expects: tables or views of these names and columns, in the schema main.
-- Only people in users are ever selected; rows elsewhere about anybody else do no harm.
--
-- JSON is as the workspace has it: canonical (RFC 8785). Times are cut to milliseconds.
--
-- Custom tables stand beside them in the schema main, tables and columns under exactly the names they were declared with,
-- upper and lower case as declared. A column's type is that of its declaration: text VARCHAR,
-- number DOUBLE, bool BOOLEAN, time TIMESTAMPTZ. NULL is an absent value. No column is called muster_row. Rows are told apart
-- by the order in which they are read: a view has to give them in the same order every time.

CREATE TABLE users (
  user_id VARCHAR PRIMARY KEY,
  email VARCHAR,
  name VARCHAR,
  created_at TIMESTAMPTZ,
  account_type VARCHAR
);

CREATE TABLE events (
  -- The order of import, each number once: of two events at the same time the one with the greater number is the later.
  event_no BIGINT PRIMARY KEY,
  event_id VARCHAR,
  user_id VARCHAR NOT NULL,
  event_name VARCHAR NOT NULL,
  timestamp TIMESTAMPTZ NOT NULL,
  -- An object.
  properties JSON NOT NULL
);

-- Current values, for people who look. Statements ask user_property_history alone, for current values too.
CREATE TABLE user_properties (
  user_id VARCHAR NOT NULL,
  property_name VARCHAR NOT NULL,
  property_value JSON NOT NULL,
  updated_at TIMESTAMPTZ
);

-- Each value of a property over the time it stood, valid_from <= t < valid_to: at most one value of a user's property at
-- any instant. A removal is a gap, not a row.
CREATE TABLE user_property_history (
  user_id VARCHAR NOT NULL,
  property_name VARCHAR NOT NULL,
  property_value JSON NOT NULL,
  -- NULL: since ever.
  valid_from TIMESTAMPTZ,
  -- NULL: still so.
  valid_to TIMESTAMPTZ
);

-- Who is on which static list, by the name of the list. A list without rows is empty.
CREATE TABLE list_members (
  list VARCHAR NOT NULL,
  user_id VARCHAR NOT NULL
);

-- Every record of consent, not only the latest: the state at an instant is that of the latest record until then, unknown where
-- there is none. At most one record of a user and a purpose at an instant; of several, the one imported last.
CREATE TABLE consent (
  user_id VARCHAR NOT NULL,
  purpose VARCHAR NOT NULL,
  -- 'granted' or 'denied'
  state VARCHAR NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);

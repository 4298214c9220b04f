-- What a statement rendered for DuckDB (from 1.5 on) expects: tables or views of these names and columns. Custom tables
-- stand beside them under their own names, their columns VARCHAR, DOUBLE, BOOLEAN or TIMESTAMPTZ.
--
-- JSON is as the workspace has it: canonical (RFC 8785). Times are cut to milliseconds.

CREATE TABLE users (
  user_id VARCHAR PRIMARY KEY,
  email VARCHAR,
  name VARCHAR,
  created_at TIMESTAMPTZ,
  account_type VARCHAR
);

CREATE TABLE events (
  -- The order of import: of two events at the same time the one with the greater number is the later.
  event_no BIGINT PRIMARY KEY,
  event_id VARCHAR,
  user_id VARCHAR NOT NULL,
  event_name VARCHAR NOT NULL,
  timestamp TIMESTAMPTZ NOT NULL,
  -- An object.
  properties JSON NOT NULL
);

-- Current values. Statements ask user_property_history.
CREATE TABLE user_properties (
  user_id VARCHAR NOT NULL,
  property_name VARCHAR NOT NULL,
  property_value JSON NOT NULL,
  updated_at TIMESTAMPTZ
);

-- Each value of a property over the time it stood, valid_from <= t < valid_to. A removal is a gap.
CREATE TABLE user_property_history (
  user_id VARCHAR NOT NULL,
  property_name VARCHAR NOT NULL,
  property_value JSON NOT NULL,
  -- NULL: since ever.
  valid_from TIMESTAMPTZ,
  -- NULL: still so.
  valid_to TIMESTAMPTZ
);

CREATE TABLE list_members (
  list VARCHAR NOT NULL,
  user_id VARCHAR NOT NULL
);

-- At most one record of a user and a purpose at an instant.
CREATE TABLE consent (
  user_id VARCHAR NOT NULL,
  purpose VARCHAR NOT NULL,
  -- granted or denied
  state VARCHAR NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);

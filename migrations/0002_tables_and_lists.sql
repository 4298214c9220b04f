-- What custom tables, lists and consent need beyond the first step.
--
-- A custom table's rows lie in muster_table_N, which is made when the table is declared, with row_no, c1, c2 … for the values and t1, t2 …
-- for the text forms of those that are no texts; the table's own name is a view of it.

-- The way back may have the same name where it starts at other rows.
CREATE TABLE muster_relations_new (
  relation_no INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL
) STRICT;
INSERT INTO muster_relations_new (relation_no, name, definition) SELECT relation_no, name, definition FROM muster_relations;
DROP TABLE muster_relations;
ALTER TABLE muster_relations_new RENAME TO muster_relations;

CREATE VIEW muster_list_people AS
SELECT
  l.name AS list_name,
  m.user_no AS user_no,
  (SELECT u.user_id FROM muster_users u WHERE u.user_no = m.user_no) AS user_id
FROM muster_lists l
JOIN muster_list_members m ON m.list_no = l.list_no;

-- A record stands until the next of its purpose and user begins.
CREATE VIEW muster_consent_records AS
SELECT
  p.purpose AS purpose,
  c.user_no AS user_no,
  c.begins AS from_ms,
  (SELECT min(n.begins) FROM muster_consent n
   WHERE n.purpose_no = c.purpose_no AND n.user_no = c.user_no AND n.begins > c.begins) AS to_ms,
  c.granted AS granted,
  (SELECT u.user_id FROM muster_users u WHERE u.user_no = c.user_no) AS user_id
FROM muster_consent c
JOIN muster_purposes p ON p.purpose_no = c.purpose_no;

-- Rows of a list's file whose id names nobody yet.
ALTER TABLE muster_imports ADD COLUMN unknown INTEGER NOT NULL DEFAULT 0;

"""Writes a workspace's tables as JSON: what its views show, every value as other engines take it."""
import json
import sqlite3
import sys

# Views whose columns every engine's schema file has too, and what those hold.
VIEWS = {
    "users": {"user_id": "text", "email": "text", "name": "text", "created_at": "time", "account_type": "text"},
    "events": {
        "event_no": "whole",
        "event_id": "text",
        "user_id": "text",
        "event_name": "text",
        "timestamp": "time",
        "properties": "json",
    },
    "user_properties": {"user_id": "text", "property_name": "text", "property_value": "json", "updated_at": "time"},
    "user_property_history": {
        "user_id": "text",
        "property_name": "text",
        "property_value": "json",
        "valid_from": "time",
        "valid_to": "time",
    },
}
# What has no view of the contract: by the tables themselves.
QUERIES = {
    "list_members": (
        {"list": "text", "user_id": "text"},
        "SELECT l.name AS list, u.user_id FROM muster_list_members m JOIN muster_lists l USING (list_no) JOIN muster_users u USING (user_no)",
    ),
    "consent": (
        {"user_id": "text", "purpose": "text", "state": "text", "updated_at": "time"},
        """SELECT u.user_id, p.purpose, CASE c.granted WHEN 1 THEN 'granted' ELSE 'denied' END AS state,
             strftime('%Y-%m-%dT%H:%M:%S', (c.begins - ((c.begins % 1000) + 1000) % 1000) / 1000, 'unixepoch')
               || printf('.%03dZ', ((c.begins % 1000) + 1000) % 1000) AS updated_at
           FROM muster_consent c JOIN muster_purposes p USING (purpose_no) JOIN muster_users u USING (user_no)""",
    ),
}


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def table(connection, name, columns, query, custom):
    rows = []
    for row in connection.execute(query):
        row = {column: value for column, value in zip(columns, row) if value is not None}
        for column, kind in columns.items():
            if kind == "bool" and column in row:
                row[column] = row[column] in (1, "true")
        rows.append(row)
    return {"name": name, "custom": custom, "columns": list(columns.items()), "rows": rows}


connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
tables = [table(connection, name, columns, f"SELECT {', '.join(columns)} FROM {name}", False) for name, columns in VIEWS.items()]
tables += [table(connection, name, columns, query, False) for name, (columns, query) in QUERIES.items()]
for number, name in connection.execute("SELECT table_no, name FROM muster_tables ORDER BY table_no").fetchall():
    columns = dict(
        connection.execute("SELECT name, type FROM muster_table_columns WHERE table_no = ? ORDER BY column_no", (number,)).fetchall()
    )
    query = f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(name)}"
    tables.append(table(connection, name, columns, query, True))
json.dump(tables, sys.stdout, ensure_ascii=True)

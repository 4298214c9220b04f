"""DuckDB behind JSON lines: one request a line on standard input, one answer a line on standard output, until the input ends."""
import json
import os
import sys
import threading

import duckdb

# Longer than any test's statement takes; one that runs on is interrupted and said so.
LONGEST = 120


def connect():
    config = {"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET enable_progress_bar = false")
    # A zone of an odd offset: a statement that leaned on the session's would be found out.
    connection.execute("SET TimeZone = 'Asia/Kathmandu'")
    return connection


def load(request):
    connection = connect()
    connection.execute(request["schema"])
    for table in request["tables"]:
        for statement in table["create"]:
            connection.execute(statement)
        connection.execute(table["insert"], [table["rows"]])
    return connection


def answer(connection, statement):
    timer = threading.Timer(LONGEST, connection.interrupt)
    timer.start()
    try:
        return {"rows": [row[0] for row in connection.execute(statement).fetchall()]}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    finally:
        timer.cancel()


# The answers alone go where they are read; what DuckDB itself prints, a bar of its progress say, goes to the diagnostics.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
connection = connect()
for line in sys.stdin:
    request = json.loads(line)
    if "run" in request:
        reply = [answer(connection, statement) for statement in request["run"]]
    else:
        try:
            connection = load(request)
            reply = None
        except Exception as error:
            reply = f"{type(error).__name__}: {error}"
    answers.write(json.dumps(reply) + "\n")
    answers.flush()

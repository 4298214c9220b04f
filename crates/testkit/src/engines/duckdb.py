"""DuckDB behind JSON lines: one request a line on standard input, one answer a line on standard output, until the input ends."""
import json
import sys
import threading

import duckdb

# Longer than any test's statement takes; one that runs on is interrupted and said so.
LONGEST = 120


def connect():
    config = {"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
    connection = duckdb.connect(":memory:", config=config)
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
    sys.stdout.write(json.dumps(reply) + "\n")
    sys.stdout.flush()

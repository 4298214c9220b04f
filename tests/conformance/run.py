#!/usr/bin/env python3
"""Runs the conformance cases against muster-cli: both engines, and the rendered SQL in stock SQLite.

usage: run.py MUSTER_CLI [--kinds KIND,KIND…] [CASE_FILE_OR_FOLDER...]      with --kinds, only cases that use no other kind; the others are printed as skipped

Cases that pending.json lists wait for kinds or keys still to come; they are counted apart.
"""
import csv
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
IDENTITY = ("user_id", "email", "name", "created_at", "account_type")
PENDING = json.loads((HERE / "pending.json").read_text())
NEEDS_PROGRAM = ('"matches"', '"not_matches"')


class Failed(Exception):
    def __init__(self, args, code, stderr):
        super().__init__(f"{' '.join(map(str, args))}: exit {code}: {stderr.strip()[-600:]}")
        self.code, self.stderr = code, stderr


def run(cli, *args, stdin=None):
    try:
        done = subprocess.run([cli, *map(str, args)], input=stdin, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        raise Failed(args, "none within 120 s", "") from None
    if done.returncode:
        raise Failed(args, done.returncode, done.stderr)
    return done.stdout


def load(cli, world, folder):
    """Imports one world through the command line; returns its workspace file."""
    db = folder / "case.muster"
    run(cli, "new", db, "--tz", world.get("tz", "UTC"))
    if world.get("tables"):
        (folder / "tables.json").write_text(json.dumps(world["tables"]))
        run(cli, "table", db, "define", folder / "tables.json")
    for kind, rows in (("users", world.get("users")), ("events", world.get("events")),
                       ("properties", world.get("history")), ("consent", world.get("consent"))):
        if rows:
            path = folder / f"{kind}.ndjson"
            path.write_text("".join(json.dumps(row) + "\n" for row in rows))
            run(cli, "import", db, path, "--as", kind, "--json", "--now", world["now"])
    for table, rows in world.get("rows", {}).items():
        path = folder / f"{table}.ndjson"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        run(cli, "import", db, path, "--as", f"table:{table}", "--json", "--now", world["now"])
    for name, ids in world.get("lists", {}).items():
        path = folder / f"{name}.csv"
        with path.open("w", newline="") as out:
            csv.writer(out).writerows([["user_id"], *[[i] for i in ids]])
        run(cli, "import", db, path, "--as", f"list:{name}", "--json", "--now", world["now"])
    for name, rule in world.get("segments", {}).items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps({"muster": 1, "name": name, "where": rule}))
        run(cli, "segment", db, "save", path)
    return db


def stock_sqlite(db, statement):
    with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as connection:
        return sorted(str(row[0]) for row in connection.execute(statement))


def kinds_of(rule):
    if isinstance(rule, dict):
        return {rule["kind"]} | set().union(*map(kinds_of, rule.values())) if "kind" in rule else set().union(*map(kinds_of, rule.values()))
    return set().union(*map(kinds_of, rule)) if isinstance(rule, list) else set()


def check(cli, path, kinds):
    content = json.loads(path.read_text())
    worlds = content.get("worlds", [content])
    if kinds:
        for world in worlds:
            wanted = [case for case in world["cases"] if kinds_of(case["rule"]) | kinds_of(world.get("segments", {})) <= kinds]
            for case in world["cases"]:
                if case not in wanted:
                    print(f"skipped {path.name}: {case['name']}")
            world["cases"] = wanted
        worlds = [world for world in worlds if world["cases"]]
    for world in worlds:
        world["cases"] = [case for case in world["cases"] if f"{path.name}: {case['name']}" not in PENDING]
        used = set().union(*(kinds_of(case["rule"]) for case in world["cases"]))
        for needed_by, keys in (("related", ("tables", "rows")), ("list", ("lists",)), ("segment", ("segments",))):
            if needed_by not in used:
                for key in keys:
                    world.pop(key, None)
    worlds = [world for world in worlds if world["cases"]]
    totals = [check_world(cli, path, world) for world in worlds]
    return sum(t[0] for t in totals), sum(t[1] for t in totals)


def check_world(cli, path, world):
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        try:
            db = load(cli, world, folder)
        except Failed as why:
            print(f"FAIL {path.name}: could not load: {why}")
            return 0, len(world["cases"])
        for case in world["cases"]:
            text, want = json.dumps(case["rule"]), sorted(case.get("members", []))
            clock = ["--rule", "-", "--now", case.get("now", world["now"])]
            problems = []
            try:
                if case.get("error"):
                    try:
                        run(cli, "count", db, *clock, "--json", stdin=text)
                        problems.append("accepted a rule that is an error")
                    except Failed as why:
                        if why.code != 1:
                            problems.append(f"refused with another code than 1: {why}")
                        elif case["error"] not in why.stderr:
                            problems.append(f"the message lacks {case['error']!r}: {why}")
                else:
                    for engine in ("sql", "index"):
                        got = run(cli, "members", db, *clock, "--engine", engine, stdin=text).split("\n")
                        got = sorted(line for line in got if line)
                        if got != want:
                            problems.append(f"{engine}: {got} instead of {want}")
                    count = json.loads(run(cli, "count", db, *clock, "--json", stdin=text))["count"]
                    if count != len(want):
                        problems.append(f"count {count} instead of {len(want)}")
                    if not any(word in text for word in NEEDS_PROGRAM) and not case.get("program_only"):
                        got = stock_sqlite(db, run(cli, "sql", db, *clock, "--dialect", "sqlite", stdin=text))
                        if got != want:
                            problems.append(f"stock sqlite: {got} instead of {want}")
            except Exception as why:  # a case must not hide the ones after it
                problems.append(f"{type(why).__name__}: {why}")
            if problems:
                failed += 1
                for problem in problems:
                    print(f"FAIL {path.name}: {case['name']}: {problem}")
            else:
                passed += 1
    return passed, failed


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    rest, kinds = sys.argv[2:], set()
    if "--kinds" in rest:
        at = rest.index("--kinds")
        kinds = set(rest[at + 1].split(","))
        del rest[at:at + 2]
    targets = [pathlib.Path(a) for a in rest] or [HERE]
    files = sorted(f for t in targets for f in (t.glob("*.json") if t.is_dir() else [t]) if f.name != "pending.json")
    totals = [check(str(pathlib.Path(sys.argv[1]).resolve()), f, kinds) for f in files]
    passed, failed = sum(t[0] for t in totals), sum(t[1] for t in totals)
    print(f"{len(PENDING)} cases wait for kinds and keys still to come (pending.json)")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()

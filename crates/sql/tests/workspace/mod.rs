//! A workspace file as small as a statement needs it, filled from a [`World`], asked by the bundled SQLite and by the
//! `sqlite3` of the system.

mod tables;

use muster_rules::data::{PropertyRow, Row};
use muster_rules::document::parse_rule;
use muster_rules::plan::Plan;
use muster_rules::resolve::resolve;
use muster_rules::sentence::{sentence, Words};
use muster_rules::time::{format_instant, read_time, Millis, StoredTime, Zone};
use muster_rules::value::read_decimal;
use muster_sql::{render, SqliteDialect};
use muster_testkit::World;
use rusqlite::functions::FunctionFlags;
use rusqlite::{params, Connection};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::process::{Command, Stdio};

const SCHEMA: &str = "
CREATE TABLE u (user_no INTEGER PRIMARY KEY, user_id TEXT UNIQUE, email TEXT, name TEXT, created_ms INTEGER, created_at TEXT, account_type TEXT);
CREATE TABLE e (event_no INTEGER PRIMARY KEY, user_no INTEGER, name_no INTEGER, time_ms INTEGER, timestamp TEXT, properties TEXT);
CREATE TABLE h (user_no INTEGER, property_no INTEGER, value TEXT, from_ms INTEGER, to_ms INTEGER);
CREATE TABLE muster_event_names (name_no INTEGER PRIMARY KEY, event_name TEXT UNIQUE);
CREATE TABLE muster_property_names (property_no INTEGER PRIMARY KEY, property_name TEXT UNIQUE);
CREATE TABLE muster_readings (text TEXT PRIMARY KEY, number REAL, instant INTEGER, wall INTEGER) WITHOUT ROWID;
CREATE VIEW users AS SELECT user_id, email, name, created_at, account_type, user_no, created_ms FROM u;
CREATE VIEW events AS SELECT NULL AS event_id, (SELECT user_id FROM u WHERE u.user_no = e.user_no) AS user_id,
  (SELECT n.event_name FROM muster_event_names n WHERE n.name_no = e.name_no) AS event_name, timestamp, properties, event_no, user_no, name_no, time_ms FROM e;
CREATE VIEW user_property_history AS SELECT (SELECT user_id FROM u WHERE u.user_no = h.user_no) AS user_id,
  (SELECT p.property_name FROM muster_property_names p WHERE p.property_no = h.property_no) AS property_name, value AS property_value,
  NULL AS valid_from, NULL AS valid_to, user_no, property_no, from_ms, to_ms FROM h;
CREATE INDEX h_by_property ON h (property_no);
CREATE TABLE muster_list_people (list_name TEXT, user_no INTEGER);
CREATE TABLE muster_consent_records (purpose TEXT, user_no INTEGER, from_ms INTEGER, to_ms INTEGER, granted INTEGER);
";

/// When a property's value began, whether that is the import's clock alone, and the value; `None` removes.
type Began = (Millis, bool, Option<String>);

/// A filled workspace file.
pub struct Workspace {
    folder: tempfile::TempDir,
    connection: Connection,
    users: BTreeMap<String, i64>,
}

impl Workspace {
    /// An empty one.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join("w.muster")).unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        connection
            .create_scalar_function("lower", 1, flags, |context| {
                Ok(context.get::<Option<String>>(0)?.map(|text| muster_rules::text::fold(&text)))
            })
            .unwrap();
        connection
            .create_scalar_function("regexp", 2, flags, |context| {
                let (pattern, text) = (context.get::<String>(0)?, context.get::<String>(1)?);
                Ok(regex::Regex::new(&pattern).unwrap().is_match(&text))
            })
            .unwrap();
        Workspace { folder, connection, users: BTreeMap::new() }
    }

    /// One with a world's rows.
    pub fn of(world: &World) -> Self {
        let mut workspace = Workspace::new();
        let zone = Zone::parse(&world.tz).unwrap();
        let clock = world.import_clock_millis().unwrap();
        let mut history: BTreeMap<(i64, String), Vec<Began>> = BTreeMap::new();
        let mut consent: BTreeMap<(String, i64), BTreeMap<Millis, bool>> = BTreeMap::new();
        let mut seen = HashSet::new();
        workspace.connection.execute_batch("BEGIN").unwrap();
        for row in world.rows().unwrap() {
            match row {
                Row::User(row) => {
                    let user = workspace.user(&row.user_id);
                    let created = row.created_at.map(|time| time.instant(zone));
                    workspace
                        .connection
                        .execute(
                            "UPDATE u SET email = coalesce(?2, email), name = coalesce(?3, name), created_ms = coalesce(?4, created_ms),
                             created_at = coalesce(?5, created_at), account_type = coalesce(?6, account_type) WHERE user_no = ?1",
                            params![user, row.email, row.name, created, created.map(format_instant), row.account_type],
                        )
                        .unwrap();
                    for text in [&row.email, &row.name, &row.account_type].into_iter().flatten() {
                        workspace.read(text);
                    }
                    for (name, value) in row.properties {
                        history.entry((user, name)).or_default().push((clock, true, Some(value)));
                    }
                }
                Row::Event(row) => {
                    if let Some(id) = &row.event_id {
                        if !seen.insert((id.clone(), row.user_id.clone(), row.event_name.clone(), row.timestamp.instant(zone))) {
                            continue;
                        }
                    }
                    let user = workspace.user(&row.user_id);
                    let name = workspace.named("muster_event_names", "name_no", "event_name", &row.event_name);
                    let at = row.timestamp.instant(zone);
                    workspace
                        .connection
                        .prepare_cached("INSERT INTO e (user_no, name_no, time_ms, timestamp, properties) VALUES (?1, ?2, ?3, ?4, ?5)")
                        .unwrap()
                        .execute(params![user, name, at, format_instant(at), row.properties])
                        .unwrap();
                    workspace.read(&row.event_name);
                    workspace.read_json(&row.properties);
                }
                Row::Property(PropertyRow { user_id, property_name, property_value, updated_at }) => {
                    let user = workspace.user(&user_id);
                    let at = updated_at.map_or(clock, |time| time.instant(zone));
                    history.entry((user, property_name)).or_default().push((at, updated_at.is_none(), property_value));
                }
                Row::Consent(row) => {
                    let user = workspace.user(&row.user_id);
                    let at = row.updated_at.map_or(clock, |time| time.instant(zone));
                    consent.entry((row.purpose, user)).or_default().insert(at, row.granted);
                }
                Row::List(_) | Row::Table(_) => {}
            }
        }
        workspace.fill_tables(world, zone);
        for list in world.lists.keys() {
            for id in world.lists.get(list).into_iter().flatten().collect::<std::collections::BTreeSet<_>>() {
                if let Some(user) = workspace.users.get(id) {
                    workspace.connection.execute("INSERT INTO muster_list_people VALUES (?1, ?2)", params![list, user]).unwrap();
                }
            }
        }
        for ((purpose, user), records) in consent {
            let ends = records.keys().skip(1).map(Some).chain([None]);
            for ((from, granted), to) in records.iter().zip(ends) {
                workspace
                    .connection
                    .execute("INSERT INTO muster_consent_records VALUES (?1, ?2, ?3, ?4, ?5)", params![purpose, user, from, to, granted])
                    .unwrap();
            }
        }
        for ((user, name), values) in history {
            workspace.keep_history(user, &name, values);
        }
        workspace.connection.execute_batch("COMMIT").unwrap();
        workspace
    }

    fn keep_history(&mut self, user: i64, name: &str, mut values: Vec<Began>) {
        let property = self.named("muster_property_names", "property_no", "property_name", name);
        values.sort_by_key(|(at, ..)| *at);
        let mut kept: Vec<Began> = Vec::new();
        for value in values {
            if kept.last().is_some_and(|last| last.0 == value.0) {
                kept.pop();
            }
            kept.push(value);
        }
        for (i, (at, undated, value)) in kept.iter().enumerate() {
            let Some(value) = value else { continue };
            let from = (i > 0 || !undated).then_some(*at);
            let to = kept.get(i + 1).map(|next| next.0);
            self.connection.execute("INSERT INTO h VALUES (?1, ?2, ?3, ?4, ?5)", params![user, property, value, from, to]).unwrap();
            self.read_json(value);
        }
    }

    fn user(&mut self, user_id: &str) -> i64 {
        if let Some(user) = self.users.get(user_id) {
            return *user;
        }
        self.connection.execute("INSERT INTO u (user_id) VALUES (?1)", [user_id]).unwrap();
        let user = self.connection.last_insert_rowid();
        self.users.insert(user_id.to_owned(), user);
        self.read(user_id);
        user
    }

    fn named(&self, table: &str, number: &str, column: &str, name: &str) -> i64 {
        self.connection.execute(&format!("INSERT OR IGNORE INTO {table} ({column}) VALUES (?1)"), [name]).unwrap();
        self.connection.query_row(&format!("SELECT {number} FROM {table} WHERE {column} = ?1"), [name], |row| row.get(0)).unwrap()
    }

    fn read(&self, text: &str) {
        let (number, time) = (read_decimal(text), read_time(text));
        if number.is_none() && time.is_none() {
            return;
        }
        let instant = time.and_then(|time| if let StoredTime::Instant(at) = time { Some(at) } else { None });
        let wall = time.and_then(|time| if let StoredTime::Wall(at) = time { Some(at) } else { None });
        self.connection
            .execute("INSERT OR IGNORE INTO muster_readings VALUES (?1, ?2, ?3, ?4)", params![text, number, instant, wall])
            .unwrap();
    }

    fn read_json(&self, json: &str) {
        let mut texts = HashSet::new();
        collect(&serde_json::from_str(json).unwrap(), &mut texts);
        texts.iter().for_each(|text| self.read(text));
    }

    /// Whom a statement selects in the bundled SQLite, sorted.
    pub fn bundled(&self, sql: &str) -> Result<Vec<String>, String> {
        let mut statement = self.connection.prepare(sql).map_err(|why| why.to_string())?;
        let rows = statement.query_map([], |row| row.get(0)).map_err(|why| why.to_string())?;
        let mut ids = rows.collect::<Result<Vec<String>, _>>().map_err(|why| why.to_string())?;
        ids.sort();
        Ok(ids)
    }

    /// Whom each statement selects in the system's `sqlite3`, sorted; `None` where there is none.
    pub fn stock(&self, statements: &[String]) -> Option<Result<Vec<Vec<String>>, String>> {
        let mut shell = Command::new("sqlite3")
            .args(["-batch", "-json", "-bail", "-readonly"])
            .arg(self.folder.path().join("w.muster"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .ok()?;
        let script: String = statements.iter().map(|sql| format!("{sql}\n.print =====\n")).collect();
        let mut input = shell.stdin.take().unwrap();
        let writer = std::thread::spawn(move || {
            // A shell that gave up has said why.
            let _ = input.write_all(script.as_bytes());
        });
        let output = shell.wait_with_output().unwrap();
        writer.join().unwrap();
        if !output.status.success() || !output.stderr.is_empty() {
            return Some(Err(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        let text = String::from_utf8(output.stdout).unwrap();
        let answers = text.split("=====\n").take(statements.len()).map(|rows| {
            let rows: Vec<Value> = if rows.trim().is_empty() { Vec::new() } else { serde_json::from_str(rows).unwrap() };
            let mut ids: Vec<String> = rows.iter().map(|row| row["user_id"].as_str().unwrap().to_owned()).collect();
            ids.sort();
            ids
        });
        Some(Ok(answers.collect()))
    }

    /// A connection to the file in the bundled SQLite.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }
}

/// A rule's plan in a world, and its sentence.
pub fn plan(world: &World, rule: &Value) -> Result<(Plan, String), String> {
    let catalog = world.catalog()?;
    let rule = parse_rule(&rule.to_string(), &catalog).map_err(|why| why.to_string())?;
    let (now, zone) = (world.now_millis()?, Zone::parse(&world.tz).ok_or("no zone")?);
    let plan = resolve(&rule, &catalog, now, zone).map_err(|why| why.to_string())?;
    Ok((plan, sentence(&rule, &Words::new(now, zone))))
}

/// A rule's statement in a world.
pub fn statement(world: &World, rule: &Value) -> Result<String, String> {
    let (plan, sentence) = plan(world, rule)?;
    render(&plan, &sentence, &SqliteDialect).map_err(|why| why.to_string())
}

/// Whether a statement says that it needs the program.
pub fn needs_program(sql: &str) -> bool {
    sql.contains("\n-- needs the program")
}

fn collect(value: &Value, texts: &mut HashSet<String>) {
    match value {
        Value::String(text) => {
            texts.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(map) => map.values().for_each(|item| collect(item, texts)),
        _ => {}
    }
}

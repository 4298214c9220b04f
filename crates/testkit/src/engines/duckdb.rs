//! DuckDB: its Python package in the virtual environment that `scripts/setup test` makes, driven by one process.

use super::{ColumnKind, Engine, Rows};
use serde_json::{json, Map, Value};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const SCRIPT: &str = include_str!("duckdb.py");

/// DuckDB in memory. Ends when dropped.
pub struct DuckDb {
    process: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    schema: String,
}

/// The Python of the virtual environment at the root of the repository.
pub(crate) fn python() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.venv/bin/python")
}

impl DuckDb {
    /// Starts one; `schema` creates the tables that every workspace has.
    pub fn start(schema: &str) -> Result<DuckDb, String> {
        let missing = |why: String| format!("DuckDB cannot be started ({why}): run scripts/setup test");
        let mut process = Command::new(python())
            .args(["-I", "-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|why| missing(why.to_string()))?;
        let requests = process.stdin.take();
        let answers = process.stdout.take().ok_or_else(|| missing("no answers".to_owned()))?;
        Ok(DuckDb { process, requests, answers: BufReader::new(answers), schema: schema.to_owned() })
    }

    fn ask(&mut self, request: &Value) -> Result<Value, String> {
        let requests = self.requests.as_mut().ok_or("DuckDB has ended")?;
        writeln!(requests, "{request}").and_then(|()| requests.flush()).map_err(|why| format!("DuckDB has ended: {why}"))?;
        let mut line = String::new();
        let read = self.answers.read_line(&mut line).map_err(|why| why.to_string())?;
        if read == 0 {
            return Err("DuckDB has ended; what it said is above".to_owned());
        }
        serde_json::from_str(&line).map_err(|why| format!("{why}: {line}"))
    }
}

impl Engine for DuckDb {
    fn name(&self) -> &'static str {
        "DuckDB"
    }

    fn load(&mut self, rows: &Rows) -> Result<(), String> {
        let tables: Vec<Value> = rows
            .tables
            .iter()
            .map(|table| {
                let name = quoted(&table.name);
                let columns: Vec<String> =
                    table.columns.iter().map(|(name, kind)| format!("{} {}", quoted(name), sql_type(*kind))).collect();
                let create = if table.custom { vec![format!("CREATE TABLE {name} ({})", columns.join(", "))] } else { Vec::new() };
                let names: Vec<String> = table.columns.iter().map(|(name, _)| quoted(name)).collect();
                // JSON stays as it is spelled: it is carried as text.
                let shape: Map<String, Value> = table
                    .columns
                    .iter()
                    .map(|(name, kind)| (name.clone(), if *kind == ColumnKind::Json { "VARCHAR" } else { sql_type(*kind) }.into()))
                    .collect();
                let shape = json!([shape]).to_string().replace('\'', "''");
                let values: Vec<String> = names.iter().map(|name| format!("row.{name}")).collect();
                let names = names.join(", ");
                let insert = format!(
                    "INSERT INTO {name} ({names}) SELECT {} FROM (SELECT unnest(from_json($1, '{shape}')) AS row)",
                    values.join(", ")
                );
                json!({"create": create, "insert": insert, "rows": table.json()})
            })
            .collect();
        match self.ask(&json!({"schema": self.schema, "tables": tables}))? {
            Value::Null => Ok(()),
            why => Err(format!("DuckDB: {}", why.as_str().unwrap_or_default())),
        }
    }

    fn run(&mut self, statements: &[String]) -> Vec<Result<Vec<String>, String>> {
        let answers = match self.ask(&json!({ "run": statements })) {
            Ok(Value::Array(answers)) if answers.len() == statements.len() => answers,
            Ok(other) => return vec![Err(format!("not the answers asked for: {other}")); statements.len()],
            Err(why) => return vec![Err(why); statements.len()],
        };
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let read = |answer: &Value| match answer["rows"].as_array() {
            Some(rows) => Ok(rows.iter().map(text).collect()),
            None => Err(text(&answer["error"])),
        };
        answers.iter().map(read).collect()
    }
}

impl Drop for DuckDb {
    fn drop(&mut self) {
        // Its input ends, and it with that.
        self.requests = None;
        if self.process.wait().is_err() {
            let _ = self.process.kill();
        }
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn sql_type(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "VARCHAR",
        ColumnKind::Time => "TIMESTAMPTZ",
        ColumnKind::Json => "JSON",
        ColumnKind::Number => "DOUBLE",
        ColumnKind::Bool => "BOOLEAN",
        ColumnKind::Whole => "BIGINT",
    }
}

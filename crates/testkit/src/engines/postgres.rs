//! PostgreSQL: a server of the test's own, as a user that is not root.

use super::wire::Connection;
use super::{ColumnKind, Engine, Rows};
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::OnceLock;

const SCRIPT: &str = include_str!("postgres.sh");

/// A connection to the server that all tests of a binary share, with a schema of its own.
pub struct Postgres {
    connection: Connection,
    namespace: String,
    schema: String,
}

/// A server, for as long as the process lives: its standard input is ours, and it ends with that.
struct Server {
    folder: PathBuf,
    _process: Child,
}

static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
static NAMESPACES: AtomicU32 = AtomicU32::new(0);

impl Server {
    fn start() -> Result<Server, String> {
        // PostgreSQL refuses to run as root; Debian's package makes a user for it.
        let is_root = Path::new("/proc/self").exists() && owner("/proc/self") == Some(0);
        let mut command = if is_root {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        let failed = |why: String| format!("PostgreSQL cannot be started: {why}");
        // A group of its own: what interrupts the tests at a keyboard leaves it the time to clean up.
        let mut process = command
            .args(["-c", SCRIPT])
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|why| failed(why.to_string()))?;
        let said = process.stdout.take().ok_or_else(|| failed("it says nothing".to_owned()))?;
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line).map_err(|why| failed(why.to_string()))?;
        let folder = PathBuf::from(line.trim_end());
        if !folder.is_absolute() {
            return Err(failed(line));
        }
        Ok(Server { folder, _process: process })
    }
}

fn owner(path: &str) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|metadata| metadata.uid())
}

impl Postgres {
    /// Connects to the tests' server, started by the first who asks; `schema` creates the tables that every workspace has.
    pub fn start(schema: &str) -> Result<Postgres, String> {
        let server = SERVER.get_or_init(Server::start).as_ref().map_err(String::clone)?;
        let namespace = format!("w{}", NAMESPACES.fetch_add(1, Ordering::SeqCst));
        Ok(Postgres { connection: Connection::open(&server.folder)?, namespace, schema: schema.to_owned() })
    }
}

impl Engine for Postgres {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn load(&mut self, rows: &Rows) -> Result<(), String> {
        let space = &self.namespace;
        // One round trip, and one transaction.
        let mut script = format!(
            "SET client_min_messages = error; DROP SCHEMA IF EXISTS {space} CASCADE; CREATE SCHEMA {space}; SET search_path = {space};\n{}\n",
            self.schema
        );
        for table in &rows.tables {
            let name = quoted(&table.name);
            let list = |each: &dyn Fn(&str, ColumnKind) -> String| {
                table.columns.iter().map(|(name, kind)| each(&quoted(name), *kind)).collect::<Vec<String>>().join(", ")
            };
            if table.custom {
                script.push_str(&format!("CREATE TABLE {name} ({});\n", list(&|name, kind| format!("{name} {}", sql_type(kind)))));
            }
            // JSON stays as it is spelled: it is carried as text.
            let carried = |kind: ColumnKind| if matches!(kind, ColumnKind::Json | ColumnKind::Time) { "text" } else { sql_type(kind) };
            script.push_str(&format!(
                "INSERT INTO {name} ({}) SELECT {} FROM json_to_recordset('{}') AS row ({});\nANALYZE {name};\n",
                list(&|name, _| name.to_owned()),
                list(&|name, kind| match kind {
                    // There is no year 0: it is called 1 BC.
                    ColumnKind::Time =>
                        format!("CASE WHEN {name} LIKE '0000-%' THEN '0001' || substr({name}, 5) || ' BC' ELSE {name} END::timestamptz"),
                    kind => format!("{name}::{}", sql_type(kind)),
                }),
                table.json().replace('\'', "''"),
                list(&|name, kind| format!("{name} {}", carried(kind))),
            ));
        }
        self.connection.query(&script).map(|_| ()).map_err(|why| format!("PostgreSQL: {why}"))
    }

    fn run(&mut self, statements: &[String]) -> Vec<Result<Vec<String>, String>> {
        statements.iter().map(|sql| self.connection.query(sql)).collect()
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn sql_type(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "text",
        ColumnKind::Time => "timestamptz",
        ColumnKind::Json => "json",
        ColumnKind::Number => "double precision",
        ColumnKind::Bool => "boolean",
        ColumnKind::Whole => "bigint",
    }
}

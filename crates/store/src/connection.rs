//! One connection to a workspace: how it is opened, guarded and given the program's functions.

use crate::error::StoreError;
use muster_rules::text::fold;
use muster_rules::value::number_text;
use regex::Regex;
use rusqlite::config::DbConfig;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// `MUST`, in the file's header.
pub(crate) const APPLICATION_ID: i32 = 0x4D55_5354;

/// The first SQLite whose write-ahead log cannot be damaged by a write and a checkpoint at once.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long a connection waits for another program's.
pub(crate) const BUSY: Duration = Duration::from_millis(5000);

const MEGABYTE: i32 = 1 << 20;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The one that writes.
    Writer,
    /// One of those that only read.
    Reader,
}

/// Reads the file's header: its format (`user_version`). Refuses what is not a workspace, or a newer one, without opening it.
pub(crate) fn check_header(path: &Path, known: u32) -> Result<u32, StoreError> {
    let not = |why: &str| StoreError::NotAWorkspace { path: path.to_owned(), why: why.to_owned() };
    let mut file = std::fs::File::open(path).map_err(|error| StoreError::file(path, error))?;
    if !file.metadata().map_err(|error| StoreError::file(path, error))?.is_file() {
        return Err(not("not a file"));
    }
    let mut header = [0u8; 100];
    if let Err(error) = file.read_exact(&mut header) {
        return Err(match error.kind() {
            std::io::ErrorKind::UnexpectedEof => not("too short"),
            _ => StoreError::file(path, error),
        });
    }
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(not("no SQLite database"));
    }
    let number = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    if number(68) != APPLICATION_ID as u32 {
        return Err(not("another program's database"));
    }
    let found = number(60);
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    if found == 0 {
        return Err(not("its making was never finished"));
    }
    Ok(found)
}

/// Opens a file that is there, with every guard set.
pub(crate) fn open(path: &Path, role: Role) -> Result<Connection, StoreError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        let why = format!("SQLite {} is too old to write safely", rusqlite::version());
        return Err(StoreError::BadStatement { why });
    }
    // SQLite would take `:memory:` and `file:x?mode=memory` for something else than files of these names; never from the root on.
    let path = &std::path::absolute(path).map_err(|error| StoreError::file(path, error))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY)?;
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true),
        // Plans do not depend on bound values: else a look-up is prepared anew for each value, at ten times its cost.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        conn.set_db_config(config, on)?;
    }
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, 64 * MEGABYTE),
        // A rule may hold 10,000 values in a list, and 1,000 conditions.
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 64 * MEGABYTE),
        (Limit::SQLITE_LIMIT_VDBE_OP, 25_000_000),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
    ] {
        conn.set_limit(limit, value)?;
    }
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update(None, "mmap_size", 0)?;
    conn.pragma_update(None, "temp_store", "FILE")?;
    conn.pragma_update(None, "cache_size", -16_384)?;
    conn.set_prepared_statement_cache_capacity(64);
    match role {
        Role::Writer => {
            let mode: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
            if !mode.eq_ignore_ascii_case("wal") {
                let why = "its folder cannot hold a write-ahead log (a network folder?); copy the workspace to a local disk".to_owned();
                return Err(StoreError::NotAWorkspace { path: path.to_owned(), why });
            }
            conn.pragma_update(Some("main"), "secure_delete", true)?;
            conn.pragma_update(None, "synchronous", "FULL")?;
            conn.pragma_update(None, "journal_size_limit", 64 * MEGABYTE)?;
        }
        Role::Reader => conn.pragma_update(None, "query_only", true)?,
    }
    add_functions(&conn)?;
    Ok(conn)
}

/// `regexp`, which SQLite names and does not have, and a `lower` that folds beyond ASCII. Innocuous: they only compute.
fn add_functions(conn: &Connection) -> Result<(), StoreError> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    conn.create_scalar_function(c"regexp", 2, flags, |ctx| {
        let Some(text) = text_of(ctx, 1) else { return Ok(None) };
        if matches!(ctx.get_raw(0), ValueRef::Null) {
            return Ok(None);
        }
        let pattern = ctx.get_or_create_aux(0, |pattern| -> Result<Regex, Box<dyn std::error::Error + Send + Sync>> {
            Ok(Regex::new(pattern.as_str()?)?)
        })?;
        Ok(Some(pattern.is_match(&text)))
    })?;
    conn.create_scalar_function(c"lower", 1, flags, |ctx| Ok(text_of(ctx, 0).map(|text| fold(&text))))?;
    Ok(())
}

/// An argument as text; `None` for NULL.
fn text_of(ctx: &Context<'_>, at: usize) -> Option<String> {
    match ctx.get_raw(at) {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number_text(number)),
        ValueRef::Text(text) | ValueRef::Blob(text) => Some(String::from_utf8_lossy(text).into_owned()),
    }
}

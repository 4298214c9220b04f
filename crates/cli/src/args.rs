//! What can be typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Audiences from one local file: import people and events, build segments, count them exactly, export them.
#[derive(Debug, Parser)]
#[command(name = "muster-cli", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Print one JSON document on standard output and nothing else
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The instant that is now, e.g. 2026-06-30T12:00:00Z
    #[arg(long, global = true, value_name = "TIME")]
    pub(crate) now: Option<String>,
    /// The time zone of this call, e.g. Europe/Berlin, instead of the workspace's
    #[arg(long, global = true, value_name = "ZONE")]
    pub(crate) tz: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make an empty workspace
    New {
        /// The file to make, NAME.muster
        file: PathBuf,
    },
    /// Make a workspace of believable data, with saved segments
    Demo {
        /// The file to make, NAME.muster
        file: PathBuf,
        /// How many people
        #[arg(long, default_value_t = 2000)]
        users: u32,
        /// The same seed gives the same data
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Import files: all of a file or nothing
    Import {
        /// The workspace
        file: PathBuf,
        /// CSV or NDJSON files, plain or gzip
        #[arg(required = true)]
        sources: Vec<PathBuf>,
        /// What the rows are: users, events, properties, consent, list:NAME or table:NAME; guessed where left out, but for lists and tables
        #[arg(long = "as", value_name = "KIND")]
        kind: Option<String>,
        /// How the files are written: csv or ndjson; found out where left out
        #[arg(long, value_name = "FMT")]
        format: Option<String>,
        /// A mapping of columns (not understood by this version)
        #[arg(long, value_name = "MAPPING.json")]
        map: Option<PathBuf>,
        /// Write the rejected rows with their reasons to a CSV file
        #[arg(long, value_name = "OUT.csv")]
        rejects: Option<PathBuf>,
        /// Count what would happen and write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Custom tables and the relations between them, people and events
    Table {
        /// The workspace
        file: PathBuf,
        #[command(subcommand)]
        action: TableAction,
    },
    /// What the workspace holds: event names, properties, types, counts, top values
    Catalog {
        /// The workspace
        file: PathBuf,
    },
    /// How many people match
    Count {
        /// The workspace
        file: PathBuf,
        #[command(flatten)]
        rule: RuleArgs,
        #[arg(long, value_enum, default_value_t = Engine::Index)]
        engine: Engine,
    },
    /// Who matches: user ids, one a line, sorted bytewise
    Members {
        /// The workspace
        file: PathBuf,
        #[command(flatten)]
        rule: RuleArgs,
        #[arg(long, value_enum, default_value_t = Engine::Index)]
        engine: Engine,
    },
    /// The rule as one SQL statement
    Sql {
        /// The workspace
        file: PathBuf,
        #[command(flatten)]
        rule: RuleArgs,
        /// The engine that the statement is for
        #[arg(long, default_value = "sqlite")]
        dialect: String,
    },
    /// Why a person is in or out: every condition, whether it holds, and what decided it
    Explain {
        /// The workspace
        file: PathBuf,
        /// The person's id
        #[arg(long, value_name = "USER_ID")]
        user: String,
        #[command(flatten)]
        rule: RuleArgs,
    },
    /// Write who matches to a CSV file, whole or not at all
    Export {
        /// The workspace
        file: PathBuf,
        #[command(flatten)]
        rule: RuleArgs,
        /// The file to write
        #[arg(long, value_name = "FILE.csv")]
        out: PathBuf,
        /// Columns, separated by commas: user_id, email, name, created_at, account_type, last_seen, property:NAME
        #[arg(long, value_delimiter = ',')]
        columns: Vec<String>,
        /// spreadsheet (text that a spreadsheet would take for a formula gets a leading ') or exact
        #[arg(long, default_value = "spreadsheet")]
        preset: String,
    },
    /// Who joins, who leaves and who stays when one rule takes another's place
    Difference {
        /// The workspace
        file: PathBuf,
        /// The old rule: a segment file or a bare condition; - reads standard input
        #[arg(long, value_name = "RULE.json", requires = "after", conflicts_with = "segment", required_unless_present = "segment")]
        before: Option<PathBuf>,
        /// The new rule
        #[arg(long, value_name = "RULE.json", requires = "before")]
        after: Option<PathBuf>,
        /// A saved segment: its version before the latest, and its latest
        #[arg(long, value_name = "NAME")]
        segment: Option<String>,
        /// Another version of the segment as the old rule
        #[arg(long, value_name = "VERSION", requires = "segment")]
        from: Option<u32>,
        /// Another version of the segment as the new rule
        #[arg(long, value_name = "VERSION", requires = "segment")]
        to: Option<u32>,
    },
    /// Saved segments
    Segment {
        /// The workspace
        file: PathBuf,
        #[command(subcommand)]
        action: SegmentAction,
    },
    /// Is the file whole? Exit 1 where it is not, with what is wrong and what to do
    Check {
        /// The workspace
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum TableAction {
    /// Define tables and relations, all of the file or nothing; a table may gain columns, a relation of the same name is replaced
    Define {
        /// TABLES.json, or - for standard input
        tables: PathBuf,
    },
    /// The tables and relations there are, as TABLES.json
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SegmentAction {
    /// Save a segment file; one of its name gets a new version
    Save {
        /// The segment file, or - for standard input
        segment: PathBuf,
    },
    /// The saved segments with their counts
    List,
    /// A segment's file
    Show {
        /// Its name
        name: String,
    },
    /// Give a segment another name
    Rename {
        /// Its name
        name: String,
        /// The new one
        new: String,
    },
    /// Delete a segment
    Delete {
        /// Its name
        name: String,
    },
    /// A segment's versions, the first first
    History {
        /// Its name
        name: String,
    },
}

/// Which rule.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct RuleArgs {
    /// A segment file or a bare condition; - reads standard input
    #[arg(long, value_name = "RULE.json")]
    pub(crate) rule: Option<PathBuf>,
    /// The name of a saved segment
    #[arg(long, value_name = "NAME")]
    pub(crate) segment: Option<String>,
}

/// Which execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    /// Bitmaps over the data
    Index,
    /// The rendered SQL
    Sql,
}

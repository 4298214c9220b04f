//! What each command calls and prints.

mod difference;
mod explain;
mod import;
mod nobody;
mod segment;
mod table;

use crate::args::{Cli, Command, Common, Engine, RuleArgs};
use crate::output;
use crate::usage::usage;
use anyhow::{bail, Context, Result};
use muster_app::{is_column, read_time_argument, system_clock, Rule, Zone};
use muster_app::{Clock, Execution, Workspace};
use serde_json::json;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

/// Runs a command. `Ok` holds the exit code: a check that finds something is no error of the program.
pub(crate) fn run(cli: &Cli) -> Result<ExitCode> {
    let common = &cli.common;
    match &cli.command {
        Command::New { file } => {
            let zone = zone(common)?.unwrap_or(Zone::UTC);
            Workspace::create(file, zone.name(), clock(common, zone)?)?.close()?;
            done(common, json!({ "file": file, "time_zone": zone.name() }), &format!("made {} in {}", file.display(), zone.name()))?;
        }
        Command::Demo { file, users, seed } => demo(common, file, *users, *seed)?,
        Command::Import { file, sources, kind, format, map, rejects, dry_run } => {
            if map.is_some() {
                bail!("--map: mappings of columns are not understood by this version; name the columns as the formats that need no mapping do");
            }
            let workspace = open(common, file)?;
            let wanted =
                import::Wanted { kind: kind.as_deref(), format: format.as_deref(), rejects: rejects.as_deref(), dry_run: *dry_run };
            import::run(&workspace, common, sources, &wanted)?;
            workspace.close()?;
        }
        Command::Table { file, action } => {
            let workspace = open(common, file)?;
            table::run(&workspace, common, action)?;
            workspace.close()?;
        }
        Command::Catalog { file } => {
            let workspace = open(common, file)?;
            let catalog = workspace.catalog_with_values(workspace.now())?;
            if common.json {
                output::json(&catalog)?;
            } else {
                output::line(&serde_json::to_string_pretty(&catalog)?)?;
            }
        }
        Command::Count { file, rule, engine } => count(common, file, rule, *engine)?,
        Command::Members { file, rule, engine } => {
            let workspace = open(common, file)?;
            let rule = rule_of(&workspace, rule)?;
            let members = workspace.members_of(&rule.condition, workspace.now(), execution(*engine))?;
            if common.json {
                output::json(&json!(members))?;
            } else {
                output::lines(members.iter().map(String::as_str))?;
            }
        }
        Command::Sql { file, rule, dialect } => {
            let workspace = open(common, file)?;
            let rule = rule_of(&workspace, rule)?;
            // A word that is no dialect is wrong usage.
            if !["sqlite", "postgres", "duckdb"].contains(&dialect.as_str()) {
                return Err(usage(format!("--dialect {dialect}: unknown; one of sqlite, postgres, duckdb")));
            }
            let sql = workspace.sql_of(&rule.condition, workspace.now(), dialect)?;
            if common.json {
                output::json(&json!({ "dialect": dialect, "sql": sql }))?;
            } else {
                output::line(&sql)?;
            }
        }
        Command::Explain { file, user, rule } => {
            let workspace = open(common, file)?;
            let rule = rule_of(&workspace, rule)?;
            explain::say(common, user, &workspace.explain(&rule.condition, user, workspace.now())?)?;
        }
        Command::Export { file, rule, out, columns, preset } => {
            let spreadsheet_safe = match preset.as_str() {
                "spreadsheet" => true,
                "exact" => false,
                other => return Err(usage(format!("--preset {other}: unknown; this version has spreadsheet and exact"))),
            };
            let columns: Vec<String> = columns.iter().map(|column| column.trim().to_owned()).collect();
            if let Some(wrong) = columns.iter().find(|column| !is_column(column)) {
                let known = "user_id, email, name, created_at, account_type, last_seen or property:NAME";
                return Err(usage(format!("--columns {wrong}: unknown; {known}")));
            }
            let workspace = open(common, file)?;
            let rule = rule_of(&workspace, rule)?;
            let report = workspace.export_rule(&rule.condition, workspace.now(), &columns, spreadsheet_safe, out)?;
            let said = format!("wrote {} people to {}", report.rows, out.display());
            done(common, json!({ "file": out, "rows": report.rows, "bytes": report.bytes, "seconds": report.seconds }), &said)?;
        }
        Command::Difference { file, before, after, segment, from, to } => {
            let workspace = open(common, file)?;
            difference::run(
                &workspace,
                common,
                &difference::Sides {
                    before: before.as_deref(),
                    after: after.as_deref(),
                    segment: segment.as_deref(),
                    from: *from,
                    to: *to,
                },
            )?;
        }
        Command::Segment { file, action } => segment::run(&open(common, file)?, common, action)?,
        Command::Check { file } => return check(common, file),
    }
    Ok(ExitCode::SUCCESS)
}

fn demo(common: &Common, file: &Path, users: u32, seed: u64) -> Result<()> {
    let zone = zone(common)?.unwrap_or(Zone::UTC);
    Workspace::create_sample(file, zone.name(), clock(common, zone)?, users, seed)?;
    let workspace = open(common, file)?;
    let info = workspace.info()?;
    workspace.close()?;
    let said = format!("made {} with {} people, {} events and {} segments", file.display(), info.people, info.events, info.segments);
    done(common, json!({ "file": file, "people": info.people, "events": info.events, "segments": info.segments }), &said)
}

fn count(common: &Common, file: &Path, rule: &RuleArgs, engine: Engine) -> Result<()> {
    let workspace = open(common, file)?;
    let rule = rule_of(&workspace, rule)?;
    let now = workspace.now();
    let mut counted = workspace.count_rule(&rule.condition, now)?;
    if engine == Engine::Sql {
        let began = std::time::Instant::now();
        counted.count = workspace.members_of(&rule.condition, now, Execution::Sql)?.len() as u64;
        counted.seconds = began.elapsed().as_secs_f64();
    }
    if common.json {
        let conditions: Vec<_> = counted.conditions.iter().map(|(path, count)| json!({ "path": path, "count": count })).collect();
        let mut said = json!({ "count": counted.count, "of": counted.of, "seconds": counted.seconds, "conditions": conditions });
        if counted.count == 0 {
            said["emptied_by"] = json!(counted.emptied_by);
            said["unseen"] = json!(counted.unseen);
        }
        output::json(&said)?;
    } else {
        output::line(&format!("{} of {} people", counted.count, counted.of))?;
        nobody::say(&counted)?;
    }
    Ok(())
}

fn check(common: &Common, file: &Path) -> Result<ExitCode> {
    let problems = open(common, file)?.check()?;
    if common.json {
        output::json(&json!({ "ok": problems.is_empty(), "problems": problems }))?;
    } else if problems.is_empty() {
        output::line("the workspace is whole")?;
    }
    for problem in &problems {
        eprintln!("{problem}");
    }
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The rule that was asked for.
fn rule_of(workspace: &Workspace, args: &RuleArgs) -> Result<Rule> {
    match (&args.rule, &args.segment) {
        (Some(path), _) => Ok(workspace.read_rule(&read_text(path)?)?),
        (None, Some(name)) => Ok(workspace.saved_rule(name)?),
        (None, None) => bail!("say which rule: --rule FILE or --segment NAME"),
    }
}

/// A file's text; `-` is standard input.
fn read_text(path: &Path) -> Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("standard input could not be read")?;
        return Ok(text);
    }
    std::fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))
}

fn open(common: &Common, file: &Path) -> Result<Workspace> {
    let asked = zone(common)?;
    // --now without a zone is read in the workspace's, which is known once it is open.
    let workspace = Workspace::open(file, system_clock())?;
    let zone = asked.unwrap_or_else(|| workspace.zone());
    let workspace = workspace.with_clock(clock(common, zone)?);
    Ok(match asked {
        Some(zone) => workspace.in_zone(zone),
        None => workspace,
    })
}

fn zone(common: &Common) -> Result<Option<Zone>> {
    let Some(name) = &common.tz else { return Ok(None) };
    match Zone::parse(name) {
        Some(zone) => Ok(Some(zone)),
        None => Err(usage(format!("--tz {name}: not a time zone; use an IANA name such as Europe/Berlin"))),
    }
}

fn clock(common: &Common, zone: Zone) -> Result<Clock> {
    match &common.now {
        None => Ok(system_clock()),
        Some(text) => {
            let hint = "2026-06-30T12:00:00Z, 2026-06-30 12:00 or 2026-06-30";
            let now = read_time_argument(text, zone).map_err(|_| usage(format!("--now {text}: not a time; write {hint}")))?;
            Ok(std::sync::Arc::new(move || now))
        }
    }
}

fn execution(engine: Engine) -> Execution {
    match engine {
        Engine::Index => Execution::Engine,
        Engine::Sql => Execution::Sql,
    }
}

/// Says what was done: JSON on standard output, or words.
fn done(common: &Common, value: serde_json::Value, said: &str) -> Result<()> {
    if common.json {
        output::json(&value)?;
    } else {
        output::line(said)?;
    }
    Ok(())
}

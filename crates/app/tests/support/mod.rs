//! Worlds of the testkit as real workspaces: real files, imported by the app's own functions, asked by every execution there is.
// Each file of tests takes the part of it that it needs.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code, unused_imports)]

mod loaded;
mod spoil;
mod stock;

pub(crate) use loaded::Loaded;
pub(crate) use spoil::spoiled;

use muster_app::Execution;
use muster_sql::{render, Dialect, DuckDbDialect, PostgresDialect, Unsupported};
use muster_testkit::differ::{Answer, Batch};
use muster_testkit::engines::{DuckDb, Engine, Postgres, Rows};
use muster_testkit::World;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Executions over whatever world is asked for; the last one stays loaded, in each engine.
#[derive(Default)]
pub(crate) struct Executions {
    loaded: RefCell<Option<(World, Loaded)>>,
    duckdb: RefCell<Option<Other<DuckDb>>>,
    postgres: RefCell<Option<Other<Postgres>>>,
    /// What dialects were unable to say, so far: dialect and what.
    unable: RefCell<BTreeSet<(String, String)>>,
}

/// An engine outside the program, and the world that it holds.
struct Other<E> {
    engine: E,
    holds: Option<World>,
}

impl Executions {
    /// Asks the five executions in turn, as the differ wants them.
    pub(crate) fn batches<T>(&self, ask: impl FnOnce(&[Batch<'_>]) -> T) -> T {
        let engine = |world: &World, rules: &[Value]| self.inside(world, rules, Execution::Engine);
        let sql = |world: &World, rules: &[Value]| self.inside(world, rules, Execution::Sql);
        let stock = |world: &World, rules: &[Value]| self.stock(world, rules);
        let duckdb = |world: &World, rules: &[Value]| {
            let start = || DuckDb::start(include_str!("../../../sql/schema/duckdb.sql"));
            self.other(&self.duckdb, start, &DuckDbDialect, world, rules)
        };
        let postgres = |world: &World, rules: &[Value]| {
            let start = || Postgres::start(include_str!("../../../sql/schema/postgres.sql"));
            self.other(&self.postgres, start, &PostgresDialect, world, rules)
        };
        ask(&[("engine", &engine), ("sql", &sql), ("sqlite3", &stock), ("duckdb", &duckdb), ("postgres", &postgres)])
    }

    /// What the dialects were unable to say.
    pub(crate) fn unable(&self) -> BTreeSet<(String, String)> {
        self.unable.borrow().clone()
    }

    /// Who matches in a world, inside the program.
    pub(crate) fn members(&self, world: &World, rule: &Value, execution: Execution) -> Result<Vec<String>, String> {
        self.with(world, |loaded| loaded.members(rule, world.now_millis()?, execution))
    }

    /// Asks the loaded world itself.
    pub(crate) fn with<T>(&self, world: &World, ask: impl FnOnce(&Loaded) -> Result<T, String>) -> Result<T, String> {
        let mut slot = self.loaded.borrow_mut();
        if !slot.as_ref().is_some_and(|(kept, _)| same(kept, world)) {
            *slot = Some((world.clone(), Loaded::new(world)?));
        }
        let Some((_, loaded)) = slot.as_ref() else { return Err("no world".to_owned()) };
        ask(loaded)
    }

    fn inside(&self, world: &World, rules: &[Value], execution: Execution) -> Vec<Answer> {
        rules.iter().map(|rule| self.members(world, rule, execution).map(Some)).collect()
    }

    /// The system's own `sqlite3` shell: what needs the program is left out.
    fn stock(&self, world: &World, rules: &[Value]) -> Vec<Answer> {
        let plain = |rule: &Value| {
            let needs = muster_testkit::random::needs(world, rule);
            !needs.expressions && !needs.folding
        };
        let asked: Vec<&Value> = rules.iter().filter(|rule| plain(rule)).collect();
        let answers = self.with(world, |loaded| {
            let now = world.now_millis()?;
            let statements: Vec<Result<String, String>> = asked.iter().map(|rule| loaded.sql(rule, now)).collect();
            Ok(stock::run(&loaded.file(), &statements))
        });
        let mut answers = match answers {
            Ok(answers) => answers.into_iter(),
            Err(why) => return rules.iter().map(|_| Err(why.clone())).collect(),
        };
        rules.iter().map(|rule| if plain(rule) { answers.next().unwrap().map(Some) } else { Ok(None) }).collect()
    }

    fn other<E: Engine, D: Dialect>(
        &self,
        slot: &RefCell<Option<Other<E>>>,
        start: impl FnOnce() -> Result<E, String>,
        dialect: &D,
        world: &World,
        rules: &[Value],
    ) -> Vec<Answer> {
        let all = |why: String| rules.iter().map(|_| Err(why.clone())).collect();
        let mut slot = slot.borrow_mut();
        if slot.is_none() {
            match start() {
                Ok(engine) => *slot = Some(Other { engine, holds: None }),
                Err(why) => return all(why),
            }
        }
        let other = slot.as_mut().unwrap();
        let statements = self.with(world, |loaded| {
            if !other.holds.as_ref().is_some_and(|kept| same(kept, world)) {
                other.holds = None;
                other.engine.load(&Rows::read(&loaded.file())?)?;
                other.holds = Some(world.clone());
            }
            let now = world.now_millis()?;
            Ok(rules.iter().map(|rule| self.statement(loaded, rule, now, dialect)).collect::<Vec<_>>())
        });
        let statements = match statements {
            Ok(statements) => statements,
            Err(why) => return all(why),
        };
        let said: Vec<String> = statements.iter().filter_map(|said| said.clone().ok().flatten()).collect();
        let mut answers = other.engine.run(&said).into_iter();
        statements
            .into_iter()
            .map(|said| match said {
                Err(why) => Err(why),
                Ok(None) => Ok(None),
                Ok(Some(sql)) => answers.next().unwrap_or(Err("no answer".to_owned())).map(Some).map_err(|why| format!("{why}\n{sql}")),
            })
            .collect()
    }

    /// The statement; `None` where the dialect cannot say it.
    fn statement<D: Dialect>(&self, loaded: &Loaded, rule: &Value, now: i64, dialect: &D) -> Result<Option<String>, String> {
        match render(&loaded.plan(rule, now)?, "", dialect) {
            Ok(sql) => Ok(Some(sql)),
            Err(Unsupported { dialect, what, .. }) => {
                self.unable.borrow_mut().insert((dialect.to_owned(), what));
                Ok(None)
            }
        }
    }
}

/// Whether two worlds hold the same data, whatever instant they are looked at from.
fn same(kept: &World, world: &World) -> bool {
    kept.at(&world.now) == world.at(&world.now)
}

//! Other engines, started by the tests themselves: PostgreSQL and DuckDB, loaded with the rows of a workspace and asked statements.
//!
//! `scripts/setup test` installs both; nothing here downloads anything. Each engine ends with the test that started it, however
//! that ends.

mod duckdb;
mod postgres;
mod rows;
mod wire;

pub use duckdb::DuckDb;
pub use postgres::Postgres;
pub use rows::{ColumnKind, Rows, TableRows};

/// An engine with its own way of SQL.
pub trait Engine {
    /// Its name, for messages.
    fn name(&self) -> &'static str;

    /// Forgets what was loaded before, creates the tables and fills them.
    fn load(&mut self, rows: &Rows) -> Result<(), String>;

    /// Runs statements one after the other: of each the first column's texts as they came, or what the engine said against it.
    fn run(&mut self, statements: &[String]) -> Vec<Result<Vec<String>, String>>;
}

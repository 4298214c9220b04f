//! Plan → SQL text: one self-contained statement whose only column is `user_id`.
//!
//! [`render`] is the part that every engine shares: a chain of named sub-queries, one for each condition in the order of the
//! rule, groups asking their parts' names, so that the statement never nests deeper than a condition's own test however
//! deep the rule does. What an engine says in its own way is a question of [`Dialect`], one a method, with generic answers
//! where there are any. What an engine cannot say is an [`Unsupported`], never a condition left out.

mod cond;
mod dialect;
mod duckdb;
mod kinds;
mod passes;
mod postgres;
mod render;
mod rows;
mod sqlite;
mod statement;
mod text;
mod typed;

pub use cond::Cond;
pub use dialect::{Dialect, Numbers, Prelude, Said, Texts, TimeColumn};
pub use duckdb::DuckDbDialect;
pub use postgres::PostgresDialect;
pub use render::{render, what_it_cannot, Unsupported};
pub use sqlite::SqliteDialect;

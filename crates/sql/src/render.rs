//! The whole statement, and which of its two forms.

use crate::dialect::Dialect;
use crate::statement::{Queries, Statement, CLAUSE};
use crate::text::comment;
use crate::typed::{EDGES, TOO_LARGE, WORDS};
use muster_rules::plan::Plan;
use muster_rules::time::format_instant;

/// Longest comment of the rule.
const SENTENCE: usize = 4000;
/// Columns that hold whole sub-queries nest them, and SQLite 3.40 reads no deeper: brackets around a query weigh [`QUERY`], others 1. Rules that are
/// both larger and deeper stay named: versions before 3.54 look up any number of names, later ones where they are built so
/// (SQLITE_MAX_EXPR_DEPTH), as the program's own is.
const NESTED: usize = 26;
const QUERY: usize = 2;

/// A dialect cannot say what a rule asks. The rule as a whole is not rendered then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {dialect} cannot say {what}")]
pub struct Unsupported {
    /// The dialect's name.
    pub dialect: &'static str,
    /// Which condition.
    pub path: String,
    /// What it is that cannot be said.
    pub what: String,
}

/// Everything that a dialect cannot say, by its name: `matches` where its engine's regular expressions are weaker, and nothing else.
pub fn what_it_cannot() -> &'static [(&'static str, &'static str)] {
    &[("PostgreSQL", TOO_LARGE), ("DuckDB", TOO_LARGE), ("DuckDB", WORDS), ("DuckDB", EDGES)]
}

/// Something rendered, or which condition cannot be.
pub(crate) type Rendered<T> = Result<T, Unsupported>;

/// The plan as one statement, self-contained and ended by a semicolon; its only column is `user_id`. `sentence` is the rule
/// in words, for the comment at the top.
pub fn render<D: Dialect + ?Sized>(plan: &Plan, sentence: &str, dialect: &D) -> Result<String, Unsupported> {
    let mut queries = Statement::new(plan, dialect, false).queries()?;
    if dialect.most_tables().is_some_and(|most| queries.tables > most) {
        // What can be said with names can be said without, unless it grows beyond reason.
        if let Some(columns) = Statement::new(plan, dialect, true).queries().ok().filter(|columns| columns.deepest() <= NESTED) {
            queries = columns;
        }
    }
    let person = dialect.person();
    // The comment opens with a slash and not with dashes: a statement given as an argument must not read as an option.
    Ok(format!(
        "/* {}\n   As of {}, in the time zone {}. */\nWITH\n{}\nSELECT user_id FROM users WHERE {person} IN (SELECT {person} FROM {});\n",
        comment(sentence, SENTENCE),
        format_instant(plan.now),
        comment(plan.zone.name(), CLAUSE),
        queries.parts.join(",\n"),
        queries.root,
    ))
}

impl Queries {
    /// How deep brackets nest, by weight.
    fn deepest(&self) -> usize {
        let (mut deepest, mut open) = (0, Vec::new());
        for part in &self.parts {
            open.clear();
            let mut nested = 0;
            let bytes = part.as_bytes();
            let (mut at, mut quoted, mut commented) = (0, None, false);
            while let Some(byte) = bytes.get(at) {
                match (*byte, quoted, commented) {
                    (b'\n', _, true) => commented = false,
                    (_, _, true) => {}
                    (byte, Some(quote), _) if byte == quote => quoted = None,
                    (_, Some(_), _) => {}
                    (b'\'' | b'"', None, _) => quoted = Some(*byte),
                    (b'-', None, _) if bytes.get(at + 1) == Some(&b'-') => commented = true,
                    (b'(', None, _) => {
                        let query = part.get(at + 1..).is_some_and(|rest| {
                            let rest = rest.trim_start();
                            rest.starts_with("SELECT") || rest.starts_with("--")
                        });
                        let weight = if query { QUERY } else { 1 };
                        nested += weight;
                        deepest = deepest.max(nested);
                        open.push(weight);
                    }
                    (b')', None, _) => nested -= open.pop().unwrap_or(0),
                    _ => {}
                }
                at += 1;
            }
        }
        deepest
    }
}

//! Rules that must be refused, and near ones that must not be.

mod accepted;
mod acts;
mod catalog;
mod limits;
mod order;
mod people;
mod place;
mod related;
mod table;

pub use catalog::catalog;
use serde_json::Value;

/// A row of a table: what is wrong, the rule, the path, what the message names.
type Line = (&'static str, &'static str, &'static str, &'static str);

/// A rule that means nothing.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// What is wrong with it.
    pub name: String,
    /// The rule, or a segment file, as JSON text.
    pub rule: String,
    /// The path that the error names; with a `*` at its end, what the path begins with.
    pub path: String,
    /// What the message has to say besides; may be empty.
    pub says: String,
}

impl Refusal {
    /// Whether a path is the one that is wanted.
    pub fn is_at(&self, path: &str) -> bool {
        match self.path.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => path == self.path,
        }
    }
}

fn refusal(name: &str, rule: String, path: &str, says: &str) -> Refusal {
    Refusal { name: name.to_owned(), rule, path: path.to_owned(), says: says.to_owned() }
}

/// Rules that break a sentence of the language, with [`catalog`]: the tables, one a line, what lies beyond a limit, and what stands out of place.
pub fn refusals() -> Vec<Refusal> {
    let tables = [
        table::TABLE,
        table::TESTS,
        table::WINDOWS,
        acts::MEASURES,
        acts::RANKS,
        order::SEQUENCES,
        order::REGULAR,
        people::PEOPLE,
        related::RELATED,
    ];
    let lines = tables.into_iter().flatten();
    let mut all: Vec<Refusal> = lines.map(|(name, rule, path, says)| refusal(name, (*rule).to_owned(), path, says)).collect();
    all.extend(limits::beyond());
    all.extend(place::out_of_place());
    all
}

/// Rules that are near a refused one and mean something, with [`catalog`].
pub fn accepted() -> Vec<(String, Value)> {
    let mut all = limits::within();
    for (name, rule) in accepted::PLAIN.iter().chain(accepted::ACCEPTED) {
        // The tables are written here: what is not JSON fails the test that reads it.
        all.push(((*name).to_owned(), serde_json::from_str(rule).unwrap_or_default()));
    }
    all.extend(place::in_place());
    all
}

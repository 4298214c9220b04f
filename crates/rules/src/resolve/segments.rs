//! The saved segments that a rule refers to, each resolved once, those that it refers to itself before it.

use super::Resolver;
use crate::condition::Condition;
use crate::error::RuleError;
use crate::parse::parse_condition;
use crate::plan::Segment;
use crate::schema::{Catalog, Row};
use crate::time::{Millis, Zone};

/// Longest chain of segments that refer to one another.
const MAX_CHAIN: usize = 64;

/// `own`: the segment whose rule it is to be.
pub(super) fn resolve_all(
    own: Option<&str>,
    rule: &Condition,
    catalog: &Catalog,
    now: Millis,
    zone: Zone,
) -> Result<Vec<Segment>, RuleError> {
    let chain = own.map(str::to_owned).into_iter().collect();
    let mut order = Order { catalog, now, zone, chain, done: Vec::new() };
    order.all_of(rule, "where")?;
    Ok(order.done)
}

/// An unknown segment.
pub(super) fn unknown(path: &str, name: &str, known: &[&str]) -> RuleError {
    RuleError::unknown(format!("{path}.segment"), "segment", name, known)
}

struct Order<'c> {
    catalog: &'c Catalog,
    now: Millis,
    zone: Zone,
    /// The segments that are being looked at, each inside the one before.
    chain: Vec<String>,
    done: Vec<Segment>,
}

impl Order<'_> {
    fn all_of(&mut self, rule: &Condition, path: &str) -> Result<(), RuleError> {
        for (path, name) in rule.segments(path) {
            self.segment(name, &path)?;
        }
        Ok(())
    }

    fn segment(&mut self, name: &str, path: &str) -> Result<(), RuleError> {
        if let Some(at) = self.chain.iter().position(|outer| outer == name) {
            let mut loop_: Vec<String> = self.chain[at..].iter().map(|name| format!("“{name}”")).collect();
            loop_.push(format!("“{name}”"));
            return Err(RuleError::at(
                format!("{path}.segment"),
                format!("the segments refer to each other in a circle: {}", loop_.join(" → ")),
            )
            .hint("take one of them out of the circle"));
        }
        if self.done.iter().any(|segment| segment.name == name) {
            return Ok(());
        }
        let Some(json) = self.catalog.segments.get(name) else {
            let known: Vec<&str> = self.catalog.segments.keys().map(String::as_str).collect();
            return Err(unknown(path, name, &known));
        };
        if self.chain.len() >= MAX_CHAIN {
            return Err(RuleError::at(path, format!("segments refer to one another deeper than {MAX_CHAIN}")));
        }
        let inside = format!("segment({name}).where");
        let rule = parse_condition(json, &inside, self.catalog)?;
        self.chain.push(name.to_owned());
        self.all_of(&rule, &inside)?;
        self.chain.pop();
        let root = Resolver::new(self.now, self.zone, &self.done).node(&rule, &inside, &Row::User)?;
        self.done.push(Segment { name: name.to_owned(), root });
        Ok(())
    }
}

//! Random worlds and random rules over them, made to meet at the edges: the same seed gives the same.

mod reach;
mod rules;
mod times;
mod values;
mod worlds;

pub use reach::everything_there_is;

use crate::World;
use chrono_tz::Tz;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use std::collections::BTreeSet;

/// A source of worlds and rules.
pub struct Random {
    rng: ChaCha8Rng,
    reached: BTreeSet<String>,
    tz: Tz,
    /// The instant of the evaluation.
    now: i64,
    /// When the clock changes near now: the instant, and the milliseconds by which it goes forward.
    changes: Vec<(i64, i64)>,
    /// What the last world has, by name: rules ask for what is there.
    user_values: Vec<(String, Value)>,
    event_values: Vec<(String, Value)>,
    column_values: Vec<(String, Value)>,
    event_names: Vec<String>,
}

impl Random {
    /// A source that always gives the same for the same seed.
    pub fn new(seed: u64) -> Random {
        Random {
            rng: ChaCha8Rng::seed_from_u64(seed),
            reached: BTreeSet::new(),
            tz: Tz::UTC,
            now: 0,
            changes: Vec::new(),
            user_values: Vec::new(),
            event_values: Vec::new(),
            column_values: Vec::new(),
            event_names: Vec::new(),
        }
    }

    /// A world. Rules that are drawn afterwards are about it.
    pub fn world(&mut self) -> World {
        worlds::world(self)
    }

    /// A rule about the world last drawn, that means something: never one that must be refused.
    pub fn rule(&mut self) -> Value {
        rules::rule(self)
    }

    /// A single condition with one operator, on a user property.
    pub fn probe(&mut self, op: &str) -> Value {
        rules::probe(self, op)
    }

    /// What was drawn so far, as [`everything_there_is`] names it.
    pub fn reached(&self) -> &BTreeSet<String> {
        &self.reached
    }

    fn reach(&mut self, family: &str, what: &str) {
        self.reached.insert(format!("{family}: {what}"));
    }

    /// True once in so many times.
    fn once_in(&mut self, times: u32) -> bool {
        self.rng.random_ratio(1, times)
    }

    fn number(&mut self, range: std::ops::RangeInclusive<i64>) -> i64 {
        self.rng.random_range(range)
    }

    fn count(&mut self, range: std::ops::RangeInclusive<usize>) -> usize {
        self.rng.random_range(range)
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        let at = self.rng.random_range(0..of.len());
        of[at].clone()
    }
}

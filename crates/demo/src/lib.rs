//! Sample data: Harborlight, a made-up family online-security business, with its people, what they did, and segments to look at.
//!
//! Pure: the same number of people, seed and clock give the same rows, byte for byte, on every machine (whole numbers only, one
//! stream of random numbers for each person). Rows are made person by person, in constant memory.

mod acts;
mod calendar;
mod dice;
mod journey;
mod json;
mod names;
mod people;
mod products;
mod segments;
mod subscription;

use muster_rules::data::Row;
use muster_rules::time::Millis;

/// A workspace's worth of sample data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demo {
    users: u32,
    seed: u64,
    now: Millis,
}

impl Demo {
    /// Data of `users` people that ends at `now` and reaches 18 months back; another `seed` gives other people.
    pub fn new(users: u32, seed: u64, now: Millis) -> Demo {
        Demo { users, seed, now }
    }

    /// How many people there are.
    pub fn users(&self) -> u32 {
        self.users
    }

    /// Every row: person by person their user row, then their dated properties, consents and events, each of these in time order.
    pub fn rows(&self) -> impl Iterator<Item = Row> + use<> {
        let world = people::World::new(self.users, self.seed, self.now);
        (0..self.users).flat_map(move |index| journey::rows(&world, index))
    }

    /// Segments worth saving beside the data: their names and conditions in the rule language.
    pub fn segments(&self) -> Vec<(&'static str, serde_json::Value)> {
        segments::all()
    }
}

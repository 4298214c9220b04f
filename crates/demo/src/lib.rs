//! Sample data: Harborlight, a made-up family online-security business, with its people, what they did, and segments to look at.
//!
//! Harborlight rents out plans (`plus`, `pro`, `family`, `business`) and add-ons to them, sells some hardware, mostly as presents in the
//! winter holidays, and insures people against what happens online: a policy has one holder and covers others too, mostly the
//! household. People are in countries, each of four regions; households are known where several people share one.
//!
//! Pure: the same number of people, seed and clock give the same rows, byte for byte, on every machine (whole numbers only, one
//! stream of random numbers for each person). Rows are made person by person, in constant memory.

mod acts;
mod calendar;
mod cover;
mod dice;
mod holidays;
mod journey;
mod json;
mod lists;
mod names;
mod people;
mod products;
mod regions;
mod segments;
mod subscription;
mod tables;

use muster_rules::data::{ListRow, Row, TableRow};
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

    fn world(&self) -> people::World {
        people::World::new(self.users, self.seed, self.now)
    }

    /// The custom tables and relations, as text in the format of `TABLES.json`.
    pub fn tables(&self) -> &'static str {
        tables::DECLARED
    }

    /// The names of the custom tables, in the order in which [`Demo::tables`] declares them.
    pub fn tables_in_order(&self) -> &'static [&'static str] {
        &tables::ORDER
    }

    /// The rows of a custom table; none of a table that is not declared. Every person they name is one of [`Demo::rows`].
    pub fn table_rows(&self, table: &str) -> impl Iterator<Item = TableRow> + use<> {
        tables::rows(self.world(), table)
    }

    /// The static lists: the name of each and who is on it, by id or by address. Everybody on them is one of [`Demo::rows`].
    pub fn lists(&self) -> Vec<(String, Vec<ListRow>)> {
        lists::all(&self.world())
    }

    /// Every row of people: person by person their user row, then their dated properties, consents and events, each of these in time order.
    pub fn rows(&self) -> impl Iterator<Item = Row> + use<> {
        let world = self.world();
        (0..self.users).flat_map(move |index| journey::rows(&world, index))
    }

    /// Segments worth saving beside the data: their names and conditions in the rule language. They use the tables and lists, and one
    /// another by name, only those before.
    pub fn segments(&self) -> Vec<(&'static str, serde_json::Value)> {
        segments::all(self.now)
    }
}

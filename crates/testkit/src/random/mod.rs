//! Random worlds and random rules over them, made to meet at the edges: the same seed gives the same.

mod ascii;
mod clock_changes;
mod conditions;
mod events;
mod history;
mod membership;
mod needs;
mod operands;
mod reach;
mod related;
mod sequences;
mod tables;
mod times;
mod values;
mod worlds;

pub use clock_changes::clock_changes;
pub use needs::{needs, Needs};
pub use reach::everything_there_is;

use crate::{evaluate, World};
use chrono_tz::Tz;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A source of worlds and rules.
pub struct Random {
    rng: ChaCha8Rng,
    reached: BTreeSet<String>,
    /// How often something was taken in turn, by family. Every seed begins elsewhere.
    turns: BTreeMap<String, usize>,
    first_turn: usize,
    tz: Tz,
    /// The instant of the evaluation.
    now: i64,
    /// When the clock changes near now: the instant, and the milliseconds by which it goes forward.
    changes: Vec<(i64, i64)>,
    /// What the last world has: rules ask for what is there.
    there: There,
    /// The last world, as far as it is drawn.
    world: World,
    /// Whether worlds and rules have no text beyond ASCII.
    ascii: bool,
}

/// What a world has, by name.
#[derive(Default)]
struct There {
    user_values: Vec<(String, Value)>,
    /// Of the user values those that changed.
    past_values: Vec<(String, Value)>,
    event_values: Vec<(String, Value)>,
    column_values: Vec<(String, Value)>,
    /// The table, the column, a value.
    table_values: Vec<(String, String, Value)>,
    event_names: Vec<String>,
    /// When something happened.
    moments: Vec<i64>,
    /// The table, the column, its type.
    columns: Vec<(String, String, String)>,
    walks: Vec<Walk>,
    lists: Vec<String>,
    segments: Vec<String>,
    /// How many people.
    people: usize,
}

/// What a condition is asked of.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Row {
    User,
    Event,
    Table(String),
}

/// A relation in one of its directions.
#[derive(Debug, Clone)]
struct Walk {
    name: String,
    from: Row,
    to: Row,
    /// As `reach` names it.
    shape: String,
}

impl Random {
    /// A source that always gives the same for the same seed.
    pub fn new(seed: u64) -> Random {
        Random {
            rng: ChaCha8Rng::seed_from_u64(seed),
            reached: BTreeSet::new(),
            turns: BTreeMap::new(),
            first_turn: usize::try_from(seed % 1000).unwrap_or(0) * 5,
            tz: Tz::UTC,
            now: 0,
            changes: Vec::new(),
            there: There::default(),
            world: World::default(),
            ascii: false,
        }
    }

    /// As [`Random::new`], but neither worlds nor rules have a text beyond ASCII: for executions that fold no other case.
    pub fn ascii(seed: u64) -> Random {
        Random { ascii: true, ..Random::new(seed) }
    }

    /// A world. Rules that are drawn afterwards are about it.
    pub fn world(&mut self) -> World {
        worlds::world(self);
        if self.ascii {
            ascii::there(&mut self.there);
            self.world = ascii::world(&self.world);
        }
        self.world.clone()
    }

    /// A rule about the world last drawn, that means something: never one that must be refused.
    pub fn rule(&mut self) -> Value {
        let rule = conditions::rule(self);
        if self.ascii {
            ascii::value(&rule)
        } else {
            rule
        }
    }

    /// A rule as [`Random::rule`] that needs nothing which executions outside the program lack; `world` is the world last drawn.
    pub fn rule_without_program_only(&mut self, world: &World) -> Value {
        loop {
            let rule = self.rule();
            if needs(world, &rule) == Needs::default() {
                return rule;
            }
        }
    }

    /// A single condition with one operator, on a user property.
    pub fn probe(&mut self, op: &str) -> Value {
        conditions::probe(self, op)
    }

    /// What was drawn so far, as [`everything_there_is`] names it.
    pub fn reached(&self) -> &BTreeSet<String> {
        &self.reached
    }

    /// As [`Random::reached`], and what is drawn from here on is counted anew.
    pub fn take_reached(&mut self) -> BTreeSet<String> {
        std::mem::take(&mut self.reached)
    }

    fn reach(&mut self, family: &str, what: &str) {
        self.reached.insert(format!("{family}: {what}"));
    }

    /// Picks one of several, and says so.
    fn pick_of(&mut self, family: &str, of: &[&'static str]) -> &'static str {
        let what = self.pick(of);
        self.reach(family, what);
        what
    }

    /// Picks one of several: now any, now the next in turn, so that the rarest comes soon too.
    fn pick_in_turn(&mut self, family: &str, of: &[&'static str]) -> &'static str {
        if self.once_in(5) {
            return self.pick(of);
        }
        let turn = self.turns.entry(family.to_owned()).or_insert(self.first_turn);
        *turn += 1;
        of[*turn % of.len()]
    }

    /// True once in so many times.
    fn once_in(&mut self, times: u32) -> bool {
        self.rng.random_ratio(1, times)
    }

    /// Draws a condition on users, likely one that some pass and others do not: such a one is missed least if it is misread.
    fn telling(&mut self, draw: impl Fn(&mut Random) -> Option<Value>) -> Option<Value> {
        let before = std::mem::take(&mut self.reached);
        let mut tries = if self.once_in(3) { 1 } else { 3 };
        let turns = self.turns.clone();
        let drawn = loop {
            let drawn = draw(self);
            tries -= 1;
            if tries == 0 || drawn.as_ref().is_none_or(|drawn| self.tells_apart(drawn)) {
                break drawn;
            }
            // It was not its turn yet.
            self.reached.clear();
            self.turns.clone_from(&turns);
        };
        self.reached.extend(before);
        drawn
    }

    fn tells_apart(&self, rule: &Value) -> bool {
        let everyone = self.there.people;
        evaluate(&self.world, rule).is_ok_and(|members| (1..everyone).contains(&members.len()))
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

//! A slow, obvious twin of the program, and random worlds to hold it against.
//!
//! [`evaluate`] reads a rule straight from its JSON and asks it of every person, row by row. It shares nothing with the engine, the
//! SQL or the parser: no code of theirs for times, numbers, texts or windows. What it gets wrong it gets wrong alone.

pub mod conformance;
pub mod differ;
pub mod engines;
pub mod evaluate;
pub mod random;
pub mod refusals;
pub mod shrink;
pub mod text;
pub mod time;
pub mod window;
pub mod world;

pub use evaluate::evaluate;
pub use world::World;

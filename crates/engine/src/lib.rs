//! Plan → set of people: bitmaps, condition by condition.
//!
//! [`evaluate::evaluate`] walks a plan over a [`source::Source`]: one bitmap for each condition, kept in a [`cache::Cache`] under
//! what the condition asks and the data's generation, so that an edit computes only what it touches. [`explain::explain`] says of one person why.

pub mod cache;
pub mod cancel;
pub mod evaluate;
pub mod explain;
#[cfg(test)]
mod memory;
pub mod source;

//! Plan → set of people: bitmaps, condition by condition.

pub mod source;

//! Plan → set of people: bitmaps, condition by condition.

pub mod cancel;
pub mod source;

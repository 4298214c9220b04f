//! The shapes that cross to the page. TypeScript types are generated from these (`ui/src/api/bindings.ts`).
//!
//! Counts are `u32` (the page's numbers are exact below 2^53, and a workspace holds fewer than 2^32 people or events);
//! instants are RFC 3339 text in UTC with milliseconds; opaque JSON crosses as text. Nothing here is ever a path:
//! files are named by handles that the Rust side keeps.

mod catalog;
mod counting;
mod error;
mod exporting;
mod importing;
mod jobs;
mod people;
mod segments;
mod tables;
mod workspace;

pub use catalog::*;
pub use counting::*;
pub use error::*;
pub use exporting::*;
pub use importing::*;
pub use jobs::*;
pub use people::*;
pub use segments::*;
pub use tables::*;
pub use workspace::*;

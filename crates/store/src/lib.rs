//! The workspace: one SQLite file, and the only room that knows SQLite.
//!
//! [`Store::create`] and [`Store::open`] give a [`Store`]; [`Store::read`] one consistent state of it as a [`Reader`] (which the engine
//! reads through its own traits); [`Store::begin_import`] an [`Import`], whole or not at all.

mod catalog;
mod check;
mod connection;
mod declare;
mod error;
mod import;
mod imports;
mod json;
mod lists;
mod members;
mod migrate;
mod pool;
mod reader;
mod segments;
mod source;
mod store;
mod tables;
mod values;

pub use catalog::{EventEntry, EventPropertyEntry, FieldEntry, Kind, PropertyEntry};
pub use check::Problem;
pub use error::StoreError;
pub use import::{Counts, Import, ImportLog, Progress, Refused};
pub use lists::{ListEntry, PurposeEntry};
pub use members::{Column, Member, Sort};
pub use reader::Reader;
pub use segments::{Draft, Segment, SegmentVersion};
pub use store::Store;
pub use tables::TableEntry;
pub use values::{ValueCount, ValuesOf};

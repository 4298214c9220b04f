//! Files in and out: a path becomes rows (source → decompress → lines → records → rows → whoever takes them), and rows become a file.
//!
//! - [`sniff()`] says what a file is before anything is written, [`read()`] streams its rows in constant memory.
//! - [`RejectsFile`] keeps the rows that were left out, [`CsvFile`] writes an export whole or not at all.
//!
//! A file format is one file beside `delimited.rs` and one row in `format::FORMATS`; a kind of rows is one row in `kind::TABLE`
//! and one function in `map.rs`. Rows of custom tables, whose columns the caller says, are `table.rs`.

mod delimited;
mod error;
mod export;
mod format;
mod gzip;
mod kind;
mod lines;
mod map;
mod ndjson;
mod read;
mod reject;
mod rejects;
mod sniff;
mod source;
mod table;
mod whole;

pub use error::ReadError;
pub use export::{write_csv, CsvExport, CsvFile, ExportFailed, Exported};
pub use format::FormatName;
pub use kind::{Kind, Role};
pub use read::{read, Progress, ReadFailed, ReadOptions, ReadSummary};
pub use reject::{Reject, RejectReason};
pub use rejects::RejectsFile;
pub use sniff::{sniff, Shape, Sniffed, SniffedColumn};
pub use whole::WriteError;

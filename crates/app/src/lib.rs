//! One function for each thing a person can do in Muster. The shells (window, command line) parse, call and print.
//!
//! [`App`] is what the window talks to: at most one open [`Workspace`], the files that were chosen, the jobs that run. The command line
//! opens a [`Workspace`] and calls the same functions.

mod app;
mod catalog;
mod counting;
mod difference;
pub mod dto;
mod error;
mod explaining;
mod exporting;
mod importing;
mod jobs;
mod kinds;
mod looking;
mod nobody;
mod people;
mod recent;
mod rules;
mod sample;
mod segments;
mod tables;
mod workspace;

pub use app::{App, AppConfig, Clock};
pub use counting::RuleCount;
pub use difference::Difference;
pub use error::Result;
pub use importing::{ImportOptions, ReadAs};
pub use jobs::Listener;
pub use muster_engine::explain::{Evidence, Explained, Explanation, Instant};
pub use muster_io::RejectsFile;
pub use muster_rules::time::{format_instant, Zone};
pub use people::{is_column, Execution};
pub use rules::Rule;
pub use segments::SegmentListing;
pub use workspace::{read_time_argument, system_clock, Workspace};

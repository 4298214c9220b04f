//! What a person does, in the real app, from start to end. `make e2e` runs these.

mod build;
mod close;
mod drop;
mod editor;
mod export;
mod import;
mod start;
mod tables;

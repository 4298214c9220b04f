//! The kinds of conditions about data, a file a family.

mod event;
mod history;
mod measure;
mod profile;
mod rank;
mod regular;
pub(crate) mod related;
mod sequence;

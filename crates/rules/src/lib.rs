//! The meaning of a rule, pure: no I/O, no clock, no SQL.
//!
//! A rule's way: JSON text → [`condition::Condition`] (the edited tree, checked: [`parse`]) → [`plan::Plan`]
//! (windows, times and tests made definite for one `now`: [`resolve`]) → an execution in another room.

pub mod condition;
pub mod data;
pub mod document;
pub mod draft;
pub mod error;
pub mod matcher;
pub mod measure;
pub mod parse;
pub mod plan;
pub mod resolve;
pub mod schema;
pub mod sentence;
pub mod tables;
pub mod text;
pub mod time;
pub mod value;
pub mod window;

//! The desktop shell: a window, one command for each thing a person can do, and nothing of its own about people,
//! events or rules. Every command parses, calls `muster_app::App` and returns.

mod bindings;
mod commands;
mod dialogs;
mod events;
mod jobs;
mod names;
mod shell;
mod start;
mod window;

pub use bindings::{bindings, render_bindings};
pub use events::{FilesDropped, FilesHover, FilesLeft};
pub use names::COMMANDS;
pub use start::run;

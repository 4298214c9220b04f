/// Every command the page may call.
pub const COMMANDS: &[&str] = include!("command_names.rs");

//! One function for each thing a person can do in Muster. The shells (window, command line) parse, call and print.

pub mod dto;
mod app;

pub use app::{App, AppConfig, Clock};

//! `muster-cli`: the app's functions for scripts and terminals. Links no web view.

mod args;
mod commands;
mod output;
mod usage;

use args::Cli;
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match commands::run(&cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("muster-cli: {error:#}");
            if error.is::<usage::Usage>() {
                return ExitCode::from(2);
            }
            ExitCode::FAILURE
        }
    }
}

//! Muster's desktop binary.

// No console window beside the app's own on Windows.
#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    muster_desktop::run()
}

//! Tells Tauri where things are (the root package's layout is our own) and which commands need a permission.

const COMMANDS: &[&str] = include!("command_names.rs");

fn main() {
    // Tauri does not watch the capabilities when they are not in their usual place.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/command_names.rs");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/*.json")
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}

use serde_json::Value;

/// Each of our packages, what it may use of ours, and what its tests may use besides.
pub const CRATES: &[(&str, &[&str], &[&str])] = &[
    ("muster-rules", &[], &[]),
    ("muster-sql", &["muster-rules"], &["muster-testkit"]),
    ("muster-engine", &["muster-rules"], &["muster-testkit"]),
    ("muster-store", &["muster-rules", "muster-sql", "muster-engine"], &["muster-testkit"]),
    ("muster-io", &["muster-rules", "muster-engine"], &["muster-testkit"]),
    ("muster-demo", &["muster-rules"], &["muster-testkit"]),
    ("muster-app", &["muster-rules", "muster-sql", "muster-engine", "muster-store", "muster-io", "muster-demo"], &["muster-testkit"]),
    ("muster-cli", &["muster-app"], &["muster-testkit"]),
    ("muster", &["muster-app"], &[]),
    ("muster-testkit", &["muster-rules"], &[]),
    ("muster-e2e", &[], &[]),
    ("muster-architecture", &[], &[]),
];

/// Libraries that only some rooms may use, by the beginning of their names; and the rooms whose tests may use them besides.
pub const OUTSIDE: &[(&str, &[&str], &[&str])] = &[
    // Statements are tried on the real engine.
    ("rusqlite", &["muster-store"], &["muster-sql", "muster-app", "muster-cli"]),
    ("libsqlite3", &["muster-store"], &[]),
    ("tauri", &["muster"], &[]),
    ("gtk", &["muster"], &[]),
    ("specta", &["muster-app", "muster"], &[]),
    ("clap", &["muster-cli"], &[]),
    ("tokio", &["muster-app", "muster"], &[]),
];

/// A package as `cargo metadata` tells it.
pub struct Package {
    /// Its name.
    pub name: String,
    /// What it uses, and whether only its tests do.
    pub uses: Vec<(String, bool)>,
}

impl Package {
    /// The workspace's packages, from the JSON of `cargo metadata --no-deps`.
    pub fn all(metadata: &Value) -> Vec<Package> {
        let packages = metadata["packages"].as_array().into_iter().flatten();
        packages
            .map(|package| Package {
                name: text(&package["name"]),
                uses: package["dependencies"].as_array().into_iter().flatten().map(|d| (text(&d["name"]), d["kind"] == "dev")).collect(),
            })
            .collect()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Every arrow that the tables do not allow, in words.
pub fn crate_violations(packages: &[Package]) -> Vec<String> {
    let mut found = Vec::new();
    for package in packages {
        let Some((_, allowed, in_tests)) = CRATES.iter().find(|row| row.0 == package.name) else {
            found.push(format!("{} has no row in the table of rooms", package.name));
            continue;
        };
        for (used, for_tests) in &package.uses {
            let ours = CRATES.iter().any(|row| row.0 == used);
            let tests_may = *for_tests && in_tests.contains(&used.as_str());
            if ours && !allowed.contains(&used.as_str()) && !tests_may {
                found.push(format!("{} may not use {used}", package.name));
            }
            for (library, rooms, in_their_tests) in OUTSIDE {
                let name = package.name.as_str();
                let may = rooms.contains(&name) || (*for_tests && in_their_tests.contains(&name));
                if used.starts_with(library) && !may {
                    found.push(format!("{} may not use the library {used}", package.name));
                }
            }
        }
    }
    found
}

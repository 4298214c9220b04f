//! The conformance cases in `tests/conformance`.

use crate::World;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What a case wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Want {
    /// These people, sorted by their id's bytes.
    Members(Vec<String>),
    /// A refusal that says this.
    Error(String),
}

/// A rule in a world.
#[derive(Debug, Clone)]
pub struct Case {
    /// The file's name, without folder.
    pub file: String,
    /// Its own name.
    pub name: String,
    /// The world, seen from the case's `now`.
    pub world: World,
    /// The rule.
    pub rule: Value,
    /// What must come of it.
    pub want: Want,
}

impl Case {
    /// `edges.json: the short day`.
    pub fn title(&self) -> String {
        format!("{}: {}", self.file, self.name)
    }
}

/// The folder of the case files.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance")
}

/// Every case of every file, in the order of the files' names.
pub fn cases() -> Result<Vec<Case>, String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder()).map_err(|why| format!("{}: {why}", folder().display()))? {
        let name = entry.map_err(|why| why.to_string())?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".json") {
            names.push(name);
        }
    }
    names.sort();
    let mut cases = Vec::new();
    for file in names {
        let text = std::fs::read_to_string(folder().join(&file)).map_err(|why| format!("{file}: {why}"))?;
        let json: Value = serde_json::from_str(&text).map_err(|why| format!("{file}: {why}"))?;
        let worlds = json.get("worlds").and_then(Value::as_array).cloned().unwrap_or_else(|| vec![json]);
        for world in worlds {
            read_cases(&file, &world, &mut cases).map_err(|why| format!("{file}: {why}"))?;
        }
    }
    Ok(cases)
}

fn read_cases(file: &str, json: &Value, cases: &mut Vec<Case>) -> Result<(), String> {
    let world = World::from_json(json)?;
    for case in json["cases"].as_array().ok_or("a world without cases")? {
        let name = case["name"].as_str().ok_or("a case without name")?.to_owned();
        let want = match (case["members"].as_array(), case["error"].as_str()) {
            (Some(ids), None) => {
                let mut ids: Vec<String> = ids.iter().filter_map(|id| id.as_str().map(str::to_owned)).collect();
                ids.sort();
                Want::Members(ids)
            }
            (None, Some(error)) => Want::Error(error.to_owned()),
            _ => return Err(format!("{name}: either members or error")),
        };
        let world = case["now"].as_str().map_or_else(|| world.clone(), |now| world.at(now));
        let rule = case.get("rule").cloned().ok_or_else(|| format!("{name}: no rule"))?;
        cases.push(Case { file: file.to_owned(), name, world, rule, want });
    }
    Ok(())
}

use crate::app::NOW;
use crate::process::binary;
use anyhow::{ensure, Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The command line on one workspace file, with the clock of the app under test.
pub struct Cli {
    file: PathBuf,
}

impl Cli {
    /// For this file.
    pub fn on(file: &Path) -> Self {
        Cli { file: file.into() }
    }

    /// Runs `muster-cli COMMAND FILE ARGUMENTS…` and answers what it printed.
    ///
    /// # Errors
    /// It failed; the error has what it said.
    pub fn run(&self, command: &[&str], arguments: &[&str]) -> Result<String> {
        let output = Command::new(binary("muster-cli")?).args(command).arg(&self.file).args(arguments).args(["--now", NOW]).output()?;
        ensure!(output.status.success(), "muster-cli {command:?} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    }

    /// People in a saved segment.
    ///
    /// # Errors
    /// There is no such segment.
    pub fn count_segment(&self, name: &str) -> Result<u64> {
        self.count(&["--segment", name])
    }

    /// People who meet a condition.
    ///
    /// # Errors
    /// The rule means nothing.
    pub fn count_rule(&self, rule: &Value) -> Result<u64> {
        let file = tempfile::NamedTempFile::new()?;
        std::fs::write(file.path(), rule.to_string())?;
        self.count(&["--rule", &file.path().to_string_lossy()])
    }

    fn count(&self, what: &[&str]) -> Result<u64> {
        let printed = self.run(&["count"], &[what, &["--json"]].concat())?;
        let answer: Value = serde_json::from_str(&printed)?;
        answer["count"].as_u64().with_context(|| format!("no count in {printed}"))
    }

    /// The ids of a saved segment's people, sorted bytewise.
    ///
    /// # Errors
    /// There is no such segment.
    pub fn members(&self, segment: &str) -> Result<Vec<String>> {
        let printed = self.run(&["members"], &["--segment", segment])?;
        Ok(printed.lines().map(str::to_owned).collect())
    }
}

/// The `user_id` column of an exported CSV, sorted bytewise. Only for files without quoted ids.
///
/// # Errors
/// The file cannot be read, or has no such column.
pub fn people_of(csv: &Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(csv)?;
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let header = lines.next().context("the file is empty")?;
    let column =
        header.split(',').position(|name| name.trim_matches('"') == "user_id").with_context(|| format!("no user_id in {header}"))?;
    let mut ids = Vec::new();
    for line in lines {
        let cell = line.split(',').nth(column).with_context(|| line.to_owned())?;
        ids.push(cell.trim_matches('"').to_owned());
    }
    ids.sort_unstable();
    Ok(ids)
}

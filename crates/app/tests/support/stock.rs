//! The system's own `sqlite3` shell.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Printed between the results of statements.
const MARK: &str = "-- the next statement --";

/// Whom each statement selects. What the shell says against one is its answer; statements that are none pass their reason on.
pub(crate) fn run(file: &Path, statements: &[Result<String, String>]) -> Vec<Result<Vec<String>, String>> {
    let fine: Vec<&str> = statements.iter().filter_map(|sql| sql.as_deref().ok()).collect();
    let mut answers = match at_once(file, &fine) {
        Ok(answers) => answers.into_iter().map(Ok).collect::<Vec<_>>().into_iter(),
        // One of them fails: each is asked alone, so that the others' answers stand.
        Err(_) => fine.iter().map(|sql| Ok(at_once(file, &[sql])?.remove(0))).collect::<Vec<Result<_, String>>>().into_iter(),
    };
    statements
        .iter()
        .map(|sql| match sql {
            Ok(sql) => answers.next().unwrap().map_err(|why| format!("{why}\n{sql}")),
            Err(why) => Err(why.clone()),
        })
        .collect()
}

fn at_once(file: &Path, statements: &[&str]) -> Result<Vec<Vec<String>>, String> {
    let mut shell = Command::new("sqlite3");
    shell.arg("-readonly").arg(file).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut shell = shell.spawn().map_err(|why| format!("sqlite3 cannot be started (Debian's package sqlite3): {why}"))?;
    let text: String = statements.iter().map(|sql| format!("{sql}\n.print '{MARK}'\n")).collect();
    let mut input = shell.stdin.take().unwrap();
    // Written beside the reading: a shell whose output nobody takes stops reading.
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let done = shell.wait_with_output().map_err(|why| why.to_string())?;
    let written = writer.join().map_err(|_| "the writer broke off".to_owned())?;
    if !done.stderr.is_empty() || !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned());
    }
    written.map_err(|why| why.to_string())?;
    let text = String::from_utf8(done.stdout).map_err(|why| why.to_string())?;
    let mut answers = vec![Vec::new()];
    for line in text.lines() {
        if line == MARK {
            answers.push(Vec::new());
        } else if let Some(ids) = answers.last_mut() {
            ids.push(line.to_owned());
        }
    }
    answers.pop();
    if answers.len() == statements.len() {
        Ok(answers)
    } else {
        Err(format!("{} answers to {} statements", answers.len(), statements.len()))
    }
}

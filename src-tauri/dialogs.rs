//! Where a file is chosen: in a native dialog, or, in end-to-end tests, from a file of answers.

use std::path::{Path, PathBuf};

#[cfg(feature = "e2e")]
mod answers;
mod native;

#[cfg(feature = "e2e")]
pub(crate) use answers::Answers;
pub(crate) use native::Native;

/// Asks the person. Every method blocks until they answer; none may be called on the window's thread.
pub(crate) trait Dialogs: Send + Sync {
    /// One existing file.
    fn open(&self, ask: &Ask) -> Option<PathBuf>;
    /// Any number of existing files; none: they changed their mind.
    fn open_many(&self, ask: &Ask) -> Vec<PathBuf>;
    /// A place to write to. It ends as `ask` wants, and if something is there, the person agreed to lose it.
    fn save(&self, ask: &Ask) -> Option<PathBuf>;
    /// Yes or no, before something is lost.
    fn confirm(&self, question: &Question) -> bool;
}

/// What is asked for.
pub(crate) struct Ask {
    title: &'static str,
    kind: &'static str,
    endings: &'static [&'static str],
    name: Option<String>,
}

/// A question with a way back.
pub(crate) struct Question {
    pub(crate) title: String,
    pub(crate) message: String,
    pub(crate) yes: String,
    pub(crate) no: String,
}

impl Ask {
    /// Where a new workspace goes.
    pub(crate) fn new_workspace() -> Self {
        Ask { title: "New workspace", kind: "Muster workspace", endings: &["muster"], name: Some("Untitled.muster".into()) }
    }

    /// Which workspace to open.
    pub(crate) fn open_workspace() -> Self {
        Ask { title: "Open a workspace", kind: "Muster workspace", endings: &["muster"], name: None }
    }

    /// Which files to import.
    pub(crate) fn import() -> Self {
        Ask {
            title: "Import files",
            kind: "CSV and JSON lines",
            endings: &["csv", "tsv", "txt", "json", "jsonl", "ndjson", "gz"],
            name: None,
        }
    }

    /// Which file declares tables.
    pub(crate) fn tables() -> Self {
        Ask { title: "Define tables", kind: "Tables as JSON", endings: &["json"], name: None }
    }

    /// Where the rejected rows go.
    pub(crate) fn rejects() -> Self {
        Ask { title: "Save the rejected rows", kind: "CSV", endings: &["csv"], name: Some("rejected.csv".into()) }
    }

    /// Where an export goes; `name` has no ending.
    pub(crate) fn export(name: &str) -> Self {
        Ask { title: "Export people", kind: "CSV", endings: &["csv"], name: Some(format!("{}.csv", file_name(name))) }
    }

    /// The place with its ending, which some desktops do not add by themselves.
    fn with_ending(&self, path: PathBuf) -> PathBuf {
        let has_one =
            path.extension().and_then(|e| e.to_str()).is_some_and(|e| self.endings.iter().any(|known| known.eq_ignore_ascii_case(e)));
        match self.endings.first() {
            Some(ending) if !has_one => {
                let mut longer = path.into_os_string();
                longer.push(".");
                longer.push(ending);
                PathBuf::from(longer)
            }
            _ => path,
        }
    }
}

impl Question {
    /// Before a file is written over that the desktop's own dialog did not ask about.
    fn replace(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Question {
            title: "Replace the file?".into(),
            message: format!("“{name}” exists already. Its contents would be lost."),
            yes: "Replace".into(),
            no: "Keep it".into(),
        }
    }

    /// Before the window closes while something is being written.
    pub(crate) fn close_while_running() -> Self {
        Question {
            title: "Close Muster?".into(),
            message: "An import or export is still running. If you close now, it stops, and the workspace stays as it was \
                      before it began."
                .into(),
            yes: "Stop and close".into(),
            no: "Keep running".into(),
        }
    }
}

/// A segment's name as a file's: without what file systems refuse.
fn file_name(name: &str) -> String {
    let kept: String = name.chars().map(|c| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { '-' } else { c }).collect();
    match kept.trim().trim_start_matches('.') {
        "" => "people".into(),
        name => name.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_gets_the_ending_it_lacks() {
        for (chosen, written) in [
            ("/a/people.csv", "/a/people.csv"),
            ("/a/people.CSV", "/a/people.CSV"),
            ("/a/people", "/a/people.csv"),
            ("/a/people.v2", "/a/people.v2.csv"),
        ] {
            let place = Ask::export("people").with_ending(PathBuf::from(chosen));
            assert_eq!(place, PathBuf::from(written), "{chosen}");
        }
    }

    #[test]
    fn a_segment_name_becomes_a_file_name() {
        for (segment, file) in [
            ("Hesitant power users", "Hesitant power users.csv"),
            ("A/B: who? \"us\"", "A-B- who- -us-.csv"),
            ("../../etc", "-..-etc.csv"),
            ("  ", "people.csv"),
        ] {
            assert_eq!(Ask::export(segment).name.as_deref(), Some(file), "{segment}");
        }
    }
}

use super::{Ask, Dialogs, Question};
use std::path::PathBuf;
use std::sync::Mutex;

/// Answers from a file, one line each, taken from its top: a path, several with tabs between, `yes`, `no`, or an empty
/// line for "changed their mind". A missing file or line is an empty answer.
pub(crate) struct Answers {
    file: PathBuf,
    turn: Mutex<()>,
}

impl Answers {
    /// Answers from the file that `MUSTER_E2E_DIALOG` names, if it names one.
    pub(crate) fn from_environment() -> Option<Self> {
        let file = std::env::var_os("MUSTER_E2E_DIALOG")?.into();
        Some(Answers { file, turn: Mutex::new(()) })
    }

    fn next(&self) -> String {
        let _turn = self.turn.lock();
        let text = std::fs::read_to_string(&self.file).unwrap_or_default();
        let (line, rest) = text.split_once('\n').unwrap_or((&text, ""));
        // What cannot be written stays to be answered again, and the test that waits for the next answer sees it.
        drop(std::fs::write(&self.file, rest));
        line.trim().to_owned()
    }

    fn next_path(&self) -> Option<PathBuf> {
        Some(self.next()).filter(|line| !line.is_empty()).map(PathBuf::from)
    }
}

impl Dialogs for Answers {
    fn open(&self, _: &Ask) -> Option<PathBuf> {
        self.next_path()
    }

    fn open_many(&self, _: &Ask) -> Vec<PathBuf> {
        let line = self.next();
        let parts = line.split('\t').filter(|part| !part.is_empty());
        parts.map(PathBuf::from).collect()
    }

    fn save(&self, ask: &Ask) -> Option<PathBuf> {
        self.next_path().map(|path| ask.with_ending(path))
    }

    fn confirm(&self, _: &Question) -> bool {
        self.next() == "yes"
    }
}

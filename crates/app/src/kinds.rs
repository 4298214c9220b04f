//! What the rows of a file are: as the page, the command line and the list of imports say it, and as files are read.

use crate::dto::{AppError, ErrorCode, ImportKind};
use crate::error::Result;
use muster_io::Kind;

/// Characters that a list's name may have.
const LONGEST_NAME: usize = 200;

impl ImportKind {
    /// As the command line and the list of imports name it: `users`, `events`, `properties`, `consent`, `list:NAME`, `table:NAME`.
    pub fn name(&self) -> String {
        match (self, self.of_file()) {
            (ImportKind::List { name }, _) => format!("list:{name}"),
            (ImportKind::Table { name }, _) => format!("table:{name}"),
            (_, kind) => kind.map_or("users", Kind::name).to_owned(),
        }
    }

    /// The kind of that name; `None`: it names none. Whether a list may be called so is for [`ImportKind::check`].
    pub(crate) fn parse(word: &str) -> Option<ImportKind> {
        if let Some(name) = word.strip_prefix("list:") {
            return Some(ImportKind::List { name: name.to_owned() });
        }
        if let Some(name) = word.strip_prefix("table:") {
            return Some(ImportKind::Table { name: name.to_owned() });
        }
        Kind::parse(word).and_then(ImportKind::of_columns)
    }

    /// Refuses a list's name that a rule and a terminal could not show.
    pub(crate) fn check(&self) -> Result<()> {
        let ImportKind::List { name } = self else { return Ok(()) };
        if name.is_empty() || name.trim() != name || name.contains(char::is_control) || name.chars().count() > LONGEST_NAME {
            let message = format!("A list needs a name of 1 to {LONGEST_NAME} characters without spaces around it.");
            return Err(AppError::new(ErrorCode::File, message).hint("Give it another name."));
        }
        Ok(())
    }

    /// What the file is read as; `None`: as rows of a custom table.
    pub(crate) fn of_file(&self) -> Option<Kind> {
        match self {
            ImportKind::Users => Some(Kind::Users),
            ImportKind::Events => Some(Kind::Events),
            ImportKind::Properties => Some(Kind::Properties),
            ImportKind::Consent => Some(Kind::Consent),
            ImportKind::List { .. } => Some(Kind::List),
            ImportKind::Table { .. } => None,
        }
    }

    /// The kind that a file has by its columns; `None` for lists, which no column tells.
    pub(crate) fn of_columns(kind: Kind) -> Option<ImportKind> {
        Some(match kind {
            Kind::Users => ImportKind::Users,
            Kind::Events => ImportKind::Events,
            Kind::Properties => ImportKind::Properties,
            Kind::Consent => ImportKind::Consent,
            Kind::List => return None,
        })
    }
}

/// A list's name after a file's: without its endings, and such that [`ImportKind::check`] has nothing against it.
pub(crate) fn list_name(file: &str) -> String {
    let packed = file.strip_suffix(".gz").unwrap_or(file);
    let stem = packed.rsplit_once('.').map_or(packed, |(stem, _)| stem);
    let kept: String = stem.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    match kept.trim() {
        "" => "list".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn kinds_are_named_and_read_back() {
        for word in ["users", "events", "properties", "consent", "list:vip", "list:a:b", "table:products"] {
            assert_eq!(ImportKind::parse(word).unwrap().name(), word);
        }
        assert_eq!(ImportKind::parse("list"), None);
        assert_eq!(ImportKind::parse("people"), None);
    }

    #[test]
    fn a_list_is_named_after_its_file() {
        for (file, name) in [
            ("vip_invited.csv", "vip_invited"),
            ("vip.2026.ndjson.gz", "vip.2026"),
            ("vip", "vip"),
            (" spring guests .csv", "spring guests"),
            (".csv", "list"),
        ] {
            assert_eq!(list_name(file), name, "{file}");
            assert!(ImportKind::List { name: list_name(file) }.check().is_ok());
        }
        assert_eq!(list_name(&"é".repeat(300)).chars().count(), LONGEST_NAME);
    }

    #[test]
    fn a_list_has_a_name_that_can_be_shown() {
        for name in ["", " ", " vip", "vip ", "v\nip", &"x".repeat(201)] {
            assert!(ImportKind::List { name: name.to_owned() }.check().is_err(), "{name:?}");
        }
        assert!(ImportKind::List { name: "x".repeat(200) }.check().is_ok());
    }
}

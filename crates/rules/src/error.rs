//! Why a rule means nothing: where, what, and what would be accepted.

use std::fmt;

/// A refused rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// The place: `where.of[1].op`; inside a saved segment it begins with `segment(NAME).`.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
    /// What would be accepted, or what was probably meant.
    pub hint: Option<String>,
    /// The key that is not there, where that is what is wrong: the rule is unfinished rather than wrong.
    pub missing: Option<String>,
}

impl RuleError {
    /// An error at a place.
    pub fn at(path: impl Into<String>, reason: impl Into<String>) -> Self {
        RuleError { path: path.into(), reason: reason.into(), hint: None, missing: None }
    }

    /// The same with what would be accepted.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A key that is not there.
    pub fn missing(path: &str, key: &str, hint: impl Into<String>) -> Self {
        RuleError {
            path: format!("{path}.{key}"),
            reason: format!("“{key}” is missing"),
            hint: Some(hint.into()),
            missing: Some(key.to_owned()),
        }
    }

    /// A word that is none of the accepted ones.
    pub fn unknown(path: impl Into<String>, what: &str, word: &str, accepted: &[&str]) -> Self {
        if accepted.is_empty() {
            return RuleError::at(path, format!("unknown {what} “{word}”")).hint("there is none yet");
        }
        let mut hint = format!("accepted here: {}", accepted.join(", "));
        if let Some(near) = nearest(word, accepted) {
            hint = format!("did you mean “{near}”? {hint}");
        }
        RuleError::at(path, format!("unknown {what} “{word}”")).hint(hint)
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for RuleError {}

/// The accepted word nearest to one that is not, if one is near.
pub fn nearest<'w>(word: &str, accepted: &[&'w str]) -> Option<&'w str> {
    let near = |candidate: &&&str| strsim::jaro_winkler(word, candidate);
    accepted.iter().max_by(|a, b| near(a).total_cmp(&near(b))).filter(|best| near(best) > 0.8).copied()
}

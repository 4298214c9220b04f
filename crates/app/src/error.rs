//! What the rooms below say went wrong, in the words and codes that people see.

use crate::dto::{AppError, ErrorCode};
use muster_engine::evaluate::EvaluateError;
use muster_engine::source::SourceError;
use muster_rules::error::RuleError;
use muster_sql::Unsupported;
use muster_store::StoreError;
use std::fmt;

/// The result of everything in this room.
pub type Result<T> = std::result::Result<T, AppError>;

impl AppError {
    /// An error with nothing but a code and a message.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        AppError { code, message: message.into(), hint: None, path: None, detail: None }
    }

    /// The same with what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with the cause as the lower layers said it.
    #[must_use]
    pub fn detail(mut self, detail: impl fmt::Display) -> Self {
        self.detail = Some(detail.to_string());
        self
    }

    /// Nobody waits for it any more.
    pub fn cancelled() -> Self {
        AppError::new(ErrorCode::Cancelled, "Cancelled; everything is as it was before.")
    }

    /// Something asked for is not there.
    pub fn not_found(what: impl fmt::Display) -> Self {
        AppError::new(ErrorCode::NotFound, format!("There is no {what}."))
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{path}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, " ({hint})")?;
        }
        match &self.detail {
            Some(detail) if !self.message.contains(detail) => write!(f, "\n{detail}"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for AppError {}

impl From<RuleError> for AppError {
    fn from(error: RuleError) -> Self {
        AppError { code: ErrorCode::Rule, message: error.reason, hint: error.hint, path: Some(error.path), detail: None }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Cancelled => return AppError::cancelled(),
            StoreError::Busy => ErrorCode::Busy,
            StoreError::NameTaken { .. } => ErrorCode::NameTaken,
            StoreError::NotFound { .. } => ErrorCode::NotFound,
            StoreError::Newer { .. } => ErrorCode::NewerFile,
            StoreError::Sql(_) | StoreError::BadStatement { .. } => ErrorCode::Internal,
            _ => ErrorCode::File,
        };
        AppError::new(code, error.to_string())
    }
}

impl From<EvaluateError> for AppError {
    fn from(error: EvaluateError) -> Self {
        match error {
            EvaluateError::Cancelled => AppError::cancelled(),
            EvaluateError::Source(error) => error.into(),
        }
    }
}

impl From<SourceError> for AppError {
    fn from(error: SourceError) -> Self {
        AppError::new(if error.busy { ErrorCode::Busy } else { ErrorCode::Internal }, error.message)
    }
}

impl From<Unsupported> for AppError {
    fn from(error: Unsupported) -> Self {
        AppError {
            path: Some(error.path.clone()),
            ..AppError::new(ErrorCode::Rule, format!("{} cannot say {}", error.dialect, error.what))
        }
    }
}

//! Two rules side by side: who joins, who leaves, who stays.

use crate::dto::AppError;
use crate::error::Result;
use crate::rules::Rule;
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_engine::evaluate::members;
use muster_rules::condition::Condition;
use muster_rules::document::parse_document;
use muster_rules::time::Millis;

/// What becomes of people when one rule takes another's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In the new rule only: their ids, sorted bytewise.
    pub joins: Vec<String>,
    /// In the old rule only: their ids, sorted bytewise.
    pub leaves: Vec<String>,
    /// How many are in both.
    pub stays: u64,
    /// Everyone.
    pub of: u64,
}

impl Workspace {
    /// Who joins, leaves and stays when `after` takes the place of `before`; both at the same instant and on the same data.
    pub fn difference(&self, before: &Condition, after: &Condition, now: Millis) -> Result<Difference> {
        let (before, after) = (self.plan(before, now)?, self.plan(after, now)?);
        let cancel = Cancel::new();
        self.store().read(&cancel, |reader| {
            let before = members(&before, reader, &self.cache, &cancel)?;
            let after = members(&after, reader, &self.cache, &cancel)?;
            Ok::<_, AppError>(Difference {
                joins: reader.user_ids(&(&*after - &*before))?,
                leaves: reader.user_ids(&(&*before - &*after))?,
                stays: before.intersection_len(&after),
                of: reader.people()?,
            })
        })
    }

    /// A version of a saved segment; `None`: the one before the latest, or the latest where there is only one.
    pub fn segment_version(&self, name: &str, version: Option<u32>) -> Result<(u32, Rule)> {
        let segment = self.segment_named(name)?;
        let history = self.segment_history(segment.id)?;
        let version = version.unwrap_or_else(|| segment.version.saturating_sub(1).max(1));
        let known = || history.iter().map(|version| version.version.to_string()).collect::<Vec<_>>().join(", ");
        let found = history.iter().find(|kept| kept.version == version).ok_or_else(|| {
            AppError::new(crate::dto::ErrorCode::NotFound, format!("“{name}” has no version {version}."))
                .hint(format!("there are: {}", known()))
        })?;
        let document = parse_document(&found.definition, &self.rules_catalog()?)?;
        Ok((version, Rule { condition: document.rule, name: Some(name.to_owned()) }))
    }
}

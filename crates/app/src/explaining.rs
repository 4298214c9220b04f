//! Why a person is in a segment, or out of it.

use crate::dto::AppError;
use crate::error::Result;
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_engine::explain::{explain, Explanation};
use muster_rules::condition::Condition;
use muster_rules::time::Millis;

impl Workspace {
    /// Every condition of a rule for one person at an instant: whether it holds, and what that was decided by. The whole holds exactly of those
    /// whom the rule selects. Fails where nobody has the id.
    pub fn explain(&self, rule: &Condition, user_id: &str, now: Millis) -> Result<Explanation> {
        let plan = self.plan(rule, now)?;
        let cancel = Cancel::new();
        self.store().read(&cancel, |reader| {
            let person = reader.ordinal(user_id)?.ok_or_else(|| {
                AppError::not_found(format!("person with the id “{user_id}”")).hint("ids are compared letter by letter, case included")
            })?;
            Ok(explain(&plan, reader, person, &self.cache, &cancel)?)
        })
    }
}

//! Related rows.

use super::names::name;
use super::parts::Lead;
use super::values::{amount, zero_passes, Tense};
use super::{Said, Teller, Voice};
use crate::condition::{Condition, Op, Operand, RelatedCondition, TestSpec};
use crate::plan::Scalar;
use crate::schema::Row;

impl Teller<'_> {
    pub(super) fn related(&self, related: &RelatedCondition, path: &str) -> (Lead, Said) {
        let relation = name(&related.relation);
        let voice = if related.walk.to.row() == Row::User { Voice::Person } else { Voice::Row };
        let filter = related.filter.as_deref().filter(|filter| !matches!(filter, Condition::All(of) if of.is_empty()));
        let filter = filter.map(|filter| self.after_noun(filter, &format!("{path}.where"), voice));
        match &related.count {
            None => {
                let filter = filter.map_or_else(|| "of any kind".to_owned(), Said::last);
                if is_many(&relation) {
                    (Lead::AllOf, Said::open(format!("{relation} (at least 1) are ones {filter}")))
                } else {
                    (Lead::With, Said::open(format!("every {relation} (at least 1) being one {filter}")))
                }
            }
            Some(test) => (Lead::With, self.count(&relation, test, filter, path)),
        }
    }

    /// "at least 1 household whose region is “North”".
    fn count(&self, relation: &str, test: &TestSpec, filter: Option<Said>, path: &str) -> Said {
        let or_none = || if zero_passes(test) { self.words.or_none(path, "with none") } else { String::new() };
        let said = match (test.op, &test.value) {
            (Op::Gte, Operand::Number(n)) if *n == 1.0 && is_many(relation) => format!("1 or more {relation}"),
            (Op::Is, Operand::Scalars(scalars)) if matches!(scalars.as_slice(), [Scalar::Number(n)] if n.to_bits() == 0) => {
                format!("no {relation}")
            }
            _ => match amount(test, relation, relation) {
                Some(said) => format!("{said}{}", or_none()),
                None => {
                    let of = filter.map_or_else(String::new, |filter| format!(" ({})", filter.text));
                    let test = self.test(test, Tense::Present);
                    return Said::closed(format!("a number of {relation}{of} that {test}{}", or_none()));
                }
            },
        };
        match filter {
            None => Said::closed(said),
            Some(filter) => Said::open(format!("{said} {}", filter.last())),
        }
    }
}

/// Whether a relation's name reads as several. It is said as it is either way.
fn is_many(relation: &str) -> bool {
    relation.ends_with('s')
}

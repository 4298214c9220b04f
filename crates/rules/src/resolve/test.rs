//! Tests made definite.

use super::{recurrence, Resolver};
use crate::condition::{Op, Operand, TestSpec};
use crate::error::RuleError;
use crate::plan::{Bound, Positive, Test};
use crate::time::Span;

impl Resolver<'_> {
    pub(super) fn test(&self, test: &TestSpec, path: &str) -> Result<Test, RuleError> {
        let at = format!("{path}.value");
        let positive = match (test.op, &test.value) {
            (Op::IsSet | Op::IsNotSet, _) => Positive::IsSet,
            (Op::Is | Op::In | Op::IsNot | Op::NotIn, Operand::Scalars(scalars)) => Positive::In(scalars.clone()),
            (Op::Contains | Op::NotContains, Operand::Text(text)) => Positive::Contains(text.clone()),
            (Op::StartsWith, Operand::Text(text)) => Positive::StartsWith(text.clone()),
            (Op::EndsWith, Operand::Text(text)) => Positive::EndsWith(text.clone()),
            (Op::Matches | Op::NotMatches, Operand::Text(pattern)) => Positive::Matches(pattern.clone()),
            (Op::Gt, Operand::Number(n)) => Positive::Number { low: Bound::Excluded(*n), high: Bound::Open },
            (Op::Gte, Operand::Number(n)) => Positive::Number { low: Bound::Included(*n), high: Bound::Open },
            (Op::Lt, Operand::Number(n)) => Positive::Number { low: Bound::Open, high: Bound::Excluded(*n) },
            (Op::Lte, Operand::Number(n)) => Positive::Number { low: Bound::Open, high: Bound::Included(*n) },
            (Op::Between, Operand::Range(low, high)) => Positive::Number { low: Bound::Included(*low), high: Bound::Included(*high) },
            (Op::Before, Operand::Time(time)) => Positive::Time(Span { from: None, to: Some(time.instant(self.now, self.zone)) }),
            (Op::After, Operand::Time(time)) => Positive::Time(Span { from: Some(time.end(self.now, self.zone)), to: None }),
            (Op::During | Op::NotDuring, Operand::Window(window)) => Positive::Time(window.span(self.now, self.zone, &at)?),
            (Op::Anniversary, Operand::Window(window)) => {
                Positive::Recurs(recurrence::recurrences(window.span(self.now, self.zone, &at)?, self.zone))
            }
            // The parser gives every op a value of its own shape.
            (op, _) => return Err(RuleError::at(at, format!("is not what “{}” takes", op.name()))),
        };
        Ok(Test { negated: test.op.is_negative(), positive })
    }
}

//! Whom negatives include for want of a value: what has to be counted for a sentence to say how many.

use super::values::{includes_absent, zero_passes};
use crate::condition::{AskSpec, Condition, EventCondition, Op, Operand, RelatedCondition, TestSpec};
use crate::plan::{Column, Measure, Scalar, UserColumn};

/// For every condition asked of people whose sentence says whom it includes for want of a value or an event: its path, and the rule that
/// selects just those people. Their numbers are what [`super::Words::absent`] holds.
pub fn absences(rule: &Condition) -> Vec<(String, Condition)> {
    let mut found = Vec::new();
    collect(rule, "where", &mut found);
    found
}

fn collect(rule: &Condition, path: &str, found: &mut Vec<(String, Condition)>) {
    match rule {
        Condition::All(of) | Condition::Any(of) | Condition::AtLeast { of, .. } => {
            for (i, part) in of.iter().enumerate() {
                collect(part, &format!("{path}.of[{i}]"), found);
            }
        }
        Condition::Not(of) => collect(of, &format!("{path}.of"), found),
        other => found.extend(absent(other).map(|rule| (path.to_owned(), rule))),
    }
}

fn absent(rule: &Condition) -> Option<Condition> {
    match rule {
        Condition::Field { column, test } if includes_absent(test) && *column != Column::User(UserColumn::UserId) => {
            Some(Condition::Field { column: column.clone(), test: no_value() })
        }
        Condition::Property { property, as_of, test } if includes_absent(test) => {
            Some(Condition::Property { property: property.clone(), as_of: as_of.clone(), test: no_value() })
        }
        Condition::Event(event) => {
            let AskSpec::Measure { measure, test } = &event.ask else { return None };
            let ask = |measure: Measure, test: TestSpec| {
                Condition::Event(EventCondition { ask: AskSpec::Measure { measure, test }, ..event.clone() })
            };
            if measure.is_zero_of_none() {
                let said = zero_passes(test) && !(*measure == Measure::Count && says_none(test));
                said.then(|| ask(Measure::Count, none()))
            } else {
                includes_absent(test).then(|| ask(measure.clone(), no_value()))
            }
        }
        Condition::Related(related) => {
            let test = related.count.as_ref()?;
            let said = zero_passes(test) && *test != zero();
            said.then(|| Condition::Related(RelatedCondition { count: Some(none()), ..related.clone() }))
        }
        _ => None,
    }
}

/// Whether a count is said as "did not do" or "never did", which leaves nobody else to be named.
fn says_none(test: &TestSpec) -> bool {
    *test == zero() || *test == none()
}

fn no_value() -> TestSpec {
    TestSpec { op: Op::IsNotSet, value: Operand::None }
}

fn none() -> TestSpec {
    TestSpec { op: Op::Lt, value: Operand::Number(1.0) }
}

fn zero() -> TestSpec {
    TestSpec { op: Op::Is, value: Operand::Scalars(vec![Scalar::Number(0.0)]) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::absences;
    use crate::parse::parse_condition;
    use crate::schema::Catalog;
    use crate::sentence::{sentence, Words};
    use crate::time::Zone;
    use serde_json::{json, Value};

    /// Exactly the conditions that say whom they include are counted, and each by a rule that is one.
    #[test]
    fn what_a_sentence_counts_has_a_rule() {
        let property = |op: &str| json!({"kind": "property", "property": "plan", "op": op, "value": "a"});
        let event = |more: Value| {
            let mut event = json!({"kind": "event", "event": "x"});
            event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            event
        };
        let avg = json!({"fn": "avg", "property": "p"});
        for (rule, absent) in [
            (property("is"), None),
            (property("is_not"), Some("Everyone whose plan has no value")),
            (json!({"kind": "field", "field": "email", "op": "is_not", "value": "a"}), Some("Everyone whose email has no value")),
            (json!({"kind": "field", "field": "user_id", "op": "is_not", "value": "a"}), None),
            (json!({"kind": "field", "field": "email", "op": "is_not_set"}), None),
            (event(json!({})), None),
            (event(json!({"op": "lt", "value": 1})), None),
            (event(json!({"op": "is", "value": 0})), None),
            (event(json!({"op": "lt", "value": 3})), Some("Everyone who never did x")),
            (event(json!({"measure": {"fn": "sum", "property": "p"}, "op": "lt", "value": 3})), Some("Everyone who never did x")),
            (event(json!({"measure": {"fn": "active_days"}, "op": "lt", "value": 1})), Some("Everyone who never did x")),
            (event(json!({"measure": avg, "op": "is_not", "value": 3})), Some("Everyone whose average of p over x has no value")),
            (event(json!({"measure": avg, "op": "lt", "value": 3})), None),
        ] {
            let words = Words::new(0, Zone::UTC);
            let read = |rule: &Value| parse_condition(rule, "where", &Catalog::default()).unwrap_or_else(|why| panic!("{why}: {rule}"));
            let found = absences(&read(&rule));
            let said: Vec<String> = found.iter().map(|(_, rule)| sentence(rule, &words)).collect();
            assert_eq!(said, Vec::from_iter(absent.map(str::to_owned)), "{rule}");
            // The count changes the sentence just where one is asked for.
            let inside = json!({"kind": "not", "of": {"kind": "all", "of": [rule]}});
            let counted = Words { absent: absences(&read(&inside)).into_iter().map(|(path, _)| (path, 4321)).collect(), ..words.clone() };
            assert_eq!(sentence(&read(&inside), &counted).contains("(including 4,321 "), absent.is_some(), "{rule}");
        }
    }
}

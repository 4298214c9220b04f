#![allow(clippy::unwrap_used)]
use super::*;
use crate::source::{Event, FieldValue, Ordinal, VisitEvents, VisitFields, VisitProperties};
use muster_rules::document::parse_rule;
use muster_rules::plan::{EventNames, UserColumn};
use muster_rules::resolve::resolve;
use muster_rules::time::{Millis, Span, Zone};
use std::cell::Cell;

/// Four people; counts how often it is read.
#[derive(Default)]
struct Four {
    reads: Cell<u32>,
    stop_after: Option<Cancel>,
}

impl Four {
    fn read(&self) {
        self.reads.set(self.reads.get() + 1);
        if let Some(cancel) = &self.stop_after {
            cancel.cancel();
        }
    }
}

impl Source for Four {
    fn everyone(&self) -> Result<RoaringBitmap, SourceError> {
        Ok((1..=4).collect())
    }

    fn generation(&self) -> u64 {
        7
    }

    fn field_values(&self, _: UserColumn, visit: VisitFields<'_>) -> Result<(), SourceError> {
        self.read();
        for (user, text) in [(1, "a"), (2, "b"), (3, "B")] {
            if visit((user, FieldValue::Text(text))).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn property_values(&self, property: &str, _: Millis, visit: VisitProperties<'_>) -> Result<(), SourceError> {
        self.read();
        let values: &[(Ordinal, &str)] = match property {
            "p" => &[(1, "5"), (2, "\"5\""), (3, r#"{"x":5}"#)],
            "p.x" => &[(3, "6")],
            _ => &[],
        };
        for (user, json) in values {
            let _ = visit((*user, json));
        }
        Ok(())
    }

    fn events(&self, names: &EventNames, window: Span, _: bool, visit: VisitEvents<'_>) -> Result<(), SourceError> {
        self.read();
        let events = [(1, "x", 10, r#"{"n":1}"#), (1, "x", 20, "{}"), (2, "x", 30, r#"{"n":2}"#), (3, "y", 30, "{}")];
        for (user, name, time, properties) in events {
            let named = match names {
                EventNames::Every => true,
                EventNames::Named(names) => names.iter().any(|n| n == name),
            };
            if named && window.contains(time) && visit(Event { user, name, time, properties }).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn plan(rule: &str) -> Plan {
    resolve(&parse_rule(rule).unwrap(), 25, Zone::UTC).unwrap()
}

fn people(rule: &str) -> Vec<u32> {
    let (source, cache, cancel) = (Four::default(), Cache::new(1 << 20), Cancel::new());
    let all = evaluate(&plan(rule), &source, &cache, &cancel).unwrap().people;
    assert_eq!(all, members(&plan(rule), &source, &Cache::new(1 << 20), &cancel).unwrap(), "{rule}");
    all.iter().collect()
}

#[test]
fn conditions_select_whom_they_say() {
    let p = r#"{"kind":"property","property":"p","op":"is","value":5}"#;
    let x = r#"{"kind":"event","event":"x"}"#;
    let cases = [
        (r#"{"kind":"all","of":[]}"#.to_owned(), vec![1, 2, 3, 4]),
        (r#"{"kind":"any","of":[]}"#.to_owned(), vec![]),
        (p.to_owned(), vec![1, 2]),
        (r#"{"kind":"property","property":"p.x","op":"gte","value":5}"#.to_owned(), vec![3]),
        (r#"{"kind":"property","property":"p.x","op":"is","value":5}"#.to_owned(), vec![]),
        (r#"{"kind":"property","property":"p","op":"is_not","value":5}"#.to_owned(), vec![3, 4]),
        (r#"{"kind":"field","field":"name","op":"not_contains","value":"b"}"#.to_owned(), vec![1, 4]),
        (x.to_owned(), vec![1]),
        (r#"{"kind":"event","event":"*","op":"lt","value":1}"#.to_owned(), vec![2, 3, 4]),
        (r#"{"kind":"event","event":"x","op":"is","value":2}"#.to_owned(), vec![1]),
        (r#"{"kind":"event","event":"x","where":{"kind":"property","property":"n","op":"is_not_set"}}"#.to_owned(), vec![1]),
        (format!(r#"{{"kind":"not","of":{{"kind":"any","of":[{p},{x}]}}}}"#), vec![3, 4]),
        (format!(r#"{{"kind":"at_least","n":2,"of":[{p},{x},{x}]}}"#), vec![1]),
        (format!(r#"{{"kind":"at_least","n":3,"of":[{p},{x},{x}]}}"#), vec![1]),
        (format!(r#"{{"kind":"at_least","n":1,"of":[{p},{x}]}}"#), vec![1, 2]),
    ];
    for (rule, want) in cases {
        assert_eq!(people(&rule), want, "{rule}");
    }
}

#[test]
fn an_edit_reads_only_what_it_touches() {
    let (source, cache, cancel) = (Four::default(), Cache::new(1 << 20), Cancel::new());
    let rule = |n: u32| {
        plan(&format!(
            r#"{{"kind":"all","of":[{{"kind":"property","property":"p","op":"is","value":{n}}},{{"kind":"event","event":"x"}},{{"kind":"field","field":"name","op":"is_set"}}]}}"#
        ))
    };
    let first = evaluate(&rule(5), &source, &cache, &cancel).unwrap();
    assert_eq!(source.reads.get(), 3);
    assert_eq!(first.conditions["where.of[0]"].len(), 2);
    let second = evaluate(&rule(6), &source, &cache, &cancel).unwrap();
    assert_eq!(source.reads.get(), 4);
    assert_eq!((first.people.len(), second.people.len()), (1, 0));
    assert_eq!(evaluate(&rule(5), &source, &cache, &cancel).unwrap().people, first.people);
    assert_eq!(source.reads.get(), 4);
}

#[test]
fn a_cancelled_reading_gives_nothing_and_leaves_nothing() {
    let cancel = Cancel::new();
    let source = Four { stop_after: Some(cancel.clone()), ..Four::default() };
    let cache = Cache::new(1 << 20);
    let result = evaluate(&plan(r#"{"kind":"event","event":"x"}"#), &source, &cache, &cancel);
    assert!(matches!(result, Err(EvaluateError::Cancelled)));
    assert!(cache.is_empty());
}

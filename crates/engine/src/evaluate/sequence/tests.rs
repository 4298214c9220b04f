//! The walk against its slow twin: every chain written out and every sentence of the page checked, literally.
#![allow(clippy::unwrap_used)]
use super::chain::{best_attempt, matches, trace};
use super::course::{Course, Shape};
use crate::cache::Cache;
use crate::cancel::Cancel;
use crate::evaluate::members;
use crate::memory::{Memory, Random};
use muster_rules::document::parse_rule;
use muster_rules::plan::{EventNames, Events, Node, NodeKind, SequenceNode, Step};
use muster_rules::resolve::resolve;
use muster_rules::schema::Catalog;
use muster_rules::time::{format_instant, Millis, Span, Zone};
use serde_json::{json, Value};
use std::collections::BTreeSet;

/// A step as (absent, within).
type Asked = (bool, Option<Millis>);

fn sequence(steps: &[Asked], within: Option<Millis>) -> SequenceNode {
    let everything = || Box::new(Node { path: String::new(), sentence: String::new(), kind: NodeKind::All(Vec::new()) });
    let step = |&(absent, within): &Asked| Step {
        events: Events { names: EventNames::Every, filter: everything(), window: Span::ALL },
        within,
        absent,
    };
    SequenceNode { steps: steps.iter().map(step).collect(), within, same: Vec::new() }
}

/// Whether these events, one for each positive step in order, are a chain.
fn is_chain(steps: &[Asked], within: Option<Millis>, events: &[(Millis, u32)], chain: &[usize]) -> bool {
    let serves = |event: usize, step: usize| events[event].1 & (1 << step) != 0;
    let time = |event: usize| events[event].0;
    let first = time(chain[0]);
    let mut matched = 0;
    for (at, &(absent, step_within)) in steps.iter().enumerate() {
        if absent {
            let from = time(chain[matched - 1]);
            let counts = |event: usize| {
                let t = time(event);
                serves(event, at)
                    && !chain.contains(&event)
                    && from <= t
                    && step_within.is_none_or(|within| t <= from + within)
                    && match chain.get(matched) {
                        Some(next) => t < time(*next),
                        None => within.is_none_or(|within| t <= first + within),
                    }
            };
            if (0..events.len()).any(counts) {
                return false;
            }
        } else {
            let event = chain[matched];
            let in_step = matched == 0 || {
                let before = time(chain[matched - 1]);
                before <= time(event) && step_within.is_none_or(|within| time(event) - before <= within)
            };
            let is_new = !chain[..matched].contains(&event);
            if !serves(event, at) || !in_step || !is_new || within.is_some_and(|within| time(event) - first > within) {
                return false;
            }
            matched += 1;
        }
    }
    matched == chain.len()
}

/// Whether any list of events is a chain.
fn any_chain(steps: &[Asked], within: Option<Millis>, events: &[(Millis, u32)]) -> bool {
    let positive = steps.iter().filter(|(absent, _)| !absent).count();
    let mut chain = Vec::new();
    fn grow(positive: usize, chain: &mut Vec<usize>, count: usize, is_chain: &dyn Fn(&[usize]) -> bool) -> bool {
        if chain.len() == positive {
            return is_chain(chain);
        }
        (0..count).any(|event| {
            chain.push(event);
            let found = grow(positive, chain, count, is_chain);
            chain.pop();
            found
        })
    }
    grow(positive, &mut chain, events.len(), &|chain| is_chain(steps, within, events, chain))
}

fn random_steps(random: &mut Random) -> Vec<Asked> {
    let mut steps = vec![(false, None)];
    let mut positive = 1;
    for _ in 0..random.below(4) {
        let after_absent = steps.last().unwrap().0;
        let absent = !after_absent && random.below(2) == 0;
        if !absent {
            positive += 1;
            if positive > 3 {
                break;
            }
        }
        let within = (random.below(2) == 0).then(|| random.below(4) as Millis + 1);
        steps.push((absent, within));
    }
    steps
}

#[test]
fn the_walk_finds_a_chain_exactly_where_there_is_one() {
    let mut random = Random::new(1);
    let (mut yes, mut no) = (0, 0);
    for round in 0..40_000 {
        let steps = random_steps(&mut random);
        let within = (random.below(2) == 0).then(|| random.below(5) as Millis + 1);
        let span = 1 + random.below(9);
        let mut events: Vec<(Millis, u32)> = (0..random.below(8))
            .map(|_| {
                let mask = random.below(1 << steps.len()) as u32;
                // Masks with few bits make the harder cases.
                let mask = if random.below(2) == 0 { mask & random.below(1 << steps.len()) as u32 } else { mask };
                (random.below(span) as Millis, mask)
            })
            .filter(|(_, mask)| *mask != 0)
            .collect();
        events.sort_unstable();
        let shape = Shape::new(&sequence(&steps, within)).unwrap();
        let course = Course::new(&shape, events.iter().copied(), false);
        let want = any_chain(&steps, within, &events);
        let found = matches(&shape, &course);
        assert_eq!(found.is_some(), want, "round {round}: {steps:?} within {within:?} of {events:?}");
        match found {
            Some(ends) => {
                yes += 1;
                let chain = trace(&shape, &course, &events, ends).unwrap();
                assert!(is_chain(&steps, within, &events, &chain.events), "round {round}: {steps:?} {within:?} {events:?} {chain:?}");
            }
            None => {
                no += 1;
                let loose = Course::new(&shape, events.iter().copied(), true);
                let begun = events.iter().any(|(_, mask)| mask & 1 != 0);
                let attempt = best_attempt(&shape, &loose, &events);
                assert_eq!(attempt.is_some(), begun, "round {round}");
                if let Some(attempt) = attempt {
                    // What it has matched is the beginning of a chain, but for an absent step after its last event.
                    let place = shape.positive[attempt.events.len() - 1].place;
                    assert!(is_chain(&steps[..=place], within, &events, &attempt.events), "round {round}: {attempt:?}");
                }
            }
        }
    }
    assert!(yes > 5_000 && no > 5_000, "{yes} {no}");
}

#[test]
fn chains_of_many_ties_are_decided_for_the_instant_as_a_whole() {
    let mut random = Random::new(2);
    let mut decided = [0, 0];
    for round in 0..15_000 {
        let steps = random_steps(&mut random);
        let within = (random.below(3) == 0).then_some(1);
        let mut events: Vec<(Millis, u32)> =
            (0..3 + random.below(5)).map(|_| (random.below(2) as Millis, 1 + random.below((1 << steps.len()) - 1) as u32)).collect();
        events.sort_unstable();
        let shape = Shape::new(&sequence(&steps, within)).unwrap();
        let found = matches(&shape, &Course::new(&shape, events.iter().copied(), false)).is_some();
        assert_eq!(found, any_chain(&steps, within, &events), "round {round}: {steps:?} within {within:?} of {events:?}");
        decided[usize::from(found)] += 1;
    }
    assert!(decided.iter().all(|count| *count > 500), "{decided:?}");
}

#[test]
fn ten_thousand_events_of_one_person_are_decided() {
    let n: Millis = 10_000;
    let absent = |within| (true, within);
    type Case = (Vec<Asked>, Option<Millis>, Vec<(Millis, u32)>, bool);
    let cases: Vec<Case> = vec![
        // Everything serves everything, at one instant and at as many as there are events.
        (vec![(false, None); 10], Some(5), (0..n).map(|_| (0, 0x3ff)).collect(), true),
        (vec![(false, None), (false, Some(3)), (false, None)], Some(n), (0..n).map(|t| (t, 0b011)).collect(), false),
        // Ten ties at every instant, of which one event too few serves the ten steps.
        (vec![(false, Some(1)); 10], Some(1), (0..n).map(|t| (t / 9 * 2, 0x3ff)).collect(), false),
        // The last step absent, within a sequence whose `within` half of the first events share: nothing is ever quiet.
        (
            vec![(false, None), (false, None), absent(None)],
            Some(n / 2),
            (0..n).map(|t| (t, if t % 2 == 0 { 0b011 } else { 0b100 })).collect(),
            true,
        ),
        (
            vec![(false, None), (false, None), absent(None)],
            Some(n / 2),
            (0..n).map(|t| (t, if t % 2 == 0 { 0b001 } else { 0b100 })).collect(),
            false,
        ),
        (
            vec![(false, None), (false, None), absent(None)],
            Some(n / 2),
            (0..n)
                .map(|t| {
                    (
                        t,
                        match t % 4 {
                            0 => 0b001,
                            1 => 0b100,
                            2 => 0b110,
                            _ => 0b100,
                        },
                    )
                })
                .chain([(2 * n, 0b100)])
                .collect(),
            false,
        ),
    ];
    for (i, (steps, within, events, want)) in cases.into_iter().enumerate() {
        let shape = Shape::new(&sequence(&steps, within)).unwrap();
        assert_eq!(matches(&shape, &Course::new(&shape, events.into_iter(), false)).is_some(), want, "case {i}");
    }
}

/// The same, from the rule to the people: names, windows, values in common and what lies after now.
#[test]
fn a_rule_of_a_sequence_selects_those_who_have_a_chain() {
    const NOW: Millis = 20_000;
    let mut random = Random::new(3);
    let names = ["a", "b", "c"];
    let items = [json!("1"), json!(1), json!("2"), json!(true), json!("true"), json!(null), json!(["1"])];
    let text = |item: &Value| match item {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(item.to_string()),
        _ => None,
    };
    let mut decided = [0, 0];
    for round in 0..3_000 {
        let steps = random_steps(&mut random);
        let asked: Vec<Vec<&str>> =
            steps.iter().map(|_| if random.below(4) == 0 { names.to_vec() } else { vec![names[random.below(3)]] }).collect();
        let within = (random.below(2) == 0).then(|| random.below(5) as Millis + 1);
        let same = random.below(2) == 0;
        let from = random.below(8) as Millis * 1000 + 12_000;
        let to = from + 1000 + random.below(8) as Millis * 1000;
        let seconds = |n: Millis| json!({"n": n, "unit": "second"});
        let mut rule = json!({"kind": "sequence", "steps": [], "window": {"from": format_instant(from), "to": format_instant(to)}});
        for ((absent, within), names) in steps.iter().zip(&asked) {
            let event = if names.len() == 3 { json!("*") } else { json!(names) };
            let mut step = json!({"event": event, "absent": absent});
            if let Some(within) = within {
                step["within"] = seconds(*within);
            }
            rule["steps"].as_array_mut().unwrap().push(step);
        }
        if let Some(within) = within {
            rule["within"] = seconds(within);
        }
        if same {
            rule["same"] = json!(["item"]);
        }
        let events: Vec<(&str, Millis, &Value)> = (0..random.below(9))
            .map(|_| (names[random.below(3)], 12_000 + random.below(11) as Millis * 1000, &items[random.below(items.len())]))
            .collect();
        let rows: Vec<Value> = events.iter().map(|(name, time, item)| json!(["u", name, time, {"item": item}])).collect();
        let memory = Memory::of(&json!({"users": [{"user_id": "u"}], "events": rows}));
        let catalog = Catalog::default();
        let plan = resolve(&parse_rule(&rule.to_string(), &catalog).unwrap(), &catalog, NOW, Zone::UTC).unwrap();
        let found = !members(&plan, &memory, &Cache::new(0), &Cancel::new()).unwrap().is_empty();

        let in_common: BTreeSet<Option<String>> = if same { events.iter().map(|event| text(event.2)).collect() } else { [None].into() };
        let any = in_common.iter().filter(|value| !same || value.is_some()).any(|value| {
            let served = |(name, time, item): &(&str, Millis, &Value)| {
                let serves = |(i, names): (usize, &Vec<&str>)| names.contains(name) && (i > 0 || (from..to).contains(time));
                let mask = asked.iter().enumerate().filter(|step| serves(*step)).fold(0u32, |mask, (i, _)| mask | 1 << i);
                (*time <= NOW && (!same || text(item) == *value)).then_some((*time, mask))
            };
            let events: Vec<(Millis, u32)> = events.iter().filter_map(served).collect();
            let steps: Vec<Asked> = steps.iter().map(|(absent, within)| (*absent, within.map(|n| n * 1000))).collect();
            any_chain(&steps, within.map(|n| n * 1000), &events)
        });
        assert_eq!(found, any, "round {round}: {rule} of {rows:?}");
        decided[usize::from(found)] += 1;
    }
    assert!(decided.iter().all(|count| *count > 300), "{decided:?}");
}

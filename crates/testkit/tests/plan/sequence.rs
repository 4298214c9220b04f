//! Chains, each built whole and looked at afterwards.

use crate::data::{texts, Event};
use muster_rules::plan::SequenceNode;
use muster_rules::time::Millis;
use muster_rules::value::lookup;

/// Whether there is a chain; `steps` has the events that serve each step, in the order of time.
pub(crate) fn has_chain(node: &SequenceNode, steps: &[Vec<&Event>], now: Millis) -> bool {
    build(node, steps, now, &mut Vec::new())
}

/// `chain` has an event for each step so far, `None` for an absent one.
fn build<'d>(node: &SequenceNode, steps: &[Vec<&'d Event>], now: Millis, chain: &mut Vec<Option<&'d Event>>) -> bool {
    let Some(step) = node.steps.get(chain.len()) else { return is_chain(node, steps, now, chain) };
    let mut serving: Vec<Option<&Event>> = vec![None];
    if !step.absent {
        let (first, last) = (chain.first().copied().flatten(), chain.iter().rev().find_map(|event| *event));
        let far = |from: Option<&Event>, event: &Event, within: Option<Millis>| {
            from.zip(within).is_some_and(|(from, within)| event.at - from.at > within)
        };
        let serves = |event: &&Event| {
            last.is_none_or(|last| last.at <= event.at)
                && !far(first, event, node.within)
                && !far(last, event, step.within)
                && !serves_already(chain, event)
                && is_same(node, first.unwrap_or(event), event)
        };
        serving = steps[chain.len()].iter().copied().filter(serves).map(Some).collect();
    }
    serving.into_iter().any(|event| {
        chain.push(event);
        let built = build(node, steps, now, chain);
        chain.pop();
        built
    })
}

/// Whether nothing is there that must be absent.
fn is_chain(node: &SequenceNode, steps: &[Vec<&Event>], now: Millis, chain: &[Option<&Event>]) -> bool {
    let Some(first) = chain[0] else { return false };
    node.steps.iter().enumerate().filter(|(_, step)| step.absent).all(|(at, step)| {
        let Some(before) = chain[..at].iter().rev().find_map(|event| *event) else { return false };
        let mut until = match chain.get(at + 1).copied().flatten() {
            Some(next) => next.at - 1,
            None => node.within.map_or(now, |within| (first.at + within).min(now)),
        };
        if let Some(within) = step.within {
            until = until.min(before.at + within);
        }
        let counts =
            |event: &&Event| (before.at..=until).contains(&event.at) && !serves_already(chain, event) && is_same(node, first, event);
        !steps[at].iter().any(counts)
    })
}

fn serves_already(chain: &[Option<&Event>], event: &Event) -> bool {
    chain.iter().flatten().any(|used| std::ptr::eq(*used, event))
}

fn is_same(node: &SequenceNode, first: &Event, event: &Event) -> bool {
    node.same.iter().all(|property| {
        let value = |event: &Event| lookup(&event.properties, property).filter(|value| !value.is_array()).map(texts).unwrap_or_default();
        let wanted: Vec<String> = value(first);
        !wanted.is_empty() && wanted == value(event)
    })
}

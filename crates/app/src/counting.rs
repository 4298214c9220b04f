//! Counting a rule: the whole, every group, every card.

use crate::dto::{AppError, CountReport, CountRequest, NodeReport, NodeState, Unseen, WindowBounds};
use crate::error::Result;
use crate::jobs::whole;
use crate::nobody::{emptied_by, unseen};
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_engine::evaluate::{evaluate, Evaluation};
use muster_rules::condition::Condition;
use muster_rules::draft::{Compiled, NodeState as Standing, NodeStatus};
use muster_rules::plan::{Node, NodeKind, Plan, Positive, RankBy, RankNode, Test};
use muster_rules::resolve::resolve;
use muster_rules::sentence::{absences, clause, sentence};
use muster_rules::time::{format_instant, Millis, Span};
use roaring::RoaringBitmap;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// The newest request of the page, and the flag that stops it when a newer one comes.
#[derive(Debug, Default)]
pub(crate) struct Newest(Mutex<(u32, Cancel)>);

impl Newest {
    /// Takes the place of older requests; fails where a newer one has come already.
    fn take(&self, ticket: u32) -> Result<Cancel> {
        let mut newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if ticket < newest.0 {
            return Err(AppError::cancelled());
        }
        newest.1.cancel();
        *newest = (ticket, Cancel::new());
        Ok(newest.1.clone())
    }

    /// Stops the newest request.
    pub(crate) fn cancel(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1.cancel();
    }
}

/// A rule's count with its conditions', as the command line prints it.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleCount {
    /// People who match.
    pub count: u64,
    /// Everyone.
    pub of: u64,
    /// Path and count of every condition, parents first.
    pub conditions: Vec<(String, u64)>,
    /// Where nobody matches: the path of the condition that empties the rule, if one does.
    pub emptied_by: Option<String>,
    /// Where nobody matches: what the rule asks for that does not occur.
    pub unseen: Vec<Unseen>,
    /// How long the evaluation took.
    pub seconds: f64,
}

impl Workspace {
    /// Counts a draft. A newer ticket cancels an older request, which then fails with `Cancelled`.
    pub fn count(&self, request: &CountRequest) -> Result<CountReport> {
        let cancel = self.newest.take(request.ticket)?;
        let segment = request.segment.map(|id| self.reading(|reader| Ok(reader.segment(id)?.name))).transpose()?;
        let catalog = self.rules_catalog()?;
        let (compiled, plan) = self.draft_plan_in(&catalog, segment.as_deref(), &request.draft)?;
        let began = Instant::now();
        let (evaluation, absent, unseen) = self.store().read(&cancel, |reader| -> Result<_> {
            let evaluation = evaluate(&plan, reader, &self.cache, &cancel)?;
            let absent = absences(&compiled.rule)
                .into_iter()
                .map(|(path, asks)| {
                    let plan = resolve(&asks, &catalog, plan.now, plan.zone)?;
                    Ok((path, evaluate(&plan, reader, &self.cache, &cancel)?.people.len()))
                })
                .collect::<Result<BTreeMap<_, _>>>()?;
            let unseen = if evaluation.people.is_empty() { unseen(&plan, reader)? } else { Vec::new() };
            Ok((evaluation, absent, unseen))
        })?;
        let millis = began.elapsed().as_secs_f32() * 1000.0;
        let running = narrowing(&plan, &evaluation);
        let mut words = self.words(plan.now);
        words.absent.clone_from(&absent);
        let conditions: BTreeMap<String, &Condition> = conditions(&compiled.rule);
        let said = |path: &str| conditions.get(path).map(|condition| clause(condition, &words, path));
        let nodes = compiled.nodes.iter().map(|status| {
            let mut node = report(status, &plan, &evaluation, &absent, &running);
            if let Standing::In { path } = &status.state {
                node.sentence = said(path).or(node.sentence);
            }
            node
        });
        let nodes = nodes.collect();
        Ok(CountReport {
            ticket: request.ticket,
            now: format_instant(plan.now),
            people: whole(evaluation.people.len()),
            everyone: whole(evaluation.everyone.len()),
            millis,
            emptied_by: emptied_by(&plan, &evaluation).and_then(|path| card_of(&compiled, &path)),
            unseen,
            nodes,
            unfinished: whole(compiled.unfinished as u64),
            muted: whole(compiled.muted as u64),
            sentence: sentence(&compiled.rule, &words),
        })
    }

    /// Stops the count that is running for the page.
    pub fn cancel_count(&self) {
        self.newest.cancel();
    }

    /// Counts a rule at an instant, with every condition's own count.
    pub fn count_rule(&self, rule: &Condition, now: Millis) -> Result<RuleCount> {
        let plan = self.plan(rule, now)?;
        let began = Instant::now();
        let cancel = Cancel::new();
        let (evaluation, unseen) = self.store().read(&cancel, |reader| -> Result<_> {
            let evaluation = evaluate(&plan, reader, &self.cache, &cancel)?;
            let unseen = if evaluation.people.is_empty() { unseen(&plan, reader)? } else { Vec::new() };
            Ok((evaluation, unseen))
        })?;
        let count = |node: &Node| (node.path.clone(), evaluation.conditions.get(&node.path).map_or(0, |people| people.len()));
        Ok(RuleCount {
            count: evaluation.people.len(),
            of: evaluation.everyone.len(),
            conditions: plan.root.walk().into_iter().map(count).collect(),
            emptied_by: emptied_by(&plan, &evaluation),
            unseen,
            seconds: began.elapsed().as_secs_f64(),
        })
    }
}

/// Every condition of a rule by its path.
fn conditions(rule: &Condition) -> BTreeMap<String, &Condition> {
    let mut all = BTreeMap::new();
    let mut open = vec![("where".to_owned(), rule)];
    while let Some((path, condition)) = open.pop() {
        open.extend(condition.inside().into_iter().map(|(rest, inside)| (format!("{path}{rest}"), inside)));
        all.insert(path, condition);
    }
    all
}

/// Whether the condition is a negative test of a value: people without any value pass it.
fn asks_for_no_value(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Field { test, .. } | NodeKind::Property { test, .. } => is_negative(test),
        _ => false,
    }
}

fn is_negative(test: &Test) -> bool {
    test.negated && test.positive != Positive::IsSet
}

/// For a top All group: its parts' paths with the people left after each.
fn narrowing(plan: &Plan, evaluation: &Evaluation) -> Vec<(String, u64)> {
    let NodeKind::All(of) = &plan.root.kind else { return Vec::new() };
    let mut left: RoaringBitmap = (*evaluation.everyone).clone();
    let mut running = Vec::with_capacity(of.len());
    for part in of {
        if let Some(people) = evaluation.conditions.get(&part.path) {
            left &= &**people;
        }
        running.push((part.path.clone(), left.len()));
    }
    running
}

/// The card or group of the canvas that holds a place of the rule: the innermost whose path it begins with.
fn card_of(compiled: &Compiled, path: &str) -> Option<String> {
    let holds = |node: &&NodeStatus| match &node.state {
        Standing::In { path: at } => path.strip_prefix(at.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])),
        _ => false,
    };
    compiled.nodes.iter().rfind(holds).map(|node| node.id.clone())
}

fn report(
    status: &NodeStatus,
    plan: &Plan,
    evaluation: &Evaluation,
    absent: &BTreeMap<String, u64>,
    running: &[(String, u64)],
) -> NodeReport {
    let mut report = NodeReport {
        id: status.id.clone(),
        state: NodeState::Muted,
        count: None,
        narrows_to: None,
        without_value: None,
        missing: None,
        message: None,
        hint: None,
        window: None,
        sentence: status.sentence.clone(),
    };
    let at = |list: &[(String, u64)], path: &str| list.iter().find(|(at, _)| at == path).map(|(_, count)| whole(*count));
    match &status.state {
        Standing::In { path } => {
            report.state = NodeState::Exact;
            report.count = evaluation.conditions.get(path).map(|people| whole(people.len()));
            report.narrows_to = at(running, path);
            let node = plan.root.walk().into_iter().find(|node| node.path == *path);
            report.without_value = node.filter(|node| asks_for_no_value(node)).and_then(|_| absent.get(path)).map(|count| whole(*count));
            report.window = node.and_then(|node| window(node, plan.now));
        }
        Standing::Incomplete(why) => {
            report.state = NodeState::Incomplete;
            report.missing.clone_from(&why.missing);
            (report.message, report.hint) = (Some(why.reason.clone()), why.hint.clone());
        }
        Standing::Failed(why) => {
            report.state = NodeState::Failed;
            (report.message, report.hint) = (Some(why.reason.clone()), why.hint.clone());
        }
        Standing::Muted => {}
        Standing::Empty => report.state = NodeState::Empty,
    }
    report
}

/// The exact bounds of a condition's window, both ends inside. None where it is all time up to now.
fn window(node: &Node, now: Millis) -> Option<WindowBounds> {
    let span = match &node.kind {
        NodeKind::Event(event) => event.events.window,
        NodeKind::Sequence(sequence) => sequence.steps.first()?.events.window,
        NodeKind::Changed(changed) => changed.window,
        NodeKind::Ever(ever) => ever.window,
        NodeKind::Rank(RankNode { by: RankBy::Measure { events, .. }, .. }) => events.window,
        NodeKind::Regular(regular) => Span { from: regular.periods.last()?.from, to: regular.periods.first()?.to },
        NodeKind::Field { test, .. } | NodeKind::Property { test, .. } => match test.positive {
            Positive::Time(span) => span,
            _ => return None,
        },
        _ => return None,
    };
    let all_time = span.from.is_none() && span.to.is_none_or(|to| to == now + 1);
    (!all_time).then(|| WindowBounds { from: span.from.map(format_instant), to: span.to.map(|to| format_instant(to - 1)) })
}

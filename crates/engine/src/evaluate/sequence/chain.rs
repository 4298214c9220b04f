//! Whether there is a chain, and which.

use super::course::{walk, Course, Reached, Shape};
use super::ties::serve;
use super::window::Firsts;
use muster_rules::time::Millis;
use std::ops::ControlFlow;

/// The two ends of a chain: the instants of its first event and of its last positive one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ends {
    first: Millis,
    last: usize,
}

/// Whether there is a chain; if so, the ends of one.
pub(crate) fn matches(shape: &Shape, course: &Course) -> Option<Ends> {
    match by_latest_first(shape, course) {
        Outcome::Found(ends) => Some(ends),
        Outcome::None => None,
        Outcome::Undecided => shape.within.and_then(|within| by_sets(shape, course, within)),
    }
}

/// The latest first instant, where there is any.
#[derive(Clone, Copy)]
struct Latest(Option<Millis>);

impl Firsts for Latest {
    const NONE: Self = Latest(None);

    fn join(self, other: Self) -> Self {
        Latest(self.0.max(other.0))
    }

    fn is_none(self) -> bool {
        self.0.is_none()
    }
}

enum Outcome {
    Found(Ends),
    None,
    /// Chains with an earlier first event may do where those with the latest do not.
    Undecided,
}

fn is_within(shape: &Shape, first: Millis, time: Millis) -> bool {
    shape.within.is_none_or(|within| time.saturating_sub(first) <= within)
}

/// Whether the absent step at the end, where there is one, holds of a chain. What happens at the last instant itself is settled.
fn is_quiet(shape: &Shape, course: &Course, reached: Reached, first: Millis) -> bool {
    match course.limit(shape, reached.step, reached.moment) {
        None => true,
        // An event counts up to the end of the sequence's `within`.
        Some(next) => shape.within.is_some_and(|within| next > first.saturating_add(within)),
    }
}

fn by_latest_first(shape: &Shape, course: &Course) -> Outcome {
    let mut outcome = Outcome::None;
    walk(
        shape,
        course,
        course.moments(),
        |moment| Latest(Some(course.time(moment))),
        |reached, latest| {
            let Latest(Some(first)) = latest else { return ControlFlow::Continue(latest) };
            // Time only goes on: a chain that is too long now stays so.
            if !is_within(shape, first, reached.time) {
                return ControlFlow::Continue(Latest::NONE);
            }
            if reached.step == shape.last() && reached.covered {
                if is_quiet(shape, course, reached, first) {
                    outcome = Outcome::Found(Ends { first, last: reached.moment });
                    return ControlFlow::Break(());
                }
                if shape.within.is_some() {
                    outcome = Outcome::Undecided;
                }
            }
            ControlFlow::Continue(latest)
        },
    );
    outcome
}

/// Some of 128 first instants.
#[derive(Clone, Copy)]
struct Set(u128);

impl Firsts for Set {
    const NONE: Self = Set(0);

    fn join(self, other: Self) -> Self {
        Set(self.0 | other.0)
    }

    fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// The least `n` of the bits.
fn lowest(n: usize) -> u128 {
    if n >= 128 {
        u128::MAX
    } else {
        (1 << n) - 1
    }
}

/// Looks at all first instants, not only at the latest of each chain.
fn by_sets(shape: &Shape, course: &Course, within: Millis) -> Option<Ends> {
    let starts: Vec<usize> = course.moments().filter(|moment| course.runs(*moment).iter().any(|run| run.from == 0)).collect();
    for block in starts.chunks(128) {
        let times: Vec<Millis> = block.iter().map(|moment| course.time(*moment)).collect();
        let (Some(from), Some(latest)) = (block.first(), times.last()) else { continue };
        let moments = *from..course.moments_until(latest.saturating_add(within));
        let mut started = 0;
        let mut gone = 0;
        let mut found = None;
        walk(
            shape,
            course,
            moments,
            |_| {
                // Asked in the order of time, once for each instant at which a chain may begin.
                let bit = if started < block.len() { 1 << started } else { 0 };
                started += 1;
                Set(bit)
            },
            |reached, set| {
                while times.get(gone).is_some_and(|first| reached.time.saturating_sub(*first) > within) {
                    gone += 1;
                }
                let set = Set(set.0 & !lowest(gone));
                if reached.step == shape.last() && reached.covered {
                    let quiet = times.partition_point(|first| is_quiet(shape, course, reached, *first));
                    let best = set.0 & lowest(quiet);
                    if let Some(first) = best.checked_ilog2().and_then(|at| times.get(at as usize)) {
                        found = Some(Ends { first: *first, last: reached.moment });
                        return ControlFlow::Break(());
                    }
                }
                ControlFlow::Continue(set)
            },
        );
        if found.is_some() {
            return found;
        }
    }
    None
}

/// How a state of a traced walk was come to: its own place among all, and its chain's first instant.
#[derive(Clone, Copy)]
struct Trail(Option<(Millis, usize)>);

impl Firsts for Trail {
    const NONE: Self = Trail(None);

    fn join(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Some(a), Some(b)) => Trail(Some(if b.0 > a.0 { b } else { a })),
            (a, b) => Trail(a.or(b)),
        }
    }

    fn is_none(self) -> bool {
        self.0.is_none()
    }
}

/// Before the first state.
const BEGINNING: usize = usize::MAX;

/// A state of a traced walk.
struct State {
    reached: Reached,
    /// The state before it; [`BEGINNING`] where a chain begins.
    before: usize,
    first: Millis,
}

/// A chain, or the beginning of one that goes no further: for each positive step, the place of its event among the course's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Traced {
    pub(crate) events: Vec<usize>,
    /// When the first was.
    pub(crate) first: Millis,
    /// Whether an event of the absent step after the last of them, at the same instant, stands against it.
    pub(crate) is_covered: bool,
}

/// The events of the chain with these ends. `events`: those that the course was made of.
pub(crate) fn trace(shape: &Shape, course: &Course, events: &[(Millis, u32)], ends: Ends) -> Option<Traced> {
    let states = states(shape, course, |time| time == ends.first);
    let wanted = |state: &State| state.reached.step == shape.last() && state.reached.moment == ends.last && state.reached.covered;
    let last = states.iter().position(wanted)?;
    follow(shape, course, events, &states, last)
}

/// The attempt that goes furthest; of those the latest. `None`: there is no first event. The course has to be a loose one.
pub(crate) fn best_attempt(shape: &Shape, course: &Course, events: &[(Millis, u32)]) -> Option<Traced> {
    let states = states(shape, course, |_| true);
    let (best, _) = states.iter().enumerate().max_by_key(|(_, state)| (state.reached.step, state.reached.covered, state.reached.time))?;
    follow(shape, course, events, &states, best)
}

fn states(shape: &Shape, course: &Course, begins: impl Fn(Millis) -> bool) -> Vec<State> {
    let mut states: Vec<State> = Vec::new();
    let start = |moment| {
        let time = course.time(moment);
        Trail(begins(time).then_some((time, BEGINNING)))
    };
    walk(shape, course, course.moments(), start, |reached, trail| {
        let Trail(Some((first, before))) = trail else { return ControlFlow::Continue(trail) };
        if !is_within(shape, first, reached.time) {
            return ControlFlow::Continue(Trail::NONE);
        }
        states.push(State { reached, before, first });
        ControlFlow::Continue(Trail(Some((first, states.len() - 1))))
    });
    states
}

/// The events of the states up to one, from the first on.
fn follow(shape: &Shape, course: &Course, events: &[(Millis, u32)], states: &[State], last: usize) -> Option<Traced> {
    let end = states.get(last)?;
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut at = last;
    while let Some(state) = states.get(at) {
        let before = states.get(state.before).map(|before| before.reached);
        let from = before.map_or(0, |before| before.step + 1);
        let time = course.time(state.reached.moment);
        let start = events.partition_point(|(other, _)| *other < time);
        let masks: Vec<u32> = events.iter().skip(start).take_while(|(other, _)| *other == time).map(|(_, mask)| *mask).collect();
        let served = serve(shape.bits(), &masks, from, state.reached.step, state.reached.covered)?;
        runs.push(served.into_iter().map(|place| start + place).collect());
        at = state.before;
    }
    runs.reverse();
    Some(Traced { events: runs.concat(), first: end.first, is_covered: end.reached.covered })
}

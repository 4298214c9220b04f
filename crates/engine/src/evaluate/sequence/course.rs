//! A person's relevant events, instant by instant, and the walk over them.

use super::ties::{runs, Bits, Run};
use super::window::{Firsts, Window};
use muster_rules::plan::SequenceNode;
use muster_rules::time::Millis;
use std::ops::{ControlFlow, Range};

/// A sequence's steps, as the walk needs them.
pub(crate) struct Shape {
    /// The positive ones, in order.
    pub(crate) positive: Vec<Positive>,
    /// Longest distance from the first.
    pub(crate) within: Option<Millis>,
    bits: Vec<Bits>,
}

/// A positive step, and the absent one after it.
pub(crate) struct Positive {
    /// Its place among all steps.
    pub(crate) place: usize,
    /// Longest distance from the positive step before it.
    pub(crate) within: Option<Millis>,
    /// The step after it, where that is an absent one.
    pub(crate) absent: Option<Absent>,
}

/// An absent step.
pub(crate) struct Absent {
    /// Its place among all steps.
    pub(crate) place: usize,
    /// Longest distance from the positive step before it at which an event counts.
    pub(crate) within: Option<Millis>,
}

impl Shape {
    /// `None`: of steps that no resolver makes, an absent one at the beginning or after another, or more than a mask has bits.
    pub(crate) fn new(sequence: &SequenceNode) -> Option<Self> {
        let mut positive: Vec<Positive> = Vec::new();
        for (place, step) in sequence.steps.iter().enumerate() {
            if step.absent {
                let before = positive.last_mut().filter(|before| before.absent.is_none())?;
                before.absent = Some(Absent { place, within: step.within });
            } else {
                positive.push(Positive { place, within: step.within, absent: None });
            }
        }
        if positive.is_empty() || sequence.steps.len() > 32 {
            return None;
        }
        let bits = positive
            .iter()
            .map(|step| Bits { step: 1 << step.place, absent: step.absent.as_ref().map_or(0, |absent| 1 << absent.place) })
            .collect();
        Some(Shape { positive, within: sequence.within, bits })
    }

    /// The positive steps and the absent ones after them, as bits of masks.
    pub(crate) fn bits(&self) -> &[Bits] {
        &self.bits
    }

    pub(crate) fn last(&self) -> usize {
        self.positive.len() - 1
    }
}

/// An instant, and what its events can serve.
struct Moment {
    time: Millis,
    /// Its runs' places among all of them.
    runs: Range<usize>,
}

/// The events of an absent step that lie around each instant.
struct Around {
    /// The latest before it; the least number where there is none.
    before: Vec<Millis>,
    /// The earliest after it; the greatest number where there is none.
    after: Vec<Millis>,
}

/// Relevant events of one person (and one combination of values) in the order of time.
pub(crate) struct Course {
    moments: Vec<Moment>,
    runs: Vec<Run>,
    /// Of the absent step after each positive one.
    around: Vec<Option<Around>>,
}

/// Where a walk has come to: a run of events at this instant ends with this positive step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reached {
    pub(super) step: usize,
    pub(super) moment: usize,
    pub(super) time: Millis,
    /// See [`Run::covered`]; nothing follows where it is not.
    pub(super) covered: bool,
}

impl Course {
    /// Of events (time and mask) in the order of time. `loose`: see [`runs`].
    pub(crate) fn new(shape: &Shape, events: impl Iterator<Item = (Millis, u32)>, loose: bool) -> Self {
        let events: Vec<(Millis, u32)> = events.collect();
        let mut course = Course { moments: Vec::new(), runs: Vec::new(), around: Vec::new() };
        let mut absent: Vec<u32> = Vec::new();
        let mut masks: Vec<u32> = Vec::new();
        for moment in events.chunk_by(|a, b| a.0 == b.0) {
            let Some((time, _)) = moment.first() else { continue };
            masks.clear();
            masks.extend(moment.iter().map(|(_, mask)| *mask));
            let start = course.runs.len();
            runs(&shape.bits, &masks, loose, &mut course.runs);
            course.moments.push(Moment { time: *time, runs: start..course.runs.len() });
            absent.push(masks.iter().fold(0, |all, mask| all | mask));
        }
        for bits in &shape.bits {
            let around = (bits.absent != 0).then(|| course.around(|moment| absent.get(moment).is_some_and(|mask| mask & bits.absent != 0)));
            course.around.push(around);
        }
        course
    }

    fn around(&self, has: impl Fn(usize) -> bool) -> Around {
        let mut before = Vec::with_capacity(self.moments.len());
        let mut last = Millis::MIN;
        for (at, moment) in self.moments.iter().enumerate() {
            before.push(last);
            if has(at) {
                last = moment.time;
            }
        }
        let mut after = vec![Millis::MAX; self.moments.len()];
        let mut next = Millis::MAX;
        for (at, slot) in after.iter_mut().enumerate().rev() {
            *slot = next;
            if has(at) {
                next = self.time(at);
            }
        }
        Around { before, after }
    }

    pub(super) fn moments(&self) -> Range<usize> {
        0..self.moments.len()
    }

    pub(super) fn time(&self, moment: usize) -> Millis {
        self.moments.get(moment).map_or(Millis::MAX, |moment| moment.time)
    }

    /// How many instants lie before or at a time.
    pub(super) fn moments_until(&self, time: Millis) -> usize {
        self.moments.partition_point(|moment| moment.time <= time)
    }

    pub(super) fn runs(&self, moment: usize) -> &[Run] {
        self.moments.get(moment).and_then(|moment| self.runs.get(moment.runs.clone())).unwrap_or_default()
    }

    /// The next event, after an instant, of the absent step after `step`, where it falls into that step's `within`: nothing may follow the instant that lies
    /// after it.
    pub(super) fn limit(&self, shape: &Shape, step: usize, moment: usize) -> Option<Millis> {
        let next = self.next_absent(step, moment)?;
        let within = shape.positive.get(step)?.absent.as_ref()?.within;
        within.is_none_or(|within| next <= self.time(moment).saturating_add(within)).then_some(next)
    }

    fn next_absent(&self, step: usize, moment: usize) -> Option<Millis> {
        self.around.get(step)?.as_ref()?.after.get(moment).copied().filter(|next| *next != Millis::MAX)
    }

    /// The latest event, before an instant, of the absent step after `step`.
    fn last_absent(&self, step: usize, moment: usize) -> Millis {
        self.around.get(step).and_then(Option::as_ref).and_then(|around| around.before.get(moment)).copied().unwrap_or(Millis::MIN)
    }
}

/// What can precede a run that begins with the next step.
struct Layer<V> {
    /// Whose next absent event does not count.
    free: Window<V>,
    /// Whose next absent event counts: nothing after it may follow.
    limited: Window<V>,
}

/// Walks over some instants of a course. `start` gives what a chain that begins at an instant carries along; `reach` is told of every step reached,
/// with what its chains carry, and says what they go on with.
pub(super) fn walk<V: Firsts>(
    shape: &Shape,
    course: &Course,
    moments: Range<usize>,
    mut start: impl FnMut(usize) -> V,
    mut reach: impl FnMut(Reached, V) -> ControlFlow<(), V>,
) {
    let steps = shape.positive.len();
    let mut layers: Vec<Layer<V>> = (1..steps).map(|_| Layer { free: Window::new(), limited: Window::new() }).collect();
    let mut entered: Vec<Option<V>> = vec![None; steps];
    let mut covered = vec![V::NONE; steps];
    let mut loose = vec![V::NONE; steps];
    for moment in moments {
        let runs = course.runs(moment);
        if runs.is_empty() {
            continue;
        }
        let time = course.time(moment);
        entered.fill(None);
        covered.fill(V::NONE);
        loose.fill(V::NONE);
        for run in runs {
            let carried = match entered[run.from] {
                Some(carried) => carried,
                None => {
                    let carried = match run.from.checked_sub(1) {
                        None => start(moment),
                        Some(before) => {
                            let within = shape.positive[run.from].within;
                            let since = within.map_or(Millis::MIN, |within| time.saturating_sub(within));
                            let layer = &mut layers[before];
                            layer.free.since(since).join(layer.limited.since(since.max(course.last_absent(before, moment))))
                        }
                    };
                    entered[run.from] = Some(carried);
                    carried
                }
            };
            let ends = if run.covered { &mut covered } else { &mut loose };
            ends[run.to] = ends[run.to].join(carried);
        }
        for step in 0..steps {
            if !loose[step].is_none() && reach(Reached { step, moment, time, covered: false }, loose[step]).is_break() {
                return;
            }
            if covered[step].is_none() {
                continue;
            }
            let ControlFlow::Continue(carried) = reach(Reached { step, moment, time, covered: true }, covered[step]) else { return };
            if let Some(layer) = layers.get_mut(step).filter(|_| !carried.is_none()) {
                let window = if course.limit(shape, step, moment).is_some() { &mut layer.limited } else { &mut layer.free };
                window.push(time, carried);
            }
        }
    }
}

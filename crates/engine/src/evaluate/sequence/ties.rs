//! What the events of one instant can serve.

/// Successive positive steps, from the one to the other, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Whether every event of the absent step after `to`, where there is one, serves a step of the run itself.
    pub(crate) covered: bool,
}

/// The steps as bits of the events' masks: of each positive one its own, and that of the absent step after it, or 0.
pub(crate) struct Bits {
    pub(crate) step: u32,
    pub(crate) absent: u32,
}

/// The runs that the events of one instant can serve; without `loose`, only those that are covered.
pub(crate) fn runs(steps: &[Bits], masks: &[u32], loose: bool, found: &mut Vec<Run>) {
    if let [mask] = masks {
        // One event serves one step, and what serves the chain counts against no absent step.
        let served = steps.iter().enumerate().filter(|(_, bits)| mask & bits.step != 0);
        found.extend(served.map(|(at, _)| Run { from: at, to: at, covered: true }));
        return;
    }
    for from in 0..steps.len() {
        // A run that cannot be served is not served by going on.
        for to in from..steps.len().min(from + masks.len()) {
            if steps.get(to).is_some_and(|bits| bits.absent == 0) {
                if serve(steps, masks, from, to, false).is_none() {
                    break;
                }
                found.push(Run { from, to, covered: true });
            } else if serve(steps, masks, from, to, true).is_some() {
                found.push(Run { from, to, covered: true });
            } else if serve(steps, masks, from, to, false).is_none() {
                break;
            } else if loose {
                found.push(Run { from, to, covered: false });
            }
        }
    }
}

/// A distinct event for each step of a run, by its place among `masks`; with `cover`, all events of the absent step after it among them.
pub(crate) fn serve(steps: &[Bits], masks: &[u32], from: usize, to: usize, cover: bool) -> Option<Vec<usize>> {
    let run = steps.get(from..=to)?;
    let absent = run.last().filter(|_| cover).map_or(0, |bits| bits.absent);
    let has_to: Vec<usize> = places(masks, absent).take(run.len() + 1).collect();
    if has_to.len() > run.len() {
        return None;
    }
    // As many events as there are steps are enough of a choice for each: the others take one fewer. Those that have to serve are there too.
    let choice = |bits: &Bits| -> Vec<usize> {
        let free = places(masks, bits.step).take(run.len());
        let mut choice: Vec<usize> = has_to.iter().copied().filter(|at| masks[*at] & bits.step != 0).chain(free).collect();
        choice.sort_unstable();
        choice.dedup();
        choice
    };
    let mut pairs = Pairs { choices: run.iter().map(choice).collect(), events: vec![None; run.len()] };
    // An event that has a step keeps one, whatever is paired after it; so has a step that has an event.
    for event in has_to {
        if !pairs.pair_event(event, &mut vec![false; run.len()]) {
            return None;
        }
    }
    for step in 0..run.len() {
        if !pairs.pair_step(step, &mut Vec::new()) {
            return None;
        }
    }
    pairs.events.into_iter().collect()
}

/// Where masks have one of these bits.
fn places(masks: &[u32], bits: u32) -> impl Iterator<Item = usize> + '_ {
    masks.iter().enumerate().filter(move |(_, mask)| **mask & bits != 0).map(|(at, _)| at)
}

/// A matching of steps and events, grown along alternating paths.
struct Pairs {
    /// The events that may serve each step.
    choices: Vec<Vec<usize>>,
    /// The one that does.
    events: Vec<Option<usize>>,
}

impl Pairs {
    /// Finds a step for an event, moving others.
    fn pair_event(&mut self, event: usize, tried: &mut Vec<bool>) -> bool {
        for step in 0..self.choices.len() {
            if tried[step] || !self.choices[step].contains(&event) {
                continue;
            }
            tried[step] = true;
            let free = match self.events[step] {
                None => true,
                Some(other) => self.pair_event(other, tried),
            };
            if free {
                self.events[step] = Some(event);
                return true;
            }
        }
        false
    }

    /// Finds an event for a step that has none, moving others.
    fn pair_step(&mut self, step: usize, tried: &mut Vec<usize>) -> bool {
        if tried.is_empty() && self.events[step].is_some() {
            return true;
        }
        let taken = |events: &[Option<usize>], event: usize| events.iter().position(|taken| *taken == Some(event));
        if let Some(free) = self.choices[step].iter().copied().find(|event| taken(&self.events, *event).is_none()) {
            self.events[step] = Some(free);
            return true;
        }
        for at in 0..self.choices[step].len() {
            let event = self.choices[step][at];
            if tried.contains(&event) {
                continue;
            }
            tried.push(event);
            // Taken: or it would have been free above, and whoever has it looks for another.
            let moved = taken(&self.events, event).is_none_or(|other| other != step && self.pair_step(other, tried));
            if moved {
                self.events[step] = Some(event);
                return true;
            }
        }
        false
    }
}

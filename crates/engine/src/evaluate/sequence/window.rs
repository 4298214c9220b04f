//! What lies in a window that slides forward in time.

use muster_rules::time::Millis;

/// First instants of chains: what a pass carries along.
pub(super) trait Firsts: Copy {
    /// There is none.
    const NONE: Self;

    /// Those of both.
    fn join(self, other: Self) -> Self;

    fn is_none(self) -> bool;
}

/// What was pushed at instants that only grow, joined, from a bound on that only grows. Every item is joined twice at most.
pub(super) struct Window<V> {
    /// The older ones, the oldest last; each joined with all that are younger than it here.
    old: Vec<(Millis, V)>,
    /// The younger ones, the youngest last, and all of them joined.
    young: Vec<(Millis, V)>,
    joined: V,
}

impl<V: Firsts> Window<V> {
    pub(super) fn new() -> Self {
        Window { old: Vec::new(), young: Vec::new(), joined: V::NONE }
    }

    pub(super) fn push(&mut self, time: Millis, value: V) {
        self.young.push((time, value));
        self.joined = self.joined.join(value);
    }

    /// What was pushed at or after `from`.
    pub(super) fn since(&mut self, from: Millis) -> V {
        loop {
            if self.old.is_empty() {
                if self.young.first().is_none_or(|(time, _)| *time >= from) {
                    return self.joined;
                }
                let mut joined = V::NONE;
                while let Some((time, value)) = self.young.pop() {
                    joined = value.join(joined);
                    self.old.push((time, joined));
                }
                self.joined = V::NONE;
            }
            match self.old.last() {
                Some((time, joined)) if *time >= from => return joined.join(self.joined),
                _ => self.old.pop(),
            };
        }
    }
}

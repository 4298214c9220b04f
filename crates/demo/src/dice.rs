//! Randomness that is the same on every machine: a named stream of a seed, asked for whole numbers only.

use rand_chacha::rand_core::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// One stream of random numbers.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of a seed with that number; streams know nothing of each other.
    pub(crate) fn new(seed: u64, stream: u64) -> Dice {
        let mut numbers = ChaCha8Rng::seed_from_u64(seed);
        numbers.set_stream(stream);
        Dice(numbers)
    }

    /// A number from 0 up to but not including `n`; 0 where `n` is 0.
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(n)) >> 32) as u32
    }

    /// A number of `low..=high`; `low` where they are the wrong way round.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        if high <= low {
            return low;
        }
        let span = high.abs_diff(low).saturating_add(1);
        let scaled = (u128::from(self.0.next_u64()) * u128::from(span)) >> 64;
        low.saturating_add_unsigned(scaled as u64)
    }

    /// Whether something happens that happens so many times in a thousand.
    pub(crate) fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// One of the things, each as likely as the others.
    pub(crate) fn pick<T: Copy, const N: usize>(&mut self, things: &[T; N]) -> T {
        const { assert!(N > 0) };
        things[self.below(N as u32) as usize]
    }

    /// One of the things, each as likely as its weight says.
    pub(crate) fn weighted<T: Copy, const N: usize>(&mut self, things: &[(u32, T); N]) -> T {
        const { assert!(N > 0) };
        let mut at = self.below(things.iter().map(|(weight, _)| weight).sum());
        for (weight, thing) in things {
            if at < *weight {
                return *thing;
            }
            at -= weight;
        }
        things[N - 1].1
    }
}

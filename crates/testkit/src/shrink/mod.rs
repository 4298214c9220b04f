//! Makes a mismatch small: takes parts of the world and of the rule away for as long as it stays one.

mod rules;
mod worlds;

use crate::differ::{compare_world, Batch, Mismatch};
use crate::World;
use serde_json::Value;

/// The smallest mismatch found in so many attempts. What only one execution got wrong stays what that one gets wrong.
pub fn shrink(mismatch: Box<Mismatch>, attempts: usize, executions: &[Batch<'_>]) -> Box<Mismatch> {
    let wrong: Vec<&str> = mismatch.got.iter().map(|(name, _)| name.as_str()).collect();
    let watched: Vec<Batch<'_>> = executions.iter().filter(|(name, _)| wrong.contains(name)).copied().collect();
    let failed = mismatch.got.iter().any(|(_, got)| got.is_err());
    let mut search = Search { best: mismatch, left: attempts, failed, watched };
    loop {
        let mut progress = false;
        // Rules first: a world is soon loaded again where it is the same.
        progress |=
            search.each(|best| rules::smaller(&best.rule, &best.world).into_iter().map(|rule| (best.world.clone(), rule)).collect());
        progress |= search
            .each(|best| worlds::without_a_part(&best.world, &best.rule).into_iter().map(|world| (world, best.rule.clone())).collect());
        for place in worlds::places(&search.best.world) {
            progress |= search.without_rows(&place);
        }
        progress |= search.each(|best| worlds::without_a_key(&best.world).into_iter().map(|world| (world, best.rule.clone())).collect());
        if !progress || search.left == 0 {
            return search.best;
        }
    }
}

struct Search<'e> {
    best: Box<Mismatch>,
    left: usize,
    failed: bool,
    watched: Vec<Batch<'e>>,
}

impl Search<'_> {
    /// Takes the candidate in place of the best, where it is a mismatch of the same sort: not another failure in place of wrong people.
    fn attempt(&mut self, world: &World, rule: &Value) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let found = compare_world(world, std::slice::from_ref(rule), &self.watched).err();
        let same = |found: &Mismatch| found.got.iter().any(|(name, got)| got.is_err() == self.failed && name != "reference");
        match found.filter(|found| same(found)) {
            Some(smaller) => {
                self.best = smaller;
                true
            }
            None => false,
        }
    }

    /// Goes through the candidates that the best has at the time. One that is taken moves the later ones up.
    fn each(&mut self, candidates: impl Fn(&Mismatch) -> Vec<(World, Value)>) -> bool {
        let mut progress = false;
        let mut at = 0;
        let mut left = candidates(&self.best);
        while at < left.len() && self.left > 0 {
            let (world, rule) = &left[at];
            if self.attempt(world, rule) {
                progress = true;
                left = candidates(&self.best);
            } else {
                at += 1;
            }
        }
        progress
    }

    /// Takes rows away, many at once and then fewer.
    fn without_rows(&mut self, place: &worlds::Place) -> bool {
        let mut progress = false;
        let count = |search: &Self| worlds::rows(&search.best.world, place).len();
        let mut size = count(self);
        while size > 0 && self.left > 0 {
            let mut from = 0;
            while from < count(self) && self.left > 0 {
                let rule = self.best.rule.clone();
                if self.attempt(&worlds::without_rows(&self.best.world, place, from, size), &rule) {
                    progress = true;
                } else {
                    from += size;
                }
            }
            size /= 2;
        }
        progress
    }
}

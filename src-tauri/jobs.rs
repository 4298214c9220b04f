//! Which imports and exports are running, so that closing the window can ask first.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The running jobs, by the number that the page gave them.
#[derive(Clone, Default)]
pub(crate) struct Jobs(Arc<Mutex<BTreeSet<u32>>>);

impl Jobs {
    /// Notes a job until the returned mark is dropped.
    pub(crate) fn begin(&self, job: u32) -> RunningJob {
        self.lock(|jobs| jobs.insert(job));
        RunningJob { jobs: self.clone(), job }
    }

    /// The jobs that are running now.
    pub(crate) fn running(&self) -> Vec<u32> {
        self.lock(|jobs| jobs.iter().copied().collect())
    }

    fn lock<T>(&self, act: impl FnOnce(&mut BTreeSet<u32>) -> T) -> T {
        // A set of numbers is whole after every step, so a panic elsewhere leaves nothing half done in it.
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Ends the job's note when it goes away, however the job ended.
pub(crate) struct RunningJob {
    jobs: Jobs,
    job: u32,
}

impl Drop for RunningJob {
    fn drop(&mut self) {
        self.jobs.lock(|jobs| jobs.remove(&self.job));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_running_until_its_mark_is_dropped() {
        let jobs = Jobs::default();
        let first = jobs.begin(1);
        let second = jobs.begin(2);
        assert_eq!(jobs.running(), [1, 2]);
        drop(first);
        assert_eq!(jobs.running(), [2]);
        drop(second);
        assert!(jobs.running().is_empty());
    }
}

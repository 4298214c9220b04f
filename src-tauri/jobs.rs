//! Which imports and exports are running, so that closing the window can ask first, and so that a cancel that comes
//! before the work itself has begun is not lost.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The running jobs by the number that the page gave them, and whether each was asked to stop.
#[derive(Clone, Default)]
pub(crate) struct Jobs(Arc<Mutex<BTreeMap<u32, bool>>>);

impl Jobs {
    /// Notes a job until the returned mark is dropped.
    pub(crate) fn begin(&self, job: u32) -> RunningJob {
        self.lock(|jobs| jobs.insert(job, false));
        RunningJob { jobs: self.clone(), job }
    }

    /// Notes that a running job was asked to stop.
    pub(crate) fn cancel(&self, job: u32) {
        self.lock(|jobs| jobs.get_mut(&job).map(|asked| *asked = true));
    }

    /// Whether a running job was asked to stop.
    pub(crate) fn is_cancelled(&self, job: u32) -> bool {
        self.lock(|jobs| jobs.get(&job).copied().unwrap_or(false))
    }

    /// The jobs that are running now.
    pub(crate) fn running(&self) -> Vec<u32> {
        self.lock(|jobs| jobs.keys().copied().collect())
    }

    fn lock<T>(&self, act: impl FnOnce(&mut BTreeMap<u32, bool>) -> T) -> T {
        // The map is whole after every step, so a panic elsewhere leaves nothing half done in it.
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

    #[test]
    fn a_cancel_is_kept_for_a_running_job_and_for_no_other() {
        let jobs = Jobs::default();
        jobs.cancel(7);
        let running = jobs.begin(7);
        assert!(!jobs.is_cancelled(7), "it was asked of an earlier one");
        jobs.cancel(7);
        assert!(jobs.is_cancelled(7));
        assert!(!jobs.is_cancelled(8));
        drop(running);
        assert!(!jobs.is_cancelled(7));
    }
}

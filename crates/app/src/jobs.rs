//! Long work that can be watched and stopped.

use crate::dto::JobProgress;
use muster_engine::cancel::Cancel;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Who listens to a job.
pub type Listener<'l> = &'l (dyn Fn(JobProgress) + Sync);

/// Running jobs by number.
#[derive(Debug, Default)]
pub(crate) struct Jobs(Mutex<HashMap<u32, Cancel>>);

impl Jobs {
    /// Starts a job; it counts as running until the answer is dropped.
    pub(crate) fn start(&self, job: u32) -> Running<'_> {
        let cancel = Cancel::new();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(job, cancel.clone());
        Running { jobs: self, job, cancel }
    }

    /// Asks a job to stop; one that has ended is left alone.
    pub(crate) fn cancel(&self, job: u32) {
        if let Some(cancel) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&job) {
            cancel.cancel();
        }
    }

    /// Whether anything is running.
    pub(crate) fn any(&self) -> bool {
        !self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}

/// A job that is running.
#[derive(Debug)]
pub(crate) struct Running<'j> {
    jobs: &'j Jobs,
    job: u32,
    /// Raised when the job is asked to stop.
    pub(crate) cancel: Cancel,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.jobs.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.job);
    }
}

/// Between two reports of progress.
const PAUSE: Duration = Duration::from_millis(100);
/// Before a remaining time is said.
const SETTLED: Duration = Duration::from_secs(2);

/// Reports progress at most ten times a second. The clock here is a stopwatch: it never decides what happens.
pub(crate) struct Meter<'m> {
    job: u32,
    listener: Listener<'m>,
    began: Instant,
    told: Option<Instant>,
}

impl<'m> Meter<'m> {
    /// A meter that begins now.
    pub(crate) fn new(job: u32, listener: Listener<'m>) -> Self {
        Meter { job, listener, began: Instant::now(), told: None }
    }

    /// Reports, unless it has just reported. `share` is of the bytes read, 0 to 1.
    pub(crate) fn tell(&mut self, share: f64, rows: u64, rejected: u64, finishing: bool) {
        if !finishing && self.told.is_some_and(|told| told.elapsed() < PAUSE) {
            return;
        }
        self.told = Some(Instant::now());
        let seconds = self.began.elapsed().as_secs_f64();
        let left = (self.began.elapsed() > SETTLED && share > 0.0).then(|| (seconds / share - seconds) as f32);
        (self.listener)(JobProgress {
            job: self.job,
            share: share.clamp(0.0, 1.0) as f32,
            rows: whole(rows),
            rejected: whole(rejected),
            rows_per_second: if seconds > 0.0 { (rows as f64 / seconds) as f32 } else { 0.0 },
            seconds_left: left,
            finishing,
        });
    }

    /// Seconds since it began.
    pub(crate) fn seconds(&self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }
}

/// A count as it crosses to the page.
pub(crate) fn whole(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

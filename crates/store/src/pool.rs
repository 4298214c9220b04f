//! Connections that wait to be used, and their way back.

use crate::error::StoreError;
use muster_engine::cancel::Cancel;
use rusqlite::Connection;
use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// How many virtual machine steps SQLite does between two looks at the flag: well under a millisecond.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;

/// A few connections of one kind.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    slots: Vec<Mutex<Connection>>,
    turn: Mutex<()>,
    returned: Condvar,
}

impl Pool {
    pub(crate) fn new(connections: Vec<Connection>) -> Self {
        Pool { slots: connections.into_iter().map(Mutex::new).collect(), turn: Mutex::default(), returned: Condvar::new() }
    }

    /// A connection, as soon as one is free. Busy after `patience`; none: waits as long as nobody cancels.
    pub(crate) fn lease(&self, cancel: &Cancel, patience: Option<Duration>) -> Result<Lease<'_>, StoreError> {
        let began = Instant::now();
        loop {
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            if let Some(mut conn) = self.free() {
                let flag = cancel.clone();
                conn.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || flag.is_cancelled()))?;
                return Ok(Lease { conn, _returned: Returned(&self.returned) });
            }
            if patience.is_some_and(|patience| began.elapsed() >= patience) {
                return Err(StoreError::Busy);
            }
            // Woken by a return; looks again every so often besides, for the flag and for a return that came just before.
            let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
            drop(self.returned.wait_timeout(turn, Duration::from_millis(10)));
        }
    }

    fn free(&self) -> Option<MutexGuard<'_, Connection>> {
        self.slots.iter().find_map(|slot| match slot.try_lock() {
            Ok(conn) => Some(conn),
            // Whoever panicked had its transaction rolled back by its lease.
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        })
    }

    /// Takes all, for closing.
    pub(crate) fn drain(&mut self) -> Vec<Connection> {
        self.slots.drain(..).map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
    }
}

/// A connection in use. Dropped: an open transaction is rolled back, and the next one may have it.
#[derive(Debug)]
pub(crate) struct Lease<'p> {
    conn: MutexGuard<'p, Connection>,
    // After the connection, so that whoever is woken finds it free.
    _returned: Returned<'p>,
}

#[derive(Debug)]
struct Returned<'p>(&'p Condvar);

impl Drop for Returned<'_> {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

impl Deref for Lease<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.conn
    }
}

impl DerefMut for Lease<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.conn
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        // The flag may be up: it must not stop the rolling back. A connection that cannot be made clean says so at its next use.
        let _ = self.conn.progress_handler(0, None::<fn() -> bool>);
        if !self.conn.is_autocommit() {
            let _ = self.conn.execute_batch("ROLLBACK");
        }
    }
}

use anyhow::{bail, Result};
use std::time::{Duration, Instant};

/// How long anything on the page may take. Generous: a busy machine with two cores is the common case.
const LONG: Duration = Duration::from_secs(30);
/// Between two looks.
const POLL: Duration = Duration::from_millis(40);

/// Looks until `look` finds something; an error of its own ends the wait at once.
///
/// # Errors
/// The deadline passed: says `what` was waited for.
pub fn eventually<T>(what: &str, look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    within(LONG, what, look)
}

/// `eventually` with a limit of one's own.
///
/// # Errors
/// The deadline passed: says `what` was waited for.
pub fn within<T>(limit: Duration, what: &str, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if Instant::now() > deadline {
            bail!("waited {} s in vain for {what}", limit.as_secs());
        }
        std::thread::sleep(POLL);
    }
}

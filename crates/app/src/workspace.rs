//! An open workspace: its file, the results kept of its data, and the instant that is now for it.

use crate::app::Clock;
use crate::catalog::LastCatalog;
use crate::counting::Newest;
use crate::dto::{AppError, ErrorCode, WorkspaceInfo};
use crate::error::Result;
use crate::jobs::whole;
use muster_engine::cache::Cache;
use muster_engine::cancel::Cancel;
use muster_rules::parse::parse_time;
use muster_rules::time::{Millis, Zone};
use muster_store::Store;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Memory that results of conditions may take.
const CACHE_BYTES: usize = 64 << 20;
/// How long `now` stands still, so that results of windows stay good while somebody edits.
const MINUTE: Millis = 60_000;

/// An open workspace and what is done with it. May be shared between threads.
pub struct Workspace {
    store: Store,
    zone: Option<Zone>,
    clock: Clock,
    pub(crate) cache: Cache,
    pub(crate) newest: Newest,
    pub(crate) last_catalog: LastCatalog,
    now: Mutex<Option<(u64, Millis)>>,
}

impl Workspace {
    /// Makes an empty workspace; `time_zone` is an IANA name.
    pub fn create(path: &Path, time_zone: &str, clock: Clock) -> Result<Workspace> {
        let store = Store::create(path, time_zone, clock())?;
        Ok(Self::over(store, clock))
    }

    /// Opens one.
    pub fn open(path: &Path, clock: Clock) -> Result<Workspace> {
        Ok(Self::over(Store::open(path)?, clock))
    }

    fn over(store: Store, clock: Clock) -> Workspace {
        Workspace {
            store,
            zone: None,
            clock,
            cache: Cache::new(CACHE_BYTES),
            newest: Newest::default(),
            last_catalog: LastCatalog::default(),
            now: Mutex::default(),
        }
    }

    /// The same read in another time zone than its own.
    #[must_use]
    pub fn in_zone(mut self, zone: Zone) -> Self {
        self.zone = Some(zone);
        self
    }

    /// The same going by another clock.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The zone that walls are read in.
    pub fn zone(&self) -> Zone {
        self.zone.unwrap_or_else(|| self.store.zone())
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// What the clock says.
    pub fn clock(&self) -> Millis {
        (self.clock)()
    }

    /// The instant that rules are evaluated at: the clock's, held for a minute or until the data changes.
    pub fn now(&self) -> Millis {
        let clock = self.clock();
        let generation = self.generation().unwrap_or(0);
        let mut held = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        match *held {
            Some((of, now)) if of == generation && (now..now + MINUTE).contains(&clock) => now,
            _ => {
                *held = Some((generation, clock));
                clock
            }
        }
    }

    fn generation(&self) -> Result<u64> {
        self.store.read(&Cancel::new(), |reader| Ok(reader.generation()))
    }

    /// What there is to say about it at a glance.
    pub fn info(&self) -> Result<WorkspaceInfo> {
        let name = self.store.path().file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.store.read(&Cancel::new(), |reader| {
            Ok::<_, AppError>(WorkspaceInfo {
                name,
                time_zone: self.zone().name().to_owned(),
                people: whole(reader.people()?),
                events: whole(reader.event_count()?),
                segments: whole(reader.segments()?.iter().filter(|(segment, _)| !segment.archived).count() as u64),
                generation: whole(reader.generation()),
            })
        })
    }

    /// Whether the file is whole: what is wrong, each with what to do. Empty where all is well.
    pub fn check(&self) -> Result<Vec<String>> {
        Ok(self.store.check(&Cancel::new())?.iter().map(|problem| format!("{}; {}", problem.what, problem.advice)).collect())
    }

    /// Refuses a file to write that is the workspace itself or one of `sources`, also under another name: what is written would take its place.
    pub fn refuse_overwrite(&self, target: &Path, sources: &[&Path]) -> Result<()> {
        let Ok(target_file) = target.canonicalize() else { return Ok(()) };
        let own = self.store.path();
        let beside = ["-wal", "-shm"].map(|ending| {
            let mut name = own.as_os_str().to_owned();
            name.push(ending);
            std::path::PathBuf::from(name)
        });
        let taken = std::iter::once(own).chain(beside.iter().map(std::path::PathBuf::as_path));
        let is_target = |path: &Path| path.canonicalize().is_ok_and(|path| path == target_file);
        let what = if taken.into_iter().any(is_target) {
            "the workspace itself"
        } else if sources.iter().any(|source| is_target(source)) {
            "the file that is imported"
        } else {
            return Ok(());
        };
        Err(AppError::new(ErrorCode::File, format!("{} is {what}, so nothing was written.", target.display())).hint("choose another name"))
    }

    /// Puts everything into the one file and closes it.
    pub fn close(self) -> Result<()> {
        Ok(self.store.close()?)
    }
}

/// The system's clock.
pub fn system_clock() -> Clock {
    std::sync::Arc::new(|| chrono::Utc::now().timestamp_millis())
}

/// An instant that was typed: a TIME of the rule language as text, read in `zone` where it has none.
pub fn read_time_argument(text: &str, zone: Zone) -> Result<Millis> {
    let time = parse_time(&serde_json::Value::String(text.to_owned()), "now")?;
    // Text is never relative, so what now is does not matter.
    Ok(time.instant(0, zone))
}

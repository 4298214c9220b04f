//! The zone's clock as a table of the statement: the offsets of the rule language's own time zone database, whatever an engine's
//! database says.

use crate::dialect::Prelude;
use muster_rules::plan::{Ask, Key, Measure, Node, NodeKind, Plan, Positive, RankBy, TimePart};
use muster_rules::time::{read_time, Millis, StoredTime, Zone, DAY};
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

/// The table's name.
pub(crate) const CLOCK: &str = "clock";
/// 1800-01-01: no zone of the database changed its clock before.
const FIRST_CHANGE: Millis = -5_364_662_400_000;
/// The database describes no change after 2100.
const LAST_YEAR: i32 = 2200;

/// The zone's offset at first, and its changes: since when, in milliseconds, how far ahead.
type Changes = (Millis, Vec<(Millis, Millis)>);

/// Finding a zone's changes asks for its offset every six hours of centuries: once for each zone.
fn changes(zone: Zone) -> Changes {
    static KNOWN: OnceLock<Mutex<BTreeMap<&'static str, Changes>>> = OnceLock::new();
    let mut known = KNOWN.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    let found = known.entry(zone.name()).or_insert_with(|| {
        let last = end_of(LAST_YEAR).unwrap_or(FIRST_CHANGE);
        let found = zone.changes(FIRST_CHANGE, last).into_iter().map(|(at, _, offset)| (at, offset)).collect();
        (zone.offset(FIRST_CHANGE), found)
    });
    found.clone()
}

fn end_of(year: i32) -> Option<Millis> {
    match read_time(&format!("{:04}-12-31", year.clamp(0, LAST_YEAR)))? {
        StoredTime::Wall(at) | StoredTime::Instant(at) => Some(at + 3 * DAY),
    }
}

/// The one offset of a zone that never changed its clock.
pub(crate) fn constant(zone: Zone) -> Option<Millis> {
    let (first, changes) = changes(zone);
    changes.is_empty().then_some(first)
}

/// The table, where the plan asks for local times. Later changes than any that it may ask for are left out.
pub(crate) fn prelude(plan: &Plan) -> Option<Prelude> {
    let asked = plan.everything().into_iter().filter_map(|node| latest(node, plan.now)).max()?;
    let (first, changes) = changes(plan.zone);
    if changes.is_empty() {
        return None;
    }
    let rows = std::iter::once((-100_000_000_000_000, first)).chain(changes.into_iter().take_while(|(since, _)| *since <= asked));
    let rows: Vec<String> = rows.map(|(since, ahead)| format!("({since}, {ahead})")).collect();
    let lines: Vec<String> = rows.chunks(6).map(|rows| rows.join(", ")).collect();
    Some(Prelude {
        comment: format!("how far the clocks of {} are ahead of UTC, since when, in milliseconds", plan.zone.name()),
        name: format!("{CLOCK} (since_ms, ahead_ms)"),
        // The first row says the type: of numbers that fit, others would be read as smaller ones.
        body: format!("VALUES\n    {}", lines.join(",\n    ").replacen('(', "(CAST(", 1).replacen(", ", " AS BIGINT), ", 1)),
    })
}

/// The latest instant whose local time a condition may have to know.
fn latest(node: &Node, now: Millis) -> Option<Millis> {
    let recurs = node.test().and_then(|test| match &test.positive {
        // Whatever lies after the latest year passes nothing, whatever the offset.
        Positive::Recurs(days) => days.iter().filter_map(|days| end_of(days.latest_year)).max(),
        _ => None,
    });
    let is_local = match &node.kind {
        NodeKind::Time { part, .. } => TimePart::ALL.contains(part),
        NodeKind::Event(event) => matches!(&event.ask, Ask::Measure { measure: Measure::ActiveDays, .. }),
        NodeKind::Rank(rank) => matches!(&rank.by, RankBy::Measure { measure: Measure::ActiveDays, .. }),
        NodeKind::Related(related) => related.from == Key::EventDate || related.to == Key::EventDate,
        _ => false,
    };
    recurs.max(is_local.then_some(now))
}

/// How far the clocks are ahead at an instant in milliseconds, in milliseconds; `latest` makes one value of the table's `since_ms` and `ahead_ms`.
pub(crate) fn ahead(millis: &str, zone: Zone, latest: &str) -> String {
    match constant(zone) {
        Some(offset) => offset.to_string(),
        None => format!(
            "(SELECT {} FROM {CLOCK} WHERE since_ms <= {millis}{})",
            if latest.is_empty() { "ahead_ms" } else { latest },
            if latest.is_empty() { " ORDER BY since_ms DESC LIMIT 1" } else { "" }
        ),
    }
}

//! Times in milliseconds, and local days.

use crate::cond::Cond;
use crate::dialect::Prelude;
use muster_rules::plan::{Ask, Key, Measure, NodeKind, Plan, Positive, RankBy, TimePart};
use muster_rules::time::{format_instant, read_time, Millis, StoredTime, Zone, DAY};

/// 1800-01-01: no zone of the database changed its clock before.
const FIRST_CHANGE: Millis = -5_364_662_400_000;
const OFFSETS: &str = "zone_offsets";

/// The instant of a number of 10, 13 or 16 digits (seconds, milliseconds, microseconds), from its text form; else NULL.
pub(super) fn epoch(raw: &str) -> String {
    format!(
        "CASE WHEN {raw} NOT GLOB '*[^0-9]*' THEN CASE length({raw}) WHEN 10 THEN {raw} * 1000 WHEN 13 THEN {raw} * 1 WHEN 16 THEN {raw} / 1000 END END"
    )
}

/// The local day of an instant recurs.
pub(super) fn instant_recurs(instant: &str, recurs: &Positive, zone: Zone) -> Cond {
    recurring(&format!("SELECT {instant} AS t"), &format!("t + {}", offset("t", recurs, zone)), recurs)
}

/// The local day of a row of `muster_readings AS r` recurs: of a wall it is its own.
pub(super) fn reading_recurs(recurs: &Positive, zone: Zone) -> Cond {
    recurring("SELECT r.instant AS t, r.wall AS w", &format!("coalesce(w, t + {})", offset("t", recurs, zone)), recurs)
}

/// `source` has one row, of which `local` is the local time in milliseconds.
fn recurring(source: &str, local: &str, recurs: &Positive) -> Cond {
    let Positive::Recurs(days) = recurs else { return Cond::False };
    let part = |format: &str| format!("strftime('{format}', ({local}) / 1000.0, 'unixepoch')");
    let passes = Cond::any(days.iter().map(|days| {
        // Both are texts of four digits, which compare as their numbers do.
        Cond::all([
            Cond::term(format!("day BETWEEN '{:04}' AND '{:04}'", days.first, days.last)),
            match days.latest_year {
                ..0 => Cond::False,
                latest => Cond::term(format!("year <= '{:04}'", latest.min(9999))),
            },
        ])
    }));
    Cond::exists(format!("(SELECT {} AS day, {} AS year FROM ({source}))", part("%m%d"), part("%Y")), passes)
}

/// An instant as text, `2026-06-30T12:00:00.000Z`: whole seconds by division downwards, so that no rounding moves a millisecond.
pub(super) fn text(time: &str) -> String {
    let millis = format!("((({time}) % 1000 + 1000) % 1000)");
    format!("strftime('%Y-%m-%dT%H:%M:%S', (({time}) - {millis}) / 1000, 'unixepoch') || printf('.%03dZ', {millis})")
}

/// The local date of an instant, `YYYY-MM-DD`.
pub(super) fn local_date(time: &str, zone: Zone) -> String {
    strftime("%Y-%m-%d", time, zone)
}

/// A part of an instant's local time.
pub(super) fn local_part(time: &str, part: TimePart, zone: Zone) -> String {
    match part {
        TimePart::Hour => format!("CAST({} AS INTEGER)", strftime("%H", time, zone)),
        TimePart::Day => format!("CAST({} AS INTEGER)", strftime("%d", time, zone)),
        TimePart::Month => format!("CAST({} AS INTEGER)", strftime("%m", time, zone)),
        // SQLite's Sunday is 0.
        TimePart::Weekday => format!("((CAST({} AS INTEGER) + 6) % 7 + 1)", strftime("%w", time, zone)),
        TimePart::Date => local_date(time, zone),
    }
}

/// The table of offsets without a name. Only there SQLite has its own names for the columns of rows.
pub(super) fn inline(prelude: &Prelude) -> String {
    format!("(SELECT column1 AS since_ms, column2 AS offset_ms FROM ({}))", prelude.body)
}

fn strftime(format: &str, time: &str, zone: Zone) -> String {
    // Events are never later than now, and the table goes beyond it: see `offsets`.
    let ahead = if zone == Zone::UTC { "0".to_owned() } else { ahead(time) };
    // Whole seconds, downwards: a day does not begin a moment early. Clocks are ahead by whole seconds.
    format!("strftime('{format}', (({time}) - (({time}) % 1000 + 1000) % 1000 + {ahead}) / 1000, 'unixepoch')")
}

/// How far local time is ahead at an instant.
fn offset(instant: &str, recurs: &Positive, zone: Zone) -> String {
    let (first, changes) = clock(latest_year(recurs), zone);
    if changes.is_empty() {
        return first.to_string();
    }
    ahead(instant)
}

fn ahead(instant: &str) -> String {
    format!("(SELECT offset_ms FROM {OFFSETS} WHERE since_ms <= {instant} ORDER BY since_ms DESC LIMIT 1)")
}

/// The table of the zone's offsets, where a condition looks into it.
pub(super) fn offsets(plan: &Plan) -> Option<Prelude> {
    let nodes = plan.everything();
    let latest = nodes.iter().filter_map(|node| node.test()).filter_map(|test| latest_year(&test.positive)).max();
    let local = plan.zone != Zone::UTC && nodes.iter().any(|node| reads_local(&node.kind));
    let latest = latest.max(local.then(|| year_of(plan.now) + 1));
    let (first, changes) = clock(latest, plan.zone);
    if changes.is_empty() && !local {
        return None;
    }
    let mut rows = vec![format!("({}, {first})", Millis::MIN + 1)];
    rows.extend(changes.iter().map(|(at, offset)| format!("({at}, {offset})")));
    let lines: Vec<String> = rows.chunks(6).map(|rows| rows.join(", ")).collect();
    Some(Prelude {
        comment: format!("how far the clocks of {} are ahead of UTC, since when, in milliseconds", plan.zone.name()),
        name: format!("{OFFSETS} (since_ms, offset_ms)"),
        body: format!("VALUES\n    {}", lines.join(",\n    ")),
    })
}

/// Whether a condition reads local dates or hours of events.
fn reads_local(kind: &NodeKind) -> bool {
    match kind {
        NodeKind::Time { .. } => true,
        NodeKind::Related(related) => related.from == Key::EventDate,
        NodeKind::Event(event) => matches!(&event.ask, Ask::Measure { measure: Measure::ActiveDays, .. }),
        NodeKind::Rank(rank) => matches!(&rank.by, RankBy::Measure { measure: Measure::ActiveDays, .. }),
        _ => false,
    }
}

fn year_of(instant: Millis) -> i32 {
    format_instant(instant).get(..4).and_then(|year| year.parse().ok()).unwrap_or(9999)
}

fn latest_year(test: &Positive) -> Option<i32> {
    match test {
        Positive::Recurs(days) => days.iter().map(|days| days.latest_year).max(),
        _ => None,
    }
}

/// The zone's offset at first, and its changes up to the end of a year: later instants pass nothing, whatever their offset.
fn clock(latest: Option<i32>, zone: Zone) -> (Millis, Vec<(Millis, Millis)>) {
    let first = zone.offset(FIRST_CHANGE);
    // The database describes no change after 2100.
    let end = latest.and_then(|latest| read_time(&format!("{:04}-12-31", latest.clamp(0, 2200))));
    let Some(StoredTime::Wall(end) | StoredTime::Instant(end)) = end else { return (first, Vec::new()) };
    (first, zone.changes(FIRST_CHANGE, end + 3 * DAY).into_iter().map(|(at, _, offset)| (at, offset)).collect())
}

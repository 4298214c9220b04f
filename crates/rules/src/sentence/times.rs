//! Moments and days, as a clock in the workspace's zone shows them.

use super::windows::length;
use super::Words;
use crate::time::{date_of_wall, Millis, Zone, DAY};
use crate::window::{Duration, Time, Unit};
use chrono::{Datelike, NaiveDate};

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// The name of a month, 1 to 12.
pub(super) fn month(number: u32) -> &'static str {
    let at = usize::try_from(number).unwrap_or(0).wrapping_sub(1);
    MONTHS.get(at).copied().unwrap_or_default()
}

/// "31 May 2026".
pub(super) fn day(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), month(date.month()), date.year())
}

/// "31 May 2026 14:00"; with seconds and milliseconds where there are any, and how far from UTC where the clock shows that time twice.
pub(super) fn moment(instant: Millis, zone: Zone) -> String {
    let wall = zone.wall(instant);
    let of_day = wall.rem_euclid(DAY);
    let (minutes, millis) = (of_day / 60_000, of_day % 60_000);
    let mut said = format!("{} {:02}:{:02}", day(date_of_wall(wall)), minutes / 60, minutes % 60);
    if millis > 0 {
        said.push_str(&format!(":{:02}", millis / 1000));
        if millis % 1000 > 0 {
            said.push_str(&format!(".{:03}", millis % 1000));
        }
    }
    if is_shown_twice(instant, zone) {
        said.push(' ');
        said.push_str(&offset(zone.offset(instant)));
    }
    said
}

/// A moment that is so far from now, which is said beside it: to the minute, or where seconds are counted to the second.
pub(super) fn away(instant: Millis, by: Duration, zone: Zone) -> String {
    let fine = if by.unit == Unit::Second { 1000 } else { 60_000 };
    moment(instant - zone.wall(instant).rem_euclid(fine), zone)
}

/// Whether another instant has the same local time.
fn is_shown_twice(instant: Millis, zone: Zone) -> bool {
    let changes = zone.changes(instant - 2 * DAY, instant + 2 * DAY);
    changes.iter().any(|(at, before, after)| {
        let back = before - after;
        back > 0 && (at - back..at + back).contains(&instant)
    })
}

/// "UTC+02:00".
fn offset(millis: Millis) -> String {
    let sign = if millis < 0 { '-' } else { '+' };
    let seconds = millis.abs() / 1000;
    let said = format!("UTC{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    match seconds % 60 {
        0 => said,
        rest => format!("{said}:{rest:02}"),
    }
}

/// A TIME: "1 March 2026", "1 March 2026 14:00", "31 May 2026 14:00 (30 days ago)".
pub(super) fn time(time: &Time, words: &Words) -> String {
    match time {
        Time::Date(date) => day(*date),
        Time::At(at) => moment(at.instant(words.zone), words.zone),
        Time::Ago(duration) => {
            format!("{} ({} ago)", away(duration.before(words.now, words.zone), *duration, words.zone), length(*duration))
        }
    }
}

/// A TIME as an instant that something is true at: "on 1 March 2026", "on 1 March 2026 at 14:00".
pub(super) fn on(at: &Time, words: &Words) -> String {
    match at {
        Time::Date(date) => format!("on {}", day(*date)),
        other => format!("at {}", time(other, words)),
    }
}

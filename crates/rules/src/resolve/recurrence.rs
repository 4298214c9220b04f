//! On which stored days a date recurs within a span.

use crate::plan::Recurrence;
use crate::time::{next_day, Span, Zone};
use chrono::{Datelike, Days};
use std::collections::BTreeMap;

/// Days looked at from the end of the span backwards: nine years hold every day of the year at its latest, 29 February too
/// (1896 to 1904 is the longest time without one).
const ENOUGH_DAYS: u64 = 9 * 366;

/// The stored dates that recur on a local day whose first moment lies in `span` (bounded at both ends).
pub(super) fn recurrences(span: Span, zone: Zone) -> Vec<Recurrence> {
    let (Some(from), Some(to)) = (span.from, span.to) else { return Vec::new() };
    let last = zone.date(to);
    let earliest = last.checked_sub_days(Days::new(ENOUGH_DAYS)).unwrap_or(last);
    let mut day = zone.date(from).max(earliest);
    let mut latest_years: BTreeMap<u32, i32> = BTreeMap::new();
    while day <= last {
        if span.contains(zone.day_start(day)) {
            let number = day.month() * 100 + day.day();
            latest_years.insert(number, day.year());
            // 29 February recurs on the 28th in common years.
            if number == 228 && !day.leap_year() {
                latest_years.insert(229, day.year());
            }
        }
        let next = next_day(day);
        if next == day {
            break;
        }
        day = next;
    }
    let mut ranges: Vec<Recurrence> = Vec::new();
    for (number, latest_year) in latest_years {
        match ranges.last_mut() {
            Some(range) if range.latest_year == latest_year && follows(range.last, number) => range.last = number,
            _ => ranges.push(Recurrence { first: number, last: number, latest_year }),
        }
    }
    ranges
}

/// Whether no day of any year lies between two days.
fn follows(day: u32, next: u32) -> bool {
    const LENGTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (month, date) = (day / 100, day % 100);
    let last = LENGTHS.get(month as usize - 1).is_some_and(|length| *length == date);
    next == if last { (month + 1) * 100 + 1 } else { day + 1 }
}

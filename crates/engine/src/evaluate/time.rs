//! Parts of an event's local time.

use chrono::{Datelike, NaiveDate};
use muster_rules::matcher::Matcher;
use muster_rules::plan::TimePart;
use muster_rules::time::{Millis, Zone};

const HOUR: Millis = 3_600_000;

/// Whether a part of an instant, as the wall shows it in the zone, passes.
pub(super) fn passes(matcher: &Matcher, part: TimePart, time: Millis, zone: Zone) -> bool {
    let date = zone.date(time);
    let number = match part {
        TimePart::Hour => zone.wall(time).rem_euclid(24 * HOUR) / HOUR,
        TimePart::Weekday => i64::from(date.weekday().number_from_monday()),
        TimePart::Day => i64::from(date.day()),
        TimePart::Month => i64::from(date.month()),
        TimePart::Date => return matcher.passes_text(Some(&date_text(date))),
    };
    matcher.passes_number(number as f64)
}

/// A local date as text, `YYYY-MM-DD`.
pub(super) fn date_text(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

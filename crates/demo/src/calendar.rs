//! When people do things: weekdays, hours, and what the business holds on fixed days.

use crate::dice::Dice;
use muster_rules::time::{format_instant, Millis, DAY};

pub(crate) const MINUTE: Millis = 60_000;
pub(crate) const HOUR: Millis = 60 * MINUTE;

/// Whether somebody comes at home or at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rhythm {
    /// Evenings and weekends.
    Home,
    /// Office hours.
    Work,
}

/// How likely each weekday is, from Monday, in percent of the likeliest.
const HOME_DAYS: [u32; 7] = [88, 80, 78, 74, 66, 84, 100];
const WORK_DAYS: [u32; 7] = [94, 100, 98, 90, 68, 8, 6];

/// How likely each hour is, from midnight.
const HOME_HOURS: [u32; 24] = [4, 2, 1, 1, 1, 3, 14, 34, 38, 28, 26, 28, 36, 32, 26, 26, 32, 44, 58, 76, 88, 78, 46, 16];
const WORK_HOURS: [u32; 24] = [1, 0, 0, 0, 0, 1, 6, 32, 78, 98, 96, 78, 46, 62, 90, 86, 70, 40, 14, 8, 6, 5, 3, 1];

/// A believable moment of `from..=until` for somebody whose clock is `ahead` hours ahead of UTC.
pub(crate) fn moment(dice: &mut Dice, from: Millis, until: Millis, rhythm: Rhythm, ahead: i64) -> Millis {
    let (days, hours) = match rhythm {
        Rhythm::Home => (&HOME_DAYS, &HOME_HOURS),
        Rhythm::Work => (&WORK_DAYS, &WORK_HOURS),
    };
    let mut t = from;
    // In a short stretch no likely hour may be found; then any moment of it is as good.
    for _ in 0..24 {
        t = dice.between(from, until);
        let local = t + ahead * HOUR;
        let weekday = (local.div_euclid(DAY) + 3).rem_euclid(7) as usize;
        let hour = local.rem_euclid(DAY) / HOUR;
        if dice.below(100) < days[weekday] && dice.below(100) < hours[hour as usize] {
            break;
        }
    }
    t
}

/// The date of an instant in UTC, `2026-11-19`.
pub(crate) fn date(instant: Millis) -> String {
    let mut text = format_instant(instant);
    text.truncate(text.len().saturating_sub("T00:00:00.000Z".len()));
    text
}

/// The moments of `from..=until` at which something comes round every so many days, with the number of each.
pub(crate) fn every(days: i64, hour: i64, from: Millis, until: Millis) -> impl Iterator<Item = (i64, Millis)> {
    // 1970-01-06 was a Tuesday, so that multiples of seven days from it are.
    let first = 5 * DAY + hour * HOUR;
    let step = days * DAY;
    let start = (from - first + step - 1).div_euclid(step);
    (start..).map(move |n| (n, first + n * step)).take_while(move |(_, at)| *at <= until)
}

//! TIME, DURATION and WINDOW as a rule writes them, and the instants they mean once `now` is fixed.

use crate::error::RuleError;
use crate::time::{date_of_wall, next_day, Millis, Span, StoredTime, Zone, DAY};
use chrono::{Datelike, Days, Months, NaiveDate};

/// A length of time: `{"n": 30, "unit": "day"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    /// At least 1.
    pub n: u64,
    /// Of what.
    pub unit: Unit,
}

/// Units of a duration. A day has 24 hours and a week 7 of them; months and years are calendar steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 1,000 ms.
    Second,
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
    /// 7 × 24 hours.
    Week,
    /// A calendar month.
    Month,
    /// 12 calendar months.
    Year,
}

impl Unit {
    /// Every unit with its name.
    pub const ALL: [(&'static str, Unit); 7] = [
        ("second", Unit::Second),
        ("minute", Unit::Minute),
        ("hour", Unit::Hour),
        ("day", Unit::Day),
        ("week", Unit::Week),
        ("month", Unit::Month),
        ("year", Unit::Year),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, unit)| *unit == self).map_or("", |(name, _)| name)
    }

    /// Milliseconds, where it is a fixed length.
    pub fn millis(self) -> Option<Millis> {
        Some(match self {
            Unit::Second => 1000,
            Unit::Minute => 60_000,
            Unit::Hour => 3_600_000,
            Unit::Day => DAY,
            Unit::Week => 7 * DAY,
            Unit::Month | Unit::Year => return None,
        })
    }
}

/// Instants are kept this far from the edge of what can be added up.
const FAR: Millis = 8_000_000_000_000_000;

impl Duration {
    /// The instant this much before `now`.
    pub fn before(self, now: Millis, zone: Zone) -> Millis {
        self.step(now, zone, -1)
    }

    /// The instant this much after `now`.
    pub fn after(self, now: Millis, zone: Zone) -> Millis {
        self.step(now, zone, 1)
    }

    fn step(self, now: Millis, zone: Zone, sign: i64) -> Millis {
        let n = i64::try_from(self.n).unwrap_or(i64::MAX);
        match self.unit.millis() {
            Some(unit) => now.saturating_add(sign * n.saturating_mul(unit).min(FAR)).clamp(-FAR, FAR),
            None => {
                let months = if self.unit == Unit::Year { n.saturating_mul(12) } else { n };
                zone.plus_months(now, sign * months)
            }
        }
    }
}

/// A point in time as a rule writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Time {
    /// A date alone: its first moment in the workspace's zone, or the whole day where a whole day is meant.
    Date(NaiveDate),
    /// With zone, or read in the workspace's.
    At(StoredTime),
    /// This much before now.
    Ago(Duration),
}

impl Time {
    /// Its instant; of a date, the first.
    pub fn instant(&self, now: Millis, zone: Zone) -> Millis {
        match self {
            Time::Date(date) => zone.day_start(*date),
            Time::At(time) => time.instant(zone),
            Time::Ago(duration) => duration.before(now, zone),
        }
    }

    /// The first instant after it: of a date, after that whole day.
    pub fn end(&self, now: Millis, zone: Zone) -> Millis {
        match self {
            Time::Date(date) => zone.day_start(next_day(*date)),
            _ => self.instant(now, zone) + 1,
        }
    }
}

/// Calendar units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarUnit {
    /// A local day.
    Day,
    /// From Monday.
    Week,
    /// A month.
    Month,
    /// Three months from January, April, July, October.
    Quarter,
    /// From 1 January.
    Year,
}

impl CalendarUnit {
    /// Every unit with its name.
    pub const ALL: [(&'static str, CalendarUnit); 5] = [
        ("day", CalendarUnit::Day),
        ("week", CalendarUnit::Week),
        ("month", CalendarUnit::Month),
        ("quarter", CalendarUnit::Quarter),
        ("year", CalendarUnit::Year),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, unit)| *unit == self).map_or("", |(name, _)| name)
    }

    /// The first day of the unit that is `offset` units after the one `date` is in.
    fn first_day(self, date: NaiveDate, offset: i64) -> Option<NaiveDate> {
        let months = |first: NaiveDate, each: i64| {
            let months = offset.checked_mul(each)?;
            let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
            if months < 0 {
                first.checked_sub_months(count)
            } else {
                first.checked_add_months(count)
            }
        };
        let days = |first: NaiveDate, each: i64| {
            let days = offset.checked_mul(each)?;
            let count = Days::new(days.unsigned_abs());
            if days < 0 {
                first.checked_sub_days(count)
            } else {
                first.checked_add_days(count)
            }
        };
        match self {
            CalendarUnit::Day => days(date, 1),
            CalendarUnit::Week => days(date.checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday())))?, 7),
            CalendarUnit::Month => months(date.with_day(1)?, 1),
            CalendarUnit::Quarter => months(date.with_day(1)?.with_month0(date.month0() / 3 * 3)?, 3),
            CalendarUnit::Year => months(date.with_day(1)?.with_month0(0)?, 12),
        }
    }
}

/// A stretch of time as a rule writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Window {
    /// now − D < t ≤ now
    Last(Duration),
    /// now < t ≤ now + D
    Next(Duration),
    /// t ≤ now − D
    OlderThan(Duration),
    /// now − from < t ≤ now − to
    Ago {
        /// The longer.
        from: Duration,
        /// The shorter.
        to: Duration,
    },
    /// from ≤ t < to; a `to` that is a date alone includes that whole day.
    Between {
        /// Open where missing.
        from: Option<Time>,
        /// Open where missing.
        to: Option<Time>,
    },
    /// A calendar unit around now, or some units before (negative) or after it.
    Calendar {
        /// Which.
        unit: CalendarUnit,
        /// 0 is the current one.
        offset: i64,
    },
}

impl Window {
    /// The instants in it. `path` is the window's own, for errors.
    pub fn span(&self, now: Millis, zone: Zone, path: &str) -> Result<Span, RuleError> {
        let half_open = |after: Millis, up_to: Millis| Span { from: Some(after + 1), to: Some(up_to + 1) };
        let span = match self {
            Window::Last(d) => half_open(d.before(now, zone), now),
            Window::Next(d) => half_open(now, d.after(now, zone)),
            Window::OlderThan(d) => Span { from: None, to: Some(d.before(now, zone) + 1) },
            Window::Ago { from, to } => {
                let (from, to) = (from.before(now, zone), to.before(now, zone));
                if from >= to {
                    return Err(RuleError::at(format!("{path}.ago"), "“from” must be longer ago than “to”").hint("swap the two"));
                }
                half_open(from, to)
            }
            Window::Between { from, to } => {
                let start = from.as_ref().map(|time| time.instant(now, zone));
                let end = to.as_ref().map(|time| match time {
                    Time::Date(_) => time.end(now, zone),
                    _ => time.instant(now, zone),
                });
                // The day after a `to` that is a date begins where that day ends, and is after it.
                let day = to.as_ref().map(|time| time.instant(now, zone));
                if matches!((start, end), (Some(start), Some(end)) if start > end || (start == end && Some(start) > day)) {
                    return Err(RuleError::at(path, "“from” is after “to”").hint("swap the two"));
                }
                Span { from: start, to: end }
            }
            Window::Calendar { unit, offset } => {
                let today = date_of_wall(zone.wall(now));
                let first = unit.first_day(today, *offset);
                let next = offset.checked_add(1).and_then(|offset| unit.first_day(today, offset));
                match (first, next) {
                    (Some(first), Some(next)) => Span { from: Some(zone.day_start(first)), to: Some(zone.day_start(next)) },
                    _ => return Err(RuleError::at(format!("{path}.calendar.offset"), "lies outside the calendar")),
                }
            }
        };
        Ok(span)
    }
}

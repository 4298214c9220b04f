//! Local times, and how stored times are read.

use crate::text::{number_text, pattern};
use chrono::{DateTime, Datelike, Duration, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike};
use chrono_tz::Tz;
use serde_json::Value;

/// What stands for "before everything" and, negated, "after everything".
pub const FOREVER: i64 = i64::MAX / 4;

/// The zone of a name.
pub fn zone(name: &str) -> Result<Tz, String> {
    name.parse().map_err(|_| format!("no zone {name}"))
}

/// What the clock on the wall shows at an instant.
pub fn local(tz: Tz, instant: i64) -> Result<NaiveDateTime, String> {
    let utc = DateTime::from_timestamp_millis(instant).ok_or(format!("{instant} is too far away"))?;
    Ok(utc.with_timezone(&tz).naive_local())
}

/// The instant at which the clock shows a local time. In a gap it moves forward by the gap's length; of two it is the earlier.
pub fn instant(tz: Tz, local: NaiveDateTime) -> i64 {
    match tz.from_local_datetime(&local) {
        MappedLocalTime::Single(t) => t.timestamp_millis(),
        MappedLocalTime::Ambiguous(a, b) => a.timestamp_millis().min(b.timestamp_millis()),
        MappedLocalTime::None => {
            // The clock never shows it: walk to the first second of the gap and to the first after it, by minutes and then by seconds.
            let second = local.with_nanosecond(0).unwrap_or(local);
            let never = |t: NaiveDateTime| matches!(tz.from_local_datetime(&t), MappedLocalTime::None);
            let (mut start, mut end) = (second, second);
            for pace in [Duration::minutes(1), Duration::seconds(1)] {
                while never(start - pace) {
                    start -= pace;
                }
                while never(end + pace) {
                    end += pace;
                }
            }
            end += Duration::seconds(1);
            instant(tz, local + (end - start))
        }
    }
}

/// The first moment of a local day.
pub fn first_moment(tz: Tz, day: NaiveDate) -> i64 {
    instant(tz, day.and_time(NaiveTime::MIN))
}

/// The first moment after a local day.
pub fn first_moment_after(tz: Tz, day: NaiveDate) -> i64 {
    day.succ_opt().map_or(FOREVER, |next| first_moment(tz, next))
}

/// An instant as columns of times write it.
pub fn column_text(instant: i64) -> String {
    let Some(utc) = DateTime::from_timestamp_millis(instant) else { return String::new() };
    format!("{}.{:03}Z", utc.format("%Y-%m-%dT%H:%M:%S"), utc.timestamp_subsec_millis())
}

/// A time as written: an instant, a local time, or a local day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// With a zone.
    Instant(i64),
    /// Without.
    Local(NaiveDateTime),
    /// A date alone.
    Day(NaiveDate),
}

impl Written {
    /// The instant that is meant; of a day its first moment.
    pub fn instant(self, tz: Tz) -> i64 {
        match self {
            Written::Instant(t) => t,
            Written::Local(local) => instant(tz, local),
            Written::Day(day) => first_moment(tz, day),
        }
    }
}

/// Reads RFC 3339, with or without zone, with `T` or a space, or a date alone.
pub fn read_iso(text: &str) -> Result<Option<Written>, String> {
    let shape = pattern(
        r"\A([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?([Zz]|([+-])([0-9]{2}):([0-9]{2}))?)?\z",
    )?;
    let Some(groups) = shape.captures(text) else { return Ok(None) };
    let part = |i: usize| groups.get(i).map(|m| m.as_str());
    let count = |i: usize| part(i).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or_default();
    let year = i32::try_from(count(1)).unwrap_or_default();
    let Some(day) = NaiveDate::from_ymd_opt(year, count(2), count(3)) else { return Ok(None) };
    if part(4).is_none() {
        return Ok(Some(Written::Day(day)));
    }
    let (hour, minute, second) = (count(4), count(5), count(6));
    // 60 is a leap second: the first moment of the next minute.
    if hour > 23 || minute > 59 || second > 60 {
        return Ok(None);
    }
    let millis: i64 = part(7).map_or(Ok(0), |digits| format!("{digits}00")[..3].parse()).map_err(|_| text.to_owned())?;
    let local = day.and_time(NaiveTime::MIN)
        + Duration::hours(hour.into())
        + Duration::minutes(minute.into())
        + Duration::seconds(second.into())
        + Duration::milliseconds(millis);
    if part(8).is_none() {
        return Ok(Some(Written::Local(local)));
    }
    let ahead = if count(10) > 23 || count(11) > 59 { return Ok(None) } else { i64::from(count(10) * 60 + count(11)) };
    let ahead = if part(9) == Some("-") { -ahead } else { ahead };
    Ok(Some(Written::Instant((local - Duration::minutes(ahead)).and_utc().timestamp_millis())))
}

/// Reads a stored value as `before`, `after`, `during` and `anniversary` do.
pub fn read_stored(value: &Value) -> Result<Option<Written>, String> {
    match value {
        Value::String(text) => {
            if let Some(iso) = read_iso(text)? {
                return Ok(Some(iso));
            }
            if let Some(epoch) = read_epoch(text)? {
                return Ok(Some(epoch));
            }
            let mail = if text.starts_with(|c: char| c.is_ascii_alphanumeric()) { DateTime::parse_from_rfc2822(text).ok() } else { None };
            // Years have four digits, in UTC too: what else would a column of times show?
            let years = -62_167_219_200_000..253_402_300_800_000;
            Ok(mail.map(|t| t.timestamp_millis()).filter(|t| years.contains(t)).map(Written::Instant))
        }
        Value::Number(number) => match number.as_f64() {
            Some(number) => read_epoch(&number_text(number)),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

fn read_epoch(text: &str) -> Result<Option<Written>, String> {
    if !pattern(r"\A(?:[0-9]{10}|[0-9]{13}|[0-9]{16})\z")?.is_match(text) {
        return Ok(None);
    }
    let number: i64 = text.parse().map_err(|_| text.to_owned())?;
    Ok(Some(Written::Instant(match text.len() {
        10 => number * 1000,
        13 => number,
        _ => number / 1000,
    })))
}

/// The instant a DURATION before (`-1`) or after (`1`) another.
pub fn step(tz: Tz, from: i64, duration: &Value, sign: i64) -> Result<i64, String> {
    let n = duration.get("n").and_then(Value::as_i64).ok_or_else(|| format!("no n in {duration}"))?;
    let unit = duration.get("unit").and_then(Value::as_str).ok_or_else(|| format!("no unit in {duration}"))?;
    let second = 1000;
    let length = match unit {
        "second" => second,
        "minute" => 60 * second,
        "hour" => 3600 * second,
        "day" => 24 * 3600 * second,
        "week" => 7 * 24 * 3600 * second,
        "month" => return step_months(tz, from, sign.saturating_mul(n)),
        "year" => return step_months(tz, from, sign.saturating_mul(n).saturating_mul(12)),
        _ => return Err(format!("no unit {unit}")),
    };
    let there = i128::from(from) + i128::from(sign) * i128::from(n) * i128::from(length);
    Ok(i64::try_from(there.clamp(-i128::from(FOREVER), i128::from(FOREVER))).unwrap_or(FOREVER))
}

fn step_months(tz: Tz, from: i64, months: i64) -> Result<i64, String> {
    let wall = local(tz, from)?;
    let index = (i64::from(wall.year()) * 12 + i64::from(wall.month0())).saturating_add(months);
    let month = u32::try_from(index.rem_euclid(12)).unwrap_or_default() + 1;
    let Ok(year) = i32::try_from(index.div_euclid(12)) else { return Ok(FOREVER * months.signum()) };
    // The day itself, or the month's last.
    let day = (1..=wall.day()).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
    match day {
        Some(day) if year.abs() < 200_000 => Ok(instant(tz, day.and_time(wall.time()))),
        _ => Ok(FOREVER * months.signum()),
    }
}

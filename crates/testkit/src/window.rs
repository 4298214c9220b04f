//! WINDOW and TIME, asked of one instant.

use crate::time::{first_moment, first_moment_after, local, read_iso, step, Written, FOREVER};
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use serde_json::Value;

/// Now and where: what windows are relative to.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// The instant of the evaluation.
    pub now: i64,
    /// The workspace's zone.
    pub tz: Tz,
}

/// Whether an instant lies in a window.
pub fn lies_in(clock: Clock, window: &Value, t: i64) -> Result<bool, String> {
    let Clock { now, tz } = clock;
    let keys = window.as_object().ok_or_else(|| format!("no window: {window}"))?;
    if let Some(length) = keys.get("last") {
        return Ok(step(tz, now, length, -1)? < t && t <= now);
    }
    if let Some(length) = keys.get("next") {
        return Ok(now < t && t <= step(tz, now, length, 1)?);
    }
    if let Some(length) = keys.get("older_than") {
        return Ok(t <= step(tz, now, length, -1)?);
    }
    if let Some(ago) = keys.get("ago") {
        let end = |key: &str| step(tz, now, ago.get(key).unwrap_or(&Value::Null), -1);
        return Ok(end("from")? < t && t <= end("to")?);
    }
    if let Some(calendar) = keys.get("calendar") {
        let unit = calendar.get("unit").and_then(Value::as_str).ok_or("calendar without unit")?;
        let offset = calendar.get("offset").and_then(Value::as_i64).unwrap_or(0);
        let this = unit_number(unit, local(tz, now)?.date())?;
        return Ok(unit_number(unit, local(tz, t)?.date())? == this.saturating_add(offset));
    }
    let mut inside = keys.contains_key("from") || keys.contains_key("to");
    if let Some(from) = keys.get("from") {
        inside &= read_time(clock, from)?.instant(tz) <= t;
    }
    if let Some(to) = keys.get("to") {
        inside &= match read_time(clock, to)? {
            Written::Day(day) => t < first_moment_after(tz, day),
            other => t < other.instant(tz),
        };
    }
    Ok(inside)
}

/// The first instant that may lie in a window; [`FOREVER`] before everything where it has no beginning, and after everything where it is out of reach.
pub fn first_instant(clock: Clock, window: &Value) -> Result<i64, String> {
    let Clock { now, tz } = clock;
    if let Some(length) = window.get("last") {
        return Ok(step(tz, now, length, -1)? + 1);
    }
    if window.get("next").is_some() {
        return Ok(now + 1);
    }
    if let Some(ago) = window.get("ago") {
        return Ok(step(tz, now, ago.get("from").unwrap_or(&Value::Null), -1)? + 1);
    }
    if let Some(calendar) = window.get("calendar") {
        let unit = calendar.get("unit").and_then(Value::as_str).ok_or("calendar without unit")?;
        let offset = calendar.get("offset").and_then(Value::as_i64).unwrap_or(0);
        let number = unit_number(unit, local(tz, now)?.date())?.saturating_add(offset);
        return Ok(first_day(unit, number).map_or(FOREVER, |day| first_moment(tz, day)));
    }
    window.get("from").map_or(Ok(-FOREVER), |from| time_instant(clock, from))
}

/// The instant of a TIME.
pub fn time_instant(clock: Clock, time: &Value) -> Result<i64, String> {
    Ok(read_time(clock, time)?.instant(clock.tz))
}

/// Whether an instant is earlier than a TIME.
pub fn is_before(clock: Clock, time: &Value, t: i64) -> Result<bool, String> {
    Ok(t < time_instant(clock, time)?)
}

/// Whether an instant is later than a TIME; of a date alone, later than the whole day.
pub fn is_after(clock: Clock, time: &Value, t: i64) -> Result<bool, String> {
    Ok(match read_time(clock, time)? {
        Written::Day(day) => t >= first_moment_after(clock.tz, day),
        other => t > other.instant(clock.tz),
    })
}

/// Whether the day of an instant recurs in a window: walks every year from its own on that the window can reach.
pub fn recurs_in(clock: Clock, window: &Value, t: i64) -> Result<bool, String> {
    let Clock { now, tz } = clock;
    let born = local(tz, t)?.date();
    let this_year = local(tz, now)?.year();
    let reach = match (window.get("last"), window.get("next"), window.get("calendar")) {
        (Some(length), _, _) | (_, Some(length), _) => years(length)?,
        (_, _, Some(calendar)) => calendar.get("offset").and_then(Value::as_i64).unwrap_or(0).unsigned_abs(),
        _ => return Err(format!("anniversary in {window}")),
    };
    let reach = i32::try_from(reach.min(10_000)).unwrap_or(10_000) + 2;
    for year in born.year().max(this_year - reach)..=this_year + reach {
        let day = NaiveDate::from_ymd_opt(year, born.month(), born.day()).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28));
        if let Some(day) = day {
            if lies_in(clock, window, first_moment(tz, day))? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// No fewer years than a DURATION has.
fn years(duration: &Value) -> Result<u64, String> {
    let n = duration.get("n").and_then(Value::as_u64).ok_or_else(|| format!("no n in {duration}"))?;
    Ok(match duration.get("unit").and_then(Value::as_str) {
        Some("second") => n / 31_536_000,
        Some("minute") => n / 525_600,
        Some("hour") => n / 8760,
        Some("day") => n / 365,
        Some("week") => n / 52,
        Some("month") => n / 12,
        _ => n,
    })
}

/// The running number of the calendar unit that a day is in.
fn unit_number(unit: &str, day: NaiveDate) -> Result<i64, String> {
    let year = i64::from(day.year());
    let days = i64::from(day.num_days_from_ce());
    Ok(match unit {
        "day" => days,
        // 1 January of year 1 was a Monday, and is day 1.
        "week" => (days - 1).div_euclid(7),
        "month" => year * 12 + i64::from(day.month0()),
        "quarter" => year * 4 + i64::from(day.month0() / 3),
        "year" => year,
        _ => return Err(format!("no unit {unit}")),
    })
}

/// The first day of the calendar unit with a running number.
fn first_day(unit: &str, number: i64) -> Option<NaiveDate> {
    let of_month = |index: i64| {
        let month = u32::try_from(index.rem_euclid(12)).ok()? + 1;
        NaiveDate::from_ymd_opt(i32::try_from(index.div_euclid(12)).ok()?, month, 1)
    };
    match unit {
        "day" => NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?),
        "week" => NaiveDate::from_num_days_from_ce_opt(i32::try_from(number.checked_mul(7)? + 1).ok()?),
        "month" => of_month(number),
        "quarter" => of_month(number.checked_mul(3)?),
        _ => of_month(number.checked_mul(12)?),
    }
}

fn read_time(clock: Clock, time: &Value) -> Result<Written, String> {
    if let Some(length) = time.get("ago") {
        return Ok(Written::Instant(step(clock.tz, clock.now, length, -1)?));
    }
    let text = time.as_str().ok_or_else(|| format!("no time: {time}"))?;
    read_iso(text)?.ok_or_else(|| format!("no time: {text}"))
}

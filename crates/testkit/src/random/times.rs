//! Instants at the edges, and how they are spelled.

use super::reach::{CALENDAR, SPELLINGS, UNITS, WINDOWS, ZONES};
use super::Random;
use crate::time::{column_text, first_moment, local, read_stored, step, zone};
use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;
use serde_json::{json, Value};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Draws the zone and the instant of the evaluation.
pub(super) fn clock(random: &mut Random) {
    let name = random.pick(&ZONES);
    random.reach("zone", name);
    random.tz = zone(name).unwrap_or(Tz::UTC);
    // Some day of ten years: what is near is looked at from there.
    let middle = 1_577_836_800_000 + random.number(0..=3650) * DAY;
    random.changes = changes(random.tz, middle - 200 * DAY, middle + 200 * DAY);
    let jitter = [-DAY - HOUR, -HOUR, -HOUR / 2, -1, 0, 1, HOUR / 2, HOUR, DAY, 30 * DAY + 1];
    let today = date(random.tz, middle);
    let (now, kind) = match random.number(0..=3) {
        0 if !random.changes.is_empty() => {
            let changes = random.changes.clone();
            (random.pick(&changes).0 + random.pick(&jitter), "at a change")
        }
        1 => (first_moment(random.tz, today) + random.number(-1..=1), "first moment"),
        2 => (
            step(random.tz, first_moment(random.tz, first_of_month(today)), &json!({"n": 12, "unit": "hour"}), -1).unwrap_or(middle),
            "end of month",
        ),
        _ => (middle + random.number(0..=DAY), "any"),
    };
    random.reach("now", kind);
    random.now = now;
    random.changes = changes(random.tz, now - 400 * DAY, now + 60 * DAY);
}

/// When a zone's clock changes, and by how much it goes forward.
pub(super) fn changes(tz: Tz, from: i64, to: i64) -> Vec<(i64, i64)> {
    let offset = |t: i64| {
        DateTime::from_timestamp_millis(t)
            .map_or(0, |t| i64::from(tz.offset_from_utc_datetime(&t.naive_utc()).fix().local_minus_utc()) * 1000)
    };
    let (quarter, half_day) = (HOUR / 4, 12 * HOUR);
    let mut found = Vec::new();
    let mut t = from - from.rem_euclid(half_day);
    while t < to {
        // No zone changes its clock twice within half a day.
        if offset(t) != offset(t + half_day) {
            while offset(t) == offset(t + quarter) {
                t += quarter;
            }
            found.push((t + quarter, offset(t + quarter) - offset(t)));
            t += quarter;
            t -= t.rem_euclid(half_day);
        }
        t += half_day;
    }
    found
}

fn date(tz: Tz, instant: i64) -> NaiveDate {
    local(tz, instant).map(|wall| wall.date()).unwrap_or_default()
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// An instant, likely at an edge of some window; seldom later than now.
pub(super) fn instant(random: &mut Random) -> i64 {
    let (tz, now) = (random.tz, random.now);
    let edge = random.number(-1..=1);
    match random.number(0..=9) {
        0..=2 => {
            let (length, _) = duration(random);
            step(tz, now, &length, -1).ok().filter(|t| *t > now - 4000 * DAY).unwrap_or(now) + edge
        }
        3 => {
            let day = date(tz, now) + Duration::days(random.number(-40..=2));
            first_moment(tz, day) + edge
        }
        4 => {
            let today = date(tz, now);
            let month = first_of_month(today - Duration::days(random.number(0..=400)));
            let monday = today - Duration::days(today.weekday().num_days_from_monday().into()) - Duration::days(7 * random.number(0..=3));
            let new_year = NaiveDate::from_ymd_opt(today.year() - i32::try_from(random.number(0..=2)).unwrap_or(0), 1, 1).unwrap_or(today);
            let day = random.pick(&[month, monday, new_year]);
            first_moment(tz, day) + edge
        }
        5 if !random.changes.is_empty() => {
            let changes = random.changes.clone();
            random.pick(&changes).0 + edge + random.pick(&[-HOUR, -HOUR / 2, 0, HOUR / 2, HOUR])
        }
        6 => now + edge,
        7 => now + random.number(0..=3) * DAY + edge,
        _ => now - random.number(0..=600 * DAY),
    }
}

/// A DURATION, and its unit.
pub(super) fn duration(random: &mut Random) -> (Value, &'static str) {
    duration_in_turn(random, "unit")
}

/// A DURATION, and its unit: those of a family come in turn.
pub(super) fn duration_in_turn(random: &mut Random, family: &str) -> (Value, &'static str) {
    let unit = random.pick_in_turn(family, &UNITS);
    let n = match unit {
        "second" => random.pick(&[1, 60, 3600]),
        "minute" => random.pick(&[1, 30, 90]),
        "hour" => random.pick(&[1, 12, 24, 25]),
        "day" => random.pick(&[1, 2, 7, 30, 90, 365]),
        "week" => random.pick(&[1, 2, 4, 52]),
        "month" => random.pick(&[1, 1, 2, 3, 12, 13]),
        _ => random.pick(&[1, 1, 2, 4, 100]),
    };
    (json!({"n": n, "unit": unit}), unit)
}

/// A calendar window, and its unit.
pub(super) fn calendar(random: &mut Random) -> (Value, &'static str) {
    let unit = random.pick(&CALENDAR);
    let offset = random.pick(&[0, 0, -1, -1, -2, -7, 1]);
    let window = if offset == 0 && random.once_in(2) { json!({"unit": unit}) } else { json!({"unit": unit, "offset": offset}) };
    (json!({"calendar": window}), unit)
}

/// A stored time, spelled in some way. It can always be read; a coarser spelling may mean another instant near by.
pub(super) fn stored(random: &mut Random) -> Value {
    let t = instant(random);
    let spelling = random.pick(&SPELLINGS);
    let wall = local(random.tz, t).unwrap_or_default();
    let spelled = match spelling {
        "utc" => json!(column_text(t)),
        "offset" | "space" => {
            let ahead = random.pick(&[0, 120, -300, 330, 840, -90]);
            let shape = if spelling == "space" { "%Y-%m-%d %H:%M:%S%.3f%:z" } else { "%Y-%m-%dT%H:%M:%S%.3f%:z" };
            json!(with_offset(t, ahead).format(shape).to_string())
        }
        "finer" => json!(column_text(t).replace('Z', "999Z")),
        "wall" => json!(wall.format("%Y-%m-%dT%H:%M:%S%.3f").to_string()),
        "wall without seconds" => json!(wall.format("%Y-%m-%d %H:%M").to_string()),
        "wall in a gap" => match wall_near_change(random, true) {
            Some(wall) => json!(wall.format("%Y-%m-%d %H:%M:%S").to_string()),
            None => return stored(random),
        },
        "wall that occurs twice" => match wall_near_change(random, false) {
            Some(wall) => json!(wall.format("%Y-%m-%dT%H:%M:%S").to_string()),
            None => return stored(random),
        },
        "date" => json!(wall.format("%Y-%m-%d").to_string()),
        "seconds" => json!(t.div_euclid(1000)),
        "milliseconds" => json!(t),
        "microseconds" => json!(t * 1000 + random.number(0..=999)),
        "epoch text" => {
            let digits = random.pick(&[t.div_euclid(1000), t, t * 1000]);
            json!(digits.to_string())
        }
        _ => {
            let ahead = random.pick(&[0, 120, -300]);
            json!(with_offset(t, ahead).to_rfc2822())
        }
    };
    if matches!(read_stored(&spelled), Ok(Some(_))) {
        random.reach("spelling", spelling);
        spelled
    } else {
        // Before 2001 an epoch has too few digits.
        json!(column_text(t))
    }
}

fn with_offset(t: i64, minutes: i32) -> DateTime<FixedOffset> {
    let utc = DateTime::from_timestamp_millis(t).unwrap_or_default();
    FixedOffset::east_opt(minutes * 60).map_or_else(|| utc.fixed_offset(), |offset| utc.with_timezone(&offset))
}

/// A wall that a change of the clock leaves out, or shows twice.
fn wall_near_change(random: &mut Random, gap: bool) -> Option<NaiveDateTime> {
    let near: Vec<(i64, i64)> = random.changes.iter().copied().filter(|(_, forward)| (*forward > 0) == gap).collect();
    if near.is_empty() {
        return None;
    }
    let (t, forward) = random.pick(&near);
    // The wall at the change, as it was before it.
    let before = local(random.tz, t - 1).ok()? + Duration::milliseconds(1);
    let into = Duration::minutes(random.number(0..=forward.abs() / 60_000 - 1));
    Some(if gap { before + into } else { before - into - Duration::seconds(1) })
}

/// A date of birth or the like: likely one whose day of the year is near now's.
pub(super) fn birthday(random: &mut Random) -> Value {
    let near = random.now + random.number(-40..=40) * DAY;
    let near = if random.once_in(2) { random.now + random.number(-2..=2) * DAY } else { near };
    let day = date(random.tz, near);
    let year = random.number(1940..=2030);
    if random.once_in(4) {
        return json!(random.pick(&["1992-02-29", "2000-02-29", "1991-02-28", "2004-02-29T23:30:00Z", "1996-03-01"]));
    }
    let text = format!("{year:04}-{:02}-{:02}", day.month(), day.day());
    if !matches!(read_stored(&json!(text)), Ok(Some(_))) {
        return json!("1988-02-29");
    }
    let clock = random.pick(&["", "", "", "T00:00:00", " 23:59", "T23:30:00-05:00", "T00:30:00Z"]);
    json!(format!("{text}{clock}"))
}

/// An instant at or beside one at which something happened, or any.
pub(super) fn moment(random: &mut Random) -> i64 {
    if random.there.moments.is_empty() || random.once_in(3) {
        return instant(random);
    }
    let known = random.there.moments.clone();
    random.pick(&known) + random.number(-1..=1)
}

/// What the clock on the wall showed when something may have happened.
pub(super) fn some_wall(random: &mut Random) -> NaiveDateTime {
    let t = moment(random);
    local(random.tz, t).unwrap_or_default()
}

/// A TIME of a rule.
pub(super) fn time(random: &mut Random) -> Value {
    let (time, form) = time_and_form(random);
    random.reach("time", form);
    time
}

/// A TIME of a rule, and how it is written.
pub(super) fn time_and_form(random: &mut Random) -> (Value, &'static str) {
    let t = moment(random);
    let wall = local(random.tz, t).unwrap_or_default();
    match random.number(0..=4) {
        0 => (json!(column_text(t)), "instant"),
        1 => {
            let shape = random.pick(&["%Y-%m-%dT%H:%M:%S%.3f", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]);
            (json!(wall.format(shape).to_string()), "wall")
        }
        2 | 3 => (json!(wall.format("%Y-%m-%d").to_string()), "date"),
        _ => {
            let (length, unit) = duration(random);
            random.reach("time ago", unit);
            (json!({"ago": length}), "ago")
        }
    }
}

/// A WINDOW. `family` is what it is reached as; the units of some families' too.
pub(super) fn window(random: &mut Random, family: &str) -> Value {
    let kind = random.pick_in_turn(family, &WINDOWS);
    // No event is later than now.
    let kind = if kind == "next" && !matches!(family, "during" | "event window") && random.once_in(2) { "last" } else { kind };
    random.reach(family, kind);
    let units = matches!(family, "event window" | "during");
    let of = format!("{family} {kind}");
    let unit_reached = |random: &mut Random, unit: &str| {
        if units {
            random.reach(&of, unit);
        }
    };
    match kind {
        "last" | "next" | "older_than" => {
            let (length, unit) = duration_in_turn(random, &of);
            unit_reached(random, unit);
            json!({kind: length})
        }
        "ago" => loop {
            let ((from, unit), (mut to, _)) = (duration_in_turn(random, &of), duration(random));
            if random.once_in(2) {
                to = json!({"n": random.number(1..=2), "unit": unit});
            }
            let ago = |length: &Value| step(random.tz, random.now, length, -1).unwrap_or_default();
            if ago(&from) < ago(&to) {
                unit_reached(random, unit);
                return json!({"ago": {"from": from, "to": to}});
            }
        },
        "calendar" => {
            let (window, unit) = calendar(random);
            unit_reached(random, unit);
            window
        }
        "from" => json!({"from": time(random)}),
        "to" => json!({"to": time(random)}),
        _ => loop {
            let (from, to) = (time(random), time(random));
            if random.is_before(&from, &to) {
                return json!({"from": from, "to": to});
            }
        },
    }
}

/// A window that an anniversary can be asked of.
pub(super) fn anniversary_window(random: &mut Random) -> Value {
    let key = random.pick(&["last", "next", "calendar"]);
    if key == "calendar" {
        let (window, unit) = calendar(random);
        random.reach("anniversary calendar", unit);
        return window;
    }
    let (length, unit) = duration_in_turn(random, key);
    random.reach(&format!("anniversary {key}"), unit);
    json!({key: length})
}

impl Random {
    /// Whether one TIME is surely earlier than another.
    fn is_before(&self, a: &Value, b: &Value) -> bool {
        let instant = |time: &Value| match time.get("ago") {
            Some(length) => step(self.tz, self.now, length, -1).ok(),
            None => read_stored(time).ok().flatten().map(|written| written.instant(self.tz)),
        };
        matches!((instant(a), instant(b)), (Some(a), Some(b)) if a < b)
    }
}

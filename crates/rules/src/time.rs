//! Instants, walls and zones: how times are read, and what a calendar step is.
//!
//! An *instant* is milliseconds since 1970 in UTC. A *wall* is what a clock on the wall shows, as milliseconds since
//! 1970 as if it were UTC. A [`Zone`] turns one into the other: a wall in a gap of the clock moves forward by the
//! gap's length, one that occurs twice is the earlier.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, Offset, TimeZone, Timelike};

/// Milliseconds since 1970-01-01T00:00:00, of an instant or of a wall.
pub type Millis = i64;

const HOUR: Millis = 3_600_000;
/// A day of 24 hours, in milliseconds.
pub const DAY: Millis = 24 * HOUR;
/// More than any zone has ever been away from UTC (15:13:42).
const FARTHEST: Millis = 16 * HOUR;
/// Instants are kept within these, far outside any stored time, so that sums cannot overflow.
const EARLIEST: Millis = -8_000_000_000_000_000;
const LATEST: Millis = 8_000_000_000_000_000;

/// A time as it is stored: with a zone of its own, or to be read in the workspace's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StoredTime {
    /// It had a zone, or was an epoch number.
    Instant(Millis),
    /// It had none, or was a date alone (that day's first moment).
    Wall(Millis),
}

impl StoredTime {
    /// The instant it means in `zone`.
    pub fn instant(self, zone: Zone) -> Millis {
        match self {
            StoredTime::Instant(instant) => instant,
            StoredTime::Wall(wall) => zone.instant(wall),
        }
    }
}

/// A half-open stretch of instants (or walls), `from ≤ t < to`; a missing end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Span {
    /// The first moment inside.
    pub from: Option<Millis>,
    /// The first moment after it.
    pub to: Option<Millis>,
}

impl Span {
    /// All of time.
    pub const ALL: Span = Span { from: None, to: None };

    /// Whether `t` lies in it.
    pub fn contains(self, t: Millis) -> bool {
        self.from.is_none_or(|from| from <= t) && self.to.is_none_or(|to| t < to)
    }

    /// Whether nothing can lie in it.
    pub fn is_empty(self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if from >= to)
    }

    /// What lies in both.
    pub fn intersect(self, other: Span) -> Span {
        let later = |a: Option<Millis>, b: Option<Millis>| a.max(b);
        let earlier = |a: Option<Millis>, b: Option<Millis>| match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Span { from: later(self.from, other.from), to: earlier(self.to, other.to) }
    }
}

/// A time zone of the IANA database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(chrono_tz::Tz);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Zone = Zone(chrono_tz::UTC);

    /// A zone by its IANA name (`Europe/Berlin`).
    pub fn parse(name: &str) -> Option<Zone> {
        name.parse().ok().map(Zone)
    }

    /// Its IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// How far its walls are ahead of UTC at an instant, in milliseconds.
    pub fn offset(self, instant: Millis) -> Millis {
        let utc = naive(instant);
        Millis::from(self.0.offset_from_utc_datetime(&utc).fix().local_minus_utc()) * 1000
    }

    /// What the wall shows at an instant.
    pub fn wall(self, instant: Millis) -> Millis {
        instant + self.offset(instant)
    }

    /// The instant of a wall.
    pub fn instant(self, wall: Millis) -> Millis {
        let before = self.offset(wall - FARTHEST);
        let after = self.offset(wall + FARTHEST);
        // Where a wall occurs twice, the offset from before the change gives the earlier instant.
        for offset in [before, after] {
            if self.offset(wall - offset) == offset {
                return wall - offset;
            }
        }
        wall - before
    }

    /// The local date at an instant.
    pub fn date(self, instant: Millis) -> NaiveDate {
        naive(self.wall(instant)).date()
    }

    /// The first moment of a local day.
    pub fn day_start(self, date: NaiveDate) -> Millis {
        self.instant(wall_of_date(date))
    }

    /// The instant `months` calendar months away (negative: before), at the same local time; the day is clamped to the month's last.
    pub fn plus_months(self, instant: Millis, months: i64) -> Millis {
        let wall = naive(self.wall(instant));
        let count = Months::new(months.unsigned_abs().min(u64::from(u32::MAX)) as u32);
        let moved = if months < 0 { wall.checked_sub_months(count) } else { wall.checked_add_months(count) };
        match moved {
            Some(moved) => self.instant(moved.and_utc().timestamp_millis()),
            None if months < 0 => EARLIEST,
            None => LATEST,
        }
    }

    /// The changes of the clock between two instants: the first instant of the new offset, the offset before, the new one.
    pub fn changes(self, from: Millis, to: Millis) -> Vec<(Millis, Millis, Millis)> {
        let mut found = Vec::new();
        let (mut at, mut offset) = (from, self.offset(from));
        // No zone changes its clock twice within six hours.
        while at < to {
            let next = (at + 6 * HOUR).min(to);
            let new = self.offset(next);
            if new != offset {
                let (mut low, mut high) = (at, next);
                while high - low > 1 {
                    let middle = low + (high - low) / 2;
                    if self.offset(middle) == offset {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                found.push((high, offset, new));
                offset = new;
            }
            at = next;
        }
        found
    }

    /// The walls whose instants lie in a span: what `span` means for stored times without zone. Ascending, apart from each other.
    pub fn walls(self, span: Span) -> Vec<Span> {
        if span.is_empty() {
            return Vec::new();
        }
        let mut inside = match span.from {
            None => vec![Span::ALL],
            Some(from) => self.walls_since(from),
        };
        if let Some(to) = span.to {
            for after in self.walls_since(to) {
                inside = inside.into_iter().flat_map(|span| without(span, after)).collect();
            }
        }
        inside
    }

    /// The walls whose instants are at or after `from`.
    fn walls_since(self, from: Millis) -> Vec<Span> {
        let near = 3 * DAY;
        let changes = self.changes(from - near, from + near);
        // Between two changes an instant is its wall minus one offset; a change's wall is where the larger offset puts it.
        let mut pieces = Vec::new();
        let mut start = None;
        let mut offset = self.offset(from - near);
        for (at, before, after) in changes {
            let end = at + before.max(after);
            pieces.push((Span { from: start, to: Some(end) }, offset));
            (start, offset) = (Some(end), after);
        }
        pieces.push((Span { from: start, to: None }, offset));
        let mut walls: Vec<Span> = Vec::new();
        for (piece, offset) in pieces {
            let part = piece.intersect(Span { from: Some(from + offset), to: None });
            if part.is_empty() {
                continue;
            }
            match walls.last_mut() {
                Some(last) if last.to == part.from => last.to = part.to,
                _ => walls.push(part),
            }
        }
        walls
    }
}

fn without(span: Span, hole: Span) -> Vec<Span> {
    let before = Span { from: None, to: hole.from };
    let after = Span { from: hole.to, to: None };
    let mut rest = Vec::new();
    if hole.from.is_some() {
        rest.push(span.intersect(before));
    }
    if hole.to.is_some() {
        rest.push(span.intersect(after));
    }
    rest.retain(|part| !part.is_empty());
    rest
}

fn naive(millis: Millis) -> NaiveDateTime {
    let clamped = millis.clamp(EARLIEST, LATEST);
    DateTime::from_timestamp_millis(clamped).unwrap_or_default().naive_utc()
}

/// The wall of a date's midnight.
pub fn wall_of_date(date: NaiveDate) -> Millis {
    date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis()
}

/// The date of a wall.
pub fn date_of_wall(wall: Millis) -> NaiveDate {
    naive(wall).date()
}

/// The day after; the last day chrono knows is its own.
pub fn next_day(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}

/// An instant as stored columns write it: `2026-06-30T12:00:00.000Z`.
pub fn format_instant(instant: Millis) -> String {
    let t = naive(instant);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        t.year(),
        t.month(),
        t.day(),
        t.hour(),
        t.minute(),
        t.second(),
        t.nanosecond() / 1_000_000
    )
}

/// Reads text as a stored time, the way `before`, `after`, `during` and `anniversary` do: RFC 3339 with zone (`T` or a space),
/// the same without zone, a date alone, RFC 2822, or 10, 13 or 16 digits of epoch seconds, milliseconds or microseconds.
pub fn read_time(text: &str) -> Option<StoredTime> {
    let bytes = text.as_bytes();
    if bytes.iter().all(u8::is_ascii_digit) {
        return read_epoch(text);
    }
    if bytes.len() >= 10 && bytes[4] == b'-' && bytes[7] == b'-' {
        return read_rfc3339(text);
    }
    // Looked at last and only where it could be one: it is the slow reader.
    if bytes.len() >= 14 && bytes.contains(&b':') && bytes[0].is_ascii_alphanumeric() {
        let time = DateTime::parse_from_rfc2822(text).ok()?;
        // Four digits of a year, as everywhere else.
        return (0..=9999).contains(&time.naive_utc().year()).then(|| StoredTime::Instant(time.timestamp_millis()));
    }
    None
}

/// Reads a number as a stored time: 10, 13 or 16 digits of epoch seconds, milliseconds or microseconds.
pub fn read_time_number(number: f64) -> Option<StoredTime> {
    if number.fract() != 0.0 || !(0.0..1e16).contains(&number) {
        return None;
    }
    read_epoch(&crate::value::number_text(number))
}

fn read_epoch(digits: &str) -> Option<StoredTime> {
    let number: i64 = digits.parse().ok()?;
    match digits.len() {
        10 => Some(StoredTime::Instant(number * 1000)),
        13 => Some(StoredTime::Instant(number)),
        16 => Some(StoredTime::Instant(number / 1000)),
        _ => None,
    }
}

/// `2026-06-30`, or `2026-06-30T12:00[:00[.123…]][Z|+02:00]` with `T`, `t` or one space.
fn read_rfc3339(text: &str) -> Option<StoredTime> {
    let date = read_date(text.get(..10)?)?;
    let midnight = wall_of_date(date);
    let rest = &text[10..];
    if rest.is_empty() {
        return Some(StoredTime::Wall(midnight));
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (hour, rest) = two_digits(rest)?;
    let (minute, mut rest) = two_digits(rest.strip_prefix(':')?)?;
    let (mut second, mut millis) = (0, 0);
    if let Some(seconds) = rest.strip_prefix(':') {
        (second, rest) = two_digits(seconds)?;
        if let Some(fraction) = rest.strip_prefix('.') {
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 {
                return None;
            }
            // Finer than a millisecond is cut off.
            millis = format!("{:0<3}", &fraction[..digits.min(3)]).parse().ok()?;
            rest = &fraction[digits..];
        }
    }
    // A leap second is the first moment of the next minute, as in POSIX time.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let wall = midnight + (hour * 3600 + minute * 60 + second) * 1000 + millis;
    if rest.is_empty() {
        return Some(StoredTime::Wall(wall));
    }
    if rest == "Z" || rest == "z" {
        return Some(StoredTime::Instant(wall));
    }
    let sign = match rest.as_bytes()[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, rest) = two_digits(rest.get(1..)?)?;
    let (minutes, rest) = two_digits(rest.strip_prefix(':')?)?;
    if hours > 23 || minutes > 59 || !rest.is_empty() {
        return None;
    }
    Some(StoredTime::Instant(wall - sign * (hours * 3600 + minutes * 60) * 1000))
}

/// A date alone, `YYYY-MM-DD`.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = text.get(range)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    NaiveDate::from_ymd_opt(i32::try_from(number(0..4)?).ok()?, number(5..7)?, number(8..10)?)
}

fn two_digits(text: &str) -> Option<(i64, &str)> {
    let digits = text.get(..2)?;
    let number = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    Some((number, &text[2..]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::parse(name).unwrap()
    }

    fn instant(text: &str) -> Millis {
        match read_time(text).unwrap() {
            StoredTime::Instant(t) | StoredTime::Wall(t) => t,
        }
    }

    #[test]
    fn stored_times_are_read_in_every_spelling() {
        let noon = StoredTime::Instant(1_780_272_000_000);
        for text in [
            "2026-06-01T00:00:00Z",
            "2026-06-01 00:00:00Z",
            "2026-06-01T00:00Z",
            "2026-06-01T02:00:00+02:00",
            "2026-06-01t00:00:00.0009z",
            "Mon, 01 Jun 2026 02:00:00 +0200",
            "1780272000",
            "1780272000000",
            "1780272000000999",
        ] {
            assert_eq!(read_time(text), Some(noon), "{text}");
        }
        for text in ["2026-06-01", "2026-06-01 00:00", "2026-06-01T00:00:00.000"] {
            assert_eq!(read_time(text), Some(StoredTime::Wall(1_780_272_000_000)), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "x",
            "2026-13-01",
            "2026-02-30",
            "2026-06-01T25:00",
            "2026-06-01T00:00:00+2:00",
            "178027200",
            "17802720000",
            "2026-06-01T",
            "2026-06-01 ",
            "2026-06-01T00:00:00.Z",
            "é026-06-01",
            "2026-06-0é",
            "+780272000",
            "1780272000.0",
            "12:00:00 some text",
            " 2026-06-01",
        ] {
            assert_eq!(read_time(text), None, "{text}");
        }
        assert_eq!(read_time_number(1780272000.5), None);
        assert_eq!(read_time_number(-1780272000.0), None);
        assert_eq!(read_time_number(1780272000.0), Some(StoredTime::Instant(1_780_272_000_000)));
    }

    #[test]
    fn a_wall_in_a_gap_moves_forward_and_a_double_one_is_the_earlier() {
        let cases = [
            ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00Z"),
            ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00Z"),
            ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z"),
            ("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00:00Z"),
            ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30:00Z"),
            ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00Z"),
            ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00:00Z"),
            ("UTC", "2026-03-29T02:30", "2026-03-29T02:30:00Z"),
        ];
        for (name, wall, want) in cases {
            assert_eq!(format_instant(zone(name).instant(instant(wall))), format_instant(instant(want)), "{name} {wall}");
        }
    }

    #[test]
    fn walls_of_a_span_are_exactly_those_whose_instants_lie_in_it() {
        for name in ["Europe/Berlin", "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe", "Pacific/Apia", "UTC"] {
            let zone = zone(name);
            for day in [
                "2026-03-29",
                "2026-10-25",
                "2026-03-08",
                "2026-11-01",
                "2026-04-05",
                "2026-09-27",
                "2026-10-04",
                "2011-12-30",
                "2026-06-01",
            ] {
                let middle = instant(day);
                for from in [-30, -3, -1, 0, 1, 2, 9, 15].map(|h| middle + h * HOUR + 20 * 60_000) {
                    for length in [1, HOUR / 2, HOUR, 3 * HOUR, 30 * HOUR, 400 * DAY] {
                        let span = Span { from: Some(from), to: Some(from + length) };
                        let walls = zone.walls(span);
                        for step in -160..160 {
                            let wall = middle + step * 15 * 60_000;
                            let want = span.contains(zone.instant(wall));
                            assert_eq!(walls.iter().any(|s| s.contains(wall)), want, "{name} {day} {span:?} {wall}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn calendar_steps_keep_the_local_time_and_clamp_the_day() {
        let berlin = zone("Europe/Berlin");
        let cases = [
            ("2026-03-31T10:00:00Z", -1, "2026-02-28T11:00:00Z"),
            ("2024-03-31T10:00:00Z", -1, "2024-02-29T11:00:00Z"),
            ("2026-01-31T10:00:00Z", 1, "2026-02-28T10:00:00Z"),
            ("2026-04-29T00:30:00Z", -1, "2026-03-29T01:30:00Z"),
        ];
        for (from, months, want) in cases {
            assert_eq!(format_instant(berlin.plus_months(instant(from), months)), format_instant(instant(want)), "{from} {months}");
        }
    }
}

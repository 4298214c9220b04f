//! The holiday calendar: which local dates are holidays, and of what season.

use crate::calendar::date;
use muster_rules::time::{Millis, DAY};

/// The season of presents.
pub(crate) const WINTER: &str = "Winter holidays";
const BLACK_WEEK: &str = "Black week";
const EASTER: &str = "Easter";
const SINGLE: &str = "Single days";

/// One date.
#[derive(Debug)]
pub(crate) struct Holiday {
    /// `2026-12-24`
    pub(crate) date: String,
    pub(crate) name: &'static str,
    pub(crate) season: &'static str,
    /// Most people are off work.
    pub(crate) public: bool,
}

/// The holidays of every year that `from..=until` touches, by date.
pub(crate) fn calendar(from: Millis, until: Millis) -> Vec<Holiday> {
    let mut days: Vec<(i64, &'static str, &'static str, bool)> = Vec::new();
    for year in year(from)..=year(until) {
        let easter = easter(year);
        let black_friday = black_friday(year);
        days.extend((1..=6).map(|day| (day_number(year, 1, day), winter_name(1, day), WINTER, day == 1 || day == 6)));
        days.push((day_number(year, 2, 14), "Valentine's Day", SINGLE, false));
        days.extend([
            (easter - 2, "Good Friday", EASTER, true),
            (easter - 1, "Holy Saturday", EASTER, false),
            (easter, "Easter Sunday", EASTER, true),
            (easter + 1, "Easter Monday", EASTER, true),
        ]);
        days.push((day_number(year, 5, 1), "Labour Day", SINGLE, true));
        days.push((day_number(year, 10, 31), "Halloween", SINGLE, false));
        days.extend((-4..=3).map(|day| {
            let name = match day {
                0 => "Black Friday",
                3 => "Cyber Monday",
                _ => BLACK_WEEK,
            };
            (black_friday + day, name, BLACK_WEEK, false)
        }));
        days.extend((15..=31).map(|day| (day_number(year, 12, day), winter_name(12, day), WINTER, day == 25 || day == 26)));
    }
    days.sort_by_key(|(day, ..)| *day);
    days.into_iter().map(|(day, name, season, public)| Holiday { date: date(day * DAY), name, season, public }).collect()
}

fn winter_name(month: i64, day: i64) -> &'static str {
    match (month, day) {
        (12, 24) => "Christmas Eve",
        (12, 25) => "Christmas Day",
        (12, 26) => "Boxing Day",
        (12, 31) => "New Year's Eve",
        (1, 1) => "New Year's Day",
        (1, 6) => "Epiphany",
        _ => WINTER,
    }
}

/// The winter holidays that `from..=until` touches: when they begin and end.
pub(crate) fn winters(from: Millis, until: Millis) -> impl Iterator<Item = (Millis, Millis)> {
    (year(from) - 1..=year(until))
        .map(|year| (day_number(year, 12, 15) * DAY, day_number(year + 1, 1, 7) * DAY - 1))
        .filter(move |(begin, end)| *end >= from && *begin <= until)
}

/// The year of an instant, in UTC.
pub(crate) fn year(instant: Millis) -> i64 {
    date(instant).split('-').next().and_then(|year| year.parse().ok()).unwrap_or(1970)
}

/// The Friday after the fourth Thursday of November.
fn black_friday(year: i64) -> i64 {
    let first = day_number(year, 11, 1);
    // 1970-01-01 was a Thursday.
    let thursday = first + (-first).rem_euclid(7) + 21;
    thursday + 1
}

/// Easter Sunday in the Gregorian calendar (Meeus, Jones, Butcher), as days since 1970.
fn easter(year: i64) -> i64 {
    let (golden, century, of_century) = (year % 19, year / 100, year % 100);
    let epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    let from_march = epact + sunday - 7 * late + 114;
    day_number(year, from_march / 31, from_march % 31 + 1)
}

/// The days from 1970-01-01 to a date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
pub(crate) fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movable_days_fall_where_calendars_have_them() {
        for (year, sunday, friday) in [
            (2024, "2024-03-31", "2024-11-29"),
            (2025, "2025-04-20", "2025-11-28"),
            (2026, "2026-04-05", "2026-11-27"),
            (2027, "2027-03-28", "2027-11-26"),
            (2038, "2038-04-25", "2038-11-26"),
        ] {
            assert_eq!(date(easter(year) * DAY), sunday);
            assert_eq!(date(black_friday(year) * DAY), friday);
        }
    }

    #[test]
    fn dates_are_counted_from_1970() {
        for (year, month, day, want) in
            [(1970, 1, 1, "1970-01-01"), (2000, 2, 29, "2000-02-29"), (2026, 12, 31, "2026-12-31"), (1969, 12, 31, "1969-12-31")]
        {
            assert_eq!(date(day_number(year, month, day) * DAY), want);
        }
    }

    #[test]
    fn every_date_has_one_holiday_at_most() {
        let days = calendar(0, 30 * 366 * DAY);
        assert!(days.windows(2).all(|pair| pair[0].date < pair[1].date));
        assert_eq!(days.len(), 31 * (6 + 1 + 4 + 1 + 1 + 8 + 17));
    }
}

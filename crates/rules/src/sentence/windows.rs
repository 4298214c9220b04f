//! Windows and durations, spelled out with their ends.

use super::names::whole;
use super::times::{away, day, month, time};
use super::Words;
use crate::window::{CalendarUnit, Duration, Time, Window};
use chrono::{Datelike, NaiveDate};

/// "30 days", "1 hour".
pub(super) fn length(duration: Duration) -> String {
    format!("{} {}", duration.n, units(duration))
}

fn units(duration: Duration) -> String {
    format!("{}{}", duration.unit.name(), if duration.n == 1 { "" } else { "s" })
}

/// As it stands after "the last": "30 days", "day".
pub(super) fn stretch(duration: Duration) -> String {
    if duration.n == 1 {
        duration.unit.name().to_owned()
    } else {
        length(duration)
    }
}

/// A WINDOW with its preposition: "in the last 30 days, since 31 May 2026 14:00", "last month (May 2026)".
pub(super) fn window(window: &Window, words: &Words) -> String {
    let (now, zone) = (words.now, words.zone);
    let before = |duration: &Duration| away(duration.before(now, zone), *duration, zone);
    match window {
        Window::Last(d) => format!("in the last {}, since {}", stretch(*d), before(d)),
        Window::Next(d) => format!("in the next {}, until {}", stretch(*d), away(d.after(now, zone), *d, zone)),
        Window::OlderThan(d) => format!("at least {} ago, up to {}", length(*d), before(d)),
        Window::Ago { from, to } => {
            let start = if from.unit == to.unit { from.n.to_string() } else { length(*from) };
            format!("between {start} and {} ago, {} to {}", length(*to), before(from), before(to))
        }
        Window::Between { from, to } => between(from.as_ref(), to.as_ref(), words),
        Window::Calendar { unit, offset } => calendar(*unit, *offset, window, words),
    }
}

/// The window where more follows it.
pub(super) fn aside(said: String) -> String {
    if said.contains(',') {
        format!("{said},")
    } else {
        said
    }
}

fn between(from: Option<&Time>, to: Option<&Time>, words: &Words) -> String {
    // A date alone is that whole day at the end, any other time is outside.
    match (from, to) {
        (Some(Time::Date(from)), Some(Time::Date(to))) if from == to => format!("on {}", day(*to)),
        (Some(from), Some(Time::Date(to))) => format!("from {} to the end of {}", time(from, words), day(*to)),
        (Some(from), Some(to)) => format!("from {} to {}", time(from, words), time(to, words)),
        (Some(from), None) => format!("from {} on", time(from, words)),
        (None, Some(Time::Date(to))) => format!("up to the end of {}", day(*to)),
        (None, Some(to)) => format!("before {}", time(to, words)),
        (None, None) => "at any time".to_owned(),
    }
}

/// "last month (May 2026)", "in the week 8 June 2026 to 14 June 2026 (3 weeks before this one)".
fn calendar(unit: CalendarUnit, offset: i64, window: &Window, words: &Words) -> String {
    let name = unit.name();
    let days = days(unit, window, words);
    let near = match (unit, offset) {
        (CalendarUnit::Day, 0) => Some("today".to_owned()),
        (CalendarUnit::Day, -1) => Some("yesterday".to_owned()),
        (CalendarUnit::Day, 1) => Some("tomorrow".to_owned()),
        (_, 0) => Some(format!("this {name}")),
        (_, -1) => Some(format!("last {name}")),
        (_, 1) => Some(format!("next {name}")),
        _ => None,
    };
    match near {
        Some(near) => match days {
            Some(days) => format!("{near} ({days})"),
            None => near,
        },
        None => {
            let away = whole(offset.unsigned_abs());
            let away = format!("{away} {name}s {} this one", if offset < 0 { "before" } else { "after" });
            match days {
                Some(days) if unit == CalendarUnit::Day => format!("on {days} ({away})"),
                Some(days) => format!("in the {name} {days} ({away})"),
                None => format!("in the {name} {away}"),
            }
        }
    }
}

/// "May 2026", "22 June 2026 to 28 June 2026"; `None` outside the calendar.
fn days(unit: CalendarUnit, window: &Window, words: &Words) -> Option<String> {
    let span = window.span(words.now, words.zone, "").ok()?;
    let first: NaiveDate = words.zone.date(span.from?);
    let last = words.zone.date(span.to? - 1);
    Some(match unit {
        CalendarUnit::Day => day(first),
        CalendarUnit::Week => format!("{} to {}", day(first), day(last)),
        CalendarUnit::Month => format!("{} {}", month(first.month()), first.year()),
        CalendarUnit::Quarter => format!("{} to {} {}", month(first.month()), month(last.month()), last.year()),
        CalendarUnit::Year => first.year().to_string(),
    })
}

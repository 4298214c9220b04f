//! Worlds on both days of a clock change, with something a millisecond before, at and after every edge of every window, and the rules that ask.

use super::reach::{CALENDAR, FIXED, UNITS};
use super::times::changes;
use crate::time::{column_text, first_moment, local, step, zone};
use crate::World;
use chrono::{Datelike, Duration, Months, NaiveDate};
use chrono_tz::Tz;
use serde_json::{json, Value};
use std::collections::BTreeSet;

/// Zones whose clock changes twice a year, in both hemispheres, one of them by half an hour.
const ZONES: [&str; 4] = ["Europe/Berlin", "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe"];

/// 2026-01-01T00:00:00Z, and a year later.
const YEAR: (i64, i64) = (1_767_225_600_000, 1_798_761_600_000);

const MINUTE: i64 = 60_000;

/// For each zone and both changes of its clock in 2026: a world whose `now` is around the change, with the rules that ask about windows and parts of
/// time at their edges; and one whose `now` is a month later, so that calendar steps lead into the change. One person an instant, whose id it is:
/// with an event `x` at it, and the properties `at`, `wall` and `day` that spell it; `plan` changes at it.
pub fn clock_changes() -> Vec<(World, Vec<Value>)> {
    let mut worlds = Vec::new();
    for name in ZONES {
        let Ok(tz) = zone(name) else { continue };
        for (i, (change, forward)) in changes(tz, YEAR.0, YEAR.1).into_iter().enumerate() {
            // At the change, in the hour that it takes or gives, and just before it, by turns.
            let now = change + [0, 20 * MINUTE, -1, forward.abs() - 1][worlds.len() / 2 % 4];
            worlds.push(world(tz, change, now, i));
            let later = local(tz, change - 1).ok().and_then(|wall| wall.checked_add_months(Months::new(1)));
            if let Some(later) = later {
                let now = crate::time::instant(tz, later + Duration::milliseconds(1) + Duration::minutes(15));
                let (world, mut rules) = world(tz, change, now, i + 1);
                rules.retain(|rule| ["month", "year", "quarter"].iter().any(|unit| rule.to_string().contains(unit)));
                worlds.push((world, rules));
            }
        }
    }
    worlds
}

/// Edges and rules as they are collected.
struct Asking {
    tz: Tz,
    now: i64,
    edges: BTreeSet<i64>,
    rules: Vec<Value>,
}

impl Asking {
    /// Remembers an edge, if people can be there.
    fn edge(&mut self, t: i64) {
        if (0..4_000_000_000_000).contains(&t) {
            self.edges.extend([t - 1, t, t + 1]);
        }
    }

    fn did(&mut self, window: &Value) {
        self.rules.push(json!({"kind": "event", "event": "x", "window": window}));
    }

    fn says(&mut self, property: &str, op: &str, value: &Value) {
        self.rules.push(json!({"kind": "property", "property": property, "op": op, "value": value}));
    }

    fn step(&self, n: i64, unit: &str, sign: i64) -> i64 {
        step(self.tz, self.now, &json!({"n": n, "unit": unit}), sign).unwrap_or(self.now)
    }
}

/// `turn` is 0 or 1: what the one day does not ask of a window, the other does.
fn world(tz: Tz, change: i64, now: i64, turn: usize) -> (World, Vec<Value>) {
    let mut asking = Asking { tz, now, edges: BTreeSet::new(), rules: Vec::new() };
    asking.edge(change);
    asking.edge(now);
    lengths(&mut asking, turn);
    calendars(&mut asking, turn);
    days(&mut asking, change);
    parts(&mut asking, change);
    let Asking { edges, rules, .. } = asking;
    let mut world = World { now: column_text(now), tz: tz.name().to_owned(), ..World::default() };
    for t in edges {
        let id = column_text(t);
        let wall = local(tz, t).unwrap_or_default();
        world.users.push(json!({
            "user_id": id,
            "created_at": id,
            "at": id,
            "wall": wall.format("%Y-%m-%d %H:%M:%S%.3f").to_string(),
            "day": wall.format("2004-%m-%d").to_string(),
        }));
        world.events.push(json!({"user_id": id, "event_name": "x", "timestamp": id}));
        world.history.push(json!({"user_id": id, "property_name": "plan", "property_value": "free", "updated_at": "2020-01-01T00:00:00Z"}));
        world.history.push(json!({"user_id": id, "property_name": "plan", "property_value": "pro", "updated_at": id}));
    }
    (world, rules)
}

/// `last`, `next`, `older_than`, `ago` and periods of every unit.
fn lengths(asking: &mut Asking, turn: usize) {
    for (i, unit) in UNITS.into_iter().enumerate() {
        for n in 1..=3 {
            asking.edge(asking.step(n, unit, -1));
            asking.edge(asking.step(n, unit, 1));
            let length = json!({"n": n, "unit": unit});
            let odd = (usize::try_from(n).unwrap_or(0) + i + turn) % 2 == 1;
            asking.did(&json!({ (if odd { "last" } else { "older_than" }): length }));
            asking.says(if odd { "at" } else { "wall" }, "during", &json!({ (if odd { "next" } else { "last" }): length }));
        }
        let one = json!({"n": 1, "unit": unit});
        let two = json!({"n": 2, "unit": unit});
        asking.did(&json!({"ago": {"from": two, "to": one}}));
        asking.rules.push(json!({"kind": "regular", "event": "x", "period": one, "periods": 3 - turn, "at_least": 1}));
        asking.says("day", "anniversary", &json!({ (if (i + turn).is_multiple_of(2) { "last" } else { "next" }): one }));
        let ago = json!({"ago": two});
        match (i + turn) % 4 {
            0 => asking.says("at", "before", &ago),
            1 => asking.says("wall", "after", &ago),
            2 => asking.rules.push(json!({"kind": "changed", "property": "plan", "to": "pro", "window": {"last": two}})),
            _ => asking.rules.push(json!({"kind": "property", "property": "plan", "op": "is", "value": "pro", "as_of": ago})),
        }
    }
    // Fixed lengths between events do not ask the clock on the wall.
    for unit in &UNITS[2..FIXED] {
        let within = json!({"n": 1, "unit": unit});
        asking.rules.push(json!({"kind": "sequence", "steps": [{"event": "x"}, {"event": "x", "absent": true, "within": within}],
            "window": {"older_than": within}}));
    }
}

/// Calendar units around now.
fn calendars(asking: &mut Asking, turn: usize) {
    let today = local(asking.tz, asking.now).unwrap_or_default().date();
    for unit in CALENDAR {
        for offset in -1..=1 {
            asking.edge(first_moment(asking.tz, unit_start(today, unit, offset)));
            asking.edge(first_moment(asking.tz, unit_start(today, unit, offset + 1)));
            let window = json!({"calendar": {"unit": unit, "offset": offset}});
            if offset < 1 {
                asking.did(&window);
            }
            asking.says(if turn == 0 { "at" } else { "wall" }, "during", &window);
        }
        asking.says("day", "anniversary", &json!({"calendar": {"unit": unit, "offset": (turn % 2)}}));
    }
}

/// The first day of the unit so many units from that of a day.
fn unit_start(day: NaiveDate, unit: &str, offset: i32) -> NaiveDate {
    let months = |months: i32| {
        let index = day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0);
        let index = (index.div_euclid(months) + offset) * months;
        NaiveDate::from_ymd_opt(index.div_euclid(12), u32::try_from(index.rem_euclid(12)).unwrap_or(0) + 1, 1).unwrap_or(day)
    };
    match unit {
        "day" => day + Duration::days(offset.into()),
        "week" => day - Duration::days(day.weekday().num_days_from_monday().into()) + Duration::days(7 * i64::from(offset)),
        "month" => months(1),
        "quarter" => months(3),
        _ => months(12),
    }
}

/// Days and walls around the change, as a rule writes them.
fn days(asking: &mut Asking, change: i64) {
    let before = local(asking.tz, change - 1).unwrap_or_default();
    let day = before.date();
    for offset in -1..=2 {
        asking.edge(first_moment(asking.tz, day + Duration::days(offset)));
    }
    let text = |offset: i64| json!((day + Duration::days(offset)).format("%Y-%m-%d").to_string());
    asking.did(&json!({"from": text(0), "to": text(0)}));
    asking.did(&json!({"from": text(1)}));
    asking.did(&json!({"to": text(-1)}));
    asking.says("at", "after", &text(0));
    asking.says("wall", "before", &text(1));
    // Walls that the change leaves out, or shows twice; and their ends.
    for minutes in [-60, -30, 0, 15, 30, 60] {
        let wall = before + Duration::milliseconds(1) + Duration::minutes(minutes);
        asking.edge(crate::time::instant(asking.tz, wall));
        let wall = json!(wall.format("%Y-%m-%d %H:%M").to_string());
        match minutes {
            15 => asking.did(&json!({"from": wall})),
            -30 => asking.says("at", "before", &wall),
            30 => asking.says("wall", "after", &wall),
            _ => {}
        }
    }
}

/// Parts of the local time, and measures that count local days.
fn parts(asking: &mut Asking, change: i64) {
    for hours in -3..=3 {
        asking.edge(change + hours * 60 * MINUTE);
    }
    let before = local(asking.tz, change - 1).unwrap_or_default();
    let after = local(asking.tz, change).unwrap_or_default();
    let hour = |wall: chrono::NaiveDateTime| wall.format("%H").to_string().parse::<i64>().unwrap_or(0);
    let day = after.date();
    for (part, value) in [
        ("hour", json!(hour(before))),
        ("hour", json!(hour(after))),
        ("weekday", json!(day.weekday().number_from_monday())),
        ("day", json!(day.day())),
        ("month", json!(day.month())),
        ("date", json!(day.format("%Y-%m-%d").to_string())),
    ] {
        let filter = json!({"kind": "time", "part": part, "op": "is", "value": value});
        asking.rules.push(json!({"kind": "event", "event": "x", "where": filter}));
    }
    asking.rules.push(json!({"kind": "event", "event": "x", "measure": {"fn": "last"}, "op": "during",
        "value": {"calendar": {"unit": "day", "offset": 0}}}));
    asking.rules.push(json!({"kind": "event", "event": "x", "window": {"last": {"n": 1, "unit": "day"}}, "measure": {"fn": "active_days"},
        "op": "gte", "value": 1}));
}

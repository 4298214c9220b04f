//! Lists, consent and saved segments.

use super::conditions::{condition, Place};
use super::{times, Random};
use crate::time::column_text;
use crate::World;
use serde_json::{json, Value};

/// Purposes of consent.
const PURPOSES: [&str; 3] = ["email", "sms", "it's \"this\""];

/// What segments are called, in the order of their saving.
const SEGMENTS: [&str; 4] = ["1 base", "2 it's \"odd\"; --", "3 Ünï", "4 all in all"];

/// Draws lists, and consent records.
pub(super) fn lists_and_consent(random: &mut Random, people: &[&str], world: &mut World) {
    for name in ["vip", "it's \"a\" list"] {
        if random.once_in(4) {
            continue;
        }
        let mut ids: Vec<&str> = (0..random.count(1..=5)).map(|_| random.pick(people)).collect();
        if random.once_in(3) {
            random.reach("list", "unknown id");
            ids.push("unknown to all");
        }
        if random.once_in(3) {
            random.reach("list", "the same id twice");
            ids.push(ids[0]);
        }
        random.there.lists.push(name.to_owned());
        world.lists.insert(name.to_owned(), ids.into_iter().map(str::to_owned).collect());
    }
    for _ in 0..random.count(0..=people.len() * 2) {
        let mut row =
            json!({"user_id": random.pick(people), "purpose": random.pick(&PURPOSES), "state": random.pick(&["granted", "denied"])});
        let (what, time) = begins(random);
        random.reach("consent record", what);
        if let Some(time) = time {
            row["updated_at"] = time;
        }
        world.consent.push(row);
    }
    if let Some(last) = world.consent.last().filter(|row| row.get("updated_at").is_some()).cloned() {
        random.reach("consent record", "at the same instant");
        let mut again = last;
        again["state"] = json!(random.pick(&["granted", "denied"]));
        world.consent.push(again);
    }
}

/// When a value or a record begins.
pub(super) fn begins(random: &mut Random) -> (&'static str, Option<Value>) {
    match random.number(0..=7) {
        0 | 1 => ("undated", None),
        2 => ("later than now", Some(json!(column_text(random.now + random.number(1..=2))))),
        3 => ("at now", Some(json!(column_text(random.now)))),
        _ => ("dated", Some(times::stored(random))),
    }
}

/// Draws saved segments over what the world has so far. Those that refer to others refer to earlier ones.
pub(super) fn segments(random: &mut Random) {
    for name in &SEGMENTS[..random.count(1..=SEGMENTS.len())] {
        let depth = random.pick(&[0, 0, 1]);
        let drawn = condition(random, &Place { family: "kind in a segment", ..Place::user(depth, 1) });
        let known = random.there.segments.clone();
        let refer = |name: &String| json!({"kind": "segment", "segment": name});
        let rule = match known.len() {
            1.. if random.once_in(3) => {
                random.reach("segment", "one of another");
                random.reach("kind in a segment", "segment");
                json!({"kind": random.pick(&["all", "any"]), "of": [drawn, refer(&random.pick(&known))]})
            }
            2.. if random.once_in(2) => {
                random.reach("segment", "one of two others");
                json!({"kind": "any", "of": [refer(&known[0]), {"kind": "not", "of": refer(&known[1])}]})
            }
            _ => drawn,
        };
        random.there.segments.push((*name).to_owned());
        random.world.segments.insert((*name).to_owned(), rule);
    }
}

/// A condition on a saved segment, if there is one.
pub(super) fn segment(random: &mut Random) -> Option<Value> {
    let known = random.there.segments.clone();
    (!known.is_empty()).then(|| json!({"kind": "segment", "segment": random.pick(&known)}))
}

/// A condition on a list, if there is one.
pub(super) fn list(random: &mut Random) -> Option<Value> {
    let known = random.there.lists.clone();
    (!known.is_empty()).then(|| json!({"kind": "list", "list": random.pick(&known)}))
}

/// A condition on consent.
pub(super) fn consent(random: &mut Random) -> Value {
    let state = random.pick_of("consent", &["granted", "denied", "unknown"]);
    let purpose = if random.once_in(12) {
        random.reach("consent", "no such purpose");
        "post"
    } else {
        random.pick(&PURPOSES)
    };
    json!({"kind": "consent", "purpose": purpose, "state": state})
}

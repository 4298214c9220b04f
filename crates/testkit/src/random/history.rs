//! What user properties were.

use super::conditions::key;
use super::operands::{near_scalar, put_test};
use super::reach::{OPS, POSITIVE};
use super::{times, Random};
use serde_json::{json, Map, Value};

/// A condition on a property that took on another value.
pub(super) fn changed(random: &mut Random) -> Value {
    let (mut key, mut values) = key(random, false, "is");
    let past = random.there.past_values.clone();
    if !past.is_empty() && !random.once_in(4) {
        (key, _) = random.pick(&past);
        values = past.into_iter().filter(|(name, _)| *name == key).map(|(_, value)| value).collect();
    }
    let mut condition = Map::from_iter([("kind".to_owned(), json!("changed")), ("property".to_owned(), json!(key))]);
    let (from, to) = random.pick(&[(false, false), (true, false), (false, true), (false, true), (true, true)]);
    random.reach(
        "changed",
        match (from, to) {
            (false, false) => "any",
            (true, false) => "from",
            (false, true) => "to",
            (true, true) => "from and to",
        },
    );
    if from {
        condition.insert("from".to_owned(), near_scalar(random, &values));
    }
    if to {
        condition.insert("to".to_owned(), near_scalar(random, &values));
    }
    if random.once_in(3) {
        condition.insert("window".to_owned(), times::window(random, "changed window"));
    }
    Value::Object(condition)
}

/// A condition on a value that a property once had.
pub(super) fn ever(random: &mut Random) -> Value {
    let op = random.pick_in_turn("ever", &OPS[..POSITIVE]);
    let (key, values) = key(random, false, op);
    let mut condition = Map::from_iter([("kind".to_owned(), json!("ever")), ("property".to_owned(), json!(key))]);
    put_test(random, &mut condition, "ever", op, &values);
    if random.once_in(2) {
        condition.insert("window".to_owned(), times::window(random, "ever window"));
    }
    Value::Object(condition)
}

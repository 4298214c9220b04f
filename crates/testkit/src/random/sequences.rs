//! What users did in order.

use super::conditions::Place;
use super::events::put_events;
use super::reach::{FIXED, UNITS};
use super::{times, Random};
use serde_json::{json, Map, Value};
use std::collections::BTreeSet;

/// A condition on a chain of a user's events.
pub(super) fn sequence(random: &mut Random, place: &Place) -> Value {
    let many = random.pick(&[2, 2, 2, 2, 3, 3, 3, 4, 5]);
    random.reach("sequence", &format!("{many} steps"));
    let mut steps: Vec<Value> = Vec::new();
    let mut absent_before = false;
    let mut absent_any = false;
    for at in 0..many {
        let mut step = Map::new();
        if put_events(random, &mut step, place) {
            random.reach("sequence", "where");
        }
        let absent = at > 0 && !absent_before && random.once_in(3);
        if at > 0 && random.once_in(4) {
            let (within, unit) = within(random);
            random.reach("step within", unit);
            if absent {
                random.reach("sequence", "within of an absent step");
            } else if absent_before {
                random.reach("sequence", "within after an absent step");
            }
            step.insert("within".to_owned(), within);
        }
        if absent {
            random.reach("sequence", if at + 1 == many { "absent last" } else { "absent in the middle" });
            step.insert("absent".to_owned(), json!(true));
        } else if random.once_in(12) {
            step.insert("absent".to_owned(), json!(false));
        }
        absent_before = absent;
        absent_any |= absent;
        steps.push(Value::Object(step));
    }
    let names: Vec<String> = steps.iter().map(|step| step["event"].to_string()).collect();
    if names.iter().any(|name| name == r#""*""#) {
        random.reach("sequence", "every name");
    }
    if names.iter().collect::<BTreeSet<_>>().len() < names.len() {
        random.reach("sequence", "the same name twice");
    }
    let mut condition = Map::from_iter([("kind".to_owned(), json!("sequence")), ("steps".to_owned(), json!(steps))]);
    let mut alone = true;
    if random.once_in(3) {
        alone = false;
        condition.insert("window".to_owned(), times::window(random, "sequence window"));
    }
    if random.once_in(4) {
        alone = false;
        let (within, unit) = within(random);
        random.reach("sequence", "within");
        random.reach("sequence within", unit);
        condition.insert("within".to_owned(), within);
    }
    if random.once_in(4) {
        alone = false;
        let second = random.pick(&["product_id", "plan", "cart.sku", "amount"]);
        let same = if random.once_in(3) { vec!["sku", second] } else { vec![random.pick(&["sku", "sku", "product_id"])] };
        random.reach("sequence", if same.len() == 1 { "same" } else { "same of two" });
        if absent_any {
            random.reach("sequence", "same and absent");
        }
        condition.insert("same".to_owned(), json!(same));
    }
    if alone {
        random.reach("sequence", "alone");
    }
    Value::Object(condition)
}

/// A DURATION of a fixed length, likely one that lies between two events of somebody, and its unit.
fn within(random: &mut Random) -> (Value, &'static str) {
    let unit = random.pick_in_turn("within", &UNITS[..FIXED]);
    let n = match unit {
        "second" => random.pick(&[1, 60, 86_400]),
        "minute" => random.pick(&[1, 60, 100_000]),
        "hour" => random.pick(&[1, 24, 168]),
        "day" => random.pick(&[1, 7, 90, 365]),
        _ => random.pick(&[1, 4, 26]),
    };
    (json!({"n": n, "unit": unit}), unit)
}

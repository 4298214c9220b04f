//! Operators with their values, likely such that some of what is there passes.

use super::conditions::scalars;
use super::values::scalar;
use super::{times, Random};
use crate::text::{number, text_form};
use serde_json::{json, Map, Value};

/// Puts a TEST into a condition, likely one that some of these values pass. `of` is what its operator is reached as.
pub(super) fn put_test(random: &mut Random, condition: &mut Map<String, Value>, of: &str, op: &str, values: &[Value]) {
    random.reach("op", op);
    random.reach(&format!("op of {of}"), op);
    condition.insert("op".to_owned(), json!(op));
    let value = match op {
        "is" | "is_not" => near_scalar(random, values),
        "in" | "not_in" => (0..random.count(1..=4)).map(|_| near_scalar(random, values)).collect(),
        "contains" | "not_contains" | "starts_with" | "ends_with" => json!(near_part(random, values, op)),
        "matches" | "not_matches" => json!(random.pick(&[
            "^a",
            "(?i)pro",
            "\\d+",
            "[A-Z]",
            "^$",
            ".",
            "é",
            "o$",
            "^(a|b)",
            "^\\s*12\\s*$",
            "(?m)^b",
            "\\p{Lu}",
            "e{2}",
            "'",
            "(?s)a.*b",
            "true|false",
        ])),
        "gt" | "gte" | "lt" | "lte" => near_number(random, values),
        "between" => loop {
            let (low, high) = (near_number(random, values), near_number(random, values));
            if low.as_f64() <= high.as_f64() {
                break json!([low, high]);
            }
        },
        "before" | "after" => times::time(random),
        "during" | "not_during" => times::window(random, "during"),
        "anniversary" => times::anniversary_window(random),
        _ => return,
    };
    condition.insert("value".to_owned(), value);
}

/// Puts a TEST of a small whole number into a condition.
pub(super) fn put_count_test(random: &mut Random, condition: &mut Map<String, Value>) {
    let op = random.pick(&["is", "in", "gt", "gte", "lt", "lte", "between", "is_not", "not_in", "gte", "lt", "is_set", "contains"]);
    random.reach("count", op);
    let n = random.pick(&[json!(0), json!(1), json!(1), json!(2), json!(2), json!(3), json!(0.5), json!(-1)]);
    let value = match op {
        "in" | "not_in" => json!([n, 2, 100]),
        "between" => {
            let low = n.as_f64().unwrap_or_default();
            json!([low, low + 1.0])
        }
        "contains" => json!("1"),
        _ => n,
    };
    condition.insert("op".to_owned(), json!(op));
    if op != "is_set" {
        condition.insert("value".to_owned(), value);
    }
}

/// A scalar, likely one that is there.
pub(super) fn some_scalar(random: &mut Random, values: &[Value]) -> Value {
    let mut there = Vec::new();
    values.iter().for_each(|value| scalars(value, &mut there));
    if !there.is_empty() && !random.once_in(4) {
        return random.pick(&there);
    }
    loop {
        let drawn = scalar(random);
        if matches!(drawn, Value::String(_) | Value::Number(_) | Value::Bool(_)) {
            return drawn;
        }
    }
}

/// A scalar that is there, as it is or as the text, the number or the boolean that it looks like.
pub(super) fn near_scalar(random: &mut Random, values: &[Value]) -> Value {
    let one = some_scalar(random, values);
    let text = text_form(&one).unwrap_or_default();
    match random.number(0..=3) {
        0 => json!(text),
        1 => match number(&one).ok().flatten() {
            Some(number) if number.is_finite() => json!(number),
            _ => one,
        },
        2 if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") => json!(text.eq_ignore_ascii_case("true")),
        _ => one,
    }
}

fn near_number(random: &mut Random, values: &[Value]) -> Value {
    let one = some_scalar(random, values);
    match number(&one).ok().flatten().filter(|number| number.is_finite()) {
        Some(number) => json!(number),
        None => json!(random.pick(&[0.0, 12.0, 0.1, -1.0, 5.5, 1e21])),
    }
}

/// A part of a text that is there, in any case.
fn near_part(random: &mut Random, values: &[Value], op: &str) -> String {
    let one = some_scalar(random, values);
    let chars: Vec<char> = text_form(&one).unwrap_or_default().chars().collect();
    let (mut from, mut to) = (random.count(0..=chars.len()), random.count(0..=chars.len()));
    if from > to {
        (from, to) = (to, from);
    }
    let part: String = match op {
        "starts_with" => chars[..to].iter().collect(),
        "ends_with" => chars[from..].iter().collect(),
        _ => chars[from..to].iter().collect(),
    };
    match random.number(0..=3) {
        0 => part.to_uppercase(),
        1 => part.to_lowercase(),
        _ => part,
    }
}

//! Rules that are a little smaller; each still means something.

use crate::World;
use serde_json::{json, Value};

/// Keys of each kind that can be left out, together those that must be.
const OPTIONAL: [(&str, &[&[&str]]); 8] = [
    ("property", &[&["as_of"]]),
    ("event", &[&["op", "value", "measure"], &["op", "value"], &["window"], &["where"], &["pick", "having"]]),
    ("sequence", &[&["window"], &["within"], &["same"]]),
    ("regular", &[&["where"], &["times"]]),
    ("changed", &[&["from"], &["to"], &["window"]]),
    ("ever", &[&["window"]]),
    ("related", &[&["where"], &["op", "value"], &["every"]]),
    // Of what a rank is by.
    ("", &[&["measure"], &["window"], &["where"]]),
];

/// The rule with one part less, in every way there is.
pub(super) fn smaller(rule: &Value, world: &World) -> Vec<Value> {
    let mut found = Vec::new();
    let kind = rule["kind"].as_str().unwrap_or_default();
    match (&rule["of"], kind) {
        (Value::Array(parts), _) => groups(rule, parts, world, &mut found),
        (Value::Object(_), _) => {
            found.push(rule["of"].clone());
            inside(rule, &["of"], world, &mut found);
        }
        (_, "segment") => {
            let name = rule["segment"].as_str().unwrap_or_default();
            found.extend(world.segments.get(name).cloned());
        }
        _ => leaves(rule, kind, world, &mut found),
    }
    found
}

fn groups(rule: &Value, parts: &[Value], world: &World, found: &mut Vec<Value>) {
    found.extend(parts.iter().cloned());
    for i in 0..parts.len() {
        let mut fewer = parts.to_vec();
        fewer.remove(i);
        let mut less = rule.clone();
        if rule["kind"] == "at_least" {
            if fewer.is_empty() {
                continue;
            }
            let n = rule["n"].as_u64().unwrap_or(1).min(fewer.len() as u64);
            less["n"] = json!(n);
        }
        less["of"] = json!(fewer);
        found.push(less);
    }
    for (i, part) in parts.iter().enumerate() {
        for inner in smaller(part, world) {
            let mut less = rule.clone();
            less["of"][i] = inner;
            found.push(less);
        }
    }
}

fn leaves(rule: &Value, kind: &str, world: &World, found: &mut Vec<Value>) {
    optional(rule, kind, found);
    events(rule, found);
    inside(rule, &["where"], world, found);
    inside(rule, &["having"], world, found);
    match kind {
        "sequence" => steps(rule, world, found),
        "rank" => {
            let mut of = Vec::new();
            optional(&rule["by"], "", &mut of);
            events(&rule["by"], &mut of);
            inside(&rule["by"], &["where"], world, &mut of);
            found.extend(of.into_iter().map(|by| with(rule, "by", by)));
        }
        "regular" => {
            let (periods, at_least) = (rule["periods"].as_u64().unwrap_or(1), rule["at_least"].as_u64().unwrap_or(1));
            if periods > at_least {
                found.push(with(rule, "periods", json!(at_least.max(periods / 2))));
            }
            if at_least > 1 {
                found.push(with(rule, "at_least", json!(at_least / 2)));
            }
        }
        _ => {}
    }
    if let (Some("in" | "not_in"), Value::Array(scalars)) = (rule["op"].as_str(), &rule["value"]) {
        if scalars.len() > 1 {
            found.extend(scalars.iter().map(|scalar| with(rule, "value", json!([scalar]))));
        }
    }
}

/// Without keys that need not be there.
fn optional(rule: &Value, kind: &str, found: &mut Vec<Value>) {
    for keys in OPTIONAL.iter().filter(|(of, _)| *of == kind).flat_map(|(_, keys)| keys.iter()) {
        // `first` and the other measures that are no numbers need their test.
        let needed = keys[0] == "op" && keys.len() == 2 && rule.get("measure").is_some_and(|measure| measure["fn"] != "count");
        if rule.get(keys[0]).is_some() && !needed {
            let mut less = rule.clone();
            if let Some(object) = less.as_object_mut() {
                object.retain(|key, _| !keys.contains(&key.as_str()));
            }
            found.push(less);
        }
    }
}

/// One event's name in place of several.
fn events(rule: &Value, found: &mut Vec<Value>) {
    if let Value::Array(names) = &rule["event"] {
        found.extend(names.iter().map(|name| with(rule, "event", name.clone())));
    }
}

fn steps(rule: &Value, world: &World, found: &mut Vec<Value>) {
    let Some(steps) = rule["steps"].as_array() else { return };
    let put = |steps: Vec<Value>| with(rule, "steps", json!(steps));
    for i in 0..steps.len() {
        let mut fewer = steps.clone();
        fewer.remove(i);
        if let Some(first) = fewer.first_mut().and_then(Value::as_object_mut) {
            first.remove("within");
        }
        let absent = |step: &Value| step["absent"] == true;
        let mut pairs = fewer.windows(2);
        if fewer.len() > 1 && !absent(&fewer[0]) && !pairs.any(|pair| pair.iter().all(absent)) {
            found.push(put(fewer));
        }
    }
    for (i, step) in steps.iter().enumerate() {
        let mut of = Vec::new();
        for key in ["where", "within", "absent"] {
            if step.get(key).is_some() {
                let mut less = step.clone();
                if let Some(object) = less.as_object_mut() {
                    object.remove(key);
                }
                of.push(less);
            }
        }
        events(step, &mut of);
        inside(step, &["where"], world, &mut of);
        for less in of {
            let mut all = steps.clone();
            all[i] = less;
            found.push(put(all));
        }
    }
    if let Some(names) = rule["same"].as_array().filter(|names| names.len() > 1) {
        found.extend(names.iter().map(|name| with(rule, "same", json!([name]))));
    }
}

/// With the conditions under these keys smaller.
fn inside(rule: &Value, keys: &[&str], world: &World, found: &mut Vec<Value>) {
    for key in keys {
        let inner = rule.get(key).map(|inner| smaller(inner, world)).unwrap_or_default();
        found.extend(inner.into_iter().map(|inner| with(rule, key, inner)));
    }
}

fn with(rule: &Value, key: &str, value: Value) -> Value {
    let mut less = rule.clone();
    less[key] = value;
    less
}

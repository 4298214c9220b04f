//! Rules with one part that nobody knows.

use serde_json::{Map, Value};

/// Every rule that this one becomes when one key, kind, op, unit or name of a function is misspelled.
pub(crate) fn spoiled(rule: &Value) -> Vec<Value> {
    match rule {
        Value::Object(keys) => {
            let mut all = Vec::new();
            for (key, value) in keys {
                let mut renamed: Map<String, Value> = keys.clone();
                renamed.remove(key);
                renamed.insert(format!("{key}_"), value.clone());
                all.push(Value::Object(renamed));
                let with = |value: Value| {
                    let mut changed = keys.clone();
                    changed.insert(key.clone(), value);
                    Value::Object(changed)
                };
                if let (true, Value::String(word)) = (["kind", "op", "unit", "fn", "part", "state", "pick"].contains(&key.as_str()), value)
                {
                    all.push(with(Value::String(format!("{word}_"))));
                }
                all.extend(spoiled(value).into_iter().map(with));
            }
            all
        }
        Value::Array(items) => {
            let with = |at: usize, item: Value| {
                let mut changed = items.clone();
                changed[at] = item;
                Value::Array(changed)
            };
            items.iter().enumerate().flat_map(|(at, item)| spoiled(item).into_iter().map(move |item| with(at, item))).collect()
        }
        _ => Vec::new(),
    }
}

//! Makes a mismatch small: takes parts of the world and of the rule away for as long as it stays one.

use crate::differ::{compare, Execution, Mismatch};
use crate::World;
use serde_json::{json, Value};

/// The smallest mismatch found in so many attempts. What only one execution got wrong stays what that one gets wrong.
pub fn shrink(mismatch: Box<Mismatch>, attempts: usize, executions: &[Execution<'_>]) -> Box<Mismatch> {
    let wrong: Vec<&str> = mismatch.got.iter().map(|(name, _)| name.as_str()).collect();
    let watched: Vec<Execution<'_>> = executions.iter().filter(|(name, _)| wrong.contains(name)).copied().collect();
    let failed = mismatch.got.iter().any(|(_, got)| got.is_err());
    let mut best = mismatch.clone();
    let mut left = attempts;
    let mut progress = true;
    while progress && left > 0 {
        progress = false;
        // Rules first: a world is soon loaded again where it is the same.
        let mut at = 0;
        while let Some(rule) = smaller_rules(&best.rule).into_iter().nth(at) {
            if left == 0 {
                break;
            }
            left -= 1;
            match still(&best.world, &rule, failed, &watched) {
                Some(smaller) => (best, progress) = (smaller, true),
                None => at += 1,
            }
        }
        for table in 0..3 {
            let mut size = rows(&best.world, table).len();
            while size > 0 && left > 0 {
                let mut from = 0;
                while from < rows(&best.world, table).len() && left > 0 {
                    left -= 1;
                    match still(&without_rows(&best.world, table, from, size), &best.rule, failed, &watched) {
                        Some(smaller) => (best, progress) = (smaller, true),
                        None => from += size,
                    }
                }
                size /= 2;
            }
        }
        let mut at = 0;
        while let Some(world) = without_a_key(&best.world).into_iter().nth(at) {
            if left == 0 {
                break;
            }
            left -= 1;
            match still(&world, &best.rule, failed, &watched) {
                Some(smaller) => (best, progress) = (smaller, true),
                None => at += 1,
            }
        }
    }
    best
}

/// The mismatch, where there still is one of the same sort: not another failure in place of wrong people.
fn still(world: &World, rule: &Value, failed: bool, executions: &[Execution<'_>]) -> Option<Box<Mismatch>> {
    let found = compare(world, rule, executions).err()?;
    let same = found.got.iter().any(|(name, got)| got.is_err() == failed && name != "reference");
    same.then_some(found)
}

fn rows(world: &World, table: usize) -> &Vec<Value> {
    match table {
        0 => &world.events,
        1 => &world.history,
        _ => &world.users,
    }
}

fn rows_mut(world: &mut World, table: usize) -> &mut Vec<Value> {
    match table {
        0 => &mut world.events,
        1 => &mut world.history,
        _ => &mut world.users,
    }
}

fn without_rows(world: &World, table: usize, from: usize, size: usize) -> World {
    let mut smaller = world.clone();
    let rows = rows_mut(&mut smaller, table);
    let to = (from + size).min(rows.len());
    rows.drain(from..to);
    smaller
}

/// The world with one key less in one row or in one event's properties.
fn without_a_key(world: &World) -> Vec<World> {
    let mut smaller = Vec::new();
    for table in 0..3 {
        for (i, row) in rows(world, table).iter().enumerate() {
            let inside = row.get("properties").and_then(Value::as_object);
            for key in inside.into_iter().flat_map(|object| object.keys()) {
                let mut less = world.clone();
                if let Some(object) = rows_mut(&mut less, table)[i]["properties"].as_object_mut() {
                    object.remove(key);
                }
                smaller.push(less);
            }
            let needed = ["user_id", "event_name", "timestamp", "properties", "property_name", "property_value", "updated_at"];
            for key in row.as_object().into_iter().flat_map(|object| object.keys()).filter(|key| !needed.contains(&key.as_str())) {
                let mut less = world.clone();
                if let Some(object) = rows_mut(&mut less, table)[i].as_object_mut() {
                    object.remove(key);
                }
                smaller.push(less);
            }
        }
    }
    smaller
}

/// Rules that are a little smaller; each still means something.
fn smaller_rules(rule: &Value) -> Vec<Value> {
    let mut smaller = Vec::new();
    let kind = rule["kind"].as_str().unwrap_or_default();
    match &rule["of"] {
        Value::Array(parts) => {
            smaller.extend(parts.iter().cloned());
            for i in 0..parts.len() {
                let mut fewer = parts.clone();
                fewer.remove(i);
                let mut less = rule.clone();
                if kind == "at_least" {
                    if fewer.is_empty() {
                        continue;
                    }
                    let n = rule["n"].as_u64().unwrap_or(1).min(fewer.len() as u64);
                    less["n"] = json!(n);
                }
                less["of"] = json!(fewer);
                smaller.push(less);
            }
            for (i, part) in parts.iter().enumerate() {
                for inner in smaller_rules(part) {
                    let mut less = rule.clone();
                    less["of"][i] = inner;
                    smaller.push(less);
                }
            }
        }
        Value::Object(_) => {
            smaller.push(rule["of"].clone());
            for inner in smaller_rules(&rule["of"]) {
                smaller.push(json!({"kind": "not", "of": inner}));
            }
        }
        _ => smaller.extend(smaller_leaves(rule, kind)),
    }
    smaller
}

fn smaller_leaves(rule: &Value, kind: &str) -> Vec<Value> {
    let mut smaller = Vec::new();
    let without = |keys: &[&str]| {
        let mut less = rule.clone();
        if let Some(object) = less.as_object_mut() {
            object.retain(|key, _| !keys.contains(&key.as_str()));
        }
        less
    };
    if kind == "event" {
        for keys in [&["op", "value"][..], &["window"], &["where"], &["measure"]] {
            if rule.get(keys[0]).is_some() {
                smaller.push(without(keys));
            }
        }
        for inner in rule.get("where").map(smaller_rules).unwrap_or_default() {
            let mut less = rule.clone();
            less["where"] = inner;
            smaller.push(less);
        }
        if let Value::Array(names) = &rule["event"] {
            for name in names {
                let mut less = rule.clone();
                less["event"] = name.clone();
                smaller.push(less);
            }
        }
    }
    if let (Some("in" | "not_in"), Value::Array(scalars)) = (rule["op"].as_str(), &rule["value"]) {
        if scalars.len() > 1 {
            for scalar in scalars {
                let mut less = rule.clone();
                less["value"] = json!([scalar]);
                smaller.push(less);
            }
        }
    }
    smaller
}

//! What a rule needs that only the program has.

use crate::World;
use serde_json::Value;

/// What a rule needs that an execution outside the program may lack.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Needs {
    /// `matches` or `not_matches`: regular expressions of the language's own syntax.
    pub expressions: bool,
    /// A text is looked for ignoring case, and the rule's or one of the world's texts goes beyond ASCII.
    pub folding: bool,
}

/// What a rule needs in a world, the segments that it refers to included.
pub fn needs(world: &World, rule: &Value) -> Needs {
    let mut found = Needs::default();
    let mut asked = Vec::new();
    look(world, rule, &mut found, &mut asked);
    if found.folding {
        let rules = asked.iter().filter_map(|name| world.segments.get(name));
        found.folding = beyond_ascii(rule) || rules.into_iter().any(beyond_ascii) || world_beyond_ascii(world);
    }
    found
}

fn look(world: &World, rule: &Value, found: &mut Needs, asked: &mut Vec<String>) {
    match rule {
        Value::Array(items) => items.iter().for_each(|item| look(world, item, found, asked)),
        Value::Object(keys) => {
            match keys.get("op").and_then(Value::as_str) {
                Some("matches" | "not_matches") => found.expressions = true,
                Some("contains" | "not_contains" | "starts_with" | "ends_with") => found.folding = true,
                _ => {}
            }
            if let Some(name) = keys.get("segment").and_then(Value::as_str).filter(|_| keys.get("kind").is_some()) {
                if !asked.iter().any(|known| known == name) {
                    asked.push(name.to_owned());
                    if let Some(segment) = world.segments.get(name) {
                        look(world, segment, found, asked);
                    }
                }
            }
            keys.values().for_each(|value| look(world, value, found, asked));
        }
        _ => {}
    }
}

fn world_beyond_ascii(world: &World) -> bool {
    let rows = [&world.users, &world.events, &world.history, &world.consent];
    rows.into_iter().chain(world.rows.values()).flatten().any(beyond_ascii)
}

/// Whether a text or a key anywhere in it goes beyond ASCII.
fn beyond_ascii(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_ascii(),
        Value::Array(items) => items.iter().any(beyond_ascii),
        Value::Object(keys) => keys.iter().any(|(key, inner)| !key.is_ascii() || beyond_ascii(inner)),
        _ => false,
    }
}

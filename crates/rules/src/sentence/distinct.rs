//! Two rules that resolve to different plans never read the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{sentence, Words};
use crate::condition::Condition;
use crate::parse::{parse_condition, parse_time};
use crate::resolve::resolve;
use crate::schema::Catalog;
use crate::tables::define;
use crate::time::{Millis, Zone};
use serde_json::{json, Value};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

mod groups;
pub(super) mod twins;

/// Where and when rules are read.
pub(super) struct Place {
    name: String,
    pub(super) catalog: Catalog,
    pub(super) now: Millis,
    pub(super) zone: Zone,
}

impl Place {
    /// The sentence of a rule and its plan; `None` where it is refused here.
    fn read(&self, json: &Value) -> Option<(String, String)> {
        let rule: Condition = parse_condition(json, "where", &self.catalog).ok()?;
        let plan = resolve(&rule, &self.catalog, self.now, self.zone).ok()?;
        Some((sentence(&rule, &Words::new(self.now, self.zone)), plan.root.fingerprint()))
    }

    /// Fails where two of the rules read the same and mean different things. How many of them are rules here.
    fn check<'r>(&self, rules: impl IntoIterator<Item = &'r Value>) -> usize {
        let mut said: HashMap<String, (String, &Value)> = HashMap::new();
        let mut read = 0;
        for rule in rules {
            let Some((sentence, plan)) = self.read(rule) else { continue };
            read += 1;
            if let Some((other, twin)) = said.get(&sentence) {
                assert_eq!(&plan, other, "{}\n{sentence}\nis said of\n{rule}\nand of\n{twin}", self.name);
            } else {
                said.insert(sentence, (plan, rule));
            }
        }
        read
    }
}

fn instant(text: &str) -> Millis {
    parse_time(&json!(text), "now").unwrap().instant(0, Zone::UTC)
}

/// The worlds of every case file, and every rule in them.
fn worlds() -> (Vec<Place>, Vec<Value>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    files.sort();
    let (mut places, mut rules) = (Vec::new(), Vec::new());
    for file in files {
        let json: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let worlds = json["worlds"].as_array().cloned().unwrap_or_else(|| vec![json.clone()]);
        for (i, world) in worlds.iter().enumerate() {
            let Some(now) = world["now"].as_str() else { continue };
            let mut catalog = Catalog::default();
            if !world["tables"].is_null() {
                catalog.schema = define(&world["tables"].to_string(), &catalog.schema).unwrap();
            }
            catalog.lists = world["lists"].as_object().iter().flat_map(|lists| lists.keys().cloned()).collect();
            catalog.segments = segments(&world["segments"]);
            rules.extend(catalog.segments.values().cloned());
            rules.extend(world["cases"].as_array().into_iter().flatten().map(|case| case["rule"].clone()));
            let zone = Zone::parse(world["tz"].as_str().unwrap()).unwrap();
            let place = Place { name: format!("{}: world {i}", file.display()), catalog, now: instant(now), zone };
            for case in world["cases"].as_array().into_iter().flatten().filter(|case| case["members"].is_array()) {
                assert!(place.read(&case["rule"]).is_some(), "{}: {}", place.name, case["name"]);
            }
            places.push(place);
        }
    }
    (places, rules)
}

fn segments(json: &Value) -> BTreeMap<String, Value> {
    let rule = |rule: &Value| rule.get("where").unwrap_or(rule).clone();
    json.as_object().into_iter().flatten().map(|(name, json)| (name.clone(), rule(json))).collect()
}

#[test]
fn rules_of_the_case_files_read_differently_where_they_differ() {
    let (places, rules) = worlds();
    // Every rule in the worlds that know tables, lists or segments, and in one of each other clock.
    let mut seen = std::collections::BTreeSet::new();
    let mut read = 0;
    for place in &places {
        if place.catalog != Catalog::default() || seen.insert((place.now, place.zone.name())) {
            read += place.check(&rules);
        }
    }
    assert!(read > 1000, "only {read} rules were read");
}

//! Real values and how many have them: what an editor offers while somebody types.

use crate::error::StoreError;
use crate::json::{each_element, readable};
use crate::reader::Reader;
use muster_engine::source::FieldValue;
use muster_rules::plan::{EventNames, UserColumn};
use muster_rules::text::fold;
use muster_rules::time::{format_instant, Millis, Span};
use muster_rules::value::{canonical_text, inside};
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

/// Different values counted at once; beyond, the rarest are forgotten and the winners counted again.
const MOST: usize = 200_000;

/// Whose values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValuesOf<'v> {
    /// A profile column's.
    Field(UserColumn),
    /// A user property's (dotted: inside it), as they are now.
    Property(&'v str),
    /// An event property's (dotted: inside it), of one event or (`None`) of all, up to now.
    EventProperty(Option<&'v str>, &'v str),
}

/// A real value and how many have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueCount {
    /// As JSON: what goes into a rule.
    pub json: String,
    /// How it reads.
    pub text: String,
    /// People (columns, user properties) or events (event properties) that have it.
    pub count: u64,
}

/// Counts values; bounded.
struct Counter {
    counts: HashMap<String, u64>,
    needle: String,
    /// Only these are counted.
    only: Option<HashSet<String>>,
    forgot: bool,
}

impl Counter {
    /// Counts a scalar; a list by its elements, each once; objects have no text to offer.
    fn value(&mut self, json: &str) {
        match json.as_bytes().first() {
            Some(b'[') => {
                let mut elements = HashSet::new();
                each_element(json, &mut |element| {
                    if !element.starts_with(['[', '{']) && element != "null" {
                        elements.insert(element);
                    }
                });
                elements.into_iter().for_each(|element| self.scalar(element));
            }
            Some(b'{') | None => {}
            Some(_) => self.scalar(json),
        }
    }

    fn scalar(&mut self, json: &str) {
        if let Some(count) = self.counts.get_mut(json) {
            *count += 1;
            return;
        }
        let wanted = match &self.only {
            Some(only) => only.contains(json),
            None => self.needle.is_empty() || fold(&readable(json)).contains(&self.needle),
        };
        if !wanted {
            return;
        }
        if self.counts.len() >= MOST {
            self.forgot = true;
            // Everyone loses what the rarest half has at most: what is frequent stays in.
            let mut all: Vec<u64> = self.counts.values().copied().collect();
            let (_, median, _) = all.select_nth_unstable(MOST / 2);
            let median = *median;
            self.counts.retain(|_, count| {
                *count = count.saturating_sub(median);
                *count > 0
            });
        }
        self.counts.insert(json.to_owned(), 1);
    }

    fn top(self, limit: usize) -> Vec<ValueCount> {
        let mut all: Vec<ValueCount> =
            self.counts.into_iter().map(|(json, count)| ValueCount { text: readable(&json), json, count }).collect();
        all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)).then_with(|| a.json.cmp(&b.json)));
        all.truncate(limit);
        all
    }
}

impl Reader<'_> {
    /// The most frequent values whose text contains `search` (ignoring case; empty: all), at most `limit`, the most frequent first.
    pub fn top_values(&self, of: &ValuesOf<'_>, search: &str, limit: usize, now: Millis) -> Result<Vec<ValueCount>, StoreError> {
        let mut counter = Counter { counts: HashMap::new(), needle: fold(search), only: None, forgot: false };
        self.count_values(of, now, &mut counter)?;
        if !counter.forgot {
            return Ok(counter.top(limit));
        }
        // What was forgotten in between is missing from the counts: the winners are counted again, exactly.
        let winners = counter.top(limit).into_iter().map(|value| value.json).collect();
        let mut counter = Counter { counts: HashMap::new(), needle: String::new(), only: Some(winners), forgot: false };
        self.count_values(of, now, &mut counter)?;
        Ok(counter.top(limit))
    }

    fn count_values(&self, of: &ValuesOf<'_>, now: Millis, counter: &mut Counter) -> Result<(), StoreError> {
        match of {
            ValuesOf::Field(column) => self.visit_fields(*column, &mut |(_, value)| {
                match value {
                    FieldValue::Text(text) => counter.scalar(&canonical_text(text)),
                    FieldValue::Time(time) => counter.scalar(&canonical_text(&format_instant(time))),
                }
                ControlFlow::Continue(())
            }),
            ValuesOf::Property(name) => {
                let mut literal = HashSet::new();
                let nested = name.split_once('.');
                self.visit_properties(name, now, &mut |(user, json)| {
                    counter.value(json);
                    if nested.is_some() {
                        literal.insert(user);
                    }
                    ControlFlow::Continue(())
                })?;
                let Some((name, rest)) = nested else { return Ok(()) };
                self.visit_properties(name, now, &mut |(user, json)| {
                    if !literal.contains(&user) {
                        count_inside(json, |value| inside(value, rest), counter);
                    }
                    ControlFlow::Continue(())
                })
            }
            ValuesOf::EventProperty(event, name) => {
                let names = event.map_or(EventNames::Every, |event| EventNames::Named(vec![event.to_owned()]));
                // Most events can be told to lack the key by a look at their text.
                let first = name.split('.').next().unwrap_or_default();
                let mark = canonical_text(first);
                let mark = &mark[..mark.len() - 1];
                let to = Some(now.saturating_add(1));
                self.visit_events(&names, Span { from: None, to }, true, &mut |event| {
                    if event.properties.contains(mark) {
                        count_inside(event.properties, |value| muster_rules::value::lookup(value, name), counter);
                    }
                    ControlFlow::Continue(())
                })
            }
        }
    }
}

fn count_inside(json: &str, look: impl for<'v> Fn(&'v serde_json::Value) -> Option<&'v serde_json::Value>, counter: &mut Counter) {
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(json) {
        if let Some(found) = look(&value) {
            counter.value(&muster_rules::value::canonical(found));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counter() -> Counter {
        Counter { counts: HashMap::new(), needle: String::new(), only: None, forgot: false }
    }

    #[test]
    fn lists_count_by_their_elements_once() {
        let mut counter = counter();
        for json in [r#"["a","b","a",null,{"x":1}]"#, r#""a""#, "5", "{}", "[]", "true"] {
            counter.value(json);
        }
        let top: Vec<_> = counter.top(9).into_iter().map(|value| (value.json, value.text, value.count)).collect();
        let want = [("\"a\"", "a", 2), ("5", "5", 1), ("\"b\"", "b", 1), ("true", "true", 1)];
        assert_eq!(top, want.map(|(json, text, count)| (json.to_owned(), text.to_owned(), count)));
    }

    #[test]
    fn too_many_values_keep_the_frequent_ones() {
        let mut counter = counter();
        for n in 0..3 * MOST {
            counter.scalar(&n.to_string());
            counter.scalar("\"often\"");
        }
        assert!(counter.forgot && counter.counts.len() <= MOST);
        assert_eq!(counter.top(1)[0].json, "\"often\"");
    }
}

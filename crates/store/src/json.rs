//! Looking into stored JSON without building it. The text is canonical where this program wrote it; anything else ends the looking.

use muster_rules::value::read_decimal;

/// Where the text that begins at `at` (its opening quote) ends: after its closing quote.
fn text_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut i = at + 1;
    loop {
        match bytes.get(i)? {
            b'"' => return Some(i + 1),
            b'\\' => i += 2,
            _ => i += 1,
        }
    }
}

/// Where the value that begins at `at` ends.
fn value_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => text_end(bytes, at),
        b'{' | b'[' => {
            let (mut depth, mut i) = (0usize, at);
            loop {
                match bytes.get(i)? {
                    b'"' => {
                        i = text_end(bytes, i)?;
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => {
                        depth = depth.checked_sub(1)?;
                        if depth == 0 {
                            return Some(i + 1);
                        }
                    }
                    _ => {}
                }
                i += 1;
            }
        }
        _ => {
            let rest = &bytes[at..];
            let length = rest.iter().position(|b| matches!(b, b',' | b'}' | b']')).unwrap_or(rest.len());
            (length > 0).then_some(at + length)
        }
    }
}

/// The text that a JSON text stands for.
pub(crate) fn unquote(json: &str) -> Option<std::borrow::Cow<'_, str>> {
    let inner = json.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str::<String>(json).ok().map(Into::into)
    } else {
        Some(inner.into())
    }
}

/// Every text in a value that is not a key, unquoted, at any depth.
pub(crate) fn each_text<E>(json: &str, visit: &mut impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let bytes = json.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|b| *b == b'"') {
        let begin = at + next;
        let Some(end) = text_end(bytes, begin) else { break };
        if bytes.get(end) != Some(&b':') {
            if let Some(text) = unquote(&json[begin..end]) {
                visit(&text)?;
            }
        }
        at = end;
    }
    Ok(())
}

/// The keys of an object and their values, both as JSON.
pub(crate) fn each_member<'j>(json: &'j str, visit: &mut impl FnMut(&'j str, &'j str)) {
    let bytes = json.as_bytes();
    if bytes.first() != Some(&b'{') {
        return;
    }
    let mut at = 1;
    while bytes.get(at) == Some(&b'"') {
        let Some(key) = text_end(bytes, at) else { return };
        let Some(value) = value_end(bytes, key + 1) else { return };
        visit(&json[at..key], &json[key + 1..value]);
        at = value + 1;
    }
}

/// The elements of a list, as JSON.
pub(crate) fn each_element<'j>(json: &'j str, visit: &mut impl FnMut(&'j str)) {
    let bytes = json.as_bytes();
    if bytes.first() != Some(&b'[') || bytes.get(1) == Some(&b']') {
        return;
    }
    let mut at = 1;
    while let Some(end) = value_end(bytes, at) {
        visit(&json[at..end]);
        if bytes.get(end) != Some(&b',') {
            return;
        }
        at = end + 1;
    }
}

/// How a value reads to a person: a text as itself, all else as JSON.
pub(crate) fn readable(json: &str) -> String {
    unquote(json).map_or_else(|| json.to_owned(), std::borrow::Cow::into_owned)
}

/// The rule of a segment as it was saved: its `where`, or the whole where it is a bare condition.
pub(crate) fn rule_of(definition: &str) -> Option<serde_json::Value> {
    let mut value = muster_rules::document::read_value(definition).ok()?;
    if value.get("kind").is_some() {
        return Some(value);
    }
    value.get_mut("where").map(serde_json::Value::take)
}

/// How a text reads beside being text.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Reading {
    /// As a decimal number.
    pub(crate) number: Option<f64>,
    /// As a stored time.
    pub(crate) time: Option<muster_rules::time::StoredTime>,
}

impl Reading {
    /// Reads a text. Most texts are neither, and cost a look at their first characters.
    pub(crate) fn of(text: &str) -> Reading {
        let Some(first) = text.bytes().next() else { return Reading::default() };
        let number = if matches!(first, b'0'..=b'9' | b'+' | b'-' | b'.' | b' ') { read_decimal(text) } else { None };
        Reading { number, time: muster_rules::time::read_time(text) }
    }

    pub(crate) fn is_none(self) -> bool {
        self.number.is_none() && self.time.is_none()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn texts(json: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_text(json, &mut |text| -> Result<(), ()> {
            found.push(text.to_owned());
            Ok(())
        })
        .unwrap();
        found
    }

    #[test]
    fn texts_at_any_depth_but_no_keys() {
        for (json, want) in [
            (r#"{"a":"x","b":[1,"y",{"c":"z"}]}"#, vec!["x", "y", "z"]),
            (r#""plain""#, vec!["plain"]),
            (r#"{"a\"b":"c\"d\\","e":"\u0041"}"#, vec!["c\"d\\", "A"]),
            (r#"["a:b","{\"k\":1}"]"#, vec!["a:b", "{\"k\":1}"]),
            ("5", vec![]),
            ("{}", vec![]),
            (r#"{"a":"open"#, vec![]),
            (r#"["\"#, vec![]),
        ] {
            assert_eq!(texts(json), want, "{json}");
        }
    }

    #[test]
    fn members_and_elements() {
        let members = |json: &str| {
            let mut found = Vec::new();
            each_member(json, &mut |key, value| found.push(format!("{key}={value}")));
            found.join(" ")
        };
        for (json, want) in [
            (r#"{"a":1,"b":[1,{"c":"}"}],"d":{"e":"x,y"},"f":null}"#, r#""a"=1 "b"=[1,{"c":"}"}] "d"={"e":"x,y"} "f"=null"#),
            ("{}", ""),
            ("5", ""),
            (r#"{"a":"#, ""),
            (r#"{"a"}"#, ""),
        ] {
            assert_eq!(members(json), want, "{json}");
        }
        let elements = |json: &str| {
            let mut found = Vec::new();
            each_element(json, &mut |element| found.push(element.to_owned()));
            found.join(" ")
        };
        for (json, want) in [(r#"[1,"a,b",[2],{"c":3}]"#, r#"1 "a,b" [2] {"c":3}"#), ("[]", ""), ("[", ""), ("[1", "1"), ("1", "")] {
            assert_eq!(elements(json), want, "{json}");
        }
    }
}

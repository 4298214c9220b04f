//! Values: one canonical form for every stored JSON (RFC 8785), text forms, decimal numbers, nested keys.

use serde_json::Value;
use std::fmt::Write;

/// Deepest nesting of a stored value.
pub const MAX_DEPTH: usize = 64;

/// Why JSON cannot be stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadJson {
    /// The text is not JSON.
    #[error("not JSON: {0}")]
    Syntax(String),
    /// Nested deeper than 64.
    #[error("nested deeper than {MAX_DEPTH}")]
    TooDeep,
    /// A text in it, or a key, has a NUL character.
    #[error("has a NUL character")]
    Nul,
}

/// Reads JSON text into a value, of two equal keys the last. Refuses what cannot be stored: lone surrogates, numbers that are not
/// finite, nesting deeper than 64, NUL characters.
pub fn read_json(text: &str) -> Result<Value, BadJson> {
    let value: Value = serde_json::from_str(text).map_err(|why| {
        let why = why.to_string();
        if why.contains("recursion limit") {
            BadJson::TooDeep
        } else {
            BadJson::Syntax(why)
        }
    })?;
    check(&value, 0)?;
    Ok(value)
}

/// Whether a value can be stored.
pub fn check(value: &Value, depth: usize) -> Result<(), BadJson> {
    if depth > MAX_DEPTH {
        return Err(BadJson::TooDeep);
    }
    match value {
        Value::String(text) if text.contains('\0') => Err(BadJson::Nul),
        Value::Array(items) => items.iter().try_for_each(|item| check(item, depth + 1)),
        Value::Object(map) => {
            map.iter().try_for_each(|(key, item)| if key.contains('\0') { Err(BadJson::Nul) } else { check(item, depth + 1) })
        }
        _ => Ok(()),
    }
}

/// The canonical text of a value (RFC 8785): keys in the order of their UTF-16 units, numbers as ECMAScript prints them, no spaces.
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write_canonical(value, &mut out);
    out
}

fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&number_text(number.as_f64().unwrap_or_default())),
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_canonical(item, out);
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (i, (key, item)) in entries.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_text(key, out);
                out.push(':');
                write_canonical(item, out);
            }
            out.push('}');
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{9}' => out.push_str("\\t"),
            '\u{a}' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\u{d}' => out.push_str("\\r"),
            c if c < ' ' => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// The canonical text of a text value.
pub fn canonical_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_text(text, &mut out);
    out
}

/// A number as ECMAScript prints it: `5`, `0.1`, `1e+21`.
pub fn number_text(number: f64) -> String {
    ryu_js::Buffer::new().format(number).to_owned()
}

/// The number that a text wholly is, if it is one: optional spaces around, a sign, digits with at most one point, an exponent.
pub fn read_decimal(text: &str) -> Option<f64> {
    let text = text.trim_matches(' ');
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() + fraction.len() == 0 || !digits(whole) || !digits(fraction) {
        return None;
    }
    if let Some(exponent) = exponent {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if exponent.is_empty() || !digits(exponent) {
            return None;
        }
    }
    text.parse().ok()
}

/// What CSV text is: typed where it is wholly a JSON number or `true`/`false` and writing it back gives the same text, else text. Empty is absent.
pub fn read_csv_cell(cell: &str) -> Option<Value> {
    match cell {
        "" => return None,
        "true" => return Some(Value::Bool(true)),
        "false" => return Some(Value::Bool(false)),
        _ => {}
    }
    let first = cell.as_bytes()[0];
    if first == b'-' || first.is_ascii_digit() {
        if let Some(number) = read_decimal(cell).filter(|n| n.is_finite()) {
            if number_text(number) == cell {
                return serde_json::Number::from_f64(number).map(Value::Number);
            }
        }
    }
    Some(Value::String(cell.to_owned()))
}

/// The value at a dotted name inside an object: a literal key wins, else every part is a step inwards. `None`: nothing there, or `null`.
pub fn lookup<'v>(object: &'v Value, name: &str) -> Option<&'v Value> {
    let found = match object.get(name) {
        Some(found) => Some(found),
        None if name.contains('.') => inside(object, name),
        None => None,
    };
    found.filter(|value| !value.is_null())
}

/// The value at a dotted path inside a value, every part a step.
pub fn inside<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, key| value.as_object()?.get(key)).filter(|value| !value.is_null())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn stored_json_has_one_form() {
        let cases = [
            (r#"{"b":1.0,"a":[ 1e2, -0, "\u00e9\/" ],"b":2}"#, r#"{"a":[100,0,"é/"],"b":2}"#),
            (r#"1e21"#, "1e+21"),
            (r#"12345678901234567890"#, "12345678901234567000"),
            (r#"9007199254740993"#, "9007199254740992"),
            (r#"{"\ud83d\ude00":1,"\ufb33":2,"é":3}"#, "{\"é\":3,\"😀\":1,\"\u{fb33}\":2}"),
            (r#""\u0001\n\"\\""#, r#""\u0001\n\"\\""#),
            (r#"0.1"#, "0.1"),
        ];
        for (text, want) in cases {
            assert_eq!(canonical(&read_json(text).unwrap()), want, "{text}");
        }
    }

    #[test]
    fn what_engines_read_differently_is_refused() {
        let deep = format!("{}{}", "[".repeat(66), "]".repeat(66));
        for text in [r#""\ud800""#, "1e400", "NaN", r#""\u0000""#, r#"{"\u0000":1}"#, "", "{", deep.as_str()] {
            assert!(read_json(text).is_err(), "{text}");
        }
    }

    #[test]
    fn decimal_texts() {
        for (text, want) in [
            ("12", Some(12.0)),
            (" 12 ", Some(12.0)),
            ("1.2e3", Some(1200.0)),
            ("+5", Some(5.0)),
            (".5", Some(0.5)),
            ("5.", Some(5.0)),
            ("-0", Some(0.0)),
            ("1E-2", Some(0.01)),
        ] {
            assert_eq!(read_decimal(text), want, "{text}");
        }
        for text in ["", " ", "12px", ".", "1e", "e5", "1.2.3", "0x10", "inf", "NaN", "1 2", "--1", "\t1", "1_000", "١"] {
            assert_eq!(read_decimal(text), None, "{text}");
        }
    }

    #[test]
    fn csv_cells_are_typed_only_where_writing_back_gives_the_same() {
        for (cell, want) in [
            ("5", "5"),
            ("007", "\"007\""),
            ("+49", "\"+49\""),
            ("1.0", "\"1.0\""),
            ("true", "true"),
            ("True", "\"True\""),
            ("-1.5", "-1.5"),
            ("1e+21", "1e+21"),
            ("1e21", "\"1e21\""),
            (" 1", "\" 1\""),
            ("-0", "\"-0\""),
            ("0", "0"),
        ] {
            assert_eq!(canonical(&read_csv_cell(cell).unwrap()), want, "{cell}");
        }
        assert_eq!(read_csv_cell(""), None);
    }

    #[test]
    fn a_literal_dotted_key_that_is_there_wins() {
        let object = serde_json::json!({"a.b": 1, "a": {"b": 2, "c": {"d": 3}}, "n.x": null, "n": {"x": 5}});
        assert_eq!(lookup(&object, "a.b"), Some(&1.into()));
        assert_eq!(lookup(&object, "a.c.d"), Some(&3.into()));
        assert_eq!(lookup(&object, "n.x"), None);
        assert_eq!(lookup(&object, "a.b.c"), None);
    }
}

//! Text forms, decimal texts, case.

use regex::Regex;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

thread_local! {
    static PATTERNS: RefCell<HashMap<String, Rc<Regex>>> = RefCell::default();
}

/// A compiled pattern; each is compiled once.
pub fn pattern(source: &str) -> Result<Rc<Regex>, String> {
    if let Some(known) = PATTERNS.with_borrow(|known| known.get(source).cloned()) {
        return Ok(known);
    }
    let new = Rc::new(Regex::new(source).map_err(|why| why.to_string())?);
    PATTERNS.with_borrow_mut(|known| known.insert(source.to_owned(), Rc::clone(&new)));
    Ok(new)
}

/// The text form of a scalar. Lists, objects and `null` have none.
pub fn text_form(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(true) => Some("true".to_owned()),
        Value::Bool(false) => Some("false".to_owned()),
        Value::Number(number) => number.as_f64().map(number_text),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The text forms of a value: of a list those of its elements, lists in it likewise. What is absent or an object has none.
pub fn text_forms(value: &Value) -> Vec<String> {
    match value {
        Value::Array(elements) => elements.iter().flat_map(text_forms).collect(),
        other => text_form(other).into_iter().collect(),
    }
}

/// A double as ECMAScript's `Number::toString` writes it.
pub fn number_text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    // Rust's `{:e}` has the fewest digits that read back the same: `-1.25e-7`. Of several such ECMAScript wants the nearest, and of two as near
    // the even one, which is how Rust rounds to a given number of digits.
    let shortest = format!("{:e}", number.abs());
    let digits = shortest.bytes().take_while(|b| *b != b'e').filter(u8::is_ascii_digit).count();
    let nearest = format!("{:.*e}", digits.saturating_sub(1), number.abs());
    let scientific = if nearest.parse() == Ok(number.abs()) { nearest } else { shortest };
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let exponent: i64 = exponent.parse().unwrap_or_default();
    // The names of ECMA-262: k digits, and the value is 0.digits × 10^n.
    let (k, n) = (digits.len() as i64, exponent + 1);
    let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or_default());
    let cut = |at: i64| digits.split_at(usize::try_from(at).unwrap_or_default());
    let text = if k <= n && n <= 21 {
        format!("{digits}{}", zeros(n - k))
    } else if 0 < n && n <= 21 {
        let (whole, fraction) = cut(n);
        format!("{whole}.{fraction}")
    } else if -6 < n && n <= 0 {
        format!("0.{}{digits}", zeros(-n))
    } else {
        let (first, rest) = cut(1);
        let point = if rest.is_empty() { "" } else { "." };
        let sign = if exponent < 0 { "-" } else { "+" };
        format!("{first}{point}{rest}e{sign}{}", exponent.abs())
    };
    if number < 0.0 {
        format!("-{text}")
    } else {
        text
    }
}

/// The number that a text wholly is.
pub fn decimal(text: &str) -> Result<Option<f64>, String> {
    let found = pattern(r"\A *([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?) *\z")?;
    match found.captures(text).and_then(|groups| groups.get(1)) {
        Some(number) => number.as_str().parse().map(Some).map_err(|why| format!("{text}: {why}")),
        None => Ok(None),
    }
}

/// The number of a value: a number, or text that is wholly one.
pub fn number(value: &Value) -> Result<Option<f64>, String> {
    match value {
        Value::Number(number) => Ok(number.as_f64()),
        Value::String(text) => decimal(text),
        _ => Ok(None),
    }
}

/// Where in a text a part must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Anywhere.
    Anywhere,
    /// At the start.
    Start,
    /// At the end.
    End,
}

/// Whether a text has a part, ignoring case. The pattern language's `(?i)` is Unicode simple case folding.
pub fn has_part(text: &str, part: &str, place: Place) -> Result<bool, String> {
    let part = regex::escape(part);
    let source = match place {
        Place::Anywhere => format!("(?i:{part})"),
        Place::Start => format!(r"\A(?i:{part})"),
        Place::End => format!(r"(?i:{part})\z"),
    };
    Ok(pattern(&source)?.is_match(text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numbers_are_printed_as_ecmascript_does() {
        for (number, want) in [
            (0.0, "0"),
            (-0.0, "0"),
            (5.0, "5"),
            (-1.5, "-1.5"),
            (0.1, "0.1"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (1.5e21, "1.5e+21"),
            (1e-6, "0.000001"),
            (1.5e-7, "1.5e-7"),
            (123456.789, "123456.789"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (1_560_009_713_514_645.0 + 0.25, "1560009713514645.2"),
        ] {
            assert_eq!(number_text(number), want);
        }
    }

    #[test]
    fn parts_are_found_ignoring_case() {
        for (text, part, want) in [
            ("ÉCLAIR", "écl", true),
            ("straße", "SS", false),
            ("STRAẞE", "straße", true),
            ("ς", "Σ", true),
            ("\u{212a}", "k", true),
            ("İ", "i", false),
            ("ſ", "S", true),
            ("a.b", "a.b", true),
            ("axb", "a.b", false),
            ("a\nb", "\nB", true),
            ("x", "", true),
        ] {
            assert_eq!(has_part(text, part, Place::Anywhere).unwrap(), want, "{text} {part}");
        }
        assert!(has_part("abc", "AB", Place::Start).unwrap() && !has_part("abc", "b", Place::Start).unwrap());
        assert!(has_part("abc\n", "c\n", Place::End).unwrap() && !has_part("abc\n", "c", Place::End).unwrap());
    }
}

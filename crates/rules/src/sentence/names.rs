//! Names, texts and numbers in words. What stands in quotes or as a bare word can never look like anything else of a sentence.

use crate::plan::{Column, EventColumn, Scalar, UserColumn};
use crate::value::number_text;
use std::fmt::Write;

/// Words that a sentence is made of: a name that is one of them stands in quotes.
const WORDS: &str = "all also among an and any anyone are as at average before between but by did different do each event every everyone \
    except false fell first for from had has in including is it its largest last least matching more most never no nobody \
    none not number of on one or other over people property same since smallest sum than that the then those time times to \
    true until up value values was when where who whose with within";

/// A name as it is, in quotes where it would not read as one word of its own.
pub(super) fn name(text: &str) -> String {
    let first = text.chars().next();
    let word = first.is_some_and(|c| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
        && text.chars().last().is_some_and(|c| c.is_alphanumeric() || c == '_');
    if word && !is_word(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

fn is_word(text: &str) -> bool {
    let text = text.to_lowercase();
    WORDS.split(' ').any(|word| word == text)
}

/// A user's or event's property: its name, marked where a column has the same.
pub(super) fn property(text: &str) -> String {
    let column = UserColumn::ALL.iter().any(|column| column.name() == text) || EventColumn::ALL.iter().any(|column| column.name() == text);
    if column {
        format!("property {text}")
    } else {
        name(text)
    }
}

/// A column of a row.
pub(super) fn column(column: &Column) -> String {
    name(column.name())
}

/// A text in quotes, with those inside it and what cannot be seen escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 6);
    out.push('“');
    for c in text.chars() {
        match c {
            '“' | '”' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {
                escape(&mut out, c);
            }
            c if c.is_control() => escape(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('”');
    out
}

fn escape(out: &mut String, c: char) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
}

/// A number; zero keeps its sign, as plans do.
pub(super) fn number(number: f64) -> String {
    if number == 0.0 && number.is_sign_negative() {
        "-0".to_owned()
    } else {
        number_text(number)
    }
}

/// A whole number with its thousands apart: "12,345".
pub(super) fn whole(number: u64) -> String {
    let digits = number.to_string();
    let mut groups: Vec<&str> = Vec::new();
    let mut rest = digits.as_str();
    while let Some((before, last)) = rest.len().checked_sub(3).filter(|at| *at > 0).map(|at| rest.split_at(at)) {
        groups.insert(0, last);
        rest = before;
    }
    groups.insert(0, rest);
    groups.join(",")
}

/// A scalar: texts in quotes, numbers and booleans without.
pub(super) fn scalar(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Text(text) => quoted(text),
        Scalar::Number(n) => number(*n),
        Scalar::Bool(bool) => bool.to_string(),
    }
}

/// "a, b and c".
pub(super) fn list(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {word} {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{name, number, property, quoted, whole};

    #[test]
    fn names_are_bare_only_where_they_are_one_word() {
        for (text, want) in [
            ("plan", "plan"),
            ("add_to_cart", "add_to_cart"),
            ("cart.total", "cart.total"),
            ("prénom", "prénom"),
            ("姓名", "姓名"),
            ("_x", "_x"),
            ("v2", "v2"),
            ("5", "“5”"),
            ("-x", "“-x”"),
            ("x.", "“x.”"),
            ("x y", "“x y”"),
            ("x,", "“x,”"),
            ("where", "“where”"),
            ("And", "“And”"),
            ("", "“”"),
        ] {
            assert_eq!(name(text), want);
        }
        assert_eq!(property("email"), "property email");
        assert_eq!(property("emails"), "emails");
    }

    #[test]
    fn texts_cannot_look_like_anything_else() {
        for (text, want) in [
            ("a", "“a”"),
            ("a” or “b", "“a\\” or \\“b”"),
            ("a\\”", "“a\\\\\\””"),
            ("a\nb\t\u{7}", "“a\\nb\\t\\u{7}”"),
            ("\u{202e}x\u{200b}", "“\\u{202e}x\\u{200b}”"),
            ("it's \"odd\"", "“it's \"odd\"”"),
        ] {
            assert_eq!(quoted(text), want);
        }
    }

    #[test]
    fn numbers() {
        for (n, want) in [(0, "0"), (999, "999"), (1000, "1,000"), (12_345_678, "12,345,678")] {
            assert_eq!(whole(n), want);
        }
        for (n, want) in [(0.0, "0"), (-0.0, "-0"), (0.1, "0.1"), (1e21, "1e+21"), (-5.0, "-5")] {
            assert_eq!(number(n), want);
        }
    }
}

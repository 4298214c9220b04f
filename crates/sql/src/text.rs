//! Texts of a statement that come from people: literals and comments.

/// A text literal of standard SQL.
pub(crate) fn standard_literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// An identifier of standard SQL.
pub(crate) fn quoted_name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Text that can stand in a comment, on one line, without ending it or turning the reading direction of what follows.
pub(crate) fn comment(text: &str, longest: usize) -> String {
    let mut out = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == longest {
            out.push('…');
            break;
        }
        let turns = matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
        out.push(if c.is_control() || turns { ' ' } else { c });
    }
    // Both marks: some engines nest block comments.
    out.replace("*/", "* /").replace("/*", "/ *")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stay_comments() {
        for (text, want) in [
            ("a\nb\r\u{2028}c", "a b  c"),
            ("*/ DROP", "* / DROP"),
            ("/*/", "/ * /"),
            ("**//", "** //"),
            ("it's \"so\" -- ;", "it's \"so\" -- ;"),
            ("\u{202e}x", " x"),
        ] {
            assert_eq!(comment(text, 100), want, "{text:?}");
        }
        assert_eq!(comment("abcdef", 3), "abc…");
        for hostile in ["/*/*/*/", "*//**/", "*/*/", "/**/"] {
            let safe = comment(hostile, 100);
            assert!(!safe.contains("*/") && !safe.contains("/*"), "{safe}");
        }
    }

    #[test]
    fn quotes_are_doubled() {
        assert_eq!(standard_literal("it's ''"), "'it''s '''''");
    }
}

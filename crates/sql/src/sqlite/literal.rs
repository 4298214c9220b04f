//! Literals that every SQLite from 3.40 on reads the same.

use muster_rules::value::{canonical_text, number_text};

/// A text literal, on one line: line ends inside a literal do not survive every shell.
pub(super) fn text(text: &str) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    if text.contains('\0') {
        // No stored text has one, and neither quotes nor JSON can say it: as bytes it equals nothing.
        let bytes: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        return format!("CAST(x'{bytes}' AS TEXT)");
    }
    if text.chars().any(char::is_control) {
        return format!("json_extract({}, '$')", quoted(&canonical_text(text)));
    }
    quoted(text)
}

/// A number literal that reads as exactly this double. Whole numbers beyond 2^53 are written as doubles too, so that they
/// compare as what they were rounded to.
pub(super) fn number(number: f64) -> String {
    let short = number_text(number);
    if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
        return short;
    }
    if !reads_exactly(number) {
        return format!("{number:.17e}");
    }
    if short.contains(['.', 'e']) {
        short
    } else {
        format!("{short}.0")
    }
}

/// Whether the number's shortest text is read as the number by a reader that rounds twice, as SQLite 3.40's: only where it
/// lies well inside the numbers that round to it.
pub(super) fn reads_exactly(number: f64) -> bool {
    let short = number_text(number.abs());
    let (mantissa, exponent) = short.split_once('e').unwrap_or((&short, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let Ok(exponent) = exponent.parse::<i64>() else { return false };
    let padding = 19_usize.saturating_sub(digits.len());
    let exponent = exponent - fraction.len() as i64 - padding as i64;
    let Ok(digits) = format!("{digits}{}", "0".repeat(padding)).parse::<u128>() else { return false };
    // Powers of ten beyond these are rounded themselves.
    if !(-40..=20).contains(&exponent) {
        return false;
    }
    [digits.saturating_sub(4), digits + 4].iter().all(|near| format!("{near}e{exponent}").parse() == Ok(number.abs()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numbers_read_back_as_themselves() {
        for value in [
            0.1,
            0.3,
            -0.5,
            12.34,
            2.5e-8,
            1e21,
            1e300,
            5e-324,
            f64::MAX,
            f64::MIN_POSITIVE,
            0.1 + 0.2,
            9_007_199_254_740_993.0,
            1_234_567_890_123_456_789_u64 as f64,
            1.2345678901234567e19,
            -1e15,
        ] {
            assert_eq!(number(value).parse::<f64>().unwrap(), value, "{value}");
        }
        for (value, want) in [(5.0, "5"), (-0.0, "0"), (0.1, "0.1"), (-12.5, "-12.5"), (1e15, "1000000000000000")] {
            assert_eq!(number(value), want);
        }
        assert!(number(1_234_567_890_123_456_789_u64 as f64).contains(['.', 'e']));
    }

    #[test]
    fn texts_stay_on_one_line() {
        for (value, want) in [
            ("it's", "'it''s'"),
            ("a\r\nb'", r#"json_extract('"a\r\nb''"', '$')"#),
            ("\u{1}\\\"", r#"json_extract('"\u0001\\\""', '$')"#),
            ("a\0b", "CAST(x'610062' AS TEXT)"),
            ("é😀", "'é😀'"),
        ] {
            assert_eq!(text(value), want);
        }
    }
}

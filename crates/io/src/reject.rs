//! Why a row is left out.

use std::borrow::Cow;
use std::fmt;

/// The most of a rejected row's text that is kept, in bytes.
const RAW_CAP: usize = 64 << 10;
/// The most of a value that a reason shows, in characters.
const SHOWN_CAP: usize = 60;

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The line of the file on which it begins, from 1.
    pub line: u64,
    /// Why.
    pub reason: RejectReason,
    /// The row as it stands in the file, without its line end; what is not UTF-8 in it replaced, and cut after 64 KB.
    pub raw: String,
}

impl Reject {
    pub(crate) fn new(line: u64, reason: RejectReason, raw: &[u8]) -> Reject {
        let kept = &raw[..raw.len().min(RAW_CAP)];
        let mut text = String::from_utf8_lossy(kept).into_owned();
        if kept.len() < raw.len() {
            text.push('…');
        }
        Reject { line, reason, raw: text }
    }
}

/// Why a row was left out: few fixed sentences with their details. [`fmt::Display`] has the details,
/// [`RejectReason::group`] is the same for all rows that were left out for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RejectReason {
    /// Another number of columns than the header.
    Width {
        /// Columns it has.
        has: usize,
        /// Columns of the header.
        wants: usize,
    },
    /// A quote is opened and not closed, or closed so late that it cannot be meant.
    UnclosedQuote,
    /// Something stands between a closing quote and the next delimiter.
    TextAfterQuote,
    /// The row is longer than this many bytes.
    TooLong(usize),
    /// A NUL character anywhere in it.
    Nul,
    /// A line break, a tab or another control character in a column whose texts are written one a line.
    ControlCharacter(&'static str),
    /// Bytes that are no UTF-8.
    NotUtf8,
    /// The line is not JSON.
    NotJson(String),
    /// The line is JSON, but no object.
    NotAnObject,
    /// A column that every row needs says nothing.
    Missing(&'static str),
    /// A time that is none of the known forms.
    NoTime {
        /// The column.
        column: &'static str,
        /// Its text.
        text: String,
    },
    /// A list or an object where a text is needed.
    NoText(&'static str),
    /// `properties` is something else than a JSON object.
    NoObject,
    /// JSON that cannot be stored: nested too deep, a broken character, a number that is not finite.
    BadValue {
        /// The column or key.
        column: String,
        /// What is wrong with it.
        why: String,
    },
    /// A consent's state is neither `granted` nor `denied`.
    UnknownState(String),
    /// A key for which files of this kind have no place.
    UnknownKey(String),
    /// A property whose name is empty.
    BlankName,
    /// A value of a custom table that is not of its column's type.
    WrongType {
        /// The column.
        column: String,
        /// What is wrong with the value: "is no number" …
        what: &'static str,
        /// The value.
        text: String,
    },
    /// A row of a custom table without the value in this column, by which its rows are told apart.
    NoKey(String),
    /// A row of a custom table in which every column is empty.
    Blank,
}

impl RejectReason {
    /// The reason without its details: what rows are counted by.
    pub fn group(&self) -> Cow<'static, str> {
        use RejectReason::*;
        match self {
            Width { has, wants } if has < wants => "too few columns".into(),
            Width { .. } => "too many columns".into(),
            NotJson(_) => "is not JSON".into(),
            Missing(column) => format!("{column} is missing").into(),
            NoTime { column, .. } => format!("{column} is no time").into(),
            NoText(column) => format!("{column} is a list or an object").into(),
            ControlCharacter(column) => format!("{column} has a line break or another control character").into(),
            BadValue { .. } => "a value cannot be stored".into(),
            UnknownState(_) => "state is neither granted nor denied".into(),
            UnknownKey(_) => "has a key that has no place here".into(),
            UnclosedQuote => "a quote is not closed".into(),
            TextAfterQuote => "has text after a closing quote".into(),
            TooLong(_) => "is too long".into(),
            Nul => "has a NUL character".into(),
            NotUtf8 => "is not UTF-8".into(),
            NotAnObject => "is no JSON object".into(),
            NoObject => "properties is no JSON object".into(),
            BlankName => "has a property without a name".into(),
            WrongType { column, what, .. } => format!("{} {what}", shown(column)).into(),
            NoKey(column) => format!("{}, the key, is missing", shown(column)).into(),
            Blank => "says nothing".into(),
        }
    }
}

impl fmt::Display for RejectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use RejectReason::*;
        let group = self.group();
        match self {
            Width { has, wants } => write!(f, "has {has} {} instead of {wants}", if *has == 1 { "column" } else { "columns" }),
            UnclosedQuote => f.write_str("a quote that is opened here is not closed"),
            TooLong(limit) => write!(f, "is longer than {} MB", limit >> 20),
            NotJson(why) => write!(f, "{group}: {why}"),
            NoTime { text, .. } | UnknownState(text) | UnknownKey(text) | WrongType { text, .. } => write!(f, "{group}: “{}”", shown(text)),
            BadValue { column, why } => write!(f, "{} cannot be stored: {why}", shown(column)),
            _ => f.write_str(&group),
        }
    }
}

/// A text as a message shows it: cut where it is long.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN_CAP) {
        Some((at, _)) => format!("{}…", &text[..at]).into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_say_what_is_wrong_and_group_by_it() {
        use RejectReason::*;
        for (reason, says, group) in [
            (Width { has: 7, wants: 9 }, "has 7 columns instead of 9", "too few columns"),
            (Width { has: 1, wants: 2 }, "has 1 column instead of 2", "too few columns"),
            (Width { has: 3, wants: 2 }, "has 3 columns instead of 2", "too many columns"),
            (Missing("user_id"), "user_id is missing", "user_id is missing"),
            (NoTime { column: "timestamp", text: "tomorrow".into() }, "timestamp is no time: “tomorrow”", "timestamp is no time"),
            (UnknownState("maybe".into()), "state is neither granted nor denied: “maybe”", "state is neither granted nor denied"),
            (
                WrongType { column: "price".into(), what: "is no number", text: "5 €".into() },
                "price is no number: “5 €”",
                "price is no number",
            ),
            (NoKey("id".into()), "id, the key, is missing", "id, the key, is missing"),
            (TooLong(16 << 20), "is longer than 16 MB", "is too long"),
            (
                BadValue { column: "plan".into(), why: "nested deeper than 64".into() },
                "plan cannot be stored: nested deeper than 64",
                "a value cannot be stored",
            ),
        ] {
            assert_eq!(reason.to_string(), says);
            assert_eq!(reason.group(), group);
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shown("é").len(), 2);
        assert_eq!(shown(&"é".repeat(61)), format!("{}…", "é".repeat(60)));
        let raw = "é".repeat(RAW_CAP);
        let kept = Reject::new(1, RejectReason::Nul, raw.as_bytes()).raw;
        assert!(kept.ends_with('…') && kept.len() < RAW_CAP + 8);
    }
}

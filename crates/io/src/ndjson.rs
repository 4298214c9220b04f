//! NDJSON: one JSON object on each line.

use crate::error::ReadError;
use crate::format::{Field, Format, Raw, Record, Records};
use crate::lines::{Found, Lines};
use crate::reject::RejectReason;
use memchr::memchr;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// How many lines of the beginning are looked at for an object.
const LOOK: usize = 20;

/// The format.
pub(crate) struct Ndjson;

impl Format for Ndjson {
    fn name(&self) -> &'static str {
        "ndjson"
    }

    /// By its first character, or by a whole object on any of the first lines: the first one may be the broken one.
    fn recognises(&self, head: &[u8]) -> bool {
        let text = head.trim_ascii_start();
        let array = text.strip_prefix(b"[").map(|inside| inside.trim_ascii_start());
        text.starts_with(b"{")
            || array.is_some_and(|inside| inside.is_empty() || matches!(inside[0], b'{' | b']'))
            || head.split(|byte| matches!(byte, b'\n' | b'\r')).take(LOOK).any(|line| {
                let line = line.trim_ascii();
                line.starts_with(b"{\"") && line.ends_with(b"}")
            })
    }

    fn open(&self, mut lines: Lines) -> Result<Box<dyn Records>, ReadError> {
        let path = lines.origin().path.clone();
        let head = lines.head(4096)?.trim_ascii_start();
        if head.starts_with(b"[") {
            return Err(ReadError::JsonDocument { path, what: "one JSON array", filter: "'.[]'" });
        }
        let first = head.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        if first.trim_ascii() == b"{" {
            return Err(ReadError::JsonDocument { path, what: "JSON with its objects spread over several lines", filter: "." });
        }
        Ok(Box::new(NdjsonRecords { lines, done: Done::Line(0) }))
    }
}

struct NdjsonRecords {
    lines: Lines,
    done: Done,
}

/// What the last record leaves to do before the next can be read.
enum Done {
    Line(usize),
    TooLong,
}

impl Records for NdjsonRecords {
    fn described(&self) -> String {
        "NDJSON".to_owned()
    }

    fn header(&self) -> Option<&[String]> {
        None
    }

    fn next(&mut self) -> Result<Option<Record<'_>>, ReadError> {
        match self.done {
            Done::Line(0) => {}
            Done::Line(next) => self.lines.consume(next, 1),
            Done::TooLong => self.lines.skip_line()?,
        }
        let end = loop {
            match self.lines.line(0)? {
                Found::End => {
                    self.done = Done::Line(0);
                    return Ok(None);
                }
                Found::TooLong => {
                    self.done = Done::TooLong;
                    let limit = self.lines.limit();
                    let raw = self.lines.upto(limit);
                    return Ok(Some(Record { line: self.lines.number(), raw, fields: Err(RejectReason::TooLong(limit)) }));
                }
                Found::Line { text, next } if self.lines.upto(text).trim_ascii().is_empty() => self.lines.consume(next, 1),
                Found::Line { text, next } => {
                    self.done = Done::Line(next);
                    break text;
                }
            }
        };
        let raw = self.lines.upto(end);
        Ok(Some(Record { line: self.lines.number(), raw, fields: parse(raw) }))
    }
}

/// The keys and values of a line.
fn parse(line: &[u8]) -> Result<Vec<Field<'_>>, RejectReason> {
    if memchr(0, line).is_some() {
        return Err(RejectReason::Nul);
    }
    let text = std::str::from_utf8(line).map_err(|_| RejectReason::NotUtf8)?;
    match serde_json::from_str::<Object<'_>>(text) {
        Ok(object) => Ok(object.0),
        Err(why) if why.is_data() => Err(RejectReason::NotAnObject),
        Err(why) => Err(RejectReason::NotJson(syntax(&why))),
    }
}

/// What is wrong with a text of one line: serde's words without the line, which is always 1.
pub(crate) fn syntax(why: &serde_json::Error) -> String {
    let text = why.to_string();
    let words = text.rfind(" at line ").map_or(text.as_str(), |at| &text[..at]);
    if why.column() == 0 {
        return words.to_owned();
    }
    format!("{words} at character {}", why.column())
}

struct Object<'a>(Vec<Field<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Vec<Field<'de>>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::with_capacity(8);
                while let Some((Text(name), value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    fields.push(Field { name, value: Raw::Json(value.get()) });
                }
                Ok(fields)
            }
        }

        from.deserialize_map(Fields).map(Object)
    }
}

/// A JSON text, borrowed where it has no escapes.
pub(crate) struct Text<'a>(pub(crate) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Borrowing;

        impl<'de> Visitor<'de> for Borrowing {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }

        from.deserialize_str(Borrowing).map(Text)
    }
}

//! Objects written as canonical JSON text straight away. Keys are given in their order.

use muster_rules::data::JsonText;
use muster_rules::value::canonical_text;

/// A JSON object in the making; the caller names its keys in ascending order.
pub(crate) struct Object(String);

impl Object {
    pub(crate) fn new() -> Object {
        Object(String::from("{"))
    }

    /// A key with a value that is canonical text already.
    pub(crate) fn raw(mut self, key: &str, value: &str) -> Object {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push('"');
        self.0.push_str(key);
        self.0.push_str("\":");
        self.0.push_str(value);
        self
    }

    pub(crate) fn text(self, key: &str, value: &str) -> Object {
        self.raw(key, &canonical_text(value))
    }

    pub(crate) fn maybe_text(self, key: &str, value: Option<&str>) -> Object {
        match value {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    pub(crate) fn number(self, key: &str, value: i64) -> Object {
        self.raw(key, &value.to_string())
    }

    pub(crate) fn cents(self, key: &str, value: i64) -> Object {
        self.raw(key, &money(value))
    }

    pub(crate) fn flag(self, key: &str, value: bool) -> Object {
        self.raw(key, if value { "true" } else { "false" })
    }

    pub(crate) fn end(mut self) -> JsonText {
        self.0.push('}');
        self.0
    }
}

/// Hundredths as a JSON number: `29.9`, `30`, `0.05`.
pub(crate) fn money(cents: i64) -> JsonText {
    let (whole, rest) = (cents / 100, cents % 100);
    match rest {
        0 => whole.to_string(),
        _ if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        _ => format!("{whole}.{rest:02}"),
    }
}

/// A list of texts.
pub(crate) fn texts<'t>(items: impl IntoIterator<Item = &'t str>) -> JsonText {
    let mut out = String::from("[");
    for item in items {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(&canonical_text(item));
    }
    out.push(']');
    out
}

#[cfg(test)]
mod tests {
    use super::money;

    #[test]
    fn hundredths_are_written_as_numbers_are() {
        for (cents, want) in [(0, "0"), (5, "0.05"), (50, "0.5"), (2990, "29.9"), (2999, "29.99"), (3000, "30"), (120_450, "1204.5")] {
            assert_eq!(money(cents), want);
        }
    }
}

//! What random worlds and rules have to reach.

/// Every operator.
pub(super) const OPS: [&str; 22] = [
    "is",
    "in",
    "contains",
    "starts_with",
    "ends_with",
    "matches",
    "gt",
    "gte",
    "lt",
    "lte",
    "between",
    "before",
    "after",
    "during",
    "anniversary",
    "is_set",
    "is_not",
    "not_in",
    "not_contains",
    "not_matches",
    "not_during",
    "is_not_set",
];

/// Units of a DURATION.
pub(super) const UNITS: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];

/// Units of a calendar window.
pub(super) const CALENDAR: [&str; 5] = ["day", "week", "month", "quarter", "year"];

/// Zones of worlds.
pub(super) const ZONES: [&str; 6] = ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe", "Asia/Kolkata"];

/// Kinds of stored values.
pub(super) const VALUES: [&str; 19] = [
    "null",
    "empty text",
    "empty list",
    "empty object",
    "word",
    "letters",
    "wildcards",
    "quotes",
    "whole number",
    "fraction",
    "huge",
    "tiny",
    "numeric text",
    "almost a number",
    "boolean",
    "boolean text",
    "time",
    "almost a time",
    "birthday",
];

/// Kinds of stored values made of others.
pub(super) const NESTED: [&str; 4] = ["list", "list of lists", "object", "object in a list"];

/// Spellings of a stored time.
pub(super) const SPELLINGS: [&str; 14] = [
    "utc",
    "offset",
    "space",
    "finer",
    "wall",
    "wall without seconds",
    "wall in a gap",
    "wall that occurs twice",
    "date",
    "seconds",
    "milliseconds",
    "microseconds",
    "epoch text",
    "mail",
];

/// The families that a standard number of seeds must reach, each named as [`super::Random::reached`] does.
pub fn everything_there_is() -> Vec<String> {
    let mut all = Vec::new();
    let mut add = |family: &str, members: &[&str]| all.extend(members.iter().map(|what| format!("{family}: {what}")));
    add("op", &OPS);
    add("zone", &ZONES);
    add("value", &VALUES);
    add("value", &NESTED);
    add("spelling", &SPELLINGS);
    for window in ["last", "next", "older_than", "ago"] {
        for family in ["event window", "during"] {
            add(&format!("{family} {window}"), &UNITS);
        }
    }
    for family in ["anniversary last", "anniversary next", "time ago"] {
        add(family, &UNITS);
    }
    for family in ["event window calendar", "during calendar", "anniversary calendar"] {
        add(family, &CALENDAR);
    }
    for family in ["event window", "during"] {
        add(family, &["from", "to", "from and to"]);
    }
    add("time", &["instant", "wall", "date", "ago"]);
    add("kind", &["all", "any", "not", "at_least", "field", "property", "event"]);
    add("kind of event", &["all", "any", "not", "at_least", "field", "property"]);
    add("group", &["empty all", "empty any", "deep", "the same twice"]);
    add("event", &["one", "list", "every", "never seen", "without test", "where"]);
    add("count", &["is", "in", "gt", "gte", "lt", "lte", "between", "is_not", "not_in", "is_set", "contains"]);
    add("key", &["dotted", "odd", "never seen"]);
    add("field", &["user_id", "email", "name", "created_at", "account_type", "event_name", "timestamp"]);
    add("now", &["at a change", "first moment", "end of month", "any"]);
    add("world", &["empty", "imported before", "imported after", "the same event twice", "only an event names", "the same row twice"]);
    add("history", &["dated", "undated", "later than now", "at now", "at the same instant", "removed"]);
    all
}

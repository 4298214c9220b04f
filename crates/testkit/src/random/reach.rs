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

/// How many of [`OPS`] are positive; they come first.
pub(super) const POSITIVE: usize = 16;

/// Units of a DURATION.
pub(super) const UNITS: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];

/// How many of [`UNITS`] are fixed lengths; they come first.
pub(super) const FIXED: usize = 5;

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

/// Kinds that are asked of users alone, besides groups, columns, properties and related rows.
pub(super) const OF_USERS: [&str; 9] = ["event", "sequence", "regular", "changed", "ever", "rank", "segment", "list", "consent"];

/// Measures that are numbers.
pub(super) const NUMBERS: [&str; 7] = ["count", "active_days", "distinct", "sum", "avg", "min", "max"];

/// Measures that are times.
pub(super) const TIMES: [&str; 2] = ["first", "last"];

/// Measures that are values.
pub(super) const PICKED: [&str; 3] = ["first_value", "last_value", "most_frequent"];

/// Parts of a time.
pub(super) const PARTS: [&str; 5] = ["hour", "weekday", "day", "month", "date"];

/// How a TIME is written.
pub(super) const TIME_FORMS: [&str; 4] = ["instant", "wall", "date", "ago"];

/// What a WINDOW is.
pub(super) const WINDOWS: [&str; 8] = ["last", "next", "older_than", "ago", "calendar", "from", "to", "from and to"];

/// The families that a standard number of seeds must reach, each named as [`super::Random::reached`] does.
pub fn everything_there_is() -> Vec<String> {
    let mut all = Vec::new();
    let mut add = |family: &str, members: &[&str]| all.extend(members.iter().map(|what| format!("{family}: {what}")));
    add("op", &OPS);
    for of in ["user column", "user property", "event column", "event property", "table column", "number measure", "past property"] {
        add(&format!("op of {of}"), &OPS);
    }
    for of in ["time measure", "value measure", "time part", "number of related rows"] {
        add(&format!("op of {of}"), &OPS);
    }
    add("op of ever", &OPS[..POSITIVE]);
    add("zone", &ZONES);
    add("value", &VALUES);
    add("value", &NESTED);
    add("spelling", &SPELLINGS);
    add("tie", &["events of a person", "events a distance apart"]);
    for family in ["event window", "during"] {
        for window in ["last", "next", "older_than", "ago"] {
            add(&format!("{family} {window}"), &UNITS);
        }
        add(&format!("{family} calendar"), &CALENDAR);
    }
    for family in ["event window", "during", "sequence window", "rank window", "changed window", "ever window"] {
        add(family, &WINDOWS);
    }
    for family in ["anniversary last", "anniversary next", "time ago", "regular"] {
        add(family, &UNITS);
    }
    add("anniversary calendar", &CALENDAR);
    add("time", &TIME_FORMS);
    add("as_of", &TIME_FORMS);
    let everywhere = ["all", "any", "not", "at_least", "field", "property", "related"];
    for family in ["kind", "kind of related user", "kind in a segment"] {
        add(family, &everywhere);
        add(family, &OF_USERS);
    }
    add("kind of event", &everywhere);
    add("kind of event", &["time"]);
    add("kind of table row", &["all", "any", "not", "at_least", "field", "related"]);
    add("group", &["empty all", "empty any", "deep", "the same twice"]);
    add("event", &["one", "list", "every", "never seen", "without test", "where", "pick first", "pick last"]);
    add("count", &["is", "in", "gt", "gte", "lt", "lte", "between", "is_not", "not_in", "is_set", "contains"]);
    for family in ["measure", "rank measure"] {
        add(family, &NUMBERS);
        add(family, &PICKED);
    }
    add("measure", &TIMES);
    add("rank", &["property", "top n", "top percent", "bottom n", "bottom percent", "where"]);
    add("time part", &PARTS);
    add("regular", &["times", "where", "many periods", "every period"]);
    add("sequence", &["2 steps", "3 steps", "4 steps", "5 steps", "absent in the middle", "absent last", "where", "within"]);
    add("sequence", &["within of an absent step", "within after an absent step", "the same name twice", "every name"]);
    add("sequence", &["same", "same of two", "same and absent", "alone"]);
    add("step within", &UNITS[..FIXED]);
    add("sequence within", &UNITS[..FIXED]);
    add("changed", &["any", "from", "to", "from and to"]);
    add("consent", &["granted", "denied", "unknown", "no such purpose"]);
    add("related", &["every", "not every", "without test", "test", "where", "without where"]);
    add("related", &["depth 1", "depth 2", "depth 3", "depth 4"]);
    add("relation", &["user column to table", "user property to table", "user dotted property to table", "table column to table"]);
    add("relation", &["event property to table", "event dotted property to table", "event date to table", "event property to users"]);
    add("relation", &["table column to users", "user property to users", "user column to table, linked", "user column to users, linked"]);
    add("relation back", &["user column to table", "user property to table", "user dotted property to table", "table column to table"]);
    add(
        "relation back",
        &["table column to users", "user property to users", "user column to table, linked", "user column to users, linked"],
    );
    add("tested column", &["text", "number", "bool", "time"]);
    add(
        "table",
        &[
            "the same key again",
            "no value",
            "a row twice",
            "dangling key",
            "a key of another type",
            "a key in a list",
            "a person whom only it names",
        ],
    );
    add("list", &["unknown id", "the same id twice"]);
    add("segment", &["one of another", "one of two others"]);
    add("key", &["dotted", "odd", "never seen"]);
    add("field", &["user_id", "email", "name", "created_at", "account_type", "event_name", "timestamp"]);
    add("now", &["at a change", "first moment", "end of month", "any"]);
    add("world", &["empty", "imported before", "imported after", "the same event twice", "only an event names", "the same row twice"]);
    for family in ["history", "consent record"] {
        add(family, &["dated", "undated", "later than now", "at now", "at the same instant"]);
    }
    add("history", &["removed", "the same value again"]);
    all
}

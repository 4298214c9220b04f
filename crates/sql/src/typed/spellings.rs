//! The spellings of numbers and times in texts, as regular expressions that PostgreSQL and DuckDB read alike, and as
//! `muster_rules::value::read_decimal` and `muster_rules::time::read_time` read them.

/// Wholly a decimal number.
pub(crate) const DECIMAL: &str = r"^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)? *$";

/// 10, 13 or 16 digits: seconds, milliseconds or microseconds since 1970.
pub(crate) const EPOCH: &str = "^([0-9]{10}|[0-9]{13}|[0-9]{16})$";

/// RFC 3339, also without zone and as a date alone. Groups: year, month, day, hour, minute, second, up to three digits of its
/// fraction, `Z`, the sign of a zone, its hours, its minutes. Whether the month has the day is to be asked.
pub(crate) const RFC_3339: &str = concat!(
    "^([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "(?:[Tt ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]|60)(?:[.]([0-9]{1,3})[0-9]*)?)?",
    "(?:([Zz])|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))?)?$"
);

/// The three letters of a month's and a day's English name, in order.
pub(crate) const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// From Monday.
pub(crate) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Zones by name that are not UTC's, and how many hours they are behind it.
pub(crate) const ZONES: [(&str, u8); 8] = [("edt", 4), ("est", 5), ("cdt", 5), ("cst", 6), ("mdt", 6), ("mst", 7), ("pdt", 7), ("pst", 8)];

/// RFC 2822, as chrono reads it. Groups: the day's name, day, month's name, year, hour, minute, second, sign of the zone, its hours, its
/// minutes, its name. `space` is a class of Unicode's white space, `any` any character. Comments may stand in comments, up to `COMMENTS` deep.
pub(crate) fn rfc_2822(space: &str, any: &str) -> String {
    let mut comment = String::new();
    for _ in 0..COMMENTS {
        let inner = if comment.is_empty() { String::new() } else { format!("|{comment}") };
        comment = format!(r"[(](?:[^()\\]|\\{any}{inner})*[)]");
    }
    let s = space;
    format!(
        "^(?:([A-Za-z]{{3}}),{s}*)?([0-9]{{1,2}}){s}+([A-Za-z]{{3}}){s}+([0-9]{{2,}}){s}+([01][0-9]|2[0-3]){s}*:{s}*([0-5][0-9])(?:{s}*:([0-5][0-9]|60))?{s}+\
         (?:([+-])([01][0-9]|2[0-3])([0-5][0-9])|([A-IK-Za-ik-z]|[A-Za-z]{{2,3}}))(?:{s}*{comment})*$"
    )
}

/// How deep comments are read in a time of RFC 2822.
const COMMENTS: usize = 4;

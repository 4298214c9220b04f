//! Doubles: as text, out of text, and added exactly.

/// A double as ECMAScript prints it. SQLite's own printing is another: `1.0`, `1.0e+21`. `number` may be NULL. Of numbers that need all of 17 digits
/// SQLite may take the neighbour of the last one.
pub(super) fn text(number: &str) -> String {
    // Whole numbers below 2^53 are plain. Of others the shortest of 15, 16 and 17 digits that reads back as the number, as d.ddde±xx; then its
    // digits and its exponent are put together as ECMAScript does.
    let tried = |digits: u32| format!("printf('%!.{}e', n)", digits - 1);
    let shortest = format!(
        "CASE WHEN CAST({0} AS REAL) = n THEN {0} WHEN CAST({1} AS REAL) = n THEN {1} ELSE {2} END",
        tried(15),
        tried(16),
        tried(17)
    );
    let plain = "CASE WHEN x BETWEEN 0 AND 20 AND length(d) <= x + 1 THEN d || substr('000000000000000000000', 1, x + 1 - length(d)) \
                 WHEN x BETWEEN 0 AND 20 THEN substr(d, 1, x + 1) || '.' || substr(d, x + 2) \
                 WHEN x BETWEEN -6 AND -1 THEN '0.' || substr('00000', 1, -x - 1) || d \
                 ELSE substr(d, 1, 1) || CASE WHEN length(d) > 1 THEN '.' || substr(d, 2) ELSE '' END || 'e' || CASE WHEN x > 0 THEN '+' ELSE '' END || x END";
    format!(
        "(SELECT CASE WHEN n IS NULL THEN NULL WHEN abs(n) < 9007199254740992 AND n = CAST(n AS INTEGER) THEN CAST(CAST(n AS INTEGER) AS TEXT) \
         WHEN abs(n) > 1.7976931348623157e308 THEN CASE WHEN n > 0 THEN 'Infinity' ELSE '-Infinity' END \
         ELSE (SELECT CASE WHEN n < 0 THEN '-' ELSE '' END || {plain} \
         FROM (SELECT rtrim(replace(substr(s, 1, instr(s, 'e') - 1), '.', ''), '0') AS d, CAST(substr(s, instr(s, 'e') + 1) AS INTEGER) AS x \
         FROM (SELECT ltrim({shortest}, '-') AS s))) END FROM (SELECT {number} AS n))"
    )
}

/// The number that a text form is where it is written as JSON writes numbers; else NULL.
pub(super) fn of_form(form: &str) -> String {
    format!("CASE WHEN {form} GLOB '[-0-9]*' AND json_valid({form}) THEN CAST({form} AS REAL) END")
}

/// Sums, or averages, of ten-thousandths. Each is cut into three parts: what 2^64 goes into, what 2^32 goes into of the rest, and the rest. The
/// parts are whole and are added apart, so that nothing is rounded (of numbers up to 10^31) and nothing overflows; then they are put together.
pub(super) fn sums(source: &str, average: bool) -> String {
    // An offset keeps SQLite from writing a column's expression out wherever the column is used, and that again in the next query.
    let units = format!(
        "SELECT user_no, {} AS w\n        FROM (SELECT user_no, number * 10000.0 AS y FROM {source} AS n LIMIT -1 OFFSET 0) AS y\n        LIMIT -1 OFFSET 0",
        rounded("y")
    );
    let high = "CASE WHEN abs(w) < 1e35 THEN CAST(w / 18446744073709551616.0 AS INTEGER) ELSE w / 18446744073709551616.0 END";
    let cut = format!(
        "SELECT user_no, w, {high} AS h, CAST((w - ({high}) * 18446744073709551616.0) / 4294967296.0 AS INTEGER) AS m\n      FROM (\n        {units}\n      ) AS w"
    );
    // An infinite number minus itself is NULL.
    let low = "CAST(w - h * 18446744073709551616.0 - m * 4294967296.0 AS INTEGER)";
    let parts = format!(
        "SELECT user_no, count(*) AS n,\n      \
         total(CASE WHEN w - w = 0 THEN h END) AS h,\n      \
         coalesce(sum(CASE WHEN w - w = 0 THEN m END), 0) AS m,\n      \
         coalesce(sum(CASE WHEN w - w = 0 THEN {low} END), 0) AS l,\n      \
         count(CASE WHEN w - w IS NULL THEN 1 END) AS endless, sum(CASE WHEN w - w IS NULL THEN w END) AS endmost\n    \
         FROM (\n      {cut}\n    ) AS p\n    GROUP BY user_no"
    );
    let total =
        "CASE WHEN endless > 0 THEN endmost ELSE h * 18446744073709551616.0 + ((m + (l >> 32)) * 4294967296.0 + (l & 4294967295)) END";
    if !average {
        return format!("SELECT user_no, {total} / 10000.0 AS measure\n  FROM (\n    {parts}\n  ) AS p");
    }
    let average = format!("SELECT user_no, {total} / n AS a FROM (\n    {parts}\n  ) AS p LIMIT -1 OFFSET 0");
    format!("SELECT user_no, {} / 10000.0 AS measure\n  FROM ({average}) AS p", rounded("a"))
}

/// The whole number next to a double, halves away from zero.
fn rounded(number: &str) -> String {
    // From 2^52 on there are no halves.
    format!(
        "CASE WHEN abs({number}) < 4503599627370496 THEN CAST({number} AS INTEGER) + ({number} - CAST({number} AS INTEGER) >= 0.5) - ({number} - CAST({number} AS INTEGER) <= -0.5) ELSE {number} END"
    )
}

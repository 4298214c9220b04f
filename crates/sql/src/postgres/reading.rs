//! What a text reads as in PostgreSQL, which has no cast that fails softly.

use super::PostgresDialect;
use crate::typed::spellings::{rfc_2822, DAYS, DECIMAL, EPOCH, MONTHS, RFC_3339, ZONES};
use crate::typed::Reading;

/// Unicode's white space.
const SPACE: &str = r"[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]";

/// What stands in a sub-query that ends so is read once: the planner would write it out in every place that names it, and again in those
/// that name these.
pub(super) const ONCE: &str = "OFFSET 0";

impl Reading for PostgresDialect {
    fn number(text: &str) -> String {
        // A cast refuses what is beyond doubles; `.double()` finds out without failing. What is too large is infinite then, what is
        // too small 0, by the place of the first digit that is not 0.
        format!(
        "(SELECT CASE WHEN t ~ '{DECIMAL}' THEN CASE WHEN jsonb_path_exists(to_jsonb(t), '$.double()', '{{}}', true) THEN t::double precision
      ELSE (SELECT CASE WHEN coalesce(nullif(length(m[2]), 0), length(ltrim(m[3], '0')) - length(m[3]))
            + (coalesce(m[4], '') || CASE WHEN length(m[5]) > 8 THEN '99999999' ELSE coalesce(nullif(m[5], ''), '0') END)::integer > 0
          THEN (m[1] || 'Infinity')::double precision ELSE 0 END
        FROM regexp_match(t, '^ *([+-]?)0*([0-9]*)[.]?([0-9]*)(?:[eE]([+-]?)0*([0-9]*))? *$') AS m) END END
    FROM (SELECT {text} AS t {ONCE}) AS n)"
    )
    }

    fn epoch(text: &str) -> String {
        format!(
        "(SELECT CASE WHEN t ~ '{EPOCH}' THEN CASE length(t) WHEN 10 THEN t::bigint * 1000 WHEN 13 THEN t::bigint ELSE t::bigint / 1000 END END FROM (SELECT {text} AS t {ONCE}) AS n)"
    )
    }

    fn times(text: &str) -> String {
        let list = |names: &[&str]| names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
        let zones: String = ZONES.iter().map(|(name, behind)| format!(" WHEN '{name}' THEN -{behind}")).collect();
        // Years are moved by 4000, ten times the calendar's cycle, since there is no year 0.
        format!(
        "SELECT {epoch} AS instant, NULL::bigint AS wall FROM (SELECT {text} AS t) AS x WHERE t ~ '{EPOCH}'
      UNION ALL
      SELECT CASE WHEN m[8] IS NOT NULL THEN wall WHEN m[9] IS NOT NULL
          THEN wall - (m[9] || '1')::integer * (m[10]::bigint * 60 + m[11]::integer) * 60000 END,
        CASE WHEN m[8] IS NULL AND m[9] IS NULL THEN wall END
      FROM (SELECT m, day, (day - DATE '5970-01-01') * 86400000::bigint
            + ((coalesce(m[4], '0')::bigint * 60 + coalesce(m[5], '0')::integer) * 60 + coalesce(m[6], '0')::integer) * 1000
            + rpad(coalesce(m[7], '0'), 3, '0')::integer AS wall
          FROM (SELECT m, make_date(m[1]::integer + 4000, m[2]::integer, 1) + (m[3]::integer - 1) AS day
            FROM regexp_match({text}, '{RFC_3339}') AS m {ONCE}) AS d {ONCE}) AS w
      WHERE extract(month FROM day) = m[2]::integer
      UNION ALL
      SELECT instant, NULL FROM (SELECT (day - DATE '5970-01-01') * 86400000::bigint
            + ((m[5]::bigint * 60 + m[6]::integer) * 60 + coalesce(m[7], '0')::integer) * 1000
            - CASE WHEN m[8] IS NOT NULL THEN (m[8] || '1')::integer * (m[9]::integer * 60 + m[10]::integer)
                ELSE CASE lower(m[11] COLLATE \"C\"){zones} ELSE 0 END * 60 END * 60000::bigint AS instant
          FROM (SELECT m, month, make_date(year + 4000, month, 1) + (m[2]::integer - 1) AS day
            FROM (SELECT m, array_position(ARRAY[{months}], lower(m[3] COLLATE \"C\")) AS month,
                CASE WHEN length(ltrim(m[4], '0')) > 5 THEN NULL ELSE m[4]::integer + CASE
                  WHEN length(m[4]) = 3 OR length(m[4]) = 2 AND m[4]::integer > 49 THEN 1900 WHEN length(m[4]) = 2 THEN 2000 ELSE 0 END END AS year
              FROM regexp_match({text}, '{mail}') AS m
              WHERE length(coalesce(m[11], 'z')) = 1 OR lower(m[11] COLLATE \"C\") IN ('ut', 'gmt', {names}) {ONCE}) AS y {ONCE}) AS d
          WHERE m[2]::integer > 0 AND extract(month FROM day) = month
            AND (m[1] IS NULL OR extract(isodow FROM day) = array_position(ARRAY[{days}], lower(m[1] COLLATE \"C\")))) AS i
      WHERE instant BETWEEN -62167219200000 AND 253402300799999",
        epoch = Self::epoch("t"),
        months = list(&MONTHS),
        days = list(&DAYS),
        names = list(&ZONES.map(|(name, _)| name)),
        mail = rfc_2822(SPACE, "."),
    )
    }
}

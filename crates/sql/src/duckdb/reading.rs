//! What a text reads as in DuckDB.

use super::DuckDbDialect;
use crate::typed::spellings::{rfc_2822, DAYS, DECIMAL, EPOCH, MONTHS, RFC_3339, ZONES};
use crate::typed::Reading;

/// Unicode's white space.
const SPACE: &str = r"[\t-\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]";

impl Reading for DuckDbDialect {
    fn number(text: &str) -> String {
        // Beyond doubles the cast is infinite or 0, as it is to be.
        format!("CASE WHEN regexp_matches({text}, '{DECIMAL}') THEN TRY_CAST(trim({text}, ' ') AS DOUBLE) END")
    }

    fn epoch(text: &str) -> String {
        format!(
        "CASE WHEN regexp_matches({text}, '{EPOCH}') THEN CASE length({text}) WHEN 10 THEN TRY_CAST({text} AS BIGINT) * 1000 WHEN 13 THEN TRY_CAST({text} AS BIGINT) ELSE TRY_CAST({text} AS BIGINT) // 1000 END END"
    )
    }

    fn times(text: &str) -> String {
        let list = |names: &[&str]| names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
        let zones: String = ZONES.iter().map(|(name, behind)| format!(" WHEN '{name}' THEN -{}", u32::from(*behind) * 60)).collect();
        let whole = |part: &str| format!("coalesce(TRY_CAST({part} AS BIGINT), 0)");
        // Of a struct of texts, empty where the spelling is another. Years are moved by 4000, ten times the calendar's cycle.
        format!(
        "SELECT coalesce({epoch}, CASE WHEN m.z <> '' THEN w WHEN m.sign <> '' THEN w - CASE m.sign WHEN '-' THEN -1 ELSE 1 END * ({zh} * 60 + {zm}) * 60000 END,
          CASE WHEN mail BETWEEN -62167219200000 AND 253402300799999 THEN mail END) AS instant,
        CASE WHEN m.z = '' AND m.sign = '' THEN w END AS wall
      FROM (SELECT t, m, (day - DATE '5970-01-01') * 86400000 + (({h} * 60 + {mi}) * 60 + {s}) * 1000 + {ms} AS w,
          CASE WHEN p.weekday = '' OR isodow(mailed) = list_position([{days}], lower(p.weekday)) THEN (mailed - DATE '5970-01-01') * 86400000
            + (({ph} * 60 + {pmi}) * 60 + {ps}) * 1000 - ahead * 60000 END AS mail
        FROM (SELECT t, m, p, TRY(make_date(TRY_CAST(m.y AS BIGINT) + 4000, TRY_CAST(m.mo AS BIGINT), TRY_CAST(m.d AS BIGINT))) AS day,
            TRY(make_date(4000 + CASE WHEN length(ltrim(p.y, '0')) > 5 THEN NULL ELSE TRY_CAST(p.y AS BIGINT) + CASE
                WHEN length(p.y) = 3 OR length(p.y) = 2 AND TRY_CAST(p.y AS BIGINT) > 49 THEN 1900 WHEN length(p.y) = 2 THEN 2000 ELSE 0 END END,
              CAST(list_position([{months}], lower(p.mo)) AS BIGINT), TRY_CAST(p.d AS BIGINT))) AS mailed,
            CASE WHEN p.sign <> '' THEN CASE p.sign WHEN '-' THEN -1 ELSE 1 END * ({pzh} * 60 + {pzm})
              ELSE CASE lower(p.zone){zones} WHEN 'ut' THEN 0 WHEN 'gmt' THEN 0 ELSE CASE length(p.zone) WHEN 1 THEN 0 END END END AS ahead
          FROM (SELECT t, regexp_extract(t, '{RFC_3339}', ['y', 'mo', 'd', 'h', 'mi', 's', 'ms', 'z', 'sign', 'zh', 'zm']) AS m,
              regexp_extract(t, '{mail}', ['weekday', 'd', 'mo', 'y', 'h', 'mi', 's', 'sign', 'zh', 'zm', 'zone']) AS p
            FROM (SELECT {text} AS t) AS x) AS x) AS x) AS x",
        epoch = Self::epoch("t"),
        h = whole("m.h"),
        mi = whole("m.mi"),
        s = whole("m.s"),
        ms = whole("rpad(m.ms, 3, '0')"),
        zh = whole("m.zh"),
        zm = whole("m.zm"),
        ph = whole("p.h"),
        pmi = whole("p.mi"),
        ps = whole("p.s"),
        pzh = whole("p.zh"),
        pzm = whole("p.zm"),
        months = list(&MONTHS),
        days = list(&DAYS),
        mail = rfc_2822(SPACE, "(?s:.)"),
    )
    }
}

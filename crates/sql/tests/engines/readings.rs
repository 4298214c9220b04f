//! What texts and JSON values read as, one by one: as the rules read them.

use super::{engines, named, numbers, valued};
use muster_rules::plan::{Bound, Positive, Recurrence};
use muster_rules::text::fold;
use muster_rules::time::{date_of_wall, read_time, Span, StoredTime, Zone};
use muster_rules::value::{canonical, inside, lookup, number_text, read_decimal, read_json};
use muster_sql::{Dialect, Numbers};

const ZONES: [&str; 5] = ["Europe/Berlin", "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe", "UTC"];

/// The numbers of the texts that pass.
fn passing<T: AsRef<str>>(texts: &[T], passes: impl Fn(&str) -> bool) -> Vec<usize> {
    (0..texts.len()).filter(|at| passes(texts[*at].as_ref())).collect()
}

#[test]
fn decimal_numbers() {
    let mut texts: Vec<String> = [
        "12",
        " 12 ",
        "1.2e3",
        "+5",
        ".5",
        "5.",
        "-0",
        "1E-2",
        "",
        " ",
        "12px",
        ".",
        "1e",
        "e5",
        "1.2.3",
        "0x10",
        "inf",
        "NaN",
        "1 2",
        "--1",
        "\t1",
        "1_000",
        "١",
        "1e400",
        "-1e400",
        "1e-400",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "0e99999999999",
        "-.5e1",
        "+.5",
        "5.e3",
        "1e+05",
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
        "17976931348623159e292",
        "5e-324",
        "2.5e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "4.9e-324",
        "2.2250738585072014e-308",
        "2.2250738585072011e-308",
        "9007199254740993",
        "9007199254740992.9999",
        "0.1",
        "0.30000000000000004",
        "123456789012345678901234567890",
        "1e22",
        "1e23",
        "8.5e-5",
        "Infinity",
        "-Infinity",
        "infinity",
        "nan",
        "1d",
        "1f",
        "١2",
        "1\n",
        "\n1",
        " 1",
        "1 .5",
        "+ 5",
        "1e 5",
        "true",
    ]
    .map(str::to_owned)
    .to_vec();
    for (whole, zeros, tail) in [
        ("1", 400, ""),
        ("0.", 400, "1"),
        ("1", 400, "e-380"),
        ("1", 330, "e-30"),
        ("0.", 300, "1e310"),
        ("0.", 400, "17e100"),
        ("0.", 20, "e999999999"),
        ("", 50, "1"),
    ] {
        texts.push(format!("{whole}{}{tail}", "0".repeat(zeros)));
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut bounds: Vec<f64> = texts.iter().filter_map(|text| read_decimal(text)).filter(|number| number.is_finite()).collect();
    bounds.extend([f64::MAX, f64::MIN, 0.0, -5.0]);
    for (mut engine, dialect) in engines(&named(&texts)) {
        let mut ask = |what: &str, numbers_wanted: Numbers<'_>, passes: &dyn Fn(f64) -> bool| {
            let cond = dialect.text_number("name", numbers_wanted).unwrap();
            let got = numbers(&mut *engine, &format!("SELECT user_id FROM users WHERE {}", cond.write(0)));
            assert_eq!(got, passing(&texts, |text| read_decimal(text).is_some_and(passes)), "{}: {what} {cond:?}", dialect.name());
        };
        ask("any", Numbers::Within(Bound::Open, Bound::Open), &|_| true);
        for bound in &bounds {
            ask("is", Numbers::OneOf(&[*bound]), &|number| number == *bound);
            ask("above", Numbers::Within(Bound::Excluded(*bound), Bound::Open), &|number| number > *bound);
            ask("up to", Numbers::Within(Bound::Open, Bound::Included(*bound)), &|number| number <= *bound);
        }
    }
}

#[test]
fn stored_times() {
    let texts = [
        "2026-06-01T00:00:00Z",
        "2026-06-01 00:00:00Z",
        "2026-06-01T00:00Z",
        "2026-06-01T02:00:00+02:00",
        "2026-06-01t00:00:00.0009z",
        "Mon, 01 Jun 2026 02:00:00 +0200",
        "1780272000",
        "1780272000000",
        "1780272000000999",
        "2026-06-01",
        "2026-06-01 00:00",
        "2026-06-01T00:00:00.000",
        "",
        "x",
        "2026-13-01",
        "2026-02-30",
        "2024-02-29",
        "2026-02-29",
        "1900-02-29",
        "2000-02-29",
        "2026-06-01T25:00",
        "2026-06-01T00:00:00+2:00",
        "178027200",
        "17802720000",
        "2026-06-01T",
        "2026-06-01 ",
        "2026-06-01T00:00:00.Z",
        "é026-06-01",
        "2026-06-0é",
        "+780272000",
        "1780272000.0",
        "12:00:00 some text",
        " 2026-06-01",
        "2026-06-01T23:59:60Z",
        "2026-06-01T23:59:61Z",
        "2026-06-01T00:00:00.123456789+23:59",
        "2026-06-01T00:00:00-24:00",
        "2026-06-01T00:00:00-00:60",
        "0000-01-01",
        "0000-02-29T00:00:00+23:59",
        "0000-12-31 23:59:59.999",
        "9999-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999-23:59",
        "0001-01-01T00:00Z",
        "0099-12-31",
        "2026-00-01",
        "2026-01-00",
        "2026-01-32",
        "2026-04-31",
        "2026-1-1",
        "2026-06-01T1:00",
        "2026-06-01T00:00:00.1",
        "2026-06-01T00:00:00.12Z",
        "2026-06-01  00:00",
        "2026-06-01T00",
        "2026-06-01T24:00",
        "2026-06-01\n",
        "2026-03-29T02:30",
        "2026-10-25T02:30",
        "2026-10-25 02:30:00.5",
        "2026-03-08T02:30:00",
        "2026-10-04 02:15",
        "1945-05-24T01:00",
        "1800-01-01",
        "2200-07-01T00:00",
        "Wed, 02 Oct 2002 15:00:00 +0200",
        "wed, 2 oct 2002 15:00 gmt",
        "Thu, 02 Oct 2002 15:00:00 +0200",
        "2 Oct 02 15:00 EST",
        "2 Oct 50 15:00 EDT",
        "2 Oct 102 15:00 CST",
        "2 Oct 002002 15:00 CDT",
        "2 Oct 2002 15:00:00 MST",
        "2 Oct 2002 15:00:00 mdt",
        "2 Oct 2002 15:00:00 PST",
        "2 Oct 2002 15:00:00 PDT",
        "2 Oct 2002 15:00:00 Z",
        "2 Oct 2002 15:00:00 A",
        "2 Oct 2002 15:00:00 J",
        "2 Oct 2002 15:00:00 UT",
        "2 Oct 2002 15:00:00 CET",
        "2 Oct 2002 15:00:00 y",
        "2 Oct 2002 15:00:00 GMTx",
        "2 Oct 2002 15:00:00 -0000",
        "2 Oct 2002 15:00:00 +2359",
        "2 Oct 2002 15:00:00 +2400",
        "2 Oct 2002 15:00:00 +0060",
        "2 Oct 2002 15:00:00 +02:00",
        "2 Oct 2002 15:00:00 +0200 (CEST)",
        "2 Oct 2002 15:00:00 +0200(a (b (c\\)) d) e) (f)",
        "2 Oct 2002 15:00:00 +0200 (a",
        "2 Oct 2002 15:00:00 +0200 (a))",
        "2 Oct 2002 15:00:00 +0200 ",
        "2 Oct 2002 15:00:00 +0200 (a) ",
        "2 Oct 2002 15:00:00 +0200 (\u{2028}\n\\é)",
        "2\u{a0}Oct\u{2003}2002\t15 : 00 :00\u{3000}+0200",
        "2 Oct 2002 15: 00: 00 +0200",
        "2 Oct 2002 15:00 :30 +0200",
        "Wed,2 Oct 2002 15:00:00 +0200",
        "Wed 2 Oct 2002 15:00:00 +0200",
        "Wed , 2 Oct 2002 15:00:00 +0200",
        "Wednesday, 2 Oct 2002 15:00:00 +0200",
        "2 October 2002 15:00:00 +0200",
        "31 Apr 2002 15:00:00 +0200",
        "0 Apr 2002 15:00:00 +0200",
        "29 Feb 2000 23:59:60 +0000",
        "29 Feb 1900 23:59 +0000",
        "31 Dec 9999 23:59:59 -0001",
        "1 Jan 10000 00:00:00 +0001",
        "1 Jan 10000 00:00:00 +0000",
        "1 Jan 0000 00:00:00 +0001",
        "1 Jan 0000 00:00:00 -0001",
        "1 Jan 99999999999999999999 00:00:00 -0001",
        "2 Oct 2002 24:00:00 Z",
        "2 Oct 2002 15:60:00 Z",
        "2 Oct 2002 15:00:61 Z",
        "002 Oct 2002 15:00:00 Z",
        "2 Oct 2 15:00:00 Z",
        "2 Oct 2002 15:0:00 Z",
        " 2 Oct 2002 15:00:00 Z",
        "2 Foo 2002 15:00:00 Z",
        "Foo, 2 Oct 2002 15:00:00 Z",
        "ſun, 06 Oct 2002 15:00:00 Z",
        "2 \u{17f}ep 2002 15:00:00 Z",
        "2 Oct 2002 15:00:00 eST",
        "2 Oct 2002 15:00:00 Est(x)",
    ];
    for (mut engine, dialect) in engines(&named(&texts)) {
        let where_ = |cond: muster_sql::Cond| format!("SELECT user_id FROM users WHERE {}", cond.write(0));
        let all = where_(dialect.text_time("name", Span::ALL, Zone::UTC).unwrap());
        assert_eq!(numbers(&mut *engine, &all), passing(&texts, |text| read_time(text).is_some()), "{}", dialect.name());
        for zone in ZONES {
            let zone = Zone::parse(zone).unwrap();
            let at: Vec<Option<i64>> = texts.iter().map(|text| read_time(text).map(|time| time.instant(zone))).collect();
            let mut instants: Vec<i64> = at.iter().flatten().copied().collect();
            instants.sort_unstable();
            instants.dedup();
            let spans: Vec<Span> = instants.iter().map(|at| Span { from: Some(*at), to: Some(at + 1) }).collect();
            let statements: Vec<String> = spans.iter().map(|span| where_(dialect.text_time("name", *span, zone).unwrap())).collect();
            // Half of them is enough of each zone but one.
            for (span, sql) in spans.iter().zip(&statements).filter(|(span, _)| zone == Zone::UTC || span.from.unwrap_or_default() % 2 == 0)
            {
                let want: Vec<usize> = (0..texts.len()).filter(|i| at[*i].is_some_and(|at| span.contains(at))).collect();
                assert_eq!(numbers(&mut *engine, sql), want, "{} {} {span:?}", dialect.name(), zone.name());
            }
        }
    }
}

#[test]
fn recurring_days() {
    let texts = [
        "2026-06-01",
        "2026-06-01T23:30:00Z",
        "2026-06-01T22:00:00Z",
        "2026-06-01T21:59:59.999Z",
        "1780272000",
        "2024-02-29",
        "2027-06-01",
        "1890-06-01T12:00Z",
        "0000-06-01",
        "9999-06-01",
        "x",
        "2026-05-31T14:30:00Z",
        "2 Jun 2026 00:00 +0200",
        "1893-04-01T00:00:00Z",
    ];
    for (mut engine, dialect) in engines(&named(&texts)) {
        for zone in ZONES {
            let zone = Zone::parse(zone).unwrap();
            for (first, last, latest_year) in
                [(601, 601, 2026), (601, 602, 2025), (229, 229, 9999), (101, 1231, 1900), (531, 531, 3000), (401, 401, 1893)]
            {
                let recurs = Positive::Recurs(vec![Recurrence { first, last, latest_year }]);
                let passes = |text: &str| {
                    let Some(time) = read_time(text) else { return false };
                    let date = match time {
                        StoredTime::Instant(at) => zone.date(at),
                        StoredTime::Wall(wall) => date_of_wall(wall),
                    };
                    use chrono::Datelike;
                    (first..=last).contains(&(date.month() * 100 + date.day())) && date.year() <= latest_year
                };
                let cond = dialect.text_recurs("name", &recurs, zone).unwrap();
                let sql = with_clock(dialect, zone, &recurs, &format!("SELECT user_id FROM users WHERE {}", cond.write(0)));
                assert_eq!(numbers(&mut *engine, &sql), passing(&texts, passes), "{} {} {recurs:?}\n{sql}", dialect.name(), zone.name());
            }
        }
    }
}

/// A part of the local time of an instant.
type PartOf = fn(Zone, i64) -> i64;

/// A statement with what stands before it.
fn with_clock(dialect: &dyn Dialect, zone: Zone, recurs: &Positive, sql: &str) -> String {
    use muster_rules::plan::{Column, Node, NodeKind, Plan, Test, UserColumn};
    let test = Test { negated: false, positive: recurs.clone() };
    let kind = NodeKind::Field { column: Column::User(UserColumn::Name), test };
    let root = Node { path: "where".to_owned(), sentence: String::new(), kind };
    let preludes = dialect.preludes(&Plan { now: 0, zone, segments: Vec::new(), root });
    let parts: Vec<String> = preludes.iter().map(|prelude| format!("{} AS ({})", prelude.name, prelude.body)).collect();
    if parts.is_empty() {
        return sql.to_owned();
    }
    format!("WITH {}\n{sql}", parts.join(", "))
}

#[test]
fn folded_parts() {
    let texts = [
        "Straße",
        "STRASSE",
        "straẞe",
        "Kelvin \u{212a}",
        "ſs",
        "ΣΑΣ",
        "σας",
        "İstanbul",
        "istanbul",
        "ISTANBUL",
        "ıx",
        "Éclair",
        "éclair",
        "e\u{301}clair",
        "100%_",
        "a'b\\",
        "ǅ",
        "😀x",
        "ꭰ",
        "Ꭰ",
        "",
    ];
    let parts =
        ["s", "K", "ß", "σας", "ΣΑΣ", "i", "İ", "ı", "É", "%", "_", "'b", "\\", "ǆ", "", "😀", "Ꭰ", "strasse", "an", "x", "\n", "\0"];
    for (mut engine, dialect) in engines(&named(&texts)) {
        for part in parts {
            let folded = fold(part);
            let mut ask = |cond: muster_sql::Cond, passes: &dyn Fn(&str) -> bool| {
                let sql = format!("SELECT user_id FROM users WHERE {}", cond.write(0));
                assert_eq!(numbers(&mut *engine, &sql), passing(&texts, |text| passes(&fold(text))), "{}: {sql}", dialect.name());
            };
            ask(dialect.text_contains("name", part).unwrap(), &|text| text.contains(&folded));
            ask(dialect.text_starts("name", part).unwrap(), &|text| text.starts_with(&folded));
            ask(dialect.text_ends("name", part).unwrap(), &|text| text.ends_with(&folded));
        }
    }
}

#[test]
fn truth_in_any_case() {
    let texts = ["true", "TRUE", "True", "tRuE ", "false", "FALSE", "1", "", "ｔrue"];
    for (mut engine, dialect) in engines(&named(&texts)) {
        for wanted in [true, false] {
            let sql = format!("SELECT user_id FROM users WHERE {}", dialect.text_is_bool("name", wanted).write(0));
            assert_eq!(
                numbers(&mut *engine, &sql),
                passing(&texts, |text| text.eq_ignore_ascii_case(&wanted.to_string())),
                "{}",
                dialect.name()
            );
        }
    }
}

#[test]
fn regular_expressions() {
    let texts = [
        "",
        "a",
        "A",
        "ab",
        "aab",
        "abc\ndef",
        "x-1",
        "١٢",
        "é",
        "É",
        "K",
        "\u{212a}",
        "ſ",
        "straße",
        "foo.bar@example.org",
        "a b",
        "a\u{a0}b",
        "[x]",
        "a^b$",
        "\\d",
        "日本語",
        "tab\there",
        "100%",
        "mañana",
        "résumé-2",
        "\r\n",
        "aaaaaaaaaa",
        "foo_bar",
        "-",
        "]",
        "é1",
        "x😀y",
    ];
    let patterns = [
        "a",
        "^a",
        "a$",
        "^a+b?$",
        "a|b",
        "(a|b)c",
        "(?i)a",
        "(?i)k",
        "(?i)s",
        r"\d",
        r"\d+",
        r"\w+$",
        r"\W",
        r"\s",
        r"\S+@\S+\.\w+",
        r"^\S*$",
        ".",
        "^.$",
        "(?s)^.*$",
        "(?m)^def$",
        "(?m)c$",
        "[a-c]{2,3}",
        "[^a-z]",
        "[^é]",
        r"\p{L}+",
        r"\p{Greek}",
        r"^\p{Lu}",
        r"[\d\-]",
        r"\^",
        r"\$",
        r"\\d",
        r"\[x\]",
        "[]]",
        "[-]",
        "a{0}",
        "(?:)",
        "",
        "a*",
        "(a*)*b",
        "(?:a|)b",
        r"\x41",
        r"\u{e9}",
        r"[[:alpha:]]+1",
        "é",
        "[日本]",
        r"\t",
        r"\n",
        "a{10}",
        "a{11,}",
        r"(?-u:\b)a",
        r"(?-u:\B)a",
        "x.y",
        "😀",
        r"[^\x00-\x7f]",
        "[a-z&&[^b]]b",
        r"(?x) a  b # no",
        r"$",
        r"^$",
        r"\A\z",
        r"\Aa",
        r"(?P<n>a)b",
        "(?U)a+",
        r"[^\d\D]",
        "(?i)É",
        "(?i)straSSe",
        "(?i)ß",
        r"\d{2}",
    ];
    let words = [r"\bfoo", r"\bb", r"o\b", r"\B1", r"\b{start}a", r"a\b{end}", r"(?m)\ba$", r"é\b", r"(\b)+a", r"(\b)*a"];
    for (mut engine, dialect) in engines(&named(&texts)) {
        for pattern in patterns.iter().chain(&words) {
            let cond = match dialect.text_matches("name", pattern) {
                Ok(cond) => cond,
                // RE2 sees words of ASCII alone.
                Err(why) => {
                    assert!(dialect.name() == "DuckDB" && words.contains(pattern), "{}: {pattern}: {why}", dialect.name());
                    continue;
                }
            };
            let regex = regex::Regex::new(pattern).unwrap();
            let sql = format!("SELECT user_id FROM users WHERE {}", cond.write(0));
            assert_eq!(numbers(&mut *engine, &sql), passing(&texts, |text| regex.is_match(text)), "{}: {pattern}\n{sql}", dialect.name());
        }
    }
}

#[test]
fn keys_of_json() {
    let values = [
        r#"{"a":1,"a.b":2}"#,
        r#"{"a":{"b":2}}"#,
        r#"{"a":[{"b":2}]}"#,
        r#"{"a":[5,6]}"#,
        r#"{"a":{"0":7,"-":8}}"#,
        r#"{"a":null,"a.b":null}"#,
        r#"{"a":{"b":null}}"#,
        r#"{"a.b":null,"a":{"b":3}}"#,
        r#"{"":4}"#,
        r#"{"":{"":5}}"#,
        r#"{"*":6,"x":7}"#,
        r#"{"it's \"q\" \\ /~1":8}"#,
        "{\"é😀\":9}",
        r#"{"$":1,"[0]":2,"$.a":3,"0":4}"#,
        "5",
        "\"a\"",
        "[1,2]",
        "null",
        r#"{"a\nb":1}"#,
        r#"{"a":{"b":{"c":1}}}"#,
        r#"{"a":{"b.c":1}}"#,
        r##"{"~":1,"/":2,"#":3}"##,
    ];
    let keys = [
        "a",
        "a.b",
        "a.0",
        "a.-",
        "",
        ".",
        "*",
        "it's \"q\" \\ /~1",
        "é😀",
        "$",
        "[0]",
        "$.a",
        "0",
        "b",
        "a.b.c",
        "a\nb",
        "~",
        "/",
        "#",
        "a.1",
        "x",
        "a.",
        "a\0",
        "$[0]",
        "a.$",
    ];
    for (mut engine, dialect) in engines(&valued(&values)) {
        for key in keys {
            let value = dialect.json_key("property_value", key).unwrap();
            let there = dialect.json_passes(&value, &Positive::IsSet, Zone::UTC).unwrap();
            let want = passing(&values, |value| lookup(&read_json(value).unwrap(), key).is_some());
            let sql = format!("SELECT user_id FROM user_property_history WHERE {}", there.write(0));
            assert_eq!(numbers(&mut *engine, &sql), want, "{}: {key:?}\n{sql}", dialect.name());
            let steps: Vec<&str> = key.split('.').collect();
            let value = dialect.json_inside("property_value", &steps).unwrap();
            let there = dialect.json_passes(&value, &Positive::IsSet, Zone::UTC).unwrap();
            let want = passing(&values, |value| inside(&read_json(value).unwrap(), key).is_some());
            let sql = format!("SELECT user_id FROM user_property_history WHERE {}", there.write(0));
            assert_eq!(numbers(&mut *engine, &sql), want, "{}: {key:?} inside\n{sql}", dialect.name());
        }
    }
}

/// Numbers of every size.
fn doubles() -> Vec<f64> {
    let mut doubles = vec![
        1e23,
        61_756_217_919_106_176.0,
        -1e23,
        9.5e22,
        18_014_398_509_481_984.0,
        36_028_797_018_963_972.0,
        0.0,
        5.0,
        -2.5,
        0.1,
        1e15,
        1e16,
        1e20,
        1e21,
        1.5e21,
        1e22,
        123_456_789_012_345_680_000.0,
        1e-5,
        1e-6,
        1e-7,
        1.234e-10,
        5e-324,
        f64::MAX,
        f64::MIN_POSITIVE,
        0.000001234,
    ];
    doubles.extend([
        9_007_199_254_740_993.0,
        12_345_678_901_234_567_890.0,
        18_446_744_073_709_551_616.0,
        9_223_372_036_854_775_808.0,
        -9_223_372_036_854_775_808.0,
    ]);
    let mut bits = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..200 {
        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let double = f64::from_bits(bits ^ (bits >> 31));
        if double.is_finite() {
            doubles.push(double);
            doubles.push((double % 1e6) / 8.0);
        }
    }
    doubles
}

#[test]
fn text_forms_of_numbers() {
    let values: Vec<String> = doubles().iter().map(|number| number_text(*number)).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    for (mut engine, dialect) in engines(&valued(&values)) {
        let forms = dialect.json_text("property_value").unwrap();
        let number = dialect.json_number("property_value").unwrap();
        let printed = dialect.number_text(&number).unwrap();
        let wanted: Vec<String> = values.iter().enumerate().map(|(at, value)| format!("{at} {value}")).collect();
        for expression in [forms, printed] {
            let sql = format!("SELECT user_id || ' ' || {expression} FROM user_property_history");
            let mut got = engine.run(&[sql]).remove(0).unwrap();
            got.sort_by_key(|row| row.split(' ').next().unwrap().parse::<usize>().unwrap());
            let wrong: Vec<_> = got.iter().zip(&wanted).filter(|(got, want)| got != want).collect();
            assert!(wrong.is_empty() && got.len() == wanted.len(), "{}: {expression}: {wrong:?}", dialect.name());
        }
    }
}

#[test]
fn texts_in_json() {
    let values = [
        r#"[1,["a",[true,null,{"x":["no"]},[]],"b.c"]]"#,
        "\"x\"",
        "5",
        "false",
        "null",
        "{}",
        "[]",
        r#"[{"a":"b"},"$.x"]"#,
        "1e+21",
        r#"["q\"\\\u0001é",1e+300]"#,
        r#"[[[["deep"]]]]"#,
    ];
    fn forms(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Array(items) => items.iter().for_each(|item| forms(item, found)),
            serde_json::Value::String(text) => found.push(text.clone()),
            serde_json::Value::Null | serde_json::Value::Object(_) => {}
            other => found.push(canonical(other)),
        }
    }
    for (mut engine, dialect) in engines(&valued(&values)) {
        let texts = dialect.json_texts("h.property_value").unwrap();
        let sql = format!(
            "SELECT h.user_id || ' ' || {} FROM user_property_history AS h, {} WHERE {}",
            texts.text,
            texts.from,
            texts.filter.write(0)
        );
        let mut got = engine.run(&[sql]).remove(0).unwrap();
        got.sort();
        let mut want = Vec::new();
        for (at, value) in values.iter().enumerate() {
            let mut found = Vec::new();
            forms(&read_json(value).unwrap(), &mut found);
            want.extend(found.into_iter().map(|form| format!("{at} {form}")));
        }
        want.sort();
        assert_eq!(got, want, "{}", dialect.name());
    }
}

#[test]
fn exact_sums() {
    let sets: Vec<Vec<f64>> = vec![
        vec![0.1, 0.2],
        vec![0.00005],
        vec![-0.00005],
        vec![0.00004, 0.00004],
        vec![0.0001, 0.0, 0.0],
        vec![1.0, 2.0, 2.0],
        vec![-1.0, -2.0, -2.0],
        vec![9e15, 0.25, -9e15],
        vec![1e15, 1e-4],
        vec![0.1; 10],
        vec![1e40, 1.0, -1e40],
        vec![1.0, -1e300, 1e300],
        vec![-1e300, 1e300, -0.5],
        vec![1e300, 1e300],
        vec![-1e300, -1e300],
        vec![1e303, -1e303, 1e303],
        vec![1e16, 1e16],
        vec![-1e16, 1e15],
        vec![1e25, 1e25, -1e25, -1e25],
        vec![f64::INFINITY, 1.0],
        vec![f64::NEG_INFINITY, 1e300],
        vec![f64::MAX, -1.0],
        vec![1.7e304; 1000],
        vec![1.797693134862315e304],
        vec![1.7976931348623158e304],
        vec![1.797693134862316e304],
        vec![0.49999999999999994 / 10000.0],
        vec![9e14, 0.00005],
        vec![f64::INFINITY, f64::NEG_INFINITY],
        vec![4.5e11, 4.5e11 + 0.0001],
        doubles().into_iter().filter(|n| n.abs() < 1e300).collect(),
    ];
    for (mut engine, dialect) in engines(&valued(&["1"])) {
        for set in &sets {
            let mut sum = muster_rules::measure::Sum::new();
            set.iter().for_each(|number| sum.add(*number));
            let rows: Vec<String> = set
                .iter()
                .map(|number| {
                    let number = if number.is_infinite() {
                        format!("{}Infinity", if *number < 0.0 { "-" } else { "" })
                    } else {
                        number_text(*number)
                    };
                    format!("('u', CAST('{number}' AS DOUBLE PRECISION))")
                })
                .collect();
            let source = format!("(SELECT * FROM (VALUES {}) AS v (user_id, number))", rows.join(", "));
            for (average, want) in [(false, Some(sum.sum())), (true, sum.avg())] {
                let sql = format!("SELECT CAST(measure AS VARCHAR) FROM ({}) AS m", dialect.sums(&source, average).unwrap());
                let got = engine.run(std::slice::from_ref(&sql)).remove(0).unwrap_or_else(|why| panic!("{why}\n{sql}"));
                let got = got[0].to_lowercase().parse::<f64>().ok();
                let want = want.filter(|number| !number.is_nan());
                assert_eq!(got, want, "{} {average} {set:?}", dialect.name());
            }
        }
    }
}

#[test]
fn instants() {
    use muster_rules::plan::TimePart;
    use muster_rules::time::format_instant;
    use muster_sql::TimeColumn;
    use muster_testkit::engines::{ColumnKind, Rows, TableRows};
    let times: Vec<i64> = [
        "0000-01-01T00:00:00Z",
        "0000-12-31T23:59:59.999Z",
        "0001-01-01T00:00:00Z",
        "0999-06-01T12:00:00.001Z",
        "1893-03-31T23:06:32Z",
        "1969-12-31T23:59:59.999Z",
        "1970-01-01T00:00:00Z",
        "2026-03-29T00:59:59.999Z",
        "2026-03-29T01:00:00Z",
        "2026-10-25T00:30:00Z",
        "2026-10-25T01:30:00Z",
        "2026-04-04T14:45:00Z",
        "9999-12-30T23:59:59.999Z",
    ]
    .iter()
    .map(|text| read_time(text).unwrap().instant(Zone::UTC))
    .collect();
    let row =
        |(at, time): (usize, &i64)| super::object(serde_json::json!({"user_id": at.to_string(), "created_at": format_instant(*time)}));
    let rows = times.iter().enumerate().map(row).collect();
    let rows = Rows { tables: vec![TableRows::new("users", &[("user_id", ColumnKind::Text), ("created_at", ColumnKind::Time)], rows)] };
    for (mut engine, dialect) in engines(&rows) {
        let column = dialect.time(TimeColumn::Created);
        let mut check = |what: &str, expression: &str, zone: Zone, want: &dyn Fn(i64) -> String| {
            // Every change of the clock is in the table where a day may recur in any year.
            let always = Positive::Recurs(vec![Recurrence { first: 101, last: 1231, latest_year: 9999 }]);
            let sql = with_clock(dialect, zone, &always, &format!("SELECT user_id || ' ' || {expression} FROM users"));
            let mut got = engine.run(std::slice::from_ref(&sql)).remove(0).unwrap_or_else(|why| panic!("{why}\n{sql}"));
            got.sort_by_key(|row| row.split(' ').next().unwrap().parse::<usize>().unwrap());
            let want: Vec<String> = times.iter().enumerate().map(|(at, time)| format!("{at} {}", want(*time))).collect();
            assert_eq!(got, want, "{} {what} {}", dialect.name(), zone.name());
        };
        check("text", &dialect.time_text(&column).unwrap(), Zone::UTC, &format_instant);
        for zone in ["Europe/Berlin", "Pacific/Auckland", "Australia/Lord_Howe", "UTC"].map(|name| Zone::parse(name).unwrap()) {
            use chrono::Datelike;
            check("date", &dialect.local_date(&column, zone).unwrap(), zone, &|at| zone.date(at).to_string());
            let parts: [(TimePart, PartOf); 4] = [
                (TimePart::Hour, |zone, at| zone.wall(at).rem_euclid(86_400_000) / 3_600_000),
                (TimePart::Weekday, |zone, at| i64::from(zone.date(at).weekday().number_from_monday())),
                (TimePart::Day, |zone, at| i64::from(zone.date(at).day())),
                (TimePart::Month, |zone, at| i64::from(zone.date(at).month())),
            ];
            for (part, of) in parts {
                check(part.name(), &dialect.local_part(&column, part, zone).unwrap(), zone, &|at| of(zone, at).to_string());
            }
        }
        for (at, time) in times.iter().enumerate() {
            for (from, to) in [(*time, time + 1), (*time, i64::MAX), (-8_000_000_000_000_000, time + 1)] {
                let span = Span { from: Some(from), to: Some(to) };
                let sql = format!("SELECT user_id FROM users WHERE {}", dialect.time_within(&column, span).write(0));
                let want: Vec<usize> = (0..times.len()).filter(|i| span.contains(times[*i])).collect();
                assert_eq!(numbers(&mut *engine, &sql), want, "{} {at}", dialect.name());
            }
            let later = dialect.later(&column, 1_500);
            let sql = format!("SELECT user_id FROM users WHERE {later} = {}", dialect.instant(time + 1_500));
            assert_eq!(numbers(&mut *engine, &sql), vec![at], "{}", dialect.name());
        }
        let far = format!("SELECT user_id FROM users WHERE {} > {column}", dialect.later(&column, i64::MAX));
        assert_eq!(numbers(&mut *engine, &far).len(), times.len());
    }
}

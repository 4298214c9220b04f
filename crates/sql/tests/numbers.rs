//! Sums, averages and the text forms of numbers: as `muster_rules` has them, for any doubles.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use muster_rules::measure::Sum;
use muster_rules::value::number_text;
use muster_sql::{Dialect, SqliteDialect};
use rusqlite::Connection;
use std::io::Write;
use std::process::{Command, Stdio};

/// Doubles of every size, many of few digits and some of all.
fn doubles() -> Vec<f64> {
    let mut numbers = vec![
        0.0,
        -0.0,
        0.1,
        0.3,
        -0.5,
        12.34,
        2.5e-8,
        1e-6,
        1e-7,
        1e20,
        1e21,
        123456789012345680000.0,
        1.5e300,
        f64::MAX,
        f64::MIN_POSITIVE,
        0.1 + 0.2,
        9_007_199_254_740_993.0,
        1_234_567_890_123_456_789_u64 as f64,
        -1e15,
        0.00005,
        -0.00005,
        0.000049999,
        1.00005,
        123456.78905,
        4503599627370496.5,
        1780272000.0,
        1780272000.5,
        1e16,
        -7.25,
        100.0,
        1e100,
        333.3333333333333,
        2.0f64.powi(60),
        1e22,
        1e23,
    ];
    let mut seed = 7u64;
    for at in 0..2000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let whole = (seed >> 20) as i64 % 1_000_000_007;
        numbers.push(match at % 4 {
            0 => whole as f64 / 100.0,
            1 => whole as f64 / 10_000.0,
            2 => -(whole as f64) / 7.0,
            _ => whole as f64 * 1e4 / 3.0,
        });
    }
    numbers
}

/// What the bundled SQLite and the system's answer, a text each.
fn ask(queries: &[String]) -> Vec<Vec<String>> {
    let connection = Connection::open_in_memory().unwrap();
    let bundled = queries.iter().map(|query| {
        connection
            .query_row(query, [], |row| Ok(row.get::<_, Option<String>>(0)?.unwrap_or_default()))
            .unwrap_or_else(|why| panic!("{why}: {query}"))
    });
    let mut answers = vec![bundled.collect::<Vec<_>>()];
    let shell = Command::new("sqlite3").arg("-batch").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut shell) = shell else { return answers };
    let script: String = queries.iter().map(|query| format!("{query};\n")).collect();
    let mut input = shell.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(script.as_bytes()));
    let output = shell.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    answers.push(String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect());
    answers
}

/// A column that reads as exactly this double in any version.
fn literal(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("CAST({number} AS REAL)");
    }
    SqliteDialect.number(number)
}

#[test]
fn text_forms() {
    let numbers = doubles();
    let queries: Vec<String> =
        numbers.iter().map(|number| format!("SELECT {}", SqliteDialect.number_text(&literal(*number)).unwrap())).collect();
    for answers in ask(&queries) {
        assert_eq!(answers.len(), numbers.len());
        let same = |number: f64, got: &str| {
            let want = number_text(number);
            let digits =
                want.trim_matches(['-', '0', '.']).split('e').next().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
            // Of 17 digits the last is as exact as SQLite's own arithmetic.
            want == got
                || digits == 17 && got.len() == want.len() && (got.parse::<f64>().unwrap() - number).abs() <= number.abs() * f64::EPSILON
        };
        let wrong: Vec<_> = numbers.iter().zip(&answers).filter(|(number, got)| !same(**number, got)).collect();
        assert!(wrong.is_empty(), "{} of {}: {:?}", wrong.len(), numbers.len(), &wrong[..wrong.len().min(20)]);
    }
    assert_eq!(ask(&[format!("SELECT {}", SqliteDialect.number_text("NULL").unwrap())])[0], [""]);
}

#[test]
fn sums_and_averages() {
    let all = doubles();
    let mut cases: Vec<Vec<f64>> = vec![
        vec![0.1, 0.2],
        vec![0.00005],
        vec![-0.00005, 0.1],
        vec![1.0, 2.0, 2.0],
        vec![-1.0, -2.0, -2.0],
        vec![9e15, 0.25, -9e15],
        vec![1e15, 1e-4],
        vec![1e16; 40],
        vec![-1e18, 3.0, -1e18],
        vec![1e40, 1.0, -1e40],
        vec![1e300, 1e300],
        vec![-1e300, 1e300, -0.5],
        vec![f64::MAX, -1.0],
        vec![1e25, 1e25, -1e25, -1e25],
        vec![2e14 / 3.0; 7],
        vec![1e14 + 0.00005, 1e14 + 0.00015],
    ];
    cases.extend(all.chunks(37).map(<[f64]>::to_vec).filter(|chunk| chunk.iter().all(|number| number.abs() < 1e15)));
    for average in [false, true] {
        let queries: Vec<String> = cases
            .iter()
            .map(|case| {
                let rows: Vec<String> = case.iter().map(|number| format!("SELECT 1 AS user_no, {} AS number", literal(*number))).collect();
                let query = SqliteDialect.sums(&format!("({})", rows.join(" UNION ALL ")), average).unwrap();
                format!("SELECT CASE WHEN measure > 1.8e307 THEN 'Infinity' ELSE printf('%!.17g', measure) END FROM ({query})")
            })
            .collect();
        for answers in ask(&queries) {
            for (case, got) in cases.iter().zip(&answers) {
                let mut sum = Sum::new();
                case.iter().for_each(|number| sum.add(*number));
                let want = if average { sum.avg().unwrap() } else { sum.sum() };
                let got: f64 = if got == "Infinity" { f64::INFINITY } else { got.parse().unwrap() };
                assert_eq!(got, want, "{case:?}");
            }
        }
    }
}

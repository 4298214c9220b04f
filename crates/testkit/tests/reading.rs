//! The program's readers of times, numbers, texts and zones against the reference's own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_rules::time::{format_instant, read_time, read_time_number, Zone};
use muster_rules::value::{canonical, number_text, read_decimal, read_json};
use muster_testkit::{text, time};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{json, Value};

/// Texts that are or nearly are times or numbers.
const SEEDS: [&str; 16] = [
    "2026-06-30T12:00:00.123Z",
    "2026-03-29 02:30:00",
    "2026-10-25T02:30",
    "2026-02-28",
    "2024-02-29t23:59:60.9999+05:30",
    "1969-12-31T23:59:59.9999-00:00",
    "Wed, 02 Oct 2002 15:00:00 +0200",
    "2 Oct 2002 15:00 GMT",
    "1780272000",
    "1780272000000",
    "1780272000000999",
    " 12 ",
    "-1.25e-7",
    "+.5E+3",
    "9007199254740993",
    "1e400",
];

/// What is put in place of a character, or between two.
const BITS: [&str; 24] =
    ["", " ", "0", "1", "2", "3", "5", "6", "9", "-", "+", ":", ".", "T", "t", "Z", "e", "E", ",", "\t", "\n", "é", "GMT", "00"];

fn drawn() -> Vec<String> {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut texts: Vec<String> = SEEDS.iter().map(|seed| (*seed).to_owned()).collect();
    for _ in 0..30_000 {
        let mut chars: Vec<String> = SEEDS[rng.random_range(0..SEEDS.len())].chars().map(String::from).collect();
        for _ in 0..rng.random_range(1..=3) {
            let at = rng.random_range(0..chars.len());
            let bit = BITS[rng.random_range(0..BITS.len())].to_owned();
            if rng.random_bool(0.7) {
                chars[at] = bit;
            } else {
                chars.insert(at, bit);
            }
        }
        texts.push(chars.concat());
    }
    texts
}

#[test]
fn times_are_read_alike() {
    let zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/Havana"];
    let mut read = 0;
    for text in drawn() {
        let own = time::read_stored(&json!(text)).unwrap();
        let theirs = read_time(&text);
        assert_eq!(own.is_some(), theirs.is_some(), "{text:?}: {own:?} {theirs:?}");
        let (Some(own), Some(theirs)) = (own, theirs) else { continue };
        read += 1;
        for name in zones {
            let (ours, zone) = (time::zone(name).unwrap(), Zone::parse(name).unwrap());
            assert_eq!(own.instant(ours), theirs.instant(zone), "{text:?} in {name}");
            // Columns of times are RFC 3339, which ends with the year 9999.
            if !(-62_167_219_200_000..253_402_300_800_000).contains(&own.instant(ours)) {
                continue;
            }
            assert_eq!(time::column_text(own.instant(ours)), format_instant(theirs.instant(zone)), "{text:?} in {name}");
        }
    }
    assert!(read > 1500, "{read}");
}

#[test]
fn walls_become_instants_alike() {
    for name in [
        "Europe/Berlin",
        "America/New_York",
        "Pacific/Auckland",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "America/Sao_Paulo",
        "Africa/Cairo",
    ] {
        let (ours, zone) = (time::zone(name).unwrap(), Zone::parse(name).unwrap());
        // Every half hour of the years around some changes, and the days that a calendar may skip.
        for (from, to) in [(1_325_000_000_i64, 1_326_000_000_i64), (1_500_000_000, 1_560_000_000), (1_770_000_000, 1_800_000_000)] {
            for wall in (from..to).step_by(1800) {
                let naive = chrono::DateTime::from_timestamp(wall, 0).unwrap().naive_utc();
                assert_eq!(time::instant(ours, naive), zone.instant(wall * 1000), "{naive} in {name}");
                assert_eq!(time::local(ours, wall * 1000).unwrap().and_utc().timestamp_millis(), zone.wall(wall * 1000));
            }
        }
    }
}

#[test]
fn numbers_are_read_and_written_alike() {
    for text in drawn() {
        assert_eq!(text::decimal(&text).unwrap(), read_decimal(&text), "{text:?}");
    }
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    for _ in 0..20_000 {
        let number = match rng.random_range(0..3) {
            0 => f64::from_bits(rng.random()),
            1 => f64::from(rng.random_range(-1_000_000_i32..1_000_000)) / 1000.0,
            _ => rng.random_range(-1e18..1e18_f64).trunc(),
        };
        if !number.is_finite() {
            continue;
        }
        let text = text::number_text(number);
        assert_eq!(text, number_text(number));
        assert_eq!(text::decimal(&text).unwrap(), Some(number), "{text}");
        // What is stored is read back as the very same, and written the same again.
        let stored = canonical(&json!(number));
        assert_eq!(stored, text);
        assert_eq!(canonical(&read_json(&stored).unwrap()), stored);
        let as_time = time::read_stored(&json!(number)).unwrap().map(|written| written.instant(chrono_tz::UTC));
        assert_eq!(as_time, read_time_number(number).map(|stored| stored.instant(Zone::UTC)), "{text}");
    }
}

#[test]
fn case_is_ignored_alike() {
    // The two know different editions of Unicode: what only one of them knows is left out.
    let unknown = text::pattern(r"\p{Cn}").unwrap();
    for c in (0..=0x1_F000_u32).filter_map(char::from_u32) {
        let text = c.to_string();
        if unknown.is_match(&text) {
            continue;
        }
        let folded = muster_rules::text::fold(&text);
        assert!(text::has_part(&text, &folded, text::Place::Anywhere).unwrap() || text == folded, "{c:?} folds to {folded:?}");
        for other in c.to_lowercase().chain(c.to_uppercase()) {
            let other = other.to_string();
            let same = muster_rules::text::fold(&other) == folded;
            if other != text && !unknown.is_match(&other) {
                assert_eq!(text::has_part(&text, &other, text::Place::Start).unwrap(), same, "{text:?} {other:?}");
            }
        }
    }
    assert_eq!(canonical(&Value::Null), "null");
}

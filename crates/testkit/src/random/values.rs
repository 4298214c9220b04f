//! Stored values of every kind.

use super::reach::{NESTED, VALUES};
use super::{times, Random};
use serde_json::{json, Map, Value};

/// Names of properties: plain, dotted, odd.
pub(super) const KEYS: [&str; 14] =
    ["plan", "v", "v", "tags", "a", "a.b", "a.b.c", "it's", "q\"uote", "back\\slash", "new\nline", "two words", "ключ", "$.x[0]"];

/// The name of a property; half of them are few, so that many people have one.
pub(super) fn key(random: &mut Random) -> &'static str {
    if random.once_in(2) {
        random.pick(&["plan", "v"])
    } else {
        random.pick(&KEYS)
    }
}

/// A number to be added up: whole, in ten-thousandths and their halves, or nearly a number.
pub(super) fn amount(random: &mut Random) -> Value {
    match random.number(0..=7) {
        0 => random.pick(&[json!("0.1"), json!("2.50"), json!(" 3 "), json!("1e2"), json!("x"), json!(""), json!(true)]),
        1 => random.pick(&[Value::Null, json!([1, 2]), json!({"b": 1}), json!([])]),
        2 => random.pick(&[json!(0.00005), json!(0.00015), json!(1.00005), json!(-0.00005), json!(2.675_05), json!(-1.00015)]),
        3 => random.pick(&[json!(1e9), json!(123_456.789_05), json!(5e-324), json!(-0.0), json!(1e14)]),
        4 => random.pick(&[json!(0.1), json!(0.2), json!(0.3), json!(19.99), json!(-0.3)]),
        _ => random.pick(&[json!(0), json!(1), json!(5), json!(7), json!(100), json!(-1.5)]),
    }
}

/// One of few values, some of which have the same text form.
pub(super) fn sku(random: &mut Random) -> Value {
    match random.number(0..=7) {
        0 => random.pick(&[json!(5), json!("5"), json!(5.0), json!(true), json!("true")]),
        1 => random.pick(&[Value::Null, json!(["s1"]), json!({"s1": 1}), json!(""), json!([["s1"], "s2"])]),
        2 => json!("s3"),
        _ => json!(random.pick(&["s1", "s2"])),
    }
}

/// Keys inside objects.
const INNER: [&str; 6] = ["b", "c", "b.c", "total", "it's", "x"];

/// A value, of lists and objects too; `depth` is how many more may be in one another.
pub(super) fn value(random: &mut Random, depth: u32) -> Value {
    if depth == 0 || !random.once_in(4) {
        return scalar(random);
    }
    let kind = random.pick(&NESTED);
    random.reach("value", kind);
    let parts = random.count(1..=3);
    match kind {
        "list" => (0..parts).map(|_| scalar(random)).collect(),
        "list of lists" => (0..parts).map(|_| json!([value(random, depth - 1)])).collect(),
        "object" => object(random, depth),
        _ => json!([object(random, depth), scalar(random)]),
    }
}

/// An object with some of the inner keys.
fn object(random: &mut Random, depth: u32) -> Value {
    let mut object = Map::new();
    for _ in 0..random.count(1..=3) {
        object.insert(random.pick(&INNER).to_owned(), value(random, depth - 1));
    }
    if random.once_in(2) {
        object.insert("b".to_owned(), json!({"c": value(random, depth - 1)}));
    }
    Value::Object(object)
}

/// A value that is neither list nor object, empty ones aside.
pub(super) fn scalar(random: &mut Random) -> Value {
    let kind = if random.once_in(6) { random.pick(&["time", "birthday"]) } else { random.pick(&VALUES) };
    random.reach("value", kind);
    match kind {
        "null" => Value::Null,
        "empty text" => json!(""),
        "empty list" => json!([]),
        "empty object" => json!({}),
        "word" => json!(random.pick(&["pro", "Pro", "free", "enterprise", "a", "b", "B"])),
        "letters" => json!(random.pick(&[
            "É", "é", "E\u{301}", "ÉCLAIR", "straße", "STRASSE", "ẞ", "ß", "Σ", "ς", "σ", "İ", "i", "I", "ı", "\u{212a}", "k", "K", "ſ",
            "s", "ǅ", "ǆ", "Ω", "ω", "😀", "١٢"
        ])),
        "wildcards" => json!(random.pick(&["50%_off", "a_b", "a%b", "axb", "[ab]", "*", "a?c", "^x$", "a.b", "\\d", "100%"])),
        "quotes" => {
            json!(random.pick(&["it's", "say \"hi\"", "';--", "/* x */", "line\nbreak", "tab\there", "back\\slash", " padded ", "a\r\nb"]))
        }
        "whole number" => json!(random.pick(&[0, 1, 2, 5, 7, 12, 100, -1, -3])),
        "fraction" => json!(random.pick(&[0.1, 0.5, 12.5, 99.99, -0.25, 12.0, 0.30000000000000004])),
        "huge" => json!(random.pick(&[1e21, 1e300, 123456789012345680000.0, 9007199254740993.0, -1.7976931348623157e308])),
        "tiny" => json!(random.pick(&[5e-324, 1e-7, 0.000001, -0.0, 1.5e-10])),
        "numeric text" => json!(random.pick(&[
            "12",
            " 12 ",
            "1.2e1",
            "+12",
            ".5",
            "5.",
            "007",
            "-0",
            "0.1",
            "1e400",
            "-1",
            "1E-7",
            "12.50",
            "9007199254740993",
            "0.30000000000000004"
        ])),
        "almost a number" => {
            json!(random.pick(&["12px", "0x0C", "NaN", "inf", "1_2", "\t12", "12\n", "1,5", ".", "1e", "--1", "1 2", "１２"]))
        }
        "boolean" => json!(random.once_in(2)),
        "boolean text" => json!(random.pick(&["true", "TRUE", "True", "false", "fAlSe", " true", "yes", "1"])),
        "time" => times::stored(random),
        "almost a time" => json!(random.pick(&[
            "2026-13-01",
            "2026-02-30",
            "2026-06-01T25:00",
            "2026-06-01T12",
            "12:00",
            " 2026-06-01",
            "2026-06-01 ",
            "2026-06-01T12:00:00+2:00",
            "178027200",
            "17802720000",
            "-1780272000",
            "1780272000.5",
            "2026/06/01",
            "20260601",
        ])),
        _ => times::birthday(random),
    }
}

//! What an NDJSON file may look like.

use super::{read_as, refused};
use muster_io::Kind;

/// Users as `line: user [properties]`, and what was rejected.
fn users(bytes: impl AsRef<[u8]>) -> (Vec<String>, Vec<String>) {
    let outcome = read_as(Kind::Users, bytes);
    let said = outcome.said().into_iter().map(|row| row.replace(" - - - - ", " ")).collect();
    (said, outcome.why())
}

#[test]
fn lines_are_objects() {
    for (text, rows) in [
        ("{\"user_id\":\"a\"}", &["1: a []"][..]),
        ("\u{feff}{\"user_id\":\"a\"}\n", &["1: a []"]),
        ("{\"user_id\":\"a\"}\r\n{\"user_id\":\"b\"}\r\n", &["1: a []", "2: b []"]),
        ("{\"user_id\":\"a\"}\r{\"user_id\":\"b\"}", &["1: a []", "2: b []"]),
        ("\n \n{\"user_id\":\"a\"}\n\t\n\n{\"user_id\":\"b\"}\n\n", &["3: a []", "6: b []"]),
        (" { \"user_id\" : \"a\" , \"x\" : [ 1 , 2.0 ] } ", &["1: a [x=[1,2]]"]),
        ("{\"user_id\":\"a\",\"x\":1,\"x\":2}", &["1: a [x=2]"]),
        ("{\"user_id\":\"a\",\"x\":1,\"x\":null}", &["1: a []"]),
        ("{\"user_id\":\"a\",\"user_id\":\"b\"}", &["1: b []"]),
        ("{\"user_id\":\"a\",\"b\":{\"y\":1,\"x\":2,\"y\":3}}", &["1: a [b={\"x\":2,\"y\":3}]"]),
        ("{\"user_\\u0069d\":\"\\u00e9\\ud83d\\ude00\"}", &["1: é😀 []"]),
        ("{\"user_id\":\"a\",\"x\":1E2,\"y\":-0,\"z\":123456789012345678901234567890}", &["1: a [x=100 y=0 z=1.2345678901234568e+29]"]),
        ("{\"user_id\":\"a\",\"\\u0078\":\"\\n\"}", &["1: a [x=\"\\n\"]"]),
    ] {
        assert_eq!(users(text), (rows.iter().map(|row| row.to_string()).collect(), vec![]), "{text}");
    }
}

#[test]
fn a_broken_line_is_rejected_and_the_next_one_read() {
    let deep = format!("{{\"user_id\":\"a\",\"x\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    let sixty_five = format!("{{\"user_id\":\"a\",\"x\":{}{}}}", "[".repeat(66), "]".repeat(66));
    for (line, why) in [
        ("{\"user_id\":\"a\"", "is not JSON: EOF while parsing an object at character 14"),
        ("{\"user_id\":\"a\"} {\"user_id\":\"b\"}", "is not JSON: trailing characters at character 17"),
        ("{\"user_id\":\"a\",}", "is not JSON: trailing comma at character 16"),
        ("{user_id:\"a\"}", "is not JSON: key must be a string at character 2"),
        ("{\"user_id\":\"a\",\"x\":NaN}", "is not JSON: expected value at character 20"),
        ("{\"user_id\":\"a\",\"x\":01}", "is not JSON: invalid number at character 21"),
        ("xyz", "is not JSON: expected value at character 1"),
        ("[{\"user_id\":\"a\"}]", "is no JSON object"),
        ("5", "is no JSON object"),
        ("\"user_id\"", "is no JSON object"),
        ("null", "is no JSON object"),
        ("{}", "user_id is missing"),
        ("{\"user_id\":null}", "user_id is missing"),
        ("{\"user_id\":\"\"}", "user_id is missing"),
        ("{\"user_id\":[\"a\"]}", "user_id is a list or an object"),
        ("{\"user_id\":{\"a\":1}}", "user_id is a list or an object"),
        ("{\"user_id\":\"a\\u0000\"}", "has a NUL character"),
        ("{\"user_id\":\"a\0\"}", "has a NUL character"),
        ("{\"user_id\":\"a\",\"x\":\"\\u0000\"}", "has a NUL character"),
        ("{\"user_id\":\"a\",\"x\":{\"\\u0000\":1}}", "has a NUL character"),
        ("{\"user_id\":\"a\",\"\\u0000\":1}", "has a NUL character"),
        ("{\"user_id\":\"a\",\"\":1}", "has a property without a name"),
        ("{\"user_id\":\"\\ud800\"}", "user_id cannot be stored: unexpected end of hex escape at character 8"),
        ("{\"user_id\":\"a\",\"x\":1e400}", "x cannot be stored: number out of range at character 5"),
        ("{\"user_id\":1e400}", "user_id cannot be stored: number out of range at character 5"),
        (sixty_five.as_str(), "x cannot be stored: nested deeper than 64"),
        (deep.as_str(), "x cannot be stored: nested deeper than 64"),
    ] {
        let text = format!("{{\"user_id\":\"first\"}}\n{line}\n{{\"user_id\":\"last\"}}\n");
        let want = (vec!["1: first []".into(), "3: last []".into()], vec![format!("2: {why}")]);
        assert_eq!(users(&text), want, "{}", &line[..line.len().min(80)]);
    }
    let text = b"{\"user_id\":\"a\xff\"}\n{\"user_id\":\"last\"}\n";
    assert_eq!(users(text), (vec!["2: last []".into()], vec!["1: is not UTF-8".into()]));
}

#[test]
fn lone_surrogates_are_rejected_wherever_they_stand() {
    for line in [
        "{\"user_id\":\"a\",\"x\":\"\\ud800\"}",
        "{\"user_id\":\"a\",\"x\":\"\\udc00\"}",
        "{\"user_id\":\"a\",\"x\":[\"\\ud800x\"]}",
        "{\"user_id\":\"a\",\"x\":{\"\\ud800\":1}}",
        "{\"user_id\":\"a\",\"\\ud800\":1}",
    ] {
        let (rows, why) = users(line);
        assert!(rows.is_empty() && why.len() == 1, "{line}: {why:?}");
    }
}

#[test]
fn a_broken_first_line_leaves_the_file_what_it_is() {
    let (rows, why) = users("{\"user_id\":\n{\"user_id\":\"b\"}\n");
    assert_eq!((rows, why.len()), (vec!["2: b []".to_owned()], 1));
    let (rows, why) = users("oops\n{\"user_id\":\"b\"}\n");
    assert_eq!((rows, why.len()), (vec!["2: b []".to_owned()], 1));
}

#[test]
fn a_line_beyond_16_mb_is_rejected_and_the_next_one_read() {
    let text = format!("{{\"user_id\":\"a\",\"x\":\"{}\"}}\n{{\"user_id\":\"b\"}}\n", "x".repeat(17 << 20));
    assert_eq!(users(text), (vec!["2: b []".into()], vec!["1: is longer than 16 MB".into()]));
}

#[test]
fn json_that_is_one_document_is_refused_with_what_to_do() {
    let array = "FILE is one JSON array: write each object on a line of its own (`jq -c '.[]'` does that)";
    let spread = "FILE is JSON with its objects spread over several lines: write each object on a line of its own (`jq -c .` does that)";
    for (text, want) in [
        ("[{\"user_id\":\"a\"}]", array),
        ("[\n  {\n    \"user_id\": \"a\"\n  }\n]\n", array),
        ("[]", array),
        ("[", array),
        ("\n [ ]", array),
        ("{\n  \"user_id\": \"a\"\n}\n", spread),
    ] {
        for kind in [None, Some(Kind::Users)] {
            assert_eq!(refused(text, kind), want, "{text}");
        }
    }
}

#[test]
fn where_no_line_can_be_read_the_first_one_is_named() {
    assert_eq!(
        refused("{\"user_id\":\n{\"user_id\":\n", None),
        "no row of the beginning of FILE can be read; line 1: is not JSON: EOF while parsing a value at character 11"
    );
    assert_eq!(
        refused("{\"a\":1}\n", None),
        "FILE has no user_id; its columns are a. Rename the column that holds the person's id to user_id"
    );
}

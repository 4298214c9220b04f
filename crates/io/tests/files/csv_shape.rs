//! What a CSV file may look like.

use super::{given, read_as, read_path, refused};
use muster_io::{FormatName, Kind, ReadOptions};

/// Users with one property `x`, as `line: user x`, and what was rejected.
fn users(bytes: impl AsRef<[u8]>) -> (Vec<String>, Vec<String>) {
    let outcome = read_as(Kind::Users, bytes);
    let said = outcome.said().into_iter().map(|row| row.replace(" - - - - ", " ")).collect();
    (said, outcome.why())
}

#[test]
fn records_are_cut_as_written() {
    for (text, rows) in [
        ("user_id,x\na,1\n", &["2: a [x=1]"][..]),
        ("user_id,x\na,1", &["2: a [x=1]"]),
        ("user_id,x\r\na,1\r\nb,2\r\n", &["2: a [x=1]", "3: b [x=2]"]),
        ("user_id,x\ra,1\rb,2", &["2: a [x=1]", "3: b [x=2]"]),
        ("user_id,x\na,1\r\nb,2\rc,3", &["2: a [x=1]", "3: b [x=2]", "4: c [x=3]"]),
        ("\u{feff}user_id,x\na,1\n", &["2: a [x=1]"]),
        ("user_id;x\na;1,5\n", &["2: a [x=\"1,5\"]"]),
        ("user_id\tx\na\t1\n", &["2: a [x=1]"]),
        ("user_id|x\na|1\n", &["2: a [x=1]"]),
        ("sep=;\nuser_id;x\na;1\n", &["3: a [x=1]"]),
        ("sep=^\r\nuser_id^x\r\na^1\r\n", &["3: a [x=1]"]),
        ("user_id , x\na,1\n", &["2: a [x=1]"]),
        ("\"user_id\",\"x\"\n\"a\",\"1\"\n", &["2: a [x=1]"]),
        ("user_id,x\n\n\na,1\n\n", &["4: a [x=1]"]),
        ("\n\nuser_id,x\na,1\n", &["4: a [x=1]"]),
        ("user_id,x\na,\n", &["2: a []"]),
        ("user_id,x\na,\"\"\n", &["2: a []"]),
        ("user_id,x\na,\"b,c\"\n", &["2: a [x=\"b,c\"]"]),
        ("user_id,x\na,\"b\nc\"\nd,1\n", &["2: a [x=\"b\\nc\"]", "4: d [x=1]"]),
        ("user_id,x\na,\"b\r\n\r\nc\"\r\nd,1\n", &["2: a [x=\"b\\r\\n\\r\\nc\"]", "5: d [x=1]"]),
        ("user_id,x\na,\"\"\"VIP\"\",\"\"Blog\"\"\"\n", &["2: a [x=\"\\\"VIP\\\",\\\"Blog\\\"\"]"]),
        ("user_id,x\na,5\" screen\n", &["2: a [x=\"5\\\" screen\"]"]),
        ("user_id,x\na, \"b\"\n", &["2: a [x=\" \\\"b\\\"\"]"]),
        ("user_id,x\n", &[]),
        ("user_id,x", &[]),
        ("user_id\na\n\"b,c\"", &["2: a []", "3: b,c []"]),
        ("user_id,x\na,\"b\nc\"", &["2: a [x=\"b\\nc\"]"]),
    ] {
        assert_eq!(users(text), (rows.iter().map(|row| row.to_string()).collect(), vec![]), "{text:?}");
    }
}

#[test]
fn a_bad_row_is_rejected_and_the_next_one_read() {
    for (text, rows, why) in [
        ("user_id,x\na\nb,1\n", &["3: b [x=1]"][..], &["2: has 1 column instead of 2"][..]),
        ("user_id,x\na,1,2\nb,1\n", &["3: b [x=1]"], &["2: has 3 columns instead of 2"]),
        ("user_id,x\n,1\nb,1\n", &["3: b [x=1]"], &["2: user_id is missing"]),
        ("user_id,x\na,\"open\nb,1\nc,2\n", &["3: b [x=1]", "4: c [x=2]"], &["2: a quote that is opened here is not closed"]),
        ("user_id,x\na,\"open\nb,\"1\"\nc,2\n", &["3: b [x=1]", "4: c [x=2]"], &["2: has text after a closing quote"]),
        ("user_id,x\na,\"b\"c\nb,1\n", &["3: b [x=1]"], &["2: has text after a closing quote"]),
        ("user_id,x\na,say \"hi\"\nb,\"say \"hi\"\"\n", &["2: a [x=\"say \\\"hi\\\"\"]"], &["3: has text after a closing quote"]),
        ("user_id,x\na,\0\nb,1\n", &["3: b [x=1]"], &["2: has a NUL character"]),
        ("user_id,x\n\"a\n\",1,2\nb,1\n", &["4: b [x=1]"], &["2: has 3 columns instead of 2"]),
        ("user_id\na\n\"b\nc\"", &["2: a []"], &["3: user_id has a line break or another control character"]),
        ("user_id,x\n\"", &[], &["2: a quote that is opened here is not closed"]),
    ] {
        let want = (rows.iter().map(|row| row.to_string()).collect(), why.iter().map(|why| why.to_string()).collect());
        assert_eq!(users(text), want, "{text:?}");
    }
}

#[test]
fn bytes_that_are_no_utf8_reject_their_row_only() {
    for bad in [&b"caf\xe9"[..], b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xff", b"\xe2\x82"] {
        let text = [b"user_id,x\na,", bad, b"\nb,1\n"].concat();
        assert_eq!(users(&text), (vec!["3: b [x=1]".into()], vec!["2: is not UTF-8".into()]), "{bad:?}");
    }
}

#[test]
fn a_rejected_row_keeps_its_text() {
    let outcome = read_as(Kind::Users, "user_id,x\na,\"b\nc\",d\r\ne,\"f\ng,1\n");
    let raw: Vec<&str> = outcome.rejects.iter().map(|reject| reject.raw.as_str()).collect();
    assert_eq!(raw, ["a,\"b\nc\",d", "e,\"f"]);
}

#[test]
fn headers_that_cannot_be_used_are_errors_with_what_to_do() {
    let wide = (0..10_001).map(|i| format!("c{i}")).collect::<Vec<_>>().join(",");
    for (text, want) in [
        ("user_id,x,x\n", "the header of FILE has “x” twice, in columns 2 and 3: rename one of them"),
        ("user_id,,x\n", "the header of FILE has no name for column 2: every column needs one"),
        ("user_id,x,\n", "the header of FILE has no name for column 3: every column needs one"),
        ("user_id,\"x\n", "the header of FILE (line 1) cannot be read: a quote that is opened here is not closed"),
        ("user_id,x\0\n", "the header of FILE has a NUL character: it is no text file, or a damaged one"),
        (wide.as_str(), "the header of FILE has 10001 columns; at most 10000 can be read"),
        ("", "FILE is empty: there is nothing to import"),
        ("\u{feff}", "FILE is empty: there is nothing to import"),
        ("\n\n\r\n", "FILE is empty: there is nothing to import"),
        ("sep=;", "FILE is empty: there is nothing to import"),
        (
            "customer,x\na,1\n",
            "FILE cannot be read as users: it has no user_id; its columns are customer, x. Rename the columns, or choose another kind",
        ),
    ] {
        assert_eq!(refused(text, Some(Kind::Users)), want);
    }
    assert_eq!(refused(b"user_id,caf\xe9\n", None), "the header of FILE is not UTF-8: save the file again as UTF-8");
    assert_eq!(
        refused("user_id,event_name\na,b\n", Some(Kind::Events)),
        "FILE cannot be read as events: it has no timestamp; its columns are user_id, event_name. Rename the columns, or choose another kind"
    );
    assert_eq!(
        refused("user_id,purpose,state,note\n", Some(Kind::Consent)),
        "FILE cannot be read as consent: there is no place for its column “note”, only for user_id, purpose, state, updated_at. \
         Remove the column, or choose another kind"
    );
    assert_eq!(
        refused("a;b\n", None),
        "FILE has no user_id; its columns are a, b. Rename the column that holds the person's id to user_id"
    );
}

#[test]
fn the_delimiter_is_the_one_that_gives_known_names() {
    for (header, row, want) in [
        ("user_id;a,b,c,d", "u;1", "u [a,b,c,d=1]"),
        ("user_id,\"a;b;c;d\"", "u,1", "u [a;b;c;d=1]"),
        ("user_id", "u,1", ""),
        ("email|user_id", "|u", "u []"),
    ] {
        let (rows, _) = users(format!("{header}\n{row}\n"));
        assert_eq!(rows.join(""), if want.is_empty() { String::new() } else { format!("2: {want}") }, "{header}");
    }
}

#[test]
fn a_record_over_too_many_lines_is_rejected_where_it_begins() {
    let mut text = "user_id,x\na,\"open\n".to_owned();
    for i in 0..20_000 {
        text.push_str(&format!("u{i},1\n"));
    }
    text.push_str("z,\"closed\"\n");
    let outcome = read_as(Kind::Users, text);
    assert_eq!(outcome.why(), ["2: a quote that is opened here is not closed"]);
    assert_eq!(outcome.rows.len(), 20_001);
}

#[test]
fn a_row_beyond_16_mb_is_rejected_and_the_next_one_read() {
    let long = "x".repeat(17 << 20);
    for text in [format!("user_id,x\na,{long}\nb,1\n"), format!("user_id,x\na,\"{long}\"\nb,1\n")] {
        let outcome = read_as(Kind::Users, text);
        assert_eq!(outcome.why(), ["2: is longer than 16 MB"]);
        assert_eq!(outcome.said(), ["3: b - - - - [x=1]"]);
        assert!(outcome.rejects[0].raw.len() < 70_000);
    }
}

#[test]
fn a_header_beyond_16_mb_is_an_error() {
    let text = format!("user_id,{}\n", "x".repeat(17 << 20));
    assert_eq!(refused(text, None), "the header of FILE (line 1) cannot be read: is longer than 16 MB");
}

#[test]
fn the_asked_format_is_taken() {
    let given = given("{\"user_id\":\"a\"}\n");
    let options = ReadOptions { kind: None, format: FormatName::parse("csv"), ..ReadOptions::default() };
    let why = read_path(&given.path, &options).unwrap_err().to_string();
    assert!(why.contains("has no user_id"), "{why}");
    assert_eq!(FormatName::all().map(FormatName::as_str).collect::<Vec<_>>(), ["ndjson", "csv"]);
    assert_eq!(FormatName::parse("xlsx"), None);
}

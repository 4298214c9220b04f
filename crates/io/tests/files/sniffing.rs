//! What is said of a file before anything is written.

use super::{given, gzip, refused};
use muster_io::{sniff, Kind, ReadOptions, Role, Shape, Sniffed};
use muster_rules::time::Zone;

fn look(bytes: impl AsRef<[u8]>, kind: Option<Kind>) -> Sniffed {
    let given = given(bytes);
    let zone = Zone::parse("Europe/Berlin").unwrap();
    let mut found = sniff(&given.path, &ReadOptions { kind, ..ReadOptions::default() }, zone).unwrap();
    found.problem = found.problem.map(|why| why.replace(&given.path.display().to_string(), "FILE"));
    found
}

#[test]
fn formats_are_said_with_their_reason() {
    let many: String = (0..600).map(|i| format!("u{i},{i}\n")).collect();
    for (bytes, format, because) in [
        (
            format!("user_id,x\n{many}").into_bytes(),
            "CSV with a header, comma, UTF-8",
            "the first line has 2 names and all 500 sampled lines have 2 columns",
        ),
        (
            gzip(format!("user_id;x\n{}", many.replace(',', ";"))),
            "CSV with a header, semicolon, UTF-8, gzip",
            "the first line has 2 names and all 500 sampled lines have 2 columns",
        ),
        (
            b"user_id\tx\na\t1\nb\nc\t1\n".to_vec(),
            "CSV with a header, tab, UTF-8",
            "the first line has 2 names and 2 of 3 lines have 2 columns",
        ),
        (b"user_id\na\n".to_vec(), "CSV with a header, comma, UTF-8", "the first line has 1 name and the one line below it has 1 column"),
        (b"sep=^\nuser_id^x\n".to_vec(), "CSV with a header, “^”, UTF-8", "the first line has 2 names; there are no rows below it"),
        (b"{\"user_id\":1}\n{\n".to_vec(), "NDJSON, UTF-8", "1 of 2 lines are JSON objects"),
        (b"{\"user_id\":1}\n".to_vec(), "NDJSON, UTF-8", "its one line is a JSON object"),
    ] {
        let found = look(&bytes, None);
        assert_eq!((found.format.as_str(), found.because.as_str()), (format, because));
        assert_eq!((found.bytes, found.gzip), (bytes.len() as u64, format.ends_with("gzip")));
        assert_eq!(found.problem, None);
    }
}

#[test]
fn kinds_are_guessed_from_the_columns() {
    let event = r#"{"user_id":"a","event_name":"b","timestamp":"2026-06-30"}"#;
    let user = r#"{"user_id":"a"}"#;
    for (text, kinds, because) in [
        ("user_id,email\n", &[Kind::Users][..], "it has user_id"),
        ("timestamp,event_name,user_id\n", &[Kind::Events, Kind::Users], "it has user_id, event_name and timestamp"),
        ("user_id,purpose,state\n", &[Kind::Consent, Kind::Users], "it has user_id, purpose and state"),
        ("user_id,property_name,property_value\n", &[Kind::Properties, Kind::Users], "it has user_id, property_name and property_value"),
        ("a,b\n", &[], "it has no user_id"),
        (&format!("{event}\n{event}\n{user}\n"), &[Kind::Events, Kind::Users], "it has user_id, event_name and timestamp"),
        (&format!("{event}\n{user}\n{user}\n"), &[Kind::Users], "it has user_id"),
    ] {
        let found = look(text, None);
        assert_eq!(found.kinds, kinds, "{text}");
        assert_eq!((found.kind, found.kind_because.as_str()), (kinds.first().copied(), because));
    }
}

#[test]
fn columns_tell_what_they_hold() {
    let text = "user_id,created_at,plan,devices,renews,vip,notes\n\
                1,2026-06-30 12:00,pro,4,2026-11-03,true,\n\
                2,2026-06-30T12:00:00Z,free,3 devices,2026-11-25,false,\n\
                3,,pro,5,,true,x\n";
    let found = look(text, None);
    let column = |i: usize| &found.columns[i];
    let shapes: Vec<Shape> = found.columns.iter().map(|column| column.shape).collect();
    assert_eq!(shapes, [Shape::Text, Shape::Time, Shape::Text, Shape::Number, Shape::Time, Shape::Bool, Shape::Text]);
    assert_eq!(column(0).role, Some(Role::UserId));
    assert_eq!(column(1).role, Some(Role::CreatedAt));
    assert_eq!(column(3).role, Some(Role::UserProperty));
    assert_eq!((column(3).filled, column(3).odd, column(3).odd_example.as_deref()), (3, 1, Some("3 devices")));
    assert_eq!((column(6).filled, column(6).empty), (1, 2));
    assert_eq!(column(2).examples, ["pro", "free"]);
    let row = |cells: &[&str]| -> Vec<Option<String>> { cells.iter().map(|cell| (*cell != "-").then(|| cell.to_string())).collect() };
    assert_eq!(found.rows[0], row(&["1", "2026-06-30T10:00:00.000Z", "pro", "4", "2026-11-03", "true", "-"]));
    assert_eq!(found.rows[2], row(&["3", "-", "pro", "5", "-", "true", "x"]));
    assert_eq!((found.sampled, found.rejected), (3, 0));
}

#[test]
fn keys_come_in_the_order_in_which_they_first_occur() {
    let text = "{\"user_id\":\"a\",\"z\":[1],\"b\":{\"y\":1,\"x\":2}}\n{\"user_id\":2,\"c\":1.50,\"z\":null}\n";
    let found = look(text, None);
    assert_eq!(found.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["user_id", "z", "b", "c"]);
    assert_eq!(
        found.columns.iter().map(|column| column.shape).collect::<Vec<_>>(),
        [Shape::Text, Shape::List, Shape::Object, Shape::Number]
    );
    assert_eq!(found.rows[0], [Some("a".into()), Some("[1]".into()), Some("{\"x\":2,\"y\":1}".into()), None]);
    assert_eq!(found.rows[1], [Some("2".into()), None, None, Some("1.5".into())]);
}

#[test]
fn rows_that_would_be_rejected_are_counted_and_not_shown() {
    let found = look("user_id,event_name,timestamp\na,b,tomorrow\na,b,2026-06-30\n,b,2026-06-30\n", None);
    assert_eq!((found.sampled, found.rejected, found.rows.len()), (3, 2, 1));
    assert_eq!(found.rejects[0].reason.to_string(), "timestamp is no time: “tomorrow”");
    assert_eq!(found.columns[2].odd_example.as_deref(), Some("tomorrow"));
}

#[test]
fn what_keeps_a_file_from_being_imported_is_said() {
    for (text, kind, want) in [
        ("user_id\n", Some(Kind::Events), "FILE cannot be read as events: it has no event_name, no timestamp; its columns are user_id. "),
        ("user_id,purpose,state,x\n", Some(Kind::Consent), "FILE cannot be read as consent: there is no place for its column “x”"),
        ("a,b\n", None, "FILE has no user_id; its columns are a, b."),
        ("{\"a\":1}\n", None, "FILE has no user_id; its columns are a."),
        ("{\"user_id\":1}\n", Some(Kind::Events), "FILE cannot be read as events: it has no event_name, no timestamp"),
        ("{\"user_id\"\n{\"user_id\"\n", None, "no row of the beginning of FILE can be read; line 1: is not JSON"),
        ("{\"user_id\"\n{\"user_id\"\n", Some(Kind::Users), "no row of the beginning of FILE can be read; line 1: is not JSON"),
        ("user_id,created_at\na,x\n", None, "no row of the beginning of FILE can be read; line 2: created_at is no time"),
    ] {
        let problem = look(text, kind).problem.unwrap_or_default();
        assert!(problem.starts_with(want), "{text}: {problem}");
    }
    assert!(refused("user_id,a,a\n", None).contains("twice"));
}

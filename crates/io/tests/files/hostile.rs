//! Whatever a file holds: no panic, every row counted, nothing guessed.

use super::{given, gzip, read_path, Given};
use muster_io::{sniff, Kind, ReadOptions};
use muster_rules::data::{ListRow, Row};
use muster_rules::time::Zone;
use muster_rules::value::read_json;
use proptest::prelude::*;

fn try_all(given: &Given) {
    for kind in [None, Some(Kind::Users), Some(Kind::Events), Some(Kind::Properties), Some(Kind::Consent), Some(Kind::List)] {
        let options = ReadOptions { kind, ..ReadOptions::default() };
        if let Ok(found) = sniff(&given.path, &options, Zone::UTC) {
            assert!(found.rows.iter().all(|row| row.len() == found.columns.len()));
        }
        let Ok((outcome, _)) = read_path(&given.path, &options) else { continue };
        let mut before = 0;
        for (line, row) in &outcome.rows {
            assert!(*line > before, "lines ascend");
            before = *line;
            can_be_stored(row);
        }
        assert!(outcome.rejects.windows(2).all(|two| two[0].line < two[1].line));
    }
}

fn can_be_stored(row: &Row) {
    let (id, stored): (&str, Vec<&str>) = match row {
        Row::User(row) => (&row.user_id, row.properties.iter().map(|(_, value)| value.as_str()).collect()),
        Row::Event(row) => (&row.user_id, vec![&row.properties]),
        Row::Property(row) => (&row.user_id, row.property_value.iter().map(String::as_str).collect()),
        Row::Consent(row) => (&row.user_id, vec![]),
        Row::List(ListRow::UserId(id) | ListRow::Email(id)) => (id, vec![]),
        Row::Table(_) => panic!("no table was asked for"),
    };
    assert!(!id.is_empty() && !id.contains('\0'));
    for text in stored {
        let value = read_json(text).unwrap();
        assert!(!value.is_null());
        assert_eq!(muster_rules::value::canonical(&value), text);
    }
}

/// Pieces from which files that are nearly right are made.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(&b"user_id"[..]),
        Just(&b"event_name,timestamp"[..]),
        Just(&b","[..]),
        Just(&b";"[..]),
        Just(&b"\n"[..]),
        Just(&b"\r"[..]),
        Just(&b"\r\n"[..]),
        Just(&b"\""[..]),
        Just(&b"\"\""[..]),
        Just(&b"{\"user_id\":\"a\""[..]),
        Just(&b"{\"user_id\":1,\"x\":"[..]),
        Just(&b"}"[..]),
        Just(&b"["[..]),
        Just(&b"null"[..]),
        Just(&b"1e999"[..]),
        Just(&b"\\ud800"[..]),
        Just(&b"\0"[..]),
        Just(&b"\xff"[..]),
        Just(&b"\xef\xbb\xbf"[..]),
        Just(&b"2026-06-30"[..]),
        Just(&b"a"[..]),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        try_all(&given(&bytes));
        try_all(&given([b"\x1f\x8b\x08\0", bytes.as_slice()].concat()));
        try_all(&given([b"user_id,x\n", bytes.as_slice()].concat()));
        try_all(&given([b"{\"user_id\":\"a\",\"x\":", bytes.as_slice()].concat()));
    }

    #[test]
    fn files_that_are_nearly_right(bytes in pieces()) {
        try_all(&given(&bytes));
        try_all(&given([b"user_id,event_name,timestamp,x\n", bytes.as_slice()].concat()));
    }

    #[test]
    fn damaged_gzip(text in "[a-z,\n]{0,300}", at in any::<prop::sample::Index>(), flip in 1u8..) {
        let whole = gzip(format!("user_id,x\n{text}"));
        let mut damaged = whole.clone();
        let at = at.index(damaged.len());
        damaged[at] ^= flip;
        try_all(&given(&damaged));
        try_all(&given(&whole[..at]));
    }
}

/// Well-formed CSV is read as everyone else reads it.
#[test]
fn the_same_cells_as_another_reader() {
    let text = "user_id,email,name\n1,\"a,b\",\"c\"\"d\"\n2,\"e\nf\",\n3,g\"h,\" i \"\n\"4\",\"\",j\r\n5,k,\"l\r\nm\"";
    let given = given(text);
    let (outcome, _) = read_path(&given.path, &ReadOptions::default()).unwrap();
    let ours: Vec<Vec<String>> = outcome
        .rows
        .into_iter()
        .map(|(_, row)| match row {
            Row::User(row) => vec![row.user_id, row.email.unwrap_or_default(), row.name.unwrap_or_default()],
            _ => unreachable!(),
        })
        .collect();
    let mut theirs = csv::Reader::from_path(&given.path).unwrap();
    let theirs: Vec<Vec<String>> = theirs.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn a_bomb_is_read_in_constant_memory_and_rejected() {
    // 64 MB of one letter in 64 KB.
    let given = given(gzip([b"user_id\n".to_vec(), vec![b'x'; 64 << 20], b"\nb\n".to_vec()].concat()));
    let (outcome, _) = read_path(&given.path, &ReadOptions::default()).unwrap();
    assert_eq!(outcome.why(), ["2: is longer than 16 MB"]);
    assert_eq!(outcome.said(), ["3: b - - - - []"]);
}

#[test]
fn a_million_keys_in_one_row_are_no_trouble() {
    let keys: String = (0..300_000).map(|i| format!(",\"k{}\":{i}", i % 150_000)).collect();
    let given = given(format!("{{\"user_id\":\"a\"{keys}}}\n"));
    let (outcome, _) = read_path(&given.path, &ReadOptions::default()).unwrap();
    let Row::User(row) = &outcome.rows[0].1 else { unreachable!() };
    assert_eq!(row.properties.len(), 150_000);
    assert_eq!(row.properties.iter().find(|(name, _)| name == "k7").unwrap().1, "150007");
    assert!(sniff(&given.path, &ReadOptions::default(), Zone::UTC).unwrap().columns.len() <= 10_000);
}

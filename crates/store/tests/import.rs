//! What imports make of the workspace.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{consent, counts, event, log, property, user, Place, NOW};
use muster_engine::cancel::Cancel;
use muster_rules::data::Row;
use muster_rules::time::Zone;
use muster_store::{Refused, StoreError};

const DAY: i64 = 86_400_000;

#[test]
fn events_are_there_once() {
    let rows = [
        event("a open 2026-06-01T10:00:00Z"),
        event("a open 2026-06-01T10:00:00Z"),
        event(r#"a open 2026-06-01T10:00:00Z - {"x":"12"}"#),
        event(r#"b buy 2026-06-02T10:00:00.5+02:00 i1 {"x":1}"#),
        event(r#"b buy 2026-06-02T08:00:00.500Z i1 {"x":2}"#),
        event("b buy 2026-06-02T08:00:00.501Z i1"),
    ];
    let place = Place::new("UTC");
    assert_eq!(place.import(NOW, &rows), counts(5, 0, 1));
    let want = "-|a|open|2026-06-01T10:00:00.000Z|{}|1\n\
                -|a|open|2026-06-01T10:00:00.000Z|{}|2\n\
                -|a|open|2026-06-01T10:00:00.000Z|{\"x\":\"12\"}|3\n\
                i1|b|buy|2026-06-02T08:00:00.500Z|{\"x\":1}|4\n\
                i1|b|buy|2026-06-02T08:00:00.501Z|{}|5";
    let events = "SELECT event_id, user_id, event_name, timestamp, properties, event_no FROM events ORDER BY event_no";
    assert_eq!(place.query(events), want);
    assert_eq!(place.import(NOW + DAY, &rows), counts(0, 0, 6));
    assert_eq!(place.query(events), want);
    assert_eq!(place.query("SELECT user_id, user_no FROM users"), "a|1\nb|2");
    place.check();
}

#[test]
fn of_equal_events_without_id_there_are_as_many_as_in_the_fullest_file() {
    let a = || event(r#"a open 2026-06-01T10:00:00Z - {"x":1}"#);
    // rows in the files, added by each
    for (files, added) in
        [(vec![1, 1], vec![1, 0]), (vec![2, 2], vec![2, 0]), (vec![1, 3, 2], vec![1, 2, 0]), (vec![3, 1, 4], vec![3, 0, 1])]
    {
        let place = Place::new("UTC");
        for (rows, added) in files.iter().zip(&added) {
            let rows: Vec<Row> = (0..*rows).map(|_| a()).collect();
            assert_eq!(place.import(NOW, &rows).added, *added, "{files:?}");
        }
        assert_eq!(place.query("SELECT count(*) FROM events"), files.iter().max().unwrap().to_string());
    }
}

#[test]
fn an_event_with_an_id_is_never_one_without() {
    let place = Place::new("UTC");
    assert_eq!(place.import(NOW, &[event("a open 2026-06-01T10:00:00Z i1")]), counts(1, 0, 0));
    assert_eq!(place.import(NOW, &[event("a open 2026-06-01T10:00:00Z")]), counts(1, 0, 0));
    for other in ["b open 2026-06-01T10:00:00Z i1", "a shut 2026-06-01T10:00:00Z i1", "a open 2026-06-01T10:00:00.001Z i1"] {
        assert_eq!(place.import(NOW, &[event(other)]), counts(1, 0, 0), "{other}");
    }
    assert_eq!(place.import(NOW, &[event(r#"a open 2026-06-01T10:00:00Z i1 {"other":1}"#)]), counts(0, 0, 1));
}

#[test]
fn walls_are_read_in_the_workspaces_zone_or_the_given_one() {
    let place = Place::new("Europe/Berlin");
    place.import(NOW, &[event("a open 2026-06-01T10:00")]);
    let mut import = place.store.begin_import(NOW, Zone::parse("America/New_York")).unwrap();
    import.push(event("a open 2026-06-01T10:00")).unwrap();
    import.push(user("b   2026-01-01")).unwrap();
    import.finish(&Cancel::new(), &mut |_| {}, false, &log()).unwrap();
    assert_eq!(place.query("SELECT timestamp FROM events"), "2026-06-01T08:00:00.000Z\n2026-06-01T14:00:00.000Z");
    assert_eq!(place.query("SELECT created_at, created_ms FROM users WHERE user_id = 'b'"), "2026-01-01T05:00:00.000Z|1767243600000");
}

#[test]
fn times_are_written_to_the_millisecond_before_1970_too() {
    let place = Place::new("UTC");
    let times = [
        "0000-01-01T00:00:00.000Z",
        "1582-10-04T23:59:59.001Z",
        "1969-12-31T23:59:59.999Z",
        "1970-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z",
    ];
    let rows: Vec<Row> = times.iter().map(|time| event(&format!("a open {time}"))).collect();
    place.import(NOW, &rows);
    assert_eq!(place.query("SELECT timestamp FROM events ORDER BY time_ms"), times.join("\n"));
    for ms in [1_i64, 7, 13, 57, 115, 333, 829, 997] {
        for second in [-62_167_219_199_i64, -1, 1, 1_782_820_799, 253_402_300_798] {
            let (time, text) = (second * 1000 + ms, muster_rules::time::format_instant(second * 1000 + ms));
            let found = place.query(&format!(
                "SELECT strftime('%Y-%m-%dT%H:%M:%S', ({time} - (({time} % 1000) + 1000) % 1000) / 1000, 'unixepoch') || printf('.%03dZ', (({time} % 1000) + 1000) % 1000)"
            ));
            assert_eq!(found, text);
        }
    }
}

#[test]
fn a_time_that_utc_cannot_write_refuses_its_row_alone() {
    let place = Place::new("UTC");
    let mut import = place.store.begin_import(NOW, None).unwrap();
    for (row, want) in [
        (event("a open 9999-12-31T23:59:59.999-01:00"), Some(Refused::TimeOutOfRange)),
        (event("a open 0000-01-01T00:00:00+01:00"), Some(Refused::TimeOutOfRange)),
        (property("a p 1 9999-12-31T23:59:59-00:01"), Some(Refused::TimeOutOfRange)),
        (consent("a p granted 9999-12-31T23:59:59-00:01"), Some(Refused::TimeOutOfRange)),
        (user("a   9999-12-31T23:59:59-00:01"), Some(Refused::TimeOutOfRange)),
        (event(&format!("a {} 2026-06-01", "x".repeat(17 << 20))), Some(Refused::TooLong)),
        (event("a open 2026-06-01"), None),
    ] {
        assert_eq!(import.push(row).unwrap(), want);
    }
    assert_eq!(import.finish(&Cancel::new(), &mut |_| {}, false, &log()).unwrap(), counts(1, 0, 0));
}

#[test]
fn users_are_added_updated_or_known() {
    let place = Place::new("UTC");
    let cases = [
        // rows, (added, updated, duplicates)
        (vec!["a a@x Ann 2026-01-01 free plan=\"pro\""], (1, 0, 0)),
        (vec!["a a@x Ann 2026-01-01 free plan=\"pro\""], (0, 0, 1)),
        (vec!["a"], (0, 0, 1)),
        (vec!["a a@y"], (0, 1, 0)),
        (vec!["a     plan=\"max\""], (0, 1, 0)),
        (vec!["a     plan=\"max\" seats=5"], (0, 1, 0)),
        (vec!["b b@x", "b b@y", "b b@y", "b  Bob"], (1, 2, 1)),
        (vec!["b b@x", "b b@y", "b b@y", "b  Bob"], (0, 0, 4)),
        (vec!["c     n=1", "c     n=2"], (1, 1, 0)),
        (vec!["c     n=1", "c     n=2"], (0, 0, 2)),
    ];
    for (at, (lines, (added, updated, duplicates))) in cases.iter().enumerate() {
        let rows: Vec<Row> = lines.iter().map(|line| user(line)).collect();
        assert_eq!(place.import(NOW + at as i64 * DAY, &rows), counts(*added, *updated, *duplicates), "{lines:?}");
    }
    let users = "a|a@y|Ann|2026-01-01T00:00:00.000Z|free\nb|b@y|Bob|-|-\nc|-|-|-|-";
    assert_eq!(place.query("SELECT user_id, email, name, created_at, account_type FROM users"), users);
    assert_eq!(
        place
            .query("SELECT user_id, property_name, property_value, valid_from, valid_to FROM user_property_history ORDER BY 1, 2, from_ms"),
        "a|plan|\"pro\"|-|2026-07-04T12:00:00.000Z\na|plan|\"max\"|2026-07-04T12:00:00.000Z|-\na|seats|5|-|-\nc|n|2|-|-"
    );
    place.check();
}

#[test]
fn properties_have_a_history() {
    let place = Place::new("UTC");
    let history = "SELECT property_value, valid_from, valid_to FROM user_property_history ORDER BY from_ms";
    let cases = [
        ("a plan \"free\"", counts(1, 0, 0), "\"free\"|-|-"),
        ("a plan \"free\"", counts(0, 0, 1), "\"free\"|-|-"),
        (
            "a plan \"old\" 2026-01-01",
            counts(1, 0, 0),
            "\"old\"|2026-01-01T00:00:00.000Z|2026-06-30T12:00:00.000Z\n\"free\"|2026-06-30T12:00:00.000Z|-",
        ),
        (
            "a plan \"older\" 2026-01-01",
            counts(0, 1, 0),
            "\"older\"|2026-01-01T00:00:00.000Z|2026-06-30T12:00:00.000Z\n\"free\"|2026-06-30T12:00:00.000Z|-",
        ),
        (
            "a plan - 2026-03-01",
            counts(1, 0, 0),
            "\"older\"|2026-01-01T00:00:00.000Z|2026-03-01T00:00:00.000Z\n\"free\"|2026-06-30T12:00:00.000Z|-",
        ),
        (
            "a plan - 2026-03-01",
            counts(0, 0, 1),
            "\"older\"|2026-01-01T00:00:00.000Z|2026-03-01T00:00:00.000Z\n\"free\"|2026-06-30T12:00:00.000Z|-",
        ),
    ];
    for (at, (line, done, want)) in cases.into_iter().enumerate() {
        assert_eq!(place.import(NOW + at as i64, &[property(line)]), done, "{line}");
        assert_eq!(place.query(history), want, "{line}");
    }
    assert_eq!(place.import(NOW + 9, &[property("a plan -"), property("new other -")]), counts(1, 0, 1));
    assert_eq!(place.query("SELECT user_id FROM users"), "a\nnew", "a row that names an unknown user creates it");
    place.check();
}

#[test]
fn current_values_are_those_of_the_askers_clock() {
    let place = Place::new("UTC");
    let rows = ["a p 1 2001-01-01", "a p 2 9990-01-01", "b p 1 2001-01-01", "b p - 2002-01-01", "c p 1 9990-01-01", "d p 1"];
    place.import(NOW, &rows.map(property));
    assert_eq!(
        place.query("SELECT user_id, property_name, property_value, updated_at FROM user_properties ORDER BY 1"),
        "a|p|1|2001-01-01T00:00:00.000Z\nd|p|1|2026-06-30T12:00:00.000Z"
    );
}

#[test]
fn consent_is_kept_by_purpose() {
    let place = Place::new("UTC");
    let rows = ["a email granted 2026-01-01", "a email denied 2026-02-01", "b email granted", "a sms denied 2026-01-01"].map(consent);
    assert_eq!(place.import(NOW, &rows), counts(4, 0, 0));
    assert_eq!(place.import(NOW + DAY, &rows), counts(0, 0, 4));
    assert_eq!(place.import(NOW, &[consent("a email granted 2026-02-01")]), counts(0, 1, 0));
    assert_eq!(
        place
            .query("SELECT user_no, purpose, begins, granted FROM muster_consent JOIN muster_purposes USING (purpose_no) ORDER BY 1, 2, 3"),
        format!("1|email|1767225600000|1\n1|email|1769904000000|1\n1|sms|1767225600000|0\n2|email|{NOW}|1")
    );
    place.check();
}

#[test]
fn texts_that_read_as_numbers_or_times_are_noted_wherever_they_are() {
    let place = Place::new("UTC");
    place.import(
        NOW,
        &[
            user(r#"1 2@x 3 2026-01-01 4 p="5" q={"k":["6",{"7":"8"}]}"#),
            event(r#"9 10 2026-01-01 11 {"12":"13","a":["2026-06-01","2026-06-01T00:00:00Z"],"b":"1780272000","c":"text","d":14}"#),
            property(r#"15 16 "17""#),
        ],
    );
    assert_eq!(
        place.query("SELECT text, number, instant, wall FROM muster_readings ORDER BY number IS NULL, number, text"),
        "1|1|-|-\n3|3|-|-\n4|4|-|-\n5|5|-|-\n6|6|-|-\n8|8|-|-\n9|9|-|-\n10|10|-|-\n13|13|-|-\n15|15|-|-\n17|17|-|-\n\
         1780272000|1780272000|1780272000000|-\n2026-06-01|-|-|1780272000000\n2026-06-01T00:00:00Z|-|1780272000000|-"
    );
    place.check();
}

#[test]
fn the_generation_grows_only_with_the_data() {
    let place = Place::new("UTC");
    let generation = || place.read(|reader| Ok(reader.generation()));
    assert_eq!(generation(), 1);
    place.import(NOW, &[event("a open 2026-06-01")]);
    assert_eq!(generation(), 2);
    place.import(NOW, &[event("a open 2026-06-01")]);
    assert_eq!(generation(), 2);
    place.import(NOW, &[property("b p -")]);
    assert_eq!(generation(), 3, "a new user is a change");
    place.store.create_segment("s", "{}", NOW).unwrap();
    assert_eq!(generation(), 3);
}

#[test]
fn imports_are_listed() {
    let place = Place::new("UTC");
    let mut import = place.store.begin_import(NOW, None).unwrap();
    import.push(event("a open 2026-06-01")).unwrap();
    let mut log = log();
    (log.read, log.rejected, log.sha256) = (3, 2, Some("00ff".to_owned()));
    let done = import.finish(&Cancel::new(), &mut |_| {}, false, &log).unwrap();
    place.import(NOW, &[]);
    let list = place.read(|reader| reader.imports());
    assert_eq!(list.len(), 2);
    assert_eq!(list[1], (log, done));
}

#[test]
fn a_dry_run_tells_and_keeps_nothing() {
    let place = Place::new("UTC");
    place.import(NOW, &[event("a open 2026-06-01")]);
    let before = place.query("SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM users), (SELECT count(*) FROM muster_imports), (SELECT count(*) FROM muster_readings)");
    let rows = [event("a open 2026-06-01"), event("b open 2026-06-01"), property("c p \"5\""), user("d"), consent("e x denied")];
    assert_eq!(common::import(&place.store, NOW, &rows, true), counts(4, 0, 1));
    let after = place.query("SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM users), (SELECT count(*) FROM muster_imports), (SELECT count(*) FROM muster_readings)");
    assert_eq!(before, after);
    assert_eq!(place.read(|reader| Ok(reader.generation())), 2);
    assert_eq!(place.import(NOW, &rows), counts(4, 0, 1), "the writer is free again");
}

#[test]
fn an_import_that_is_dropped_or_cancelled_leaves_what_was_there() {
    let place = Place::new("UTC");
    place.import(NOW, &[event("a open 2026-06-01")]);
    let rows: Vec<Row> = (0..5000).map(|n| event(&format!("u{n} open 2026-06-01"))).collect();
    for cancelled in [false, true] {
        let mut import = place.store.begin_import(NOW, None).unwrap();
        for row in &rows {
            import.push(row.clone()).unwrap();
        }
        if cancelled {
            let cancel = Cancel::new();
            cancel.cancel();
            assert!(matches!(import.finish(&cancel, &mut |_| {}, false, &log()), Err(StoreError::Cancelled)));
        } else {
            drop(import);
        }
        assert_eq!(place.read(|reader| Ok((reader.people()?, reader.event_count()?, reader.generation()))), (1, 1, 2));
    }
    // Cancelled in the middle of the writing.
    let mut import = place.store.begin_import(NOW, None).unwrap();
    for row in &rows {
        import.push(row.clone()).unwrap();
    }
    let cancel = Cancel::new();
    let flag = cancel.clone();
    assert!(matches!(
        import.finish(
            &cancel,
            &mut |done| if done > 0.35 {
                flag.cancel()
            },
            false,
            &log()
        ),
        Err(StoreError::Cancelled)
    ));
    assert_eq!(place.import(NOW, &rows).added, 5000);
    place.check();
}

#[test]
fn rows_of_every_kind_in_one_import() {
    let place = Place::new("UTC");
    let rows =
        [event("a open 2026-06-01"), user("a     p=1"), property("a p 2 2026-01-01"), consent("a x granted"), user("b"), property("b p 1")];
    assert_eq!(place.import(NOW, &rows), counts(6, 0, 0), "a profile of a user who is new in this import is added");
    assert_eq!(place.import(NOW, &rows), counts(0, 0, 6));
    place.check();
}

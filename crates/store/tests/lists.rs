//! Lists and consent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{consent, event, member, property, user, Place, NOW};
use muster_engine::source::{Source, Stood};
use muster_rules::time::format_instant;
use std::ops::ControlFlow;

const DAY: i64 = 86_400_000;

fn on(place: &Place, list: &str) -> String {
    let stored =
        place.query(&format!("SELECT user_id FROM muster_list_people WHERE list_name = '{list}' ORDER BY user_no")).replace('\n', " ");
    place.read(|reader| {
        let members = reader.list_members(list).unwrap();
        assert_eq!(reader.user_ids(&members)?.len(), stored.split_whitespace().count());
        Ok(())
    });
    stored
}

fn counted(place: &Place, list: &str, ids: &str) -> (u64, u64, u64, u64) {
    let rows: Vec<_> = ids.split_whitespace().map(member).collect();
    let counts = place.import_list(list, &rows);
    (counts.added, counts.updated, counts.duplicates, counts.unknown)
}

#[test]
fn who_is_on_a_list() {
    let place = Place::new("UTC");
    place.import(NOW, &[user("a A@Example.org"), user("b b@x"), user("c b@X"), user("d"), user("É")]);
    assert_eq!(counted(&place, "vip", "a d nobody É é a"), (5, 0, 1, 2));
    assert_eq!(on(&place, "vip"), "a d É", "ids are compared as they stand");
    assert_eq!(counted(&place, "vip", "a d nobody É é a"), (0, 0, 6, 2), "again changes nothing");
    assert_eq!(counted(&place, "mail", "a@example.ORG B@X x@y X@Y"), (3, 0, 1, 1));
    assert_eq!(on(&place, "mail"), "a b c", "an email puts everybody on the list who has it, in any case");
    assert_eq!(on(&place, "nowhere"), "");
    let lists = place.read(|reader| reader.lists());
    let shown: Vec<_> = lists.iter().map(|list| format!("{} {} {}", list.name, list.people, list.unknown)).collect();
    assert_eq!(shown, ["mail 3 1", "vip 3 2"]);
    place.check();
}

#[test]
fn an_empty_file_makes_an_empty_list() {
    let place = Place::new("UTC");
    let before = place.read(|reader| Ok(reader.generation()));
    assert_eq!(counted(&place, "nobody", ""), (0, 0, 0, 0));
    assert_eq!(place.read(|reader| Ok((reader.rules_catalog()?.lists.len(), reader.generation()))), (1, before + 1));
    assert_eq!(counted(&place, "nobody", ""), (0, 0, 0, 0));
    assert_eq!(place.read(|reader| Ok((reader.lists()?.len(), reader.generation()))), (1, before + 1));
}

#[test]
fn ids_kept_aside_join_when_they_appear_through_any_import() {
    let place = Place::new("UTC");
    counted(&place, "l", "u e p c B@x other@x late@x");
    counted(&place, "m", "e");
    assert_eq!(on(&place, "l"), "");
    place.import(NOW, &[user("u")]);
    assert_eq!(on(&place, "l"), "u");
    place.import(NOW, &[event("e open 2026-06-01")]);
    place.import(NOW, &[property("p x 1")]);
    place.import(NOW, &[consent("c email granted")]);
    assert_eq!((on(&place, "l").as_str(), on(&place, "m").as_str()), ("u e p c", "e"));
    place.import(NOW, &[user("someone b@X")]);
    assert_eq!(on(&place, "l"), "u e p c someone");
    place.import(NOW, &[user("e LATE@x")]);
    assert_eq!(on(&place, "l"), "u e p c someone", "who is on it already stays");
    assert_eq!(place.query("SELECT key, value FROM muster_list_unknown"), "email|other@x");
    // Somebody's email changes; a list is static.
    place.import(NOW, &[user("someone new@x"), user("w other@x")]);
    assert_eq!(on(&place, "l"), "u e p c someone w");
    assert_eq!(place.query("SELECT count(*) FROM muster_list_unknown"), "0");
    place.check();
}

#[test]
fn the_latest_consent_at_an_instant() {
    let place = Place::new("UTC");
    let at = |day: i64| NOW - 12 * 3_600_000 + (day - 30) * DAY;
    place.import(
        NOW,
        &[
            consent("a email granted 2026-06-01"),
            consent("a email denied 2026-06-10"),
            consent("b email denied 2026-06-10"),
            consent("b email granted 2026-06-10"),
            consent("c email granted 2027-01-01"),
            consent("d email granted"),
            consent("a sms granted 2026-06-01"),
        ],
    );
    place.import(NOW + DAY, &[consent("a sms denied 2026-06-01")]);
    for (purpose, instant, want) in [
        ("email", at(0), ""),
        ("email", at(1), "a+"),
        ("email", at(10) - 1, "a+"),
        ("email", at(10), "a- b+"),
        ("email", NOW, "a- b+ d+"),
        ("email", NOW * 2, "a- b+ c+ d+"),
        ("sms", NOW, "a-"),
        ("none", NOW, ""),
    ] {
        let view = format!(
            "SELECT group_concat(user_id || iif(granted, '+', '-'), ' ') FROM (SELECT * FROM muster_consent_records
             WHERE purpose = '{purpose}' AND from_ms <= {instant} AND (to_ms IS NULL OR to_ms > {instant}) ORDER BY user_id)"
        );
        assert_eq!(place.query(&view).trim_start_matches('-'), want, "the view, {purpose} {instant}");
        place.read(|reader| {
            let mut found = Vec::new();
            reader
                .consent(purpose, instant, &mut |(user, granted)| {
                    found.push((user, granted));
                    ControlFlow::Continue(())
                })
                .unwrap();
            let mut shown = Vec::new();
            for (user, granted) in found {
                shown.push(format!("{}{}", reader.user_ids(&[user].into_iter().collect())?[0], if granted { '+' } else { '-' }));
            }
            shown.sort();
            assert_eq!(shown.join(" "), want, "{purpose} {instant}");
            Ok(())
        });
    }
    place.read(|reader| {
        let a = reader.ordinal("a")?.unwrap();
        for (purpose, instant, want) in
            [("email", at(1), Some(at(1))), ("email", NOW, Some(at(10))), ("email", at(0), None), ("none", NOW, None)]
        {
            assert_eq!(reader.consent_since(purpose, instant, a).unwrap(), want, "{purpose}");
        }
        Ok(())
    });
    let purposes = place.read(|reader| reader.purposes(NOW));
    let shown: Vec<_> = purposes.iter().map(|entry| format!("{} {} {}", entry.purpose, entry.granted, entry.denied)).collect();
    assert_eq!(shown, ["email 2 1", "sms 0 1"]);
}

#[test]
fn a_history_is_read_in_its_order() {
    let place = Place::new("UTC");
    place.import(
        NOW,
        &[
            property("b p 2 2026-06-02"),
            property("b p 1"),
            property("a p 3 2026-06-01"),
            property("a p - 2026-06-05"),
            property("a p 4 2026-06-07"),
            property("a p 5 2030-01-01"),
            property("a q 9"),
        ],
    );
    let mut found = Vec::new();
    place.read(|reader| {
        let day = |at: Option<i64>| at.map_or("..".to_owned(), |at| format_instant(at)[..10].to_owned());
        reader
            .property_history("p", &mut |Stood { user, from, to, value }| {
                found.push(format!("{user} {} {} {value}", day(from), day(to)));
                ControlFlow::Continue(())
            })
            .unwrap();
        reader.property_history("none", &mut |_| panic!("nobody has it")).unwrap();
        Ok(())
    });
    let want =
        ["1 2026-06-02 2026-06-30 2", "1 2026-06-30 .. 1", "2 2026-06-01 2026-06-05 3", "2 2026-06-07 2030-01-01 4", "2 2030-01-01 .. 5"];
    assert_eq!(found, want);
}

//! What the engine and the screens read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{event, property, user, Place, NOW};
use muster_engine::source::{FieldValue, Source};
use muster_rules::plan::{EventNames, UserColumn};
use muster_rules::time::{format_instant, Span};
use muster_store::{Column, Kind, Sort, StoreError, ValuesOf};
use std::ops::ControlFlow;

fn place() -> Place {
    let place = Place::new("UTC");
    place.import(
        NOW - 1,
        &[
            user(r#"b b@x Bob 2026-01-01 free plan="pro" seats=10 tags=["x","y","x"] cart={"a":{"b":{"c":{"d":1}}},"n":null}"#),
            user(r#"a A@x Ann 2025-01-01 paid plan="free" seats="9" tags=["y"]"#),
            user(r#"é   2024-01-01"#),
            property(r#"a plan "old" 2020-01-01"#),
            property(r#"a plan "later" 2030-01-01"#),
            event(r#"b open 2026-06-01T10:00:00Z - {"page":"home","n":1,"cart":{"total":5}}"#),
            event(r#"b open 2026-06-01T11:00:00Z - {"page":"home","n":"2","at":"2026-01-01"}"#),
            event(r#"a buy 2026-06-02T10:00:00Z - {"page":["x","home"]}"#),
            event(r#"a open 2027-01-01T10:00:00Z - {"page":"future"}"#),
            event("a buy 2026-06-03T10:00:00Z"),
        ],
    );
    place
}

#[test]
fn the_engine_reads_what_was_imported() {
    let place = place();
    place.read(|reader| {
        assert_eq!(reader.everyone().unwrap().iter().collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!((reader.people()?, reader.event_count()?), (3, 5));
        assert_eq!((reader.ordinal("a")?, reader.ordinal("z")?), (Some(2), None));
        let mut found = Vec::new();
        for column in UserColumn::ALL {
            reader
                .field_values(column, &mut |(user, value)| {
                    found.push(match value {
                        FieldValue::Text(text) => format!("{user}:{text}"),
                        FieldValue::Time(time) => format!("{user}:{}", &format_instant(time)[..10]),
                    });
                    ControlFlow::Continue(())
                })
                .unwrap();
        }
        let want = "2:a 1:b 3:é 1:b@x 2:A@x 1:Bob 2:Ann 1:2026-01-01 2:2025-01-01 3:2024-01-01 1:free 2:paid";
        assert_eq!(found.join(" "), want);
        for (at, want) in [
            ("2019-01-01", "1:\"pro\""),
            ("2021-01-01", "1:\"pro\" 2:\"old\""),
            ("2026-07-01", "1:\"pro\" 2:\"free\""),
            ("2031-01-01", "1:\"pro\" 2:\"later\""),
        ] {
            let muster_rules::time::StoredTime::Wall(instant) = muster_rules::time::read_time(at).unwrap() else { panic!("{at}") };
            let mut found = Vec::new();
            reader
                .property_values("plan", instant, &mut |(user, json)| {
                    found.push(format!("{user}:{json}"));
                    ControlFlow::Continue(())
                })
                .unwrap();
            assert_eq!(found.join(" "), want, "{at}");
        }
        Ok(())
    });
}

#[test]
fn events_by_name_and_time() {
    let place = place();
    let day = |day: i64| Some(NOW - 12 * 3_600_000 + (day - 30) * 86_400_000);
    let named = |names: &[&str]| EventNames::Named(names.iter().map(|name| (*name).to_owned()).collect());
    place.read(|reader| {
        for (names, window, want) in [
            (EventNames::Every, Span::ALL, 5),
            (EventNames::Every, Span { from: day(2), to: day(3) }, 1),
            (named(&["open"]), Span { from: None, to: Some(NOW) }, 2),
            (named(&["buy", "open"]), Span { from: None, to: Some(NOW) }, 4),
            (named(&["buy"]), Span { from: day(3), to: None }, 1),
            (named(&["none"]), Span::ALL, 0),
            (named(&[]), Span::ALL, 0),
        ] {
            let (mut with, mut without) = (0, 0);
            reader
                .events(&names, window, true, &mut |event| {
                    with += 1;
                    assert!(event.properties.starts_with('{'));
                    ControlFlow::Continue(())
                })
                .unwrap();
            reader
                .events(&names, window, false, &mut |event| {
                    without += 1;
                    assert_eq!(event.properties, "");
                    ControlFlow::Continue(())
                })
                .unwrap();
            assert_eq!((with, without), (want, want), "{names:?} {window:?}");
        }
        let mut first = 0;
        reader
            .events(&EventNames::Every, Span::ALL, false, &mut |_| {
                first += 1;
                ControlFlow::Break(())
            })
            .unwrap();
        assert_eq!(first, 1);
        Ok(())
    });
}

#[test]
fn the_catalog_tells_what_there_is_up_to_now() {
    let place = place();
    place.read(|reader| {
        let fields: Vec<_> = reader.fields()?.into_iter().map(|f| (f.column.name(), f.kind, f.people)).collect();
        assert_eq!(
            fields,
            [
                ("user_id", Kind::Text, 3),
                ("email", Kind::Text, 2),
                ("name", Kind::Text, 2),
                ("created_at", Kind::Time, 3),
                ("account_type", Kind::Text, 2)
            ]
        );
        let properties: Vec<_> = reader.properties(NOW)?.into_iter().map(|p| format!("{}:{:?}:{}", p.name, p.kind, p.people)).collect();
        assert_eq!(properties, ["plan:Text:2", "seats:Number:2", "tags:List:2", "cart:Object:1", "cart.a:Object:1", "cart.a.b:Object:1"]);
        let events: Vec<_> = reader
            .events_catalog(NOW)?
            .into_iter()
            .map(|e| {
                let properties: Vec<_> = e.properties.iter().map(|p| format!("{}:{:?}:{}", p.name, p.kind, p.events)).collect();
                format!("{} {} {} {}", e.name, e.count, e.last_seen.map(format_instant).unwrap_or_default(), properties.join(" "))
            })
            .collect();
        assert_eq!(
            events,
            [
                "buy 2 2026-06-03T10:00:00.000Z page:List:1",
                "open 2 2026-06-01T11:00:00.000Z n:Number:2 page:Text:2 at:Time:1 cart:Object:1 cart.total:Number:1"
            ]
        );
        Ok(())
    });
}

#[test]
fn values_with_how_many_have_them() {
    let place = place();
    place.read(|reader| {
        for (of, search, want) in [
            (ValuesOf::Field(UserColumn::AccountType), "", "\"free\"=1 \"paid\"=1"),
            (ValuesOf::Field(UserColumn::Email), "a@", "\"A@x\"=1"),
            (ValuesOf::Field(UserColumn::UserId), "É", "\"é\"=1"),
            (ValuesOf::Field(UserColumn::CreatedAt), "2024", "\"2024-01-01T00:00:00.000Z\"=1"),
            (ValuesOf::Property("plan"), "", "\"free\"=1 \"pro\"=1"),
            (ValuesOf::Property("tags"), "", "\"y\"=2 \"x\"=1"),
            (ValuesOf::Property("cart.a.b.c.d"), "", "1=1"),
            (ValuesOf::Property("cart"), "", ""),
            (ValuesOf::Property("none"), "", ""),
            (ValuesOf::EventProperty(Some("open"), "page"), "", "\"home\"=2"),
            (ValuesOf::EventProperty(None, "page"), "", "\"home\"=3 \"x\"=1"),
            (ValuesOf::EventProperty(Some("open"), "cart.total"), "", "5=1"),
            (ValuesOf::EventProperty(Some("none"), "page"), "", ""),
        ] {
            let found: Vec<_> = reader.top_values(&of, search, 10, NOW)?.into_iter().map(|v| format!("{}={}", v.json, v.count)).collect();
            assert_eq!(found.join(" "), want, "{of:?} {search}");
        }
        assert_eq!(reader.top_values(&ValuesOf::Property("tags"), "", 1, NOW)?.len(), 1);
        Ok(())
    });
}

#[test]
fn pages_of_people_in_any_order() {
    let place = place();
    place.read(|reader| {
        let everyone = reader.everyone().unwrap();
        let page = |sort: Option<(&str, bool)>, offset, limit| -> Result<String, StoreError> {
            let sort = sort.map(|(key, descending)| Sort { column: Column::parse(key).unwrap(), descending });
            let members = reader.members(&everyone, &[], sort.as_ref(), offset, limit, NOW)?;
            Ok(members.into_iter().map(|member| member.user_id).collect::<Vec<_>>().join(" "))
        };
        for (sort, offset, limit, want) in [
            (None, 0, 9, "b a é"),
            (None, 1, 1, "a"),
            (Some(("user_id", false)), 0, 9, "a b é"),
            (Some(("user_id", true)), 0, 2, "é b"),
            (Some(("email", false)), 0, 9, "a b é"),
            (Some(("email", true)), 0, 9, "b a é"),
            (Some(("email", true)), 1, 2, "a é"),
            (Some(("created_at", false)), 0, 9, "é a b"),
            (Some(("last_seen", true)), 0, 9, "a b é"),
            (Some(("property:seats", false)), 0, 9, "a b é"),
            (Some(("property:seats", true)), 0, 1, "b"),
            (Some(("property:none", true)), 2, 9, "é"),
        ] {
            assert_eq!(page(sort, offset, limit)?, want, "{sort:?} {offset} {limit}");
        }
        let columns: Vec<Column> = ["email", "created_at", "last_seen", "property:plan", "property:tags", "property:none"]
            .map(|key| Column::parse(key).unwrap())
            .to_vec();
        let rows = reader.members(&everyone, &columns, None, 0, 2, NOW)?;
        let cells: Vec<_> =
            rows.iter().map(|row| row.cells.iter().map(|cell| cell.as_deref().unwrap_or("-")).collect::<Vec<_>>().join("|")).collect();
        assert_eq!(
            cells,
            [
                "b@x|2026-01-01T00:00:00.000Z|2026-06-01T11:00:00.000Z|pro|[\"x\",\"y\",\"x\"]|-",
                "A@x|2025-01-01T00:00:00.000Z|2026-06-03T10:00:00.000Z|free|[\"y\"]|-"
            ]
        );
        // Another now, another latest event.
        let late = reader.members(&everyone, &[Column::LastSeen], None, 1, 1, NOW * 2)?;
        assert_eq!(late[0].cells[0].as_deref(), Some("2027-01-01T10:00:00.000Z"));
        let early = reader.members(&everyone, &[Column::LastSeen], None, 1, 1, 0)?;
        assert_eq!(early[0].cells[0], None);
        Ok(())
    });
}

#[test]
fn everyone_in_the_order_of_their_ids() {
    let place = Place::new("UTC");
    // More than are looked up one by one.
    let rows: Vec<_> = (0..12_000).rev().map(|n| user(&format!("u{n} {n}@x"))).collect();
    place.import(NOW, &rows);
    let mut want: Vec<String> = (0..12_000).map(|n| format!("u{n}")).collect();
    want.sort();
    place.read(|reader| {
        let everyone = reader.everyone().unwrap();
        assert_eq!(reader.user_ids(&everyone)?, want);
        let some: roaring::RoaringBitmap = everyone.iter().filter(|n| n % 2 == 0).collect();
        let few = reader.user_ids(&some)?;
        assert!(few.len() == 6000 && few.is_sorted());
        let mut seen = Vec::new();
        reader.each_member::<StoreError>(&everyone, &[Column::Field(UserColumn::Email)], NOW, |member| {
            assert_eq!(member.cells[0].as_deref(), Some(format!("{}@x", &member.user_id[1..]).as_str()));
            seen.push(member.user_id);
            Ok(ControlFlow::Continue(()))
        })?;
        assert_eq!(seen, want);
        let stopped = reader.each_member(&everyone, &[], NOW, |_| Err(StoreError::Cancelled));
        assert!(matches!(stopped, Err(StoreError::Cancelled)));
        Ok(())
    });
}

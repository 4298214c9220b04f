//! Custom tables: declared, filled, read, and what other programs see of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{cells, counts, event, import_with, log, member, user, Place, NOW};
use muster_engine::cancel::Cancel;
use muster_engine::source::{AskedColumn, Cell, Source};
use muster_rules::schema::{ColumnType, Row as Kind, Schema};
use muster_rules::tables::{define, write_tables};
use muster_rules::time::format_instant;
use muster_store::{Refused, StoreError};
use std::ops::ControlFlow;

const TABLES: &str = r#"{ "tables": [
    {"name": "products", "key": "product_id", "columns": {"product_id": "text", "price": "number", "premium": "bool", "since": "time"}},
    {"name": "policies", "key": "no", "columns": {"no": "number", "holder": "text"}},
    {"name": "order", "columns": {"select": "text", "\"n\"": "number"}},
    {"name": "beneficiaries", "columns": {"policy": "number", "who": "text"}}],
  "relations": [
    {"name": "product", "from": {"table": "events", "property": "product_id"}, "to": {"table": "products", "column": "product_id"}},
    {"name": "policies", "reverse": "holder", "from": {"table": "users", "column": "user_id"}, "to": {"table": "policies", "column": "holder"}},
    {"name": "beneficiary_of", "reverse": "beneficiaries", "from": {"table": "users", "column": "user_id"}, "to": {"table": "policies", "column": "no"}, "via": {"table": "beneficiaries", "from": "who", "to": "policy"}}] }
"#;

fn place() -> Place {
    let place = Place::new("Europe/Berlin");
    place.define(TABLES);
    place
}

#[test]
fn a_table_reads_like_a_plain_one_with_its_readings_beside() {
    let place = place();
    let rows = ["product_id=p1 price=#5 premium=!true since=@2026-06-01", "product_id=12 price=#0.1 premium=!false", "product_id=p3"];
    assert_eq!(place.import_table("products", &rows), counts(3, 0, 0));
    assert_eq!(
        place.query("SELECT * FROM products ORDER BY muster_row"),
        "p1|5|1|2026-05-31T22:00:00.000Z|1|5|true|1780264800000\n12|0.1|0|-|2|0.1|false|-\np3|-|-|-|3|-|-|-"
    );
    assert_eq!(
        place.query("SELECT name FROM pragma_table_info('products')").replace('\n', " "),
        "product_id price premium since muster_row muster_text_price muster_text_premium muster_ms_since"
    );
    assert_eq!(place.query("SELECT text, number FROM muster_readings WHERE text = '12'"), "12|12");
    assert_eq!(place.query("SELECT count(*) FROM \"order\" WHERE \"select\" IS NULL AND \"\"\"n\"\"\" = 1"), "0");
    place.check();
}

#[test]
fn the_same_key_replaces_and_the_same_file_changes_nothing() {
    let place = place();
    let generation = || place.read(|reader| Ok(reader.generation()));
    let before = generation();
    assert_eq!(place.import_table("products", &["product_id=a price=#1", "product_id=b"]), counts(2, 0, 0));
    assert_eq!(generation(), before + 1);
    assert_eq!(place.import_table("products", &["product_id=a price=#1", "product_id=b"]), counts(0, 0, 2));
    assert_eq!(generation(), before + 1);
    assert_eq!(place.import_table("products", &["product_id=a premium=!true", "product_id=c"]), counts(1, 1, 0));
    let rows = "SELECT product_id, price, premium, muster_row FROM products ORDER BY muster_row";
    assert_eq!(place.query(rows), "a|-|1|1\nb|-|-|2\nc|-|-|3", "the whole row is replaced, in its place");
    // Of several rows of one key the last stands, however often the file is imported.
    let file = ["product_id=d price=#1", "product_id=d price=#2", "product_id=d price=#2", "product_id=a price=#7"];
    assert_eq!(place.import_table("products", &file), counts(1, 1, 2));
    assert_eq!(place.import_table("products", &file), counts(0, 0, 4));
    assert_eq!(place.query(rows), "a|7|-|1\nb|-|-|2\nc|-|-|3\nd|2|-|4");
    // Keys compare by text form.
    assert_eq!(place.import_table("policies", &["no=#1.0 holder=x", "no=#1 holder=y", "no=#10"]), counts(2, 0, 1));
    assert_eq!(place.query("SELECT muster_text_no, holder FROM policies"), "1|y\n10|-");
    place.check();
}

#[test]
fn of_equal_rows_without_key_there_are_as_many_as_in_the_fullest_file() {
    for (files, added) in
        [(vec![1, 1], vec![1, 0]), (vec![2, 2], vec![2, 0]), (vec![1, 3, 2], vec![1, 2, 0]), (vec![3, 1, 4], vec![3, 0, 1])]
    {
        let place = place();
        for (rows, added) in files.iter().zip(&added) {
            let rows = vec!["select=x \"n\"=#1"; *rows];
            assert_eq!(place.import_table("order", &rows).added, *added, "{files:?}");
        }
        assert_eq!(place.import_table("order", &["select=x", "\"n\"=#1", "select=x \"n\"=#1"]), counts(2, 0, 1));
        let total = files.iter().max().unwrap() + 2;
        assert_eq!(place.query("SELECT count(*) FROM \"order\""), total.to_string());
        place.check();
    }
}

#[test]
fn a_row_without_its_key_or_with_an_impossible_time_is_refused_alone() {
    let place = place();
    let mut import = place.store.begin_import(NOW, None).unwrap();
    assert!(matches!(import.table("product"), Err(StoreError::NotFound { .. })));
    import.table("products").unwrap();
    for (row, want) in [
        ("price=#1", Some(Refused::NoKey)),
        ("product_id=a since=@9999-12-31T23:59:59-23:00", Some(Refused::TimeOutOfRange)),
        ("product_id=a", None),
    ] {
        assert_eq!(import.push(cells(row)).unwrap(), want, "{row}");
    }
    assert_eq!(import.finish(&Cancel::new(), &mut |_| {}, false, &log()).unwrap(), counts(1, 0, 0));
}

#[test]
fn rows_without_a_table_and_cells_without_a_column_are_errors() {
    let place = place();
    for (table, row) in [(None, "a=1"), (Some("products"), "product_id=a colour=red"), (Some("products"), "product_id=a price=five")] {
        let mut import = place.store.begin_import(NOW, None).unwrap();
        if let Some(table) = table {
            import.table(table).unwrap();
        }
        let done = import.push(cells(row)).and_then(|_| import.finish(&Cancel::new(), &mut |_| {}, false, &log()));
        assert!(matches!(done, Err(StoreError::NotFound { .. })), "{row}");
    }
    assert_eq!(place.query("SELECT count(*) FROM products"), "0");
}

#[test]
fn a_table_gains_columns_and_what_is_there_stays() {
    let place = place();
    place.import_table("products", &["product_id=a price=#1"]);
    let before = place.read(|reader| Ok(reader.generation()));
    place.define(TABLES);
    assert_eq!(place.read(|reader| Ok(reader.generation())), before, "the same again changes nothing");
    place.define(r#"{"tables": [{"name": "products", "columns": {"colour": "text", "sold": "number"}}]}"#);
    assert_eq!(place.read(|reader| Ok(reader.generation())), before + 1);
    assert_eq!(place.import_table("products", &["product_id=a price=#1", "product_id=b colour=red sold=#2"]), counts(1, 0, 1));
    assert_eq!(place.query("SELECT product_id, colour, sold, muster_text_sold FROM products"), "a|-|-|-\nb|red|2|2");
    let schema = place.read(|reader| reader.schema());
    assert_eq!(schema, define(&write_tables(&schema), &Schema::default()).unwrap());
    let columns: Vec<_> = schema.table("products").unwrap().columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(columns, ["product_id", "price", "premium", "since", "colour", "sold"]);
    place.check();
}

#[test]
fn what_is_refused_changes_nothing() {
    let place = place();
    let schema = "SELECT name, sql FROM sqlite_schema ORDER BY name";
    let before = place.query(schema);
    let wrong = r#"{"tables": [{"name": "more", "columns": {"a": "text"}}], "relations": [{"name": "r", "from": {"table": "more", "column": "b"}, "to": {"table": "users", "column": "user_id"}}]}"#;
    let done = place.store.declare(|schema| define(wrong, schema).map_err(|why| StoreError::BadStatement { why: why.to_string() }));
    assert!(done.unwrap_err().to_string().contains("relations[0].from.column"));
    assert_eq!(place.query(schema), before);
    // Declared by a program that was stopped: the transaction is its own.
    let stopped = place.store.declare(|schema| {
        let _ = define(r#"{"tables": [{"name": "more", "columns": {"a": "text"}}]}"#, schema).unwrap();
        Err::<Schema, _>(StoreError::Cancelled)
    });
    assert!(stopped.is_err());
    assert_eq!(place.query(schema), before);
}

#[test]
fn people_named_by_rows_are_there() {
    let place = place();
    place.import_list("vip", &[member("w")]);
    place.import_table("policies", &["no=#1 holder=h", "no=#2"]);
    place.import_table("beneficiaries", &["policy=#1 who=w", "policy=#1 who=h"]);
    assert_eq!(place.query("SELECT user_id FROM users ORDER BY user_no"), "h\nw");
    assert_eq!(place.query("SELECT user_id FROM muster_list_people"), "w");
    // A relation that is declared later needs no new import.
    place.define(r#"{"tables": [{"name": "visits", "columns": {"guest": "text", "user_id": "number"}}]}"#);
    place.import_table("visits", &["guest=g user_id=#7", "guest=2026-01-01", "guest=h"]);
    assert_eq!(place.query("SELECT user_id FROM users ORDER BY user_no"), "h\nw\n7");
    place.define(r#"{"relations": [{"name": "visits", "from": {"table": "users", "column": "user_id"}, "to": {"table": "visits", "column": "guest"}}]}"#);
    assert_eq!(place.query("SELECT user_id FROM users ORDER BY user_no"), "h\nw\n7\ng\n2026-01-01");
    place.check();
}

#[test]
fn the_engine_reads_rows() {
    let place = place();
    place.import_table("products", &["product_id=a price=#5 since=@2026-06-01T10:00:00Z", "product_id=b premium=!true"]);
    place.read(|reader| {
        let asked = |name, kind| AskedColumn { name, kind };
        let rows = |table: &str, columns: &[AskedColumn<'_>]| {
            let mut found = Vec::new();
            reader
                .table_rows(table, columns, &mut |row, cells| {
                    let shown = cells.iter().map(|cell| match cell {
                        Cell::Absent => "-".to_owned(),
                        Cell::Text(text) => (*text).to_owned(),
                        Cell::Number(number) => number.to_string(),
                        Cell::Bool(bool) => bool.to_string(),
                        Cell::Time(time) => format_instant(*time),
                    });
                    found.push(format!("{row}:{}", shown.collect::<Vec<_>>().join(",")));
                    ControlFlow::Continue(())
                })
                .unwrap();
            found.join(" ")
        };
        let all = [
            asked("since", ColumnType::Time),
            asked("product_id", ColumnType::Text),
            asked("price", ColumnType::Number),
            asked("premium", ColumnType::Bool),
        ];
        assert_eq!(rows("products", &all), "1:2026-06-01T10:00:00.000Z,a,5,- 2:-,b,-,true");
        assert_eq!(rows("products", &[]), "1: 2:");
        assert_eq!(rows("products", &[asked("none", ColumnType::Text), asked("price", ColumnType::Text)]), "1:-,- 2:-,-");
        assert_eq!(rows("nowhere", &all), "");
        let mut first = Vec::new();
        reader
            .table_rows("products", &[], &mut |row, _| {
                first.push(row);
                ControlFlow::Break(())
            })
            .unwrap();
        assert_eq!(first, [1]);
        Ok(())
    });
}

#[test]
fn what_a_rule_may_refer_to() {
    let place = place();
    place.import_list("vip", &[]);
    place.import_table("products", &["product_id=a"]);
    let rule = r#"{"kind":"all","of":[]}"#;
    place.store.create_segment("one", &format!(r#"{{"muster":1,"name":"one","where":{rule}}}"#), NOW).unwrap();
    let bare = place.store.create_segment("bare", rule, NOW).unwrap();
    place.store.archive_segment(bare.id, true, NOW).unwrap();
    place.store.create_segment("broken", "{", NOW).unwrap();
    place.read(|reader| {
        let catalog = reader.rules_catalog()?;
        assert_eq!(catalog.lists.iter().collect::<Vec<_>>(), ["vip"]);
        assert_eq!(
            catalog.segments.iter().map(|(name, rule)| format!("{name}={rule}")).collect::<Vec<_>>(),
            [r#"bare={"kind":"all","of":[]}"#, r#"one={"kind":"all","of":[]}"#]
        );
        assert_eq!(catalog.schema.walks(&Kind::User).len(), 2);
        assert_eq!(reader.table("order")?.unwrap().key, None);
        assert_eq!(reader.table("orders")?, None);
        let tables: Vec<_> = reader.tables()?.into_iter().map(|entry| (entry.table.name, entry.rows)).collect();
        assert_eq!(tables, [("products", 1), ("policies", 0), ("order", 0), ("beneficiaries", 0)].map(|(name, n)| (name.to_owned(), n)));
        Ok(())
    });
}

#[test]
fn keys_are_found_by_an_index_through_the_view() {
    let place = place();
    for (sql, index) in [
        ("SELECT 1 FROM main.\"products\" WHERE \"product_id\" = 'a'", "muster_table_1_key"),
        ("SELECT 1 FROM main.\"policies\" WHERE \"muster_text_no\" = '1'", "muster_table_2_key"),
        ("SELECT 1 FROM main.\"policies\" WHERE \"holder\" = 'a'", "muster_table_2_c2"),
        ("SELECT 1 FROM main.\"beneficiaries\" WHERE \"who\" = 'a'", "muster_table_4_c2"),
        ("SELECT 1 FROM main.\"beneficiaries\" WHERE \"muster_text_policy\" = 'a'", "muster_table_4_t1"),
    ] {
        let plan = place.query(&format!("EXPLAIN QUERY PLAN {sql}"));
        assert!(plan.contains(index), "{sql}: {plan}");
    }
}

#[test]
fn the_check_looks_at_tables_and_lists() {
    let sabotage = [
        ("UPDATE muster_table_1 SET t2 = '6'", "has a wrong text for its price"),
        ("UPDATE muster_table_1 SET row_no = 5000000000 WHERE c1 = 'a'", "rows of products have a number outside"),
        ("UPDATE muster_table_1 SET c1 = NULL", "rows of products lack their key"),
        ("UPDATE muster_table_2 SET c2 = 'ghost'", "rows of policies name a user that is not there"),
        ("UPDATE muster_table_1 SET c1 = '17'", "lack what they read as"),
        ("DROP VIEW products", "the table products cannot be read"),
        ("UPDATE muster_relations SET definition = '{}'", "a relation in it means nothing"),
        ("INSERT INTO muster_list_unknown VALUES (9, 'user_id', 'x')", "ids kept aside belong to lists that are not there"),
        ("INSERT INTO muster_list_unknown VALUES (1, 'user_id', 'h')", "ids kept aside for lists name somebody"),
        ("INSERT INTO muster_list_members VALUES (1, 77)", "members of lists are no users"),
        ("UPDATE muster_tables SET key_column = 'nothing' WHERE table_no = 1", "tables have a key that is none of their columns"),
        ("DROP VIEW muster_consent_records", "the view muster_consent_records cannot be read"),
    ];
    for (sql, want) in sabotage {
        let place = place();
        place.import_table("products", &["product_id=a price=#5"]);
        place.import_table("policies", &["no=#1 holder=h"]);
        place.import_list("vip", &[member("h")]);
        place.check();
        rusqlite::Connection::open(place.path()).unwrap().execute_batch(sql).unwrap();
        let problems = place.store.check(&Cancel::new()).unwrap();
        assert!(problems.iter().any(|problem| problem.what.contains(want)), "{sql}: {problems:?}");
    }
}

#[test]
fn rows_of_tables_beside_others_in_one_import_and_a_dry_run_keeps_nothing() {
    let place = place();
    let rows = [cells("product_id=a"), event("x open 2026-06-01"), user("y y@x"), member("y@X"), member("nobody")];
    let prepare = |import: &mut muster_store::Import<'_>| {
        import.table("products")?;
        import.list("new")
    };
    let dry = import_with(&place.store, NOW, &rows, true, prepare);
    assert_eq!((dry.added, dry.unknown), (5, 1));
    assert_eq!(
        place.query("SELECT (SELECT count(*) FROM products), (SELECT count(*) FROM muster_lists), (SELECT count(*) FROM users)"),
        "0|0|0"
    );
    assert_eq!(import_with(&place.store, NOW, &rows, false, prepare), dry);
    let again = import_with(&place.store, NOW, &rows, false, prepare);
    assert_eq!((again.added, again.updated, again.duplicates, again.unknown), (0, 0, 5, 1));
    place.check();
}

//! Files of lists and of custom tables, which are what their reader says they are.

use super::{given, gzip, read_as, read_path, refused};
use muster_io::{Kind, ReadOptions};
use muster_rules::schema::{Column, ColumnType, Table};

#[test]
fn a_list_is_by_user_id_or_else_by_email() {
    for (file, said, why) in [
        ("user_id\na\n007\n", vec!["2: id a", "3: id 007"], vec![]),
        ("Email;email\nx;a@x\n;b@x\n", vec!["2: email a@x", "3: email b@x"], vec![]),
        ("email,name,user_id\na@x,Ann,1\nb@x,Bob,\n,Cy,\n", vec!["2: id 1", "3: email b@x"], vec!["4: user_id or email is missing"]),
        (
            "{\"user_id\":7}\n{\"email\":\"c@x\",\"note\":1}\n{\"id\":1}\n",
            vec!["1: id 7", "2: email c@x"],
            vec!["3: user_id or email is missing"],
        ),
        ("user_id\n", vec![], vec![]),
        ("user_id\n\"a\nb\"\n", vec![], vec!["2: user_id has a line break or another control character"]),
    ] {
        let outcome = read_as(Kind::List, file);
        assert_eq!(
            (outcome.said(), outcome.why()),
            (said.iter().map(|s| s.to_string()).collect(), why.iter().map(|s| s.to_string()).collect()),
            "{file}"
        );
    }
    assert!(refused("id,name\n1,x\n", Some(Kind::List)).contains("it has no user_id or email; its columns are id, name"));
    // Nobody on a list that should not have been empty may be a mistake that mails everybody else.
    assert!(refused("", Some(Kind::List)).contains("is empty"));
}

fn options() -> ReadOptions {
    let columns = [("id", ColumnType::Text), ("price", ColumnType::Number), ("sold", ColumnType::Time)];
    let columns = columns.map(|(name, kind)| Column { name: name.to_owned(), kind }).to_vec();
    ReadOptions { table: Some(Table { name: "things".to_owned(), key: Some("id".to_owned()), columns }), ..ReadOptions::default() }
}

#[test]
fn rows_of_a_table() {
    for (file, said, why) in [
        (
            b"price;id\n1.5;a\n;b\nx;c\n2;\n".to_vec(),
            vec!["2: price=1.5 id=a", "3: id=b"],
            vec!["4: price is no number: “x”", "5: id, the key, is missing"],
        ),
        (
            gzip("{\"id\":1,\"sold\":\"2026-06-01\"}\n{\"id\":\"a\",\"colour\":\"red\"}\n"),
            vec!["1: id=1 sold=2026-06-01T00:00:00.000"],
            vec!["2: has a key that has no place here: “colour”"],
        ),
        (Vec::new(), vec![], vec![]),
    ] {
        let (outcome, summary) = read_path(&given(&file).path, &options()).unwrap();
        assert_eq!(outcome.said(), said);
        assert_eq!(outcome.why(), why);
        assert_eq!(summary.kind, None);
    }
}

#[test]
fn a_file_that_the_table_has_no_place_for_is_refused_whole() {
    for (file, want) in
        [("id,colour\na,red\n", "the table has no column “colour”"), ("price\n1\n", "it has no id, which is the table's key")]
    {
        let why = read_path(&given(file).path, &options()).unwrap_err().to_string();
        assert!(why.contains(want), "{why}");
    }
}

//! Tables, lists and their files as the window asks for them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use muster_app::dto::{AppError, Change, ColumnTarget, ErrorCode, ImportKind, ImportPreview, ImportReport, ImportRequest, RelationEnd};
use muster_app::{App, AppConfig};
use std::sync::Arc;
use tempfile::TempDir;

const TABLES: &str = r#"{ "tables": [
    {"name": "products", "key": "sku", "columns": {"sku": "text", "price": "number", "premium": "bool", "since": "time"}},
    {"name": "holders", "columns": {"user_id": "text", "household": "text"}},
    {"name": "households", "key": "household", "columns": {"household": "text", "region": "text"}}],
  "relations": [
    {"name": "household", "reverse": "members", "from": {"table": "users", "column": "user_id"},
     "to": {"table": "households", "column": "household"}, "via": {"table": "holders", "from": "user_id", "to": "household"}},
    {"name": "product", "from": {"table": "events", "property": "sku"}, "to": {"table": "products", "column": "sku"}}] }"#;

struct Window {
    app: App,
    folder: TempDir,
}

impl Window {
    fn open() -> Window {
        let folder = tempfile::tempdir().unwrap();
        let config = AppConfig { data_dir: folder.path().join("data"), clock: Arc::new(|| 1_790_000_000_000), time_zone: "UTC".to_owned() };
        let app = App::new(config);
        app.new_workspace(&folder.path().join("w.muster")).unwrap();
        Window { app, folder }
    }

    fn with_tables() -> Window {
        let window = Window::open();
        let handle = window.file("tables.json", TABLES);
        window.app.tables_preview(handle).unwrap();
        window.app.define_tables(handle).unwrap();
        window
    }

    fn file(&self, name: &str, text: &str) -> u32 {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        self.app.add_import_files(&[path]).unwrap()[0].handle
    }

    fn look(&self, name: &str, text: &str, kind: Option<ImportKind>) -> ImportPreview {
        self.app.import_preview(self.file(name, text), kind.as_ref()).unwrap()
    }

    fn run(&self, handle: u32, kind: ImportKind, dry_run: bool) -> Result<ImportReport, AppError> {
        self.app.import_run(&ImportRequest { handle, kind, dry_run, job: 1 }, &|_| {})
    }
}

fn table(name: &str) -> ImportKind {
    ImportKind::Table { name: name.to_owned() }
}

fn list(name: &str) -> ImportKind {
    ImportKind::List { name: name.to_owned() }
}

#[test]
fn a_file_of_tables_is_shown_and_only_then_defined() {
    let window = Window::open();
    let handle = window.file("tables.json", TABLES);
    assert_eq!(window.app.define_tables(handle).unwrap_err().code, ErrorCode::NotFound);
    let shown = window.app.tables_preview(handle).unwrap();
    assert_eq!(shown.file.name, "tables.json");
    assert!(shown.tables.iter().all(|table| table.change == Change::New && table.columns.iter().all(|column| !column.added)));
    assert_eq!(shown.tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(), ["products", "holders", "households"]);
    assert_eq!(shown.relations.len(), 2);
    assert!(window.app.catalog().unwrap().tables.is_empty(), "a look changes nothing");

    // What was seen is what is defined, whatever became of the file.
    std::fs::write(window.folder.path().join("tables.json"), "{}").unwrap();
    window.app.define_tables(handle).unwrap();
    let catalog = window.app.catalog().unwrap();
    assert_eq!(catalog.tables[0].key.as_deref(), Some("sku"));
    assert_eq!((catalog.tables[0].columns.len(), catalog.tables[0].rows), (4, 0));
    let household = &catalog.relations[0];
    assert_eq!((household.name.as_str(), household.reverse.as_deref()), ("household", Some("members")));
    assert_eq!(household.from, RelationEnd::Field { field: "user_id".to_owned() });
    assert_eq!(household.via.as_ref().map(|via| via.table.as_str()), Some("holders"));
}

#[test]
fn a_file_of_tables_says_what_comes_to_what_is_there() {
    let window = Window::with_tables();
    let handle = window.file(
        "more.json",
        r#"{"tables": [{"name": "products", "columns": {"sku": "text", "colour": "text"}}, {"name": "households", "columns": {"region": "text"}}],
            "relations": [{"name": "product", "from": {"table": "events", "property": "item"}, "to": {"table": "products", "column": "sku"}}]}"#,
    );
    let shown = window.app.tables_preview(handle).unwrap();
    let tables: Vec<_> = shown.tables.iter().map(|table| (table.name.as_str(), table.change)).collect();
    assert_eq!(tables, [("products", Change::Changed), ("households", Change::Same)]);
    let added: Vec<_> = shown.tables[0].columns.iter().filter(|column| column.added).map(|column| column.name.as_str()).collect();
    assert_eq!(added, ["colour"]);
    assert_eq!(shown.relations[0].change, Change::Changed);
}

#[test]
fn what_is_wrong_with_a_file_of_tables_has_its_place_and_a_hint() {
    let window = Window::open();
    let handle = window.file("tables.json", r#"{"tables": [{"name": "new", "columns": {"a": "money"}}]}"#);
    let why = window.app.tables_preview(handle).unwrap_err();
    assert_eq!((why.code, why.path.as_deref()), (ErrorCode::Rule, Some("tables[0].columns.a")));
    assert!(why.hint.is_some_and(|hint| hint.contains("number")));
    let handle = window.file("no.json", "");
    std::fs::write(window.folder.path().join("no.json"), [0xff, 0xfe]).unwrap();
    let why = window.app.tables_preview(handle).unwrap_err();
    assert_eq!(why.code, ErrorCode::File);
    assert!(!why.message.contains('/'), "{}", why.message);
}

#[test]
fn a_file_is_taken_for_a_tables_only_where_nothing_else_fits() {
    let window = Window::with_tables();
    for (header, kind) in [
        ("sku,price", table("products")),
        ("sku", table("products")),
        ("price", ImportKind::Users),
        ("sku,colour", ImportKind::Users),
        ("household,region", table("households")),
        // People too: as before.
        ("user_id,household", ImportKind::Users),
    ] {
        assert_eq!(window.look("f.csv", &format!("{header}\n1,1\n"), None).kind, kind, "{header}");
    }
    let both = window.look("f.csv", "user_id,household\na,h\n", None);
    assert_eq!(both.kinds, [ImportKind::Users, table("holders")]);
    let handle = window.file("t.json", r#"{"tables": [{"name": "goods", "key": "sku", "columns": {"sku": "text", "price": "number"}}]}"#);
    window.app.tables_preview(handle).unwrap();
    window.app.define_tables(handle).unwrap();
    let either = window.look("f.csv", "sku,price\na,1\n", None);
    assert_eq!((either.kind, either.kinds), (ImportKind::Users, vec![table("products"), table("goods")]));
}

#[test]
fn a_tables_file_is_shown_as_it_will_be_stored() {
    let window = Window::with_tables();
    let seen = window.look("p.csv", "sku,price,premium,since\na, 5.50,TRUE,2026-06-01\nb,5 EUR,no,\n,1,,\nc,,,\n", None);
    let cells = |row: &[Option<String>]| row.iter().map(|cell| cell.clone().unwrap_or_default()).collect::<Vec<_>>().join("|");
    assert_eq!(seen.rows.iter().map(|row| cells(row)).collect::<Vec<_>>(), ["a|5.5|true|2026-06-01T00:00:00.000Z", "c|||"]);
    assert!(seen.columns.iter().all(|column| column.becomes == ColumnTarget::TableColumn));
    let why = |at: usize| (seen.columns[at].look, seen.columns[at].why.as_str());
    assert_eq!(why(0), (true, "1 of 4 sampled rows have none and are rejected"));
    assert_eq!(why(1), (true, "1 value of 4 sampled rows is no number, such as “5 EUR”; their rows are rejected"));
    assert_eq!(why(3), (false, "a column of “products”"));

    for (text, problem) in [
        ("sku,colour\na,red\n", "The table “products” has no column “colour”, only sku, price, premium, since. Add the column"),
        ("price\n5\n", "The file has no sku, by which the rows of “products” are told apart"),
        ("sku,price\na,cheap\n", "No row of its beginning can be read as one of “products”. Line 2: price is no number: “cheap”."),
    ] {
        let said = window.look("p.csv", text, Some(table("products"))).problem.unwrap_or_default();
        assert!(said.starts_with(problem), "{said}");
    }
    let lines = window.look("p.ndjson", "{\"sku\":\"a\",\"colour\":null}\n{\"sku\":\"b\",\"colour\":\"red\"}\n", Some(table("products")));
    assert_eq!((lines.problem, lines.columns[1].becomes, lines.columns[1].look), (None, ColumnTarget::Nothing, true));
}

#[test]
fn rows_and_lists_are_imported_and_listed() {
    let window = Window::with_tables();
    let products = window.file("products.csv", "sku,price\na,1\nb,2\nc,much\n");
    let report = window.run(products, table("products"), true).unwrap();
    assert_eq!((report.added, report.rejected), (2, 1));
    assert_eq!(window.app.catalog().unwrap().tables[0].rows, 0, "a dry run writes nothing");
    window.run(products, table("products"), false).unwrap();
    let users = window.file("users.csv", "user_id\nu1\nu2\n");
    window.run(users, ImportKind::Users, false).unwrap();
    let vip = window.file("vip_invited.csv", "user_id,note\nu1,x\nlater,y\n");
    let seen = window.app.import_preview(vip, Some(&list("vip"))).unwrap();
    assert_eq!((seen.list.as_deref(), seen.problem), (Some("vip_invited"), None));
    assert_eq!(seen.columns.iter().map(|column| column.becomes).collect::<Vec<_>>(), [ColumnTarget::UserId, ColumnTarget::Nothing]);
    let report = window.run(vip, list("vip_invited"), false).unwrap();
    assert_eq!((report.added, report.unknown), (2, 1));

    let imports = window.app.imports().unwrap();
    let listed: Vec<_> = imports.iter().map(|one| (one.name.as_str(), one.kind.clone(), one.unknown)).collect();
    assert_eq!(
        listed,
        [("vip_invited.csv", list("vip_invited"), 1), ("users.csv", ImportKind::Users, 0), ("products.csv", table("products"), 0)]
    );
    let catalog = window.app.catalog().unwrap();
    assert_eq!((catalog.tables[0].rows, catalog.lists[0].people, catalog.lists[0].unknown), (2, 1, 1));
}

#[test]
fn a_list_without_a_good_name_or_people_is_refused() {
    let window = Window::with_tables();
    let handle = window.file("vip.csv", "user_id\na\n");
    let why = window.run(handle, list(" vip"), false).unwrap_err();
    assert!(why.message.starts_with("A list needs a name"), "{}", why.message);
    let nobody = window.look("p.csv", "sku\na\n", Some(list("vip")));
    assert_eq!(nobody.list, None);
    let problem = nobody.problem.unwrap();
    assert!(problem.contains("user_id or email") && !problem.contains('/'), "{problem}");
    assert!(window.app.imports().unwrap().is_empty());
    assert!(window.app.catalog().unwrap().lists.is_empty());
}

#[test]
fn who_consents_is_counted() {
    let window = Window::open();
    let handle = window.file("c.csv", "user_id,purpose,state\na,email,granted\nb,email,denied\nc,email,granted\na,sms,denied\n");
    window.run(handle, ImportKind::Consent, false).unwrap();
    let purposes: Vec<_> = window.app.catalog().unwrap().purposes.into_iter().map(|one| (one.purpose, one.granted, one.denied)).collect();
    assert_eq!(purposes, [("email".to_owned(), 2, 1), ("sms".to_owned(), 0, 1)]);
}

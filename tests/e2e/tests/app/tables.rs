use anyhow::Result;
use muster_e2e::{button, dialog_button, eventually, ledger, number, scenario, Cli, Muster};
use serde_json::{json, Value};
use std::path::PathBuf;

const TABLES: &str = r#"{ "tables": [
    {"name": "products", "key": "product_id", "columns": {"product_id": "text", "price": "number"}},
    {"name": "holders", "columns": {"user_id": "text", "household": "text"}},
    {"name": "households", "key": "household", "columns": {"household": "text", "region": "text"}}],
  "relations": [
    {"name": "household", "reverse": "members", "from": {"table": "users", "column": "user_id"},
     "to": {"table": "households", "column": "household"}, "via": {"table": "holders", "from": "user_id", "to": "household"}}] }"#;

fn write(app: &Muster, name: &str, text: &str) -> Result<PathBuf> {
    let path = app.path(name);
    std::fs::write(&path, text)?;
    Ok(path)
}

/// A row of one of the Data room's tables that says this.
fn row(part: &str, says: &str) -> String {
    format!("//section[h2[starts-with(normalize-space(.), \"{part}\")]]//tr[contains(normalize-space(.), \"{says}\")]")
}

fn says(app: &Muster, line: &str, count: u64) -> Result<()> {
    eventually(&format!("{line}: {count}"), || {
        let there = app.page.find(&ledger(line))?.is_some();
        Ok((there && number(&app.page.text(&ledger(line))?) == Some(count)).then_some(()))
    })
}

/// From the Data room: a file, looked at. It is chosen in the dialog.
fn look_at(app: &Muster, path: &std::path::Path) -> Result<()> {
    app.answer(&path.to_string_lossy())?;
    app.page.click(&button("Import files"))?;
    app.page.click(&button("Choose files"))
}

fn to_data(app: &Muster) -> Result<()> {
    app.page.click("//nav//a[contains(., \"Data\") or @aria-label=\"Data\"]")?;
    app.page.see("//h1[contains(., \"Data\")]").map(drop)
}

#[test]
#[ignore = "needs the built app and a display: make e2e"]
fn tables_are_defined_from_a_file_and_rows_and_a_list_come_in() -> Result<()> {
    scenario("tables", |app| {
        let page = &app.page;
        let people = write(app, "people.csv", "user_id\nu1\nu2\nu3\n")?;
        let workspace = app.path("mine.muster");
        app.answer(&people.to_string_lossy())?;
        app.answer(&workspace.to_string_lossy())?;
        page.click(&button("Choose files"))?;
        page.click(&button("Import 3 rows"))?;
        page.see("#import-report")?;
        to_data(app)?;

        // What is wrong with a file is said with its place, and nothing is defined.
        let wrong = write(app, "wrong.json", &TABLES.replace("\"number\"", "\"money\""))?;
        app.answer(&wrong.to_string_lossy())?;
        page.click(&button("Define tables…"))?;
        page.see("//*[@role=\"dialog\"]//code[contains(., \"tables[0].columns.price\")]")?;
        assert_eq!(declared(app, &workspace)?["tables"], json!([]));

        // The right one is shown first.
        let right = write(app, "tables.json", TABLES)?;
        app.answer(&right.to_string_lossy())?;
        page.click(&dialog_button("Choose another file"))?;
        page.see("//*[@role=\"dialog\"]//*[contains(., \"people —household→ households\")]")?;
        assert_eq!(declared(app, &workspace)?["tables"], json!([]), "a look defines nothing");
        page.click(&dialog_button("Define 3 tables and 1 relation"))?;
        page.gone("[role=dialog]")?;
        page.see(&row("Tables", "no rows yet"))?;
        page.see(&row("Relations", "people —household→ households"))?;
        page.see(&row("Relations", "members"))?;

        // Only one table has these columns: its rows. One of them is left out.
        let products = write(app, "products.csv", "product_id,price\nvpn,4.99\nvault,2.5\nkey,ask\n")?;
        look_at(app, &products)?;
        page.see("//*[contains(@class, \"kind-row\")]//button[contains(., \"a row of products\")]")?;
        says(app, "add a row", 2)?;
        says(app, "price is no number", 1)?;
        page.click(&button("Import 2 rows"))?;
        page.see("#import-report")?;
        to_data(app)?;
        page.see(&row("Tables", "products"))?;
        assert!(page.text(&row("Tables", "products"))?.trim_end().ends_with('2'));
        page.see(&row("Imports", "Table “products”"))?;

        // People with their ids; as a list they are put on it, one of them when they appear.
        let vip = write(app, "vip_invited.csv", "user_id\nu1\nu3\nlater\n")?;
        look_at(app, &vip)?;
        page.click("//*[contains(@class, \"kind-row\")]//button[contains(., \"a person\")]")?;
        page.click("//*[@role=\"menuitem\"][contains(., \"a person on a list\")]")?;
        says(app, "put on the list", 3)?;
        page.see("//*[contains(text(), \"1 id is not known yet\")]")?;
        page.click(&button("Import 3 rows"))?;
        page.see("#import-report")?;
        to_data(app)?;
        page.see(&row("Imports", "List “vip_invited”"))?;
        page.see(&row("Lists", "1 id is not known yet"))?;

        let held = declared(app, &workspace)?;
        assert_eq!(held["tables"][0]["rows"], 2);
        assert_eq!(held["lists"], json!([{"list": "vip_invited", "people": 2, "unknown": 1}]));
        let on_list = json!({"kind": "list", "list": "vip_invited"});
        assert_eq!(Cli::on(&app.copy_of(&workspace)?).count_rule(&on_list)?, 2);
        Ok(())
    })
}

/// What the command line finds in the workspace beside people and events.
fn declared(app: &Muster, workspace: &std::path::Path) -> Result<Value> {
    let printed = Cli::on(&app.copy_of(workspace)?).run(&["catalog"], &["--json"])?;
    Ok(serde_json::from_str(&printed)?)
}

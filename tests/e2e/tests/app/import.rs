use anyhow::{Context, Result};
use muster_e2e::{button, eventually, ledger, number, scenario, Cli, Muster};
use serde_json::json;
use std::path::PathBuf;

/// Rows that take long enough for a person to press Cancel.
const MANY: u32 = 200_000;

/// Rows of an events file: `rows` events of a tenth as many people.
fn events(rows: u32) -> String {
    let mut text = String::from("user_id,event_name,timestamp,amount\n");
    for row in 0..rows {
        let person = row % (rows / 10).max(1);
        let (day, hour, minute) = (1 + row % 28, row % 24, row / 7 % 60);
        let second = row % 60;
        text += &format!("p{person},order_paid,2026-10-{day:02}T{hour:02}:{minute:02}:{second:02}Z,{row}\n");
    }
    text
}

fn write(app: &Muster, name: &str, text: &str) -> Result<PathBuf> {
    let path = app.path(name);
    std::fs::write(&path, text)?;
    Ok(path)
}

/// From the first start: a file, then where its workspace goes. Ends where the file is looked at.
fn first_import(app: &Muster, file: &str, text: &str) -> Result<PathBuf> {
    let path = write(app, file, text)?;
    let workspace = app.path("mine.muster");
    app.answer(&path.to_string_lossy())?;
    app.answer(&workspace.to_string_lossy())?;
    app.page.click(&button("Choose files"))?;
    Ok(workspace)
}

fn says(app: &Muster, line: &str, count: u64) -> Result<()> {
    let mut last = None;
    eventually(&format!("{line}: {count}"), || {
        last = app.page.find(&ledger(line))?.map(|_| app.page.text(&ledger(line))).transpose()?;
        let shown = last.as_deref().and_then(number);
        Ok((shown == Some(count)).then_some(()))
    })
    .with_context(|| format!("it says {last:?}"))
}

pub(crate) fn people_with_events(app: &Muster, workspace: &std::path::Path) -> Result<u64> {
    let rule = json!({"kind": "event", "event": "order_paid", "op": "gte", "value": 1});
    Cli::on(&app.copy_of(workspace)?).count_rule(&rule)
}

/// Begins an import that is still running when this returns. Answers its workspace.
pub(crate) fn begin_long_import(app: &Muster) -> Result<PathBuf> {
    let workspace = first_import(app, "many.csv", &events(MANY))?;
    says(app, "Rows in the file", MANY.into())?;
    app.page.click(&button("Import 200,000 rows"))?;
    app.page.see("[role=progressbar]")?;
    Ok(workspace)
}

#[test]
#[ignore = "needs the built app and a display: make e2e"]
fn a_file_is_counted_first_then_imported_and_the_same_file_adds_nothing() -> Result<()> {
    scenario("import", |app| {
        let workspace = first_import(app, "orders.csv", &events(300))?;
        says(app, "Rows in the file", 300)?;
        says(app, "add an event", 300)?;
        says(app, "rejected", 0)?;
        app.page.see("[aria-label=\"Dry run\"]")?;
        assert_eq!(people_with_events(app, &workspace)?, 0, "a dry run writes nothing");

        app.page.click(&button("Import 300 rows"))?;
        app.page.see("#import-report")?;
        says(app, "Events now", 300)?;
        assert!(app.page.text("#import-report")?.contains("exactly as the dry run said"));
        assert_eq!(people_with_events(app, &workspace)?, 30, "people with an order");

        let again = app.path("orders.csv");
        app.answer(&again.to_string_lossy())?;
        app.page.click(&button("Import more files"))?;
        says(app, "already there", 300)?;
        says(app, "add an event", 0)?;
        assert_eq!(people_with_events(app, &workspace)?, 30);
        Ok(())
    })
}

#[test]
#[ignore = "needs the built app and a display: make e2e"]
fn a_cancelled_import_leaves_what_was_there() -> Result<()> {
    scenario("cancel", |app| {
        let workspace = begin_long_import(app)?;
        app.page.click(&button("Cancel"))?;
        app.page.see("//*[contains(text(), \"nothing of it was kept\")]")?;
        assert_eq!(people_with_events(app, &workspace)?, 0);
        assert_eq!(app.page.find("#import-report")?, None);
        Ok(())
    })
}

#[test]
#[ignore = "needs the built app and a display: make e2e"]
fn a_broken_line_is_named_and_the_others_are_imported() -> Result<()> {
    scenario("broken-line", |app| {
        let mut text = events(20);
        text.push_str("p1,order_paid,the day before yesterday,7\n");
        text.push_str("p1,order_paid,2026-10-03T10:00:00Z,8\n");
        let workspace = first_import(app, "orders.csv", &text)?;
        says(app, "Rows in the file", 22)?;
        says(app, "add an event", 21)?;
        says(app, "rejected, kept as a file", 1)?;
        app.page.click(&button("Import 21 rows"))?;
        app.page.see("#import-report")?;
        says(app, "Events now", 21)?;

        app.page.click(&button("Show the row"))?;
        // The header is line 1.
        assert_eq!(number(&app.page.text(".rejects tbody td.num")?), Some(22));
        let rejects = app.path("rejects.csv");
        app.answer(&rejects.to_string_lossy())?;
        app.page.click(&button("Save 1 rejected row"))?;
        let saved = eventually("the file of rejected rows", || Ok(std::fs::read_to_string(&rejects).ok()))?;
        assert!(saved.contains("22") && saved.contains("the day before yesterday"), "{saved}");
        assert_eq!(people_with_events(app, &workspace)?, 2);
        Ok(())
    })
}

#[test]
#[ignore = "needs the built app and a display: make e2e"]
fn an_import_that_is_killed_leaves_what_was_there() -> Result<()> {
    scenario("killed", |app| {
        let workspace = begin_long_import(app)?;
        app.restart(true)?;
        assert_eq!(people_with_events(app, &workspace)?, 0);
        Cli::on(&app.copy_of(&workspace)?).run(&["check"], &[])?;
        app.page.see(&button("Choose files"))?;
        Ok(())
    })
}

//! Pictures of every screen, light and dark, in two sizes, into `target/screenshots`. `make screenshots` runs this.

use anyhow::{Context, Result};
use muster_e2e::{button, eventually, id, ledger, link, scenario, Key, Muster, Spot};
use std::path::PathBuf;

const SIZES: [(u32, u32); 2] = [(1280, 800), (1440, 900)];

/// Takes the page as it stands now in both themes and sizes.
fn take(app: &Muster, screen: &str) -> Result<()> {
    let exe = std::env::current_exe()?;
    let folder: PathBuf = exe.ancestors().nth(3).context("no build folder")?.join("screenshots");
    for theme in ["light", "dark"] {
        app.page.run("document.documentElement.dataset.theme = arguments[0]", &[theme.into()])?;
        for (width, height) in SIZES {
            app.page.resize(width, height)?;
            app.page.settle()?;
            app.page.picture(&folder.join(format!("{screen}-{theme}-{width}x{height}.png")))?;
        }
    }
    app.page.resize(SIZES[0].0, SIZES[0].1)?;
    app.page.settle()
}

fn counted(app: &Muster) -> Result<()> {
    eventually("the count", || {
        let words = app.page.text(".hero")?;
        Ok((words.contains("exact") && !words.contains("counting")).then_some(()))
    })
}

#[test]
#[ignore = "makes pictures: make screenshots"]
fn every_screen() -> Result<()> {
    scenario("screenshots", |app| {
        app.page.see(&button("Open the sample workspace"))?;
        take(app, "start")?;
        app.page.click(&button("Open the sample workspace"))?;
        app.page.see(&link("Hesitant power users"))?;
        eventually("the counts of the list", || {
            let busy = app.page.find("[aria-busy=true]")?.is_some();
            Ok((!busy && app.page.find(".people")?.is_some()).then_some(()))
        })?;
        take(app, "segments")?;
        editor(app)?;
        data(app)
    })
}

fn editor(app: &Muster) -> Result<()> {
    let page = &app.page;
    page.click(&link("Warm free accounts"))?;
    counted(app)?;
    page.see("[data-user]")?;
    page.hover(".hero")?;
    take(app, "editor-nested")?;
    page.click(&id("back"))?;
    page.click(&link("Hesitant power users"))?;
    counted(app)?;
    page.see(".people-table, [data-testid=people] [data-user]")?;
    take(app, "editor-people")?;
    page.click(&id("tab-sql"))?;
    page.see(&id("sql"))?;
    take(app, "editor-sql")?;
    page.click(&id("tab-people"))?;

    // At its beginning: what can be done with the card lies over the end of its first line.
    page.click_at(Spot::at("//article//button[@data-opens=\"window\"]", 0.1, 0.5))?;
    page.see("[data-popover]")?;
    take(app, "editor-window")?;
    page.press(&[Key::Escape])?;
    page.click("//article//button[@data-opens=\"value\"]")?;
    page.see("[data-popover] [role=option]")?;
    take(app, "editor-value")?;
    page.press(&[Key::Escape])?;
    page.gone("[data-popover]")?;

    // An unfinished card in a group of its own, a muted one, and one in the hand.
    page.click(&id("palette-item-property-plan"))?;
    page.see("[data-popover]")?;
    page.press(&[Key::Escape])?;
    page.gone("[data-popover]")?;
    page.click(&id("palette-item-event-purchase"))?;
    page.press(&[Key::Char('m')])?;
    page.see(".card.muted")?;
    counted(app)?;
    take(app, "editor-left-out")?;
    let over = "//article[@data-node][1]";
    page.pick_up(Spot::middle(&id("palette-item-event-email_opened")), Spot::at(over, 0.5, 0.95))?;
    eventually("the drop place", || {
        page.carry(Spot::at(over, 0.5, 0.95))?;
        page.find(".drop, .card.onto")
    })?;
    page.settle()?;
    take_dragging(app)?;
    page.press(&[Key::Escape])?;
    page.let_go()?;
    page.press(&[Key::Control, Key::Char('z')])?;
    page.press(&[Key::Control, Key::Char('z')])?;
    page.press(&[Key::Control, Key::Char('z')])?;
    page.gone(".card.muted")?;
    counted(app)?;

    page.click(&id("export"))?;
    page.see("[role=dialog] .export-columns li")?;
    take(app, "export")?;
    page.press(&[Key::Escape])?;
    page.gone("[role=dialog]")?;
    page.press(&[Key::Control, Key::Char('k')])?;
    page.see("[role=dialog] input")?;
    take(app, "find")?;
    page.press(&[Key::Escape])?;
    page.gone("[role=dialog]")?;
    page.click(&id("back"))?;
    page.click(&button("New segment"))?;
    page.see(".empty-canvas")?;
    counted(app)?;
    take(app, "editor-empty")?;
    page.press(&[Key::Char('?')])?;
    page.see("[role=dialog]")?;
    take(app, "shortcuts")?;
    page.press(&[Key::Escape])?;
    page.gone("[role=dialog]")?;
    page.click(&id("back"))
}

/// While something is in the hand the window keeps its size.
fn take_dragging(app: &Muster) -> Result<()> {
    let exe = std::env::current_exe()?;
    let folder = exe.ancestors().nth(3).context("no build folder")?.join("screenshots");
    for theme in ["light", "dark"] {
        app.page.run("document.documentElement.dataset.theme = arguments[0]", &[theme.into()])?;
        app.page.settle()?;
        app.page.picture(&folder.join(format!("editor-drag-{theme}-1280x800.png")))?;
    }
    Ok(())
}

fn data(app: &Muster) -> Result<()> {
    let page = &app.page;
    page.click("//nav//a[contains(., \"Data\") or @aria-label=\"Data\"]")?;
    page.see("//h1[contains(., \"Data\")]")?;
    page.settle()?;
    take(app, "data")?;

    let mut text = String::from("user_id,event_name,timestamp,amount,campaign\n");
    for row in 0..500 {
        let when = if row % 97 == 96 { "yesterday".to_owned() } else { format!("2026-10-{:02}T12:00:00Z", 1 + row % 28) };
        text += &format!("p{},order_paid,{when},{}.{:02},autumn\n", row % 60, 5 + row % 90, row % 100);
    }
    let file = app.path("orders-2026-10.csv");
    std::fs::write(&file, text)?;
    app.answer(&file.to_string_lossy())?;
    page.click(&button("Import files"))?;
    page.click(&button("Choose files"))?;
    page.see(&ledger("Rows in the file"))?;
    take(app, "import-look")?;
    page.click(&button("Import 4"))?;
    page.see("#import-report")?;
    page.click(&button("Show the"))?;
    take(app, "import-report")?;
    page.click(&button("Done"))?;
    page.click("//nav//a[contains(., \"Data\") or @aria-label=\"Data\"]")?;
    page.see("table.imports")?;
    take(app, "data-imports")
}

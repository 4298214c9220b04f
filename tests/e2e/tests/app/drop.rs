use anyhow::Result;
use muster_e2e::{eventually, ledger, number, scenario, FileDrag};

#[test]
#[ignore = "needs the built app and a display: make e2e"]
fn a_file_dropped_on_the_window_is_looked_at() -> Result<()> {
    scenario("drop", |app| {
        let file = app.path("people.csv");
        std::fs::write(&file, "user_id,email,plan\na,a@example.org,pro\nb,b@example.org,free\n")?;
        app.answer(&app.path("mine.muster").to_string_lossy())?;
        app.page.resize(1200, 800)?;

        // Away again: nothing happens.
        let drag = FileDrag::begin(app, &[&file])?;
        eventually("the window to say where to drop", || {
            drag.move_to(600, 400)?;
            app.page.find(OVERLAY)
        })?;
        drag.move_to(1500, 900)?;
        app.page.gone(OVERLAY)?;

        eventually("the window to say where to drop", || {
            drag.move_to(600, 420)?;
            app.page.find(OVERLAY)
        })?;
        drag.let_go()?;
        eventually("the rows of the file", || {
            let rows = ledger("Rows in the file");
            let there = app.page.find(&rows)?.is_some();
            Ok((there && number(&app.page.text(&rows)?) == Some(2)).then_some(()))
        })?;
        assert_eq!(app.page.find(OVERLAY)?, None);
        Ok(())
    })
}

const OVERLAY: &str = ".drop-overlay";

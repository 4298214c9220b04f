use crate::import::{begin_long_import, people_with_events};
use anyhow::Result;
use muster_e2e::{close_window, eventually, scenario};

#[test]
#[ignore = "needs the built app and a display: make e2e"]
fn closing_the_window_during_an_import_asks_and_puts_everything_back() -> Result<()> {
    scenario("close", |app| {
        let workspace = begin_long_import(app)?;
        // "no", and the import goes on; then "yes".
        app.answer("no")?;
        app.answer("yes")?;
        close_window(app)?;
        eventually("the first answer to be taken", || Ok((app.answers_left()? == 1).then_some(())))?;
        app.page.see("[role=progressbar]")?;

        close_window(app)?;
        eventually("the app to end", || Ok(app.page.find("body").is_err().then_some(())))?;
        assert_eq!(app.answers_left()?, 0);
        assert_eq!(people_with_events(app, &workspace)?, 0);
        Ok(())
    })
}

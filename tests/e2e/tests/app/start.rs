use anyhow::Result;
use muster_e2e::{button, eventually, link, scenario};

#[test]
#[ignore = "needs the built app and a display: make e2e"]
fn the_first_start_offers_two_doors_and_a_restart_finds_the_workspace_again() -> Result<()> {
    scenario("first-start", |app| {
        app.page.see(&button("Open the sample workspace"))?;
        app.page.see(&button("Choose files"))?;
        assert_eq!(app.page.find("[role=alert]")?, None, "something went wrong at the start");

        app.page.click(&button("Open the sample workspace"))?;
        app.page.see(&link("Hesitant power users"))?;
        app.page.see(&link("Pricing but no trial"))?;

        app.restart(false)?;
        eventually("the sample among the recent workspaces, or open", || {
            let open = app.page.find(&link("Hesitant power users"))?;
            Ok(open.or(app.page.find("//*[contains(@class, \"recent\")]//button[not(contains(., \"Other\"))]")?))
        })?;
        Ok(())
    })
}

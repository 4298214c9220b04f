use anyhow::Result;
use muster_e2e::{binary, button, eventually, link, scenario};
use std::process::Command;

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

#[test]
#[ignore = "needs the built app: make e2e"]
fn without_a_display_it_says_so_and_ends() -> Result<()> {
    let output = Command::new(binary("muster")?).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("there is no display"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    Ok(())
}

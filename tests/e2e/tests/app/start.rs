use anyhow::Result;
use muster_e2e::{scenario, Muster};

#[test]
#[ignore = "needs the built app and a display: make e2e"]
fn the_first_start_offers_two_doors() -> Result<()> {
    scenario("first-start", |app: &mut Muster| {
        app.page.see("[data-testid=start-sample]")?;
        app.page.see("[data-testid=start-import]")?;
        assert_eq!(app.page.find("[role=alert]")?, None, "something went wrong at the start");
        Ok(())
    })
}

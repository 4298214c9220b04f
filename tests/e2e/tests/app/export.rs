use crate::editor::{name, saved};
use anyhow::Result;
use muster_e2e::{button, dialog_button, id, link, number, people_of, scenario, Cli};

#[test]
#[ignore = "needs the built app and a display: make e2e"]
fn an_export_is_the_people_of_the_count_and_the_file_of_the_command_line() -> Result<()> {
    scenario("export", |app| {
        app.page.click(&button("Open the sample workspace"))?;
        app.page.click(&link("Hesitant power users"))?;
        let page = &app.page;
        saved(page)?;
        let cli = Cli::on(&app.copy_of_sample()?);
        let segment = name(page)?;
        let people = cli.count_segment(&segment)?;
        crate::editor::shows(page, "hero-count", people)?;

        // The person changes their mind: no file, and the dialog is still there.
        app.answer("")?;
        page.click(&id("export"))?;
        page.click(&dialog_button("Export"))?;
        page.see(&dialog_button("Export"))?;

        let file = app.path("people.csv");
        app.answer(&file.to_string_lossy())?;
        page.click(&dialog_button("Export"))?;
        page.see(".export-done")?;
        assert!(number(&page.text(".export-done p.t2")?).is_some());
        assert_eq!(people_of(&file)?, cli.members(&segment)?);
        assert_eq!(people_of(&file)?.len() as u64, people);

        let theirs = app.path("cli.csv");
        let columns = std::fs::read_to_string(&file)?;
        let columns = columns.lines().next().unwrap_or_default().trim_start_matches('\u{feff}').to_owned();
        cli.run(&["export"], &["--segment", &segment, "--columns", &columns, "--out", &theirs.to_string_lossy()])?;
        assert_eq!(std::fs::read(&file)?, std::fs::read(&theirs)?, "byte for byte");
        let beside: Vec<_> = std::fs::read_dir(app.path(""))?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.contains("people") && name != "people.csv")
            .collect();
        assert!(beside.is_empty(), "left beside the file: {beside:?}");
        Ok(())
    })
}

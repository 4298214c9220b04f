//! Steps in the segment editor that several scenarios take.

use anyhow::{Context, Result};
use muster_e2e::{button, eventually, id, number, Cli, Muster, Session, Spot};
use serde_json::Value;

/// Opens the sample and a new, empty segment in it.
pub(crate) fn new_segment_in_sample(app: &Muster) -> Result<()> {
    app.page.click(&button("Open the sample workspace"))?;
    app.page.click(&button("New segment"))?;
    app.page.see(&id("canvas")).map(drop)
}

/// Drags an item of the palette to a place on the canvas and drops it once the drop place is drawn there.
pub(crate) fn drag_in(page: &Session, item: &str, to: Spot<'_>) -> Result<()> {
    drag(page, Spot::middle(&id(&format!("palette-item-{item}"))), to)
}

/// Drags from one place to another and drops once the drop place is drawn.
pub(crate) fn drag(page: &Session, from: Spot<'_>, to: Spot<'_>) -> Result<()> {
    page.pick_up(from, to)?;
    page.see(&id("in-hand"))?;
    eventually("the drop place", || {
        page.carry(to)?;
        page.find(".drop, .card.onto")
    })?;
    page.let_go()?;
    page.gone(&id("in-hand"))
}

/// Chooses one of the values that the open small editor offers; `json` as it stands in a rule.
pub(crate) fn choose(page: &Session, json: &str) -> Result<()> {
    page.click(&format!("//*[@data-popover]//li[@data-choice='{json}']"))?;
    page.gone("[data-popover]")
}

/// The id of the card whose sentence has these words.
pub(crate) fn card(page: &Session, words: &str) -> Result<String> {
    node(page, "article", words)
}

/// The id of the one group below the root.
pub(crate) fn group(page: &Session) -> Result<String> {
    node(page, "section", "")
}

fn node(page: &Session, tag: &str, words: &str) -> Result<String> {
    let path = format!("//{tag}[@data-node and contains(normalize-space(.), \"{words}\")]");
    page.see(&path)?;
    page.attribute(&path, "data-node")?.with_context(|| format!("no {tag} says {words}"))
}

/// Waits until a count (`hero-count`, `card-ID-count` …) shows this many people, as value and as digits.
pub(crate) fn shows(page: &Session, count: &str, people: u64) -> Result<()> {
    let css = id(count);
    let mut last = None;
    eventually(&format!("{count} to show {people}"), || {
        last = page.attribute(&css, "data-people")?;
        let digits = number(&page.text(&css)?);
        let right = last.as_deref() == Some(&people.to_string()) && digits == Some(people);
        Ok(right.then_some(()))
    })
    .with_context(|| format!("it showed {last:?}"))
}

/// Waits until everything is in the file, the rule too.
pub(crate) fn saved(page: &Session) -> Result<()> {
    eventually("the segment to be saved", || {
        let words = page.text(&id("saved-state"))?;
        Ok(words.contains("version").then_some(()))
    })
}

/// The segment's name.
pub(crate) fn name(page: &Session) -> Result<String> {
    page.text(&id("segment-name"))
}

/// The whole shows what the command line counts for the rule, and for the segment as it was saved.
pub(crate) fn counts_as_the_command_line(app: &Muster, rule: &Value) -> Result<u64> {
    saved(&app.page)?;
    let cli = Cli::on(&app.copy_of_sample()?);
    let people = cli.count_rule(rule)?;
    shows(&app.page, "hero-count", people)?;
    assert_eq!(cli.count_segment(&name(&app.page)?)?, people, "the saved segment");
    Ok(people)
}

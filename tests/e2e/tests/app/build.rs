use crate::editor::*;
use anyhow::Result;
use muster_e2e::{button, eventually, id, scenario, Cli, Key, Spot};
use serde_json::{json, Value};

fn reports() -> Value {
    json!({"kind": "event", "event": "report_generated", "window": {"last": {"n": 30, "unit": "day"}}})
}

fn purchases() -> Value {
    json!({"kind": "event", "event": "purchase"})
}

fn free() -> Value {
    json!({"kind": "field", "field": "account_type", "op": "is", "value": "free"})
}

fn nested() -> Value {
    json!({"kind": "all", "of": [free(), {"kind": "any", "of": [reports(), purchases()]}]})
}

#[test]
#[ignore = "needs the built app and a display: make e2e"]
fn a_nested_segment_is_built_by_pointer_and_taken_back_and_redone() -> Result<()> {
    scenario("pointer", |app| {
        new_segment_in_sample(app)?;
        let page = &app.page;
        let canvas = id("canvas");

        drag_in(page, "field-account_type", Spot::at(&canvas, 0.4, 0.3))?;
        choose(page, "\"free\"")?;
        drag_in(page, "event-report_generated", Spot::at(&canvas, 0.4, 0.9))?;
        let report = card(page, "report_generated")?;
        drag_in(page, "event-purchase", Spot::middle(&id(&format!("card-{report}"))))?;
        let group = group(page)?;
        page.click(&id(&format!("pill-{report}-window")))?;
        page.click(&id("window-last"))?;
        page.press(&[Key::Enter])?;
        page.gone("[data-popover]")?;

        let people = counts_as_the_command_line(app, &nested())?;
        let cli = Cli::on(&app.copy_of_sample()?);
        for (count, rule) in [
            (format!("card-{}-count", card(page, "Account type")?), free()),
            (format!("card-{report}-count"), reports()),
            (format!("card-{}-count", card(page, "purchase")?), purchases()),
            (format!("group-{group}-count"), json!({"kind": "any", "of": [reports(), purchases()]})),
        ] {
            shows(page, &count, cli.count_rule(&rule)?)?;
        }
        let everyone = cli.count_rule(&json!({"kind": "all", "of": []}))?;
        assert!(people > 0 && people < everyone, "{people} of {everyone} tells nothing");

        // The group moves above the card: the same people, in another order.
        let first = card(page, "Account type")?;
        let handle = id(&format!("group-{group}-kind"));
        drag(page, Spot::at(&handle, 1.5, 0.5), Spot::at(&id(&format!("card-{first}")), 0.5, 0.1))?;
        let moved = json!({"kind": "all", "of": [nested()["of"][1], free()]});
        assert_eq!(counts_as_the_command_line(app, &moved)?, people);

        // Back to the empty canvas, step by step, and forward again.
        let mut steps = 0;
        eventually("nothing left to undo", || {
            if page.find(&format!("{}:disabled", id("undo")))?.is_some() {
                return Ok(Some(()));
            }
            steps += 1;
            page.press(&[Key::Control, Key::Char('z')])?;
            Ok(None)
        })?;
        assert!(steps >= 6, "only {steps} steps");
        shows(page, "hero-count", everyone)?;
        assert_eq!(page.find("article[data-node]")?, None);
        for _ in 0..steps {
            page.press(&[Key::Control, Key::Shift, Key::Char('z')])?;
        }
        assert_eq!(counts_as_the_command_line(app, &moved)?, people);
        Ok(())
    })
}

#[test]
#[ignore = "needs the built app and a display: make e2e"]
fn the_same_segment_is_built_by_keyboard_alone() -> Result<()> {
    scenario("keyboard", |app| {
        app.page.see(&button("Open the sample workspace"))?;
        let page = &app.page;
        page.press(&[Key::Enter])?;
        page.see(&button("New segment"))?;
        page.press(&[Key::Control, Key::Char('k')])?;
        page.see("[role=dialog] input")?;
        page.type_text("New segment")?;
        page.press(&[Key::Enter])?;
        page.see(&id("canvas"))?;

        add(page, "account_type")?;
        page.see("[data-popover] input")?;
        page.type_text("free")?;
        page.see("//*[@data-popover]//li[@data-choice='\"free\"']")?;
        done(page)?;

        // The second event is wrapped in a group, the first one carried into it.
        add(page, "report_generated")?;
        let report = card(page, "report_generated")?;
        focus(page, &report)?;
        window_of_thirty_days(page, &report)?;
        add(page, "purchase")?;
        let purchase = card(page, "purchase")?;
        focus(page, &purchase)?;
        page.press(&[Key::Control, Key::Char('g')])?;
        let group = group(page)?;
        focus_up_to(page, &report)?;
        page.press(&[Key::Space])?;
        page.press(&[Key::Down])?;
        page.press(&[Key::Right])?;
        page.press(&[Key::Space])?;
        eventually("the card in the group", || page.find(&format!("section[data-node=\"{group}\"] article[data-node=\"{report}\"]")))?;

        assert!(page.text(&id(&format!("group-{group}-kind")))?.contains("Any of"));
        counts_as_the_command_line(app, &nested())?;
        Ok(())
    })
}

/// `/`, the name, Enter: adds what is found first.
fn add(page: &muster_e2e::Session, what: &str) -> Result<()> {
    page.press(&[Key::Char('/')])?;
    page.see(&format!("{}:focus", id("palette-search")))?;
    page.press(&[Key::Control, Key::Char('a')])?;
    page.type_text(what)?;
    page.see(&format!("li.is-hover [data-testid$=\"-{what}\"]"))?;
    page.press(&[Key::Enter])?;
    page.see(&format!("//*[@data-testid=\"canvas\"]//article[contains(., \"{}\")]", said(what))).map(drop)
}

/// How a card says it: its own fields have words of their own.
fn said(what: &str) -> &str {
    match what {
        "account_type" => "Account type",
        other => other,
    }
}

fn focused(page: &muster_e2e::Session, node: &str) -> Result<bool> {
    Ok(page.find(&format!("[data-node=\"{node}\"]:focus"))?.is_some())
}

/// Goes to the canvas by F6 and to the node by the arrows.
fn focus(page: &muster_e2e::Session, node: &str) -> Result<()> {
    eventually("the canvas to have the focus", || {
        if page.find("[data-node]:focus")?.is_some() {
            return Ok(Some(()));
        }
        page.press(&[Key::F6])?;
        Ok(None)
    })?;
    page.press(&[Key::Home])?;
    eventually("the node to have the focus", || {
        if focused(page, node)? {
            return Ok(Some(()));
        }
        page.press(&[Key::Down])?;
        Ok(None)
    })
}

/// The same upwards.
fn focus_up_to(page: &muster_e2e::Session, node: &str) -> Result<()> {
    eventually("the node to have the focus", || {
        if focused(page, node)? {
            return Ok(Some(()));
        }
        page.press(&[Key::Up])?;
        Ok(None)
    })
}

fn window_of_thirty_days(page: &muster_e2e::Session, card: &str) -> Result<()> {
    let window = format!("{}:focus", id(&format!("pill-{card}-window")));
    eventually("the window's pill to have the focus", || {
        if page.find(&window)?.is_some() {
            return Ok(Some(()));
        }
        page.press(&[Key::Right])?;
        Ok(None)
    })?;
    page.press(&[Key::Enter])?;
    page.see(&id("window-last"))?;
    let last = id("window-last");
    eventually("the last days to be chosen", || {
        if page.find(&format!("{last}:checked"))?.is_some() {
            return Ok(Some(()));
        }
        let there = page.find(&format!("{last}:focus"))?.is_some();
        page.press(if there { &[Key::Space] } else { &[Key::Tab] })?;
        Ok(None)
    })?;
    done(page)
}

/// Enter closes the small editor, and the focus is back on its pill.
fn done(page: &muster_e2e::Session) -> Result<()> {
    page.press(&[Key::Enter])?;
    page.gone("[data-popover]")?;
    page.see("[data-opens]:focus").map(drop)
}

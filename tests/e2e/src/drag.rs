use crate::session::Session;
use anyhow::Result;
use serde_json::{json, Value};

/// A place on an element: shares of its width and height, 0 to 1.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'a> {
    /// The element.
    pub css: &'a str,
    /// Share of its width from the left.
    pub x: f64,
    /// Share of its height from the top.
    pub y: f64,
}

impl<'a> Spot<'a> {
    /// The middle of an element.
    pub fn middle(css: &'a str) -> Self {
        Spot { css, x: 0.5, y: 0.5 }
    }

    /// A place on an element.
    pub fn at(css: &'a str, x: f64, y: f64) -> Self {
        Spot { css, x, y }
    }
}

/// Moves between two places, as a hand does; a single jump is no drag, for a person or for the page.
const MOVES: u32 = 8;

impl Session {
    /// Presses the button on one place and moves to another, and holds there.
    ///
    /// # Errors
    /// One of the places is not there.
    pub fn pick_up(&self, from: Spot<'_>, to: Spot<'_>) -> Result<()> {
        let (x, y) = self.point(from)?;
        let mut steps = vec![
            go(x, y, 0),
            json!({ "type": "pointerDown", "button": 0 }),
            // Past the distance that tells a drag from a click.
            go(x + 4.0, y + 3.0, 30),
            go(x + 9.0, y + 7.0, 30),
        ];
        steps.extend(self.way((x + 9.0, y + 7.0), self.point(to)?));
        self.pointer(steps)
    }

    /// Moves on, with the button still down.
    ///
    /// # Errors
    /// The place is not there.
    pub fn carry(&self, to: Spot<'_>) -> Result<()> {
        let (x, y) = self.point(to)?;
        self.pointer(vec![go(x - 3.0, y - 2.0, 40), go(x, y, 40)])
    }

    /// Lets the button go.
    ///
    /// # Errors
    /// The page is gone.
    pub fn let_go(&self) -> Result<()> {
        self.pointer(vec![json!({ "type": "pointerUp", "button": 0 })])
    }

    /// Clicks on a place, whatever lies there.
    ///
    /// # Errors
    /// It is not there.
    pub fn click_at(&self, spot: Spot<'_>) -> Result<()> {
        let (x, y) = self.point(spot)?;
        let press = |kind: &str| json!({ "type": kind, "button": 0 });
        self.pointer(vec![go(x, y, 0), press("pointerDown"), press("pointerUp")])
    }

    /// Moves the pointer to the middle of an element, with no button down.
    ///
    /// # Errors
    /// It is not there.
    pub fn hover(&self, css: &str) -> Result<()> {
        let (x, y) = self.point(Spot::middle(css))?;
        self.pointer(vec![go(x, y, 0)])
    }

    fn way(&self, from: (f64, f64), to: (f64, f64)) -> Vec<Value> {
        let between = |a: f64, b: f64, i: u32| a + (b - a) * f64::from(i) / f64::from(MOVES);
        (1..=MOVES).map(|i| go(between(from.0, to.0, i), between(from.1, to.1, i), 25)).collect()
    }

    fn point(&self, spot: Spot<'_>) -> Result<(f64, f64)> {
        self.see(spot.css)?;
        let script = "const r = it.getBoundingClientRect();
            if (r.top < 0 || r.bottom > innerHeight) it.scrollIntoView({ block: 'nearest' });
            const s = it.getBoundingClientRect();
            return [s.left + s.width * arguments[1], s.top + s.height * arguments[2]];";
        let at = self.run_on(spot.css, script, &[json!(spot.x), json!(spot.y)])?;
        Ok((at[0].as_f64().unwrap_or(0.0), at[1].as_f64().unwrap_or(0.0)))
    }

    fn pointer(&self, steps: Vec<Value>) -> Result<()> {
        let actions = json!({ "actions": [{
            "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": steps
        }] });
        self.post("/actions", &actions).map(drop)
    }
}

fn go(x: f64, y: f64, millis: u32) -> Value {
    json!({ "type": "pointerMove", "duration": millis, "origin": "viewport", "x": x.round(), "y": y.round() })
}

use crate::keys::{chord, text_keys, Key};
use crate::wait::eventually;
use anyhow::{bail, Context, Result};
use base64::Engine;
use serde_json::{json, Value};
use std::path::Path;
use std::time::Duration;
use ureq::Agent;

/// Finds by CSS, or by XPath where the selector begins with `//`.
const PICK: &str = "const pick = s => s.startsWith('//')
    ? document.evaluate(s, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue
    : document.querySelector(s); const it = pick(arguments[0]);";
/// What WebDriver calls a reference to an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A WebDriver session with the app's page.
pub struct Session {
    agent: Agent,
    base: String,
}

/// An element of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element(pub(crate) String);

impl Session {
    /// Lets the driver at `address` start `binary` and connects to its page.
    ///
    /// # Errors
    /// The driver refused, or the app did not come up.
    pub fn start(address: &str, binary: &Path) -> Result<Self> {
        let agent = Agent::config_builder().timeout_global(Some(Duration::from_secs(60))).http_status_as_error(false).build().new_agent();
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": binary, "args": [] }
        } } });
        let mut session = Session { agent, base: format!("http://{address}") };
        let answer = session.post("/session", &wanted)?;
        let id = answer["sessionId"].as_str().context("the driver gave no session")?;
        session.base = format!("http://{address}/session/{id}");
        Ok(session)
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        let url = format!("{}{path}", self.base);
        let mut response = match (method, body) {
            ("POST", Some(body)) => self.agent.post(&url).header("content-type", "application/json").send(body.to_string().as_bytes())?,
            ("DELETE", _) => self.agent.delete(&url).call()?,
            _ => self.agent.get(&url).call()?,
        };
        let text = response.body_mut().with_config().limit(64 << 20).read_to_string()?;
        let answer: Value = serde_json::from_str(&text).with_context(|| format!("the driver said {text}"))?;
        let value = answer["value"].clone();
        match value["error"].as_str() {
            Some(error) => bail!("{method} {path}: {error}: {}", value["message"].as_str().unwrap_or("")),
            None => Ok(value),
        }
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.ask("POST", path, Some(body))
    }

    /// Ends the session, which closes the app.
    ///
    /// # Errors
    /// The driver is gone.
    pub fn end(&self) -> Result<()> {
        self.ask("DELETE", "", None).map(drop)
    }

    /// Runs a script in the page on the first element that a selector finds, which is `it`, or null; `more` are
    /// `arguments[1]` and so on.
    ///
    /// # Errors
    /// The script threw.
    pub fn run_on(&self, selector: &str, script: &str, more: &[Value]) -> Result<Value> {
        let mut arguments = vec![json!(selector)];
        arguments.extend_from_slice(more);
        self.run(&format!("{PICK} {script}"), &arguments)
    }

    /// Runs a script in the page: the body of a function with `arguments`.
    ///
    /// # Errors
    /// The script threw.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        self.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// The first element that a selector finds now: CSS, or XPath where it begins with `//`.
    ///
    /// # Errors
    /// The selector is none.
    pub fn find(&self, css: &str) -> Result<Option<Element>> {
        Ok(self.find_all(css)?.into_iter().next())
    }

    /// Every element that a selector finds now, in order.
    ///
    /// # Errors
    /// The selector is none.
    pub fn find_all(&self, css: &str) -> Result<Vec<Element>> {
        let using = if css.starts_with("//") { "xpath" } else { "css selector" };
        let found = match self.post("/elements", &json!({ "using": using, "value": css })) {
            // It was replaced while the driver looked.
            Err(error) if passing(&error) => return Ok(Vec::new()),
            found => found?,
        };
        let ids = found.as_array().into_iter().flatten();
        Ok(ids.filter_map(|e| e[ELEMENT].as_str()).map(|id| Element(id.to_owned())).collect())
    }

    /// Waits for an element that can be seen.
    ///
    /// # Errors
    /// It did not come.
    pub fn see(&self, css: &str) -> Result<Element> {
        const SEEN: &str = "if (!it) return null;
            const r = it.getBoundingClientRect(); return r.width > 0 && r.height > 0 ? it : null;";
        eventually(css, || {
            let found = match self.run_on(css, SEEN, &[]) {
                // It was replaced while the driver looked.
                Err(error) if passing(&error) => return Ok(None),
                found => found?,
            };
            Ok(found[ELEMENT].as_str().map(|id| Element(id.to_owned())))
        })
    }

    /// Waits until a selector finds nothing.
    ///
    /// # Errors
    /// It stays.
    pub fn gone(&self, css: &str) -> Result<()> {
        eventually(&format!("{css} to go"), || Ok(self.find(css)?.is_none().then_some(())))
    }

    /// Waits for an element and clicks in its middle, once it holds still and nothing lies over it.
    ///
    /// # Errors
    /// It did not come, or stays covered.
    pub fn click(&self, css: &str) -> Result<()> {
        eventually(&format!("{css} to be clicked"), || {
            let Some(element) = self.find(css)? else { return Ok(None) };
            match self.post(&format!("/element/{}/click", element.0), &json!({})) {
                Ok(_) => Ok(Some(())),
                Err(error) if passing(&error) => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    /// The text of the first element that a selector finds, as it is shown.
    ///
    /// # Errors
    /// There is none.
    pub fn text(&self, css: &str) -> Result<String> {
        self.see(css)?;
        let text = self.run_on(css, "return it?.innerText ?? ''", &[])?;
        Ok(text.as_str().unwrap_or_default().trim().to_owned())
    }

    /// An attribute of the first element that a selector finds; none: it has none, or is not there.
    ///
    /// # Errors
    /// The page is gone.
    pub fn attribute(&self, css: &str, name: &str) -> Result<Option<String>> {
        let value = self.run_on(css, "return it?.getAttribute(arguments[1]) ?? null", &[json!(name)])?;
        Ok(value.as_str().map(str::to_owned))
    }

    /// Performs key actions (`chord`, `text_keys`) on whatever has the focus.
    ///
    /// # Errors
    /// The page is gone.
    pub fn keys(&self, steps: Value) -> Result<()> {
        let actions = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": steps }] });
        self.post("/actions", &actions).map(drop)
    }

    /// Presses keys together.
    ///
    /// # Errors
    /// The page is gone.
    pub fn press(&self, keys: &[Key]) -> Result<()> {
        self.keys(chord(keys))
    }

    /// Types a text into whatever has the focus.
    ///
    /// # Errors
    /// The page is gone.
    pub fn type_text(&self, text: &str) -> Result<()> {
        self.keys(text_keys(text))
    }

    /// Clicks into a field, empties it and types.
    ///
    /// # Errors
    /// There is no such field.
    pub fn fill(&self, css: &str, text: &str) -> Result<()> {
        self.click(css)?;
        self.press(&[Key::Control, Key::Char('a')])?;
        self.type_text(text)
    }

    /// Makes the page's inner size exactly `width` by `height`.
    ///
    /// # Errors
    /// The window cannot have it.
    pub fn resize(&self, width: u32, height: u32) -> Result<()> {
        let (mut outer_width, mut outer_height) = (width, height);
        eventually(&format!("a page of {width} by {height}"), || {
            let rect = json!({ "x": 0, "y": 0, "width": outer_width, "height": outer_height });
            self.post("/window/rect", &rect)?;
            let inner = self.run("return [innerWidth, innerHeight]", &[])?;
            let at = |i: usize| inner[i].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
            if (at(0), at(1)) == (width, height) {
                return Ok(Some(()));
            }
            // The frame takes some of what was asked for; ask for that much more.
            outer_width = (outer_width + width).saturating_sub(at(0));
            outer_height = (outer_height + height).saturating_sub(at(1));
            Ok(None)
        })
    }

    /// Waits until fonts are there and nothing moves any more, save what moves for ever.
    ///
    /// # Errors
    /// Something goes on moving.
    pub fn settle(&self) -> Result<()> {
        const STILL: &str = "const done = arguments[arguments.length - 1];
            document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(
                document.getAnimations().every(a => a.playState !== 'running' || a.effect.getTiming().iterations === Infinity)
            ))));";
        eventually("the page to stand still", || {
            let still = self.post("/execute/async", &json!({ "script": STILL, "args": [] }))?;
            Ok((still == true).then_some(()))
        })
    }

    /// Writes what the page shows as a PNG.
    ///
    /// # Errors
    /// The page is gone, or the file cannot be written.
    pub fn picture(&self, path: &Path) -> Result<()> {
        let answer = self.ask("GET", "/screenshot", None)?;
        let text = answer.as_str().context("no picture")?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(text)?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(std::fs::write(path, bytes)?)
    }
}

/// Whether an element was merely not ready yet.
fn passing(error: &anyhow::Error) -> bool {
    let text = error.to_string();
    ["stale element", "not interactable", "click intercepted", "no such element"].iter().any(|known| text.contains(known))
}

use serde_json::{json, Value};

/// Keys by their WebDriver code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Enter.
    Enter,
    /// Escape.
    Escape,
    /// Tab.
    Tab,
    /// The space bar.
    Space,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Delete.
    Delete,
    /// Backspace.
    Backspace,
    /// Home.
    Home,
    /// End.
    End,
    /// F6.
    F6,
    /// Control, left.
    Control,
    /// Shift, left.
    Shift,
    /// Alt, left.
    Alt,
    /// A character.
    Char(char),
}

impl Key {
    fn code(self) -> char {
        match self {
            Key::Enter => '\u{E007}',
            Key::Escape => '\u{E00C}',
            Key::Tab => '\u{E004}',
            Key::Space => ' ',
            Key::Up => '\u{E013}',
            Key::Down => '\u{E015}',
            Key::Left => '\u{E012}',
            Key::Right => '\u{E014}',
            Key::Delete => '\u{E017}',
            Key::Backspace => '\u{E003}',
            Key::Home => '\u{E011}',
            Key::End => '\u{E010}',
            Key::F6 => '\u{E036}',
            Key::Control => '\u{E009}',
            Key::Shift => '\u{E008}',
            Key::Alt => '\u{E00A}',
            Key::Char(c) => c,
        }
    }
}

fn step(kind: &str, key: Key) -> Value {
    json!({ "type": kind, "value": key.code().to_string() })
}

/// Presses `keys` down in order, then lets them go in the opposite order: `[Control, Char('z')]` is Ctrl Z.
pub fn chord(keys: &[Key]) -> Value {
    let down = keys.iter().map(|k| step("keyDown", *k));
    let up = keys.iter().rev().map(|k| step("keyUp", *k));
    Value::Array(down.chain(up).collect())
}

/// Types a text, one key after another.
pub fn text_keys(text: &str) -> Value {
    let steps = text.chars().flat_map(|c| [step("keyDown", Key::Char(c)), step("keyUp", Key::Char(c))]);
    Value::Array(steps.collect())
}

use crate::app::Muster;
use crate::process::Process;
use anyhow::{ensure, Context, Result};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// The middle of the window of `drag_source.py`, on the screen.
const SOURCE: (i32, i32) = (1460, 140);

/// A real hand on the display beside the app: drags files out of another program's window.
pub struct FileDrag<'a> {
    app: &'a Muster,
    _source: Process,
}

impl<'a> FileDrag<'a> {
    /// Takes hold of files and moves a little, so that the drag has begun.
    ///
    /// # Errors
    /// The other program or xdotool is not installed.
    pub fn begin(app: &'a Muster, files: &[&Path]) -> Result<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("drag_source.py");
        let mut source = Process::start(
            // The system's own Python has the system's bindings.
            Command::new("/usr/bin/python3")
                .arg(script)
                .args(files)
                .env("DISPLAY", app.display())
                .env("GDK_BACKEND", "x11")
                .env("NO_AT_BRIDGE", "1")
                .stdout(Stdio::piped()),
        )?;
        let mut line = String::new();
        let stdout = source.stdout().context("the drag source has no output")?;
        BufReader::new(stdout).read_line(&mut line)?;
        ensure!(line.trim() == "ready", "the drag source did not come up");
        let drag = FileDrag { app, _source: source };
        drag.hand(&["mousemove", &SOURCE.0.to_string(), &SOURCE.1.to_string(), "mousedown", "1"])?;
        drag.move_to(SOURCE.0 - 30, SOURCE.1 + 20)?;
        Ok(drag)
    }

    /// Moves to a place on the screen, in small steps.
    ///
    /// # Errors
    /// xdotool failed.
    pub fn move_to(&self, x: i32, y: i32) -> Result<()> {
        for (dx, dy) in [(-24, -16), (-12, -8), (-4, -2), (0, 0)] {
            self.hand(&["mousemove", &(x + dx).to_string(), &(y + dy).to_string()])?;
        }
        Ok(())
    }

    /// Lets the files go.
    ///
    /// # Errors
    /// xdotool failed.
    pub fn let_go(&self) -> Result<()> {
        self.hand(&["mouseup", "1"])
    }

    fn hand(&self, arguments: &[&str]) -> Result<()> {
        hand(self.app, arguments)
    }
}

/// Closes the app's window as a person does, through the window manager.
///
/// # Errors
/// xdotool failed.
pub fn close_window(app: &Muster) -> Result<()> {
    hand(app, &["search", "--onlyvisible", "--name", "^Muster$", "windowactivate", "--sync"])?;
    // To the display and not to the window, so that the window manager hears it.
    hand(app, &["key", "--clearmodifiers", "alt+F4"])
}

fn hand(app: &Muster, arguments: &[&str]) -> Result<()> {
    let status = Command::new("xdotool")
        .args(arguments)
        .env("DISPLAY", app.display())
        .status()
        .context("xdotool could not be started; run scripts/setup test")?;
    ensure!(status.success(), "xdotool {arguments:?}: {status}");
    Ok(())
}

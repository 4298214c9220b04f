use crate::process::{binary, Process};
use crate::session::Session;
use crate::wait::eventually;
use anyhow::{Context, Result};
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The app's clock in every scenario: one in which nothing depends on the day of the run.
pub const NOW: &str = "2026-11-19T09:30:00Z";

/// The app under test. Its fields are dropped in order: first the driver and the app, then their display and files.
pub struct Muster {
    /// The page.
    pub page: Session,
    driver: Process,
    display: Display,
    folder: TempDir,
}

struct Display {
    number: String,
    // Held for their ends.
    _programs: Vec<Process>,
}

impl Display {
    fn start() -> Result<Self> {
        let mut xvfb = Process::start(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", "1600x1100x24", "-nolisten", "tcp"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        let mut line = String::new();
        let stdout = xvfb.stdout().context("Xvfb has no output")?;
        BufReader::new(stdout).read_line(&mut line)?;
        let number = format!(":{}", line.trim());
        anyhow::ensure!(number.len() > 1, "Xvfb named no display");
        let manager = Process::start(Command::new("openbox").env("DISPLAY", &number).stdout(Stdio::null()).stderr(Stdio::null()))?;
        Ok(Display { number, _programs: vec![manager, xvfb] })
    }
}

impl Muster {
    /// Starts the app for the first time: nothing in its data folder, a clock that stands still.
    ///
    /// # Errors
    /// Something of what the tests need is not installed, or the app does not come up.
    pub fn start() -> Result<Self> {
        let folder = TempDir::new()?;
        let display = Display::start()?;
        let (driver, page) = open(&display, folder.path())?;
        Ok(Muster { page, driver, display, folder })
    }

    /// Ends the app, politely or not, and starts it anew on what it left.
    ///
    /// # Errors
    /// The app does not come up.
    pub fn restart(&mut self, killed: bool) -> Result<()> {
        if killed {
            self.driver.kill();
        } else {
            self.page.end()?;
        }
        let (driver, page) = open(&self.display, self.folder.path())?;
        self.driver = driver;
        self.page = page;
        self.page.see("#root button").map(drop)
    }

    /// A path in the scenario's own folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The display, for programs that act beside the app.
    pub fn display(&self) -> &str {
        &self.display.number
    }

    /// What the next file dialog answers; an empty line: the person changed their mind.
    ///
    /// # Errors
    /// The file of answers cannot be written.
    pub fn answer(&self, line: &str) -> Result<()> {
        let mut file = OpenOptions::new().create(true).append(true).open(answers(self.folder.path()))?;
        Ok(writeln!(file, "{line}")?)
    }

    /// How many answers no dialog has taken yet.
    ///
    /// # Errors
    /// The file of answers cannot be read.
    pub fn answers_left(&self) -> Result<usize> {
        Ok(std::fs::read_to_string(answers(self.folder.path()))?.lines().count())
    }

    /// A copy of the sample workspace as it is now, which the command line may open beside the app.
    ///
    /// # Errors
    /// There is none yet.
    pub fn copy_of_sample(&self) -> Result<PathBuf> {
        let mut folders = vec![data(self.folder.path())];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "muster") {
                    return self.copy_of(&path);
                }
            }
        }
        anyhow::bail!("there is no workspace in the data folder")
    }

    /// A copy of a workspace as it is now, with what is not written into the main file yet.
    ///
    /// # Errors
    /// It is not there.
    pub fn copy_of(&self, file: &Path) -> Result<PathBuf> {
        let folder = tempfile::tempdir_in(self.folder.path())?.keep();
        let copy = folder.join("copy.muster");
        std::fs::copy(file, &copy)?;
        for ending in ["-wal", "-shm"] {
            let beside = |path: &Path| {
                let mut name = path.as_os_str().to_owned();
                name.push(ending);
                PathBuf::from(name)
            };
            if beside(file).exists() {
                std::fs::copy(beside(file), beside(&copy))?;
            }
        }
        Ok(copy)
    }
}

fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

fn answers(folder: &Path) -> PathBuf {
    folder.join("answers")
}

fn open(display: &Display, folder: &Path) -> Result<(Process, Session)> {
    let app = binary("muster")?;
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let log = std::fs::File::create(folder.join("app.log"))?;
    let mut command = Command::new("WebKitWebDriver");
    command
        .args(["--host=127.0.0.1", &format!("--port={port}")])
        .env("DISPLAY", &display.number)
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        .env("LANG", "C.UTF-8")
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("MUSTER_DATA_DIR", data(folder))
        .env("MUSTER_E2E_DIALOG", answers(folder))
        .env("MUSTER_NOW", NOW)
        .env_remove("WAYLAND_DISPLAY")
        .stdout(log.try_clone()?)
        .stderr(log);
    for variable in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
        command.env(variable, folder.join(variable));
    }
    let mut driver = Process::start(&mut command)?;
    eventually("the driver to listen", || {
        driver.still_runs()?;
        Ok(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok())
    })?;
    let page = Session::start(&format!("127.0.0.1:{port}"), &app)?;
    Ok((driver, page))
}

/// Runs one scenario on a fresh app. If it fails, what the page shows is kept in `target/e2e/NAME.png`.
///
/// # Errors
/// The scenario's own.
pub fn scenario(name: &str, play: impl FnOnce(&mut Muster) -> Result<()>) -> Result<()> {
    let mut app = Muster::start()?;
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        app.page.see("#root button")?;
        play(&mut app)
    }));
    if !matches!(outcome, Ok(Ok(()))) {
        keep_traces(&app, name);
    }
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}

fn keep_traces(app: &Muster, name: &str) {
    let Some(folder) = std::env::current_exe().ok().and_then(|exe| Some(exe.ancestors().nth(3)?.join("e2e"))) else {
        return;
    };
    drop(std::fs::create_dir_all(&folder));
    let picture = folder.join(format!("{name}.png"));
    // What cannot be kept must not hide why the scenario failed.
    if app.page.picture(&picture).is_ok() {
        eprintln!("the page when it failed: {}", picture.display());
    }
    if let Ok(text) = app.page.run("return document.documentElement.outerHTML", &[]) {
        drop(std::fs::write(folder.join(format!("{name}.html")), text.as_str().unwrap_or("")));
    }
    drop(std::fs::copy(app.path("app.log"), folder.join(format!("{name}.log"))));
}

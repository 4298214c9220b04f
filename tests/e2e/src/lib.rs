//! Drives the real app: the built binary on a display of its own, through the web view's own WebDriver.
//!
//! Everything waits for a condition with a deadline; nothing sleeps and hopes. Whatever happens, the display, the driver
//! and the app end with the test.

mod app;
mod cli;
mod desktop;
mod drag;
mod keys;
mod process;
mod session;
mod wait;
mod words;

pub use app::{scenario, Muster, NOW};
pub use cli::{people_of, Cli};
pub use desktop::{close_window, FileDrag};
pub use drag::Spot;
pub use keys::{chord, text_keys, Key};
pub use process::{binary, Process};
pub use session::{Element, Session};
pub use wait::{eventually, within};
pub use words::{button, dialog_button, id, ledger, link, number};

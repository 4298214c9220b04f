//! Printing: results on standard output, everything else on standard error.

use serde_json::Value;
use std::io::{self, Write};

/// Prints one JSON document.
pub(crate) fn json(value: &Value) -> io::Result<()> {
    line(&value.to_string())
}

/// Prints a line. A reader that went away (`| head`) is no failure.
pub(crate) fn line(text: &str) -> io::Result<()> {
    quiet(writeln!(io::stdout().lock(), "{text}"))
}

/// Prints many lines.
pub(crate) fn lines<'l>(lines: impl IntoIterator<Item = &'l str>) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = lines.into_iter().try_for_each(|line| writeln!(out, "{line}")).and_then(|()| out.flush());
    quiet(written)
}

fn quiet(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(why) if why.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

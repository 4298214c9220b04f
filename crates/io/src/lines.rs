//! Text by lines, in constant memory: a window on the stream in which a record stays put until it is done with.

use crate::error::ReadError;
use crate::source::Origin;
use memchr::memchr2;
use std::io::{self, Read};

/// The most bytes of a record (and of a line).
pub(crate) const MAX_RECORD: usize = 16 << 20;
/// How much is asked of the stream at once.
const CHUNK: usize = 256 << 10;

/// The window. Places are counted from where the current record begins.
pub(crate) struct Lines {
    reader: Box<dyn Read + Send>,
    origin: Origin,
    limit: usize,
    buf: Vec<u8>,
    start: usize,
    end: usize,
    over: bool,
    number: u64,
}

/// What lies at a place of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// A line: where its text ends, and where the next line begins.
    Line {
        /// The end of its text, without the line end.
        text: usize,
        /// Where the next line begins.
        next: usize,
    },
    /// A line that reaches beyond the limit.
    TooLong,
    /// The end of the file.
    End,
}

impl Lines {
    /// Lines of a stream; a record and a line are at most `limit` bytes.
    pub(crate) fn new(reader: Box<dyn Read + Send>, origin: Origin, limit: usize) -> Lines {
        Lines { reader, origin, limit, buf: vec![0; 2 * CHUNK], start: 0, end: 0, over: false, number: 1 }
    }

    /// The file that is read.
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The most bytes of a record.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// The line of the file on which the record begins, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Up to `want` bytes from where the record begins, fewer only at the end of the file.
    pub(crate) fn head(&mut self, want: usize) -> Result<&[u8], ReadError> {
        while self.end - self.start < want && !self.over {
            self.fill()?;
        }
        Ok(&self.buf[self.start..self.end.min(self.start + want)])
    }

    /// Leaves out a byte order mark of that many bytes.
    pub(crate) fn drop_mark(&mut self, bytes: usize) {
        self.start += bytes;
    }

    /// The line that begins at a place. A line ends with LF, CRLF or CR.
    pub(crate) fn line(&mut self, at: usize) -> Result<Found, ReadError> {
        let mut scanned = at;
        loop {
            let window = &self.buf[self.start + scanned..self.end];
            let found = memchr2(b'\n', b'\r', window);
            scanned += found.unwrap_or(window.len());
            if scanned > self.limit {
                return Ok(Found::TooLong);
            }
            match found.map(|found| (window[found], window.get(found + 1))) {
                Some((b'\n', _)) => return Ok(Found::Line { text: scanned, next: scanned + 1 }),
                Some((_, Some(b'\n'))) => return Ok(Found::Line { text: scanned, next: scanned + 2 }),
                Some((_, Some(_))) => return Ok(Found::Line { text: scanned, next: scanned + 1 }),
                Some((_, None)) if self.over => return Ok(Found::Line { text: scanned, next: scanned + 1 }),
                None if self.over && scanned == at => return Ok(Found::End),
                None if self.over => return Ok(Found::Line { text: scanned, next: scanned }),
                // More is needed: also behind a CR, to see whether an LF follows.
                _ => self.fill()?,
            }
        }
    }

    /// The bytes from where the record begins up to a place.
    pub(crate) fn upto(&self, end: usize) -> &[u8] {
        &self.buf[self.start..(self.start + end).min(self.end)]
    }

    /// Done with these bytes, which were this many lines.
    pub(crate) fn consume(&mut self, bytes: usize, lines: u64) {
        self.start = (self.start + bytes).min(self.end);
        self.number += lines;
    }

    /// Leaves out the rest of a line that is too long, without keeping it.
    pub(crate) fn skip_line(&mut self) -> Result<(), ReadError> {
        loop {
            let window = &self.buf[self.start..self.end];
            match memchr2(b'\n', b'\r', window) {
                Some(found) => {
                    self.start += found;
                    let Found::Line { next, .. } = self.line(0)? else { return Ok(()) };
                    self.consume(next, 1);
                    return Ok(());
                }
                None => self.start = self.end,
            }
            if self.over {
                return Ok(());
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> Result<(), ReadError> {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        } else if self.buf.len() - self.end < CHUNK && self.start > 0 {
            self.buf.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        if self.buf.len() - self.end < CHUNK {
            self.buf.resize(self.buf.len() * 2, 0);
        }
        loop {
            match self.reader.read(&mut self.buf[self.end..]) {
                Ok(0) => self.over = true,
                Ok(read) => self.end += read,
                Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
                Err(why) => return Err(self.origin.failed(why)),
            }
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Gives one byte at a time, so that every seam is tried.
    struct Drip(Vec<u8>, usize);

    impl Read for Drip {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let Some(byte) = self.0.get(self.1) else { return Ok(0) };
            into[0] = *byte;
            self.1 += 1;
            Ok(1)
        }
    }

    fn lines(text: &str, limit: usize) -> Vec<String> {
        let mut lines = Lines::new(Box::new(Drip(text.as_bytes().to_vec(), 0)), Origin::plain("f"), limit);
        let mut found = Vec::new();
        loop {
            let number = lines.number();
            match lines.line(0).unwrap() {
                Found::End => return found,
                Found::TooLong => {
                    found.push(format!("{number} too long"));
                    lines.skip_line().unwrap();
                }
                Found::Line { text, next } => {
                    found.push(format!("{number} {}", String::from_utf8_lossy(lines.upto(text))));
                    lines.consume(next, 1);
                }
            }
        }
    }

    #[test]
    fn lines_end_with_lf_crlf_or_cr() {
        for (text, want) in [
            ("", &[][..]),
            ("a", &["1 a"]),
            ("a\n", &["1 a"]),
            ("a\nb", &["1 a", "2 b"]),
            ("a\r\nb\r\n", &["1 a", "2 b"]),
            ("a\rb\r", &["1 a", "2 b"]),
            ("\n\r\n\rx", &["1 ", "2 ", "3 ", "4 x"]),
            ("a\n\rb", &["1 a", "2 ", "3 b"]),
        ] {
            assert_eq!(lines(text, 99), want, "{text:?}");
        }
    }

    #[test]
    fn a_line_beyond_the_limit_is_skipped_and_the_next_one_read() {
        assert_eq!(lines("abcd\nabcde\r\nx", 4), ["1 abcd", "2 too long", "3 x"]);
        assert_eq!(lines("abcdefgh", 4), ["1 too long"]);
        assert_eq!(lines("abcdefgh\r", 4), ["1 too long"]);
    }

    #[test]
    fn the_window_grows_for_a_long_line_and_goes_on() {
        let long = "x".repeat(3 * CHUNK);
        let text = format!("a\n{long}\nb\n");
        let mut lines = Lines::new(Box::new(io::Cursor::new(text.into_bytes())), Origin::plain("f"), MAX_RECORD);
        let mut lengths = Vec::new();
        while let Found::Line { text, next } = lines.line(0).unwrap() {
            lengths.push(text);
            lines.consume(next, 1);
        }
        assert_eq!(lengths, [1, 3 * CHUNK, 1]);
    }
}

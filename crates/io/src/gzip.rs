//! Gzip with everything that may follow its first member.

use flate2::bufread::GzDecoder;
use std::fmt;
use std::io::{self, BufRead, Chain, Read};

/// How a member begins.
pub(crate) const MAGIC: [u8; 2] = *b"\x1f\x8b";

/// What an [`io::Error`] holds where something other than a member or zeros follows one.
#[derive(Debug)]
pub(crate) struct SomethingFollows;

impl fmt::Display for SomethingFollows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("something that is not gzip follows the packed data")
    }
}

impl std::error::Error for SomethingFollows {}

/// What is left of a stream, behind the first byte of a member where that was taken to see what it is.
type Rest<R> = Chain<&'static [u8], R>;

/// The text of all members, one after the other. Zeros after a member are padding (of a tape or a block device) and left out.
pub(crate) struct Members<R> {
    member: Option<GzDecoder<Rest<R>>>,
}

impl<R: BufRead> Members<R> {
    /// Begins with the stream's first member.
    pub(crate) fn new(stream: R) -> Members<R> {
        Members { member: Some(GzDecoder::new((&[][..]).chain(stream))) }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        while let Some(member) = &mut self.member {
            let read = member.read(into)?;
            if read > 0 {
                return Ok(read);
            }
            let Some(ended) = self.member.take() else { break };
            self.member = next(ended.into_inner().into_inner().1)?;
        }
        Ok(0)
    }
}

/// The next member, if there is one.
fn next<R: BufRead>(mut stream: R) -> io::Result<Option<GzDecoder<Rest<R>>>> {
    loop {
        let (zeros, first) = {
            let ahead = filled(&mut stream)?;
            if ahead.is_empty() {
                return Ok(None);
            }
            let zeros = ahead.iter().take_while(|byte| **byte == 0).count();
            (zeros, ahead.get(zeros).copied())
        };
        stream.consume(zeros);
        match first {
            None => {}
            Some(first) if first == MAGIC[0] => break,
            Some(_) => return Err(follows()),
        }
    }
    // The second byte may only come with the next piece of the stream.
    stream.consume(1);
    if filled(&mut stream)?.first() != Some(&MAGIC[1]) {
        return Err(follows());
    }
    Ok(Some(GzDecoder::new((&MAGIC[..1]).chain(stream))))
}

fn filled<R: BufRead>(stream: &mut R) -> io::Result<&[u8]> {
    while let Err(why) = stream.fill_buf() {
        if why.kind() != io::ErrorKind::Interrupted {
            return Err(why);
        }
    }
    stream.fill_buf()
}

fn follows() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, SomethingFollows)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use flate2::write::GzEncoder;
    use std::io::{BufReader, Write};

    fn gzip(text: &str) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text.as_bytes()).unwrap();
        packed.finish().unwrap()
    }

    #[test]
    fn members_and_padding_are_read_and_all_else_is_told_apart() {
        let (a, b) = (gzip("a"), gzip("b"));
        let cut = b[..b.len() - 1].to_vec();
        for (parts, want) in [
            (&[&a[..]][..], "a"),
            (&[&a, &b], "ab"),
            (&[&a, &gzip(""), &b], "ab"),
            (&[&a, &[0; 700]], "a"),
            (&[&a, &[0; 700], &b, &[0]], "ab"),
            (&[&a, b"text"], "follows"),
            (&[&a, b"\n"], "follows"),
            (&[&a, &[0; 700], b"text"], "follows"),
            (&[&a, b"\x1f"], "follows"),
            (&[&a, b"\x1ftext"], "follows"),
            (&[&a, b"\x1f\x8b"], "cut"),
            (&[&a, &cut], "cut"),
            (&[&cut], "cut"),
            (&[b"\x1f\x8bnothing like it"], "damaged"),
        ] {
            let bytes = parts.concat();
            // Small pieces, so that every seam is tried.
            for piece in [1, 2, 3, 64, 4096] {
                let mut text = String::new();
                let read = Members::new(BufReader::with_capacity(piece, &bytes[..])).read_to_string(&mut text);
                let got = match read {
                    Ok(_) => text,
                    Err(why) if why.get_ref().is_some_and(|why| why.is::<SomethingFollows>()) => "follows".to_owned(),
                    Err(why) if why.kind() == io::ErrorKind::UnexpectedEof => "cut".to_owned(),
                    Err(_) => "damaged".to_owned(),
                };
                assert_eq!(got, want, "{bytes:?} by {piece}");
            }
        }
    }
}

//! From a path to lines of text: unpacked by its first bytes, counted, without byte order mark.

use crate::error::ReadError;
use crate::gzip::{Members, SomethingFollows, MAGIC};
use crate::lines::Lines;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

/// How much of a file is read from disk at once.
const DISK_CHUNK: usize = 128 << 10;
/// How much of its beginning is looked at to tell what it is.
const HEAD: usize = 64 << 10;

/// Beginnings of files that are neither CSV nor NDJSON.
const FOREIGN: [(&[u8], &str, &str); 7] = [
    (b"PK\x03\x04", "a zip archive or an Excel workbook", "unpack it, or save the sheet as CSV UTF-8"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook, or one with a password", "save the sheet as CSV UTF-8"),
    (b"PAR1", "a Parquet file", "write it as CSV or NDJSON"),
    (b"SQLite format 3\0", "a SQLite database", "open it as a workspace, or export its tables as CSV"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", "unpack it, or pack it with gzip"),
    (b"BZh", "packed with bzip2", "unpack it, or pack it with gzip"),
    (b"\x1f\x8b", "packed with gzip twice", "unpack it once"),
];

/// A file that is open, with its beginning already looked at.
pub(crate) struct Source {
    /// The text, line by line.
    pub(crate) lines: Lines,
    /// Whether it was packed.
    pub(crate) gzip: bool,
    /// Its size on disk in bytes.
    pub(crate) size: u64,
    /// Bytes read from disk so far.
    pub(crate) consumed: Consumed,
}

/// How many bytes were read from disk so far; shared with the reader.
#[derive(Clone, Default)]
pub(crate) struct Consumed(Arc<AtomicU64>);

impl Consumed {
    /// Bytes of the file, packed ones where it is packed.
    pub(crate) fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

struct Counted {
    file: File,
    consumed: Consumed,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.consumed.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Knows which file is read, to name it where reading fails.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// The file.
    pub(crate) path: PathBuf,
    gzip: bool,
}

impl Origin {
    #[cfg(test)]
    pub(crate) fn plain(path: &str) -> Origin {
        Origin { path: path.into(), gzip: false }
    }

    /// What a failure of the reader means.
    pub(crate) fn failed(&self, why: io::Error) -> ReadError {
        let path = self.path.clone();
        if why.get_ref().is_some_and(|why| why.is::<SomethingFollows>()) {
            return ReadError::GzipFollowed { path };
        }
        match why.kind() {
            io::ErrorKind::UnexpectedEof if self.gzip => ReadError::GzipTruncated { path },
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData if self.gzip => ReadError::GzipDamaged { path, why: why.to_string() },
            _ => ReadError::Read { path, why },
        }
    }
}

/// Refuses what can be read only once: a look at its beginning would take that from whoever reads it next. Does not open it.
pub(crate) fn check_rereadable(path: &Path) -> Result<(), ReadError> {
    let about = std::fs::metadata(path).map_err(|why| ReadError::Open { path: path.to_owned(), why })?;
    if about.is_file() || about.is_dir() {
        return Ok(());
    }
    Err(ReadError::Pipe { path: path.to_owned() })
}

impl Source {
    /// Opens a file and looks at its beginning. `limit`: the most bytes of a record.
    pub(crate) fn open(path: &Path, limit: usize) -> Result<Source, ReadError> {
        let open = |why| ReadError::Open { path: path.to_owned(), why };
        let file = File::open(path).map_err(open)?;
        let about = file.metadata().map_err(open)?;
        if about.is_dir() {
            return Err(ReadError::Folder { path: path.to_owned() });
        }
        let consumed = Consumed::default();
        let mut reader = BufReader::with_capacity(DISK_CHUNK, Counted { file, consumed: consumed.clone() });
        let head = reader.fill_buf().map_err(|why| ReadError::Read { path: path.to_owned(), why })?;
        let gzip = head.starts_with(&MAGIC);
        let origin = Origin { path: path.to_owned(), gzip };
        let unpacked: Box<dyn Read + Send> = if gzip { Box::new(Members::new(reader)) } else { Box::new(reader) };
        let mut lines = Lines::new(unpacked, origin, limit);
        let marked = check_head(path, lines.head(HEAD)?)?;
        lines.drop_mark(marked);
        Ok(Source { lines, gzip, size: about.len(), consumed })
    }
}

/// Refuses what is no UTF-8 text; otherwise how long the byte order mark is.
fn check_head(path: &Path, head: &[u8]) -> Result<usize, ReadError> {
    let path = || path.to_owned();
    if let Some((_, what, instead)) = FOREIGN.iter().find(|(magic, _, _)| head.starts_with(magic)) {
        return Err(ReadError::Unsupported { path: path(), what, instead });
    }
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || is_bare_utf16(head) {
        return Err(ReadError::Utf16 { path: path() });
    }
    Ok(if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 })
}

/// UTF-16 without a mark: in its first characters every other byte is zero and none of the others is.
fn is_bare_utf16(head: &[u8]) -> bool {
    let pairs = head[..head.len().min(16)].chunks_exact(2);
    let all = |zero: usize| pairs.len() >= 2 && pairs.clone().all(|pair| pair[zero] == 0 && pair[1 - zero] != 0);
    all(0) || all(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_is_seen_with_and_without_its_mark() {
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        for (bytes, want) in [
            (utf16("\u{feff}user_id,x", false), true),
            (utf16("\u{feff}user_id,x", true), true),
            (utf16("user_id,x", false), true),
            (utf16("user_id,x", true), true),
            (b"user_id\0,x".to_vec(), false),
            (b"a\0".to_vec(), false),
            (b"user_id,x".to_vec(), false),
            (b"".to_vec(), false),
        ] {
            let refused = matches!(check_head(Path::new("f"), &bytes), Err(ReadError::Utf16 { .. }));
            assert_eq!(refused, want, "{bytes:?}");
        }
    }
}

//! The rows that were left out, kept as a CSV file with the columns `line`, `why`, `row`.

use crate::export::write_cell;
use crate::reject::Reject;
use crate::whole::{WholeFile, WriteError};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Streams rejected rows to a temporary file, which goes when this is dropped; [`RejectsFile::keep`] copies it to a place of its own.
/// The rows stand there as they stood in their file, to be mended and imported again, so cells are not guarded for spreadsheets.
pub struct RejectsFile {
    out: BufWriter<tempfile::NamedTempFile>,
    rows: u64,
    line: Vec<u8>,
    broken: Option<io::Error>,
}

impl RejectsFile {
    /// Begins a temporary file in the system's folder for such.
    pub fn create() -> io::Result<RejectsFile> {
        let out = BufWriter::new(tempfile::Builder::new().prefix("muster-rejects-").suffix(".csv").tempfile()?);
        let mut file = RejectsFile { out, rows: 0, line: Vec::new(), broken: None };
        file.out.write_all(b"line,why,row\r\n")?;
        Ok(file)
    }

    /// Adds a row. That the disk was full or the like is said by [`RejectsFile::keep`].
    pub fn add(&mut self, reject: &Reject) {
        self.line.clear();
        write_cell(&reject.line.to_string(), false, &mut self.line);
        self.line.push(b',');
        write_cell(&reject.reason.to_string(), false, &mut self.line);
        self.line.push(b',');
        write_cell(&reject.raw, false, &mut self.line);
        self.line.extend_from_slice(b"\r\n");
        self.rows += 1;
        if self.broken.is_none() {
            self.broken = self.out.write_all(&self.line).err();
        }
    }

    /// Rows so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Copies the rows so far to `path`, whole or not at all. May be called again.
    pub fn keep(&mut self, path: &Path) -> Result<(), WriteError> {
        let failed = |why| WriteError::Io { path: path.to_owned(), why };
        if let Some(why) = &self.broken {
            return Err(failed(io::Error::new(why.kind(), why.to_string())));
        }
        self.out.flush().map_err(failed)?;
        let mut kept = WholeFile::create(path)?;
        let mut from = self.out.get_ref().reopen().map_err(failed)?;
        from.seek(SeekFrom::Start(0)).map_err(failed)?;
        let mut chunk = vec![0; 64 << 10];
        loop {
            match from.read(&mut chunk).map_err(failed)? {
                0 => return kept.finish(),
                read => kept.write(&chunk[..read])?,
            }
        }
    }
}

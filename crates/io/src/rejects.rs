//! The rows that were left out, kept as a CSV file with the columns `line`, `why`, `row`.

use crate::export::write_cell;
use crate::reject::Reject;
use crate::whole::{WholeFile, WriteError};
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Streams rejected rows to a temporary file without a name, which goes with the process however that ends; [`RejectsFile::keep`]
/// copies it to a place of its own.
/// The rows stand there as they stood in their file, to be mended and imported again, so cells are not guarded for spreadsheets.
pub struct RejectsFile {
    out: BufWriter<File>,
    rows: u64,
    line: Vec<u8>,
    broken: Option<io::Error>,
}

impl RejectsFile {
    /// Begins a temporary file in the system's folder for such.
    pub fn create() -> io::Result<RejectsFile> {
        RejectsFile::create_in(&std::env::temp_dir())
    }

    fn create_in(folder: &Path) -> io::Result<RejectsFile> {
        let out = BufWriter::new(tempfile::tempfile_in(folder)?);
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
        let kept = copy(self.out.get_mut(), WholeFile::create(path)?);
        // However that went: what is added from here on belongs behind what is there.
        if let Err(why) = self.out.get_mut().seek(SeekFrom::End(0)) {
            self.broken = Some(why);
        }
        kept
    }
}

/// Copies a file from its beginning.
fn copy(from: &mut File, mut to: WholeFile) -> Result<(), WriteError> {
    let path = to.path().to_owned();
    let failed = |why| WriteError::Io { path: path.clone(), why };
    from.seek(SeekFrom::Start(0)).map_err(failed)?;
    let mut chunk = vec![0; 64 << 10];
    loop {
        match from.read(&mut chunk).map_err(failed)? {
            0 => return to.finish(),
            read => to.write(&chunk[..read])?,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::reject::RejectReason;

    /// Where files can have no name. (Elsewhere the system removes them when the process ends.)
    #[cfg(unix)]
    #[test]
    fn nothing_of_it_is_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = RejectsFile::create_in(folder.path()).unwrap();
        file.add(&Reject::new(1, RejectReason::Nul, b"a"));
        file.out.flush().unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn it_goes_on_where_it_ended_whether_or_not_it_was_kept() {
        let (temp, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut file = RejectsFile::create_in(temp.path()).unwrap();
        let path = folder.path().join("rejects.csv");
        let mut want = "line,why,row\r\n".to_owned();
        for line in 1..=3 {
            file.add(&Reject::new(line, RejectReason::Nul, b"a"));
            want += &format!("{line},has a NUL character,a\r\n");
            assert!(file.keep(&folder.path().join("none/rejects.csv")).is_err());
            file.keep(&path).unwrap();
            file.keep(&path).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), want);
        }
    }
}

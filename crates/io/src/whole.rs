//! A file that is there whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// Bytes kept before they go to disk.
const BUFFER: usize = 256 << 10;
/// How a SQLite database begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Why a file was not written. Whatever was at its place before is still there, unchanged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The system refused.
    #[error("{path} cannot be written: {why}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// A folder is at its place.
    #[error("{path} is a folder: give the name of a file in it")]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// Something else than a file is at its place: a device, a pipe, a socket.
    #[error("{path} is not a regular file; give the name of a file")]
    NotAFile {
        /// What is there.
        path: PathBuf,
    },
    /// A SQLite database is at its place.
    #[error("{path} is a database, perhaps a Muster workspace; choose another name")]
    Database {
        /// The database.
        path: PathBuf,
    },
    /// The rows are not as many as were expected.
    #[error("{path} was not written: it would have {rows} rows instead of {expected}. Count again and repeat the export")]
    WrongCount {
        /// The file.
        path: PathBuf,
        /// Rows that came.
        rows: u64,
        /// Rows that should have come.
        expected: u64,
    },
    /// A row has another number of cells than the header.
    #[error("{path} was not written: a row has {has} cells instead of {wants}")]
    WrongWidth {
        /// The file.
        path: PathBuf,
        /// Cells of the row.
        has: usize,
        /// Cells of the header.
        wants: usize,
    },
}

/// A file in the making, beside its place under another name. Dropped before it is finished, it leaves no trace.
pub(crate) struct WholeFile {
    path: PathBuf,
    target: PathBuf,
    out: BufWriter<NamedTempFile>,
}

impl WholeFile {
    /// Begins a file for that place; a link there is followed. Only a plain file that is no database is ever replaced.
    pub(crate) fn create(path: &Path) -> Result<WholeFile, WriteError> {
        if path.is_dir() {
            return Err(WriteError::Folder { path: path.to_owned() });
        }
        let failed = |why| WriteError::Io { path: path.to_owned(), why };
        let target = if path.is_symlink() { path.canonicalize().map_err(failed)? } else { path.to_owned() };
        let before = match std::fs::metadata(&target) {
            Ok(before) => Some(before),
            Err(why) if why.kind() == io::ErrorKind::NotFound => None,
            Err(why) => return Err(failed(why)),
        };
        if let Some(before) = &before {
            if !before.is_file() {
                return Err(WriteError::NotAFile { path: path.to_owned() });
            }
            if is_database(&target).map_err(failed)? {
                return Err(WriteError::Database { path: path.to_owned() });
            }
        }
        let mut builder = Builder::new();
        builder.prefix(".muster-").suffix(".part");
        open_to_others(&mut builder);
        let temporary = builder.tempfile_in(folder(&target)).map_err(failed)?;
        if let Some(before) = before {
            temporary.as_file().set_permissions(before.permissions()).map_err(failed)?;
        }
        Ok(WholeFile { path: path.to_owned(), target, out: BufWriter::with_capacity(BUFFER, temporary) })
    }

    /// The place it is for, as it was given.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Adds bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        self.out.write_all(bytes).map_err(|why| failed(&self.path, why))
    }

    /// Puts it at its place, on disk for good.
    pub(crate) fn finish(self) -> Result<(), WriteError> {
        let WholeFile { path, target, out } = self;
        let temporary = out.into_inner().map_err(|why| failed(&path, why.into_error()))?;
        temporary.as_file().sync_all().map_err(|why| failed(&path, why))?;
        temporary.persist(&target).map_err(|why| failed(&path, why.error))?;
        sync_folder(folder(&target)).map_err(|why| failed(&path, why))
    }
}

fn failed(path: &Path, why: io::Error) -> WriteError {
    WriteError::Io { path: path.to_owned(), why }
}

/// Whether a file begins as SQLite's do.
fn is_database(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(MAGIC.len() as u64).read_to_end(&mut head)?;
    Ok(head == MAGIC)
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A new file is as open to others as any that the person makes.
#[cfg(unix)]
fn open_to_others(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn open_to_others(_builder: &mut Builder<'_, '_>) {}

/// On Unix a new name is only safe once its folder is on disk.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

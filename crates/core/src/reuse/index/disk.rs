//! Writing to disk, a step at a time.
//!
//! All that an index writes goes through a [`Disk`], so that tests can let it fail at every step, as a crash would.

use crate::error::Error;
use crate::reuse::bytes::broken;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// An error with the file where it happened.
pub(super) fn failed(path: &Path, e: &io::Error) -> Error {
    broken(e.to_string()).at(path.display().to_string())
}

/// The disk, which may crash in tests.
#[derive(Debug, Default)]
pub(super) struct Disk {
    /// Steps until the crash; none for no crash.
    #[cfg(test)]
    pub(super) fuse: std::sync::Mutex<Option<usize>>,
}

impl Disk {
    /// Counts a step; an error once the disk has crashed.
    fn step(&self) -> io::Result<()> {
        #[cfg(test)]
        if let Some(left) = &mut *self.fuse.lock().expect("no other step panics") {
            *left = left.checked_sub(1).ok_or_else(|| io::Error::other("crash"))?;
        }
        Ok(())
    }

    /// Makes a file that was not there.
    pub(super) fn create(&self, path: &Path) -> io::Result<File> {
        self.step()?;
        OpenOptions::new().read(true).write(true).create_new(true).open(path)
    }

    /// Makes a file, or empties it.
    pub(super) fn replace(&self, path: &Path) -> io::Result<File> {
        self.step()?;
        File::create(path)
    }

    /// Writes; a crash leaves half of it.
    pub(super) fn write(&self, mut file: &File, bytes: &[u8]) -> io::Result<()> {
        if let Err(crash) = self.step() {
            let _ = file.write_all(&bytes[..bytes.len() / 2]);
            return Err(crash);
        }
        file.write_all(bytes)
    }

    /// Sees that a file has reached the disk.
    pub(super) fn sync(&self, file: &File) -> io::Result<()> {
        self.step()?;
        file.sync_all()
    }

    /// Sees that a directory has, where the system lets us open it.
    pub(super) fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.step()?;
        if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
    }

    /// Renames a file over another.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    /// Deletes a file; that some remain does no harm.
    pub(super) fn remove(&self, path: &Path) {
        if self.step().is_ok() {
            let _ = fs::remove_file(path);
        }
    }
}

//! Files that are whole or not there.
//!
//! Everything is written under a temporary name in the directory where it will stand (so that renaming stays
//! within one file system) and renamed when it is whole. What fails, or is dropped, leaves nothing behind. This
//! guards against errors and interrupts of the program, not against a loss of power.

use crate::manifest::{self, Checksum, FileEntry, Manifest};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, IntoInnerError, Write};
use std::path::{Component, Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

/// How temporary files are called: hidden, so that no input walk takes them up, and known to be ours.
const TEMPORARY: (&str, &str) = (".gongwen-", ".tmp");

/// A directory of results.
///
/// ```
/// use gongwen_report::{Manifest, OutputDir};
/// use std::io::Write;
/// let root = tempfile::tempdir()?;
/// let path = root.path().join("out");
/// let mut out = OutputDir::open(&path)?;
/// let mut file = out.create("notes.txt")?;
/// file.write_all(b"one line\n")?;
/// out.keep(file)?;
/// out.commit(Manifest::new(serde_json::Value::Null))?;
/// assert_eq!(std::fs::read(path.join("notes.txt"))?, b"one line\n");
/// assert!(path.join("manifest.json").exists());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct OutputDir {
    path: PathBuf,
    /// Whether to take it away again should nothing be committed.
    created: bool,
    /// What the manifest that was found says lies there.
    before: Vec<PathBuf>,
    kept: Vec<(FileEntry, TempPath)>,
}

impl OutputDir {
    /// Takes a directory for results: one that does not exist yet, is empty, or holds our manifest. Files of
    /// others beside the manifest are left alone.
    ///
    /// # Errors
    /// When it is something else, or cannot be read or made; the message names it.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let named = |e: io::Error| named(&path, &e);
        let refuse = |why: &str| Err(io::Error::other(format!("{}: {why}", path.display())));
        let created = match fs::metadata(&path) {
            Ok(found) if found.is_dir() => false,
            Ok(_) => return refuse("is no directory"),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(&path).map_err(named)?;
                true
            }
            Err(e) => return Err(named(e)),
        };
        let mut empty = true;
        for entry in fs::read_dir(&path).map_err(named)? {
            let entry = entry.map_err(named)?;
            if is_temporary(&entry.file_name().to_string_lossy()) {
                fs::remove_file(entry.path()).map_err(named)?; // a run that was killed left it
            } else {
                empty = false;
            }
        }
        let before = match fs::read(path.join(manifest::FILE)) {
            _ if empty => Vec::new(),
            Ok(json) => match Manifest::parse(&json) {
                Some(m) => m.files.iter().filter_map(|f| inside(&f.path)).collect(),
                None => return refuse("is not empty, and its manifest.json is none of ours"),
            },
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                return refuse("is not empty, and holds no results of ours that could be replaced");
            }
            Err(e) => return Err(named(e)),
        };
        Ok(Self { path, created, before, kept: Vec::new() })
    }

    /// The directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins a file; `name` is a path inside the directory, with `/`.
    ///
    /// # Errors
    /// When the name leads out of the directory, or the file cannot be made.
    pub fn create(&self, name: &str) -> io::Result<OutputFile> {
        if inside(name).is_none() || name == manifest::FILE {
            let message = format!("{name:?} is no name for a file of results");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        OutputFile::new(&self.path, name)
    }

    /// Keeps a file that is whole; it appears on [`commit`](Self::commit).
    ///
    /// # Errors
    /// When its last bytes cannot be written.
    pub fn keep(&mut self, file: OutputFile) -> io::Result<()> {
        let (path, sum, temp) = file.close()?;
        let (bytes, sha256) = (Some(sum.bytes()), Some(sum.hex()));
        self.kept.push((FileEntry { path, sha256, bytes }, temp));
        Ok(())
    }

    /// Like [`keep`](Self::keep), for a file that differs from run to run: the manifest names it only.
    ///
    /// # Errors
    /// When its last bytes cannot be written.
    pub fn keep_volatile(&mut self, file: OutputFile) -> io::Result<()> {
        let (path, _, temp) = file.close()?;
        self.kept.push((FileEntry { path, sha256: None, bytes: None }, temp));
        Ok(())
    }

    /// Lets all files appear, the manifest last, and removes what an earlier run left that this one did not
    /// make. Should a rename fail half way, every file is still whole, an old or a new one, and the sums of the
    /// manifest tell which.
    ///
    /// # Errors
    /// When a file cannot be renamed.
    pub fn commit(mut self, mut manifest: Manifest) -> io::Result<PathBuf> {
        self.kept.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        manifest.files = self.kept.iter().map(|(entry, _)| entry.clone()).collect();
        let mut file = OutputFile::new(&self.path, manifest::FILE)?;
        file.write_all(manifest.to_json()?.as_bytes())?;
        let (_, _, manifest_temp) = file.close()?;

        for (entry, temp) in std::mem::take(&mut self.kept) {
            let to = self.path.join(&entry.path);
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent)?;
            }
            temp.persist(&to).map_err(|e| named(&to, &e.error))?;
        }
        let to = self.path.join(manifest::FILE);
        manifest_temp.persist(&to).map_err(|e| named(&to, &e.error))?;
        self.created = false;

        let now: HashSet<PathBuf> = manifest.files.iter().filter_map(|f| inside(&f.path)).collect();
        for old in self.before.iter().filter(|old| !now.contains(*old)) {
            let old = self.path.join(old);
            match fs::remove_file(&old) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(named(&old, &e)),
                _ => {}
            }
        }
        Ok(std::mem::take(&mut self.path))
    }
}

impl Drop for OutputDir {
    fn drop(&mut self) {
        self.kept.clear();
        if self.created {
            // Refuses by itself where somebody put something there meanwhile.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

/// A file under its temporary name.
#[derive(Debug)]
pub struct OutputFile {
    name: String,
    out: BufWriter<NamedTempFile>,
    sum: Checksum,
}

impl OutputFile {
    fn new(dir: &Path, name: &str) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
        #[cfg(unix)]
        {
            // What the user's mask leaves of it, as for any other new file.
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let temp = builder.tempfile_in(dir).map_err(|e| io::Error::new(e.kind(), format!("{name}: {e}")))?;
        Ok(Self { name: name.to_owned(), out: BufWriter::new(temp), sum: Checksum::default() })
    }

    fn close(mut self) -> io::Result<(String, Checksum, TempPath)> {
        self.out.flush()?;
        let temp = self.out.into_inner().map_err(IntoInnerError::into_error)?;
        Ok((self.name, self.sum, temp.into_temp_path()))
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.sum.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// One file of output (`-o FILE`): it appears, or replaces what was there, when it is whole.
#[derive(Debug)]
pub struct AtomicFile {
    target: PathBuf,
    out: Out,
}

#[derive(Debug)]
enum Out {
    Whole(Box<OutputFile>),
    /// A device or a pipe takes what comes and must not be replaced by a file.
    Direct(BufWriter<File>),
}

impl AtomicFile {
    /// Begins the file that will be called `path`; of a symbolic link, the file that it points to.
    ///
    /// # Errors
    /// When nothing can be written there; the message names it.
    pub fn create(path: &Path) -> io::Result<Self> {
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let out = match fs::metadata(&target) {
            Ok(found) if found.is_dir() => return Err(named(path, &io::Error::other("is a directory"))),
            Ok(found) if !found.is_file() => {
                Out::Direct(BufWriter::new(File::create(&target).map_err(|e| named(path, &e))?))
            }
            _ => {
                let dir = match target.parent() {
                    Some(dir) if dir != Path::new("") => dir,
                    _ => Path::new("."),
                };
                Out::Whole(Box::new(OutputFile::new(dir, "").map_err(|e| named(path, &e))?))
            }
        };
        Ok(Self { target, out })
    }

    /// Lets the file appear.
    ///
    /// # Errors
    /// When its last bytes cannot be written, or it cannot be renamed.
    pub fn commit(self) -> io::Result<()> {
        match self.out {
            Out::Direct(mut out) => out.flush(),
            Out::Whole(file) => {
                let (_, _, temp) = file.close()?;
                temp.persist(&self.target).map_err(|e| named(&self.target, &e.error))
            }
        }
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.out {
            Out::Direct(out) => out.write(bytes),
            Out::Whole(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.out {
            Out::Direct(out) => out.flush(),
            Out::Whole(file) => file.flush(),
        }
    }
}

/// The error with the path that it is about.
fn named(path: &Path, e: &io::Error) -> io::Error {
    io::Error::new(e.kind(), format!("{}: {e}", path.display()))
}

fn is_temporary(name: &str) -> bool {
    name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1)
}

/// The path of a name that stays inside its directory.
fn inside(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(name);
    let plain = path.components().all(|c| matches!(c, Component::Normal(_)));
    (plain && !name.is_empty() && !name.ends_with('/')).then_some(path)
}

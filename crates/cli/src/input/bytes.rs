//! Bytes of a file or of standard input, decompressed by name or by content, with a digest of what was stored.

use flate2::read::MultiGzDecoder;
use sha2::{Digest as _, Sha256};
use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

/// What a file was when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digest {
    /// The path as named or found.
    pub(crate) path: String,
    /// SHA-256 of the stored bytes, hexadecimal.
    pub(crate) sha256: String,
    /// Number of stored bytes.
    pub(crate) bytes: u64,
}

/// Hashes what passes through.
struct Hashing<R> {
    inner: R,
    state: Rc<RefCell<(Sha256, u64)>>,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        let mut state = self.state.borrow_mut();
        state.0.update(&buf[..n]);
        state.1 += n as u64;
        Ok(n)
    }
}

/// A stream of decompressed bytes.
pub(super) struct Reader {
    stream: Box<dyn BufRead>,
    path: String,
    state: Rc<RefCell<(Sha256, u64)>>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Reader {
    /// Opens a file, or standard input for `-`. Compression is told by the name (`.gz`, `.zst`) and, for standard
    /// input, by the first bytes.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let state = Rc::new(RefCell::new((Sha256::new(), 0)));
        let hash = |inner: Box<dyn Read>| Hashing { inner, state: Rc::clone(&state) };
        let stdin = path.as_os_str() == "-";
        let inner: Box<dyn Read> = if stdin { Box::new(io::stdin()) } else { Box::new(std::fs::File::open(path)?) };
        let mut stored = BufReader::with_capacity(1 << 16, hash(inner));
        let name = path.to_string_lossy().to_ascii_lowercase();
        let (gzip, zstd) = if stdin {
            let head = stored.fill_buf()?;
            (head.starts_with(&[0x1f, 0x8b]), head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]))
        } else {
            (name.ends_with(".gz"), name.ends_with(".zst"))
        };
        let stream: Box<dyn BufRead> = if gzip {
            Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(stored)))
        } else if zstd {
            let decoder = ruzstd::decoding::StreamingDecoder::new(stored).map_err(io::Error::other)?;
            Box::new(BufReader::with_capacity(1 << 16, decoder))
        } else {
            Box::new(stored)
        };
        Ok(Self { stream, path: path.display().to_string(), state })
    }

    /// All that is left, and the digest.
    pub(super) fn read_all(mut self) -> io::Result<(Vec<u8>, Digest)> {
        let mut bytes = Vec::new();
        self.stream.read_to_end(&mut bytes)?;
        Ok((bytes, self.digest()))
    }

    /// One line without its end; false at the end of the stream.
    pub(super) fn line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        line.clear();
        if self.stream.read_until(b'\n', line)? == 0 {
            return Ok(false);
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(true)
    }

    /// The digest of what was read.
    pub(super) fn digest(&self) -> Digest {
        let state = self.state.borrow();
        let sha256 = state.0.clone().finalize().iter().map(|b| format!("{b:02x}")).collect();
        Digest { path: self.path.clone(), sha256, bytes: state.1 }
    }
}

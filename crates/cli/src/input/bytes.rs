//! Bytes of a file or of standard input, decompressed by name or by content, on request with a digest of what was
//! stored.

use flate2::read::MultiGzDecoder;
use gongwen_report::{Checksum, InputEntry};
use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

/// Hashes what passes through, where somebody asks for it.
struct Hashing<R> {
    inner: R,
    sum: Option<Rc<RefCell<Checksum>>>,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        if let Some(sum) = &self.sum {
            sum.borrow_mut().update(&buf[..n]);
        }
        Ok(n)
    }
}

/// A stream of decompressed bytes.
pub(super) struct Reader {
    stream: Box<dyn BufRead>,
    path: String,
    sum: Option<Rc<RefCell<Checksum>>>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Reader {
    /// Opens a file, or standard input for `-`. Compression is told by the name (`.gz`, `.zst`) and, for standard
    /// input, by the first bytes.
    pub(super) fn open(path: &Path, digest: bool) -> io::Result<Self> {
        let sum = digest.then(|| Rc::new(RefCell::new(Checksum::default())));
        let hash = |inner: Box<dyn Read>| Hashing { inner, sum: sum.clone() };
        let stdin = path.as_os_str() == "-";
        let inner: Box<dyn Read> =
            if stdin { Box::new(io::stdin()) } else { Box::new(std::fs::File::open(path)?) };
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
        Ok(Self { stream, path: path.display().to_string(), sum })
    }

    /// All that is left, and the digest if it was asked for.
    pub(super) fn read_all(mut self) -> io::Result<(Vec<u8>, Option<InputEntry>)> {
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

    /// The digest of what was stored and read, where it was asked for.
    pub(super) fn digest(&self) -> Option<InputEntry> {
        let sum = self.sum.as_ref()?.borrow().clone();
        Some(InputEntry { path: self.path.clone(), bytes: sum.bytes(), sha256: sum.hex() })
    }
}

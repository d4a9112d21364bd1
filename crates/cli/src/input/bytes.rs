//! Bytes of a file or of standard input, decompressed by name or by content, on request with a digest of what was
//! stored.

use super::Content;
use flate2::read::MultiGzDecoder;
use gongwen::{Format, ReadOptions};
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

/// Bytes of a page from which on it is decoded while it is read.
const LARGE: u64 = 8 << 20;

/// Bytes that were read ahead, dropped once they are used up, then the rest of a stream.
struct Front<'s> {
    bytes: io::Cursor<Vec<u8>>,
    then: &'s mut dyn BufRead,
}

impl Read for Front<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.bytes.read(buf)?;
        if n > 0 || buf.is_empty() {
            return Ok(n);
        }
        self.bytes = io::Cursor::default();
        self.then.read(buf)
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

    /// A page: the bytes of a small one, which is decoded later and in parallel; the text of a large one, decoded as
    /// it is read, so that its bytes are never held. With the digest if it was asked for.
    pub(super) fn page(
        mut self,
        encoding: Option<&str>,
        format: Format,
    ) -> io::Result<(Content, Option<InputEntry>)> {
        let mut bytes = Vec::new();
        (&mut self.stream).take(LARGE).read_to_end(&mut bytes)?;
        let content = if (bytes.len() as u64) < LARGE {
            Content::Bytes(bytes, format)
        } else {
            let stream = Front { bytes: io::Cursor::new(bytes), then: &mut self.stream };
            let text = gongwen::read_from(stream, ReadOptions { encoding, format });
            // A page that was refused is passed over; its digest is that of the whole file.
            io::copy(&mut self.stream, &mut io::sink())?;
            Content::Text(Box::new(text))
        };
        Ok((content, self.digest()))
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

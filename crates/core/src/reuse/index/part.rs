//! A part of an index: pages that were added together, and their keys. Files are written once and never changed.
//!
//! `pages-N.gwi` holds of each page the bytes of its units and of its text, then a table with the ids, lengths and
//! checksums, then where the table stands. Opening a part reads the table only. `keys-N.gwk` holds the
//! [keys](super::keys).

use super::disk::{Disk, failed};
use super::keys::{self, Keys, Kind};
use crate::error::Error;
use crate::reuse::bytes::{Reader, Writer, broken, checksum};
use crate::reuse::fold::Fold;
use crate::reuse::spill::{Sorter, read_at};
use crate::reuse::store::Filed;
use crate::reuse::{Folded, hash};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes that are written at a time.
const BUFFER: usize = 1 << 18;
/// Bytes of keys that are sorted in memory.
const SORTED: usize = 64 << 20;
/// Where the table stands: offset, length, checksum.
const TRAILER: usize = 24;

/// What the manifest says of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) number: u32,
    pub(super) pages: u32,
    /// Of the table, which holds those of the pages, and of the keys.
    pub(super) checksum: u64,
    /// Length of the keys, in bytes.
    pub(super) keys: u64,
}

pub(super) fn pages_name(number: u32) -> String {
    format!("pages-{number:06}.gwi")
}

pub(super) fn keys_name(number: u32) -> String {
    format!("keys-{number:06}.gwk")
}

/// The number in a file's name.
pub(super) fn number(name: &str) -> Option<u32> {
    let pages = name.strip_prefix("pages-").and_then(|n| n.strip_suffix(".gwi"));
    pages.or_else(|| name.strip_prefix("keys-")?.strip_suffix(".gwk"))?.parse().ok()
}

/// Where the two halves of a page stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Segments and units.
    pub(super) units: Filed,
    pub(super) text: Filed,
}

/// A part that is open for reading.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) file: File,
    pub(super) keys: Keys,
    pub(super) entries: Vec<Entry>,
}

impl Open {
    /// Opens a part, and tells its ids.
    pub(super) fn new(dir: &Path, part: &Part) -> Result<(Self, Vec<String>), Error> {
        let path = dir.join(pages_name(part.number));
        let at = |e: Error| e.at(path.display().to_string());
        let io = |e: io::Error| failed(&path, &e);
        let early = || at(broken("a file that ends early"));
        let file = File::open(&path).map_err(io)?;
        let length = file.metadata().map_err(io)?.len();
        let mut trailer = [0; TRAILER];
        let start = length.checked_sub(TRAILER as u64).ok_or_else(early)?;
        read_at(&file, &mut trailer, start).map_err(io)?;
        let word = |i: usize| u64::from_le_bytes(std::array::from_fn(|n| trailer[8 * i + n]));
        if word(0).checked_add(word(1)) != Some(start) {
            return Err(early());
        }
        let mut table = vec![0; usize::try_from(word(1)).map_err(|_| early())?];
        read_at(&file, &mut table, word(0)).map_err(io)?;
        if checksum(&table) != word(2) {
            return Err(at(broken("checksum is wrong")));
        }
        let (mut ids, mut offset) = (Vec::new(), 0);
        let mut reader = Reader(&table);
        let entries = reader.list(5, |r| {
            ids.push(r.text()?.to_owned());
            let mut half = || -> Result<Filed, Error> {
                let [bytes, sum] = r.numbers()?;
                let half = Filed { file: 0, offset, bytes, sum };
                offset += u64::from(bytes);
                Ok(half)
            };
            Ok(Entry { units: half()?, text: half()? })
        });
        let entries = entries.map_err(at)?;
        let keys_path = dir.join(keys_name(part.number));
        let keys = Keys::open(&keys_path)?;
        let whole = offset == word(0) && entries.len() == part.pages as usize;
        // The checksum of the keys goes into that of the manifest, which was read before.
        if !whole || keys.bytes() != part.keys {
            return Err(early());
        }
        if hash::pair(word(2), keys.sum()?) != part.checksum {
            return Err(at(broken("checksum is wrong")));
        }
        Ok((Self { file, keys, entries }, ids))
    }

    /// The bytes of both halves of a page.
    fn raw(&self, place: u32) -> Result<(Vec<u8>, Vec<u8>), Error> {
        let Entry { units, text } = self.entries[place as usize];
        Ok((units.bytes(&self.file)?, text.bytes(&self.file)?))
    }

    /// A page.
    pub(super) fn page(&self, place: u32) -> Result<Folded, Error> {
        let (units, text) = self.raw(place)?;
        let (segments, pieces) = Reader(&units).parts()?;
        Ok(Folded::from_fold(Fold { text: Reader(&text).page_text()?, segments, pieces }))
    }
}

/// Writes a part; nothing lists it before it is finished.
#[derive(Debug)]
pub(super) struct Builder {
    disk: Arc<Disk>,
    dir: PathBuf,
    number: u32,
    file: File,
    buffer: Vec<u8>,
    offset: u64,
    table: Writer,
    ids: Vec<String>,
    keys: Sorter<3>,
    finished: bool,
}

impl Builder {
    /// The first part from `number` on whose name is free: a crash may have left some.
    pub(super) fn new(disk: Arc<Disk>, dir: &Path, mut number: u32) -> Result<Self, Error> {
        let file = loop {
            let path = dir.join(pages_name(number));
            match disk.create(&path) {
                Ok(file) if !dir.join(keys_name(number)).exists() => break file,
                Ok(_) => {
                    disk.remove(&path);
                    number += 1;
                }
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(e) => return Err(failed(&path, &e)),
            }
        };
        Ok(Self {
            disk,
            dir: dir.to_owned(),
            number,
            file,
            buffer: Vec::new(),
            offset: 0,
            table: Writer::default(),
            ids: Vec::new(),
            keys: Sorter::new(SORTED),
            finished: false,
        })
    }

    /// Adds a page.
    pub(super) fn page(&mut self, id: &str, page: &Folded) -> Result<(), Error> {
        let (mut units, mut text) = (Writer::default(), Writer::default());
        units.parts(&page.fold.segments, &page.fold.pieces);
        text.page_text(&page.fold.text);
        let place = self.ids.len() as u32;
        let keys = keys::keys(page, &[Kind::Band, Kind::Run, Kind::Seed]);
        self.keys.extend(keys.into_iter().map(|[upper, lower]| [upper, lower, place]))?;
        self.raw(id, &units.0, &text.0)
    }

    fn raw(&mut self, id: &str, units: &[u8], text: &[u8]) -> Result<(), Error> {
        self.table.text(id);
        for half in [units, text] {
            self.table.numbers([half.len() as u32, checksum(half) as u32]);
            self.buffer.extend(half);
            self.offset += half.len() as u64;
        }
        self.ids.push(id.to_owned());
        if self.buffer.len() >= BUFFER {
            self.flush()?;
        }
        Ok(())
    }

    /// Adds the pages of another part that `keep` keeps, told by their place and id.
    pub(super) fn merge(&mut self, part: &Open, pages: &[(u32, String)]) -> Result<(), Error> {
        let base = self.ids.len() as u32;
        for (place, id) in pages {
            let (units, text) = part.raw(*place)?;
            self.raw(id, &units, &text)?;
        }
        part.keys.all(|[upper, lower, place]| match pages.binary_search_by_key(&place, |p| p.0) {
            Ok(i) => self.keys.push([upper, lower, base + i as u32]),
            Err(_) => Ok(()),
        })
    }

    fn flush(&mut self) -> Result<(), Error> {
        let path = self.dir.join(pages_name(self.number));
        self.disk.write(&self.file, &self.buffer).map_err(|e| failed(&path, &e))?;
        self.buffer.clear();
        Ok(())
    }

    /// The part, safe on the disk; none of no pages.
    pub(super) fn finish(mut self) -> Result<Option<Part>, Error> {
        if self.ids.is_empty() {
            return Ok(None);
        }
        let mut table = Writer::default();
        table.number(self.ids.len() as u32);
        table.0.append(&mut self.table.0);
        let sum = checksum(&table.0);
        for word in [self.offset, table.0.len() as u64, sum] {
            table.0.extend(word.to_le_bytes());
        }
        self.buffer.append(&mut table.0);
        self.flush()?;
        let path = self.dir.join(pages_name(self.number));
        self.disk.sync(&self.file).map_err(|e| failed(&path, &e))?;
        let (keys, keys_sum) =
            keys::write(&self.disk, &self.dir.join(keys_name(self.number)), &mut self.keys)?;
        self.finished = true;
        let (number, pages) = (self.number, self.ids.len() as u32);
        Ok(Some(Part { number, pages, checksum: hash::pair(sum, keys_sum), keys }))
    }
}

impl Drop for Builder {
    fn drop(&mut self) {
        if !self.finished {
            self.disk.remove(&self.dir.join(pages_name(self.number)));
            self.disk.remove(&self.dir.join(keys_name(self.number)));
        }
    }
}

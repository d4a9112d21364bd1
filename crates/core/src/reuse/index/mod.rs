//! An index on disk: folded pages, so that a collection is read once and compared often, and grows.
//!
//! A directory with files of pages, each written once and never changed, and a [`manifest`] that lists them with
//! their checksums. Adding writes a new file and then a new manifest; removing writes a manifest only. The manifest
//! is replaced by renaming, after all that it speaks of has reached the disk: a crash at any point leaves the index
//! as it was before or as it is after, and files that no manifest lists are passed over and cleared away later.
//! When more than [`PARTS`] files have gathered, or most of a file's pages are gone, they are written anew as one.
//!
//! What is compared is the set of pages, in the order of their ids; so it is the same whether they came at once or
//! in steps. An index does not compare faster than the pages would: it saves reading, normalising and folding them,
//! which is most of the work. Adding costs what the added pages cost, and now and then a rewriting; a query costs
//! memory and time for the whole collection. One process writes at a time; two leave one's additions unlisted.

mod bytes;
mod manifest;

use super::{Comparer, Folded, ReuseConfig, Unit, hash};
use crate::error::{Error, ErrorKind};
use bytes::{checksum, decode, encode};
use manifest::{Manifest, Part};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// More files than this are written anew as one.
const PARTS: usize = 8;
const MANIFEST: &str = "MANIFEST";

fn broken(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::Index(what.into()))
}

fn failed(path: &Path, e: &std::io::Error) -> Error {
    broken(e.to_string()).at(path.display().to_string())
}

/// A collection of pages on disk.
///
/// ```
/// use gongwen::{Config, Index, Miner, Unit};
/// # let dir = std::env::temp_dir().join(format!("gongwen-index-{}", std::process::id()));
/// # let _ = std::fs::remove_dir_all(&dir);
/// let miner = Miner::new(Config::default())?;
/// let mut index = Index::create(&dir, Unit::Article)?;
/// for (name, text) in [("a", "全镇共栽下槐树12棵，分给八个村民小组照看。"), ("b", "全镇共栽下槐树××棵,分给三个村民小组照看")] {
///     let page = miner.fold(&miner.read(name, text.as_bytes())?);
///     index.add([(name.to_owned(), page)])?;
/// }
/// let (comparer, ids) = Index::open(&dir)?.comparer(&miner.config().reuse, Vec::new())?;
/// assert_eq!(ids, ["a", "b"]);
/// assert_eq!(comparer.clusters().len(), 1);
/// # std::fs::remove_dir_all(&dir).unwrap();
/// # Ok::<(), gongwen::Error>(())
/// ```
#[derive(Debug)]
pub struct Index {
    dir: PathBuf,
    manifest: Manifest,
    /// Where each page stands: file and place in it.
    pages: BTreeMap<String, (u32, u32)>,
}

impl Index {
    /// A new index of no pages in `dir`, which is absent or empty, or holds an index, which is given up once the
    /// first pages are added.
    ///
    /// # Errors
    /// When `dir` holds anything else, or cannot be written.
    pub fn create(dir: &Path, unit: Unit) -> Result<Self, Error> {
        fs::create_dir_all(dir).map_err(|e| failed(dir, &e))?;
        let mut manifest = Manifest::new(unit);
        let mut files = fs::read_dir(dir).map_err(|e| failed(dir, &e))?.peekable();
        if files.peek().is_some() && !dir.join(MANIFEST).is_file() {
            return Err(broken("is neither empty nor an index").at(dir.display().to_string()));
        }
        // New files do not take the names of old ones, which stay valid until the new manifest stands.
        for file in files {
            let name = file.map_err(|e| failed(dir, &e))?.file_name();
            manifest.next = manifest.next.max(number(&name.to_string_lossy()).map_or(0, |n| n + 1));
        }
        Ok(Self { dir: dir.to_owned(), manifest, pages: BTreeMap::new() })
    }

    /// The index in `dir`.
    ///
    /// # Errors
    /// When there is none, when it is of another version, or when a checksum is wrong.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let path = dir.join(MANIFEST);
        let text = fs::read_to_string(&path).map_err(|e| failed(&path, &e))?;
        let manifest = Manifest::read(&text).map_err(|e| e.at(path.display().to_string()))?;
        let mut index = Self { dir: dir.to_owned(), manifest, pages: BTreeMap::new() };
        for part in index.manifest.parts.clone() {
            let bytes = index.load(&part)?;
            for (place, page) in (0..).zip(split(&bytes)?) {
                if index.manifest.removed.binary_search(&(part.number, place)).is_err() {
                    index.pages.insert(id(page)?, (part.number, place));
                }
            }
        }
        Ok(index)
    }

    /// What the index compares.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.manifest.unit
    }

    /// The ids of its pages, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.pages.keys().map(String::as_str)
    }

    /// Adds pages and commits: all of them or none.
    ///
    /// # Errors
    /// When an id stands in the index already or comes twice, or when files cannot be written.
    pub fn add(&mut self, pages: impl IntoIterator<Item = (String, Folded)>) -> Result<(), Error> {
        let mut added = BTreeSet::new();
        let mut writer = PartWriter::create(&self.dir, self.manifest.next)?;
        for (id, page) in pages {
            if self.pages.contains_key(&id) || !added.insert(id.clone()) {
                return Err(broken("stands in the index already").at(id));
            }
            writer.page(&encode(&id, &page))?;
        }
        let (part, ids) = writer.finish()?;
        self.manifest.next = part.number + 1;
        self.enter(&part, ids);
        if part.pages > 0 {
            self.manifest.parts.push(part);
        }
        self.commit()
    }

    /// Removes pages and commits; how many there were.
    ///
    /// # Errors
    /// When the manifest cannot be written.
    pub fn remove<S: AsRef<str>>(&mut self, ids: impl IntoIterator<Item = S>) -> Result<usize, Error> {
        let before = self.pages.len();
        for id in ids {
            if let Some(at) = self.pages.remove(id.as_ref()) {
                self.manifest.removed.push(at);
            }
        }
        self.manifest.removed.sort_unstable();
        let gone = before - self.pages.len();
        self.commit()?;
        Ok(gone)
    }

    /// A comparison of all pages and `others`, in the order of their ids, which come with it. A page of `others`
    /// takes the place of the index's page of the same id.
    ///
    /// # Errors
    /// When a file cannot be read, or when `config` compares other units than the index.
    pub fn comparer(
        &self,
        config: &ReuseConfig,
        others: Vec<(String, Folded)>,
    ) -> Result<(Comparer, Vec<String>), Error> {
        if config.unit != self.manifest.unit {
            return Err(broken(format!("holds units {:?}, not {:?}", self.manifest.unit, config.unit))
                .at(self.dir.display().to_string()));
        }
        let mut pages: BTreeMap<String, Folded> = BTreeMap::new();
        for part in &self.manifest.parts {
            let bytes = self.load(part)?;
            let here = split(&bytes)?;
            let kept: Vec<&[u8]> =
                (0..).zip(here).filter(|p| !self.is_removed(part.number, p.0)).map(|p| p.1).collect();
            pages.extend(kept.par_iter().map(|page| decode(page)).collect::<Result<Vec<_>, _>>()?);
        }
        pages.extend(others);
        let mut comparer = Comparer::new(config.clone())?;
        let mut ids = Vec::with_capacity(pages.len());
        for (id, page) in pages {
            ids.push(id);
            comparer.add(page);
        }
        Ok((comparer, ids))
    }

    fn enter(&mut self, part: &Part, ids: Vec<String>) {
        self.pages.extend(ids.into_iter().zip((0..).map(|place| (part.number, place))));
    }

    fn is_removed(&self, part: u32, place: u32) -> bool {
        self.manifest.removed.binary_search(&(part, place)).is_ok()
    }

    fn load(&self, part: &Part) -> Result<Vec<u8>, Error> {
        let path = self.dir.join(Part::name(part.number));
        let bytes = fs::read(&path).map_err(|e| failed(&path, &e))?;
        let sums = split(&bytes).map_err(|e| e.at(path.display().to_string()))?.into_iter().map(checksum);
        if sums.fold(0, hash::pair) != part.checksum {
            return Err(broken("checksum is wrong").at(path.display().to_string()));
        }
        Ok(bytes)
    }

    /// Writes the manifest, and anew what is worth it.
    fn commit(&mut self) -> Result<(), Error> {
        let all: usize = self.manifest.parts.iter().map(|p| p.pages as usize).sum();
        if self.manifest.parts.len() > PARTS || self.manifest.removed.len() * 2 > all {
            let mut writer = PartWriter::create(&self.dir, self.manifest.next)?;
            for part in &self.manifest.parts {
                let bytes = self.load(part)?;
                for (place, page) in (0..).zip(split(&bytes)?) {
                    if !self.is_removed(part.number, place) {
                        writer.page(page)?;
                    }
                }
            }
            let (part, ids) = writer.finish()?;
            self.manifest.next = part.number + 1;
            self.manifest.removed.clear();
            self.enter(&part, ids);
            self.manifest.parts = if part.pages > 0 { vec![part] } else { Vec::new() };
        }
        let (path, new) = (self.dir.join(MANIFEST), self.dir.join("MANIFEST.new"));
        let write = || {
            let mut file = File::create(&new)?;
            file.write_all(self.manifest.write().as_bytes())?;
            file.sync_all()?;
            // The files that the manifest names must be there before it is.
            sync_dir(&self.dir)?;
            fs::rename(&new, &path)?;
            sync_dir(&self.dir)
        };
        write().map_err(|e: std::io::Error| failed(&path, &e))?;
        self.clear_away();
        Ok(())
    }

    /// Deletes files that no manifest will list again. That some remain does no harm.
    fn clear_away(&self) {
        let listed: BTreeSet<u32> = self.manifest.parts.iter().map(|p| p.number).collect();
        for file in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let old = |n: u32| n < self.manifest.next && !listed.contains(&n);
            if number(&file.file_name().to_string_lossy()).is_some_and(old) {
                let _ = fs::remove_file(file.path());
            }
        }
    }
}

/// Directories are synced where the system lets us open them.
fn sync_dir(dir: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

/// The number in a file's name.
fn number(name: &str) -> Option<u32> {
    name.strip_prefix("pages-")?.strip_suffix(".gwi")?.parse().ok()
}

/// The pages of a file: each has its length in front.
fn split(mut bytes: &[u8]) -> Result<Vec<&[u8]>, Error> {
    let mut pages = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<8>() {
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let (page, rest) = rest.split_at_checked(length).ok_or_else(|| broken("a file that ends early"))?;
        pages.push(page);
        bytes = rest;
    }
    if bytes.is_empty() { Ok(pages) } else { Err(broken("a file that ends early")) }
}

/// The id of an encoded page, which comes first.
fn id(page: &[u8]) -> Result<String, Error> {
    let text = page.split_first_chunk::<4>().and_then(|(n, rest)| {
        rest.get(..u32::from_le_bytes(*n) as usize).and_then(|id| std::str::from_utf8(id).ok())
    });
    text.map(str::to_owned).ok_or_else(|| broken("a page without an id"))
}

/// Writes a file of pages; nothing lists it before it is finished.
struct PartWriter {
    path: PathBuf,
    file: BufWriter<File>,
    number: u32,
    ids: Vec<String>,
    checksum: u64,
    kept: bool,
}

impl PartWriter {
    /// The first file from `number` on whose name is free: a crash, or another process, may have left some.
    fn create(dir: &Path, mut number: u32) -> Result<Self, Error> {
        loop {
            let path = dir.join(Part::name(number));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    return Ok(Self {
                        path,
                        file: BufWriter::new(file),
                        number,
                        ids: Vec::new(),
                        checksum: 0,
                        kept: false,
                    });
                }
                Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
                Err(e) => return Err(failed(&path, &e)),
            }
        }
    }

    fn page(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let length = (bytes.len() as u64).to_le_bytes();
        let written = self.file.write_all(&length).and_then(|()| self.file.write_all(bytes));
        written.map_err(|e| failed(&self.path, &e))?;
        self.checksum = hash::pair(self.checksum, checksum(bytes));
        self.ids.push(id(bytes)?);
        Ok(())
    }

    /// The file, safe on the disk, and the ids of its pages.
    fn finish(mut self) -> Result<(Part, Vec<String>), Error> {
        let synced = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        synced.map_err(|e| failed(&self.path, &e))?;
        self.kept = !self.ids.is_empty();
        let ids = std::mem::take(&mut self.ids);
        Ok((Part { number: self.number, pages: ids.len() as u32, checksum: self.checksum }, ids))
    }
}

impl Drop for PartWriter {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests;

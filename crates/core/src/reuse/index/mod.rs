//! An index on disk: folded pages, so that a collection is read once and compared often, and grows.
//!
//! A directory with [parts](part), each written once and never changed, and a [`manifest`] that lists them with
//! their checksums. Adding writes a new part and then a new manifest; removing writes a manifest only. The manifest
//! is replaced by renaming, after all that it speaks of has reached the disk: a crash at any point leaves the index
//! as it was before or as it is after, and files that no manifest lists are passed over and cleared away later.
//! Whenever a part is not much smaller than the newer ones together, it is merged with them, so there are
//! about log₂ *n* parts and every page is copied about as often. `LOCK` is locked while pages are added or removed:
//! one process writes at a time, others read meanwhile.
//!
//! What is compared is the set of pages, in the order of their ids; so it is the same whether they came at once or
//! in steps. Texts stay in their files until they are asked for. [`Index::query`] looks the keys of a few pages up and
//! reads the pages that share enough of them; [`Index::comparer`] compares all.

mod disk;
mod keys;
mod manifest;
mod part;
mod query;

use super::bytes::broken;
use super::store::Filed;
use super::{Comparer, Folded, ReuseConfig, Unit};
use crate::error::Error;
use disk::{Disk, failed};
use manifest::Manifest;
use part::{Builder, Open, Part};
pub use query::Wanted;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const MANIFEST: &str = "MANIFEST";
const LOCK: &str = "LOCK";
/// A part is merged with the newer ones when it has at most so many times their pages.
const MERGED: usize = 2;
/// Pages that are read at a time.
const PAGES: usize = 512;

/// Where a page stands: part and place in it.
type At = (u32, u32);

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
/// let (mut comparer, ids) = Index::open(&dir)?.comparer(&miner.config().reuse, Vec::new())?;
/// assert_eq!(ids, ["a", "b"]);
/// assert_eq!(comparer.clusters()?.len(), 1);
/// # std::fs::remove_dir_all(&dir).unwrap();
/// # Ok::<(), gongwen::Error>(())
/// ```
#[derive(Debug)]
pub struct Index {
    dir: PathBuf,
    disk: Arc<Disk>,
    manifest: Manifest,
    parts: BTreeMap<u32, Open>,
    pages: BTreeMap<String, At>,
    /// Whether an older index in the directory is given up.
    anew: bool,
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
        let files = fs::read_dir(dir).map_err(|e| failed(dir, &e))?;
        let mut names = Vec::new();
        for file in files {
            names.push(file.map_err(|e| failed(dir, &e))?.file_name().to_string_lossy().into_owned());
        }
        // A crash may have left anything of ours but a manifest.
        let ours = |n: &String| n == LOCK || part::number(n).is_some() || n.starts_with(MANIFEST);
        if !names.iter().all(ours) && !dir.join(MANIFEST).is_file() {
            return Err(broken("is neither empty nor an index").at(dir.display().to_string()));
        }
        // New files do not take the names of old ones, which stay valid until the new manifest stands.
        manifest.next = names.iter().filter_map(|n| part::number(n)).map(|n| n + 1).max().unwrap_or(0);
        let (parts, pages) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { dir: dir.to_owned(), disk: Arc::default(), manifest, parts, pages, anew: true })
    }

    /// The index in `dir`.
    ///
    /// # Errors
    /// When there is none, when it is of another version, or when a checksum is wrong. The checksum of a page's text
    /// is looked at when the text is.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let mut last = None;
        // Who merges parts while we open them deletes some that we have read of; the new manifest has others.
        for _ in 0..3 {
            let manifest = read_manifest(dir)?;
            if last.as_ref() == Some(&manifest) {
                break;
            }
            match Self::load(dir, manifest.clone()) {
                Ok(index) => return Ok(index),
                Err(_) => last = Some(manifest),
            }
        }
        Self::load(dir, read_manifest(dir)?)
    }

    fn load(dir: &Path, manifest: Manifest) -> Result<Self, Error> {
        let (mut parts, mut pages) = (BTreeMap::new(), BTreeMap::new());
        for part in &manifest.parts {
            let (open, ids) = Open::new(dir, part)?;
            parts.insert(part.number, open);
            enter(&mut pages, &manifest, part.number, ids);
        }
        Ok(Self { dir: dir.to_owned(), disk: Arc::default(), manifest, parts, pages, anew: false })
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
    /// When an id stands in the index already or comes twice, when another process writes to the index, or when
    /// files cannot be written.
    pub fn add(&mut self, pages: impl IntoIterator<Item = (String, Folded)>) -> Result<(), Error> {
        let mut addition = self.begin()?;
        for (id, page) in pages {
            addition.page(id, &page)?;
        }
        addition.commit()
    }

    /// Begins to add pages, one by one.
    ///
    /// # Errors
    /// When another process writes to the index, or when a file cannot be written.
    pub fn begin(&mut self) -> Result<Addition<'_>, Error> {
        let lock = self.lock()?;
        let builder = Builder::new(Arc::clone(&self.disk), &self.dir, self.manifest.next)?;
        Ok(Addition { index: self, builder, added: BTreeSet::new(), _lock: lock })
    }

    /// Removes pages and commits; how many there were.
    ///
    /// # Errors
    /// When another process writes to the index, or when files cannot be written.
    pub fn remove<S: AsRef<str>>(&mut self, ids: impl IntoIterator<Item = S>) -> Result<usize, Error> {
        let _lock = self.lock()?;
        let ids: BTreeSet<String> = ids.into_iter().map(|id| id.as_ref().to_owned()).collect();
        let gone: Vec<At> = ids.iter().filter_map(|id| self.pages.get(id).copied()).collect();
        let mut manifest = self.manifest.clone();
        manifest.removed.extend(&gone);
        manifest.removed.sort_unstable();
        self.commit(manifest)?;
        Ok(gone.len())
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
        self.of(config, self.pages.iter().map(|(id, &at)| (id.clone(), at)), others)
    }

    /// A comparison of some pages and `others`.
    fn of(
        &self,
        config: &ReuseConfig,
        chosen: impl IntoIterator<Item = (String, At)>,
        others: Vec<(String, Folded)>,
    ) -> Result<(Comparer, Vec<String>), Error> {
        if config.unit != self.manifest.unit {
            return Err(broken(format!("holds units {:?}, not {:?}", self.manifest.unit, config.unit))
                .at(self.dir.display().to_string()));
        }
        enum Source {
            Part(At),
            Other(Box<Folded>),
        }
        let chosen = chosen.into_iter().map(|(id, at)| (id, Source::Part(at)));
        let mut pages: BTreeMap<String, Source> = chosen.collect();
        pages.extend(others.into_iter().map(|(id, page)| (id, Source::Other(Box::new(page)))));
        let mut comparer = Comparer::new(config.clone())?;
        let mut files: BTreeMap<u32, u32> = BTreeMap::new();
        for (&number, part) in &self.parts {
            let file = part.file.try_clone().map_err(|e| failed(&self.dir, &e))?;
            files.insert(number, comparer.store.adopt(file));
        }
        let mut ids = Vec::with_capacity(pages.len());
        let mut pages = pages.into_iter();
        loop {
            let batch: Vec<(String, Source)> = pages.by_ref().take(PAGES).collect();
            if batch.is_empty() {
                return Ok((comparer, ids));
            }
            // Texts are sketched here and read again when they are asked for.
            let get = |(id, source): (String, Source)| match source {
                Source::Part((number, place)) => {
                    let text =
                        Filed { file: files[&number], ..self.parts[&number].entries[place as usize].text };
                    Ok((id, self.parts[&number].page(place)?, Some(text)))
                }
                Source::Other(page) => Ok((id, *page, None)),
            };
            let batch: Vec<(String, Folded, Option<Filed>)> =
                batch.into_par_iter().map(get).collect::<Result<_, Error>>()?;
            for (id, page, filed) in batch {
                ids.push(id);
                match filed {
                    Some(filed) => {
                        let doc = comparer.store.refer(filed);
                        comparer.enter(doc, &page.fold.segments, page.fold.pieces, page.sketches)?;
                    }
                    None => comparer.add(page)?,
                }
            }
        }
    }

    /// Keeps other processes from writing, and sees what they have written.
    fn lock(&mut self) -> Result<File, Error> {
        let path = self.dir.join(LOCK);
        let file = File::options().create(true).append(true).open(&path).map_err(|e| failed(&path, &e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(broken("another process writes to this index").at(self.dir.display().to_string()));
            }
            // Some file systems know no locks.
            Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(e)) => return Err(failed(&path, &e)),
        }
        if !self.anew && read_manifest(&self.dir)? != self.manifest {
            let Self { manifest, parts, pages, .. } = Self::open(&self.dir)?;
            (self.manifest, self.parts, self.pages) = (manifest, parts, pages);
        }
        Ok(file)
    }

    /// Merges what is worth it, and lets `manifest` take the place of the one that stands.
    fn commit(&mut self, mut manifest: Manifest) -> Result<(), Error> {
        self.merge(&mut manifest)?;
        let (path, new) = (self.dir.join(MANIFEST), self.dir.join("MANIFEST.new"));
        let write = || {
            let file = self.disk.replace(&new)?;
            self.disk.write(&file, manifest.write().as_bytes())?;
            self.disk.sync(&file)?;
            // The files that the manifest names must be there before it is.
            self.disk.sync_dir(&self.dir)?;
            self.disk.rename(&new, &path)?;
            self.disk.sync_dir(&self.dir)
        };
        write().map_err(|e: io::Error| failed(&path, &e))?;
        let Self { parts, pages, .. } = Self::load(&self.dir, manifest.clone())?;
        (self.manifest, self.parts, self.pages, self.anew) = (manifest, parts, pages, false);
        self.clear_away();
        Ok(())
    }

    /// Merges the newest parts of `manifest` as far as they are not much smaller than what comes before them, or all
    /// when most pages are gone.
    fn merge(&self, manifest: &mut Manifest) -> Result<(), Error> {
        let all: usize = manifest.parts.iter().map(|p| p.pages as usize).sum();
        let worn = manifest.removed.len() * 2 > all;
        let (mut from, mut newer) = (manifest.parts.len(), 0);
        while let Some(part) = manifest.parts[..from].last() {
            let pages = part.pages as usize;
            if newer > 0 && !worn && pages > MERGED * newer {
                break;
            }
            (from, newer) = (from - 1, newer + pages);
        }
        if manifest.parts.len() - from < 2 && !worn {
            return Ok(());
        }
        let mut builder = Builder::new(Arc::clone(&self.disk), &self.dir, manifest.next)?;
        for part in &manifest.parts[from..] {
            let (open, ids) = Open::new(&self.dir, part)?;
            let is_kept = |p: &(u32, String)| manifest.removed.binary_search(&(part.number, p.0)).is_err();
            builder.merge(&open, &(0..).zip(ids).filter(is_kept).collect::<Vec<_>>())?;
        }
        let merged: Vec<Part> = manifest.parts.drain(from..).collect();
        manifest.removed.retain(|r| merged.iter().all(|p| p.number != r.0));
        if let Some(part) = builder.finish()? {
            manifest.next = part.number + 1;
            manifest.parts.push(part);
        }
        Ok(())
    }

    /// Deletes files that no manifest will list again. That some remain does no harm.
    fn clear_away(&self) {
        let listed: BTreeSet<u32> = self.manifest.parts.iter().map(|p| p.number).collect();
        for file in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let old = |n: u32| n < self.manifest.next && !listed.contains(&n);
            if part::number(&file.file_name().to_string_lossy()).is_some_and(old) {
                self.disk.remove(&file.path());
            }
        }
    }
}

/// Pages that are being added to an index. Before they are committed they are not there, and never will be if they
/// are not.
#[derive(Debug)]
pub struct Addition<'i> {
    index: &'i mut Index,
    builder: Builder,
    added: BTreeSet<String>,
    _lock: File,
}

impl Addition<'_> {
    /// Adds a page.
    ///
    /// # Errors
    /// When its id stands in the index already, or when a file cannot be written.
    pub fn page(&mut self, id: String, page: &Folded) -> Result<(), Error> {
        if self.index.pages.contains_key(&id) || self.added.contains(&id) {
            return Err(broken("stands in the index already").at(id));
        }
        self.builder.page(&id, page)?;
        self.added.insert(id);
        Ok(())
    }

    /// Commits all of them.
    ///
    /// # Errors
    /// When files cannot be written; then none is added.
    pub fn commit(self) -> Result<(), Error> {
        let mut manifest = self.index.manifest.clone();
        if let Some(part) = self.builder.finish()? {
            manifest.next = part.number + 1;
            manifest.parts.push(part);
        }
        self.index.commit(manifest)
    }
}

fn read_manifest(dir: &Path) -> Result<Manifest, Error> {
    let path = dir.join(MANIFEST);
    let text = fs::read_to_string(&path).map_err(|e| failed(&path, &e))?;
    Manifest::read(&text).map_err(|e| e.at(path.display().to_string()))
}

/// Enters the pages of a part, except those that are removed.
fn enter(pages: &mut BTreeMap<String, At>, manifest: &Manifest, part: u32, ids: Vec<String>) {
    let at = (0..).zip(ids).map(|(place, id)| (id, (part, place)));
    pages.extend(at.filter(|(_, at)| manifest.removed.binary_search(at).is_err()));
}

#[cfg(test)]
mod tests;

//! The keys of a part: what its pages' sketches and passages hold, sorted by hash, so that a query reads only what
//! matches.
//!
//! Blocks of [`PER_BLOCK`] records and their checksum; a record is [kind and hash, hash, page]. Kinds sort first, so
//! a look-up is a binary search over blocks, a few reads of 4 KB.

use super::disk::{Disk, failed};
use crate::error::Error;
use crate::reuse::bytes::{broken, checksum};
use crate::reuse::passages::{SEED, winnow};
use crate::reuse::spill::{Record, Sorter, halves, read_at};
use crate::reuse::{Folded, hash};
use std::fs::File;
use std::path::Path;

/// Bytes of a block.
const BLOCK: usize = 4096;
/// Records in a block; what is left holds the checksum.
const PER_BLOCK: usize = (BLOCK - 4) / 12;

/// In place of a page: a record that means nothing.
const NOTHING: u32 = u32::MAX;

/// What a key is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A band of the resemblance sketch.
    Band,
    /// A run that is kept for containment.
    Run,
    /// A seed of a passage.
    Seed,
}

/// The keys of a page, sorted, none twice: the kind takes the place of the two upper bits of the hash.
pub(super) fn keys(page: &Folded, kinds: &[Kind]) -> Vec<[u32; 2]> {
    let mut keys: Vec<[u32; 2]> = Vec::new();
    let mut add = |kind: Kind, hash: u64| {
        if kinds.contains(&kind) {
            keys.push(halves(hash >> 2 | (kind as u64) << 62));
        }
    };
    for sketch in &page.sketches {
        (0..).zip(&sketch.bands).for_each(|(band, &key)| add(Kind::Band, hash::pair(band, key.into())));
        sketch.sample.iter().for_each(|&run| add(Kind::Run, run.wrapping_mul(8)));
    }
    if kinds.contains(&Kind::Seed) {
        for s in &page.fold.segments {
            let codes = &page.fold.text.codes()[s.start as usize..s.end as usize];
            winnow(codes, SEED).iter().for_each(|s| add(Kind::Seed, s.0));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Whether a key is of a kind.
pub(super) fn is(key: [u32; 2], kind: Kind) -> bool {
    key[0] >> 30 == kind as u32
}

/// Writes sorted records; how many bytes that took, and the checksum of the last block, which holds one of all.
pub(super) fn write(disk: &Disk, path: &Path, keys: &mut Sorter<3>) -> Result<(u64, u64), Error> {
    let io = |e| failed(path, &e);
    let file = disk.create(path).map_err(io)?;
    let mut sorted = keys.sorted();
    let (mut sum, mut last, mut written) = (0, 0, 0);
    let mut bytes = Vec::with_capacity(64 * BLOCK);
    let mut more = true;
    while more {
        let start = bytes.len();
        for _ in 0..PER_BLOCK {
            let Some(record) = sorted.next()? else { break };
            record.iter().for_each(|n| bytes.extend(n.to_le_bytes()));
        }
        more = bytes.len() > start;
        if !more {
            // The last block holds nothing but the checksum of the others'.
            let halves = halves(sum);
            [halves[0], halves[1], NOTHING].iter().for_each(|n| bytes.extend(n.to_le_bytes()));
        }
        bytes.resize(start + BLOCK - 4, 0xFF);
        last = checksum(&bytes[start..]);
        let check = last as u32;
        bytes.extend(check.to_le_bytes());
        sum = hash::pair(sum, check.into());
        if bytes.len() == 64 * BLOCK || !more {
            disk.write(&file, &bytes).map_err(io)?;
            written += bytes.len() as u64;
            bytes.clear();
        }
    }
    disk.sync(&file).map_err(io)?;
    Ok((written, last))
}

fn number(b: &[u8]) -> u32 {
    u32::from_le_bytes([b[0], b[1], b[2], b[3]])
}

/// The keys of a part on disk.
#[derive(Debug)]
pub(super) struct Keys {
    file: File,
    blocks: u64,
}

impl Keys {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let io = |e| failed(path, &e);
        let file = File::open(path).map_err(io)?;
        let length = file.metadata().map_err(io)?.len();
        if length == 0 || length % BLOCK as u64 != 0 {
            return Err(broken("a file that ends early").at(path.display().to_string()));
        }
        Ok(Self { file, blocks: length / BLOCK as u64 })
    }

    /// Length in bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.blocks * BLOCK as u64
    }

    /// The checksum of the last block, which holds one of all.
    pub(super) fn sum(&self) -> Result<u64, Error> {
        self.read(self.blocks - 1).map(|(_, sum)| sum)
    }

    fn read(&self, n: u64) -> Result<([u8; BLOCK], u64), Error> {
        let mut bytes = [0; BLOCK];
        read_at(&self.file, &mut bytes, n * BLOCK as u64).map_err(|e| broken(e.to_string()))?;
        let sum = checksum(&bytes[..BLOCK - 4]);
        if sum as u32 != number(&bytes[BLOCK - 4..]) {
            return Err(broken("keys whose checksum is wrong; build the index anew"));
        }
        Ok((bytes, sum))
    }

    fn block(&self, n: u64) -> Result<Vec<Record<3>>, Error> {
        let (bytes, _) = self.read(n)?;
        let record = |b: &[u8]| [number(b), number(&b[4..]), number(&b[8..])];
        let records = bytes[..BLOCK - 4].chunks_exact(12).map(record);
        Ok(records.filter(|r| r[2] != NOTHING).collect())
    }

    /// Calls `tell` with every key, in order.
    pub(super) fn all(&self, mut tell: impl FnMut(Record<3>) -> Result<(), Error>) -> Result<(), Error> {
        (0..self.blocks).try_for_each(|n| self.block(n)?.into_iter().try_for_each(&mut tell))
    }

    /// The pages that have a key, at most so many.
    pub(super) fn pages(&self, key: [u32; 2], most: usize) -> Result<Vec<u32>, Error> {
        let (mut from, mut to) = (0, self.blocks);
        // The last block whose first record sorts before the key, or the first block.
        while from + 1 < to {
            let middle = from.midpoint(to);
            // The last block has no records, and sorts behind all.
            let before = self.block(middle)?.first().is_some_and(|r| [r[0], r[1]] < key);
            if before { from = middle } else { to = middle }
        }
        let mut pages = Vec::new();
        for n in from..self.blocks {
            let block = self.block(n)?;
            let start = block.partition_point(|r| [r[0], r[1]] < key);
            let same = block[start..].iter().take_while(|r| [r[0], r[1]] == key);
            pages.extend(same.map(|r| r[2]));
            let ends = block.last().is_none_or(|r| [r[0], r[1]] > key);
            if ends || pages.len() >= most {
                break;
            }
        }
        pages.truncate(most);
        Ok(pages)
    }
}

//! Sorting more than memory holds.
//!
//! A [`Sorter`] takes fixed-size records in any order and gives them back sorted. It keeps as many as it has room
//! for; when they are more, sorted runs go to an unnamed temporary file and are merged when they are read. What
//! comes out depends on the records alone and not on the room. Time *n* log *n*; memory the room, and while runs
//! are merged a block of each ([`BLOCK`] records).

use crate::error::{Error, ErrorKind};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, Write};

/// Records of a run that are read at a time.
const BLOCK: usize = 8 * 1024;

/// A record: numbers in the order in which they sort. A 64-bit hash is two, the upper half first.
pub(crate) type Record<const N: usize> = [u32; N];

/// The halves of a hash, in sorting order.
pub(crate) fn halves(hash: u64) -> [u32; 2] {
    [(hash >> 32) as u32, hash as u32]
}

/// A record as one number, which compares faster.
fn packed<const N: usize>(record: &Record<N>) -> u128 {
    const { assert!(N <= 4) };
    record.iter().fold(0, |all, &n| all << 32 | u128::from(n))
}

/// Shorter lists are sorted by comparing.
const FEW: usize = 2048;
/// Most buckets that records are parted into, as a power of two.
const BUCKETS: u32 = 12;

/// Sorts records: in place into buckets by their highest bits (American flag sort: McIlroy, Bostic and McIlroy, 1993), then
/// each bucket by comparing. Keys are hashes mostly, so buckets are even.
fn sort<const N: usize>(records: &mut [Record<N>]) {
    if records.len() < FEW {
        return records.sort_unstable_by_key(packed);
    }
    let (least, most) = records.iter().map(packed).fold((u128::MAX, 0), |(l, m), r| (l.min(r), m.max(r)));
    let shift = (128 - (most - least).leading_zeros()).saturating_sub(BUCKETS.min(records.len().ilog2() - 3));
    let bucket = |r: &Record<N>| ((packed(r) - least) >> shift) as usize;
    let mut ends = vec![0usize; bucket_count(most - least, shift)];
    records.iter().for_each(|r| ends[bucket(r)] += 1);
    let mut next = Vec::with_capacity(ends.len());
    let mut sum = 0;
    for end in &mut ends {
        next.push(sum);
        sum += *end;
        *end = sum;
    }
    for b in 0..ends.len() {
        while next[b] < ends[b] {
            let home = bucket(&records[next[b]]);
            if home != b {
                records.swap(next[b], next[home]);
            }
            next[home] += 1;
        }
    }
    let mut buckets: Vec<&mut [Record<N>]> = Vec::with_capacity(ends.len());
    let (mut rest, mut done) = (records, 0);
    for end in ends {
        let (bucket, behind) = rest.split_at_mut(end - done);
        buckets.push(bucket);
        (rest, done) = (behind, end);
    }
    buckets.into_par_iter().with_min_len(16).for_each(|b| b.par_sort_unstable_by_key(packed));
}

/// How many buckets there are for so wide a range.
fn bucket_count(range: u128, shift: u32) -> usize {
    (range >> shift) as usize + 1
}

pub(crate) fn io_error(e: io::Error) -> Error {
    Error::new(ErrorKind::Io(e)).at("temporary file")
}

/// Reads exactly so many bytes from a place of a file, whoever else reads it meanwhile.
pub(crate) fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    #[cfg(unix)]
    {
        std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
    }
    #[cfg(windows)]
    {
        use std::os::windows::fs::FileExt;
        let mut done = 0;
        while done < bytes.len() {
            match file.seek_read(&mut bytes[done..], offset + done as u64)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                n => done += n,
            }
        }
        Ok(())
    }
}

/// A sorted run in the file.
#[derive(Clone, Copy, Debug)]
struct Run {
    offset: u64,
    records: u64,
}

/// Sorts records of `N` numbers.
#[derive(Debug)]
pub(crate) struct Sorter<const N: usize> {
    held: Vec<Record<N>>,
    /// How many records are held at most.
    room: usize,
    sorted: bool,
    runs: Vec<Run>,
    file: Option<File>,
    written: u64,
}

impl<const N: usize> Sorter<N> {
    /// An empty sorter that holds so many bytes of records.
    pub(crate) fn new(bytes: usize) -> Self {
        let room = (bytes / (4 * N)).max(BLOCK);
        Self { held: Vec::new(), room, sorted: true, runs: Vec::new(), file: None, written: 0 }
    }

    /// Takes in a record.
    pub(crate) fn push(&mut self, record: Record<N>) -> Result<(), Error> {
        if self.held.len() == self.held.capacity() {
            if self.held.len() >= self.room {
                self.spill().map_err(io_error)?;
            } else {
                // Doubling, but never beyond the room.
                self.held.reserve_exact(self.held.len().max(1024).min(self.room - self.held.len()));
            }
        }
        self.held.push(record);
        self.sorted = false;
        Ok(())
    }

    /// Takes in several.
    pub(crate) fn extend(&mut self, records: impl IntoIterator<Item = Record<N>>) -> Result<(), Error> {
        records.into_iter().try_for_each(|r| self.push(r))
    }

    /// Writes what is held as a run.
    fn spill(&mut self) -> io::Result<()> {
        sort(&mut self.held);
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        let mut bytes = Vec::with_capacity(BLOCK * 4 * N);
        for block in self.held.chunks(BLOCK) {
            bytes.clear();
            block.iter().flatten().for_each(|n| bytes.extend(n.to_le_bytes()));
            file.write_all(&bytes)?;
        }
        let records = self.held.len() as u64;
        self.runs.push(Run { offset: self.written, records });
        self.written += records * 4 * N as u64;
        self.held.clear();
        Ok(())
    }

    /// All records in order. More may be pushed afterwards, and all be read again.
    pub(crate) fn sorted(&mut self) -> Sorted<'_, N> {
        if !self.sorted {
            sort(&mut self.held);
            self.sorted = true;
        }
        let source = |run: &Run| Source { next: *run, block: Vec::new(), at: 0 };
        Sorted {
            file: self.file.as_ref(),
            held: &self.held,
            sources: self.runs.iter().map(source).collect(),
            heap: BinaryHeap::new(),
            ahead: None,
            started: false,
        }
    }
}

/// A run that is being read.
struct Source<const N: usize> {
    next: Run,
    block: Vec<Record<N>>,
    at: usize,
}

impl<const N: usize> Source<N> {
    fn next(&mut self, file: &File) -> io::Result<Option<Record<N>>> {
        if self.at == self.block.len() {
            let n = self.next.records.min(BLOCK as u64);
            if n == 0 {
                return Ok(None);
            }
            let mut bytes = vec![0; n as usize * 4 * N];
            read_at(file, &mut bytes, self.next.offset)?;
            self.next = Run { offset: self.next.offset + bytes.len() as u64, records: self.next.records - n };
            self.block.clear();
            let number = |b: &[u8]| u32::from_le_bytes([b[0], b[1], b[2], b[3]]);
            let record = |b: &[u8]| std::array::from_fn(|i| number(&b[4 * i..]));
            self.block.extend(bytes.chunks_exact(4 * N).map(record));
            self.at = 0;
        }
        self.at += 1;
        Ok(Some(self.block[self.at - 1]))
    }
}

/// The records of a [`Sorter`] in order.
pub(crate) struct Sorted<'s, const N: usize> {
    file: Option<&'s File>,
    held: &'s [Record<N>],
    sources: Vec<Source<N>>,
    /// The next record of each run.
    heap: BinaryHeap<Reverse<(Record<N>, usize)>>,
    /// A record that was read and belongs to the next group.
    ahead: Option<Record<N>>,
    started: bool,
}

impl<const N: usize> Sorted<'_, N> {
    /// The next record.
    pub(crate) fn next(&mut self) -> Result<Option<Record<N>>, Error> {
        if let Some(record) = self.ahead.take() {
            return Ok(Some(record));
        }
        self.read().map_err(io_error)
    }

    fn read(&mut self) -> io::Result<Option<Record<N>>> {
        let Some(file) = self.file else { return Ok(self.next_held()) };
        if !self.started {
            self.started = true;
            for (i, source) in self.sources.iter_mut().enumerate() {
                self.heap.extend(source.next(file)?.map(|r| Reverse((r, i))));
            }
        }
        let Some(mut least) = self.heap.peek_mut() else { return Ok(self.next_held()) };
        let Reverse((record, i)) = *least;
        if self.held.first().is_some_and(|held| *held <= record) {
            drop(least);
            return Ok(self.next_held());
        }
        match self.sources[i].next(file)? {
            Some(next) => *least = Reverse((next, i)),
            None => drop(PeekMut::pop(least)),
        }
        Ok(Some(record))
    }

    fn next_held(&mut self) -> Option<Record<N>> {
        let (first, rest) = self.held.split_first()?;
        self.held = rest;
        Some(*first)
    }

    /// The next records whose first `K` numbers are the same; false when there are none.
    pub(crate) fn group<const K: usize>(&mut self, group: &mut Vec<Record<N>>) -> Result<bool, Error> {
        group.clear();
        let Some(first) = self.next()? else { return Ok(false) };
        group.push(first);
        while let Some(record) = self.next()? {
            if record[..K] != first[..K] {
                self.ahead = Some(record);
                break;
            }
            group.push(record);
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reuse::hash::mix;

    fn all<const N: usize>(sorter: &mut Sorter<N>) -> Vec<Record<N>> {
        let mut sorted = sorter.sorted();
        std::iter::from_fn(|| sorted.next().unwrap()).collect()
    }

    #[test]
    fn records_come_back_in_order_whatever_the_room() {
        for n in [0usize, 1, 1000, BLOCK, 3 * BLOCK + 17, 10 * BLOCK] {
            let record = |i: usize| [mix(i as u64) as u32 % 5000, i as u32, 7];
            let (mut small, mut large) = (Sorter::new(0), Sorter::new(1 << 30));
            small.extend((0..n).map(record)).unwrap();
            large.extend((0..n).map(record)).unwrap();
            let mut expected: Vec<_> = (0..n).map(record).collect();
            expected.sort_unstable();
            assert_eq!(small.file.is_some(), n > BLOCK, "{n}");
            assert!(large.file.is_none());
            assert_eq!(all(&mut small), expected, "{n}");
            assert_eq!(all(&mut small), expected, "{n}, read again");
            assert_eq!(all(&mut large), expected, "{n}");
            small.push([0, 0, 0]).unwrap();
            assert_eq!(all(&mut small).len(), n + 1);
        }
    }

    #[test]
    fn groups_have_one_key() {
        let mut sorter = Sorter::new(0);
        sorter.extend((0..30_000u32).map(|i| [i % 7, i])).unwrap();
        let (mut sorted, mut group, mut keys) = (sorter.sorted(), Vec::new(), Vec::new());
        while sorted.group::<1>(&mut group).unwrap() {
            assert!(group.iter().all(|r| r[0] == group[0][0]) && group.is_sorted());
            keys.push((group[0][0], group.len()));
        }
        let expected: Vec<_> = (0..7).map(|k| (k, (30_000 - k as usize).div_ceil(7))).collect();
        assert_eq!(keys, expected);
    }
}

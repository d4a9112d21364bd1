//! Of the index on disk.

use super::*;
use crate::reuse::fold::tests::page;
use crate::reuse::{Reuse, hash};
use proptest::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// A directory of its own that goes with the value.
struct Dir(PathBuf);

impl Dir {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("gongwen-index-test-{}-{n}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        Self(dir)
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn prose(seed: u64, n: u64) -> String {
    (0..n).filter_map(|i| char::from_u32(0x4e30 + (hash::pair(seed, i) % 6000) as u32)).collect()
}

/// Page `n` of a collection in which each text stands about three times.
fn folded(n: u64) -> (String, Folded) {
    let text = format!("{}××户，{}。{}", prose(n / 3, 120), prose(n / 3 + 50, 60), prose(n + 100, 30));
    let mut doc = page(&text);
    doc.meta.date = n.is_multiple_of(2).then(|| format!("2024-01-{:02}", n + 1));
    (format!("页{n:03}"), Folded::new(&doc, &ReuseConfig::default()))
}

fn compared(index: &Index) -> (Reuse, Vec<String>) {
    let (comparer, ids) = index.comparer(&ReuseConfig::default(), Vec::new()).unwrap();
    (comparer.finish(), ids)
}

#[test]
fn at_once_and_in_steps_are_the_same() {
    let (once, steps) = (Dir::new(), Dir::new());
    let mut whole = Index::create(&once.0, Unit::Article).unwrap();
    whole.add((0..30).map(folded)).unwrap();
    let mut grown = Index::create(&steps.0, Unit::Article).unwrap();
    // More steps than files are kept, in another order, with pages that go again.
    grown.add((25..35).map(folded)).unwrap();
    for n in (0..25).rev() {
        grown.add([folded(n)]).unwrap();
    }
    assert_eq!(grown.remove((30..35).map(|n| folded(n).0)).unwrap(), 5);
    assert_eq!(grown.remove(["no such page"]).unwrap(), 0);
    assert_eq!(compared(&whole), compared(&grown));
    assert_eq!(compared(&whole), compared(&Index::open(&steps.0).unwrap()));
    let (reuse, ids) = compared(&whole);
    assert_eq!((reuse.clusters.len(), ids.len()), (10, 30));
    let mut direct = Comparer::new(ReuseConfig::default()).unwrap();
    (0..30).for_each(|n| direct.add(folded(n).1));
    assert_eq!(reuse, direct.finish());
    assert!(fs::read_dir(&steps.0).unwrap().count() <= PARTS + 1, "old files are cleared away");
}

#[test]
fn a_page_comes_once_and_an_addition_wholly_or_not() {
    let dir = Dir::new();
    let mut index = Index::create(&dir.0, Unit::Article).unwrap();
    index.add((0..3).map(folded)).unwrap();
    let refused = index.add([folded(7), folded(1)]).unwrap_err().to_string();
    assert_eq!(refused, "页001: stands in the index already");
    assert!(index.add([folded(8), folded(8)]).is_err());
    assert_eq!(Index::open(&dir.0).unwrap().ids().count(), 3);
    let (comparer, ids) = index.comparer(&ReuseConfig::default(), vec![folded(1), folded(4)]).unwrap();
    assert_eq!(ids, ["页000", "页001", "页002", "页004"]);
    assert_eq!(comparer.clusters().len(), 1);
    let pages = ReuseConfig { unit: Unit::Page, ..ReuseConfig::default() };
    assert!(index.comparer(&pages, Vec::new()).is_err());
}

#[test]
fn a_crash_leaves_the_old_or_the_new() {
    let dir = Dir::new();
    let mut index = Index::create(&dir.0, Unit::Article).unwrap();
    index.add((0..3).map(folded)).unwrap();
    // A file of pages that was being written, and a manifest that was not yet renamed.
    fs::write(dir.0.join(Part::name(1)), b"half a page").unwrap();
    fs::write(dir.0.join("MANIFEST.new"), b"gongwen-index ver").unwrap();
    let mut again = Index::open(&dir.0).unwrap();
    assert_eq!(again.ids().count(), 3);
    again.add([folded(5)]).unwrap();
    assert_eq!(Index::open(&dir.0).unwrap().ids().count(), 4);
    assert!(!dir.0.join(Part::name(1)).exists(), "the remains are cleared away");
    // Building anew leaves the old index until the new one stands.
    let mut anew = Index::create(&dir.0, Unit::Article).unwrap();
    assert_eq!(Index::open(&dir.0).unwrap().ids().count(), 4);
    anew.add([folded(9)]).unwrap();
    assert_eq!(Index::open(&dir.0).unwrap().ids().collect::<Vec<_>>(), ["页009"]);
}

#[test]
fn what_is_no_index_is_refused() {
    let dir = Dir::new();
    assert!(Index::open(&dir.0).is_err());
    fs::create_dir_all(&dir.0).unwrap();
    fs::write(dir.0.join("letter.txt"), b"dear reader").unwrap();
    let refused = Index::create(&dir.0, Unit::Article).unwrap_err().to_string();
    assert!(refused.ends_with("neither empty nor an index"), "{refused}");
}

#[test]
fn every_changed_byte_is_noticed() {
    let dir = Dir::new();
    let mut index = Index::create(&dir.0, Unit::Article).unwrap();
    index.add((0..2).map(folded)).unwrap();
    for name in [MANIFEST.to_owned(), Part::name(0)] {
        let path = dir.0.join(name);
        let good = fs::read(&path).unwrap();
        for i in (0..good.len()).step_by(7) {
            let mut bad = good.clone();
            bad[i] ^= 1;
            fs::write(&path, &bad).unwrap();
            assert!(Index::open(&dir.0).is_err(), "byte {i} of {path:?}");
        }
        fs::write(&path, &good[..good.len() - 3]).unwrap();
        assert!(Index::open(&dir.0).is_err());
        fs::write(&path, &good).unwrap();
    }
    assert!(Index::open(&dir.0).is_ok());
}

proptest! {
    #[test]
    fn pages_come_back_as_they_were(text in "\\PC{0,60}|[甲乙x×0-9。，《》\n]{0,80}", id in "\\PC{0,9}") {
        let config = ReuseConfig::default();
        let folded = Folded::new(&page(&text), &config);
        let bytes = encode(&id, &folded);
        let (read, back) = decode(&bytes).unwrap();
        prop_assert_eq!(&read, &id);
        prop_assert_eq!(format!("{folded:?}"), format!("{back:?}"));
        for cut in [bytes.len() / 2, bytes.len().saturating_sub(1)] {
            prop_assert!(decode(&bytes[..cut]).is_err());
        }
    }
}

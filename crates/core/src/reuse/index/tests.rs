//! Of the index on disk.

use super::*;
use crate::reuse::bytes::{Reader, Writer};
use crate::reuse::fold::{Fold, tests::page};
use crate::reuse::{Place, Reuse, hash};
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
    (comparer.finish().unwrap(), ids)
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
    (0..30).for_each(|n| direct.add(folded(n).1).unwrap());
    assert_eq!(reuse, direct.finish().unwrap());
    // Manifest, lock, and two files for each of at most log₂ 30 parts.
    assert!(fs::read_dir(&steps.0).unwrap().count() <= 2 + 2 * 5, "old files are cleared away");
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
    let (mut comparer, ids) = index.comparer(&ReuseConfig::default(), vec![folded(1), folded(4)]).unwrap();
    assert_eq!(ids, ["页000", "页001", "页002", "页004"]);
    assert_eq!(comparer.clusters().unwrap().len(), 1);
    let pages = ReuseConfig { unit: Unit::Page, ..ReuseConfig::default() };
    assert!(index.comparer(&pages, Vec::new()).is_err());
}

#[test]
fn a_crash_at_any_step_leaves_the_old_or_the_new() {
    type Work = fn(&mut Index) -> Result<(), Error>;
    let works: [(&str, Work, &[u64]); 3] = [
        ("add", |i| i.add((5..8).map(folded)), &[0, 1, 2, 3, 5, 6, 7]),
        ("remove", |i| i.remove([folded(1).0]).map(drop), &[0, 2, 3]),
        ("build anew", |i| i.add([folded(9)]), &[9]),
    ];
    let ids = |numbers: &[u64]| numbers.iter().map(|&n| folded(n).0).collect::<Vec<_>>();
    for (what, work, after) in works {
        let mut crashes = 0;
        for fuse in 0.. {
            let dir = Dir::new();
            let mut index = Index::create(&dir.0, Unit::Article).unwrap();
            index.add((0..3).map(folded)).unwrap();
            index.add((3..4).map(folded)).unwrap();
            if what == "build anew" {
                index = Index::create(&dir.0, Unit::Article).unwrap();
            }
            *index.disk.fuse.lock().unwrap() = Some(fuse);
            let crashed = work(&mut index).is_err();
            drop(index);
            let mut again = Index::open(&dir.0).unwrap();
            let found: Vec<String> = again.ids().map(str::to_owned).collect();
            let old = ids(&[0, 1, 2, 3]);
            assert!(found == old || found == ids(after), "{what}, step {fuse}: {found:?}");
            // All that is listed can be read, and the index goes on.
            compared(&again);
            again.add([folded(11)]).unwrap();
            let files = fs::read_dir(&dir.0).unwrap().count();
            assert!(files <= 3 + 2 * again.parts.len(), "{what}, step {fuse}: remains are cleared away");
            if !crashed {
                assert_eq!(found, ids(after), "{what}");
                break;
            }
            crashes += 1;
        }
        assert!(crashes >= 6, "{what}: {crashes} steps");
    }
}

#[test]
fn one_process_writes_at_a_time() {
    let dir = Dir::new();
    let mut one = Index::create(&dir.0, Unit::Article).unwrap();
    one.add([folded(0)]).unwrap();
    let mut two = Index::open(&dir.0).unwrap();
    let lock = one.lock().unwrap();
    let refused = two.add([folded(1)]).unwrap_err().to_string();
    assert!(refused.ends_with("another process writes to this index"), "{refused}");
    assert!(two.remove([folded(0).0]).is_err());
    assert_eq!(Index::open(&dir.0).unwrap().ids().count(), 1, "others read meanwhile");
    drop(lock);
    // What one adds the other has seen before it adds.
    two.add([folded(1)]).unwrap();
    one.add([folded(2)]).unwrap();
    assert!(one.add([folded(1)]).is_err());
    assert_eq!(one.ids().count(), 3);
}

#[test]
fn a_query_finds_what_the_comparison_finds() {
    let dir = Dir::new();
    let mut index = Index::create(&dir.0, Unit::Article).unwrap();
    let config = ReuseConfig::default();
    let page = |n: u64| {
        let text = match n % 5 {
            // Copies, a copy with another end, an anthology, a page that borrows a passage, a page of its own.
            0 | 1 => format!("{}××户，{}。", prose(n / 10, 160), prose(n / 10 + 500, 90)),
            2 => format!("{}12户，{}。", prose(n / 10, 160), prose(n + 900, 40)),
            3 => {
                format!("{}。{}12户，{}。", prose(n + 100, 700), prose(n / 10, 160), prose(n / 10 + 500, 90))
            }
            _ => format!("{}。{}。{}", prose(n + 100, 200), prose(n / 10 + 500, 60), prose(n + 300, 200)),
        };
        (format!("页{n:03}"), Folded::new(&self::page(&text), &config))
    };
    for step in [0..17, 17..18, 18..40] {
        index.add(step.map(page)).unwrap();
    }
    index.remove(["页011"]).unwrap();
    // Pages of the collection and new ones, one in place of an old one.
    for asked in [vec![3u64], vec![41, 42], vec![11], vec![14, 45], (0..40).collect()] {
        let pages = || asked.iter().map(|&n| page(n)).collect::<Vec<_>>();
        let names: BTreeSet<String> = pages().into_iter().map(|p| p.0).collect();
        let found = |wanted| {
            let (comparer, ids) = index.query(&config, pages(), wanted).unwrap();
            let reuse = comparer.finish().unwrap();
            let name = |p: &Place| (ids[p.doc as usize].clone(), p.at);
            let here = |p: &Place| names.contains(&ids[p.doc as usize]);
            let clusters: Vec<Vec<_>> = reuse
                .clusters
                .iter()
                .filter(|c| c.members.iter().any(|m| here(&m.place)))
                .map(|c| {
                    c.members.iter().map(|m| (name(&m.place), m.relation, m.similarity.to_bits())).collect()
                })
                .collect();
            let passages: Vec<_> = reuse
                .passages
                .iter()
                .filter(|p| here(&p.a) || here(&p.b))
                .map(|p| (name(&p.a), name(&p.b)))
                .collect();
            let filled: Vec<_> = reuse
                .unmasked
                .iter()
                .filter(|u| here(&u.place))
                .map(|u| (name(&u.place), u.value.clone()))
                .collect();
            (clusters, passages, filled, ids.len())
        };
        let all = found(Wanted::All);
        let (clusters, ..) = found(Wanted::Clusters);
        assert_eq!(clusters, all.0, "{asked:?}");
        let (_, passages, filled, _) = found(Wanted::Passages);
        assert_eq!((&passages, &filled), (&all.1, &all.2), "{asked:?}");
        assert!(!passages.is_empty());
        if asked.len() < 3 {
            assert!(found(Wanted::Clusters).3 < 12, "few pages are read");
        }
    }
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
    let number = index.manifest.parts[0].number;
    // Keys are looked at where they are asked for.
    let read = || -> Result<(), Error> {
        let index = Index::open(&dir.0)?;
        index.comparer(&ReuseConfig::default(), Vec::new())?;
        index.parts.values().try_for_each(|p| p.keys.all(|_| Ok(())))
    };
    for name in [MANIFEST.to_owned(), part::pages_name(number), part::keys_name(number)] {
        let path = dir.0.join(name);
        let good = fs::read(&path).unwrap();
        for i in (0..good.len()).step_by(7) {
            let mut bad = good.clone();
            bad[i] ^= 1;
            fs::write(&path, &bad).unwrap();
            assert!(read().is_err(), "byte {i} of {path:?}");
        }
        for length in [0, good.len() / 2, good.len().saturating_sub(4096), good.len() - 3] {
            fs::write(&path, &good[..length]).unwrap();
            assert!(read().is_err(), "{length} bytes of {path:?}");
        }
        fs::write(&path, &good).unwrap();
    }
    read().unwrap();
}

proptest! {
    #[test]
    fn pages_come_back_as_they_were(text in "\\PC{0,60}|[甲乙x×0-9。，《》\n]{0,80}") {
        let page = Folded::new(&page(&text), &ReuseConfig::default());
        let (mut units, mut words) = (Writer::default(), Writer::default());
        units.parts(&page.fold.segments, &page.fold.pieces);
        words.page_text(&page.fold.text);
        let (segments, pieces) = Reader(&units.0).parts().unwrap();
        let text = Reader(&words.0).page_text().unwrap();
        let back = Folded::from_fold(Fold { text, segments, pieces });
        prop_assert_eq!(format!("{page:?}"), format!("{back:?}"));
        for cut in [words.0.len() / 2, words.0.len().saturating_sub(1)] {
            prop_assert!(Reader(&words.0[..cut]).page_text().is_err());
        }
    }
}

//! What the benches share: the pages of `corpus/`, as bytes and taken apart.

use gongwen::{Config, Document, Miner};
use std::path::Path;
use std::sync::LazyLock;

/// How often the corpus is repeated, so that a run is long enough to time: about 2 MB.
const TIMES: usize = 16;

/// A miner in its default configuration.
pub static MINER: LazyLock<Miner> = LazyLock::new(|| Miner::new(Config::default()).expect("built-in tables"));

/// The text files of the corpus, in order, as they are on disk.
pub static PAGES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/pages");
    let mut paths: Vec<_> = std::fs::read_dir(root)
        .expect("the corpus stands beside the benches")
        .map(|entry| entry.expect("readable").path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt" || e == "html"))
        .collect();
    paths.sort();
    let pages: Vec<Vec<u8>> = paths.iter().map(|p| std::fs::read(p).expect("readable")).collect();
    assert!(pages.len() >= 10, "{} pages in the corpus", pages.len());
    (0..TIMES).flat_map(|_| pages.clone()).collect()
});

/// The same pages, taken apart.
pub static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let read = |(n, page): (usize, &Vec<u8>)| MINER.read(&n.to_string(), page).expect("text");
    PAGES.iter().enumerate().map(read).collect()
});

/// Bytes of all decoded texts.
#[must_use]
pub fn text_bytes() -> usize {
    DOCUMENTS.iter().map(|d| d.source().as_str().len()).sum()
}

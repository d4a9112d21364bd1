//! Whole HTML pages of the sorts there are, of our own writing: what is left of each is what a reader would copy.
//!
//! `tests/html/NAME.html` is the page, `NAME.txt` its cleaned text. `GONGWEN_BLESS=1` writes the texts anew, to be read.

use gongwen::{Config, Miner, clean};
use std::fs;
use std::path::{Path, PathBuf};

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("html");
    let files = fs::read_dir(folder).expect("the folder").map(|file| file.expect("a file").path());
    let mut pages: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "html")).collect();
    pages.sort();
    pages
}

#[test]
fn what_is_left_of_each_page() {
    let miner = Miner::new(Config::default()).expect("built-in tables");
    let mut failed = Vec::new();
    for page in pages() {
        let bytes = fs::read(&page).expect("a page");
        let doc = miner.read("a.html", &bytes).expect("text");
        let left = clean(&doc);
        let wanted = page.with_extension("txt");
        if std::env::var_os("GONGWEN_BLESS").is_some() {
            fs::write(&wanted, &left).expect("written");
        }
        if fs::read_to_string(&wanted).expect("a text") != left {
            failed.push(format!("{}: {left}", page.display()));
        }
        assert_eq!(doc.source().malformed, 0, "{}", page.display());
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(pages().len() >= 12);
}

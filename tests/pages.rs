//! What is known of the articles of real pages: kind, year and region, against values that a person has read off
//! them.
//!
//! The pages belong to their publishers and are not part of the repository. `GONGWEN_PAGES` names the directory
//! where they are; without it the test says so and passes.

use gongwen::{Config, Miner};
use gongwen_tests::gold::root;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// Share of the articles that must be right in each field.
const RIGHT: f64 = 0.95;

#[test]
fn kind_year_and_region_of_real_pages() {
    let Some(pages) = std::env::var_os("GONGWEN_PAGES").map(PathBuf::from) else {
        println!("passed over: GONGWEN_PAGES does not say where the pages are");
        return;
    };
    let gold =
        fs::read_to_string(root().join("tests/gold/pages-about.tsv")).expect("the gold is in the repository");
    let rows = gold.lines().filter(|l| !l.starts_with('#')).skip(1);
    let rows: Vec<Vec<&str>> = rows.map(|l| l.split('\t').collect()).collect();
    let names: BTreeSet<&str> = rows.iter().map(|r| r[0]).collect();
    assert_eq!((names.len(), rows.len()), (50, 57));
    let miner = Miner::new(Config::default()).expect("the built-in tables");
    let mut wrong = [const { Vec::new() }; 3];
    for name in names {
        let bytes = fs::read(pages.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        let doc = miner.read(name, &bytes).expect("a page of text");
        for row in rows.iter().filter(|r| r[0] == name) {
            let article: usize = row[1].parse().expect("a number");
            let about = doc.articles().get(article).map(|a| a.about.clone()).unwrap_or_default();
            let found = [
                about.kind.name().to_owned(),
                about.year.map_or_else(|| "null".to_owned(), |y| y.as_str().to_owned()),
                about.region_code.unwrap_or_else(|| "-".to_owned()),
            ];
            for (i, found) in found.iter().enumerate() {
                if !row[2 + i].split('|').any(|right| right == found) {
                    wrong[i].push(format!("{name} {article}: {found}, not {}", row[2 + i]));
                }
            }
        }
    }
    for (field, wrong) in ["kind", "year", "region_code"].iter().zip(&wrong) {
        #[allow(clippy::cast_precision_loss)] // tens of articles
        let right = 1.0 - wrong.len() as f64 / rows.len() as f64;
        println!("{field}: {:.1} % of {} right {wrong:#?}", 100.0 * right, rows.len());
        assert!(right >= RIGHT, "{field}: {wrong:#?}");
    }
}

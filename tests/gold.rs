//! The committed corpus and gold are what the annotated sources make. `UPDATE_GOLD=1` renews them.

use gongwen_tests::gold;

#[test]
fn corpus_and_gold_are_what_the_sources_make() {
    let result = if std::env::var_os("UPDATE_GOLD").is_some() { gold::write() } else { gold::check() };
    if let Err(e) = result {
        panic!("{e}");
    }
}

//! Words: our cut and its peers over the normal form.

use crate::race::Race;
use gongwen::{Granularity, SegmentConfig, Segmenter, Span};
use std::error::Error;
use std::path::Path;

pub(crate) fn run(pages: &Path) -> Result<(), Box<dyn Error>> {
    let normaliser = crate::text::normaliser(gongwen::Target::Simplified, false)?;
    let simplified = crate::text::long(pages, &normaliser)?;
    let normal = normaliser.normalise(&simplified);
    let text = normal.text();
    let all = Span::new(0, text.len());

    let cut = |granularity| Segmenter::new(SegmentConfig { granularity, hmm: false });
    let (fine, coarse) = (cut(Granularity::Fine)?, cut(Granularity::Coarse)?);
    let jieba = jieba_rs::Jieba::new();
    let icu = icu_segmenter::WordSegmenter::new_dictionary(Default::default());
    // A word is two characters long on average: whoever gives far fewer has not cut.
    let least = text.len() / 12;
    assert!(fine.segment(text, all).len() > least && jieba.cut(text, true).len() > least);
    Race::over("words, from the normal form", text.len())
        .add("jieba-rs 0.11, HMM", || jieba.cut(text, true))
        .add("jieba-rs, no HMM", || jieba.cut(text, false))
        .add("jieba-rs, tagged", || jieba.tag(text, true))
        .add("gongwen fine, tagged", || fine.segment(text, all))
        .add("gongwen coarse, tagged", || coarse.segment(text, all))
        .add("icu_segmenter 2.4", || icu.segment_str(text).count())
        .add("charabia 0.10", || charabia::Tokenize::tokenize(&text).count())
        .run();
    Race::of("construction")
        .add("jieba-rs", jieba_rs::Jieba::new)
        .add("gongwen", || Segmenter::new(SegmentConfig::default()))
        .run();
    Ok(())
}

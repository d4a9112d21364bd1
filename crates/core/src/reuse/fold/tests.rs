//! Of folding, and pages for other tests.

use super::pass::{Class, code, rows};
use super::*;
use crate::document::{About, Article, Furniture, FurnitureKind, Mask, Meta, Script, Structure};
use crate::normalise::NormaliseConfig;
use crate::offsets::Normalised;
use crate::text::SourceText;
use proptest::prelude::*;
use std::sync::LazyLock;

/// A page without structure.
pub(crate) fn page(text: &str) -> Document {
    Document {
        id: "page".into(),
        source: SourceText::new(text),
        normal: Normalised::identity(text),
        script: Script::None,
        masks: Vec::new(),
        structure: Structure::default(),
        meta: Meta::default(),
    }
}

/// A page whose articles are these, one after another, a line between.
pub(crate) fn anthology(articles: &[&str]) -> Document {
    let mut doc = page(&articles.join("\n"));
    let mut start = 0;
    for a in articles {
        let at = Span::new(start, start + a.len());
        let parent = None;
        doc.structure.articles.push(Article {
            at,
            parent,
            title: None,
            container: false,
            about: About::default(),
        });
        start += a.len() + 1;
    }
    doc
}

fn folded(doc: &Document) -> String {
    let f = fold(doc, &ReuseConfig::default());
    String::from_utf16_lossy(f.text.codes())
}

#[test]
fn the_table_is_well_formed() {
    let rows = rows().unwrap();
    assert_eq!(rows.iter().filter(|r| r.1 == Class::Figure).count(), 27);
    assert_eq!(rows.iter().filter(|r| r.1 == Class::Mask).count(), 13);
}

#[test]
fn what_copies_differ_in_is_folded() {
    for (a, b) in [
        ("办理建议12件,办结率98.5%。", "办理建议××件，办结率xx%"),
        ("20xx年种树三十六亩", "２０２４年 种树 5 亩"),
        ("第一，抓好ABC平台", "第（二）抓好abc平台！"),
        ("收入_____万元", "收入3.5亿元"),
    ] {
        assert_eq!(folded(&page(a)), folded(&page(b)), "{a} / {b}");
    }
    assert_eq!(folded(&page("XX镇box平台")), "#镇box平台");
    assert_eq!(folded(&page("3，5")), "##");
    assert_eq!(folded(&page("")), "");
    assert_eq!(folded(&page("。，\n")), "");
}

#[test]
fn furniture_is_left_out_and_names_are_one_sign() {
    let mut doc = page("甲乙广告丙**镇丁");
    let at = |s: &str| {
        let i = doc.source.as_str().find(s).unwrap();
        (i, i + s.len())
    };
    let (ad, name) = (at("广告"), at("**"));
    let kind = FurnitureKind::Advert;
    doc.structure.furniture.push(Furniture { at: Span::new(ad.0, ad.1), kind });
    doc.masks.push(Mask { at: Span::new(name.0, name.1), kind: MaskKind::Name });
    assert_eq!(folded(&doc), "甲乙丙\u{25A1}镇丁");
}

#[test]
fn segments_follow_nested_articles() {
    let mut doc = anthology(&["甲甲甲", "乙乙", "丙"]);
    let outer = Article { at: Span::new(0, 16), container: true, ..doc.structure.articles[0].clone() };
    for a in &mut doc.structure.articles[..2] {
        a.parent = Some(ArticleId(0));
    }
    doc.structure.articles.insert(0, outer);
    let f = fold(&doc, &ReuseConfig::default());
    let s: Vec<_> = f.segments.iter().map(|s| (s.article.map(|a| a.0), s.start, s.end)).collect();
    assert_eq!(s, [(Some(1), 0, 3), (Some(2), 3, 5), (Some(3), 5, 6)]);
    assert_eq!(f.pieces.len(), 3, "the container is no unit");
}

/// Of a page that is folded as it was read, and by its normal form.
fn both_ways(text: &str) -> (Fold, Fold) {
    static NORMALISER: LazyLock<Normaliser> =
        LazyLock::new(|| Normaliser::new(NormaliseConfig::default()).unwrap());
    let source = SourceText::new(text);
    let normal = NORMALISER.normalise(text);
    let masks = NORMALISER.masks(&normal);
    (super::page(source.clone(), &NORMALISER, None), normal_page(source, &normal, &masks, None))
}

#[test]
fn whole_pages_are_folded_as_if_by_their_normal_form() {
    for text in [
        "柳河镇修渠12公里，惠及农户300家。",
        "柳河鎮修渠12公里，惠及農戶300家。",
        "全年修渠1\n2公里，栽树４００棵。",
        "投入××万元，增长.%，由**镇负责。",
        "創(chuàng)建單(dān)位、發(fā)展計(jì)劃、創(chuàng)新，",
        "显著提高\n【字体：大 中 小】\n第\u{200b}3\u{200b}4条，ｘｘ件，𠀀乡",
        "",
        "。\n",
    ] {
        let (read, normal) = both_ways(text);
        assert_eq!(format!("{read:?}"), format!("{normal:?}"));
    }
    assert!(both_ways("全年修渠12公里").0.text.blanks.is_empty());
    assert_eq!(both_ways("投入××万元").0.text.blanks.len(), 1);
    assert_eq!(both_ways("打印 关闭\n修渠1公里").0.pieces[0].furniture, 1);
}

proptest! {
    #[test]
    fn no_page_is_folded_otherwise_as_it_was_read(text in "([甲乙镇年万元件一二0-9xX×*某.,。，、《》（）a-zéǎ𠀀後著⼀６ｘ\\-—～% \u{3000}]|\r?\n){0,60}") {
        let (read, normal) = both_ways(&text);
        // Spaces and lines are mended in ways that folding does not follow to the last sign.
        let signs = |f: &Fold| f.text.codes().iter().filter(|c| **c != FIGURE && **c != NAME).copied().collect::<Vec<_>>();
        prop_assert_eq!(signs(&read), signs(&normal));
        prop_assert!(read.text.codes().len().abs_diff(normal.text.codes().len()) <= 2);
    }

    #[test]
    fn every_sign_leads_back(text in "[甲乙丙一二0-9xX×*.,。《》a-zé𠀀\n ]{0,80}", pad in "[ab。中]{0,9}") {
        let doc = page(&text);
        let f = fold(&doc, &ReuseConfig::default());
        let n = f.text.codes().len() as u32;
        let mut last = 0;
        for i in 0..n {
            let (at, points) = f.text.place(i..i + 1);
            prop_assert!(!at.is_empty() && at.start() >= last);
            prop_assert_eq!(doc.source().points(at), points);
            let c = text[at.range()].chars().next().unwrap();
            let code_of = f.text.codes()[i as usize];
            prop_assert!(code_of == FIGURE || code_of == code(c), "{} {:?}", code_of, c);
            last = at.start();
        }
        if n > 0 {
            let (all, points) = f.text.place(0..n);
            prop_assert_eq!(doc.source().points(all), points);
        }
        // Padding that ends its own line and folds to nothing new shifts every place.
        let padded = page(&format!("{pad}。\n{text}"));
        let g = fold(&padded, &ReuseConfig::default());
        let by = g.text.codes().len() - n as usize;
        prop_assert_eq!(&g.text.codes()[by..], f.text.codes());
        for i in 0..n {
            let (a, b) = (f.text.place(i..i + 1).0, g.text.place(i + by as u32..i + by as u32 + 1).0);
            prop_assert_eq!(a.shift(pad.len() + "。\n".len()), b);
        }
    }
}

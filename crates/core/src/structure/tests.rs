//! Mini pages of our own, each for one phenomenon, and what holds for any text.

mod about;
mod articles;
mod furniture;
mod outline;
mod sites;

use super::*;
use crate::offsets::Edit;
use crate::text::Block;
use proptest::prelude::*;

pub(super) fn parts(text: &str) -> Structure {
    with(text, &Meta::default(), Vec::new())
}

pub(super) fn with(text: &str, meta: &Meta, blocks: Vec<Block>) -> Structure {
    thread_local! {
        static S: Structurer = Structurer::new().unwrap();
    }
    let mut source = SourceText::new(text);
    source.blocks = blocks;
    S.with(|s| s.structure(&source, &Normalised::identity(text), &[], meta))
}

/// Enough running text for an article.
pub(super) fn body(what: &str) -> String {
    format!("{what}工作在各方支持下稳步推进，重点任务逐项落实，责任到人，按月通报进度。\n").repeat(6)
}

pub(super) fn furniture_of<'t>(text: &'t str, s: &Structure) -> Vec<(&'static str, &'t str)> {
    s.furniture.iter().map(|f| (f.kind.name(), &text[f.at.range()])).collect()
}

pub(super) fn titles<'t>(text: &'t str, s: &Structure) -> Vec<&'t str> {
    s.articles.iter().map(|a| a.title.map_or("", |t| &text[t.range()])).collect()
}

pub(super) fn headings<'t>(text: &'t str, s: &Structure) -> Vec<(u8, &'t str)> {
    s.sections.iter().map(|s| (s.level, &text[s.heading.range()])).collect()
}

#[test]
fn tables_are_whole() {
    let count = |text: &str| text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).count() - 1;
    let tables = [
        ("furniture", include_str!("../../data/structure/furniture.tsv"), FURNITURE),
        ("spam", include_str!("../../data/structure/spam.tsv"), SPAM),
        ("articles", include_str!("../../data/structure/articles.tsv"), ARTICLES),
        ("closings", include_str!("../../data/structure/closings.tsv"), CLOSINGS),
        ("titles", include_str!("../../data/structure/titles.tsv"), TITLES),
        ("outline", include_str!("../../data/structure/outline.tsv"), OUTLINE),
        ("headings", include_str!("../../data/structure/headings.tsv"), HEADINGS),
        ("sentences", include_str!("../../data/structure/sentences.tsv"), SENTENCES),
        ("kinds", include_str!("../../data/structure/kinds.tsv"), KINDS),
        ("about", include_str!("../../data/structure/about.tsv"), ABOUT),
        ("tense", include_str!("../../data/structure/tense.tsv"), TENSE),
        ("places", include_str!("../../data/structure/places.tsv"), PLACES),
        ("peoples", include_str!("../../data/structure/peoples.tsv"), PEOPLES),
        ("congresses", include_str!("../../data/structure/congresses.tsv"), CONGRESSES),
        ("own", include_str!("../../data/structure/own.tsv"), OWN),
        ("regions", include_str!("../../data/structure/regions.tsv"), REGIONS),
    ];
    let found: Vec<_> = tables.iter().map(|(name, text, _)| (*name, count(text))).collect();
    let want: Vec<_> = tables.iter().map(|(name, _, n)| (*name, *n)).collect();
    assert_eq!(found, want);
}

const FURNITURE: usize = 119;
const SPAM: usize = 70;
const ARTICLES: usize = 21;
const CLOSINGS: usize = 7;
const TITLES: usize = 144;
const OUTLINE: usize = 24;
const HEADINGS: usize = 7;
const SENTENCES: usize = 7;
const KINDS: usize = 68;
const TENSE: usize = 42;
const ABOUT: usize = 34;
const PLACES: usize = 97;
const PEOPLES: usize = 51;
const CONGRESSES: usize = 60;
const OWN: usize = 53;
const REGIONS: usize = 3214;

#[test]
fn edits_of_broken_lines_and_glosses_are_furniture() {
    let text = "抓好落\n\n实。创(chuàng)新。\r\n- 3 -\n完";
    let at = |what: &str| {
        let i = text.find(what).unwrap();
        Span::new(i, i + what.len())
    };
    let normal = Normalised::apply(
        text,
        vec![
            Edit::new(at("\n\n"), "", EditKind::Space),
            Edit::new(at("(chuàng)"), "", EditKind::Gloss),
            Edit::new(at("\r"), "", EditKind::Space),
            Edit::new(at("\n- 3 -\n"), "", EditKind::Space),
        ],
    );
    let s = Structurer::new().unwrap().structure(&SourceText::new(text), &normal, &[], &Meta::default());
    let kinds: Vec<_> = s.furniture.iter().map(|f| f.kind.name()).collect();
    assert_eq!(kinds, ["broken_word", "gloss", "page_break"]);
}

#[test]
fn hostile_pages_take_linear_time() {
    // Each makes one step of the stage meet its candidates again and again.
    let pages = [
        "篇1\n某县今年抓好各项工作，确保全面完成任务。\n".repeat(10_000),
        "相关文章：\n某文\n".repeat(10_000),
        "某县工作方案\n".repeat(10_000),
        "某县工作方案\n2024年5月6日\n完成。\n".repeat(10_000),
        "一是要快。".repeat(10_000),
        "（".repeat(30_000),
        "。（牵头）".repeat(10_000),
        "目录\n第一章 甲\n".repeat(10_000),
        "甲.乙".repeat(10_000),
        "某县办公室\n2024年5月6日\n".repeat(10_000),
        "\n\u{2028}一".repeat(10_000),
    ];
    let cost = |page: &str| work::of(|| assert!(check(page, &parts(page)).is_ok()));
    for page in &pages {
        // Ten times the text: linear, ten times the work; quadratic, a hundred times.
        let tenth: String = page.chars().take(page.chars().count() / 10).collect();
        let (part, whole) = (cost(&tenth), cost(page));
        let per_byte = whole / page.len();
        let name: String = page.chars().take(12).collect();
        assert!(whole < 13 * part, "{name}: {part} of a tenth, {whole} of all");
        assert!(per_byte < 60, "{name}: {per_byte} a byte");
    }
}

/// What must hold of any structure of any text.
fn check(text: &str, s: &Structure) -> Result<(), TestCaseError> {
    let good = |at: Span<Normal>| text.is_char_boundary(at.start()) && text.is_char_boundary(at.end());
    let mut end = 0;
    for f in &s.furniture {
        prop_assert!(f.at.start() >= end && !f.at.is_empty());
        prop_assert!(text.is_char_boundary(f.at.start()) && text.is_char_boundary(f.at.end()));
        end = f.at.end();
    }
    for (i, a) in s.articles.iter().enumerate() {
        prop_assert!(good(a.at));
        prop_assert!(i == 0 || s.articles[i - 1].at.start() <= a.at.start());
        if let Some(p) = a.parent {
            prop_assert!(p.index() < i && s.articles[p.index()].container);
            prop_assert!(s.articles[p.index()].at.contains(a.at));
        }
        if let Some(t) = a.title {
            prop_assert!(good(t) && a.at.contains(t));
        }
    }
    let leaves: Vec<_> = s.articles.iter().filter(|a| !a.container).collect();
    prop_assert!(leaves.windows(2).all(|w| w[0].at.end() <= w[1].at.start()));
    for (i, x) in s.sections.iter().enumerate() {
        prop_assert!(
            good(x.heading) && good(x.at) && x.at.contains(x.heading) && x.heading.contains(x.label)
        );
        prop_assert!(s.articles[x.article.index()].at.contains(x.at));
        prop_assert!(i == 0 || s.sections[i - 1].heading.start() < x.heading.start());
        match x.parent {
            Some(p) => {
                prop_assert!(s.sections[p.index()].at.contains(x.at));
                prop_assert_eq!(s.sections[p.index()].level + 1, x.level);
            }
            None => prop_assert_eq!(x.level, 1),
        }
    }
    for (i, p) in s.paragraphs.iter().enumerate() {
        prop_assert!(good(p.at) && !p.at.is_empty());
        prop_assert!(i == 0 || s.paragraphs[i - 1].at.end() <= p.at.start());
        if let Some(x) = p.section {
            prop_assert!(s.sections[x.index()].at.contains(p.at));
            prop_assert_eq!(Some(s.sections[x.index()].article), p.article);
        }
    }
    for (i, x) in s.sentences.iter().enumerate() {
        prop_assert!(good(x.at) && !x.at.is_empty());
        prop_assert!(s.paragraphs[x.paragraph.index()].at.contains(x.at));
        prop_assert!(i == 0 || s.sentences[i - 1].at.end() <= x.at.start());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_has_sound_parts(text in "\\PC{0,200}") {
        check(&text, &parts(&text))?;
    }

    #[test]
    fn any_page_has_sound_parts(lines in prop::collection::vec(prop::sample::select(vec![
        "", "　　", "某县工作计划 篇1", "某县工作计划 篇2", "某县工作方案", "某县2024年工作总结", "篇(1)", "篇(2)",
        "一、目标", "二、措施", "（一）做好准备。按时完成任务。", "1.抓早。", "1.1 目的", "第一，要快。", "一是要快。", "目录",
        "第一章 总则", "相关文章：", "上一篇：某文", "下载", "来源：", "某日报", "2024年5月6日", "附件",
        "今年以来，各项工作在大家的支持下稳步推进，重点任务逐项落实，责任到人，按月通报进度，年底全面完成。（县办牵头）",
        "感谢您的阅读。", "\");", "好站小编为大家整理了计划，供参考，希望对您有帮助。", "各位代表：", "——2024年5月6日在会议上",
        "a b. c d.", "的.错", "\r", "】", "（", "“",
    ]), 0..40)) {
        let text = lines.join("\n");
        check(&text, &parts(&text))?;
    }
}

//! Mini pages of our own, each for one phenomenon, and what holds for any text.

use super::*;
use crate::document::{ArticleKind, Evidence};
use crate::offsets::Edit;
use crate::text::{Block, Markup};
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

const FURNITURE: usize = 98;
const SPAM: usize = 70;
const ARTICLES: usize = 18;
const CLOSINGS: usize = 7;
const TITLES: usize = 144;
const OUTLINE: usize = 21;
const HEADINGS: usize = 6;
const SENTENCES: usize = 7;
const KINDS: usize = 64;
const TENSE: usize = 42;
const ABOUT: usize = 33;
const PLACES: usize = 97;
const PEOPLES: usize = 51;
const CONGRESSES: usize = 60;
const OWN: usize = 53;
const REGIONS: usize = 3214;

#[test]
fn every_style_of_marker_makes_an_anthology() {
    let styles: &[[&str; 3]] = &[
        ["护林工作计划 篇1", "护林工作计划 篇2", "护林工作计划 篇3"],
        ["护林计划篇一", "护林计划篇二", "护林计划篇三"],
        ["护林总结（篇1）", "护林总结（篇2）", "护林总结（篇3）"],
        ["篇1", "篇2", "篇3"],
        ["篇(1)", "篇(2)", "篇(3)"],
        ["篇（一）", "篇（二）", "篇（三）"],
        ["【篇1】", "【篇2】", "【篇3】"],
        ["【篇1】护林计划", "【篇2】防汛总结", "【篇3】植树方案"],
        ["护林总结【第一篇】", "护林总结【第二篇】", "护林总结【第三篇】"],
        ["第一篇：护林工作计划", "第二篇：防汛工作总结", "第三篇：植树方案"],
        ["第1篇", "第2篇", "第3篇"],
        ["范文一", "范文二", "范文三"],
        ["护林计划范文1", "护林计划范文2", "护林计划范文3"],
        ["护林工作计划之一", "护林工作计划之二", "护林工作计划之三"],
        ["护林工作计划(1)", "护林工作计划(2)", "护林工作计划(3)"],
        ["护林工作计划1", "护林工作计划2", "护林工作计划3"],
        ["1、护林工作计划", "2、护林工作计划", "3、护林工作计划"],
        ["1、护林站工作计划", "2、水管站工作总结", "3、农技站工作方案"],
    ];
    for style in styles {
        let text = format!(
            "护林工作计划范文3篇\n\n{}\n\n{}\n{}\n\n{}\n{}\n\n{}",
            style[0],
            body("甲"),
            style[1],
            body("乙"),
            style[2],
            body("丙")
        );
        let s = parts(&text);
        assert_eq!(titles(&text, &s), style, "{text}");
        assert!(s.articles.iter().all(|a| !a.container && a.parent.is_none()));
        assert!(s.articles[0].at.end() < s.articles[1].at.start());
        assert!(text[s.articles[2].at.range()].ends_with("进度。"));
    }
}

#[test]
fn an_outline_is_no_anthology() {
    for text in [
        format!(
            "某县五年规划纲要\n第一篇 总体要求\n{}第二篇 主要任务\n{}第三篇 保障措施\n{}",
            body("甲"),
            body("乙"),
            body("丙")
        ),
        format!("某局2023年工作报告\n一、2023年工作总结\n{}二、2024年工作计划\n{}", body("甲"), body("乙")),
        format!("1、总体情况\n{}2、下一步打算\n{}", body("甲"), body("乙")),
    ] {
        let s = parts(&text);
        assert_eq!(s.articles.len(), 1, "{text}");
        assert!(s.sections.len() >= 2);
        assert!(s.sections.iter().all(|s| s.level == 1));
    }
}

#[test]
fn a_title_that_repeats_makes_children() {
    let title = "渔政执法工作方案";
    let text = format!(
        "渔政工作计划 篇1\n\n{}\n渔政工作计划 篇2\n\n好笔头文库为大家准备了渔政执法工作方案,供大家参考。\n\n{title}\n\n{}\n{title}\n\n{}\n渔政工作计划 篇3\n\n{}",
        body("甲"),
        body("乙"),
        body("丙"),
        body("丁")
    );
    let s = parts(&text);
    let got: Vec<_> = s.articles.iter().map(|a| (a.parent.map(|p| p.0), a.container)).collect();
    assert_eq!(got, [(None, false), (None, true), (Some(1), false), (Some(1), false), (None, false)]);
    assert_eq!(
        furniture_of(&text, &s),
        [("site_intro", "好笔头文库为大家准备了渔政执法工作方案,供大家参考。")]
    );
    assert!(s.articles[1].at.contains(s.articles[3].at));
}

#[test]
fn a_notice_and_what_it_forwards_are_two_articles() {
    let text = format!(
        "某某县人民政府关于印发防汛方案的通知\n各乡镇人民政府：\n现将防汛方案印发给你们，请认真组织实施，按时报送情况，并做好各项准备工作，确保安全度汛不出问题。\n某某县人民政府\n2024年5月6日\n（此件公开发布）\n某某县防汛方案\n{}",
        body("防汛")
    );
    let s = parts(&text);
    assert_eq!(titles(&text, &s), ["某某县人民政府关于印发防汛方案的通知", "某某县防汛方案"]);
    assert_eq!(s.articles[0].about.kind, ArticleKind::Notice);
    assert_eq!(s.articles[0].about.issuer.as_deref(), Some("某某县人民政府"));
    assert_eq!(s.articles[0].about.date.as_ref().unwrap().as_str(), "2024-05-06");
    assert_eq!(s.articles[1].about.kind, ArticleKind::Scheme);
    assert_eq!(s.articles[1].about.year.as_ref().unwrap().as_str(), "2024");
    assert!(s.articles[1].about.date.is_none());
}

#[test]
fn a_caption_over_the_address_is_no_second_article() {
    let text = format!(
        "某县2024年政府工作报告\n2024年1月5日在某县第十届人民代表大会第三次会议上 某县县长 张三\n发布机构：某县人民政府办公室\n县长张三作政府工作报告\n各位代表：\n{}",
        body("全县")
    );
    assert_eq!(parts(&text).articles.len(), 1);
}

#[test]
fn furniture_goes_by_place() {
    let text = format!(
        "打印\n收藏\n【字号：大 中 小】\n某某县2024年工作计划\n来源：某某日报\n时间：2024-01-09\n{}（来源:好笔头文库）年底见效。\n下载\n相关文章：\n1、某校消防演练方案\n2、某村道路养护计划\n",
        body("县里")
    );
    let s = parts(&text);
    let got = furniture_of(&text, &s);
    assert_eq!(
        got,
        [
            ("navigation", "打印\n收藏\n【字号：大 中 小】"),
            ("byline_date", "来源：某某日报\n时间：2024-01-09"),
            ("source_tag", "（来源:好笔头文库）"),
            ("navigation", "下载"),
            ("related_links", "相关文章：\n1、某校消防演练方案\n2、某村道路养护计划"),
        ]
    );
    assert_eq!(titles(&text, &s), ["某某县2024年工作计划"]);
}

#[test]
fn what_looks_like_furniture_in_the_middle_stays() {
    let text = format!(
        "某某县2024年工作计划\n{}时间：每月5日。\n来源：各村上报。\n希望大家对本计划提出意见，共同参与，把工作做好。\n2024年3月5日\n1\n2\n{}",
        body("前"),
        body("后")
    );
    assert_eq!(furniture_of(&text, &parts(&text)), []);
}

#[test]
fn spam_is_told_by_its_words_together() {
    let text = format!("某县工作计划\n{}国产精品 | 在线观看 | 无码高清 | 免费视频", body("县里"));
    assert_eq!(furniture_of(&text, &parts(&text)).last().unwrap().0, "spam");
    let text = format!("某县外贸计划\n{}巩固欧美、日韩市场，拓展亚洲国产设备在线销售", body("县里"));
    assert_eq!(furniture_of(&text, &parts(&text)), []);
}

#[test]
fn a_list_of_contents_is_no_series() {
    let text = format!(
        "护林工作计划3篇\n篇1：护林工作计划\n篇2：防汛工作计划\n篇1：护林工作计划\n{}篇2：防汛工作计划\n{}",
        body("甲"),
        body("乙")
    );
    let s = parts(&text);
    assert_eq!(s.articles.len(), 2);
    assert!(text[s.articles[0].at.range()].ends_with("进度。"));
    // The first marker is lost: what stands above the second is an article and stays.
    let text = format!("某县工作集\n{}某县计划 篇2\n{}某县计划 篇3\n{}", body("甲"), body("乙"), body("丙"));
    let s = parts(&text);
    assert_eq!(s.articles.len(), 3);
    assert_eq!(furniture_of(&text, &s), []);
}

#[test]
fn words_of_a_document_are_no_advert_and_no_outro() {
    let last = [
        "以上是我的汇报内容，请批评指正。",
        "希望大家共同努力，把工作做好。",
        "【优惠政策】对企业免费培训，电话预约。",
        "★ 落实助学贷款申请工作",
        "让更多群众用上网络",
        "时间：2024年5月6日",
        "位置：县城东部",
        "附件",
    ];
    for line in last {
        let text = format!("某县工作汇报\n{}{line}", body("县里"));
        assert_eq!(furniture_of(&text, &parts(&text)), [], "{line}");
    }
}

#[test]
fn markup_tells_the_frame() {
    let menu = "首页栏目\n办事大厅\n";
    let main = format!("某县工作要点\n{}", body("县里"));
    let text = format!("{menu}{main}");
    let at = |from: usize, to: usize| Span::new(from, to);
    let blocks = vec![
        Block { at: at(0, menu.len()), markup: Markup::Frame },
        Block { at: at(menu.len(), text.len()), markup: Markup::Main },
    ];
    let s = with(&text, &Meta::default(), blocks);
    assert_eq!(furniture_of(&text, &s), [("navigation", "首页栏目\n办事大厅")]);
    assert_eq!(titles(&text, &s), ["某县工作要点"]);
}

#[test]
fn levels_follow_the_shapes_that_occur() {
    let cases: &[(&str, &[(u8, &str)])] = &[
        (
            "某计划\n一、目标\n全面完成。\n（一）产量\n粮食增产。\n1.小麦。种好小麦。\n（1）选种\n选好种子。\n二、措施\n1、加强领导。成立小组。\n",
            &[
                (1, "一、目标"),
                (2, "（一）产量"),
                (3, "1.小麦。"),
                (4, "（1）选种"),
                (1, "二、措施"),
                (2, "1、加强领导。"),
            ],
        ),
        (
            "某总结\n（一）学习到位。全年学习。\n1.读书。读好书。\n（二）作风到位。作风好。\n",
            &[(1, "（一）学习到位。"), (2, "1.读书。"), (1, "（二）作风到位。")],
        ),
        (
            "某纲要\n第一编 总则\n第一章 目标\n第一节 农业\n增产。\n第二章 措施\n落实。\n",
            &[(1, "第一编 总则"), (2, "第一章 目标"), (3, "第一节 农业"), (2, "第二章 措施")],
        ),
        (
            "某预案\n1 总则\n1.1 目的\n保障安全。\n1.2 依据\n依法办事。\n2 职责\n各司其职。\n",
            &[(1, "1 总则"), (2, "1.1 目的"), (2, "1.2 依据"), (1, "2 职责")],
        ),
        (
            "某安排\n1、第一季度：召开会议。\n2、第二季度：开展检查。\n",
            &[(1, "1、第一季度："), (1, "2、第二季度：")],
        ),
        (
            "某报告\n１.5亿元到位。\n2023年收入增长。\n3.15活动开展。\n二、三产业增长。\n5、6月份检查。\n第一书记到村。\n",
            &[],
        ),
        (
            "某方案\n一、任务\n（一）完成登记；\n（二）完成公示；\n（三）完成移交。\n二、要求\n落实。\n",
            &[(1, "一、任务"), (1, "二、要求")],
        ),
        ("某讲话\n第三，要抓落实。会后就办。\n一是要快。二是要好。\n", &[]),
        (
            "某报告\n一、成绩\n第一，产量提高。\n（一）小麦增产。面积扩大。\n第二，收入提高。\n二、问题\n不少。\n",
            &[
                (1, "一、成绩"),
                (2, "第一，产量提高。"),
                (3, "（一）小麦增产。"),
                (2, "第二，收入提高。"),
                (1, "二、问题"),
            ],
        ),
    ];
    for (text, want) in cases {
        assert_eq!(&headings(text, &parts(text)), want, "{text}");
    }
}

#[test]
fn unlabelled_headings_need_a_sure_sign() {
    let text =
        "某报告\n一、调研\n（一）专题\n关于扩大销路的研究\n今年调研销路问题，走访客商。\n附件\n重点项目表\n";
    assert_eq!(
        headings(text, &parts(text)),
        [(1, "一、调研"), (2, "（一）专题"), (3, "关于扩大销路的研究"), (1, "附件")]
    );
}

#[test]
fn a_table_of_contents_is_passed_over() {
    let text = "某规划纲要\n目 录\n第一章 目标\n第二章 措施\n第一章 目标\n增产。\n第二章 措施\n落实。\n";
    assert_eq!(headings(text, &parts(text)).len(), 2);
    let text = "某规划纲要\n第一章 目标……3\n第一章 目标\n增产。\n";
    assert_eq!(headings(text, &parts(text)).len(), 1);
}

#[test]
fn a_page_without_line_breaks_has_its_parts() {
    let text = format!(
        "{}　　一、目标　　{}　　二、措施　　{}",
        "甲".repeat(30),
        "增产增收。".repeat(40),
        "抓好落实。".repeat(40)
    );
    assert_eq!(
        headings(&text, &parts(&text)).iter().map(|h| h.1).collect::<Vec<_>>(),
        ["一、目标", "二、措施"]
    );
}

#[test]
fn years_come_from_the_first_evidence() {
    let b = body("全局");
    let cases = [
        (format!("某局2024年工作计划\n2023年完成任务。\n{b}"), Some("2024"), Some(Evidence::Title)),
        (format!("某局20xx年工作计划\n{b}"), Some("20XX"), Some(Evidence::Title)),
        (format!("某县规划（2021—2025年）\n{b}"), Some("2021/2025"), Some(Evidence::Title)),
        (format!("某县“十四五”规划\n{b}"), Some("2021/2025"), Some(Evidence::Title)),
        (format!("某县第十个五年计划纲要\n{b}"), Some("2001/2005"), Some(Evidence::Title)),
        (
            format!("政府工作报告\n——二〇二三年一月五日在某县第十届人民代表大会上\n{b}"),
            Some("2023"),
            Some(Evidence::Dateline),
        ),
        (format!("某局工作打算\n2022年，我局要抓好落实。\n{b}"), Some("2022"), Some(Evidence::Body)),
        (
            format!("某局工作打算\n根据《某县2021年工作要点》精神，结合实际，抓好落实。\n{b}"),
            Some("2021"),
            Some(Evidence::Plan),
        ),
        (format!("各位代表：\n请予审议。\n一、2014年工作回顾\n{b}"), Some("2015"), Some(Evidence::Body)),
        (format!("某局工作打算\n纪念成立65周年。\n{b}"), None, None),
    ];
    for (text, year, evidence) in cases {
        let about = &parts(&text).articles[0].about;
        assert_eq!(about.year.as_ref().map(|y| y.as_str()), year, "{text}");
        assert_eq!(about.evidence.get("year").copied(), evidence, "{text}");
    }
}

#[test]
fn what_the_caller_knows_overrides() {
    let meta = Meta {
        region: Some("湖南".into()),
        year: Some("2020".into()),
        kind: Some(ArticleKind::Essay),
        issuer: Some("某办".into()),
        ..Meta::default()
    };
    let text = format!("2024年上海市政府工作报告\n{}", body("全市"));
    let plain = &parts(&text).articles[0].about;
    assert_eq!((plain.region.as_deref(), plain.issuer.as_deref()), (Some("上海市"), Some("上海市人民政府")));
    let s = with(&text, &meta, Vec::new());
    let about = &s.articles[0].about;
    assert_eq!(about.region_code.as_deref(), Some("430000"));
    assert_eq!(about.year.as_ref().unwrap().as_str(), "2020");
    assert_eq!((about.kind, about.issuer.as_deref()), (ArticleKind::Essay, Some("某办")));
    assert!(["region", "year", "kind", "issuer"].iter().all(|f| about.evidence[f] == Evidence::Meta));
}

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

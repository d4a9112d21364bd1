//! What is known of an article: invented titles, openings and signatures, one phenomenon each.

use super::*;
use crate::document::{ArticleKind, Evidence, Level};

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
        (
            format!("某局工作打算\n今年是“十二五”的第五年，任务很重。\n{b}"),
            Some("2015"),
            Some(Evidence::Body),
        ),
        (
            format!("某局工作打算\n今年是实施“十四五”规划的开局之年。\n{b}"),
            Some("2021"),
            Some(Evidence::Body),
        ),
        (
            format!("某局工作打算\n今年既是转型之年，也是十三五收官之年。\n{b}"),
            Some("2020"),
            Some(Evidence::Body),
        ),
        (format!("某局工作打算\n今年是“十五五”谋篇之年，任务很重。\n{b}"), None, None),
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
fn a_title_names_its_issuer_and_level() {
    let cases = [
        ("海拉尔区教育局2023年工作要点", Some("海拉尔区教育局"), Some("150702"), Some(Level::County)),
        ("海拉尔区东山街道2021年工作总结", None, Some("150702"), Some(Level::Town)),
        ("中共海拉尔区委2024年工作要点", Some("中共海拉尔区委"), Some("150702"), Some(Level::County)),
        ("海淀2024年重点工作计划", None, Some("110108"), Some(Level::County)),
        ("教育部2022年工作要点", Some("教育部"), None, Some(Level::National)),
        ("山东省关于贯彻国务院某项意见的实施方案", None, Some("370000"), Some(Level::Province)),
        ("在全市植树会议上的讲话", None, None, Some(Level::City)),
        ("第三小学2023-2024学年工作计划", Some("第三小学"), None, None),
        ("创建文明村镇2023年方案", None, None, None),
    ];
    for (title, issuer, code, level) in cases {
        let text = format!("{title}\n{}", body("植树"));
        let about = &parts(&text).articles[0].about;
        let got = (about.issuer.as_deref(), about.region_code.as_deref(), about.level);
        assert_eq!(got, (issuer, code, level), "{title}");
    }
}

#[test]
fn masked_years_keep_what_they_show() {
    for (title, year) in
        [("某站2×××年工作总结", "2XXX"), ("某站202X年工作计划", "202X"), ("某站二0一0年工作总结", "2010")]
    {
        let text = format!("{title}\n{}", body("植树"));
        assert_eq!(parts(&text).articles[0].about.year.as_ref().unwrap().as_str(), year, "{title}");
    }
}

/// Articles under markers that say nothing: their words tell the kind.
#[test]
fn words_tell_the_kind_where_the_title_does_not() {
    let cases = [
        (
            ArticleKind::Scheme,
            "为做好植树工作，决定开展专项行动，具体方案如下：\n一、活动时间\n三月上旬，由站长任组长。",
        ),
        (ArticleKind::Scheme, "第一条 为规范苗圃管理，制定本办法。\n第二条 苗圃由专人看护，禁止放牧。"),
        (ArticleKind::Plan, "本学期我校以植树育人为重点，抓好以下工作。\n1、办好苗圃。每班认养一块。"),
        (ArticleKind::Report, "现将我站植树情况汇报如下，不妥之处，请批评指正。\n全站植树百亩，完成了任务。"),
        (ArticleKind::Report, "下面，我向大家作个述职，请同志们评议。\n一年来植树百亩，完成了任务。"),
        (ArticleKind::Speech, "各位来宾、女士们、先生们：\n今天我们欢聚一堂，向植树能手表示热烈的祝贺！"),
        (ArticleKind::Speech, "老师们、同学们：\n大家好！春天到了，希望同学们爱护树木。"),
        (
            ArticleKind::Notice,
            "各村：\n为做好植树工作，现就有关要求通知如下，请认真贯彻执行。\n各村按时上山。",
        ),
        (ArticleKind::Essay, "这次上山植树，使我明白了前人的不易，受益匪浅。作为一名护林员，我更爱这片山。"),
        (ArticleKind::Other, "甲方：某村\n乙方：某站\n双方就植树一事签订本责任书。"),
    ];
    for (kind, text) in cases {
        let filler = "山上的树苗由各组轮流看护，浇水施肥按时进行。\n".repeat(6);
        let page = format!("基层材料\n材料 篇1\n{text}\n{filler}材料 篇2\n{}", body("植树"));
        assert_eq!(parts(&page).articles[0].about.kind, kind, "{text}");
    }
}

//! What sites of sample texts do to a page: each case an invented page of one phenomenon.

use super::*;
use crate::document::ArticleKind;
use crate::text::{Block, Markup};

#[test]
fn marks_of_markdown_around_markers() {
    let text = format!(
        "**水利站计划（汇总2篇）**\n**【篇1】水利站计划**\n{}**【篇2】水利站计划**\n{}",
        body("清淤"),
        body("饮水")
    );
    assert_eq!(titles(&text, &parts(&text)), ["**【篇1】水利站计划**", "**【篇2】水利站计划**"]);
    let text = format!("# 消防计划1\n{}# 消防计划2\n{}", body("值守"), body("演练"));
    assert_eq!(parts(&text).articles.len(), 2);
}

#[test]
fn a_collection_of_collections() {
    let text = format!(
        "某局总结暨计划大全(一)\n统计总结(一)\n{}统计总结(二)\n{}某局总结暨计划大全(二)\n审计计划(一)\n{}审计计划(二)\n{}",
        body("统计"),
        body("普查"),
        body("审计"),
        body("预算")
    );
    let s = parts(&text);
    let shape: Vec<_> = s.articles.iter().map(|a| (a.container, a.parent.map(|p| p.index()))).collect();
    let child = |p| (false, Some(p));
    assert_eq!(shape, [(true, None), child(0), child(0), (true, None), child(3), child(3)]);
    assert!(s.furniture.is_empty(), "{:?}", furniture_of(&text, &s));
}

#[test]
fn a_marker_lost_between_two_others() {
    let lost = "林权登记工作情况汇报\n";
    let text = format!("林权总结 篇一\n{}{lost}{}林权总结 篇三\n{}", body("甲"), body("乙"), body("丙"));
    assert_eq!(titles(&text, &parts(&text)), ["林权总结 篇一", lost.trim(), "林权总结 篇三"]);
    // Where no number is missing, such a line is a heading of the text.
    let text = text.replace("篇三", "篇二");
    assert_eq!(parts(&text).articles.len(), 2);
}

#[test]
fn a_bare_marker_says_nothing_of_the_kind() {
    let text = format!("招商计划精选\n篇一\n{}篇二\n{}", body("招商"), body("引资"));
    let kinds: Vec<_> = parts(&text).articles.iter().map(|a| a.about.kind).collect();
    assert_eq!(kinds, [ArticleKind::Plan; 2]);
    // The text itself says more than the page.
    let text = text.replace("篇二\n", "篇二\n各位代表：请予审议。\n");
    assert_eq!(parts(&text).articles[1].about.kind, ArticleKind::Report);
}

#[test]
fn tails_of_sites() {
    let tails: &[(&str, &[&str])] = &[
        ("看了护林方案的人还看了：\n1.护林方案\n2.护林总结\n", &["related_links"]),
        ("【拓展阅读】\n护林总结\n护林制度\n", &["related_links"]),
        ("更多关于护林的文章\n护林总结\n护林制度\n", &["related_links"]),
        ("更多护林信息请访问护林网。\n欢迎您的下载，仅供参考！\n", &["site_outro"]),
        ("《护林方案.doc》\n下载说明：1. 文档为doc格式；\n", &["advert"]),
        ("-可编辑修改-\n", &["advert"]),
        ("（责任编辑：某站）\n", &["byline_date"]),
        ("护林方案(2篇).doc\n将本文的Word文档下载到电脑，方便收藏和打印\n推荐度：\n搜索文档\n", &["advert"]),
    ];
    for (tail, kinds) in tails {
        let text = format!("护林方案\n{}{tail}", body("护林"));
        let s = parts(&text);
        let found: Vec<_> = furniture_of(&text, &s).into_iter().map(|(k, _)| k).collect();
        assert_eq!(found, *kinds, "{tail}");
        // The same words inside a sentence are the document's.
        let text =
            format!("护林方案\n{}看了现场的人还看了展板。\n护林员推荐度高，收藏图册。\n", body("护林"));
        assert!(parts(&text).furniture.is_empty());
    }
}

#[test]
fn a_compiler_named_in_the_text() {
    let text = format!("护林方案\n{}由县林业局包案。[由某网整理]\n", body("护林"));
    assert_eq!(furniture_of(&text, &parts(&text)), [("source_tag", "[由某网整理]")]);
    let text = format!("护林方案\n{}材料齐全（由档案科整理，另行归档）。\n", body("护林"));
    assert!(parts(&text).furniture.is_empty());
}

#[test]
fn what_a_text_quotes_is_its_own() {
    let text = format!(
        "某县人大工作简报\n县人大办公室 2022年7月8日\n{}转发的通知如下：\n关于开展检查的通知\n各乡镇：\n{}",
        body("代表"),
        body("检查")
    );
    let s = parts(&text);
    assert_eq!(titles(&text, &s), ["某县人大工作简报"]);
    assert_eq!(s.articles[0].about.date.as_ref().unwrap().as_str(), "2022-07-08");
}

#[test]
fn a_notice_that_forwards_two_documents() {
    let text = format!(
        "关于印发两个规定的通知\n各乡镇：\n现将两个规定印发给你们。\n{}县政府办公室\n2022年3月4日\n\n护林巡查规定\n\n一、目的\n{}二、职责\n{}\n防火值守规定\n\n一、目的\n{}二、职责\n{}",
        body("通知"),
        body("甲"),
        body("乙"),
        body("丙"),
        body("丁")
    );
    let s = parts(&text);
    assert_eq!(titles(&text, &s), ["关于印发两个规定的通知", "护林巡查规定", "防火值守规定"]);
    let years: Vec<_> = s.articles.iter().map(|a| a.about.year.as_ref().map(|y| y.as_str())).collect();
    assert_eq!(years, [Some("2022"); 3]);
}

#[test]
fn years_of_the_republic_where_it_is_written_of() {
    // The normal form of a Traditional page; here its edits are made by hand.
    let source = "某區公所113年度施政計畫\n本計畫依據預算編定，民眾滿意度達九成。\n";
    let normaliser = crate::Normaliser::new(crate::NormaliseConfig::default()).unwrap();
    let normal = normaliser.normalise(source);
    let s = Structurer::new().unwrap().structure(&SourceText::new(source), &normal, &[], &Meta::default());
    assert_eq!(s.articles[0].about.year.as_ref().unwrap().as_str(), "2024");
    // In a Simplified page 113年 is a duration.
    let s = parts("某区113年校庆工作计划\n本计划依据预算编定，群众满意度达九成。\n");
    assert_eq!(s.articles[0].about.year, None);
}

#[test]
fn an_article_of_a_regulation_is_no_heading() {
    let text = "护林办法\n第一章 总则\n第一条 为了护林，制定本办法。\n第二条 本办法适用于全县。\n第二章 附则\n第三条 本办法自发布之日起施行。\n";
    assert_eq!(headings(text, &parts(text)), [(1, "第一章 总则"), (1, "第二章 附则")]);
}

#[test]
fn a_page_title_that_markup_gives() {
    let text = format!("护林方案\n{}", body("护林"));
    let at = Span::new(0, "护林方案".len());
    let s = with(&text, &Meta::default(), vec![Block { at, markup: Markup::PageTitle }]);
    assert_eq!(titles(&text, &s), ["护林方案"]);
}

#[test]
fn a_list_of_attachments_is_no_outline() {
    let text =
        "护林方案\n各村：\n一、任务\n抓好巡查。\n1、定岗。定人到山头。\n附件：1.名单\n2.安排表\n3.报表\n";
    assert_eq!(headings(text, &parts(text)), [(1, "一、任务"), (2, "1、定岗。")]);
}

#[test]
fn a_collection_numbered_in_brackets() {
    let text = format!(
        "后勤计划（三篇）\n（一）后勤工作计划\n{}（二）校舍工作计划\n{}（三）后勤工作总结\n{}",
        body("后勤"),
        body("校舍"),
        body("食堂")
    );
    assert_eq!(parts(&text).articles.len(), 3);
    let text = text.replace("（三篇）", "");
    assert_eq!(parts(&text).articles.len(), 1);
}

#[test]
fn a_report_of_a_government_is_its_own() {
    let text = format!("海拉尔区政府工作报告\n各位代表：\n{}", body("全区"));
    assert_eq!(parts(&text).articles[0].about.issuer.as_deref(), Some("海拉尔区人民政府"));
    let text = text.replace("政府工作报告", "政府工作报告的决议");
    assert_eq!(parts(&text).articles[0].about.issuer, None);
}

#[test]
fn a_signature_above_attachments() {
    let text = format!(
        "关于推广做法的通知\n各乡镇：\n{}某县护林办公室\n2018年12月23日\n附件\n{}",
        body("护林"),
        body("清单").repeat(2)
    );
    let about = &parts(&text).articles[0].about;
    assert_eq!(about.date.as_ref().unwrap().as_str(), "2018-12-23");
    assert_eq!(about.issuer.as_deref(), Some("某县护林办公室"));
}

#[test]
fn a_table_above_the_title_is_no_title() {
    let title = "某某县人民政府关于植树的决定";
    let text = format!(
        "索 引 号：\t12/2018-1\t主题分类：\t林业\n发文机关：\t某某县人民政府\t成文日期：\t2018年12月21日\n标　　题：\t{title}\n发文字号：\t某政〔2018〕43号\t发布日期：\t2018年12月29日\n{title}\n各乡镇：\n{}",
        body("植树")
    );
    let s = parts(&text);
    assert_eq!(titles(&text, &s), [title]);
    assert_eq!(s.articles[0].about.issuer.as_deref(), Some("某某县人民政府"));
    assert_eq!(s.furniture.len(), 1, "{:?}", s.furniture);
}

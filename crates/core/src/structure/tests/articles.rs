//! Where articles begin and end: invented pages, one phenomenon each, through normalising as real pages go.
//!
//! `<甲>` stands for an article's length of running text about 甲, `<<甲>>` for one with an outline of its own.

use super::*;
use crate::document::ArticleKind;

fn outlined(what: &str) -> String {
    format!("一、{what}目标\n{}二、{what}要求\n{}", body(what), body(what))
}

/// The page with its placeholders filled.
fn page(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        if let Some(what) = line.strip_prefix("<<").and_then(|l| l.strip_suffix(">>")) {
            out.push_str(&outlined(what));
        } else if let Some(what) = line.strip_prefix('<').and_then(|l| l.strip_suffix('>')) {
            out.push_str(&body(what));
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The articles of a page: depth and title, `-` where it has none.
fn found(text: &str) -> Vec<String> {
    thread_local! {
        static S: (crate::Normaliser, Structurer) = (
            crate::Normaliser::new(crate::NormaliseConfig::default()).unwrap(),
            Structurer::new().unwrap(),
        );
    }
    let text = page(text);
    S.with(|(normaliser, structurer)| {
        let normal = normaliser.normalise(&text);
        let s = structurer.structure(&SourceText::new(text.as_str()), &normal, &[], &Meta::default());
        let title = |a: &Article| a.title.map_or("-", |t| normal.slice(t)).to_owned();
        let depth = |a: &Article| if a.parent.is_some() { ">" } else { "" };
        s.articles.iter().map(|a| format!("{}{}", depth(a), title(a))).collect()
    })
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, want)| {
            let got = found(text);
            (got != *want).then(|| format!("{text}\n  found {got:?}\n  not   {want:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
}

#[test]
fn markers_of_every_style() {
    check(&[
        ("植树计划3篇\n篇一：\n<甲>\n篇二：\n<乙>", &["篇一：", "篇二："]),
        ("植树计划3篇\n◆篇一\n<甲>\n◆篇二\n<乙>", &["◆篇一", "◆篇二"]),
        (
            "植树计划\n【篇1：植树计划】\n<甲>\n【篇2：护苗计划】\n<乙>",
            &["【篇1：植树计划】", "【篇2：护苗计划】"],
        ),
        ("植树计划\n【范文1】\n<甲>\n【范文2】\n<乙>", &["【范文1】", "【范文2】"]),
        (
            "植树计划\n范文一：植树计划\n<甲>\n范文二：护苗计划\n<乙>",
            &["范文一：植树计划", "范文二：护苗计划"],
        ),
        ("植樹計劃\n範文一\n<甲>\n範文二\n<乙>", &["范文一", "范文二"]),
        ("植树计划\n样文1\n<甲>\n样文2\n<乙>", &["样文1", "样文2"]),
        ("植树计划\n模版一\n<甲>\n模版二\n<乙>", &["模版一", "模版二"]),
        (
            "植树计划\n植树计划（范文一）\n<甲>\n植树计划（范文二）\n<乙>",
            &["植树计划（范文一）", "植树计划（范文二）"],
        ),
        (
            "植树计划\n植树工作计划 篇（一）\n<甲>\n植树工作计划 篇（二）\n<乙>",
            &["植树工作计划 篇（一）", "植树工作计划 篇（二）"],
        ),
        ("植树计划\n（第一篇）\n<甲>\n（第二篇）\n<乙>", &["（第一篇）", "（第二篇）"]),
        (
            "植树总结精选三篇\n第一篇 植树工作总结\n<甲>\n第二篇 护苗工作总结\n<乙>\n第三篇 浇水工作总结\n<丙>",
            &["第一篇 植树工作总结", "第二篇 护苗工作总结", "第三篇 浇水工作总结"],
        ),
        ("植树计划\nPart 1\n<甲>\nPart 2\n<乙>", &["Part 1", "Part 2"]),
        ("植树计划\n植树计划一\n<甲>\n植树计划二\n<乙>", &["植树计划一", "植树计划二"]),
        (
            "植树计划\n植树计划之（一）\n<甲>\n植树计划之（二）\n<乙>",
            &["植树计划之（一）", "植树计划之（二）"],
        ),
        (
            "植树计划\n植树计划 第1篇\n<甲>\n植树计划 第2篇\n<乙>\n植树计划 第3篇\n<丙>",
            &["植树计划 第1篇", "植树计划 第2篇", "植树计划 第3篇"],
        ),
        ("植树计划\n植树计划[篇1]\n<甲>\n植树计划[篇2]\n<乙>", &["植树计划[篇1]", "植树计划[篇2]"]),
        (
            "植树计划\n**植树计划（1）**\n<甲>\n**植树计划（2）**\n<乙>",
            &["**植树计划（1）**", "**植树计划（2）**"],
        ),
    ]);
}

#[test]
fn anthologies_inside_anthologies() {
    check(&[
        (
            "植树大全\n植树计划 篇1\n好林网为大家整理了计划，供参考。\n范文一\n<甲>\n范文二\n<乙>\n植树计划 篇2\n<丙>",
            &["植树计划 篇1", ">范文一", ">范文二", "植树计划 篇2"],
        ),
        (
            "植树大全\n植树计划 篇1\n<甲>\n植树计划 篇2\n林场植树计划\n<乙>\n林场植树计划\n<丙>",
            &["植树计划 篇1", "植树计划 篇2", ">林场植树计划", ">林场植树计划"],
        ),
    ]);
}

#[test]
fn markers_that_were_lost() {
    check(&[
        // The first marker, one in the middle, the last.
        (
            "植树计划\n<甲>\n<乙>\n植树计划 篇2\n<丙>\n植树计划 篇3\n<丁>",
            &["-", "植树计划 篇2", "植树计划 篇3"],
        ),
        (
            "植树计划 篇1\n<甲>\n林场护苗工作计划\n<乙>\n植树计划 篇3\n<丙>",
            &["植树计划 篇1", "林场护苗工作计划", "植树计划 篇3"],
        ),
        (
            "植树计划 篇1\n<甲>\n植树计划 篇2\n<<乙>>\n特此报告。\n林业站\n2023年3月1日\n水利站清淤工作计划\n<<丙>>",
            &["植树计划 篇1", "植树计划 篇2", "水利站清淤工作计划"],
        ),
        // Each article under its own title, the page says how many there are.
        (
            "植树工作计划三篇\n林业站植树计划\n<甲>\n水利站护苗方案\n<乙>\n农技站浇水总结\n<丙>",
            &["林业站植树计划", "水利站护苗方案", "农技站浇水总结"],
        ),
        (
            "植树工作计划（精选2篇）\n林业站植树计划\n<<甲>>\n水利站护苗方案\n<<乙>>",
            &["林业站植树计划", "水利站护苗方案"],
        ),
        // A closing formula or a date, then another title and a numbering that begins again.
        (
            "林业站植树工作计划\n<<甲>>\n林业站\n2023年3月1日\n水利站清淤工作计划\n<<乙>>",
            &["林业站植树工作计划", "水利站清淤工作计划"],
        ),
        (
            "林业站植树工作汇报\n<<甲>>\n以上汇报，请审议。\n水利站清淤工作汇报\n<<乙>>",
            &["林业站植树工作汇报", "水利站清淤工作汇报"],
        ),
        (
            "林业站站长讲话\n同志们：\n<<甲>>\n谢谢大家！\n水利站清淤工作方案\n<<乙>>",
            &["林业站站长讲话", "水利站清淤工作方案"],
        ),
        // A text that asks for support in its last words, a line that stands alone, and an address.
        (
            "林业站施政报告\n各位议员：\n<甲>\n以上报告，敬请支持。\n\n林业站答复询问（摘录）\n\n主席、各位议员：\n<乙>",
            &["林业站施政报告", "林业站答复询问（摘录）"],
        ),
        // The same title with another year.
        (
            "林业站2021年植树计划\n<<甲>>\n林业站2022年植树计划\n<<乙>>",
            &["林业站2021年植树计划", "林业站2022年植树计划"],
        ),
    ]);
}

#[test]
fn articles_that_are_cut_off() {
    check(&[
        (
            "抓好落实，责任到人。\n<甲>\n植树计划 篇2\n<乙>\n植树计划 篇3\n植树工作要从",
            &["-", "植树计划 篇2", "植树计划 篇3"],
        ),
        ("植树计划 篇1\n<甲>", &["植树计划 篇1"]),
        ("和护苗工作，全面完成任务。\n<甲>\n林业站植树工作", &["-"]),
        ("林业站植树工作计划\n<<甲>>", &["林业站植树工作计划"]),
        ("<甲>", &["-"]),
    ]);
}

#[test]
fn what_is_one_article() {
    check(&[
        // Parts, chapters and lists of a document.
        (
            "林业站植树规划\n第一篇 总体规划\n<甲>\n第二篇 主要任务\n<乙>\n第三篇 保障措施\n<丙>",
            &["林业站植树规划"],
        ),
        (
            "林业站2022年工作总结和2023年工作计划\n一、2022年工作总结\n<甲>\n二、2023年工作计划\n<乙>",
            &["林业站2022年工作总结和2023年工作计划"],
        ),
        ("林业站工作报告\n2022年工作回顾\n<<甲>>\n2023年工作安排\n<<乙>>", &["林业站工作报告"]),
        (
            "林业站工作报告\n2021年工作回顾\n<甲>\n2022年工作回顾\n<乙>\n2023年工作回顾\n<丙>",
            &["林业站工作报告"],
        ),
        (
            "林业站2022年总结及2023年计划\n2022年工作总结\n<<甲>>\n2023年工作计划\n<<乙>>",
            &["林业站2022年总结及2023年计划"],
        ),
        ("林业站要点\n1、植树工作计划\n植树百亩。\n2、护苗工作计划\n护苗十天。\n<甲>", &["林业站要点"]),
        (
            "林业站植树方案\n一、总体安排\n<甲>\n组织领导和保障措施\n<乙>\n存在问题和下一步打算\n<丙>",
            &["林业站植树方案"],
        ),
        ("林业站植树方案\n<甲>\n全县重点工作安排\n<<乙>>\n全县保障措施\n<<丙>>", &["林业站植树方案"]),
        (
            "林业站工作简报\n一、经验\n<甲>\n二、文件摘登\n关于开展植树的通知\n各村：\n<乙>",
            &["林业站工作简报"],
        ),
        // Words that markers are made of, in running text.
        ("林业站总结\n<甲>\n这是本站的经验之一。\n第一篇报道见报，第二篇报道获奖。\n<乙>", &["林业站总结"]),
        ("林业站学习计划\n<甲>\n必读篇目：\n1、植树范文\n2、护苗范文\n<乙>", &["林业站学习计划"]),
        (
            "林业站会议安排\n2023年3月1日\n植树动员会\n<甲>\n2023年3月2日\n护苗培训会\n<乙>",
            &["林业站会议安排"],
        ),
        ("林业站植树工作计划\n林业站植树工作计划\n<甲>\n<乙>", &["林业站植树工作计划"]),
        ("林业站植树工作计划\n<甲>\n<乙>\n林业站植树工作计划", &["林业站植树工作计划"]),
        (
            "林业站护林工作总结\n<甲>\n抓好以下三篇文章：\n做好植树文章\n<乙>\n做好护苗文章\n<丙>",
            &["林业站护林工作总结"],
        ),
    ]);
}

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
        ["01 护林站工作计划", "02 水管站工作总结", "03 农技站工作方案"],
        ["第一：护林站工作计划", "第二：水管站工作总结", "第三：农技站工作方案"],
        ["第一篇、护林站工作计划", "第二篇、水管站工作总结", "第三篇、农技站工作方案"],
        ["Part1：护林站工作计划", "Part2：水管站工作总结", "Part3：农技站工作方案"],
        ["篇1护林工作计划", "篇2护林工作计划", "篇3护林工作计划"],
        ["〖篇1〗", "〖篇2〗", "〖篇3〗"],
        ["护林工作总结500字（一）", "护林工作总结500字（二）", "护林工作总结500字（三）"],
        ["【篇一】护林计划", "【篇二】防汛总结", "【篇三】"],
        ["护林总结篇一", "护林计划篇二", "护林总结篇三"],
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
fn a_title_runs_over_lines() {
    let text = format!(
        "某某县人民政府关于印发\n某某县植树行动计划\n（2023—2027年）的通知\n各乡镇：\n现将行动计划印发给你们，请认真组织实施，按时报送情况，做好各项准备工作，确保完成任务，不误农时，不留空地。\n某某县人民政府\n2023年1月10日\n某某县植树行动计划\n（2023—2027年）\n{}",
        body("植树")
    );
    let s = parts(&text);
    assert_eq!(
        titles(&text, &s),
        [
            "某某县人民政府关于印发\n某某县植树行动计划\n（2023—2027年）的通知",
            "某某县植树行动计划\n（2023—2027年）"
        ]
    );
    let kinds: Vec<ArticleKind> = s.articles.iter().map(|a| a.about.kind).collect();
    assert_eq!(kinds, [ArticleKind::Notice, ArticleKind::Plan]);
    assert_eq!(s.articles[1].about.year.as_ref().unwrap().as_str(), "2023/2027");
}

#[test]
fn a_notice_forwards_several_annexes() {
    let text = format!(
        "某某县林业站关于印发植树计划等文件的通知\n各村：\n现将两个文件印发给你们，请认真组织实施，按时报送情况，做好各项准备工作，确保完成任务，不误农时，不留空地。\n某某县林业站\n2023年1月10日\n附件1\n某某县植树计划\n{}附件2\n某某县护苗方案\n{}",
        body("植树"),
        body("护苗")
    );
    assert_eq!(
        titles(&text, &parts(&text)),
        ["某某县林业站关于印发植树计划等文件的通知", "某某县植树计划", "某某县护苗方案"]
    );
}

#[test]
fn titles_that_differ_in_their_years_tell_them() {
    let text = format!("林业站2019年工作要点\n{}林业站2020年工作要点\n{}", body("植树"), body("护苗"));
    let s = parts(&text);
    let years: Vec<_> = s.articles.iter().map(|a| a.about.year.as_ref().unwrap().as_str()).collect();
    assert_eq!(years, ["2019", "2020"]);
}

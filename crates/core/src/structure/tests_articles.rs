//! Where articles begin and end: invented pages, one phenomenon each, through normalising as real pages go.
//!
//! `<甲>` stands for an article's length of running text about 甲, `<<甲>>` for one with an outline of its own.

use super::tests::body;
use super::*;

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

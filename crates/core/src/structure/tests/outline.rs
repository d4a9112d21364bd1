//! Headings and sentences: invented texts, one phenomenon each.

use super::*;
use crate::text::{Block, Markup};

#[track_caller]
fn check(cases: &[(&str, &[(u8, &str)])]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, want)| {
            let found = parts(text);
            let got = headings(text, &found);
            (got != *want).then(|| format!("{text}\n  found {got:?}\n  not   {want:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
}

#[test]
fn labels_of_every_shape() {
    check(&[
        ("某计划\n1．目标。增产。\n2．措施。抓早。\n", &[(1, "1．目标。"), (1, "2．措施。")]),
        (
            "某计划\n一、任务\n①植树。百亩。\n②护苗。十天。\n",
            &[(1, "一、任务"), (2, "①植树。"), (2, "②护苗。")],
        ),
        (
            "某计划\n一、任务\n一是植树。百亩。\n二是护苗。十天。\n",
            &[(1, "一、任务"), (2, "一是植树。"), (2, "二是护苗。")],
        ),
        (
            "某计划\n# 任务\n## 植树\n植树百亩。\n## 护苗\n护苗十天。\n",
            &[(1, "# 任务"), (2, "## 植树"), (2, "## 护苗")],
        ),
        (
            "某计划\n第一部分 任务\n植树百亩。\n第二部分 措施\n抓早抓实。\n",
            &[(1, "第一部分 任务"), (1, "第二部分 措施")],
        ),
        ("某计划\n(一)任务\n植树百亩。\n(二)措施\n抓早抓实。\n", &[(1, "(一)任务"), (1, "(二)措施")]),
        ("某计划\n（1）任务：植树百亩。\n（2）措施：抓早抓实。\n", &[(1, "（1）任务："), (1, "（2）措施：")]),
        ("某计划\n第1章 总则\n依法植树。\n第2章 附则\n即日施行。\n", &[(1, "第1章 总则"), (1, "第2章 附则")]),
    ]);
}

#[test]
fn numbers_that_are_no_labels() {
    check(&[
        // Years and decimals behind a label, and without one.
        (
            "某计划\n1.2023年植树百亩。成活率高。\n2.2024年护苗十天。苗情好。\n",
            &[(1, "1.2023年植树百亩。"), (1, "2.2024年护苗十天。")],
        ),
        ("某报告\n3.5%的苗木成活。\n1.2万株苗木出圃。\n2023.5.6 植树。\n", &[]),
        ("某报告\n2024年，植树百亩。\n12月，护苗十天。\n30名干部下乡。\n", &[]),
        ("某报告\n一方面，要植树。\n一个月内完成。\n三、四月份护苗。\n", &[]),
        ("某报告\n十一届三次会议召开。\n五一节植树。\n", &[]),
    ]);
}

#[test]
fn outlines_with_lost_or_repeated_levels() {
    check(&[
        // （一） without 一、 in the second half; 1. directly under 一、 .
        (
            "某计划\n一、任务\n（一）植树。百亩。\n1.选苗。选好苗。\n二、要求\n1.领导。加强领导。\n",
            &[(1, "一、任务"), (2, "（一）植树。"), (3, "1.选苗。"), (1, "二、要求"), (2, "1.领导。")],
        ),
        // The same label twice, and a number left out.
        (
            "某计划\n一、任务\n植树。\n一、要求\n抓早。\n四、考核\n评比。\n",
            &[(1, "一、任务"), (1, "一、要求"), (1, "四、考核")],
        ),
        // A numbering that begins again under the next heading.
        (
            "某计划\n一、任务\n1.植树。百亩。\n2.护苗。十天。\n二、要求\n1.抓早。抓实。\n",
            &[(1, "一、任务"), (2, "1.植树。"), (2, "2.护苗。"), (1, "二、要求"), (2, "1.抓早。")],
        ),
    ]);
}

#[test]
fn headings_of_markup() {
    let text = "某计划\n任务\n植树百亩，护苗十天。\n要求\n抓早抓实，按时完成。\n";
    let block = |what: &str, markup| {
        let at = text.find(what).unwrap();
        Block { at: Span::new(at, at + what.len()), markup }
    };
    let blocks = vec![block("任务", Markup::Heading(3)), block("要求", Markup::Heading(3))];
    assert_eq!(headings(text, &with(text, &Meta::default(), blocks)), [(1, "任务"), (1, "要求")]);
    let blocks = vec![block("任务", Markup::Bold), block("要求", Markup::Bold)];
    assert_eq!(headings(text, &with(text, &Meta::default(), blocks)), [(1, "任务"), (1, "要求")]);
}

#[test]
fn sentences_of_damaged_text() {
    let cases: &[(&str, &[&str])] = &[
        // No line break at all; half-width stops; a bracket after the stop.
        ("抓早.抓实.抓好.", &["抓早.", "抓实.", "抓好."]),
        ("植树百亩,护苗十天.成活率3.5%以上,好于去年.", &["植树百亩,护苗十天.", "成活率3.5%以上,好于去年."]),
        (
            "植树百亩。（林业局牵头；6月底前完成）护苗十天。",
            &["植树百亩。（林业局牵头；6月底前完成）", "护苗十天。"],
        ),
        ("一是植树；二是护苗；三是清淤。", &["一是植树；二是护苗；三是清淤。"]),
        ("他问：“何时植树？”大家答：“三月。”", &["他问：“何时植树？”", "大家答：“三月。”"]),
        ("开展“植树了吗？”活动。效果好。", &["开展“植树了吗？”活动。", "效果好。"]),
        ("（一）植树（含护苗。）好。完。", &["（一）植树（含护苗。）好。", "完。"]),
    ];
    for (text, want) in cases {
        let s = parts(text);
        let got: Vec<&str> = s.sentences.iter().map(|x| &text[x.at.range()]).collect();
        assert_eq!(&got, want, "{text}");
    }
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
fn stages_rows_and_lists() {
    check(&[
        (
            "某方案\n一、步骤\n第一阶段：动员（3月）。开会。\n第二阶段：检查（4月）。上山。\n",
            &[(1, "一、步骤"), (2, "第一阶段：动员（3月）。"), (2, "第二阶段：检查（4月）。")],
        ),
        ("某方案\n1\t植树百亩\t林业站\n2\t护苗十天\t各村\n", &[]),
        ("某方案\n一、宣传\n1.进校园；2.进社区；3.进家庭。\n", &[(1, "一、宣传")]),
        ("某方案\nⅠ.概况\n植树百亩。\nⅡ.内容\n护苗十天。\n", &[(1, "Ⅰ.概况"), (1, "Ⅱ.内容")]),
        (
            "某总结\n一、成绩\n㈠植树\n植树百亩。\n㈡护苗\n护苗十天。\n",
            &[(1, "一、成绩"), (2, "㈠植树"), (2, "㈡护苗")],
        ),
        (
            "某方案\n1.山林\n(a)北坡\n植树百亩。\n(b)南坡\n护苗十天。\n",
            &[(1, "1.山林"), (2, "(a)北坡"), (2, "(b)南坡")],
        ),
        (
            "某计划\n【指导思想】\n以林为本。\n【工作重点】\n植树百亩。\n",
            &[(1, "【指导思想】"), (1, "【工作重点】")],
        ),
        (
            "某总结\n植树百亩。\n主要工作成效\n一、植树\n百亩成林。\n下一步工作打算\n一、护苗\n护苗十天。\n",
            &[(1, "主要工作成效"), (2, "一、植树"), (1, "下一步工作打算"), (2, "一、护苗")],
        ),
        // The title said again is no heading over its own numbering.
        (
            "某站\n林业站工作总结\n一、植树\n百亩成林。\n二、护苗\n护苗十天。\n",
            &[(1, "一、植树"), (1, "二、护苗")],
        ),
    ]);
}

#[test]
fn a_misread_label_is_written_as_mended() {
    let text = "學(xué)習(xí)業(yè)務(wù)，參(cān)與。\n ?。ㄒ唬┊a品升級\n各鎮要抓好落實。\n ?。ㄈ└母镩_放\n各鎮要抓好落實。\n";
    let miner = crate::Miner::new(crate::Config::default()).unwrap();
    let doc = miner.read("page", text.as_bytes()).unwrap();
    let labels: Vec<String> = doc.sections().iter().map(|s| doc.as_written(s.label)).collect();
    assert_eq!(labels, ["（一）", "（三）"]);
    let headings: Vec<&str> = doc.sections().iter().map(|s| doc.normal().slice(s.heading)).collect();
    assert_eq!(headings, ["（一）产品升级", "（三）改革开放"]);
}

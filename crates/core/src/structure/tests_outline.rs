//! Headings and sentences: invented texts, one phenomenon each.

use super::tests::{headings, parts, with};
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

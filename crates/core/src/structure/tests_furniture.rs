//! What goes and what stays: invented lines at the top, in the middle and at the end of a document.

use super::tests::{body, furniture_of, parts};

/// What is removed of a document with `top` above its title, `middle` inside it and `end` below it.
fn removed(top: &str, middle: &str, end: &str) -> Vec<(&'static str, String)> {
    let text = format!("{top}林业站植树工作计划\n{}{middle}{}{end}", body("植树"), body("护苗"));
    let s = parts(&text);
    furniture_of(&text, &s).into_iter().map(|(kind, text)| (kind, text.to_owned())).collect()
}

/// What stands above the title, in the middle and at the end, and what goes of it.
type Case = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

#[test]
fn what_goes() {
    let cases: &[Case] = &[
        // Widgets, breadcrumbs, bylines above the title.
        ("【字体：大 中 小】\n", "", "", &[("navigation", "【字体：大 中 小】")]),
        ("打印本页 关闭窗口\n", "", "", &[("navigation", "打印本页 关闭窗口")]),
        ("您当前的位置：首页 > 计划规划\n", "", "", &[("navigation", "您当前的位置：首页 > 计划规划")]),
        ("首页 > 政务公开 > 计划\n", "", "", &[("navigation", "首页 > 政务公开 > 计划")]),
        (
            "发布时间：2024-05-06 10:20 来源：林业站\n",
            "",
            "",
            &[("byline_date", "发布时间：2024-05-06 10:20 来源：林业站")],
        ),
        (
            "2024-05-06 10:20:33 来源：林业站 浏览：120次\n",
            "",
            "",
            &[("byline_date", "2024-05-06 10:20:33 来源：林业站 浏览：120次")],
        ),
        // Anywhere.
        ("", "分享到：\n", "", &[("navigation", "分享到：")]),
        ("", "- 3 -\n", "", &[("page_break", "- 3 -")]),
        ("", "第 3 页 共 12 页\n", "", &[("page_break", "第 3 页 共 12 页")]),
        ("", "微信扫一扫关注我们\n", "", &[("navigation", "微信扫一扫关注我们")]),
        ("", "全年植树百亩（来源：好林网），成活率高。\n", "", &[("source_tag", "（来源：好林网）")]),
        ("", "var _hmt = _hmt || [];\n", "", &[("code_fragment", "var _hmt = _hmt || [];")]),
        ("", "办好实事&nbsp;十件。\n", "", &[("code_fragment", "&nbsp;")]),
        // Below the text.
        ("", "", "（责任编辑：林一）\n", &[("byline_date", "（责任编辑：林一）")]),
        (
            "",
            "",
            "上一篇：护苗方案\n下一篇：清淤方案\n",
            &[("navigation", "上一篇：护苗方案\n下一篇：清淤方案")],
        ),
        ("", "", "相关阅读\n护苗方案\n清淤方案\n", &[("related_links", "相关阅读\n护苗方案\n清淤方案")]),
        (
            "",
            "",
            "版权所有：林业站 鲁ICP备00000000号\n",
            &[("site_outro", "版权所有：林业站 鲁ICP备00000000号")],
        ),
        (
            "",
            "",
            "主办单位：林业站 技术支持：某公司\n",
            &[("site_outro", "主办单位：林业站 技术支持：某公司")],
        ),
        ("", "", "鲁公网安备 00000000000000号\n", &[("site_outro", "鲁公网安备 00000000000000号")]),
        ("", "", "打印 | 关闭\n", &[("navigation", "打印 | 关闭")]),
        ("", "", "点击下载文档\n", &[("navigation", "点击下载文档")]),
        ("", "", "网站标识码：0000000000\n", &[("site_outro", "网站标识码：0000000000")]),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(top, middle, end, want)| {
            let got = removed(top, middle, end);
            let same = got.iter().map(|(k, t)| (*k, t.as_str())).eq(want.iter().copied());
            (!same).then(|| format!("{top}{middle}{end}  found {got:?}\n  not   {want:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn what_stays() {
    let cases = [
        // (inside the document, at its end)
        ("时间：5月6日至8日。\n", ""),
        ("来源：各村上报的数据。\n", ""),
        ("责任单位：林业站、水利站。\n", ""),
        ("下载率达到百分之九十，收藏品登记造册。\n", ""),
        ("首页开设植树专栏，分享经验做法。\n", ""),
        ("打印\u{3000}装订\u{3000}归档，做到一户一档。\n", ""),
        ("主办：各村；协办：林业站。\n", ""),
        ("（来源于林场的苗木优先调配。）\n", ""),
        ("第3页的表格由林业站填写。\n", ""),
        ("更多群众参与植树，更多荒山披上绿装。\n", ""),
        ("希望大家支持植树工作，按时完成任务。\n", ""),
        ("", "联系人：林一，电话：0539-0000000。\n"),
        ("", "附件：1.植树任务分解表\n2.护苗责任表\n"),
        ("", "林业站\n2024年5月6日\n"),
        ("", "以上计划，请各村遵照执行。\n"),
        ("", "注：苗木数量以实际验收为准。\n"),
        ("", "抄送：县政府办公室。\n"),
        ("", "谢谢大家！\n"),
        ("", "(此件公开发布)\n"),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .map(|(middle, end)| (middle, end, removed("", middle, end)))
        .filter(|(_, _, got)| !got.is_empty())
        .map(|(middle, end, got)| format!("{middle}{end}  removed {got:?}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

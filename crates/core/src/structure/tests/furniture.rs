//! What goes and what stays: invented lines at the top, in the middle and at the end of a document.

use super::*;
use crate::text::{Block, Markup};

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

/// Lines above the title and below the text, each alone: all of it goes, and the document is whole.
#[test]
fn lines_of_sites_go() {
    let above = [
        "好林网 > 工作计划 > 植树计划",
        "位置：首页 > 计划",
        "发布：2014-05-06 | 阅读：3321",
        "阅读次数：201次 时间：2018-02-03",
        "该文章已被浏览 212 次",
        "转眼又是春天，大家知道计划怎么写吗？下面是小编帮大家整理的植树计划，欢迎分享。",
        "【#植树# 导语】好林网准备了植树计划，供您参考。",
        "好林网为您编辑了“植树计划”，请您阅读。",
        "林业站植树工作计划.docx",
        "无障碍浏览 | 繁体 | 登录",
        "点击上方蓝字关注我们",
        "上传人：林一 文档编号：12 格式：DOCX 页数：6",
        "公开方式 | 主动公开 | 体裁分类 | 其他 |",
    ];
    let below = [
        "上述就是植树计划的相关内容了，希望可以帮到您。",
        "小编为大家提供的植树计划就到这里了。",
        "林业站植树计划【相关文章】",
        "分享到微信朋友圈",
        "评论（0）",
        "您是第 12 位访客",
        "政府网站标识码：12",
        "如有侵权，请联系我们删除",
        ">>>点击查看更多植树计划",
        "1 2 3 下一页",
        "更多>>",
        "已阅读5页，还剩8页未读，继续免费阅读",
        "【我要纠错】 责任编辑：林一",
        "建议使用IE8浏览器",
        "点赞、在看，分享给更多人！",
    ];
    for line in above {
        let got: Vec<String> = removed(&format!("{line}\n"), "", "").into_iter().map(|(_, t)| t).collect();
        assert_eq!(got, [line], "above");
    }
    for line in below {
        let got: Vec<String> = removed("", "", &format!("{line}\n")).into_iter().map(|(_, t)| t).collect();
        assert_eq!(got, [line], "below");
    }
}

/// Running text whose words look like a site's.
#[test]
fn lines_of_documents_stay() {
    let lines = [
        "为了给您提供参考，现将我站植树情况介绍如下。",
        "根据网站建设要求，我站收集整理信息三百条，提供给上级参考。",
        "时间：2021年3月至12月。",
        "来源：上级补助资金两百万元。",
        "备注：网络安全由办公室负责。",
        "声明：本单位对材料真实性负责。",
        "主办：县委宣传部；协办：县林业站。",
        "联系我们身边的群众，听取意见。",
        "审核：严格把好质量关。",
        "版权保护工作得到加强，查处侵权案件五起。",
        "点击量突破十万次。",
    ];
    for line in lines {
        assert_eq!(removed("", &format!("{line}\n"), ""), [], "{line}");
        assert_eq!(removed("", "", &format!("{line}\n")), [], "{line} at the end");
        let text = format!("林业站植树工作计划\n{line}\n{}", body("植树"));
        assert_eq!(furniture_of(&text, &parts(&text)), [], "{line} under the title");
    }
}

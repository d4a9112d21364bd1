//! A page is taken apart into parts that nest, lie apart and lose nothing, however often its lines repeat.
#![no_main]

mod parts;
mod pieces;

use gongwen::SourceText;
use libfuzzer_sys::fuzz_target;

/// Lines and beginnings of lines.
const LINES: &[&str] = &[
    "\n\n",
    "工作计划",
    "工作计划\n",
    "年度工作总结\n",
    "工作计划 篇1\n",
    "工作计划 篇2\n",
    "工作计划 篇三\n",
    "【篇1】",
    "【第二篇】",
    "第一篇：",
    "范文三\n",
    "工作计划（一）\n",
    "工作计划1\n",
    "第一章 总则\n",
    "第二节 ",
    "第三条 ",
    "一、",
    "二、",
    "三、目标\n",
    "（一）",
    "（二）",
    "(三)",
    "1.",
    "2．",
    "3、",
    "(1)",
    "①",
    "一是",
    "二是",
    "一要",
    "## ",
    "**",
    "当前位置：首页 > 公文 > 计划\n",
    "来源：某站 作者：佚名\n",
    "来源：\n",
    "发布时间：2024-05-06 浏览次数：12\n",
    "【字体：大 中 小】",
    "打印 关闭 收藏\n",
    "上一篇：",
    "下一篇：没有了\n",
    "相关文章：\n",
    "猜你喜欢\n",
    "本文由某网整理，仅供参考。\n",
    "以下是小编为大家整理的工作计划，欢迎阅读。\n",
    "版权所有 未经许可 不得转载\n",
    "ICP备12345678号\n",
    "（责任编辑：某）",
    "关于印发方案的通知\n",
    "各位代表：\n",
    "现将方案印发给你们。\n",
    "某县人民政府办公室\n",
    "2024年5月6日\n",
    "附件：1.名单\n",
    "谢谢大家！\n",
    "全年办理建议不少于4次，办结率达到95%以上。",
    "（责任单位：某局；完成时限：6月底）",
    "抓好落实，稳步推进各项重点工作；",
    "“",
    "”。",
    "http://www.example.com/a.html\n",
    "function a(){var b=1;}\n",
    "&nbsp;",
    "2/22\n",
    "— 3 —\n",
    "\t",
    "　　",
];

fuzz_target!(|data: &[u8]| {
    let Some((&times, rest)) = data.split_first() else { return };
    let Some(text) = pieces::text(rest, &[pieces::PIECES, LINES]) else { return };
    parts::check(SourceText::new(text.repeat(parts::times(times, text.len()))));
});

//! Spaces that go and spaces that stay.

use super::*;
use crate::offsets::Normalised;

fn squeeze(text: &str) -> String {
    let mut normal = Normalised::identity(text);
    normal.then(invisible(text));
    normal.then(inserted(normal.text()));
    normal.text().to_owned()
}

#[test]
fn inserted_spaces_go() {
    for (text, squeezed) in [
        ("政 府 工 作 报  告", "政府工作报告"),
        ("标　　题：通知", "标题：通知"),
        ("标　　题：", "标题："),
        ("2 0 2 4 年工作", "2024年工作"),
        ("第 一 章  总 则", "第一章  总则"),
        ("二 〇 二 四 年", "二〇二四年"),
        ("第 二 十 三 条", "第二十三条"),
        ("于1 9 9 3 年成立", "于1993年成立"),
        ("到2 0 0 5年，按2 0 0 0年价格", "到2005年，按2000年价格"),
        ("全书49 000字", "全书49000字"),
        ("投资1 234 567元", "投资1234567元"),
        ("年均增长6 .5 %左右", "年均增长6.5%左右"),
        ("全年，加强城 管队伍，好", "全年，加强城管队伍，好"),
        ("比 2000 年增长 7.5%，城镇登记 45 万人", "比2000年增长7.5%，城镇登记45万人"),
        ("以质取胜 , 提高质量 。继续", "以质取胜,提高质量。继续"),
        ("零\u{200B}宽\u{FEFF}字\u{AD}符\r\n行\r末", "零宽字符\n行\n末"),
        ("上半\n\u{200B}\n下半", "上半\n下半"),
        ("上半\r\n\u{200B}\u{FEFF}\r\n下半", "上半\n下半"),
        ("一段\n\n\u{200B}\n二段", "一段\n\n二段"),
    ] {
        assert_eq!(squeeze(text), squeezed);
    }
}

#[test]
fn spaces_that_tell_something_stay() {
    for text in [
        "第一章 总则",
        "工作计划 篇1",
        "一、目标 全年，任务",
        "省长 张三丰",
        "。第四节 信贷收支，好",
        "一 二 三",
        "年 月 日",
        "是 否",
        "　　完成任务。",
        "甲\t1\t2 000",
        "12 34 56",
        "2026-02-02 09:20",
        "1 总则，范围",
        "指标 单位 数值",
        "贯彻落实，推进工作  努力完成，好",
    ] {
        assert_eq!(squeeze(text), text);
    }
}

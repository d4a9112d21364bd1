//! What is a mask, what it hides, and what is none.

use super::*;
use crate::offsets::Normalised;

fn found(text: &str) -> Vec<(&str, &'static str)> {
    let masks = Masks::load().unwrap();
    masks.find(text).into_iter().map(|m| (&text[m.at.range()], m.kind.name())).collect()
}

#[test]
fn masks_and_what_they_hide() {
    for (text, masks) in [
        ("全年办理xx件，其中主办x件", &[("xx", "digits"), ("x", "digits")][..]),
        ("增长x.x%，约××人次", &[("x.x", "digits"), ("××", "digits")]),
        ("20xx年x月xx日", &[("20xx年", "year"), ("x", "digits"), ("xx", "digits")]),
        (
            "二0--年，20__年，20**年，xxxx年，201x年",
            &[
                ("二0--年", "year"),
                ("20__年", "year"),
                ("20**年", "year"),
                ("xxxx年", "year"),
                ("201x年", "year"),
            ],
        ),
        (
            "20xx-20xx学年，20XX工作计划（20xx）",
            &[("20xx", "year"), ("20xx", "year"), ("20XX", "year"), ("20xx", "year")],
        ),
        ("种植20xx亩", &[("xx", "digits")]),
        (
            "中共**市委，赴xx、xx等地，○○镇，某某村，~口村",
            &[
                ("**", "name"),
                ("xx", "name"),
                ("xx", "name"),
                ("○○", "name"),
                ("某某", "name"),
                ("~", "name"),
            ],
        ),
        ("XX縣人大，x市和x縣共xx萬元", &[("XX", "name"), ("x", "name"), ("x", "name"), ("xx", "digits")]),
        ("XX人大常委会，xx人次，xx人民政府", &[("XX", "name"), ("xx", "digits"), ("xx", "name")]),
        (
            "党的十-大精神，送_下乡，干*队伍，^v^思想",
            &[("-", "term"), ("_", "term"), ("*", "term"), ("^v^", "term")],
        ),
        ("参与率达xx，覆盖率为××。", &[("xx", "digits"), ("××", "digits")]),
        ("《信xx》，延伸到×××。", &[("xx", "term"), ("×××", "term")]),
        (
            "打机井**眼，修塘坝xx口，新添xx块，灌溉x.x万亩，xx口镇",
            &[("**", "digits"), ("xx", "digits"), ("xx", "digits"), ("x.x", "digits"), ("xx", "name")],
        ),
        ("签字率达到了xx", &[("xx", "digits")]),
        ("关于__镇春耕的通知", &[("__", "name")]),
        ("电话138****1234", &[("****", "digits")]),
        ("____年__月__日", &[("____年", "year"), ("__", "digits"), ("__", "digits")]),
    ] {
        assert_eq!(found(text), masks, "{text}");
    }
}

#[test]
fn what_is_no_mask() {
    for text in [
        "护林工作计划__站务大全_http://www.ex_am.com",
        "护林计划_市政府网",
        "max、Excel、taxi、x、XML、Linux系统",
        "3×4=12，5x6，10*20，2m×3m",
        "**重点任务**：加强学习。**要求**",
        "* 第一项\n- 第二项\n○ 第三项\n□是 □否",
        "********\n____________\n----",
        "二○○九年，一九○○年，二〇一〇年",
        "周一~周五，3~5件，10～20人，中国-东盟博览会，4-5月",
        "http://www.example.com/x_y/a__b?x=1&xx=2",
        "X光机，x轴，X射线",
        "某县，某些同志",
        "a_b __init__",
        "～～～",
        "——",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn written_one_way_with_its_length_kept() {
    let masks = Masks::load().unwrap();
    let text = "二○xx年**镇办理__件，增长X.X%，某某村，十-大";
    let mut normal = Normalised::identity(text);
    normal.then(masks.edits(text));
    assert_eq!(normal.text(), "二○××年××镇办理××件，增长×.×%，××村，十×大");
    assert!(masks.edits(normal.text()).is_empty());
}

//! What the segmenter makes of whole sentences.

use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

fn segmenter(granularity: Granularity) -> Segmenter {
    Segmenter::new(SegmentConfig { granularity, hmm: false }).unwrap()
}

static FINE: LazyLock<Segmenter> = LazyLock::new(|| segmenter(Granularity::Fine));
static COARSE: LazyLock<Segmenter> = LazyLock::new(|| segmenter(Granularity::Coarse));
static SEARCH: LazyLock<Segmenter> = LazyLock::new(|| segmenter(Granularity::Search));

fn words<'t>(segmenter: &Segmenter, text: &'t str) -> Vec<&'t str> {
    let all = Span::new(0, text.len());
    segmenter.segment(text, all).iter().map(|t| &text[t.at.range()]).collect()
}

#[test]
fn coarse_and_fine() {
    for (coarse, fine) in [
        ("按照|云政发〔2021〕37号|文件", "按照|云政发〔2021〕37号|文件"),
        ("共|收入|12,345.67万元", "共|收入|12,345.67万|元"),
        ("6月15日|前|办结", "6月|15日|前|办结"),
        ("20××年|××|同志", "20××年|××|同志"),
        ("推进|双随机一公开", "推进|双随机一公开"),
        ("PM2.5|下降", "PM2.5|下降"),
        ("收集|建议|303件", "收集|建议|303|件"),
        ("邀请|30|人大代表|参加", "邀请|30|人大|代表|参加"),
        ("市政协十一届一次会议|期间", "市政协|十一|届|一|次|会议|期间"),
        ("张志远|同志|任|组长", "张志远|同志|任|组长"),
        ("全市|教育|系统", "全市|教育|系统"),
        ("我|市|教育局|牵头", "我|市|教育局|牵头"),
        ("区人大常委会|听取", "区|人大|常委会|听取"),
        ("第三次|检查", "第三|次|检查"),
        ("增长|1.5%", "增长|1.5%"),
        ("下降|0.3个百分点", "下降|0.3|个百分点"),
        ("4月—6月|开展", "4月|—|6月|开展"),
        ("学习|二十大|精神", "学习|二十大|精神"),
        ("安排|1-2人", "安排|1|-|2|人"),
        ("孙韵涵|去|了|江苏", "孙韵涵|去|了|江苏"),
        ("学习|卡尔·马克思|的|著作", "学习|卡尔·马克思|的|著作"),
        ("约翰·史密斯|特别|指出", "约翰·史密斯|特别|指出"),
        ("古丽·阿卜都·热西提|同志", "古丽·阿卜都·热西提|同志"),
        ("支出|占|八十七%", "支出|占|八十七%"),
        ("气温|三十五.一度", "气温|三十五.一|度"),
        ("九月|开学", "九月|开学"),
        ("上午|九时三十分|开会", "上午|九时|三十分|开会"),
        ("落实|四个意识", "落实|四个意识"),
        ("三十二名|人员|前往", "三十二|名|人员|前往"),
        ("立法会|议员|提问", "立法会|议员|提问"),
        ("县水务局|牵头", "县|水务局|牵头"),
        ("市第八届运动会|开幕", "市|第八|届|运动会|开幕"),
        ("7月21日3时40分|断电", "7月|21日|3时|40分|断电"),
        ("占|三成五", "占|三|成|五"),
        ("历经|百年", "历经|百年"),
        ("市政府|印发", "市政府|印发"),
        ("进入|新时代", "进入|新|时代"),
        ("记者|赵文轩|报道", "记者|赵文轩|报道"),
    ] {
        let text = coarse.replace('|', "");
        assert_eq!(words(&COARSE, &text).join("|"), coarse, "coarse");
        assert_eq!(words(&FINE, &text).join("|"), fine, "fine");
    }
}

#[test]
fn search_shows_what_fine_cuts_besides_the_whole() {
    let found = words(&SEARCH, "应急管理局印发《安全生产条例》");
    for word in ["应急管理局", "应急", "管理局", "印发", "《安全生产条例》", "安全", "生产", "条例"]
    {
        assert!(found.contains(&word), "{word} of {found:?}");
    }
}

#[test]
fn the_model_is_asked_only_when_wanted() {
    let guess = Segmenter::new(SegmentConfig { granularity: Granularity::Fine, hmm: true }).unwrap();
    let text = "杭研大厦";
    assert_eq!(words(&FINE, text), ["杭", "研", "大厦"]);
    assert_eq!(words(&guess, text)[0], "杭研");
}

#[test]
fn a_dictionary_of_the_user() {
    let build = |text: &str| Segmenter::builder().dictionary(text).and_then(|b| b.build());
    let with = build("办单位\n云岭先锋 nz\n青龙坝\t500\tns\n").unwrap();
    let text = "青龙坝建设云岭先锋";
    assert_eq!(words(&with, text), ["青龙坝", "建设", "云岭先锋"]);
    let tags: Vec<_> = with.segment(text, Span::new(0, text.len())).into_iter().map(|t| t.tag).collect();
    assert_eq!((&*tags[0], &*tags[2]), ("ns", "nz"));
    assert!(build("甲 x y").unwrap_err().to_string().contains("line 1"));
    assert_eq!(words(&build("云岭先锋 0 nz").unwrap(), "云岭先锋"), words(&FINE, "云岭先锋"), "never wins");
}

/// jieba is the oracle: but for the lexicon's words, rules and phrases, the cut is its own.
#[test]
fn plain_text_is_cut_as_jieba_cuts_it() {
    let jieba = jieba_rs::Jieba::new();
    let text = "我们要着力解决反映强烈的突出问题，并且认真改进作风，让群众真正满意，春天的花园里开满了鲜花";
    let theirs: Vec<&str> = jieba.cut(text, false).iter().map(|t| t.word).collect();
    assert_eq!(words(&COARSE, text), theirs);
}

fn make_up(segmenter: &Segmenter, text: &str) -> Result<(), TestCaseError> {
    let mut at = 0;
    for t in segmenter.segment(text, Span::new(0, text.len())) {
        prop_assert!(t.at.start() >= at && !t.at.is_empty());
        prop_assert!(text[at..t.at.start()].chars().all(char::is_whitespace), "{text}");
        at = t.at.end();
    }
    prop_assert!(text[at..].chars().all(char::is_whitespace));
    Ok(())
}

/// Pieces of official prose that rules look at, in any order.
const PIECES: &str = "([人大工委市区政协届次会议率等同志任组长第三十一二〇○年月日号0-9%×x\\-—～~./:，、《》〔〕 。]|百分之|2024|办结|张|李|万元|个){0,40}";

proptest! {
    #[test]
    fn words_and_white_space_make_up_the_text(text in "\\PC{0,60}") {
        make_up(&FINE, &text)?;
        make_up(&COARSE, &text)?;
    }

    #[test]
    fn words_and_white_space_make_up_official_prose(text in PIECES) {
        make_up(&FINE, &text)?;
        make_up(&COARSE, &text)?;
        let (fine, coarse) = (FINE.segment(&text, Span::new(0, text.len())), COARSE.segment(&text, Span::new(0, text.len())));
        for t in coarse {
            prop_assert!(fine.iter().any(|f| f.at.start() == t.at.start()), "fine cuts where coarse cuts: {text}");
        }
        let found = SEARCH.segment(&text, Span::new(0, text.len()));
        prop_assert!(found.is_sorted_by_key(|t| (t.at.start(), std::cmp::Reverse(t.at.end()))), "{text}");
    }
}

#[test]
fn every_rule_makes_its_example() {
    let tables =
        [include_str!("../../data/words/patterns.tsv"), include_str!("../../data/words/suffixes.tsv")];
    for table in tables {
        let rows = table.lines().filter(|row| !row.starts_with('#')).skip(1);
        for example in rows.map(|row| row.rsplit('\t').next().unwrap()) {
            assert_eq!(words(&COARSE, example), [example]);
        }
    }
}

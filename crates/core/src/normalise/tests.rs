//! The steps together.

use super::*;
use crate::offsets::Normalised;
use crate::span::Span;
use proptest::prelude::*;
use std::sync::LazyLock;

fn normal(text: &str) -> String {
    Normaliser::new(NormaliseConfig::default()).unwrap().normalise(text).text().to_owned()
}

#[test]
fn simplified_text_is_left_alone() {
    let text = "成效显著，原著名著，围绕着重点，着力点，乾隆，瞭望，慰藉，皇后，里程，系统，发展，台湾，乾县，锺书，见微知著，拚搏，狼藉，反覆，原著";
    assert_eq!(normal(text), text);
}

#[test]
fn scripts() {
    let n = Normaliser::new(NormaliseConfig::default()).unwrap();
    for (text, script) in [
        ("政府工作报告", Script::Simplified),
        ("政府工作報告", Script::Traditional),
        ("人民政府", Script::None),
        ("", Script::None),
        ("工作报告\n工作報告", Script::Mixed),
        ("群众、峰会、里程、台湾、乾隆", Script::Simplified),
    ] {
        assert_eq!(n.script(text), script, "{text}");
    }
}

#[test]
fn vocabulary_and_traditional_on_request() {
    let write = |to, vocabulary, text: &str| {
        let config = NormaliseConfig { to, vocabulary, ..NormaliseConfig::default() };
        Normaliser::new(config).unwrap().normalise(text).text().to_owned()
    };
    assert_eq!(
        write(Target::Traditional, None, "皇后在后宫里发现了头发，乾隆"),
        "皇后在後宮裏發現了頭髮，乾隆"
    );
    assert_eq!(write(Target::Traditional, Some(Vocabulary::Taiwan), "软件里面"), "軟體裡面");
    assert_eq!(write(Target::Simplified, Some(Vocabulary::Taiwan), "軟體裡面"), "软件里面");
    assert_eq!(write(Target::Simplified, Some(Vocabulary::HongKong), "公里"), "公里");
}

#[test]
fn a_joined_line_is_told_by_its_line_feed() {
    let n = Normaliser::new(NormaliseConfig::default()).unwrap();
    let text = "在教育工作方面，\r\n　\r\n要提高质量，办好学校。";
    let normal = n.normalise(text);
    assert_eq!(normal.text(), "在教育工作方面，要提高质量，办好学校。");
    let joins = |e: &&crate::offsets::Edit| e.kind == EditKind::Space && text[e.at.range()].contains('\n');
    assert!(normal.edits().iter().any(|e| joins(&e)));
}

/// The steps alone and together; built once, as patterns take long to compile unoptimised.
static NORMALISERS: LazyLock<Vec<Normaliser>> = LazyLock::new(|| {
    use EditKind::{Gloss, Mask, Script, Space, Width};
    let together = vec![Width, Script, Space, Gloss, Mask];
    let steps = [vec![Width], vec![Script], vec![Space], vec![Gloss], vec![Mask], together];
    let all = steps.into_iter().map(NormaliseConfig::only);
    let traditional = NormaliseConfig::only([Script]).to(Target::Traditional);
    all.chain([traditional]).map(|config| Normaliser::new(config).unwrap()).collect()
});

/// Every character of the normal form comes from somewhere, in order, on character boundaries.
fn check_spans(source: &str, normal: &Normalised) -> Result<(), TestCaseError> {
    let mut last = (0, 0);
    for (at, c) in normal.text().char_indices() {
        let span = normal.to_source(Span::new(at, at + c.len_utf8()));
        prop_assert!(!span.is_empty() && span.end() <= source.len());
        prop_assert!(source.is_char_boundary(span.start()) && source.is_char_boundary(span.end()));
        prop_assert!(span.start() >= last.0 && span.end() >= last.1);
        prop_assert!(normal.to_normal(span).contains(Span::new(at, at + c.len_utf8())));
        last = (span.start(), span.end());
    }
    Ok(())
}

fn check(source: &str) -> Result<(), TestCaseError> {
    for normaliser in NORMALISERS.iter() {
        let once = normaliser.normalise(source);
        check_spans(source, &once)?;
        let twice = normaliser.normalise(once.text());
        prop_assert_eq!(twice.text(), once.text(), "{:?} of {:?}", normaliser.config.steps, source);
        for mask in normaliser.masks(&once) {
            prop_assert!(!mask.at.is_empty() && !once.slice(mask.at).is_empty());
        }
    }
    Ok(())
}

/// As many cases as `PROPTEST_CASES` says, else enough for every run of the tests.
fn cases() -> ProptestConfig {
    let all = ProptestConfig::default();
    if std::env::var_os("PROPTEST_CASES").is_some() { all } else { ProptestConfig { cases: 400, ..all } }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_text_is_normalised_once_and_for_all(source in any::<String>()) {
        check(&source)?;
    }

    #[test]
    fn texts_like_ours_are(source in "[工作計劃學习著後里，。、；：（）()一二三0１2xX×*_○~年月件镇县 　\u{200B}\r\n.%第章-]{0,60}") {
        check(&source)?;
    }

    #[test]
    fn texts_with_glosses_are(parts in prop::collection::vec(prop::sample::select(vec![
        "學(xué)", "學", "習(xí)", "業（yè）", "?shù)仄桨卜€", "當(dāng)", "，", "\n", " ", "重(chóng)庆", "(1)",
    ]), 0..24)) {
        check(&parts.concat())?;
    }

    #[test]
    fn texts_in_both_scripts_are(parts in prop::collection::vec(prop::sample::select(vec![
        "圍繞著", "著作", "著", "乾隆", "乾", "於", "後", "覆蓋", "反覆", "袷袢", "袷", "發展", "发展", "餅乾", "慰藉", "𦫅", "殢",
        "⽂件", "⻑", "\u{2F81A}", "２０", "６．５", "﹝", "︵", "，", "裡", "瞭", "徵", "\n", "　", " ", "系統", "麽", "么", "幺麼",
    ]), 0..24)) {
        check(&parts.concat())?;
    }

    #[test]
    fn broken_lines_are(parts in prop::collection::vec(prop::sample::select(vec![
        "进一步健全完善各项规章制度，全面落实岗位责任，切实把作风建设任务落", "到实处，务求实效。", "培训。", "\n", "\n\n",
        "— 3 —", "　　", "一、目标", "，", " ", "1 9 9 3 年", "抓好。", "49 000字", "\r\n", "组织会议", "通 知",
    ]), 0..16)) {
        check(&parts.concat())?;
    }
}

/// Found by fuzzing: glosses that tell of others once they are gone.
#[test]
fn what_glosses_leave_together_is_settled() {
    check("日乾?shù)當(dāng)?shù)當(dāng)□當(dāng)xx篇一计完成日□日").unwrap();
}

/// Texts made to be slow or deep: each must take a moment only.
#[test]
fn long_monotone_texts_do_no_harm() {
    for part in
        ["000 ", "x_", "？", "?shù)", "(xué)", "學(xué)", "1 ", "通 ", "，\n", "**", "〇", "計\n。", "第"]
    {
        for normaliser in NORMALISERS.iter() {
            let normal = normaliser.normalise(&part.repeat(5_000));
            let _ = normaliser.masks(&normal);
        }
    }
}

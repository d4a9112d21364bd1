//! Of the comparison as a whole.

use super::fold::tests::{anthology, page};
use super::*;
use crate::document::{Furniture, FurnitureKind, Mask, MaskKind};
use proptest::prelude::*;

/// Text of `n` characters that shares nothing with that of another seed.
fn prose(seed: u64, n: usize) -> String {
    let mut text = String::new();
    let mut clause = 0;
    for i in 0..n as u64 {
        let h = hash::pair(seed, i);
        if clause > 6 && h.is_multiple_of(9) {
            text.push(if h.is_multiple_of(4) { '。' } else { '，' });
            clause = 0;
        } else {
            text.extend(char::from_u32(0x4e30 + (h % 6000) as u32));
            clause += 1;
        }
    }
    text
}

fn compare(docs: &[Document], config: &ReuseConfig) -> Reuse {
    let mut comparer = Comparer::new(config.clone()).unwrap();
    docs.iter().for_each(|d| comparer.add(Folded::new(d, config)).unwrap());
    comparer.finish().unwrap()
}

fn pages(texts: &[&str]) -> Vec<Document> {
    texts.iter().map(|t| page(t)).collect()
}

/// Members as (page, article, relation).
fn members(c: &Cluster) -> Vec<(u32, Option<u32>, &'static str)> {
    c.members.iter().map(|m| (m.place.doc, m.place.article.map(|a| a.0), m.relation.name())).collect()
}

#[test]
fn a_config_that_makes_no_sense_is_refused() {
    let refused = |edit: fn(&mut ReuseConfig)| {
        let mut config = ReuseConfig::default();
        edit(&mut config);
        Comparer::new(config).unwrap_err().to_string()
    };
    assert!(refused(|c| c.threshold = 0.0).starts_with("threshold 0 "));
    assert!(refused(|c| c.containment = f64::NAN).starts_with("containment NaN "));
    assert!(refused(|c| c.min_chars = 0).contains("minimum"));
}

#[test]
fn nothing_comes_of_nothing() {
    for texts in [vec![], vec![""], vec!["", "", "\n"], vec!["甲"], vec!["。", "，"]] {
        let reuse = compare(&pages(&texts), &ReuseConfig::default());
        assert_eq!(reuse, Reuse::default(), "{texts:?}");
    }
    let reuse = compare(&pages(&["甲", "乙", "甲。"]), &ReuseConfig::default());
    assert_eq!(reuse.clusters.len(), 1);
    assert_eq!(members(&reuse.clusters[0]), [(0, None, "exact"), (2, None, "exact")]);
}

#[test]
fn copies_of_every_kind() {
    let text = format!("{}2023年安排资金350万元，{}", prose(1, 300), prose(2, 300));
    let masked = text.replace("2023", "20xx").replace("350", "×××");
    let sentences: Vec<&str> = text.split_inclusive('。').collect();
    let reordered: String = sentences.iter().rev().copied().collect();
    let wrapped: String = text
        .chars()
        .enumerate()
        .map(|(i, c)| if i % 30 == 29 { format!("{c}\n") } else { c.into() })
        .collect();
    let cut: String = text.chars().take(280).collect();
    let swapped: String = text.chars().enumerate().map(|(i, c)| if i % 12 < 2 { '鿿' } else { c }).collect();
    let half = format!("{}{}", text.chars().take(150).collect::<String>(), prose(9, 450));
    for (what, copy, relation) in [
        ("the same", text.clone(), Some("exact")),
        ("other punctuation", text.replace('，', ","), Some("exact")),
        ("masked", masked, Some("exact")),
        ("re-wrapped", wrapped, Some("exact")),
        ("reordered", reordered, Some("near")),
        ("cut off", cut, Some("near")),
        ("names swapped all over", swapped, Some("near")),
        ("another ending", half, None),
        ("another text", prose(3, 600), None),
    ] {
        let reuse = compare(&pages(&[&text, &copy]), &ReuseConfig::default());
        // The copy relates to the representative, or the original does where the copy stands for both.
        let found = reuse.clusters.first().map(|c| c.members[1 - c.representative].relation.name());
        assert_eq!(found, relation, "{what}: {:?}", reuse.clusters);
        for c in &reuse.clusters {
            let (best, other) = (&c.members[c.representative], &c.members[1 - c.representative]);
            assert!(best.why.is_none());
            let why = other.why.as_ref().unwrap();
            assert!((0.4..=1.0).contains(&why.shared), "{what}: {why:?}");
            assert!(why.text.chars().count() >= 10, "{what}: {why:?}");
            assert!(other.place.at.contains(why.example.at));
        }
        for c in &reuse.clusters {
            assert_eq!(c.members[c.representative].similarity, 1.0);
            assert!(c.members.iter().all(|m| m.container.is_none()));
        }
    }
}

#[test]
fn similarity_is_the_jaccard_of_the_shingles() {
    let letters = |seed, n: u64| -> String {
        (0..n).filter_map(|i| char::from_u32(0x4e30 + (hash::pair(seed, i) % 6000) as u32)).collect()
    };
    // 120 + 130 characters against 120 + 130 others: 246 shingles each, 116 in common, of 376.
    let (a, b) = (letters(1, 120) + &letters(2, 130), letters(1, 120) + &letters(3, 130));
    let config = ReuseConfig { threshold: 0.3, ..ReuseConfig::default() };
    let reuse = compare(&pages(&[&a, &b]), &config);
    assert_eq!(reuse.clusters[0].members[1].similarity, 116.0 / 376.0);
    assert!(compare(&pages(&[&a, &b]), &ReuseConfig::default()).clusters.is_empty());
}

#[test]
fn letters_of_one_form_are_no_copies() {
    let letter = |seed| {
        let frame = "各乡镇人民政府、街道办事处，镇直各单位：附上的办法业经镇长办公会议讨论通过，现发给你们，望照此办理。";
        format!("关于印发{}的通知\n{frame}", prose(seed, 22))
    };
    let (a, b) = (letter(1), letter(2));
    let config = ReuseConfig { threshold: 0.45, ..ReuseConfig::default() };
    assert!(compare(&pages(&[&a, &b]), &config).clusters.is_empty());
    assert_eq!(compare(&pages(&[&a, &a.replace("镇长", "乡长")]), &config).clusters.len(), 1);
}

#[test]
fn notices_of_one_form_are_no_copies() {
    let notice = |seed: u64, own: usize| {
        let (title, number) = (prose(seed, 14), 20 + seed);
        let articles: String =
            (1..=3).map(|n| format!("第{n}条\n{}。\n", prose(100 * seed + n, own / 3))).collect();
        format!(
            "# 存档\n\n- 编号：py-tz-{number}\n- 标题：关于印发《{title}》的通知\n- 网址：https://py.example/{number}.htm\n\
             - 来源：平川镇人民政府网站\n- 抓取：2026-03-30\n- 状态：200\n\n---\n\n关于印发《{title}》的通知\n\
             平政办〔2023〕{number}号\n各村（居）民委员会，镇属各站所、各企业：\n\
             《{title}》业经镇党委会议讨论通过，现发给你们，望对照执行。\n平川镇人民政府办公室\n2023年5月{seed}日\n\
             （此件可以公开）\n{title}\n{articles}第四条\n本办法由镇党政综合办公室负责解释。\n\
             第五条\n本办法自印发之日起施行，试行期两年。\n"
        )
    };
    for own in [150, 600, 3000] {
        let texts: Vec<String> = (1..=4).map(|seed| notice(seed, own)).collect();
        let docs = pages(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        for unit in [Unit::Page, Unit::Article] {
            let config = ReuseConfig { unit, ..ReuseConfig::default() };
            assert_eq!(compare(&docs, &config).clusters, [], "{own}");
        }
    }
}

#[test]
fn a_copy_that_lost_its_beginning_is_no_article_among_others() {
    let title = "平桥镇水利冬修安排";
    let (first, rest) = (prose(1, 120), prose(2, 480));
    let whole = format!("{title}\n{first}。\n{rest}。\n");
    let clusters = |other: &str| {
        let reuse = compare(&pages(&[&whole, other]), &ReuseConfig::default());
        reuse.clusters.iter().flat_map(members).map(|m| m.2).collect::<Vec<_>>()
    };
    assert!(clusters(&format!("{title}\n{rest}。")).contains(&"near"));
    assert_eq!(clusters(&format!("{rest}。")), ["exact", "contained"]);
}

#[test]
fn an_article_whose_sentences_were_shuffled_is_held_all_the_same() {
    let sentences: Vec<String> = (1..=12).map(|n| format!("{}。", prose(n, 40))).collect();
    let shuffled: String =
        [5, 2, 8, 11, 0, 3, 9, 1, 7, 10, 4, 6].iter().map(|&i| sentences[i].as_str()).collect();
    let held = format!("石门乡渠道养护办法\n{}", sentences.concat());
    let whole = format!(
        "柳河镇护林值守名单\n{}。\n石门乡渠道养护办法\n{shuffled}\n云山村茶园\n{}。",
        prose(50, 150),
        prose(60, 150)
    );
    let reuse = compare(&pages(&[&held, &whole]), &ReuseConfig::default());
    assert_eq!(
        reuse.clusters.iter().map(members).collect::<Vec<_>>(),
        [vec![(0, None, "contained"), (1, None, "exact")]]
    );
}

#[test]
fn containment_joins_nothing() {
    let (x, y) = (prose(1, 300), prose(2, 320));
    let one = format!("{}\n{x}\n{}\n{y}", prose(11, 500), prose(12, 500));
    let two = format!("{}\n{x}", prose(13, 1500));
    let reuse = compare(&pages(&[&x, &one, &two, &y, &x]), &ReuseConfig::default());
    let found: Vec<_> = reuse.clusters.iter().map(members).collect();
    assert_eq!(
        found,
        [
            vec![(0, None, "exact"), (4, None, "exact")],
            vec![(0, None, "contained"), (1, None, "exact"), (3, None, "contained"), (4, None, "contained")],
            vec![(0, None, "contained"), (2, None, "exact"), (4, None, "contained")],
        ]
    );
    let inner = &reuse.clusters[1].members[0];
    assert_eq!((inner.container, inner.similarity), (Some((1, None)), 1.0));
}

#[test]
fn an_article_among_others_is_no_copy_however_large() {
    let title = "平桥镇水利冬修安排";
    let held = format!("{title}\n{}。", prose(1, 500));
    let other = format!("石门乡护林值守名单\n{}。", prose(2, 110));
    let relations = |texts: &[&str]| {
        let reuse = compare(&pages(texts), &ReuseConfig::default());
        reuse.clusters.iter().map(members).collect::<Vec<_>>()
    };
    // Behind another, or with another behind it that has a title: both share four fifths of all.
    for whole in [format!("{other}\n{held}"), format!("{held}\n{other}")] {
        assert_eq!(
            relations(&[&held, &whole]),
            [vec![(0, None, "contained"), (1, None, "exact")]],
            "{whole:.20}"
        );
    }
    // The same text goes on, or sentences are put in here and there: a copy.
    let longer = format!("{held}{}。", prose(3, 110));
    assert_eq!(relations(&[&held, &longer]).concat().len(), 2);
    assert!(relations(&[&held, &longer]).concat().iter().all(|m| m.2 != "contained"));
    let put: String =
        held.split_inclusive('。').zip(4..).flat_map(|(s, n)| [s.to_owned(), prose(n, 9)]).collect();
    assert!(relations(&[&held, &put]).concat().iter().any(|m| m.2 == "near"));
}

#[test]
fn articles_are_compared_and_not_their_pages() {
    let (x, y, z) = (prose(1, 300), prose(2, 300), prose(3, 300));
    let docs = [anthology(&[&x, &y]), anthology(&[&z, &x]), page(&x)];
    let reuse = compare(&docs, &ReuseConfig::default());
    assert_eq!(reuse.clusters.len(), 1);
    let found = members(&reuse.clusters[0]);
    assert_eq!(found, [(0, Some(0), "exact"), (1, Some(1), "exact"), (2, None, "exact")]);
    let whole = compare(&docs, &ReuseConfig { unit: Unit::Page, ..ReuseConfig::default() });
    assert!(whole.clusters.iter().flat_map(members).any(|m| m.2 == "contained"));
    let paragraphs = compare(&docs, &ReuseConfig { unit: Unit::Paragraph, ..ReuseConfig::default() });
    assert_eq!(paragraphs.clusters[0].members.len(), 3);
}

#[test]
fn the_least_masked_and_longest_stands_for_the_rest() {
    let text = prose(1, 300);
    let masked = format!("×镇，{text}");
    let long = format!("{text}附页另行印发各单位");
    let reuse = compare(&pages(&[&masked, &text, &long]), &ReuseConfig::default());
    assert_eq!((reuse.clusters[0].representative, reuse.clusters[0].reason), (2, Reason::Longest));
    let reason = |texts: &[&str]| compare(&pages(texts), &ReuseConfig::default()).clusters[0].reason;
    assert_eq!(reason(&[&masked, &text]), Reason::LeastMasked);
    assert_eq!(reason(&[&text, &text]), Reason::First);
    let mut dated = pages(&[&text, &text]);
    dated[1].meta.date = Some("2024-01-05".to_owned());
    let cluster = &compare(&dated, &ReuseConfig::default()).clusters[0];
    assert_eq!((cluster.representative, cluster.reason), (1, Reason::EarliestDated));
}

#[test]
fn a_hidden_name_takes_no_part() {
    let text = format!("{}双桥镇{}双桥镇{}", prose(1, 60), prose(2, 60), prose(3, 60));
    let mut masked = page(&text.replace("双桥", "**"));
    for (i, _) in masked.source.as_str().match_indices("**").collect::<Vec<_>>() {
        masked.masks.push(Mask { at: Span::new(i, i + 2), kind: MaskKind::Name });
    }
    let reuse = compare(&[page(&text), masked], &ReuseConfig::default());
    let n = reuse.clusters[0].members[1].similarity;
    assert!((0.92..1.0).contains(&n), "{n}");
    let p = &reuse.passages[0];
    assert_eq!((p.a.at.start(), p.a.at.len()), (0, text.len()), "the alignment runs over masks");
}

/// A page whose runs of `*` are blanked-out names and runs of `×` blanked-out figures.
fn blanked(text: &str) -> Document {
    let mut doc = page(text);
    for (sign, kind) in [('*', MaskKind::Name), ('×', MaskKind::Digits)] {
        let runs = text.match_indices(sign).map(|(i, s)| (i, i + s.len()));
        for (start, end) in runs {
            match doc.masks.last_mut() {
                Some(m) if m.kind == kind && m.at.end() == start => m.at = Span::new(m.at.start(), end),
                _ => doc.masks.push(Mask { at: Span::new(start, end), kind }),
            }
        }
    }
    doc.masks.sort_by_key(|m| m.at.start());
    doc
}

#[test]
fn blanks_are_filled_from_copies_and_never_guessed() {
    let (head, tail) = (prose(1, 80), prose(2, 80));
    let text = |middle: &str| format!("{head}。{middle}。{tail}");
    let shown = text("柳河镇有石匠12人，新修水渠350米");
    let other = |middle: &str| format!("{}。{middle}。{}", prose(7, 80), prose(8, 80));
    let fills = |texts: &[&str]| -> Vec<(u32, String, String, usize, Vec<String>)> {
        let docs: Vec<Document> = texts.iter().map(|t| blanked(t)).collect();
        let reuse = compare(&docs, &ReuseConfig::default());
        for u in &reuse.unmasked {
            let (place, source) = (docs[u.place.doc as usize].source(), docs[u.source.doc as usize].source());
            assert_eq!(place.slice(u.place.at), u.mask);
            assert_eq!(source.slice(u.source.at), u.value);
            assert_eq!(source.points(u.source.at), u.source.points);
        }
        let tell =
            |u: &Unmasked| (u.place.doc, u.mask.clone(), u.value.clone(), u.copies, u.conflicts.clone());
        reuse.unmasked.iter().map(tell).collect()
    };
    let fill = |m: &str, v: &str| (1, m.to_owned(), v.to_owned(), 1, Vec::new());
    for (what, middle, expected) in [
        ("a name", "**镇有石匠12人，新修水渠350米", vec![fill("**", "柳河")]),
        ("figures", "柳河镇有石匠××人，新修水渠×××米", vec![fill("××", "12"), fill("×××", "350")]),
        ("a part of a figure", "柳河镇有石匠1×人，新修水渠350米", vec![fill("×", "2")]),
        ("a figure that does not fit", "柳河镇有石匠3×人，新修水渠350米", vec![]),
        ("side by side, a mark between", "柳河镇有石匠12人，新修**××米", vec![]),
        ("nothing", "柳河镇有石匠12人，新修水渠350米", vec![]),
    ] {
        assert_eq!(fills(&[&shown, &text(middle)]), expected, "{what}");
    }
    let two = "**镇有石匠××人，新修水渠350米";
    assert_eq!(fills(&[&other("柳河镇有石匠12人，新修水渠350米"), &text(two)]), [], "no copies, a formula");
    let third = text("桑园镇有石匠12人，新修水渠350米");
    let names = |f: Vec<(u32, String, String, usize, Vec<String>)>| {
        f.into_iter().map(|f| (f.2, f.3, f.4)).collect::<Vec<_>>()
    };
    assert_eq!(
        names(fills(&[&shown, &text(two), &third])),
        [("12".to_owned(), 2, vec![])],
        "two copies agree on the figure and contradict each other on the name"
    );
    assert_eq!(
        names(fills(&[&shown, &text(two), &third, &shown])),
        [("柳河".to_owned(), 2, vec!["桑园".to_owned()]), ("12".to_owned(), 3, vec![])],
        "more copies decide"
    );
    let later = shown.replace("12", "15").replace("350", "360");
    let figures = format!("{later}，用工400人，用料88吨");
    let blank = text("柳河镇有石匠××人，新修水渠350米") + "，用工390人，用料77吨";
    assert_eq!(fills(&[&figures, &blank]), [], "the same text with other figures is no copy");
}

#[test]
fn passages_point_into_both_originals() {
    let common = "村口那座石桥修了三年，桥栏上的狮子是老匠人一锤一锤凿出来的";
    let a = format!("{}。{common}。{}", prose(1, 200), prose(2, 90));
    let b = format!(
        "{}。{}。{}",
        prose(3, 20),
        common.replace('，', ",").replace("老匠人", "外乡的师傅"),
        prose(4, 200)
    );
    let reuse = compare(&pages(&[&a, &b]), &ReuseConfig { min_chars: 20, ..ReuseConfig::default() });
    assert_eq!(reuse.passages.len(), 1);
    let p = &reuse.passages[0];
    assert_eq!(&a[p.a.at.range()], format!("{common}。"));
    assert!(b[p.b.at.range()].starts_with("村口") && b[p.b.at.range()].ends_with("出来的。"));
    let points = |t: &str, at: Span<Source>| t[at.range()].chars().count();
    assert_eq!((p.a.points.len(), p.b.points.len()), (points(&a, p.a.at), points(&b, p.b.at)));
    assert_eq!(p.chars, p.a.points.len().min(p.b.points.len()));
    assert!(p.similarity > 0.8 && p.similarity < 1.0);
    let strict = compare(&pages(&[&a, &b]), &ReuseConfig { min_chars: 40, ..ReuseConfig::default() });
    assert!(strict.passages.is_empty());
}

#[test]
fn furniture_is_no_reuse() {
    let line = "欢迎访问山川文库查找更多年度材料请点击下方按钮继续阅读全部内容";
    let with = |seed| {
        let text = format!("{}。\n{line}。", prose(seed, 100));
        let mut doc = page(&text);
        let start = text.len() - line.len() - "。".len();
        doc.structure
            .furniture
            .push(Furniture { at: Span::new(start, text.len()), kind: FurnitureKind::Advert });
        doc
    };
    assert_eq!(compare(&[with(1), with(2), with(3)], &ReuseConfig::default()), Reuse::default());
}

#[test]
fn boilerplate_has_frequency_and_slots() {
    let formula =
        |place: &str, n: u32| format!("让{place}的灯火照亮归途，用{n}件小事暖透人心，这是我们的承诺");
    let docs: Vec<Document> = [("柳河镇", 12), ("石门乡", 8), ("柳河镇", 12), ("大坪村", 30)]
        .into_iter()
        .zip(1..)
        .map(|((place, n), seed)| {
            page(&format!("{}。{}。{}。", prose(seed, 150), formula(place, n), prose(seed + 50, 150)))
        })
        .collect();
    let reuse = compare(&docs, &ReuseConfig::default());
    assert_eq!(reuse.boilerplate.len(), 1, "{:#?}", reuse.boilerplate);
    let f = &reuse.boilerplate[0];
    assert_eq!((f.documents, f.occurrences.len()), (4, 4));
    assert_eq!(f.text, format!("{}。", formula("柳河镇", 12)));
    assert_eq!(f.template, "让{1}的灯火照亮归途，用{2}件小事暖透人心，这是我们的承诺。");
    let values = |s: &Slot| s.values.iter().map(|v| (v.0.clone(), v.1)).collect::<Vec<_>>();
    let told = |v: &[(&str, usize)]| v.iter().map(|v| (v.0.to_owned(), v.1)).collect::<Vec<_>>();
    assert_eq!(values(&f.slots[0]), told(&[("柳河镇", 2), ("大坪村", 1), ("石门乡", 1)]));
    assert_eq!(values(&f.slots[1]), told(&[("12", 2), ("30", 1), ("8", 1)]));
    assert_eq!((f.slots[0].kind, f.slots[1].kind), (SlotKind::Place, SlotKind::Number));
    assert_eq!((f.kind, &f.first), (FamilyKind::Formula, &None));
    let mut dated: Vec<Document> = docs.clone();
    for (doc, date) in dated.iter_mut().zip([None, Some("2024-03-01"), Some("2023-12-30"), None]) {
        doc.meta.date = date.map(str::to_owned);
    }
    let first = compare(&dated, &ReuseConfig::default()).boilerplate.remove(0).first.unwrap();
    assert_eq!((&*first.date, first.place), ("2023-12-30", f.occurrences[2]));
    let mut comparer = Comparer::new(ReuseConfig::default()).unwrap();
    docs.iter().for_each(|d| comparer.add(Folded::new(d, &ReuseConfig::default())).unwrap());
    let (_, shares) = comparer.boilerplate_and_shares().unwrap();
    let formula = f.occurrences[0].points.len();
    for (share, doc) in shares.iter().zip(&docs) {
        assert!(share.chars < doc.source().chars() && share.boilerplate < formula);
        assert!(share.boilerplate + 12 > formula, "{share:?} of {formula}");
    }
    for o in &f.occurrences {
        assert!(docs[o.doc as usize].source().slice(o.at).ends_with("承诺。"));
    }
    let more = ReuseConfig { min_documents: 5, ..ReuseConfig::default() };
    assert!(compare(&docs, &more).boilerplate.is_empty());
}

#[test]
fn copies_and_quoted_titles_are_no_boilerplate() {
    let text = prose(1, 400);
    let law = "《柳河流域水源涵养林采伐更新与补植补造管理办法》";
    let docs = [
        page(&format!("{text}。{}", prose(2, 20))),
        page(&text),
        page(&format!("{}。{law}。{}", prose(3, 200), prose(4, 100))),
        page(&format!("{}。按照{law}。{}", prose(5, 200), prose(6, 100))),
    ];
    let reuse = compare(&docs, &ReuseConfig::default());
    assert_eq!(reuse.clusters.len(), 1);
    assert!(reuse.boilerplate.is_empty(), "{:#?}", reuse.boilerplate);
}

#[test]
fn many_copies_cost_no_square() {
    let text = prose(1, 400);
    // All pairs would be 500,000 alignments of 400 characters: nobody would wait for them.
    let near: Vec<String> = (0..1000).map(|i| format!("{text}{}", prose(i + 10, 12))).collect();
    for docs in [vec![page(&text); 1000], near.iter().map(|t| page(t)).collect()] {
        let reuse = compare(&docs, &ReuseConfig::default());
        assert_eq!(reuse.clusters.len(), 1);
        assert_eq!(reuse.clusters[0].members.len(), 1000);
        assert!(reuse.passages.len() < 10_000, "{} passages", reuse.passages.len());
    }
}

#[test]
fn folding_in_threads_gives_the_same() {
    let config = ReuseConfig::default();
    let docs: Vec<Document> =
        (0..40).map(|i| page(&format!("{}{}", prose(i % 7, 200), prose(i, 60)))).collect();
    let folded = |i: usize| Folded::new(&docs[i], &config);
    let threads: Vec<Folded> = std::thread::scope(|s| {
        let handles: Vec<_> = (0..docs.len()).map(|i| s.spawn(move || folded(i))).collect();
        handles.into_iter().map(|h| h.join().unwrap()).collect()
    });
    let mut comparer = Comparer::new(config.clone()).unwrap();
    threads.into_iter().for_each(|f| comparer.add(f).unwrap());
    assert_eq!(comparer.finish().unwrap(), compare(&docs, &config));
}

#[test]
fn the_same_clusters_in_any_order() {
    let texts: Vec<String> =
        (0..30u64).map(|i| format!("{}{}", prose(i / 3, 300), prose(100 + i, 40))).collect();
    let config = ReuseConfig::default();
    let sets = |order: &[usize]| {
        let docs: Vec<Document> = order.iter().map(|&i| page(&texts[i])).collect();
        let set = |c: &Cluster| {
            let mut ids: Vec<usize> = c.members.iter().map(|m| order[m.place.doc as usize]).collect();
            ids.sort_unstable();
            ids
        };
        let mut sets: Vec<Vec<usize>> = compare(&docs, &config).clusters.iter().map(set).collect();
        sets.sort();
        sets
    };
    let straight: Vec<usize> = (0..30).collect();
    let turned: Vec<usize> = (0..30).map(|i| (i * 7 + 3) % 30).collect();
    assert_eq!(sets(&straight).len(), 10);
    assert_eq!(sets(&straight), sets(&turned));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_compared(texts in prop::collection::vec("\\PC{0,60}|[甲乙x×。，《》（）0-9\n]{0,120}", 0..5)) {
        let docs: Vec<Document> = texts.iter().map(|t| page(t)).collect();
        for unit in [Unit::Article, Unit::Page, Unit::Paragraph] {
            let config = ReuseConfig { unit, min_chars: 5, ..ReuseConfig::default() };
            let reuse = compare(&docs, &config);
            let places = reuse.passages.iter().flat_map(|p| [p.a, p.b]);
            let places = places.chain(reuse.boilerplate.iter().flat_map(|f| f.occurrences.clone()));
            for p in places.chain(reuse.clusters.iter().flat_map(|c| c.members.iter().map(|m| m.place))) {
                let source = docs[p.doc as usize].source();
                prop_assert!(source.as_str().get(p.at.range()).is_some());
                prop_assert_eq!(source.points(p.at), p.points);
            }
            for p in &reuse.passages {
                prop_assert!((0.0..=1.0).contains(&p.similarity));
                prop_assert!(p.a.doc != p.b.doc || p.a.at.end() <= p.b.at.start());
            }
            for c in &reuse.clusters {
                prop_assert!(c.members.len() > 1 && c.representative < c.members.len());
                prop_assert!(c.members.is_sorted_by_key(|m| (m.place.doc, m.place.at.start())));
            }
        }
    }
}

#[test]
fn periodic_text_is_no_trap() {
    let periodic = [
        "工作".repeat(30_000),
        "计划总结".repeat(15_000),
        "一".repeat(60_000),
        "（".repeat(60_000),
        format!("{}。", prose(1, 30)).repeat(1_500),
    ];
    for text in &periodic {
        let reuse = compare(&pages(&[text, text]), &ReuseConfig::default());
        assert!(reuse.passages.iter().all(|p| p.a.doc != p.b.doc || p.a.at.end() <= p.b.at.start()));
    }
}

#[test]
fn what_is_found_does_not_depend_on_memory() {
    let formula = |n: u64| format!("让第{n}片灯火照亮归途，用一件件小事暖透人心，这是我们的承诺");
    let docs: Vec<Document> = (0..600u64)
        .map(|i| page(&format!("{}。{}。{}××户。", prose(i % 250, 200), formula(i), prose(1000 + i, 60))))
        .collect();
    let with = |memory| compare(&docs, &ReuseConfig { memory, ..ReuseConfig::default() });
    let (little, much) = (with(0), with(1 << 30));
    assert_eq!(little.clusters.len(), 250);
    assert!(!little.passages.is_empty() && !little.boilerplate.is_empty());
    assert!(little == much);
}

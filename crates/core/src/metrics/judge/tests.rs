use super::cues::Class;
use super::page::page;
use super::*;
use crate::document::ArticleKind;
use crate::number::plain;
use proptest::prelude::*;

/// The records of a text, with what stands in the original.
fn records(
    extractor: &Extractor,
    text: &str,
    kind: ArticleKind,
    year: Option<&str>,
) -> Vec<(String, usize, Metric)> {
    let doc = page(text, kind, year);
    extractor
        .extract(&doc)
        .into_iter()
        .map(|m| (doc.source().slice(m.at).to_owned(), m.at.start(), m))
        .collect()
}

/// A text with its core in 【】: the text without them, and where the core stands.
pub(super) fn marked(text: &str) -> (String, Option<(usize, String)>) {
    match (text.find('【'), text.find('】')) {
        (Some(a), Some(b)) if a < b => {
            let core = &text[a + '【'.len_utf8()..b];
            (format!("{}{core}{}", &text[..a], &text[b + '】'.len_utf8()..]), Some((a, core.to_owned())))
        }
        _ => (text.to_owned(), None),
    }
}

#[test]
fn every_rule_makes_its_example_and_not_its_counter_example() {
    let extractor = Extractor::new().unwrap();
    let rules: Vec<Rule> = rules().unwrap().into_iter().filter(|r| r.kind == RuleKind::Metric).collect();
    assert_eq!(rules.len(), 16);
    let mut wrong = Vec::new();
    for rule in rules {
        let (text, core) = marked(rule.yes);
        let (at, core) = core.expect("a core in the example");
        let found = records(&extractor, &text, ArticleKind::Plan, Some("2024"));
        if !found.iter().any(|(t, start, m)| *t == core && *start == at && m.rule == rule.id) {
            let got: Vec<String> = found.iter().map(|(t, _, m)| format!("{t} {}", m.rule)).collect();
            wrong.push(format!("{}: yes {:?} gave {got:?}", rule.id, rule.yes));
        }
        let (text, _) = marked(rule.no);
        if records(&extractor, &text, ArticleKind::Plan, Some("2024"))
            .iter()
            .any(|(_, _, m)| m.rule == rule.id)
        {
            wrong.push(format!("{}: no {:?} made one", rule.id, rule.no));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rejection_speaks_in_its_example_and_not_in_its_counter_example() {
    let extractor = Extractor::new().unwrap();
    let rules = rules().unwrap();
    let ids: std::collections::HashSet<&str> = rules.iter().map(|r| r.id).collect();
    assert_eq!(ids.len(), rules.len(), "an id names one rule");
    let rejections: Vec<Rule> = rules.into_iter().filter(|r| r.kind == RuleKind::Rejection).collect();
    assert_eq!(rejections.len(), 17);
    let mut wrong = Vec::new();
    for rule in rejections {
        let (text, core) = marked(rule.yes);
        let (at, core) = core.expect("an expression in the example");
        let doc = page(&text, ArticleKind::Plan, Some("2024"));
        let (found, rejected) = extractor.explain(&doc);
        let over = |r: &Rejected| r.at.start() < at + core.len() && at < r.at.end();
        if !rejected.iter().any(|r| over(r) && r.rule == rule.id) {
            let got: Vec<&str> = rejected.iter().map(|r| r.rule).collect();
            wrong.push(format!(
                "{}: yes {:?} gave {got:?}, {} metrics",
                rule.id,
                rule.yes,
                found.metrics.len()
            ));
        }
        let (text, core) = marked(rule.no);
        let doc = page(&text, ArticleKind::Plan, Some("2024"));
        let (found, rejected) = extractor.explain(&doc);
        let (at, _) = core.expect("an expression in the counter-example");
        if rejected.iter().any(|r| r.rule == rule.id) || !found.metrics.iter().any(|m| m.at.start() == at) {
            let got: Vec<&str> = rejected.iter().map(|r| r.rule).collect();
            wrong.push(format!(
                "{}: no {:?} gave {got:?}, {} metrics",
                rule.id,
                rule.no,
                found.metrics.len()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Cases as data: what a sentence says, and why.
#[test]
fn the_cases_hold() {
    hold("cases.tsv", include_str!("cases.tsv"));
}

/// The contract, bullet by bullet.
#[test]
fn the_contract_holds() {
    hold("contract.tsv", include_str!("contract.tsv"));
}

/// The contract, clause by clause: its smaller print, and every item of what is no metric.
#[test]
fn every_clause_holds() {
    hold("clauses.tsv", include_str!("clauses.tsv"));
}

/// What the bureaus write: courts, police, schools, fields, works, townships.
#[test]
fn the_bureaus_are_read() {
    hold("bureaus.tsv", include_str!("bureaus.tsv"));
}

/// Whether every row of a table of cases comes out as written there.
fn hold(name: &'static str, rows: &'static str) {
    let extractor = Extractor::new().unwrap();
    let columns = [
        "article",
        "year",
        "text",
        "kind",
        "role",
        "value",
        "unit",
        "per",
        "edtf",
        "change",
        "indicator",
        "why",
    ];
    let table = crate::tables::Table::parse(name, rows, &columns).unwrap();
    let mut wrong = Vec::new();
    for row in table.rows() {
        let kind = ArticleKind::from_name(row.get("article")).expect("a kind of article");
        let (text, core) = marked(row.get("text"));
        let found = records(&extractor, &text, kind, Some(row.get("year")).filter(|y| !y.is_empty()));
        let Some((at, core)) = core else {
            if !found.is_empty() {
                let got: Vec<String> = found.iter().map(|(t, _, m)| format!("{t} {}", m.rule)).collect();
                wrong.push(format!("{text}: gave {got:?}; {}", row.get("why")));
            }
            continue;
        };
        let told: Vec<String> = found
            .iter()
            .filter(|(t, start, _)| *t == core && *start == at)
            .map(|(_, _, m)| {
                let n = |d: Option<Decimal>| d.map_or(String::new(), plain);
                let value = if m.kind.is_calendar() || m.masked {
                    String::new()
                } else {
                    format!("{}..{}{}", n(m.min), n(m.max), if m.approx { "~" } else { "" })
                };
                [
                    m.kind.name(),
                    m.role.name(),
                    &value,
                    m.unit.as_deref().unwrap_or(""),
                    m.per.as_deref().unwrap_or(""),
                    m.edtf.as_ref().map_or("", |e| e.as_str()),
                    m.change.map_or("", Change::name),
                    m.indicator.as_deref().unwrap_or(""),
                ]
                .join(" | ")
            })
            .collect();
        let cells =
            ["kind", "role", "value", "unit", "per", "edtf", "change", "indicator"].map(|c| row.get(c));
        let want = cells.join(" | ");
        if !told.contains(&want) {
            wrong.push(format!("{}\n  want {want}\n  got  {told:?}\n  {}", row.get("text"), row.get("why")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_bad_row_is_refused() {
    assert!(Class::named("verb").is_some());
    assert!(Class::named("verbs").is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Any text gives records whose spans lie inside it, sorted, on character boundaries.
    #[test]
    fn any_text_gives_sound_records(text in text_of_parts()) {
        let doc = page(&text, ArticleKind::Report, Some("2024"));
        let mut last = 0;
        for m in shared().extract(&doc) {
            prop_assert!(m.at.start() >= last && m.at.end() <= text.len());
            prop_assert!(m.sentence.start() <= m.at.start() && m.at.end() <= m.sentence.end());
            prop_assert!(text.is_char_boundary(m.at.start()) && text.is_char_boundary(m.at.end()));
            prop_assert!((0.0..=1.0).contains(&m.confidence));
            if let (Some(min), Some(max)) = (m.min, m.max) {
                prop_assert!(min <= max, "{:?}", doc.source().slice(m.at));
            }
            last = m.at.start();
        }
    }

    /// A line before the text moves every record by its length and changes nothing else.
    #[test]
    fn padding_shifts_records(text in text_of_parts()) {
        let pad = "甲乙丙丁。\n";
        let plain = page(&text, ArticleKind::Report, Some("2024"));
        let padded = page(&format!("{pad}{text}"), ArticleKind::Report, Some("2024"));
        let shift = |m: Metric| (m.at.shift(pad.len()), m.kind, m.role, m.min, m.max, m.unit, m.indicator, m.edtf);
        let keep = |m: Metric| (m.at, m.kind, m.role, m.min, m.max, m.unit, m.indicator, m.edtf);
        let a: Vec<_> = shared().extract(&plain).into_iter().map(shift).collect();
        let b: Vec<_> = shared().extract(&padded).into_iter().map(keep).collect();
        prop_assert_eq!(a, b);
    }
}

fn shared() -> &'static Extractor {
    static EXTRACTOR: std::sync::OnceLock<Extractor> = std::sync::OnceLock::new();
    EXTRACTOR.get_or_init(|| Extractor::new().unwrap())
}

/// Texts that look like prose with figures, and anything else in between.
fn text_of_parts() -> impl Strategy<Value = String> {
    let parts = proptest::sample::select(vec![
        "全年",
        "新增",
        "就业",
        "3万人",
        "、",
        "，",
        "。",
        "（",
        "）",
        "“",
        "”",
        "《",
        "》",
        "增长5%",
        "分别",
        "和",
        "由",
        "提高到",
        "80%",
        "每季度",
        "一次",
        "前",
        "2024年",
        "上半年",
        "6月底",
        "至少",
        "的",
        "达到",
        "共",
        "xx件",
        "一、",
        "\n",
        "：",
        "；",
        "其中",
        "比上年",
        "连续3年",
        "个",
        "两个",
        "占",
    ]);
    let part = prop_oneof![8 => parts.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    proptest::collection::vec(part, 0..60).prop_map(|v| v.concat())
}

#[test]
fn frequencies_inside_one_another_are_read() {
    let doc = page("每月均每月学习", ArticleKind::Plan, Some("2024"));
    let found = shared().extract(&doc);
    assert!(found.iter().all(|m| m.per.as_deref() == Some("P1M")), "{found:#?}");
}

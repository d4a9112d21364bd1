//! A small page of our own writing, taken apart by hand: the tests do not hang on what the stages find.
#![allow(dead_code, unreachable_pub)] // each test file uses some

use gongwen::{
    About, Article, ArticleId, ArticleKind, Document, Edit, EditKind, Evidence, Furniture, FurnitureKind,
    Kind, Level, Mask, MaskKind, Meta, Metric, Normal, Normalised, Place, Role, Script, Section, SectionId,
    Source, SourceText, Span, Structure,
};

/// Two articles in a container; a gloss, Traditional characters, a mask, furniture.
pub const TEXT: &str = "青山鎮文選\n第一篇：計劃(jihua)要點\n一、目標\n全年走訪不少於1200戶，増收6.50%。\n\
                        第二篇：總結\n**村已完成xx件。\n打印本頁";

/// The first place of `needle` in the text.
pub fn source(needle: &str) -> Span<Source> {
    let start = TEXT.find(needle).unwrap_or_else(|| panic!("{needle} stands in the text"));
    Span::new(start, start + needle.len())
}

pub fn page() -> Document {
    page_called("文選/a,\"b\".txt")
}

pub fn page_called(id: &str) -> Document {
    let mut edits = vec![Edit::new(source("(jihua)"), "", EditKind::Gloss)];
    for (from, to) in [("鎮", "镇"), ("計劃", "计划"), ("要點", "要点"), ("目標", "目标")] {
        edits.push(Edit::new(source(from), to, EditKind::Script));
    }
    let normal = Normalised::apply(TEXT, edits);
    let at = |needle: &str| normal.to_normal(source(needle));
    let until = |from: &str, to: &str| Span::<Normal>::new(at(from).start(), at(to).start());
    let about = About {
        kind: ArticleKind::Plan,
        issuer: Some("青山鎮人民政府".into()),
        region: Some("青山鎮".into()),
        region_code: Some("999901".into()),
        level: Some(Level::Town),
        evidence: [("kind", Evidence::Title), ("region", Evidence::Page)].into(),
        ..About::default()
    };
    let article = |at, parent, title, about: &About| Article {
        at,
        parent,
        title: Some(title),
        container: parent.is_none(),
        about: about.clone(),
    };
    let other = About::default();
    let structure = Structure {
        furniture: vec![
            Furniture { at: source("(jihua)"), kind: FurnitureKind::Gloss },
            Furniture { at: source("打印本頁"), kind: FurnitureKind::Navigation },
        ],
        articles: vec![
            article(until("青山鎮", "打印"), None, at("青山鎮文選"), &other),
            article(until("第一篇", "第二篇"), Some(ArticleId(0)), at("第一篇：計劃(jihua)要點"), &about),
            article(until("第二篇", "打印"), Some(ArticleId(0)), at("第二篇：總結"), &other),
        ],
        sections: vec![Section {
            heading: at("一、目標"),
            label: at("一、"),
            level: 1,
            run_in: false,
            article: ArticleId(1),
            parent: None,
            at: until("一、目標", "第二篇"),
        }],
        ..Structure::default()
    };
    let masks =
        vec![Mask { at: at("**"), kind: MaskKind::Name }, Mask { at: at("xx"), kind: MaskKind::Digits }];
    let source = SourceText::new(TEXT);
    let meta = Meta { source: Some("example".into()), ..Meta::default() };
    Document::new(id, source, normal, Script::Traditional, masks, structure, meta)
}

/// A count with a bound, an exact ratio, a masked count.
pub fn metrics() -> Vec<Metric> {
    let base = Metric {
        at: source("1200戶"),
        sentence: source("全年走訪不少於1200戶，増收6.50%。"),
        article: Some(ArticleId(1)),
        section: Some(SectionId(0)),
        kind: Kind::Count,
        role: Role::Target,
        min: Some("1200".parse().unwrap()),
        max: None,
        approx: false,
        masked: false,
        unit: Some("戶".into()),
        per: Some("P1Y".into()),
        edtf: None,
        indicator: Some("走訪".into()),
        change: None,
        indicator_id: None,
        scope: None,
        year: None,
        rule: "count-bound",
        confidence: 0.9,
    };
    vec![
        base.clone(),
        Metric {
            at: source("6.50%"),
            kind: Kind::Ratio,
            min: Some("6.50".parse().unwrap()),
            max: Some("6.50".parse().unwrap()),
            unit: Some("%".into()),
            per: None,
            indicator: Some("収".into()),
            change: Some(gongwen::Change::Up),
            rule: "ratio",
            confidence: 0.856,
            ..base.clone()
        },
        Metric {
            at: source("xx件"),
            sentence: source("**村已完成xx件。"),
            article: Some(ArticleId(2)),
            section: None,
            role: Role::Actual,
            min: None,
            masked: true,
            unit: Some("件".into()),
            per: None,
            indicator: None,
            rule: "count",
            confidence: 0.6,
            ..base
        },
    ]
}

/// A place in the compared page `doc`.
pub fn place(doc: u32, article: u32, start: usize, end: usize) -> Place {
    Place {
        doc,
        article: Some(ArticleId(article)),
        at: Span::new(start * 3, end * 3),
        points: Span::new(start, end),
    }
}

//! Pages for tests: a document with the plainest structure, from text alone.

use crate::calendar::Edtf;
use crate::document::{
    About, Article, ArticleId, ArticleKind, Document, Meta, Paragraph, ParagraphId, Script, Section,
    SectionId, Sentence, Structure,
};
use crate::normalise::{NormaliseConfig, Normaliser};
use crate::span::{Normal, Span};
use crate::text::SourceText;

/// A page of one article: a paragraph a line, a sentence up to each 。, a line like `一、…` without 。 a heading.
pub(super) fn page(text: &str, kind: ArticleKind, year: Option<&str>) -> Document {
    let source = SourceText::new(text);
    let normaliser = Normaliser::new(NormaliseConfig::default()).unwrap();
    let normal = normaliser.normalise(source.as_str());
    let article = Article {
        at: Span::new(0, normal.text().len()),
        parent: None,
        title: None,
        container: false,
        about: About { kind, year: year.map(Edtf::from_text), ..About::default() },
    };
    let mut structure = Structure { articles: vec![article], ..Structure::default() };
    let id = Some(ArticleId(0));
    let mut section: Option<usize> = None;
    let mut start = 0;
    for line in normal.text().split_inclusive('\n') {
        let at: Span<Normal> = Span::new(start, start + line.trim_end_matches('\n').len());
        start += line.len();
        if normal.slice(at).trim().is_empty() {
            continue;
        }
        let text = normal.slice(at).trim_start();
        let label = text.chars().take_while(|c| !"、)）".contains(*c)).collect::<String>();
        let level = match label.chars().next() {
            Some('（' | '(') => 2,
            _ => 1,
        };
        let labelled = !label.is_empty()
            && label.trim_start_matches(['（', '(']).chars().all(|c| "一二三四五六七八九十".contains(c));
        let heading = labelled && text.chars().count() < 40 && !text.contains('。');
        if heading {
            let parent = section.filter(|_| level == 2).and_then(|s| {
                if structure.sections[s].level == 1 {
                    Some(SectionId::from(s))
                } else {
                    structure.sections[s].parent
                }
            });
            structure.sections.push(Section {
                heading: at,
                label: Span::empty(at.start()),
                level,
                run_in: false,
                article: ArticleId(0),
                parent,
                at,
            });
            section = Some(structure.sections.len() - 1);
        }
        let paragraph = ParagraphId::from(structure.paragraphs.len());
        structure.paragraphs.push(Paragraph {
            at,
            article: id,
            section: section.map(SectionId::from),
            heading,
        });
        let mut from = at.start();
        for piece in normal.slice(at).split_inclusive('。') {
            structure.sentences.push(Sentence { at: Span::new(from, from + piece.len()), paragraph });
            from += piece.len();
        }
    }
    Document {
        id: "test".into(),
        source,
        normal,
        script: Script::None,
        masks: Vec::new(),
        structure,
        meta: Meta::default(),
    }
}

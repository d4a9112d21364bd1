//! What must hold of every page that was taken apart.

use gongwen::{Config, Document, Meta, Miner, SourceText, Span};
use std::sync::LazyLock;

static MINER: LazyLock<Miner> = LazyLock::new(|| Miner::new(Config::default()).expect("built-in tables"));

/// Bytes of a page beyond which a sanitizer takes too long.
const LONGEST: usize = 60_000;

/// How often a page of `len` bytes is repeated, as a byte of the input says. What is not linear shows in a page that
/// repeats: the time limit ends it.
pub fn times(byte: u8, len: usize) -> usize {
    let times = if byte < 16 { 1 + 200 * usize::from(byte) } else { 1 };
    times.min(LONGEST / len.max(1)).max(1)
}

/// Takes a page apart and looks at the parts.
pub fn check(source: SourceText) {
    let doc = MINER.document("a", source, Meta::default());
    markup(doc.source());
    articles(&doc);
    sections(&doc);
    sentences(&doc);
    furniture(&doc);
    clean(&doc);
}

/// Blocks lie in the text, in order, each of some length.
fn markup(source: &SourceText) {
    let mut last = 0;
    for block in &source.blocks {
        assert!(last <= block.at.start(), "{block:?} is not in order");
        last = block.at.start();
        assert!(source.as_str().get(block.at.range()).is_some_and(|s| !s.is_empty()), "{block:?}");
    }
}

/// Articles come in preorder: inside the one that holds them, apart from those beside them.
fn articles(doc: &Document) {
    let text = doc.normal().text();
    let mut open: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = vec![0];
    for (i, article) in doc.articles().iter().enumerate() {
        assert!(text.get(article.at.range()).is_some(), "{article:?}");
        while open.last().copied() != article.parent.map(gongwen::ArticleId::index) {
            assert!(open.pop().is_some(), "the parent of {article:?} is closed");
            last.pop();
        }
        let end = last.last_mut().expect("the page is open");
        assert!(*end <= article.at.start(), "{article:?} begins before {end}");
        *end = article.at.end();
        if let Some(parent) = article.parent {
            let parent = &doc.articles()[parent.index()];
            assert!(parent.container && parent.at.contains(article.at), "{article:?} in {parent:?}");
        }
        if let Some(title) = article.title {
            assert!(article.at.contains(title) && text.get(title.range()).is_some(), "{article:?}");
        }
        open.push(i);
        last.push(article.at.start());
    }
}

/// Sections are nested in their articles.
fn sections(doc: &Document) {
    let text = doc.normal().text();
    for section in doc.sections() {
        let article = &doc.articles()[section.article.index()];
        assert!(!article.container, "{section:?} of an article that only holds others");
        assert!(article.at.contains(section.at) && section.at.contains(section.heading), "{section:?}");
        assert!(section.heading.contains(section.label) && section.level > 0, "{section:?}");
        for at in [section.at, section.heading, section.label] {
            assert!(text.get(at.range()).is_some(), "{section:?}");
        }
        if let Some(parent) = section.parent {
            let parent = &doc.sections()[parent.index()];
            assert!(parent.level < section.level && parent.article == section.article, "{section:?}");
            assert!(parent.at.contains(section.at), "{section:?} in {parent:?}");
        }
    }
    assert!(doc.sections().windows(2).all(|s| s[0].heading.end() <= s[1].heading.start()));
}

/// Paragraphs lie apart, sentences inside them, and together say what the paragraph says.
fn sentences(doc: &Document) {
    let text = doc.normal().text();
    assert!(doc.paragraphs().windows(2).all(|p| p[0].at.end() <= p[1].at.start()));
    let mut said: Vec<Vec<Span<_>>> = vec![Vec::new(); doc.paragraphs().len()];
    for sentence in doc.sentences() {
        let paragraph = &doc.paragraphs()[sentence.paragraph.index()];
        assert!(paragraph.at.contains(sentence.at), "{sentence:?} in {paragraph:?}");
        assert!(text.get(sentence.at.range()).is_some_and(|s| !s.is_empty()), "{sentence:?}");
        said[sentence.paragraph.index()].push(sentence.at);
    }
    for (paragraph, said) in doc.paragraphs().iter().zip(said) {
        if let Some(article) = paragraph.article {
            assert!(doc.articles()[article.index()].at.contains(paragraph.at), "{paragraph:?}");
        }
        let mut from = paragraph.at.start();
        for at in said.into_iter().chain([Span::empty(paragraph.at.end())]) {
            let between = &text[from..at.start()];
            assert!(visible(between) == 0, "{between:?} of {paragraph:?} is in no sentence");
            from = at.end();
        }
    }
}

/// Furniture lies apart, in the source.
fn furniture(doc: &Document) {
    for f in doc.furniture() {
        assert!(doc.source().as_str().get(f.at.range()).is_some_and(|s| !s.is_empty()), "{f:?}");
    }
    assert!(doc.furniture().windows(2).all(|f| f[0].at.end() <= f[1].at.start()));
}

/// The cleaned text adds nothing and loses nothing but furniture and what normalising took out.
fn clean(doc: &Document) {
    let source = doc.source().as_str();
    let clean = gongwen::clean(doc);
    let mut rest = source.chars();
    for c in clean.chars().filter(|c| shows(*c)) {
        assert!(rest.any(|s| s == c), "{c} of {clean:?} is not in its place in {source:?}");
    }
    let out = doc.furniture().iter().map(|f| f.at);
    let edited = doc.normal().edits().iter().map(|e| e.at);
    let gone: usize = out.chain(edited).map(|at| visible(&source[at.range()])).sum();
    assert!(visible(&clean) + gone >= visible(source), "{clean:?} has lost something of {source:?}");
}

fn visible(text: &str) -> usize {
    text.chars().filter(|c| shows(*c)).count()
}

/// Whether a character shows anything.
fn shows(c: char) -> bool {
    !(c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'))
}

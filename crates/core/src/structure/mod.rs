//! What is the document, where are its parts, what is furniture.
//!
//! The stage reads the normal form and what markup said of it, and gives the parts of the page: furniture,
//! articles, sections, paragraphs, sentences, and what each article is. One file a question; every one of them
//! passes over the lines of the page once or a fixed number of times, so that the stage is linear.
//!
//! 1. `lines`: the page's lines, also where line ends were lost.
//! 2. `furniture`, `markup`, `learned`: what does not belong to the documents, by rules with places, by HTML blocks,
//!    and by what the pages of a site repeat.
//! 3. `articles`, `lost`, `single`, `titles`: anthologies, nested ones, lost markers, single articles.
//! 4. `outline`: headings and levels. 5. `sentences`. 6. `about`, `years`, `places`, `bodies`, `regions`. 7. `clean`.
//!
//! Tables of patterns are read by `pattern` and `expand`; `filter`, `literals` and `finder` see to it that few of them are tried,
//! and `survey` goes over the page once for the words of all of them.

mod about;
mod articles;
mod bodies;
mod clean;
mod expand;
mod filter;
mod finder;
mod furniture;
mod learned;
mod lines;
mod literals;
mod lost;
mod markup;
mod outline;
mod pattern;
mod places;
mod prefix;
mod regions;
mod sentences;
mod single;
mod survey;
#[cfg(test)]
mod tests;
mod titles;
#[cfg(test)]
mod work;
mod years;

pub use clean::clean;
use learned::Shared;
pub use learned::{Edges, FurnitureModel, Site};

use crate::document::{
    Article, ArticleId, Furniture, FurnitureKind, Mask, Meta, Paragraph, ParagraphId, SectionId, Sentence,
    Structure,
};
use crate::error::Error;
use crate::offsets::{Edit, EditKind, Normalised};
use crate::span::{Normal, Span};
use crate::text::SourceText;
use about::{Clues, Subject};
use articles::{Draft, Markers, Page};
use furniture::{Rules, Scanner};
use lines::Line;
use markup::Facts;
use outline::{Label, Mark, Shapes};
use sentences::Stops;
use survey::{Lexicon, Survey};
use titles::Titles;

/// Takes pages apart. Immutable and shareable.
#[derive(Debug)]
pub struct Structurer {
    rules: Rules,
    shapes: Shapes,
    titles: Titles,
    markers: Markers,
    stops: Stops,
    clues: Clues,
    lexicon: Lexicon,
    shared: Shared,
}

impl Structurer {
    /// Loads the tables of furniture, markers, outline and kinds.
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new() -> Result<Self, Error> {
        let titles = Titles::load()?;
        let (rules, markers, clues) = (Rules::load()?, Markers::load(&titles)?, Clues::load()?);
        let lexicon = Lexicon::new(&rules, &markers, &clues)?;
        let (shapes, stops, shared) = (Shapes::load()?, Stops::load()?, Shared::load()?);
        Ok(Self { rules, shapes, titles, markers, stops, clues, lexicon, shared })
    }

    /// The parts of a page.
    #[must_use]
    pub fn structure(
        &self,
        source: &SourceText,
        normal: &Normalised,
        masks: &[Mask],
        meta: &Meta,
    ) -> Structure {
        self.structure_of_site(source, normal, masks, meta, None)
    }

    /// The parts of a page, with what a [`FurnitureModel`] has learned of its site.
    #[must_use]
    pub fn structure_of_site(
        &self,
        source: &SourceText,
        normal: &Normalised,
        _masks: &[Mask],
        meta: &Meta,
        site: Option<&Site>,
    ) -> Structure {
        let text = normal.text();
        let lines = lines::lines(text, &self.shapes);
        let facts = Facts::new(&lines, normal, &source.blocks);
        let survey = Survey::new(&self.lexicon, text, &lines);
        let labels: Vec<_> = lines.iter().map(|l| self.shapes.label(&text[l.at.range()])).collect();
        let page = Page {
            text,
            lines: &lines,
            facts: &facts,
            survey: &survey,
            named: articles::named(text, &lines, &labels, &self.titles),
            labels,
            titles: &self.titles,
            markers: &self.markers,
            before: articles::before(&lines),
            roc: memchr::memmem::find(text.as_bytes(), "民国".as_bytes()).is_some()
                || converted(normal, text),
        };
        let mut scanner = Scanner::new(text, &lines, &facts, &self.rules, &survey);
        if let Some(site) = site {
            self.learned(site, text, &lines, &mut scanner);
        }
        let drafts = page.articles(&mut scanner);
        let mut marked = scanner.marked;
        for line in drafts.iter().filter_map(|d| d.title.clone()).flatten() {
            marked[line] = None;
        }
        let mut out = Structure::default();
        for draft in &drafts {
            out.articles.push(article(draft, &lines, &marked));
        }
        let owners = owners(&drafts, lines.len());
        for (i, draft) in drafts.iter().enumerate() {
            self.fill(&page, i, draft, &drafts, &owners, &marked, meta, &mut out);
        }
        self.paragraphs(text, &lines, &drafts, &owners, &marked, &mut out);
        out.furniture =
            furniture(source.as_str(), normal, &lines, &marked, self.rules.inline(text, &lines, &survey));
        out
    }

    /// The shapes of labels.
    fn shapes(&self) -> &Shapes {
        &self.shapes
    }

    /// The outline of an article, and what is known of it.
    #[allow(clippy::too_many_arguments)] // the parts of one page, all borrowed
    fn fill(
        &self,
        page: &Page<'_>,
        i: usize,
        draft: &Draft,
        drafts: &[Draft],
        owners: &[Option<usize>],
        marked: &[Option<FurnitureKind>],
        meta: &Meta,
        out: &mut Structure,
    ) {
        let id = ArticleId::from(i);
        let own = |l: &usize| {
            owners[*l] == Some(i)
                && marked[*l].is_none()
                && !draft.title.as_ref().is_some_and(|t| t.contains(l))
        };
        let own: Vec<usize> = draft.lines.clone().filter(own).collect();
        let lines: Vec<Line> = own.iter().map(|&l| page.lines[l]).collect();
        let marks: Vec<Mark> = own.iter().map(|&l| page.facts.mark(l)).collect();
        let labels: Vec<Option<Label<'_>>> = own.iter().map(|&l| page.labels[l]).collect();
        let before = out.sections.len();
        if !draft.container {
            outline::outline(
                page.text,
                &lines,
                &marks,
                &labels,
                &self.shapes,
                id,
                &out.articles[i],
                &mut out.sections,
            );
        }
        let name = out.articles[i].title.map(|t| &page.text[t.range()]);
        let alone = drafts.len() == 1;
        let repeated = draft.shared;
        let subject = Subject {
            text: page.text,
            lines: &lines,
            within: own.first().map_or(0..0, |first| *first..own[own.len() - 1] + 1),
            speaking: self
                .clues
                .speaking(page.text, own.iter().map(|&l| (page.lines[l], page.survey.line(l)))),
            survey: page.survey,
            sections: &out.sections[before..],
            title: draft.own.as_deref().or(if repeated { None } else { name }),
            // 篇二 says nothing: then the page's title tells what the articles are.
            shared: if repeated {
                name.filter(|n| self.titles.kind(n).is_some()).or(page.title())
            } else {
                None
            },
            roc: page.roc,
            page: page.title().filter(|_| alone),
        };
        let mut about = self.clues.about(&subject, &self.titles, meta);
        if let Some(notice) = draft.notice {
            Clues::inherit(&mut about, &out.articles[notice].about);
        }
        out.articles[i].about = about;
    }

    /// Paragraphs and their sentences.
    fn paragraphs(
        &self,
        text: &str,
        lines: &[Line],
        drafts: &[Draft],
        owners: &[Option<usize>],
        marked: &[Option<FurnitureKind>],
        out: &mut Structure,
    ) {
        let mut section: Option<usize> = None; // the last section that has begun
        let mut spans = Vec::new();
        for (i, line) in lines.iter().enumerate().filter(|(i, _)| marked[*i].is_none()) {
            let next = section.map_or(0, |s| s + 1);
            let begun =
                out.sections[next..].iter().take_while(|s| s.heading.start() <= line.at.start()).count();
            section = (next + begun).checked_sub(1);
            let article = owners[i].map(ArticleId::from);
            let inside = section.filter(|s| Some(out.sections[*s].article) == article);
            let titled = owners[i].is_some_and(|a| drafts[a].title.as_ref().is_some_and(|t| t.contains(&i)));
            let headed = inside.map(|s| out.sections[s]).filter(|s| s.heading.start() == line.at.start());
            let paragraph = ParagraphId::from(out.paragraphs.len());
            out.paragraphs.push(Paragraph {
                at: line.at,
                article,
                section: inside.map(SectionId::from),
                heading: titled || headed.is_some_and(|s| !s.run_in),
            });
            spans.clear();
            let cut = headed.filter(|s| s.run_in).map(|s| s.heading.end());
            self.stops.sentences(text, line.at, cut.as_slice(), &mut spans);
            out.sentences.extend(spans.iter().map(|&at| Sentence { at, paragraph }));
        }
    }
}

/// Whether a text was written in Traditional script: more than one character in twenty is another in Simplified.
fn converted(normal: &Normalised, text: &str) -> bool {
    let changed = normal.edits().iter().filter(|e| e.kind == EditKind::Script).count();
    changed > 0 && changed * 20 > text.chars().count()
}

/// The article of a draft, without what is known of it.
fn article(draft: &Draft, lines: &[Line], marked: &[Option<FurnitureKind>]) -> Article {
    // A container reaches to the end of what it holds, furniture at its end included.
    let last = draft.lines.clone().rev().find(|&i| draft.container || marked[i].is_none());
    let start = lines[draft.lines.start].at.start();
    let end = last.map_or(start, |i| lines[i].at.end());
    Article {
        at: Span::new(start, end.max(start)),
        parent: draft.parent.map(ArticleId::from),
        title: draft.title.clone().map(|t| lines[t.start].at.cover(lines[t.end - 1].at)),
        container: draft.container,
        about: crate::document::About::default(),
    }
}

/// The innermost article of each line.
fn owners(drafts: &[Draft], lines: usize) -> Vec<Option<usize>> {
    let mut owners = vec![None; lines];
    // In preorder the inner articles come later and overwrite.
    for (i, draft) in drafts.iter().enumerate() {
        owners[draft.lines.clone()].fill(Some(i));
    }
    owners
}

/// All furniture in source offsets: marked lines (neighbours of one kind together), parts of lines, and what
/// normalising removed.
fn furniture(
    source: &str,
    normal: &Normalised,
    lines: &[Line],
    marked: &[Option<FurnitureKind>],
    inline: Vec<(Span<Normal>, FurnitureKind)>,
) -> Vec<Furniture> {
    let mut out: Vec<Furniture> = Vec::new();
    let mut run: Option<(Span<Normal>, FurnitureKind)> = None;
    let mut push = |run: Option<(Span<Normal>, FurnitureKind)>| {
        out.extend(run.map(|(at, kind)| Furniture { at: normal.to_source(at), kind }));
    };
    for (line, kind) in lines.iter().zip(marked) {
        match (kind, &mut run) {
            (Some(k), Some((at, same))) if k == same => *at = at.cover(line.at),
            (kind, _) => push(std::mem::replace(&mut run, kind.map(|k| (line.at, k)))),
        }
    }
    push(run);
    out.extend(inline.into_iter().map(|(at, kind)| Furniture { at: normal.to_source(at), kind }));
    out.extend(normal.edits().iter().filter_map(|e| Some(Furniture { at: e.at, kind: mended(source, e)? })));
    settle(out)
}

/// What an edit of the normal form has mended: a gloss, a page break, a word or sentence that a line end broke.
fn mended(source: &str, edit: &Edit) -> Option<FurnitureKind> {
    match edit.kind {
        EditKind::Gloss => Some(FurnitureKind::Gloss),
        EditKind::Space => {
            let was = &source[edit.at.range()];
            let joined = was.contains('\n') && !edit.with.contains('\n');
            // A doubled mark is written once; what a break leaves is taken out.
            let broken = joined || (edit.with.is_empty() && was.contains(['。', '，', '.', ',']));
            let page = was.contains('页') || was.chars().any(|c| c.is_ascii_digit());
            broken.then_some(if page { FurnitureKind::PageBreak } else { FurnitureKind::BrokenWord })
        }
        _ => None,
    }
}

/// Sorted and disjoint: of two that overlap, the one that begins first (of those the longest) stays.
fn settle(mut furniture: Vec<Furniture>) -> Vec<Furniture> {
    furniture.sort_by_key(|f| (f.at.start(), std::cmp::Reverse(f.at.end()), f.kind));
    let mut end = 0;
    furniture.retain(|f| {
        let keep = f.at.start() >= end && !f.at.is_empty();
        if keep {
            end = f.at.end();
        }
        keep
    });
    furniture
}

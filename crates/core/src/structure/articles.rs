//! Articles: where the documents of a page begin and end.
//!
//! Pages of template sites put several documents into one page and mark each (`篇1`, `【第二篇】`, `范文三`, `…之四`,
//! the page's title with a number). Markers are lines of a table of styles; a series of them makes an anthology
//! when its ordinals rise. An article may itself be a scraped page of several documents, told by a second series
//! of markers inside it or by a title line that repeats: then it only holds its children. A page without markers
//! is one article. Linear in the number of lines.

use super::filter::{Filter, Set};
use super::furniture::Scanner;
use super::lines::{Line, is_blank};
use super::markup::Facts;
use super::outline::{Label, ordinal};
use super::pattern::Patterns;
use super::survey::Survey;
use super::titles::Titles;
use crate::document::FurnitureKind;
use crate::error::Error;
use std::collections::HashMap;
use std::ops::Range;

/// Longest marker or title line, in characters.
pub(super) const TITLE: usize = 80;
/// Least length of an article between two repeats of a title, in characters.
pub(super) const ARTICLE: usize = 150;
/// Most characters above the first marker that are taken for the site's own words as a whole.
pub(super) const PREAMBLE: usize = 1_500;
/// Characters an entry of a list of contents may take with what stands below it.
const CONTENTS: usize = 60;
/// Longest title of a single article, in characters: 印发…的通知 names the whole of what it forwards.
pub(super) const LONG_TITLE: usize = 130;
/// Longest line that is taken for a title although its words do not say so.
pub(super) const PLAIN_TITLE: usize = 40;
/// Lines at the top of a page among which its title stands.
pub(super) const TOP: usize = 60;

/// Marks that may stand around a marker.
const MARKS: &str = "*#〖〗◆◇★☆●○■□▲△▼▶►➤※♦";

/// How much a style says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Sure,
    Likely,
    Numbered,
}

/// A style of markers.
#[derive(Debug)]
struct Style {
    id: usize,
    class: Class,
}

/// The styles of markers, compiled.
#[derive(Debug)]
pub(super) struct Markers {
    styles: Patterns<Style>,
    closings: Patterns<()>,
}

/// A line that may begin an article.
#[derive(Clone, Debug)]
pub(super) struct Marker {
    pub line: usize,
    style: usize,
    class: Class,
    pub ordinal: u32,
    base: String,
    /// The article's own title.
    title: Option<String>,
}

/// An article as found in the lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    /// Its lines, from its marker or title on.
    pub lines: Range<usize>,
    /// The lines of its marker or title.
    pub title: Option<Range<usize>>,
    /// What tells what it is about: its own title where its marker is another line or holds more than that.
    pub own: Option<String>,
    /// The article that holds it.
    pub parent: Option<usize>,
    /// Whether it only holds others.
    pub container: bool,
    /// Whether its title is a marker or a line that it shares with others.
    pub shared: bool,
    /// The notice that forwards it.
    pub notice: Option<usize>,
}

impl Markers {
    /// Reads the table.
    pub(super) fn load(titles: &Titles) -> Result<Self, Error> {
        let mut id = 0;
        let styles = Patterns::load(
            "structure/articles.tsv",
            include_str!("../../data/structure/articles.tsv"),
            &["style", "class", "pattern"],
            |row| {
                let class = match row.get("class") {
                    "sure" => Class::Sure,
                    "likely" => Class::Likely,
                    "numbered" => Class::Numbered,
                    other => return Err(row.error(format!("no class is called {other:?}"))),
                };
                id += 1;
                let pattern = row.need("pattern")?.replace("{T}", &titles.alternation());
                Ok((Style { id, class }, format!("^(?:{pattern})$")))
            },
        )?;
        let closings = Patterns::load(
            "structure/closings.tsv",
            include_str!("../../data/structure/closings.tsv"),
            &["closing", "pattern"],
            |row| Ok(((), format!("^(?:{})$", row.need("pattern")?))),
        )?;
        Ok(Self { styles, closings })
    }

    /// Whether a paragraph asks for approval or support in its last words.
    pub(super) fn asks(&self, line: &str) -> bool {
        let Some(last) = line.strip_suffix(['。', '！', '!']) else { return false };
        let last = last.rfind('。').map_or(last, |i| &last[i..]);
        ["敬请", "恭请", "请予", "惠予", "请各位", "谢谢"].iter().any(|w| last.contains(w))
    }

    /// Whether `line` closes a document.
    pub(super) fn closes(&self, line: &str) -> bool {
        self.closings.of_line(line).any(|(_, p)| p.is_match(line))
    }

    /// The literals of the styles.
    pub(super) fn filter(&self) -> &Filter {
        self.styles.filter()
    }

    /// The literals of what closes a document.
    pub(super) fn closings_filter(&self) -> &Filter {
        self.closings.filter()
    }

    /// The markers that `line` may be, with the styles whose literals it holds: the first of each class that fits.
    fn markers<'s>(&'s self, i: usize, line: &'s str, found: Set) -> impl Iterator<Item = Marker> + use<'s> {
        // Marks of Markdown and of lists are no part of a marker.
        let may = !self.styles.filter().of_known(found).is_empty();
        let line = if may { line.trim_matches(|c| is_blank(c) || MARKS.contains(c)) } else { line };
        let known = self.styles.filter().of_known_line(line, found);
        let classes = [Class::Sure, Class::Likely, Class::Numbered];
        classes
            .into_iter()
            .filter(move |_| !known.is_empty())
            .filter_map(move |c| self.marker(c, known, i, line))
    }

    fn marker(&self, class: Class, known: Set, i: usize, line: &str) -> Option<Marker> {
        self.styles.rows(known).filter(|(s, _)| s.class == class).find_map(|(style, pattern)| {
            // Groups cost ten times as much as to know that there is nothing to group.
            let found = pattern.is_match(line).then(|| pattern.captures(line))??;
            let base = found.name("base").map_or("", |m| m.as_str());
            let ordinal = ordinal(found.name("n")?.as_str());
            (ordinal > 0 && !base.contains(['。', '；'])).then(|| Marker {
                line: i,
                style: style.id,
                class,
                ordinal,
                base: squeeze(base),
                title: found.name("title").map(|m| m.as_str().to_owned()),
            })
        })
    }
}

/// `text` without white space and marks, for comparing titles.
pub(super) fn squeeze(text: &str) -> String {
    let around =
        |c| matches!(c, '【' | '】' | '[' | ']' | '《' | '》' | '〈' | '〉' | '(' | ')' | '（' | '）');
    let mark = |c| matches!(c, '—' | '-' | ':' | '：' | '“' | '”' | '"');
    text.chars().filter(|c| !is_blank(*c) && !around(*c) && !mark(*c)).collect()
}

/// What articles are looked for in.
pub(super) struct Page<'a> {
    pub text: &'a str,
    pub lines: &'a [Line],
    pub facts: &'a Facts,
    pub titles: &'a Titles,
    pub markers: &'a Markers,
    pub survey: &'a Survey,
    /// The label of each line.
    pub labels: Vec<Option<Label<'a>>>,
    /// Whether each line is the title of a document by its words.
    pub named: Vec<bool>,
    /// Characters before each line, and in all: lengths of parts without counting again.
    pub before: Vec<usize>,
    /// Whether years are counted from 1912: 113年 is 2024.
    pub roc: bool,
}

/// Which of `lines` are the title of a document by their words.
pub(super) fn named(text: &str, lines: &[Line], labels: &[Option<Label<'_>>], titles: &Titles) -> Vec<bool> {
    let is_title = |(line, label): (&Line, &Option<Label<'_>>)| {
        let name = &text[line.at.range()];
        label.is_none()
            && (5..=TITLE).contains(&line.chars)
            && titles.ends(name)
            && !name.contains(['。', '；', '：', ':', '！', '?', '？'])
    };
    lines.iter().zip(labels).map(is_title).collect()
}

/// The characters before each of `lines`, and in all.
pub(super) fn before(lines: &[Line]) -> Vec<usize> {
    let sums = lines.iter().scan(0, |sum, l| {
        *sum += l.chars;
        Some(*sum)
    });
    std::iter::once(0).chain(sums).collect()
}

impl<'a> Page<'a> {
    pub(super) fn line(&self, i: usize) -> &'a str {
        &self.text[self.lines[i].at.range()]
    }

    /// The title that HTML gives the page, else its first line.
    pub(super) fn title(&self) -> Option<&'a str> {
        let by_markup = (0..self.lines.len().min(TOP)).find(|&i| self.facts.is_title(i));
        by_markup.map(|i| self.line(i)).or_else(|| {
            let first = self.lines.first()?;
            let line = &self.text[first.at.range()];
            let words = !line.contains(['。', '；']) && (first.chars <= PLAIN_TITLE || !line.contains('，'));
            (first.chars <= LONG_TITLE && words).then_some(line)
        })
    }

    /// Marks the page's `<title>` where the page says it again: the copy above the text is the document's.
    fn page_title(&self, scanner: &mut Scanner<'_>) {
        let top = 0..self.lines.len().min(TOP);
        let Some(title) = top.clone().find(|&i| self.facts.is_title(i)) else { return };
        let name = squeeze(self.line(title));
        let again = |i: usize| {
            let line = squeeze(self.line(i));
            i != title
                && scanner.marked[i].is_none()
                && line.chars().count() > 3
                && self.lines[i].chars <= LONG_TITLE
                && (name.contains(&line) || line.contains(&name))
        };
        let mut lines = top;
        if lines.any(again) {
            scanner.marked[title] = Some(FurnitureKind::DuplicateTitle);
        }
    }

    pub(super) fn chars(&self, range: Range<usize>) -> usize {
        self.before[range.end] - self.before[range.start.min(range.end)]
    }

    /// The articles of the page in preorder; furniture is marked on the way.
    pub(super) fn articles(&self, scanner: &mut Scanner<'_>) -> Vec<Draft> {
        self.page_title(scanner);
        let all: Vec<Marker> = (0..self.lines.len())
            .filter(|&i| scanner.marked[i].is_none() && self.lines[i].chars <= TITLE)
            .flat_map(|i| self.markers.markers(i, self.line(i), self.survey.line(i).styles()))
            .collect();
        let all = self.without_parts(all);
        let series = self.series(&all, self.announces());
        let mut drafts = Vec::new();
        if series.is_empty() {
            let all = 0..self.lines.len();
            let mut starts = self.repeats(all.clone(), scanner);
            if starts.is_empty() {
                starts = self.announced(all, scanner);
            }
            if starts.is_empty() {
                drafts.extend(self.single(scanner).into_iter().flat_map(|d| self.attached(d, scanner)));
            } else {
                self.preamble(0..starts[0], true, scanner);
                self.children(&starts, self.lines.len(), None, self.differ(&starts), scanner, &mut drafts);
            }
            return drafts;
        }
        self.preamble(0..series[0].line, series[0].ordinal == 1, scanner);
        if let Some(lost) = self.lost(series[0], scanner) {
            drafts.push(lost);
        }
        for (n, marker) in series.iter().enumerate() {
            let next = series.get(n + 1);
            let end = next.map_or(self.lines.len(), |m| m.line);
            scanner.tail(marker.line + 1..end, n + 1 == series.len());
            // Of a series that leaps from 1 to 3, the second article may have kept its title.
            let missing = next.map_or(0, |m| m.ordinal.saturating_sub(marker.ordinal + 1));
            let body = marker.line + 1..end;
            let lost = if missing > 0 { self.unmarked(body.clone(), scanner) } else { None };
            let lost = lost.or_else(|| if next.is_none() { self.closed(body, scanner) } else { None });
            self.marked_article(marker, lost.unwrap_or(end), &all, scanner, &mut drafts);
            if let Some(title) = lost {
                self.children(&[title], end, None, true, scanner, &mut drafts);
            }
        }
        drafts
    }

    /// Markers without those of a book of chapters, whose 第一篇 is a part and no article.
    fn without_parts(&self, mut all: Vec<Marker>) -> Vec<Marker> {
        let chapter = |i: &usize| self.labels[*i].is_some_and(|l| l.is_chapter());
        if (0..self.lines.len()).filter(chapter).nth(1).is_some() {
            all.retain(|m| !self.line(m.line).contains('第'));
        }
        all
    }

    /// One article that a marker begins, with the articles inside it.
    fn marked_article(
        &self,
        marker: &Marker,
        end: usize,
        all: &[Marker],
        scanner: &mut Scanner<'_>,
        drafts: &mut Vec<Draft>,
    ) {
        let parent = drafts.len();
        let body = marker.line + 1..end;
        let own = match &marker.title {
            Some(t) => Some(t.clone()),
            None => body.clone().find(|&i| scanner.marked[i].is_none()).and_then(|i| self.own_title(i)),
        };
        drafts.push(Draft {
            lines: marker.line..end,
            title: Some(marker.line..marker.line + 1),
            own,
            parent: None,
            container: false,
            shared: true,
            notice: None,
        });
        let from = all.partition_point(|m| m.line <= marker.line);
        let to = all.partition_point(|m| m.line < end);
        let inner = self.series(&all[from..to], false);
        let mut starts: Vec<usize> = Vec::new();
        let marked = inner.len() > 1 && inner[0].ordinal == 1;
        if marked {
            starts.extend(inner.iter().map(|m| m.line));
        } else {
            starts = self.repeats(body.clone(), scanner);
        }
        if let Some(&first) = starts.first() {
            drafts[parent].container = true;
            self.preamble(body.start..first, true, scanner);
            let own = !marked && self.differ(&starts);
            self.children(&starts, end, Some(parent), own, scanner, drafts);
        } else {
            scanner.intro(body);
        }
    }

    /// Whether titles are not all the same, so that each says something of its own article.
    fn differ(&self, starts: &[usize]) -> bool {
        let mut titles = starts.iter().map(|&i| squeeze(self.line(i)));
        let first = titles.next();
        titles.any(|t| Some(t) != first)
    }

    /// Articles that begin at `starts`, each with a line that is its title: its `own`, or one that it shares.
    fn children(
        &self,
        starts: &[usize],
        end: usize,
        parent: Option<usize>,
        own: bool,
        scanner: &mut Scanner<'_>,
        drafts: &mut Vec<Draft>,
    ) {
        for (n, &start) in starts.iter().enumerate() {
            let end = starts.get(n + 1).copied().unwrap_or(end);
            scanner.tail(start + 1..end, end == self.lines.len());
            scanner.intro(start + 1..end);
            drafts.push(Draft {
                lines: start..end,
                title: Some(start..start + 1),
                own: own.then(|| self.line(start).to_owned()),
                parent,
                container: false,
                shared: true,
                notice: None,
            });
        }
    }

    /// The markers that make one series: same style and base as the first that begins one, ordinals rising.
    fn series<'m>(&self, all: &'m [Marker], collection: bool) -> Vec<&'m Marker> {
        let mut groups: HashMap<(usize, &str), Vec<&Marker>> = HashMap::new();
        let mut keys = Vec::new();
        for marker in all.iter().filter(|m| m.class != Class::Numbered) {
            let group = groups.entry((marker.style, marker.base.as_str())).or_default();
            if group.is_empty() {
                keys.push((marker.style, marker.base.as_str()));
            }
            group.push(marker);
        }
        let rising = |group: &[&'m Marker]| -> Vec<&'m Marker> {
            let mut out: Vec<&Marker> = Vec::new();
            for &m in group {
                // A list of contents: markers with nothing between them, then the first again.
                let short = |o: &[&Marker]| self.chars(o[0].line..m.line) < CONTENTS * o.len();
                if m.ordinal == 1 && !out.is_empty() && short(&out) {
                    out.clear();
                }
                if out.last().is_none_or(|l| m.ordinal > l.ordinal && self.chars(l.line + 1..m.line) > 0) {
                    out.push(m);
                }
            }
            out
        };
        // The group that begins first and makes a series; a marker that the text of a series repeats is no series.
        for key in keys {
            let series = rising(&groups[&key]);
            if series.len() > 1 && series[0].ordinal <= 2 {
                return self.filled(&series, all);
            }
        }
        // Each article may have its own base: 某某计划 篇1, 另一计划 篇2.
        let sure: Vec<&Marker> = all.iter().filter(|m| m.class == Class::Sure).collect();
        let series = rising(&sure);
        if series.len() > 1 && series[0].ordinal <= 2 {
            return series;
        }
        if collection {
            // 1、甲局计划, 2、乙局总结, … where the page says that it is a collection.
            let numbered: Vec<&Marker> = all.iter().filter(|m| m.class == Class::Numbered).collect();
            let series = rising(&numbered);
            let whole = series.iter().zip(1..).all(|(m, n)| m.ordinal == n);
            if series.len() > 2 && whole && self.chars(0..series[0].line) <= PREAMBLE {
                return series;
            }
        }
        // A lone marker: the page was cut off after its first article.
        sure.into_iter().filter(|m| m.ordinal == 1 && m.title.is_none() && m.line < TOP).take(1).collect()
    }

    /// A series with the markers of other styles that it lacks: after 【篇一】计划 and 【篇二】总结 a bare 【篇三】.
    ///
    /// What fills a gap has the very number that is missing there and begins no series of its own, as the first
    /// marker of an anthology inside an article does.
    fn filled<'m>(&self, series: &[&'m Marker], all: &'m [Marker]) -> Vec<&'m Marker> {
        let mut out: Vec<&Marker> = Vec::with_capacity(series.len());
        for (n, &marker) in series.iter().enumerate() {
            out.push(marker);
            let next = series.get(n + 1);
            if marker.class != Class::Sure || next.is_some_and(|next| next.ordinal == marker.ordinal + 1) {
                continue;
            }
            let from = all.partition_point(|m| m.line <= marker.line);
            let to = next.map_or(all.len(), |next| all.partition_point(|m| m.line < next.line));
            let between = || all[from..to].iter().filter(|m| m.class == Class::Sure);
            if between().any(|m| m.ordinal == 1) {
                continue;
            }
            for m in between() {
                let last = out[out.len() - 1];
                let wanted = m.ordinal == last.ordinal + 1 && next.is_none_or(|n| m.ordinal < n.ordinal);
                if wanted && self.chars(last.line + 1..m.line) > 0 {
                    out.push(m);
                }
            }
        }
        out
    }

    /// Whether a line is the title of a document by its words.
    pub(super) fn is_title(&self, i: usize) -> bool {
        self.named[i]
    }

    /// Whether a line closes a document.
    pub(super) fn closes(&self, i: usize) -> bool {
        let (line, closings) = (self.line(i), &self.markers.closings);
        let may = closings.filter().of_known_line(line, self.survey.line(i).closings());
        closings.rows(may).any(|(_, p)| p.is_match(line))
    }

    /// The title of an article in the line under its marker.
    fn own_title(&self, i: usize) -> Option<String> {
        self.is_title(i).then(|| self.line(i).to_owned())
    }

    /// Marks what stands above the first article as the site's own.
    ///
    /// `whole` where the first article is the first of its series: then nothing above it is a document's.
    fn preamble(&self, range: Range<usize>, whole: bool, scanner: &mut Scanner<'_>) {
        scanner.crumbs(range.clone());
        scanner.head(range.clone(), true);
        let open: Vec<usize> = range.clone().filter(|&i| scanner.marked[i].is_none()).collect();
        if range.start == 0 {
            // The page's title stays; its repeats go.
            let Some(&title) = open.first() else { return };
            let name = squeeze(self.line(title));
            for &i in &open[1..] {
                let line = squeeze(self.line(i));
                if self.lines[i].chars <= TITLE
                    && (name.contains(&line) || line == name)
                    && line.chars().count() > 3
                {
                    scanner.marked[i] = Some(FurnitureKind::DuplicateTitle);
                }
            }
            if whole && self.chars(title + 1..range.end) <= PREAMBLE {
                scanner.rest(title + 1..range.end, FurnitureKind::SiteIntro);
            }
        } else if self.chars(range.clone()) <= PREAMBLE {
            scanner.rest(range, FurnitureKind::SiteIntro);
        }
    }
}

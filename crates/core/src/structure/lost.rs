//! Articles whose markers were lost, or that never had any: told by titles.
//!
//! A title alone says little, since parts of a document are called alike (重点工作安排). So each way asks for a second
//! sign: that the title repeats, that the page announces so many articles, that a number of the series is missing,
//! or that what stands above has been closed. Linear in the number of lines.

use super::articles::{ARTICLE, Draft, Marker, PREAMBLE, Page, TITLE, squeeze};
use super::furniture::Scanner;
use super::outline::ordinal;
use std::collections::HashMap;
use std::ops::Range;

/// Least text below a title that is an article, in characters: the page may have been cut off there.
const BEGUN: usize = 50;
/// Characters that a title must have besides its year and the words that end titles to be told from another.
const OWN: usize = 2;
/// Most articles that a page is believed to announce.
const MANY: u32 = 60;

impl Page<'_> {
    /// Whether the page's title announces a collection: 工作计划精选5篇, 总结范文大全.
    pub(super) fn announces(&self) -> bool {
        let words = ["范文", "大全", "汇总", "合集", "集锦", "精选", "模板", "热门", "最新", "优秀"];
        self.title().is_some_and(|t| {
            t.ends_with('篇')
                || t.contains("篇)")
                || t.contains("篇）")
                || words.iter().any(|w| t.contains(w))
        })
    }

    /// How many articles the page's title announces: 工作计划精选5篇.
    fn number_announced(&self) -> Option<usize> {
        let title = self.title()?;
        let before = &title[..title.rfind('篇')?];
        let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
        let number = before.trim_end_matches(numeral).len();
        let n = ordinal(&before[number..]);
        (2..=MANY).contains(&n).then_some(n as usize)
    }

    /// The titles of the page, where there are exactly as many with articles below them as the page announces.
    pub(super) fn announced(&self, range: Range<usize>, scanner: &Scanner<'_>) -> Vec<usize> {
        let Some(number) = self.number_announced() else { return Vec::new() };
        let mut starts: Vec<usize> = Vec::new();
        // The page's own title is none of them.
        for i in range.start + 1..range.end {
            if scanner.marked[i].is_none() && self.is_title(i) {
                match starts.last_mut() {
                    Some(last) if self.chars(*last + 1..i) < ARTICLE => *last = i,
                    _ => starts.push(i),
                }
            }
        }
        let fits = starts.len() == number
            && self.chars(range.start..starts[0]) <= PREAMBLE
            && self.chars(starts[number - 1] + 1..range.end) >= ARTICLE;
        if fits { starts } else { Vec::new() }
    }

    /// The lines of a title that repeats inside `range` with an article's length between each two.
    ///
    /// A title that differs in its year only repeats, too.
    pub(super) fn repeats(&self, range: Range<usize>, scanner: &Scanner<'_>) -> Vec<usize> {
        let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
        let mut order = Vec::new();
        for i in range.clone() {
            let line = self.line(i);
            if scanner.marked[i].is_none() && self.is_title(i) {
                let title = self.without_year(&squeeze(line));
                let places = seen.entry(title.clone()).or_default();
                if places.is_empty() {
                    order.push(title);
                }
                let long = places.last().is_none_or(|&last: &usize| self.chars(last + 1..i) >= ARTICLE);
                if long {
                    places.push(i);
                } else if let Some(last) = places.last_mut() {
                    *last = i;
                }
            }
        }
        for places in seen.values_mut() {
            // What stands at the end of all is no beginning.
            places.pop_if(|last| self.chars(*last + 1..range.end) < BEGUN);
        }
        order
            .into_iter()
            .map(|t| seen.remove(&t).unwrap_or_default())
            .find(|p| p.len() > 1 && self.chars(range.start..p[0]) <= PREAMBLE)
            .unwrap_or_default()
    }

    /// A title without its year, where enough is left to know it by: 某局2023年计划, not 2023年工作回顾.
    fn without_year(&self, title: &str) -> String {
        let Some(at) = title.match_indices('年').map(|(i, _)| i).find(|&i| year_before(title, i)) else {
            return title.to_owned();
        };
        let (before, after) = (&title[..at - 4], &title[at..]);
        if before.chars().count() >= OWN { format!("{before}{after}") } else { title.to_owned() }
    }

    /// The title of the article that follows one which has been closed, with a numbering that begins again.
    pub(super) fn closed(&self, range: Range<usize>, scanner: &Scanner<'_>) -> Option<usize> {
        let open: Vec<usize> = range.clone().filter(|&i| scanner.marked[i].is_none()).collect();
        // What a notice forwards is a part of it where the page says what its articles are.
        let forwards = |i: &usize| self.line(*i).contains("印发") || self.line(*i).contains("通知");
        if open.iter().take(3).any(forwards) {
            return None;
        }
        let mut closed = false;
        open.iter().enumerate().find_map(|(k, &i)| {
            let line = self.line(i);
            let title = closed
                && self.is_title(i)
                && self.chars(range.start..i) >= ARTICLE
                && self.chars(i + 1..range.end) >= ARTICLE
                && self.begins_again(&open[k + 1..], range.start..i);
            closed = self.closes(i) || (self.lines[i].chars <= TITLE && self.is_full_date(line));
            title.then_some(i)
        })
    }

    /// The title of an article between two markers whose own was lost.
    pub(super) fn unmarked(&self, range: Range<usize>, scanner: &Scanner<'_>) -> Option<usize> {
        let mut titles = range.clone().filter(|&i| {
            scanner.marked[i].is_none()
                && self.is_title(i)
                && self.chars(range.start..i) >= ARTICLE / 2
                && self.chars(i + 1..range.end) >= ARTICLE / 2
        });
        let title = titles.next()?;
        // Of several lines like titles, none is known to be the one; headings are like that.
        titles.next().is_none().then_some(title)
    }

    /// An article whose marker was lost: the series begins with a later number and much text stands above it.
    pub(super) fn lost(&self, first: &Marker, scanner: &Scanner<'_>) -> Option<Draft> {
        let open: Vec<usize> = (0..first.line).filter(|&i| scanner.marked[i].is_none()).collect();
        let start = *open.get(1).or(open.first())?;
        let chars: usize = open.iter().map(|&i| self.lines[i].chars).sum();
        (first.ordinal > 1 && chars > ARTICLE || chars > PREAMBLE).then_some(Draft {
            lines: start..first.line,
            title: None,
            own: None,
            parent: None,
            container: false,
            shared: false,
            notice: None,
        })
    }
}

/// Whether a year of four digits stands before `at`.
fn year_before(title: &str, at: usize) -> bool {
    at.checked_sub(4).and_then(|from| title.get(from..at)).is_some_and(|y| {
        y.bytes().all(|b| b.is_ascii_digit()) && (y.starts_with("19") || y.starts_with("20"))
    })
}

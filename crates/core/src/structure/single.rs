//! Pages without markers: one article with its title, or a notice and the documents that follow it.
//!
//! The title is the first line above the running text that markup or its last word makes one, together with the
//! lines that it runs over. Linear in the number of lines.

use super::articles::{Draft, Page};
use super::furniture::Scanner;
use super::lines::is_blank;
use crate::document::FurnitureKind;
use std::collections::HashMap;
use std::ops::Range;

use super::articles::{ARTICLE, LONG_TITLE, PLAIN_TITLE, TOP, squeeze};

/// Lines under a title above its first label.
const INTRODUCTION: usize = 6;

impl Page<'_> {
    /// The one article of a page without markers.
    pub(super) fn single(&self, scanner: &mut Scanner<'_>) -> Option<Draft> {
        let all = 0..self.lines.len();
        scanner.crumbs(0..all.end.min(TOP));
        scanner.head(all.clone(), false);
        scanner.tail(all.clone(), true);
        let top = 0..self.body(scanner);
        // Of a title block that the page repeats, the last copy is the document's.
        let mut last: HashMap<String, usize> = HashMap::new();
        for i in top.clone() {
            last.insert(squeeze(self.line(i)), i);
        }
        for i in top.clone() {
            let repeated = last.get(&squeeze(self.line(i))).is_some_and(|&l| l > i);
            if repeated && scanner.marked[i].is_none() && self.lines[i].chars > 4 {
                scanner.marked[i] = Some(FurnitureKind::DuplicateTitle);
            }
        }
        let open = |i: &usize| scanner.marked[*i].is_none();
        let first = all.clone().find(open)?;
        let end = all.rev().find(open)? + 1;
        let title = self.heading(top, scanner);
        // A `<title>` above the document's own is the site's.
        if let Some(own) = &title
            && let Some(line) = (0..own.start).find(|&i| self.facts.is_title(i))
        {
            scanner.marked[line].get_or_insert(FurnitureKind::Navigation);
        }
        Some(Draft {
            lines: title.as_ref().map_or(first, |t| t.start)..end,
            title,
            own: None,
            parent: None,
            container: false,
            shared: false,
            notice: None,
        })
    }

    /// A single article, cut where another document follows it: what a notice forwards, after its signature and
    /// date, or the next text of an office that begins with a title and an address.
    pub(super) fn attached(&self, draft: Draft, scanner: &Scanner<'_>) -> Vec<Draft> {
        let mut out = vec![draft];
        let end = out[0].lines.end;
        let first = out[0].title.as_ref().map_or(out[0].lines.start, |t| t.end);
        let open: Vec<usize> = (first..end).filter(|&i| scanner.marked[i].is_none()).collect();
        let mut text = false; // whether the article at hand has a sentence
        let mut dated = false; // since a signature's date nothing but remarks has stood
        let mut closed = false; // the line before is a closing formula
        let mut k = 0;
        while k < open.len() {
            let i = open[k];
            let line = self.line(i);
            let begun = out[out.len() - 1].lines.start;
            let remark =
                line.starts_with(['（', '(']) || line.starts_with("附件") || line.starts_with("附：");
            let title = (k..open.len().min(k + 3)).find(|&j| self.is_title(open[j]));
            let joined = |j: usize| (k..j).all(|l| self.runs_on(open[l]) && self.labels[open[l]].is_none());
            let addressed = |j: usize| {
                let next = open.get(j + 1).map_or("", |&n| self.line(n));
                // What a text quotes (原文如下：) or puts under a heading (一、文件摘登) is a part of it.
                let quoted = k > 0 && {
                    let before = self.line(open[k - 1]);
                    before.ends_with(['：', ':'])
                        || (self.labels[open[k - 1]].is_some() && !before.ends_with('。'))
                };
                !quoted && next.ends_with(['：', ':']) && next.starts_with(['各', '尊', '同', '女'])
            };
            // A text that asks for approval in its last words, a line that stands alone, and an address.
            let spoken = || {
                let next = open.get(k + 1).map_or("", |&n| self.line(n));
                let alone = self.lines[i].gap
                    && (5..=PLAIN_TITLE).contains(&self.lines[i].chars)
                    && !line.contains(['。', '，', '：', ':', '；', '！'])
                    && self.labels[i].is_none();
                let asked = || k > 0 && self.markers.asks(self.line(open[k - 1]));
                alone && next.ends_with(['：', ':']) && next.contains("各位") && asked()
            };
            // A notice may forward several documents: the numbering begins again under a title, or 附件2 stands above.
            let another = |j: usize| {
                let last = &out[out.len() - 1];
                let annexed = || k > 0 && self.is_annex(self.line(open[k - 1]));
                let again = || self.lines[i].gap && self.begins_again(&open[j + 1..], last.lines.start..i);
                last.notice.is_some() && (annexed() || again())
            };
            // Lines that the title runs over below.
            let run = |j: usize| {
                let next = |k: &usize| open.get(*k).is_some_and(|&n| self.ends_title(open[*k - 1], n));
                (j + 1..open.len()).take_while(next).count()
            };
            let title = match title {
                Some(j) if joined(j) => {
                    Some(j).filter(|&j| dated || closed || (j == k && addressed(j)) || another(j))
                }
                _ => None,
            };
            if let Some(j) = title.or_else(|| spoken().then_some(k))
                && self.chars(begun..i) >= ARTICLE / 2
                && text
                && self.chars(open[j] + 1..end) >= ARTICLE
            {
                let again = another(j);
                if let Some(last) = out.last_mut() {
                    last.lines.end = i;
                }
                // What is not dated follows what the same notice forwards.
                let notice =
                    if dated { Some(out.len() - 1) } else { out[out.len() - 1].notice.filter(|_| again) };
                out.push(Draft {
                    lines: i..end,
                    title: Some(i..open[j + run(j)] + 1),
                    own: None,
                    parent: None,
                    container: false,
                    shared: false,
                    notice,
                });
                k = j + run(j);
                (dated, closed, text) = (false, false, false);
            } else if !remark {
                closed = self.closes(i);
                dated = self.lines[i].chars <= 24 && self.is_full_date(line);
            }
            text |= line.ends_with('。');
            k += 1;
        }
        out
    }

    /// Whether a line only says that an attachment follows: 附件2.
    fn is_annex(&self, line: &str) -> bool {
        let number =
            line.strip_prefix("附件").map(|l| l.trim_end_matches([':', '：']).trim_matches(is_blank));
        number.is_some_and(|n| {
            n.len() <= 6 && n.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        })
    }

    /// Whether the first label below `lines` begins a series that `before` has begun already.
    pub(super) fn begins_again(&self, lines: &[usize], mut before: Range<usize>) -> bool {
        let label = |i: usize| self.labels[i];
        let Some(next) = lines.iter().take(INTRODUCTION).find_map(|&i| label(i)) else { return false };
        next.ordinal == 1 && before.any(|i| label(i).is_some_and(|l| l.is_like(next) && l.ordinal > 1))
    }

    /// Whether a line is a date and nothing else.
    pub(super) fn is_full_date(&self, line: &str) -> bool {
        let day = line.trim_end_matches(is_blank).strip_suffix('日');
        let date =
            |c: char| is_blank(c) || c.is_ascii_digit() || "〇零○一二三四五六七八九十年月xX×*".contains(c);
        day.is_some_and(|d| d.contains('年') && d.contains('月') && d.chars().all(date))
    }

    /// The first line of running text: everything above it is title, date line and the like.
    fn body(&self, scanner: &Scanner<'_>) -> usize {
        let end = self.lines.len().min(TOP);
        (0..end)
            .find(|&i| {
                let line = self.line(i);
                scanner.marked[i].is_none()
                    && (self.lines[i].chars > LONG_TITLE
                        || line.ends_with(['。', '：', ':', '！', '；'])
                        || line.starts_with(['。', '，', '、', '；'])
                        || (self.lines[i].chars > PLAIN_TITLE
                            && line.contains('，')
                            && !self.titles.ends(line))
                        || (!line.starts_with('#') && self.labels[i].is_some_and(|l| !l.is_point())))
            })
            .unwrap_or(end)
    }

    /// The title of a single article: the first line of the top that names a document, with the lines it runs over.
    fn heading(&self, top: Range<usize>, scanner: &Scanner<'_>) -> Option<Range<usize>> {
        let open: Vec<usize> = top.filter(|&i| scanner.marked[i].is_none()).collect();
        // A line that goes on in the next one, after a link that was a line of its own, is no title.
        let goes_on = |i: usize| i + 1 < self.lines.len() && self.line(i + 1).starts_with(['。', '，', '、']);
        if open.last().is_some_and(|&i| goes_on(i)) {
            return None;
        }
        let by_markup = open.iter().position(|&i| self.facts.mark(i).heading.is_some_and(|h| h <= 2));
        let by_words = open.iter().position(|&i| self.titles.ends(self.line(i)) && !self.is_date_line(i));
        let by_page = open.iter().position(|&i| self.facts.is_title(i));
        let plain = open.first().filter(|&&i| {
            let words =
                !self.line(i).contains(['，', ',']) && !self.is_date_line(i) && !self.line(i).ends_with('的');
            words && (4..=PLAIN_TITLE).contains(&self.lines[i].chars)
        });
        let plain = plain.map(|_| 0);
        let at = by_markup.or(by_words).or(by_page).or(plain)?;
        let mut first = at;
        // A title that runs over lines: those before it that do not end one themselves, without a gap.
        while first > 0
            && open[first - 1] + 1 == open[first]
            && !self.lines[open[first]].gap
            && at - first < 3
            && self.runs_on(open[first - 1])
            // The title with the site's name after it is no part of the title.
            && !squeeze(self.line(open[first - 1])).contains(&squeeze(self.line(open[at])))
        {
            first -= 1;
        }
        let last = (at + 1..open.len()).take_while(|&k| self.ends_title(open[k - 1], open[k])).last();
        Some(open[first]..open[last.unwrap_or(at)] + 1)
    }

    /// Whether a line ends the title above it: the years of a plan, （2021—2023年）, or what is left of 关于…的通知.
    fn ends_title(&self, title: usize, next: usize) -> bool {
        let line = self.line(next);
        let years = || {
            let inner = line.strip_prefix(['（', '(']).and_then(|l| l.strip_suffix(['）', ')']));
            let year = |c: char| c.is_ascii_digit() || "年—–-~～至 ".contains(c);
            inner.is_some_and(|l| l.len() >= 9 && l.starts_with("20") && l.chars().all(year))
        };
        let rest = || {
            line.starts_with(['（', '(', '的', '》', '”'])
                && self.titles.ends(line)
                && self.lines[next].chars <= PLAIN_TITLE
                && !line.ends_with(['）', ')'])
        };
        next == title + 1 && !self.lines[next].gap && (years() || rest())
    }

    /// Whether a line above a title may be its beginning: words only, and no other thing of its own.
    fn runs_on(&self, i: usize) -> bool {
        let line = self.line(i);
        self.lines[i].chars >= 4
            && !self.is_date_line(i)
            && !line.contains(['。', '：', ':', '|', '/', '，'])
            && !line.chars().any(|c| c.is_ascii_digit())
    }

    /// Whether a line says when and where a speech was held or a decision taken.
    fn is_date_line(&self, i: usize) -> bool {
        let line = self.line(i);
        line.starts_with(['—', '-', '（', '('])
            || (line.contains('年') && line.contains('月') && line.contains('日'))
            || line.ends_with("会议上")
    }
}

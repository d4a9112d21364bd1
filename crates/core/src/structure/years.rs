//! The year that an article plans or reviews, and the date of its text.

use super::about::{Clues, Field, Heard, Subject};
use super::lines::squeezed;
use super::outline::ordinal;
use crate::calendar::Edtf;
use crate::document::{About, ArticleKind, Evidence, Meta};
use regex::Captures;
use std::borrow::Cow;

/// Lines under the title, and lines at the end, among which the date line stands.
pub(super) const DATE_LINES: usize = 8;
/// Longest date line, in characters.
pub(super) const DATE_LINE: usize = 60;
/// Characters that a date line holds besides its date where nothing says that it is one.
const REST: usize = 6;
/// Lines at the beginning in which an article states its own year.
const OPENING: usize = 12;
/// Levels of headings that speak of the whole article.
const OUTER: u8 = 2;

impl Clues {
    /// The date of the text and its year, each from the first evidence that tells it.
    pub(super) fn dates(&self, subject: &Subject<'_>, title: Heard<'_>, meta: &Meta, about: &mut About) {
        let date = self.date_line(subject).or_else(|| self.signature(subject).map(|(_, date)| date));
        let by_title = || Some((self.title_year(title, subject.roc)?, Evidence::Title));
        let by_date = || Some((date.as_deref()?.get(..4)?.to_owned(), Evidence::Dateline));
        let by_page = || Some((self.title_year(self.hear(subject.page?), subject.roc)?, Evidence::Page));
        let by_row = || Some((meta.date.as_deref()?.get(..4)?.to_owned(), Evidence::DateField));
        let year = by_title()
            .or_else(by_date)
            .or_else(|| self.stated(subject, about.kind))
            .or_else(|| self.masked(subject))
            .or_else(by_page)
            .or_else(by_row);
        if let Some(date) = date {
            about.date = Some(Edtf::from_text(date));
            about.evidence.insert("date", Evidence::Dateline);
        }
        if let Some((year, evidence)) = year {
            about.year = Some(Edtf::from_text(year));
            about.evidence.insert("year", evidence);
        }
    }

    /// The date of the first line at the beginning, or the last at the end, that is one.
    fn date_line(&self, subject: &Subject<'_>) -> Option<String> {
        let n = subject.lines.len();
        let ends = (n.saturating_sub(DATE_LINES)..n).rev();
        (0..n.min(DATE_LINES)).chain(ends).find_map(|i| {
            let text = short(subject, i)?;
            let heard = self.hear_short(subject, i, &text);
            let found = self.find(Field::Date, heard).filter(|_| !text.contains(['。', '；']))?;
            // A date line holds little but its date, or says where it was: 在…会议上, …会议通过.
            let rest = text.chars().count() - found[0].chars().count();
            let said = || [Field::DateLine, Field::Signed].iter().any(|f| self.find(*f, heard).is_some());
            (rest <= REST || said()).then(|| edtf(&found)).flatten()
        })
    }

    /// Line `i`, of which `text` is what [`short`] gives, with the clues that may speak of it.
    fn hear_short<'t>(&self, subject: &Subject<'_>, i: usize, text: &'t str) -> Heard<'t> {
        if text.len() == subject.lines[i].at.len() { subject.hear(i).as_text(text) } else { self.hear(text) }
    }

    /// What an article says of its own year, where neither its title nor its date tells it.
    fn stated(&self, subject: &Subject<'_>, kind: ArticleKind) -> Option<(String, Evidence)> {
        let all = subject.lines.len();
        let say = |field, lines| year_of(&self.said(subject, field, lines)?);
        let heading = |field| {
            let outer = subject.sections.iter().filter(|s| s.level <= OUTER);
            let mut said = outer.filter_map(|s| self.find(field, subject.hear_part(s.heading)));
            said.find_map(|c| year_of(&c))
        };
        // A report that reviews a year is given in the next one.
        let reviewed = || {
            let year = heading(Field::Review)?;
            Some(if kind == ArticleKind::Report { next(year) } else { year })
        };
        let of_five = || year_of_plan(&self.said(subject, Field::OfFive, all)?);
        let making = || five_years(&self.said(subject, Field::Making, OPENING)?["f"]);
        let body = self
            .congress(subject)
            .or_else(|| heading(Field::Task))
            .or_else(reviewed)
            .or_else(|| say(Field::Past, OPENING).map(next))
            .or_else(|| say(Field::Own, OPENING))
            .or_else(|| say(Field::Now, all))
            .or_else(of_five)
            .or_else(making);
        let body = body.map(|y| (y, Evidence::Body));
        body.or_else(|| Some((say(Field::Plan, all)?, Evidence::Plan))).or_else(|| {
            let mut opening = (0..subject.lines.len().min(OPENING)).filter(|_| subject.roc);
            opening.find_map(|i| self.roc_year(subject.hear(i), true)).map(|y| (y, Evidence::Body))
        })
    }

    /// The year of the session of the National People's Congress to which the State Council reports.
    fn congress(&self, subject: &Subject<'_>) -> Option<String> {
        let found = self.said(subject, Field::Congress, OPENING)?;
        let term = ordinal(&found["t"]);
        // Who speaks to a congress without a number opens its term.
        let session = found.name("s").map_or(1, |s| ordinal(s.as_str()));
        self.congress_year(term, session).map(str::to_owned)
    }

    /// A text whose first year is blanked out is a text of an unknown year.
    fn masked(&self, subject: &Subject<'_>) -> Option<(String, Evidence)> {
        let mut opening = (0..subject.lines.len().min(OPENING)).map(|i| subject.hear(i));
        let first = opening.find_map(|l| self.find(Field::Year, l))?;
        // 201×年 in a text names another year as often as its own.
        year_of(&first).filter(|y| y.ends_with("XX")).map(|y| (y, Evidence::Body))
    }

    /// The year, or the years, that a title names.
    fn title_year(&self, title: Heard<'_>, roc: bool) -> Option<String> {
        if let Some(found) = self.find(Field::Years, title) {
            return Some(format!("{}/{}", &found["a"], &found["b"]));
        }
        if let Some(found) = self.find(Field::Year, title) {
            return year_of(&found);
        }
        self.roc_year(title, roc).or_else(|| five_years(&self.find(Field::Five, title)?["f"]))
    }

    /// Who signed a text and when, where attachments follow: an office's name over a line that is a date.
    pub(super) fn signature<'a>(&self, subject: &Subject<'a>) -> Option<(&'a str, String)> {
        subject.lines.windows(2).enumerate().find_map(|(i, pair)| {
            let near = (4..=30).contains(&pair[0].chars) && pair[1].chars <= 20;
            let over = near.then(|| subject.hear(i))?;
            let office = self.find(Field::Office, over).is_some();
            let over = Some(over.text).filter(|o| office && !o.contains(['。', '，', '：', '；']))?;
            let under = short(subject, i + 1)?;
            let found = self.find(Field::Date, self.hear_short(subject, i + 1, &under))?;
            let whole = found[0].len() == under.len() && found.name("d").is_some();
            whole.then(|| Some((over, edtf(&found)?))).flatten()
        })
    }

    /// The year that a text names as counted from 1912: 民国113年, or a bare 113年 where years are `roc`.
    fn roc_year(&self, text: Heard<'_>, roc: bool) -> Option<String> {
        let found = self.find(Field::Roc, text)?;
        let year = found.name("r").or_else(|| found.name("b").filter(|_| roc))?;
        year.as_str().parse::<u32>().ok().map(|y| (y + 1911).to_string())
    }
}

/// A short line without white space.
fn short<'a>(subject: &Subject<'a>, i: usize) -> Option<Cow<'a, str>> {
    let line = &subject.lines[i];
    (line.chars <= DATE_LINE).then(|| squeezed(subject.line(line)))
}

/// The year after `year`, where that is known.
fn next(year: String) -> String {
    year.parse::<u32>().map_or(year, |y| (y + 1).to_string())
}

/// The years of the nth five-year plan.
fn five_years(n: &str) -> Option<String> {
    let first = plan_begins(n)?;
    Some(format!("{first}/{}", first + 4))
}

/// The first year of the nth five-year plan.
fn plan_begins(n: &str) -> Option<u32> {
    match ordinal(n) {
        1 => Some(1953),
        2 => Some(1958),
        n @ 3..=20 => Some(1966 + 5 * (n - 3)),
        _ => None,
    }
}

/// The year that a text tells by its place in a five-year plan: 今年是“十二五”的第五年.
fn year_of_plan(found: &Captures<'_>) -> Option<String> {
    let nth = match (found.name("n"), found.name("last")) {
        (Some(n), _) => ordinal(n.as_str()),
        (None, Some(_)) => 5,
        (None, None) => 1,
    };
    Some((plan_begins(&found["f"])? + nth - 1).to_string())
}

/// The year that was found.
fn year_of(found: &Captures<'_>) -> Option<String> {
    digits(found.name("y")?.as_str())
}

/// A year's digits in EDTF: Chinese digits read, masked ones `X`.
fn digits(year: &str) -> Option<String> {
    let out: String = year
        .chars()
        .map(|c| match c {
            '0'..='9' => c,
            '〇' | '零' | '○' | 'O' => '0',
            '一'..='龥' => {
                let n = "〇一二三四五六七八九".chars().position(|d| d == c);
                n.and_then(|n| char::from_digit(u32::try_from(n).ok()?, 10)).unwrap_or('X')
            }
            _ => 'X',
        })
        .collect();
    (out.len() == 4).then_some(out)
}

/// A date in EDTF.
fn edtf(found: &Captures<'_>) -> Option<String> {
    let mut out = year_of(found)?;
    for part in ["m", "d"] {
        let Some(text) = found.name(part) else { break };
        match ordinal(text.as_str()) {
            0 => out.push_str("-XX"),
            n if n <= 31 => out.push_str(&format!("-{n:02}")),
            _ => return None,
        }
    }
    Some(out)
}

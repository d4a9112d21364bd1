//! Times of a sentence: resolving dates from the passage, and giving figures the time they speak of.

use super::Role;
use super::cues::Class;
use super::passage::{Passage, UNKNOWN, Year, number, year_of};
use super::reject::year_alone;
use super::sentence::Sentence;
use super::sets::Set;
use super::sieve::Sets;
use crate::calendar::Edtf;
use crate::error::Error;
use crate::metrics::expr::{Expr, Kind, Writing};
use crate::metrics::trie::{Trie, sorted};
use crate::tables::Table;
use std::ops::Range;

/// Relative words and frequencies.
#[derive(Debug)]
pub(super) struct Times {
    relative: Trie,
    /// The first and the last year that each word names, reckoned from that of the passage.
    offsets: Vec<(i16, i16)>,
    frequency: Trie,
    periods: Vec<String>,
    events: Trie,
}

/// A time that figures after it speak of.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) at: Range<usize>,
    pub(super) edtf: String,
    /// Only the base of a comparison (比2020年): the time of what is compared with, of no other figure.
    pub(super) base: bool,
}

/// A frequency: 每季度, with its ISO 8601 duration.
#[derive(Clone, Debug)]
pub(super) struct Frequency {
    pub(super) at: Range<usize>,
    pub(super) period: String,
}

impl Times {
    pub(super) fn new() -> Result<Self, Error> {
        let table = Table::parse(
            "relative.tsv",
            include_str!("../../../data/metrics/relative.tsv"),
            &["surface", "years"],
        )?;
        table.unique("surface")?;
        let mut relative = Vec::new();
        for row in table.rows() {
            let years = row.need("years")?;
            let (from, to) = years.split_once('/').unwrap_or((years, years));
            let offset = from.parse().and_then(|from| Ok((from, to.parse()?)));
            let offset = offset.map_err(|_| row.error(format!("{years:?} is no number of years")))?;
            relative.push((row.need("surface")?, offset));
        }
        let table = Table::parse(
            "frequency.tsv",
            include_str!("../../../data/metrics/frequency.tsv"),
            &["surface", "period"],
        )?;
        table.unique("surface")?;
        let mut frequency = Vec::new();
        for row in table.rows() {
            frequency.push((row.need("surface")?, row.need("period")?.to_owned()));
        }
        let events =
            Table::parse("events.tsv", include_str!("../../../data/metrics/events.tsv"), &["surface"])?;
        events.unique("surface")?;
        let mut events =
            events.rows().map(|r| Ok((r.need("surface")?, ()))).collect::<Result<Vec<_>, Error>>()?;
        Ok(Self {
            relative: Trie::new(&sorted(&mut relative, false)),
            offsets: relative.into_iter().map(|(_, offset)| offset).collect(),
            frequency: Trie::new(&sorted(&mut frequency, false)),
            periods: frequency.into_iter().map(|(_, period)| period).collect(),
            events: Trie::new(&sorted(&mut events, false)),
        })
    }

    /// The words that sentences are searched for.
    pub(super) fn searched(&self) -> [(Sets, &Trie); 2] {
        [(Sets::RELATIVE, &self.relative), (Sets::FREQUENCY, &self.frequency)]
    }

    /// The frequencies of a sentence.
    pub(super) fn frequencies(&self, s: &Sentence<'_>) -> Vec<Frequency> {
        let mut found: Vec<Frequency> = s
            .exprs
            .iter()
            // 每月10日 tells the period of what stands behind it, too.
            .filter(|e| is_frequency(e) || e.kind.is_calendar())
            .filter_map(|e| Some(Frequency { at: e.at.range(), period: e.per.clone()? }))
            .collect();
        if !s.sets.has(Sets::FREQUENCY) {
            return found;
        }
        let from = s.at.start;
        self.frequency.find_all(s.slice(s.at.clone()), |start, end, row| {
            found.push(Frequency { at: from + start..from + end, period: self.periods[row].clone() });
        });
        found.sort_by_key(|f| f.at.start);
        found
    }

    /// Whether the text names something that is held.
    pub(super) fn event(&self, text: &str) -> bool {
        self.events.is_in(text)
    }

    /// Relative years (全年, 年内, 五年来) of a sentence; several only where the passage looks back.
    fn relatives(&self, s: &Sentence<'_>, passage: &Passage) -> Vec<(Range<usize>, (i16, i16))> {
        let (mut found, from) = (Vec::new(), s.at.start);
        if !s.sets.has(Sets::RELATIVE) {
            return found;
        }
        self.relative.find_all(s.slice(s.at.clone()), |start, end, row| {
            let at = from + start..from + end;
            let number = |c: char| {
                c.is_ascii_digit() || "０１２３４５６７８９一二两三四五六七八九十几多数半".contains(c)
            };
            // 五年内 is a duration.
            let duration = s.slice(at.clone()).starts_with('年') && s.before(at.start).ends_with(number);
            // 全年就是二十次: of every year, so of no one year.
            let habit = self.frequency.head(s.after(at.start)).is_some();
            let offset = self.offsets[row];
            let several = offset.0 != offset.1;
            let looks_back = passage.role == Role::Actual && passage.year != UNKNOWN;
            if !duration && !habit && (!several || looks_back) {
                found.push((at, offset));
            }
        });
        found
    }

    /// Resolves the calendar expressions of a sentence. Gives the date of each expression (none where it is no
    /// calendar expression) and every mention of a time, sorted.
    pub(super) fn resolve(
        &self,
        s: &Sentence<'_>,
        passage: &Passage,
        rejected: &[bool],
    ) -> (Vec<Option<String>>, Vec<Mention>) {
        let relatives = self.relatives(s, passage);
        let mut mentions = Vec::new();
        let mut dates = vec![None; s.exprs.len()];
        // What a report given early in the year tells was done in the year before.
        let reviewed = passage.reviewed.filter(|_| passage.role == Role::Actual);
        let mut year = reviewed.unwrap_or(passage.year);
        let mut next = 0;
        for (i, e) in s.exprs.iter().enumerate() {
            while let Some((at, offset)) = relatives.get(next).filter(|r| r.0.start < e.at.start()) {
                // 全年, 年内: of the year that was spoken of.
                if s.title(at.start).is_none() {
                    let edtf = years_of(year, *offset);
                    mentions.push(Mention { at: at.clone(), edtf, base: compared(s, at) });
                }
                next += 1;
            }
            if !e.kind.is_calendar() {
                continue;
            }
            let Some(edtf) = &e.edtf else { continue };
            let edtf = edtf.as_str();
            let own = year_of(edtf).filter(|y| *y != UNKNOWN);
            let words = s.slice(e.outer.start().min(e.at.start())..e.at.end());
            let told = relative(s, e)
                || e.outer.start() < e.at.start()
                    && words.starts_with(['今', '本', '去', '上', '明', '次', '来', '翌', '下']);
            // A year that only the anchor gave: 1984年下半年，特别是第四季度 goes on in 1984.
            let anchored = passage.spoken_year;
            let own = own.filter(|y| told || *y != anchored || writes_year(words));
            let open;
            let edtf = if own.is_none() && !told && anchored != UNKNOWN {
                open = edtf.replace(&text_of(anchored), "XXXX");
                open.as_str()
            } else {
                edtf
            };
            let resolved = match own {
                Some(_) => edtf.to_owned(),
                // 去年3月 in a text of no known year stays open; 今年 is the year of the passage, masked as it may be.
                None if told && !words.starts_with(['今', '本']) => edtf.to_owned(),
                None if told => with_year(edtf, passage.spoken_year),
                None => with_year(edtf, year),
            };
            if !rejected[i] && !edtf.contains('/') && !compared(s, &e.outer.range()) {
                year = year_of(&resolved).filter(|y| *y != UNKNOWN).unwrap_or(year);
            }
            if e.per.is_none()
                && s.title(e.at.start()).is_none()
                && (year_alone(e) || plan_period(&resolved) || !rejected[i])
            {
                let base = compared(s, &e.outer.range());
                mentions.push(Mention { at: e.at.range(), edtf: resolved.clone(), base });
            }
            dates[i] = Some(resolved);
        }
        for (at, offset) in relatives.get(next..).unwrap_or_default() {
            if s.title(at.start).is_none() {
                let edtf = years_of(year, *offset);
                mentions.push(Mention { at: at.clone(), edtf, base: compared(s, at) });
            }
        }
        mentions.sort_by_key(|m| m.at.start);
        (dates, mentions)
    }
}

/// A span of whole years, as five-year plans have: “十五五”时期 tells the time of its figures also in quotation marks.
fn plan_period(edtf: &str) -> bool {
    edtf.len() == 9 && edtf.as_bytes()[4] == b'/'
}

/// 每季度 and its like, without a count.
pub(super) fn is_frequency(e: &Expr) -> bool {
    e.per.is_some() && e.writing == Writing::Words && e.kind == Kind::Count && e.unit_at.is_empty()
}

/// 今年, 去年: a year named only by its distance.
pub(super) fn relative(s: &Sentence<'_>, e: &Expr) -> bool {
    e.at.len() <= 9
        && s.slice(e.at.range()).contains('年')
        && !s.slice(e.at.range()).contains(['半', '季', '月', '初', '底', '末', '中', '终'])
        && s.slice(e.at.range()).starts_with([
            '今', '本', '去', '上', '前', '大', '明', '次', '来', '翌', '下', '后', '转', '昨', '旧', '当',
            '同', '该',
        ])
}

/// Whether a calendar expression writes its year (2013年, 二〇一三年, 2013.5, 十四五).
fn writes_year(words: &str) -> bool {
    let head: Vec<char> = words.chars().take_while(|c| *c != '年').collect();
    let digit = |c: &char| c.is_ascii_digit() || "０１２３４５６７８９〇零一二三四五六七八九".contains(*c);
    head.windows(4).any(|w| w.iter().all(digit)) || !Set::YearPart.stands_in(words)
}

/// After 比, 较: only the base of a comparison.
fn compared(s: &Sentence<'_>, at: &Range<usize>) -> bool {
    let before = s.before(at.start).trim_end_matches(['“', '‘', '"', '「', ' ']);
    // 与1995年的产量持平
    let level = || {
        let rest = s.slice(at.end..s.clause_end(at.end));
        // 与上年比, 同2020年相比
        Set::Alike.stands_in(rest) || rest.trim_start_matches(['”', '’', '同', '期']).starts_with('比')
    };
    // 是2016年的1.6倍
    if s.ratio_of(at.end) {
        return true;
    }
    // 按1990年不变价格计算
    if Set::Prices.begins(s.after(at.end).trim_start_matches(['的', '”', '’'])) {
        return true;
    }
    let behind = s.after(at.end).trim_start_matches(['”', '’']);
    // 恢复至2019年同期水平的81%, 保持上年水平, 上年结余收入
    if Set::OfYear.begins(behind) {
        return true;
    }
    let than =
        before.ends_with(['比', '较']) && !s.cue_ending(at.start).is_some_and(|c| c.class.is(Class::NOUN));
    than || before.ends_with(['与', '同', '和']) && level()
}

fn text_of(year: Year) -> String {
    year.iter().map(|b| char::from(*b)).collect()
}

/// The year, or the years, that lie so far from a year.
fn years_of(year: Year, (from, to): (i16, i16)) -> String {
    let last = text_of(shift(year, to));
    if from == to { last } else { format!("{}/{last}", text_of(shift(year, from))) }
}

/// A year moved by some years; what is hidden stays hidden.
fn shift(year: Year, by: i16) -> Year {
    if by == 0 {
        return year;
    }
    number(year)
        .and_then(|y| y.checked_add_signed(by))
        .and_then(|y| format!("{y:04}").into_bytes().try_into().ok())
        .unwrap_or(UNKNOWN)
}

/// Puts the year where `XXXX` stands, in both ends of an interval.
fn with_year(edtf: &str, year: Year) -> String {
    let year = text_of(year);
    let parts: Vec<String> = edtf
        .split('/')
        .map(|p| match p.strip_prefix("XXXX") {
            Some(rest) => format!("{year}{rest}"),
            None => p.to_owned(),
        })
        .collect();
    parts.join("/")
}

/// The time of the figure at `at`: the nearest mention before it in the sentence.
pub(super) fn time_of(s: &Sentence<'_>, mentions: &[Mention], at: usize) -> Option<Edtf> {
    let i = mentions.partition_point(|m| m.at.end <= at);
    let m = mentions[..i].iter().rev().take(32).find(|m| !m.base)?;
    // A time in brackets or in a quotation speaks only there.
    let inside = |here: Option<Range<usize>>| here.is_none_or(|b| b.start <= at && at < b.end);
    (inside(s.bracket(m.at.start)) && inside(s.quote(m.at.start))
        || s.quote(m.at.start).is_some_and(|q| q.end - q.start < 30))
    .then(|| Edtf::from_text(m.edtf.clone()))
}

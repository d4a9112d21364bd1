//! Furniture: what a page carries besides its documents, found by a table of rules.
//!
//! Rules (`furniture.tsv`) are regular expressions over whole lines, each with the place where it holds: anywhere,
//! above the first article, at the end of an article, as the heading of a list of links. The scanner walks down
//! from the top and up from the bottom of each part of the page and stops at the first line that no rule knows,
//! so that a sentence in the middle of a document is never judged by a rule for its edges. A false removal is
//! worse than a miss.
//!
//! A rule's place and longest line are looked at before its pattern is tried, and the survey of the page's words
//! leaves few patterns to try; only short lines are matched everywhere. (One set of all patterns is slower by far: their
//! counted repetitions give an automaton that fits no cache.) Linear in the length of the text.

use super::filter::{Filter, Set};
use super::finder::Finder;
use super::lines::{Line, is_full_stop};
use super::markup::Facts;
use super::pattern::{Pattern, Patterns};
use super::survey::Survey;
use crate::document::FurnitureKind;
use crate::error::Error;
use crate::span::{Normal, Span};
use crate::tables::Table;
use std::ops::Range;

/// Longest value of a label that stands in a line of its own (`来源：`).
const VALUE: usize = 30;
/// Longest line that looks like a link.
const LINK: usize = 50;
/// Longest line that rules for any place are tried on.
const ANYWHERE: usize = 200;
/// Lines under an article's marker that may introduce it.
const INTRO: usize = 3;
/// Words of spam that make a line spam.
const SPAM: u32 = 3;
/// Links in a row that make a menu.
const MENU: usize = 3;
/// Share of a line that is links from which on it is one.
const LINKED: f32 = 0.6;

/// Where a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Any,
    Head,
    Tail,
    Edge,
    List,
    Cut,
    Value,
    /// No furniture, whatever other rules of the same kind say.
    Text,
}

impl Place {
    /// How many there are.
    const MANY: usize = Self::Text as usize + 1;
}

/// A rule for whole lines.
#[derive(Debug)]
struct Rule {
    kind: FurnitureKind,
    place: Place,
    max: usize,
}

/// A word of spam.
#[derive(Clone, Copy, Debug)]
struct Spam {
    /// Its place in the table, as a bit.
    bit: u128,
    hard: bool,
}

/// The rules.
#[derive(Debug)]
pub(super) struct Rules {
    rules: Patterns<Rule>,
    /// The longest line of which any rule speaks.
    longest: usize,
    /// The rules of each place.
    places: [Set; Place::MANY],
    inline: Patterns<FurnitureKind>,
    spam: Finder<Spam>,
}

impl Rules {
    /// Reads the tables.
    pub(super) fn load() -> Result<Self, Error> {
        let (name, text) = ("structure/furniture.tsv", include_str!("../../data/structure/furniture.tsv"));
        let table = Table::parse(name, text, &["rule", "kind", "where", "max", "pattern"])?;
        table.unique("rule")?;
        let (mut rules, mut inline) = (Vec::new(), Vec::new());
        for row in table.rows() {
            let kind = FurnitureKind::from_name(row.get("kind")).ok_or_else(|| row.error("no such kind"))?;
            let max = row.get("max").parse().map_err(|_| row.error("max is no number"))?;
            let pattern = Pattern::new(row.need("pattern")?, |e| row.error(e))?;
            let place = match row.get("where") {
                "any" => Place::Any,
                "head" => Place::Head,
                "tail" => Place::Tail,
                "edge" => Place::Edge,
                "list" => Place::List,
                "cut" => Place::Cut,
                "value" => Place::Value,
                "text" => Place::Text,
                "inline" => {
                    inline.push((kind, pattern));
                    continue;
                }
                other => return Err(row.error(format!("no place is called {other:?}"))),
            };
            rules.push((Rule { kind, place, max }, pattern));
        }
        let (rules, inline) = (Patterns::new(name, rules)?, Patterns::new(name, inline)?);
        if inline.filter().has_free() {
            return Err(Error::table(name, "an inline rule without a literal is tried on every line"));
        }
        let (name, text) = ("structure/spam.tsv", include_str!("../../data/structure/spam.tsv"));
        let table = Table::parse(name, text, &["word", "hard"])?;
        table.unique("word")?;
        let mut words = Vec::new();
        for (i, row) in table.rows().enumerate() {
            let bit = u32::try_from(i).ok().and_then(|i| 1u128.checked_shl(i));
            let bit = bit.ok_or_else(|| row.error("more than 128 words"))?;
            words.push((row.need("word")?, Spam { bit, hard: row.get("hard") == "yes" }));
        }
        let longest = rules.all().map(|r| r.max).max().unwrap_or(0);
        let mut places = [Set::default(); Place::MANY];
        for (i, rule) in rules.all().enumerate() {
            let place = &mut places[rule.place as usize];
            *place = place.with(i);
        }
        Ok(Self { rules, longest, places, inline, spam: Finder::new(words.into_iter()) })
    }

    /// Furniture inside lines, sorted by line.
    pub(super) fn inline(
        &self,
        text: &str,
        lines: &[Line],
        survey: &Survey,
    ) -> Vec<(Span<Normal>, FurnitureKind)> {
        let mut out = Vec::new();
        for (line, known) in survey.speaking().filter_map(|(i, known)| Some((lines.get(i)?, known))) {
            for (kind, pattern) in self.inline.rows(known.inline()) {
                for found in pattern.regex().captures_iter(&text[line.at.range()]) {
                    if let Some(m) = found.name("x").or_else(|| found.get(0)) {
                        out.push((Span::new(m.start(), m.end()).shift(line.at.start()), *kind));
                    }
                }
            }
        }
        out
    }

    /// The literals of the rules for whole lines.
    pub(super) fn filter(&self) -> &Filter {
        self.rules.filter()
    }

    /// The literals of the rules for parts of lines.
    pub(super) fn inline_filter(&self) -> &Filter {
        self.inline.filter()
    }

    /// The words of which one stands in every line of spam.
    pub(super) fn spam(&self) -> impl Iterator<Item = &str> {
        self.spam.words().filter(|(_, w)| w.hard).map(|(word, _)| word)
    }

    /// Whether a line is spam.
    fn is_spam(&self, line: &str) -> bool {
        let (mut seen, mut hard, mut bytes) = (0u128, false, 0);
        self.spam.longest(line, |_, len, word| {
            seen |= word.bit;
            hard |= word.hard;
            bytes += len;
        });
        hard && seen.count_ones() >= SPAM && bytes * 5 >= line.len() && !line.contains(['。', '；'])
    }
}

/// Goes over the lines of one page and marks what is furniture.
pub(super) struct Scanner<'a> {
    text: &'a str,
    lines: &'a [Line],
    facts: &'a Facts,
    rules: &'a Rules,
    survey: &'a Survey,
    /// What each line is, where it is furniture.
    pub marked: Vec<Option<FurnitureKind>>,
}

impl<'a> Scanner<'a> {
    /// A scanner that has already marked what is furniture wherever it stands.
    pub(super) fn new(
        text: &'a str,
        lines: &'a [Line],
        facts: &'a Facts,
        rules: &'a Rules,
        survey: &'a Survey,
    ) -> Self {
        let mut scanner = Self { text, lines, facts, rules, survey, marked: vec![None; lines.len()] };
        for i in 0..lines.len() {
            scanner.marked[i] = scanner.anywhere(i);
        }
        scanner.menus();
        scanner
    }

    /// Marks menus: runs of links above and below the running text of an HTML page.
    fn menus(&mut self) {
        let text = |s: &Self, i: usize| {
            (s.lines[i].chars > LINK || s.line(i).ends_with('。')) && s.facts.linked(i) < LINKED
        };
        let n = self.lines.len();
        let first = (0..n).find(|&i| text(self, i)).unwrap_or(0);
        let last = (first..n).rev().find(|&i| text(self, i)).map_or(n, |i| i + 1);
        for (range, kind) in [(0..first, FurnitureKind::Navigation), (last..n, FurnitureKind::RelatedLinks)] {
            let mut run = range.start;
            for i in range.clone() {
                if self.facts.linked(i) < LINKED {
                    run = i + 1;
                }
                if i + 1 == run + MENU {
                    self.rest(run..i + 1, kind);
                } else if i + 1 > run + MENU {
                    self.rest(i..i + 1, kind);
                }
            }
        }
    }

    /// Whether line `i` is the page's title.
    pub(super) fn is_title(&self, i: usize) -> bool {
        self.facts.is_title(i)
    }

    fn line(&self, i: usize) -> &'a str {
        &self.text[self.lines[i].at.range()]
    }

    /// The rules that line `i` may match.
    fn known(&self, i: usize) -> Set {
        self.rules.filter().of_known_line(self.line(i), self.survey.line(i).furniture)
    }

    /// The kind of the first rule that holds at line `i` in one of the `places`.
    fn rule(&self, i: usize, places: &[Place]) -> Option<&'a Rule> {
        let chars = self.lines[i].chars;
        if chars > self.rules.longest {
            return None;
        }
        // The list of a document's attachments names files, too.
        let own = |r: &Rule| r.kind == FurnitureKind::Advert && self.line(i).starts_with("附件");
        let here = places.iter().fold(Set::default(), |all, p| all.or(self.rules.places[*p as usize]));
        let fits = |(r, p): &&(Rule, Pattern)| chars <= r.max && !own(r) && p.is_match(self.line(i));
        self.rules.rules.rows(self.known(i).and(here)).find(fits).map(|(rule, _)| rule)
    }

    /// Furniture by what the line is, wherever it stands.
    fn anywhere(&self, i: usize) -> Option<FurnitureKind> {
        if self.facts.is_frame(i) {
            return Some(FurnitureKind::Navigation);
        }
        if self.lines[i].chars <= ANYWHERE
            && let Some(rule) = self.rule(i, &[Place::Any])
        {
            return Some(rule.kind);
        }
        let spam = self.survey.line(i).spam() && self.lines[i].chars <= 4 * ANYWHERE;
        (spam && self.rules.is_spam(self.line(i))).then_some(FurnitureKind::Spam)
    }

    /// Whether line `i` tells the reader what the site has put together for him.
    ///
    /// One sign is enough where articles of others are put together (`sure`); two are asked elsewhere.
    fn introduces(&self, i: usize, sure: bool) -> bool {
        let chars = self.lines[i].chars;
        let rows = self.rules.rules.rows(self.known(i));
        let mut signs = 0;
        for (rule, pattern) in rows.filter(|(r, _)| r.kind == FurnitureKind::SiteIntro && chars <= r.max) {
            if pattern.is_match(self.line(i)) {
                if rule.place == Place::Text {
                    return false;
                }
                signs += 1;
            }
        }
        signs >= if sure { 1 } else { 2 }
    }

    /// Marks the furniture at the top of `range`, down to the first line of running text.
    ///
    /// Short lines that no rule knows (titles, the speaker's name) are passed over.
    pub(super) fn head(&mut self, range: Range<usize>, sure: bool) {
        let mut i = range.start;
        while i < range.end {
            let chars = self.lines[i].chars;
            if self.marked[i].is_none() {
                match self.rule(i, &[Place::Head, Place::Edge, Place::Value]) {
                    Some(rule) if rule.place == Place::Value => {
                        self.marked[i] = Some(rule.kind);
                        self.value(i + 1..range.end, rule.kind);
                    }
                    Some(rule) if rule.kind == FurnitureKind::SiteIntro => {
                        if self.introduces(i, sure) {
                            self.marked[i] = Some(rule.kind);
                        } else {
                            return;
                        }
                    }
                    Some(rule) => self.marked[i] = Some(rule.kind),
                    // Running text, or the address of a letter or speech: the document has begun.
                    None if chars > VALUE + LINK || self.line(i).ends_with(['。', '！', '：', ':']) => {
                        return;
                    }
                    None => {}
                }
            }
            i += 1;
        }
    }

    /// Marks the value of a label that stands in the line before.
    fn value(&mut self, range: Range<usize>, kind: FurnitureKind) {
        if let Some(i) = range.into_iter().next()
            && self.marked[i].is_none()
            && self.lines[i].chars <= VALUE
            && !self.lines[i].gap
            && !self.line(i).ends_with(['。', '：', ':'])
        {
            self.marked[i] = Some(kind);
        }
    }

    /// Marks a trail of short lines around separators (`首页` `>` `政府信息公开`).
    pub(super) fn crumbs(&mut self, range: Range<usize>) {
        let separator = |s: &Self, i: usize| matches!(s.line(i), ">" | "＞" | "»" | "›" | ">>" | "→" | "/");
        for i in range.clone() {
            if separator(self, i) {
                for j in [i.wrapping_sub(1), i, i + 1] {
                    if range.contains(&j) && self.lines[j].chars <= 12 {
                        self.marked[j] = Some(FurnitureKind::Navigation);
                    }
                }
            }
        }
    }

    /// Marks lines right under an article's marker that introduce it.
    pub(super) fn intro(&mut self, range: Range<usize>) {
        for i in range.take(INTRO) {
            if self.marked[i].is_none() {
                let known = self.rule(i, &[Place::Head, Place::Edge]);
                match known {
                    Some(r) if r.kind != FurnitureKind::SiteIntro || self.introduces(i, false) => {
                        self.marked[i] = Some(r.kind);
                    }
                    _ => return,
                }
            }
        }
    }

    /// Marks all of `range` that no rule knows as `kind`.
    pub(super) fn rest(&mut self, range: Range<usize>, kind: FurnitureKind) {
        for i in range {
            self.marked[i].get_or_insert(kind);
        }
    }

    /// Marks the furniture at the bottom of `range`; `last` where the page ends with it.
    pub(super) fn tail(&mut self, range: Range<usize>, last: bool) {
        if last {
            self.cut(range.clone());
        }
        self.lists(range.clone());
        let mut end = range.end;
        while end > range.start {
            let i = end - 1;
            if self.marked[i].is_none() {
                let places: &[Place] = if last {
                    &[Place::Tail, Place::Edge, Place::List, Place::Cut]
                } else {
                    &[Place::Tail, Place::Edge, Place::List]
                };
                match self.rule(i, places) {
                    Some(rule) => self.marked[i] = Some(rule.kind),
                    None => break,
                }
            }
            end = i;
        }
    }

    /// Marks everything from a notice that ends the page (a licence) on.
    fn cut(&mut self, range: Range<usize>) {
        // A notice stands in the last part of the page: what follows is a few short lines.
        let mut i = range.end;
        let mut from = None;
        while i > range.start && self.lines[i - 1].chars <= 2 * LINK {
            i -= 1;
            if let Some(rule) = self.rule(i, &[Place::Cut]) {
                from = Some((i, rule.kind));
            }
        }
        if let Some((i, kind)) = from {
            self.rest(i..range.end, kind);
        }
    }

    /// Marks lists of links: their heading, and the lines below it to the end of `range`.
    fn lists(&mut self, range: Range<usize>) {
        // From the bottom up: the lines that look like links, ended by a heading of such a list.
        let (mut i, mut done) = (range.end, range.end);
        while i > range.start && (self.marked[i - 1].is_some() || self.is_link(i - 1)) {
            i -= 1;
            if let Some(rule) = self.rule(i, &[Place::List]) {
                self.marked[i] = Some(rule.kind);
                self.rest(i + 1..done, rule.kind);
                done = i;
            }
        }
    }

    /// Whether a line looks like a link: short, and no sentence.
    fn is_link(&self, i: usize) -> bool {
        let line = self.line(i);
        self.facts.linked(i) >= LINKED
            || (self.lines[i].chars <= LINK
                && !line.chars().next_back().is_some_and(|c| is_full_stop(c) || c == '；'))
    }
}

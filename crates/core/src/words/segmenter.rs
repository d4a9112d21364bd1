//! Takes text apart into blocks and atoms, and words apart as finely as asked.

use super::atoms::{AtomClass, Atoms, is_han};
use super::block::{Block, Char, Mark, Parts, Piece, Range, What};
use super::builder::SegmenterBuilder;
use super::dictionary::{Dictionary, Kind, Kinds, TAGS};
use super::patterns::Patterns;
use super::trie::{Node, Word};
use super::{Granularity, SegmentConfig, Token};
use crate::error::Error;
use crate::span::{Normal, Span};
use jieba_rs::Jieba;
use std::borrow::Cow;
use std::cmp::Reverse;

/// Cuts text into words. Immutable and shareable; its dictionary is part of the program and read in place.
#[derive(Debug)]
pub struct Segmenter {
    config: SegmentConfig,
    dictionary: &'static Dictionary,
    user: Option<Dictionary>,
    user_tags: Vec<Cow<'static, str>>,
    kinds: Kinds,
    atoms: Atoms,
    patterns: Patterns,
    /// Without words: only its model is asked.
    hmm: Option<Jieba>,
}

/// A title of a document is looked for so many bytes far.
const TITLE: usize = 300;
/// What stands before a document number is looked for so many bytes back.
const ISSUER: usize = 36;

/// The work on one text.
struct Work<'t> {
    text: &'t str,
    block: Block,
    pieces: Vec<Piece>,
    inside: Vec<Piece>,
    tokens: Vec<Token>,
    /// Whether the block began behind an enumeration mark.
    listed: bool,
}

impl Segmenter {
    /// Loads the tables; the dictionary needs no loading.
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new(config: SegmentConfig) -> Result<Self, Error> {
        Self::builder().config(config).build()
    }

    /// Begins to make a segmenter with words of one's own.
    #[must_use]
    pub fn builder() -> SegmenterBuilder {
        SegmenterBuilder::default()
    }

    pub(super) fn with(
        config: SegmentConfig,
        dictionary: &'static Dictionary,
        user: Option<Dictionary>,
        user_tags: Vec<Cow<'static, str>>,
    ) -> Result<Self, Error> {
        let patterns = Patterns::new(dictionary)?;
        let kinds = Kinds::new(dictionary, patterns.cues());
        let hmm = config.hmm.then(Jieba::empty);
        Ok(Self { config, dictionary, user, user_tags, kinds, atoms: Atoms::new()?, patterns, hmm })
    }

    /// The words inside `within` of a normal form, sorted by start (of equal starts, the longer first). White space
    /// is in no word; but for it, the words of [`Granularity::Fine`] and [`Granularity::Coarse`] make up the text.
    /// Linear time.
    ///
    /// ```
    /// use gongwen::{Granularity, SegmentConfig, Segmenter, Span};
    /// let text = "2024年3月办结率达到98.5%";
    /// let words = |granularity| {
    ///     let segmenter = Segmenter::new(SegmentConfig { granularity, hmm: false })?;
    ///     let tokens = segmenter.segment(text, Span::new(0, text.len()));
    ///     Ok::<Vec<&str>, gongwen::Error>(tokens.iter().map(|t| &text[t.at.range()]).collect())
    /// };
    /// assert_eq!(words(Granularity::Fine)?, ["2024年", "3月", "办结率", "达到", "98.5%"]);
    /// assert_eq!(words(Granularity::Coarse)?, ["2024年3月", "办结率", "达到", "98.5%"]);
    /// # Ok::<(), gongwen::Error>(())
    /// ```
    #[must_use]
    pub fn segment(&self, text: &str, within: Span<Normal>) -> Vec<Token> {
        let mut work = Work {
            text: &text[..within.end()],
            block: Block::default(),
            pieces: Vec::new(),
            inside: Vec::new(),
            // A word is two characters long on average.
            tokens: Vec::with_capacity((within.len() / 6).min(1 << 16)),
            listed: false,
        };
        let mut at = within.start();
        while let Some(c) = work.text[at..].chars().next() {
            let (kind, code) = self.kinds.of(c);
            if kind == Kind::Other {
                at = self.other(&mut work, at, c);
            } else {
                if kind == Kind::Cue {
                    let i = work.block.chars.len();
                    work.block.cues.push((i, c));
                }
                self.push(&mut work.block, at, c, code, Mark::Free);
                at += c.len_utf8();
            }
        }
        self.flush(&mut work, at, '\0');
        work.tokens
    }

    #[inline]
    fn push(&self, block: &mut Block, at: usize, c: char, code: u16, mark: Mark) {
        block.chars.push(Char { at: at as u32, code, mark });
        if let Some(user) = &self.user {
            block.user.push(user.code(c));
        }
    }

    /// What is no Chinese character: an atom, a mark or white space. Gives back where to go on.
    fn other(&self, work: &mut Work<'_>, at: usize, c: char) -> usize {
        let next = at + c.len_utf8();
        if !NO_ATOM.contains(&c)
            && !self.is_minus(work, at, c)
            && let Some((end, class)) = self.atoms.hard(work.text, at, work.text.len())
        {
            self.atom(work, at, end, class);
            return end;
        }
        if goes_on(work, at, c) {
            self.push(&mut work.block, at, c, self.kinds.of(c).1, Mark::Free);
            return next;
        }
        self.flush(work, at, c);
        if c.is_whitespace() {
            return next;
        }
        work.listed = c == '、';
        if c == '《'
            && self.config.granularity != Granularity::Fine
            && let Some(end) = title(work.text, at)
        {
            work.tokens.push(Token { at: Span::new(at, end), tag: Cow::Borrowed("nw") });
            if self.config.granularity == Granularity::Coarse {
                return end;
            }
        }
        work.tokens.push(Token { at: Span::new(at, next), tag: Cow::Borrowed("x") });
        next
    }

    /// Whether a sign stands straight behind a number or letter, so that it is no sign of what follows.
    fn is_minus(&self, work: &Work<'_>, at: usize, c: char) -> bool {
        matches!(c, '-' | '+' | '－' | '＋' | '−')
            && work.block.end == at
            && work.block.atoms.last().is_some_and(|(last, _)| last.end == work.block.chars.len())
    }

    /// Takes an atom into the block: a word of the dictionary may hold it, none may cut it.
    fn atom(&self, work: &mut Work<'_>, at: usize, end: usize, class: AtomClass) {
        let Work { text, block, .. } = work;
        let mut start = block.chars.len();
        for (i, c) in text[at..end].char_indices() {
            let mark = if i == 0 { Mark::Atom } else { Mark::Inside };
            self.push(block, at + i, c, self.kinds.of(c).1, mark);
        }
        block.end = end;
        if self.atoms.tag(class) == "docno" && start > 0 {
            let first = block.chars[start.saturating_sub(ISSUER / 3)].at as usize;
            let from = block.atoms.last().map_or(first, |(last, _)| first.max(block.byte(last.end)));
            if let Some(issuer) = self.atoms.issuer(&text[from..at]) {
                let issuer = block.index(from + issuer.start).unwrap_or(start);
                block.chars[issuer].mark = Mark::Atom;
                block.chars[issuer + 1..=start].iter_mut().for_each(|c| c.mark = Mark::Inside);
                start = issuer;
            }
        }
        block.atoms.push((Range { start, end: block.chars.len() }, class));
    }

    /// Cuts the block that ends at `end`, before the character `next`.
    fn flush(&self, work: &mut Work<'_>, end: usize, next: char) {
        let Work { text, block, pieces, tokens, listed, .. } = work;
        if block.chars.is_empty() {
            return;
        }
        block.end = end;
        if block.chars.len() == 1 && block.atoms.is_empty() && self.user.is_none() {
            // Nothing to weigh.
            let at = Span::new(block.byte(0), end);
            let word = Node::root(self.dictionary.units())
                .step(self.dictionary.units(), block.chars[0].code)
                .and_then(Node::word);
            tokens
                .push(Token { at, tag: Cow::Borrowed(word.map_or("x", |word| TAGS[usize::from(word.tag)])) });
        } else {
            self.patterns.offer(text, &self.atoms, self.dictionary, block, *listed || next == '、');
            pieces.clear();
            block.cut(self.dictionary, self.user.as_ref(), pieces);
            self.emit(work);
        }
        work.block.clear();
        work.listed = false;
    }

    /// Puts the words of the block.
    fn emit(&self, work: &mut Work<'_>) {
        let mut n = 0;
        while n < work.pieces.len() {
            if let Some(hmm) = &self.hmm {
                let single =
                    |p: &Piece| p.at.end - p.at.start == 1 && matches!(p.what, What::Unknown | What::Word(_));
                let run = work.pieces[n..].iter().take_while(|p| single(p)).count();
                if run > 1 {
                    let last = work.pieces[n + run - 1].at.end;
                    self.guess(hmm, work, Range { start: work.pieces[n].at.start, end: last }, n);
                    n += run;
                    continue;
                }
            }
            let piece = work.pieces[n];
            match self.config.granularity {
                Granularity::Coarse => self.put(work, piece),
                Granularity::Fine => self.fine(work, piece),
                Granularity::Search => self.search(work, piece),
            }
            n += 1;
        }
    }

    /// Cuts a run of single characters by the hidden Markov model, but where together they are a word.
    fn guess(&self, hmm: &Jieba, work: &mut Work<'_>, run: Range, first: usize) {
        let bytes = work.block.byte(run.start)..work.block.byte(run.end);
        let text = &work.text[bytes.clone()];
        if self.dictionary.get(text).is_some() {
            for n in first..first + (run.end - run.start) {
                self.put(work, work.pieces[n]);
            }
            return;
        }
        for word in hmm.cut(text, true) {
            let at = Span::new(bytes.start + word.byte_start, bytes.start + word.byte_end);
            let tag = self.dictionary.get(word.word).map_or("x", |word| TAGS[usize::from(word.tag)]);
            work.tokens.push(Token { at, tag: Cow::Borrowed(tag) });
        }
    }

    fn tag(&self, block: &Block, what: What) -> Cow<'static, str> {
        match what {
            What::Unknown => Cow::Borrowed("x"),
            What::Word(word) => Cow::Borrowed(TAGS[usize::from(word.tag)]),
            What::User(tag) => self.user_tags[usize::from(tag)].clone(),
            What::Edge(n) => Cow::Borrowed(block.edges[n].tag),
            What::Atom(n) => Cow::Borrowed(self.atoms.tag(block.atoms[n].1)),
        }
    }

    fn put(&self, work: &mut Work<'_>, piece: Piece) {
        let at = Span::new(work.block.byte(piece.at.start), work.block.byte(piece.at.end));
        let tag = self.tag(&work.block, piece.what);
        work.tokens.push(Token { at, tag });
    }

    /// The words of the general language inside a piece.
    fn fine(&self, work: &mut Work<'_>, piece: Piece) {
        match piece.what {
            What::Unknown | What::User(_) => self.put(work, piece),
            What::Word(word) if word.whole => self.put(work, piece),
            What::Word(word) => self.parts(work, piece, Some(word)),
            What::Atom(n) => self.atom_parts(work, piece, work.block.atoms[n].1),
            What::Edge(n) => match work.block.edges[n].parts {
                Parts::Whole => self.put(work, piece),
                Parts::Atom(class) => self.atom_parts(work, piece, class),
                Parts::Words => self.parts(work, piece, None),
                Parts::Quantity(measure) => {
                    let middle = work.block.byte(measure);
                    let (start, end) = (work.block.byte(piece.at.start), work.block.byte(piece.at.end));
                    let atoms = &work.block.atoms;
                    match atoms.binary_search_by_key(&piece.at.start, |(at, _)| at.start) {
                        // A range of numbers has parts of its own.
                        Ok(n) if atoms[n].0.end == measure => {
                            let number = Piece { at: atoms[n].0, what: What::Atom(n) };
                            self.atom_parts(work, number, work.block.atoms[n].1);
                        }
                        _ => {
                            work.tokens.push(Token { at: Span::new(start, middle), tag: Cow::Borrowed("m") });
                        }
                    }
                    work.tokens.push(Token { at: Span::new(middle, end), tag: Cow::Borrowed("q") });
                }
            },
        }
    }

    /// Cuts a word into those inside it, where they are such as stand by themselves.
    fn parts(&self, work: &mut Work<'_>, piece: Piece, word: Option<Word>) {
        work.inside.clear();
        work.block.cut_inside(piece.at, self.dictionary, &mut work.inside);
        let long = |p: &Piece| p.at.end - p.at.start > 1;
        let known = work.inside.iter().all(|p| !matches!(p.what, What::Unknown));
        // Nothing but single characters: a word that is no other's sum (放管服).
        let stands = word.is_none_or(|word| !word.domain) || work.inside.iter().any(long);
        if !known || !stands {
            self.put(work, piece);
            return;
        }
        for n in 0..work.inside.len() {
            self.put(work, work.inside[n]);
        }
    }

    fn atom_parts(&self, work: &mut Work<'_>, piece: Piece, class: AtomClass) {
        let (start, end) = (work.block.byte(piece.at.start), work.block.byte(piece.at.end));
        let (text, tag, tokens) = (work.text, self.atoms.tag(class), &mut work.tokens);
        let mut from = start;
        self.atoms.parts(class, &text[start..end], |to| {
            let at = Span::new(from, start + to);
            from = at.end();
            let sign = !text[at.range()].starts_with(|c: char| c.is_alphanumeric() || is_han(c));
            let whole = at.start() == start && at.end() == end;
            let tag = match tag {
                _ if sign && !whole && at.len() < 4 => "x",
                "mq" if text[at.range()].starts_with(is_han) => "q",
                "mq" if !whole => "m",
                tag => tag,
            };
            tokens.push(Token { at, tag: Cow::Borrowed(tag) });
        });
    }

    /// A piece, and behind it its fine parts and the words of two characters and more inside it.
    fn search(&self, work: &mut Work<'_>, piece: Piece) {
        self.put(work, piece);
        let first = work.tokens.len();
        self.fine(work, piece);
        let units = self.dictionary.units();
        for start in piece.at.start..piece.at.end {
            let mut node = Node::root(units);
            for end in start..piece.at.end {
                match node.step(units, work.block.chars[end].code) {
                    Some(next) => node = next,
                    None => break,
                }
                if let Some(word) = node.word().filter(|_| end > start) {
                    let at = Span::new(work.block.byte(start), work.block.byte(end + 1));
                    work.tokens.push(Token { at, tag: Cow::Borrowed(TAGS[usize::from(word.tag)]) });
                }
            }
        }
        let whole = work.tokens[first - 1].at;
        let mut inside = work.tokens.split_off(first);
        inside.retain(|t| t.at != whole);
        inside.sort_by_key(|t| (t.at.start(), Reverse(t.at.end())));
        inside.dedup_by_key(|t| t.at);
        work.tokens.append(&mut inside);
    }
}

/// Marks with which no atom begins.
const NO_ATOM: &[char] = &[
    '，', '。', '、', '；', '：', '“', '”', ' ', '\n', '！', '？', '《', '》', '）', '〉', '〈', ',', ';',
    '"', '\t', '·',
];

/// Whether a sign goes on with the Chinese numeral straight before it: 三十五．一%, 二○.
fn goes_on(work: &Work<'_>, at: usize, c: char) -> bool {
    let numeral = |c: char| c == '○' || super::patterns::is_numeral(c);
    let behind = || work.text[at..].chars().nth(1);
    matches!(c, '%' | '％' | '‰' | '．' | '.' | '○')
        && !work.block.chars.is_empty()
        && work.text[..at]
            .chars()
            .next_back()
            .is_some_and(|before| numeral(before) || (c == '○' && matches!(before, '．' | '.')))
        && (!matches!(c, '．' | '.') || behind().is_some_and(numeral))
}

/// Where the title ends whose mark opens at `at`: titles may hold titles, but no line end.
fn title(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0;
    for (i, c) in text[at..].char_indices().take_while(|&(i, c)| i < TITLE && c != '\n') {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return Some(at + i + c.len_utf8());
        }
    }
    None
}

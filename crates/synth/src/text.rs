//! Documents before they are written out, and writing them out with a record of where each token went.

use crate::rng::Rng;
use crate::words::{Kind, Sentence, Words, token};
use std::collections::BTreeMap;

/// A document as paragraphs of sentences; the first paragraph is the title.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The paragraphs.
    pub paragraphs: Vec<Vec<Sentence>>,
}

/// How a document is written out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Half-width punctuation.
    pub half_width: bool,
    /// Traditional characters.
    pub traditional: bool,
    /// A gloss after each Traditional character that was converted.
    pub glosses: bool,
    /// A line break after so many characters.
    pub wrap: Option<usize>,
}

/// A document written out.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Its text.
    pub text: String,
    /// Its length in code points.
    pub chars: usize,
    /// Where each token of an origin stands: (document, number) → code points.
    pub tokens: BTreeMap<(u32, u32), (usize, usize)>,
    /// Where each sentence stands, in order: paragraph, sentence, code points.
    pub sentences: Vec<(usize, usize, (usize, usize))>,
    /// Masks, neighbouring ones as one: code points, and what they hide.
    pub masks: Vec<((usize, usize), String)>,
}

impl Draft {
    /// A document of its own, of about `chars` characters.
    pub fn new(words: &Words, chars: usize, rng: &mut Rng) -> Self {
        let title = words.fill("{P}{M}{N}工作{V}方案", rng);
        let mut paragraphs = vec![vec![title]];
        let mut written = 0;
        while written < chars {
            let paragraph: Vec<Sentence> = (0..rng.between(2, 6)).map(|_| words.sentence(rng)).collect();
            written += paragraph.iter().flatten().map(|t| t.text.chars().count()).sum::<usize>();
            paragraphs.push(paragraph);
        }
        Self { paragraphs }
    }

    /// Numbers the tokens that have no origin yet as document `doc`'s own.
    pub fn number(&mut self, doc: u32) {
        let tokens = self.paragraphs.iter_mut().flatten().flatten();
        for (n, t) in tokens.enumerate() {
            t.origin.get_or_insert((doc, n as u32));
        }
    }

    /// Forgets origins: the text stands for itself.
    pub fn forget(&mut self) {
        self.paragraphs.iter_mut().flatten().flatten().for_each(|t| t.origin = None);
    }

    /// Puts in a sentence at the end of a paragraph that is not the title.
    pub fn insert(&mut self, sentence: Sentence, rng: &mut Rng) {
        if self.paragraphs.len() < 2 {
            self.paragraphs.push(Vec::new());
        }
        let last = self.paragraphs.len() - 1;
        let p = rng.between(1, last);
        let at = rng.between(0, self.paragraphs[p].len());
        self.paragraphs[p].insert(at, sentence);
    }

    /// A line of a site, between paragraphs.
    pub fn interrupt(&mut self, line: &str, rng: &mut Rng) {
        let at = rng.between(1, self.paragraphs.len());
        self.paragraphs.insert(at, vec![vec![token(line, Kind::Text)]]);
    }

    /// Writes the document out after `before`.
    #[must_use]
    pub fn write(&self, words: &Words, style: Style, before: Written) -> Written {
        let mut out = before;
        let mut column = 0;
        for (p, paragraph) in self.paragraphs.iter().enumerate() {
            for (s, sentence) in paragraph.iter().enumerate() {
                let start = out.chars;
                for t in sentence {
                    let from = out.chars;
                    for c in t.text.chars() {
                        if style.wrap.is_some_and(|w| column >= w) {
                            out.put('\n');
                            column = 0;
                        }
                        column += 1;
                        put(c, words, style, &mut out);
                    }
                    // What was put in before it was masked stands nowhere else.
                    if let Some(hidden) = t.hidden.as_ref().filter(|_| t.origin.is_some()) {
                        out.mask(from, hidden);
                    }
                    if let Some(origin) = t.origin {
                        out.tokens.insert(origin, (from, out.chars));
                    }
                }
                out.sentences.push((p, s, (start, out.chars)));
            }
            column = 0;
            out.put('\n');
        }
        out
    }
}

impl Written {
    /// Notes that the last token, written from code point `start` on, begins with a mask. Line breaks inside count
    /// with it.
    fn mask(&mut self, start: usize, hidden: &str) {
        let mut written: Vec<char> = self.text.chars().rev().take(self.chars - start).collect();
        written.reverse();
        let mut signs = hidden.chars().count();
        let after = written.iter().take_while(|&&c| {
            let inside = signs > 0;
            signs -= usize::from(inside && c != '\n');
            inside
        });
        let end = start + after.count();
        match self.masks.last_mut() {
            Some((at, before)) if at.1 == start => {
                at.1 = end;
                before.push_str(hidden);
            }
            _ => self.masks.push(((start, end), hidden.to_owned())),
        }
    }

    fn put(&mut self, c: char) {
        self.text.push(c);
        self.chars += 1;
    }

    /// Adds a line of its own.
    pub fn line(&mut self, line: &str) {
        line.chars().for_each(|c| self.put(c));
        self.put('\n');
    }
}

fn put(c: char, words: &Words, style: Style, out: &mut Written) {
    let c = match c {
        '，' if style.half_width => ',',
        '；' if style.half_width => ';',
        '：' if style.half_width => ':',
        '。' if style.half_width => '.',
        c => c,
    };
    match words.traditional(c).filter(|_| style.traditional) {
        Some((traditional, pinyin)) => {
            out.put(traditional);
            if style.glosses {
                out.put('(');
                pinyin.chars().for_each(|c| out.put(c));
                out.put(')');
            }
        }
        None => out.put(c),
    }
}

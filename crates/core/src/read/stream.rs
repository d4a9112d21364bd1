//! Bytes → text, a block at a time: what is held is the text and one block.
//!
//! A block ends with a line where it can. In a page that may mix encodings, each block is decoded in the page's; only
//! where lines of it read badly, every line is judged for itself (see [`super::lines`]).

use super::binary::{self, Noise};
use super::cost::Weight;
use super::decode::{Coding, Decoder, Output, has_four_bytes};
use super::detect::{self, Guess};
use super::input::{self, BLOCK, Input};
use super::lines::{self, Judge};
use super::mojibake::{self, Suspect};
use super::shifted;
use crate::error::{Error, ErrorKind};
use encoding_rs::{GB18030, GBK, UTF_8};

/// A decoded page.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) out: Output,
    /// The name for records.
    pub(super) encoding: &'static str,
    pub(super) bom: bool,
    /// Lines of the text that read as if somebody had decoded them wrongly before.
    pub(super) suspects: Vec<Suspect>,
}

/// Decodes all of the input; `label` overrides detection.
pub(super) fn decode(input: &mut Input<'_>, label: Option<&str>) -> Result<Decoded, Error> {
    let io = |e| Error::new(ErrorKind::Io(e));
    let mut out = Output::default();
    if let Some(size) = input.size() {
        out.text.reserve(size);
    }
    let head = input.window().map_err(io)?;
    if let Some(what) = binary::signature(head) {
        return Err(Error::new(ErrorKind::Binary(what)));
    }
    let guess = match label {
        Some(label) => detect::labelled(label, head)?,
        None => {
            let claim = detect::claimed(head);
            // What is ASCII in front is so in every encoding, and tells nothing of it.
            while input.window().map_err(io)?.len() == BLOCK && shifted::is_plain(input.window().map_err(io)?)
            {
                let block = input::lines(input.window().map_err(io)?);
                let length = block.len();
                out.text.extend(block.iter().map(|&b| char::from(b)));
                input.consume(length);
            }
            detect::detect(input.window().map_err(io)?, claim)
        }
    };
    let at = input.at();
    let window = input.window().map_err(io)?;
    let mut page = Page::new(guess, label.is_none(), at, out);
    let mut front = (guess.bom + guess.rest).min(window.len());
    if let (1.., Some(judge)) = (guess.rest, &mut page.judge) {
        let end = memchr::memchr(b'\n', window).map_or(window.len(), |end| end + 1);
        // A first line in another encoding than the page's is not cut.
        front = if judge.coding(&window[..end]) == guess.coding { front } else { guess.bom };
    }
    page.front(&window[..front], at);
    input.consume(front);
    loop {
        let at = input.at();
        let block = input::lines(input.window().map_err(io)?);
        if block.is_empty() {
            break;
        }
        let length = block.len();
        page.block(block, at)?;
        input.consume(length);
        if page.out.text.len() > u32::MAX as usize {
            return Err(Error::new(ErrorKind::TooLarge(page.out.text.len() as u64)));
        }
    }
    Ok(page.finish())
}

/// A page on its way.
struct Page {
    out: Output,
    guess: Guess,
    judge: Option<Judge>,
    decoder: Decoder,
    /// Whether the last block ended within a line.
    within: bool,
    /// Text of one block.
    scratch: Output,
    /// What the lines beyond ASCII were in.
    used: Vec<Coding>,
    four_bytes: bool,
    suspects: Vec<Suspect>,
    /// What the lines of the block weigh, where that is known already.
    weights: Vec<Weight>,
    /// None where a caller named the encoding.
    noise: Option<Noise>,
}

impl Page {
    fn new(guess: Guess, guessed: bool, at: u64, out: Output) -> Self {
        Self {
            noise: guessed.then(|| Noise::new(guess)),
            out,
            guess,
            judge: if guessed { Judge::new(guess.coding) } else { None },
            decoder: Decoder::new(guess.coding, at),
            within: false,
            scratch: Output::default(),
            used: Vec::new(),
            four_bytes: false,
            suspects: Vec::new(),
            weights: Vec::new(),
        }
    }

    /// What stands before the first character: the byte order mark, the rest of a cut character.
    fn front(&mut self, front: &[u8], at: u64) {
        let at = at + self.guess.bom as u64;
        let rest = front.len().saturating_sub(self.guess.bom) as u64;
        if rest > 0 {
            self.out.replace(at..at + rest);
        }
        self.set(self.guess.coding, at + rest);
    }

    /// The next bytes: lines, of which the last may not be complete.
    fn block(&mut self, block: &[u8], at: u64) -> Result<(), Error> {
        let from = self.out.text.len();
        self.weights.clear();
        // The rest of a long line stays in the coding of its beginning.
        let rest = match memchr::memchr(b'\n', block) {
            Some(end) if self.within && self.judge.is_some() => end + 1,
            _ if self.within || self.judge.is_none() => block.len(),
            _ => 0,
        };
        if rest > 0 {
            self.decoder.feed(&block[..rest], &mut self.out);
            self.note(self.decoder.coding(), &block[..rest]);
        }
        if rest < block.len() {
            if self.within {
                self.set(self.guess.coding, at + rest as u64);
            }
            self.lines(&block[rest..], at + rest as u64, rest == 0);
        } else if self.within && self.judge.is_some() && block.ends_with(b"\n") {
            self.set(self.guess.coding, at + rest as u64);
        }
        self.within = !block.ends_with(b"\n");
        self.suspect(from);
        let text = &self.out.text[from..];
        self.noise.as_mut().map_or(Ok(()), |noise| noise.look(block, text))
    }

    /// Notes which of the lines that were decoded last are suspicious.
    fn suspect(&mut self, from: usize) {
        let text = &self.out.text[from..];
        if self.weights.is_empty() && text.is_ascii() {
            return;
        }
        let mut start = 0;
        for (i, end) in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]).enumerate() {
            let weight = self.weights.get(i).copied().unwrap_or_else(|| Weight::of(&text[start..end]));
            if let Some(strength) = mojibake::suspicion(weight) {
                self.suspects.push(Suspect { at: from + start..from + end, strength });
            }
            start = (end + 1).min(text.len());
        }
    }

    /// Lines from the beginning of one on; `whole` when they are all of a block.
    fn lines(&mut self, block: &[u8], at: u64, whole: bool) {
        let utf8 = self.guess.coding == Coding::Standard(UTF_8);
        if utf8 && let Ok(text) = simdutf8::basic::from_utf8(block) {
            self.decoder.skip(block.len());
            self.out.text.push_str(text);
            self.note(self.guess.coding, block);
            return;
        }
        self.scratch.clear();
        if !utf8 {
            self.decoder.feed(block, &mut self.scratch);
        }
        let Some(judge) = &mut self.judge else { return };
        let split = || block.split_inclusive(|&b| b == b'\n');
        // Lines that read badly; in UTF-8, lines that are none.
        let weights: Vec<Weight> = weights(&self.scratch.text).collect();
        let odd = |(i, line): (usize, &[u8])| {
            if utf8 { !line.is_ascii() } else { weights.get(i).is_some_and(|&w| lines::is_odd(w)) }
        };
        let odd: Vec<bool> = split().enumerate().map(odd).collect();
        // Long lines first say which encodings there are; a short one alone would not be believed.
        let mut suits: Vec<Coding> = Vec::new();
        for _ in 0..if odd.contains(&true) { 2 } else { 0 } {
            let page = self.guess.coding;
            suits =
                split().zip(&odd).map(|(line, &odd)| if odd { judge.coding(line) } else { page }).collect();
            if suits.iter().all(|&coding| coding == page) {
                break;
            }
        }
        if !utf8 && suits.iter().all(|&coding| coding == self.guess.coding) {
            self.out.append(&self.scratch);
            self.note(self.guess.coding, block);
            if whole {
                self.weights = weights;
            }
            return;
        }
        let (mut from, mut end, mut coding) = (0, 0, self.guess.coding);
        for (line, suits) in split().zip(suits) {
            if suits != coding && !line.is_ascii() {
                self.run(&block[from..end], at + from as u64, coding);
                (from, coding) = (end, suits);
            }
            end += line.len();
        }
        self.run(&block[from..], at + from as u64, coding);
        if coding != self.guess.coding && block.ends_with(b"\n") {
            self.set(self.guess.coding, at + block.len() as u64);
        }
    }

    /// Lines in one coding.
    fn run(&mut self, lines: &[u8], at: u64, coding: Coding) {
        self.set(coding, at);
        self.decoder.feed(lines, &mut self.out);
        self.note(coding, lines);
    }

    /// Goes on in a coding, at the beginning of a line: nothing is pending.
    fn set(&mut self, coding: Coding, at: u64) {
        self.decoder = Decoder::new(coding, at);
    }

    /// Keeps in mind what lines were in.
    fn note(&mut self, coding: Coding, lines: &[u8]) {
        if coding == Coding::Standard(GB18030) || coding == Coding::Standard(GBK) {
            self.four_bytes = self.four_bytes || has_four_bytes(lines);
        }
        if !self.used.contains(&coding) && !lines.is_ascii() {
            self.used.push(coding);
        }
    }

    fn finish(mut self) -> Decoded {
        self.decoder.finish(&mut self.out);
        let encoding = match self.used[..] {
            [_, _, ..] => "mixed",
            [coding] => self.name(coding),
            [] => self.name(self.guess.coding),
        };
        Decoded { out: self.out, encoding, bom: self.guess.bom > 0, suspects: self.suspects }
    }

    fn name(&self, coding: Coding) -> &'static str {
        match coding {
            Coding::Standard(encoding) if encoding == GBK || encoding == GB18030 => {
                if self.four_bytes {
                    GB18030.name()
                } else {
                    GBK.name()
                }
            }
            _ => coding.name(),
        }
    }
}

/// What each line of a text weighs.
fn weights(text: &str) -> impl Iterator<Item = Weight> {
    let mut start = 0;
    memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]).map(move |end| {
        let line = &text[start..end];
        start = (end + 1).min(text.len());
        Weight::of(line)
    })
}

//! Bytes → text, a block at a time: what is held is the text and one block.
//!
//! A block ends with a line where it can. In a page that may mix encodings, each block is decoded in the page's; only
//! where lines of it read badly, every line is judged for itself (see [`super::lines`]).

use super::binary::{self, Noise};
use super::decode::{Coding, Decoder, Output, has_four_bytes};
use super::detect::{self, Guess};
use super::input::{self, BLOCK, Input};
use super::lines::{self, Judge};
use super::mojibake;
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
    /// Whether some line reads as if somebody had decoded it wrongly before.
    pub(super) suspicious: bool,
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
    let mut page = Page::new(guess, label.is_none(), input.at(), out);
    let at = input.at();
    let window = input.window().map_err(io)?;
    let front = (guess.bom + guess.rest).min(window.len());
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
    suspicious: bool,
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
            suspicious: false,
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
            self.lines(&block[rest..], at + rest as u64);
        } else if self.within && self.judge.is_some() && block.ends_with(b"\n") {
            self.set(self.guess.coding, at + rest as u64);
        }
        self.within = !block.ends_with(b"\n");
        let text = &self.out.text[from..];
        self.suspicious = self.suspicious || mojibake::may_need(text);
        self.noise.as_mut().map_or(Ok(()), |noise| noise.look(block, text))
    }

    /// Lines from the beginning of one on.
    fn lines(&mut self, block: &[u8], at: u64) {
        let utf8 = self.guess.coding == Coding::Standard(UTF_8);
        if utf8 && let Ok(text) = simdutf8::basic::from_utf8(block) {
            self.decoder.skip(block.len());
            self.out.text.push_str(text);
            self.note(self.guess.coding, block);
            return;
        }
        if !utf8 {
            self.scratch.clear();
            self.decoder.feed(block, &mut self.scratch);
            let odd = self.scratch.damage.total() > 0 || self.scratch.text.split('\n').any(lines::is_odd);
            if !odd {
                self.out.append(&self.scratch);
                self.note(self.guess.coding, block);
                return;
            }
        }
        let Some(mut judge) = self.judge.take() else { return };
        let (mut from, mut end, mut coding) = (0, 0, self.guess.coding);
        for line in block.split_inclusive(|&b| b == b'\n') {
            if !line.is_ascii() {
                let suits = judge.coding(line);
                if suits != coding {
                    self.run(&block[from..end], at + from as u64, coding);
                    (from, coding) = (end, suits);
                }
            }
            end += line.len();
        }
        self.judge = Some(judge);
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
        Decoded { out: self.out, encoding, bom: self.guess.bom > 0, suspicious: self.suspicious }
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

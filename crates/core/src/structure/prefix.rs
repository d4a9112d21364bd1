//! Patterns at the beginning of a short text, matched character by character.
//!
//! Labels are a few characters long and stand in every other line. An automaton over bytes takes longer to set up
//! than they take to read, so their patterns are run by a backtracking machine (as in Thompson, *Regular expression
//! search algorithm*, 1968, and Pike's later ones, but depth first): the first way through the program that
//! succeeds is the match that the regex crate gives. The texts are bounded by the caller, so is the work.

use regex_syntax::hir::{Class, Hir, HirKind, Look};
use std::ops::Range;

/// Most steps of a program.
const STEPS: usize = 400;

/// A pattern as a program.
#[derive(Debug)]
pub(super) struct Prefix {
    steps: Vec<Step>,
}

/// A step of a program; where nothing else is said, the next one follows.
#[derive(Debug)]
enum Step {
    /// One character of these ranges, which rise.
    One(Box<[(char, char)]>),
    /// What follows, or else what begins at that step.
    Either(usize),
    /// That step is the next.
    Go(usize),
    /// The group n begins.
    Begin,
    /// The group n ends.
    End,
    /// The pattern has matched.
    Done,
}

/// Where a pattern has matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Matched {
    /// The end of the match, which begins where the text does.
    pub end: usize,
    /// The group n, where it took part.
    pub n: Option<Range<usize>>,
}

impl Prefix {
    /// The program of a pattern that is bound to the beginning of its text and asks for nothing that this machine
    /// does not know: none but greedy repetition, no look around.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let hir = regex_syntax::parse(pattern).ok()?;
        let HirKind::Concat(parts) = hir.kind() else { return None };
        let (first, rest) = parts.split_first()?;
        if !matches!(first.kind(), HirKind::Look(Look::Start)) {
            return None;
        }
        let mut new = Self { steps: Vec::new() };
        rest.iter().try_for_each(|part| new.add(part))?;
        new.push(Step::Done)?;
        Some(new)
    }

    fn push(&mut self, step: Step) -> Option<usize> {
        self.steps.push(step);
        (self.steps.len() <= STEPS).then_some(self.steps.len() - 1)
    }

    fn add(&mut self, hir: &Hir) -> Option<()> {
        match hir.kind() {
            HirKind::Empty => {}
            HirKind::Literal(literal) => {
                for c in std::str::from_utf8(&literal.0).ok()?.chars() {
                    self.push(Step::One(Box::new([(c, c)])))?;
                }
            }
            HirKind::Class(Class::Unicode(class)) => {
                self.push(Step::One(class.iter().map(|r| (r.start(), r.end())).collect()))?;
            }
            HirKind::Capture(capture) if capture.name.as_deref() == Some("n") => {
                self.push(Step::Begin)?;
                self.add(&capture.sub)?;
                self.push(Step::End)?;
            }
            HirKind::Capture(capture) => self.add(&capture.sub)?,
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.add(part))?,
            HirKind::Alternation(parts) => {
                let (last, rest) = parts.split_last()?;
                let mut ends = Vec::new();
                for part in rest {
                    let either = self.push(Step::Either(0))?;
                    self.add(part)?;
                    ends.push(self.push(Step::Go(0))?);
                    self.steps[either] = Step::Either(self.steps.len());
                }
                self.add(last)?;
                for end in ends {
                    self.steps[end] = Step::Go(self.steps.len());
                }
            }
            HirKind::Repetition(r) if r.greedy && r.sub.properties().minimum_len() > Some(0) => {
                (0..r.min).try_for_each(|_| self.add(&r.sub))?;
                let Some(most) = r.max else {
                    let either = self.push(Step::Either(0))?;
                    self.add(&r.sub)?;
                    self.push(Step::Go(either))?;
                    self.steps[either] = Step::Either(self.steps.len());
                    return Some(());
                };
                let mut eithers = Vec::new();
                for _ in r.min..most {
                    eithers.push(self.push(Step::Either(0))?);
                    self.add(&r.sub)?;
                }
                for either in eithers {
                    self.steps[either] = Step::Either(self.steps.len());
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// What the pattern matches at the beginning of `text`, which is short.
    pub(super) fn matched(&self, text: &str) -> Option<Matched> {
        #[cfg(test)]
        super::work::add(text.len());
        self.run(text, 0, 0, (None, None))
    }

    /// Goes on from `step` at `at`, with the ends of the group n so far.
    fn run(
        &self,
        text: &str,
        mut step: usize,
        mut at: usize,
        mut n: (Option<usize>, Option<usize>),
    ) -> Option<Matched> {
        loop {
            match &self.steps[step] {
                Step::One(ranges) => {
                    let c = text[at..].chars().next()?;
                    let range = ranges.iter().find(|(_, last)| c <= *last)?;
                    if c < range.0 {
                        return None;
                    }
                    at += c.len_utf8();
                }
                Step::Either(other) => match self.run(text, step + 1, at, n) {
                    None => {
                        step = *other;
                        continue;
                    }
                    found => return found,
                },
                Step::Go(to) => {
                    step = *to;
                    continue;
                }
                Step::Begin => n.0 = Some(at),
                Step::End => n.1 = Some(at),
                Step::Done => return Some(Matched { end: at, n: n.0.zip(n.1).map(|(a, b)| a..b) }),
            }
            step += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    const PATTERNS: [&str; 6] = [
        r"^(?:第[\s\u{3000}]*(?P<n>(?:[一二三十]{1,5})|\d{1,3})[\s\u{3000}]*章[:、]?)",
        r"^(?:(?P<n>十[一二]|[一二十])(?:是|要))",
        r"^(?:\d{1,2}\.(?P<n>\d{1,2})[\s、])",
        r"^(?:(?P<n>)##\s)",
        r"^(?:(?:(?P<n>[一二])、)?[(（](?P<m>[一-三]+)[)）]{2,3})",
        r"^(?:十|十一|(?P<n>十一二))二?",
    ];

    proptest! {
        #[test]
        fn it_matches_what_the_regex_crate_does(text in "[第章是要一二三十12.:、（）()# \u{3000}]{0,9}") {
            for pattern in PATTERNS {
                let got = Prefix::new(pattern).unwrap().matched(&text);
                let want = Regex::new(pattern).unwrap().captures(&text).map(|c| Matched {
                    end: c.get(0).unwrap().end(),
                    n: c.name("n").map(|m| m.range()),
                });
                prop_assert_eq!(got, want, "{} on {}", pattern, text);
            }
        }
    }

    #[test]
    fn what_it_does_not_know_it_does_not_run() {
        for pattern in ["甲", "^甲+?", "^(?:甲*)*", "^甲$", r"^甲\b乙", "^(?:甲乙丙丁){200}"] {
            assert!(Prefix::new(pattern).is_none(), "{pattern}");
        }
    }
}

//! Words torn apart inside a line: `努力促。 进发展`.
//!
//! Where a page had key words as links, some scrapers leave a full stop and a space in the middle of a word. Nothing in
//! the two characters tells this from the end of a sentence, so the page has to: a page that sets no space between
//! sentences, at [`HABIT`] of them and more, has no reason to set one here. Such a place is mended where
//! - the characters around the break make a word that the page has elsewhere (`促进`), while the two before the break
//!   (`力促`) stand nowhere else; or
//! - what stands between the last comma and the break is too short for a clause (`，使用。 定…`), and the two
//!   characters behind it stand nowhere else;
//!
//! and where what follows opens no sentence (`二是`, `第二，`). A page has few such places or it has a habit, so the work
//! is a few searches through the page.

use super::{is_clause_mark, is_han};
use crate::offsets::{Edit, EditKind};
use crate::span::{Normal, Span};
use memchr::memmem;

/// The break.
const BREAK: &str = "。 ";
/// So many ends of sentences without a space stand against each break.
const HABIT: usize = 20;
/// More breaks than this are a habit of the page.
const MOST: usize = 12;
/// The longest rest of a clause that is none.
const REST: usize = 2;

/// Adds the edits that mend torn words; `opens` tells whether a text opens a sentence.
pub(super) fn edits(text: &str, opens: impl Fn(&str) -> bool, edits: &mut Vec<Edit<Normal>>) {
    let breaks = memmem::find_iter(text.as_bytes(), BREAK);
    let places: Vec<Place> = breaks.filter_map(|at| Place::of(text, at)).take(MOST + 1).collect();
    if places.is_empty() || places.len() > MOST {
        return;
    }
    let plain = |at: &usize| text[at + '。'.len_utf8()..].starts_with(|c| is_han(c) || c == '“');
    let habit = memmem::find_iter(text.as_bytes(), "。").filter(plain).take(HABIT * places.len()).count();
    if habit < HABIT * places.len() {
        return;
    }
    // How often a pair stands on the page, as far as two.
    let times = |pair: [char; 2]| {
        let pair = String::from_iter(pair);
        memmem::find_iter(text.as_bytes(), &pair).take(2).count()
    };
    for place in places {
        let [before, left, right, after] = place.around;
        let word = times([left, right]) >= 1 && times([before, left]) <= 1;
        let rest = place.rest <= REST && times([right, after]) <= 1;
        if (word || rest) && !opens(&text[place.at + BREAK.len()..]) {
            let span = Span::new(place.at, place.at + BREAK.len());
            edits.push(Edit::new(span, "", EditKind::Space));
        }
    }
}

/// A full stop and one space between Chinese characters.
struct Place {
    at: usize,
    /// Two characters on either side.
    around: [char; 4],
    /// Characters of the clause that the full stop ends.
    rest: usize,
}

impl Place {
    fn of(text: &str, at: usize) -> Option<Self> {
        let mut before = text[..at].chars().rev();
        let mut behind = text[at + BREAK.len()..].chars();
        let (left, right) = (before.next()?, behind.next()?);
        let around = [before.next()?, left, right, behind.next()?];
        let rest = text[..at].chars().rev().take(REST + 1).take_while(|&c| is_han(c)).count();
        let opened = text[..at].chars().rev().nth(rest).is_some_and(|c| is_clause_mark(c) && c != '。');
        let rest = if opened { rest } else { usize::MAX };
        (is_han(left) && is_han(right)).then_some(Self { at, around, rest })
    }
}

#[cfg(test)]
mod tests {
    use crate::normalise::join::Lines;
    use crate::offsets::Normalised;

    /// A page of sentences without spaces between them, and `text`.
    fn mend(text: &str) -> String {
        let page = "我们要促进就业，稳定增长。各镇抓紧春耕，备足种子。".repeat(24);
        let whole = format!("{page}\n{text}");
        let mut normal = Normalised::identity(&whole);
        normal.then(Lines::load().unwrap().edits(&whole));
        normal.text()[page.len() + 1..].to_owned()
    }

    #[test]
    fn torn_words_are_mended() {
        assert_eq!(mend("营造促。 进农业生产的气氛，好。"), "营造促进农业生产的气氛，好。");
        assert_eq!(mend("做好图书工作，保障。 购新书二百册，好。"), "做好图书工作，保障购新书二百册，好。");
    }

    #[test]
    fn sentences_stay_apart() {
        for text in [
            "全镇备足种子。 我们抓紧春耕。",
            "做好图书工作，落实。 二是购新书，好。",
            "做好图书工作，落实。 第二，购新书，好。",
            "全面完成收购任务。 购新书二百册，好。",
            "备足种子。  促进就业。",
        ] {
            assert_eq!(mend(text), text);
        }
        // A page that sets spaces between its sentences.
        let page = "营造促。 进农业生产的气氛。 促进就业。 我们要抓紧。".repeat(9);
        assert!(Lines::load().unwrap().edits(&page).is_empty());
    }
}

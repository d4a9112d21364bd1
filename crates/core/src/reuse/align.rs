//! Alignment of two folded texts: seed, extend, chain.
//!
//! A seed is a place where both texts hold the same run. From there the match is followed both ways. Where it
//! breaks off, the nearest place where it goes on is looked for, nearest first, so that a swapped name, an added
//! word or a mask is stepped over; matched signs score 1, stepped-over ones −1 (a mask that is stepped over costs
//! 1 whatever it hides), and the walk ends where the score has dropped [`DROP`] below its best, which is where the
//! passage ends (the X-drop rule of BLAST). Colinear passages with a small hole between them, such as an
//! inserted sentence, are joined.
//!
//! The walk is linear in the matched text; a break costs at most [`REACH`]² comparisons of single signs.

use super::fold::{FIGURE, NAME};

/// Shortest exact run that starts a passage.
pub(crate) const RUN: usize = 10;
/// Longest stretch that the walk steps over, in signs.
const REACH: usize = 24;
/// How far the score may drop below its best.
const DROP: i64 = 30;
/// A hole between two passages may be this long at most, and a quarter of what they hold together.
const HOLE: usize = 400;
/// Most passages kept of one pair of texts: only periodic texts come near.
const MOST: usize = 512;

/// Signs `a..a+len` equal signs `b..b+len`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) len: u32,
}

/// A passage of two texts: matches in ascending order on both sides; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Aligned {
    pub(crate) matches: Vec<Match>,
}

impl Aligned {
    /// The passage in the first text.
    pub(crate) fn a(&self) -> (u32, u32) {
        let (first, last) = self.ends();
        (first.a, last.a + last.len)
    }

    /// The passage in the second text.
    pub(crate) fn b(&self) -> (u32, u32) {
        let (first, last) = self.ends();
        (first.b, last.b + last.len)
    }

    /// Matched signs.
    pub(crate) fn matched(&self) -> u32 {
        self.matches.iter().map(|m| m.len).sum()
    }

    /// Matched share of the longer side.
    pub(crate) fn similarity(&self) -> f64 {
        let len = |(s, e): (u32, u32)| e - s;
        f64::from(self.matched()) / f64::from(len(self.a()).max(len(self.b())).max(1))
    }

    fn ends(&self) -> (Match, Match) {
        let none = Match { a: 0, b: 0, len: 0 };
        (self.matches.first().copied().unwrap_or(none), self.matches.last().copied().unwrap_or(none))
    }

    fn covers(&self, p: u32, q: u32) -> bool {
        let (a, b) = (self.a(), self.b());
        a.0 <= p && p < a.1 && b.0 <= q && q < b.1
    }
}

/// What is ahead of a place, forwards or backwards.
#[derive(Clone, Copy)]
struct Ahead<'t> {
    codes: &'t [u16],
    back: bool,
}

impl Ahead<'_> {
    fn get(self, n: usize) -> Option<u16> {
        if self.back {
            self.codes.len().checked_sub(n + 1).map(|i| self.codes[i])
        } else {
            self.codes.get(n).copied()
        }
    }

    fn len(self) -> usize {
        self.codes.len()
    }

    /// What a gap of `n` signs from `at` costs: a mask costs one, whatever it hides on the other side.
    fn masked(self, at: usize, n: usize) -> bool {
        n > 0 && n <= 2 && (at..at + n).all(|i| matches!(self.get(i), Some(NAME | FIGURE)))
    }
}

/// How many signs agree from `i` and `j` on, at most `most`.
fn agree(a: Ahead<'_>, b: Ahead<'_>, i: usize, j: usize, most: usize) -> usize {
    let room = most.min(a.len().saturating_sub(i)).min(b.len().saturating_sub(j));
    (0..room).take_while(|&n| a.get(i + n) == b.get(j + n)).count()
}

/// The nearest place where the match goes on after a break at `i`, `j`: signs to step over in each.
fn resume(a: Ahead<'_>, b: Ahead<'_>, i: usize, j: usize) -> Option<(usize, usize)> {
    for reach in 1..=REACH {
        let need = match reach {
            1 | 2 => 3,
            3..=8 => 4,
            _ => 6,
        };
        let here = |di: usize, dj: usize| {
            a.get(i + di) == b.get(j + dj) && agree(a, b, i + di, j + dj, need) == need
        };
        if here(reach, reach) {
            return Some((reach, reach));
        }
        for less in (0..reach).rev() {
            if here(reach, less) {
                return Some((reach, less));
            }
            if here(less, reach) {
                return Some((less, reach));
            }
        }
    }
    None
}

/// Follows a match from the place that both views start at; offsets count from there.
fn walk(a: Ahead<'_>, b: Ahead<'_>) -> Vec<Match> {
    let (mut i, mut j, mut score) = (0usize, 0usize, 0i64);
    let (mut best, mut kept) = (0i64, 0usize);
    let mut matches = Vec::new();
    loop {
        let run = agree(a, b, i, j, usize::MAX);
        if run > 0 {
            matches.push(Match { a: i as u32, b: j as u32, len: run as u32 });
            score += run as i64;
            (i, j) = (i + run, j + run);
            if score > best {
                (best, kept) = (score, matches.len());
            }
        }
        let Some((di, dj)) = resume(a, b, i, j) else { break };
        let masked = (a.masked(i, di) && dj <= 8) || (b.masked(j, dj) && di <= 8);
        score -= if masked { 1 } else { di.max(dj) as i64 };
        if score + DROP < best {
            break;
        }
        (i, j) = (i + di, j + dj);
    }
    matches.truncate(kept);
    matches
}

/// Where two texts are looked at: each a range of codes, the same codes for a text against itself.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'t> {
    pub(crate) a: &'t [u16],
    pub(crate) b: &'t [u16],
    /// Whether both are one text: a passage then never overlaps its own copy.
    pub(crate) same: bool,
}

impl Texts<'_> {
    /// The passages that grow from `seeds` (places of equal runs, sorted), joined where only a hole parts them.
    pub(crate) fn passages(self, seeds: &[(u32, u32)]) -> Vec<Aligned> {
        let mut found: Vec<Aligned> = Vec::new();
        for &(p, q) in seeds {
            // The last passages are the likeliest to hold the next seed.
            if found.len() >= MOST || found.iter().rev().any(|f| f.covers(p, q)) {
                continue;
            }
            if let Some(aligned) = self.extend(p as usize, q as usize) {
                found.push(aligned);
            }
        }
        join(found, self.same)
    }

    /// The passage around one seed, where the exact run there is long enough.
    fn extend(self, p: usize, q: usize) -> Option<Aligned> {
        let (a_end, b_start) = if self.same { (q.min(self.a.len()), p) } else { (self.a.len(), 0) };
        let ahead = |codes, back| Ahead { codes, back };
        let (fa, fb) = (ahead(&self.a[p..a_end], false), ahead(&self.b[q..], false));
        let (ba, bb) = (ahead(&self.a[..p], true), ahead(&self.b[b_start..q], true));
        if agree(fa, fb, 0, 0, RUN) + agree(ba, bb, 0, 0, RUN) < RUN {
            return None;
        }
        let mut matches: Vec<Match> = walk(ba, bb)
            .into_iter()
            .rev()
            .map(|m| Match { a: p as u32 - m.a - m.len, b: q as u32 - m.b - m.len, len: m.len })
            .collect();
        for m in walk(fa, fb) {
            let m = Match { a: p as u32 + m.a, b: q as u32 + m.b, len: m.len };
            match matches.last_mut() {
                Some(last) if last.a + last.len == m.a && last.b + last.len == m.b => last.len += m.len,
                _ => matches.push(m),
            }
        }
        if self.same {
            apart(&mut matches);
        }
        (!matches.is_empty()).then_some(Aligned { matches })
    }
}

/// Cuts a passage of one text with itself so that its two sides do not overlap: the second side begins where the
/// first ends.
fn apart(matches: &mut Vec<Match>) {
    let Some(end) = matches.last().map(|m| m.a + m.len) else { return };
    matches.retain_mut(|m| {
        let cut = end.saturating_sub(m.b).min(m.len);
        (m.a, m.b, m.len) = (m.a + cut, m.b + cut, m.len - cut);
        m.len > 0
    });
}

/// Joins passages that follow each other on both sides with a hole that is small beside them; drops those that
/// lie inside another.
fn join(mut found: Vec<Aligned>, same: bool) -> Vec<Aligned> {
    found.sort_by_key(|f| (f.a(), f.b()));
    let mut joined: Vec<Aligned> = Vec::new();
    for next in found {
        let (na, nb) = (next.a(), next.b());
        // Only the last few can be near: passages are sorted by their first side.
        let near = joined.iter_mut().rev().take(8).find_map(|last| {
            let (la, lb) = (last.a(), last.b());
            if la.0 <= na.0 && na.1 <= la.1 && lb.0 <= nb.0 && nb.1 <= lb.1 {
                return Some((last, true));
            }
            if same && na.1 > lb.0 {
                return None; // joined, the passage would overlap its own copy
            }
            let hole = (na.0.checked_sub(la.1)?).max(nb.0.checked_sub(lb.1)?) as usize;
            let held = (last.matched() + next.matched()) as usize;
            (hole <= HOLE.min(held / 4)).then_some((last, false))
        });
        match near {
            Some((_, true)) => {}
            Some((last, false)) => last.matches.extend(next.matches),
            None => joined.push(next),
        }
    }
    joined
}

/// A longest common subsequence of two short texts, as matches. Common ends are taken off first; of the rest the
/// table has at most `TABLE`² cells, longer middles are left unmatched.
pub(crate) fn diff(a: &[u16], b: &[u16]) -> Vec<Match> {
    const TABLE: usize = 600;
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[head..], &b[head..]);
    let tail = x.iter().rev().zip(y.iter().rev()).take_while(|(x, y)| x == y).count();
    let (x, y) = (&x[..x.len() - tail], &y[..y.len() - tail]);
    let mut matches = Vec::new();
    let mut push = |a: usize, b: usize, len: usize| {
        let m = Match { a: a as u32, b: b as u32, len: len as u32 };
        match matches.last_mut() {
            _ if len == 0 => {}
            Some(Match { a, b, len }) if *a + *len == m.a && *b + *len == m.b => *len += m.len,
            _ => matches.push(m),
        }
    };
    push(0, 0, head);
    if x.len() <= TABLE && y.len() <= TABLE && !x.is_empty() && !y.is_empty() {
        let wide = y.len() + 1;
        let mut table = vec![0u16; (x.len() + 1) * wide];
        for i in (0..x.len()).rev() {
            for j in (0..y.len()).rev() {
                table[i * wide + j] = if x[i] == y[j] {
                    table[(i + 1) * wide + j + 1] + 1
                } else {
                    table[(i + 1) * wide + j].max(table[i * wide + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < x.len() && j < y.len() {
            if x[i] == y[j] {
                push(head + i, head + j, 1);
                (i, j) = (i + 1, j + 1);
            } else if table[(i + 1) * wide + j] >= table[i * wide + j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
    }
    push(a.len() - tail, b.len() - tail, tail);
    matches
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    /// All places where both texts hold the same `k` signs.
    fn seeds(a: &[u16], b: &[u16], k: usize, same: bool) -> Vec<(u32, u32)> {
        let mut seeds = Vec::new();
        for (p, x) in a.windows(k).enumerate() {
            for (q, y) in b.windows(k).enumerate() {
                if x == y && (!same || q > p) {
                    seeds.push((p as u32, q as u32));
                }
            }
        }
        seeds
    }

    fn passages(a: &str, b: &str) -> Vec<(String, String)> {
        let (x, y) = (codes(a), codes(b));
        let same = a == b;
        let found = Texts { a: &x, b: &y, same }.passages(&seeds(&x, &y, 8, same));
        let cut = |c: &[u16], (s, e): (u32, u32)| String::from_utf16(&c[s as usize..e as usize]).unwrap();
        found.iter().map(|f| (cut(&x, f.a()), cut(&y, f.b()))).collect()
    }

    #[test]
    fn passages_step_over_small_differences() {
        let a = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜";
        for (what, b) in [
            ("the same", a.to_owned()),
            ("a swap", a.replace("辰宿列张", "虎豹熊罴")),
            ("an insertion", a.replace("寒来", "所以说寒来")),
            ("a deletion", a.replace("寒来暑往", "")),
            ("a mask for more signs", a.replace("寒来暑往", "□")),
        ] {
            let found = passages(&format!("前文甲乙丙{a}后文丁戊己"), &format!("别的什么{b}完全不同"));
            assert_eq!(found, [(a.to_owned(), b)], "{what}");
        }
    }

    #[test]
    fn unlike_texts_have_none() {
        assert!(passages("天地玄黄宇宙洪荒日月盈昃", "辰宿列张寒来暑往秋收冬藏").is_empty());
        assert!(passages("", "").is_empty());
        assert!(passages("天地玄黄宇宙洪荒", "天地玄黄宇宙洪荒").is_empty(), "too short to start one");
    }

    #[test]
    fn an_inserted_sentence_does_not_part_a_passage() {
        let side = |seed: u16, n: u16| (0..n).map(|i| 0x4e00 + seed + i * 7).collect::<Vec<_>>();
        let (x, y) = (side(0, 200), side(3, 200));
        let a = [x.clone(), y.clone()].concat();
        let b = [x, side(5, 60), y].concat();
        let found = Texts { a: &a, b: &b, same: false }.passages(&seeds(&a, &b, 8, false));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].a(), found[0].b(), found[0].matched()), ((0, 400), (0, 460), 400));
    }

    #[test]
    fn a_text_repeated_in_itself_does_not_overlap_its_copy() {
        let part = "天地玄黄宇宙洪荒日月盈昃";
        let text = format!("{part}{part}");
        assert_eq!(passages(&text, &text), [(part.to_owned(), part.to_owned())]);
        let x = codes(&"天地玄".repeat(40));
        for f in (Texts { a: &x, b: &x, same: true }).passages(&seeds(&x, &x, 8, true)) {
            assert!(f.a().1 <= f.b().0, "{f:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_matched_is_equal_and_in_order(a in "[甲乙丙丁]{0,60}", b in "[甲乙丙丁□]{0,60}", same in any::<bool>()) {
            let x = codes(&a);
            let y = if same { x.clone() } else { codes(&b) };
            for f in (Texts { a: &x, b: &y, same }).passages(&seeds(&x, &y, 5, same)) {
                let (mut i, mut j) = (0, 0);
                for m in &f.matches {
                    prop_assert!(m.a >= i && m.b >= j && m.len > 0);
                    (i, j) = (m.a + m.len, m.b + m.len);
                    prop_assert_eq!(&x[m.a as usize..i as usize], &y[m.b as usize..j as usize]);
                }
                prop_assert!(!same || f.a().1 <= f.b().0);
            }
            let (mut i, mut j) = (0, 0);
            for m in diff(&x, &y) {
                prop_assert!(m.a >= i && m.b >= j && m.len > 0);
                (i, j) = (m.a + m.len, m.b + m.len);
                prop_assert_eq!(&x[m.a as usize..i as usize], &y[m.b as usize..j as usize]);
            }
        }
    }
}

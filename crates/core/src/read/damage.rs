//! Where bytes could not be decoded.

use crate::span::Span;
use crate::text::Malformed;
use std::ops::Range;

/// Places that are told apart. Beyond, every two neighbours are described as one: garbage of any length costs
/// some megabytes at most.
const MOST: usize = 1 << 16;

/// The places so far, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Damage {
    places: Vec<Malformed>,
    /// Malformed sequences in all.
    total: u32,
}

impl Damage {
    /// One malformed sequence, which stands in the text at `at`.
    pub(super) fn push(&mut self, at: Range<usize>, bytes: Range<u64>) {
        self.add(Malformed { at: Some(Span::new(at.start, at.end)), bytes, sequences: 1 });
    }

    fn add(&mut self, place: Malformed) {
        self.total += place.sequences;
        match self.places.last_mut() {
            Some(last) if last.bytes.end == place.bytes.start && touch(last, &place) => join(last, &place),
            _ => self.places.push(place),
        }
        if self.places.len() >= 2 * MOST {
            let mut halved = Vec::with_capacity(2 * MOST);
            for pair in self.places.chunks(2) {
                let mut first = pair[0].clone();
                pair[1..].iter().for_each(|second| join(&mut first, second));
                halved.push(first);
            }
            self.places = halved;
        }
    }

    /// The places of a text that is put behind `offset` bytes of another.
    pub(super) fn append(&mut self, other: &Self, offset: usize) {
        for place in &other.places {
            let at = place.at.map(|at| Span::new(at.start() + offset, at.end() + offset));
            self.add(Malformed { at, ..place.clone() });
        }
    }

    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.total = 0;
    }

    pub(super) fn total(&self) -> u32 {
        self.total
    }

    pub(super) fn into_places(self) -> Vec<Malformed> {
        self.places
    }
}

/// Whether nothing stands between the two in the text.
fn touch(a: &Malformed, b: &Malformed) -> bool {
    matches!((a.at, b.at), (Some(a), Some(b)) if a.end() == b.start())
}

fn join(into: &mut Malformed, next: &Malformed) {
    into.at = match (into.at, next.at) {
        (Some(a), Some(b)) => Some(Span::new(a.start(), b.end())),
        (a, b) => a.or(b),
    };
    into.bytes.end = next.bytes.end;
    into.sequences += next.sequences;
}

/// Moves places along when lines of the text are replaced: what stood in such a line stands for all of it.
pub(super) fn follow(places: &mut [Malformed], lines: &[(Range<usize>, Range<usize>)]) {
    let mut next = 0;
    for place in places {
        let Some(at) = place.at else { continue };
        while lines.get(next).is_some_and(|(old, _)| old.end <= at.start()) {
            next += 1;
        }
        // Behind the last line that ends before it, all has moved as that line's end has.
        let (old, new) = next.checked_sub(1).map_or((0, 0), |i| (lines[i].0.end, lines[i].1.end));
        let (mut start, mut end) = (at.start() - old + new, at.end());
        let mut last = (old, new);
        for (old, new) in lines[next..].iter().take_while(|(old, _)| old.start < at.end()) {
            if old.start <= at.start() {
                start = new.start;
            }
            last = (old.end, new.end);
        }
        end = if last.0 > at.start() && last.0 >= end { last.1 } else { end - last.0 + last.1 };
        place.at = Some(Span::new(start, end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_one_place() {
        let mut damage = Damage::default();
        damage.push(0..3, 0..1);
        damage.push(3..6, 1..3);
        damage.push(7..10, 4..5);
        assert_eq!(damage.total(), 3);
        let places = damage.into_places();
        assert_eq!(places.len(), 2);
        assert_eq!(
            (places[0].at, places[0].bytes.clone(), places[0].sequences),
            (Some(Span::new(0, 6)), 0..3, 2)
        );
    }

    #[test]
    fn places_follow_the_lines() {
        let mut damage = Damage::default();
        for start in [0, 10, 25, 40] {
            damage.push(start..start + 3, start as u64..start as u64 + 1);
        }
        let mut places = damage.into_places();
        follow(&mut places, &[(8..20, 8..14), (24..30, 18..40)]);
        let at: Vec<_> = places.iter().filter_map(|p| p.at).collect();
        assert_eq!(at, [Span::new(0, 3), Span::new(8, 14), Span::new(18, 40), Span::new(50, 53)]);
    }

    #[test]
    fn garbage_is_described_coarsely_and_completely() {
        let mut damage = Damage::default();
        let all = 5 * MOST;
        for i in 0..all {
            damage.push(4 * i..4 * i + 3, 2 * i as u64..2 * i as u64 + 1);
        }
        let places = damage.into_places();
        assert!(places.len() < 2 * MOST);
        assert_eq!(places.iter().map(|p| p.sequences as usize).sum::<usize>(), all);
        assert!(places.windows(2).all(|w| w[0].bytes.end <= w[1].bytes.start));
        assert_eq!(places.last().map(|p| p.bytes.end), Some(2 * all as u64 - 1));
    }
}

//! Word lists with longest match, forwards and backwards.

use super::text::View;

/// Words with what they mean, grouped by the character that a look-up begins with.
#[derive(Debug)]
pub(super) struct Words<T> {
    /// (first or last character, first row, row behind the last), sorted.
    heads: Vec<(char, usize, usize)>,
    /// Longest first within a head.
    rows: Vec<(Box<str>, T)>,
}

impl<T> Words<T> {
    /// Words that are looked up where they begin.
    pub(super) fn forward(rows: Vec<(Box<str>, T)>) -> Self {
        Self::new(rows, |w| w.chars().next())
    }

    /// Words that are looked up where they end.
    pub(super) fn backward(rows: Vec<(Box<str>, T)>) -> Self {
        Self::new(rows, |w| w.chars().next_back())
    }

    fn new(mut rows: Vec<(Box<str>, T)>, head: impl Fn(&str) -> Option<char>) -> Self {
        rows.retain(|(w, _)| !w.is_empty());
        rows.sort_by(|(a, _), (b, _)| head(a).cmp(&head(b)).then(b.len().cmp(&a.len())).then(a.cmp(b)));
        let mut heads: Vec<(char, usize, usize)> = Vec::new();
        for (i, (w, _)) in rows.iter().enumerate() {
            let Some(c) = head(w) else { continue };
            match heads.last_mut() {
                Some(h) if h.0 == c => h.2 = i + 1,
                _ => heads.push((c, i, i + 1)),
            }
        }
        Self { heads, rows }
    }

    /// How many words there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The characters that look-ups begin with.
    pub(super) fn heads(&self) -> impl Iterator<Item = char> + '_ {
        self.heads.iter().map(|h| h.0)
    }

    fn under(&self, c: char) -> &[(Box<str>, T)] {
        match self.heads.binary_search_by_key(&c, |h| h.0) {
            Ok(i) => &self.rows[self.heads[i].1..self.heads[i].2],
            Err(_) => &[],
        }
    }

    /// The longest word at `at` that `ok` accepts (given its meaning and its end), and its end.
    pub(super) fn at(
        &self,
        view: &View<'_>,
        at: usize,
        ok: impl Fn(&T, usize) -> bool,
    ) -> Option<(&T, usize)> {
        let c = view.at(at)?;
        self.under(c).iter().find_map(|(w, t)| {
            let end = view.word(at, w)?;
            ok(t, end).then_some((t, end))
        })
    }

    /// The longest word that ends at `at` and that `ok` accepts (given its meaning and its start), and its start.
    pub(super) fn back(
        &self,
        view: &View<'_>,
        at: usize,
        ok: impl Fn(&T, usize) -> bool,
    ) -> Option<(&T, usize)> {
        let c = view.before(at)?;
        self.under(c).iter().find_map(|(w, t)| {
            let start = view.word_back(at, w)?;
            ok(t, start).then_some((t, start))
        })
    }
}

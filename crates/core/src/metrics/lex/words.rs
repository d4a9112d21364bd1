//! Word lists with longest match, forwards and backwards.

use super::text::View;
use crate::metrics::trie::{Trie, sorted};

/// Words with what they mean, walked character by character from the end that a look-up begins with.
#[derive(Debug)]
pub(super) struct Words<T> {
    trie: Trie,
    rows: Vec<(Box<str>, T)>,
}

impl<T> Words<T> {
    /// Words that are looked up where they begin.
    pub(super) fn forward(rows: Vec<(Box<str>, T)>) -> Self {
        Self::new(rows, false)
    }

    /// Words that are looked up where they end.
    pub(super) fn backward(rows: Vec<(Box<str>, T)>) -> Self {
        Self::new(rows, true)
    }

    fn new(mut rows: Vec<(Box<str>, T)>, backward: bool) -> Self {
        rows.retain(|(w, _)| !w.is_empty());
        let trie = Trie::new(&sorted(&mut rows, backward));
        Self { trie, rows }
    }

    /// How many words there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The words with what they mean.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, &T)> {
        self.rows.iter().map(|(w, t)| (&**w, t))
    }

    /// Whether a word begins (backwards: ends) with the character.
    pub(super) fn open_with(&self, c: char) -> bool {
        self.trie.begin(c).is_some()
    }

    /// The longest word at `at` that `ok` accepts (given its meaning and its end), and its end.
    pub(super) fn at(
        &self,
        view: &View<'_>,
        at: usize,
        ok: impl Fn(&T, usize) -> bool,
    ) -> Option<(&T, usize)> {
        let (c, end) = view.next(at)?;
        self.walk(self.trie.begin(c)?, end, &|at| view.next(at), &ok)
    }

    /// The longest word that ends at `at` and that `ok` accepts (given its meaning and its start), and its start.
    pub(super) fn back(
        &self,
        view: &View<'_>,
        at: usize,
        ok: impl Fn(&T, usize) -> bool,
    ) -> Option<(&T, usize)> {
        let (c, start) = view.back(at)?;
        self.walk(self.trie.begin(c)?, start, &|at| view.back(at), &ok)
    }

    /// The longest accepted word of those that go on from `node`, the rest of them standing from `at` on.
    fn walk(
        &self,
        node: u32,
        at: usize,
        step: &impl Fn(usize) -> Option<(char, usize)>,
        ok: &impl Fn(&T, usize) -> bool,
    ) -> Option<(&T, usize)> {
        let deeper = step(at)
            .and_then(|(c, next)| Some((self.trie.child(node, c)?, next)))
            .and_then(|(child, next)| self.walk(child, next, step, ok));
        deeper.or_else(|| {
            let ends = &self.rows[self.trie.rows(node)];
            ends.iter().map(|(_, t)| t).find(|t| ok(t, at)).map(|t| (t, at))
        })
    }
}

//! Disjoint sets.

/// Disjoint sets with path halving; the least member is the root, so results do not depend on the order of joins.
#[derive(Debug)]
pub(crate) struct Sets(Vec<u32>);

impl Sets {
    pub(crate) fn new(n: usize) -> Self {
        Self((0..n as u32).collect())
    }

    pub(crate) fn find(&mut self, mut u: u32) -> u32 {
        while self.0[u as usize] != u {
            let up = self.0[self.0[u as usize] as usize];
            self.0[u as usize] = up;
            u = up;
        }
        u
    }

    pub(crate) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

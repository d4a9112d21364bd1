//! How much work the stage does on a text, for tests that it stays linear: bytes that patterns and literals were
//! tried on, and steps of loops that look back or ahead.

use std::cell::{Cell, RefCell};

thread_local! {
    static DONE: Cell<usize> = const { Cell::new(0) };
    static READ: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Notes `n` bytes or steps.
pub(super) fn add(n: usize) {
    DONE.with(|d| d.set(d.get() + n + 1));
}

/// What `f` notes.
pub(super) fn of(f: impl FnOnce()) -> usize {
    let before = DONE.with(Cell::get);
    f();
    DONE.with(Cell::get) - before
}

/// Notes a pattern that the build script did not know.
pub(super) fn read(pattern: &str) {
    READ.with_borrow_mut(|read| read.push(pattern.to_owned()));
}

/// The patterns that `f` reads.
pub(super) fn patterns_read(f: impl FnOnce()) -> Vec<String> {
    READ.take();
    f();
    READ.take()
}

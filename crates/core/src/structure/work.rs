//! How much work the stage does on a text, for tests that it stays linear: bytes that patterns and literals were
//! tried on, and steps of loops that look back or ahead.

use std::cell::Cell;

thread_local! {
    static DONE: Cell<usize> = const { Cell::new(0) };
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

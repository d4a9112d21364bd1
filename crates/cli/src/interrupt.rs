//! Ctrl-C: commands that print stop at once; one that writes a directory first removes what it has half-written.

use std::sync::atomic::{AtomicBool, Ordering};

/// The exit status of an interrupted run, as shells have it.
pub(crate) const STATUS: u8 = 130;

static CLEANING: AtomicBool = AtomicBool::new(false);
static ASKED: AtomicBool = AtomicBool::new(false);

/// Starts to listen. Where signals cannot be listened to, the system's own way of ending stays.
pub(crate) fn watch() {
    let _ = ctrlc::set_handler(|| {
        let again = ASKED.swap(true, Ordering::SeqCst);
        if again || !CLEANING.load(Ordering::SeqCst) {
            std::process::exit(i32::from(STATUS));
        }
    });
}

/// From here on an interrupt only sets the mark that [`asked`] reads; a second one ends the run all the same.
pub(crate) fn clean_up_first() {
    CLEANING.store(true, Ordering::SeqCst);
}

/// Whether an interrupt came.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

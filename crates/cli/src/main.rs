//! The gongwen command line.
fn main() {}

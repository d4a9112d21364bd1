//! gongwen beside its peers on the same texts: `cargo run --release --manifest-path benches/peers/Cargo.toml -- TABLE`, where
//! TABLE is `text`, `words`, `extract` or `reuse`.
//!
//! Contenders of one table take turns, round after round, on one thread; the fastest round of each counts, so that
//! another process on the machine disturbs all alike. Peers in Python and JavaScript run in one process a round and
//! time themselves, without their start; where an interpreter or a package is absent, a line says so.
//!
//! Texts are the pages of `corpus/`, repeated, or those of the directory that is named behind the table; `reuse` makes
//! so many documents as the number behind it says, or 10,000.

mod extract;
mod race;
mod reuse;
mod text;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let table = args.next();
    let behind = args.next();
    let documents = behind.as_deref().map_or(Ok(10_000), str::parse);
    let pages = behind
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/pages"), PathBuf::from);
    let result = match table.as_deref() {
        Some("text") => text::run(&pages),
        Some("words") => words::run(&pages),
        Some("extract") => extract::run(&pages),
        Some("reuse") => documents.map_err(Into::into).and_then(reuse::run),
        _ => Err("usage: gongwen-peers text|words|extract [DIRECTORY] | reuse [DOCUMENTS]".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::from(2)
        }
    }
}

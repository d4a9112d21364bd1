//! Compiles the annotated sources of the corpus: `gold-compile` checks that the committed files are what the
//! sources make, `gold-compile --write` renews them, `gold-compile --lint NAME…` lists the number-like places
//! of sources that no annotation speaks of.

use gongwen_tests::gold;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let result = match args.next().as_deref() {
        None => gold::check(),
        Some("--write") => gold::write(),
        Some("--lint") => gold::lint(&args.collect::<Vec<_>>()),
        Some(other) => Err(format!("unknown argument {other}")),
    };
    match result {
        Ok(report) => {
            print!("{report}");
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}

//! The `gongwen` command line: reads arguments, files and threads; the library does the work.

mod args;
mod commands;
mod input;
mod interrupt;
mod learn;
mod output;
mod run;

use clap::Parser;
use run::Stop;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    interrupt::watch();
    match commands::run(cli.command) {
        Ok(code) => code,
        Err(Stop::ClosedPipe) => ExitCode::SUCCESS,
        Err(Stop::Interrupted) => ExitCode::from(interrupt::STATUS),
        Err(Stop::Fatal(message)) => {
            eprintln!("gongwen: {message}");
            ExitCode::from(2)
        }
    }
}

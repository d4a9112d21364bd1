//! One function a command.

mod compare;
mod eval;
mod index;
mod mine;
mod panel;
mod records;
mod rules;
mod texts;
mod unmask;
mod words;

use crate::args::Command;
use crate::run::Stop;
use std::process::ExitCode;

/// Runs a command; the exit status says how it went.
pub(crate) fn run(command: Command) -> Result<ExitCode, Stop> {
    match command {
        Command::Mine(args) => mine::mine(&args),
        Command::Decode(args) => texts::decode(&args),
        Command::Normalise(args) => texts::normalise(&args),
        Command::Clean(args) => texts::clean(&args),
        Command::Segment(args) => texts::segment(&args),
        Command::Keywords(args) => words::keywords(&args),
        Command::Frequencies(args) => words::frequencies(&args),
        Command::Shares(args) => words::shares(&args),
        Command::Collocations(args) => words::collocations(&args),
        Command::NewWords(args) => words::new_words(&args),
        Command::Masks(args) => records::masks(&args),
        Command::Split(args) => records::split(&args),
        Command::Extract(args) => records::extract(&args),
        Command::Parse(args) => records::parse(&args),
        Command::Dedup(args) => compare::dedup(&args),
        Command::Reuse(args) => compare::reuse(&args),
        Command::Boilerplate(args) => compare::boilerplate(&args),
        Command::Panel(args) => panel::panel(&args),
        Command::Rules(args) => rules::rules(&args),
        Command::Unmask(args) => unmask::unmask(&args),
        Command::Index(command) => index::index(&command),
        Command::Eval(args) => eval::eval(&args),
    }
}

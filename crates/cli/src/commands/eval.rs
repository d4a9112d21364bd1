//! `eval`: scores records against gold.

use crate::args;
use crate::output::write_file;
use crate::run::Stop;
use gongwen_report::eval::{self, Record};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn eval(args: &args::Eval) -> Result<ExitCode, Stop> {
    let gold = load(&args.gold)?;
    let predicted = load(&args.pred)?;
    let nonmetrics = args.nonmetrics.as_deref().map(load).transpose()?;
    let score = eval::score(&gold, &predicted, nonmetrics.as_deref());
    print!("{}", score.table());
    if let Some(path) = &args.json {
        write_file(path, format!("{:#}\n", score.to_json()).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn load(path: &Path) -> Result<Vec<Record>, Stop> {
    let fail = |e: &dyn std::fmt::Display| Stop::Fatal(format!("{}: {e}", path.display()));
    let file = File::open(path).map_err(|e| fail(&e))?;
    eval::read_records(BufReader::new(file)).map_err(|e| fail(&e))
}

//! `unmask`: blanked-out places filled from copies that show them.

use super::compare::compare;
use crate::args;
use crate::output::Out;
use crate::run::Stop;
use gongwen::ReuseConfig;
use gongwen_report::UnmaskRecord;
use std::process::ExitCode;

pub(crate) fn unmask(args: &args::Unmask) -> Result<ExitCode, Stop> {
    let config = ReuseConfig { memory: args.memory.memory, ..ReuseConfig::default() };
    let mut out = Out::open::<UnmaskRecord<'_>>(&args.io.output)?;
    let (pages, docs, tally) = compare(&args.io.input, config)?;
    for filled in &pages.unmasked()? {
        out.write(&UnmaskRecord::new(filled, &docs))?;
    }
    out.finish()?;
    Ok(tally.exit_code())
}

//! `panel`: the common indicators as a table, long or wide.

use crate::args;
use crate::learn;
use crate::output::Out;
use crate::run::{self, Stop};
use gongwen::{Config, Miner, PanelRow, Role};
use gongwen_report::{PanelRecord, WidePanel};
use std::process::ExitCode;

pub(crate) fn panel(args: &args::Panel) -> Result<ExitCode, Stop> {
    let miner = learn::sites(Miner::new(Config::default())?, &args.io.input, None)?;
    let roles: Vec<Role> = args.role.iter().map(|&r| r.into()).collect();
    let known = gongwen::indicators()?;
    if let Some(odd) = args.indicator.iter().find(|id| !known.iter().any(|i| i.keys().any(|k| k == **id))) {
        return Err(Stop::Fatal(format!("--indicator {odd}: no common indicator has that key")));
    }
    let wanted = |row: &PanelRow| {
        (roles.is_empty() || roles.contains(&row.role))
            && (args.indicator.is_empty() || args.indicator.iter().any(|id| id == row.indicator_id))
    };
    let work = |doc: gongwen::Document| {
        let mut rows = miner.panel(&doc);
        rows.retain(wanted);
        (doc, rows)
    };
    if args.wide {
        // The columns are known when all pages have been read.
        let mut wide = WidePanel::default();
        let tally = run::each_document(&args.io.input, &miner, work, |(doc, rows)| {
            rows.iter().for_each(|row| wide.add(&PanelRecord::new(&doc, row)));
            Ok(())
        })?;
        let mut out = Out::with_columns("panel", wide.columns(), &args.io.output)?;
        wide.rows(|cells| out.write_row(cells))?;
        out.finish()?;
        return Ok(tally.exit_code());
    }
    let mut out = Out::open::<PanelRecord<'_>>(&args.io.output)?;
    let tally = run::each_document(&args.io.input, &miner, work, |(doc, rows)| {
        rows.iter().try_for_each(|row| out.write(&PanelRecord::new(&doc, row)))
    })?;
    out.finish()?;
    Ok(tally.exit_code())
}

//! Commands for which pages meet: dedup, reuse, boilerplate.

use crate::args;
use crate::learn;
use crate::output::Out;
use crate::run::{self, Stop, Tally};
use gongwen::{Comparer, Config, Miner, ReuseConfig, Unit};
use gongwen_report::{BoilerplateRecord, ClusterRecord, ReuseRecord, ShareRecord};
use std::process::ExitCode;

pub(crate) fn dedup(args: &args::Dedup) -> Result<ExitCode, Stop> {
    let memory = args.memory.memory;
    let mut config = ReuseConfig { unit: args.unit.into(), memory, ..ReuseConfig::default() };
    config.threshold = args.threshold.unwrap_or(config.threshold);
    let mut out = Out::open::<ClusterRecord<'_>>(&args.io.output)?;
    let (mut pages, docs, tally) = compare(&args.io.input, config)?;
    for (n, cluster) in pages.clusters()?.iter().enumerate() {
        out.write(&ClusterRecord::new(n, cluster, &docs))?;
    }
    out.finish()?;
    Ok(tally.exit_code())
}

pub(crate) fn reuse(args: &args::Reuse) -> Result<ExitCode, Stop> {
    let mut config = ReuseConfig { memory: args.memory.memory, ..ReuseConfig::default() };
    config.min_chars = args.min_chars.unwrap_or(config.min_chars);
    let mut out = Out::open::<ReuseRecord<'_>>(&args.io.output)?;
    let (pages, docs, tally) = compare(&args.io.input, config)?;
    for passage in &pages.passages()? {
        out.write(&ReuseRecord::new(passage, &docs))?;
    }
    out.finish()?;
    Ok(tally.exit_code())
}

pub(crate) fn boilerplate(args: &args::Boilerplate) -> Result<ExitCode, Stop> {
    let mut config = ReuseConfig { memory: args.memory.memory, ..ReuseConfig::default() };
    config.min_documents = args.min_documents.unwrap_or(config.min_documents);
    let mut out = if args.shares {
        Out::open::<ShareRecord<'_>>(&args.io.output)?
    } else {
        Out::open::<BoilerplateRecord<'_>>(&args.io.output)?
    };
    let (mut pages, docs, tally) = compare(&args.io.input, config)?;
    let (families, shares) = pages.boilerplate_and_shares()?;
    if args.shares {
        shares.iter().try_for_each(|share| out.write(&ShareRecord::new(share, &docs)))?;
    } else {
        families.iter().try_for_each(|family| out.write(&BoilerplateRecord::new(family, &docs)))?;
    }
    out.finish()?;
    Ok(tally.exit_code())
}

/// Adds all pages to a comparison; their ids are kept by the order in which they were added.
pub(super) fn compare(
    input: &args::Input,
    config: ReuseConfig,
) -> Result<(Comparer, Vec<String>, Tally), Stop> {
    let pages = config.unit == Unit::Page;
    let mut miner = Miner::new(Config { reuse: config, ..Config::default() })?;
    if !pages {
        // Whole pages are not taken apart; an index of pages, which has learned nothing, finds the same.
        miner = learn::sites(miner, input, None)?;
    }
    let mut comparer = miner.comparer()?;
    let mut docs = Vec::new();
    let tally = run::each_folded(input, &miner, |(id, folded)| {
        docs.push(id);
        Ok(comparer.add(folded)?)
    })?;
    Ok((comparer, docs, tally))
}

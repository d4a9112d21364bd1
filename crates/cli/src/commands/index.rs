//! `index`: a collection kept on disk, folded, and what is compared against it.

use crate::args::{self, What};
use crate::output::Out;
use crate::run::{self, Stop, Tally};
use gongwen::{Comparer, Config, Folded, Index, Miner, Place, ReuseConfig, Wanted};
use gongwen_report::{BoilerplateRecord, ClusterRecord, ReuseRecord, UnmaskRecord};
use std::collections::BTreeSet;
use std::process::ExitCode;

pub(crate) fn index(command: &args::Index) -> Result<ExitCode, Stop> {
    match command {
        args::Index::Build(args) => {
            let mut index = Index::create(&args.index, args.unit.into())?;
            add(&mut index, &args.input)
        }
        args::Index::Add(args) => add(&mut Index::open(&args.index)?, &args.input),
        args::Index::Remove(args) => {
            let mut index = Index::open(&args.index)?;
            let known: BTreeSet<&str> = index.ids().collect();
            let missing: Vec<&String> = args.docs.iter().filter(|d| !known.contains(d.as_str())).collect();
            for doc in &missing {
                eprintln!("gongwen: {doc}: stands in no page of the index");
            }
            let tally = Tally { done: args.docs.len() - missing.len(), failed: missing.len() };
            index.remove(&args.docs)?;
            Ok(tally.exit_code())
        }
        args::Index::Query(args) => {
            let index = Index::open(&args.index)?;
            let (pages, tally) = fold(&index, &args.input)?;
            let asked: BTreeSet<String> = pages.iter().map(|p| p.0.clone()).collect();
            let wanted = match args.ask.what {
                What::Dedup => Wanted::Clusters,
                What::Reuse | What::Unmask => Wanted::Passages,
                What::Boilerplate => Wanted::All,
            };
            let (comparer, docs) = index.query(&args.ask.limits.config(index.unit()), pages, wanted)?;
            list(&args.ask, comparer, &docs, |doc| asked.contains(&docs[doc as usize]))?;
            Ok(tally.exit_code())
        }
        args::Index::List(args) => {
            run::set_jobs(args.jobs)?;
            let index = Index::open(&args.index)?;
            let (comparer, docs) = index.comparer(&args.ask.limits.config(index.unit()), Vec::new())?;
            list(&args.ask, comparer, &docs, |_| true)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Reads and folds all pages of the input.
fn fold(index: &Index, input: &args::Input) -> Result<(Vec<(String, Folded)>, Tally), Stop> {
    let miner = miner(index)?;
    let mut pages = Vec::new();
    let tally = run::each_folded(input, &miner, |page| {
        pages.push(page);
        Ok(())
    })?;
    Ok((pages, tally))
}

/// Adds all pages of the input as they are read.
fn add(index: &mut Index, input: &args::Input) -> Result<ExitCode, Stop> {
    let miner = miner(index)?;
    let mut addition = index.begin()?;
    let tally = run::each_folded(input, &miner, |(id, page)| Ok(addition.page(id, &page)?))?;
    addition.commit()?;
    Ok(tally.exit_code())
}

fn miner(index: &Index) -> Result<Miner, Stop> {
    let reuse = ReuseConfig { unit: index.unit(), ..ReuseConfig::default() };
    Ok(Miner::new(Config { reuse, ..Config::default() })?)
}

/// Writes the records that concern the pages `wanted`.
fn list(
    ask: &args::Ask,
    mut pages: Comparer,
    docs: &[String],
    wanted: impl Fn(u32) -> bool,
) -> Result<(), Stop> {
    let here = |place: &Place| wanted(place.doc);
    match ask.what {
        What::Dedup => {
            let mut out = Out::open::<ClusterRecord<'_>>(&ask.output)?;
            let clusters = pages.clusters()?;
            let clusters = clusters.iter().enumerate();
            for (n, cluster) in clusters.filter(|(_, c)| c.members.iter().any(|m| here(&m.place))) {
                out.write(&ClusterRecord::new(n, cluster, docs))?;
            }
            out.finish()
        }
        What::Reuse => {
            let mut out = Out::open::<ReuseRecord<'_>>(&ask.output)?;
            for passage in pages.passages()?.iter().filter(|p| here(&p.a) || here(&p.b)) {
                out.write(&ReuseRecord::new(passage, docs))?;
            }
            out.finish()
        }
        What::Boilerplate => {
            let mut out = Out::open::<BoilerplateRecord<'_>>(&ask.output)?;
            for family in pages.boilerplate()?.iter().filter(|f| f.occurrences.iter().any(here)) {
                out.write(&BoilerplateRecord::new(family, docs))?;
            }
            out.finish()
        }
        What::Unmask => {
            let mut out = Out::open::<UnmaskRecord<'_>>(&ask.output)?;
            for filled in pages.unmasked()?.iter().filter(|u| here(&u.place)) {
                out.write(&UnmaskRecord::new(filled, docs))?;
            }
            out.finish()
        }
    }
}

//! `rules`: what makes metrics, what stands in their place and what is none, documented, with its hits in the inputs.

use crate::args;
use crate::learn;
use crate::output::Out;
use crate::run::{self, Stop};
use gongwen::{Config, Miner};
use gongwen_report::RuleRecord;
use std::collections::HashMap;
use std::process::ExitCode;

/// Figures shown for each rule, so that a reader sees what it does to these inputs.
const SAMPLES: usize = 3;

pub(crate) fn rules(args: &args::Rules) -> Result<ExitCode, Stop> {
    let mut hits: HashMap<&'static str, (usize, Vec<String>)> = HashMap::new();
    let mut exit = ExitCode::SUCCESS;
    if !args.io.input.inputs.is_empty() {
        let miner = learn::sites(Miner::new(Config::default())?, &args.io.input, None)?;
        let work = |doc: gongwen::Document| {
            let found = miner.extractor().explain(&doc);
            (doc, found)
        };
        let tally = run::each_document(&args.io.input, &miner, work, |(doc, found)| {
            let (found, rejected) = &found;
            let source = doc.source();
            let mut hit = |rule, at, name: &str| {
                let (count, samples) = hits.entry(rule).or_default();
                *count += 1;
                if samples.len() < SAMPLES {
                    let start = source.points(at).start();
                    samples.push(format!("{}:{start} {name}{}", doc.id(), source.slice(at)));
                }
            };
            for m in &found.metrics {
                hit(m.rule, m.at, &format!("{} ", m.indicator.as_deref().unwrap_or("-")));
            }
            for s in &found.statements {
                hit(s.pattern, s.at, &format!("{} ", s.indicator));
            }
            for r in rejected {
                hit(r.rule, r.at, "");
            }
            Ok(())
        })?;
        exit = tally.exit_code();
    }
    let mut out = Out::open::<RuleRecord<'_>>(&args.io.output)?;
    for rule in &gongwen::rules()? {
        let (count, samples) = hits.remove(rule.id).unwrap_or_default();
        out.write(&RuleRecord::new(rule, count, samples))?;
    }
    out.finish()?;
    Ok(exit)
}

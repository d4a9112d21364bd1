//! `mine`: everything, into a directory.
//!
//! Sites are learned first (`learn`). Then pages stream through once: records are written as they come, and of each
//! page only what the comparison needs is kept. Nothing appears under its name before all of it is written.

use crate::args;
use crate::learn;
use crate::run::{self, Stop};
use crate::{input::Pages, interrupt, output};
use gongwen::{Config, Miner, ReuseConfig};
use gongwen_report::{
    BoilerplateRecord, ClusterRecord, ErrorRecord, Format, Manifest, MetricRecord, OutlineRecord, OutputDir,
    OutputFile, PageRecord, Record, RecordWriter, ReuseRecord, Summary, WriteOptions,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Instant;

pub(crate) fn mine(args: &args::Mine) -> Result<ExitCode, Stop> {
    let started = Instant::now();
    let reuse = args.limits.config(ReuseConfig::default().unit);
    let miner = Miner::new(Config { reuse, ..Config::default() })?;
    let mut comparer = miner.comparer()?;
    let summary = RefCell::new(summary(args)?);
    let mut dir = OutputDir::open(&args.output)?;
    interrupt::clean_up_first();
    let progress = progress();
    progress.set_message("learning sites");
    let miner = learn::sites(miner, &args.input, Some(&args.output))?;
    progress.set_message("");

    let mut pages = stream::<PageRecord<'_>>(&dir, "pages.jsonl", Format::Jsonl)?;
    let mut articles = stream::<OutlineRecord<'_>>(&dir, "articles.jsonl", Format::Jsonl)?;
    let mut metrics = stream::<MetricRecord<'_>>(&dir, "metrics.jsonl", Format::Jsonl)?;
    let mut sheet = stream::<MetricRecord<'_>>(&dir, "metrics.csv", Format::Csv)?;
    let mut errors = stream::<ErrorRecord>(&dir, "errors.jsonl", Format::Jsonl)?;
    let mut docs = Vec::new();
    let input = args::Input { digests: true, ..args.input.clone() };
    let (tally, read) = run::each(
        &input,
        Some(&args.output),
        |id, source, meta| {
            let doc = miner.document(&id, source, meta);
            let found = miner.extract(&doc);
            let folded = miner.fold(&doc);
            (doc, found, folded)
        },
        |(doc, found, folded), read: &Pages| {
            progress.set_length(read.total_files() as u64);
            progress.set_position(read.files_read() as u64);
            pages.write(&PageRecord::new(&doc, found.len()))?;
            OutlineRecord::all(&doc).try_for_each(|article| articles.write(&article))?;
            for metric in &found {
                let record = MetricRecord::new(&doc, metric);
                metrics.write(&record)?;
                sheet.write(&record)?;
            }
            summary.borrow_mut().add_page(&doc, &found);
            docs.push(doc.id().to_owned());
            Ok(comparer.add(folded)?)
        },
        |failure| {
            progress.suspend(|| run::complain(failure));
            let record = ErrorRecord {
                file: failure.doc.clone(),
                place: Some(failure.place.clone()),
                message: failure.message.clone(),
            };
            summary.borrow_mut().add_error(&record);
            Ok(errors.write(&record)?)
        },
    )?;
    let mut summary = summary.into_inner();
    let pages_done = started.elapsed();

    progress.set_message("comparing");
    let found = comparer.finish()?;
    let mut clusters = stream::<ClusterRecord<'_>>(&dir, "clusters.jsonl", Format::Jsonl)?;
    for (n, cluster) in found.clusters.iter().enumerate() {
        clusters.write(&ClusterRecord::new(n, cluster, &docs))?;
    }
    let mut passages = stream::<ReuseRecord<'_>>(&dir, "reuse.jsonl", Format::Jsonl)?;
    found.passages.iter().try_for_each(|p| passages.write(&ReuseRecord::new(p, &docs)))?;
    let mut boilerplate = stream::<BoilerplateRecord<'_>>(&dir, "boilerplate.jsonl", Format::Jsonl)?;
    found.boilerplate.iter().try_for_each(|f| boilerplate.write(&BoilerplateRecord::new(f, &docs)))?;
    summary.add_reuse(&found, &docs);
    let compared = started.elapsed();

    for writer in [pages, articles, metrics, sheet, errors, clusters, passages, boilerplate] {
        dir.keep(writer.finish()?)?;
    }
    let mut report = dir.create("report.html")?;
    summary.write_html(&mut report)?;
    dir.keep(report)?;
    let mut timings = dir.create("timings.json")?;
    let seconds = |d: std::time::Duration| (d.as_secs_f64() * 1000.0).round() / 1000.0;
    let times = json!({
        "pages": seconds(pages_done),
        "comparison": seconds(compared - pages_done),
        "total": seconds(started.elapsed()),
    });
    writeln!(timings, "{times:#}")?;
    dir.keep_volatile(timings)?;
    let mut manifest = Manifest::new(configuration(args, miner.config()));
    manifest.inputs = read.digests().to_vec();
    manifest.counts = summary.counts();
    if interrupt::asked() {
        return Err(Stop::Interrupted);
    }
    let written = dir.commit(manifest)?;
    progress.finish_and_clear();
    let mut out = io::stdout();
    write!(out, "{}", summary.render_text(output::width()))?;
    writeln!(out, "\nThe records and report.html are in {}", written.display())?;
    Ok(tally.exit_code())
}

/// A bar on a terminal, nothing elsewhere.
fn progress() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} files  {elapsed} {msg}");
    ProgressBar::new(0).with_style(style.expect("a template that is well formed"))
}

fn summary(args: &args::Mine) -> Result<Summary, Stop> {
    let summary = Summary::new();
    match &args.as_of {
        Some(day) => Ok(summary.as_of(day).map_err(|e| format!("--as-of {day}: {e}"))?),
        None => Ok(summary),
    }
}

fn stream<R: Record>(dir: &OutputDir, name: &str, format: Format) -> Result<RecordWriter<OutputFile>, Stop> {
    // Excel takes a CSV for the local code page unless it begins with a mark.
    let options = WriteOptions { bom: format == Format::Csv, ..WriteOptions::default() };
    Ok(RecordWriter::new::<R>(format, dir.create(name)?, options)?)
}

/// What the results depend on; the number of threads is not among it.
fn configuration(args: &args::Mine, config: &Config) -> serde_json::Value {
    json!({
        "encoding": args.input.encoding,
        "meta": args.input.meta.as_ref().map(|p| p.display().to_string()),
        "learn": !args.input.no_learn,
        "as_of": args.as_of,
        "normalise": config.normalise.steps.iter().map(|s| s.name()).collect::<Vec<_>>(),
        "threshold": config.reuse.threshold,
        "min_chars": config.reuse.min_chars,
        "min_documents": config.reuse.min_documents,
    })
}

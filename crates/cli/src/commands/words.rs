//! Commands that count words: keywords, frequencies, shares, collocations, new words.

use crate::args;
use crate::output::Out;
use crate::run::{self, Stop};
use gongwen::{
    CellBy, Collocations, Config, Granularity, Keywords, Miner, NewWords, SegmentConfig, Segmenter,
    TermShares, WordFrequencies,
};
use gongwen_report::{CollocationRecord, FrequencyRecord, KeywordsRecord, NewWordRecord, TermShareRecord};
use std::path::PathBuf;
use std::process::ExitCode;

/// A segmenter with the words of a file, where one is named.
pub(super) fn segmenter(config: SegmentConfig, user: Option<&PathBuf>) -> Result<Segmenter, Stop> {
    let mut builder = Segmenter::builder().config(config);
    if let Some(path) = user {
        let text = read(path)?;
        builder = builder.dictionary(&text).map_err(|e| Stop::Fatal(format!("{}: {e}", path.display())))?;
    }
    Ok(builder.build()?)
}

/// A small file of text in any encoding.
fn read(path: &PathBuf) -> Result<String, Stop> {
    let fail = |e: String| Stop::Fatal(format!("{}: {e}", path.display()));
    let bytes = std::fs::read(path).map_err(|e| fail(e.to_string()))?;
    let text = gongwen::read(&bytes, gongwen::ReadOptions::default()).map_err(|e| fail(e.to_string()))?;
    Ok(text.into_string())
}

fn of(granularity: Granularity) -> SegmentConfig {
    SegmentConfig { granularity, hmm: false }
}

pub(crate) fn keywords(args: &args::Keywords) -> Result<ExitCode, Stop> {
    let miner = Miner::new(Config::default())?;
    let segmenter = segmenter(of(Granularity::Coarse), args.user.user_dict.as_ref())?;
    let mut keywords = Keywords::new(args.method.into())?;
    let mut out = Out::open::<KeywordsRecord<'_>>(&args.io.output)?;
    let mut docs: Vec<String> = Vec::new();
    let work = |doc: gongwen::Document| {
        let words = segmenter.articles(&doc);
        (doc, words)
    };
    let tally = run::each_document(&args.io.input, &miner, work, |(doc, words)| {
        keywords.add(docs.len(), &doc, &words);
        docs.push(doc.id().to_owned());
        Ok(())
    })?;
    for (page, article, found) in keywords.top(args.top) {
        out.write(&KeywordsRecord::new(&docs[page], article, &found))?;
    }
    out.finish()?;
    Ok(tally.exit_code())
}

pub(crate) fn frequencies(args: &args::Frequencies) -> Result<ExitCode, Stop> {
    let miner = Miner::new(Config::default())?;
    let segmenter = segmenter(of(args.granularity.into()), args.user.user_dict.as_ref())?;
    let mut frequencies = WordFrequencies::new(by(&args.by));
    let mut out = Out::open::<FrequencyRecord<'_>>(&args.io.output)?;
    let work = |doc: gongwen::Document| {
        let words = segmenter.articles(&doc);
        (doc, words)
    };
    let tally = run::each_document(&args.io.input, &miner, work, |(doc, words)| {
        frequencies.add(&doc, &words);
        Ok(())
    })?;
    for (cell, total, articles, words) in frequencies.cells() {
        for word in words.iter().filter(|word| word.count >= args.min_count) {
            out.write(&FrequencyRecord::new(cell, word, total, articles))?;
        }
    }
    out.finish()?;
    Ok(tally.exit_code())
}

pub(crate) fn shares(args: &args::Shares) -> Result<ExitCode, Stop> {
    let miner = Miner::new(Config::default())?;
    let segmenter = segmenter(of(Granularity::Search), None)?;
    let mut terms = args.term.clone();
    if let Some(path) = &args.terms {
        let text = read(path)?;
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        terms.extend(lines.map(str::to_owned));
    }
    let normal = |term: &String| miner.normaliser().normalise(term).into_string();
    let mut shares = TermShares::new(terms.iter().map(normal), by(&args.by))?;
    let mut out = Out::open::<TermShareRecord<'_>>(&args.io.output)?;
    let mut counted = Vec::new();
    let work = |doc: gongwen::Document| shares.count(&doc, &segmenter);
    let tally = run::each_document(&args.io.input, &miner, work, |count| {
        counted.push(count);
        Ok(())
    })?;
    counted.into_iter().for_each(|count| shares.add(count));
    shares.shares().try_for_each(|share| out.write(&TermShareRecord::new(&share)))?;
    out.finish()?;
    Ok(tally.exit_code())
}

pub(crate) fn collocations(args: &args::Collocations) -> Result<ExitCode, Stop> {
    let miner = Miner::new(Config::default())?;
    let segmenter = segmenter(of(args.granularity.into()), args.user.user_dict.as_ref())?;
    let mut collocations = Collocations::new(args.window)?;
    let mut out = Out::open::<CollocationRecord<'_>>(&args.io.output)?;
    let work = |doc: gongwen::Document| {
        let words = segmenter.articles(&doc);
        (doc, words)
    };
    let tally = run::each_document(&args.io.input, &miner, work, |(doc, words)| {
        collocations.add(&doc, &words);
        Ok(())
    })?;
    let found = collocations.found(args.min_count);
    found.iter().take(args.top).try_for_each(|pair| out.write(&CollocationRecord::new(pair)))?;
    out.finish()?;
    Ok(tally.exit_code())
}

pub(crate) fn new_words(args: &args::NewWords) -> Result<ExitCode, Stop> {
    let miner = Miner::new(Config::default())?;
    let segmenter = segmenter(of(Granularity::Fine), args.user.user_dict.as_ref())?;
    let mut candidates = NewWords::new()?;
    let mut out = Out::open::<NewWordRecord<'_>>(&args.io.output)?;
    let work = |doc: gongwen::Document| {
        let words = segmenter.articles(&doc);
        (doc, words)
    };
    let tally = run::each_document(&args.io.input, &miner, work, |(doc, words)| {
        candidates.add(&doc, &words);
        Ok(())
    })?;
    let found = candidates.found(args.min_count, args.cohesion, args.freedom);
    found.iter().take(args.top).try_for_each(|word| out.write(&NewWordRecord::new(word)))?;
    out.finish()?;
    Ok(tally.exit_code())
}

fn by(by: &[args::By]) -> CellBy {
    CellBy { region: by.contains(&args::By::Region), year: by.contains(&args::By::Year) }
}

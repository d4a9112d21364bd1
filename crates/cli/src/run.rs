//! Runs a function over all pages in parallel and takes the results in order, and keeps account of what failed.

use crate::args::Input;
use crate::input::{Content, Failure, Page, Pages};
use gongwen::{Document, Folded, Meta, Miner, ReadOptions, SourceText};
use rayon::prelude::*;
use std::path::Path;
use std::process::ExitCode;
use std::sync::OnceLock;

/// Pages are worked on in batches of at most so many pages and (but for one large page) bytes a thread: enough for
/// all threads, little enough to hold in memory with their results, which may take ten times as much.
const BATCH_PAGES: usize = 256;
const BATCH_BYTES: usize = 1 << 18;

/// What a run did, for the exit status.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// Pages that were processed.
    pub(crate) done: usize,
    /// Inputs that were not.
    pub(crate) failed: usize,
}

impl Tally {
    /// 0 all processed, 1 some failed, 2 every input failed.
    pub(crate) fn exit_code(self) -> ExitCode {
        match (self.done, self.failed) {
            (_, 0) => ExitCode::SUCCESS,
            (0, _) => ExitCode::from(2),
            _ => ExitCode::from(1),
        }
    }
}

/// Why a run stopped altogether.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Wrong usage, or output that cannot be written: exit status 2.
    Fatal(String),
    /// Whoever read our output has gone: exit status 0.
    ClosedPipe,
    /// The user asked to stop: exit status 130.
    Interrupted,
}

impl From<String> for Stop {
    fn from(message: String) -> Self {
        Self::Fatal(message)
    }
}

impl From<gongwen::Error> for Stop {
    fn from(e: gongwen::Error) -> Self {
        Self::Fatal(e.to_string())
    }
}

impl From<std::io::Error> for Stop {
    fn from(e: std::io::Error) -> Self {
        if e.kind() == std::io::ErrorKind::BrokenPipe { Self::ClosedPipe } else { Self::Fatal(e.to_string()) }
    }
}

/// Sets the number of threads, the first time it is called.
pub(crate) fn set_jobs(jobs: usize) -> Result<(), Stop> {
    static SET: OnceLock<Result<(), String>> = OnceLock::new();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs);
    SET.get_or_init(|| pool.build_global().map_err(|e| e.to_string())).clone().map_err(Stop::Fatal)
}

/// The next pages that are worked on at a time; none at the end.
pub(crate) fn batch(pages: &mut Pages) -> Vec<Result<Page, Failure>> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    let most = BATCH_BYTES * rayon::current_num_threads();
    while batch.len() < BATCH_PAGES && bytes < most {
        let Some(page) = pages.next() else { break };
        bytes += page.as_ref().map_or(0, |p| p.content.len());
        batch.push(page);
    }
    batch
}

/// Decodes a page.
pub(crate) fn decode(content: Content, encoding: Option<&str>) -> Result<SourceText, gongwen::Error> {
    match content {
        Content::Bytes(bytes, format) => gongwen::read(&bytes, ReadOptions { encoding, format }),
        Content::Text(text) => *text,
        // A row's text is text already: its file was decoded as a whole.
        Content::Row(text, format) => {
            gongwen::read(text.as_bytes(), ReadOptions { encoding: Some("utf-8"), format })
        }
    }
}

/// Every page of `input`: `work` runs in parallel, `take` in order. Failures of either kind go to `fail`, which is
/// called in order, too.
pub(crate) fn each<T: Send>(
    input: &Input,
    skip: Option<&Path>,
    work: impl Fn(String, SourceText, Meta) -> T + Sync,
    mut take: impl FnMut(T, &Pages) -> Result<(), Stop>,
    mut fail: impl FnMut(&Failure) -> Result<(), Stop>,
) -> Result<(Tally, Pages), Stop> {
    if let Some(label) = &input.encoding {
        // Said once and at once, not for every page.
        gongwen::read(b"", ReadOptions { encoding: Some(label), ..ReadOptions::default() })?;
    }
    set_jobs(input.jobs)?;
    let mut pages = Pages::open(input, skip)?;
    let mut tally = Tally::default();
    loop {
        if crate::interrupt::asked() {
            return Err(Stop::Interrupted);
        }
        let batch = batch(&mut pages);
        if batch.is_empty() {
            if tally.done + tally.failed == 0 {
                eprintln!(
                    "gongwen: no pages found; a directory gives .txt .html .jsonl .csv .tsv and their like"
                );
            }
            return Ok((tally, pages));
        }
        let results: Vec<Result<T, Failure>> = batch
            .into_par_iter()
            .map(|page| {
                let page = page?;
                match decode(page.content, input.encoding.as_deref()) {
                    Ok(source) => Ok(work(page.doc, source, page.meta)),
                    Err(e) => Err(Failure { doc: page.doc, place: page.place, message: e.to_string() }),
                }
            })
            .collect();
        for result in results {
            match result {
                Ok(value) => {
                    tally.done += 1;
                    take(value, &pages)?;
                }
                Err(failure) => {
                    tally.failed += 1;
                    fail(&failure)?;
                }
            }
        }
    }
}

/// [`each`] for commands that print records: failures go to standard error.
pub(crate) fn each_page<T: Send>(
    input: &Input,
    work: impl Fn(String, SourceText, Meta) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), Stop>,
) -> Result<Tally, Stop> {
    let fail = |failure: &Failure| {
        complain(failure);
        Ok(())
    };
    Ok(each(input, None, work, |value, _| take(value), fail)?.0)
}

/// [`each_page`], taken apart.
pub(crate) fn each_document<T: Send>(
    input: &Input,
    miner: &Miner,
    work: impl Fn(Document) -> T + Sync,
    take: impl FnMut(T) -> Result<(), Stop>,
) -> Result<Tally, Stop> {
    each_page(input, |doc, source, meta| work(miner.document(&doc, source, meta)), take)
}

/// [`each_page`], folded for a comparison.
pub(crate) fn each_folded(
    input: &Input,
    miner: &Miner,
    take: impl FnMut((String, Folded)) -> Result<(), Stop>,
) -> Result<Tally, Stop> {
    each_page(input, |doc, source, meta| (doc, miner.fold_source(source, meta)), take)
}

/// Says on standard error what failed and where.
pub(crate) fn complain(failure: &Failure) {
    eprintln!("gongwen: {}: {}", failure.place, failure.message);
}

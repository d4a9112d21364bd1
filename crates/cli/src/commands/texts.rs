//! Commands that print texts, or records of them: decode, normalise, clean, segment.

use crate::args;
use crate::learn;
use crate::output::{Out, Texts, wants_text};
use crate::run::{self, Stop};
use gongwen::{Config, Document, Edit, EditKind, Miner, Normal, NormaliseConfig, Normalised, Span, Token};
use gongwen_report::{CleanRecord, DecodeRecord, NormaliseRecord, Record, SegmentRecord};
use std::process::ExitCode;

pub(crate) fn decode(args: &args::Io) -> Result<ExitCode, Stop> {
    let miner = Miner::new(Config::default())?;
    pages::<DecodeRecord<'_>, _>(
        &args.input,
        &args.output,
        |doc, source, _| {
            let script = miner.normaliser().script(source.as_str());
            (doc, source, script)
        },
        |(doc, source, _)| (doc, source.into_string()),
        |(doc, source, script), out| out.write(&DecodeRecord::new(doc, source, *script)),
    )
}

pub(crate) fn normalise(args: &args::Normalise) -> Result<ExitCode, Stop> {
    let config = match &args.only {
        Some(only) => NormaliseConfig::only(only.iter().map(|&step| step.into())),
        None => NormaliseConfig::default(),
    };
    let config = config.to(args.to.into()).vocabulary(args.region.map(gongwen::Vocabulary::from));
    let noise = config.steps.contains(&EditKind::Noise);
    let normaliser = config.build()?;
    let mut miner = Miner::new(Config::default())?;
    if noise {
        miner = learn::sites(miner, &args.io.input, None)?;
    }
    pages::<NormaliseRecord<'_>, _>(
        &args.io.input,
        &args.io.output,
        |id, source, meta| {
            if !noise {
                let normal = normaliser.normalise(source.as_str());
                return (id, source, normal);
            }
            // What is furniture is known only once the page has been taken apart.
            let doc = miner.document(&id, source, meta);
            let removed = doc.furniture().iter().map(|f| Edit::new(f.at, "", EditKind::Noise)).collect();
            let mut normal = Normalised::apply(doc.source().as_str(), removed);
            let then = normaliser.normalise(normal.text());
            normal.then(then.edits().iter().map(as_normal).collect());
            (id, doc.source().clone(), normal)
        },
        |(doc, _, normal)| (doc, normal.into_string()),
        |(doc, source, normal), out| out.write(&NormaliseRecord::new(doc, source, normal)),
    )
}

/// An edit of a text that was a normal form already.
fn as_normal(edit: &Edit) -> Edit<Normal> {
    Edit::new(Span::new(edit.at.start(), edit.at.end()), edit.with.clone(), edit.kind)
}

pub(crate) fn clean(args: &args::Io) -> Result<ExitCode, Stop> {
    let miner = learn::sites(Miner::new(Config::default())?, &args.input, None)?;
    pages::<CleanRecord<'_>, _>(
        &args.input,
        &args.output,
        |doc, source, meta| miner.document(&doc, source, meta),
        |doc| (doc.id().to_owned(), gongwen::clean(&doc)),
        |doc, out| out.write(&CleanRecord::new(doc)),
    )
}

pub(crate) fn segment(args: &args::Segment) -> Result<ExitCode, Stop> {
    let config = gongwen::SegmentConfig { granularity: args.granularity.into(), hmm: args.hmm };
    let miner = Miner::new(Config::default())?;
    let segmenter = super::words::segmenter(config, args.user.user_dict.as_ref())?;
    pages::<SegmentRecord<'_>, _>(
        &args.io.input,
        &args.io.output,
        |doc, source, meta| {
            let doc = miner.document(&doc, source, meta);
            let all = Span::new(0, doc.normal().text().len());
            let tokens = segmenter.segment(doc.normal().text(), all);
            (doc, tokens)
        },
        |(doc, tokens)| (doc.id().to_owned(), words_apart(&doc, &tokens)),
        |(doc, tokens), out| out.write(&SegmentRecord::new(doc, tokens)),
    )
}

/// The original's lines with one space between words. A word that a line end breaks stands on the first of its lines.
fn words_apart(doc: &Document, tokens: &[Token]) -> String {
    let mut text = String::with_capacity(doc.source().as_str().len() * 4 / 3);
    let mut last = 0;
    for token in tokens {
        let at = doc.normal().to_source(token.at);
        let gap = &doc.source().as_str()[last..at.start().max(last)];
        if gap.contains('\n') {
            text.extend(gap.chars().filter(|c| *c == '\n'));
        } else if !text.is_empty() && !text.ends_with('\n') {
            text.push(' ');
        }
        text.push_str(&doc.as_written(token.at));
        text.extend(doc.source().slice(at).chars().filter(|c| *c == '\n'));
        last = at.end();
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Pages as plain texts or as records of type `R`, as the arguments ask for.
fn pages<R: Record, T: Send>(
    input: &args::Input,
    output: &args::Output,
    work: impl Fn(String, gongwen::SourceText, gongwen::Meta) -> T + Sync,
    text: impl Fn(T) -> (String, String),
    record: impl Fn(&T, &mut Out) -> Result<(), Stop>,
) -> Result<ExitCode, Stop> {
    let tally = if wants_text(output) {
        let mut texts = Texts::new(output, &input.inputs);
        let tally = run::each_page(input, work, |page| {
            let (doc, text) = text(page);
            texts.put(&doc, text)
        })?;
        texts.finish()?;
        tally
    } else {
        let mut out = Out::open::<R>(output)?;
        let tally = run::each_page(input, work, |page| record(&page, &mut out))?;
        out.finish()?;
        tally
    };
    Ok(tally.exit_code())
}

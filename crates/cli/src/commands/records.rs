//! Commands that print records of single pages: masks, split, extract, parse.

use crate::args;
use crate::learn;
use crate::output::Out;
use crate::run::{self, Stop};
use gongwen::{Anchor, Config, Document, Kind, Metric, Miner, Role, Span};
use gongwen_report::{MaskRecord, MetricRecord, OutlineRecord, ParseRecord, SplitRecord};
use std::process::ExitCode;

pub(crate) fn masks(args: &args::Masks) -> Result<ExitCode, Stop> {
    let miner = learn::sites(Miner::new(Config::default())?, &args.io.input, None)?;
    let mut out = Out::open::<MaskRecord<'_>>(&args.io.output)?;
    let find = |doc: Document| {
        let masks =
            if args.lost { miner.normaliser().lost_digits(doc.normal()) } else { doc.masks().to_vec() };
        (doc, masks)
    };
    let tally = run::each_document(&args.io.input, &miner, find, |(doc, masks)| {
        masks.iter().try_for_each(|mask| out.write(&MaskRecord::new(&doc, mask)))
    })?;
    out.finish()?;
    Ok(tally.exit_code())
}

pub(crate) fn split(args: &args::Split) -> Result<ExitCode, Stop> {
    let miner = learn::sites(Miner::new(Config::default())?, &args.io.input, None)?;
    let tally = if args.outline {
        let mut out = Out::open::<OutlineRecord<'_>>(&args.io.output)?;
        let put = |doc| OutlineRecord::all(&doc).try_for_each(|article| out.write(&article));
        let tally = run::each_document(&args.io.input, &miner, |doc| doc, put)?;
        out.finish()?;
        tally
    } else {
        let mut out = Out::open::<SplitRecord<'_>>(&args.io.output)?;
        let put = |doc| SplitRecord::all(&doc).try_for_each(|article| out.write(&article));
        let tally = run::each_document(&args.io.input, &miner, |doc| doc, put)?;
        out.finish()?;
        tally
    };
    Ok(tally.exit_code())
}

pub(crate) fn extract(args: &args::Extract) -> Result<ExitCode, Stop> {
    let miner = learn::sites(Miner::new(Config::default())?, &args.io.input, None)?;
    let kinds: Vec<Kind> = args.kind.iter().map(|&k| k.into()).collect();
    let roles: Vec<Role> = args.role.iter().map(|&r| r.into()).collect();
    let wanted = |m: &Metric| {
        (kinds.is_empty() || kinds.contains(&m.kind))
            && (roles.is_empty() || roles.contains(&m.role))
            && m.confidence >= args.min_confidence
    };
    let mut out = Out::open::<MetricRecord<'_>>(&args.io.output)?;
    let tally = run::each_document(
        &args.io.input,
        &miner,
        |doc| {
            let mut metrics = miner.extract(&doc);
            metrics.retain(wanted);
            (doc, metrics)
        },
        |(doc, metrics)| metrics.iter().try_for_each(|m| out.write(&MetricRecord::new(&doc, m))),
    )?;
    out.finish()?;
    Ok(tally.exit_code())
}

/// Bare texts: one a row, or one a line of a text file.
pub(crate) fn parse(args: &args::Io) -> Result<ExitCode, Stop> {
    let miner = Miner::new(Config::default())?;
    let mut out = Out::open::<ParseRecord<'_>>(&args.output)?;
    let work = |doc: String, source: gongwen::SourceText, meta: gongwen::Meta| {
        // A bare text is read as it stands: joining lines and dropping spaces are for prose.
        let normal = gongwen::Normalised::identity(source.as_str());
        let anchor = meta.date.as_deref().map(anchor).unwrap_or_default();
        let all = Span::new(0, normal.text().len());
        let found = miner.extractor().lexer().scan(normal.text(), all, anchor);
        (doc, source, normal, found)
    };
    let mut input = args.input.clone();
    input.lines = true;
    let (tally, _) = run::each(
        &input,
        None,
        work,
        |(doc, source, normal, found), _| {
            let mut records = found.iter().filter_map(|expr| ParseRecord::new(&doc, &source, &normal, expr));
            records.try_for_each(|record| out.write(&record))
        },
        |failure| {
            run::complain(failure);
            Ok(())
        },
    )?;
    out.finish()?;
    Ok(tally.exit_code())
}

/// Year, month and day of a row's date field, as far as it tells them: `2024-05-02`, `2024/5`, `2024年5月2日`.
fn anchor(date: &str) -> Anchor {
    let mut parts = date.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty());
    Anchor {
        year: parts.next().and_then(|p| p.parse().ok()),
        month: parts.next().and_then(|p| p.parse().ok()).filter(|m| (1..=12).contains(m)),
        day: parts.next().and_then(|p| p.parse().ok()).filter(|d| (1..=31).contains(d)),
    }
}

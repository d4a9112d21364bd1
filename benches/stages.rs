//! One bench a stage, in MB/s of input (decoded UTF-8, for `read` the stored bytes), on one thread.
//!
//! Each asserts its result, so that a stage that does nothing is not called fast.

use divan::Bencher;
use divan::counter::BytesCount;
use gongwen::{ReadOptions, SegmentConfig, Segmenter, Span};
use gongwen_benches::{DOCUMENTS, MINER, PAGES, text_bytes};
use std::hint::black_box;
use std::sync::LazyLock;

fn main() {
    LazyLock::force(&DOCUMENTS);
    divan::main();
}

#[divan::bench]
fn read(bencher: Bencher<'_, '_>) {
    let decode = || -> usize {
        let text = |p: &Vec<u8>| gongwen::read(p, ReadOptions::default()).expect("text");
        PAGES.iter().map(|p| text(p).chars()).sum()
    };
    assert_eq!(decode(), DOCUMENTS.iter().map(|d| d.source().chars()).sum::<usize>());
    bencher.counter(BytesCount::new(PAGES.iter().map(Vec::len).sum::<usize>())).bench(|| black_box(decode()));
}

#[divan::bench]
fn normalise(bencher: Bencher<'_, '_>) {
    let edits = || -> usize {
        let one = |d: &gongwen::Document| MINER.normaliser().normalise(d.source().as_str()).edits().len();
        DOCUMENTS.iter().map(one).sum()
    };
    assert!(edits() > 1000, "the Traditional pages are rewritten");
    bencher.counter(BytesCount::new(text_bytes())).bench(|| black_box(edits()));
}

#[divan::bench]
fn structure(bencher: Bencher<'_, '_>) {
    let structurer = gongwen::Structurer::new().expect("built-in tables");
    let articles = || -> usize {
        let one = |d: &gongwen::Document| {
            structurer.structure(d.source(), d.normal(), d.masks(), d.meta()).articles.len()
        };
        DOCUMENTS.iter().map(one).sum()
    };
    assert_eq!(articles(), DOCUMENTS.iter().map(|d| d.articles().len()).sum::<usize>());
    bencher.counter(BytesCount::new(text_bytes())).bench(|| black_box(articles()));
}

/// One page of so many MB: the figure is the same for each where the stage is linear.
#[divan::bench(args = [5, 50], sample_count = 2)]
fn structure_of_one_page(bencher: Bencher<'_, '_>, megabytes: usize) {
    let structurer = gongwen::Structurer::new().expect("built-in tables");
    let corpus: String = DOCUMENTS.iter().map(|d| d.source().as_str()).collect();
    let page = corpus.repeat(megabytes * 1_000_000 / corpus.len() + 1);
    let source = gongwen::SourceText::new(page);
    let normal = gongwen::Normalised::identity(source.as_str());
    let parts = || structurer.structure(&source, &normal, &[], &gongwen::Meta::default());
    assert!(parts().sentences.len() > megabytes * 1000, "a sentence is shorter than a kilobyte");
    bencher.counter(BytesCount::new(source.as_str().len())).bench(|| black_box(parts().articles.len()));
}

/// Pages of one thing over and over, 10,000 and 100,000 times: the figure is the same where the stage is linear.
#[divan::bench(args = [("line", 10), ("line", 100), ("empty", 10), ("empty", 100), ("short", 10), ("short", 100),
    ("headings", 10), ("headings", 100), ("markers", 10), ("markers", 100)], sample_count = 2)]
fn structure_of_one_thing(bencher: Bencher<'_, '_>, (what, thousands): (&str, usize)) {
    let structurer = gongwen::Structurer::new().expect("built-in tables");
    let one = |n: usize| match what {
        "line" => "推进工作，抓好落实；完成任务三项。".to_owned(),
        "empty" => "\n".to_owned(),
        "short" => "一\n".to_owned(),
        "headings" => format!("{}、工作目标\n抓好落实。\n", n % 90 + 1),
        _ => format!("工作计划 篇{}\n抓好落实。\n", n + 1),
    };
    let page: String = (0..thousands * 1000).map(one).collect();
    let source = gongwen::SourceText::new(page);
    let normal = gongwen::Normalised::identity(source.as_str());
    let parts = || structurer.structure(&source, &normal, &[], &gongwen::Meta::default());
    assert_eq!(parts().paragraphs.is_empty(), what == "empty");
    bencher.counter(BytesCount::new(source.as_str().len())).bench(|| black_box(parts().articles.len()));
}

#[divan::bench]
fn words(bencher: Bencher<'_, '_>) {
    let segmenter = Segmenter::new(SegmentConfig::default()).expect("built-in tables");
    let words = || -> usize {
        let one = |d: &gongwen::Document| {
            segmenter.segment(d.normal().text(), Span::new(0, d.normal().text().len())).len()
        };
        DOCUMENTS.iter().map(one).sum()
    };
    assert!(words() > text_bytes() / 12, "a word is not much longer than two characters");
    bencher.counter(BytesCount::new(text_bytes())).bench(|| black_box(words()));
}

#[divan::bench]
fn metrics(bencher: Bencher<'_, '_>) {
    let metrics = || -> usize { DOCUMENTS.iter().map(|d| MINER.extract(d).len()).sum() };
    assert!(metrics() > DOCUMENTS.len(), "more than one a page");
    bencher.counter(BytesCount::new(text_bytes())).bench(|| black_box(metrics()));
}

/// One sentence that goes on and on in the same way, of one MB and of four: the figure is the same for both where
/// extraction is linear in the length of a sentence.
#[divan::bench(args = [("figures", 1), ("figures", 4), ("numerals", 1), ("numerals", 4), ("dates", 1), ("dates", 4),
    ("brackets", 1), ("brackets", 4), ("list", 1), ("list", 4)], sample_count = 2)]
fn metrics_of_one_sentence(bencher: Bencher<'_, '_>, (what, megabytes): (&str, usize)) {
    let fill = |piece: &str| piece.repeat(megabytes * 1_000_000 / piece.len());
    let text = match what {
        "figures" => fill("完成项目12个，投资3.5亿元，增长7.8%，"),
        "numerals" => fill("12件 "),
        "dates" => fill("3月5日、"),
        "brackets" => fill("（完成12件") + &"）".repeat(megabytes * 60_000),
        _ => fill("见面率、") + "分别达到" + &fill("15%、"),
    };
    let text = format!("2024年工作总结\n{text}。\n");
    let page = MINER.document("page", gongwen::SourceText::new(text.as_str()), gongwen::Meta::default());
    assert!(MINER.extract(&page).len() > megabytes * 1000);
    bencher.counter(BytesCount::new(text.len())).bench(|| black_box(MINER.extract(&page).len()));
}

#[divan::bench(sample_count = 10)]
fn reuse(bencher: Bencher<'_, '_>) {
    let clusters = || MINER.compare(&DOCUMENTS).expect("the default configuration").clusters.len();
    assert!(clusters() > 1, "the corpus is repeated, so everything has copies");
    bencher.counter(BytesCount::new(text_bytes())).bench(|| black_box(clusters()));
}

/// From bytes to metrics, all stages but the comparison.
#[divan::bench]
fn whole_page(bencher: Bencher<'_, '_>) {
    let mine = || -> usize {
        let one =
            |(n, p): (usize, &Vec<u8>)| MINER.extract(&MINER.read(&n.to_string(), p).expect("text")).len();
        PAGES.iter().enumerate().map(one).sum()
    };
    assert_eq!(mine(), DOCUMENTS.iter().map(|d| MINER.extract(d).len()).sum::<usize>());
    bencher.counter(BytesCount::new(PAGES.iter().map(Vec::len).sum::<usize>())).bench(|| black_box(mine()));
}

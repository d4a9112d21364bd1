//! The text layer: script, decoding, and the layer as a whole.

use crate::race::{self, Race};
use encoding_rs::{BIG5, GBK};
use gongwen::{NormaliseConfig, Normaliser, ReadOptions, Script, Target};
use std::error::Error;
use std::fs;
use std::path::Path;

/// Bytes of UTF-8 that a race is run over.
const SIZE: usize = 4_000_000;

const PYTHON: race::Script = race::Script { path: "python/text.py", interpreter: ("PYTHON", "python3") };

/// The texts of a directory's pages that are in Simplified script.
pub(crate) fn simplified(pages: &Path, normaliser: &Normaliser) -> Result<Vec<String>, Box<dyn Error>> {
    let mut paths: Vec<_> =
        fs::read_dir(pages)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut texts = Vec::new();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "txt")) {
        let page = gongwen::read(&fs::read(path)?, ReadOptions::default())?;
        if normaliser.script(page.as_str()) == Script::Simplified {
            texts.push(page.into_string());
        }
    }
    if texts.is_empty() {
        return Err(format!("{}: no page in Simplified script", pages.display()).into());
    }
    Ok(texts)
}

/// The same in one text, repeated until it is long enough for a race.
pub(crate) fn long(pages: &Path, normaliser: &Normaliser) -> Result<String, Box<dyn Error>> {
    let text = simplified(pages, normaliser)?.join("\n") + "\n";
    Ok(text.repeat(SIZE.div_ceil(text.len())))
}

pub(crate) fn normaliser(to: Target, only_script: bool) -> Result<Normaliser, gongwen::Error> {
    let mut config = NormaliseConfig { to, ..NormaliseConfig::default() };
    if only_script {
        config.steps = vec![gongwen::EditKind::Script];
    }
    Normaliser::new(config)
}

pub(crate) fn run(pages: &Path) -> Result<(), Box<dyn Error>> {
    let script = normaliser(Target::Simplified, true)?;
    let all = normaliser(Target::Simplified, false)?;
    let simplified = long(pages, &all)?;
    let traditional = normaliser(Target::Traditional, true)?.normalise(&simplified).text().to_owned();

    let mut fmmseg = opencc_fmmseg::OpenCC::new();
    fmmseg.set_parallel(false);
    let ferrous = ferrous_opencc::OpenCC::from_config(ferrous_opencc::config::BuiltinConfig::T2s)?;
    for (title, text) in [
        ("Traditional to Simplified, Traditional text", &traditional),
        ("Traditional to Simplified, Simplified text", &simplified),
    ] {
        Race::over(title, text.len())
            .add("gongwen, with offsets", || script.normalise(text))
            .add("opencc-fmmseg 0.13", || fmmseg.t2s(text, false))
            .add("ferrous-opencc 0.4", || ferrous.convert(text))
            .add_script(&PYTHON, "opencc", text.as_bytes())
            .run();
    }

    let gbk = GBK.encode(&simplified).0;
    let big5 = BIG5.encode(&traditional).0;
    for (title, bytes, encoding) in
        [("detect and decode GBK", &gbk, GBK), ("detect and decode Big5", &big5, BIG5)]
    {
        assert_eq!(gongwen::read(bytes, ReadOptions::default())?.encoding, encoding.name());
        Race::over(title, bytes.len())
            .add("gongwen", || gongwen::read(bytes, ReadOptions::default()))
            .add("chardetng 1.0 + encoding_rs", || {
                let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
                detector.feed(bytes, true);
                detector.guess(None, chardetng::Utf8Detection::Allow).decode(bytes).0.len()
            })
            .add("encoding_rs, told which", || encoding.decode_without_bom_handling(bytes).0.len())
            .add_script(&PYTHON, "charset-normalizer", &bytes[..bytes.len() / 20])
            .run();
    }

    Race::over("the whole layer, Simplified UTF-8", simplified.len())
        .add("gongwen, decode + all steps", || {
            let page = gongwen::read(simplified.as_bytes(), ReadOptions::default())?;
            let normal = all.normalise(page.as_str());
            let masks = all.masks(&normal).len();
            Ok::<_, gongwen::Error>((normal.text().len(), masks))
        })
        .add_script(&PYTHON, "ftfy", simplified.as_bytes())
        .run();

    Race::of("construction")
        .add("gongwen", || Normaliser::new(NormaliseConfig::default()))
        .add("opencc-fmmseg 0.13", opencc_fmmseg::OpenCC::new)
        .run();
    Ok(())
}

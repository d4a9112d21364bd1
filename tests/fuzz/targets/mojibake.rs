//! Texts that were read in a wrong encoding, once or twice, are repaired or left as they are.
#![no_main]

use encoding_rs::{BIG5, Encoding, GBK, UTF_8, WINDOWS_1252};
use gongwen::{Format, ReadOptions};
use libfuzzer_sys::fuzz_target;

const ENCODINGS: [&Encoding; 4] = [UTF_8, GBK, BIG5, WINDOWS_1252];

fuzz_target!(|data: &[u8]| {
    let [choices, text @ ..] = data else { return };
    let mut text = String::from_utf8_lossy(text).into_owned();
    let pick = |n: u8| ENCODINGS[usize::from(choices >> (2 * n)) % ENCODINGS.len()];
    for (was, read_as) in [(pick(0), pick(1)), (pick(2), pick(3))] {
        text = read_as.decode_without_bom_handling(&was.encode(&text).0).0.into_owned();
    }
    let options = ReadOptions { format: Format::Text, ..ReadOptions::default() };
    if let Ok(page) = gongwen::read(text.as_bytes(), options)
        && page.encoding == "UTF-8"
        && page.repaired.is_none()
    {
        assert_eq!(page.as_str(), text.strip_prefix('\u{FEFF}').unwrap_or(&text));
    }
});

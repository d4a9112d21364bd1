//! Any bytes are read or refused; what is read names its encoding, and its malformed sequences stand in the text.
#![no_main]

use gongwen::{Format, ReadOptions};
use libfuzzer_sys::fuzz_target;

const LABELS: [&str; 8] =
    ["utf-8", "gbk", "gb18030", "big5", "utf-16le", "utf-32be", "hz-gb-2312", "iso-2022-cn"];

fuzz_target!(|data: &[u8]| {
    let plain = ReadOptions { format: Format::Text, ..ReadOptions::default() };
    if let Ok(page) = gongwen::read(data, plain) {
        let replaced = page.as_str().matches(char::REPLACEMENT_CHARACTER).count();
        assert!(page.malformed as usize <= replaced || page.repaired.is_some());
        assert_eq!(page.chars(), page.as_str().chars().count());
        if page.repaired.is_none() && page.malformed == 0 && page.encoding == "UTF-8" {
            let bom = if page.bom { 3 } else { 0 };
            assert_eq!(page.as_str().as_bytes(), &data[bom..], "UTF-8 is kept as it is");
        }
    }
    let Some((&choice, rest)) = data.split_first() else { return };
    let label = LABELS[usize::from(choice) % LABELS.len()];
    let _ = gongwen::read(rest, ReadOptions { encoding: Some(label), ..plain });
});

//! Decoding over encodings and cuts.

mod figures;

use super::*;
use crate::span::Span;
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8};
use proptest::prelude::*;

const SIMPLIFIED: &str = "二、主要任务\n（一）围绕中心工作，组织代表开展视察活动4次，提出意见建议30余条。\n（二）加强学习培训，\
                          每季度集中学习不少于1次，参加人数达到200人次以上。\n";
const TRADITIONAL: &str = "二、主要任務\n（一）圍繞中心工作，組織代表開展視察活動4次，提出意見建議30餘條。\n（二）加強學習培訓，\
                           每季度集中學習不少於1次，參加人數達到200人次以上。\n";

fn bytes(text: &str, encoding: &str) -> Vec<u8> {
    match encoding {
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        "UTF-32LE" => text.chars().flat_map(|c| (c as u32).to_le_bytes()).collect(),
        "UTF-32BE" => text.chars().flat_map(|c| (c as u32).to_be_bytes()).collect(),
        label => Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned(),
    }
}

fn open(bytes: &[u8]) -> SourceText {
    read(bytes, ReadOptions::default()).unwrap()
}

const ENCODINGS: [(&str, &str); 10] = [
    ("UTF-8", SIMPLIFIED),
    ("UTF-8", TRADITIONAL),
    ("GBK", SIMPLIFIED),
    ("GBK", TRADITIONAL),
    ("Big5", TRADITIONAL),
    ("UTF-16LE", SIMPLIFIED),
    ("UTF-16BE", SIMPLIFIED),
    ("UTF-16LE", TRADITIONAL),
    ("UTF-32LE", SIMPLIFIED),
    ("UTF-32BE", SIMPLIFIED),
];

#[test]
fn whole_texts() {
    for (encoding, text) in ENCODINGS {
        let source = open(&bytes(text, encoding));
        assert_eq!((source.as_str(), source.encoding, source.malformed), (text, encoding, 0));
        assert!(!source.bom && source.repaired.is_none() && source.blocks.is_empty());
    }
}

/// Every slice of 48 bytes, wherever it is cut, decodes to a part of the text.
#[test]
fn slices_cut_anywhere() {
    for (encoding, text) in ENCODINGS {
        let all = bytes(text, encoding);
        let width = if encoding.starts_with("UTF-32") { 96 } else { 48 };
        for start in 0..all.len() - width {
            let source = open(&all[start..start + width]);
            assert_eq!(source.encoding, encoding, "from {start}: {}", source.as_str());
            // The second byte of a character can be ASCII; alone, it reads as that.
            let inner = source.as_str().trim_start_matches(|c: char| c.is_ascii_graphic());
            let inner = inner.trim_matches(char::REPLACEMENT_CHARACTER);
            assert!(text.contains(inner), "{encoding} from {start}: {inner}");
            assert!(source.malformed <= 4 && inner.chars().count() + 8 >= source.chars());
        }
    }
}

#[test]
fn byte_order_marks() {
    for (mark, encoding) in [
        (&b"\xEF\xBB\xBF"[..], "UTF-8"),
        (b"\xFF\xFE", "UTF-16LE"),
        (b"\xFE\xFF", "UTF-16BE"),
        (b"\xFF\xFE\0\0", "UTF-32LE"),
        (b"\0\0\xFE\xFF", "UTF-32BE"),
    ] {
        let source = open(&[mark, &bytes("计划a", encoding)].concat());
        assert_eq!((source.as_str(), source.encoding, source.bom), ("计划a", encoding, true));
        let named = ReadOptions { encoding: Some(encoding), ..ReadOptions::default() };
        assert_eq!(read(&[mark, &bytes("计划a", encoding)].concat(), named).unwrap().as_str(), "计划a");
    }
    let empty = open(b"\xEF\xBB\xBF");
    assert_eq!((empty.as_str(), empty.bom), ("", true));
}

#[test]
fn an_empty_page_is_a_page() {
    let source = open(b"");
    assert_eq!((source.as_str(), source.encoding, source.malformed, source.bom), ("", "UTF-8", 0, false));
}

#[test]
fn four_byte_sequences_make_it_gb18030() {
    let text = "镇区𠮷祥工作计划，全年办理建议十二件";
    let source = open(&GB18030.encode(text).0);
    assert_eq!((source.as_str(), source.encoding), (text, "gb18030"));
}

#[test]
fn malformed_sequences_are_counted() {
    let mut bytes = SIMPLIFIED.as_bytes().to_vec();
    let at = SIMPLIFIED.find('务').unwrap();
    bytes[at] = 0xFF;
    let source = open(&bytes);
    assert_eq!(source.encoding, "UTF-8");
    assert_eq!(source.malformed as usize, source.as_str().matches('\u{FFFD}').count());
    assert!(source.as_str().contains("围绕中心工作"));
    // A replacement character that was written is no malformed sequence.
    assert_eq!(open("计划\u{FFFD}".as_bytes()).malformed, 0);
}

#[test]
fn lines_in_another_encoding() {
    let mut bytes = Vec::new();
    for (i, line) in SIMPLIFIED.split_inclusive('\n').cycle().take(12).enumerate() {
        if i % 4 == 1 {
            bytes.extend_from_slice(&GBK.encode(line).0);
        } else {
            bytes.extend_from_slice(line.as_bytes());
        }
    }
    let source = open(&bytes);
    assert_eq!(source.as_str(), SIMPLIFIED.repeat(4));
    assert_eq!((source.encoding, source.malformed), ("mixed", 0));
}

#[test]
fn a_claim_breaks_ties_only() {
    let page = format!("<html><head><meta charset=big5></head><body>{SIMPLIFIED}</body></html>");
    assert_eq!(open(&GBK.encode(&page).0).encoding, "GBK");
    assert_eq!(open(page.as_bytes()).encoding, "UTF-8");
}

#[test]
fn labels() {
    let named = |label: &str, bytes: &[u8]| {
        read(bytes, ReadOptions { encoding: Some(label), ..ReadOptions::default() })
    };
    assert_eq!(named("gb2312", &GBK.encode("计划").0).unwrap().as_str(), "计划");
    assert_eq!(named("BIG5", &BIG5.encode("計劃").0).unwrap().as_str(), "計劃");
    assert_eq!(named("UTF-32BE", &bytes("计划", "UTF-32BE")).unwrap().as_str(), "计划");
    assert_eq!(named("HZ-GB-2312", b"~{<F;.~}").unwrap().as_str(), "计划");
    assert!(named("utf-99", b"").unwrap_err().to_string().contains("utf-99"));
    assert!(named("hz-gb-2312", b"").unwrap().as_str().is_empty());
}

#[test]
fn what_is_no_text_is_refused() {
    for (bytes, name) in [
        (&b"\x89PNG\r\n\x1A\n\0\0"[..], "PNG"),
        (b"PK\x03\x04\x14\0", "ZIP"),
        (b"%PDF-1.7", "PDF"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "OLE"),
        (b"\x1F\x8B\x08\0", "gzip"),
        (b"\x28\xB5\x2F\xFD", "zstd"),
        (b"\x7FELF", "ELF"),
        (b"Rar!\x1A\x07\0", "RAR"),
        (b"7z\xBC\xAF\x27\x1C", "7z"),
        (b"\xFF\xD8\xFF\xE0", "JPEG"),
    ] {
        let message = read(bytes, ReadOptions::default()).unwrap_err().to_string();
        assert!(message.contains(name), "{message}");
    }
    // Bytes of no pattern: a linear congruential generator's.
    let mut state = 7_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(4096)
    .collect();
    assert!(read(&noise, ReadOptions::default()).is_err());
    assert!(read(&[b"id\0\0\x01\x02name\0\0".as_slice(); 40].concat(), ReadOptions::default()).is_err());
}

#[test]
fn markup_is_rendered_where_it_opens_the_page() {
    let page = "<html><body><p>计划</p></body></html>";
    assert_eq!(open(page.as_bytes()).as_str(), "计划\n");
    let text = ReadOptions { format: Format::Text, ..ReadOptions::default() };
    assert_eq!(read(page.as_bytes(), text).unwrap().as_str(), page);
    let html = ReadOptions { format: Format::Html, ..ReadOptions::default() };
    assert_eq!(read("计<b>划</b>".as_bytes(), html).unwrap().as_str(), "计划\n");
}

#[test]
fn malformed_sequences_are_located() {
    // The second half is in another encoding's bytes, and stands behind a byte order mark.
    let source = open(b"\xEF\xBB\xBF\xE8\xAE\xA1\xFF\xFE\xE5\x88\x92\nab\xE5\x88\ncd\xC0");
    assert_eq!((source.as_str(), source.malformed), ("计\u{FFFD}\u{FFFD}划\nab\u{FFFD}\ncd\u{FFFD}", 4));
    let places: Vec<_> = source.damage.iter().map(|d| (d.at, d.bytes.clone(), d.sequences)).collect();
    let at = |start, end| Some(Span::new(start, end));
    assert_eq!(places, [(at(3, 9), 6..8, 2), (at(15, 18), 14..16, 1), (at(21, 24), 19..20, 1)]);
    assert_eq!(source.lost.len(), 3);
    let gbk = [&GBK.encode(SIMPLIFIED).0[..], b"\xFF\n", &GBK.encode(SIMPLIFIED).0[..]].concat();
    let source = open(&gbk);
    let place = &source.damage[0];
    assert_eq!((source.encoding, source.malformed, place.bytes.start), ("GBK", 1, gbk.len() as u64 / 2 - 1));
    assert_eq!(place.at, at(SIMPLIFIED.len(), SIMPLIFIED.len() + 3));
}

#[test]
fn a_named_encoding_leaves_mojibake_to_be_undone() {
    let wrong = encoding_rs::WINDOWS_1252
        .decode_without_bom_handling(&GBK.encode("县人大代表视察工作").0)
        .0
        .into_owned();
    let named = ReadOptions { encoding: Some("utf-8"), ..ReadOptions::default() };
    assert_eq!(read(wrong.as_bytes(), named).unwrap().as_str(), "县人大代表视察工作");
}

#[test]
fn other_languages_are_not_made_chinese() {
    for (encoding, text) in [
        (encoding_rs::SHIFT_JIS, "市議会は今年度の計画をまとめ、サービスの向上を進めることにした。\n"),
        (encoding_rs::EUC_JP, "市議会は今年度の計画をまとめ、サービスの向上を進めることにした。\n"),
        (encoding_rs::ISO_2022_JP, "市議会は今年度の計画をまとめた。\n"),
        (encoding_rs::EUC_KR, "시의회는 올해의 계획을 세우고 주민 서비스를 높이기로 했다.\n"),
        (encoding_rs::WINDOWS_1251, "Городской совет принял план работы на год.\n"),
        (encoding_rs::WINDOWS_1252, "Le conseil a adopté le projet présenté à l'été, déjà signé.\n"),
        (UTF_8, "Le café à côté.\n"),
    ] {
        let text = text.repeat(3);
        let source = open(&encoding.encode(&text).0);
        assert_eq!((source.as_str(), source.encoding), (text.as_str(), encoding.name()));
    }
}

#[test]
fn line_ends_stay() {
    assert_eq!(open("计\r\n划\r\n".as_bytes()).as_str(), "计\r\n划\r\n");
}

/// A stream that gives as many bytes at a time as it is told.
struct Dribble<'b>(&'b [u8], std::iter::Cycle<std::vec::IntoIter<usize>>);

impl std::io::Read for Dribble<'_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.1.next().unwrap_or(1).clamp(1, buf.len().max(1)).min(self.0.len());
        let (now, later) = self.0.split_at(n);
        buf[..n].copy_from_slice(now);
        self.0 = later;
        Ok(n)
    }
}

#[test]
fn blocks_and_streams_are_seamless() {
    for (encoding, text) in ENCODINGS {
        // Long lines and short ones, over several blocks, with garbage between.
        let lines = [text.replace('\n', ""), text.repeat(40), text.replace('\n', "").repeat(400)].join("\n");
        let text = lines.repeat(3);
        let mut all = bytes(&text, encoding);
        let source = open(&all);
        assert!(
            source.as_str() == text && source.encoding == encoding && source.malformed == 0,
            "{encoding}"
        );
        for at in (0..all.len()).step_by(70_001) {
            all[at] = 0xFF;
        }
        let source = open(&all);
        let options = ReadOptions::default();
        let streamed =
            read_from(Dribble(&all, vec![1, 70_000, 3, 4096].into_iter().cycle()), options).unwrap();
        assert!(source.as_str() == streamed.as_str() && source.encoding == streamed.encoding, "{encoding}");
        assert_eq!((source.malformed, &source.damage), (streamed.malformed, &streamed.damage));
        let sequences: u32 = source.damage.iter().map(|d| d.sequences).sum();
        assert_eq!(sequences, source.malformed);
    }
}

#[test]
fn a_stream_that_breaks_off_is_an_error() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("gone"))
        }
    }
    assert_eq!(read_from(Broken, ReadOptions::default()).unwrap_err().to_string(), "gone");
}

proptest! {
    #[test]
    fn streams_read_like_bytes(
        pieces in prop::collection::vec((0..6_usize, any::<u8>(), 0..40_usize), 0..40),
        sizes in prop::collection::vec(1..300_usize, 1..9),
    ) {
        // Lines in several encodings, with a byte of noise here and there.
        let mut all = Vec::new();
        for (kind, noise, at) in pieces {
            let mut line = match kind {
                0 => SIMPLIFIED.as_bytes().to_vec(),
                1 => GBK.encode(SIMPLIFIED).0.into_owned(),
                2 => BIG5.encode(TRADITIONAL).0.into_owned(),
                3 => b"plain\n".to_vec(),
                4 => vec![noise; at],
                _ => SIMPLIFIED.as_bytes()[..at].to_vec(),
            };
            if let (true, Some(byte)) = (noise % 4 == 0, line.get_mut(at)) {
                *byte = noise;
            }
            all.extend(line);
        }
        let whole = read(&all, ReadOptions::default());
        let streamed = read_from(Dribble(&all, sizes.into_iter().cycle()), ReadOptions::default());
        match (whole, streamed) {
            (Ok(a), Ok(b)) => {
                prop_assert_eq!(a.as_str(), b.as_str());
                prop_assert_eq!((a.encoding, a.malformed, a.repaired), (b.encoding, b.malformed, b.repaired));
                prop_assert_eq!(&a.damage, &b.damage);
                prop_assert_eq!(a.damage.iter().map(|d| d.sequences).sum::<u32>(), a.malformed);
                for at in a.damage.iter().filter_map(|d| d.at).chain(a.lost.iter().copied()) {
                    prop_assert!(a.as_str().get(at.range()).is_some());
                }
            }
            (a, b) => prop_assert_eq!(a.map_err(|e| e.to_string()).err(), b.map_err(|e| e.to_string()).err()),
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(source) = read(&bytes, ReadOptions::default()) {
            let replaced = source.as_str().matches(char::REPLACEMENT_CHARACTER).count();
            prop_assert!(source.malformed as usize <= replaced || !source.blocks.is_empty());
        }
        let _ = read(&bytes, ReadOptions { format: Format::Html, ..ReadOptions::default() });
    }

    #[test]
    fn valid_utf8_is_kept(text in "[\u{4E00}-\u{9FA5}，。0-9a-z\r\n]{0,200}") {
        let source = open(text.as_bytes());
        prop_assert!(source.repaired.is_some() || source.as_str() == text);
    }
}

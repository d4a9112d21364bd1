//! Rates on the pages of the corpus: pieces cut anywhere, lines in mixed encodings, mojibake, clean text.

use super::*;
use encoding_rs::WINDOWS_1252;

/// The lines of the corpus's pages in UTF-8.
fn lines() -> Vec<String> {
    let pages = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/pages");
    let mut paths: Vec<_> = std::fs::read_dir(pages).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let texts = paths.iter().filter_map(|path| String::from_utf8(std::fs::read(path).unwrap()).ok());
    let lines: Vec<String> =
        texts.flat_map(|t| t.lines().map(|l| l.trim().to_owned()).collect::<Vec<_>>()).collect();
    lines.into_iter().filter(|l| !l.contains(['<', '\u{FFFD}', '\u{FEFF}', '?']) && han(l) >= 2).collect()
}

fn han(text: &str) -> usize {
    text.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count()
}

/// What an encoding has of a text.
fn within(text: &str, encoding: &'static Encoding) -> String {
    text.chars().filter(|c| !encoding.encode(&c.to_string()).2).collect()
}

/// Numbers that look random, always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

fn seven_bit(text: &str, open: &str, close: &str) -> Vec<u8> {
    let (mut out, mut shifted) = (Vec::new(), false);
    for c in text.chars() {
        let pair = GBK.encode(&c.to_string()).0.into_owned();
        if (pair.len() == 2) != shifted {
            shifted = !shifted;
            out.extend_from_slice(if shifted { open } else { close }.as_bytes());
        }
        out.extend(pair.iter().map(|b| b & 0x7F));
    }
    out
}

#[test]
fn slices() {
    let text = lines().join("\n");
    let traditional = std::iter::repeat_n(TRADITIONAL, 40).collect::<String>();
    let gb2312 =
        |c: &char| c.is_ascii() || matches!(*GBK.encode(&c.to_string()).0, [0xA1..=0xF7, 0xA1..=0xFE]);
    let plain: String = text.chars().filter(gb2312).filter(|&c| c != '~').collect();
    let mut dice = Dice(3);
    for name in
        ["UTF-8", "GBK", "gb18030", "Big5", "UTF-16LE", "UTF-16BE", "UTF-32LE", "HZ-GB-2312", "ISO-2022-CN"]
    {
        let encode = |piece: &str| match name {
            "HZ-GB-2312" => seven_bit(piece, "~{", "~}"),
            "ISO-2022-CN" => seven_bit(piece, "\x0E", "\x0F"),
            _ => bytes(piece, name),
        };
        let text = match name {
            "HZ-GB-2312" | "ISO-2022-CN" => plain.clone(),
            "GBK" => within(&text, GBK),
            "gb18030" => text.replace('，', "𠮷，"),
            "Big5" => traditional.clone(),
            _ => text.clone(),
        };
        let chars: Vec<char> = text.chars().collect();
        let (mut all, mut right, mut wrong) = (0, 0, Vec::new());
        while all < 120 {
            let length = 14 + dice.below(200);
            let start = dice.below(chars.len() - length - 2);
            let inner: String = chars[start + 1..start + length].iter().collect();
            let whole = encode(&chars[start..=start + length].iter().collect::<String>());
            // Cut off up to a byte less than the first and the last character.
            let width = if name.starts_with("UTF-32") { 4 } else { 2 };
            let cut = &whole[dice.below(width)..whole.len() - dice.below(width)];
            let shifts = !matches!(name, "HZ-GB-2312" | "ISO-2022-CN")
                || cut.windows(2).any(|w| matches!(w, b"~{" | b"~}" | [0x0E | 0x0F, _]));
            if han(&inner) < 12 || !shifts {
                continue;
            }
            let source = open(cut);
            all += 1;
            let same = source.encoding == name || (name == "gb18030" && source.encoding == "GBK");
            let good = same && source.as_str().contains(inner.trim());
            right += usize::from(good);
            if !good {
                wrong.push(format!("{}: {inner:?} read as {:?}", source.encoding, source.as_str()));
            }
        }
        assert!(right * 100 >= all * 99, "{name}: {right} of {all}, {wrong:#?}");
    }
}

#[test]
fn mixed_lines() {
    let lines = lines();
    let mut dice = Dice(5);
    for (page, other) in [(UTF_8, GBK), (GBK, UTF_8), (GBK, BIG5), (UTF_8, BIG5), (BIG5, UTF_8)] {
        let (mut all, mut right) = (0, 0);
        for _ in 0..25 {
            let start = dice.below(lines.len() - 30);
            let (mut raw, mut text) = (Vec::new(), Vec::new());
            for (i, line) in lines[start..start + 30].iter().enumerate() {
                let encoding = if i % 4 == 2 { other } else { page };
                let line =
                    if encoding == BIG5 { TRADITIONAL.lines().nth(i % 3).unwrap_or_default() } else { line };
                let line = within(line, encoding);
                raw.extend_from_slice(&encoding.encode(&line).0);
                raw.push(b'\n');
                text.push(line);
            }
            let source = open(&raw);
            all += text.len();
            right += source.as_str().lines().zip(&text).filter(|(a, b)| a == b).count();
        }
        assert!(right * 100 >= all * 99, "{} with {}: {right} of {all}", page.name(), other.name());
    }
}

#[test]
fn wrong_readings() {
    let sentences: Vec<String> = lines()
        .iter()
        .flat_map(|l| l.split_inclusive('。').map(|s| within(s, GBK)).collect::<Vec<_>>())
        .filter(|s| han(s) >= 8)
        .step_by(5)
        .take(150)
        .collect();
    let misread = |text: &str, was: &'static Encoding, read_as: &'static Encoding| {
        read_as.decode_without_bom_handling(&was.encode(text).0).0.into_owned()
    };
    for (was, read_as, exact, chars) in [
        (UTF_8, WINDOWS_1252, 100, 100),
        (GBK, WINDOWS_1252, 99, 99),
        (UTF_8, GBK, 30, 95),
        (GBK, BIG5, 50, 87),
    ] {
        let (mut same, mut kept, mut all, mut invented) = (0, 0, 0, 0);
        for sentence in &sentences {
            let source = open(misread(sentence, was, read_as).as_bytes());
            same += usize::from(source.as_str() == sentence);
            all += sentence.chars().count();
            let equal = source.as_str().chars().zip(sentence.chars());
            let lengths = source.as_str().chars().count().abs_diff(sentence.chars().count());
            let right = equal.clone().filter(|(a, b)| a == b).count();
            // A character too few shifts all that follow it: such a sentence counts for nothing.
            kept += if lengths == 0 { right } else { 0 };
            let other = |a: char, b: char| a != b && a != char::REPLACEMENT_CHARACTER;
            invented += if lengths == 0 { equal.filter(|&(a, b)| other(a, b)).count() } else { 0 };
        }
        let name = format!("{} as {}", was.name(), read_as.name());
        assert!(same * 100 >= sentences.len() * exact, "{name}: {same} of {} exact", sentences.len());
        assert!(kept * 100 >= all * chars, "{name}: {kept} of {all} characters");
        assert!(invented * 250 <= all, "{name}: {invented} of {all} invented");
    }
}

#[test]
fn clean_text_stays() {
    let odd = [
        "饕餮、貔貅、囹圄、龃龉、耄耋、魑魅魍魉",
        "абвгд Привет мир",
        "¥100 £20 ¢5",
        "±5℃×÷·°§®",
        "會(huì)議(yì)記(jì)錄(lù)",
        "zhōng guó gōng zuò jì huà",
        "ひらがなとカタカナの文章です。",
        "대한민국 국회",
        "┌──┬──┐│表│格│",
        "鑫淼焱垚犇骉羴猋龘靐齉爩鱻麤",
        "Müller größer Straße – “zitiert”",
    ];
    for line in lines().iter().step_by(2).map(String::as_str).chain(odd) {
        let source = open(line.as_bytes());
        assert_eq!((source.as_str(), source.repaired, source.encoding), (line, None, "UTF-8"));
    }
    // In a page with mojibake, the clean lines stay, too.
    let wrong = GBK.decode_without_bom_handling("本年度计划完成各项建设任务".as_bytes()).0.into_owned();
    let page = format!("{wrong}\n{}", odd.join("\n"));
    assert!(open(page.as_bytes()).as_str().ends_with(&odd.join("\n")));
}

//! What the lexer reads: a table of cases, and properties of every scan.

use super::*;
use crate::number::{Decimal, plain};
use crate::tables::Table;
use proptest::prelude::*;
use std::sync::LazyLock;

static LEXER: LazyLock<Lexer> = LazyLock::new(|| Lexer::new().unwrap());

fn anchor(text: &str) -> Anchor {
    let mut parts = text.split('-');
    Anchor {
        year: parts.next().and_then(|p| p.parse().ok()),
        month: parts.next().and_then(|p| p.parse().ok()),
        day: parts.next().and_then(|p| p.parse().ok()),
    }
}

fn scan(text: &str, anchor: Anchor) -> Vec<Expr> {
    LEXER.scan(text, Span::new(0, text.len()), anchor)
}

/// An expression as `cases.tsv` writes it.
fn shown(text: &str, e: &Expr) -> String {
    let core = &text[e.at.range()];
    if e.fixed {
        return format!("{core}=fixed");
    }
    let mut parts = vec![e.kind.name().to_owned()];
    if !e.kind.is_calendar() {
        let side = |v: Option<Decimal>| v.map_or_else(String::new, plain);
        parts.push(if e.min.is_some() && e.min == e.max {
            side(e.min)
        } else {
            format!("{}..{}", side(e.min), side(e.max))
        });
    }
    parts.extend(e.approx.then(|| "~".to_owned()));
    parts.extend(e.masked.then(|| "masked".to_owned()));
    parts.extend(e.unit.clone());
    parts.extend(e.per.clone());
    parts.extend(e.edtf.as_ref().map(ToString::to_string));
    format!("{core}={}", parts.join(" "))
}

/// What is read, as the tables of cases write it.
fn read(text: &str, reckoned_from: &str) -> String {
    let found: Vec<String> = scan(text, anchor(reckoned_from)).iter().map(|e| shown(text, e)).collect();
    found.join("|")
}

#[test]
fn cases() {
    let table =
        Table::parse("cases.tsv", include_str!("cases.tsv"), &["text", "anchor", "expected", "why"]).unwrap();
    let mut wrong = Vec::new();
    for row in table.rows() {
        let got = read(row.get("text"), row.get("anchor"));
        if got != row.get("expected") {
            let (text, want, why) = (row.get("text"), row.get("expected"), row.get("why"));
            wrong.push(format!("{text}: {got}, not {want} ({why})"));
        }
    }
    assert!(table.rows().count() > 200);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Forms in which numbers, sums, measures and times are written, one a row.
#[test]
fn forms() {
    let table =
        Table::parse("forms.tsv", include_str!("forms.tsv"), &["text", "anchor", "expected"]).unwrap();
    let wrong: Vec<String> = table
        .rows()
        .map(|row| (row.get("text"), read(row.get("text"), row.get("anchor")), row.get("expected")))
        .filter(|(_, got, want)| got != want)
        .map(|(text, got, want)| format!("{text}: {got}, not {want}"))
        .collect();
    assert!(table.rows().count() > 980);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_tables_are_whole() {
    let l = &*LEXER;
    let sizes =
        [l.units.len(), l.before.len(), l.after.len(), l.calendar.len(), l.fixed.len(), l.lunar.len()];
    // A table that was cut short fails here; one that grows does not.
    let least = [850, 100, 50, 200, 200, 100];
    assert!(sizes.iter().zip(least).all(|(n, least)| *n >= least), "{sizes:?}");
}

#[test]
fn every_date_is_edtf() {
    let table =
        Table::parse("cases.tsv", include_str!("cases.tsv"), &["text", "anchor", "expected", "why"]).unwrap();
    for row in table.rows() {
        for e in scan(row.get("text"), anchor(row.get("anchor"))) {
            assert_eq!(e.edtf.is_some(), e.kind.is_calendar(), "{}", row.get("text"));
            if let Some(edtf) = &e.edtf {
                assert!(edtf.as_str().parse::<Edtf>().is_ok(), "{}: {edtf}", row.get("text"));
            }
        }
    }
}

/// A whole number in Chinese, as schools teach it.
fn chinese(n: u64, digits: [&str; 10], units: [&str; 4], big: [&str; 4]) -> String {
    if n == 0 {
        return digits[0].to_owned();
    }
    let mut out = String::new();
    let mut zero = false;
    for place in (0..17_u32).rev() {
        let d = (n / 10_u64.pow(place) % 10) as usize;
        let group = (place / 4) as usize;
        if d > 0 {
            if zero && !out.is_empty() {
                out.push_str(digits[0]);
            }
            zero = false;
            out.push_str(digits[d]);
            out.push_str(units[(place % 4) as usize]);
        } else {
            zero = true;
        }
        // 万 of 亿亿 does not occur below 10^16; a group that is empty has no name.
        if place % 4 == 0 && !(n / 10_u64.pow(place)).is_multiple_of(10_000) {
            out.push_str(big[group.min(3)]);
        }
    }
    out
}

proptest! {
    #[test]
    fn the_value_of_a_written_number_is_its_number(n in 0..10_u64.pow(16)) {
        let plain = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let formal = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
        let old = ["零", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖"];
        let want = Some(Decimal::from(n));
        prop_assert_eq!(parse_number(&n.to_string()), want);
        let small = n % 10_u64.pow(12);
        for (digits, units, big) in [
            (plain, ["", "十", "百", "千"], ["", "万", "亿", "兆"]),
            (plain, ["", "十", "百", "千"], ["", "萬", "億", "兆"]),
            (formal, ["", "拾", "佰", "仟"], ["", "万", "亿", "兆"]),
            (old, ["", "拾", "佰", "仟"], ["", "萬", "億", "兆"]),
        ] {
            for m in [n, small, small % 100_000, small % 1000] {
                let text = chinese(m, digits, units, big);
                prop_assert_eq!(parse_number(&text), Some(Decimal::from(m)), "{}", text);
            }
        }
    }

    #[test]
    fn digits_one_by_one(n in 1000..10_u64.pow(12)) {
        let signs: String = n.to_string().chars().map(|c| "〇一二三四五六七八九".chars().nth((c as u8 - b'0') as usize).unwrap()).collect();
        prop_assert_eq!(parse_number(&signs), Some(Decimal::from(n)));
    }

    #[test]
    fn grouped_full_width_and_mixed_numbers_are_their_numbers(n in 0..10_u64.pow(16)) {
        let plain_digits = n.to_string();
        let groups: Vec<&str> = plain_digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
        let wide = |s: &str| -> String {
            s.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect()
        };
        // 1,234,567 and １，２３４ and 12.3456万, 0.0012亿: exact, whatever the multiplier.
        let value = Decimal::from(n);
        let by = |exponent: u32, unit: &str| format!("{}{unit}", plain(value / Decimal::from(10_u64.pow(exponent))));
        let texts = [
            groups.join(","),
            wide(&groups.join(",")),
            wide(&plain_digits),
            by(4, "万"),
            by(4, "萬"),
            by(8, "亿"),
            by(12, "万亿"),
        ];
        for text in texts {
            prop_assert_eq!(parse_number(&text), Some(value), "{}", text);
            let found = scan(&format!("{text}元"), Anchor::default());
            prop_assert_eq!(found.len(), 1, "{}", text);
            prop_assert_eq!((found[0].min, found[0].max), (Some(value), Some(value)), "{}", text);
            prop_assert_eq!(found[0].at.range(), 0..text.len() + '元'.len_utf8(), "{}", text);
        }
    }

    #[test]
    fn numbers_whose_sections_are_digits_are_their_numbers(n in 1..10_u64.pow(16), old in any::<bool>(), wide in any::<bool>()) {
        // 5亿1234万, ５億３０００萬８: sections in digits, the last below 万; an empty one is left out.
        let (wan, yi) = if old { ("萬", "億") } else { ("万", "亿") };
        let (high, mid, low) = (n / 10_u64.pow(8), n / 10_000 % 10_000, n % 10_000);
        let digits = |v: u64| -> String {
            let text = v.to_string();
            if wide { text.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect() } else { text }
        };
        let mut text = String::new();
        if high > 0 {
            text += &format!("{}{yi}", digits(high));
        }
        if mid > 0 {
            text += &format!("{}{wan}", digits(mid));
        }
        // A single digit behind a multiplier is told from 3万5 (35000) by 零.
        if low > 0 && low < 1000 && !text.is_empty() {
            text.push('零');
        }
        if low > 0 {
            text += &digits(low);
        }
        prop_assert_eq!(parse_number(&text), Some(Decimal::from(n)), "{}", text);
    }

    #[test]
    fn signed_and_decimal_numbers_are_their_numbers(n in 0..10_u64.pow(8), fraction in 1..1_000_u32) {
        let plain = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let places: String = format!("{fraction:03}").bytes().map(|b| plain[usize::from(b - b'0')]).collect();
        let whole = chinese(n, plain, ["", "十", "百", "千"], ["", "万", "亿", "兆"]);
        let value = Decimal::from(n) + Decimal::new(i64::from(fraction), 3);
        prop_assert_eq!(parse_number(&format!("{whole}点{places}")), Some(value.normalize()));
        prop_assert_eq!(parse_number(&format!("负{whole}點{places}")), Some(-value.normalize()));
        prop_assert_eq!(parse_number(&format!("-{n}.{fraction:03}")), Some(-value.normalize()));
    }

    #[test]
    fn ranges_of_written_numbers_are_ordered(a in 1..10_u64.pow(8), b in 1..10_u64.pow(8), mark in "[-—–～至到]", unit in "[元吨亩件人]") {
        let plain = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let written = |n| chinese(n, plain, ["", "十", "百", "千"], ["", "万", "亿", "兆"]);
        let (low, high) = (a.min(b), a.max(b) + 1);
        let text = format!("{}{unit}{mark}{}{unit}", written(low), written(high));
        let found = scan(&text, Anchor::default());
        prop_assert_eq!(found.len(), 1, "{}", text);
        prop_assert_eq!((found[0].min, found[0].max), (Some(low.into()), Some(high.into())), "{}", text);
        prop_assert_eq!(found[0].at.range(), 0..text.len(), "{}", text);
    }

    #[test]
    fn a_written_day_is_its_day(y in 1900..2100_u16, m in 1..=12_u8, d in 1..=28_u8) {
        let plain = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let digits: String = y.to_string().bytes().map(|b| plain[usize::from(b - b'0')]).collect();
        let small = |n: u8| {
            let schools = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
            let text = chinese(n.into(), schools, ["", "十", "百", "千"], ["", "", "", ""]);
            text.strip_prefix("一十").map_or(text.clone(), |rest| format!("十{rest}"))
        };
        let want = format!("{y:04}-{m:02}-{d:02}");
        for text in [
            format!("{y}年{m}月{d}日"),
            format!("{y}-{m:02}-{d:02}"),
            format!("{y}.{m}.{d}"),
            format!("{digits}年{}月{}日", small(m), small(d)),
            if y > 1911 { format!("民国{}年{m}月{d}日", y - 1911) } else { format!("{y}年{m}月{d}号") },
        ] {
            let found = scan(&text, Anchor::default());
            prop_assert_eq!(found.len(), 1, "{}", text);
            prop_assert_eq!(found[0].edtf.as_ref().map(|e| e.as_str()), Some(&*want), "{}", text);
            prop_assert_eq!(found[0].at.range(), 0..text.len(), "{}", text);
        }
    }

    #[test]
    fn ranges_are_ordered(a in 0..10_u64.pow(9), b in 0..10_u64.pow(9), mark in "[-—–～至到]") {
        let (low, high) = (a.min(b), a.max(b) + 1);
        let text = format!("{low}{mark}{high}元");
        let found = scan(&text, Anchor::default());
        prop_assert_eq!(found.len(), 1, "{}", text);
        prop_assert_eq!((found[0].min, found[0].max), (Some(low.into()), Some(high.into())), "{}", text);
        prop_assert_eq!(found[0].at.range(), 0..text.len(), "{}", text);
    }

    #[test]
    fn scans_are_sorted_disjoint_and_on_boundaries(text in TEXT) {
        let mut last = 0;
        for e in scan(&text, anchor("2024-05-06")) {
            prop_assert!(e.at.start() >= last && !e.at.is_empty(), "{:?}", e);
            last = e.at.end();
            for s in [e.at, e.outer, e.number, e.unit_at] {
                prop_assert!(text.get(s.range()).is_some(), "{:?}", e);
            }
            prop_assert!(e.outer.contains(e.at), "{:?}", e);
            if let (Some(a), Some(b)) = (e.min, e.max) {
                prop_assert!(a <= b, "{:?}", e);
            }
            if let Some(edtf) = &e.edtf {
                prop_assert!(edtf.as_str().parse::<Edtf>().is_ok(), "{:?}", e);
            }
        }
    }

    #[test]
    fn padding_shifts_spans_equally(text in TEXT, pad in "[的是，。]{1,5}。") {
        let padded = format!("{pad}{text}");
        let a: Vec<_> = scan(&text, Anchor::default()).into_iter().map(|e| (e.at.shift(pad.len()), e.min, e.max, e.edtf)).collect();
        // Behind a Han character a multiplier alone may be no number: compare under the same left neighbour.
        let b: Vec<_> = LEXER
            .scan(&padded, Span::new(pad.len(), padded.len()), Anchor::default())
            .into_iter()
            .map(|e| (e.at, e.min, e.max, e.edtf))
            .collect();
        prop_assert_eq!(a, b);
    }

    #[test]
    fn nothing_outside_is_read(text in TEXT, cut in 0..60_usize) {
        let cut = text.char_indices().map(|(i, _)| i).nth(cut).unwrap_or(text.len());
        let inside = LEXER.scan(&text, Span::new(0, cut), Anchor::default());
        prop_assert_eq!(inside, scan(&text[..cut], Anchor::default()));
    }
}

/// Texts of what the lexer knows, shuffled.
const TEXT: &str = "([0-9一二两三四五六七八九十百千万亿零〇半几数余多xX×年月日个度季旬上中下初底末前后至到元块角分%‰.,:/~ -—、，。每第次件人约近不超过以内成倍番点周本今明去自起“”十五规划参陆貳萬億個點時]|国庆|春节|不少于|至少|百分之|分之|平方米|km|kg|每月|本月){0,40}";

#[test]
fn long_runs_are_read() {
    for unit in [
        "1",
        "一",
        "零",
        "x",
        "万",
        "十",
        "1,",
        "1、",
        "一月",
        "至",
        "百分之",
        "1-",
        "不少于",
        "第",
        "每",
        "1.",
        "年",
        "两",
    ] {
        let text = unit.repeat(20_000);
        let found = scan(&text, Anchor::default());
        assert!(found.iter().all(|e| e.outer.end() <= text.len()), "{unit}");
    }
}

#[test]
fn a_negative_fraction_has_ordered_bounds() {
    let found = scan("-百分之四五", Anchor::default());
    let bounds = found.iter().map(|e| (e.min, e.max)).collect::<Vec<_>>();
    assert_eq!(bounds, [(Some((-5).into()), Some((-4).into()))]);
}

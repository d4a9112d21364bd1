//! Specs of annotations, and what is checked of them.
//!
//! A metric's spec is `ROLE [WORD…] [INDICATOR]`; alternatives of a field are parted by `|`, the best first:
//!
//! | word | field |
//! |---|---|
//! | `T` `A` `R` | role: target, actual, reference |
//! | `count` `measure` `money` `ratio` `duration` `deadline` `date` | kind; else it follows from the unit |
//! | `=V` `V..` `..V` `V..W` | value; else it is read from plain Arabic digits |
//! | `~` | approximate |
//! | `u:U` | unit; else what follows the digits |
//! | `p:P3M` | period |
//! | `@E` | date, EDTF |
//! | `+` `-` `0` | change: up, down, null |
//! | `?` | optional |
//!
//! What is none of these begins the indicator. A text with masked digits is masked and has no value.

use super::markup::{Doc, Mark, Marked};
use gongwen::{Decimal, FurnitureKind, plain};
use serde_json::{Map, Value};

/// A metric's annotation.
pub struct Metric {
    /// The fields of its record.
    pub fields: Map<String, Value>,
    /// Whether its digits are blanked out.
    pub masked: bool,
    /// Neither rewarded nor punished.
    pub optional: bool,
}

/// Why a number-like expression is no metric.
const WHY: [&str; 16] = [
    "enumerator",
    "slogan",
    "session",
    "fixed_word",
    "article_one",
    "relative_period",
    "plan_year",
    "document_number",
    "announced_list",
    "anniversary",
    "ordinal",
    "place",
    "name",
    "furniture",
    "lost_digits",
    "other",
];

/// Units of measure of the corpus.
const MEASURES: [&str; 22] = [
    "亩",
    "畝",
    "公顷",
    "平方米",
    "平方公里",
    "公里",
    "米",
    "吨",
    "公斤",
    "千瓦时",
    "千瓦",
    "立方米",
    "度",
    "毫米",
    "微克/立方米",
    "标箱",
    "兆瓦",
    "斤",
    "厘米",
    "公頃",
    "噸",
    "立方米/秒",
];

const DURATIONS: [&str; 11] =
    ["年", "个月", "個月", "周", "週", "天", "工作日", "小时", "小時", "分钟", "分鐘"];

pub(super) fn why(name: &str) -> Result<String, String> {
    one_of(name, &WHY)
}

pub(super) fn mask(name: &str) -> Result<String, String> {
    one_of(name, &["digits", "year", "name", "term"])
}

pub(super) fn noise(name: &str) -> Result<String, String> {
    FurnitureKind::from_name(name)
        .map(|k| k.name().to_owned())
        .ok_or_else(|| format!("no furniture is called {name}"))
}

fn one_of(name: &str, all: &[&str]) -> Result<String, String> {
    if all.contains(&name) { Ok(name.to_owned()) } else { Err(format!("{name:?} is none of {all:?}")) }
}

/// The label at the begin of a heading: `第一章`, `一、`, `(二)`, `3.`, `2.1 `, `一是`, `第三,`.
pub(super) fn label(heading: &str) -> String {
    const NUMERALS: &str = "一二三四五六七八九十百壹贰貳叁參肆0123456789";
    let is_numeral = |c: char| NUMERALS.contains(c);
    let (open, rest) = match heading.chars().next() {
        Some(c @ ('(' | '（' | '第' | '【')) => (Some(c), &heading[c.len_utf8()..]),
        _ => (None, heading),
    };
    let decimal = heading.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if decimal.len() < heading.len() && decimal.starts_with(' ') {
        return heading[..heading.len() - decimal.len()].to_owned();
    }
    let after = rest.trim_start_matches(is_numeral);
    if after.len() == rest.len() {
        return String::new();
    }
    let closes: &[char] = match open {
        Some('(' | '（') => &[')', '）'],
        Some('【') => &['】'],
        Some(_) => &['章', '节', '部', '、', ',', '，'],
        None => &['、', '.', '．', ',', '，', '是'],
    };
    match after.chars().next().filter(|c| closes.contains(c)) {
        Some(c) => heading[..heading.len() - after.len() + c.len_utf8()].to_owned(),
        None => String::new(),
    }
}

/// Reads a metric's spec.
pub(super) fn metric(text: &str, spec: &str) -> Result<Metric, String> {
    let fail = |what: &str| format!("{what} in ⟦{text}‖{spec}⟧");
    let visible: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let masked = !mask_runs(&visible.chars().collect::<Vec<_>>()).is_empty();
    let mut words = spec.split(' ').peekable();
    let role = words.next().unwrap_or("");
    let role = alternatives(role, |r| match r {
        "T" => Ok("target".into()),
        "A" => Ok("actual".into()),
        "R" => Ok("reference".into()),
        _ => Err(fail("no role")),
    })?;
    let (mut kind, mut bounds, mut unit) = (None, None, None);
    let (mut per, mut edtf, mut change) = (Value::Null, Value::Null, Value::Null);
    let (mut approx, mut optional) = (false, false);
    while let Some(word) = words.peek() {
        let first = word.split('|').next().unwrap_or("");
        if gongwen::Kind::ALL.iter().any(|k| k.name() == first) {
            kind = Some(alternatives(word, |k| Ok(k.into()))?);
        } else if let Some((low, high)) = word.split_once("..").filter(|_| !word.starts_with('@')) {
            let side = |s: &str| {
                if s.is_empty() { Ok(Value::Null) } else { number(s).ok_or_else(|| fail("no number")) }
            };
            bounds = Some((alternatives(low, side)?, alternatives(high, side)?));
        } else if let Some(value) = word.strip_prefix('=') {
            let v = alternatives(value, |v| number(v).ok_or_else(|| fail("no number")))?;
            bounds = Some((v.clone(), v));
        } else if let Some(u) = word.strip_prefix("u:") {
            unit = Some(alternatives(u, |u| Ok(or_null(u)))?);
        } else if let Some(p) = word.strip_prefix("p:") {
            per = alternatives(p, |p| Ok(or_null(p)))?;
        } else if let Some(e) = word.strip_prefix('@') {
            edtf = alternatives(e, |e| Ok(or_null(e)))?;
        } else if matches!(first, "+" | "-" | "0") {
            change = alternatives(word, |c| {
                Ok(if c == "+" {
                    "up".into()
                } else if c == "-" {
                    "down".into()
                } else {
                    Value::Null
                })
            })?;
        } else if *word == "~" {
            approx = true;
        } else if *word == "?" {
            optional = true;
        } else {
            break;
        }
        words.next();
    }
    let indicator = words.collect::<Vec<_>>().join(" ");
    let indicator =
        if indicator.is_empty() { Value::Null } else { alternatives(&indicator, |i| Ok(or_null(i)))? };
    let calendar = kind.as_ref().is_some_and(|k| matches!(first_str(k), "deadline" | "date"));
    if calendar {
        if bounds.is_some() || unit.is_some() || edtf.is_null() {
            return Err(fail("a date has an EDTF and neither value nor unit"));
        }
        (bounds, unit) = (Some((Value::Null, Value::Null)), Some(Value::Null));
    }
    let read = plain_quantity(&visible);
    if masked && !calendar {
        bounds = Some((Value::Null, Value::Null));
    }
    let (min, max) = match (bounds, &read) {
        (Some(b), _) => b,
        (None, Some((v, _))) => (v.clone(), v.clone()),
        (None, None) => return Err(fail("no value")),
    };
    let unit = match (unit, read) {
        (Some(u), _) => u,
        (None, Some((_, u))) if !u.is_empty() => u.into(),
        _ => return Err(fail("no unit")),
    };
    let kind = kind.unwrap_or_else(|| kind_of(first_str(&unit)).into());
    let mut fields = Map::new();
    for (name, value) in [
        ("kind", kind),
        ("role", role),
        ("min", min),
        ("max", max),
        ("approx", approx.into()),
        ("masked", masked.into()),
        ("unit", unit),
        ("per", per),
        ("edtf", edtf),
        ("indicator", indicator),
        ("change", change),
    ] {
        fields.insert(name.to_owned(), value);
    }
    Ok(Metric { fields, masked, optional })
}

/// One value, or the list of several.
fn alternatives(text: &str, read: impl Fn(&str) -> Result<Value, String>) -> Result<Value, String> {
    let mut all = text.split('|').map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(if all.len() == 1 { all.swap_remove(0) } else { Value::Array(all) })
}

fn or_null(text: &str) -> Value {
    if text == "null" { Value::Null } else { text.into() }
}

fn first_str(v: &Value) -> &str {
    match v {
        Value::Array(list) => list.first().map_or("", first_str),
        v => v.as_str().unwrap_or(""),
    }
}

fn kind_of(unit: &str) -> &'static str {
    match unit {
        "%" | "个百分点" | "個百分點" | "倍" | "番" => "ratio",
        "元" | "美元" | "港元" | "欧元" => "money",
        u if MEASURES.contains(&u) => "measure",
        u if DURATIONS.contains(&u) => "duration",
        _ => "count",
    }
}

fn number(text: &str) -> Option<Value> {
    let value: Decimal = text.parse().ok()?;
    serde_json::from_str(&plain(value)).ok()
}

/// Value and unit of `1.2万元`, `95％`, `12个`, also with masked digits; none for anything less plain.
fn plain_quantity(text: &str) -> Option<(Value, String)> {
    let text: String = text
        .chars()
        .map(|c| match c {
            '％' => '%',
            '．' => '.',
            '０'..='９' => char::from_u32(u32::from(c) - 0xFF10 + 0x30).unwrap_or(c),
            c => c,
        })
        .collect();
    let chars: Vec<char> = text.chars().collect();
    let masks = mask_runs(&chars);
    let digits = chars.iter().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).count();
    // Blanked-out numbers may have points and range marks between the runs: x.x, x-x.
    let numeric = |i: usize| {
        chars[i].is_ascii_digit()
            || "., -—~".contains(chars[i])
            || masks.iter().any(|r| (r.0..r.1).contains(&i))
    };
    let masks = if masks.is_empty() { 0 } else { (0..chars.len()).take_while(|&i| numeric(i)).count() };
    let head = digits.max(masks);
    if head == 0 {
        return None;
    }
    let value: Decimal = if digits >= masks {
        chars[..digits].iter().filter(|c| **c != ',').collect::<String>().parse().ok()?
    } else {
        Decimal::ZERO
    };
    let rest: String = chars[head..].iter().collect();
    let (factor, unit) = [
        ("万亿", 1_000_000_000_000_u64),
        ("亿", 100_000_000),
        ("万", 10_000),
        ("萬", 10_000),
        ("千万", 10_000_000),
    ]
    .iter()
    .find_map(|(m, f)| rest.strip_prefix(m).map(|u| (*f, u)))
    .unwrap_or((1, &rest));
    let unit = match unit {
        "日" => "天",
        "个工作日" => "工作日",
        u => u.trim_start_matches(['余', '多', '几']),
    };
    let unit = if unit == "日" { "天" } else { unit };
    number(&(value * Decimal::from(factor)).to_string()).map(|v| (v, unit.to_owned()))
}

/// Runs of characters that stand for blanked-out digits: `x`, `×`, `*`, `○`, and doubled `_` and `-`.
fn mask_runs(text: &[char]) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut i = 0;
    while i < text.len() {
        let c = text[i];
        let same = |d: char| d == c || (c.eq_ignore_ascii_case(&'x') && d.eq_ignore_ascii_case(&'x'));
        let end = (i..text.len()).find(|&j| !same(text[j])).unwrap_or(text.len());
        let least = match c {
            'x' | 'X' | '×' | '*' | '＊' | '○' | 'Ｘ' => 1,
            '_' | '-' => 2,
            _ => usize::MAX,
        };
        if end - i >= least {
            runs.push((i, end));
        }
        i = end;
    }
    runs
}

/// The masks inside a masked metric: of a year with its digits and 年.
pub(super) fn masks_within(text: &[char], start: usize, end: usize) -> Vec<Marked> {
    mask_runs(&text[start..end])
        .into_iter()
        .map(|(from, to)| {
            let (from, to) = (start + from, start + to);
            let digits = text[start..from].iter().rev().take_while(|c| c.is_ascii_digit()).count();
            let year = to - from + digits == 4 && text.get(to) == Some(&'年');
            let (from, to, kind) = if year { (from - digits, to + 1, "year") } else { (from, to, "digits") };
            Marked { start: from, end: to, mark: Mark::Mask { kind: kind.to_owned(), optional: false } }
        })
        .collect()
}

/// Checks what no single annotation shows: indicators are phrases of the text near by, spans are not empty.
pub(super) fn check(doc: &Doc) -> Result<(), String> {
    // How far an indicator may stand from its figure.
    const NEAR: usize = 400;
    let mut wrong = Vec::new();
    for m in &doc.marks {
        let text = doc.slice(m.start, m.end);
        if m.start == m.end {
            return Err(format!("empty annotation at {}", m.start));
        }
        let Mark::Metric(metric) = &m.mark else { continue };
        let indicators = match &metric.fields["indicator"] {
            Value::Array(list) => list.clone(),
            one => vec![one.clone()],
        };
        let (from, to) = (m.start.saturating_sub(NEAR), (m.end + NEAR).min(doc.text.len()));
        let gloss = |i: usize| {
            doc.marks.iter().any(|g| {
                matches!(&g.mark, Mark::Noise { kind, .. } if kind == "gloss")
                    && (g.start..g.end).contains(&i)
            })
        };
        let near: String =
            (from..to).filter(|&i| !gloss(i) && !doc.text[i].is_whitespace()).map(|i| doc.text[i]).collect();
        for indicator in indicators.iter().filter_map(Value::as_str) {
            if !near.contains(&indicator.replace(' ', "")) {
                wrong.push(format!("the text near {text} does not say {indicator}"));
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str, spec: &str, name: &str) -> String {
        metric(text, spec).unwrap_or_else(|e| panic!("{e}")).fields[name].to_string()
    }

    #[test]
    fn values_are_read_from_plain_digits() {
        for (text, min, unit, kind) in [
            ("12件", "12", "件", "count"),
            ("1.5万元", "15000", "元", "money"),
            ("３．５％", "3.5", "%", "ratio"),
            ("2,386件", "2386", "件", "count"),
            ("3亿千瓦时", "300000000", "千瓦时", "measure"),
            ("5个工作日", "5", "工作日", "duration"),
            ("7日", "7", "天", "duration"),
            ("0.4个百分点", "0.4", "个百分点", "ratio"),
            ("60余人次", "60", "人次", "count"),
        ] {
            assert_eq!(field(text, "T", "min"), min, "{text}");
            assert_eq!(field(text, "T", "unit"), format!("\"{unit}\""), "{text}");
            assert_eq!(field(text, "T", "kind"), format!("\"{kind}\""), "{text}");
        }
    }

    #[test]
    fn masked_figures_have_no_value() {
        for (text, unit) in [
            ("xx件", "件"),
            ("×.×万亩", "亩"),
            ("x-x家", "家"),
            ("2xx处", "处"),
            ("__块", "块"),
            ("x个工作日", "工作日"),
        ] {
            let m = metric(text, "A").unwrap_or_else(|e| panic!("{e}"));
            assert!(m.masked && m.fields["min"].is_null() && m.fields["max"].is_null(), "{text}");
            assert_eq!(m.fields["unit"], unit, "{text}");
        }
    }

    #[test]
    fn words_of_a_spec() {
        assert_eq!(field("4次", "T 4.. 视察|委员视察", "max"), "null");
        assert_eq!(field("4次", "T 4.. 视察|委员视察", "indicator"), r#"["视察","委员视察"]"#);
        assert_eq!(field("一次", "A|T =1 u:次 p:P3M 学习", "role"), r#"["actual","target"]"#);
        assert_eq!(field("一次", "A =1 u:次 p:P3M 学习", "per"), r#""P3M""#);
        assert_eq!(field("6月底", "T deadline @2024-06-30 办结", "edtf"), r#""2024-06-30""#);
        assert_eq!(field("6月", "T date @2024-06/2024-07|null 办结", "edtf"), r#"["2024-06/2024-07",null]"#);
        assert_eq!(field("5%", "A - 能耗", "change"), r#""down""#);
        for (text, spec) in
            [("一次", "T 视察"), ("6月", "T date 视察"), ("4次", "X 视察"), ("4次", "T =四 视察")]
        {
            assert!(metric(text, spec).is_err(), "{text} {spec}");
        }
    }

    #[test]
    fn masks_inside_figures() {
        let text: Vec<char> = "于20xx年×月××日前".chars().collect();
        let kinds: Vec<_> = masks_within(&text, 1, 11)
            .into_iter()
            .map(|m| match m.mark {
                Mark::Mask { kind, .. } => (text[m.start..m.end].iter().collect::<String>(), kind),
                _ => panic!("only masks"),
            })
            .collect();
        let want = [("20xx年", "year"), ("×", "digits"), ("××", "digits")];
        assert_eq!(kinds, want.map(|(t, k)| (t.to_owned(), k.to_owned())));
    }

    #[test]
    fn labels() {
        for (heading, want) in [
            ("一、目标", "一、"),
            ("（十二）目标", "（十二）"),
            ("(3)目标", "(3)"),
            ("第三章 目标", "第三章"),
            ("2.1 目标", "2.1"),
            ("3.目标", "3."),
            ("一是抓学习。", "一是"),
            ("壹、目标", "壹、"),
            ("目标", ""),
            ("一体化建设", ""),
            ("2024年目标", ""),
        ] {
            assert_eq!(label(heading), want, "{heading}");
        }
    }
}

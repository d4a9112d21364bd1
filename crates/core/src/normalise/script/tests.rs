//! The static tables against the dictionaries they are made of, and cases of conversion.

use super::*;
use crate::normalise::{NormaliseConfig, Normaliser};
use crate::tables::Table;
use opencc::{Dictionary, Opencc, convert as plain, in_turn, settle};
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

#[path = "../../../build/opencc.rs"]
#[allow(dead_code, reason = "shared with build.rs")]
mod opencc;

/// The tables with the whole dictionaries they stand for.
static TABLES: LazyLock<Vec<(&ScriptTable, Dictionary)>> = LazyLock::new(|| {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/normalise");
    let opencc = Opencc { dir: data.join("opencc") };
    let first = |name: &str| opencc.first(name);
    let t2s = in_turn([first("TSPhrases"), first("TSCharacters")]);
    let s2t = opencc.simplified_to_traditional(&t2s);
    let mut corrected = t2s;
    let corrections = include_str!("../../../data/normalise/corrections.tsv");
    let corrections = Table::parse("corrections", corrections, &["from", "to", "why"]).unwrap();
    corrections.unique("from").unwrap();
    for row in corrections.rows() {
        corrected.insert(row.get("from").chars().collect(), row.get("to").chars().collect());
    }
    settle(&mut corrected);
    corrected.insert(vec!['著'], vec!['着']);
    let out = [first("TWPhrases"), first("TWVariantsPhrases"), first("TWVariants")];
    let home = [first("HKPhrasesRev"), first("HKVariantsRevPhrases"), opencc.reversed("HKVariants")];
    vec![
        (&tables::T2S, corrected),
        (&tables::S2T, s2t),
        (&tables::TAIWAN_OUT, in_turn(out)),
        (&tables::HONG_KONG_IN, in_turn(home)),
    ]
});

fn by_table(table: &ScriptTable, text: &str) -> String {
    let mut normal = Normalised::identity(text);
    normal.then_round(convert_region(table, text, &[]));
    normal.text().to_owned()
}

fn by_dictionary(dictionary: &Dictionary, text: &str) -> String {
    plain(dictionary, &text.chars().collect::<Vec<_>>()).into_iter().collect()
}

#[test]
fn every_key_is_converted_as_the_dictionary_says() {
    let sizes: Vec<usize> = TABLES.iter().map(|(_, d)| d.len()).collect();
    assert!(sizes[0] > 4_600 && sizes[1] > 53_000 && sizes[2] > 800 && sizes[3] > 400, "{sizes:?}");
    for (table, dictionary) in TABLES.iter() {
        for (key, to) in dictionary {
            let key: String = key.iter().collect();
            assert_eq!(by_table(table, &key), to.iter().collect::<String>(), "{key}");
        }
    }
}

#[test]
fn converting_twice_is_converting_once() {
    let (table, dictionary) = &TABLES[0];
    for key in dictionary.keys() {
        let once = by_table(table, &key.iter().collect::<String>());
        assert_eq!(by_table(table, &once), once);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Keys side by side, their parts, and other characters between.
    #[test]
    fn tables_say_what_the_dictionaries_say(
        parts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..4, 1_usize..6, "[一工a，乾]{0,1}"), 1..12),
    ) {
        for (table, dictionary) in TABLES.iter() {
            let keys: Vec<&Vec<char>> = if dictionary.len() > 50_000 {
                // Finding the n-th of a tree takes long; a window of it does.
                dictionary.keys().skip(parts[0].0.index(50_000)).take(400).collect()
            } else {
                dictionary.keys().collect()
            };
            let mut text = String::new();
            for (i, from, length, other) in &parts {
                text.extend(i.get(&keys).iter().skip(*from).take(*length));
                text += other;
            }
            prop_assert_eq!(by_table(table, &text), by_dictionary(dictionary, &text), "{}", text);
        }
    }
}

fn normal(text: &str) -> String {
    static NORMALISER: LazyLock<Normaliser> =
        LazyLock::new(|| Normaliser::new(NormaliseConfig::default()).unwrap());
    NORMALISER.normalise(text).text().to_owned()
}

#[test]
fn cases_of_conversion() {
    let table = Table::parse("t2s.tsv", include_str!("t2s.tsv"), &["traditional", "simplified"]).unwrap();
    table.unique("traditional").unwrap();
    let cases: Vec<_> = table.rows().map(|r| (r.get("traditional"), r.get("simplified"))).collect();
    assert_eq!(cases.len(), 65);
    for (traditional, simplified) in cases {
        assert_eq!(normal(traditional), simplified);
        assert_eq!(normal(simplified), simplified, "Simplified text stays");
    }
}

#[test]
fn traps_of_conversion() {
    let table =
        Table::parse("traps.tsv", include_str!("traps.tsv"), &["trap", "traditional", "simplified"]).unwrap();
    table.unique("trap").unwrap();
    let missed = table.rows().filter(|r| normal(r.get("traditional")) != r.get("simplified"));
    let missed: Vec<_> = missed.map(|r| (r.get("trap"), normal(r.get("traditional")))).collect();
    assert!(missed.is_empty(), "{missed:?}");
    assert_eq!(table.rows().count(), 21);
}

#[test]
fn the_line_decides() {
    for (text, simplified) in [
        // On a Simplified line, characters that it has too stay; those that it never has do not.
        ("一片狼藉，覆盖面积，瞭望塔，沈阳", "一片狼藉，覆盖面积，瞭望塔，沈阳"),
        ("今後五年，关於发展规划，菸叶收购", "今后五年，关于发展规划，烟叶收购"),
        // 著 of a line in both scripts is left alone.
        ("慰藉著傷者的心靈，伤者的心灵", "慰藉著伤者的心灵，伤者的心灵"),
        ("圍繞著大局\n见微知著，著作权", "围绕着大局\n见微知著，著作权"),
    ] {
        assert_eq!(normal(text), simplified);
    }
}

#[test]
fn traditional_lines_stay() {
    let to_traditional = NormaliseConfig::only([EditKind::Script]).to(Target::Traditional).build().unwrap();
    for text in ["說明了機制作用", "發展苧麻生產", "這些干擾於皇后無關", "乾隆年間的公里數"]
    {
        assert_eq!(to_traditional.normalise(text).text(), text);
    }
    let once = to_traditional.normalise("说明了机制作用，皇后的头发\n制表").text().to_owned();
    assert_eq!(once, "說明了機制作用，皇后的頭髮\n製表");
    assert_eq!(to_traditional.normalise(&once).text(), once);
}

#[test]
fn regional_words_stop_at_phrases() {
    let write = |to, vocabulary, text: &str| {
        let config = NormaliseConfig { to, vocabulary: Some(vocabulary), steps: vec![EditKind::Script] };
        Normaliser::new(config).unwrap().normalise(text).text().to_owned()
    };
    for (to, vocabulary, text, written) in [
        (Target::Simplified, Vocabulary::Taiwan, "滑鼠與軟體，計程車", "鼠标与软件，出租车"),
        (Target::Traditional, Vocabulary::Taiwan, "鼠标与软件，出租车", "滑鼠與軟體，計程車"),
        (
            Target::Simplified,
            Vocabulary::HongKong,
            "公里，裏面，史提芬·史匹堡",
            "公里，里面，斯蒂芬·斯皮尔伯格",
        ),
        (Target::Traditional, Vocabulary::Taiwan, "低级别的学校", "低級別的學校"),
    ] {
        assert_eq!(write(to, vocabulary, text), written);
    }
}

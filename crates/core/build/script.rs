//! The static tables of `src/normalise/script/table.rs`, and the sets of characters that tell a script.

use crate::opencc::{Dictionary, Opencc, in_turn, settle};
use crate::{rows, write};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::path::Path;

/// Marks a value that is the number of a [`Start`], not a character: `STARTS` of the table.
const STARTS: u32 = 1 << 31;
/// Marks a replacement that is made only where the line allows it.
const ASK: u32 = 1 << 30;
/// The aspect mark on Traditional lines; `aspect.tsv` says when.
const ZHE: (char, char) = ('著', '着');

/// Writes all tables to `out` and gives back Traditional → Simplified.
pub(crate) fn build(data: &Path, out: &Path) -> Dictionary {
    let opencc = Opencc { dir: data.join("opencc") };
    let first = |name: &str| opencc.first(name);
    let plain = in_turn([first("TSPhrases"), first("TSCharacters")]);
    let mut t2s = plain.clone();
    for row in rows(&data.join("corrections.tsv")) {
        t2s.insert(row[0].chars().collect(), row[1].chars().collect());
    }
    settle(&mut t2s);
    let exceptions = Exceptions::load(&data.join("script-sets.tsv"));
    let mut asked = shared(&t2s, &exceptions);
    asked.insert(ZHE.0);
    let mut with_aspect = t2s.clone();
    with_aspect.insert(vec![ZHE.0], vec![ZHE.1]);
    let region =
        |names: [&str; 2], variants: Dictionary| in_turn([first(names[0]), first(names[1]), variants]);
    let s2t = opencc.simplified_to_traditional(&plain);
    let (simplified, traditional) = script_sets(&opencc, &t2s, &exceptions);
    let both: BTreeSet<char> = changed(&s2t).filter(|c| !simplified.contains(c)).collect();
    let none = BTreeSet::new();
    let tables = [
        ("T2S", with_aspect, &asked),
        ("S2T", s2t, &both),
        ("TAIWAN_OUT", region(["TWPhrases", "TWVariantsPhrases"], first("TWVariants")), &none),
        ("TAIWAN_IN", region(["TWPhrasesRev", "TWVariantsRevPhrases"], opencc.reversed("TWVariants")), &none),
        ("HONG_KONG_OUT", region(["HKPhrases", "HKVariantsPhrases"], first("HKVariants")), &none),
        (
            "HONG_KONG_IN",
            region(["HKPhrasesRev", "HKVariantsRevPhrases"], opencc.reversed("HKVariants")),
            &none,
        ),
        ("WIDTH", folds(&data.join("width.tsv")), &none),
    ];
    let source: String =
        tables.iter().map(|(name, dictionary, asked)| compile(name, dictionary, asked)).collect();
    write(&out.join("script.rs"), source);
    for (name, set) in [("simplified", &simplified), ("traditional", &traditional), ("shared", &asked)] {
        write(&out.join(name).with_extension("bits"), bytes(&bitmap(set.iter().copied())));
    }
    t2s
}

/// One first character of a dictionary: its own replacement and its phrases.
#[derive(Default)]
struct Entry {
    to: Option<char>,
    phrases: Vec<(Vec<char>, Vec<char>)>,
}

/// The static `ScriptTable` of a dictionary; of the `asked` characters the line decides.
///
/// Phrases that say what their characters alone say stay in: regional words do not reach over their borders, and
/// leaving them out saves no time.
fn compile(name: &str, dictionary: &Dictionary, asked: &BTreeSet<char>) -> String {
    let mut firsts: BTreeMap<char, Entry> = BTreeMap::new();
    for (key, to) in dictionary.iter().filter(|(key, to)| key.len() > 1 || key != to) {
        let entry = firsts.entry(key[0]).or_default();
        match (key.len(), to.len()) {
            (1, 1) => entry.to = Some(to[0]),
            _ => entry.phrases.push((key.clone(), to.clone())),
        }
    }

    let (mut starts, mut phrases, mut text) = (String::new(), String::new(), String::new());
    let (mut blocks, mut astral) = (BTreeMap::<u32, Vec<u32>>::new(), String::new());
    let (mut count, mut number) = (0, 0);
    for (&first, entry) in &firsts {
        let ask = if asked.contains(&first) { ASK } else { 0 };
        let to = entry.to.map_or(0, |c| c as u32 | ask);
        let value = if entry.phrases.is_empty() { to } else { STARTS | number };
        let code = first as u32;
        if code < 0x1_0000 {
            blocks.entry(code >> 8).or_insert_with(|| vec![0; 256])[(code & 0xFF) as usize] = value;
        } else {
            write!(astral, "({code}, {value}),").expect("a string");
        }
        if entry.phrases.is_empty() {
            continue;
        }
        number += 1;
        // A bit for each second character, by the rest of its code divided by 64.
        let second = |key: &[char]| key.get(1).map_or(u64::MAX, |&c| 1 << (c as u32 % 64));
        let seconds = entry.phrases.iter().fold(0_u64, |all, (key, _)| all | second(key));
        let end = count + entry.phrases.len();
        write!(starts, "Start {{ to: {to}, phrases: ({count}, {end}), seconds: {seconds} }},")
            .expect("a string");
        count = end;
        // They come sorted by key, as the look-up needs them.
        for (key, to) in &entry.phrases {
            let (key, to) = (key.iter().collect::<String>(), to.iter().collect::<String>());
            write!(phrases, "({}, {}, {}),", text.len(), key.len(), to.len()).expect("a string");
            text += &key;
            text += &to;
        }
    }
    let bits = bitmap(firsts.keys().copied());
    let low = firsts.keys().any(|&c| c < '\u{800}');
    // Block 0 is that of all characters of which the dictionary says nothing.
    let (mut pages, mut flat) = ([0_u8; 256], vec![0_u32; 256]);
    for (number, (page, block)) in (1_u8..).zip(&blocks) {
        pages[*page as usize] = number;
        flat.extend(block);
    }
    format!(
        "pub(crate) static {name}: ScriptTable = ScriptTable {{ bits: &{bits:?}, low: {low}, pages: &{pages:?}, \
         blocks: &{flat:?}, astral: &[{astral}], starts: &[{starts}], phrases: &[{phrases}], text: {text:?} }};\n"
    )
}

/// The folds of `width.tsv`, and the full-width forms that are folded by arithmetic.
fn folds(path: &Path) -> Dictionary {
    let mut folds = Dictionary::new();
    let one = |cell: &str| {
        let code = cell.strip_prefix("U+").map(|hex| u32::from_str_radix(hex, 16));
        let c = match code {
            Some(code) => code.ok().and_then(char::from_u32),
            None => cell.chars().next().filter(|c| c.len_utf8() == cell.len()),
        };
        vec![c.unwrap_or_else(|| panic!("{}: {cell} is not one character", path.display()))]
    };
    let insert = |folds: &mut Dictionary, from: Vec<char>, to| {
        assert!(folds.insert(from.clone(), to).is_none(), "{}: {from:?} stands twice", path.display());
    };
    for row in rows(path) {
        insert(&mut folds, one(&row[0]), one(&row[1]));
    }
    for to in ('0'..='9').chain('A'..='Z').chain('a'..='z') {
        let from = char::from_u32(to as u32 + 0xFEE0).expect("a full-width form");
        insert(&mut folds, vec![from], vec![to]);
    }
    folds
}

/// `script-sets.tsv`.
#[derive(Default)]
struct Exceptions {
    neither: HashSet<char>,
    traditional: HashSet<char>,
}

impl Exceptions {
    fn load(path: &Path) -> Self {
        let mut exceptions = Self::default();
        for row in rows(path) {
            match &*row[0] {
                "neither" => exceptions.neither.extend(row[1].chars()),
                "traditional" => exceptions.traditional.extend(row[1].chars()),
                other => panic!("{}: {other} is no set", path.display()),
            }
        }
        exceptions
    }
}

/// Characters that only Simplified and only Traditional text has.
///
/// Simplified: what Simplified → Traditional always changes, but for forms that are standard in Taiwan or Hong
/// Kong. Traditional: what Traditional → Simplified always changes. The table lists exceptions to both.
fn script_sets(
    opencc: &Opencc,
    t2s: &Dictionary,
    exceptions: &Exceptions,
) -> (BTreeSet<char>, BTreeSet<char>) {
    let regional: HashSet<char> = ["TWVariants", "HKVariants"]
        .iter()
        .flat_map(|name| opencc.lines(name))
        .flat_map(|(_, values)| values.into_iter().flatten())
        .collect();
    let single = |key: &[char]| if let [c] = key { Some(*c) } else { None };
    let simplified = opencc.lines("STCharacters").into_iter().filter_map(|(key, values)| {
        let c = single(&key)?;
        let always = !values.iter().any(|v| v == &key);
        (always && !regional.contains(&c) && !exceptions.neither.contains(&c)).then_some(c)
    });
    let simplified: BTreeSet<char> = simplified.collect();
    let traditional = t2s.iter().filter_map(|(key, to)| {
        let c = single(key)?;
        (to != key && !exceptions.neither.contains(&c) && !simplified.contains(&c)).then_some(c)
    });
    let mut both = shared(t2s, exceptions);
    // What some phrase keeps.
    both.extend(t2s.values().filter(|to| to.len() > 1).flatten());
    let traditional = traditional.filter(|c| !both.contains(c)).collect();
    (simplified, traditional)
}

/// Characters that Traditional → Simplified changes, though GB 2312, the standard of Simplified text, has them
/// (乾, 瞭, 拚): Simplified text may mean them as they are.
fn shared(t2s: &Dictionary, exceptions: &Exceptions) -> BTreeSet<char> {
    changed(t2s)
        .filter(|c| !exceptions.traditional.contains(c))
        .filter(|c| matches!(*encoding_rs::GBK.encode(&c.to_string()).0, [0xB0..=0xF7, 0xA1..=0xFE]))
        .collect()
}

/// The characters that a dictionary changes, alone or in phrases.
fn changed(dictionary: &Dictionary) -> impl Iterator<Item = char> {
    dictionary.iter().flat_map(|(key, to)| key.iter().zip(to)).filter(|(a, b)| a != b).map(|(&a, _)| a)
}

/// A bit for each character of the basic plane, 64 of them to a word: those that share all but the last byte of
/// their UTF-8.
fn bitmap(set: impl IntoIterator<Item = char>) -> Vec<u64> {
    let mut bits = vec![0_u64; 0x1_0000 / 64];
    for code in set.into_iter().map(|c| c as usize).filter(|&code| code < 0x1_0000) {
        bits[code / 64] |= 1 << (code % 64);
    }
    bits
}

fn bytes(bits: &[u64]) -> Vec<u8> {
    bits.iter().flat_map(|word| word.to_le_bytes()).collect()
}

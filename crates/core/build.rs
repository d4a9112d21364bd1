//! Compiles the tables that are looked up a character at a time into static data, so that nothing is parsed
//! when a program starts.
//!
//! | out | from |
//! |---|---|
//! | `script.rs` | OpenCC's dictionaries in `data/normalise/opencc/`, and our corrections |
//! | `simplified.bits`, `traditional.bits` | the same: characters that tell one script from the other, a bit each |
//! | `shared.bits` | characters that Traditional → Simplified changes though GB 2312 has them |
//! | `readings.rs` | the `pinyin` crate: readings of the characters that Traditional → Simplified changes |
//! | `frequency.bin` | `data/read/frequency.tsv` and `ranges.tsv`: a byte for each character of the basic plane |
//! | `pairs.bin` | `data/read/pairs.tsv`: five bytes for each pair of characters, sorted; Traditional forms beside Simplified ones |

use pinyin::ToPinyinMulti;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A dictionary: what stands in the text → what it becomes.
type Dictionary = BTreeMap<Vec<char>, Vec<char>>;

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let data = root.join("data");
    for dir in ["data/normalise/opencc", "data/normalise/corrections.tsv", "data/normalise/script-sets.tsv"] {
        println!("cargo::rerun-if-changed={dir}");
    }
    println!("cargo::rerun-if-changed=data/read");
    println!("cargo::rerun-if-changed=build.rs");

    let opencc = Opencc { dir: data.join("normalise/opencc") };
    let t2s = {
        let mut t2s = opencc.join(&["TSCharacters", "TSPhrases"]);
        for row in rows(&data.join("normalise/corrections.tsv")) {
            t2s.insert(row[0].chars().collect(), row[1].chars().collect());
        }
        t2s
    };
    let tables = [
        ("T2S", t2s.clone()),
        ("S2T", opencc.join(&["STCharacters", "STPhrases"])),
        ("TAIWAN_OUT", opencc.join(&["TWVariants", "TWVariantsPhrases", "TWPhrases"])),
        ("TAIWAN_IN", opencc.join(&["TWVariantsRev", "TWVariantsRevPhrases", "TWPhrasesRev"])),
        ("HONG_KONG_OUT", opencc.join(&["HKVariants", "HKVariantsPhrases", "HKPhrases"])),
        ("HONG_KONG_IN", opencc.join(&["HKVariantsRev", "HKVariantsRevPhrases", "HKPhrasesRev"])),
    ];
    let script: String = tables.iter().map(|(name, dictionary)| compile(name, dictionary)).collect();
    write(&out.join("script.rs"), script);

    let (simplified, traditional) = script_sets(&opencc, &t2s, &data.join("normalise/script-sets.tsv"));
    write(&out.join("simplified.bits"), bitmap(&simplified));
    write(&out.join("traditional.bits"), bitmap(&traditional));
    write(&out.join("shared.bits"), bitmap(&shared(&t2s)));
    write(&out.join("readings.rs"), readings(&t2s));
    write(&out.join("frequency.bin"), frequency(&data.join("read"), &t2s));
    write(&out.join("pairs.bin"), pairs(&data.join("read/pairs.tsv"), &t2s));
}

fn write(path: &Path, what: impl AsRef<[u8]>) {
    fs::write(path, what).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

/// The rows of a tab-separated table below its header.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).skip(1);
    lines.map(|l| l.split('\t').map(str::to_owned).collect()).collect()
}

/// OpenCC's dictionaries: a line holds a key, a tab, and the candidates, the first of which is meant.
struct Opencc {
    dir: PathBuf,
}

impl Opencc {
    fn lines(&self, name: &str) -> Vec<(Vec<char>, Vec<Vec<char>>)> {
        let path = self.dir.join(format!("{name}.txt"));
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let line = |l: &str| {
            let (key, values) = l.split_once('\t')?;
            Some((key.chars().collect(), values.split(' ').map(|v| v.chars().collect()).collect()))
        };
        text.lines().filter(|l| !l.starts_with('#')).filter_map(line).collect()
    }

    /// One dictionary of several; of equal keys, the later name wins.
    fn join(&self, names: &[&str]) -> Dictionary {
        let mut all = Dictionary::new();
        for name in names {
            all.extend(
                self.lines(name)
                    .into_iter()
                    .filter_map(|(k, mut v)| (!v.is_empty()).then(|| (k, v.swap_remove(0)))),
            );
        }
        all
    }
}

/// One first character of a dictionary: its own replacement and its phrases.
#[derive(Default)]
struct Entry {
    to: Option<char>,
    phrases: Vec<(Vec<char>, Vec<char>)>,
}

/// The static `ScriptTable` (see `src/normalise/script.rs`) of a dictionary.
///
/// A phrase that is not needed, because characters alone give the same and no shorter phrase would get in the
/// way, is left in: it costs bytes, not time.
fn compile(name: &str, dictionary: &Dictionary) -> String {
    let mut firsts: BTreeMap<char, Entry> = BTreeMap::new();
    for (key, to) in dictionary {
        let Some(&first) = key.first() else { continue };
        let entry = firsts.entry(first).or_default();
        match (key.len(), to.len()) {
            (1, 1) => entry.to = (to[0] != first).then_some(to[0]),
            _ => entry.phrases.push((key.clone(), to.clone())),
        }
    }
    firsts.retain(|_, e| e.to.is_some() || !e.phrases.is_empty());

    // Entry 0 stands for "nothing here".
    let (mut entries, mut phrases, mut text) = (String::from("(0, 0, 0, 0),"), String::new(), String::new());
    let (mut index, mut astral) = (BTreeMap::<u32, Vec<u16>>::new(), String::new());
    let mut count = 0;
    for (number, (&first, entry)) in (1_u16..).zip(&firsts) {
        let code = first as u32;
        if code < 0x1_0000 {
            index.entry(code >> 8).or_insert_with(|| vec![0; 256])[(code & 0xFF) as usize] = number;
        } else {
            write!(astral, "({code}, {number}),").expect("a string");
        }
        // Sorted by length, then by key: one binary search a length.
        let mut list: Vec<_> = entry.phrases.iter().collect();
        list.sort_by_key(|(key, _)| (key.len(), key.clone()));
        let lengths = list.iter().fold(0_u32, |mask, (key, _)| mask | 1 << key.len().min(31));
        let to = entry.to.map_or(0, |c| c as u32);
        write!(entries, "({to}, {count}, {}, {lengths}),", list.len()).expect("a string");
        for (key, to) in list {
            let (key, to) = (key.iter().collect::<String>(), to.iter().collect::<String>());
            write!(phrases, "({}, {}, {}),", text.len(), key.len(), to.len()).expect("a string");
            text += &key;
            text += &to;
            count += 1;
        }
    }
    let mut pages = [0_u8; 256];
    let mut blocks = vec![0_u16; 256];
    for (number, (page, block)) in (1_u8..).zip(&index) {
        pages[*page as usize] = number;
        blocks.extend(block);
    }
    format!(
        "pub(super) static {name}: ScriptTable = ScriptTable {{ pages: {pages:?}, blocks: &{blocks:?}, \
         astral: &[{astral}], entries: &[{entries}], phrases: &[{phrases}], text: {text:?} }};\n"
    )
}

/// Characters that only Simplified and only Traditional text has.
///
/// Simplified: what Simplified → Traditional always changes, but for forms that are standard in Taiwan or Hong
/// Kong. Traditional: what Traditional → Simplified changes. The table lists exceptions to both.
fn script_sets(opencc: &Opencc, t2s: &Dictionary, exceptions: &Path) -> (BTreeSet<char>, BTreeSet<char>) {
    let exceptions: HashSet<char> =
        rows(exceptions).iter().flat_map(|r| r[0].chars().collect::<Vec<_>>()).collect();
    let regional: HashSet<char> = ["TWVariants", "HKVariants"]
        .iter()
        .flat_map(|name| opencc.lines(name))
        .flat_map(|(_, values)| values.into_iter().flatten())
        .collect();
    let single = |key: &[char]| if let [c] = key { Some(*c) } else { None };
    let simplified = opencc.lines("STCharacters").into_iter().filter_map(|(key, values)| {
        let c = single(&key)?;
        let always = !values.iter().any(|v| v == &key);
        (always && !regional.contains(&c) && !exceptions.contains(&c)).then_some(c)
    });
    let simplified: BTreeSet<char> = simplified.collect();
    let traditional = t2s.iter().filter_map(|(key, to)| {
        let c = single(key)?;
        (to != key && !exceptions.contains(&c) && !simplified.contains(&c)).then_some(c)
    });
    let both = shared(t2s);
    let traditional = traditional.filter(|c| !both.contains(c)).collect();
    (simplified, traditional)
}

/// Characters that Traditional → Simplified changes, though GB 2312, the standard of Simplified text, has them
/// (乾, 瞭, 拚): Simplified text may mean them as they are.
fn shared(t2s: &Dictionary) -> BTreeSet<char> {
    let changed =
        t2s.iter().flat_map(|(key, to)| key.iter().zip(to)).filter(|(a, b)| a != b).map(|(&a, _)| a);
    changed
        .filter(|c| matches!(*encoding_rs::GBK.encode(&c.to_string()).0, [0xB0..=0xF7, 0xA1..=0xFE]))
        .collect()
}

/// A bit for each character of the basic plane.
fn bitmap(set: &BTreeSet<char>) -> Vec<u8> {
    let mut bits = vec![0_u8; 0x1_0000 / 8];
    for code in set.iter().map(|&c| c as usize).filter(|&code| code < 0x1_0000) {
        bits[code / 8] |= 1 << (code % 8);
    }
    bits
}

/// The readings of each character that Traditional → Simplified changes, as a sorted array.
fn readings(t2s: &Dictionary) -> String {
    let mut out = String::from("pub(super) static READINGS: &[(char, &str)] = &[");
    for (key, to) in t2s {
        let [c] = key[..] else { continue };
        let Some(multi) = c.to_pinyin_multi().filter(|_| to != key) else { continue };
        let all: BTreeSet<&str> = multi.into_iter().map(|p| p.with_tone()).collect();
        let all: Vec<&str> = all.into_iter().collect();
        write!(out, "({c:?}, {:?}),", all.join(" ")).expect("a string");
    }
    out + "];\n"
}

/// What each character of the basic plane costs, in bits.
fn frequency(dir: &Path, t2s: &Dictionary) -> Vec<u8> {
    let mut bits = vec![0_u8; 0x1_0000];
    let number =
        |cell: &str, radix| usize::from_str_radix(cell, radix).unwrap_or_else(|e| panic!("{cell}: {e}"));
    for row in rows(&dir.join("ranges.tsv")) {
        bits[number(&row[0], 16)..=number(&row[1], 16)].fill(number(&row[2], 10) as u8);
    }
    let mut counted = HashMap::new();
    for row in rows(&dir.join("frequency.tsv")) {
        for c in row[1].chars() {
            assert!(counted.insert(c, number(&row[0], 10) as u8).is_none(), "frequency.tsv lists {c} twice");
        }
    }
    for (key, to) in t2s {
        // Of the forms that share a Simplified one, any may be meant: one bit more.
        if let ([c], [s]) = (&key[..], &to[..])
            && let (false, Some(&b)) = (counted.contains_key(c), counted.get(s))
        {
            bits[(*c as usize).min(0xFFFF)] = b + 1;
        }
    }
    for (c, b) in counted {
        bits[c as usize] = b;
    }
    bits
}

/// What each pair of characters costs, in bits: both characters, big-endian, and a byte.
fn pairs(path: &Path, t2s: &Dictionary) -> Vec<u8> {
    let mut forms: HashMap<char, Vec<char>> = HashMap::new();
    for (key, to) in t2s {
        if let ([c], [s]) = (&key[..], &to[..])
            && c != s
            && (*c as u32) < 0x1_0000
        {
            forms.entry(*s).or_default().push(*c);
        }
    }
    let forms =
        |c: char| [c].into_iter().chain(forms.get(&c).into_iter().flatten().copied()).collect::<Vec<_>>();
    let mut all = BTreeMap::new();
    for row in rows(path) {
        let first = row[0].chars().next().expect("a first character");
        for group in row[1].split(' ') {
            let digits = group.find(|c: char| !c.is_ascii_digit()).expect("seconds");
            let bits: u8 = group[..digits].parse().unwrap_or_else(|e| panic!("{group}: {e}"));
            for second in group[digits..].chars() {
                for (i, a) in forms(first).into_iter().enumerate() {
                    for (j, b) in forms(second).into_iter().enumerate() {
                        // Of the forms that share a Simplified one, any may be meant: one bit more.
                        let bits = bits + u8::from(i > 0) + u8::from(j > 0);
                        let least = all.entry((a as u16, b as u16)).or_insert(bits);
                        *least = bits.min(*least);
                    }
                }
            }
        }
    }
    let entry = |((a, b), bits): ((u16, u16), u8)| {
        let ([a0, a1], [b0, b1]) = (a.to_be_bytes(), b.to_be_bytes());
        [a0, a1, b0, b1, bits]
    };
    all.into_iter().flat_map(entry).collect()
}

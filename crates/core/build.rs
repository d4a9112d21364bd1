//! Compiles the tables that are looked up a character at a time into static data, so that nothing is parsed
//! when a program starts.
//!
//! | out | from |
//! |---|---|
//! | `script.rs` | OpenCC's dictionaries in `data/normalise/opencc/`, our corrections, and the folds of `width.tsv` |
//! | `simplified.bits`, `traditional.bits` | the same: characters that tell one script from the other, a bit each |
//! | `shared.bits` | characters that Traditional → Simplified changes though GB 2312 has them |
//! | `readings.rs` | the `pinyin` crate: readings of the characters that Traditional → Simplified changes |
//! | `frequency.bin` | `data/read/frequency.tsv` and `ranges.tsv`: a byte for each character of the basic plane |
//! | `pairs.bin` | `data/read/pairs.tsv`: five bytes for each pair of characters, sorted; Traditional forms beside Simplified ones |
//! | `asks.rs` | `data/structure/`: what the patterns of its tables ask of a text |
//! | `words.units`, `words.codes`, `words.rs` | `data/words/`: the dictionary as a double-array trie, codes of its characters, its tags |

#[path = "build/opencc.rs"]
mod opencc;
#[path = "build/script.rs"]
mod script;
#[path = "build/structure.rs"]
mod structure;
#[path = "build/words.rs"]
mod words;

use opencc::Dictionary;
use pinyin::ToPinyinMulti;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let data = root.join("data");
    for table in ["opencc", "corrections.tsv", "script-sets.tsv", "width.tsv"] {
        println!("cargo::rerun-if-changed=data/normalise/{table}");
    }
    for file in [
        "data/read",
        "data/words",
        "data/structure",
        "src/words/trie.rs",
        "src/structure/expand.rs",
        "src/structure/literals.rs",
        "build.rs",
        "build",
    ] {
        println!("cargo::rerun-if-changed={file}");
    }

    let t2s = script::build(&data.join("normalise"), &out);
    write(&out.join("readings.rs"), readings(&t2s));
    write(&out.join("frequency.bin"), frequency(&data.join("read"), &t2s));
    write(&out.join("pairs.bin"), pairs(&data.join("read/pairs.tsv"), &t2s));
    structure::build(&data.join("structure"), &out);
    words::build(&data.join("words"), &out);
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

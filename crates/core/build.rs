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

#[path = "build/opencc.rs"]
mod opencc;
#[path = "build/script.rs"]
mod script;

use opencc::Dictionary;
use pinyin::ToPinyinMulti;
use std::collections::{BTreeSet, HashMap};
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
    for file in ["data/read", "build.rs", "build"] {
        println!("cargo::rerun-if-changed={file}");
    }

    let t2s = script::build(&data.join("normalise"), &out);
    write(&out.join("readings.rs"), readings(&t2s));
    write(&out.join("frequency.bin"), frequency(&data.join("read"), &t2s));
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

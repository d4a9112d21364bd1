//! The dictionary of words: jieba's and the lexicon's, as one trie that is read in place.

#[path = "../src/words/trie.rs"]
#[allow(dead_code)] // walking is for the library
mod trie;

use crate::{rows, write};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use trie::Word;

/// Writes `words.units`, `words.codes` (a code for each character of the basic plane) and `words.rs`.
pub(crate) fn build(data: &Path, out: &Path) {
    let general = fs::read_to_string(data.join("jieba/dict.txt")).expect("the dictionary");
    let fine = Fine::load(data, &general);
    let adjusted: BTreeMap<String, u64> = rows(&data.join("adjust.tsv"))
        .into_iter()
        .map(|row| (row[0].clone(), row[1].parse().unwrap_or_else(|e| panic!("{row:?}: {e}"))))
        .collect();
    let mut tags: Vec<String> = Vec::new();
    let mut words: BTreeMap<String, Word> = BTreeMap::new();
    let mut total = 0;
    for line in general.lines() {
        let [word, frequency, tag] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("dict.txt: {line:?}")
        };
        let frequency: u64 = frequency.parse().unwrap_or_else(|e| panic!("{line}: {e}"));
        total += frequency;
        let whole = fine.general(word, frequency, tag);
        let phrase = fine.phrase(word, frequency, tag);
        let frequency = adjusted.get(word).copied().unwrap_or(if phrase { 0 } else { frequency });
        if frequency == 0 {
            continue;
        }
        let tag = number(&mut tags, tag);
        let new = Word { cost: trie::cost(frequency), tag, general: true, domain: false, whole };
        words.insert(word.to_owned(), new);
    }
    assert_eq!(total as f64, trie::TOTAL, "frequencies of dict.txt, added up");

    let mut tables: Vec<_> = fs::read_dir(data.join("lexicon"))
        .expect("the lexicon")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|e| e == "tsv"))
        .collect();
    tables.sort();
    let mut entries = 0;
    for table in tables {
        for row in rows(&table) {
            let [word, frequency, tag] = &row[..] else { panic!("{}: {row:?}", table.display()) };
            let frequency: u64 = frequency.parse().unwrap_or_else(|e| panic!("{row:?}: {e}"));
            assert!(frequency > 0 && !word.is_empty() && !tag.is_empty(), "{}: {row:?}", table.display());
            let known = words.get(word);
            let general = known.is_some_and(|known| known.general);
            let idiom = known.is_some_and(|known| tags[usize::from(known.tag)] == "i");
            let whole = fine.domain(word, tag, idiom);
            let tag_number = number(&mut tags, tag);
            let new = Word { cost: trie::cost(frequency), tag: tag_number, general, domain: true, whole };
            let old = words.insert(word.clone(), new);
            assert!(
                old.is_none_or(|old| !old.domain),
                "{}: {word} stands in the lexicon already",
                table.display()
            );
            entries += 1;
        }
    }

    // Divisions that neither has.
    let place = number(&mut tags, "ns");
    for row in rows(&data.join("../structure/regions.tsv")) {
        for name in row.iter().filter(|cell| cell.chars().count() > 1 && cell.chars().all(|c| c > '\u{4DFF}'))
        {
            let new = Word { cost: trie::cost(PLACE), tag: place, general: false, domain: true, whole: true };
            words.entry(name.clone()).or_insert(new);
        }
    }

    let codes = trie::codes(words.keys().map(String::as_str)).expect("fewer characters than codes");
    let mut coded: Vec<(Vec<u16>, Word)> =
        words.iter().map(|(word, &what)| (word.chars().map(|c| codes[&c]).collect(), what)).collect();
    coded.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let units = trie::build(&coded).expect("fewer nodes than bases");
    write(&out.join("words.units"), units.as_flattened());

    let mut table = vec![[0_u8; 2]; 0x1_0000];
    for (c, code) in codes {
        table[c as usize] = code.to_le_bytes();
    }
    write(&out.join("words.codes"), table.as_flattened());
    let names = Names::count(data, &general);
    let source = format!(
        "/// The tags of the dictionary and of the lexicon.\npub(super) static TAGS: &[&str] = &{tags:?};\n\
         /// Rows of the lexicon.\n#[cfg(test)]\npub(super) const LEXICON: usize = {entries};\n\
         /// Surnames that need nothing beside them, each with its cost.\n\
         pub(super) static SURNAMES: &[(char, u16)] = &{:?};\n\
         /// Given characters, each with its cost as the first of two and as the last.\n\
         pub(super) static GIVEN: &[(char, u16, u16)] = &{:?};\n",
        names.surnames, names.given,
    );
    write(&out.join("words.rs"), source);
}

/// What the characters of names cost.
struct Names {
    surnames: Vec<(char, u16)>,
    given: Vec<(char, u16, u16)>,
}

impl Names {
    /// Counts the characters of the general dictionary's names of three characters: of one that stands `n` times in
    /// so many names, the cost is that of a word of this share of the text.
    fn count(data: &Path, general: &str) -> Self {
        let class = |name: &str| -> BTreeSet<char> {
            let row = rows(&data.join("names.tsv")).into_iter().find(|row| row[0] == name);
            row.expect("a class of names.tsv")[1].chars().filter(|c| *c != ' ').collect()
        };
        let (anywhere, never) = (class("anywhere"), class("never"));
        let mut counts = [const { BTreeMap::<char, u64>::new() }; 3];
        let mut all = 0;
        for line in general.lines().filter(|line| line.ends_with(" nr")) {
            let word = line.split(' ').next().unwrap_or_default();
            let [surname, first, last] = word.chars().collect::<Vec<_>>()[..] else { continue };
            if anywhere.contains(&surname) {
                all += 1;
                [surname, first, last]
                    .into_iter()
                    .zip(&mut counts)
                    .for_each(|(c, n)| *n.entry(c).or_default() += 1);
            }
        }
        let [surnames, first, last] = counts;
        let cost = |n: Option<&u64>| trie::cost_of(n.copied().unwrap_or_default() as f64 + RARE, all as f64);
        let surnames = anywhere.iter().map(|c| (*c, cost(surnames.get(c)))).collect();
        let given: BTreeSet<char> = first.keys().chain(last.keys()).copied().collect();
        let given = given.difference(&never).map(|c| (*c, cost(first.get(c)), cost(last.get(c)))).collect();
        Self { surnames, given }
    }
}

/// What every character is counted more than it stands in names.
const RARE: f64 = 0.3;

/// What a division weighs that the general dictionary has not: little, for most are rare.
const PLACE: u64 = 20;

/// The number of a tag.
fn number(tags: &mut Vec<String>, tag: &str) -> u8 {
    let known = tags.iter().position(|t| t == tag).unwrap_or_else(|| {
        tags.push(tag.to_owned());
        tags.len() - 1
    });
    u8::try_from(known).expect("fewer than 256 tags")
}

/// Which words the fine cut leaves whole.
struct Fine {
    /// Long words that are.
    whole: BTreeSet<String>,
    /// Short ones that look like a numeral and a measure word and are.
    lexical: BTreeSet<String>,
    /// Words that are cut, and prefixes of words of three characters that are.
    cut: BTreeSet<String>,
    measures: BTreeSet<String>,
    /// Frequencies of words of two characters.
    pairs: HashMap<String, u64>,
}

/// Words of the general dictionary that it has hardly seen, and their halves often: 深入开展, 要强化. Many were added
/// to it as phrases; they go, and their words stand.
const PHRASE: u64 = 9;
const HALF: u64 = 200;
/// A word of two halves of this frequency that stand together less than so many times as often (in natural
/// logarithms) as chance has it is made of them: 管理|人员, but not 有限公司. Of bodies more are: 国家|体委.
///
/// The limits lie where, of the words of four characters that a cut of the 人民日报 of 1998 has, one is whole for thirty
/// that are cut.
const TOGETHER: f64 = 4.0;
const TOGETHER_BODY: f64 = 6.0;
const LEAST: u64 = 20;
/// What begins or ends a phrase of three characters.
const FUNCTION: &str = "各每要经请被把将从在内中上有进设到已可应须又也都就是的了和与办新局";

impl Fine {
    fn load(data: &Path, general: &str) -> Self {
        let first = |table: &str| rows(&data.join(table)).into_iter().map(|row| row[0].clone()).collect();
        let measures = rows(&data.join("measures.tsv"));
        let measures = measures.iter().flat_map(|row| row[2].split(' ').map(str::to_owned)).collect();
        let mut pairs = HashMap::new();
        for line in general.lines() {
            let mut cells = line.split(' ');
            if let (Some(word), Some(frequency)) = (cells.next(), cells.next())
                && word.chars().count() == 2
            {
                pairs.insert(word.to_owned(), frequency.parse().expect("a frequency"));
            }
        }
        Self {
            whole: first("whole.tsv"),
            lexical: first("lexical.tsv"),
            cut: first("cut.tsv"),
            measures,
            pairs,
        }
    }

    /// Whether a word of the general dictionary is a phrase that its words make by themselves.
    fn phrase(&self, word: &str, frequency: u64, tag: &str) -> bool {
        let chars: Vec<char> = word.chars().collect();
        if frequency > PHRASE || matches!(tag, "nrt" | "nrfg") || self.whole.contains(word) {
            return false;
        }
        let common = |half: &[char]| {
            self.pairs.get(&half.iter().collect::<String>()).is_some_and(|&frequency| frequency >= HALF)
        };
        match chars[..] {
            [a, b, c, d] => common(&[a, b]) && common(&[c, d]),
            [a, b, c] => {
                (FUNCTION.contains(a) && common(&[b, c])) || (FUNCTION.contains(c) && common(&[a, b]))
            }
            _ => false,
        }
    }

    /// A word of the general dictionary is whole, but for a numeral with its measure word, for what its halves make
    /// about as often by themselves, and for long names of bodies.
    fn general(&self, word: &str, frequency: u64, tag: &str) -> bool {
        if self.whole.contains(word) || self.lexical.contains(word) {
            return true;
        }
        let chars: Vec<char> = word.chars().collect();
        let made = match chars[..] {
            [a, b, c, d] if !matches!(tag, "nrt" | "nrfg") => {
                let half = |half: [char; 2]| {
                    self.pairs.get(&String::from_iter(half)).copied().filter(|&frequency| frequency >= LEAST)
                };
                let most = if tag == "nt" { TOGETHER_BODY } else { TOGETHER };
                half([a, b]).zip(half([c, d])).is_some_and(|(a, b)| {
                    (frequency as f64 * trie::TOTAL / (a as f64 * b as f64)).ln() < most
                })
            }
            [_, _, _, _, _, ..] => tag == "nt",
            _ => self.prefixed(word),
        } || (chars.len() > 3 && self.cut.contains(word));
        !made && !self.quantity(word)
    }

    /// A word of the lexicon: short ones, idioms, set phrases and campaigns of a numeral are whole.
    fn domain(&self, word: &str, tag: &str, idiom: bool) -> bool {
        if word.chars().count() <= 3 {
            return (!self.quantity(word) || self.lexical.contains(word)) && !self.prefixed(word);
        }
        let idiom = idiom || (tag == "l" && word.chars().count() == 4);
        idiom || tag == "nzj" || self.whole.contains(word)
    }

    /// Whether a word of three characters is listed as cut, or begins with a prefix that is listed and goes on with a word.
    fn prefixed(&self, word: &str) -> bool {
        let Some((prefix, rest)) = word.char_indices().nth(1).map(|(i, _)| word.split_at(i)) else {
            return false;
        };
        let common = || self.pairs.get(rest).is_some_and(|&frequency| frequency >= HALF);
        self.cut.contains(word) || (self.cut.contains(prefix) && common())
    }

    fn quantity(&self, word: &str) -> bool {
        let number: usize =
            word.chars().take_while(|&c| c == '第' || NUMERALS.contains(c)).map(char::len_utf8).sum();
        number > 0 && self.measures.contains(&word[number..])
    }
}

const NUMERALS: &str = "〇零一二三四五六七八九十百千万亿两几双";

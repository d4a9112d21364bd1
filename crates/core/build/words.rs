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
        let frequency = adjusted.get(word).copied().unwrap_or(frequency);
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
            let idiom = known.is_some_and(|known| matches!(&*tags[usize::from(known.tag)], "i" | "l"));
            let whole = fine.domain(word, idiom);
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
    let source = format!(
        "/// The tags of the dictionary and of the lexicon.\npub(super) static TAGS: &[&str] = &{tags:?};\n\
         /// Rows of the lexicon.\n#[cfg(test)]\npub(super) const LEXICON: usize = {entries};\n"
    );
    write(&out.join("words.rs"), source);
}

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
    measures: BTreeSet<String>,
    /// Levels of government, and bodies that have one.
    levels: BTreeSet<char>,
    bodies: BTreeSet<String>,
    /// Frequencies of words of two characters.
    pairs: HashMap<String, u64>,
}

/// Long words of the general dictionary that it has hardly seen, and their halves often: 深入|开展. Many were added to
/// it as phrases.
const PHRASE: u64 = 9;
const HALF: u64 = 200;

impl Fine {
    fn load(data: &Path, general: &str) -> Self {
        let first = |table: &str| rows(&data.join(table)).into_iter().map(|row| row[0].clone()).collect();
        let split = |table: &str, class: &str, column: usize| -> Vec<String> {
            let rows = rows(&data.join(table)).into_iter().filter(|row| class.is_empty() || row[0] == class);
            rows.flat_map(|row| row[column].split(' ').map(str::to_owned).collect::<Vec<_>>()).collect()
        };
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
            measures: split("measures.tsv", "", 2).into_iter().collect(),
            levels: split("bodies.tsv", "level", 1).iter().flat_map(|level| level.chars()).collect(),
            bodies: split("bodies.tsv", "head", 1).into_iter().collect(),
            pairs,
        }
    }

    /// A word of the general dictionary: whole, but for a numeral with its measure word, a level with its body, and
    /// phrases.
    fn general(&self, word: &str, frequency: u64, tag: &str) -> bool {
        let chars: Vec<char> = word.chars().collect();
        if chars.len() <= 3 {
            return self.short(word);
        }
        let named = matches!(tag, "nr" | "nrt" | "nrfg" | "ns" | "t");
        let common = |half: &[char]| {
            self.pairs.get(&half.iter().collect::<String>()).is_some_and(|&frequency| frequency >= HALF)
        };
        let phrase = frequency <= PHRASE && chars.len() == 4 && common(&chars[..2]) && common(&chars[2..]);
        self.whole.contains(word) || named || !phrase
    }

    /// A word of the lexicon: short ones and idioms are whole.
    fn domain(&self, word: &str, idiom: bool) -> bool {
        if word.chars().count() <= 3 { self.short(word) } else { idiom || self.whole.contains(word) }
    }

    fn short(&self, word: &str) -> bool {
        let numeral = |c: &char| "第〇零一二三四五六七八九十百千万亿两几".contains(*c);
        let number: usize = word.chars().take_while(numeral).map(char::len_utf8).sum();
        if number > 0 && self.measures.contains(&word[number..]) {
            return self.lexical.contains(word);
        }
        let mut rest = word.chars();
        !(rest.next().is_some_and(|c| self.levels.contains(&c)) && self.bodies.contains(rest.as_str()))
    }
}

//! OpenCC's dictionaries, put together as its configurations say.
//!
//! A line of a dictionary holds a key, a tab, and the candidates, the first of which is meant.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// What stands in the text → what it becomes.
pub(crate) type Dictionary = BTreeMap<Vec<char>, Vec<char>>;

/// A key and its candidates.
type Line = (Vec<char>, Vec<Vec<char>>);

/// A row like `# @tofu-risk: …` says that fonts may lack what the next row converts to. The row itself keeps the
/// character; its other candidate is what a text without fonts wants.
const RARE: &str = "# @tofu-risk:";
/// Of the keys that share a value, the one that the reversed dictionary means: `# @reverse-prefer: 么 幺`.
const PREFER: &str = "# @reverse-prefer:";

/// More characters than any key has.
const LONGEST: usize = 32;

/// The folder of the dictionaries.
pub(crate) struct Opencc {
    pub(crate) dir: PathBuf,
}

impl Opencc {
    fn text(&self, name: &str) -> String {
        let path = self.dir.join(format!("{name}.txt"));
        fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    pub(crate) fn lines(&self, name: &str) -> Vec<Line> {
        let mut rare = false;
        let mut lines = Vec::new();
        for line in self.text(name).lines() {
            if let Some((key, values)) = line.split_once('\t').filter(|_| !line.starts_with('#')) {
                let key: Vec<char> = key.chars().collect();
                let mut values: Vec<Vec<char>> = values.split(' ').map(|v| v.chars().collect()).collect();
                if rare && values.len() > 1 && values[0] == key {
                    values.remove(0);
                }
                lines.push((key, values));
            }
            rare = line.starts_with(RARE);
        }
        lines
    }

    /// The first candidates of a dictionary.
    pub(crate) fn first(&self, name: &str) -> Dictionary {
        let first = |(key, values): Line| values.into_iter().next().map(|value| (key, value));
        self.lines(name).into_iter().filter_map(first).collect()
    }

    /// A dictionary of variants the other way round.
    pub(crate) fn reversed(&self, name: &str) -> Dictionary {
        let mut reversed = Dictionary::new();
        for (key, values) in self.lines(name) {
            for value in values {
                reversed.entry(value).or_insert_with(|| key.clone());
            }
        }
        for row in self.text(name).lines().filter_map(|l| l.strip_prefix(PREFER)) {
            let fields: Vec<Vec<char>> = row.split_whitespace().map(|f| f.chars().collect()).collect();
            if let (Some(from), Some(to)) = (fields.first(), fields.last()) {
                reversed.insert(from.clone(), to.clone());
            }
        }
        reversed
    }

    /// Simplified → Traditional: the phrases, those that the names of other regions need to be found in
    /// Traditional text, and the characters.
    pub(crate) fn simplified_to_traditional(&self, t2s: &Dictionary) -> Dictionary {
        let mut phrases = Dictionary::new();
        for key in ["HKPhrases", "TWPhrases"].iter().flat_map(|name| self.first(name).into_keys()) {
            let simplified = convert(t2s, &key);
            // Shorter ones would take words apart.
            if simplified.len() >= 3 {
                phrases.insert(simplified, key);
            }
        }
        phrases.extend(self.first("STPhrases"));
        in_turn([phrases, self.first("STCharacters")])
    }
}

/// Several dictionaries as one: at each place the first that matches at all decides, with its longest key.
///
/// A key of a later one that begins with a key of an earlier one is never reached, so it is left out; then the
/// longest match in the joined dictionary is the same.
pub(crate) fn in_turn<const N: usize>(dictionaries: [Dictionary; N]) -> Dictionary {
    let mut joined = Dictionary::new();
    for dictionary in dictionaries {
        let reached = |key: &[char]| (1..=key.len()).all(|n| !joined.contains_key(&key[..n]));
        let new: Vec<_> = dictionary.into_iter().filter(|(key, _)| reached(key)).collect();
        joined.extend(new);
    }
    assert!(joined.keys().all(|key| key.len() <= LONGEST), "a longer key than ever");
    joined
}

/// What a dictionary makes of a text by longest match, the plain way.
pub(crate) fn convert(dictionary: &Dictionary, text: &[char]) -> Vec<char> {
    let (mut out, mut at) = (Vec::new(), 0);
    while at < text.len() {
        let lengths = (1..=LONGEST.min(text.len() - at)).rev();
        let found = lengths.map(|n| &text[at..at + n]).find_map(|key| dictionary.get_key_value(key));
        let (from, to) = found.map_or((1, &text[at..=at]), |(key, to)| (key.len(), to));
        out.extend(to);
        at += from;
    }
    out
}

/// What a phrase becomes stands for itself: 畢昇 → 毕昇 keeps its 昇, so 毕昇 does, too. Then converting twice is
/// converting once.
pub(crate) fn settle(dictionary: &mut Dictionary) {
    let stands = |to: &Vec<char>| convert(dictionary, to) == *to;
    let phrases = dictionary.iter().filter(|(key, _)| key.len() > 1).map(|(_, to)| to);
    let new: Vec<_> = phrases.filter(|to| !stands(to)).cloned().collect();
    dictionary.extend(new.into_iter().map(|to| (to.clone(), to)));
}

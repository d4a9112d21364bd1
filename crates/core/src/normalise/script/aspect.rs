//! 著 on Traditional lines: the aspect mark 着, or a word for writing and the evident.

use crate::error::Error;
use crate::tables::Table;

/// A word of the table around its 著.
type Word = (&'static str, &'static str);

/// When 著 is not the aspect mark, as `aspect.tsv` says.
#[derive(Debug)]
pub(in crate::normalise) struct Aspect {
    /// Words that keep 著 and begin with it, and others: by the character beside 著, sorted.
    after: Vec<(char, Word)>,
    before: Vec<(char, Word)>,
    /// Words that end before 著 and make it the aspect mark whatever follows, by their last character.
    verbs: Vec<(char, Word)>,
}

impl Aspect {
    pub(in crate::normalise) fn load() -> Result<Self, Error> {
        let table = Table::parse(
            "normalise/aspect.tsv",
            include_str!("../../../data/normalise/aspect.tsv"),
            &["word", "zhe", "why"],
        )?;
        table.unique("word")?;
        let mut aspect = Self { after: Vec::new(), before: Vec::new(), verbs: Vec::new() };
        for row in table.rows() {
            let word = row.need("word")?.split_once('著').ok_or_else(|| row.error("no 著 in the word"))?;
            let last = word.0.chars().next_back();
            match (row.need("zhe")?, word, last, word.1.chars().next()) {
                ("著", _, Some(last), _) => aspect.before.push((last, word)),
                ("著", _, None, Some(next)) => aspect.after.push((next, word)),
                ("着", (_, ""), Some(last), _) => aspect.verbs.push((last, word)),
                ("着", ..) => return Err(row.error("a word with 着 ends with it")),
                (other, ..) => {
                    return Err(row.error(format!("{other:?} is neither 著 nor 着 beside a character")));
                }
            }
        }
        for words in [&mut aspect.after, &mut aspect.before, &mut aspect.verbs] {
            words.sort_unstable();
        }
        Ok(aspect)
    }

    /// Whether the 著 at byte `at` of `text` is the aspect mark.
    pub(super) fn is_mark(&self, text: &str, at: usize) -> bool {
        let (before, after) = (&text[..at], &text[at + '著'.len_utf8()..]);
        let stands = |words: &[(char, Word)], beside: Option<char>| {
            let Some(c) = beside else { return false };
            let from = words.partition_point(|w| w.0 < c);
            let mut same = words[from..].iter().take_while(|w| w.0 == c);
            same.any(|(_, (b, a))| before.ends_with(b) && after.starts_with(a))
        };
        let (last, next) = (before.chars().next_back(), after.chars().next());
        stands(&self.verbs, last) || !(stands(&self.before, last) || stands(&self.after, next))
    }
}

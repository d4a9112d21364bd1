//! The words that tell a passage's role and years: in its headings, and at the head of its sentences.

use super::Role;
use super::cues::automaton;
use super::passage::{Years, heading_year};
use super::sieve::Sets;
use crate::error::Error;
use crate::metrics::trie::{Trie, sorted};
use crate::tables::Table;
use aho_corasick::AhoCorasick;

/// Where a word of `roles/passages.tsv` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Opening,
    Cue,
}

/// What a word in a heading does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Title {
    /// Tells the role, wherever it stands.
    Tells(Role),
    /// Tells the role where it ends the heading.
    Ends(Role),
    /// The same, unless something is done to it (完成任务).
    Object(Role),
    /// What is done to an object.
    Topic,
}

/// The table of passages.
#[derive(Debug)]
pub(super) struct Passages {
    words: Trie,
    rows: Vec<(Place, Role)>,
    heading: AhoCorasick,
    heading_rows: Vec<Title>,
    spans: Trie,
    span_rows: Vec<Years>,
}

impl Passages {
    pub(super) fn new() -> Result<Self, Error> {
        let name = "roles/passages.tsv";
        let text = include_str!("../../../data/metrics/roles/passages.tsv");
        let table = Table::parse(name, text, &["surface", "place", "role"])?;
        let (mut words, mut headings, mut heading_rows) = (vec![], vec![], vec![]);
        for row in table.rows() {
            let (surface, role) = (row.need("surface")?, row.get("role"));
            let role = match role {
                "target" => Some(Role::Target),
                "actual" => Some(Role::Actual),
                "" => None,
                other => return Err(row.error(format!("no role {other:?}"))),
            };
            let mut heading = |title| {
                headings.push(surface);
                heading_rows.push(title);
            };
            match (row.need("place")?, role) {
                ("heading", Some(role)) => heading(Title::Tells(role)),
                ("heading-end", Some(role)) => heading(Title::Ends(role)),
                ("heading-object", Some(role)) => heading(Title::Object(role)),
                ("topic", None) => heading(Title::Topic),
                ("opening", Some(role)) => words.push((surface, (Place::Opening, role))),
                ("cue", Some(role)) => words.push((surface, (Place::Cue, role))),
                (place, _) => return Err(row.error(format!("no place {place:?} with this role"))),
            }
        }
        let text = include_str!("../../../data/metrics/roles/spans.tsv");
        let table = Table::parse("roles/spans.tsv", text, &["surface", "class"])?;
        table.unique("surface")?;
        let mut spans = Vec::new();
        for row in table.rows() {
            let years = match row.need("class")? {
                "past" => Years::Past,
                "next" => Years::Next,
                "one" => Years::One,
                "average" => Years::Average,
                "sum" => Years::Sum,
                "none" => Years::None,
                other => return Err(row.error(format!("no class {other:?}"))),
            };
            spans.push((row.need("surface")?, years));
        }
        let (trie, span_trie) =
            (Trie::new(&sorted(&mut words, false)), Trie::new(&sorted(&mut spans, false)));
        Ok(Self {
            words: trie,
            rows: words.into_iter().map(|(_, row)| row).collect(),
            heading: automaton(name, &headings)?,
            heading_rows,
            spans: span_trie,
            span_rows: spans.into_iter().map(|(_, years)| years).collect(),
        })
    }

    /// The first (or `last`) word of `roles/spans.tsv` in a text that says one of `of`.
    fn years(&self, text: &str, of: &[Years], last: bool) -> Option<Years> {
        let mut told = None;
        self.spans.find_all(text, |_, _, row| {
            let years = self.span_rows[row];
            if of.contains(&years) && (last || told.is_none()) {
                told = Some(years);
            }
        });
        told
    }

    /// The words that sentences are searched for.
    pub(super) fn searched(&self) -> [(Sets, &Trie); 2] {
        [(Sets::TURN, &self.words), (Sets::SPAN, &self.spans)]
    }

    /// Whether a figure behind `clause` is told over several years: as an average, or as a sum.
    pub(super) fn over_years(&self, clause: &str) -> Option<Years> {
        self.years(clause, &[Years::Average, Years::Sum], true)
    }

    /// What the head of a sentence says of the years that it and the next ones speak of.
    pub(super) fn span(&self, sentence: &str, sets: Sets) -> Option<Years> {
        let head = sentence.trim_start();
        if !sets.has(Sets::SPAN) && !head.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let end = head.char_indices().nth(OPENING).map_or(head.len(), |(i, _)| i);
        let head = &head[..end];
        // 2025年是“十四五”收官之年: the year comes first.
        if heading_year(head.get(..4 + '年'.len_utf8()).unwrap_or_default()).is_some() {
            return Some(Years::One);
        }
        self.years(head, &[Years::Past, Years::Next, Years::One], false)
    }

    /// The role that a heading tells; the last word counts (工作情况 and 工作计划: the plan), none where it says both.
    pub(super) fn heading(&self, heading: &str, level: u8) -> Option<Role> {
        // Below the top, long headings that end so are topics (圆满完成普查任务), short ones names of parts (主要任务).
        let long = level > 1 && heading.chars().count() > 9;
        let heading = heading.trim_end().trim_end_matches(['。', '：', ':', '）', ')']);
        let (mut told, mut done) = (None, false);
        for m in self.heading.find_iter(heading) {
            let ends = !long && m.end() == heading.len();
            let role = match self.heading_rows[m.pattern().as_usize()] {
                Title::Tells(role) => role,
                Title::Ends(role) if ends => role,
                Title::Object(role) if ends && !done => role,
                Title::Ends(_) | Title::Object(_) => continue,
                Title::Topic => {
                    done = true;
                    continue;
                }
            };
            if told.is_some_and(|t| t != role) {
                return None;
            }
            told = Some(role);
        }
        told
    }

    /// The role that a sentence gives to the rest of its passage.
    /// A cue does not speak where a heading says that the passage reports (`reviewed`): 高于预期目标.
    pub(super) fn turn(&self, sentence: &str, sets: Sets, reviewed: bool) -> Option<Role> {
        if !sets.has(Sets::TURN) {
            return None;
        }
        let mut told = None;
        self.words.find_all(sentence, |start, _, row| {
            let (place, role) = self.rows[row];
            if place == Place::Cue && !reviewed || opening(&sentence[..start]) {
                told = Some(role);
            }
        });
        told
    }
}

/// Characters at the head of a sentence in which words of its years are looked for.
const OPENING: usize = 24;

/// Whether what stands before a word leaves it at the head of its sentence: nothing, or a label.
fn opening(before: &str) -> bool {
    before.chars().count() <= 4
        && before
            .chars()
            .all(|c| c.is_whitespace() || "一二三四五六七八九十（）()0123456789、.．是在".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_tell_roles_by_what_they_name() {
        let passages = Passages::new().unwrap();
        let cases = [
            ("一、主要任务", 1, Some(Role::Target)),
            ("一、顺利完成全年目标任务", 1, None),
            ("二、完成任务的主要措施", 1, Some(Role::Target)),
            ("一、任务完成情况", 1, Some(Role::Actual)),
            ("三、工作情况和下一步打算", 1, Some(Role::Target)),
            ("（二）圆满完成人口普查登记任务", 2, None),
            ("四、文化建设", 1, None),
        ];
        for (heading, level, role) in cases {
            assert_eq!(passages.heading(heading, level), role, "{heading}");
        }
    }
}

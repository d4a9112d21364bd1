//! A bracket behind a full stop: 组织培训。（6月底前，办公室负责）. It says when, and who, of the sentence before it, and
//! may be a sentence, or a line, of its own.

use super::cues::Cues;
use super::edges;
use super::figure::Draft;
use super::sentence::{Sentence, has_chars};
use std::ops::Range;

/// Whether the sentence is a bracket and nothing else.
pub(super) fn is_aside(sentence: &str) -> bool {
    let inside = sentence.trim().trim_end_matches(['。', '；', ';']);
    let closed =
        inside.strip_prefix(['（', '(', '【', '[']).and_then(|s| s.strip_suffix(['）', ')', '】', ']']));
    closed.is_some_and(|s| !s.contains(['（', '(', '）', ')', '。']))
}

/// Gives the dates of a bracket the thing that the sentence before speaks of.
pub(super) fn name(drafts: &mut [Draft], topic: &Range<usize>) {
    for d in drafts.iter_mut().filter(|d| d.kind.is_calendar()) {
        d.indicator = Some(topic.clone());
        d.confidence = d.confidence.min(0.88);
    }
}

/// What stands before the bracket behind a full stop that holds `at`, if it stands in one.
pub(super) fn topic_before(s: &Sentence<'_>, at: usize) -> Option<Range<usize>> {
    let bracket = s.bracket(at)?;
    s.slice(s.at.start..bracket.start).trim_end().ends_with(['。', '；', ';']).then_some(())?;
    object(s, bracket.start)
}

/// What a sentence speaks of.
pub(super) fn topic(text: &str, at: Range<usize>, cues: &Cues) -> Option<Range<usize>> {
    let mut s = Sentence::new(text, at.clone());
    cues.find(text, at, &mut s.cues);
    object(&s, s.at.end)
}

/// The object of the clause that ends at `end`, or of the one before where that is short.
fn object(s: &Sentence<'_>, mut end: usize) -> Option<Range<usize>> {
    for _ in 0..3 {
        let tail =
            s.slice(s.body..end).trim_end_matches(|c: char| c.is_whitespace() || "。；;，,".contains(c));
        end = s.body + tail.len();
        let start = s.clause_start(end).max(s.body);
        let range = edges::object(s, start..end);
        if has_chars(s.slice(range.clone()), 4) {
            return Some(range);
        }
        if start <= s.body {
            let whole = s.body..end;
            return has_chars(s.slice(whole.clone()), 2).then_some(whole);
        }
        end = start;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_alone_is_an_aside() {
        assert!(is_aside("（6月底前，办公室负责）"));
        assert!(is_aside(" (牵头单位：教育局；完成时限：9月)。"));
        assert!(!is_aside("（一）加强领导。（6月底前）"));
        assert!(!is_aside("（6月底前）完成整改。"));
        assert!(!is_aside(""));
    }

    #[test]
    fn the_topic_is_the_object_of_the_last_clause() {
        let cues = Cues::new().unwrap();
        let topic = |text: &str| topic(text, 0..text.len(), &cues).map(|r| text[r].to_owned());
        assert_eq!(topic("组织开展专题培训。").as_deref(), Some("专题培训"));
        assert_eq!(topic("摸清底数，建立困难群众台账。").as_deref(), Some("困难群众台账"));
        assert_eq!(topic(""), None);
    }
}

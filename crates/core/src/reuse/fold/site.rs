//! Lines that a site put into a page, by their words alone.

use crate::reuse::slots::is_site;
use memchr::memchr;
use std::ops::Range;

/// Longest such line, in characters; a character has three bytes at most where it is told by its bytes.
const LONGEST: usize = 40;

/// The lines that speak for a site and not for the document, without their line ends: short ones with a word of
/// `furniture.tsv`, and no sentences.
pub(super) fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |i| start + i);
        let line = &text[start..end];
        if line.len() <= 4 * LONGEST {
            let line = line.trim();
            if line.chars().count() <= LONGEST && !line.ends_with(['。', '；']) && is_site(line) {
                lines.push(start..end);
            }
        }
        start = end + 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lines_that_speak_for_a_site_are_told() {
        let text = "柳河镇河堤修缮方案\n【字体：大 中 小】\n请各村到水务所窗口下载表格并按时交回。\n上一篇：没有了\n\n责任编辑：某人";
        let found: Vec<&str> = lines(text).into_iter().map(|l| &text[l]).collect();
        assert_eq!(found, ["【字体：大 中 小】", "上一篇：没有了", "责任编辑：某人"]);
        assert!(lines("").is_empty() && lines("\n\n").is_empty());
    }
}

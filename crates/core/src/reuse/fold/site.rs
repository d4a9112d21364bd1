//! Lines that a site put into a page, by their words alone.

use crate::reuse::slots::{is_cut, is_site};
use memchr::{memchr, memrchr};
use std::ops::Range;

/// Longest such line, in characters.
const LONGEST: usize = 40;
/// A notice that ends a page begins in one of so many last lines, none of them longer than so many bytes.
const NOTICE: (usize, usize) = (24, 300);

/// The lines that speak for a site and not for the document, without their line ends: short ones with a word of
/// `furniture.tsv`, and no sentences; and a licence at the end of the page.
pub(super) fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let notice = notice(text);
    while start < notice {
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
    if notice < text.len() {
        lines.push(notice..text.len());
    }
    lines
}

/// Where the notice begins that ends a page; its end where there is none.
fn notice(text: &str) -> usize {
    let (mut end, mut begins, mut seen) = (text.len(), text.len(), 0);
    while end > 0 && seen < NOTICE.0 {
        let start = memrchr(b'\n', &text.as_bytes()[..end]).map_or(0, |i| i + 1);
        let line = text[start..end].trim();
        if line.len() > NOTICE.1 {
            break;
        }
        if is_cut(line) {
            begins = start;
        }
        seen += usize::from(!line.is_empty());
        end = start.saturating_sub(1);
    }
    begins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lines_that_speak_for_a_site_are_told() {
        let text = "柳河镇河堤修缮方案\n【字体：大 中 小】\n请各村到水务所窗口下载表格并按时交回。\n上一篇：没有了\n\n责任编辑：某人";
        let found: Vec<&str> = lines(text).into_iter().map(|l| &text[l]).collect();
        assert_eq!(found, ["【字体：大 中 小】", "上一篇：没有了", "责任编辑：某人"]);
        let text = "修渠三里，栽树百棵。\n\n本作品来自柳河镇的决定，依法属于\n公有领域\n。\nPublic domain";
        let found: Vec<&str> = lines(text).into_iter().map(|l| &text[l]).collect();
        assert_eq!(found, ["本作品来自柳河镇的决定，依法属于\n公有领域\n。\nPublic domain"]);
        assert!(lines("").is_empty() && lines("\n\n").is_empty());
    }
}

//! Furniture that no rule knows, learned from what the pages of one site repeat.
//!
//! Where many pages of a host or a folder are read together, a first pass shows them all to a [`FurnitureModel`],
//! which counts in how many pages of the site each short line of the top or the bottom stands (document frequency).
//! A line that most pages have in common is the site's and no document's. Documents of one office have lines in
//! common, too: titles, addresses, headings, closing formulas, dates and signatures are never learned, and of
//! pages with the same text only the first counts.
//!
//! Linear in the text; what is kept is a number a distinct short line.

use super::articles::TOP;
use super::finder::Finder;
use super::furniture::Scanner;
use super::lines::{Line, is_blank, lines};
use super::{Structurer, articles::squeeze};
use crate::document::FurnitureKind;
use crate::offsets::Normalised;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Longest line that is learned, in characters.
const SHORT: usize = 60;
/// Least number of pages with different texts from which anything is learned.
const PAGES: u32 = 5;
/// Of these, how many must have a line: one in this number.
const SHARE: u32 = 2;

/// What the pages of sites repeat.
///
/// ```
/// use gongwen::{FurnitureModel, Meta, NormaliseConfig, Normaliser, SourceText, Structurer};
/// let (normaliser, structurer) = (Normaliser::new(NormaliseConfig::default())?, Structurer::new()?);
/// let page = |n: u32| format!("云川在线欢迎您\n第{n}期工作计划\n全年办理建议{n}件，抓好落实。\n关于云川在线\n");
/// let mut model = FurnitureModel::default();
/// for n in 1..=6 {
///     model.observe("yunchuan.example", &normaliser.normalise(&page(n)), &structurer);
/// }
/// let source = SourceText::new(page(1));
/// let normal = normaliser.normalise(source.as_str());
/// let site = model.site("yunchuan.example");
/// let parts = structurer.structure_of_site(&source, &normal, &[], &Meta::default(), site);
/// let removed: Vec<_> = parts.furniture.iter().map(|f| source.slice(f.at)).collect();
/// assert_eq!(removed, ["云川在线欢迎您", "关于云川在线"]);
/// # Ok::<(), gongwen::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct FurnitureModel {
    sites: HashMap<String, Site>,
}

/// What the pages of one site repeat.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Pages with different texts.
    pages: u32,
    /// Pages that have each line.
    lines: HashMap<u64, u32>,
    /// The texts seen, by their longest line.
    texts: HashSet<u64>,
}

impl FurnitureModel {
    /// Counts the lines of a page of `site`.
    pub fn observe(&mut self, site: &str, normal: &Normalised, structurer: &Structurer) {
        let text = normal.text();
        let all = lines(text, structurer.shapes());
        let Some(longest) = all.iter().max_by_key(|l| l.chars) else { return };
        let known = self.sites.entry(site.to_owned()).or_default();
        if !known.texts.insert(hash(&text[longest.at.range()])) {
            return;
        }
        known.pages += 1;
        let mut seen = HashSet::new();
        for line in edges(text, &all).map(|i| all[i]).filter(|l| l.chars <= SHORT) {
            let line = hash(&squeeze(&text[line.at.range()]));
            if seen.insert(line) {
                *known.lines.entry(line).or_default() += 1;
            }
        }
    }

    /// What has been learned of a site, where enough of its pages have been seen.
    #[must_use]
    pub fn site(&self, site: &str) -> Option<&Site> {
        self.sites.get(site).filter(|s| s.pages >= PAGES)
    }
}

impl Site {
    /// How many pages with different texts have been seen.
    #[must_use]
    pub fn pages(&self) -> u32 {
        self.pages
    }

    /// Whether most pages have the line.
    fn repeats(&self, line: &str) -> bool {
        let line = squeeze(line);
        !line.is_empty() && self.lines.get(&hash(&line)).is_some_and(|n| n * SHARE > self.pages)
    }
}

impl Structurer {
    /// Marks what the pages of the site repeat at the top and at the bottom of a page.
    pub(super) fn learned(&self, site: &Site, text: &str, all: &[Line], scanner: &mut Scanner<'_>) {
        let half = all.len() / 2;
        let mut titled = false; // what stands under a title is its document's: who spoke, and where
        for i in edges(text, all) {
            let line = &text[all[i].at.range()];
            titled |= self.titles.ends(line);
            if titled && i < half {
                continue;
            }
            if scanner.marked[i].is_none()
                && all[i].chars <= SHORT
                && site.repeats(line)
                && !self.may_be_of_a_document(line)
            {
                let kind = if i < half { FurnitureKind::Navigation } else { FurnitureKind::SiteOutro };
                scanner.marked[i] = Some(kind);
            }
        }
    }

    /// Whether a line is of a sort that documents of one office have in common.
    fn may_be_of_a_document(&self, line: &str) -> bool {
        let ending = line.trim_end_matches(is_blank);
        ending.ends_with(['。', '！', '：', ':', '；', '，', '、'])
            || self.titles.ends(line)
            || self.shapes.label(line).is_some()
            || self.markers.closes(line)
            || self.clues.names_an_office(line)
            || OF_A_DOCUMENT.with(|words| {
                let mut any = false;
                words.longest(line, |_, _, ()| any = true);
                any
            })
            || line.chars().all(|c| c.is_ascii_digit() || "〇零○一二三四五六七八九十年月日号第".contains(c))
    }
}

thread_local! {
    /// Words of lines under titles and over dates: who spoke, and what a document is attached to.
    static OF_A_DOCUMENT: Finder<()> =
        Finder::new(["附件", "会议", "代表大会", "主席", "市长", "县长", "区长", "省长", "书记", "主任", "局长", "目录"]
            .into_iter()
            .map(|w| (w, ())));
}

/// The lines at the top and at the bottom of a page, down and up to its running text.
fn edges(text: &str, all: &[Line]) -> impl Iterator<Item = usize> {
    let running = |l: &&Line| l.chars > SHORT || text[l.at.range()].ends_with('。');
    let top = all.iter().take(TOP).take_while(|l| !running(l)).count();
    let bottom = all.iter().rev().take(TOP).take_while(|l| !running(l)).count();
    let bottom = (all.len() - bottom).max(top);
    (0..top).chain(bottom..all.len())
}

fn hash(text: &str) -> u64 {
    // The keys of this hasher are fixed, so that two runs learn the same.
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::super::tests::body;
    use super::*;
    use crate::document::Meta;
    use crate::text::SourceText;

    /// What is removed of the last of `pages`, after all have been seen.
    fn removed(pages: &[String]) -> Vec<String> {
        let structurer = Structurer::new().unwrap();
        let mut model = FurnitureModel::default();
        for page in pages {
            model.observe("a", &Normalised::identity(page), &structurer);
        }
        let page = pages.last().unwrap();
        let (source, normal) = (SourceText::new(page.as_str()), Normalised::identity(page));
        let s = structurer.structure_of_site(&source, &normal, &[], &Meta::default(), model.site("a"));
        s.furniture.iter().map(|f| page[f.at.range()].to_owned()).collect()
    }

    fn site(n: usize, page: impl Fn(&str, &str) -> String) -> Vec<String> {
        ["植树", "护苗", "清淤", "巡山", "修渠", "防火", "育种"]
            .iter()
            .take(n)
            .map(|w| page(w, &body(w)))
            .collect()
    }

    #[test]
    fn what_most_pages_have_is_the_sites() {
        let page = |what: &str, body: &str| {
            format!("林海之窗\n政务 要闻 服务\n林业站{what}工作计划\n{body}林海之窗编辑\n客户端\n")
        };
        assert_eq!(removed(&site(7, page)), ["林海之窗\n政务 要闻 服务", "林海之窗编辑", "客户端"]);
        // Four pages say too little; a rule knows 客户端.
        assert_eq!(removed(&site(4, page)), ["客户端"]);
        // Copies of one page are one page.
        let copies = vec![page("植树", &body("植树")); 9];
        assert_eq!(removed(&copies), ["客户端"]);
    }

    #[test]
    fn what_documents_of_one_office_have_in_common_stays() {
        let page = |_: &str, body: &str| {
            format!(
                "林业站工作计划\n站长 王林\n在全站会议上\n各位代表：\n一、工作目标\n{body}谢谢大家！\n某县林业局\n2024年5月6日\n附件\n"
            )
        };
        assert!(removed(&site(7, page)).is_empty());
    }
}

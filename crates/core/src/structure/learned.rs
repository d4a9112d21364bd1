//! Furniture that no rule knows, learned from what the pages of one site repeat.
//!
//! Where many pages of a host or a folder are read together, a first pass shows them all to a [`FurnitureModel`],
//! which counts in how many pages of the site each short line of the top or the bottom stands (document frequency,
//! the measure of site-level template detection: Bar-Yossef and Rajagopalan, *Template detection via data mining and
//! its applications*, 2002). A line that most pages have in common is the site's and no document's.
//!
//! Documents of one office have lines in common, too, and formulas repeat more than anything else in them. To lose
//! one is worse than to keep a site's, so a line is removed only if all of this holds:
//!
//! - at least [`PAGES`] pages with different texts, and [`SHARE`] of all, have it; copies of one page are one page;
//! - it is short and no sentence: nothing with a comma, a stop, a colon or the tab of a table is learned;
//! - it stands at the edge: above and below it, to the end of the page, there is nothing but what rules or this
//!   know as furniture. A title, a date or a signature that is the page's own ends the search;
//! - it is of no sort that documents of one office have in common (`data/structure/shared.tsv`): titles, labels,
//!   offices, officials, closings, heads of forms, dates; at the bottom, names of people.
//!
//! Linear in the text. What is kept is a number a page and, by the counting of Misra and Gries (*Finding repeated
//! elements*, 1982), at most [`COUNTERS`] numbers a site: counts then fall short by a few pages in a hundred, never
//! the other way.

use super::articles::TOP;
use super::furniture::Scanner;
use super::lines::{Line, is_blank, lines};
use super::pattern::Patterns;
use super::{Structurer, articles::squeeze};
use crate::document::FurnitureKind;
use crate::error::Error;
use crate::offsets::Normalised;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Longest line that is learned, in characters.
const SHORT: usize = 60;
/// Least number of pages with different texts that must have a line.
const PAGES: u32 = 5;
/// Of all pages of the site, how many must have a line: three in five.
const SHARE: (u32, u32) = (3, 5);
/// Longest name of a person, in characters.
const NAME: usize = 4;
/// Lines that are counted at a time for a site. A page adds at most 2 × [`TOP`] = 120, so of n pages a count falls
/// short by at most 120 n / (COUNTERS / 2), three in a hundred.
const COUNTERS: usize = 8_192;

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

/// What a [`FurnitureModel`] sees of a page: found in parallel, counted in order.
#[derive(Clone, Debug, Default)]
pub struct Edges {
    /// The longest line, which tells the page from others.
    text: Option<u64>,
    lines: Vec<u64>,
}

impl FurnitureModel {
    /// Counts the lines of a page of `site`.
    pub fn observe(&mut self, site: &str, normal: &Normalised, structurer: &Structurer) {
        self.add(site, &structurer.edges(normal));
    }

    /// Counts what [`Structurer::edges`] found of a page of `site`.
    pub fn add(&mut self, site: &str, edges: &Edges) {
        let Some(text) = edges.text else { return };
        if !self.sites.contains_key(site) {
            self.sites.insert(site.to_owned(), Site::default());
        }
        let Some(known) = self.sites.get_mut(site) else { return };
        if !known.texts.insert(text) {
            return;
        }
        known.pages += 1;
        for &line in &edges.lines {
            *known.lines.entry(line).or_default() += 1;
        }
        known.forget();
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
        let often = |&n: &u32| {
            n >= PAGES && u64::from(n) * u64::from(SHARE.1) >= u64::from(self.pages) * u64::from(SHARE.0)
        };
        !line.is_empty() && self.lines.get(&hash(&line)).is_some_and(often)
    }

    /// Takes as much off every count as leaves half of the counters, where there are too many.
    fn forget(&mut self) {
        if self.lines.len() <= COUNTERS {
            return;
        }
        let mut counts: Vec<u32> = self.lines.values().copied().collect();
        let (_, &mut less, _) = counts.select_nth_unstable(COUNTERS / 2);
        self.lines.retain(|_, n| {
            *n = n.saturating_sub(less);
            *n > 0
        });
    }
}

/// Shapes of lines that documents of one office have in common.
#[derive(Debug)]
pub(super) struct Shared(Patterns<()>);

impl Shared {
    /// Reads the table.
    pub(super) fn load() -> Result<Self, Error> {
        let text = include_str!("../../data/structure/shared.tsv");
        Patterns::load("structure/shared.tsv", text, &["sort", "pattern"], |row| {
            Ok(((), row.need("pattern")?.to_owned()))
        })
        .map(Self)
    }

    fn has(&self, line: &str) -> bool {
        self.0.of_line(line).any(|(_, p)| p.is_match(line))
    }
}

impl Structurer {
    /// What a [`FurnitureModel`] is to see of a page.
    #[must_use]
    pub fn edges(&self, normal: &Normalised) -> Edges {
        let text = normal.text();
        let all = lines(text, self.shapes());
        let longest = all.iter().max_by_key(|l| l.chars);
        let (top, bottom) = edges(text, &all);
        let line = |i: usize| &text[all[i].at.range()];
        let short = (0..top).chain(bottom..all.len()).filter(|&i| all[i].chars <= SHORT).map(line);
        let mut lines: Vec<u64> = short.map(|l| hash(&squeeze(l))).collect();
        lines.sort_unstable();
        lines.dedup();
        Edges { text: longest.map(|l| hash(&text[l.at.range()])), lines }
    }

    /// Marks what the pages of the site repeat at the top and at the bottom of a page.
    pub(super) fn learned(&self, site: &Site, text: &str, all: &[Line], scanner: &mut Scanner<'_>) {
        let (top, bottom) = edges(text, all);
        let is_site = |i: usize, below: bool| {
            let line = &text[all[i].at.range()];
            let name = below && all[i].chars <= NAME;
            all[i].chars <= SHORT && !name && site.repeats(line) && !self.may_be_of_a_document(line)
        };
        for i in 0..top {
            // The `<title>` of a page stands above everything that it shows.
            if scanner.marked[i].is_none() && !scanner.is_title(i) {
                if !is_site(i, false) {
                    break;
                }
                scanner.marked[i] = Some(FurnitureKind::Navigation);
            }
        }
        for i in (bottom..all.len()).rev() {
            if scanner.marked[i].is_none() {
                if !is_site(i, true) {
                    break;
                }
                scanner.marked[i] = Some(FurnitureKind::SiteOutro);
            }
        }
    }

    /// Whether a line is of a sort that documents of one office have in common.
    fn may_be_of_a_document(&self, line: &str) -> bool {
        line.contains(['。', '！', '？', '：', ':', '；', '，', ',', '、', '\t'])
            || self.titles.ends(line.trim_end_matches(is_blank))
            || self.shapes.label(line).is_some()
            || self.markers.closes(line)
            || self.clues.names_an_office(line)
            || self.shared.has(line)
    }
}

/// Where the lines at the top of a page end, and where those at its bottom begin: down and up to its running text.
fn edges(text: &str, all: &[Line]) -> (usize, usize) {
    let running = |l: &&Line| l.chars > SHORT || text[l.at.range()].ends_with('。');
    let top = all.iter().take(TOP).take_while(|l| !running(l)).count();
    let bottom = all.iter().rev().take(TOP).take_while(|l| !running(l)).count();
    (top, (all.len() - bottom).max(top))
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

    /// An invented site of `n` pages, and how many lines beside what rules know are removed of its last.
    fn learned(n: usize, page: impl Fn(usize) -> String) -> Vec<String> {
        let pages: Vec<String> = (0..n).map(page).collect();
        removed(&pages)
    }

    /// A text that differs from page to page.
    fn text(n: usize) -> String {
        format!("今年办理第{n}批建议{}件，按月调度进展情况，逐件答复代表。\n", n + 7).repeat(3)
    }

    #[test]
    fn sites_of_three_ten_and_a_hundred_pages() {
        let page = |n: usize| {
            format!("云川论坛\n版块 精华 勋章\n{n}村护林计划\n{}论坛小黑屋\n云川论坛手机版\n", text(n))
        };
        assert!(learned(3, page).is_empty());
        for n in [5, 10, 100] {
            assert_eq!(learned(n, page), ["云川论坛\n版块 精华 勋章", "论坛小黑屋\n云川论坛手机版"], "{n}");
        }
        // Every third page is of another template: most pages have the line. Every second: not enough.
        let mixed = |every: usize| {
            move |n: usize| {
                if n.is_multiple_of(every) { format!("{n}组护林计划\n{}", text(n)) } else { page(n) }
            }
        };
        assert_eq!(learned(100, mixed(3)).len(), 0, "the last page has none");
        assert_eq!(learned(99, mixed(3)).len(), 2);
        assert_eq!(learned(100, mixed(2)).len(), 0);
    }

    #[test]
    fn what_repeats_in_documents_is_theirs() {
        let pages: &[fn(usize) -> String] = &[
            // The week of an office: a form whose lines all repeat, and its own first and last line.
            |n| format!("第{n}周安排\n星期一\n上午\n机关例会\n下午\n走访农户\n星期二\n上午\n值班 第{n}组\n"),
            // Forms without a title.
            |n| format!("序号\t任务\t单位\n{n}\t修路\t城建科\n{}科室\t人数\n", text(n)),
            |n| format!("姓名 职务 分工\n{}经办人签字\n", text(n)),
            // Signatures, with and without a date, of offices and of people.
            |n| format!("{n}月计划\n{}云川镇党政办\n2024年{n}月\n", text(n)),
            |n| format!("{n}月计划\n{}云川镇农业服务中心\n", text(n)),
            |n| format!("{n}月计划\n{}王小林\n", text(n)),
            // Formulas at the end, with and without a stop.
            |n| format!("{n}月总结\n{}以上报告，请予审议。\n", text(n)),
            |n| format!("{n}月总结\n{}谢谢大家\n", text(n)),
            |n| format!("{n}月总结\n{}特此报告\n", text(n)),
            |n| format!("{n}月通知\n{}（此件公开发布）\n", text(n)),
            // What stands above and under a title.
            |n| {
                format!(
                    "云川县林业局文件\n云林发〔2024〕{n}号\n关于护林的通知\n各乡镇人民政府：\n{}",
                    text(n)
                )
            },
            |n| format!("政府工作报告\n——在云川县第十届人民代表大会上\n县长 王林\n{n}县\n{}", text(n)),
            |n| format!("工作要点\n一、总体思路\n{}二、重点任务\n{n}件\n", text(n)),
            // Sentences of all documents, at the edge because the page has nothing else.
            |n| format!("{}坚持党的领导，抓好落实\n", text(n)),
        ];
        for (i, page) in pages.iter().enumerate() {
            for n in [10, 30] {
                let gone = learned(n, page);
                let only = learned(1, |_| page(n - 1));
                assert_eq!(gone, only, "case {i} of {n} pages");
            }
        }
    }

    #[test]
    fn memory_is_bounded_and_counts_fall_short_only() {
        let structurer = Structurer::new().unwrap();
        let mut model = FurnitureModel::default();
        for n in 0..400 {
            let own: String = (0..40).map(|i| format!("栏目{n}的{i}\n")).collect();
            let page = format!("云川论坛\n{own}{}", text(n));
            model.observe("a", &Normalised::identity(&page), &structurer);
        }
        let site = model.site("a").unwrap();
        assert!(site.lines.len() <= COUNTERS && site.pages() == 400);
        assert!(site.repeats("云川论坛") && !site.repeats("栏目399的3"));
    }
}

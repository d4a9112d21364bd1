//! What is known of an article besides its text: kind, year, date, issuer, region, level.
//!
//! Each field is taken from the first evidence that tells it. For the year the order is: the title, the date line,
//! a year that the text states of itself, the plan it follows or makes, the page's title where the page is one
//! article, last what the caller knows. Never an anniversary, never the byline of the web page. A masked year is
//! known to be unknown (`20XX`). What the caller says of the page overrides all but the year's own evidence.

use super::lines::{Line, is_blank};
use super::pattern::{Filter, Pattern};
use super::regions::{Region, Regions};
use super::titles::Titles;
use crate::calendar::Edtf;
use crate::document::{About, ArticleKind, Evidence, Level, Meta, Section};
use crate::error::Error;
use crate::tables::Table;
use std::sync::OnceLock;

/// A year as written or masked, with its last character free of 年.
const YEAR: &str =
    r"(?P<y>(?:19|20)\d{2}|[一二][〇零○一二三四五六七八九]{3}|(?:20|二[0〇零])[xX×＊*_—-]{2}|[xX×]{4})";
/// Characters at the beginning of an article that open it.
const OPEN: usize = 400;
/// Characters at its end that close it.
const CLOSE: usize = 300;
/// Lines under the title, and lines at the end, among which the date line stands.
const DATE_LINES: usize = 8;
/// Lines at the beginning in which an article states its own year.
const OPENING: usize = 12;
/// Longest date line, in characters.
const DATE_LINE: usize = 60;
/// What the name of an office ends with.
const OFFICES: [&str; 12] =
    ["国务院", "办公厅", "办公室", "委员会", "政府", "局", "厅", "部", "院", "委", "会", "中心"];
/// Weight of a title that is the article's own, against the cues of its text.
const OWN_TITLE: u32 = 12;
/// Weight of a title that is shared with other articles.
const SHARED_TITLE: u32 = 2;

/// Cues of one kind.
#[derive(Debug)]
struct Cue {
    kind: ArticleKind,
    place: Place,
    weight: u32,
    pattern: Pattern,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Open,
    Close,
    Any,
}

/// What one field's rows ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Own,
    Now,
    Past,
    Five,
    Plan,
    Task,
    Review,
    Speaker,
    Signed,
    Issuer,
}

/// The tables of this file, compiled.
#[derive(Debug)]
pub(super) struct Clues {
    cues: Vec<Cue>,
    known: Filter,
    fields: Vec<(Field, Pattern)>,
    known_fields: Filter,
    regions: OnceLock<Regions>,
    year: Pattern,
    years: Pattern,
    five: Pattern,
    roc: Pattern,
    date: Pattern,
    number: Pattern,
    report: Pattern,
    here: Pattern,
    town: Pattern,
    ours: Pattern,
}

/// An article, as this file sees it.
pub(super) struct Subject<'a> {
    /// The normal form of the page.
    pub text: &'a str,
    /// The article's lines, without furniture and without its title.
    pub lines: &'a [Line],
    /// Its sections.
    pub sections: &'a [Section],
    /// What it is called, where that is its own.
    pub title: Option<&'a str>,
    /// What it is called together with others: a marker's base, a repeated title.
    pub shared: Option<&'a str>,
    /// The page's title, where the page is one article.
    pub page: Option<&'a str>,
    /// Whether years are counted from 1912: 113年 is 2024.
    pub roc: bool,
}

impl Clues {
    /// Reads the tables.
    pub(super) fn load() -> Result<Self, Error> {
        let text = include_str!("../../data/structure/kinds.tsv");
        let table = Table::parse("structure/kinds.tsv", text, &["kind", "where", "weight", "pattern"])?;
        let mut cues = Vec::new();
        for row in table.rows() {
            cues.push(Cue {
                kind: ArticleKind::from_name(row.get("kind")).ok_or_else(|| row.error("no such kind"))?,
                place: match row.get("where") {
                    "open" => Place::Open,
                    "close" => Place::Close,
                    "any" => Place::Any,
                    other => return Err(row.error(format!("no place is called {other:?}"))),
                },
                weight: row.get("weight").parse().map_err(|_| row.error("weight is no number"))?,
                pattern: Pattern::new(row.need("pattern")?, |e| row.error(e))?,
            });
        }
        let text = include_str!("../../data/structure/about.tsv");
        let table = Table::parse("structure/about.tsv", text, &["field", "pattern"])?;
        let mut fields = Vec::new();
        for row in table.rows() {
            let field = match row.get("field") {
                "own" => Field::Own,
                "now" => Field::Now,
                "past" => Field::Past,
                "five" => Field::Five,
                "plan" => Field::Plan,
                "task" => Field::Task,
                "review" => Field::Review,
                "speaker" => Field::Speaker,
                "signed" => Field::Signed,
                "issuer" => Field::Issuer,
                other => return Err(row.error(format!("no field is called {other:?}"))),
            };
            let pattern = row.need("pattern")?.replace("{Y}", YEAR);
            fields.push((field, Pattern::new(&pattern, |e| row.error(e))?));
        }
        let own =
            |pattern: &str| Pattern::new(&pattern.replace("{Y}", YEAR), |e| Error::table("about.rs", e));
        let known_fields = Filter::new("structure/about.tsv", fields.iter().map(|(_, p)| p))?;
        let known = Filter::new("structure/kinds.tsv", cues.iter().map(|c| &c.pattern))?;
        Ok(Self {
            cues,
            known,
            fields,
            known_fields,
            regions: OnceLock::new(),
            year: own(r"{Y}\s*(?:学?年|政府工作|工作)")?,
            years: own(r"((?:19|20)\d{2})\s*年?\s*[—–\-~～至到]+\s*((?:19|20)\d{2})\s*年?")?,
            five: own(
                r"(?:第?([一二三四五六七八九十]{1,3}|\d{1,2})个?五年|[“”\x22]?([一二三四五六七八九十]{1,2})五[“”\x22]?)(?:\s*[（(][^）)]*[)）])?\s*(?:计划|规划|时期|期间)?",
            )?,
            roc: own(r"民国\s*(\d{2,3})\s*年|(?:^|\D)(1[0-2]\d)年(?:度|上半年|下半年)?")?,
            date: own(
                r"{Y}\s*年\s*(?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九]|[xX×]{1,2})\s*月(?:\s*(?P<d>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]|[xX×]{1,2})\s*日)?",
            )?,
            number: own(
                r"^[（(]?(?P<p>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])[\x{3400}-\x{9fff}]{1,10}[〔\[（(](?:19|20)\d{2}[〕\])）]\s*\d+\s*号",
            )?,
            report: own(
                r"(?P<i>[\x{3400}-\x{9fff}]{2,12}?(?:省|市|县|区|州|盟|旗|自治区|自治州|自治县))\d{0,4}年?(?:政府工作报告|人民政府工作报告)",
            )?,
            here: own(
                r"(?:在|驻|来|援)(?P<p>[沪京津渝粤苏浙鲁闽皖湘鄂豫冀晋蒙辽吉黑赣桂琼川黔滇藏陕甘青宁新])(?:全国|的?企业|单位|高校|院校|央企|部队|机构|服务|投资)",
            )?,
            town: own(
                r"(?:[我全本]|各)(?:镇|乡|街道|街)[^县市区]|(?:镇|乡|街道)(?:党委|党工委|政府|人大|办事处)",
            )?,
            ours: own(r"(?:[我全本](?P<l>省|市|县|区|州|旗)|我(?P<n>国))")?,
        })
    }

    /// The places, loaded when a text is long enough to name one.
    fn regions(&self) -> &Regions {
        self.regions.get_or_init(|| Regions::load().expect("a test loads the table"))
    }

    /// Everything about one article.
    pub(super) fn about(&self, subject: &Subject<'_>, titles: &Titles, meta: &Meta) -> About {
        let mut about = About { kind: self.kind(subject, titles), ..About::default() };
        let title: String =
            subject.title.or(subject.page).unwrap_or("").chars().filter(|c| !is_blank(*c)).collect();
        self.dates(subject, &title, meta, &mut about);
        self.issuer(subject, &title, &mut about);
        self.region(subject, &title, &mut about);
        // Its own name says who gives it: 某县 2013年政府工作报告.
        if about.issuer.is_none() && title.ends_with("政府工作报告") {
            let local = about.region.as_deref().filter(|_| about.region_code.is_some());
            let national = about.level == Some(Level::National) && about.region.is_some();
            about.issuer = match local {
                Some(region) => Some(format!("{region}人民政府")),
                None => national.then(|| "国务院".to_owned()),
            };
            about.evidence.extend(about.issuer.is_some().then_some(("issuer", Evidence::Title)));
        }
        self.given(meta, &mut about);
        about
    }

    /// What a document that a notice forwards does not say itself is what the notice says.
    pub(super) fn inherit(about: &mut About, notice: &About) {
        let mut fill = |field: &'static str, empty: bool| {
            if let (true, Some(e)) = (empty, notice.evidence.get(field)) {
                about.evidence.insert(field, *e);
            }
            empty
        };
        if fill("year", about.year.is_none()) {
            about.year = notice.year.clone();
        }
        if fill("issuer", about.issuer.is_none()) {
            about.issuer = notice.issuer.clone();
        }
        if fill("region", about.region.is_none()) {
            about.region = notice.region.clone();
            about.region_code = notice.region_code.clone();
            about.level = notice.level.or(about.level);
            about.evidence.extend(notice.evidence.get("level").map(|e| ("level", *e)));
        }
    }

    /// What the caller knows.
    fn given(&self, meta: &Meta, about: &mut About) {
        if let Some(kind) = meta.kind {
            about.kind = kind;
            about.evidence.insert("kind", Evidence::Meta);
        }
        if let Some(year) = &meta.year {
            about.year = Some(Edtf::from_text(year.clone()));
            about.evidence.insert("year", Evidence::Meta);
        }
        if let Some(issuer) = &meta.issuer {
            about.issuer = Some(issuer.clone());
            about.evidence.insert("issuer", Evidence::Meta);
        }
        if meta.region.is_some() || meta.region_code.is_some() {
            let by_code = meta.region_code.as_deref().and_then(|c| self.regions().by_code(c));
            let found = by_code.or_else(|| meta.region.as_deref().and_then(|n| self.regions().by_name(n)));
            about.region = meta.region.clone().or_else(|| found.map(|r| r.name.to_owned()));
            about.region_code = meta.region_code.clone().or_else(|| found.map(|r| r.code.to_owned()));
            about.level = found.map(Region::level).or(about.level);
            about.evidence.insert("region", Evidence::Meta);
        }
    }

    fn kind(&self, subject: &Subject<'_>, titles: &Titles) -> ArticleKind {
        let mut score = [0u32; ArticleKind::ALL.len()];
        let mut add = |kind: ArticleKind, weight| {
            if let Some(i) = ArticleKind::ALL.iter().position(|k| *k == kind) {
                score[i] += weight;
            }
        };
        if let Some(kind) = subject.title.or(subject.page).and_then(|t| titles.kind(t)) {
            add(kind, OWN_TITLE);
        }
        if let Some(kind) = subject.shared.and_then(|t| titles.kind(t)) {
            add(kind, SHARED_TITLE);
        }
        let body = subject.body();
        let open = &body[..body.char_indices().nth(OPEN).map_or(body.len(), |(i, _)| i)];
        let close = &body[body.char_indices().rev().nth(CLOSE).map_or(0, |(i, _)| i)..];
        let known = self.known.of(body);
        for (_, cue) in self.cues.iter().enumerate().filter(|(i, _)| known.has(*i)) {
            let place = match cue.place {
                Place::Open => open,
                Place::Close => close,
                Place::Any => body,
            };
            if cue.pattern.is_match(place) {
                add(cue.kind, cue.weight);
            }
        }
        let best = score.iter().copied().max().unwrap_or(0);
        let first = score.iter().position(|s| *s == best && best > 0);
        first.map_or(ArticleKind::Other, |i| ArticleKind::ALL[i])
    }

    fn dates(&self, subject: &Subject<'_>, title: &str, meta: &Meta, about: &mut About) {
        let line = |l: &Line| &subject.text[l.at.range()];
        let n = subject.lines.len();
        let ends = subject.lines[n.saturating_sub(DATE_LINES)..].iter().rev();
        let dated = subject.lines.iter().take(DATE_LINES).chain(ends).find_map(|l| {
            if l.chars > DATE_LINE {
                return None;
            }
            let text: String = line(l).chars().filter(|c| !is_blank(*c)).collect();
            if text.contains(['。', '；']) {
                return None;
            }
            let found = self.date.captures(&text)?;
            // A date line holds little but its date, or says where it was: 在…会议上, …会议通过.
            let rest = text.chars().count() - found.get(0)?.as_str().chars().count();
            let date_line = rest <= 6
                || text.ends_with("印发")
                || self.fields.iter().any(|(f, p)| *f == Field::Signed && p.is_match(&text))
                || text.contains("会议")
                || text.contains("大会")
                || text.contains("通过")
                || text.contains("政府令");
            date_line.then(|| date(&found)).flatten()
        });
        let dated = dated.or_else(|| self.signature(subject).map(|(_, date)| date));
        let mut year = self.title_year(title, subject.roc).map(|y| (y, Evidence::Title));
        if let Some(date) = &dated {
            about.date = Some(Edtf::from_text(date.clone()));
            about.evidence.insert("date", Evidence::Dateline);
            year = year.or_else(|| Some((date[..4].to_owned(), Evidence::Dateline)));
        }
        let stated = || {
            let known = self.known_fields.of(subject.body());
            let say = |field, lines: usize| {
                let rows = self.fields.iter().enumerate().filter(|(i, (f, _))| *f == field && known.has(*i));
                rows.map(|(_, (_, p))| p).find_map(|p| {
                    // A year is said with 年, or begins the line.
                    let year = |l: &&str| l.contains('年') || l.starts_with(|c: char| c.is_ascii_digit());
                    let dated = subject.lines.iter().take(lines).map(line).filter(year);
                    dated.filter_map(|l| p.captures(l)).find_map(|c| digits(c.name("y")?.as_str()))
                })
            };
            let five = || {
                self.fields.iter().filter(|(f, _)| *f == Field::Five).find_map(|(_, p)| {
                    let mut said = subject.lines.iter().take(OPENING).filter_map(|l| p.captures(line(l)));
                    said.find_map(|c| five_years(super::outline::ordinal(c.name("f")?.as_str())))
                })
            };
            let heading = |field| {
                self.fields.iter().filter(move |(f, _)| *f == field).find_map(|(_, p)| {
                    subject.sections.iter().filter(|s| s.level <= 2).find_map(|s| {
                        digits(p.captures(&subject.text[s.heading.range()])?.name("y")?.as_str())
                    })
                })
            };
            // A report that reviews a year is given in the next one.
            let next = |year: String| year.parse::<u32>().ok().map(|y| (y + 1).to_string()).or(Some(year));
            let reviewed = || {
                let year = heading(Field::Review)?;
                if about.kind == ArticleKind::Report { next(year) } else { Some(year) }
            };
            heading(Field::Task)
                .or_else(reviewed)
                .or_else(|| say(Field::Past, OPENING).and_then(next))
                .or_else(|| say(Field::Own, OPENING))
                .or_else(|| say(Field::Now, n))
                .or_else(five)
                .map(|y| (y, Evidence::Body))
                .or_else(|| say(Field::Plan, n).map(|y| (y, Evidence::Plan)))
        };
        year = year.or_else(stated);
        year = year.or_else(|| {
            let mut opening = subject.lines.iter().take(OPENING).filter(|_| subject.roc);
            opening.find_map(|l| self.roc_year(line(l), true)).map(|y| (y, Evidence::Body))
        });
        // A text whose first year is blanked out is a text of an unknown year.
        year = year.or_else(|| {
            let mut opening = subject.lines.iter().take(OPENING).filter_map(|l| self.year.captures(line(l)));
            let first = digits(opening.next()?.name("y")?.as_str())?;
            first.contains('X').then_some((first, Evidence::Body))
        });
        year = year.or_else(|| Some((self.title_year(subject.page?, subject.roc)?, Evidence::Page)));
        year = year.or_else(|| {
            let date = meta.date.as_deref()?;
            (date.len() >= 4 && date.is_char_boundary(4)).then(|| (date[..4].to_owned(), Evidence::DateField))
        });
        if let Some((year, evidence)) = year {
            about.year = Some(Edtf::from_text(year));
            about.evidence.insert("year", evidence);
        }
    }

    /// The year, or the years, that a title names.
    fn title_year(&self, title: &str, roc: bool) -> Option<String> {
        if let Some(found) = self.years.captures(title) {
            return Some(format!("{}/{}", &found[1], &found[2]));
        }
        if let Some(found) = self.year.captures(title) {
            return digits(found.name("y")?.as_str());
        }
        if let Some(year) = self.roc_year(title, roc) {
            return Some(year);
        }
        let found = self.five.captures(title)?;
        let which = found.get(1).or_else(|| found.get(2))?;
        five_years(super::outline::ordinal(which.as_str()))
    }

    /// Who signed a text and when, where attachments follow: an office's name over a line that is a date.
    fn signature<'a>(&self, subject: &Subject<'a>) -> Option<(&'a str, String)> {
        let line = |l: &Line| &subject.text[l.at.range()];
        subject.lines.windows(2).find_map(|pair| {
            let (over, under) = (line(&pair[0]), line(&pair[1]));
            let short = (4..=30).contains(&pair[0].chars) && pair[1].chars <= 20;
            if !short || !OFFICES.iter().any(|o| over.ends_with(o)) || over.contains(['。', '，', '：', '；'])
            {
                return None;
            }
            let under: String = under.chars().filter(|c| !is_blank(*c)).collect();
            let found = self.date.captures(&under)?;
            (found.get(0)?.len() == under.len() && found.name("d").is_some())
                .then(|| Some((over, date(&found)?)))
                .flatten()
        })
    }

    /// The year that a text names as counted from 1912: 民国113年, or a bare 113年 where years are `roc`.
    fn roc_year(&self, text: &str, roc: bool) -> Option<String> {
        let found = self.roc.captures(text).filter(|f| f.get(1).is_some() || roc)?;
        let year = found.get(1).or_else(|| found.get(2))?;
        year.as_str().parse::<u32>().ok().map(|y| (y + 1911).to_string())
    }

    fn issuer(&self, subject: &Subject<'_>, title: &str, about: &mut About) {
        let mut set = |name: &str, evidence| {
            about.issuer = Some(name.to_owned());
            about.evidence.insert("issuer", evidence);
        };
        let field = |field, text: &str| {
            let mut rows = self.fields.iter().filter(|(f, _)| *f == field);
            rows.find_map(|(_, p)| Some(p.captures(text)?.name("i")?.as_str().to_owned()))
        };
        if let Some(name) = field(Field::Issuer, title) {
            return set(&name, Evidence::Title);
        }
        // What an assembly resolves on a report is not the government's.
        if let Some(found) = self.report.captures(title).filter(|_| !title.ends_with("决议"))
            && let Some(region) = self.regions().in_title(&found["i"])
        {
            return set(&format!("{}人民政府", region.name), Evidence::Title);
        }
        // The signature: the line over the date line at the end.
        let line = |l: &Line| &subject.text[l.at.range()];
        let last: Vec<&Line> = subject.lines.iter().rev().take(DATE_LINES).collect();
        if let Some(name) = last.iter().find_map(|l| field(Field::Signed, line(l))) {
            return set(&name, Evidence::Dateline);
        }
        for pair in last.windows(2) {
            let (under, over) = (line(pair[0]), line(pair[1]));
            let signed = pair[0].chars <= 20
                && self.date.is_match(under)
                && !under.contains(['。', '，'])
                && (4..=30).contains(&pair[1].chars)
                && !over.contains(['。', '，', '：', '；']);
            if signed {
                return set(over, Evidence::Dateline);
            }
        }
        if let Some((name, _)) = self.signature(subject) {
            return set(name, Evidence::Dateline);
        }
        let start: String = subject.lines.iter().take(DATE_LINES).map(line).collect::<Vec<_>>().join("\n");
        if let Some(name) = field(Field::Speaker, &start)
            && (self.regions().in_title(&name).is_some() || name == "国务院")
        {
            set(&name, Evidence::Body);
        }
    }

    fn region(&self, subject: &Subject<'_>, title: &str, about: &mut About) {
        let body = subject.body();
        let line = |l: &Line| &subject.text[l.at.range()];
        let head = || subject.lines.iter().take(3).map(line).filter(|l| l.chars().count() <= DATE_LINE);
        let by_line = || {
            head().find_map(|l| {
                let p = self.number.captures(l).and_then(|c| c.name("p")?.as_str().chars().next());
                p.and_then(|c| self.regions().abbreviated(c))
                    .or_else(|| self.date.is_match(l).then(|| self.regions().in_title(l)).flatten())
            })
        };
        let by_issuer = || about.issuer.as_deref().and_then(|i| self.regions().in_title(i));
        let by_body = || {
            // Full names of places end with one of these; few short texts hold one.
            let named = body.contains(['省', '市', '县', '区', '州', '旗', '盟', '岛']);
            named.then(|| self.regions().in_body(body)).flatten().or_else(|| {
                let p = self.here.captures(body)?.name("p")?.as_str().chars().next()?;
                self.regions().abbreviated(p)
            })
        };
        let national = |text: &str| {
            ["国务院", "中共中央", "全国人民代表大会", "中华人民共和国国民经济"]
                .iter()
                .any(|w| text.contains(w))
        };
        let nation = national(title)
            || about.issuer.as_deref().is_some_and(national)
            || head().any(|l| l.contains("全国人民代表大会"));
        let by_title = || if title.is_empty() { None } else { self.regions().in_title(title) };
        let found = by_title()
            .map(|r| (r, Evidence::Title))
            .filter(|_| !national(title))
            .or_else(|| if nation { None } else { by_issuer().map(|r| (r, Evidence::Title)) })
            .or_else(|| if nation { None } else { by_line().map(|r| (r, Evidence::Dateline)) })
            .or_else(|| if nation { None } else { by_body().map(|r| (r, Evidence::Body)) });
        if let Some((region, evidence)) = found {
            about.region = Some(region.name.to_owned());
            about.region_code = Some(region.code.to_owned());
            about.evidence.insert("region", evidence);
            about.evidence.insert("level", evidence);
            let town =
                region.level() == Level::County && self.town.regex().find_iter(body).take(3).count() > 2;
            about.level = Some(if town { Level::Town } else { region.level() });
        } else if nation {
            about.region = Some("全国".to_owned());
            about.level = Some(Level::National);
            about.evidence.insert("region", Evidence::Title);
            about.evidence.insert("level", Evidence::Title);
        } else if let Some(level) = self.level(body) {
            about.level = Some(level);
            about.evidence.insert("level", Evidence::Body);
        }
    }

    /// The level that a text speaks for by what it calls its own: 我镇, 全县, 本市.
    fn level(&self, body: &str) -> Option<Level> {
        let towns = self.town.regex().find_iter(body).count();
        let mut counts = [0usize; 4];
        for found in self.ours.regex().captures_iter(body) {
            match found.name("l").map(|l| l.as_str()) {
                None => counts[0] += 1,
                Some("省") => counts[1] += 1,
                Some("市" | "州") => counts[2] += 1,
                Some(_) => counts[3] += 1,
            }
        }
        if towns >= 2 && towns >= counts[1] && towns * 2 >= counts[3] {
            return Some(Level::Town);
        }
        // 我国 stands in every document; it tells where nothing smaller is called one's own.
        if counts[0] >= 5 && counts[1..].iter().all(|n| *n * 3 < counts[0]) {
            return Some(Level::National);
        }
        let levels = [Level::National, Level::Province, Level::City, Level::County];
        // A higher level is named for comparison, too (全省前三), so of equal counts the lower one speaks.
        let best = (1..4).max_by_key(|&i| (counts[i], i))?;
        (counts[best] >= 1).then(|| levels[best])
    }
}

impl<'a> Subject<'a> {
    /// The text from the first line to the last, furniture between them included.
    fn body(&self) -> &'a str {
        match (self.lines.first(), self.lines.last()) {
            (Some(a), Some(b)) => &self.text[a.at.start()..b.at.end()],
            _ => "",
        }
    }
}

/// The years of the nth five-year plan.
fn five_years(n: u32) -> Option<String> {
    let first = match n {
        1 => 1953,
        2 => 1958,
        3..=20 => 1966 + 5 * (n - 3),
        _ => return None,
    };
    Some(format!("{first}/{}", first + 4))
}

/// A year's digits in EDTF: Chinese digits read, masked ones `X`.
fn digits(year: &str) -> Option<String> {
    let out: String = year
        .chars()
        .map(|c| match c {
            '0'..='9' => c,
            '〇' | '零' | '○' => '0',
            '一'..='龥' => {
                let n = "〇一二三四五六七八九".chars().position(|d| d == c);
                n.and_then(|n| char::from_digit(u32::try_from(n).ok()?, 10)).unwrap_or('X')
            }
            _ => 'X',
        })
        .collect();
    (out.len() == 4).then_some(out)
}

/// A date in EDTF.
fn date(found: &regex::Captures<'_>) -> Option<String> {
    let mut out = digits(found.name("y")?.as_str())?;
    for part in ["m", "d"] {
        let Some(text) = found.name(part) else { break };
        match super::outline::ordinal(text.as_str()) {
            0 => out.push_str("-XX"),
            n if n <= 31 => out.push_str(&format!("-{n:02}")),
            _ => return None,
        }
    }
    Some(out)
}

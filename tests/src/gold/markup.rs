//! The notation of annotated sources.
//!
//! A source begins with header lines `#! key: value`: `file` (name of the page), `encoding` (`UTF-8`,
//! `UTF-8-BOM`, `UTF-16LE`, `GB18030`, `Big5`), `charset` (what an HTML page claims),
//! `newline` (`lf`, `crlf`), `gloss` (`創=chuàng …`: every occurrence
//! of the character is followed by its pinyin), `shows` (what the page shows). Then comes the text.
//!
//! Inline, and nesting: `⟦TEXT‖SPEC⟧`, several specs joined by ` & `:
//!
//! | spec | meaning |
//! |---|---|
//! | `T…`, `A…`, `R…` | a metric: target, actual, reference; see [`super::spec`] |
//! | `!why` | a number-like expression that is no metric |
//! | `#type` | a mask: `digits`, `year`, `name`, `term` |
//! | `-type`, `-type =REPAIR` | furniture; damage, with what should stand there |
//! | `=ID`, `=ID RELATION` | a copied passage inside a line, as `%copy` |
//! | `h1` … `h5` | a heading; one that does not fill its line is run-in; its label is no metric by itself |
//!
//! A `?` after type or level makes the record optional. Masks inside a masked metric are found by themselves.
//!
//! Lines that begin with `%`, and vanish with their line end:
//!
//! | line | meaning |
//! |---|---|
//! | `%article KIND[|KIND] [year=Y] [container] [untitled]` … `%end` | an article; its title is its first line |
//! | `%copy ID [RELATION]` … `%endcopy ID` | a passage that stands elsewhere, too; every place but the first says how |
//! | `%doc ID [DATE]` | begins the next row of a JSONL page |
//! | `%html MARKUP` | markup of an HTML page that renders to nothing |
//! | `%wrap TAG [TAG…]` | the elements around each following line of an HTML page; of `tr`, tabs part the cells |
//! | `%%` | a remark |

use super::spec::{self, Metric};
use serde_json::Value;

/// A page: a file that holds one document, or one a row.
pub struct Page {
    /// Name of the file.
    pub file: String,
    /// Encoding of the file.
    pub encoding: String,
    /// The encoding that an HTML page claims.
    pub charset: String,
    /// Whether lines end with CR LF.
    pub crlf: bool,
    /// What the page shows.
    pub shows: String,
    /// Its documents: one, but for JSONL.
    pub docs: Vec<Doc>,
}

/// The text of a document as it is decoded, with its annotations.
#[derive(Default)]
pub struct Doc {
    /// The `doc` of its records.
    pub id: String,
    /// Publication date of the row.
    pub date: Option<String>,
    /// The text; offsets are positions in it.
    pub text: Vec<char>,
    /// Articles in preorder.
    pub articles: Vec<Article>,
    /// All other annotations, by start; of one start, the longer first.
    pub marks: Vec<Marked>,
    /// Copied passages.
    pub copies: Vec<Copy>,
    /// Markup of an HTML page, by position.
    pub html: Vec<(usize, Html)>,
}

/// An article.
pub struct Article {
    /// Begin of its title.
    pub start: usize,
    /// End of its last line.
    pub end: usize,
    /// Its title line.
    pub title: Option<(usize, usize)>,
    /// What it is; several where readers may differ.
    pub kind: Vec<String>,
    /// The year that it plans or reviews; null where that cannot be told.
    pub year: Option<Value>,
    /// Whether it only holds others.
    pub container: bool,
    /// The article that holds it.
    pub parent: Option<usize>,
}

/// An annotation.
pub struct Marked {
    /// First code point.
    pub start: usize,
    /// First code point after.
    pub end: usize,
    /// What it says.
    pub mark: Mark,
}

/// What an annotation says.
pub enum Mark {
    /// A heading.
    Heading {
        /// Depth in its article, from 1.
        level: u8,
        /// `一、`; empty where it has none.
        label: String,
        /// Whether text goes on in the same line.
        run_in: bool,
        /// Neither rewarded nor punished.
        optional: bool,
    },
    /// Furniture.
    Noise {
        /// Its type.
        kind: String,
        /// What should stand there.
        repair: Option<String>,
        /// Neither rewarded nor punished.
        optional: bool,
    },
    /// A blanked-out place.
    Mask {
        /// Its type.
        kind: String,
        /// Neither rewarded nor punished.
        optional: bool,
    },
    /// A metric.
    Metric(Metric),
    /// A number-like expression that is no metric, and why.
    None(String),
}

/// A copied passage.
pub struct Copy {
    /// Shared by all its places.
    pub id: String,
    /// `exact`, `near`, `contained`, as against the places before.
    pub relation: Option<String>,
    /// First code point.
    pub start: usize,
    /// First code point after.
    pub end: usize,
}

/// Markup of an HTML page.
pub enum Html {
    /// Written as it is.
    Raw(String),
    /// The elements around each line, outermost first.
    Wrap(Vec<String>),
}

impl Doc {
    /// The text between two offsets.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> String {
        self.text[start..end].iter().collect()
    }

    /// The innermost article that holds an offset.
    #[must_use]
    pub fn article_at(&self, at: usize) -> Option<usize> {
        self.articles.iter().rposition(|a| a.start <= at && at < a.end)
    }

    /// The end of the text so far without white space.
    fn trimmed_end(&self) -> usize {
        self.text.iter().rposition(|c| !c.is_whitespace()).map_or(0, |i| i + 1)
    }
}

impl Page {
    /// Takes a source apart.
    ///
    /// # Errors
    /// Names the line that is not well formed.
    pub fn parse(source: &str) -> Result<Self, String> {
        let mut page = Page {
            file: String::new(),
            encoding: "UTF-8".to_owned(),
            charset: "utf-8".to_owned(),
            crlf: false,
            shows: String::new(),
            docs: Vec::new(),
        };
        let mut glosses = Vec::new();
        let mut body = source;
        while let Some(rest) = body.strip_prefix("#!") {
            let (line, rest) = rest.split_once('\n').ok_or("nothing but a header")?;
            let (key, value) =
                line.split_once(':').ok_or_else(|| format!("header without a value: {line}"))?;
            let value = value.trim().to_owned();
            match key.trim() {
                "file" => page.file = value,
                "encoding" => page.encoding = value,
                "charset" => page.charset = value,
                "newline" => page.crlf = value == "crlf",
                "shows" => page.shows = value,
                "gloss" => glosses = parse_glosses(&value)?,
                other => return Err(format!("unknown header {other}")),
            }
            body = rest;
        }
        if page.file.is_empty() || page.shows.is_empty() {
            return Err("the header lacks file or shows".to_owned());
        }
        let line_end = if page.crlf { "\r\n" } else { "\n" };
        let mut reader =
            Reader { page, glosses, line_end, open: Vec::new(), articles: Vec::new(), copies: Vec::new() };
        reader.read(body)?;
        Ok(reader.page)
    }
}

fn parse_glosses(list: &str) -> Result<Vec<(char, String)>, String> {
    list.split_whitespace()
        .map(|pair| match (pair.chars().next(), pair.split_once('=')) {
            (Some(c), Some((_, pinyin))) => Ok((c, pinyin.to_owned())),
            _ => Err(format!("gloss {pair} is not 字=pinyin")),
        })
        .collect()
}

/// Reads the text of one source.
struct Reader {
    page: Page,
    glosses: Vec<(char, String)>,
    line_end: &'static str,
    /// Starts of the annotations that are open.
    open: Vec<usize>,
    /// Indices of the articles that are open.
    articles: Vec<usize>,
    /// Indices of the copies that are open.
    copies: Vec<usize>,
}

impl Reader {
    fn read(&mut self, body: &str) -> Result<(), String> {
        if !self.page.file.ends_with(".jsonl.gz") {
            self.page.docs.push(Doc { id: self.page.file.clone(), ..Doc::default() });
        }
        let mut rest = body;
        let mut line_start = true;
        while let Some(c) = rest.chars().next() {
            let here = || format!("at {:?}", rest.chars().take(24).collect::<String>());
            if line_start && c == '%' {
                let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
                self.directive(line).map_err(|e| format!("{e}: {line}"))?;
                rest = after;
                continue;
            }
            line_start = c == '\n';
            rest = &rest[c.len_utf8()..];
            match c {
                '⟦' => {
                    let at = self.doc()?.text.len();
                    self.open.push(at);
                }
                '‖' => {
                    let (specs, after) =
                        rest.split_once('⟧').ok_or_else(|| format!("spec without end {}", here()))?;
                    rest = after;
                    let start = self.open.pop().ok_or_else(|| format!("spec without begin {}", here()))?;
                    let fills_line = after.is_empty() || after.starts_with(['\n', '⟧', '‖']);
                    for spec in specs.split(" & ") {
                        self.annotate(start, spec.trim(), fills_line)
                            .map_err(|e| format!("{e} {}", here()))?;
                    }
                }
                '⟧' => return Err(format!("⟧ without spec {}", here())),
                '\n' => {
                    let end = self.line_end;
                    self.doc()?.text.extend(end.chars());
                }
                c => self.push(c)?,
            }
        }
        self.close_doc()
    }

    fn doc(&mut self) -> Result<&mut Doc, String> {
        self.page.docs.last_mut().ok_or_else(|| "text before the first row".to_owned())
    }

    fn push(&mut self, c: char) -> Result<(), String> {
        let pinyin = self.glosses.iter().find(|(g, _)| *g == c).map(|(_, p)| p.clone());
        let doc = self.doc()?;
        doc.text.push(c);
        if let Some(pinyin) = pinyin {
            let start = doc.text.len();
            doc.text.extend(format!("({pinyin})").chars());
            let mark = Mark::Noise { kind: "gloss".to_owned(), repair: None, optional: false };
            doc.marks.push(Marked { start, end: doc.text.len(), mark });
        }
        Ok(())
    }

    /// Ends a document: everything must be closed; the text ends with its last visible character.
    fn close_doc(&mut self) -> Result<(), String> {
        if !self.open.is_empty() || !self.articles.is_empty() || !self.copies.is_empty() {
            return Err("annotation, article or copy without end".to_owned());
        }
        let jsonl = self.page.file.ends_with(".jsonl.gz");
        if let Some(doc) = self.page.docs.last_mut() {
            let end = doc.trimmed_end();
            doc.text.truncate(end);
            if !jsonl && !self.page.file.ends_with(".html") {
                doc.text.extend(self.line_end.chars());
            }
            doc.marks.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
            spec::check(doc)?;
        }
        Ok(())
    }

    fn directive(&mut self, line: &str) -> Result<(), String> {
        let mut words = line[1..].split_whitespace();
        match words.next().unwrap_or("") {
            "article" => self.article(words),
            "end" => {
                let index = self.articles.pop().ok_or("no article is open")?;
                let doc = self.doc()?;
                let end = doc.trimmed_end();
                let article = &mut doc.articles[index];
                article.end = end;
                if let Some((start, title_end)) = &mut article.title {
                    let line = doc.text[*start..end].iter().position(|c| matches!(c, '\r' | '\n'));
                    *title_end = line.map_or(end, |n| *start + n);
                }
                Ok(())
            }
            "copy" => {
                let id = words.next().ok_or("a copy needs an id")?.to_owned();
                let relation = words.next().map(str::to_owned);
                let doc = self.doc()?;
                let (start, index) = (doc.text.len(), doc.copies.len());
                doc.copies.push(Copy { id, relation, start, end: start });
                self.copies.push(index);
                Ok(())
            }
            "endcopy" => {
                let id = words.next().ok_or("which copy ends?")?;
                let open = std::mem::take(&mut self.copies);
                let doc = self.doc()?;
                let at = open.iter().rposition(|&i| doc.copies[i].id == id).ok_or("no such copy is open")?;
                doc.copies[open[at]].end = doc.trimmed_end();
                self.copies = open;
                self.copies.remove(at);
                Ok(())
            }
            "doc" => {
                self.close_doc()?;
                let id = words.next().ok_or("a row needs an id")?.to_owned();
                self.page.docs.push(Doc { id, date: words.next().map(str::to_owned), ..Doc::default() });
                Ok(())
            }
            "html" => {
                let raw = line.strip_prefix("%html ").unwrap_or("").to_owned();
                let doc = self.doc()?;
                doc.html.push((doc.text.len(), Html::Raw(raw)));
                Ok(())
            }
            "wrap" => {
                let tags = words.map(str::to_owned).collect();
                let doc = self.doc()?;
                doc.html.push((doc.text.len(), Html::Wrap(tags)));
                Ok(())
            }
            "%" => Ok(()),
            word if word.starts_with('%') => Ok(()),
            other => Err(format!("unknown directive {other}")),
        }
    }

    fn article<'a>(&mut self, words: impl Iterator<Item = &'a str>) -> Result<(), String> {
        let parent = self.articles.last().copied();
        let doc = self.doc()?;
        let start = doc.text.len();
        let mut article = Article {
            start,
            end: start,
            title: Some((start, start)),
            kind: Vec::new(),
            year: None,
            container: false,
            parent,
        };
        for word in words {
            match word.split_once('=') {
                Some(("year", "null")) => article.year = Some(Value::Null),
                Some(("year", year)) => article.year = Some(year.into()),
                None if word == "container" => article.container = true,
                None if word == "untitled" => article.title = None,
                None if word.split('|').all(|k| gongwen::ArticleKind::from_name(k).is_some()) => {
                    article.kind = word.split('|').map(str::to_owned).collect();
                }
                _ => return Err(format!("{word} is no kind of article")),
            }
        }
        if article.kind.is_empty() {
            return Err("an article needs a kind".to_owned());
        }
        let index = doc.articles.len();
        doc.articles.push(article);
        self.articles.push(index);
        Ok(())
    }

    fn annotate(&mut self, start: usize, spec: &str, fills_line: bool) -> Result<(), String> {
        let doc = self.doc()?;
        let end = doc.text.len();
        let (spec, repair) = match spec.split_once(" =") {
            Some((spec, repair)) if spec.starts_with('-') => (spec, Some(repair.to_owned())),
            _ => (spec, None),
        };
        let (name, optional) = match spec.strip_suffix('?') {
            Some(name) => (name, true),
            None => (spec, false),
        };
        let mark = match name.chars().next() {
            Some('=') => {
                let (id, relation) = match spec[1..].split_once(' ') {
                    Some((id, relation)) => (id, Some(relation.to_owned())),
                    None => (&spec[1..], None),
                };
                doc.copies.push(Copy { id: id.to_owned(), relation, start, end });
                return Ok(());
            }
            Some('!') => Mark::None(spec::why(&name[1..])?),
            Some('#') => Mark::Mask { kind: spec::mask(&name[1..])?, optional },
            Some('-') => Mark::Noise { kind: spec::noise(&name[1..])?, repair, optional },
            Some('h') => {
                let level = name[1..].parse().map_err(|_| format!("{name} is no level"))?;
                let line_begins = start == 0 || doc.text[start - 1] == '\n';
                if !line_begins {
                    return Err("a heading begins its line".to_owned());
                }
                let label = spec::label(&doc.slice(start, end));
                if !label.is_empty() {
                    let label_end = start + label.chars().count();
                    doc.marks.push(Marked {
                        start,
                        end: label_end,
                        mark: Mark::None("enumerator".to_owned()),
                    });
                }
                Mark::Heading { level, label, run_in: !fills_line, optional }
            }
            Some('T' | 'A' | 'R') => {
                let text = doc.slice(start, end);
                let metric = spec::metric(&text, spec)?;
                if metric.masked {
                    doc.marks.extend(spec::masks_within(&doc.text, start, end));
                }
                Mark::Metric(metric)
            }
            _ => return Err(format!("unknown spec {spec:?}")),
        };
        doc.marks.push(Marked { start, end, mark });
        Ok(())
    }
}
